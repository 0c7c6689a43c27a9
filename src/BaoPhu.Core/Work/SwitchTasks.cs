using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Core.Work;

/// <summary>The tasks behind the numbers of a switch: of a preview, by the same dry run; of an applied one, from its snapshot. In pages, by employer and act.</summary>
public sealed class SwitchTasks(Db db, TimeProvider clock)
{
    /// <summary>The tasks that the switch of a recorded announcement would touch; of one line (<see cref="SwitchLine.Key"/>), or all.</summary>
    public Task<SwitchTaskPage> OfPreview(Scope scope, string announcementId, string? line, string? after) => db.ReadConsistently(async s =>
    {
        await PlanTable.Load(s);
        var one = await Levels.One(s, scope, announcementId);
        var moment = await PlanningPass.Moment(s, clock, one.Province);
        var question = new SwitchQuestion(one.Province, one.FromAt < moment ? moment : one.FromAt)
        {
            Announcements = [.. (await Levels.OfSameSwitch(s, one)).Where(a => a.SwitchConfirmedAt is null).Select(a => a.AnnouncementId)],
        };
        using var met = await MetSwitches.Supposed(s, question);
        var (subject, act) = Key(after);
        var rows = new List<SwitchTask>();
        var offices = new Dictionary<ulong, bool>();
        // The pass tells an employer's tasks in the order of the Plan's rows; the pages go by the acts.
        var (ofOne, employer) = (new List<(int Act, SwitchTask Row)>(), 0L);
        await PlanningPass.Look(s, met, question.At, found =>
        {
            if (rows.Count > Tasks.PageSize || found.Kind is not { } kind || found.Switch != met.All.Count - 1 || found.SubjectId < subject || (found.SubjectId == subject && found.Difference.Act <= act))
            {
                return;
            }

            if (!offices.TryGetValue(found.Now.Office, out var covered))
            {
                offices[found.Now.Office] = covered = scope.Covers(one.Province, PackedCode.Text(found.Now.Office));
            }

            var row = new SwitchTask
            {
                SubjectId = found.SubjectId, Act = Rules.Policy.ActNames.All[found.Difference.Act], Occurrence = found.Difference.Occurrence, Kind = SwitchKinds.Of(kind),
                Reason = PlanNames.Of(found.Difference.Reason), RuleBefore = found.Before is { Order: >= 0 } b ? found.Book[b.Order].Row.Id : null, RuleAfter = found.Ordered?.Row.Id,
                State = found.Before is { } t ? PlanNames.Of(t.State) : "", Amount = found.Now.Amount, Band = (short)found.Now.Band, DueOn = found.Difference.Due,
            };
            if (covered && (line is null || row.Line == line))
            {
                if (row.SubjectId != employer)
                {
                    TakeOver();
                    employer = row.SubjectId;
                }

                ofOne.Add((found.Difference.Act, row));
            }
        });
        TakeOver();
        return await Page(s, scope, rows, preview: true);

        void TakeOver()
        {
            rows.AddRange(ofOne.OrderBy(r => r.Act).ThenBy(r => r.Row.Occurrence).Select(r => r.Row));
            ofOne.Clear();
        }
    });

    /// <summary>The tasks that an applied switch touched; of one line, or only those that its undo left (undo "kept") or put back ("undone").</summary>
    public Task<SwitchTaskPage> OfSwitch(Scope scope, string switchId, string? line, string? undo, string? after) => db.ReadConsistently(async s =>
    {
        await PlanTable.Load(s);
        var (subject, act) = Key(after);
        var parts = line?.Split('~') is { Length: 4 } split ? split : null;
        var rows = await s.Query<SwitchTask>(
            $"""
            select r.subject_id, r.act, r.occurrence, r.kind, r.reason, r.rule as rule_before, r.rule_after, r.undo, t.state, t.amount, t.band, t.due_on, t.close_reason,
                (select v.user_id from wrk_task_events v where v.subject_id = r.subject_id and v.act = r.act and v.occurrence = r.occurrence and v.seq = r.version_after + 1) as next_user,
                (select v.event from wrk_task_events v where v.subject_id = r.subject_id and v.act = r.act and v.occurrence = r.occurrence and v.seq = r.version_after + 1) as next_event
            from wrk_switch_tasks r join wrk_tasks t on t.subject_id = r.subject_id and t.act = r.act and t.occurrence = r.occurrence
            join reg_employers e on e.employer_id = r.subject_id
            where r.switch_id = @switchId and {scope.On("e")} and (r.subject_id > @subject or (r.subject_id = @subject and r.act > @actName))
                and (@kind is null or (r.kind = @kind and r.act = @ofAct and coalesce(r.rule, '') = @before and coalesce(r.rule_after, '') = @afterRule))
                and (@undo is null or r.undo = @undo)
            order by r.subject_id, r.act, r.occurrence limit @limit
            """,
            new
            {
                switchId, subject, actName = act < 0 ? "" : Rules.Policy.ActNames.All[act], kind = parts?[0], ofAct = parts?[1], before = parts?[2], afterRule = parts?[3], undo,
                limit = Tasks.PageSize + 1,
            });
        return await Page(s, scope, rows, preview: false);
    });

    private static (long Subject, int Act) Key(string? after) =>
        Keyset.Split(after, 2) is [var subject, var act]
            ? long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Rules.Policy.ActNames.All.Contains(act)
                ? (id, Rules.Planning.OrderBook.NumberOf(act)) : throw Keyset.Unreadable()
            : (0, -1);

    private static async Task<SwitchTaskPage> Page(Session s, Scope scope, List<SwitchTask> rows, bool preview)
    {
        var next = rows.Count > Tasks.PageSize;
        if (next)
        {
            rows.RemoveRange(Tasks.PageSize, rows.Count - Tasks.PageSize);
        }

        var employers = (await s.Query<Named>(
            $"select e.employer_id, e.code, e.name from reg_employers e where e.employer_id {{any:ids}} and {scope.On("e")}", new { ids = s.List(rows.Select(r => r.SubjectId).Distinct()) }))
            .ToDictionary(e => e.EmployerId);
        rows.RemoveAll(r => !employers.ContainsKey(r.SubjectId));
        return new SwitchTaskPage(
            rows.ConvertAll(r => r with { Code = employers[r.SubjectId].Code, Name = employers[r.SubjectId].Name, IsPreview = preview }),
            next && rows.Count > 0 ? $"{rows[^1].SubjectId.ToString(CultureInfo.InvariantCulture)}~{rows[^1].Act}" : null);
    }

    private sealed class Named
    {
        public long EmployerId { get; init; }
        public string Code { get; init; } = "";
        public string Name { get; init; } = "";
    }
}

/// <summary>A task touched by a switch, or that one would touch (then a created one is not there yet).</summary>
public sealed record SwitchTask
{
    public long SubjectId { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }

    /// <summary>Word of <see cref="SwitchKind"/>.</summary>
    public string Kind { get; init; } = "";
    public string Reason { get; init; } = "";
    public string? RuleBefore { get; init; }
    public string? RuleAfter { get; init; }

    /// <summary>Now; in a preview before the switch.</summary>
    public string State { get; init; } = "";
    public string? CloseReason { get; init; }

    /// <summary>undone, kept, or null.</summary>
    public string? Undo { get; init; }

    /// <summary>Who did what next to it after the switch.</summary>
    public string? NextUser { get; init; }
    public string? NextEvent { get; init; }
    public long Amount { get; init; }
    public short Band { get; init; }
    public DateOnly DueOn { get; init; }
    public bool IsPreview { get; init; }
    public bool IsThere => !IsPreview || Kind != SwitchKinds.Of(SwitchKind.Created);
    public string Line => $"{Kind}~{Act}~{RuleBefore}~{RuleAfter}";
    public string Province => EmployerKey.Province(SubjectId);
    public TaskKey Key => new(SubjectId, Act, Occurrence);
    public DateOnly? Due => DueOn == Planner.NoDue ? null : DueOn;
}

public sealed record SwitchTaskPage(IReadOnlyList<SwitchTask> Rows, string? Next);
