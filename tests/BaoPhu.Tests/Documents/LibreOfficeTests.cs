using BaoPhu.Core.Documents.Forms;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Documents;

/// <summary>LibreOffice, where it is installed, opens every paper and prints it.</summary>
public sealed class LibreOfficeTests
{
    [Fact]
    public async Task Every_paper_opens_and_prints()
    {
        LibreOffice.Require();
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var samples = await SampleCases.Create(test);
        var folder = Directory.CreateTempSubdirectory("baophu-papers-");
        try
        {
            var files = new List<string>();
            foreach (var (name, code, about) in samples.All())
            {
                var file = Path.Combine(folder.FullName, name + (FormBook.Find(code).Format == FormFormat.Docx ? ".docx" : ".xlsx"));
                await File.WriteAllBytesAsync(file, await samples.Paper(code, about), TestContext.Current.CancellationToken);
                files.Add(file);
            }

            await LibreOffice.Convert(files, "pdf", folder.FullName);
            foreach (var file in files)
            {
                var printed = new FileInfo(Path.ChangeExtension(file, ".pdf"));
                Assert.True(printed.Exists && printed.Length > 5_000, printed.Name);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
