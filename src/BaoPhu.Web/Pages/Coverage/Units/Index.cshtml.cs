using System.Globalization;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Reporting;
using BaoPhu.Rules.Coverage;
using BaoPhu.Rules.Reporting;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Coverage.Units;

/// <summary>Units not taking part, or not for everyone, by the tax data of a year; the lists D04a-TS and D04b-TS.</summary>
public sealed class IndexModel(Core.Coverage.Units units, UnitSheets sheets, Core.Reporting.Targets targets) : ListPage
{
    [BindProperty(Name = "year", SupportsGet = true)]
    public int? Year { get; set; }

    /// <summary>"NotTakingPart" or "NotForEveryone"; both without.</summary>
    [BindProperty(Name = "list", SupportsGet = true)]
    public UnitList List { get; set; }

    /// <summary>Also units of which nobody is missing.</summary>
    [BindProperty(Name = "all", SupportsGet = true)]
    public bool Whole { get; set; }

    /// <summary>A state of the procedure; all without.</summary>
    [BindProperty(Name = "state", SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    public UnitPage? Units { get; private set; }
    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Lists { get; } =
        [new(Words.T("Coverage.List_NotTakingPart"), nameof(UnitList.NotTakingPart)), new(Words.T("Coverage.List_NotForEveryone"), nameof(UnitList.NotForEveryone))];

    public IReadOnlyList<SelectListItem> States { get; } = [.. UnitProcedure.States.Select(s => new SelectListItem(Words.T("UnitCases.State_" + s), s))];

    /// <summary>What the person's office was given to review in the year that settles this tax data, and how far it is.</summary>
    public IReadOnlyCollection<TargetBeside> Progress { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var years = await units.Years(Me.Scope);
        Years = [.. years.Select(y => y.ToString(CultureInfo.InvariantCulture)).Select(y => new SelectListItem(y, y))];
        if (years.Count > 0)
        {
            Year = Year is { } asked && years.Contains(asked) ? asked : years[0];
            Units = await units.List(Me.Scope, new UnitFilter(Year.Value) { List = List, State = State, OnlyMissing = !Whole, Text = Q, After = After, Before = Before });
            if (Me.Office is { } office)
            {
                Progress = [.. (await targets.Beside(office, ["units-reviewed", "workers-reviewed"], TargetPeriod.Year(Year.Value + 1))).Values];
            }
        }
    }

    /// <summary>D04a-TS ("a") or D04b-TS ("b") of the year, with the missing workers whole.</summary>
    [Act("list")]
    public Task<IActionResult> OnPostListAsync(string? form, int year) => FileAside(async file =>
    {
        var which = form == "b" ? "b" : "a";
        await sheets.Write(Me.Actor, Me.Scope, year, which, file);
        return ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"D04{which}-TS-{year.ToString(CultureInfo.InvariantCulture)}.xlsx");
    });
}
