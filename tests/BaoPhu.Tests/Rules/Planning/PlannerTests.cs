using BaoPhu.Core.Organisation;
using BaoPhu.Core.Policy;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Tests.Rules.Planning;

/// <summary>State of a task × what happens to its subject, pair by pair, over the shipped table.</summary>
public sealed class PlannerTests
{
    private static readonly OrderBook Book = new(Policies.Default);
    private static readonly DateOnly Day = new(2021, 11, 3);

    /// <summary>What happens: the same facts, a part payment, level 4 (online or suspended), paid, other band, another standing.</summary>
    public enum Event
    {
        Nothing,
        PartPayment,
        SameRowOtherLevel,
        OtherRow,
        SuspendedByLevel,
        Paid,
        OtherBand,
        OtherStanding,
    }

    [Theory]
    [InlineData(TaskState.Open, Event.Nothing, PlanChange.Unchanged, PlanReason.None, TaskState.Open)]
    [InlineData(TaskState.Open, Event.PartPayment, PlanChange.Update, PlanReason.Facts, TaskState.Open)]
    [InlineData(TaskState.Open, Event.SameRowOtherLevel, PlanChange.Update, PlanReason.Level, TaskState.Open)]
    [InlineData(TaskState.Open, Event.OtherRow, PlanChange.Convert, PlanReason.Level, TaskState.Open)]
    [InlineData(TaskState.Open, Event.SuspendedByLevel, PlanChange.Suspend, PlanReason.Level, TaskState.Suspended)]
    [InlineData(TaskState.Open, Event.Paid, PlanChange.Close, PlanReason.Paid, TaskState.Closed)]
    [InlineData(TaskState.Open, Event.OtherBand, PlanChange.Close, PlanReason.Band, TaskState.Closed)]
    [InlineData(TaskState.Open, Event.OtherStanding, PlanChange.Close, PlanReason.Standing, TaskState.Closed)]
    [InlineData(TaskState.Started, Event.Nothing, PlanChange.Unchanged, PlanReason.None, TaskState.Started)]
    [InlineData(TaskState.Started, Event.PartPayment, PlanChange.Update, PlanReason.Facts, TaskState.Started)]
    [InlineData(TaskState.Started, Event.SameRowOtherLevel, PlanChange.Update, PlanReason.Level, TaskState.Started)]
    [InlineData(TaskState.Started, Event.OtherRow, PlanChange.Convert, PlanReason.Level, TaskState.Started)]
    [InlineData(TaskState.Started, Event.SuspendedByLevel, PlanChange.Suspend, PlanReason.Level, TaskState.Suspended)]
    [InlineData(TaskState.Started, Event.Paid, PlanChange.Close, PlanReason.Paid, TaskState.Closed)]
    [InlineData(TaskState.Started, Event.OtherBand, PlanChange.Close, PlanReason.Band, TaskState.Closed)]
    [InlineData(TaskState.Started, Event.OtherStanding, PlanChange.Close, PlanReason.Standing, TaskState.Closed)]
    [InlineData(TaskState.Suspended, Event.SuspendedByLevel, PlanChange.Convert, PlanReason.Level, TaskState.Suspended)]
    [InlineData(TaskState.Suspended, Event.Nothing, PlanChange.Reopen, PlanReason.Mark, TaskState.Open)]
    [InlineData(TaskState.Suspended, Event.SameRowOtherLevel, PlanChange.Reopen, PlanReason.Level, TaskState.Open)]
    [InlineData(TaskState.Suspended, Event.PartPayment, PlanChange.Reopen, PlanReason.Mark, TaskState.Open)]
    [InlineData(TaskState.Suspended, Event.Paid, PlanChange.Close, PlanReason.Paid, TaskState.Closed)]
    [InlineData(TaskState.Suspended, Event.OtherBand, PlanChange.Close, PlanReason.Band, TaskState.Closed)]
    [InlineData(TaskState.Suspended, Event.OtherStanding, PlanChange.Close, PlanReason.Standing, TaskState.Closed)]
    [InlineData(TaskState.Done, Event.Nothing, null, PlanReason.None, TaskState.Done)]
    [InlineData(TaskState.Done, Event.PartPayment, null, PlanReason.None, TaskState.Done)]
    [InlineData(TaskState.Done, Event.SameRowOtherLevel, null, PlanReason.None, TaskState.Done)]
    [InlineData(TaskState.Done, Event.OtherRow, null, PlanReason.None, TaskState.Done)]
    [InlineData(TaskState.Done, Event.SuspendedByLevel, null, PlanReason.None, TaskState.Done)]
    [InlineData(TaskState.Done, Event.Paid, null, PlanReason.None, TaskState.Done)]
    [InlineData(TaskState.Done, Event.OtherBand, null, PlanReason.None, TaskState.Done)]
    [InlineData(TaskState.Done, Event.OtherStanding, null, PlanReason.None, TaskState.Done)]
    [InlineData(TaskState.Closed, Event.Nothing, PlanChange.Create, PlanReason.Ordered, TaskState.Open)]
    [InlineData(TaskState.Closed, Event.PartPayment, PlanChange.Create, PlanReason.Ordered, TaskState.Open)]
    [InlineData(TaskState.Closed, Event.SameRowOtherLevel, PlanChange.Create, PlanReason.Ordered, TaskState.Open)]
    [InlineData(TaskState.Closed, Event.OtherRow, PlanChange.Create, PlanReason.Ordered, TaskState.Open)]
    [InlineData(TaskState.Closed, Event.SuspendedByLevel, PlanChange.Create, PlanReason.Ordered, TaskState.Suspended)]
    [InlineData(TaskState.Closed, Event.Paid, null, PlanReason.None, TaskState.Closed)]
    [InlineData(TaskState.Closed, Event.OtherBand, null, PlanReason.None, TaskState.Closed)]
    [InlineData(TaskState.Closed, Event.OtherStanding, null, PlanReason.None, TaskState.Closed)]
    public void Every_state_under_every_event(TaskState state, Event what, PlanChange? change, PlanReason reason, TaskState after)
    {
        // The visit of the second band (converted at level 4) or the inspection of the third (suspended at level 4).
        var inspect = what is Event.SuspendedByLevel || state == TaskState.Suspended;
        var before = Facts(inspect ? DebtBand.ThreeAndOver : DebtBand.OneToThree);
        var task = Task(inspect ? ActNames.Inspect : ActNames.Visit, state, before);
        var now = what switch
        {
            Event.PartPayment => before with { Amount = 500 },
            Event.SameRowOtherLevel => before with { Level = 1 },
            Event.OtherRow or Event.SuspendedByLevel => before with { Level = 4 },
            Event.Paid => before with { Band = DebtBand.None, Amount = 0, Oldest = null },
            Event.OtherBand => before with { Band = inspect ? DebtBand.OneToThree : DebtBand.ThreeAndOver, BandBefore = before.Band, BandSince = 5 },
            Event.OtherStanding => before with { Standing = Standing.Ceased },
            _ => before,
        };
        var found = Reconcile(now, task).Where(d => d.Act == task.Act).ToList();
        if (change is null)
        {
            Assert.Empty(found);
            return;
        }

        var one = Assert.Single(found);
        Assert.Equal((change.Value, reason, after), (one.Change, one.Reason, one.State));
        Assert.Equal(change == PlanChange.Create ? task.Occurrence + 1 : task.Occurrence, one.Occurrence);
    }

    [Fact]
    public void A_part_payment_never_moves_the_due_date() =>
        Assert.Equal(new DateOnly(2021, 11, 1), Reconcile(Facts(DebtBand.OneToThree) with { Amount = 1 }, Task(ActNames.Visit, TaskState.Open, Facts(DebtBand.OneToThree)))[0].Due);

    [Fact]
    public void A_debt_that_jumps_to_the_third_band_gets_the_inspection_at_once()
    {
        var acts = Reconcile(Facts(DebtBand.ThreeAndOver)).ToDictionary(d => ActNames.All[d.Act], d => d.Change, StringComparer.Ordinal);
        Assert.Equal(PlanChange.Create, acts[ActNames.Inspect]);
        Assert.False(acts.ContainsKey(ActNames.Contact) || acts.ContainsKey(ActNames.Visit));
    }

    [Fact]
    public void A_held_task_outlives_a_payment_but_not_the_level()
    {
        var before = Facts(DebtBand.ThreeAndOver);
        var task = Task(ActNames.Inspect, TaskState.Started, before);
        task.Held = true;
        var paid = before with { Band = DebtBand.None, Amount = 0, Oldest = null };
        Assert.Equal(PlanChange.Unchanged, Reconcile(paid, task).Single(d => d.Act == task.Act).Change);
        Assert.Equal(PlanChange.Suspend, Reconcile(before with { Level = 4 }, task).Single(d => d.Act == task.Act).Change);
    }

    [Fact]
    public void At_level_4_a_first_plan_makes_the_demand_and_a_suspended_inspection_without_due_date()
    {
        var found = Reconcile(Facts(DebtBand.ThreeAndOver) with { Level = 4 });
        Assert.Equal(TaskState.Open, found.Single(d => ActNames.All[d.Act] == ActNames.Demand).State);
        var inspect = found.Single(d => ActNames.All[d.Act] == ActNames.Inspect);
        Assert.Equal((PlanChange.Create, TaskState.Suspended, Planner.NoDue, (DateOnly?)Day), (inspect.Change, inspect.State, inspect.Due, inspect.SuspendedOn));
    }

    [Fact]
    public void A_wilful_debtor_is_inspected_at_level_4_by_combined_means()
    {
        var inspect = Reconcile(Facts(DebtBand.ThreeAndOver) with { Level = 4, Flags = CaseFlags.Wilful }).Single(d => ActNames.All[d.Act] == ActNames.Inspect);
        Assert.Equal(TaskState.Open, inspect.State);
        Assert.Equal(InspectionMethod.Combined, Book[inspect.Order].Act.Method);
    }

    [Fact]
    public void A_suspended_task_goes_on_with_the_days_that_were_left()
    {
        var before = Facts(DebtBand.ThreeAndOver) with { Level = 4 };
        var task = Task(ActNames.Inspect, TaskState.Suspended, before);
        task.SuspendedOn = new DateOnly(2021, 10, 25);
        task.Due = new DateOnly(2021, 10, 28);
        var found = Reconcile(before with { Level = 2 }, task).Single(d => d.Act == task.Act);
        Assert.Equal((PlanChange.Reopen, new DateOnly(2021, 11, 8)), (found.Change, found.Due));
        task.Acted = true;
        Assert.Equal(TaskState.Started, Reconcile(before with { Level = 2 }, task).Single(d => d.Act == task.Act).State);
    }

    [Theory]
    [InlineData("2021-11-30", false)]
    [InlineData("2021-12-01", true)]
    public void A_monthly_act_comes_round_with_the_next_month(string day, bool opens)
    {
        var facts = Facts(DebtBand.OneToThree);
        var task = Task(ActNames.Report, TaskState.Done, facts);
        task.Opened = new DateOnly(2021, 11, 3);
        task.Closed = new DateOnly(2021, 11, 20);
        var on = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var found = new Planner(Book, OfficeCalendar.Shipped, on).Reconcile(facts, [task]).ToArray().Where(d => d.Act == task.Act).ToList();
        Assert.Equal(opens, found.Count == 1 && found[0] is { Change: PlanChange.Create, Reason: PlanReason.Recurrence, Occurrence: 2 });
        Assert.Equal(opens ? 1 : 0, found.Count);
    }

    [Fact]
    public void A_done_act_opens_again_when_its_band_was_left_and_entered_again_and_only_once()
    {
        var facts = Facts(DebtBand.UnderOneMonth) with { BandBefore = DebtBand.OneToThree, BandSince = 500 };
        var task = Task(ActNames.Contact, TaskState.Done, facts);
        task.OpenedAt = 100;
        var found = Assert.Single(Reconcile(facts, task), d => d.Act == task.Act);
        Assert.Equal((PlanChange.Create, PlanReason.BandEnteredAgain, 2), (found.Change, found.Reason, found.Occurrence));
        task.OpenedAt = 500;
        Assert.DoesNotContain(Reconcile(facts, task), d => d.Act == task.Act);
    }

    [Fact]
    public void A_report_done_this_month_is_not_made_again_because_the_debt_grew_older()
    {
        var facts = Facts(DebtBand.OneToThree) with { BandBefore = DebtBand.UnderOneMonth, BandSince = 500 };
        var task = Task(ActNames.Report, TaskState.Done, facts);
        task.Opened = Day;
        task.OpenedAt = 100;
        Assert.DoesNotContain(Reconcile(facts, task), d => d.Act == task.Act);
    }

    [Theory]
    [InlineData(true, true, 2, true)]
    [InlineData(false, true, 2, false)]
    [InlineData(true, false, 2, false)]
    [InlineData(true, true, 4, false)]
    public void Open_work_waits_for_an_unconfirmed_switch_unless_it_was_planned_under_no_or_the_same_level(bool pending, bool plannedUnderAnnounced, byte plannedLevel, bool waits)
    {
        var facts = Facts(DebtBand.OneToThree);
        var task = Task(ActNames.Visit, TaskState.Open, facts with { Level = plannedLevel, LevelAnnounced = plannedUnderAnnounced });
        var found = Reconcile(facts with { Level = 4, SwitchPending = pending }, task);
        Assert.Equal(waits, found.All(d => d.Change == PlanChange.Await));
        Assert.NotEqual(waits, found.Any(d => d.Change == PlanChange.Create));
    }

    [Fact]
    public void A_first_plan_needs_no_switch() =>
        Assert.Contains(Reconcile(Facts(DebtBand.OneToThree) with { Level = 4, SwitchPending = true }), d => d.Change == PlanChange.Create);

    [Fact]
    public void The_make_up_opens_thirty_days_before_the_end_of_the_suspension_and_stays_when_it_has_ended()
    {
        var suspended = Facts(DebtBand.None) with { Standing = Standing.PensionSuspended, SuspensionEnd = new DateOnly(2021, 12, 31), Amount = 0, Oldest = null };
        Assert.DoesNotContain(Reconcile(suspended), d => ActNames.All[d.Act] == ActNames.Makeup);
        var near = suspended with { SuspensionEnd = new DateOnly(2021, 11, 30) };
        var opened = Reconcile(near).Single(d => ActNames.All[d.Act] == ActNames.Makeup);
        Assert.Equal(new DateOnly(2021, 11, 30), opened.Due);
        var ended = near with { Standing = Standing.Active, SuspensionEnded = true, SuspensionEnd = new DateOnly(2021, 10, 31) };
        Assert.Equal(PlanChange.Create, Reconcile(ended).Single(d => ActNames.All[d.Act] == ActNames.Makeup).Change);
        var task = Task(ActNames.Makeup, TaskState.Open, near);
        Assert.Equal(PlanChange.Update, Reconcile(ended, task).Single(d => d.Act == task.Act).Change);
        Assert.DoesNotContain(Reconcile(ended, Task(ActNames.Makeup, TaskState.Done, near)), d => d.Act == task.Act);
    }

    [Fact]
    public void A_stopped_meeting_is_made_anew_when_the_level_falls_again()
    {
        var facts = Facts(DebtBand.UnderOneMonth);
        var meet = Task(ActNames.Meet, TaskState.Open, facts);
        Assert.Equal((PlanChange.Close, PlanReason.Level), Pair(Reconcile(facts with { Level = 4 }, meet).Single(d => d.Act == meet.Act)));
        meet.State = TaskState.Closed;
        Assert.Equal((PlanChange.Create, PlanReason.Ordered), Pair(Reconcile(facts, meet).Single(d => d.Act == meet.Act)));

        static (PlanChange, PlanReason) Pair(PlanDifference d) => (d.Change, d.Reason);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_subject()
    {
        var planner = new Planner(Book, OfficeCalendar.Shipped, Day);
        var facts = Facts(DebtBand.OneToThree);
        var task = Task(ActNames.Visit, TaskState.Open, facts);
        planner.Reconcile(facts, new ReadOnlySpan<KnownTask>(in task));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            planner.Reconcile(facts, new ReadOnlySpan<KnownTask>(in task));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }

    private static Situation Facts(DebtBand band) => new()
    {
        Standing = Standing.Active, Band = band, Level = 2, LevelAnnounced = true, Oldest = Period.Of(2021, 9), Amount = 1000, Office = 7,
    };

    private static KnownTask Task(string act, TaskState state, Situation facts)
    {
        var order = -1;
        foreach (var candidate in Book.At(facts.Standing, facts.Band, facts.Level, facts.Flags))
        {
            order = Book[candidate].Act.Act == act ? candidate : order;
        }

        return new KnownTask
        {
            Act = OrderBook.NumberOf(act), Occurrence = 1, State = state, Order = order, SameTable = true, Due = new DateOnly(2021, 11, 1), Opened = new DateOnly(2021, 10, 25),
            OpenedAt = 10, Closed = state is TaskState.Done or TaskState.Closed ? new DateOnly(2021, 10, 28) : null, Facts = facts.Facts, Office = facts.Office,
            SuspendedOn = state == TaskState.Suspended ? new DateOnly(2021, 10, 27) : null,
        };
    }

    private static List<PlanDifference> Reconcile(Situation now, params KnownTask[] tasks) => [.. new Planner(Book, OfficeCalendar.Shipped, Day).Reconcile(now, tasks)];
}
