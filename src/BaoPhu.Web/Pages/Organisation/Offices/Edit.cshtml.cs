using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Organisation.Offices;

/// <summary>Adds a district office to a province (…/07900/add), or gives one its name (…/07906/rename).</summary>
[Act(Permissions.Change)]
public sealed class EditModel(Core.Organisation.Offices offices) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string What { get; set; } = "";

    [BindProperty]
    public string? NewCode { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    public bool Adding => What == "add";
    public Office Office { get; private set; } = null!;

    public async Task OnGetAsync()
    {
        await Load();
        Name = Adding ? null : Office.Name;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        if (Adding)
        {
            Need(NewCode, nameof(NewCode), "Organisation.NeedOfficeCode");
        }

        Need(Name, nameof(Name), "Organisation.OfficeNeedsName");
        AtField("Organisation.OfficeCodeShape", nameof(NewCode));
        AtField("Organisation.OfficeElsewhere", nameof(NewCode));
        return await Try(async () =>
        {
            var code = Adding ? NewCode!.Trim() : Office.Code;
            if (Adding && await offices.Find(code) is { Confirmed: true } taken)
            {
                ModelState.AddModelError(nameof(NewCode), Text.Of("Organisation.OfficeTaken", code, taken.Name));
                Response.StatusCode = StatusCodes.Status400BadRequest;
                return Page();
            }

            await offices.Save(Me.Actor, Me.Scope, code, Name!, Adding ? Office.Code : Office.ParentCode!);
            return Done("/organisation/offices/" + code, Text.Of(Adding ? "Organisation.OfficeAdded" : "Organisation.OfficeRenamed", Name, code));
        });
    }

    private async Task Load()
    {
        var office = await offices.Find(Code);
        if (office is null || !OfficeView.Sees(Me.Scope, office) || office.Kind != (Adding ? OfficeKind.Province : OfficeKind.District))
        {
            throw new Refusal("Organisation.NoOffice", Code) { Kind = RefusalKind.Missing };
        }

        Office = office;
    }
}
