using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Organisation.Settings;

/// <summary>Internal rules of the nation and of a province, and the dated rates of law: what holds, since when, and on what it rests.</summary>
public sealed class IndexModel(Core.Organisation.Settings settings, Rates rates, Core.Organisation.Localities localities, Users users) : HousePage
{
    [BindProperty(Name = "province", SupportsGet = true)]
    public string? Province { get; set; }

    public List<SelectListItem> Provinces { get; private set; } = [];

    /// <summary>Province shown, or "00" for the nation.</summary>
    public string ShownScope { get; private set; } = "";

    public List<SettingRow> Settings { get; private set; } = [];
    public List<SettingValue> History { get; private set; } = [];
    public List<Rate> Rates { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public bool MayChange => Me.May("/organisation/settings", Permissions.Change)
        && (ShownScope == Core.Organisation.Settings.NationScope ? Me.Scope.IsNation : Me.Scope.CoversWhole(ShownScope));

    public bool MayChangeRates => Me.May("/organisation/settings", Permissions.Change) && Me.Scope.IsNation;

    public async Task<IActionResult> OnGetAsync()
    {
        ShownScope = string.IsNullOrEmpty(Province) ? Me.Scope.ProvinceCode ?? Core.Organisation.Settings.NationScope : Province;
        if (ShownScope != Core.Organisation.Settings.NationScope && !(Rules.EmployerKey.IsProvince(ShownScope) && Me.Scope.Covers(ShownScope)))
        {
            throw new Refusal("Common.UnknownProvince", Province) { Kind = RefusalKind.Missing };
        }

        if (Me.Scope.IsNation)
        {
            Provinces = [new(Text.Of("Organisation.Nation"), Core.Organisation.Settings.NationScope), .. (await localities.Provinces()).Select(p => new SelectListItem(p.Name, p.Code))];
        }

        History = await settings.History(ShownScope);
        foreach (var kind in Core.Organisation.Settings.All)
        {
            var inForce = History.Where(h => h.Name == kind.Name && h.KnownToAt is null && h.ValidFrom <= Today)
                .OrderByDescending(h => h.Scope == ShownScope).ThenByDescending(h => h.ValidFrom).FirstOrDefault();
            Settings.Add(new(kind, await settings.Value(ShownScope, kind.Name, Today), inForce));
        }

        Rates = await rates.All();
        Names = await users.Names(History.Select(h => h.SetBy));
        return Page();
    }

    public static string Shown(string name, string value)
    {
        var kind = Core.Organisation.Settings.All.FirstOrDefault(k => k.Name == name)?.Kind;
        return kind == "choices" ? value.Length == 0 ? Text.Of("People.ChoicesNone") : string.Join(", ", value.Split(',').Select(EditModel.ChoiceName))
            : kind == "choice" ? Text.Find("Organisation.Choice_" + value) ?? value
            : long.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number) ? Show.Number(number)
            : value;
    }

    /// <summary>A setting with the value in force; null where nobody set it and the default holds.</summary>
    public sealed record SettingRow(SettingKind Kind, string Value, SettingValue? Set);
}
