using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Slots;

/// <summary>Slots to come that a limit or level changed since no longer allows.</summary>
public sealed class UnfitModel(Core.Work.Slots slots) : HousePage
{
    [BindProperty(Name = "province", SupportsGet = true)]
    public string? Province { get; set; }

    public IReadOnlyList<SlotLine> Slots { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var province = string.IsNullOrEmpty(Province) ? Me.Province : Province;
        if (province is null || !Me.Scope.Covers(province))
        {
            throw new Refusal("Common.UnknownProvince", province) { Kind = RefusalKind.Missing };
        }

        Slots = await slots.Unfit(Me.Scope, province);
    }
}
