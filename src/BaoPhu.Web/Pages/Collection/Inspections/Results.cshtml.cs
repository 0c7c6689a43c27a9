using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Collection.Inspections;

/// <summary>Mẫu 01 of KH 2800 as of a day: the table by province, each figure opening to its rows.</summary>
public sealed class ResultsModel(InspectionResults results, ContactCards cards) : HousePage
{
    [BindProperty(Name = "day", SupportsGet = true)]
    public DateOnly? Day { get; set; }

    /// <summary>The figure whose rows are shown; none: the table.</summary>
    [BindProperty(Name = "figure", SupportsGet = true)]
    public string? Figure { get; set; }

    [BindProperty(Name = "province", SupportsGet = true)]
    public string? OfProvince { get; set; }

    [BindProperty(Name = "after", SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty(Name = "format", SupportsGet = true)]
    public string? Format { get; set; }

    public ResultTable? Table { get; private set; }
    public ResultRows? Rows { get; private set; }
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;
    public DateOnly Deadline => ResultDays.Next(Today);

    public async Task<IActionResult> OnGetAsync()
    {
        Day ??= Today;
        if (Format == "xlsx")
        {
            var file = new MemoryStream();
            await results.Export(Me.Actor, Me.Scope, Day.Value, file);
            file.Position = 0;
            return File(file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Words.T("Inspections.ResultsFile", Day.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)) + ".xlsx");
        }

        if (string.IsNullOrEmpty(Figure))
        {
            Table = await results.Table(Me.Scope, Day.Value);
        }
        else
        {
            Households = await cards.Households(Me.Province);
            Rows = await results.Rows(Me.Scope, Day.Value, Figure, OfProvince, After);
        }

        return Page();
    }

    public string Link(string figure, string? province) => Address.With(Request, ("figure", figure), ("province", string.IsNullOrEmpty(province) ? null : province), ("after", null));
}
