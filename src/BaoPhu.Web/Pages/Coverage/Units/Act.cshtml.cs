using BaoPhu.Core.Coverage;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Coverage;
using BaoPhu.Rules.Policy;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Coverage.Units;

/// <summary>One step against a unit: what was done, with its ground.</summary>
[Act(Core.Identity.Permissions.Change)]
public sealed class ActModel(Core.Coverage.Units units, UnitCases cases, Slots slots) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty(Name = "step", SupportsGet = true)]
    public string Step { get; set; } = "";

    /// <summary>The changes of the case that the person saw.</summary>
    [BindProperty]
    public int Seen { get; set; }

    [BindProperty]
    public string? Ground { get; set; }

    [BindProperty]
    public DateTime? At { get; set; }

    /// <summary>Of a meeting that the plan has arranged first.</summary>
    [BindProperty]
    public SlotForm Slot { get; set; } = new();

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string? Agencies { get; set; }

    [BindProperty]
    public int? Workers { get; set; }

    [BindProperty]
    public int? Insured { get; set; }

    /// <summary>What stays open was read.</summary>
    [BindProperty]
    public bool Confirmed { get; set; }

    public UnitCaseDetail Detail { get; private set; } = null!;
    public Unit Unit { get; private set; } = null!;

    /// <summary>The meeting is to be arranged: the level of the unit's place has one in person, with people, hour, space and place.</summary>
    public bool Arranges => Step == "meet" && Detail.Facts.Arranges(ActNames.Meet);

    public async Task OnGetAsync()
    {
        await Load();
        if (Arranges)
        {
            Slot = Detail.MeetingSlot is { } held ? SlotForm.Of(held.Arrangement) : new SlotForm { People = Me.User.Name, Gathering = "meeting", Place = Unit.Address };
            await Limit();
        }

        Ground = Step == "not-at-address" ? Detail.PostFoundNobody : null;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        if (Arranges)
        {
            NeedSlot(Slot);
        }

        AtField("UnitCases.NeedGround", nameof(Ground));
        AtField("UnitCases.NeedMeeting", nameof(At));
        AtField("UnitCases.NeedReport", nameof(On));
        AtField("UnitCases.NeedWitness", nameof(Agencies));
        AtField("UnitCases.ConfirmUnfinished", nameof(Confirmed));
        return await Try(
            async () =>
            {
                await cases.Do(Me.Actor, Me.Scope, Of(Id), Step, Seen, new UnitNote(Ground, At ?? On?.ToDateTime(TimeOnly.MinValue), Agencies, Workers, Insured) { Confirmed = Confirmed, Slot = Arranges ? Slot.Wish : null });
                return Done("/coverage/units/" + Id, Words.T("UnitCases.StepDone", Words.T("UnitCases.Act_" + Step)));
            },
            Load);
    }

    private static long Of(string id) => Core.Coverage.Unit.Read(id) ?? throw new Refusal("Coverage.NoUnit") { Kind = RefusalKind.Missing };

    /// <summary>Each step by those whose it is: evasion and proposal by a leader, what follows an inspection by those who inspect.</summary>
    private void Allowed()
    {
        var step = UnitProcedure.Find(Step) is { ByPaper: false, OwnForm: false } known ? known : throw new Refusal("UnitCases.NoStep") { Kind = RefusalKind.Missing };
        if (!Me.May("/coverage/units", step.Right))
        {
            throw new Refusal("UnitCases.NotAllowed") { Kind = RefusalKind.Forbidden };
        }
    }

    private async Task Load()
    {
        Allowed();
        Unit = (await units.Find(Me.Actor, Me.Scope, Of(Id))).Unit;
        Detail = await cases.Find(Me.Scope, Of(Id));
        await Limit();
    }

    private async Task Limit()
    {
        if (Arranges)
        {
            (Slot.Level, Slot.Limit) = await slots.LimitAt(Unit.Province, Detail.Place, Now);
        }
    }
}
