using System.Globalization;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Imports;

/// <summary>A printed debtor list beside the ledger: sections with their totals, employers with what differs; those of section IV may be recorded as hard to collect.</summary>
public sealed class DebtorsModel(DebtorLists lists) : ListPage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty(Name = "outcome", SupportsGet = true)]
    public string? Outcome { get; set; }

    [BindProperty(Name = "section", SupportsGet = true)]
    public string? Section { get; set; }

    [BindProperty(Name = "format", SupportsGet = true)]
    public string? Format { get; set; }

    /// <summary>Codes of the employers that were ticked.</summary>
    [BindProperty]
    public string[] Ticked { get; set; } = [];

    public DebtorPage List { get; private set; } = null!;
    public bool MayMark => Me.May("/imports", "hard-to-collect");
    public string Month => Period.FromNumber(List.List.Period) is var p ? string.Create(CultureInfo.InvariantCulture, $"{p.Month:00}/{p.Year}") : "";
    public static IReadOnlyList<SelectListItem> Outcomes => [.. DebtorOutcome.All.Select(o => new SelectListItem(Words.T("ImportLists.Outcome_" + o), o))];

    public IReadOnlyList<SelectListItem> Sections =>
        [.. List.List.Sections.Where(s => s.Name != DebtorSection.Whole).Select(s => new SelectListItem(NameOf(s.Name), s.Name))];

    public static string NameOf(string section) => Words.T(section == DebtorSection.Whole ? "ImportLists.WholeList" : "ImportLists.SectionName_" + section);

    /// <summary>In section IV and not recorded from this list yet.</summary>
    public bool CanMark(DebtorRow row) => MayMark && row.MarkedAt is null && row.Section?.StartsWith("IV", StringComparison.Ordinal) == true;

    public async Task<IActionResult> OnGetAsync()
    {
        if (Format == "csv")
        {
            var (run, list) = await lists.Find(Me.Actor, Me.Scope, Id);
            return await FileAside(async file =>
            {
                await lists.Export(Me.Actor, Me.Scope, Id, Outcome, Section, file);
                return ("text/csv; charset=utf-8", Text.Of("ImportLists.FileName", run.Province, Period.FromNumber(list.Period)));
            });
        }

        await Load();
        return Page();
    }

    [Act("hard-to-collect")]
    public Task<IActionResult> OnPostMarkAsync() => Try(
        async () =>
        {
            var (marked, held) = await lists.MarkHardToCollect(Me.Actor, Me.Scope, Id, Ticked);
            return Done($"/imports/debtors/{Id}?section=IV", Text.Of("ImportLists.MarkDone", marked, held));
        },
        Load);

    private async Task Load() => List = await lists.Page(Me.Actor, Me.Scope, Id, Outcome, Section, After, Before);
}
