using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Penalty;

/// <summary>
/// Administrative penalty act by act (plan III.1.1.a.1+5): minutes whose every element is proved (NQ 05/2019), the decision within the bracket of the decree in force at the day of the act, served,
/// paid or enforced. It goes on at every level.
/// </summary>
public sealed class PenaltyProcedure : ICaseProcedure
{
    public const string Minutes = "BB-VPHC";
    public const string Decision = "QĐ-XPHC";

    /// <summary>The time to pay has passed (word "pay-until 2021-11-20").</summary>
    private static readonly Need TimeOver = new("TimeOver", f => Day(f, "pay-until ") is { } until && until < f.Today);

    /// <summary>No act is so old that it can no longer be fined (word "barred-from", the earliest of the acts).</summary>
    private static readonly Need InTime = new("InTime", f => Day(f, "barred-from ") is not { } from || f.Today < from);

    /// <summary>The decision can no longer be carried out (word "lapses-on").</summary>
    private static readonly Need Lapsed = new("Lapsed", f => Day(f, "lapses-on ") is { } on && on <= f.Today);

    public Procedure Procedure { get; } = new(ActNames.Penalise, ["settled", "dropped", "lapsed"],
    [
        new("", "open", "drafting", "change", Needs.TaskOpen),
        new("drafting", "state", "drafting", "change", Needs.Finding("minutes-open")),
        new("drafting", "prove", "drafting", "change", Needs.Finding("act-stated"), Needs.Finding("minutes-open")),
        new("drafting", "strike", "drafting", "change", Needs.Finding("act-stated"), Needs.Finding("minutes-open")),
        new("drafting", "close", "minuted", "change", Needs.Finding("act-stated"), Needs.Finding("all-proved"), InTime, Needs.Signed(Minutes)),
        new("drafting", "drop", "dropped", "decide") { Outcome = "not-met" },
        new("minuted", "fine", "minuted", "change", InTime, Needs.Finding("decision-open")),
        new("minuted", "decide", "decided", "decide", InTime, Needs.Finding("all-fined"), Needs.Signed(Decision), Needs.Finding("in-power")),
        new("minuted", "drop", "dropped", "decide") { Outcome = "not-met" },
        new("decided", "serve", "served") { Outcome = "sent" },
        new("served", "receive", "served", "change", Needs.Finding("rest-due")),
        new("served", "settle", "settled", "change", Needs.Finding("rest-paid")) { Outcome = "paid" },
        new("served", "enforce", "enforcing", "decide", Needs.Finding("rest-due"), TimeOver),
        new("enforcing", "receive", "enforcing", "change", Needs.Finding("rest-due")),
        new("enforcing", "settle", "settled", "change", Needs.Finding("rest-paid")) { Outcome = "paid" },
        new("enforcing", "lapse", "lapsed", "decide", Needs.Finding("rest-due"), Lapsed) { Outcome = "not-met" },
    ]);

    public string Texts => "Penalties";
    public string Folder => "/collection/penalties";

    public string PageOf(TaskKey key, string step) => step is "state" ? $"{Folder}/{key}/state" : $"{Folder}/{key}";

    public Task<IReadOnlySet<string>> Findings(Session s, TaskKey key) => PenaltyFile.Findings(s, key);

    private static DateOnly? Day(CaseFacts facts, string word) =>
        facts.Findings.FirstOrDefault(w => w.StartsWith(word, StringComparison.Ordinal)) is { } found ? DateOnly.ParseExact(found[word.Length..], "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
