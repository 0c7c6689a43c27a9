using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Inspections;

/// <summary>One inspection: where it stands, what may be done next and what not and why, its guidance, days, findings, money, papers, history.</summary>
public sealed class CaseModel(Core.Collection.Inspection.Inspections inspections, Core.Collection.Cases cases, Core.Documents.Papers papers, ContactCards cards) : ProcedurePage(cases, papers, cards)
{
    [BindProperty]
    public int Number { get; set; }

    [BindProperty]
    public string? PlanMonth { get; set; }

    [BindProperty]
    public int? PlanWeek { get; set; }

    [BindProperty]
    public string? Opinion { get; set; }

    [BindProperty]
    public string? Demand { get; set; }

    public InspectionView View { get; private set; } = null!;

    /// <summary>The paper that the case needs next and nobody has prepared, with those who may sign it.</summary>
    public string? NextPaper { get; private set; }
    public bool MayChange => Me.May("/collection/inspections", Permissions.Change) && (Me.Scope.IsNation || !IsCentral);
    public bool MayDecide => Me.May("/collection/inspections", "decide");
    public bool IsCentral => View.Case is { } found && found.OfficeCode.Length == 5 && found.OfficeCode.StartsWith("000", StringComparison.Ordinal);
    public bool IsSuspended => View.Task.TaskState == TaskState.Suspended;

    /// <summary>Steps of the state in which the case is: those out of it are not shown, they would be noise.</summary>
    public IEnumerable<StepAnswer> Steps => View.Standing.Steps.Where(s => s.InState);
    public StepAnswer? Answer(string act) => Steps.FirstOrDefault(s => s.Act == act && s.Allowed);

    public string NameOf(string step) => Core.Collection.Cases.NameOf(View.Standing.Procedure, step);
    public string ReasonOf(Need need) => Core.Collection.Cases.ReasonOf(View.Standing.Procedure, need);

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        (Opinion, Demand) = (View.File?.Opinion, View.File?.Demand);
        PlanMonth = MonthText.Of(View.File?.PlanMonth ?? Rules.Period.Of(Today).Number);
        PlanWeek = View.File?.PlanWeek;
        if (NextPaper == InspectionProcedure.Minutes)
        {
            SignerId = View.Team.FirstOrDefault(m => m.Duty == TeamMember.Head)?.UserId;
        }

        return Page();
    }

    /// <summary>A step that says nothing but itself, or its reason.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        AtField("Inspections.NeedsReason", nameof(Reason));
        AtField("Inspections.BadMonth", nameof(PlanMonth));
        return await Try(
            async () =>
            {
                switch (Step)
                {
                    case "plan":
                        await inspections.Plan(Me.Actor, Me.Scope, [Id], MonthText.Read(PlanMonth) ?? 0, PlanWeek, centre: false);
                        break;
                    case "replan":
                        await inspections.Replan(Me.Actor, Me.Scope, Id, Version, MonthText.Read(PlanMonth) ?? 0, PlanWeek);
                        break;
                    case "issue":
                        await inspections.Issue(Me.Actor, Me.Scope, Id, Version);
                        break;
                    case "drop":
                        await inspections.DropFinding(Me.Actor, Me.Scope, Id, Version, Number, Reason);
                        break;
                    case "minutes":
                        await inspections.EndField(Me.Actor, Me.Scope, Id, Version);
                        break;
                    case "absent":
                        await inspections.Absent(Me.Actor, Me.Scope, Id, Version, Reason);
                        break;
                    default:
                        await inspections.Conclude(Me.Actor, Me.Scope, Id, Version, Step ?? "", Reason);
                        break;
                }

                return Back(Step!);
            },
            Load);
    }

    /// <summary>The director's decision after a payment.</summary>
    [Act("decide")]
    public async Task<IActionResult> OnPostDecideAsync()
    {
        AtField("Inspections.NeedsReason", nameof(Reason));
        return await Try(
            async () =>
            {
                await inspections.Decide(Me.Actor, Me.Scope, Id, Version, Step == "stop", Reason);
                return Back(Step == "stop" ? "stop" : "go-on");
            },
            Load);
    }

    public async Task<IActionResult> OnPostDraftAsync()
    {
        AtField("Inspections.ConclusionNeedsWords", nameof(Opinion));
        return await Try(
            async () =>
            {
                await inspections.Draft(Me.Actor, Me.Scope, Id, Opinion, Demand);
                return Done("/collection/inspections/" + Id, Words.T("Inspections.DraftKept"));
            },
            Load);
    }

    /// <summary>Prepares the paper that the next step needs, from what the case knows.</summary>
    public Task<IActionResult> OnPostPaperAsync() => Asked(
        "Inspections.NeedSigner", Load, () => Make(NextPaper ?? throw new Core.Texts.Refusal("Cases.NoProcedure", "") { Kind = Core.Texts.RefusalKind.Missing }, View.Task.ChannelList[0], "Inspections.PaperMade"));

    private IActionResult Back(string step) => Done("/collection/inspections/" + Id, Words.T("Inspections.Done_step", Words.T("Inspections.Step_" + step)));

    private async Task Load()
    {
        View = await inspections.Find(Me.Scope, Id);
        await LoadShared();
        var wanted = View.Case?.State switch
        {
            "prepared" => InspectionProcedure.Decision,
            "inspecting" when View.Days.Count > 0 => InspectionProcedure.Minutes,
            "minuted" when View.File?.Opinion is { Length: > 0 } => InspectionProcedure.Conclusion,
            _ => null,
        };
        if (wanted is not null && MayChange && !IsSuspended && !View.Papers.Any(p => p.Form == wanted && p.PaperState.IsLive()))
        {
            NextPaper = wanted;
            await Offer(wanted);
        }
    }
}
