using BaoPhu.Core.Policy;
using BaoPhu.Rules;
using BaoPhu.Rules.Coverage;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Tests.Coverage;

/// <summary>States × acts of a unit, with the plan's own rows at each level.</summary>
public sealed class UnitProcedureTests
{
    [Theory]
    [InlineData("listed", 1, "", "not-at-address notice")]
    [InlineData("listed", 4, "", "demand not-at-address notice")]
    [InlineData("noticed", 1, "", "evading meet not-at-address not-comply")]
    [InlineData("noticed", 4, "", "contact demand evading meet not-at-address not-comply")]
    [InlineData("meeting", 2, "", "evading meet not-at-address refuse-to-sign sign")]
    [InlineData("agreed", 1, "", "evading not-at-address not-comply")]
    [InlineData("refused", 1, "refused-to-sign", "evading inspect not-at-address")]
    [InlineData("refused", 3, "refused-to-sign wilful", "inspect not-at-address")]
    [InlineData("refused", 1, "refused-to-sign wilful large", "inspect not-at-address propose")]
    [InlineData("refused", 4, "refused-to-sign wilful large", "contact inspect not-at-address")]
    [InlineData("inspecting", 1, "refused-to-sign", "announce call-back evading not-at-address")]
    [InlineData("inspecting", 4, "refused-to-sign", "announce call-back contact evading not-at-address")]
    [InlineData("violation", 1, "violation not-at-address", "at-address evading penalise")]
    [InlineData("violation", 1, "violation wilful", "not-at-address penalise")]
    [InlineData("cleared", 1, "", "reopen")]
    public void May_be_done(string state, int level, string flags, string acts) => Assert.Equal(acts, Said(state, Facts(level, flags)));

    [Fact]
    public void Nothing_is_worked_or_concluded_before_the_announcement_and_nothing_announced_or_called_back_after_it()
    {
        var before = Facts(1, "refused-to-sign");
        var after = before with { Announced = true };
        Assert.All((string[])["work", "violation", "no-violation"], act => Assert.Equal(["Announced"], UnitProcedure.May("inspecting", act, before).Unmet));
        Assert.All((string[])["announce", "call-back"], act => Assert.Equal(["NotAnnounced"], UnitProcedure.May("inspecting", act, after).Unmet));
        Assert.Equal("evading no-violation not-at-address violation work", Said("inspecting", after));
        Assert.Equal(["announce", "violation"], ((UnitFacts[])[before, after]).Select(f => UnitProcedure.Next("inspecting", f)?.Act));
    }

    [Fact]
    public void A_violation_is_fined_and_the_day_asks_for_it_once()
    {
        var open = Facts(1, "violation");
        Assert.Equal("penalise", UnitProcedure.Next("violation", open)?.Act);
        Assert.Null(UnitProcedure.Next("violation", open with { Penalised = true, Grave = true }));
        Assert.True(UnitProcedure.May("violation", "penalise", open with { Penalised = true }).Allowed);
        Assert.False(UnitProcedure.May("inspecting", "penalise", open).InState);
    }

    [Fact]
    public void The_file_of_Article_216_is_of_who_evades_was_fined_and_reaches_the_article()
    {
        var whole = Facts(1, "violation wilful") with { Penalised = true, WentOn = true, Grave = true };
        Assert.Equal("refer", UnitProcedure.Next("violation", whole)?.Act);
        Assert.Null(UnitProcedure.Next("violation", whole with { Referred = true }));
        Assert.Equal(["WentOn"], UnitProcedure.May("violation", "refer", whole with { WentOn = false }).Unmet);
        Assert.Equal(["Penalised", "WentOn", "Grave"], UnitProcedure.May("violation", "refer", Facts(1, "violation wilful")).Unmet);
        Assert.Equal(["NotOrdered"], UnitProcedure.May("violation", "refer", Facts(1, "violation") with { Penalised = true, WentOn = true, Grave = true }).Unmet);
        Assert.All((string[])["noticed", "refused", "inspecting", "cleared"], state => Assert.False(UnitProcedure.May(state, "refer", whole).InState));
    }

    [Fact]
    public void A_visit_is_arranged_where_the_plan_says_so_and_only_where_somebody_goes()
    {
        var refused = "refused-to-sign";
        Assert.Equal("announce", UnitProcedure.Next("inspecting", Facts(2, refused))?.Act);
        Assert.Equal("arrange", UnitProcedure.Next("inspecting", Facts(3, refused))?.Act);
        Assert.Equal("announce", UnitProcedure.Next("inspecting", Facts(3, refused) with { VisitArranged = true })?.Act);
        Assert.Equal("announce", UnitProcedure.Next("inspecting", Facts(4, refused))?.Act);
        Assert.Equal(["SlotOrdered"], UnitProcedure.May("inspecting", "arrange", Facts(4, refused)).Unmet);
        Assert.Equal("meet", UnitProcedure.Next("meeting", Facts(3, "") with { MeetingAhead = true, MeetingUnarranged = true })?.Act);
        Assert.Null(UnitProcedure.Next("meeting", Facts(3, "") with { MeetingAhead = true }));
    }

    [Fact]
    public void What_an_inspection_does_needs_the_right_to_inspect() => Assert.Equal(
        ["announce", "arrange", "call-back", "inspect", "no-violation", "penalise", "refer", "violation", "work"],
        UnitProcedure.Steps.Where(s => s.Right == UnitProcedure.MayInspect).Select(s => s.Act).Order(StringComparer.Ordinal));

    [Fact]
    public void Both_conditions_wake_the_proposal()
    {
        Assert.Equal(["Suspended", "WorksAgain"], UnitProcedure.May("refused", "propose", Facts(4, "wilful large") with { Rests = true }).Unmet);
        Assert.Equal(["WorksAgain"], UnitProcedure.May("refused", "propose", Facts(2, "wilful large") with { Rests = true }).Unmet);
        Assert.Equal(["Suspended"], UnitProcedure.May("refused", "propose", Facts(4, "wilful large")).Unmet);
        Assert.True(UnitProcedure.May("refused", "propose", Facts(3, "wilful large")).Allowed);
        Assert.Equal(["NotOrdered"], UnitProcedure.May("refused", "propose", Facts(1, "wilful")).Unmet);
    }

    [Fact]
    public void It_ends_when_every_worker_has_an_end()
    {
        Assert.Equal(["EveryWorkerEnded"], UnitProcedure.May("noticed", "comply", Facts(1, "")).Unmet);
        Assert.True(UnitProcedure.May("noticed", "comply", Facts(1, "") with { Ended = 3 }).Allowed);
        Assert.Equal(["Missing"], UnitProcedure.May("listed", "notice", Facts(1, "") with { Ended = 3 }).Unmet);
        Assert.Equal(["Missing"], UnitProcedure.May("complied", "reopen", Facts(1, "") with { Ended = 3 }).Unmet);
    }

    [Fact]
    public void Every_state_is_reached_and_left_and_every_order_is_an_act_of_the_plan()
    {
        Assert.All(UnitProcedure.States, state =>
        {
            Assert.Contains(UnitProcedure.Steps, s => s.From.Contains(state) && s.To != state);
            Assert.True(state == UnitProcedure.Listed || UnitProcedure.Steps.Any(s => s.To == state), state);
        });
        Assert.All(UnitProcedure.Steps.Where(s => s.Order is not null), s => Assert.Contains(s.Order!, ActNames.Known));
        Assert.Equal(UnitProcedure.Steps.Count, UnitProcedure.Steps.Select(s => s.Act).Distinct().Count());
        Assert.Throws<ArgumentException>(() => UnitProcedure.May("listed", "arrest", Facts(1, "")));
    }

    [Theory]
    [InlineData("listed", 1, false, "notice")]
    [InlineData("noticed", 1, false, "meet")]
    [InlineData("noticed", 4, false, "demand")]
    [InlineData("noticed", 4, true, "meet")]
    [InlineData("meeting", 2, false, "sign")]
    [InlineData("agreed", 1, false, null)]
    [InlineData("refused", 1, false, "inspect")]
    [InlineData("complied", 1, false, null)]
    public void The_next_step_follows_state_and_level(string state, int level, bool demanded, string? act) =>
        Assert.Equal(act, UnitProcedure.Next(state, Facts(level, state == "refused" ? "refused-to-sign" : "") with { Demanded = demanded })?.Act);

    private static UnitFacts Facts(int level, string flags)
    {
        var set = flags.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(CaseFlags.None, (all, name) => Names.TryFlag(name, out var flag) ? all | flag : throw new ArgumentException(name, nameof(flags)));
        return new UnitFacts { Ordered = Policies.Default.Units.Acts(level, Taking.None, set).ToDictionary(a => a.Act.Act, StringComparer.Ordinal), Missing = 3, Flags = set };
    }

    private static string Said(string state, UnitFacts facts) => string.Join(' ', UnitProcedure.All(state, facts).Where(a => a.Allowed).Select(a => a.Step.Act).Order(StringComparer.Ordinal));
}
