using BaoPhu.BrowserTests.Support;
using BaoPhu.Core.Demonstration;

namespace BaoPhu.BrowserTests;

public sealed class SignInTests(Site site)
{
    [Fact]
    public async Task A_stranger_is_led_to_the_sign_in_page()
    {
        await using var window = await site.Open();
        Assert.Equal(200, await window.Go("/organisation/localities"));
        Assert.Contains("/identity/sign-in", window.Page.Url, StringComparison.Ordinal);
        await window.Accessible();
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task A_wrong_password_is_said_in_words_beside_the_form()
    {
        await using var window = await site.Open();
        await window.Go("/identity/sign-in");
        await window.Page.Locator("input[name=Name]").FillAsync("7922.thu2");
        await window.Page.Locator("input[name=Password]").FillAsync("khong-dung-dau");
        await window.Page.Locator("main form button").First.ClickAsync();
        await window.Page.Locator("#errors").WaitForAsync();
        Assert.Contains("/identity/sign-in", window.Page.Url, StringComparison.Ordinal);
        Assert.Equal("errors", await window.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        await window.Accessible();
    }

    [Fact]
    public async Task With_the_keyboard_alone()
    {
        await using var window = await site.Open();
        await window.Go("/identity/sign-in");

        // The first stop leads past the head of the page; then the fields come in their order.
        await window.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("#main", await window.Page.EvaluateAsync<string>("() => document.activeElement.getAttribute('href')"));
        await Reach(window, "Name");
        await window.Page.Keyboard.TypeAsync(Site.District);
        await Reach(window, "Password");
        await window.Page.Keyboard.TypeAsync(DemonstrationNation.Password);
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Arrive(url => !url.Contains("/identity/sign-in", StringComparison.Ordinal));

        // Every stop of the page that follows is seen: it has an outline or another mark of focus.
        for (var i = 0; i < 12; i++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            var unseen = await window.Page.EvaluateAsync<string?>(
                """
                () => {
                  const e = document.activeElement;
                  if (!e || e === document.body) return null;
                  const s = getComputedStyle(e), box = e.getBoundingClientRect();
                  const marked = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
                  return marked && box.width > 0 ? null : e.outerHTML.slice(0, 160);
                }
                """);
            Assert.True(unseen is null, "focus is not seen on " + unseen);
        }
    }

    private static async Task Reach(Window window, string name)
    {
        for (var i = 0; i < 15; i++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            if (await window.Page.EvaluateAsync<string?>("() => document.activeElement.getAttribute('name')") == name)
            {
                return;
            }
        }

        Assert.Fail($"the field {name} is not reached with the Tab key");
    }
}
