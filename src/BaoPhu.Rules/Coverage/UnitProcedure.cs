using BaoPhu.Rules.Policy;

namespace BaoPhu.Rules.Coverage;

/// <summary>What is known of a unit of the tax data when it is asked what may be done.</summary>
public sealed record UnitFacts
{
    /// <summary>Acts of persons that the plan orders of it now, by name: at the level of its place, with its marks.</summary>
    public required IReadOnlyDictionary<string, OrderedAct> Ordered { get; init; }

    /// <summary>Workers surely missing, and of them those whose follow-up has an end. Doubtful ones are not among them.</summary>
    public int Missing { get; init; }
    public int Ended { get; init; }
    public CaseFlags Flags { get; init; }

    /// <summary>The letter of Mẫu 01 went out.</summary>
    public bool Demanded { get; init; }

    /// <summary>The day until which its notice asks for an answer has not passed.</summary>
    public bool MayStillReply { get; init; }

    /// <summary>The post brought its last notice back, so that it may know of nothing.</summary>
    public bool NoticeReturned { get; init; }

    /// <summary>The day of the meeting has not come.</summary>
    public bool MeetingAhead { get; init; }

    /// <summary>People, hour, space and place of the meeting to come are not arranged (<see cref="Arranges"/>).</summary>
    public bool MeetingUnarranged { get; init; }

    /// <summary>A visit of the team that inspects it is arranged.</summary>
    public bool VisitArranged { get; init; }

    /// <summary>No minutes of the meeting have a number.</summary>
    public bool NoMinutes { get; init; }

    /// <summary>The decision to inspect it was announced to it.</summary>
    public bool Announced { get; init; }

    /// <summary>A decision that fines what the last inspection found is recorded.</summary>
    public bool Penalised { get; init; }

    /// <summary>A month has fallen due since it was fined.</summary>
    public bool WentOn { get; init; }

    /// <summary>The letter to the investigating authority went out.</summary>
    public bool Referred { get; init; }

    /// <summary>The months, and the workers or the amount, reach what Article 216 asks.</summary>
    public bool Grave { get; init; }

    /// <summary>Its place was at level 4 since its case was begun and nobody has recorded that it works again.</summary>
    public bool Rests { get; init; }

    /// <summary>Is the act ordered in person and not before people, hour, space and place are arranged (plan III.1.2.b)? An inspection that combines its ways sends nobody.</summary>
    public bool Arranges(string order) => Ordered.GetValueOrDefault(order)?.Act is { Slot: true, Stream: WorkStream.InPerson, Method: not InspectionMethod.Combined };
}

/// <summary>
/// A step: in one of the states <paramref name="From"/> the act leads to <paramref name="To"/> (null: the state stays). <paramref name="Order"/>: the act of the plan that must be ordered now;
/// null: a record of what came in or was found.
/// </summary>
public sealed record UnitStep(IReadOnlyList<string> From, string Act, string? To, string? Order = null)
{
    /// <summary>Marks that the step sets on the unit.</summary>
    public CaseFlags Sets { get; init; }

    /// <summary>Marks that it takes away.</summary>
    public CaseFlags Clears { get; init; }

    /// <summary>The act of the permission table that it needs.</summary>
    public string Right { get; init; } = "change";

    /// <summary>Done by a paper that goes out, not by a form.</summary>
    public bool ByPaper { get; init; }

    /// <summary>Told with more than its ground, by a form of its own.</summary>
    public bool OwnForm { get; init; }

    /// <summary>Needs beside state and order, by the key of their reason.</summary>
    public IReadOnlyList<(string Key, Func<UnitFacts, bool> Met)> Needs { get; init; } = [];
}

/// <summary>May a step be done now, and if not, why: <paramref name="InState"/> false says that the state alone forbids it.</summary>
public sealed record UnitAnswer(UnitStep Step, bool InState, IReadOnlyList<string> Unmet)
{
    public bool Allowed => InState && Unmet.Count == 0;
}

/// <summary>
/// The way of a unit that does not take part, or not for everyone, from the list to its end (plan III.1.2): a truth table over states and acts. What the plan orders at the level of its place opens or closes
/// a step; the table alone says what follows on what.
/// </summary>
public static class UnitProcedure
{
    public const string Listed = "listed";
    public const string Noticed = "noticed";
    public const string Meeting = "meeting";
    public const string Agreed = "agreed";
    public const string Refused = "refused";
    public const string Inspecting = "inspecting";
    public const string Violation = "violation";
    public const string Complied = "complied";
    public const string Cleared = "cleared";

    /// <summary>The act of the permission table by which units are inspected.</summary>
    public const string MayInspect = "inspect";

    private static readonly (string Key, Func<UnitFacts, bool> Met) IsAnnounced = ("Announced", f => f.Announced);
    private static readonly (string Key, Func<UnitFacts, bool> Met) NotAnnounced = ("NotAnnounced", f => !f.Announced);
    private static readonly (string Key, Func<UnitFacts, bool> Met)[] OfMinutes = [("MeetingCame", f => !f.MeetingAhead), ("MinutesNumbered", f => !f.NoMinutes)];
    private static readonly string[] AfterNotice = [Noticed, Meeting, Agreed, Refused, Inspecting, Violation];
    private static readonly string[] AfterRefusal = [Refused, Inspecting, Violation];

    public static IReadOnlyList<string> States { get; } = [Listed, .. AfterNotice, Complied, Cleared];

    public static IReadOnlyList<UnitStep> Steps { get; } =
    [
        new([Listed], "notice", Noticed, ActNames.Notice) { ByPaper = true, Needs = [("Missing", f => f.Missing > f.Ended)] },
        new([Listed, Noticed], "demand", null, ActNames.Demand) { ByPaper = true },
        new([Listed, .. AfterNotice], "report", null) { Needs = [("Demanded", f => f.Demanded)] },
        new(AfterNotice, "contact", null, ActNames.Contact),
        new([Noticed, Meeting], "meet", Meeting, ActNames.Meet),
        new([Meeting], "sign", Agreed, ActNames.Minutes) { Needs = OfMinutes },
        new([Meeting], "refuse-to-sign", Refused, ActNames.Minutes) { Sets = CaseFlags.RefusedToSign, Needs = OfMinutes },
        new([Noticed, Agreed], "not-comply", Refused) { Sets = CaseFlags.RefusedToSign, Needs = [("ReplyOver", f => !f.MayStillReply), ("NoticeReached", f => !f.NoticeReturned)] },
        new([Noticed], "send-again", Listed) { Needs = [("NoticeCameBack", f => f.NoticeReturned)] },
        new([Refused], "inspect", Inspecting, ActNames.Inspect) { ByPaper = true, Right = MayInspect },
        new([Inspecting], "arrange", null, ActNames.Inspect) { OwnForm = true, Right = MayInspect, Needs = [("SlotOrdered", f => f.Arranges(ActNames.Inspect))] },
        new([Inspecting], "announce", null, ActNames.Inspect) { OwnForm = true, Right = MayInspect, Needs = [NotAnnounced] },
        new([Inspecting], "work", null, ActNames.Inspect) { OwnForm = true, Right = MayInspect, Needs = [IsAnnounced] },
        new([Inspecting], "call-back", Refused) { ByPaper = true, Right = MayInspect, Needs = [NotAnnounced] },
        new([Inspecting], "violation", Violation) { ByPaper = true, Sets = CaseFlags.Violation, Right = MayInspect, Needs = [IsAnnounced] },
        new([Inspecting], "no-violation", Cleared) { ByPaper = true, Right = MayInspect, Needs = [IsAnnounced] },
        new([Violation], "penalise", null, ActNames.Penalise) { OwnForm = true, Right = MayInspect },
        new(AfterNotice, "evading", null) { Sets = CaseFlags.Wilful, Right = "decide", Needs = [("NotYetEvading", f => !f.Flags.HasFlag(CaseFlags.Wilful))] },
        new(AfterRefusal, "propose", null, ActNames.Propose) { Right = "decide", Needs = [("WorksAgain", f => !f.Rests)] },
        new([Violation], "refer", null, ActNames.Refer) { ByPaper = true, Right = MayInspect, Needs = [("Penalised", f => f.Penalised), ("WentOn", f => f.WentOn), ("Grave", f => f.Grave)] },
        new([Listed, .. AfterNotice], "not-at-address", null) { Sets = CaseFlags.NotAtAddress, Needs = [("AtAddress", f => !f.Flags.HasFlag(CaseFlags.NotAtAddress))] },
        new([Listed, .. AfterNotice], "at-address", null) { Clears = CaseFlags.NotAtAddress, Needs = [("NotAtAddress", f => f.Flags.HasFlag(CaseFlags.NotAtAddress))] },
        new(AfterNotice, "works-again", null) { Needs = [("Rests", f => f.Rests)] },
        new([Listed, .. AfterNotice], "comply", Complied) { Needs = [("EveryWorkerEnded", f => f.Missing == f.Ended)] },
        new([Complied, Cleared], "reopen", Listed) { Needs = [("Missing", f => f.Missing > f.Ended)] },
    ];

    /// <summary>Steps that lead on, the most telling first; what may only be found or reported is nobody's next work.</summary>
    private static readonly string[] Onward = ["comply", "notice", "demand", "sign", "meet", "inspect", "arrange", "announce", "violation", "penalise", "refer"];

    public static UnitStep? Find(string act) => Steps.FirstOrDefault(s => s.Act == act);

    /// <summary>May the act be done in the state? An act that rests by the plan is named as resting. Throws <see cref="ArgumentException"/> for a word that is no act.</summary>
    public static UnitAnswer May(string state, string act, UnitFacts facts)
    {
        var step = Find(act) ?? throw new ArgumentException($"'{act}' is no act of a unit", nameof(act));
        var unmet = new List<string>();
        if (step.Order is { } order)
        {
            if (!facts.Ordered.TryGetValue(order, out var ordered))
            {
                unmet.Add("NotOrdered");
            }
            else if (ordered.Act.Mode == ActMode.Suspend)
            {
                unmet.Add("Suspended");
            }
        }

        unmet.AddRange(step.Needs.Where(n => !n.Met(facts)).Select(n => n.Key));
        return new UnitAnswer(step, step.From.Contains(state), unmet);
    }

    /// <summary>The step to do next in the state; null: follow the workers, for no step is open, or it has ended.</summary>
    public static UnitStep? Next(string state, UnitFacts facts) =>
        state is Complied or Cleared ? null : Onward.Where(act => !Done(act, state, facts)).Select(act => May(state, act, facts)).FirstOrDefault(a => a.Allowed)?.Step;

    /// <summary>What may be done once more but need not be.</summary>
    private static bool Done(string act, string state, UnitFacts facts) => act switch
    {
        "meet" => state == Meeting && !facts.MeetingUnarranged,
        "arrange" => facts.VisitArranged || facts.Announced,
        "demand" => facts.Demanded,
        "penalise" => facts.Penalised,
        "refer" => facts.Referred,
        _ => false,
    };

    /// <summary>Every act as it stands, in the order of the table.</summary>
    public static IReadOnlyList<UnitAnswer> All(string state, UnitFacts facts) => [.. Steps.Select(s => May(state, s.Act, facts))];
}
