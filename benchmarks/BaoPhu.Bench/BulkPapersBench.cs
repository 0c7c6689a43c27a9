using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;

namespace BaoPhu.Bench;

/// <summary>
/// Debt notices in bulk from end to end: balance read again, composed, filled, inspected, numbered, stored with history and audit; against the bare rows of the same papers copied inside
/// the database. Then one signature for all.
/// </summary>
internal static class BulkPapersBench
{
    public static async Task Run(Place place, Board board, int papers, int employers)
    {
        foreach (var engine in place.Engines)
        {
            await using var db = Db.At(await Nation.Get(place, engine, employers));
            await Emptied(db);
            var clock = await SiteClock.Load(db);
            var tasks = await db.Read(s => s.Query<WorkTask>(
                """
                select t.subject_id, t.act, t.occurrence from wrk_tasks t
                where t.province = '79' and t.act = 'notice' and t.state in ('open', 'started') order by t.subject_id limit @papers
                """,
                new { papers }));
            var director = (await new Users(db, clock).ByName("79.giamdoc"))!;
            var officer = (await new Users(db, clock).ByName("79.thu1"))!;
            var order = new BulkOrder("TB-NO", [.. tasks.Select(t => t.Key.ToString())], new PaperAnswers { SignerId = director.UserId, Channel = "post", Deadline = new DateOnly(2021, 11, 12) });
            var (peak, made) = (0L, 0L);
            var ours = await Timing.Median(1, () => Task.CompletedTask, async () => made = (await new BulkPapers(db, clock).Make(officer.Actor, Scope.OfProvince("79"), "79", "bench", order, (_, _) =>
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
                return Task.CompletedTask;
            })).Made);
            var bare = await Timing.Median(1, () => Task.CompletedTask, () => db.Write(async tx =>
            {
                await tx.Scratch("scratch_bench", "subject_id bigint, paper_no integer, content text");
                await tx.Execute("insert into scratch_bench select subject_id, paper_no, content from doc_sheets");
            }));
            var signed = 0;
            var lists = new PaperLists(db, clock);
            var sign = await Timing.Median(1, () => Task.CompletedTask, async () =>
            {
                var filter = new PaperFilter { Run = "bench" };
                signed = await lists.Sign(director.Actor, Scope.OfProvince("79"), filter, (await lists.ToSign(director.Actor, Scope.OfProvince("79"), filter)).Digest);
            });
            board.Ratio($"{made:N0} papers numbered and stored", engine, ours, bare, "their content copied in the database", "");
            board.Figure("papers numbered a second", engine, (made / ours).ToString("N0", CultureInfo.InvariantCulture), "");
            board.Figure("peak managed memory", engine, string.Create(CultureInfo.InvariantCulture, $"{peak / 1_000_000} MB"), "");
            board.Figure($"seconds to sign {signed:N0} at once", engine, sign.ToString("0.0", CultureInfo.InvariantCulture), "");
            await Emptied(db);
        }
    }

    // The nation is kept from run to run: each begins without papers.
    private static Task Emptied(Db db) => db.Write(async tx =>
    {
        foreach (var table in (string[])["doc_papers", "doc_sheets", "doc_paper_events", "doc_registers", "wrk_papers"])
        {
            await tx.Execute($"delete from {table}");
        }
    });
}
