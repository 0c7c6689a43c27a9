using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Reporting;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Reporting;

/// <summary>
/// The rules by which a figure is looked at before it is sent: internal rules, dated, that the centre changes. What they find must be explained; nothing is ever changed or kept from being sent by
/// them.
/// </summary>
public sealed class FigureChecks(Db db, TimeProvider clock)
{
    /// <summary>Terms that a figure is held against.</summary>
    private const int Terms = 10;
    private const string Columns = "c.code, c.valid_from, c.known_from_at, c.known_to_at, c.figures, c.what, c.threshold, c.active, c.note, c.set_by";

    private static readonly DatedLines Lines = new("rep_checks", "code");
    private static readonly string[] Kinds = ["year", "times-mean", "zero-after", "rise", "fall"];

    /// <summary>Every rule in force on a day, also those switched off.</summary>
    public Task<List<FigureCheckLine>> On(DateOnly day) => db.Read(s => On(s, day));

    /// <summary>Everything ever entered, the latest first.</summary>
    public Task<List<FigureCheckLine>> History() => db.Read(s => s.Query<FigureCheckLine>($"select {Columns} from rep_checks c order by c.code, c.valid_from desc, c.known_from_at desc"));

    /// <summary>Sets the threshold of a rule, or switches it off, from a day on. Refused: no ground, a rule that there is not, who is not of the centre.</summary>
    public Task Set(Actor actor, Scope scope, string code, DateOnly validFrom, long threshold, bool active, string? note) => db.Write(async tx =>
    {
        if (!scope.IsNation)
        {
            throw new Refusal("Reporting.OnlyCentre") { Kind = RefusalKind.Forbidden };
        }

        var why = VietnameseText.Normalise(note ?? "");
        if (why.Length == 0)
        {
            throw new Refusal("Reporting.RuleNeedsGround");
        }

        if (threshold < (code.StartsWith("times", StringComparison.Ordinal) ? 2 : 0))
        {
            throw new Refusal("Reporting.CheckTooLow");
        }

        await tx.Lock("report-rules");
        var before = (await On(tx, validFrom)).Find(c => c.Code == code) ?? throw new Refusal("Reporting.NoRule") { Kind = RefusalKind.Missing };
        await Lines.Enter(tx, clock.Now(), actor.UserId, validFrom, new()
        {
            ["code"] = code, ["figures"] = before.Figures, ["what"] = before.What, ["threshold"] = threshold, ["active"] = active, ["note"] = why,
        });
        await AuditTrail.Write(tx, clock, actor, "reporting.check", "report-check:" + code, new { validFrom, threshold, active, why, before = before.Threshold });
    });

    /// <summary>What the figures of an office's term are held against: the rules in force on its last day and the last terms that count.</summary>
    internal static Task<FigurePast> PastOf(Session s, DueReport due) => s.Together(async t =>
    {
        var checks = On(t, due.Term.To);
        var earlier = t.Query<Report>(
            $"""
            select {Reports.Columns} from rep_reports r where r.kind = @kind and r.office_code = @office and r.to_date < @from and {Reports.CountsNow}
            order by r.to_date desc limit {Terms}
            """,
            new { kind = due.Term.Code, office = due.Office.Code, from = due.Term.From });
        return new FigurePast(due.Term.To, (await checks).FindAll(c => c.Active), await earlier);
    });

    /// <summary>Puts the shipped rules in; never touches what people entered.</summary>
    internal static Task Seed(Session tx, TimeProvider clock) => Lines.Seed(tx, clock, Reference.Beginning, Reference.Rows("report-checks.csv").Select(r => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["code"] = r[0], ["figures"] = r[2], ["what"] = r[1], ["threshold"] = long.Parse(r[3], CultureInfo.InvariantCulture), ["active"] = true, ["note"] = r[4],
    }));

    internal static Oddity OddityOf(string name) => (Oddity)Array.IndexOf(Kinds, name);

    private static Task<List<FigureCheckLine>> On(Session s, DateOnly day) => s.Query<FigureCheckLine>(
        $"select {Columns} from rep_checks c where {Lines.InForce("c")} order by c.code",
        new { day });
}

/// <summary>What the figures of a term that ends on <paramref name="To"/> are held against; <paramref name="Earlier"/>: reports, the latest first.</summary>
internal sealed record FigurePast(DateOnly To, IReadOnlyList<FigureCheckLine> Checks, IReadOnlyList<Report> Earlier)
{
    public IReadOnlyList<OddFigure> OddOf(IReadOnlyDictionary<string, long?> figures)
    {
        var found = new List<OddFigure>();
        foreach (var (code, value) in figures)
        {
            if (value is not { } known)
            {
                continue;
            }

            var past = Earlier.Select(r => (r.ToDate, Value: r.Frozen.GetValueOrDefault(code))).Where(p => p.Value is not null).ToList();
            var (values, sameYear) = (past.ConvertAll(p => p.Value!.Value), past is [var last, ..] && last.ToDate.Year == To.Year);
            found.AddRange(Checks.Where(c => c.IsOf(Indicators.Of(code)) && c.Check.IsOdd(known, values, sameYear)).Select(c => new OddFigure(code, c.Code, c.Threshold)));
        }

        return found;
    }
}

/// <summary>A figure that a rule found odd.</summary>
public sealed record OddFigure(string Figure, string Check, long Threshold);

/// <summary>A rule in force or ever entered.</summary>
public sealed class FigureCheckLine
{
    public string Code { get; init; } = "";
    public DateOnly ValidFrom { get; init; }
    public Instant KnownFromAt { get; init; }
    public Instant? KnownToAt { get; init; }

    /// <summary>Which figures it looks at: all, money, moves (what happened in the period), or those whose code begins with it.</summary>
    public string Figures { get; init; } = "";
    public string What { get; init; } = "";
    public long Threshold { get; init; }
    public bool Active { get; init; }
    public string Note { get; init; } = "";
    public string SetBy { get; init; } = "";
    public FigureCheck Check => new(FigureChecks.OddityOf(What), Threshold);

    /// <summary>The rule counts with its threshold.</summary>
    public bool HasThreshold => What != "year";

    internal bool IsOf(Indicator indicator) => Figures switch
    {
        "all" => true,
        "money" => indicator.Unit == FigureUnit.Dong,
        "moves" => indicator.Moves,
        _ => indicator.Code.StartsWith(Figures + "-", StringComparison.Ordinal),
    };
}
