using System.Diagnostics;
using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;

namespace BaoPhu.Bench;

/// <summary>
/// Debt notices in bulk: read each employer's ledger, compose, fill the template, write a file; against writing files of the same bytes. And the filling alone, without database
/// and disk.
/// </summary>
internal static class PapersBench
{
    public static async Task Run(Place place, Board board, int papers, int employers)
    {
        var form = FormBook.Find("TB-NO");
        var office = new Office { Code = "07900", Name = "BHXH thành phố Hồ Chí Minh", Kind = OfficeKind.Province };
        var folder = Path.Combine(place.Folder, "papers");
        foreach (var engine in place.Engines)
        {
            await using var db = Db.At(await Nation.Get(place, engine, employers));
            var tasks = await db.Read(s => s.Query<WorkTask>(
                """
                select e.employer_id as subject_id, 'notice' as act, 1 as occurrence, e.province, e.office_code, e.code, e.name, e.tax_code, e.address, e.phone, '3532/KH-BHXH' as policy_number
                from reg_employers e order by e.employer_id limit @papers
                """,
                new { papers }));
            var contents = new List<FormContent>();
            long bytes = 0, peak = 0;
            var ours = await Timing.Median(3, () => Empty(folder), async () =>
            {
                (bytes, peak) = (0, 0);
                contents.Clear();
                await db.Read(async s =>
                {
                    var interest = await InterestRules.Load(s, "79", new DateOnly(2021, 11, 3));
                    foreach (var task in tasks)
                    {
                        var content = await form.Compose(s, new FormCase
                        {
                            Tasks = [task], Issuer = office, Signer = new Signer("Nguyễn Thị Minh Khai", "Giám đốc"), Date = new DateOnly(2021, 11, 3), Place = "Thành phố Hồ Chí Minh",
                            Deadline = new DateOnly(2021, 11, 12), Interest = interest,
                        });
                        await using var file = File.Create(Path.Combine(folder, $"{task.Province}-{task.Code}.docx"));
                        DocumentWriter.Write(form, content, file);
                        bytes += file.Length;
                        if (contents.Count < 500)
                        {
                            contents.Add(content);
                        }

                        peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
                    }

                    return 0;
                });
            });
            var sample = new byte[bytes / tasks.Count];
            Random.Shared.NextBytes(sample);
            var plain = await Timing.Median(3, () => Empty(folder), async () =>
            {
                foreach (var task in tasks)
                {
                    await using var file = File.Create(Path.Combine(folder, $"{task.Province}-{task.Code}.docx"));
                    file.Write(sample);
                }
            });
            var watch = Stopwatch.StartNew();
            foreach (var content in contents)
            {
                DocumentWriter.Write(form, content, Stream.Null);
            }

            var fill = contents.Count / watch.Elapsed.TotalSeconds;
            board.Ratio($"{tasks.Count:N0} debt notices", engine, ours, plain, "files of the same bytes", "");
            board.Figure("debt notices a second", engine, (tasks.Count / ours).ToString("N0", CultureInfo.InvariantCulture), "");
            board.Figure("filled templates a second", engine, fill.ToString("N0", CultureInfo.InvariantCulture), "");
            board.Figure("peak managed memory, bytes a paper", engine, string.Create(CultureInfo.InvariantCulture, $"{peak / 1_000_000} MB, {sample.Length:N0}"), "");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Task Empty(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        return Task.CompletedTask;
    }
}
