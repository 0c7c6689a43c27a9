using System.Net;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Support;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace BaoPhu.Tests.Pages.Identity;

public sealed class SignInTests
{
    [Fact]
    public async Task An_auditor_begins_with_the_audit_trail_and_others_with_their_day()
    {
        await using var house = await WebHouse.Open(Engine.Sqlite);
        Assert.Equal("/audit", (await (await house.SignedIn(Role.Auditor, WebHouse.Province)).Open("/")).Location);
        Assert.Equal("/work/today", (await (await house.SignedIn(Role.DistrictOfficer, WebHouse.District)).Open("/")).Location);
    }

    [Fact]
    public async Task Nobody_is_sent_to_sign_in_and_comes_back_to_the_page_asked_for()
    {
        await using var house = await WebHouse.Open();
        var person = await house.Person(Role.DistrictOfficer, WebHouse.District);
        var browser = house.Anonymous();
        var asked = await browser.Open("/organisation/localities?q=abc");
        Assert.Equal(HttpStatusCode.Redirect, asked.Status);
        var location = Assert.IsType<string>(asked.Location);
        Assert.Contains("/identity/sign-in?returnUrl=%2Forganisation%2Flocalities%3Fq%3Dabc", location, StringComparison.Ordinal);

        var page = location[location.IndexOf("/identity", StringComparison.Ordinal)..];
        var signedIn = await browser.Send(page, new() { ["Name"] = person.SignIn.ToUpperInvariant(), ["Password"] = WebHouse.PasswordOfAll });
        Assert.Equal("/organisation/localities?q=abc", signedIn.Location);
        Assert.Equal(HttpStatusCode.OK, (await browser.Open(signedIn.Location!)).Status);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_unknown_name_and_a_wrong_password_look_the_same_and_are_recorded(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var person = await house.Person(Role.Auditor, WebHouse.Centre);
        var browser = house.Anonymous();
        var wrong = await house.SignIn(browser, person.SignIn, "không-phải-mật-khẩu");
        var unknown = await house.SignIn(browser, "khong-co-ai", "không-phải-mật-khẩu");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal(wrong.Errors, unknown.Errors);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);

        await house.SignIn(browser, person.SignIn, WebHouse.PasswordOfAll);
        await browser.Send("/organisation/localities", [], "/identity/sign-out");
        Assert.Equal(
            ["identity.sign-in-failed", "identity.sign-in-failed", "identity.sign-in", "identity.sign-out"],
            await house.Db.Read(s => s.Query<string>("select act from aud_entries where act like 'identity.sign%' order by seq")));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.Open("/organisation/localities")).Status);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Five_failures_lock_the_account_for_a_quarter_of_an_hour(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var person = await house.Person(Role.Auditor, WebHouse.Centre);
        var browser = house.Anonymous();
        for (var i = 0; i < 5; i++)
        {
            await house.SignIn(browser, person.SignIn, "sai-mật-khẩu-rồi");
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await house.SignIn(browser, person.SignIn, WebHouse.PasswordOfAll)).Status);
        house.Clock.Moment = house.Clock.Moment.AddMinutes(16);
        Assert.Equal(HttpStatusCode.Redirect, (await house.SignIn(browser, person.SignIn, WebHouse.PasswordOfAll)).Status);
    }

    [Fact]
    public async Task More_than_ten_attempts_a_minute_are_turned_away_unread()
    {
        await using var house = await WebHouse.Open();
        var browser = house.Anonymous();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await house.SignIn(browser, "khong-co-ai", "sai-mật-khẩu")).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await house.SignIn(browser, "khong-co-ai", "sai-mật-khẩu")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await house.SignIn(browser, "khac", "sai-mật-khẩu")).Status);
    }

    [Fact]
    public async Task Empty_fields_are_named_with_links_to_them()
    {
        await using var house = await WebHouse.Open();
        var answer = await house.SignIn(house.Anonymous(), " ", "");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(2, answer.Errors.Count);
        Assert.Equal(["#Name", "#Password"], answer.All(".error-summary a").Select(a => a.GetAttribute("href")));
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task Nobody_is_sent_to_another_site_after_sign_in(string target)
    {
        await using var house = await WebHouse.Open();
        var person = await house.Person(Role.Auditor, WebHouse.Centre);
        var answer = await house.Anonymous().Send("/identity/sign-in?returnUrl=" + Uri.EscapeDataString(target), new() { ["Name"] = person.SignIn, ["Password"] = WebHouse.PasswordOfAll });
        Assert.Equal("/", answer.Location);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        await using var house = await WebHouse.Open();
        var person = await house.Person(Role.Auditor, WebHouse.Centre);
        var answer = await house.Anonymous().Post("/identity/sign-in", new() { ["Name"] = person.SignIn, ["Password"] = WebHouse.PasswordOfAll });
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.DoesNotContain(answer.Response.Headers, h => h.Key == "Set-Cookie" && h.Value.Any(v => v.StartsWith("baophu=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_new_password_or_a_deactivation_ends_open_sessions()
    {
        await using var house = await WebHouse.Open();
        var people = new Personnel(house.Db, house.Clock);
        var browser = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Equal(HttpStatusCode.OK, (await browser.Open("/organisation/localities")).Status);
        await people.NewPassword(Appointer.Operator, browser.User!.UserId);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.Open("/organisation/localities")).Status);

        var other = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        await people.Deactivate(Appointer.Operator, other.User!.UserId, "nghỉ hưu");
        Assert.Equal(HttpStatusCode.Redirect, (await other.Open("/organisation/localities")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await house.SignIn(house.Anonymous(), other.User.SignIn, WebHouse.PasswordOfAll)).Status);
    }

    [Fact]
    public async Task The_session_cookie_is_closed_to_scripts_and_other_sites()
    {
        await using var house = await WebHouse.Open();
        var person = await house.Person(Role.Auditor, WebHouse.Centre);
        var answer = await house.SignIn(house.Anonymous(), person.SignIn, WebHouse.PasswordOfAll);
        var cookie = answer.Response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("baophu=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("10.0.0.5", true)]
    [InlineData("10.1.7.7", true)]
    [InlineData("::ffff:10.0.0.5", true)]
    [InlineData("10.0.0.6", false)]
    public async Task Only_a_named_proxy_says_where_a_visitor_comes_from_and_that_it_was_encrypted(string connection, bool trusted)
    {
        await using var house = await WebHouse.Open(change: services =>
        {
            services.Configure<ForwardedHeadersOptions>(o => Proxies.Trust(o, "10.0.0.5, 10.1.0.0/16"));
            services.AddSingleton<IStartupFilter>(new ComesFrom(IPAddress.Parse(connection)));
        });
        var person = await house.Person(Role.Auditor, WebHouse.Centre);
        var browser = house.Anonymous();
        // The browser speaks to the proxy, the proxy plain HTTP to the house.
        browser.Client.BaseAddress = new Uri("https://bhxh.example/");
        browser.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        browser.Client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var answer = await house.SignIn(browser, person.SignIn, WebHouse.PasswordOfAll);
        Assert.Equal(trusted ? "203.0.113.7" : connection, await house.Db.Read(s => s.One<string>("select address from idn_sessions")));
        Assert.Equal(trusted, answer.Response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("baophu=", StringComparison.Ordinal)).Contains("secure", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(trusted, answer.Response.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public void Without_named_proxies_nobodys_word_is_taken_and_a_name_that_is_no_address_is_refused()
    {
        var options = new ForwardedHeadersOptions();
        Proxies.Trust(options, null);
        Assert.Equal(ForwardedHeaders.None, options.ForwardedHeaders);
        Assert.Throws<InvalidOperationException>(() => Proxies.Trust(options, "10.0.0.5, máy chủ"));
    }

    private sealed class ComesFrom(IPAddress address) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, go) =>
            {
                (context.Connection.RemoteIpAddress, context.Request.Scheme) = (address, "http");
                return go(context);
            });
            next(app);
        };
    }
}
