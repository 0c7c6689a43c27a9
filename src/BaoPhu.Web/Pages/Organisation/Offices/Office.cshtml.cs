using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Organisation.Offices;

/// <summary>One office: where it hangs in the tree, what is below it, who works there.</summary>
public sealed class OfficeModel(Core.Organisation.Offices offices, Users users) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    public Office Office { get; private set; } = null!;
    public Office? Parent { get; private set; }
    public List<Office> Below { get; private set; } = [];
    public List<User> People { get; private set; } = [];
    public bool MayChange => Me.May("/organisation/offices", Permissions.Change) && Office.Province is { } province && Me.Scope.CoversWhole(province);

    public bool MayChangeSubject => Me.May("/organisation/offices", Permissions.Change) && Office.Kind == OfficeKind.CentralUnit && Me.Scope.IsNation;
    public bool MaySeePeople => Me.May("/identity/people");

    public async Task<IActionResult> OnGetAsync()
    {
        var office = await offices.Find(Code);
        if (office is null || !OfficeView.Sees(Me.Scope, office))
        {
            throw new Refusal("Organisation.NoOffice", Code) { Kind = RefusalKind.Missing };
        }

        Office = office;
        var tree = await offices.Tree(Me.Scope);
        Parent = tree.Find(o => o.Code == office.ParentCode);
        Below = tree.FindAll(o => o.ParentCode == office.Code);
        People = (await users.List(Me.Scope)).FindAll(u => u.OfficeCode == office.Code);
        return Page();
    }
}
