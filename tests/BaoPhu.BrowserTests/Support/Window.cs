using System.Text.Json;
using BaoPhu.Core.Demonstration;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BaoPhu.BrowserTests.Support;

/// <summary>One browser window with a page, and what every page is held to.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    internal Window(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, error) => Faults.Add(page.Url + ": " + error);
        page.Console += (_, message) =>
        {
            // Chromium reports answers such as 400 and refusals of the content policy here; only the latter are faults of a page.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                Faults.Add(page.Url + ": " + message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Script errors and breaches of the content policy so far.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Opens an address of the site and returns the status.</summary>
    public async Task<int> Go(string path) => (await Page.GotoAsync(path))!.Status;

    public async Task SignIn(string signIn)
    {
        await Go("/identity/sign-in");
        await Page.Locator("input[name=Name]").FillAsync(signIn);
        await Page.Locator("input[name=Password]").FillAsync(DemonstrationNation.Password);
        await Page.Locator("main form button").First.ClickAsync();
        await Arrive(url => !url.Contains("/identity/sign-in", StringComparison.Ordinal));
    }

    /// <summary>
    /// Waits until the address is the one meant and its main part is there. The event "load" is not waited for: the driver misses it when the page was there before it was asked.
    /// </summary>
    public async Task Arrive(Func<string, bool> address)
    {
        await Page.WaitForURLAsync(address, new() { WaitUntil = WaitUntilState.Commit });
        await Page.Locator("main").First.WaitForAsync();
    }

    /// <summary>Addresses of the modules that the person sees, those inside modules too.</summary>
    public async Task<IReadOnlyList<string>> Menu()
    {
        var found = new List<string>();
        await Go("/");
        foreach (var module in await Links())
        {
            if (!found.Contains(module, StringComparer.Ordinal))
            {
                found.Add(module);
            }

            await Go(module);
            foreach (var inside in (await Links()).Where(l => !found.Contains(l, StringComparer.Ordinal)))
            {
                found.Add(inside);
            }
        }

        return found;

        async Task<string[]> Links() => await Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('nav a[href^=\"/\"]')].map(a => a.getAttribute('href').split('?')[0])");
    }

    /// <summary>Address of the first link in the main part whose address matches, or null.</summary>
    public async Task<string?> FirstLink(string pattern) => await Page.EvaluateAsync<string?>(
        "p => [...document.querySelectorAll('main a[href]')].map(a => a.getAttribute('href')).find(h => new RegExp(p).test(h)) ?? null", pattern);

    /// <summary>No serious or critical finding of axe on the page as it stands (WCAG 2.2 AA).</summary>
    public async Task Accessible()
    {
        var barriers = await Barriers();
        Assert.True(barriers.Count == 0, string.Join("\n", barriers));
    }

    /// <summary>Serious and critical findings of axe, a line each.</summary>
    public async Task<IReadOnlyList<string>> Barriers()
    {
        var result = await Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
        return [.. result.Violations.Where(v => v.Impact is "serious" or "critical")
            .SelectMany(v => v.Nodes.Take(3).Select(n => $"{new Uri(Page.Url).PathAndQuery}: {v.Id} ({v.Impact}): {n.Html}"))];
    }

    /// <summary>Forms that would be refused when sent: Razor adds no token to a form with an address of its own unless asp-antiforgery is said.</summary>
    public async Task<string[]> FormsWithoutToken() => await Page.EvaluateAsync<string[]>(
        "() => [...document.forms].filter(f => f.method === 'post' && !f.elements.__RequestVerificationToken).map(f => location.pathname + ': no token in the form to ' + f.action)");

    /// <summary>What of the page stands out sideways, or null.</summary>
    public async Task<string?> TooWide()
    {
        var wide = await Page.EvaluateAsync<string?>(
            """
            () => {
              const room = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= room + 1) return null;
              const inScroller = e => { for (let p = e.parentElement; p; p = p.parentElement) { const o = getComputedStyle(p).overflowX; if (o === 'auto' || o === 'scroll' || o === 'hidden') return true; } return false; };
              const e = [...document.querySelectorAll('body *')].find(e => e.getBoundingClientRect().right > room + 1 && !inScroller(e));
              return document.documentElement.scrollWidth + ' of ' + room + ': ' + (e ? e.outerHTML.slice(0, 200) : '?');
            }
            """);
        return wide is null ? null : $"{new Uri(Page.Url).PathAndQuery} is {wide}";
    }

    /// <summary>Buttons, tabs and links of the menus that are not seen whole, and hints in fields that are cut, a line each. A table may be moved sideways: what stands in it is reached.</summary>
    public async Task<string[]> Clipped() => await Page.EvaluateAsync<string[]>(
        """
        () => {
          const room = document.documentElement.clientWidth, cut = [];
          const tell = (e, how) => cut.push(`${location.pathname} at ${innerWidth}: ${how}: ${e.outerHTML.slice(0, 160)}`);
          const seen = e => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 1;
          for (const e of document.querySelectorAll('button, .btn, summary, [role=tab], nav a')) {
            if (!seen(e) || e.closest('.table-wrap, .visually-hidden')) continue;
            const box = e.getBoundingClientRect(), style = getComputedStyle(e);
            if (style.overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1) tell(e, 'its words are cut');
            let [left, right] = [0, room];
            for (let p = e.parentElement; p; p = p.parentElement) {
              if (getComputedStyle(p).overflowX === 'visible') continue;
              const frame = p.getBoundingClientRect();
              [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
            }
            if (box.left < left - 1 || box.right > right + 1) tell(e, 'stands out');
          }
          const pen = document.createElement('canvas').getContext('2d');
          for (const e of document.querySelectorAll('input[placeholder]')) {
            if (!seen(e)) continue;
            const style = getComputedStyle(e);
            pen.font = style.font;
            const width = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
            if (pen.measureText(e.placeholder).width > width + 1) tell(e, 'its hint is cut');
          }
          return cut;
        }
        """);

    /// <summary>Bytes over the wire, compressed as sent, of a visit with an empty cache.</summary>
    public async Task<long> Weigh(string path)
    {
        var session = await _context.NewCDPSessionAsync(Page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.clearBrowserCache");
        var bytes = 0L;
        var finished = session.Event("Network.loadingFinished");
        finished.OnEvent += Count;
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
        finished.OnEvent -= Count;
        await session.DetachAsync();
        return bytes;

        void Count(object? sender, JsonElement? e) => Interlocked.Add(ref bytes, e is { } x && x.TryGetProperty("encodedDataLength", out var length) ? (long)length.GetDouble() : 0);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
