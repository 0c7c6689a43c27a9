using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Collection;

/// <summary>Inspections from the candidate to the conclusion, through levels and payments.</summary>
public sealed class InspectionsTests
{
    private const string A = "TA0001A";

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task From_the_candidate_to_the_penalty(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await InspectedProvince.Create(test, A, "TB0002B");
        var candidates = await province.Lists.Candidates(InspectedProvince.Own, new());
        Assert.Equal((2L, 10_000_000L), (candidates.Employers, candidates.Amount));
        await province.Reach(A, "violation");
        var view = await province.Inspections.Find(InspectedProvince.Own, InspectedProvince.Key(A));
        Assert.Equal(("violation", new DateOnly(2021, 11, 3), "done", "violation-found"), (view.Case!.State, view.File!.ConcludedOn, view.Task.State, view.Task.Outcome));
        Assert.Equal((5_000_000L, 0L, 0L), (view.File.DebtBefore, view.PaidDuring, view.PaidAfter));
        Assert.Equal("open", (await province.Small.TaskOf(A, "penalise")).State);
        Assert.Equal(["01/QĐ-BHXH", "01/BB-BHXH", "01/KL-BHXH"], view.Papers.Reverse().Select(p => p.Label));
        Assert.Equal(1L, (await province.Lists.Candidates(InspectedProvince.Own, new())).Employers);
        Assert.Equal("violation", Assert.Single((await province.Lists.Cases(InspectedProvince.Own, new() { State = "ended" })).Rows).State);
        await province.Healthy();
    }

    /// <summary>Level 4 holds every step outside the desk, whatever the state, and says why; going down the case stands where it stood.</summary>
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Level_4_puts_off_and_going_down_brings_back(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var codes = InspectedProvince.Open.Select((_, i) => $"TA000{i + 1}A").ToList();
        var province = await InspectedProvince.Create(test, codes);
        foreach (var (code, state) in codes.Zip(InspectedProvince.Open))
        {
            await province.Reach(code, state);
        }

        var before = await Steps();
        await Level(4, "2021-11-03T09:00");
        foreach (var (code, state) in codes.Zip(InspectedProvince.Open))
        {
            var view = await province.Inspections.Find(InspectedProvince.Own, InspectedProvince.Key(code));
            Assert.Equal((state, "suspended"), (view.Case!.State, view.Task.State));
            var held = view.Standing.Steps.Where(s => s.InState && s.Act is not ("replan" or "find" or "drop" or "stop" or "go-on")).ToList();
            Assert.NotEmpty(held);
            Assert.All(held, s => Assert.Contains(s.Unmet, n => n.Key == "NotSuspended"));
        }

        var refused = await Assert.ThrowsAsync<Refusal>(async () => await province.Inspections.RecordDay(province.Inspector.Actor, InspectedProvince.Own, InspectedProvince.Key(codes[3]), await province.Version(codes[3]), InspectedProvince.Day()));
        Assert.Equal("Cases.NeedsUnmet", refused.Key);
        Assert.Equal(codes.Count, (await province.Lists.Cases(InspectedProvince.Own, new() { State = "suspended" })).Rows.Count);
        await Level(2, "2021-11-03T10:00");
        Assert.Equal(before, await Steps());
        await province.Inspections.RecordDay(province.Inspector.Actor, InspectedProvince.Own, InspectedProvince.Key(codes[3]), await province.Version(codes[3]), InspectedProvince.Day());
        await province.Healthy();

        async Task Level(int level, string at)
        {
            await province.Small.Level("79", level, at);
            test.Clock.Moment = SmallProvince.At(at).Local;
            await province.Small.Plan(at);
        }

        async Task<List<string>> Steps()
        {
            var all = new List<string>();
            foreach (var code in codes)
            {
                var view = await province.Inspections.Find(InspectedProvince.Own, InspectedProvince.Key(code));
                all.AddRange(view.Standing.Steps.Where(s => s.Allowed).Select(s => $"{code} {view.Case!.State} {s.Act}"));
            }

            return all;
        }
    }

    /// <summary>Who wilfully does not pay is inspected at level 4 too, combined; the chosen form comes back with the level.</summary>
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Level_4_changes_the_form_of_a_wilful_one_and_gives_it_back(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await InspectedProvince.Create(test, A);
        await province.Reach(A, "decided");
        await test.Db.Write(tx => tx.Execute(
            "insert into reg_marks (employer_id, mark, from_date, grounds, recorded_by, recorded_at) values (@id, 'wilful', @day, 'Nói không nộp', 'system', 0)", new { id = EmployerKey.Id("79", A), day = new DateOnly(2021, 11, 1) }));
        await province.Small.Level("79", 4, "2021-11-03T09:00");
        test.Clock.Moment = SmallProvince.At("2021-11-03T09:05").Local;
        await province.Small.Plan("2021-11-03T09:05");
        var view = await province.Inspections.Find(InspectedProvince.Own, InspectedProvince.Key(A));
        Assert.Equal(("direct", "combined", "open"), (view.File!.Form, view.FormNow, view.Task.State));
        // Combined goes there too: the visit must be arranged first.
        Assert.Equal(["Finding_slot"], view.Standing.Steps.Single(s => s.Act == "announce").Unmet.Select(n => n.Key));
        await province.Small.Level("79", 2, "2021-11-03T10:00");
        test.Clock.Moment = SmallProvince.At("2021-11-03T10:05").Local;
        await province.Small.Plan("2021-11-03T10:05");
        view = await province.Inspections.Find(InspectedProvince.Own, InspectedProvince.Key(A));
        Assert.Equal("direct", view.FormNow);
        Assert.True(view.Standing.Steps.Single(s => s.Act == "announce").Allowed);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Paid_before_the_announcement_the_director_stops_or_goes_on(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await InspectedProvince.Create(test, A, "TB0002B");
        await province.Reach(A, "decided");
        await province.Reach("TB0002B", "prepared");
        Assert.Equal(["Paid"], (await Step(A, "stop")).Unmet.Select(n => n.Key));
        await province.Small.Pays(A, 5_000_000);
        await province.Small.Pays("TB0002B", 5_000_000);
        await province.Small.Plan("2021-11-03T09:00");
        Assert.Equal("open", (await province.Small.TaskOf(A, "inspect")).State);
        Assert.Equal(["OwesOrGoesOn"], (await Step(A, "announce")).Unmet.Select(n => n.Key));
        Assert.Equal("Inspections.NeedsReason", (await Assert.ThrowsAsync<Refusal>(() => Decide(A, stop: false, ""))).Key);
        await Decide(A, stop: false, "Có dấu hiệu khai thiếu lao động");
        Assert.True((await Step(A, "announce")).Allowed);
        Assert.Equal("Inspections.BeforeDecision", (await Assert.ThrowsAsync<Refusal>(async () => await province.Inspections.Announce(
            province.Inspector.Actor, InspectedProvince.Own, InspectedProvince.Key(A), await province.Version(A), InspectedProvince.Day() with { On = new(2021, 11, 2) }))).Key);
        await province.Inspections.Announce(province.Inspector.Actor, InspectedProvince.Own, InspectedProvince.Key(A), await province.Version(A), InspectedProvince.Day());
        await Decide("TB0002B", stop: true, "Đã nộp đủ theo ủy nhiệm chi 12");
        var stopped = await province.Small.TaskOf("TB0002B", "inspect");
        Assert.Equal(("stopped", "done", "paid"), (await province.StateOf("TB0002B"), stopped.State, stopped.Outcome));
        await province.Healthy();

        async Task Decide(string code, bool stop, string reason) => await province.Inspections.Decide(province.Director.Actor, InspectedProvince.Own, InspectedProvince.Key(code), await province.Version(code), stop, reason);

        async Task<BaoPhu.Rules.Cases.StepAnswer> Step(string code, string act) => (await province.Inspections.Find(InspectedProvince.Own, InspectedProvince.Key(code))).Standing.Steps.Single(s => s.Act == act);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_is_paid_during_and_after_is_read_from_the_ledger(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await InspectedProvince.Create(test, A);
        await province.Reach(A, "inspecting");
        await province.Small.Pays(A, 2_000_000);
        Assert.Equal((2_000_000L, null), await Paid());
        await province.Sign(A, InspectionProcedure.Minutes);
        // What the minutes found stands: nothing is added or dropped behind their number.
        Assert.Equal("Inspections.NumberedAlready", (await Assert.ThrowsAsync<Refusal>(async () => await province.Inspections.AddFinding(
            province.Inspector.Actor, InspectedProvince.Own, InspectedProvince.Key(A), await province.Version(A), InspectedProvince.Finding))).Key);
        Assert.Equal("Inspections.NumberedAlready", (await Assert.ThrowsAsync<Refusal>(async () => await province.Inspections.DropFinding(
            province.Inspector.Actor, InspectedProvince.Own, InspectedProvince.Key(A), await province.Version(A), 1, "nhầm"))).Key);
        await province.Inspections.EndField(province.Inspector.Actor, InspectedProvince.Own, InspectedProvince.Key(A), await province.Version(A));
        await province.Small.Pays(A, 1_000_000);
        Assert.Equal((2_000_000L, 1_000_000L), await Paid());
        Assert.Equal(3_000_000L, (await province.Inspections.Find(InspectedProvince.Own, InspectedProvince.Key(A))).File!.DebtAtEnd);

        async Task<(long?, long?)> Paid()
        {
            var view = await province.Inspections.Find(InspectedProvince.Own, InspectedProvince.Key(A));
            return (view.PaidDuring, view.PaidAfter);
        }
    }

    [Fact]
    public async Task Many_are_planned_at_once_and_what_cannot_be_is_named()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var province = await InspectedProvince.Create(test, A, "TB0002B", "TC0003C");
        await province.Small.Pays("TC0003C", 5_000_000);
        var result = await province.Inspections.Plan(province.Inspector.Actor, InspectedProvince.Own, [.. ((string[])[A, "TB0002B", "TC0003C"]).Select(InspectedProvince.Key)], 202112, null, centre: false);
        Assert.Equal(2, result.Planned);
        Assert.StartsWith("TC0003C:", Assert.Single(result.Refused), StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2021, 12, 31), (await province.Inspections.Find(InspectedProvince.Own, InspectedProvince.Key(A))).Case!.DueOn);
        Assert.Equal("Inspections.BadMonth", (await Assert.ThrowsAsync<Refusal>(() => province.Inspections.Plan(province.Inspector.Actor, InspectedProvince.Own, [InspectedProvince.Key(A)], 202110, null, false))).Key);
        await province.Small.Plan("2021-11-03T09:00");
        Assert.Equal("Inspections.NoneChosen", (await Assert.ThrowsAsync<Refusal>(() => province.Inspections.Plan(province.Inspector.Actor, InspectedProvince.Own, [], 202111, null, false))).Key);
        await province.Healthy();
    }

    /// <summary>From the threshold on a team of the centre may inspect: it leads, and the province only reads.</summary>
    [Fact]
    public async Task The_centre_leads_the_largest()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var province = await InspectedProvince.Create(test, A);
        var central = await new Users(test.Db, test.Clock).Create(Actor.System, "tw.thanhtra", "Phạm Văn Trung", "00004", Role.CentralOfficer, "mat-khau-thu-nghiem");
        var key = InspectedProvince.Key(A);
        Assert.Equal("Inspections.BelowCentre", (await Assert.ThrowsAsync<Refusal>(() => province.Inspections.Plan(central.Actor, Scope.Nation, [key], 202111, null, centre: true))).Key);
        await new Settings(test.Db, test.Clock).Set(Actor.System, Scope.Nation, Settings.NationScope, Settings.CentreInspection, new(2021, 1, 1), "5000000", "thử");
        Assert.Equal(RefusalKind.Forbidden, (await Assert.ThrowsAsync<Refusal>(() => province.Inspections.Plan(province.Inspector.Actor, InspectedProvince.Own, [key], 202111, null, centre: true))).Kind);
        await province.Inspections.Plan(central.Actor, Scope.Nation, [key], 202111, null, centre: true);
        Assert.Equal(("00004", "Vụ Thanh tra - Kiểm tra"), ((await province.Inspections.Find(InspectedProvince.Own, key)).Case!.OfficeCode, (await province.Inspections.Find(InspectedProvince.Own, key)).LeadName));
        Assert.Equal("Inspections.LedByCentre", (await Assert.ThrowsAsync<Refusal>(() => province.Team(A))).Key);
        await province.Inspections.Team(central.Actor, Scope.Nation, key, 1, new InspectionOrder("direct", 5, 202106, 202110, central.UserId, [province.Inspector.UserId]));
        Assert.Single((await province.Lists.Cases(InspectedProvince.Own, new() { Centre = true })).Rows);
        // Its decision is one of the centre, signed there and in its register.
        var leader = await new Users(test.Db, test.Clock).Create(Actor.System, "tw.lanhdao", "Lê Văn Trưởng", Actor.CentreCode, Role.CentreLeader, "mat-khau-thu-nghiem");
        var paper = (await province.Papers.Prepare(central.Actor, Scope.Nation, key, InspectionProcedure.Decision, new BaoPhu.Core.Documents.PaperAnswers { SignerId = leader.UserId, Channel = "visit" })).ToString();
        Assert.NotNull((await province.Papers.Number(central.Actor, Scope.Nation, paper, 0)).Label);
        await province.Papers.Sign(leader.Actor, Scope.Nation, paper, 1);
        Assert.Equal(Actor.CentreCode, (await province.Papers.Find(Scope.Nation, paper)).Paper.Issuer);
        await province.Inspections.Issue(central.Actor, Scope.Nation, key, 2);
    }

    /// <summary>While a case is open the task takes no record from aside.</summary>
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_task_in_a_case_takes_no_record_from_aside(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await InspectedProvince.Create(test, A);
        await province.Plan(A);
        var task = await province.Small.TaskOf(A, "inspect");
        var refused = await Assert.ThrowsAsync<Refusal>(() => province.Small.Records.Record(province.Inspector.Actor, InspectedProvince.Own, task.Key.ToString(), new ContactRecord(task.Version, "visit", "no-violation")));
        Assert.Equal("Work.InCase", refused.Key);
        await province.Healthy();
    }

    [Fact]
    public async Task What_is_wrong_is_refused_and_changes_nothing()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var province = await InspectedProvince.Create(test, A);
        await province.Plan(A);
        await Refused("Inspections.NotStaff", v => province.Inspections.Team(province.Inspector.Actor, InspectedProvince.Own, InspectedProvince.Key(A), v, new("direct", 5, 202106, 202110, "nobody", [])));
        await Refused("Inspections.BadScope", v => province.Inspections.Team(province.Inspector.Actor, InspectedProvince.Own, InspectedProvince.Key(A), v, new("direct", 5, 202110, 202106, province.Inspector.UserId, [])));
        await Refused("Inspections.BadDays", v => province.Inspections.Team(province.Inspector.Actor, InspectedProvince.Own, InspectedProvince.Key(A), v, new("direct", 0, 202106, 202110, province.Inspector.UserId, [])));
        await Refused("Cases.NotInState", v => province.Inspections.Issue(province.Inspector.Actor, InspectedProvince.Own, InspectedProvince.Key(A), v));
        await Refused("Cases.ChangedMeanwhile", _ => province.Inspections.Replan(province.Inspector.Actor, InspectedProvince.Own, InspectedProvince.Key(A), 7, 202112, null));
        await province.Team(A);
        await Refused("Cases.NeedsUnmet", v => province.Inspections.Issue(province.Inspector.Actor, InspectedProvince.Own, InspectedProvince.Key(A), v));
        await Refused("Work.NoTask", v => province.Inspections.Issue(province.Inspector.Actor, Scope.OfProvince("01"), InspectedProvince.Key(A), v));
        await Refused("Work.NoTask", v => province.Inspections.Issue(province.Inspector.Actor, InspectedProvince.Own, "79-TA0001A-notice-1", v));
        Assert.Equal("prepared", await province.StateOf(A));
        await province.Healthy();

        async Task Refused(string key, Func<int, Task> act)
        {
            var version = await province.Version(A);
            Assert.Equal(key, (await Assert.ThrowsAsync<Refusal>(() => act(version))).Key);
            Assert.Equal(version, await province.Version(A));
        }
    }

    [Fact]
    public async Task Findings_are_by_fund_and_stay_to_be_read_when_dropped()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var province = await InspectedProvince.Create(test, A);
        await province.Reach(A, "inspecting");
        async Task<int> V() => await province.Version(A);
        var key = InspectedProvince.Key(A);
        Assert.Equal("Inspections.UnknownViolation", (await Assert.ThrowsAsync<Refusal>(async () => await province.Inspections.AddFinding(province.Inspector.Actor, InspectedProvince.Own, key, await V(), InspectedProvince.Finding with { Violation = "x" }))).Key);
        Assert.Equal("Inspections.BadPeriods", (await Assert.ThrowsAsync<Refusal>(async () => await province.Inspections.AddFinding(province.Inspector.Actor, InspectedProvince.Own, key, await V(), InspectedProvince.Finding with { ToPeriod = 202105 }))).Key);
        await province.Inspections.AddFinding(province.Inspector.Actor, InspectedProvince.Own, key, await V(), new("too-few", "Ba người có hợp đồng chưa tham gia", 3, 202107, 202110, 4, 3, 2, 1));
        await province.Inspections.DropFinding(province.Inspector.Actor, InspectedProvince.Own, key, await V(), 1, "Đã đối chiếu lại");
        Assert.Equal("Inspections.NoFinding", (await Assert.ThrowsAsync<Refusal>(async () => await province.Inspections.DropFinding(province.Inspector.Actor, InspectedProvince.Own, key, await V(), 1, "nữa"))).Key);
        var findings = (await province.Inspections.Find(InspectedProvince.Own, key)).Findings;
        Assert.Equal(["1 5000000 Đã đối chiếu lại", "2 10 "], findings.Select(f => $"{f.FindingNo} {f.Total} {f.Dropped}"));
    }

    /// <summary>The employer signs the minutes: a fact of the paper, no outcome of the task, which the conclusion records.</summary>
    [Fact]
    public async Task Minutes_signed_by_the_employer_leave_the_outcome_to_the_conclusion()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var province = await InspectedProvince.Create(test, A);
        await province.Reach(A, "inspecting");
        await province.Sign(A, InspectionProcedure.Minutes);
        var paper = (await province.Inspections.Find(InspectedProvince.Own, InspectedProvince.Key(A))).Papers[0];
        await province.Papers.Answer(province.Inspector.Actor, InspectedProvince.Own, $"79-{A}-{paper.PaperNo}", 2, new BaoPhu.Core.Documents.PaperAnswer(false, new(2021, 11, 3), "Đã ký"));
        await province.Inspections.EndField(province.Inspector.Actor, InspectedProvince.Own, InspectedProvince.Key(A), await province.Version(A));
        Assert.Equal(("minuted", "open"), (await province.StateOf(A), (await province.Small.TaskOf(A, "inspect")).State));
    }
}
