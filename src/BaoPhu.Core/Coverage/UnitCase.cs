using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Coverage;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Coverage;

/// <summary>How far a unit has come. A unit of which nothing was done yet is <see cref="UnitProcedure.Listed"/> with version 0.</summary>
public sealed class UnitCase
{
    internal const string Columns = """
        c.subject_id, c.province, c.office_code, c.state, c.flags, c.demanded_at, c.reported_on, c.reported_workers, c.reported_insured, c.meets_at, c.agencies, c.resumed_at, c.reply_by, c.opened_at, c.ended_at, c.version
        """;

    public long SubjectId { get; init; }
    public string State { get; init; } = UnitProcedure.Listed;
    public int Flags { get; init; }
    public Instant? DemandedAt { get; init; }
    public DateOnly? ReportedOn { get; init; }

    /// <summary>Workers that the unit reports to employ, and of them those it says are insured.</summary>
    public int? ReportedWorkers { get; init; }
    public int? ReportedInsured { get; init; }
    public Instant? MeetsAt { get; init; }

    /// <summary>Other agencies at the meeting, one a line.</summary>
    public string? Agencies { get; init; }
    public Instant? ResumedAt { get; init; }

    /// <summary>The day until which the notice or letter that went out last asks for an answer.</summary>
    public DateOnly? ReplyBy { get; init; }
    public Instant? OpenedAt { get; init; }
    public int Version { get; init; }

    public CaseFlags Marks => (CaseFlags)Flags;
}

/// <summary>A step that was done.</summary>
public sealed class UnitEvent
{
    /// <summary>The post found nobody at the address. That alone marks nothing.</summary>
    public const string NobodyThere = "post-not-at-address";

    /// <summary>Lines that say whether the unit is at its address.</summary>
    public static IReadOnlyList<string> OfAddress { get; } = [NobodyThere, "not-at-address", "at-address"];

    public int Seq { get; init; }
    public Instant At { get; init; }
    public string UserName { get; init; } = "";
    public string Act { get; init; } = "";
    public string State { get; init; } = "";
    public int Level { get; init; }
    public string? Rule { get; init; }
    public string Detail { get; init; } = "";

    public UnitNote Note => System.Text.Json.JsonSerializer.Deserialize<UnitNote>(Detail, System.Text.Json.JsonSerializerOptions.Web) ?? new(null);
}

/// <summary>
/// What a person says with a step. <paramref name="Ground"/>: in words; <paramref name="On"/>: the day of the meeting or report; <paramref name="Agencies"/>: who else is there, one a line;
/// <paramref name="Workers"/>, <paramref name="Insured"/>: what the unit reports. Of minutes that were not signed <paramref name="Agencies"/> are those who saw it.
/// </summary>
public sealed record UnitNote(string? Ground, DateTime? On = null, string? Agencies = null, int? Workers = null, int? Insured = null)
{
    /// <summary>The person has read what stays open.</summary>
    public bool Confirmed { get; init; }

    /// <summary>Number of the minutes that the step rests on.</summary>
    public string? Paper { get; init; }

    /// <summary>Who goes, when and where, of a meeting or a visit that the plan has arranged first.</summary>
    public Arrangement? Slot { get; init; }

    /// <summary>What stayed open when the case ended all the same, in the words that the person confirmed.</summary>
    public string? LeftOpen { get; init; }
}

/// <summary>A unit's case with everything that may be done and why not. <paramref name="Rows"/>: what the plan orders and does not, at <paramref name="Level"/>, the level of the unit's place.</summary>
public sealed record UnitCaseDetail(
    UnitCase Case, int Level, UnitFacts Facts, IReadOnlyList<PolicyRow> Rows, PolicyTable Table, IReadOnlyList<UnitAnswer> Answers, IReadOnlyList<UnitEvent> Events, IReadOnlyList<OfficePaper> Papers)
{
    /// <summary>The last inspection of the unit with its team and days; null: none was ordered.</summary>
    public UnitInspection? Inspection { get; init; }
    public IReadOnlyList<TeamMember> Team { get; init; } = [];
    public IReadOnlyList<InspectionDay> Days { get; init; } = [];

    /// <summary>The place whose level and limits hold for it.</summary>
    public string Place { get; init; } = "";

    /// <summary>Slots that its meeting and the visit of those who inspect it hold.</summary>
    public IReadOnlyList<Slot> Slots { get; init; } = [];
    public Slot? MeetingSlot => Slots.FirstOrDefault(v => v.Act == UnitSlots.Meeting);
    public Slot? VisitSlot => Slots.FirstOrDefault(v => v.Act == UnitSlots.Visit);

    /// <summary>Decisions that fine what its inspections found.</summary>
    public IReadOnlyList<UnitPenalty> Penalties { get; init; } = [];

    /// <summary>What the post said when it found nobody at the address, as long as no person has recorded since whether the unit is there; null: nothing.</summary>
    public string? PostFoundNobody => Events.FirstOrDefault(e => UnitEvent.OfAddress.Contains(e.Act)) is { Act: UnitEvent.NobodyThere } line ? line.Note.Ground : null;

    /// <summary>Number of the last minutes that stand; null: none has one.</summary>
    public string? MinutesLabel => Papers.FirstOrDefault(p => p.Form == UnitCases.Minutes && p.ClosedAt is null && p.PaperState.IsLive() && p.Label.Length > 0)?.Label;

    /// <summary>What would stay open if the case ended now, in words: papers that did not go out, a report not answered, a meeting or inspection without its end.</summary>
    public IReadOnlyList<string> Unfinished
    {
        get
        {
            var open = new List<string>();
            // Minutes end with their signature, the other papers by going out.
            open.AddRange(Papers.Where(p => p.PaperState is PaperState.Draft or PaperState.Numbered || (p.PaperState == PaperState.Signed && p.ClosedAt is null && p.Form != UnitCases.Minutes))
                .Select(p => Text.Of("UnitCases.Open_paper", p.Called, Text.Of("Papers.State_" + p.State).ToLower(Text.Vietnamese))));
            Add("report", Case.DemandedAt is not null && Case.ReportedOn is null);
            Add("meeting", Facts.MeetingAhead);
            Add("minutes", Case.State == UnitProcedure.Meeting && !Facts.MeetingAhead);
            Add("refused", Case.State == UnitProcedure.Refused);
            Add("inspection", Case.State == UnitProcedure.Inspecting);
            Add("penalty", Case.State == UnitProcedure.Violation && !Events.Any(e => e.Act == "penalise"));
            return open;

            void Add(string what, bool holds)
            {
                if (holds)
                {
                    open.Add(Text.Of("UnitCases.Open_" + what));
                }
            }
        }
    }
}
