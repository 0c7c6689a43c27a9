using BaoPhu.BrowserTests.Support;

namespace BaoPhu.BrowserTests;

/// <summary>What holds for every page in the menu, whoever looks at it: a page that is built comes under these tests by being in the menu.</summary>
public sealed class EveryPageTests(Site site)
{
    private const int FirstVisitBytes = 100 * 1024;

    [Theory]
    [InlineData(Site.District)]
    [InlineData(Site.Province)]
    [InlineData(Site.Centre)]
    [InlineData(Site.Administrator)]
    public async Task Opens_without_fault_and_can_be_used_by_everybody(string person)
    {
        await using var window = await site.Open(person);
        var faults = await Faults(window);
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Theory]
    [InlineData(Site.District)]
    [InlineData(Site.Province)]
    public async Task Fits_a_phone(string person)
    {
        await using var window = await site.Open(person, Look.Phone);
        var faults = await Faults(window);
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    /// <summary>All that is wrong with the pages in the menu, so that one run names it all.</summary>
    private static async Task<List<string>> Faults(Window window)
    {
        var faults = new List<string>();
        var pages = await window.Menu();
        Assert.NotEmpty(pages);
        foreach (var page in pages)
        {
            if (await window.Go(page) is var status && status != 200)
            {
                faults.Add($"{page}: {status}");
                continue;
            }

            faults.AddRange(await window.Barriers());
            faults.AddRange(await window.FormsWithoutToken());
            faults.AddRange(await window.Clipped());
            if (await window.TooWide() is { } wide)
            {
                faults.Add(wide);
            }
        }

        faults.AddRange(window.Faults);
        return faults;
    }

    [Theory]
    [InlineData(Look.Desk)]
    [InlineData(Look.Phone)]
    public async Task A_planted_button_that_is_cut_is_found(Look look)
    {
        await using var window = await site.Open(Site.District, look);
        await window.Go("/work/today");
        Assert.Empty(await window.Clipped());
        await window.Page.EvaluateAsync(
            """
            () => document.querySelector('main').insertAdjacentHTML('beforeend',
              '<div id="planted"><nav><a href="/x">Một thẻ nằm ngoài khung</a></nav><button>Một nút bị cắt chữ</button><input placeholder="Một lời nhắc dài hơn ô của nó"></div>')
            """);
        // The house's policy lets no style stand in the page itself.
        await window.Page.EvaluateAsync(
            """
            () => {
              const [frame, tab, button, field] = ['#planted', '#planted a', '#planted button', '#planted input'].map(s => document.querySelector(s));
              Object.assign(frame.style, { width: '150px', overflowX: 'auto' });
              Object.assign(tab.style, { display: 'block', width: '300px' });
              Object.assign(button.style, { width: '40px', overflow: 'hidden', whiteSpace: 'nowrap' });
              field.style.width = '80px';
            }
            """);
        var cut = await window.Clipped();
        Assert.Collection(
            cut.Order(StringComparer.Ordinal).Select(c => c.Split(": ")[1]).Distinct(StringComparer.Ordinal),
            how => Assert.Equal("its hint is cut", how),
            how => Assert.Equal("its words are cut", how),
            how => Assert.Equal("stands out", how));
    }

    [Fact]
    public async Task A_first_visit_costs_less_than_100_KB()
    {
        var heavy = new List<string>();
        await using (var stranger = await site.Open())
        {
            Weigh("/identity/sign-in", await stranger.Weigh("/identity/sign-in"));
        }

        // One window: every visit is weighed with an empty cache.
        await using var window = await site.Open(Site.Province);
        foreach (var page in await window.Menu())
        {
            Weigh(page, await window.Weigh(page));
        }

        Assert.True(heavy.Count == 0, string.Join("\n", heavy));

        void Weigh(string page, long bytes)
        {
            // Less than this and nothing was measured.
            Assert.InRange(bytes, 2_000, long.MaxValue);
            if (bytes >= FirstVisitBytes)
            {
                heavy.Add($"{page}: {bytes:N0} bytes");
            }
        }
    }

    [Fact]
    public async Task Works_without_script()
    {
        await using var window = await site.Open(script: false);
        await window.SignIn(Site.Province);
        foreach (var address in await HrefsInNav(window))
        {
            Assert.Equal(200, await window.Go(address));
            Assert.True(await window.Page.Locator("main h1").CountAsync() > 0, address + " has no heading");
        }

        static async Task<List<string>> HrefsInNav(Window window)
        {
            var links = new List<string>();
            foreach (var link in await window.Page.Locator("nav a[href^='/']").AllAsync())
            {
                links.Add((await link.GetAttributeAsync("href"))!);
            }

            return [.. links.Distinct(StringComparer.Ordinal)];
        }
    }
}
