using BaoPhu.Core.Organisation;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Organisation.Offices;

/// <summary>The tree of offices from the person's own downwards: centre, its units, provinces, districts.</summary>
public sealed class IndexModel(Core.Organisation.Offices offices) : HousePage
{
    /// <summary>Part of a name or the beginning of a code.</summary>
    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    public Office? Top { get; private set; }
    public List<Office> Units { get; private set; } = [];
    public List<Branch> Provinces { get; private set; } = [];

    /// <summary>Offices whose name nobody has given yet: known from an import by their code alone.</summary>
    public List<Office> Unnamed { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var seen = OfficeView.Seen(await offices.Tree(Me.Scope), Me.Scope);
        Top = seen.Find(o => o.Kind == OfficeKind.Centre);
        Units = seen.FindAll(o => o.Kind == OfficeKind.CentralUnit);
        Unnamed = seen.FindAll(o => !o.Confirmed);
        var districts = seen.Where(o => o.Kind == OfficeKind.District).ToLookup(o => o.ParentCode, StringComparer.Ordinal);
        var provinces = seen.FindAll(o => o.Kind == OfficeKind.Province);
        var tops = provinces.Count > 0 ? provinces : seen.FindAll(o => o.Kind == OfficeKind.District && !seen.Exists(p => p.Code == o.ParentCode));
        Provinces = [.. tops.Select(p => new Branch(p, [.. districts[p.Code]])).Where(b => Fits(b.Office) || b.Below.Exists(Fits))];
    }

    private bool Fits(Office office)
    {
        var text = Rules.Text.VietnameseText.Fold(Q?.Trim() ?? "");
        return text.Length == 0 || office.Code.StartsWith(text, StringComparison.Ordinal) || Rules.Text.VietnameseText.Fold(office.Name).Contains(text, StringComparison.Ordinal);
    }

    public sealed record Branch(Office Office, List<Office> Below);
}

/// <summary>What of the tree a person sees: the own office and what is below, nothing beside or above.</summary>
internal static class OfficeView
{
    public static List<Office> Seen(IEnumerable<Office> tree, Core.Identity.Scope scope) =>
        [.. tree.Where(o => o.Province is null ? scope.IsNation : scope.Covers(o.Province, o.Code))];

    public static bool Sees(Core.Identity.Scope scope, Office office) => office.Province is null ? scope.IsNation : scope.Covers(office.Province, office.Code);
}
