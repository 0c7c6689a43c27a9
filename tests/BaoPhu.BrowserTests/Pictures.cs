using BaoPhu.BrowserTests.Support;
using Microsoft.Playwright;

namespace BaoPhu.BrowserTests;

/// <summary>The pictures of the README, made from the site as it is: docs/make-pictures runs this and nothing else does.</summary>
public sealed class Pictures(Site site)
{
    // Name of the file, who looks, address (a place in braces is the first link of that page that matches), look.
    private static readonly (string Name, string Person, string Page, string? Then, Look Look)[] All =
    [
        ("viec-hom-nay", Site.District, "/work/today", null, Look.Desk),
        ("viec-hom-nay-dien-thoai", Site.District, "/work/today", null, Look.Phone),
        ("don-vi", Site.Province, "/register/employers", "^/register/employers/79-", Look.Desk),
        ("ghi-ket-qua", Site.District, "/work/today?act=visit", "^/work/tasks/.+", Look.Desk),
        ("cap-do", Site.Province, "/organisation/levels", null, Look.Desk),
        ("quy-dinh", Site.Province, "/policy", null, Look.Desk),
        ("ghi-ket-qua-dien-thoai", Site.District, "/work/today", "^/work/tasks/.+", Look.Phone),
    ];

    [Fact(Explicit = true)]
    public async Task Make()
    {
        var folder = Environment.GetEnvironmentVariable("BAOPHU_PICTURES") ?? throw new InvalidOperationException("BAOPHU_PICTURES names no folder");
        Directory.CreateDirectory(folder);
        foreach (var (name, person, page, then, look) in All)
        {
            await using var window = await site.Open(person, look);
            if (await window.Go(page) != 200)
            {
                await Console.Error.WriteLineAsync($"{name}: {page} is not built yet");
                continue;
            }

            if (then is not null)
            {
                if (await window.FirstLink(then) is not { } link)
                {
                    await Console.Error.WriteLineAsync($"{name}: {page} has no link like {then}");
                    continue;
                }

                await window.Go(link);
            }

            // The clock ticks and carets blink: a picture of the same page should be the same file.
            await window.Page.AddStyleTagAsync(new() { Content = "*{caret-color:transparent!important;transition:none!important;animation:none!important}" }).ContinueWith(_ => { }, TaskScheduler.Default);
            await window.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), Scale = ScreenshotScale.Css, Animations = ScreenshotAnimations.Disabled });
        }
    }
}
