using BaoPhu.Core.Data;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Inspection;

/// <summary>
/// Inspection of an employer who owes three months and more (plan III.1.1.a.1+3, .c.1+3): planned, team and scope named, decided, announced, working days and findings, minutes, conclusion. A
/// level that puts the inspection off holds every step outside the desk; it goes on where it stood when the level goes down.
/// </summary>
public sealed class InspectionProcedure : ICaseProcedure
{
    public const string Decision = "QĐ-TTR";
    public const string Minutes = "BB-TTR";
    public const string Conclusion = "KL-TTR";

    /// <summary>The employer still owes, or the director decided to go on although it paid.</summary>
    private static readonly Need OwesOrGoesOn = new("OwesOrGoesOn", f => f.Debt > 0 || f.Findings.Contains("goes-on"));

    /// <summary>At level 4 only who does not pay wilfully is inspected (plan III.1.1.c); a paid debt has no row that would put the inspection off.</summary>
    private static readonly Need LevelOpen = new("LevelOpen", f => f.Level < 4 || f.Flags.HasFlag(CaseFlags.Wilful));

    public Procedure Procedure { get; } = new(ActNames.Inspect, ["violation", "clean", "concluded", "stopped", "absent"],
    [
        new("", "plan", "planned", "change", Needs.TaskOpen, Needs.Owes),
        new("planned", "replan", "planned"),
        new("planned", "team", "prepared", "change", Needs.NotSuspended),
        new("prepared", "team", "prepared", "change", Needs.NotSuspended, Needs.Finding("decision-open")),
        new("prepared", "issue", "decided", "change", Needs.NotSuspended, OwesOrGoesOn, Needs.Signed(Decision)),
        .. Paid("planned"), .. Paid("prepared"), .. Paid("decided"),
        new("decided", "announce", "inspecting", "change", Needs.NotSuspended, LevelOpen, OwesOrGoesOn, Needs.Finding("slot")),
        new("inspecting", "work", "inspecting", "change", Needs.NotSuspended, LevelOpen),
        new("inspecting", "find", "inspecting"),
        new("inspecting", "drop", "inspecting", "change", Needs.Finding("found")),
        new("inspecting", "minutes", "minuted", "change", Needs.NotSuspended, Needs.Finding("day-held"), Needs.Signed(Minutes)),
        new("minuted", "conclude-violation", "violation", "change", Needs.NotSuspended, Needs.Finding("found"), Needs.Signed(Conclusion)) { Outcome = "violation-found" },
        new("minuted", "conclude-clean", "clean", "change", Needs.NotSuspended, Needs.Finding("nothing-found"), Needs.Signed(Conclusion)) { Outcome = "no-violation" },
        new("minuted", "conclude", "concluded", "change", Needs.NotSuspended, Needs.Finding("found"), Needs.Signed(Conclusion)) { Outcome = "concluded" },
        new("decided", "absent", "absent", "change", Needs.NotSuspended) { Outcome = "not-at-address" },
        new("inspecting", "absent", "absent", "change", Needs.NotSuspended) { Outcome = "not-at-address" },
    ]);

    public string Texts => "Inspections";
    public string Folder => "/collection/inspections";

    public string PageOf(TaskKey key, string step) => step is "team" or "announce" or "work" or "find" ? $"{Folder}/{key}/{step}" : $"{Folder}/{key}";

    public async Task<IReadOnlySet<string>> Findings(Session s, TaskKey key)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var task = await Work.Tasks.Find(s, Identity.Scope.Nation, key);
        var file = await InspectionFile.Of(s, key);
        Add("decision-open", !(await TaskPapers.Of(s, key)).Exists(p => p.Form == Decision && p.PaperState.IsLive() && p.PaperState.IsNumbered()));
        Add("slot", !await LacksSlot(s, task, file));
        if (file is not null)
        {
            var findings = await InspectionFile.Found(s, key);
            Add("goes-on", file.GoesOn);
            Add("goes-on-open", !file.GoesOn);
            Add("day-held", (await InspectionFile.WorkingDays(s, key)).Count > 0);
            Add("found", findings.Exists(f => f.Dropped is null));
            Add("nothing-found", !findings.Exists(f => f.Dropped is null));
        }

        return found;

        void Add(string word, bool holds)
        {
            if (holds)
            {
                found.Add(word);
            }
        }
    }

    /// <summary>Must the visit be arranged first (people, hour, space, place), and is it not? Only where somebody goes there.</summary>
    internal static async Task<bool> LacksSlot(Session s, WorkTask task, InspectionFile? file) =>
        task.Ordered?.Act is { Slot: true } act && InspectionForms.Visits(InspectionForms.InForce(file?.Form ?? InspectionForms.Direct, act.Method)) && await Slots.Of(s, task) is null;

    /// <summary>Paid before the announcement: the director decides whether to stop or to go on.</summary>
    private static Step[] Paid(string state) =>
    [
        new(state, "stop", "stopped", "decide", Needs.Paid) { Outcome = "paid" },
        new(state, "go-on", state, "decide", Needs.Paid, Needs.Finding("goes-on-open")),
    ];
}
