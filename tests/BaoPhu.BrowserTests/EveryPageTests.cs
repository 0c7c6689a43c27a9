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
            if (await window.TooWide() is { } wide)
            {
                faults.Add(wide);
            }
        }

        faults.AddRange(window.Faults);
        return faults;
    }

    [Fact]
    public async Task A_first_visit_costs_less_than_100_KB()
    {
        var heavy = new List<string>();
        await using (var stranger = await site.Open())
        {
            Weigh("/identity/sign-in", await stranger.Weigh("/identity/sign-in"));
        }

        IReadOnlyList<string> pages;
        await using (var window = await site.Open(Site.Province))
        {
            pages = await window.Menu();
        }

        foreach (var page in pages)
        {
            await using var window = await site.Open(Site.Province);
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
