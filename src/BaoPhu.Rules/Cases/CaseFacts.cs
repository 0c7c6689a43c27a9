using BaoPhu.Rules.Debts;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Rules.Cases;

/// <summary>What a procedure is asked with: the employer as it stands now, the task of the case, and what is known of the case beside its state.</summary>
public sealed record CaseFacts
{
    public required DateOnly Today { get; init; }
    public Standing Standing { get; init; }
    public DebtBand Band { get; init; }
    public byte Level { get; init; } = 1;
    public CaseFlags Flags { get; init; }

    /// <summary>Đồng, without interest.</summary>
    public long Debt { get; init; }

    /// <summary>State of the task that the case is the long form of; null: the plan orders none.</summary>
    public TaskState? Task { get; init; }

    /// <summary>Forms of which a paper of the case is signed for the office and holds.</summary>
    public IReadOnlySet<string> Signed { get; init; } = new HashSet<string>();

    /// <summary>Forms of which a paper of the case has gone out.</summary>
    public IReadOnlySet<string> Sent { get; init; } = new HashSet<string>();

    /// <summary>What the procedure's own records say, in its own words ("elements-complete", "team-named").</summary>
    public IReadOnlySet<string> Findings { get; init; } = new HashSet<string>();

    /// <summary>State of the employer's last case of every other act.</summary>
    public IReadOnlyDictionary<string, string> Others { get; init; } = new Dictionary<string, string>();
}

/// <summary>The conditions that many procedures share. The key of each is that of its reason in words.</summary>
public static class Needs
{
    /// <summary>The plan orders the work now and the level does not put it off.</summary>
    public static Need TaskOpen { get; } = new("TaskOpen", f => f.Task is TaskState.Open or TaskState.Started);

    /// <summary>The level does not put the work off; a case begun goes on although the plan would not order it anew.</summary>
    public static Need NotSuspended { get; } = new("NotSuspended", f => f.Task is not TaskState.Suspended);

    public static Need Owes { get; } = new("Owes", f => f.Debt > 0);
    public static Need Paid { get; } = new("Paid", f => f.Debt == 0);

    public static Need Signed(string form) => new("Signed", f => f.Signed.Contains(form)) { Values = [form] };

    public static Need Sent(string form) => new("Sent", f => f.Sent.Contains(form)) { Values = [form] };

    /// <summary>Something that the procedure's own records must say. The reason is "Finding_" and the word.</summary>
    public static Need Finding(string word) => new("Finding_" + word, f => f.Findings.Contains(word));
}
