using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Documents.Templates;

/// <summary>The forms with the template in force: taken out to be edited in Word or Excel, taken back in after inspection, every version kept.</summary>
public sealed class IndexModel(OfficeTemplates templates, Users users) : HousePage
{
    [BindProperty]
    public string? Form { get; set; }

    [BindProperty]
    public IFormFile? Edited { get; set; }

    public IReadOnlyList<FormTemplates> Forms { get; private set; } = [];
    public IReadOnlyDictionary<string, string> People { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whose templates these are: the person's province, at the centre the nation.</summary>
    public string Place => Me.Province ?? Settings.NationScope;

    public bool MayChange => Me.May("/documents/templates", Permissions.Change) && (Me.Scope.IsNation || (Me.Province is { } own && Me.Scope.CoversWhole(own)));

    public Task OnGetAsync() => Load();

    public async Task<IActionResult> OnGetFileAsync(string form) =>
        File(await templates.File(Place, form), "application/octet-stream", form + OfficeTemplates.Extension(OfficeFormBook.Printed(form)));

    public async Task<IActionResult> OnPostAsync()
    {
        Need(Edited, nameof(Edited), "Papers.NeedFile");
        foreach (var key in (string[])["Papers.TemplateSize", "Papers.TemplateNotRead", "Papers.TemplateLacksTags"])
        {
            AtField(key, nameof(Edited));
        }

        return await Try(
            async () =>
            {
                await using var stream = Edited!.OpenReadStream();
                var warnings = await templates.Upload(Me.Actor, Me.Scope, Place, Form ?? "", Edited.FileName, stream);
                return Done("/documents/templates", warnings.Count == 0 ? Words.T("Papers.TemplateTaken") : Words.T("Papers.TemplateTakenWarned", warnings.Count));
            },
            Load);
    }

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostShippedAsync()
    {
        ModelState.Clear();
        return Try(
            async () =>
            {
                await templates.BackToShipped(Me.Actor, Me.Scope, Place, Form ?? "");
                return Done("/documents/templates", Words.T("Papers.TemplateShipped"));
            },
            Load);
    }

    private async Task Load()
    {
        Forms = await templates.List(Place);
        People = await users.Names(Forms.SelectMany(f => f.Versions).Select(v => v.SetBy));
    }
}
