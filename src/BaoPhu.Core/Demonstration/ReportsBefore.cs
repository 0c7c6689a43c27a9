using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Rules.Reporting;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// Daily reports that provinces and districts have sent: of the last days and of the same days last month, so that a report has yesterday and last month beside it and boards something to rank. What
/// moves is counted as reports count it, day by day; the ledger, which is known as it is now, is taken a little less collected and a little more owed for each day back. A few came late, a few never.
/// </summary>
internal sealed class ReportsBefore(Db db, DemonstrationOrder order, IReadOnlyList<Reference.Province> provinces, IReadOnlyList<DemonstrationPerson> people)
{
    private static readonly string[] Kinds = ["daily", "district-daily"];
    private static readonly string[] Columns =
        ["kind", "office_code", "to_date", "version", "province", "from_date", "due_at", "state", "figures", "figures_at", "signed_by", "signed_name", "sent_at", "received_at", "received_by", "changes"];

    private DateOnly Today => order.AsOf.Day;

    public Task Load(CancellationToken cancel) => db.Write(
        async tx =>
        {
            var (own, figures) = (provinces.Select(p => p.Code).ToHashSet(StringComparer.Ordinal), ReportKind.Of(Kinds[0]).Figures);
            var ledger = figures.Where(f => !Indicators.Of(f).Moves).ToList();
            var now = await Indicators.ByOffice(tx, Scope.Nation, ledger, new FigureWindow(Today, Today, Instant.EndOf(Today)));
            var reports = new List<(DueReport Due, Dictionary<string, long?> Figures)>();
            foreach (var day in Days())
            {
                var tree = await Tree(tx, day, figures, [.. figures.Except(ledger, StringComparer.Ordinal)], Earlier(now, Today.DayNumber - day.DayNumber));
                foreach (var kind in Kinds)
                {
                    var term = await ReportCalendar.Term(tx, kind, day);
                    reports.AddRange((await ReportBoards.Reporters(tx, Scope.Nation, ReportKind.Of(kind), day)).Where(o => own.Contains(o.Province!)).Select(o => (
                        new DueReport(o, term, [], null, order.AsOf),
                        figures.ToDictionary(f => f, f => tree.Of(o.Code, f), StringComparer.Ordinal))));
                }
            }

            Write(tx, reports);
        },
        cancel);

    /// <summary>The last days, and those of last month that stand beside today and yesterday.</summary>
    private IEnumerable<DateOnly> Days() => Enumerable.Range(1, 4).Select(d => Today.AddDays(-d)).Concat([Today.AddMonths(-1), Today.AddDays(-1).AddMonths(-1)]).Distinct();

    private async Task<FigureTree> Tree(
        Session s, DateOnly day, IReadOnlyList<string> figures, IReadOnlyList<string> moving, Dictionary<(string Province, string Office), Dictionary<string, long>> ledger) => FigureTree.Of(
        await Offices.Tree(s, day), await Indicators.ByOffice(s, Scope.Nation, moving, new FigureWindow(day, day, Instant.EndOf(day))), ledger, await Indicators.ToldUntil(s, moving, day), figures, [], order.AsOf);

    /// <summary>Of each day two thousandths less collected, three more owed: of each office's own, so that a province is still the sum of its districts.</summary>
    private static Dictionary<(string Province, string Office), Dictionary<string, long>> Earlier(Dictionary<(string Province, string Office), Dictionary<string, long>> now, int days) => now.ToDictionary(
        o => o.Key,
        o => o.Value.ToDictionary(f => f.Key, f => f.Value * (1000 + (f.Key.StartsWith("collected", StringComparison.Ordinal) ? -2 * days : f.Key == "owing" ? days : 3 * days)) / 1000, StringComparer.Ordinal));

    private void Write(Session tx, List<(DueReport Due, Dictionary<string, long?> Figures)> reports)
    {
        var (dice, signers) = (new Dice(order.Seed, 41), people.Where(p => p.Role is Role.ProvinceDirector or Role.DistrictDirector).DistinctBy(p => p.OfficeCode).ToDictionary(p => p.OfficeCode, StringComparer.Ordinal));
        var receiver = people.First(p => p.SignIn == "tw.thu");
        using var bulk = tx.BulkInto("rep_reports", Columns);
        foreach (var (due, figures) in reports.OrderBy(r => r.Due.Term.Code, StringComparer.Ordinal).ThenBy(r => r.Due.Office.Code, StringComparer.Ordinal).ThenBy(r => r.Due.Term.To))
        {
            if (dice.Chance(15) || !signers.TryGetValue(due.Office.Code, out var signer))
            {
                continue;
            }

            var sent = due.Term.Deadline + ((dice.Chance(40) ? dice.Between(2, 40) : -dice.Between(3, 90)) * 60_000L);
            var isAccepted = due.Term.To < Today.AddDays(-1);
            bulk.StartRow();
            bulk.Write(due.Term.Code);
            bulk.Write(due.Office.Code);
            bulk.Write(due.Term.To);
            bulk.Write((short)1);
            bulk.Write(due.Office.Province);
            bulk.Write(due.Term.From);
            bulk.Write(due.Term.Deadline);
            bulk.Write((isAccepted ? ReportState.Accepted : ReportState.Sent).ToString());
            bulk.Write(JsonSerializer.Serialize(figures));
            bulk.Write(sent);
            bulk.Write(signer.UserId);
            bulk.Write(signer.Actor.Signed);
            bulk.Write(sent);
            bulk.Write(isAccepted ? due.Term.Deadline + 3_600_000L : null);
            bulk.Write(!isAccepted ? null : due.Term.Code == Kinds[0] ? receiver.UserId : signers.GetValueOrDefault(due.Office.ParentCode!)?.UserId);
            bulk.Write(2);
        }

        bulk.Complete();
    }
}
