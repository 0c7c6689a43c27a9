using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Register.Employers;

/// <summary>Where an employer is: found by code or name, then chosen, with its grounds.</summary>
[Act(Permissions.Change)]
public sealed class CommuneModel(Core.Register.Employers employers, Localities localities, EmployerFindings findings) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty]
    public string? Commune { get; set; }

    [BindProperty]
    public string? Grounds { get; set; }

    public Employer Employer { get; private set; } = null!;
    public Locality? Written { get; private set; }

    /// <summary>The communes that the text finds; the first fifty.</summary>
    public IReadOnlyList<SelectListItem> Found { get; private set; } = [];

    public Task OnGetAsync() => Load();

    public async Task<IActionResult> OnPostAsync()
    {
        Need(Commune, nameof(Commune), "Register.NeedCommune");
        AtField("Register.CommuneNeedsGrounds", nameof(Grounds));
        AtField("Register.NoSuchCommune", nameof(Commune));
        AtField("Register.SameCommune", nameof(Commune));
        return await Try(
            async () =>
            {
                var (province, code) = EmployerModel.Split(Key);
                await findings.Place(Me.Actor, Me.Scope, province, code, Commune!, Grounds ?? "");
                return Done("/register/employers/" + Key, Words.T("Register.CommuneWritten"));
            },
            Load);
    }

    private async Task Load()
    {
        var (province, code) = EmployerModel.Split(Key);
        Employer = await employers.Find(Me.Scope, province, code);
        Written = Employer.CommuneCode is { } held ? await localities.Find(held) : null;
        if (string.IsNullOrWhiteSpace(Q))
        {
            return;
        }

        var communes = (await localities.Search(Q, province)).Where(l => l.Kind == "commune").ToList();
        var districts = await localities.ByCodes(communes.Select(c => c.ParentCode).OfType<string>());
        Found = [.. communes.Select(c => new SelectListItem(
            c.ParentCode is { } parent && districts.TryGetValue(parent, out var district) ? $"{c.Name}, {district.Name} ({c.Code})" : $"{c.Name} ({c.Code})", c.Code))];
    }
}
