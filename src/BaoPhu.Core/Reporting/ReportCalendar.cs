using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Reporting;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Reporting;

/// <summary>When reports are due: lines with their clause, dated, each changed by entering another from a day on.</summary>
public sealed class ReportCalendar(Db db, TimeProvider clock)
{
    private const string Columns =
        "r.kind, r.line, r.valid_from, r.known_from_at, r.known_to_at, r.recurrence, r.day, r.until_minute, r.strictly, r.next_month, r.working_days, r.closed, r.clause, r.note, r.set_by";

    private static readonly DatedLines Lines = new("rep_rules", "kind", "line");
    private static readonly string[] Recurrences = ["daily", "day", "month-end", "quarterly"];
    private static readonly string[] ClosedDays = ["stays", "before", "after"];

    /// <summary>How a line may say what becomes of a deadline on a day off.</summary>
    public static IReadOnlyList<string> ClosedNames => ClosedDays;

    /// <summary>The lines in force on a day, by kind.</summary>
    public Task<List<ReportRuleLine>> On(DateOnly day) => db.Read(s => On(s, day));

    /// <summary>Everything ever entered, the latest first.</summary>
    public Task<List<ReportRuleLine>> History() => db.Read(s => s.Query<ReportRuleLine>($"select {Columns} from rep_rules r order by r.kind, r.line, r.valid_from desc, r.known_from_at desc"));

    /// <summary>The next terms of every kind, by the lines in force on a day, the nearest deadline first.</summary>
    public Task<List<ReportTerm>> Next(DateOnly day, int each) => db.ReadConsistently(async s =>
    {
        var calendar = await OfficeCalendar.Of(s);
        return (await On(s, day)).GroupBy(r => r.Kind, StringComparer.Ordinal)
            .SelectMany(kind => ReportTerms.Between([.. kind.Select(r => r.Rule)], day, day.AddMonths(7), calendar).Take(each))
            .OrderBy(t => t.Deadline).ThenBy(t => t.Code, StringComparer.Ordinal).ToList();
    });

    /// <summary>
    /// Enters a line from a day on: the hour, the day, what a day off does to it. A line entered before for the same day stays as known until now. Refused: no ground, a day outside 1–31,
    /// who is not of the centre.
    /// </summary>
    public Task Set(Actor actor, Scope scope, string kind, int line, DateOnly validFrom, ReportRuleEntry entry) => db.Write(async tx =>
    {
        if (!scope.IsNation)
        {
            throw new Refusal("Reporting.OnlyCentre") { Kind = RefusalKind.Forbidden };
        }

        var note = VietnameseText.Normalise(entry.Note);
        if (note.Length == 0)
        {
            throw new Refusal("Reporting.RuleNeedsGround");
        }

        if (entry.Day is < 1 or > 31)
        {
            throw new Refusal("Reporting.BadDay", entry.Day);
        }

        await tx.Lock("report-rules");
        var before = (await On(tx, validFrom)).Find(r => r.Kind == kind && r.Line == line) ?? throw new Refusal("Reporting.NoRule") { Kind = RefusalKind.Missing };
        await Lines.Enter(tx, clock.Now(), actor.UserId, validFrom, new()
        {
            ["kind"] = kind, ["line"] = (short)line, ["recurrence"] = before.Recurrence, ["day"] = (short)entry.Day, ["until_minute"] = Minute(entry.Until), ["strictly"] = before.Strictly,
            ["next_month"] = entry.NextMonth, ["working_days"] = entry.WorkingDays, ["closed"] = ClosedDays[(int)entry.Closed], ["clause"] = before.Clause, ["note"] = note,
        });
        await AuditTrail.Write(tx, clock, actor, "reporting.rule", $"report-rule:{kind}/{line}", new { validFrom, entry });
    });

    internal static Task<List<ReportRuleLine>> On(Session s, DateOnly day) => s.Query<ReportRuleLine>(
        $"select {Columns} from rep_rules r where {Lines.InForce("r")} order by r.kind, r.line",
        new { day });

    /// <summary>The term of a report that a day belongs to, by the lines in force on that day.</summary>
    internal static Task<ReportTerm> Term(Session s, string kind, DateOnly day) => s.Together(async t =>
    {
        var (rules, calendar) = (Rules(t, kind, day), OfficeCalendar.Of(t));
        return ReportTerms.Of(await rules, day, await calendar);
    });

    /// <summary>The last term that ended on a day or before it, by the lines in force then; null: none within half a year.</summary>
    internal static async Task<ReportTerm?> LastTerm(Session s, string kind, DateOnly day) =>
        ReportTerms.Between(await Rules(s, kind, day), day.AddMonths(-6), day, await OfficeCalendar.Of(s)).LastOrDefault();

    /// <summary>The term that a day belongs to and those before it whose deadline may still lie ahead: days off move one to weeks after the term's end.</summary>
    internal static async Task<IReadOnlyList<ReportTerm>> Around(Session s, string kind, DateOnly day)
    {
        var (rules, calendar) = (await Rules(s, kind, day), await OfficeCalendar.Of(s));
        return [.. ReportTerms.Between(rules, day.AddDays(-31), day.AddDays(-1), calendar), ReportTerms.Of(rules, day, calendar)];
    }

    internal static async Task<IReadOnlyList<ReportRule>> Rules(Session s, string kind, DateOnly day) => [.. (await On(s, day)).Where(r => r.Kind == kind).Select(r => r.Rule)];

    /// <summary>Puts the shipped lines in; never touches what people entered.</summary>
    internal static Task Seed(Session tx, TimeProvider clock) => Lines.Seed(tx, clock, Reference.Beginning, Reference.Rows("report-rules.csv").Select(r => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["kind"] = r[0], ["line"] = short.Parse(r[1], CultureInfo.InvariantCulture), ["recurrence"] = r[2], ["day"] = short.Parse(r[3], CultureInfo.InvariantCulture),
        ["until_minute"] = Minute(r[4].Length == 0 ? null : TimeOnly.ParseExact(r[4], "HH:mm", CultureInfo.InvariantCulture)), ["strictly"] = r[5] == "true", ["next_month"] = false, ["working_days"] = false,
        ["closed"] = r[6], ["clause"] = r[7], ["note"] = "",
    }));

    internal static ReportRecurrence RecurrenceOf(string name) => (ReportRecurrence)Array.IndexOf(Recurrences, name);
    internal static ClosedDay ClosedOf(string name) => (ClosedDay)Array.IndexOf(ClosedDays, name);

    private static short? Minute(TimeOnly? hour) => hour is { } h ? (short)((h.Hour * 60) + h.Minute) : null;
}

/// <summary>What is entered of a line. <paramref name="Until"/>: the hour at which it is late, null for the end of the day.</summary>
public sealed record ReportRuleEntry(int Day, TimeOnly? Until, bool NextMonth, bool WorkingDays, ClosedDay Closed, string Note);

/// <summary>A line of the calendar with its clause.</summary>
public sealed class ReportRuleLine
{
    public string Kind { get; init; } = "";
    public short Line { get; init; }
    public DateOnly ValidFrom { get; init; }
    public Instant KnownFromAt { get; init; }
    public Instant? KnownToAt { get; init; }
    public string Recurrence { get; init; } = "";
    public short Day { get; init; }
    public short? UntilMinute { get; init; }
    public bool Strictly { get; init; }
    public bool NextMonth { get; init; }
    public bool WorkingDays { get; init; }
    public string Closed { get; init; } = "";
    public string Clause { get; init; } = "";
    public string Note { get; init; } = "";
    public string SetBy { get; init; } = "";

    public TimeOnly? Until => UntilMinute is { } minute ? new TimeOnly(minute / 60, minute % 60) : null;

    public ReportRule Rule => new(Kind, ReportCalendar.RecurrenceOf(Recurrence))
    {
        Day = Day, Until = Until, Strictly = Strictly, NextMonth = NextMonth, WorkingDays = WorkingDays, Closed = ReportCalendar.ClosedOf(Closed),
    };
}
