using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Identity;

/// <summary>The own account: password, second factor, sessions, delegation.</summary>
public sealed class AccountTests
{
    private const string New = "trời xanh mây trắng";

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_first_password_must_be_changed_before_anything_else(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var (user, first) = await house.The<Personnel>().Appoint(Appointer.Operator, "79.thu9", "Lê Thị Hoa", WebHouse.Province, Role.CollectionOfficer);
        var browser = house.Anonymous();
        Assert.Equal("/", (await house.SignIn(browser, user.SignIn, first)).Location);
        Assert.Equal("/identity/account/password", (await browser.Open("/work/today")).Location);
        Assert.Equal("/identity/account/password", (await browser.Open("/identity/account/second-factor")).Location);
        const string page = "/identity/account/password";
        Assert.Equal(["Nhập mật khẩu", "Nhập mật khẩu mới."], (await browser.Send(page, [])).Errors.Order(StringComparer.Ordinal));
        Assert.Contains("không đúng", Assert.Single((await browser.Send(page, Fields("sai-hoàn-toàn", New))).Errors), StringComparison.Ordinal);
        Assert.Contains("quá thông dụng", Assert.Single((await browser.Send(page, Fields(first, "matkhau12345"))).Errors), StringComparison.Ordinal);
        Assert.Contains("khác mật khẩu hiện nay", Assert.Single((await browser.Send(page, Fields(first, first))).Errors), StringComparison.Ordinal);
        Assert.Contains("không giống nhau", Assert.Single((await browser.Send(page, new(Fields(first, New)) { ["Again"] = "khác" })).Errors), StringComparison.Ordinal);
        var elsewhere = house.Anonymous();
        await house.SignIn(elsewhere, user.SignIn, first);

        Assert.Equal("/", (await browser.Send(page, Fields(first, New))).Location);
        Assert.Equal(HttpStatusCode.OK, (await browser.Open("/work/today")).Status);
        Assert.StartsWith("/identity/sign-in", new Uri((await elsewhere.Open("/work/today")).Location!).PathAndQuery, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await house.SignIn(house.Anonymous(), user.SignIn, first)).Status);
        Assert.Equal("/", (await house.SignIn(house.Anonymous(), user.SignIn, New)).Location);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_second_factor_is_set_up_and_asked_for_and_no_code_is_taken_twice(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var browser = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var name = browser.User!.SignIn;
        const string page = "/identity/account/second-factor";
        var key = (await browser.Open(page)).One("input[name=Key]").GetAttribute("value")!;
        Assert.NotNull((await browser.Open(page)).One("svg.qr path").GetAttribute("d"));
        var wrong = await browser.Send(page, new() { ["Key"] = key, ["Code"] = Wrong(house, key) });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal(key, wrong.One("input[name=Key]").GetAttribute("value"));
        var set = await browser.Send(page, new() { ["Key"] = key, ["Code"] = Code(house, key) });
        var recovery = set.All(".recovery-codes li").Select(e => e.TextContent.Trim()).ToList();
        Assert.Equal(SecondFactor.RecoveryCodes, recovery.Distinct(StringComparer.Ordinal).Count());

        var stranger = house.Anonymous();
        Assert.StartsWith("/identity/code", (await house.SignIn(stranger, name, WebHouse.PasswordOfAll)).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await stranger.Open("/work/today")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await stranger.Send("/identity/code", new() { ["Code"] = Code(house, key) })).Status);
        house.Clock.Moment = house.Clock.Moment.AddSeconds(30);
        var code = Code(house, key);
        Assert.Equal("/", (await stranger.Send("/identity/code", new() { ["Code"] = code })).Location);
        Assert.Equal(HttpStatusCode.OK, (await stranger.Open("/work/today")).Status);
        Assert.Equal("/identity/sign-in", (await stranger.Open("/identity/code")).Location);

        var replay = house.Anonymous();
        await house.SignIn(replay, name, WebHouse.PasswordOfAll);
        Assert.Equal(HttpStatusCode.BadRequest, (await replay.Send("/identity/code", new() { ["Code"] = code })).Status);
        Assert.Equal("/", (await replay.Send("/identity/code", new() { ["Code"] = recovery[0].ToLowerInvariant() })).Location);
        var again = house.Anonymous();
        await house.SignIn(again, name, WebHouse.PasswordOfAll);
        Assert.Equal(HttpStatusCode.BadRequest, (await again.Send("/identity/code", new() { ["Code"] = recovery[0] })).Status);

        house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
        Assert.Equal(SecondFactor.RecoveryCodes, (await browser.Send(page, new() { ["Code"] = Code(house, key) }, page + "?handler=Renew")).All(".recovery-codes li").Count);
        Assert.Equal(HttpStatusCode.BadRequest, (await again.Send("/identity/code", new() { ["Code"] = recovery[1] })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Send(page, new() { ["Code"] = "000000" }, page + "?handler=Remove")).Status);
        house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
        Assert.Equal("/identity/account", (await browser.Send(page, new() { ["Code"] = Code(house, key) }, page + "?handler=Remove")).Location);
        Assert.Equal("/", (await house.SignIn(house.Anonymous(), name, WebHouse.PasswordOfAll)).Location);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Wrong_codes_lock_the_account_like_wrong_passwords(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var browser = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var key = await SetUp(house, browser);
        house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
        var stranger = house.Anonymous();
        await house.SignIn(stranger, browser.User!.SignIn, WebHouse.PasswordOfAll);
        for (var i = 0; i < SignIns.FailuresToLock; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await stranger.Send("/identity/code", new() { ["Code"] = Wrong(house, key) })).Status);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await stranger.Send("/identity/code", new() { ["Code"] = Code(house, key) })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await house.SignIn(house.Anonymous(), browser.User.SignIn, WebHouse.PasswordOfAll)).Status);
    }

    [Fact]
    public async Task A_role_that_must_have_a_second_factor_sets_it_up_first()
    {
        await using var house = await WebHouse.Open();
        house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
        await house.The<Settings>().Set(Actor.System, Scope.Nation, Settings.NationScope, Settings.SecondFactorRoles, house.Clock.GetUtcNow().Date is var d ? DateOnly.FromDateTime(d) : default, Role.ProvinceDirector, "thử");
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.OK, (await officer.Open("/work/today")).Status);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Equal("/identity/account/second-factor", (await director.Open("/work/today")).Location);
        Assert.Equal("/identity/account/second-factor", (await director.Send("/identity/account/second-factor", [], "/identity/account?handler=EndOthers")).Location);
        await SetUp(house, director);
        Assert.Equal(HttpStatusCode.OK, (await director.Open("/work/today")).Status);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Sessions_are_listed_and_ended(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var first = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var (second, third) = (house.Anonymous(), house.Anonymous());
        second.Client.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/95.0 Safari/537.36");
        await house.SignIn(second, first.User!.SignIn, WebHouse.PasswordOfAll);
        await house.SignIn(third, first.User.SignIn, WebHouse.PasswordOfAll);
        house.Clock.Moment = house.Clock.Moment.AddMinutes(5);
        await second.Open("/work/today");
        var page = await first.Open("/identity/account");
        Assert.Equal(3, page.All("table.ledger tbody tr").Count);
        Assert.Contains("Chrome, Windows", page.Words, StringComparison.Ordinal);
        Assert.Contains("03/11/2021 08:05", page.Words, StringComparison.Ordinal);

        var foreign = (await (await house.SignedIn(Role.DistrictOfficer, WebHouse.District)).Open("/identity/account")).One("input[name=session]").GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.NotFound, (await first.Send("/identity/account", new() { ["session"] = foreign }, "/identity/account?handler=End")).Status);
        var chrome = page.All("table.ledger tbody tr").Single(r => r.TextContent.Contains("Chrome", StringComparison.Ordinal)).QuerySelector("input[name=session]")!.GetAttribute("value")!;
        Assert.Equal("/identity/account", (await first.Send("/identity/account", new() { ["session"] = chrome }, "/identity/account?handler=End")).Location);
        Assert.Equal(HttpStatusCode.Redirect, (await second.Open("/work/today")).Status);
        Assert.Equal(HttpStatusCode.OK, (await third.Open("/work/today")).Status);
        await first.Send("/identity/account", [], "/identity/account?handler=EndOthers");
        Assert.Equal(HttpStatusCode.Redirect, (await third.Open("/work/today")).Status);
        Assert.Equal(HttpStatusCode.OK, (await first.Open("/work/today")).Status);
    }

    [Fact]
    public async Task Last_seen_is_written_once_a_minute_at_most()
    {
        await using var house = await WebHouse.Open();
        var browser = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Task<long> Seen() => house.Db.Read(s => s.One<long>("select last_seen_at from idn_sessions"));
        var start = await Seen();
        house.Clock.Moment = house.Clock.Moment.AddSeconds(59);
        await browser.Open("/identity/account");
        Assert.Equal(start, await Seen());
        house.Clock.Moment = house.Clock.Moment.AddSeconds(2);
        await browser.Open("/identity/account");
        Assert.Equal(start + 61_000, await Seen());
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_acts_for_another_has_the_acts_delegated_and_no_more_and_the_log_says_so(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var officer = await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open("/identity/account/delegate")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open("/organisation/levels/announce")).Status);

        const string page = "/identity/account/delegate";
        Assert.Equal(2, (await director.Send(page, new() { ["From"] = "03/11/2021", ["PaperNumber"] = "12/GUQ", ["PaperDate"] = "03/11/2021" })).Errors.Count);
        var fields = new Dictionary<string, string>
        {
            ["To"] = officer.User!.UserId, ["Acts"] = "/organisation/levels announce", ["From"] = "03/11/2021", ["Until"] = "03/11/2021", ["PaperNumber"] = "12/GUQ-BHXH", ["PaperDate"] = "03/11/2021",
        };
        Assert.Contains("trước ngày bắt đầu", Assert.Single((await director.Send(page, new(fields) { ["Until"] = "01/11/2021" })).Errors), StringComparison.Ordinal);
        Assert.Equal("/identity/account", (await director.Send(page, fields)).Location);

        var mine = await officer.Open("/identity/account");
        Assert.Contains("TUQ. từ 03/11/2021 đến hết 03/11/2021, theo 12/GUQ-BHXH ngày 03/11/2021", mine.Words, StringComparison.Ordinal);
        var id = mine.One("input[name=delegation]").GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.NotFound, (await director.Send("/identity/account", new() { ["delegation"] = id }, "/identity/account?handler=Act")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open("/organisation/levels/announce")).Status);
        Assert.Equal("/", (await officer.Send("/identity/account", new() { ["delegation"] = id }, "/identity/account?handler=Act")).Location);

        var announce = await officer.Open("/organisation/levels/announce");
        Assert.Equal(HttpStatusCode.OK, announce.Status);
        Assert.Contains("đang thay Nguyễn Thị Thử", announce.One(".acting-for").TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open("/organisation/offices/07900/add")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open("/identity/people")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open(page)).Status);
        Assert.Contains("Theo ủy quyền", (await officer.Open("/identity/permissions")).Words, StringComparison.Ordinal);

        var recorded = await officer.Send("/organisation/levels/announce", new()
        {
            ["place"] = "79", ["Level"] = "3", ["From"] = "03/11/2021 08:00", ["DecisionNumber"] = "1/QĐ", ["Authority"] = "UBND", ["DecisionDate"] = "03/11/2021",
        }, "/organisation/levels/announce?handler=Record");
        Assert.StartsWith("/work/switches/preview/", recorded.Location, StringComparison.Ordinal);
        Assert.Equal("Nguyễn Thị Thử (TUQ. Nguyễn Thị Thử, 12/GUQ-BHXH)", await house.Db.Read(s => s.One<string>("select user_name from aud_entries where act like 'organisation.level%' order by at desc limit 1")));

        Assert.Equal("/identity/account", (await officer.Send("/identity/account", [], "/identity/account?handler=Own")).Location);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open("/organisation/levels/announce")).Status);
        await officer.Send("/identity/account", new() { ["delegation"] = id }, "/identity/account?handler=Act");
        // Until midnight, in steps that keep the session open.
        house.Clock.Moment = house.Clock.Moment.AddHours(8);
        Assert.Equal(HttpStatusCode.OK, (await officer.Open("/organisation/levels/announce")).Status);
        house.Clock.Moment = house.Clock.Moment.AddHours(8);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open("/organisation/levels/announce")).Status);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_acts_for_a_director_needs_the_second_factor_that_the_director_needs(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var today = new DateOnly(2021, 11, 3);
        var director = await house.Person(Role.ProvinceDirector, WebHouse.Province);
        var officer = await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province);
        await Must(house, Role.ProvinceDirector);
        var made = await house.The<Delegations>().Give(director, new(officer.User!.UserId, [Delegations.Everything], today, today, "1/GUQ", today));
        var refused = await officer.Send("/identity/account", new() { ["delegation"] = made.DelegationId }, "/identity/account?handler=Act");
        Assert.Contains("Hãy bật xác thực hai lớp", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Empty((await officer.Open("/identity/account")).All(".acting-for"));
        await SetUp(house, officer);
        Assert.Equal("/", (await officer.Send("/identity/account", new() { ["delegation"] = made.DelegationId }, "/identity/account?handler=Act")).Location);
        Assert.NotEmpty((await officer.Open("/identity/account")).All(".acting-for"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Setting_the_second_factor_up_ends_the_sessions_that_came_in_by_the_password_alone(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var browser = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var elsewhere = house.Anonymous();
        await house.SignIn(elsewhere, browser.User!.SignIn, WebHouse.PasswordOfAll);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.Open("/work/today")).Status);
        await SetUp(house, browser);
        Assert.Equal(HttpStatusCode.OK, (await browser.Open("/work/today")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.Open("/work/today")).Status);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Codes_guessed_from_an_open_session_are_counted_towards_the_lock(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var browser = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var key = await SetUp(house, browser);
        house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
        const string page = "/identity/account/second-factor";
        for (var i = 0; i < SignIns.FailuresToLock; i++)
        {
            var guess = await browser.Send(page, new() { ["Code"] = Wrong(house, key) }, page + (i % 2 == 0 ? "?handler=Remove" : "?handler=Renew"));
            Assert.Contains("Mã không đúng", Assert.Single(guess.Errors), StringComparison.Ordinal);
        }

        Assert.Contains("Đã nhập sai 5 lần", Assert.Single((await browser.Send(page, new() { ["Code"] = Code(house, key) }, page + "?handler=Remove")).Errors), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await house.SignIn(house.Anonymous(), browser.User!.SignIn, WebHouse.PasswordOfAll)).Status);
        Assert.Equal(6, await house.Db.Read(s => s.One<int>("select count(*) from aud_entries where act = 'identity.factor-failed'")));
        house.Clock.Moment = house.Clock.Moment.AddMinutes(16);
        Assert.Equal("/identity/account", (await browser.Send(page, new() { ["Code"] = Code(house, key) }, page + "?handler=Remove")).Location);
    }

    [Fact]
    public async Task Who_must_have_a_second_factor_cannot_take_it_off_and_who_acts_for_such_a_person_ends_acting_with_it()
    {
        await using var house = await WebHouse.Open();
        const string page = "/identity/account/second-factor";
        var (director, officer) = (await house.SignedIn(Role.ProvinceDirector, WebHouse.Province), await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province));
        await Must(house, Role.ProvinceDirector);
        var key = await SetUp(house, director);
        house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
        Assert.Empty((await director.Open(page)).All("button[formaction*=Remove]"));
        Assert.Contains("nên không tắt được", Assert.Single((await director.Send(page, new() { ["Code"] = Code(house, key) }, page + "?handler=Remove")).Errors), StringComparison.Ordinal);
        Assert.StartsWith("/identity/code", (await house.SignIn(house.Anonymous(), director.User!.SignIn, WebHouse.PasswordOfAll)).Location, StringComparison.Ordinal);

        var today = new DateOnly(2021, 11, 3);
        var made = await house.The<Delegations>().Give(director.User, new(officer.User!.UserId, [Delegations.Everything], today, today, "1/GUQ", today));
        var own = await SetUp(house, officer);
        await officer.Send("/identity/account", new() { ["delegation"] = made.DelegationId }, "/identity/account?handler=Act");
        Assert.NotEmpty((await officer.Open("/work/today")).All(".acting-for"));
        house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
        Assert.NotEmpty((await officer.Open(page)).All("button[formaction*=Remove]"));
        Assert.Equal("/identity/account", (await officer.Send(page, new() { ["Code"] = Code(house, own) }, page + "?handler=Remove")).Location);
        Assert.Empty((await officer.Open("/work/today")).All(".acting-for"));
    }

    [Fact]
    public async Task Codes_are_asked_for_ten_times_a_minute_at_most()
    {
        await using var house = await WebHouse.Open();
        var browser = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var key = await SetUp(house, browser);
        var stranger = house.Anonymous();
        await house.SignIn(stranger, browser.User!.SignIn, WebHouse.PasswordOfAll);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await stranger.Send("/identity/code", new() { ["Code"] = Wrong(house, key) })).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await stranger.Send("/identity/code", new() { ["Code"] = Wrong(house, key) })).Status);
    }

    private static Task Must(WebHouse house, string role)
    {
        house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
        return house.The<Settings>().Set(Actor.System, Scope.Nation, Settings.NationScope, Settings.SecondFactorRoles, new DateOnly(2021, 11, 3), role, "thử");
    }

    [Fact]
    public async Task A_revoked_delegation_is_over_at_once()
    {
        await using var house = await WebHouse.Open();
        var director = await house.SignedIn(Role.DistrictDirector, WebHouse.District);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var today = new DateOnly(2021, 11, 3);
        var made = await house.The<Delegations>().Give(director.User!, new(officer.User!.UserId, [Delegations.Everything], today, today, "1/GUQ", today));
        await officer.Send("/identity/account", new() { ["delegation"] = made.DelegationId }, "/identity/account?handler=Act");
        Assert.NotEmpty((await officer.Open("/work/today")).All(".acting-for"));
        const string revoke = "/identity/account?handler=Revoke";
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send("/identity/account", new() { ["delegation"] = made.DelegationId }, revoke)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send("/identity/account", new() { ["delegation"] = made.DelegationId, ["Reason"] = "x" }, revoke)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Send("/identity/account", new() { ["delegation"] = "khong-co", ["Reason"] = "x" }, revoke)).Status);
        Assert.Equal("/identity/account", (await director.Send("/identity/account", new() { ["delegation"] = made.DelegationId, ["Reason"] = "đã về" }, revoke)).Location);
        Assert.Empty((await officer.Open("/work/today")).All(".acting-for"));
    }

    private static async Task<string> SetUp(WebHouse house, Browser browser)
    {
        const string page = "/identity/account/second-factor";
        var key = (await browser.Open(page)).One("input[name=Key]").GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.OK, (await browser.Send(page, new() { ["Key"] = key, ["Code"] = Code(house, key) })).Status);
        return key;
    }

    private static Dictionary<string, string> Fields(string present, string next) => new() { ["Present"] = present, ["Next"] = next, ["Again"] = next };

    private static string Code(WebHouse house, string key, int off = 0) =>
        ((TimeCode.At(TimeCode.FromText(key), TimeCode.StepOf(house.Clock.GetUtcNow())) + off) % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);

    private static string Wrong(WebHouse house, string key) => Code(house, key, 1);
}
