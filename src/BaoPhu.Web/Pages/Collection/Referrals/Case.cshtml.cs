using BaoPhu.Core.Audit;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Referral;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Prosecution;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Referrals;

/// <summary>
/// One file under Article 216: what is met and by which months and amounts, what is missing; the legal check point by point; the dossier with its index, the letter, the authority's answers.
/// Who reads it is noted.
/// </summary>
public sealed class CaseModel(
    Core.Collection.Referral.Referrals referrals, Core.Collection.Cases cases, Core.Documents.Papers papers, ContactCards cards, ReadLog reads) : ProcedurePage(cases, papers, cards)
{
    /// <summary>Number of the sanction that is struck.</summary>
    [BindProperty]
    public int Number { get; set; }

    [BindProperty]
    public string? Authority { get; set; }

    [BindProperty]
    public string? Channel { get; set; }

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string? Paper { get; set; }

    /// <summary>Answers and words by point.</summary>
    [BindProperty]
    public Dictionary<string, string?> Points { get; set; } = [];

    [BindProperty]
    public Dictionary<string, string?> Notes { get; set; } = [];

    public ReferralView View { get; private set; } = null!;
    public bool LetterIsNext { get; private set; }
    public IReadOnlyList<SelectListItem> Channels { get; private set; } = [];

    public bool MayChange => Me.May("/collection/referrals", Permissions.Change);
    public bool MayReview => Me.May("/collection/referrals", "review");
    public bool MayDecide => Me.May("/collection/referrals", "decide");
    public bool MayRead => Me.May("/collection/referrals", "dossier");

    /// <summary>Steps of the state; those of another state are not worth a line.</summary>
    public IReadOnlyList<StepAnswer> Steps => [.. View.Standing.Steps.Where(s => s.InState)];

    /// <summary>Who gathered the file sees the points but does not answer them.</summary>
    public bool SameHand => View.File?.SubmittedBy == Me.Actor.UserId;
    public IReadOnlyList<SelectListItem> AuthorityAnswers => [.. Steps.Where(s => s.Allowed && s.Act is "accept" or "ask-more" or "prosecute" or "decline").Select(s => new SelectListItem(NameOf(s.Act), s.Act))];

    /// <summary>What a person has to confirm before the file can go on, as the finding of the law asks for it.</summary>
    public IEnumerable<string> ToConfirm => View.Finding.Conditions.Where(c => c.State == ConditionState.ToConfirm).Select(c => c.Condition switch
    {
        ProsecutionCondition.Fraud => ReferralConfirmation.Fraud,
        ProsecutionCondition.Extent => ReferralConfirmation.Workers,
        _ => "",
    }).Where(k => k.Length > 0);

    public bool Can(string step) => Steps.Any(s => s.Act == step && s.Allowed);

    public string NameOf(string step) => Core.Collection.Cases.NameOf(View.Standing.Procedure, step);

    public string ReasonOf(Need need) => Core.Collection.Cases.ReasonOf(View.Standing.Procedure, need);

    public static string MarkOf(ConditionState state) => state == ConditionState.Met ? "" : "mark-strong";

    /// <summary>What is known of a condition, in figures and days.</summary>
    public string FactsOf(ProsecutionCondition condition)
    {
        var (law, found) = (View.Law, View.Finding);
        return condition switch
        {
            ProsecutionCondition.Months when found.Months.Count == 0 => Words.T("Referrals.Facts_NoMonths", law.Months),
            ProsecutionCondition.Months => Words.T("Referrals.Facts_Months", found.Months.Count, found.LongestRun, law.Months, MonthOf(found.Months[0]), MonthOf(found.Months[^1]), found.ExcludedMonths),
            ProsecutionCondition.Extent when found.Grounds.Count == 0 =>
                Words.T("Referrals.Facts_NoExtent", Show.Number(found.Amount), Show.Number(law.Clauses[0].Amount), WorkersText, Show.Number(law.Clauses[0].Workers)),
            ProsecutionCondition.Extent => string.Join("; ", found.Grounds.Select(GroundOf)),
            ProsecutionCondition.Fraud => View.Confirmations.FirstOrDefault(c => c.Kind == ReferralConfirmation.Fraud) is { } said
                ? Words.T("Referrals.Facts_Said", Words.T(said.Holds ? "Referrals.Holds" : "Referrals.HoldsNot"), said.Evidence, said.ConfirmedBy)
                : Words.T("Referrals.Facts_Fraud"),
            ProsecutionCondition.Sanction => View.Sanctions.Any(x => x is { Struck: null, SameConduct: true })
                ? string.Join("; ", View.Sanctions.Where(x => x is { Struck: null, SameConduct: true }).Select(x => Words.T("Referrals.SanctionLine", x.Number, Show.Date(x.DecidedOn), x.Authority)))
                : Words.T("Referrals.Facts_NoSanction"),
            _ => View.Sanctions.Any(x => x is { Struck: null, SameConduct: true })
                ? string.Join("; ", View.Sanctions.Where(x => x is { Struck: null, SameConduct: true }).Select(x => Words.T("Referrals.Facts_Continued", Show.Number(After(x)), x.Number, Show.Date(x.HoldsUntil))))
                : Words.T("Referrals.Facts_NoSanction"),
        };

        int After(Sanction sanction) => found.Months.Count(m => sanction.DecidedOn < m.Period.ArrearsFrom && m.Period.ArrearsFrom < sanction.HoldsUntil);
    }

    public string GroundOf(ClauseGround ground) =>
        Words.T("Referrals.Ground_" + ground.Kind, ground.Point, Show.Number(ground.Number), Show.Number(ground.Threshold)) + (ground.Confirmed ? "" : " " + Words.T("Referrals.Unconfirmed"));

    public static string MonthOf(UnpaidMonth month) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{month.Period.Month:00}/{month.Period.Year}");

    private string WorkersText => View.RegisteredWorkers is { } workers ? Show.Number(workers) : "–";

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        reads.Note(Me.Actor, View.Task.SubjectId, "referral", whole: true, outside: Me.Province != View.Task.Province);
        Authority = View.File?.Authority ?? Words.T("Referrals.UsualAuthority", Core.Organisation.Reference.Provinces.First(p => p.Code == View.Task.Province).FullName);
        (On, Channel) = (Today, View.Task.ChannelList[0]);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        AtField("Referrals.NeedReason", nameof(Reason));
        AtField("Referrals.NeedPaper", nameof(Paper));
        AtField("Referrals.BadAnswerDay", nameof(On));
        AtField("Referrals.NeedAuthority", nameof(Authority));
        return await Try(
            async () =>
            {
                switch (Step)
                {
                    case "open":
                        await referrals.Open(Me.Actor, Me.Scope, Id, Authority);
                        break;
                    case "strike":
                        await referrals.Strike(Me.Actor, Me.Scope, Id, Version, Number, Reason);
                        break;
                    case "submit":
                        await referrals.Submit(Me.Actor, Me.Scope, Id, Version);
                        break;
                    case "send":
                        await referrals.Send(Me.Actor, Me.Scope, Id, Version, Channel);
                        break;
                    case "resume":
                        await referrals.Resume(Me.Actor, Me.Scope, Id, Version);
                        break;
                    default:
                        await referrals.Receive(Me.Actor, Me.Scope, Id, Version, Step ?? "", On ?? Today, Paper, Reason);
                        break;
                }

                return Back();
            },
            Load);
    }

    [Act("review")]
    public async Task<IActionResult> OnPostReviewAsync()
    {
        AtField("Referrals.NeedReason", nameof(Reason));
        return await Try(
            async () =>
            {
                switch (Step)
                {
                    case "answer":
                        await referrals.Answer(Me.Actor, Me.Scope, Id, Version, [.. Points.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => (p.Key, p.Value!, Notes.GetValueOrDefault(p.Key)))]);
                        break;
                    case "approve":
                        await referrals.Approve(Me.Actor, Me.Scope, Id, Version);
                        break;
                    default:
                        await referrals.Return(Me.Actor, Me.Scope, Id, Version, Reason);
                        break;
                }

                return Back();
            },
            Load);
    }

    [Act("dossier")]
    public Task<IActionResult> OnPostBindAsync() => Try(
        async () =>
        {
            Step = "bind";
            await referrals.Bind(Me.Actor, Me.Scope, Id, Version);
            return Back();
        },
        Load);

    [Act("decide")]
    public async Task<IActionResult> OnPostDropAsync()
    {
        AtField("Referrals.NeedReason", nameof(Reason));
        return await Try(
            async () =>
            {
                Step = "drop";
                await referrals.Drop(Me.Actor, Me.Scope, Id, Version, Reason);
                return Back();
            },
            Load);
    }

    public Task<IActionResult> OnPostLetterAsync() => Asked("Referrals.NeedSigner", Load, () => Make(ReferralTable.Letter, Channel is { Length: > 0 } ? Channel : View.Task.ChannelList[0], "Referrals.LetterMade"));

    private IActionResult Back() => Done("/collection/referrals/" + Id, Words.T("Referrals.Done_step", NameIn(Step!)));

    private static string NameIn(string step) => Words.T("Referrals.Step_" + step);

    private async Task Load()
    {
        View = await referrals.Find(Me.Scope, Id);
        await LoadShared();
        Channels = [.. View.Task.ChannelList.Select(c => new SelectListItem(Text.Find("Work.Channel_" + c) ?? c, c))];
        LetterIsNext = View.Case?.State == "approved" && View.File?.DossierNo is not null && MayChange && !View.Papers.Any(p => p.Form == ReferralTable.Letter && p.PaperState.IsLive());
        if (LetterIsNext)
        {
            await Offer(ReferralTable.Letter);
        }
    }
}
