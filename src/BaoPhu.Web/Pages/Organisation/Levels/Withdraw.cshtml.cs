using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Organisation.Levels;

/// <summary>Takes a wrong announcement back, with the reason. It stays readable; what was done under it stays done.</summary>
[Act("withdraw")]
public sealed class WithdrawModel(Core.Organisation.Levels levels, Core.Organisation.Localities localities, Core.Work.Switches switches) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? Reason { get; set; }

    public Announcement Announcement { get; private set; } = null!;
    public string PlaceName { get; private set; } = "";

    /// <summary>What taking it back does to the open work.</summary>
    public SwitchNumbers? Numbers { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        Numbers = Announcement.KnownToAt is null && Announcement.FromAt <= Now && Me.Scope.CoversWhole(Announcement.Province) ? (await switches.PreviewOfWithdrawal(Me.Scope, Id)).Numbers : null;
        return Announcement.KnownToAt is null ? Page() : throw new Refusal("Organisation.AlreadyWithdrawn", Announcement.DecisionNumber);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        Need(Reason, nameof(Reason), "Organisation.WithdrawNeedsReason");
        return await Try(async () =>
        {
            await switches.Withdraw(Me.Actor, Me.Scope, Id, Reason!);
            return Done("/organisation/levels/" + Announcement.LocalityCode, Text.Of("Organisation.WithdrawDone", Announcement.DecisionNumber, PlaceName));
        });
    }

    private async Task Load()
    {
        Announcement = await levels.Find(Me.Scope, Id);
        PlaceName = (await localities.Find(Announcement.LocalityCode, Announcement.FromAt.Day))?.Name ?? Announcement.LocalityCode;
    }
}
