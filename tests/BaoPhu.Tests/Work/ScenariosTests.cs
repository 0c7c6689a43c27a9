using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work;

/// <summary>Scenarios: proposed, written, rehearsed without effect, approved, replaced by a new version, used by a switch.</summary>
public sealed class ScenariosTests
{
    private static readonly Actor Director = LimitedProvince.Director;
    private static readonly Scope Province = Scope.OfProvince("79");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_scenario_is_proposed_from_what_the_transition_does(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var scenarios = await Create(test);
        var down = await Begun(scenarios, 4, 3);
        // Level 4 puts the inspection off and makes the visit online: going down takes both up again.
        Assert.Contains(down.Activities, a => a is { Act: "inspect", Change: "reopened" });
        var visit = Assert.Single(down.Activities, a => a is { Act: "visit", Change: "converted" });
        Assert.Contains("trực tuyến", visit.What, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("phải bố trí người, giờ, chỗ trước", visit.What, StringComparison.Ordinal);
        Assert.Contains("III.1.1.b", visit.What, StringComparison.Ordinal);
        Assert.Contains((await Begun(scenarios, 3, 4)).Activities, a => a is { Act: "inspect", Change: "suspended" });
        // Levels 1 and 2 are one in the plan: nothing to do.
        Assert.Empty((await Begun(scenarios, 2, 1)).Activities);
        Assert.Equal(Enumerable.Range(1, down.Activities.Count), down.Activities.Select(a => a.Position));
        Assert.Equal("Scenarios.BadTransition", await Refused(() => scenarios.Begin(Director, Province, "79", 3, 3)));
        Assert.Equal("Scenarios.Refused_StillEditable", await Refused(() => scenarios.Begin(Director, Province, "79", 4, 3)));
        Assert.Equal("Scenarios.ByProvince", await Refused(() => scenarios.Begin(LimitedProvince.An, Scope.OfOffices("79", ["07901"]), "79", 3, 2)));
        Assert.Equal("Common.UnknownProvince", await Refused(() => scenarios.Begin(Director, Scope.OfProvince("01"), "79", 3, 2)));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task It_is_written_with_named_people_in_an_order(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var scenarios = await Create(test);
        var id = (await Begun(scenarios, 2, 1)).Scenario.ScenarioId;
        var people = new Users(test.Db, test.Clock);
        var an = await people.Create(Actor.System, "79.an", "Nguyễn Văn An", "07900", Role.CollectionOfficer, "mat-khau-thu-nghiem");
        await people.Create(Actor.System, "79.hoa1", "Lê Thị Hoa", "07900", Role.CollectionOfficer, "mat-khau-thu-nghiem");
        await people.Create(Actor.System, "79.hoa2", "Lê Thị Hòa", "07900", Role.Inspector, "mat-khau-thu-nghiem");
        await people.Create(Actor.System, "01.xa", "Người Tỉnh Khác", "00100", Role.CollectionOfficer, "mat-khau-thu-nghiem");
        Task Save(string what, int edits, params string[] who) => scenarios.SaveActivity(Director, Province, id, edits, null, new(what, who, "mẫu D04h", new(2021, 11, 20)));
        Assert.Equal("Scenarios.UnknownPerson", await Refused(() => Save("Gọi", 0, "Người Tỉnh Khác")));
        Assert.Equal("Scenarios.SeveralPeople", await Refused(() => Save("Gọi", 0, "Lê Thị Hoa")));
        Assert.Equal("Scenarios.NeedWhat", await Refused(() => Save(" ", 0)));
        await Save("Gọi lại đơn vị", 0, "nguyễn văn an", "79.an");
        Assert.Equal("Scenarios.ChangedMeanwhile", await Refused(() => Save("Gửi thư", 0)));
        await Save("Gửi thư", 1, "79.hoa1");
        var detail = await scenarios.Find(Province, id);
        Assert.Equal(["Gọi lại đơn vị", "Gửi thư"], detail.Activities.Select(a => a.What));
        Assert.Equal([an.UserId], detail.Activities[0].PeopleIds);
        await scenarios.MoveUp(Director, Province, id, 2, detail.Activities[1].ActivityId);
        await scenarios.SaveActivity(Director, Province, id, 3, detail.Activities[0].ActivityId, new("Gọi", ["79.an"], null, null));
        Assert.Equal(["Gửi thư", "Gọi"], (await scenarios.Find(Province, id)).Activities.Select(a => a.What));
        await scenarios.RemoveActivity(Director, Province, id, 4, detail.Activities[1].ActivityId);
        Assert.Equal(["Gọi"], (await scenarios.Find(Province, id)).Activities.Select(a => a.What));
        Assert.Equal("Scenarios.NoActivity", await Refused(() => scenarios.RemoveActivity(Director, Province, id, 5, "none")));

        // Ready: said by the province or by who is named, and by nobody else.
        var activity = detail.Activities[0].ActivityId;
        var district = Scope.OfOffices("79", ["07901"]);
        Assert.Equal("Scenarios.NotYourActivity", await Refused(() => scenarios.ReportReady(LimitedProvince.Binh, district, id, activity, true)));
        await scenarios.ReportReady(an.Actor, district, id, activity, true);
        Assert.Equal((1L, 0L), (await scenarios.Find(Province, id)).Scenario is var s ? (s.Activities, s.NotReady) : default);
        await scenarios.ReportReady(Director, Province, id, activity, false);
        Assert.Equal(1L, (await scenarios.Find(Province, id)).Scenario.NotReady);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_rehearsal_shows_what_would_happen_and_changes_nothing(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        await province.Arrange(0);
        await test.Db.Write(tx => tx.Execute("update wrk_tasks set assignee = 'an' where act = 'visit'"));
        var scenarios = new Scenarios(test.Db, test.Clock, SwitchFollowers.Switches(test.Db, test.Clock));
        var id = (await Begun(scenarios, 3, 4)).Scenario.ScenarioId;
        var before = await Everything(test);
        var rehearsal = await scenarios.Rehearse(Director, Province, id, 0, ["760"], SmallProvince.At("2021-11-04T00:00"));
        var numbers = rehearsal.Found.Numbers;
        // Three visits go online, their minutes by post.
        Assert.Equal((3L, 0L, 0L, 3L), (numbers.Employers, numbers.After.InPerson, numbers.Before.Online, numbers.After.Online));
        Assert.True(numbers.Before.InPerson >= 3);
        Assert.Equal(3L, Assert.Single(numbers.Loads, l => l.UserId == "an") is var load ? load.Changed.Converted : -1);
        var after = await Everything(test);
        // Only the rehearsal itself is kept: its numbers, the state of the scenario, the entry in the chain.
        Assert.Equal(
            ["aud_chains", "aud_entries", "wrk_rehearsals", "wrk_scenarios"],
            before.Keys.Union(after.Keys).Where(t => before[t] != after[t]).Order(StringComparer.Ordinal));
        Assert.Equal("rehearsed", (await scenarios.Find(Province, id)).Scenario.State);
        Assert.Equal(numbers.Tasks, (await scenarios.FindRehearsal(Province, rehearsal.RehearsalId)).Rehearsal.Found.Numbers.Tasks);
        Assert.Equal("Scenarios.NoRehearsal", await Refused(() => scenarios.FindRehearsal(Scope.OfProvince("01"), rehearsal.RehearsalId)));
        Assert.Equal("Scenarios.MomentPassed", await Refused(() => scenarios.Rehearse(Director, Province, id, 0, ["760"], SmallProvince.At("2021-11-03T07:59"))));
        Assert.Equal("Scenarios.PlaceNotOfProvince", await Refused(() => scenarios.Rehearse(Director, Province, id, 0, ["01"], SmallProvince.At("2021-11-04T00:00"))));
        Assert.Equal("Scenarios.NeedPlaces", await Refused(() => scenarios.Rehearse(Director, Province, id, 0, [], SmallProvince.At("2021-11-04T00:00"))));
        Assert.Equal("Scenarios.ChangedMeanwhile", await Refused(() => scenarios.Rehearse(Director, Province, id, 1, ["760"], SmallProvince.At("2021-11-04T00:00"))));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_approved_one_is_never_edited_and_a_new_version_replaces_it(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var scenarios = await Create(test);
        var first = (await Begun(scenarios, 4, 3)).Scenario.ScenarioId;
        Assert.Null(await scenarios.For(Province, "79", 4, 3));
        Assert.Equal("Scenarios.Refused_NotRehearsed", await Refused(() => scenarios.Approve(Director, Province, first, 0)));
        await Rehearsed(scenarios, first, 0);
        await scenarios.SaveActivity(Director, Province, first, 0, null, new("Thêm", [], null, null));
        // Changed since: it must be rehearsed as it stands.
        Assert.Equal("Scenarios.Refused_NotRehearsed", await Refused(() => scenarios.Approve(Director, Province, first, 1)));
        await Rehearsed(scenarios, first, 1);
        Assert.Equal("Scenarios.ChangedMeanwhile", await Refused(() => scenarios.Approve(Director, Province, first, 0)));
        await scenarios.Approve(Director, Province, first, 1);
        var held = (await scenarios.For(Province, "79", 4, 3))!;
        Assert.Equal((first, "Lê Văn Giám", held.Activities.Count), (held.Scenario.ScenarioId, held.Scenario.ApprovedByName, held.NotReady.Count));
        Assert.Null(await scenarios.For(Scope.OfProvince("01"), "79", 4, 3));
        var activity = held.Activities[0].ActivityId;
        Assert.Equal("Scenarios.Refused_AlreadyApproved", await Refused(() => scenarios.SaveActivity(Director, Province, first, 1, activity, new("Khác", [], null, null))));
        Assert.Equal("Scenarios.Refused_AlreadyApproved", await Refused(() => scenarios.RemoveActivity(Director, Province, first, 1, activity)));
        Assert.Equal("Scenarios.Refused_AlreadyApproved", await Refused(() => scenarios.MoveUp(Director, Province, first, 1, activity)));
        await scenarios.ReportReady(Director, Province, first, activity, true);
        Assert.Equal(held.Activities.Count - 1, (await scenarios.For(Province, "79", 4, 3))!.NotReady.Count);

        var second = await scenarios.Begin(Director, Province, "79", 4, 3);
        var next = await scenarios.Find(Province, second);
        Assert.Equal((2, "written", held.Activities.Count, 2), (next.Scenario.Version, next.Scenario.State, next.Activities.Count, next.Versions.Count));
        Assert.Equal(first, (await scenarios.For(Province, "79", 4, 3))!.Scenario.ScenarioId);
        await Rehearsed(scenarios, second, 0);
        await scenarios.Approve(Director, Province, second, 0);
        Assert.Equal(second, (await scenarios.For(Province, "79", 4, 3))!.Scenario.ScenarioId);
        Assert.Equal("replaced", (await scenarios.Find(Province, first)).Scenario.State);
        Assert.Equal("Scenarios.Refused_Replaced", await Refused(() => scenarios.ReportReady(Director, Province, first, activity, true)));
        Assert.Equal([second], (await scenarios.List(Province, "79")).Select(s => s.ScenarioId));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_scenario_without_activities_is_not_approved(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var scenarios = await Create(test);
        var id = (await Begun(scenarios, 2, 1)).Scenario.ScenarioId;
        await Rehearsed(scenarios, id, 0);
        Assert.Equal("Scenarios.NoActivities", await Refused(() => scenarios.Approve(Director, Province, id, 0)));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_switch_of_its_transition_marks_it_as_used(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        var switches = new Switches(test.Db, test.Clock, [new ScenarioUse()]);
        var scenarios = new Scenarios(test.Db, test.Clock, switches);
        var id = (await Begun(scenarios, 3, 4)).Scenario.ScenarioId;
        var other = (await Begun(scenarios, 4, 3)).Scenario.ScenarioId;
        foreach (var one in (string[])[id, other])
        {
            await Rehearsed(scenarios, one, 0);
            await scenarios.Approve(Director, Province, one, 0);
        }

        var announcement = await province.Small.Level("79", 4, "2021-11-03T07:30", confirmed: false);
        await switches.Confirm(Director, Scope.Nation, announcement, null);
        Assert.Equal(("used", test.Clock.Now()), (await scenarios.Find(Province, id)).Scenario is var used ? (used.State, used.UsedAt) : default);
        Assert.Equal("approved", (await scenarios.Find(Province, other)).Scenario.State);
        Assert.Equal(id, (await scenarios.For(Province, "79", 3, 4))!.Scenario.ScenarioId);
    }

    private static async Task<Scenarios> Create(TestDatabase test)
    {
        await SmallProvince.Create(test);
        return new(test.Db, test.Clock, SwitchFollowers.Switches(test.Db, test.Clock));
    }

    private static async Task<ScenarioDetail> Begun(Scenarios scenarios, int from, int to) => await scenarios.Find(Province, await scenarios.Begin(Director, Province, "79", from, to));

    private static Task Rehearsed(Scenarios scenarios, string id, int edits) => scenarios.Rehearse(Director, Province, id, edits, ["79"], SmallProvince.At("2021-11-04T00:00"));

    private static async Task<string> Refused(Func<Task> act) => (await LimitedProvince.Refused(act)).Split(':')[0];

    /// <summary>Every table as text, rows in the order of their text.</summary>
    private static Task<Dictionary<string, string>> Everything(TestDatabase test) => test.Db.Read(async s =>
    {
        var tables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in await s.Catalogue())
        {
            var rows = await s.Query<object>($"select * from {table.Table}");
            tables[table.Table] = string.Join('\n', rows.Cast<IDictionary<string, object>>().Select(r => string.Join('|', r.Select(c => c.Key + "=" + c.Value))).Order(StringComparer.Ordinal));
        }

        return tables;
    });
}
