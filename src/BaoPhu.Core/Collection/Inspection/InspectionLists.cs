using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Inspection;

/// <summary>Candidates for inspection (whom the plan orders to inspect and nobody has taken up) and the inspections themselves, in the scope of the person.</summary>
public sealed class InspectionLists(Db db, TimeProvider clock)
{
    public const int PageSize = 60;

    private const string Task = "t.act = 'inspect' and t.state in ('open', 'started') and t.collective = false";
    private const string From = "wrk_tasks t join reg_employers e on e.employer_id = t.subject_id";
    private const string NotBegun = "not exists (select 1 from col_cases c where c.subject_id = t.subject_id and c.act = t.act and c.occurrence = t.occurrence)";

    private const string CaseFrom = """
        col_cases c join reg_employers e on e.employer_id = c.subject_id
        join wrk_tasks t on t.subject_id = c.subject_id and t.act = c.act and t.occurrence = c.occurrence
        join col_inspections i on i.subject_id = c.subject_id and i.act = c.act and i.occurrence = c.occurrence
        """;

    /// <summary>Whom the plan orders to inspect and who is in no plan yet: the largest debt first, or the oldest.</summary>
    public Task<CandidatePage> Candidates(Scope scope, InspectionFilter filter) => db.Read(async s =>
    {
        await PlanTable.Load(s);
        var (parts, args) = Conditions(scope, filter);
        parts.Add(Task);
        parts.Add(NotBegun);
        if (filter.MinAmount is { } least)
        {
            parts.Add("t.amount >= @least");
            args["least"] = least;
        }

        if (filter.OwesSince is { } since)
        {
            parts.Add("t.oldest_period <= @since");
            args["since"] = since;
        }

        var condition = string.Join(" and ", parts);
        var count = (await s.One<CandidateCount>($"select count(*) as employers, cast(coalesce(sum(t.amount), 0) as bigint) as amount from {From} where {condition}", args))!;
        var byAge = filter.Sort == "age";
        var back = filter.Before is { Length: > 0 };
        var (expression, down) = byAge ? ("coalesce(t.oldest_period, 0)", back) : ("t.amount", !back);
        if (Keyset.Split(back ? filter.Before : filter.After, 2) is [var value, var subject])
        {
            condition += $" and ({expression}, t.subject_id) {(down ? "<" : ">")} (@afterValue, @afterId)";
            args["afterValue"] = Number(value);
            args["afterId"] = Number(subject);
        }

        var direction = down ? " desc" : "";
        var rows = await s.Query<WorkTask>($"select {WorkTask.Columns} from {From} where {condition} order by {expression}{direction}, t.subject_id{direction} limit {PageSize + 1}", args);
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, t => string.Create(CultureInfo.InvariantCulture, $"{(byAge ? t.OldestPeriod ?? 0 : t.Amount)}~{t.SubjectId}"));
        var threshold = await Settings.Number(s, scope.ProvinceCode ?? Settings.NationScope, Settings.CentreInspection, clock.Today());
        return new CandidatePage(rows, count.Employers, count.Amount, threshold, previous, next);
    });

    /// <summary>The inspections in a state (empty: all that are open), the next deadline first.</summary>
    public Task<InspectionPage> Cases(Scope scope, InspectionFilter filter) => db.Read(async s =>
    {
        await PlanTable.Load(s);
        var (parts, args) = Conditions(scope, filter);
        parts.Add("c.act = 'inspect'");
        args["today"] = clock.Today();
        switch (filter.State)
        {
            case "ended":
                parts.Add("c.ended_on is not null");
                break;
            case "suspended":
                parts.Add("c.ended_on is null and t.state = 'suspended'");
                break;
            case "overdue":
                parts.Add("c.ended_on is null and c.due_on < @today and t.state <> 'suspended'");
                break;
            case { Length: > 0 } state:
                parts.Add("c.state = @state");
                args["state"] = state;
                break;
            default:
                parts.Add("c.ended_on is null");
                break;
        }

        if (filter.Month is { } month)
        {
            parts.Add("i.plan_month = @month");
            args["month"] = month;
        }

        if (filter.Centre)
        {
            parts.Add("c.office_code {any:central}");
            args["central"] = s.List(await s.Query<string>("select o.code from org_offices o where o.province is null and o.known_to_at is null"));
        }

        var condition = string.Join(" and ", parts);
        var count = (await s.One<InspectionCount>(
            $"""
            select count(*) as cases, count(*) filter (where c.ended_on is null and c.due_on < @today and t.state <> 'suspended') as overdue,
                count(*) filter (where c.ended_on is null and t.state = 'suspended') as suspended, cast(coalesce(sum(t.amount), 0) as bigint) as amount
            from {CaseFrom} where {condition}
            """,
            args))!;
        var back = filter.Before is { Length: > 0 };
        const string due = "coalesce(c.due_on, c.ended_on, c.opened_on)";
        if (Keyset.Split(back ? filter.Before : filter.After, 3) is [var value, var subject, var number])
        {
            condition += $" and ({due}, c.subject_id, c.occurrence) {(back ? "<" : ">")} (@afterDay, @afterId, @afterNumber)";
            args["afterDay"] = DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw Keyset.Unreadable();
            args["afterId"] = Number(subject);
            args["afterNumber"] = (int)Number(number);
        }

        var direction = back ? " desc" : "";
        var rows = await s.Query<InspectionRow>(
            $"""
            select c.subject_id, c.act, c.occurrence, c.province, c.office_code, c.state, c.due_on, c.ended_on, c.opened_on, e.code, e.name, t.amount, t.level, t.level_announced, t.state as task_state,
                t.rule, t.policy_number, t.policy_version, i.plan_month, i.plan_week, i.form, i.announced_on,
                (select m.name from col_inspection_members m where m.subject_id = c.subject_id and m.act = c.act and m.occurrence = c.occurrence and m.place = 0) as head
            from {CaseFrom} where {condition} order by {due}{direction}, c.subject_id{direction}, c.occurrence{direction} limit {PageSize + 1}
            """,
            args);
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, r => string.Create(CultureInfo.InvariantCulture, $"{r.DueOn ?? r.EndedOn ?? r.OpenedOn:yyyy-MM-dd}~{r.SubjectId}~{r.Occurrence}"));
        return new InspectionPage(rows, count.Cases, count.Overdue, count.Suspended, count.Amount, previous, next);
    });

    private static (List<string> Parts, Dictionary<string, object?> Args) Conditions(Scope scope, InspectionFilter filter)
    {
        var (parts, args) = (new List<string> { scope.On("e"), scope.OnProvince("t") }, new Dictionary<string, object?>(StringComparer.Ordinal));
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            Employers.AddWords(parts, args, filter.Text);
        }

        if (filter.Level is >= 1 and <= 4 and var level)
        {
            parts.Add("t.level = @level");
            args["level"] = (short)level;
        }

        return (parts, args);
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable();

    private sealed class CandidateCount
    {
        public long Employers { get; init; }
        public long Amount { get; init; }
    }

    private sealed class InspectionCount
    {
        public long Cases { get; init; }
        public long Overdue { get; init; }
        public long Suspended { get; init; }
        public long Amount { get; init; }
    }
}

/// <summary>What is looked for. <see cref="State"/>: one of the procedure's, "ended", "suspended", "overdue"; empty: all open ones.</summary>
public sealed record InspectionFilter
{
    public string? State { get; init; }
    public string? Text { get; init; }

    /// <summary>Đồng.</summary>
    public long? MinAmount { get; init; }

    /// <summary>yyyymm: the oldest open month is this one or an earlier one.</summary>
    public int? OwesSince { get; init; }
    public int? Level { get; init; }

    /// <summary>yyyymm of the plan.</summary>
    public int? Month { get; init; }

    /// <summary>Only those that the centre leads.</summary>
    public bool Centre { get; init; }

    /// <summary>Of candidates: amount or age.</summary>
    public string Sort { get; init; } = "amount";
    public string? After { get; init; }
    public string? Before { get; init; }
}

/// <summary><paramref name="CentreFrom"/>: from so many đồng on a team of the centre may inspect.</summary>
public sealed record CandidatePage(IReadOnlyList<WorkTask> Rows, long Employers, long Amount, long CentreFrom, string? Previous, string? Next);

public sealed record InspectionPage(IReadOnlyList<InspectionRow> Rows, long Cases, long Overdue, long Suspended, long Amount, string? Previous, string? Next);

/// <summary>An inspection as a list shows it.</summary>
public sealed class InspectionRow
{
    public long SubjectId { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string Province { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string State { get; init; } = "";
    public DateOnly? DueOn { get; init; }
    public DateOnly? EndedOn { get; init; }
    public DateOnly OpenedOn { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>Đồng, when last planned.</summary>
    public long Amount { get; init; }
    public short Level { get; init; }
    public bool LevelAnnounced { get; init; }
    public string TaskState { get; init; } = "";
    public string Rule { get; init; } = "";
    public string PolicyNumber { get; init; } = "";
    public int PolicyVersion { get; init; }
    public int PlanMonth { get; init; }
    public short? PlanWeek { get; init; }
    public string Form { get; init; } = "";
    public DateOnly? AnnouncedOn { get; init; }
    public string? Head { get; init; }
    public TaskKey Key => new(SubjectId, Act, Occurrence);

    /// <summary>The form that holds at the level now.</summary>
    public string FormNow => Rules.Cases.InspectionForms.InForce(Form, PlanTable.Find(PolicyNumber, PolicyVersion, Rule, Act)?.Act.Method);
    public bool Suspended => TaskState == "suspended";
}
