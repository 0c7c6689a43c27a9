using System.Globalization;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Organisation.Settings.Offices;

/// <summary>What one office puts on its papers and items of the post: in force, ever entered, and the form that enters it from a day on.</summary>
public sealed class OfficeModel(OfficeParticulars particulars, Core.Organisation.Offices offices, Users users) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty]
    public string? AccountNumber { get; set; }

    [BindProperty]
    public string? Bank { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? ItemService { get; set; }

    [BindProperty]
    public string? ItemFirst { get; set; }

    [BindProperty]
    public string? ItemLast { get; set; }

    [BindProperty]
    public DateOnly? ValidFrom { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public Office Office { get; private set; } = null!;
    public Particulars InForce { get; private set; } = null!;
    public List<Particulars> History { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public bool MayChange => Me.May("/organisation/settings/offices", Permissions.Change);

    public async Task OnGetAsync()
    {
        await Load();
        (AccountNumber, Bank, Phone, ItemService, ItemFirst, ItemLast, ValidFrom) = (InForce.AccountNumber, InForce.Bank, InForce.Phone, InForce.ItemService, Serial(InForce.ItemFirst), Serial(InForce.ItemLast), Today);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        Need(ValidFrom, nameof(ValidFrom), "Organisation.NeedValidFrom");
        Need(Note, nameof(Note), "Organisation.NeedNote");
        AtField("Organisation.AccountNotWhole", nameof(AccountNumber));
        AtField("Organisation.BadAccount", nameof(AccountNumber));
        AtField("Organisation.BadPhone", nameof(Phone));
        AtField("Organisation.BadItemRange", nameof(ItemService));
        return await Try(async () =>
        {
            var none = string.IsNullOrWhiteSpace(ItemService + ItemFirst + ItemLast);
            var items = none ? null : new ItemRange((ItemService ?? "").Trim().ToUpperInvariant(), Serial(ItemFirst), Serial(ItemLast));
            await particulars.Set(Me.Actor, Me.Scope, Code, ValidFrom!.Value, new ParticularsEntry(AccountNumber ?? "", Bank ?? "", Phone ?? "", items), Note!.Trim());
            return Done("/organisation/settings/offices/" + Code, Text.Of("Organisation.ParticularsSaved", Office.Name, Show.Date(ValidFrom.Value)));
        });
    }

    private static string? Serial(int? serial) => serial?.ToString("00000000", CultureInfo.InvariantCulture);

    /// <summary>What is no number becomes one that the module refuses.</summary>
    private static int Serial(string? typed) => int.TryParse(typed?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var serial) ? serial : -1;

    private async Task Load()
    {
        History = await particulars.History(Me.Scope, Code);
        Office = await offices.Find(Code) ?? throw new Refusal("Organisation.NoOffice", Code) { Kind = RefusalKind.Missing };
        InForce = await particulars.Of(Code, Today);
        Names = await users.Names(History.Select(h => h.SetBy));
    }
}
