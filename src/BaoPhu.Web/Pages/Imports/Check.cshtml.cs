using BaoPhu.Core.Imports;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Imports;

/// <summary>Second step: what the file is, which column tells what, its first rows; corrected if need be, then tried or taken in.</summary>
[Act("change")]
public sealed class CheckModel(ImportRuns imports, Uploads uploads, JobRuns jobs) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>Field → heading as chosen on the page.</summary>
    [BindProperty]
    public Dictionary<string, string?> Map { get; set; } = [];

    [BindProperty(SupportsGet = true)]
    public int? Sheet { get; set; }

    [BindProperty(SupportsGet = true)]
    public HiddenCells? Hidden { get; set; }

    [BindProperty]
    public ListMeaning? List { get; set; }

    public Upload Upload { get; private set; } = null!;
    public ImportPreview Preview { get; private set; } = null!;
    public bool CanGoOn => Preview.Headings.Count > 0;

    public async Task OnGetAsync() => await Load(null);

    /// <summary>Looks again with the columns as chosen.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await Load(Chosen());
        return Page();
    }

    public Task<IActionResult> OnPostTryAsync() => Start(dryRun: true);

    public Task<IActionResult> OnPostTakeAsync() => Start(dryRun: false);

    public static IEnumerable<SelectListItem> HiddenChoices => [new(Text.Of("ImportLists.HiddenTake"), nameof(HiddenCells.Take)), new(Text.Of("ImportLists.HiddenLeave"), nameof(HiddenCells.Leave))];

    public static IEnumerable<SelectListItem> ListChoices => [new(Text.Of("ImportLists.ListWhole"), nameof(ListMeaning.Whole)), new(Text.Of("ImportLists.ListMore"), nameof(ListMeaning.More))];

    /// <summary>Choices for a field: the headings of the file.</summary>
    public IEnumerable<SelectListItem> HeadingsFor(ImportField field) => Preview.Headings.Where(h => h.Length > 0)
        .Select(h => new SelectListItem(h, h, Preview.Mapping.GetValueOrDefault(field.Name) == h));

    private async Task<IActionResult> Start(bool dryRun)
    {
        var chosen = Chosen();
        await Load(chosen);
        if (Preview.ChooseSheet)
        {
            ModelState.AddModelError("", Text.Of("ImportLists.ChooseSheet"));
        }

        if (Preview.Hidden is not null && Hidden is null)
        {
            ModelState.AddModelError(nameof(Hidden), Text.Of("ImportLists.ChooseHiddenField"));
        }

        if (Upload.Kind == ImportKinds.Entitled && List is null)
        {
            ModelState.AddModelError(nameof(List), Text.Of("ImportLists.ChooseList"));
        }

        return await Try(async () =>
        {
            var order = new ImportJob.Order(Upload.Id, Upload.Kind, Upload.Province, Upload.FileName, Sheet, chosen, dryRun) { Hidden = Hidden, List = List, Period = Upload.Period };
            var run = await jobs.Start(Me.Actor, ImportJob.Name, Upload.Province ?? "00", order.Title, order.ToJson());
            return LocalRedirect("/imports/progress/" + run);
        });
    }

    private Dictionary<string, string>? Chosen()
    {
        // Without any Map[…] in the form the binder would take every field of it for a column.
        var chosen = Map.Where(m => !string.IsNullOrEmpty(m.Value) && Request.Form.ContainsKey($"Map[{m.Key}]")).ToDictionary(m => m.Key, m => m.Value!, StringComparer.Ordinal);
        return chosen.Count == 0 ? null : chosen;
    }

    private async Task Load(IReadOnlyDictionary<string, string>? map)
    {
        Upload = await uploads.Find(Me.Scope, Id);
        if (Upload.Kind == ImportKinds.Targets && !Me.May("/reporting/targets", "give"))
        {
            throw new Refusal("Imports.TargetsNotYours") { Kind = RefusalKind.Forbidden };
        }

        Preview = await imports.Inspect(uploads.PathOf(Id), Upload.Kind, Upload.Province, Sheet, map, Hidden);
    }
}
