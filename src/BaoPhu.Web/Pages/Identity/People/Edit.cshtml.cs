using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Identity.People;

/// <summary>Makes a person (…/new) or gives one another name, office or role (…/{id}/edit).</summary>
[Act(Permissions.Change)]
public sealed class EditModel(Personnel personnel) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? SignInName { get; set; }

    [BindProperty]
    public string? Office { get; set; }

    [BindProperty]
    public string? Role { get; set; }

    public bool IsNew => Id is null;
    public List<SelectListItem> Offices { get; private set; } = [];
    public IEnumerable<SelectListItem> Roles => Appointments.Roles(By).Select(r => new SelectListItem(Words.T("Identity.Role_" + r), r));
    public string BackTo => IsNew ? "/identity/people" : "/identity/people/" + Id;

    private Appointer By => new(Me.Actor, Me.Scope, Me.Role);

    public async Task OnGetAsync()
    {
        await Load();
        if (Id is { } id)
        {
            var person = await Changeable(id);
            (Name, SignInName, Office, Role) = (person.Name, person.SignIn, person.OfficeCode, person.Role);
        }
        else if (Offices.Count == 1)
        {
            Office = Offices[0].Value;
        }
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Id is { } id)
        {
            SignInName = (await Changeable(id)).SignIn;
        }
        else
        {
            Need(SignInName, nameof(SignInName), "Identity.EnterSignInName");
        }

        Need(Name, nameof(Name), "Identity.NeedsName");
        Need(Office, nameof(Office), "People.NeedOffice");
        Need(Role, nameof(Role), "People.NeedRole");
        AtField("Identity.SignInTaken", nameof(SignInName));
        AtField("Identity.BadSignIn", nameof(SignInName));
        AtField("People.NoSuchOffice", nameof(Office));
        AtField("People.RoleNotYours", nameof(Role));
        AtField("People.RoleElsewhere", nameof(Role));
        return await Try(
            async () =>
            {
                if (Id is { } person)
                {
                    await personnel.Move(By, person, Name!, Office!, Role!);
                    return Done(BackTo, Text.Of("People.Saved", Name));
                }

                var (user, password) = await personnel.Appoint(By, SignInName!, Name!, Office!, Role!);
                return Done("/identity/people/" + user.UserId, Text.Of("People.FirstPassword", user.SignIn, password));
            },
            Load);
    }

    private async Task Load() => Offices = [.. (await personnel.Offices(Me.Scope)).Select(o => new SelectListItem($"{o.Code} {o.Name}", o.Code))];

    private async Task<Person> Changeable(string id)
    {
        var person = await personnel.Find(Me.Scope, id);
        return By.MayChange(person) ? person : throw new Refusal("People.NotYours", person.Name) { Kind = RefusalKind.Forbidden };
    }
}
