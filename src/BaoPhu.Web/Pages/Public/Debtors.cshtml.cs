using System.Globalization;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace BaoPhu.Web.Pages.Public;

/// <summary>
/// The published debtors, for anybody without signing in: names and amounts, nothing else. The page is the same for everyone and may be kept by caches for some minutes; the file
/// is that of the press. No page of the house: that would carry messages from one page to the next in a cookie, which no cache may keep.
/// </summary>
public sealed class DebtorsModel(Publications publications, Door door, TimeProvider clock) : PageModel
{
    /// <summary>How long a cache may keep the page: a name that was paid is gone everywhere soon after.</summary>
    private const string Caching = "public, max-age=300";

    [BindProperty(Name = "province", SupportsGet = true)]
    public string? Province { get; set; }

    [BindProperty(Name = "after", SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty(Name = "before", SupportsGet = true)]
    public string? Before { get; set; }

    [BindProperty(Name = "format", SupportsGet = true)]
    public string? Format { get; set; }

    public PublicPage List { get; private set; } = null!;

    public string ProvinceName(string code) => Reference.Provinces.First(p => p.Code == code).Name;

    public string FileAddress(string format) => QueryHelpers.AddQueryString("/public/debtors", new Dictionary<string, string?> { ["province"] = string.IsNullOrEmpty(Province) ? null : Province, ["format"] = format }.Where(p => p.Value is not null));

    public async Task<IActionResult> OnGetAsync()
    {
        // The answer to somebody who is signed in may renew their cookie: caches do not keep that one.
        if (Request.Cookies.Count == 0)
        {
            Response.Headers.CacheControl = Caching;
        }

        if (Format is "xlsx" or "csv")
        {
            if (!HttpContext.RequestServices.GetRequiredService<PublicLimits>().MayTakeFile(door.Visitor.Address))
            {
                Response.Headers.CacheControl = "no-store";
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                ModelState.AddModelError("", Words.T("Publications.TooManyFiles"));
                List = await publications.Public(Province, After, Before);
                return Page();
            }

            var name = Words.T("Publications.FileName") + "-" + (string.IsNullOrEmpty(Province) ? "" : Province + "-") + clock.Today().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            return await LongFile.Aside(async into =>
            {
                await publications.PublicFile(Province, Format, into);
                return Format == "xlsx" ? ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name + ".xlsx") : ("text/csv; charset=utf-8", name + ".csv");
            });
        }

        List = await publications.Public(Province, After, Before);
        return Page();
    }
}
