using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Collection.Penalty;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Papers;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Penalties;

/// <summary>One penalty: its acts with their elements and proofs, the bracket of each fine, the papers, service and payment; what may be done next and what not and why.</summary>
public sealed class CaseModel(Core.Collection.Penalty.Penalties penalties, Core.Collection.Cases cases, Core.Documents.Papers papers, ContactCards cards) : ProcedurePage(cases, papers, cards)
{
    /// <summary>Number of the act that is proved, struck or fined.</summary>
    [BindProperty]
    public int Number { get; set; }

    /// <summary>Sources by element.</summary>
    [BindProperty(Name = nameof(Sources))]
    public Dictionary<string, string?> Sources { get; set; } = [];

    /// <summary>What proves an element beside its files: "ledger" or "paper-3".</summary>
    [BindProperty(Name = nameof(Bases))]
    public Dictionary<string, string?> Bases { get; set; } = [];

    [BindProperty]
    public long? Fine { get; set; }

    [BindProperty]
    public string? Offender { get; set; }

    [BindProperty]
    public bool Organisation { get; set; }

    [BindProperty]
    public string? Witnesses { get; set; }

    [BindProperty]
    public string? Opinion { get; set; }

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string? How { get; set; }

    [BindProperty]
    public string? Item { get; set; }

    [BindProperty]
    public long? Amount { get; set; }

    [BindProperty]
    public string? Receipt { get; set; }

    public PenaltyView View { get; private set; } = null!;
    public string? NextPaper { get; private set; }
    public IReadOnlyList<SelectListItem> Ways { get; } = [.. ((string[])["hand", "post"]).Select(w => new SelectListItem(Words.T("Penalties.How_" + w), w))];
    public bool MayChange => Me.May("/collection/penalties", Permissions.Change);
    public bool MayDecide => Me.May("/collection/penalties", "decide");
    public IEnumerable<StepAnswer> Steps => View.Standing.Steps.Where(s => s.InState);
    public bool Can(string act) => Steps.Any(s => s.Act == act && s.Allowed);

    /// <summary>What an element of an act may be proved by, that which is recorded chosen.</summary>
    public IEnumerable<SelectListItem> BasesOf(PenaltyAct act, ViolationElement element)
    {
        var proof = act.ProofOf(element.Code);
        yield return new SelectListItem(Words.T("Penalties.BasisNone"), "", proof?.Holds != true);
        if (proof?.LedgerDebt is { } recorded)
        {
            yield return new SelectListItem(Words.T("Penalties.BasisLedger", Show.Number(recorded)), "ledger", selected: true);
        }
        else if (View.LedgerProves(act, element))
        {
            yield return new SelectListItem(Words.T("Penalties.BasisLedger", Show.Number(View.LedgerDebt)), "ledger");
        }

        foreach (var paper in View.Signed)
        {
            yield return new SelectListItem(Words.T("Penalties.BasisPaper", paper.Label, Words.T(Core.Documents.Forms.FormBook.Find(paper.Form).TitleKey)), "paper-" + paper.PaperNo, proof?.PaperNo == paper.PaperNo);
        }
    }

    private static Dictionary<string, string> Said(Dictionary<string, string?> typed) => typed.ToDictionary(p => p.Key, p => p.Value ?? "", StringComparer.Ordinal);

    public string NameOf(string step) => Core.Collection.Cases.NameOf(View.Standing.Procedure, step);
    public string ReasonOf(Need need) => Core.Collection.Cases.ReasonOf(View.Standing.Procedure, need);

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        Offender = View.File?.Offender ?? View.Task.Name;
        Organisation = View.File?.Organisation ?? !View.Task.Folded.StartsWith("ho kinh doanh", StringComparison.Ordinal);
        (Witnesses, Opinion, On, How) = (View.File?.Witnesses, View.File?.Opinion, Today, "hand");
        SignerId = Signers.FirstOrDefault(s => s.Value == Me.User.UserId)?.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        AtField("Inspections.NeedsReason", nameof(Reason));
        AtField("Penalties.NeedReceipt", nameof(Receipt));
        AtField("Penalties.BadPayment", nameof(Amount));
        AtField("Penalties.NeedItem", nameof(Item));
        AtField("Penalties.BadServed", nameof(On));
        AtField("Penalties.BadPaid", nameof(On));
        if (Step is "serve" or "receive")
        {
            Need(On, nameof(On), "Inspections.NeedDay");
        }

        return await Try(
            async () =>
            {
                switch (Step)
                {
                    case "open":
                        await penalties.Open(Me.Actor, Me.Scope, Id, Offender, Organisation);
                        break;
                    case "prove":
                        await penalties.Prove(Me.Actor, Me.Scope, Id, Version, Number, Said(Sources), Said(Bases));
                        break;
                    case "strike":
                        await penalties.Strike(Me.Actor, Me.Scope, Id, Version, Number, Reason);
                        break;
                    case "close":
                        await penalties.Close(Me.Actor, Me.Scope, Id, Version);
                        break;
                    case "fine":
                        await penalties.Fine(Me.Actor, Me.Scope, Id, Version, Number, Fine ?? -1, Reason);
                        break;
                    case "serve":
                        await penalties.Serve(Me.Actor, Me.Scope, Id, Version, On!.Value, How ?? "", Item);
                        break;
                    case "receive":
                        await penalties.Receive(Me.Actor, Me.Scope, Id, Version, On!.Value, Amount ?? 0, Receipt);
                        break;
                    default:
                        await penalties.Settle(Me.Actor, Me.Scope, Id, Version);
                        break;
                }

                return Back(Step is "open" or "prove" or "strike" or "close" or "fine" or "serve" or "receive" ? Step : "settle");
            },
            Load);
    }

    [Act("decide")]
    public async Task<IActionResult> OnPostDecideAsync()
    {
        AtField("Inspections.NeedsReason", nameof(Reason));
        return await Try(
            async () =>
            {
                await (Step == "decide" ? penalties.Decide(Me.Actor, Me.Scope, Id, Version) : penalties.Rule(Me.Actor, Me.Scope, Id, Version, Step ?? "", Reason));
                return Back(Step!);
            },
            Load);
    }

    /// <summary>Who committed it, who saw it, what the offender says.</summary>
    public async Task<IActionResult> OnPostSayAsync()
    {
        AtField("Penalties.NeedOffender", nameof(Offender));
        return await Try(
            async () =>
            {
                await penalties.Say(Me.Actor, Me.Scope, Id, Offender, Witnesses, Opinion);
                return Done("/collection/penalties/" + Id, Words.T("Penalties.Said"));
            },
            Load);
    }

    public Task<IActionResult> OnPostPaperAsync() => Asked(
        "Inspections.NeedSigner", Load, () => Make(NextPaper ?? throw new Core.Texts.Refusal("Cases.NoProcedure", "") { Kind = Core.Texts.RefusalKind.Missing }, View.Task.ChannelList[0], "Inspections.PaperMade"));

    private IActionResult Back(string step) => Done("/collection/penalties/" + Id, Words.T("Inspections.Done_step", Words.T("Penalties.Step_" + step)));

    private async Task Load()
    {
        View = await penalties.Find(Me.Scope, Id);
        await LoadShared();
        var found = View.Standing.Facts.Findings;
        var wanted = View.Case?.State switch
        {
            "drafting" when found.Contains("all-proved") => PenaltyProcedure.Minutes,
            "minuted" when found.Contains("all-fined") => PenaltyProcedure.Decision,
            _ => null,
        };
        if (wanted is not null && MayChange && !View.Papers.Any(p => p.Form == wanted && p.PaperState.IsLive()))
        {
            NextPaper = wanted;
            await Offer(wanted, SignerLine);
        }
    }

    /// <summary>Who signs a decision is named with the power of the office held.</summary>
    private string SignerLine(SigningPerson person) => NextPaper == PenaltyProcedure.Decision && ViolationBook.PowerOf(person.Role, Today) is { } power
        ? Words.T("Penalties.PowerLine", person.Signer.Name, Show.Number(power.UpTo(View.File?.Organisation == true)), power.Verified ? power.Citation : Words.T("Penalties.PowerUnverified"))
        : Words.T("Papers.SignerLine", person.Signer.Name, person.Signer.Title);
}
