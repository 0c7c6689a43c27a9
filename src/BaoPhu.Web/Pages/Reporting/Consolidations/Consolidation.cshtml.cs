using BaoPhu.Core.Identity;
using BaoPhu.Core.Reporting;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Reporting.Consolidations;

/// <summary>One consolidation: who told and who did not, the nation beside the term before and the same day of the month before, the provinces; signed once, corrected by a new version.</summary>
public sealed class ConsolidationModel(Core.Reporting.Consolidations consolidations) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    [BindProperty(Name = "format", SupportsGet = true)]
    public string? Format { get; set; }

    /// <summary>Changes and figures that the person saw.</summary>
    [BindProperty]
    public int Changes { get; set; }

    [BindProperty]
    public string Digest { get; set; } = "";

    [BindProperty]
    public string? Remarks { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public ConsolidationView View { get; private set; } = null!;
    public bool IsOpen => View.Draft is not null || View.Signed is null;
    public bool MayAnnotate => IsOpen && Me.May("/reporting/consolidations", Permissions.Change);
    public bool MaySign => IsOpen && Now >= View.Opens && Me.May("/reporting/consolidations", "sign");
    public bool MayCorrect => !IsOpen && Me.May("/reporting/consolidations", "sign");

    public async Task<IActionResult> OnGetAsync()
    {
        if (Format == "xlsx")
        {
            return await FileAside(async file => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", await consolidations.Write(Me.Scope, Key, file)));
        }

        await Load();
        Remarks = View.Draft?.Remarks;
        return Page();
    }

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostAsync() => Act("Reporting.Saved", () => consolidations.Annotate(Me.Actor, Me.Scope, Key, Changes, Remarks));

    [Act("sign")]
    public Task<IActionResult> OnPostSignAsync() => Act("Reporting.ConsolidationSignedNow", () => consolidations.Sign(Me.Actor, Me.Scope, Key, Changes, Digest, Remarks));

    [Act("sign")]
    public Task<IActionResult> OnPostCorrectAsync() => Act("Reporting.CorrectBegun", () => consolidations.Correct(Me.Actor, Me.Scope, Key, Changes, Reason));

    private Task<IActionResult> Act(string done, Func<Task> act)
    {
        AtField("Reporting.NeedReason", nameof(Reason));
        return Try(
            async () =>
            {
                await act();
                return Done("/reporting/consolidations/" + Key, Words.T(done));
            },
            Load);
    }

    /// <summary>After a refusal the page shows what was told until now: what the person sees next is what they sign.</summary>
    private async Task Load()
    {
        View = await consolidations.Find(Me.Scope, Key);
        ModelState.Remove(nameof(Digest));
        ModelState.Remove(nameof(Changes));
        (Digest, Changes) = (View.Digest, View.Changes);
    }
}
