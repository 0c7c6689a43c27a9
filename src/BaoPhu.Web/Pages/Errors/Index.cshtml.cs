using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace BaoPhu.Web.Pages.Errors;

/// <summary>What is shown instead of a page that could not be: what happened, and the way back. Opened by its own address it is a missing page itself.</summary>
[IgnoreAntiforgeryToken]
public sealed class IndexModel : HousePage
{
    private static readonly int[] Known = [400, 403, 404, 429, 500, 503];

    public string Title { get; private set; } = "";
    public string Message { get; private set; } = "";

    /// <summary>Number of the failure in the log.</summary>
    public string? Number { get; private set; }

    /// <summary>Without the database there is no shell.</summary>
    public bool Bare { get; private set; }

    /// <summary>The page the person came from, if it is one of ours.</summary>
    public string? Back { get; private set; }

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var original = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        var failure = Failures.Of(HttpContext);
        var status = original is null ? StatusCodes.Status404NotFound : Response.StatusCode;
        Response.StatusCode = status;
        var key = Known.Contains(status) ? status : status >= 500 ? 500 : 400;
        Title = Text.Of($"Web.ErrorTitle_{key}");
        Message = failure?.Message ?? Text.Of($"Web.ErrorText_{key}");
        Bare = status >= 500;
        Number = status == StatusCodes.Status500InternalServerError ? failure?.Number : null;
        if (Uri.TryCreate(Request.Headers.Referer.ToString(), UriKind.Absolute, out var referer) && referer.Authority == Request.Host.Value
            && referer.PathAndQuery != original?.OriginalPath + original?.OriginalQueryString)
        {
            Back = referer.PathAndQuery;
        }

        if (IsPart)
        {
            // htmx shows the reason above the page instead of the part it asked for.
            Response.Headers["HX-Retarget"] = "#page-message";
            Response.Headers["HX-Reswap"] = "innerHTML";
            context.Result = Partial("_FailureMessage", Message);
        }
    }

    public IActionResult OnGet() => Page();
    public IActionResult OnPost() => Page();
    public IActionResult OnPut() => Page();
    public IActionResult OnDelete() => Page();
}
