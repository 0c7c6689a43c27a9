using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Codes;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Imports;

/// <summary>First step: which file, of what, for which province. Nothing is taken in yet.</summary>
[Act("change")]
[RequestSizeLimit(Uploads.MostBytes + (1 << 20))]
[RequestFormLimits(MultipartBodyLengthLimit = Uploads.MostBytes + (1 << 20))]
public sealed class NewModel(Uploads uploads) : HousePage
{
    [BindProperty(Name = "Kind", SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Province { get; set; }

    /// <summary>"10/2021", for a debtor list whose title names no month.</summary>
    [BindProperty]
    public string? Period { get; set; }

    [BindProperty]
    public IFormFile? Sent { get; set; }

    public IEnumerable<SelectListItem> Kinds { get; private set; } = [];
    public IEnumerable<SelectListItem> Provinces { get; private set; } = [];

    public void OnGet() => Load();

    public async Task<IActionResult> OnPostAsync()
    {
        Need(Kind, nameof(Kind), "ImportsPages.ChooseKind");
        if (Need(Sent, nameof(Sent), "ImportsPages.ChooseFile") && Sent!.Length == 0)
        {
            ModelState.AddModelError(nameof(Sent), Text.Of("Imports.Empty"));
        }

        int? month = null;
        if (Kind == ImportKinds.Debtors && !string.IsNullOrWhiteSpace(Period))
        {
            month = PeriodText.TryParse(Period, out var period) ? period.Number : null;
            if (month is null)
            {
                ModelState.AddModelError(nameof(Period), Text.Of("ImportLists.BadPeriod", Period));
            }
        }

        if (Kind == ImportKinds.Targets && !MayGiveTargets)
        {
            throw new Refusal("Imports.TargetsNotYours") { Kind = RefusalKind.Forbidden };
        }

        AtField("Imports.NeedsProvince", nameof(Province));
        AtField("ImportsPages.TooLarge", nameof(Sent));
        return await Try(
            async () =>
            {
                await using var content = Sent!.OpenReadStream();
                var upload = await uploads.Keep(Me.Actor, Me.Scope, Kind!, Me.Province ?? Province, Sent.FileName, content, month, HttpContext.RequestAborted);
                return LocalRedirect("/imports/check/" + upload.Id);
            },
            () =>
            {
                Load();
                return Task.CompletedTask;
            });
    }

    private static readonly string[] Persons = [ImportKinds.Persons, ImportKinds.Participations, ImportKinds.Cards, ImportKinds.Tax, ImportKinds.Entitled];

    /// <summary>A file of targets gives them: only who signs them on their page takes one in.</summary>
    private bool MayGiveTargets => Me.May("/reporting/targets", "give");

    private void Load()
    {
        string[] kinds = Me.Scope.IsNation
            ? [ImportKinds.Employers, ImportKinds.Months, ImportKinds.Levels, ImportKinds.Debtors, ImportKinds.Settlements, ImportKinds.Movements, ImportKinds.Stands, .. Persons, ImportKinds.Post, ImportKinds.Localities]
            : Me.Province is { } own && !Me.Scope.CoversWhole(own) ? [ImportKinds.Post]
            : [ImportKinds.Employers, ImportKinds.Months, ImportKinds.Levels, ImportKinds.Debtors, ImportKinds.Settlements, ImportKinds.Movements, ImportKinds.Stands, .. Persons, ImportKinds.Post];
        Kinds = kinds.Concat(MayGiveTargets ? [ImportKinds.Targets] : []).Select(k => new SelectListItem(Text.Of("ImportsPages.Kind_" + k), k));
        Provinces = Me.Province is null ? Reference.Provinces.Select(p => new SelectListItem($"{p.Code} {p.FullName}", p.Code)) : [];
    }
}
