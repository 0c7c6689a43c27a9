using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Identity;

/// <summary>The table by which every page and every form is opened or refused, in words; the person's own rights are marked.</summary>
public sealed class PermissionsModel : HousePage
{
    /// <summary>Only what this role may.</summary>
    [BindProperty(Name = "role", SupportsGet = true)]
    public string? Role { get; set; }

    /// <summary>Roles to choose, a central unit's by their subject.</summary>
    public IEnumerable<SelectListItem> Roles => Core.Identity.Role.All.Where(r => r != Core.Identity.Role.CentralOfficer)
        .Concat(Permissions.Units(UnitSubject.All)).Select(r => new SelectListItem(PermissionWords.Role(r), r));

    public IEnumerable<IGrouping<string, Permission>> Folders => Permissions.Table.Where(Fits).GroupBy(p => p.Folder, StringComparer.Ordinal);

    /// <summary>Why the person may: "own", "acting" (by a delegation); empty: may not.</summary>
    public string Mine(Permission row) => !Me.May(row.Folder, row.Act) ? "" : Me.ActingUnder is not null && row.Act != Permissions.See ? "acting" : "own";

    public static string Who(Permission row) => row.Roles.Count == Core.Identity.Role.All.Count
        ? Text.Of("People.Everybody")
        : string.Join(", ", row.Roles.Where(r => !r.Contains('/', StringComparison.Ordinal)).Select(PermissionWords.Role));

    /// <summary>Subjects of the central units whose officers may, where not all may.</summary>
    public static string Units(Permission row) => string.Join(", ", row.Roles.Select(r => r.Split('/')).Where(r => r.Length == 2).Select(r => Text.Of("People.Subject_" + r[1])));

    private bool Fits(Permission row) => string.IsNullOrEmpty(Role) || row.Allows(Role.Split('/')[0], Role.Split('/').ElementAtOrDefault(1));
}
