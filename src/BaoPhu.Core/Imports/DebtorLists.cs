using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;

namespace BaoPhu.Core.Imports;

/// <summary>
/// Debtor lists that were taken in, beside the ledger: looked through, handed out as a file, and used as grounds for the mark "hard to collect" of employers in section IV. The
/// list alone sets no mark: a person ticks whose papers are complete.
/// </summary>
public sealed class DebtorLists(Db db, TimeProvider clock, ImportRuns runs)
{
    public const int PageSize = 60;

    private const string Columns = """
        d.employer_id, d.outcome, d.line, d.section, coalesce(e.name, d.name, '') as name, d.workers, d.months, d.list_social, d.list_health, d.list_unemployment, d.list_accident,
        d.list_interest, d.measures, d.document, d.note, d.own_social, d.own_health, d.own_unemployment, d.own_accident, d.own_band, d.marked_at
        """;

    private static readonly string[] Headings =
    [
        "Code", "Name", "Outcome", "SectionColumn", "LineColumn", "ListSocial", "OwnSocial", "ListHealth", "OwnHealth", "ListUnemployment", "OwnUnemployment", "ListAccident", "OwnAccident",
        "ListInterest", "MonthsInDebt", "OwnBand", "MeasuresColumn", "PaperColumn", "NoteColumn",
    ];

    /// <summary>The run with its list; refused as missing outside the scope, and for a run of another kind or one that took nothing in.</summary>
    public async Task<(ImportRun Run, DebtorList List)> Find(Actor actor, Scope scope, string runId)
    {
        var run = await runs.Run(actor, scope, runId);
        return run.Debtors is { } list ? (run, list) : throw new Refusal("ImportLists.NotADebtorList") { Kind = RefusalKind.Missing };
    }

    /// <summary>A page of the employers, by code. Outcome one of <see cref="DebtorOutcome"/>, section "I" to "IV.4" ("IV" with its parts); null: all.</summary>
    public async Task<DebtorPage> Page(Actor actor, Scope scope, string runId, string? outcome, string? section, string? after, string? before)
    {
        var (run, list) = await Find(actor, scope, runId);
        var (condition, args) = Condition(list.SameAs ?? run.RunId, outcome, section);
        var back = before is { Length: > 0 };
        var key = Keyset.Split(back ? before : after, 1) is [var id] ? long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable() : 0;
        args["key"] = key;
        return await db.Read(async s =>
        {
            var rows = await s.Query<DebtorRow>(
                $"""
                select {Columns} from imp_debtors d left join reg_employers e on e.employer_id = d.employer_id
                where {condition}{(key == 0 ? "" : $" and d.employer_id {(back ? "<" : ">")} @key")} order by d.employer_id{(back ? " desc" : "")} limit {PageSize + 1}
                """,
                args);
            var count = await s.One<long>($"select count(*) from imp_debtors d where {condition}", args);
            var (previous, next) = Keyset.Turn(rows, PageSize, after, before, r => r.EmployerId.ToString(CultureInfo.InvariantCulture));
            return new DebtorPage(run, list, rows, count, previous, next);
        });
    }

    /// <summary>Writes the comparison as CSV (UTF-8 with its mark, comma) and returns the number of employers. One audit entry.</summary>
    public async Task<long> Export(Actor actor, Scope scope, string runId, string? outcome, string? section, Stream into)
    {
        var (run, list) = await Find(actor, scope, runId);
        var (condition, args) = Condition(list.SameAs ?? run.RunId, outcome, section);
        var rows = 0L;
        await using (var lines = new CsvLines(into))
        {
            lines.Write(Headings.Select(h => Text.Of("ImportLists." + h)));
            await db.ReadConsistently(async s =>
            {
                // By stretches of ids: a province's list is never in memory as a whole.
                args["key"] = 0L;
                var households = await HouseholdMask.Of(s, run.Province, clock.Today());
                List<DebtorRow> stretch;
                do
                {
                    stretch = await s.Query<DebtorRow>(
                        $"select {Columns} from imp_debtors d left join reg_employers e on e.employer_id = d.employer_id where {condition} and d.employer_id > @key order by d.employer_id limit 5000", args);
                    foreach (var row in stretch)
                    {
                        lines.Write(Cells(row, households));
                        (rows, args["key"]) = (rows + 1, row.EmployerId);
                    }
                }
                while (stretch.Count > 0);
                return 0;
            });
        }

        await db.Write(tx => AuditTrail.Write(tx, clock, actor, "imports.debtors-export", "import:" + run.RunId, new { count = rows, outcome, section }));
        return rows;
    }

    /// <summary>
    /// Sets the mark "hard to collect" on employers of section IV from today on, with the list as grounds; returns how many are new and how many had it. One transaction; the
    /// employers are planned anew in it. Refused: no employer, one that is not in section IV.
    /// </summary>
    public async Task<(int Marked, int Held)> MarkHardToCollect(Actor actor, Scope scope, string runId, IReadOnlyCollection<string> codes)
    {
        var (run, list) = await Find(actor, scope, runId);
        if (codes.Count == 0)
        {
            throw new Refusal("ImportLists.TickSome");
        }

        var month = Period.FromNumber(list.Period);
        var shown = string.Create(CultureInfo.InvariantCulture, $"{month.Month:00}/{month.Year}");
        return await db.Write(async tx =>
        {
            await tx.Lock(PlanningPass.LockOf(run.Province));
            var (marked, held) = (0, 0);
            foreach (var code in codes.Order(StringComparer.Ordinal))
            {
                var row = EmployerKey.IsCode(code)
                    ? await tx.One<DebtorRow>(
                        $"select {Columns} from imp_debtors d left join reg_employers e on e.employer_id = d.employer_id where d.employer_id = @id and d.run_id = @run",
                        new { id = EmployerKey.Id(run.Province, code), run = list.SameAs ?? run.RunId })
                    : null;
                if (row?.Section?.StartsWith(DebtorSections.HardToCollect, StringComparison.Ordinal) != true)
                {
                    throw new Refusal("ImportLists.NotInSectionFour", code);
                }

                var grounds = Text.Of("ImportLists.MarkGrounds", shown, row.Section) + (row.Document is { } paper ? Text.Of("ImportLists.MarkPaper", paper) : "");
                if (await Marks.Set(tx, clock, actor, row.EmployerId, Marks.HardToCollect, clock.Today(), grounds, keep: true))
                {
                    marked++;
                    await tx.Execute(
                        "update imp_debtors set marked_at = @now, marked_by = @by where employer_id = @EmployerId and run_id = @run",
                        new { row.EmployerId, run = list.SameAs ?? run.RunId, now = clock.Now(), by = actor.UserId });
                    await PlanningPass.PlanOne(tx, clock, row.EmployerId);
                }
                else
                {
                    held++;
                }
            }

            return (marked, held);
        });
    }

    private static (string Condition, Dictionary<string, object> Args) Condition(string run, string? outcome, string? section)
    {
        var args = new Dictionary<string, object>(StringComparer.Ordinal) { ["run"] = run };
        var condition = "d.run_id = @run";
        if (DebtorOutcome.All.Contains(outcome))
        {
            args["outcome"] = outcome!;
            condition += " and d.outcome = @outcome";
        }

        if (section is { Length: > 0 })
        {
            args["section"] = section;
            condition += section == DebtorSections.HardToCollect ? " and d.section in ('IV', 'IV.1', 'IV.2', 'IV.3', 'IV.4')" : " and d.section = @section";
        }

        return (condition, args);
    }

    private static IEnumerable<string> Cells(DebtorRow r, HouseholdMask households) =>
    [
        r.Code, households.Name(r.Name), Text.Of("ImportLists.Outcome_" + r.Outcome), r.Section ?? "", Number(r.Line), Number(r.Line is null ? null : r.ListSocial), Number(r.OwnSocial),
        Number(r.Line is null ? null : r.ListHealth), Number(r.OwnHealth), Number(r.Line is null ? null : r.ListUnemployment), Number(r.OwnUnemployment), Number(r.ListAccident),
        Number(r.OwnAccident), Number(r.Line is null ? null : r.ListInterest), r.Months is { } months ? (months / 100m).ToString("0.##", Text.Vietnamese) : "",
        Names.Of((DebtBand)r.OwnBand), r.Measures ?? "", r.Document ?? "", r.Note ?? "",
    ];

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}

public sealed record DebtorPage(ImportRun Run, DebtorList List, IReadOnlyList<DebtorRow> Rows, long Count, string? Previous, string? Next);

/// <summary>An employer as printed and as computed, đồng; months in hundredths. Line null: not on the list.</summary>
public sealed class DebtorRow
{
    public long EmployerId { get; init; }
    public string Outcome { get; init; } = "";
    public int? Line { get; init; }
    public string? Section { get; init; }
    public string Name { get; init; } = "";
    public int? Workers { get; init; }
    public int? Months { get; init; }
    public long ListSocial { get; init; }
    public long ListHealth { get; init; }
    public long ListUnemployment { get; init; }

    /// <summary>Null where the list has no such column.</summary>
    public long? ListAccident { get; init; }

    public long ListInterest { get; init; }
    public string? Measures { get; init; }
    public string? Document { get; init; }
    public string? Note { get; init; }
    public long OwnSocial { get; init; }
    public long OwnHealth { get; init; }
    public long OwnUnemployment { get; init; }
    public long OwnAccident { get; init; }
    public short OwnBand { get; init; }
    public Instant? MarkedAt { get; init; }
    public string Code => EmployerKey.Code(EmployerId);
    public string Key => EmployerKey.Province(EmployerId) + "-" + Code;

    /// <summary>Debt as printed, without interest.</summary>
    public long ListDebt => ListSocial + ListHealth + ListUnemployment + (ListAccident ?? 0);

    public long OwnDebt => OwnSocial + OwnHealth + OwnUnemployment + OwnAccident;

    /// <summary>Fund, printed, computed: those that do not agree.</summary>
    public IEnumerable<(Fund Fund, long Printed, long Own)> Differences => Funds().Where(f => f.Printed != f.Own);

    private (Fund Fund, long Printed, long Own)[] Funds() =>
    [
        // Without a column for TNLĐ-BNN that fund is printed within BHXH.
        (Fund.Social, ListSocial, ListAccident is null && ListSocial != OwnSocial ? OwnSocial + OwnAccident : OwnSocial), (Fund.Health, ListHealth, OwnHealth), (Fund.Unemployment, ListUnemployment, OwnUnemployment),
        (Fund.Accident, ListAccident ?? OwnAccident, OwnAccident),
    ];
}
