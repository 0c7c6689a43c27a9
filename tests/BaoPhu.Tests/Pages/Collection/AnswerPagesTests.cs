using System.Net;
using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Rules;
using BaoPhu.Tests.Pages.Work;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BaoPhu.Tests.Pages.Collection;

/// <summary>The page of a link without an account, on the real site: what it shows, and that nothing else leaks. Answers on the pages of officers.</summary>
public sealed class AnswerPagesTests
{
    private const string Employer = "79-TB0001B";
    private const string Task = Employer + "-visit-1";

    [Fact]
    public async Task The_employer_sees_one_debt_and_promises_without_an_account()
    {
        await using var house = await WorkPageTests.Open();
        var url = await Link(house);
        var employer = house.Anonymous();
        var page = await employer.Open(url);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("2.000.000", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("0901234567", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("0301234567", page.Text, StringComparison.Ordinal);
        Assert.Equal("no-referrer", Assert.Single(page.Response.Headers.GetValues("Referrer-Policy")));
        Assert.Contains("noindex", Assert.Single(page.Response.Headers.GetValues("X-Robots-Tag")), StringComparison.Ordinal);
        Assert.True(page.Response.Headers.CacheControl?.NoStore);
        Assert.Contains("noindex", page.One("meta[name=robots]").GetAttribute("content"), StringComparison.Ordinal);
        Assert.DoesNotContain(page.All("a, link, script, img"), e => (e.GetAttribute("href") ?? e.GetAttribute("src") ?? "").StartsWith("http", StringComparison.Ordinal));

        var wrong = await employer.Send(url + "?about=promise", new() { ["about"] = "promise", ["On[0]"] = "20/11/2021" }, to: url);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Single(wrong.Errors);
        var sent = await employer.Send(url + "?about=promise", new() { ["about"] = "promise", ["On[0]"] = "20/11/2021", ["Part[0]"] = "2.000.000" }, to: url);
        Assert.Equal(HttpStatusCode.Redirect, sent.Status);
        Assert.Contains("ngày và số tiền", (await employer.Open(sent.Location!)).Words, StringComparison.Ordinal);

        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var today = await officer.Open("/work/today");
        var waiting = today.One(".waiting-answers a").GetAttribute("href")!;
        Assert.Contains("20/11/2021", (await officer.Open(waiting)).Words, StringComparison.Ordinal);
        Assert.Contains("Hẹn nộp 2.000.000 đồng ngày 20/11/2021", (await officer.Open("/collection/cases/" + Employer + "?kind=answer")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_does_not_hold_gets_the_same_kind_page_without_data()
    {
        await using var house = await WorkPageTests.Open();
        var (own, other) = (await Link(house), await Link(house, "79-TA0001A-contact-1"));
        var paid = other;
        await house.Db.Write(tx => tx.Execute("update reg_months set paid_social = due_social where employer_id = @id", new { id = EmployerKey.Id("79", "TA0001A") }));
        var nobody = house.Anonymous();
        var plain = await nobody.Open("/answer/x");
        string[] wrong =
        [
            "/answer/" + new string('A', 43), own[..^3] + "AAA", own[..30] + other[30..], paid, own + "A", "/answer/" + new string('x', 5000),
        ];
        foreach (var url in wrong)
        {
            Same(plain, await nobody.Open(url));
            var sent = await nobody.Send(own, new() { ["about"] = "contact", ["ContactName"] = "Lan", ["ContactPhone"] = "0901" }, to: url);
            Same(plain, sent);
        }

        await house.The<AnswerLinks>().Revoke(Actor.System, Scope.Nation, "79", "TB0001B", "gửi nhầm");
        Same(plain, await nobody.Open(own));
        house.Clock.Moment = house.Clock.Moment.AddDays(60);
        Same(plain, await nobody.Open(own));
        Assert.Equal(0, await house.Db.Read(s => s.One<long>("select count(*) from col_answers")));

        static void Same(Support.Answer expected, Support.Answer found)
        {
            Assert.Equal(HttpStatusCode.NotFound, found.Status);
            Assert.Equal(expected.Words, found.Words);
            Assert.DoesNotContain("Công ty", found.Text, StringComparison.Ordinal);
            Assert.Equal("no-referrer", Assert.Single(found.Response.Headers.GetValues("Referrer-Policy")));
        }
    }

    [Theory]
    [InlineData("/answer")]
    [InlineData("/answer/")]
    public async Task A_link_copied_in_part_is_told_to_be_incomplete(string url)
    {
        await using var house = await WorkPageTests.Open();
        var page = await house.Anonymous().Open(url);
        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Equal("Liên kết chưa đầy đủ", page.One("h1").TextContent.Trim());
        Assert.Contains("mở lại liên kết", page.Words, StringComparison.Ordinal);
        Assert.Equal("no-referrer", Assert.Single(page.Response.Headers.GetValues("Referrer-Policy")));
    }

    [Fact]
    public async Task The_token_stands_in_no_log_even_when_the_page_fails()
    {
        var log = new Kept();
        await using var house = await WebHouse.Open(change: services => services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));
        var small = await SmallProvince.Create(house.Database);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TB0001B", 202109);
        await small.Plan("2021-11-03T08:00");
        var url = await Link(house);
        log.Lines.Clear();
        await house.Db.Write(tx => tx.Execute("drop table col_answer_links"));
        var failed = await house.Anonymous().Open(url);
        Assert.Equal(HttpStatusCode.InternalServerError, failed.Status);
        Assert.Equal("no-referrer", Assert.Single(failed.Response.Headers.GetValues("Referrer-Policy")));
        Assert.Contains(log.Lines, l => l.Contains("failure", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, l => l.Contains(url["/answer/".Length..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_storm_from_one_address_is_turned_away()
    {
        await using var house = await WorkPageTests.Open();
        var nobody = house.Anonymous();
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await nobody.Open("/answer/x")).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await nobody.Open("/answer/x")).Status);
    }

    [Fact]
    public async Task The_page_speaks_English_to_who_asks_for_it()
    {
        await using var house = await WorkPageTests.Open();
        var url = await Link(house);
        var employer = house.Anonymous();
        await employer.Send(url, new() { ["language"] = "en", ["returnUrl"] = url }, to: "/identity/language");
        Assert.Contains("We have paid", (await employer.Open(url)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_officer_notes_an_answer_and_deals_with_it()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var page = "/collection/answers/new?task=" + Task;
        Assert.Equal(4, (await officer.Open(page)).All(".answer-choices a").Count);
        var fields = new Dictionary<string, string> { ["task"] = Task, ["about"] = "paid", ["Amount"] = "2.000.000", ["PaidOn"] = "02/11/2021", ["Reference"] = "BHXH 103 00 TB0001B 07901" };
        Assert.Equal("Chọn cách đơn vị trả lời.", Assert.Single((await officer.Send(page + "&about=paid", fields, to: "/collection/answers/new")).Errors));
        fields["Channel"] = "phone";
        var noted = await officer.Send(page + "&about=paid", fields, to: "/collection/answers/new");
        Assert.Equal(HttpStatusCode.Redirect, noted.Status);
        var answer = await officer.Open(noted.Location!);
        Assert.Contains("Nộp 2.000.000 đồng ngày 02/11/2021", answer.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(noted.Location!, new() { ["Version"] = "1" })).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(noted.Location!, new() { ["Version"] = "1", ["Note"] = "đã thấy trên sổ" })).Status);
        Assert.Contains("đã thấy trên sổ", (await officer.Open(noted.Location!)).Words, StringComparison.Ordinal);

        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Open(page)).Status);
        Assert.Equal(HttpStatusCode.OK, (await auditor.Open(noted.Location!)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(noted.Location!, new() { ["Version"] = "2", ["Note"] = "x" })).Status);
        var other = await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Open(noted.Location!)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Open(page)).Status);
    }

    [Fact]
    public async Task A_proposed_contact_is_accepted_or_declined_on_its_page()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var keys = new List<string>();
        foreach (var phone in (string[])["0912345678", "0933333333"])
        {
            keys.Add("/collection/answers/" + await house.The<EmployerAnswers>().Note(Actor.System, Scope.Nation, Task, "phone", AnswerKinds.Contact, new AnswerSaid { Name = "Lan", Phone = phone }));
        }

        var page = await officer.Open(keys[0]);
        Assert.Contains("Chấp nhận liên hệ mới", page.Words, StringComparison.Ordinal);
        Assert.Contains("Liên hệ trên sổ", page.Words, StringComparison.Ordinal);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        var other = await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict);
        foreach (var handler in (string[])["Accept", "Decline"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(keys[0], new() { ["Version"] = "1", ["Note"] = "x" }, $"{keys[0]}?handler={handler}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await other.Send(keys[0], new() { ["Version"] = "1", ["Note"] = "x" }, $"{keys[0]}?handler={handler}")).Status);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(keys[0], new() { ["Version"] = "1" }, keys[0] + "?handler=Accept")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(keys[0], new() { ["Version"] = "1" }, keys[0] + "?handler=Accept")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(keys[1], new() { ["Version"] = "1" }, keys[1] + "?handler=Decline")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(keys[1], new() { ["Version"] = "1", ["Note"] = "không đúng" }, keys[1] + "?handler=Decline")).Status);
        Assert.Contains("Đổi liên hệ của đơn vị", (await officer.Open("/collection/cases/79-TB0001B?kind=answer")).Words, StringComparison.Ordinal);
    }

    private static async Task<string> Link(WebHouse house, string task = Task) =>
        new Uri((await house.The<AnswerLinks>().Make(Actor.System, Scope.Nation, task)).Url).AbsolutePath;

    private sealed class Kept : ILoggerProvider, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        // As the site is set up: the framework's own lines only from warnings on.
        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
