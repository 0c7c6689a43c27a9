using System.Globalization;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Documents.Register;

/// <summary>The register of an office's outgoing papers of a year and kind: printable, exported as a workbook, voided numbers with their reason.</summary>
public sealed class IndexModel(NumberRegister register, Core.Organisation.Offices offices) : ListPage
{
    [BindProperty(Name = "office", SupportsGet = true)]
    public string? Office { get; set; }

    [BindProperty(Name = "year", SupportsGet = true)]
    public int? Year { get; set; }

    [BindProperty(Name = "kind", SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(Name = "format", SupportsGet = true)]
    public string? Format { get; set; }

    public RegisterPage List { get; private set; } = null!;
    public Core.Organisation.Office Shown { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Offices { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Kinds => [.. NumberRegister.Kinds.Select(k => new SelectListItem(Words.T("Papers.Kind_" + k), k, k == Kind))];

    public async Task<IActionResult> OnGetAsync()
    {
        var reached = (await offices.Tree(Me.Scope)).Where(o => Me.Scope.CoversOffice(o.Province, o.Code)).ToList();
        Shown = (string.IsNullOrEmpty(Office) ? reached.FirstOrDefault(o => o.Code == Me.Office?.Code) ?? reached.FirstOrDefault() : reached.FirstOrDefault(o => o.Code == Office))
            ?? throw new Refusal("Papers.NoRegister", Office ?? Me.Office?.Code ?? "") { Kind = RefusalKind.Missing };
        (Office, Year, Kind) = (Shown.Code, Year ?? Today.Year, NumberRegister.Kinds.Contains(Kind) ? Kind : NumberRegister.Kinds[0]);
        Offices = [.. reached.Select(o => new SelectListItem(o.Name, o.Code, o.Code == Office))];
        Years = [.. (await register.Years(Office)).Append(Today.Year).Distinct().OrderDescending().Select(y => y.ToString(CultureInfo.InvariantCulture)).Select(y => new SelectListItem(y, y))];
        var filter = new RegisterFilter(Office, Year.Value, Kind!, After, Before);
        if (Format == "xlsx")
        {
            var file = new MemoryStream();
            await register.Export(Me.Actor, Me.Scope, Shown.Province ?? Core.Organisation.Settings.NationScope, filter, file);
            file.Position = 0;
            return File(file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", string.Create(CultureInfo.InvariantCulture, $"{Words.T("Papers.RegisterFile")}-{Kind}-{Office}-{Year}.xlsx"));
        }

        List = await register.Page(Me.Scope, Shown.Province ?? Core.Organisation.Settings.NationScope, filter);
        return Page();
    }
}
