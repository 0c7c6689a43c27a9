using BaoPhu.Core.Audit;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Claim;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Policy;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Claims;

/// <summary>One claim: the authority and its answer, what is claimed, recovered and settled by fund, the workers; what may be done next and what not and why.</summary>
public sealed class CaseModel(Core.Collection.Claim.Claims claims, Core.Collection.Cases cases, Core.Documents.Papers papers, ContactCards cards, ReadLog reads) : StandingCasePage(cases, papers, cards, ActNames.Claim)
{
    [BindProperty]
    public string? AuthorityKind { get; set; }

    [BindProperty]
    public string? Authority { get; set; }

    [BindProperty]
    public string? Ground { get; set; }

    [BindProperty]
    public string? GroundPaper { get; set; }

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string? Paper { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public long? Social { get; set; }

    [BindProperty]
    public long? Health { get; set; }

    [BindProperty]
    public long? Unemployment { get; set; }

    [BindProperty]
    public long? Accident { get; set; }

    [BindProperty]
    public int Number { get; set; }

    [BindProperty]
    public string? Evidence { get; set; }

    public ClaimView View { get; private set; } = null!;
    public override CaseStanding Standing => View.Standing;
    public override WorkTask Task => View.Task;
    public override IReadOnlyList<TaskPaper> Papers => View.Papers;
    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Core.Collection.Claim.Claims.AuthorityKinds.Select(k => new SelectListItem(Words.T("Claims.Kind_" + k), k))];
    public IReadOnlyList<SelectListItem> Grounds { get; } = [.. Core.Collection.Claim.Claims.Grounds.Select(g => new SelectListItem(Words.T("Claims.Ground_" + g), g))];

    /// <summary>Fund, claimed (before it is sent: the debt), recovered, settled; the sum last.</summary>
    public IReadOnlyList<(string Name, long Claimed, long Recovered, long Settled)> Funds
    {
        get
        {
            var (claimed, recovered, settled) = (View.File is { SentOn: not null } file ? file.Claimed : View.Debt, View.Recovered, View.Settled);
            return
            [
                ("BHXH", claimed.Social, recovered.Social, settled.Social), ("BHYT", claimed.Health, recovered.Health, settled.Health),
                ("BHTN", claimed.Unemployment, recovered.Unemployment, settled.Unemployment), (Words.T("Claims.Fund_accident"), claimed.Accident, recovered.Accident, settled.Accident),
                (Words.T("Claims.Total"), claimed.Total, recovered.Total, settled.Total),
            ];
        }
    }

    public string NameOf(ClaimWorker worker) => MayChange ? worker.Name : Masking.Name(worker.Name)!;

    public string NumberOf(ClaimWorker worker) => MayChange ? worker.InsuranceNumber : Masking.Number(worker.InsuranceNumber)!;

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        (AuthorityKind, Authority, Ground, GroundPaper) = (View.File?.AuthorityKind ?? "enforcement", View.File?.Authority, View.File?.Ground ?? "dissolved", View.File?.GroundPaper);
        On = Today;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        AtField("Claims.NeedAuthority", nameof(Authority));
        AtField("Claims.NeedGroundPaper", nameof(GroundPaper));
        AtField("Claims.NeedPaper", nameof(Paper));
        AtField("Claims.NeedReason", nameof(Note));
        AtField("Claims.NeedEvidence", nameof(Evidence));
        AtField("Claims.BadDay", nameof(On));
        AtField("Claims.BadAmount", nameof(Social));
        if (Step is "accept" or "receive")
        {
            Need(On, nameof(On), "Claims.NeedDay");
        }

        return await Try(
            async () =>
            {
                var terms = new ClaimTerms(AuthorityKind ?? "", Authority ?? "", Ground ?? "", GroundPaper ?? "");
                switch (Step)
                {
                    case "open":
                        await claims.Open(Me.Actor, Me.Scope, Id, terms);
                        break;
                    case "authority":
                        await claims.Correct(Me.Actor, Me.Scope, Id, Version, terms);
                        break;
                    case "send":
                        await claims.Send(Me.Actor, Me.Scope, Id, Version);
                        break;
                    case "remind":
                        await claims.Remind(Me.Actor, Me.Scope, Id, Version, Note);
                        break;
                    case "accept":
                        await claims.Answer(Me.Actor, Me.Scope, Id, Version, Step, On!.Value, Paper, Note);
                        break;
                    case "receive":
                        await claims.Receive(Me.Actor, Me.Scope, Id, Version, On!.Value, Paper, new FundAmounts(Social ?? 0, Health ?? 0, Unemployment ?? 0, Accident ?? 0));
                        break;
                    case "strike":
                        await claims.Strike(Me.Actor, Me.Scope, Id, Version, Number, Note);
                        break;
                    case "settle":
                        await claims.Close(Me.Actor, Me.Scope, Id, Version, Step, Evidence);
                        break;
                    default:
                        throw new Refusal("Cases.NoProcedure", Step);
                }

                return Back(Step);
            },
            Load);
    }

    [Act("decide")]
    public async Task<IActionResult> OnPostDecideAsync()
    {
        AtField("Claims.NeedPaper", nameof(Reason));
        AtField("Claims.NeedEvidence", nameof(Reason));
        AtField("Claims.BadDay", nameof(On));
        if (Step == "reject")
        {
            Need(On, nameof(On), "Claims.NeedDay");
        }

        return await Try(
            async () =>
            {
                await (Step == "reject"
                    ? claims.Answer(Me.Actor, Me.Scope, Id, Version, Step, On!.Value, Reason, null)
                    : claims.Close(Me.Actor, Me.Scope, Id, Version, Step is "nothing" or "stop" ? Step : "", Reason));
                return Back(Step!);
            },
            Load);
    }

    public Task<IActionResult> OnPostLetterAsync() => Asked("Claims.NeedSigner", Load, () => Make(SpecialStandings.ClaimLetter, Task.ChannelList[0], "Claims.LetterMade"));

    private async System.Threading.Tasks.Task Load()
    {
        View = await claims.Find(Me.Scope, Id);
        await LoadShared();
        if (View.Workers.Count > 0)
        {
            reads.Note(Me.Actor, View.Task.SubjectId, "claim-workers", MayChange, View.Task.OfficeCode != Me.Actor.OfficeCode);
        }

        if (MayChange && View.Case?.State == "drafting" && !Papers.Any(p => p.Form == SpecialStandings.ClaimLetter && p.PaperState.IsLive()))
        {
            await Offer(SpecialStandings.ClaimLetter);
        }
    }
}
