using BaoPhu.Core.Identity;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Identity.People;

/// <summary>The people of the own office and those below it.</summary>
public sealed class IndexModel(Personnel personnel) : HousePage
{
    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(Name = "office", SupportsGet = true)]
    public string? Office { get; set; }

    [BindProperty(Name = "role", SupportsGet = true)]
    public string? Role { get; set; }

    [BindProperty(Name = "state", SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(Name = "after", SupportsGet = true)]
    public string? After { get; set; }

    public List<Person> Rows { get; private set; } = [];
    public string? Next { get; private set; }
    public List<SelectListItem> Offices { get; private set; } = [];
    public IEnumerable<SelectListItem> Roles => Core.Identity.Role.All.Select(r => new SelectListItem(Words.T("Identity.Role_" + r), r));
    public IEnumerable<SelectListItem> States => ((string[])["inactive", "all"]).Select(s => new SelectListItem(Words.T("People.State_" + s), s));
    public bool MayMake => Me.May("/identity/people", Permissions.Change) && Appointments.Roles(new(Me.Actor, Me.Scope, Me.Role)).Count > 0;

    public async Task OnGetAsync()
    {
        Rows = await personnel.Page(Me.Scope, new(Q, Office, Role, State, After), PageRows + 1);
        if (Rows.Count > PageRows)
        {
            Rows.RemoveAt(PageRows);
            Next = Rows[^1].Key;
        }

        Offices = [.. (await personnel.Offices(Me.Scope)).Select(o => new SelectListItem($"{o.Code} {o.Name}", o.Code))];
    }
}
