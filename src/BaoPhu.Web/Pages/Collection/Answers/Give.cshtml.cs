using BaoPhu.Core.Collection.Answers;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Collection.Answers;

/// <summary>
/// Where a link leads: the employer sees one debt and answers, without an account. Whatever does not hold (wrong, altered, expired, revoked, another's, paid) gets the same kind page, with
/// nothing on it.
/// </summary>
public sealed class GiveModel(EmployerAnswers answers, Door door) : SaidFields
{
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>The kind of the answer that was just given.</summary>
    [BindProperty(Name = "thanks", SupportsGet = true)]
    public string? Thanks { get; set; }

    /// <summary>Null: there is nothing to be shown.</summary>
    public AnswerView? View { get; private set; }

    public bool TooOften { get; private set; }

    /// <summary>Opened without what stands behind "/answer/": a link copied in part.</summary>
    public bool Incomplete => string.IsNullOrWhiteSpace(Token);

    public string Here => "/answer/" + Uri.EscapeDataString(Token ?? "");

    public async Task<IActionResult> OnGetAsync()
    {
        About = AnswerKinds.All.Contains(About) ? About : null;
        if (!Limits.MayOpen(door.Visitor.Address))
        {
            return Refused();
        }

        View = await answers.Open(Token);
        return Shown();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Limits.MaySend(door.Visitor.Address))
        {
            return Refused();
        }

        View = await answers.Open(Token);
        if (View is null)
        {
            ModelState.Clear();
            return Shown();
        }

        SayWhere();
        return await Try(async () => await answers.Give(Token, About ?? "", Answer) ? LocalRedirect($"{Here}?thanks={About}") : Gone());
    }

    private PublicLimits Limits => HttpContext.RequestServices.GetRequiredService<PublicLimits>();

    private IActionResult Gone()
    {
        View = null;
        return Shown();
    }

    private IActionResult Shown()
    {
        Response.StatusCode = View is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return Page();
    }

    private IActionResult Refused()
    {
        ModelState.Clear();
        TooOften = true;
        Response.StatusCode = StatusCodes.Status429TooManyRequests;
        return Page();
    }
}
