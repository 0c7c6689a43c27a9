using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Work;

/// <summary>
/// The tasks as people see them: the list of a day, one task with all that happened, what follows. Every query carries the scope of the person.
/// </summary>
public sealed class Tasks(Db db, TimeProvider clock)
{
    public const int PageSize = 60;

    private readonly TaskFigures _figures = new();

    /// <summary>Sort keys: an expression that ascends; subject, act and occurrence break ties.</summary>
    private static readonly Dictionary<string, (string Expression, Func<WorkTask, string> Value, Func<string, object?> Read)> Sorts = new(StringComparer.Ordinal)
    {
        ["due"] = ("t.due_on", t => t.DueOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), v => DateOnly.TryParseExact(v, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null),
        ["amount"] = ("-t.amount", t => (-t.Amount).ToString(CultureInfo.InvariantCulture), v => long.TryParse(v, CultureInfo.InvariantCulture, out var n) ? n : null),
        ["band"] = ("-t.band", t => (-t.Band).ToString(CultureInfo.InvariantCulture), v => int.TryParse(v, CultureInfo.InvariantCulture, out var n) ? n : null),
        ["name"] = ("e.folded", t => t.Folded, v => v),
    };

    private const string From = "wrk_tasks t join reg_employers e on e.employer_id = t.subject_id";

    public static IReadOnlyCollection<string> SortNames => Sorts.Keys;

    /// <summary>One page of a list of tasks with its count line, and the collective acts as one line each.</summary>
    public Task<TaskPage> List(Scope scope, TaskFilter filter) => db.Read(async s =>
    {
        await PlanTable.Load(s);
        var today = clock.Today();
        var (condition, employers, args) = Condition(scope, filter, today);
        args["today"] = today;
        // With the province named, the page is read from the index of its order; without, the count reads the tasks employer by employer.
        var rows = await Page(s, condition + " and " + scope.OnProvince("t"), args, filter, PageSize + 1);
        var key = FormattableString.Invariant($"{scope.On("t", "subject_id")}|{today:O}|{filter.Mine?.UserId}|{string.Join(',', filter.Mine?.Owners ?? [])}");
        var count = filter.IsWhole
            ? await _figures.Of(s, scope, "count|" + key, offices => Count(s, condition, employers, args, offices))
            : await Count(s, condition, employers, args, null);
        var collective = !filter.Collective ? []
            : filter.IsWhole ? Joined(await _figures.Of(s, scope, "lists|" + key, offices => Lists(s, scope, filter, today, offices)))
            : Joined(await Lists(s, scope, filter, today, null));
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, t => After(t, filter.Sort));
        return new TaskPage(rows, count.Sum(c => c.Tasks), count.Sum(c => c.Overdue), count.Sum(c => c.Suspended), count.Sum(c => c.Amount), collective, previous, next);
    });

    /// <summary>Counts the tasks of a condition office by office, each employer's debt once; the employers are joined only where the scope or a filter is about them.</summary>
    private static Task<List<TaskCount>> Count(Session s, string condition, bool employers, Dictionary<string, object?> args, IReadOnlyCollection<string>? offices) => s.Query<TaskCount>(
        $"""
        select x.province, x.office_code, cast(sum(x.tasks) as bigint) as tasks, cast(sum(x.overdue) as bigint) as overdue, cast(sum(x.suspended) as bigint) as suspended,
            cast(sum(x.amount) as bigint) as amount
        from (select t.province, t.office_code, count(*) as tasks, count(*) filter (where t.due_on < @today and t.state in ('open', 'started')) as overdue,
            count(*) filter (where t.state = 'suspended') as suspended, max(t.amount) as amount
            from {(employers ? From : "wrk_tasks t")} where {condition} and t.collective = false{OfOffices(s, args, offices)} group by t.subject_id, t.province, t.office_code) x
        group by x.province, x.office_code
        """,
        args);

    private static string OfOffices(Session s, Dictionary<string, object?> args, IReadOnlyCollection<string>? offices)
    {
        if (offices is null)
        {
            return "";
        }

        args["offices"] = s.List(offices);
        return " and t.office_code {any:offices}";
    }

    /// <summary>The collective acts of a list, office by office. Nobody takes a part of one for himself: who they concern is told by the owner alone.</summary>
    private static async Task<List<OfficeLists>> Lists(Session s, Scope scope, TaskFilter filter, DateOnly today, IReadOnlyCollection<string>? offices)
    {
        var (condition, employers, args) = Condition(scope, filter with { Mine = null }, today);
        var owners = filter.Mine is { } mine ? " and t.owner in (" + OwnersOf(mine) + ")" : "";
        var lines = await s.Query<OfficeList>(
            $"""
            select t.province, t.office_code, t.act, t.due_on, min(t.owner) as owner, min(t.rule) as rule, min(t.policy_number) as policy_number,
                min(t.policy_version) as policy_version, count(*) as employers, cast(sum(t.amount) as bigint) as amount
            from {(employers ? From : "wrk_tasks t")} where {condition}{owners} and t.collective = true{OfOffices(s, args, offices)}
            group by t.province, t.office_code, t.act, t.due_on
            """,
            args);
        return [.. lines.GroupBy(l => (l.Province, l.OfficeCode)).Select(g => new OfficeLists(g.Key.Province, g.Key.OfficeCode, [.. g]))];
    }

    /// <summary>One line for each act and day over all offices.</summary>
    private static List<CollectiveTask> Joined(IEnumerable<OfficeLists> offices) => [.. offices.SelectMany(o => o.Lines).GroupBy(l => (l.DueOn, l.Act)).Select(g => new CollectiveTask
    {
        Act = g.Key.Act, DueOn = g.Key.DueOn, Owner = g.Select(l => l.Owner).Min(StringComparer.Ordinal)!, Rule = g.Select(l => l.Rule).Min(StringComparer.Ordinal)!,
        PolicyNumber = g.Select(l => l.PolicyNumber).Min(StringComparer.Ordinal)!, PolicyVersion = g.Min(l => l.PolicyVersion), Employers = g.Sum(l => l.Employers), Amount = g.Sum(l => l.Amount),
    }).OrderBy(l => l.DueOn).ThenBy(l => l.Act, StringComparer.Ordinal)];

    /// <summary>Every task of a list, page after page: for an export. Collective ones are left out.</summary>
    internal async Task Each(Session s, Scope scope, TaskFilter filter, Action<WorkTask> take)
    {
        await PlanTable.Load(s);
        var (condition, _, args) = Condition(scope, filter, clock.Today());
        const int room = 2000;
        var current = filter with { After = null, Before = null };
        while (true)
        {
            var rows = await Page(s, condition, args, current, room);
            rows.ForEach(take);
            if (rows.Count < room)
            {
                return;
            }

            current = current with { After = After(rows[^1], filter.Sort) };
        }
    }

    /// <summary>All open tasks of a province (collective ones included) by employer and act, for the command line and other systems.</summary>
    public Task<List<WorkTask>> Open(Scope scope, string province) => db.Read(async s =>
    {
        await PlanTable.Load(s);
        if (!EmployerKey.IsProvince(province))
        {
            throw new Refusal("Common.BadProvince", province);
        }

        var (first, last) = EmployerKey.Range(province);
        return await s.Query<WorkTask>(
            $"""
            select {WorkTask.Columns} from {From}
            where t.subject_id between @first and @last and t.state in ('open', 'started', 'suspended') and {InScope(scope)}
            order by t.subject_id, t.act
            """,
            new { first, last });
    });

    /// <summary>One task with its employer, contacts and history. Missing outside the scope.</summary>
    public Task<TaskDetail> Find(Scope scope, string key) => db.Read(async s =>
    {
        var task = await Find(s, scope, TaskKey.Parse(key));
        var others = await s.Query<WorkTask>(
            $"select {WorkTask.Columns} from {From} where t.subject_id = @SubjectId and t.state in ('open', 'started', 'suspended') and t.act <> @Act order by t.due_on, t.act", task);
        var debt = await EmployerViews.DebtNow(s, task.SubjectId, clock.Today());
        return new TaskDetail(task, others, await Contacts(s, task.SubjectId), await Events(s, task.SubjectId), debt.Total, (await Slots.Of(s, task))?.Arrangement, await TaskPapers.Of(s, task.Key));
    });

    /// <summary>Contacts and task events of an employer, newest first: with the marks and standings its timeline.</summary>
    public Task<EmployerWork> OfEmployer(Scope scope, string province, string code) => db.Read(async s =>
    {
        await PlanTable.Load(s);
        var employer = await Employers.Find(s, scope, province, code);
        var tasks = await s.Query<WorkTask>($"select {WorkTask.Columns} from {From} where t.subject_id = @EmployerId order by t.opened_on desc, t.act", employer);
        return new EmployerWork(tasks, await Contacts(s, employer.EmployerId), await Events(s, employer.EmployerId));
    });

    internal static async Task<WorkTask> Find(Session s, Scope scope, TaskKey key)
    {
        await PlanTable.Load(s);
        return await s.One<WorkTask>(
            $"select {WorkTask.Columns} from {From} where t.subject_id = @SubjectId and t.act = @Act and t.occurrence = @Occurrence and {scope.On("e")}", key)
            ?? throw new Refusal("Work.NoTask", key.ToString()) { Kind = RefusalKind.Missing };
    }

    /// <summary>Those of the tasks that are in the scope.</summary>
    internal static async Task<List<WorkTask>> Find(Session s, Scope scope, IReadOnlyCollection<TaskKey> keys)
    {
        await PlanTable.Load(s);
        var wanted = keys.ToHashSet();
        var tasks = await s.Query<WorkTask>(
            $"select {WorkTask.Columns} from {From} where t.subject_id {{any:subjects}} and {scope.On("e")}", new { subjects = s.List(wanted.Select(k => k.SubjectId).Distinct()) });
        tasks.RemoveAll(t => !wanted.Contains(t.Key));
        return tasks;
    }

    internal static Task<List<Contact>> Contacts(Session s, long employerId) => s.Query<Contact>(
        """
        select c.contact_id, c.at, c.act, c.occurrence, c.channel, c.outcome, c.note, c.promised_on, c.promised_amount, c.amount, c.level, c.rule, c.user_name
        from wrk_contacts c where c.subject_id = @employerId order by c.at desc, c.contact_id desc
        """,
        new { employerId });

    private static Task<List<TaskEvent>> Events(Session s, long employerId) => s.Query<TaskEvent>(
        """
        select v.act, v.occurrence, v.seq, v.at, v.user_id, v.event, v.detail from wrk_task_events v
        where v.subject_id = @employerId order by v.at desc, v.act, v.occurrence, v.seq desc
        """,
        new { employerId });

    private static string After(WorkTask task, string sort) => $"{(Sorts.TryGetValue(sort.TrimStart('-'), out var known) ? known : Sorts["due"]).Value(task)}~{task.SubjectId.ToString(CultureInfo.InvariantCulture)}~{task.Act}~{task.Occurrence.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>
    /// The condition of a list. Whose a task is follows from its employer's office; that of the task, as of the last planning, stands beside it for the index.
    /// </summary>
    private static string InScope(Scope scope) => scope.IsOfOffices ? $"{scope.On("t", "subject_id")} and {scope.On("e")}" : scope.On("t", "subject_id");

    private static Task<List<WorkTask>> Page(Session s, string condition, Dictionary<string, object?> args, TaskFilter filter, int limit)
    {
        var sort = Sorts.TryGetValue(filter.Sort.TrimStart('-'), out var known) ? known : Sorts["due"];
        var back = filter.Before is { Length: > 0 };
        var down = filter.Sort.StartsWith('-') != back;
        var keyset = "1 = 1";
        if (Keyset.Split(back ? filter.Before : filter.After, 4) is [var value, var subject, var act, var number])
        {
            keyset = $"({sort.Expression}, t.subject_id, t.act, t.occurrence) {(down ? "<" : ">")} (@afterValue, @afterId, @afterAct, @afterNumber)";
            args["afterValue"] = sort.Read(value) ?? throw Keyset.Unreadable();
            args["afterId"] = long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw Keyset.Unreadable();
            args["afterAct"] = act;
            args["afterNumber"] = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var occurrence) ? occurrence : throw Keyset.Unreadable();
        }

        var direction = down ? " desc" : "";
        return s.Query<WorkTask>(
            $"""
            select {WorkTask.Columns} from {From}
            where {condition} and t.collective = false and {keyset}
            order by {sort.Expression}{direction}, t.subject_id{direction}, t.act{direction}, t.occurrence{direction} limit {limit}
            """,
            args);
    }

    private static (string Condition, bool Employers, Dictionary<string, object?> Args) Condition(Scope scope, TaskFilter filter, DateOnly today)
    {
        var args = new Dictionary<string, object?>(StringComparer.Ordinal);
        var parts = new List<string> { InScope(scope) };
        var employers = scope.IsOfOffices;
        switch (filter.State)
        {
            case "suspended" or "started" or "done" or "closed":
                parts.Add("t.state = @state");
                args["state"] = filter.State;
                break;
            case "follow":
                parts.Add("t.follow_on is not null and t.follow_on <= @follow and (t.state = 'started' or t.state = 'done' and exists (select 1 from reg_debts d where d.employer_id = t.subject_id and d.band > 0))");
                args["follow"] = today;
                break;
            case "all":
                break;
            default:
                parts.Add("t.state in ('open', 'started')");
                break;
        }

        void Equal(string column, string name, object? value)
        {
            if (value is not null and not "")
            {
                parts.Add($"{column} = @{name}");
                args[name] = value;
            }
        }

        Equal("t.act", "act", filter.Act is { } act && ActNames.All.Contains(act) ? act : null);
        Equal("t.stream", "stream", Names.TryStream(filter.Stream, out var stream) ? (short)stream : null);
        Equal("t.band", "band", Names.TryBand(filter.Band, out var band) ? (short)band : null);
        Equal("t.level", "level", filter.Level is >= 1 and <= 4 ? (short)filter.Level.Value : null);
        Equal("t.office_code", "office", filter.Office);
        if (filter.Overdue)
        {
            parts.Add("t.due_on < @overdueBefore and t.state in ('open', 'started')");
            args["overdueBefore"] = today;
        }

        if (!string.IsNullOrEmpty(filter.Place))
        {
            employers = true;
            parts.Add(
                """
                (e.commune_code = @place or e.commune_code in (select l.code from org_localities l
                where l.parent_code = @place and l.valid_from <= @placeDay and (l.valid_to is null or l.valid_to > @placeDay)))
                """);
            (args["place"], args["placeDay"]) = (filter.Place, today);
        }

        if (filter.Mine is { } mine)
        {
            parts.Add($"(t.assignee = @me or (t.assignee is null and ({OfNobodyElse(mine)})))");
            args["me"] = mine.UserId;
        }

        if (filter.InCharge == TaskFilter.Nobody)
        {
            parts.Add("not exists (select 1 from wrk_in_charge c where c.subject_id = t.subject_id)");
        }
        else if (!string.IsNullOrEmpty(filter.InCharge))
        {
            parts.Add("exists (select 1 from wrk_in_charge c where c.subject_id = t.subject_id and c.user_id = @inCharge)");
            args["inCharge"] = filter.InCharge;
        }

        employers |= Employers.AddWords(parts, args, VietnameseText.Normalise(filter.Text ?? ""));
        return (string.Join(" and ", parts), employers, args);
    }

    /// <summary>
    /// A task that nobody took is his who follows its employer, if his role stands for its owner; where nobody of such a role follows it, it is everybody's of the role.
    /// </summary>
    private static string OfNobodyElse(Mine mine) => string.Join(" or ", mine.Owners.Where(o => PolicyNames.Roles.Contains(o)).Select(owner =>
        $"""
        t.owner = '{owner}' and not exists (select 1 from wrk_in_charge c join idn_users u on u.user_id = c.user_id
            where c.subject_id = t.subject_id and c.user_id <> @me and u.role in ('{string.Join("', '", TaskOwners.RolesOf(owner))}'))
        """).DefaultIfEmpty("1 = 0"));

    private static string OwnersOf(Mine mine) => string.Join(", ", mine.Owners.Where(o => PolicyNames.Roles.Contains(o)).Select(o => $"'{o}'").DefaultIfEmpty("''"));
}

/// <summary>
/// What a list shows. State: open (and started) by default, started, suspended, follow (to be looked at again today), done, closed, all. Place: a commune or a district.
/// Sort: due, amount (the largest first), band (the highest first), name; with a minus the other way round.
/// </summary>
public sealed record TaskFilter
{
    public string? Act { get; init; }
    public string? Stream { get; init; }
    public string? Band { get; init; }
    public int? Level { get; init; }
    public string? State { get; init; }
    public bool Overdue { get; init; }
    public string? Place { get; init; }
    public string? Office { get; init; }
    public string? Text { get; init; }
    public string Sort { get; init; } = "due";
    public string? After { get; init; }
    public string? Before { get; init; }

    /// <summary>Only what this person is to do; null for the whole office.</summary>
    public Mine? Mine { get; init; }

    /// <summary>Only of employers that this person follows; <see cref="Nobody"/>: of those that nobody does.</summary>
    public string? InCharge { get; init; }
    public const string Nobody = "nobody";

    /// <summary>Nothing is filtered out: the open work of a scope or a person.</summary>
    internal bool IsWhole => !Overdue && Level is null && new[] { Act, Stream, Band, State, Place, Office, Text, InCharge }.All(string.IsNullOrEmpty);

    /// <summary>Also the collective acts, one line each.</summary>
    public bool Collective { get; init; }
}

/// <summary>A person's own work: taken by them, or taken by nobody, of these owners and of an employer that no colleague of such a role follows.</summary>
public sealed record Mine(string UserId, IReadOnlyList<string> Owners);

/// <summary><paramref name="Amount"/>: debt in đồng of the employers concerned, each counted once.</summary>
public sealed record TaskPage(IReadOnlyList<WorkTask> Rows, long Tasks, long Overdue, long Suspended, long Amount, IReadOnlyList<CollectiveTask> Collective, string? Previous, string? Next);

/// <summary>An act that is one list for the province (report, publication): so many employers stand on it.</summary>
public class CollectiveTask
{
    public string Act { get; init; } = "";
    public DateOnly DueOn { get; init; }
    public string Owner { get; init; } = "";
    public string Rule { get; init; } = "";
    public string PolicyNumber { get; init; } = "";
    public int PolicyVersion { get; init; }
    public long Employers { get; init; }
    public long Amount { get; init; }
    public OrderedAct? Ordered => PlanTable.Find(PolicyNumber, PolicyVersion, Rule, Act);
}

internal sealed record OfficeLists(string Province, string OfficeCode, IReadOnlyList<CollectiveTask> Lines) : IOfOffice;

/// <summary>One office's part of a collective act.</summary>
internal sealed class OfficeList : CollectiveTask
{
    public string Province { get; init; } = "";
    public string OfficeCode { get; init; } = "";
}

internal sealed class TaskCount : IOfOffice
{
    public string Province { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public long Tasks { get; init; }
    public long Overdue { get; init; }
    public long Suspended { get; init; }

    /// <summary>đồng, each employer once.</summary>
    public long Amount { get; init; }
}

/// <summary><paramref name="DebtNow"/>: đồng, read again from the ledger. <paramref name="Slot"/>: what is arranged for it.</summary>
public sealed record TaskDetail(WorkTask Task, IReadOnlyList<WorkTask> Others, IReadOnlyList<Contact> Contacts, IReadOnlyList<TaskEvent> Events, long DebtNow, Arrangement? Slot, IReadOnlyList<TaskPaper> Papers);

/// <summary>All work on one employer.</summary>
public sealed record EmployerWork(IReadOnlyList<WorkTask> Tasks, IReadOnlyList<Contact> Contacts, IReadOnlyList<TaskEvent> Events);
