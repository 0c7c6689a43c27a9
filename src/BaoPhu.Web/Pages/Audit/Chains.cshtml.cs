using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Jobs;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Audit;

/// <summary>The chains, office by office, and what the last check found: whole, or the first entry that does not fit.</summary>
public sealed class ChainsModel(AuditChains chains) : HousePage
{
    private HashSet<string> _checked = [];

    public IReadOnlyList<ChainLine> List { get; private set; } = [];
    public (JobRun Run, IReadOnlyList<ChainFault> Faults)? Last { get; private set; }
    public int CheckedOffices => _checked.Count;
    public bool MayCheck => Me.May("/audit", Permissions.Change);

    public ChainFault? FaultOf(string office) => Last?.Faults.FirstOrDefault(f => f.OfficeCode == office);

    public bool WasChecked(string office) => _checked.Contains(office);

    public async Task OnGetAsync()
    {
        List = await chains.All(Me.Scope);
        Last = await chains.Last(Me.Actor, Me.Scope);
        _checked = Last is { } last ? JsonSerializer.Deserialize<HashSet<string>>(last.Run.Input)! : [];
    }

    public async Task<IActionResult> OnPostAsync() => LocalRedirect("/audit/check/" + await chains.Start(Me.Actor, Me.Scope));
}
