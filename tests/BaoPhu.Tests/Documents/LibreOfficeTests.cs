using System.Diagnostics;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Documents;

/// <summary>LibreOffice, where it is installed, opens every paper and prints it.</summary>
public sealed class LibreOfficeTests
{
    [Fact]
    public async Task Every_paper_opens_and_prints()
    {
        var program = ((string[])["/usr/bin/soffice", "/usr/local/bin/soffice", "/opt/libreoffice/program/soffice"]).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "LibreOffice is not installed");
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

            var start = new ProcessStartInfo(program!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            foreach (var argument in (string[])[$"-env:UserInstallation=file://{folder.FullName}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder.FullName, .. files])
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, await output + await error);
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
