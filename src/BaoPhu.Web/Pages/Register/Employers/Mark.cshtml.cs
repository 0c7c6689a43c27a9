using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Register.Employers;

/// <summary>A finding about an employer, with its day and grounds.</summary>
[Act(Permissions.Change)]
public sealed class MarkModel(Core.Register.Employers employers, Marks marks, EmployerFindings findings) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    [BindProperty]
    public string? Mark { get; set; }

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public string? Grounds { get; set; }

    /// <summary>The mark that ends.</summary>
    [BindProperty]
    public string? Ended { get; set; }

    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public string? EndGrounds { get; set; }

    /// <summary>The marks that have no end yet.</summary>
    public IReadOnlyList<SelectListItem> Lasting { get; private set; } = [];

    public Employer Employer { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Marks.Kinds.Select(k => new SelectListItem(Words.T("Register.Mark_" + k), k))];

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        (From, Until) = (Today, Today);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Need(Mark, nameof(Mark), "Register.NeedMark");
        Need(From, nameof(From), "Register.NeedDay");
        AtField("Register.MarkNeedsGrounds", nameof(Grounds));
        AtField("Register.MarkInFuture", nameof(From));
        AtField("Register.MarkAlreadySet", nameof(Mark));
        return await Try(
            async () =>
            {
                var (province, code) = EmployerModel.Split(Key);
                await findings.Mark(Me.Actor, Me.Scope, province, code, Mark!, From!.Value, Grounds ?? "");
                return Done("/register/employers/" + Key, Words.T("Register.Marked"));
            },
            Load);
    }

    public async Task<IActionResult> OnPostEndAsync()
    {
        Need(Ended, nameof(Ended), "Register.NeedMark");
        Need(Until, nameof(Until), "Register.NeedDay");
        AtField("Register.MarkNeedsGrounds", nameof(EndGrounds));
        AtField("Register.NoSuchMark", nameof(Until));
        return await Try(
            async () =>
            {
                var (province, code) = EmployerModel.Split(Key);
                await findings.EndMark(Me.Actor, Me.Scope, province, code, Ended!, Until!.Value, EndGrounds ?? "");
                return Done("/register/employers/" + Key, Words.T("Register.MarkEnded"));
            },
            Load);
    }

    private async Task Load()
    {
        var (province, code) = EmployerModel.Split(Key);
        Employer = await employers.Find(Me.Scope, province, code);
        Lasting =
        [
            .. (await marks.History(Me.Scope, province, code)).Where(m => m.UntilDate is null)
                .Select(m => new SelectListItem(Words.T("Register.MarkSince", Words.T("Register.Mark_" + m.Kind), Show.Date(m.FromDate)), m.Kind)),
        ];
    }
}
