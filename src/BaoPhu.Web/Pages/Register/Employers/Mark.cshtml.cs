using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Register.Employers;

/// <summary>A finding about an employer, with its day and grounds.</summary>
[Act(Permissions.Change)]
public sealed class MarkModel(Core.Register.Employers employers, Marks marks) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    [BindProperty]
    public string? Mark { get; set; }

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public string? Grounds { get; set; }

    public Employer Employer { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Marks.Kinds.Select(k => new SelectListItem(Words.T("Register.Mark_" + k), k))];

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        From = Today;
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
                await marks.Record(Me.Actor, Me.Scope, province, code, Mark!, From!.Value, Grounds ?? "");
                return Done("/register/employers/" + Key, Words.T("Register.Marked"));
            },
            Load);
    }

    private async Task Load()
    {
        var (province, code) = EmployerModel.Split(Key);
        Employer = await employers.Find(Me.Scope, province, code);
    }
}
