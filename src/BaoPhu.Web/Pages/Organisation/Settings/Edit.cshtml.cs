using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Organisation.Settings;

/// <summary>Sets one internal rule from a day on, for the nation or a province, with its reason.</summary>
[Act(Permissions.Change)]
public sealed class EditModel(Core.Organisation.Settings settings, Core.Organisation.Localities localities) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Name { get; set; } = "";

    [BindProperty(Name = "province", SupportsGet = true)]
    public string? Province { get; set; }

    [BindProperty]
    public string? Value { get; set; }

    /// <summary>What is ticked, of a setting that takes several.</summary>
    [BindProperty]
    public List<string> Values { get; set; } = [];

    [BindProperty]
    public DateOnly? ValidFrom { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public SettingKind Kind { get; private set; } = null!;
    public string AppliesTo { get; private set; } = "";
    public string Target { get; private set; } = "";
    public IEnumerable<SelectListItem> Choices => Kind.Choices.Select(c => new SelectListItem(ChoiceName(c), c));

    public static string ChoiceName(string choice) => Text.Find("Organisation.Choice_" + choice) ?? Text.Find("Identity.Role_" + choice) ?? choice;

    public async Task OnGetAsync()
    {
        await Load();
        Value = await settings.Value(Target, Name, Today);
        Value = Kind.Kind == "money" && long.TryParse(Value, System.Globalization.CultureInfo.InvariantCulture, out var dong) ? Show.Number(dong) : Value;
        Values = [.. Value.Split(',', StringSplitOptions.RemoveEmptyEntries)];
        ValidFrom = Today;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        if (Kind.Kind == "choices")
        {
            Value = string.Join(',', Values);
        }
        else
        {
            Need(Value, nameof(Value), "Web.Required");
        }

        Need(ValidFrom, nameof(ValidFrom), "Organisation.NeedValidFrom");
        Need(Note, nameof(Note), "Organisation.NeedNote");
        AtField("Organisation.BadSetting", nameof(Value));
        return await Try(async () =>
        {
            await settings.Set(Me.Actor, Me.Scope, Target, Name, ValidFrom!.Value, Value!, Note!.Trim());
            return Done("/organisation/settings?province=" + Target, Text.Of("Organisation.SettingSaved", Text.Of("Organisation.Setting_" + Name), Show.Date(ValidFrom.Value)));
        });
    }

    private async Task Load()
    {
        Kind = Core.Organisation.Settings.All.FirstOrDefault(k => k.Name == Name) ?? throw new Refusal("Organisation.UnknownSetting", Name) { Kind = RefusalKind.Missing };
        Target = string.IsNullOrEmpty(Province) ? Me.Scope.ProvinceCode ?? Core.Organisation.Settings.NationScope : Province;
        if (Target == Core.Organisation.Settings.NationScope)
        {
            AppliesTo = Me.Scope.IsNation ? Text.Of("Organisation.Nation") : throw new Refusal("Organisation.NotYourProvince", Target) { Kind = RefusalKind.Forbidden };
        }
        else
        {
            var place = Me.Scope.Covers(Target) ? await localities.Find(Target) : null;
            AppliesTo = place?.Name ?? throw new Refusal("Common.UnknownProvince", Target) { Kind = RefusalKind.Missing };
        }
    }
}
