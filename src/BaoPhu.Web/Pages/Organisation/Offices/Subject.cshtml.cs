using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Organisation.Offices;

/// <summary>What a central unit deals with, from a day on: it gives its officers their rights.</summary>
[Act(Permissions.Change)]
public sealed class SubjectModel(Core.Organisation.Offices offices) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty]
    public string? Subject { get; set; }

    [BindProperty]
    public DateOnly? From { get; set; }

    public Office Office { get; private set; } = null!;
    public IEnumerable<SelectListItem> Subjects => UnitSubject.All.Select(s => new SelectListItem(Text.Of("People.Subject_" + s), s));

    public async Task OnGetAsync()
    {
        await Load();
        (Subject, From) = (Office.Subject, Today);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        Need(Subject, nameof(Subject), "Web.Required");
        Need(From, nameof(From), "Organisation.NeedValidFrom");
        AtField("People.UnknownSubject", nameof(Subject));
        return await Try(async () =>
        {
            await offices.SetSubject(Me.Actor, Me.Scope, Code, Subject!, From!.Value);
            return Done("/organisation/offices/" + Code, Text.Of("People.SubjectSaved", Office.Name, Text.Of("People.Subject_" + Subject), Show.Date(From.Value)));
        });
    }

    private async Task Load() => Office = await offices.Find(Code) is { Kind: OfficeKind.CentralUnit } unit && OfficeView.Sees(Me.Scope, unit)
        ? unit
        : throw new Refusal("Organisation.NoOffice", Code) { Kind = RefusalKind.Missing };
}
