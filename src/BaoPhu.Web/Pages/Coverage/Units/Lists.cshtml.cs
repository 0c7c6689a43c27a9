using BaoPhu.Core.Coverage;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Coverage.Units;

/// <summary>The lists D04a-TS and D04b-TS by office, and the letters by which they go out.</summary>
public sealed class ListsModel(Core.Coverage.Units units, UnitListLetters letters) : HousePage
{
    private const string Here = "/coverage/units/lists";

    [BindProperty(Name = "year", SupportsGet = true)]
    public int? Year { get; set; }

    public IReadOnlyList<UnitListOffice> Offices { get; private set; } = [];
    public bool MayChange => Me.May("/coverage/units", "list");

    public Task OnGetAsync() => Load();

    /// <summary>The letter of an office as a draft, opened where it is numbered, signed and sent.</summary>
    [Act("list")]
    public Task<IActionResult> OnPostAsync(string? office) => Try(
        async () =>
        {
            await Load();
            return Done("/documents/office/" + await letters.Begin(Me.Actor, Me.Scope, Year ?? 0, office ?? Me.Actor.OfficeCode), Words.T("UnitLists.LetterDone"));
        },
        Load);

    [Act("list")]
    public Task<IActionResult> OnPostOutcomeAsync(string? letter, string? outcome) => Try(
        async () =>
        {
            await letters.Outcome(Me.Actor, Me.Scope, letter ?? "", outcome);
            return Done(Here + (Year is { } year ? "?year=" + year.ToString(System.Globalization.CultureInfo.InvariantCulture) : ""), Words.T("Cards.OutcomeDone"));
        },
        Load);

    private async Task Load()
    {
        var years = await units.Years(Me.Scope);
        Year = Year is { } asked && years.Contains(asked) ? asked : years.Count > 0 ? years[0] : null;
        Offices = Year is { } year ? await letters.Offices(Me.Scope, year) : [];
    }
}
