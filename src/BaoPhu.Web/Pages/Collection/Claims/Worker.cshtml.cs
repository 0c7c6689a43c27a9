using BaoPhu.Core.Collection.Claim;
using BaoPhu.Core.Identity;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Collection.Claims;

/// <summary>Lists a worker whose entitlement the recovered money settles.</summary>
[Act(Permissions.Change)]
public sealed class WorkerModel(Core.Collection.Claim.Claims claims) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Worker { get; set; }

    [BindProperty]
    public string? InsuranceNumber { get; set; }

    [BindProperty]
    public string? FromMonth { get; set; }

    [BindProperty]
    public string? ToMonth { get; set; }

    [BindProperty]
    public string? Entitlement { get; set; }

    [BindProperty]
    public long? Social { get; set; }

    [BindProperty]
    public long? Health { get; set; }

    [BindProperty]
    public long? Unemployment { get; set; }

    [BindProperty]
    public long? Accident { get; set; }

    public string Name { get; private set; } = "";
    public long Left { get; private set; }

    public async Task OnGetAsync()
    {
        await Load();
        Version = (await claims.Find(Me.Scope, Id)).Case?.Version ?? 0;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var (from, to) = (MonthText.Read(FromMonth), MonthText.Read(ToMonth));
        Need(from, nameof(FromMonth), "Claims.NeedMonth");
        Need(to, nameof(ToMonth), "Claims.NeedMonth");
        AtField("Claims.NeedName", nameof(Worker));
        AtField("Claims.NeedEntitlement", nameof(Entitlement));
        AtField("Claims.BadInsuranceNumber", nameof(InsuranceNumber));
        AtField("Claims.WorkerTwice", nameof(InsuranceNumber));
        AtField("Claims.BadMonths", nameof(ToMonth));
        AtField("Claims.BadAmount", nameof(Social));
        AtField("Claims.MoreThanReceived", nameof(Social));
        return await Try(
            async () =>
            {
                var amounts = new FundAmounts(Social ?? 0, Health ?? 0, Unemployment ?? 0, Accident ?? 0);
                await claims.AddWorker(Me.Actor, Me.Scope, Id, Version, new SettledWorker(Worker ?? "", InsuranceNumber ?? "", from!.Value, to!.Value, Entitlement ?? "", amounts));
                return Done("/collection/claims/" + Id, Words.T("Claims.Done", Words.T("Claims.Step_worker")));
            },
            Load);
    }

    private async Task Load()
    {
        var view = await claims.Find(Me.Scope, Id);
        (Name, Left) = (view.Task.Name, (view.Recovered - view.Settled).Total);
    }
}
