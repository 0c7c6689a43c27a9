using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Identity;

public sealed class LanguageTests
{
    [Theory, ClassData(typeof(Engines))]
    public async Task A_person_switches_to_English_and_back_and_it_stays(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var browser = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var page = await browser.Open("/work/today");
        Assert.Equal("vi", page.One("html").GetAttribute("lang"));
        Assert.Contains("Việc hôm nay", page.Words, StringComparison.Ordinal);

        var answer = await Choose(browser, "en", "/work/today?sort=name");
        Assert.Equal("/work/today?sort=name", answer.Location);
        page = await browser.Open("/work/today");
        Assert.Equal("en", page.One("html").GetAttribute("lang"));
        Assert.Contains("Today's work", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Việc hôm nay", page.Words, StringComparison.Ordinal);

        await Choose(browser, "vi", "/work/today");
        Assert.Contains("Việc hôm nay", (await browser.Open("/work/today")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_chooses_it_before_signing_in()
    {
        await using var house = await WebHouse.Open();
        var browser = house.Anonymous();
        var answer = await Choose(browser, "en", "/identity/sign-in");
        Assert.Equal("/identity/sign-in", answer.Location);
        Assert.Equal("Sign in", (await browser.Open("/identity/sign-in")).One("h1").TextContent);
    }

    [Fact]
    public async Task An_unknown_language_is_refused_and_nobody_is_led_away()
    {
        await using var house = await WebHouse.Open();
        var browser = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Equal(HttpStatusCode.BadRequest, (await Choose(browser, "fr", "/")).Status);
        Assert.Equal("/", (await Choose(browser, "en", "https://elsewhere.example/")).Location);
    }

    private static Task<Answer> Choose(Browser browser, string language, string returnUrl) =>
        browser.Send("/", new() { ["language"] = language, ["returnUrl"] = returnUrl }, "/identity/language");
}
