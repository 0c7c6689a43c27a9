using BaoPhu.Core.Policy;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Policy;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Policy.Rules;

/// <summary>One row of the rule table: for whom, what, by which words of the plan, and what follows each outcome.</summary>
public sealed class RuleModel(PublishedPolicies policies) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    public PolicyVersion Version { get; private set; } = null!;
    public PolicyTable Table { get; private set; } = null!;
    public PolicyRow Row { get; private set; } = null!;
    public PolicyTrack Track { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        var (version, policy) = await policies.InForce(Today);
        (Version, Table) = (version, policy.Table);
        Row = Table.Rows.FirstOrDefault(r => r.Id == Id) ?? throw new Refusal("Policy.NoRule", Id) { Kind = RefusalKind.Missing };
        Track = Table.Tracks.First(t => t.Id == Row.Track);
        return Page();
    }

    public Dash? DashOf(Clause clause) => Table.Dashes.FirstOrDefault(d => d.Id == clause.Dash);
}
