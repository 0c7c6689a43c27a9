using System.Runtime.InteropServices;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Rules.Planning;

/// <summary>What a task was planned under: kept with it, and compared with what holds now.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PlanFacts(Standing Standing, DebtBand Band, byte Level, bool LevelAnnounced, int OldestPeriod, long Amount);

/// <summary>
/// One subject as it stands at the as-of moment. <see cref="Oldest"/> null without debt. <see cref="BandSince"/> and <see cref="BandBefore"/> say when a pass first found this band
/// and what it had found before. <see cref="SwitchPending"/>: the level is decided by an announcement (or a lift) whose switch nobody confirmed yet.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Situation
{
    public Standing Standing { get; init; }

    /// <summary>Last day of the suspension of the pension fund, if known.</summary>
    public DateOnly? SuspensionEnd { get; init; }

    /// <summary>The suspension has ended: the standing is active again and the make-up is due.</summary>
    public bool SuspensionEnded { get; init; }
    public DebtBand Band { get; init; }
    public DebtBand? BandBefore { get; init; }

    /// <summary>Milliseconds UTC.</summary>
    public long BandSince { get; init; }
    public byte Level { get; init; }
    public bool LevelAnnounced { get; init; }
    public bool SwitchPending { get; init; }
    public CaseFlags Flags { get; init; }
    public Period? Oldest { get; init; }

    /// <summary>Đồng.</summary>
    public long Amount { get; init; }

    /// <summary>Of the office in charge, as the caller packs it; a change of it moves the open tasks.</summary>
    public ulong Office { get; init; }

    public PlanFacts Facts => new(Standing, Band, Level, LevelAnnounced, Oldest?.Number ?? 0, Amount);
}

/// <summary>The last occurrence of one act of the subject, as stored.</summary>
[StructLayout(LayoutKind.Auto)]
public struct KnownTask
{
    /// <summary>Number in <see cref="ActNames.All"/>.</summary>
    public int Act;
    public int Occurrence;
    public TaskState State;

    /// <summary>Number of the order in the present table, -1 where the row is not in it any more.</summary>
    public int Order;

    /// <summary>Planned by the version of the table that is in force now.</summary>
    public bool SameTable;

    /// <summary><see cref="Planner.NoDue"/> where there is none.</summary>
    public DateOnly Due;
    public DateOnly Opened;

    /// <summary>As-of moment of the pass that opened it, milliseconds UTC.</summary>
    public long OpenedAt;
    public DateOnly? Closed;

    /// <summary>The day its clock was stopped.</summary>
    public DateOnly? SuspendedOn;

    /// <summary>A person recorded something on it.</summary>
    public bool Acted;

    /// <summary>A case is being worked on: it does not close by itself.</summary>
    public bool Held;
    public PlanFacts Facts;
    public ulong Office;

    /// <summary>Of the stored row; read, like the two below, only where loads are counted.</summary>
    public WorkStream Stream;

    /// <summary>A line of a list of the province, nobody's own task.</summary>
    public bool Collective;

    /// <summary>Number of the person who took it, as the caller counts people; -1 for nobody.</summary>
    public int Assignee;

    /// <summary>Grows with every event of the task: nobody overwrites what another did in between.</summary>
    public int Version;
}

/// <summary>
/// One difference. <see cref="Known"/> is the place of the task in the caller's list, -1 for a new one; <see cref="Order"/> the ordering act, -1 where nothing orders it.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PlanDifference(
    PlanChange Change, PlanReason Reason, int Act, int Occurrence, int Known, int Order, TaskState State, DateOnly Due, DateOnly? SuspendedOn);

/// <summary>
/// Compares what the table orders for a subject with the tasks it has and says what must change: the same for one employer on a page, for a province at
/// night and for the preview of a switch. Pure; allocates nothing per subject. Not for several threads.
/// <para>At most one open task per (subject, act). A part payment changes facts, never identity. Who has paid drops out by itself. A done task is never
/// rewritten; a new occurrence opens only when the recurrence of the row has passed, the band was left and entered again, or the last one had closed by
/// itself without having been done.</para>
/// </summary>
public sealed class Planner(OrderBook book, WorkingCalendar calendar, DateOnly asOf)
{
    /// <summary>Stands for "no due date": sorts last.</summary>
    public static readonly DateOnly NoDue = new(9999, 12, 31);

    private static readonly int ActCount = ActNames.All.Count;
    private static readonly int Makeup = OrderBook.NumberOf(ActNames.Makeup);
    private PlanDifference[] _found = new PlanDifference[32];
    private int _count;

    public OrderBook Book => book;

    /// <summary>
    /// The differences of one subject; valid until the next call. <paramref name="tasks"/> holds the last occurrence of each act, each act once, in any order.
    /// Unchanged and awaiting tasks are among them (they are counted), done and closed ones that stay so are not.
    /// </summary>
    public ReadOnlySpan<PlanDifference> Reconcile(in Situation now, ReadOnlySpan<KnownTask> tasks)
    {
        _count = 0;
        if (Awaits(now, tasks))
        {
            for (var i = 0; i < tasks.Length; i++)
            {
                if (tasks[i].State.IsOpen())
                {
                    ref readonly var task = ref tasks[i];
                    Add(new(PlanChange.Await, PlanReason.Level, task.Act, task.Occurrence, i, task.Order, task.State, task.Due, task.SuspendedOn));
                }
            }

            return _found.AsSpan(0, _count);
        }

        Span<int> place = stackalloc int[ActCount];
        place.Fill(-1);
        for (var i = 0; i < tasks.Length; i++)
        {
            place[tasks[i].Act] = i;
        }

        uint ordered = 0;
        foreach (var order in book.At(now.Standing, now.Band, now.Level, now.Flags))
        {
            ordered |= 1u << book.ActOf(order);
            Ordered(now, now.Standing, order, tasks, place[book.ActOf(order)]);
        }

        // The make-up is ordered by the rows of suspended employers and falls due when they are suspended no longer.
        if (now.SuspensionEnded && (ordered >> Makeup & 1) == 0)
        {
            foreach (var order in book.At(Standing.PensionSuspended, now.Band, now.Level, now.Flags))
            {
                if (book.ActOf(order) == Makeup)
                {
                    ordered |= 1u << Makeup;
                    Ordered(now, Standing.PensionSuspended, order, tasks, place[Makeup]);
                }
            }
        }

        for (var i = 0; i < tasks.Length; i++)
        {
            ref readonly var task = ref tasks[i];
            if (task.State.IsOpen() && (ordered >> task.Act & 1) == 0)
            {
                if (task.Held)
                {
                    Add(new(PlanChange.Unchanged, PlanReason.None, task.Act, task.Occurrence, i, task.Order, task.State, task.Due, task.SuspendedOn));
                    continue;
                }

                Add(new(PlanChange.Close, WhyNot(now, task), task.Act, task.Occurrence, i, -1, TaskState.Closed, task.Due, task.SuspendedOn));
            }
        }

        return _found.AsSpan(0, _count);
    }

    /// <summary>
    /// True when the subject's open work waits for a switch: its level comes from an announcement whose switch is not confirmed, and some of the work was planned under
    /// another announced level. Work planned while no level was announced, and a first plan, need no switch.
    /// </summary>
    public static bool Awaits(in Situation now, ReadOnlySpan<KnownTask> tasks)
    {
        if (now.SwitchPending)
        {
            foreach (ref readonly var task in tasks)
            {
                if (task.State.IsOpen() && task.Facts.LevelAnnounced && task.Facts.Level != now.Level)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Due date of an order that opens today; <see cref="NoDue"/> where there is none.</summary>
    public DateOnly DueOf(in Situation now, int order) =>
        book[order].Act.Mode == ActMode.Suspend ? NoDue : Occurrences.Due(book[order].Act, Facts(now), calendar) ?? NoDue;

    private OccurrenceFacts Facts(in Situation now) => new(asOf, now.Oldest, now.SuspensionEnd);

    private void Ordered(in Situation now, Standing standing, int order, ReadOnlySpan<KnownTask> tasks, int known)
    {
        var act = book[order].Act;
        var suspend = act.Mode == ActMode.Suspend;
        if (known < 0 || !tasks[known].State.IsOpen())
        {
            Open(now, standing, order, tasks, known, act, suspend);
            return;
        }

        ref readonly var task = ref tasks[known];
        var sameRow = task.Order == order && task.SameTable;
        if (suspend != (task.State == TaskState.Suspended))
        {
            if (suspend)
            {
                Add(new(PlanChange.Suspend, Why(now, task), task.Act, task.Occurrence, known, order, TaskState.Suspended, task.Due, asOf));
            }
            else
            {
                Add(new(PlanChange.Reopen, Why(now, task), task.Act, task.Occurrence, known, order, task.Acted ? TaskState.Started : TaskState.Open, Resumed(now, order, task), null));
            }
        }
        else if (!sameRow)
        {
            var due = task.Due == NoDue && !suspend ? DueOf(now, order) : task.Due;
            Add(new(PlanChange.Convert, Why(now, task), task.Act, task.Occurrence, known, order, task.State, due, task.SuspendedOn));
        }
        else if (task.Facts != now.Facts || task.Office != now.Office)
        {
            var reason = task.Facts with { Amount = now.Amount, OldestPeriod = now.Facts.OldestPeriod } == now.Facts ? PlanReason.Facts : Why(now, task);
            Add(new(PlanChange.Update, reason, task.Act, task.Occurrence, known, order, task.State, task.Due, task.SuspendedOn));
        }
        else
        {
            Add(new(PlanChange.Unchanged, PlanReason.None, task.Act, task.Occurrence, known, order, task.State, task.Due, task.SuspendedOn));
        }
    }

    private void Open(in Situation now, Standing standing, int order, ReadOnlySpan<KnownTask> tasks, int known, PolicyAct act, bool suspend)
    {
        var reason = PlanReason.Ordered;
        var occurrence = 1;
        if (known >= 0)
        {
            ref readonly var last = ref tasks[known];
            occurrence = last.Occurrence + 1;
            if (last.State == TaskState.Done)
            {
                var entered = last.OpenedAt < now.BandSince && now.BandBefore is { } before && before != now.Band
                    && !book.Has(last.Act, standing, before, now.Level, now.Flags);
                if (!Occurrences.Opens(act, new LastOccurrence(last.Opened, last.Closed ?? last.Opened), entered, asOf))
                {
                    return;
                }

                reason = entered ? PlanReason.BandEnteredAgain : PlanReason.Recurrence;
            }
        }

        if (Occurrences.OpensOn(act, Facts(now)) is { } day && day > asOf)
        {
            return;
        }

        Add(new(PlanChange.Create, reason, book.ActOf(order), occurrence, -1, order, suspend ? TaskState.Suspended : TaskState.Open, DueOf(now, order), suspend ? asOf : null));
    }

    /// <summary>The days that were left when the clock was stopped, counted from today.</summary>
    private DateOnly Resumed(in Situation now, int order, in KnownTask task)
    {
        if (task.Due == NoDue || task.SuspendedOn is not { } stopped)
        {
            return DueOf(now, order);
        }

        var left = 0;
        for (var day = stopped.AddDays(1); day <= task.Due; day = day.AddDays(1))
        {
            left += calendar.IsWorking(day) ? 1 : 0;
        }

        return calendar.Add(asOf, left);
    }

    /// <summary>Which fact moved the task from one row to another.</summary>
    private static PlanReason Why(in Situation now, in KnownTask task) =>
        task.Facts.Level != now.Level ? PlanReason.Level
        : task.Facts.Standing != now.Standing ? PlanReason.Standing
        : task.Facts.Band != now.Band ? PlanReason.Band
        : task.Facts.LevelAnnounced != now.LevelAnnounced ? PlanReason.Level
        : !task.SameTable ? PlanReason.Policy
        : PlanReason.Mark;

    /// <summary>Which fact alone would have kept the task: the first that, put back, orders it again.</summary>
    private PlanReason WhyNot(in Situation now, in KnownTask task)
    {
        var then = task.Facts;
        if (now.Band == DebtBand.None && then.Band != DebtBand.None)
        {
            return PlanReason.Paid;
        }

        return then.Standing != now.Standing && book.Has(task.Act, then.Standing, now.Band, now.Level, now.Flags) ? PlanReason.Standing
            : then.Level != now.Level && book.Has(task.Act, now.Standing, now.Band, then.Level, now.Flags) ? PlanReason.Level
            : then.Band != now.Band && book.Has(task.Act, now.Standing, then.Band, now.Level, now.Flags) ? PlanReason.Band
            : then.Standing != now.Standing ? PlanReason.Standing
            : then.Level != now.Level ? PlanReason.Level
            : then.Band != now.Band ? PlanReason.Band
            : !task.SameTable ? PlanReason.Policy
            : PlanReason.Mark;
    }

    private void Add(in PlanDifference difference)
    {
        if (_count == _found.Length)
        {
            Array.Resize(ref _found, _count * 2);
        }

        _found[_count++] = difference;
    }
}
