using System.Globalization;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Rules.Cases;

/// <summary>The truth tables of employers in a special standing (plan III.1.1.a, dashes 2 to 4; E2).</summary>
public static class SpecialStandings
{
    /// <summary>The letter that asks a suspended employer for the payroll of its months.</summary>
    public const string PayrollLetter = "CV-QL";
    public const string MakeupLetter = "CV-DB";

    /// <summary>The claim to the authority that liquidates.</summary>
    public const string ClaimLetter = "CV-UT";

    /// <summary>The request letter, with Mẫu số 1 and B09-TS attached.</summary>
    public const string BudgetLetter = "CV-NS";

    /// <summary>The last day of the suspension is over (word "ends-on 2021-10-31").</summary>
    private static readonly Need SuspensionOver = new("SuspensionOver", f => f.Findings.FirstOrDefault(w => w.StartsWith("ends-on ", StringComparison.Ordinal)) is { } word
        && DateOnly.ParseExact(word["ends-on ".Length..], "yyyy-MM-dd", CultureInfo.InvariantCulture) < f.Today);

    /// <summary>
    /// Make-up of a suspended employer: terms, payroll of every month asked for, computed, urged when the suspension is over, paid as the ledger shows. An unknown payroll is never
    /// guessed: nothing is computed while one is missing.
    /// </summary>
    public static Procedure Makeup { get; } = new(ActNames.Makeup, ["paid", "dropped"],
    [
        new("", "open", "asking", "change", Needs.TaskOpen),
        new("asking", "terms", "asking"),
        new("asking", "ask", "asking", "change", Needs.NotSuspended, Needs.Finding("payroll-missing")),
        new("asking", "answer", "asking"),
        new("asking", "compute", "computed", "change", Needs.Finding("payroll-complete")),
        new("computed", "reopen", "asking"),
        new("urged", "reopen", "asking"),
        new("computed", "urge", "urged", "change", Needs.NotSuspended, SuspensionOver, Needs.Finding("rest-due")),
        new("urged", "urge", "urged", "change", Needs.NotSuspended, Needs.Finding("rest-due")),
        new("computed", "receive", "computed", "change", Needs.Finding("rest-due")),
        new("urged", "receive", "urged", "change", Needs.Finding("rest-due")),
        new("computed", "settle", "paid", "change", Needs.Finding("rest-paid")) { Outcome = "paid" },
        new("urged", "settle", "paid", "change", Needs.Finding("rest-paid")) { Outcome = "paid" },
        .. Ends("drop", "dropped", "answered", "decide", "asking", "computed", "urged"),
    ]);

    /// <summary>
    /// Claim for payment first from what is liquidated: the authority, the letter, its answer, the money by fund, the workers whose entitlements it settles. It closes when workers and
    /// money agree to the đồng in every fund.
    /// </summary>
    public static Procedure Claim { get; } = new(ActNames.Claim, ["recovered", "not-recovered", "rejected", "stopped"],
    [
        new("", "open", "drafting", "change", Needs.TaskOpen, Needs.Owes),
        new("drafting", "authority", "drafting", "change", Needs.Finding("letter-open")),
        new("drafting", "send", "sent", "change", Needs.Owes, Needs.Sent(ClaimLetter)) { Outcome = "sent" },
        new("sent", "remind", "sent"),
        new("sent", "accept", "liquidating") { Outcome = "accepted" },
        new("sent", "reject", "rejected", "decide") { Outcome = "rejected" },
        new("liquidating", "remind", "liquidating"),
        new("liquidating", "receive", "liquidating", "change", Needs.Finding("claim-open")),
        new("liquidating", "worker", "liquidating", "change", Needs.Finding("money-received")),
        new("liquidating", "strike", "liquidating", "change", Needs.Finding("worker-listed")),
        new("liquidating", "settle", "recovered", "change", Needs.Finding("money-received"), Needs.Finding("workers-tie")) { Outcome = "recovered" },
        new("liquidating", "nothing", "not-recovered", "decide", Needs.Finding("nothing-received")) { Outcome = "not-recovered" },
        .. Ends("stop", "stopped", null, "decide", [Needs.Paid], "drafting", "sent"),
    ]);

    /// <summary>Quarterly reconciliation with a body that pays from the budget: both tables and the letter sent, confirmed, transferred in whole or in part, the difference explained.</summary>
    public static Procedure Budget { get; } = new(ActNames.Reconcile, ["transferred", "explained"],
    [
        new("", "open", "drafting", "change", Needs.TaskOpen, Needs.Finding("figures")),
        new("drafting", "send", "sent", "change", Needs.NotSuspended, Needs.Sent(BudgetLetter)) { Outcome = "sent" },
        new("sent", "online", "sent"),
        new("sent", "confirm", "confirmed") { Outcome = "confirmed" },
        new("sent", "dispute", "disputed") { Outcome = "disputed" },
        new("disputed", "online", "disputed"),
        new("disputed", "redraft", "drafting"),
        new("disputed", "confirm", "confirmed") { Outcome = "confirmed" },
        new("confirmed", "online", "confirmed"),
        new("confirmed", "receive", "confirmed", "change", Needs.Finding("rest-due")),
        new("confirmed", "settle", "transferred", "change", Needs.Finding("rest-paid")) { Outcome = "transferred" },
        new("confirmed", "explain", "explained", "decide", Needs.Finding("rest-due")) { Outcome = "transferred" },
    ]);

    private static Step[] Ends(string act, string to, string? outcome, string right, params string[] states) => Ends(act, to, outcome, right, [], states);

    private static Step[] Ends(string act, string to, string? outcome, string right, Need[] needs, params string[] states) => [.. states.Select(s => new Step(s, act, to, right, needs) { Outcome = outcome })];
}
