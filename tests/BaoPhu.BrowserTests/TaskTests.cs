using System.Text.RegularExpressions;
using BaoPhu.BrowserTests.Support;

namespace BaoPhu.BrowserTests;

/// <summary>The act that is done a thousand times a day: from the day's list to a task, what came of it, done.</summary>
public sealed class TaskTests(Site site)
{
    [Theory]
    [InlineData(Look.Desk, true)]
    [InlineData(Look.Phone, true)]
    [InlineData(Look.Desk, false)]
    [InlineData(Look.Phone, false)]
    public async Task An_outcome_is_recorded(Look look, bool script)
    {
        await using var window = await site.Open(script ? Site.District : null, look, script);
        if (!script)
        {
            await window.SignIn(Site.District);
        }

        Assert.Equal(200, await window.Go("/work/today?whose=office"));
        var before = await Count(window);
        await window.Page.Locator("main td.act a[href*='-contact-'], main td.act a[href*='-urge-']").First.ClickAsync();
        await window.Arrive(url => Regex.IsMatch(url, "/work/tasks/[^/]+-(contact|urge)-\\d+$"));
        if (script)
        {
            await window.Accessible();
            Assert.Null(await window.TooWide());
            Assert.Empty(await window.FormsWithoutToken());
        }

        var task = window.Page.Url;
        await window.Page.Locator("input[name=Outcome][value=reached]").First.CheckAsync();
        await window.Page.Locator("textarea[name=Note]").FillAsync("Kế toán đã nghe máy.");
        await window.Page.Locator("form.one-step button.btn-primary").ClickAsync();
        await window.Page.Locator("[role=status]").First.WaitForAsync();

        // The task is done: it has no form any more, its history has the note, and the day is one shorter.
        await window.Page.GotoAsync(task);
        Assert.Equal(0, await window.Page.Locator("input[name=Outcome]").CountAsync());
        Assert.Contains("Kế toán đã nghe máy.", await window.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await window.Go("/work/today?whose=office");
        // One that recurs opens its next as it is done.
        Assert.InRange(await Count(window), before - 1, before);
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_promise_without_its_day_is_sent_back_with_the_words_kept()
    {
        await using var window = await site.Open(Site.District);
        await window.Go("/work/today?whose=office");
        await window.Page.Locator("main td.act a[href*='-contact-'], main td.act a[href*='-urge-']").First.ClickAsync();
        await window.Page.Locator("input[name=Outcome][value=promised]").CheckAsync();
        await window.Page.Locator("textarea[name=Note]").FillAsync("Hẹn nộp cuối tuần");
        await window.Page.Locator("form.one-step button.btn-primary").ClickAsync();
        await window.Page.Locator("#errors").WaitForAsync();
        Assert.Equal("Hẹn nộp cuối tuần", await window.Page.Locator("textarea[name=Note]").InputValueAsync());
        Assert.True(await window.Page.Locator("input[name=Outcome][value=promised]").IsCheckedAsync());
        await window.Accessible();
    }

    /// <summary>The number that the list says it shows.</summary>
    private static async Task<int> Count(Window window) =>
        int.Parse(Regex.Match(await window.Page.Locator(".count-line strong").InnerTextAsync(), "[0-9.]+").Value.Replace(".", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
}
