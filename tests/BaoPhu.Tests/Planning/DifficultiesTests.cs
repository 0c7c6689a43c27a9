using BaoPhu.Core.Audit;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Planning;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Planning;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Planning;

/// <summary>A difficulty from the district that raises it to its end.</summary>
public sealed class DifficultiesTests
{
    private static readonly Scope District = Scope.OfOffices("79", ["07901"]);
    private static readonly Scope Province = Scope.OfProvince("79");
    private static readonly Actor Officer = new("an", "Lê Văn An", "07901");
    private static readonly Actor Director = new("giam", "Nguyễn Văn Giám", "07900");
    private static readonly Actor Inspection = new("tra", "Phạm Thị Tra", "00004");
    private static readonly Actor Collection = new("thu", "Trần Thị Thu", "00001");

    [Fact]
    public void Every_pair_of_state_and_act_is_decided()
    {
        var allowed = from state in Enum.GetValues<DifficultyState>() from act in Enum.GetValues<DifficultyAct>() where DifficultyActs.Allows(state, act) select $"{state}-{act}-{DifficultyActs.After(state, act)}";
        Assert.Equal(["Open-Pass-Open", "Open-Answer-Answered", "Open-Close-Closed", "Answered-Accept-Accepted", "Answered-AskAgain-Open", "Accepted-Close-Closed"], allowed);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task It_goes_up_by_subject_comes_back_is_asked_again_and_closed(Engine engine)
    {
        await using var test = await Open(engine);
        var difficulties = new Difficulties(test.Db, test.Clock);
        // Wednesday 3 November and five working days.
        var id = await difficulties.Raise(Officer, District, new("inspection", "Đơn vị không ký biên bản", "Đoàn đến, giám đốc không ký.", null));
        var raised = (await difficulties.Find(District, id)).Difficulty;
        Assert.Equal(("07900", new DateOnly(2021, 11, 10), "BHXH Quận 1"), (raised.Holder, raised.DueOn, raised.OfficeName));
        Assert.Equal("Difficulties.NotYours", await Refused(() => difficulties.Answer(Officer, District, id, 0, "tự trả lời")));
        Assert.Equal("Difficulties.NeedWords", await Refused(() => difficulties.Pass(Director, Province, id, 0, null, " ")));

        test.Clock.Moment = test.Clock.Moment.AddDays(1);
        await difficulties.Pass(Director, Province, id, 0, null, "Vượt thẩm quyền tỉnh");
        var passed = (await difficulties.Find(Province, id)).Difficulty;
        Assert.Equal(("00004", new DateOnly(2021, 11, 11), 1), (passed.Holder, passed.DueOn, passed.Changes));
        Assert.Equal("Difficulties.ChangedMeanwhile", await Refused(() => difficulties.Answer(Inspection, Scope.Nation, id, 0, "Lập biên bản có người chứng kiến.")));
        await difficulties.Answer(Inspection, Scope.Nation, id, 1, "Lập biên bản có người chứng kiến.");
        Assert.Equal("Difficulties.NotInState", await Refused(() => difficulties.Close(Officer, District, id, 2, "xong")));
        await difficulties.AskAgain(Officer, District, id, 2, "Ai được làm chứng?");
        Assert.Equal(["Open"], (await difficulties.Waiting("00004")).Select(d => d.State));
        await difficulties.Answer(Inspection, Scope.Nation, id, 3, "Đại diện UBND xã.");
        Assert.Equal([id], (await difficulties.Waiting("07901")).Select(d => d.Id));
        await difficulties.Accept(Officer, District, id, 4);
        await difficulties.Close(Officer, District, id, 5, "Đã lập biên bản 08/11.");
        var detail = await difficulties.Find(District, id);
        Assert.Equal(["close", "accept", "answer", "ask-again", "answer", "pass", "raise"], detail.Events.Select(e => e.Act));
        Assert.Equal("Closed", detail.Difficulty.State);
        Assert.Empty(await difficulties.Waiting("07901"));
        Assert.Empty(await test.Db.Read(AuditTrail.Verify));
        Assert.Equal(7, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where subject = @about", new { about = "difficulty:" + id })));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task It_is_found_without_accents_within_the_scope_and_is_overdue_after_its_day(Engine engine)
    {
        await using var test = await Open(engine);
        var difficulties = new Difficulties(test.Db, test.Clock);
        var id = await difficulties.Raise(Officer, District, new("collection", "Đơn vị chuyển địa chỉ", "Không tìm thấy tại Phường Bến Nghé.", null));
        test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
        await difficulties.Raise(Director, Province, new("other", "Thiếu biên chế", "Cần thêm người.", null));
        Assert.Equal([id], await Found(Province, new("07900", "BEN NGHE")));
        Assert.Equal([id], await Found(Province, new("07900", "địa chỉ, chuyển")));
        Assert.Empty(await Found(Province, new("07900", "ben thanh")));
        Assert.Equal(2, (await difficulties.List(Province, new("07900"))).Count);
        Assert.Equal([id], await Found(District, new("07901")));
        Assert.Empty(await Found(Scope.OfOffices("79", ["07902"]), new("07902")));
        Assert.Empty(await Found(Scope.OfProvince("01"), new("00100")));
        Assert.Equal([id], await Found(Province, new("07900", Owed: true)));
        Assert.Equal("00001", (await difficulties.List(Scope.Nation, new("00001", Owed: true))).Rows.Single().Holder);

        Assert.Empty(await Found(Province, new("07900", Overdue: true)));
        test.Clock.Moment = new(2021, 11, 10, 23, 59, 0, TimeSpan.FromHours(7));
        Assert.False((await difficulties.Waiting("07900")).Single().IsOverdue(new(2021, 11, 10)));
        test.Clock.Moment = test.Clock.Moment.AddMinutes(2);
        Assert.Equal(2, (await Found(Province, new("07900", Overdue: true))).Count);

        async Task<List<string>> Found(Scope scope, DifficultyFilter filter) => [.. (await difficulties.List(scope, filter)).Rows.Select(d => d.Id)];
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_route_of_a_subject_is_dated_data_of_the_centre(Engine engine)
    {
        await using var test = await Open(engine);
        var (routes, difficulties) = (new DifficultyRoutes(test.Db, test.Clock), new Difficulties(test.Db, test.Clock));
        Assert.Equal(("inspection", 6), ((await routes.Now()).Single(r => r.Subject == "inspection").Unit, (await routes.Now()).Count));
        Assert.All(await routes.Now(), r => Assert.Contains("3532", r.Clause, StringComparison.Ordinal));
        Assert.Equal("Difficulties.OnlyCentre", await Refused(() => routes.Set(Director, Province, "outreach", "communication", new(2021, 11, 5), "CV 1")));
        Assert.Equal("Difficulties.RouteNeedsGround", await Refused(() => routes.Set(Collection, Scope.Nation, "outreach", "communication", new(2021, 11, 5), "")));
        await routes.Set(Collection, Scope.Nation, "outreach", "communication", new(2021, 11, 5), "CV 1/BHXH-TST");
        Assert.Equal("00001", await Holder());
        test.Clock.Moment = test.Clock.Moment.AddDays(2);
        Assert.Equal("00002", await Holder());
        // A unit hands on what is not its own; the centre's own offices raise none.
        var id = await difficulties.Raise(Director, Province, new("outreach", "Tài liệu", "Thiếu tờ rơi.", null));
        Assert.Equal("Difficulties.NoUnit", await Refused(() => difficulties.Pass(new("tt", "Vũ Thị Tin", "00002"), Scope.Nation, id, 0, "00002", "không thuộc")));
        await difficulties.Pass(new("tt", "Vũ Thị Tin", "00002"), Scope.Nation, id, 0, "00003", "Thuộc kinh phí");
        Assert.Equal("00003", (await difficulties.Find(Scope.Nation, id)).Difficulty.Holder);
        Assert.Equal("Difficulties.OnlyBelow", await Refused(() => difficulties.Raise(Collection, Scope.Nation, new("other", "x", "y", null))));
        Assert.Equal("Difficulties.NoSubject", await Refused(() => difficulties.Raise(Director, Province, new("khac", "x", "y", null))));
        Assert.Equal("Difficulties.NoAbout", await Refused(() => difficulties.Raise(Director, Province, new("other", "x", "y", "report:daily-00100-20211103"))));
        Assert.Equal("", await difficulties.Beginning(Province, "report:daily-07900-20211103"));

        async Task<string> Holder() => (await difficulties.Find(Province, await difficulties.Raise(Director, Province, new("outreach", "Tờ rơi", "Thiếu tờ rơi.", null)))).Difficulty.Holder;
    }

    internal static async Task<TestDatabase> Open(Engine engine)
    {
        var test = await TestDatabase.Create(engine);
        var offices = new Offices(test.Db, test.Clock);
        await offices.Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        await offices.Save(Actor.System, Scope.Nation, "07902", "BHXH Quận 3", "07900");
        return test;
    }

    internal static async Task<string> Refused(Func<Task> act) => (await Assert.ThrowsAsync<Refusal>(act)).Key;
}
