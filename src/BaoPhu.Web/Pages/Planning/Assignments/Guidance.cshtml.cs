using BaoPhu.Core.Planning;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Planning.Assignments;

/// <summary>Guidance of a unit: which province acknowledged it, when and who; the person's own province does it here.</summary>
public sealed class GuidanceModel(Core.Planning.Assignments assignments) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? Note { get; set; }

    public GuidanceDetail Detail { get; private set; } = null!;
    public bool MayAcknowledge => Me.Province is { } own && Me.Scope.CoversWhole(own) && Me.May("/planning/assignments", "acknowledge") && Detail.Provinces.Any(p => p.Province == own && p.AcknowledgedAt is null);

    public Task OnGetAsync() => Load();

    public async Task<IActionResult> OnGetFileAsync()
    {
        var file = await assignments.File(Me.Scope, Id);
        return File(file.Bytes.ToArray(), file.MediaType, file.Name);
    }

    [Act("acknowledge")]
    public Task<IActionResult> OnPostAsync() => Try(
        async () =>
        {
            await assignments.Acknowledge(Me.Actor, Me.Scope, Id, Me.Province ?? throw new Refusal("Assignments.NeedProvince"), Note);
            return Done("/planning/assignments/guidance/" + Id, Words.T("Assignments.AcknowledgedNow"));
        },
        Load);

    private async Task Load() => Detail = await assignments.Guidance(Me.Scope, Id);
}
