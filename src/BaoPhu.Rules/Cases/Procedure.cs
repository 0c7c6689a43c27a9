namespace BaoPhu.Rules.Cases;

/// <summary>
/// A step of a procedure: in state <paramref name="From"/> (empty: it opens the case) a person with the right <paramref name="Right"/> may do <paramref name="Act"/>, and the case is then in
/// <paramref name="To"/>. <paramref name="Needs"/>: what must be true of the case and its employer beside the state, each told by its own reason when it is not.
/// </summary>
public sealed record Step(string From, string Act, string To, string Right = "change", params IReadOnlyList<Need> Needs)
{
    /// <summary>Outcome that the step records on the task of the case; null: it records none.</summary>
    public string? Outcome { get; init; }

    /// <summary>It only writes down what came in from outside: that is no field work, and a level that puts the task off does not put it off.</summary>
    public bool CameIn { get; init; }
}

/// <summary>A condition beside the state. <paramref name="Key"/> names its reason in words.</summary>
public sealed record Need(string Key, Func<CaseFacts, bool> Met)
{
    /// <summary>Values of the reason: a form, a number.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}

/// <summary>What may be said of a step now: allowed, or every reason why not. <paramref name="InState"/> false: the state alone forbids it.</summary>
public sealed record StepAnswer(string Act, Step? Step, bool InState, IReadOnlyList<Need> Unmet)
{
    public bool Allowed => InState && Unmet.Count == 0;
}

/// <summary>
/// One procedure as a truth table, state × act → next state or nothing, for the cases of one act of the plan ("inspect", "penalise", "claim"…). The same table answers the
/// page that shows every next lawful act and the transaction that does one, so the two cannot differ.
/// </summary>
public sealed class Procedure
{
    private readonly Dictionary<(string From, string Act), Step> _steps;

    /// <param name="act">Act of the plan whose task the cases are the long form of.</param>
    /// <param name="ended">States in which a case is over. Every other state must be left by some step.</param>
    /// <exception cref="ArgumentException">A table that contradicts itself: a step twice, a state without a way to it or out of it.</exception>
    public Procedure(string act, IReadOnlyList<string> ended, IReadOnlyList<Step> steps)
    {
        (Act, Ended, Steps) = (act, ended, steps);
        _steps = [];
        foreach (var step in steps)
        {
            if (!_steps.TryAdd((step.From, step.Act), step))
            {
                throw new ArgumentException($"{act}: '{step.Act}' stands twice for '{step.From}'", nameof(steps));
            }
        }

        States = [.. steps.SelectMany(s => (string[])[s.From, s.To]).Where(s => s.Length > 0).Distinct(StringComparer.Ordinal)];
        Acts = [.. steps.Select(s => s.Act).Distinct(StringComparer.Ordinal)];
        var reached = new HashSet<string>(StringComparer.Ordinal) { "" };
        while (steps.Any(s => reached.Contains(s.From) && reached.Add(s.To)))
        {
        }

        if (States.FirstOrDefault(s => !reached.Contains(s)) is { } lost)
        {
            throw new ArgumentException($"{act}: nothing leads to '{lost}'", nameof(steps));
        }

        if (States.FirstOrDefault(s => ended.Contains(s) == steps.Any(t => t.From == s)) is { } wrong)
        {
            throw new ArgumentException($"{act}: '{wrong}' must either be an end or be left by a step", nameof(ended));
        }
    }

    public string Act { get; }
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>In the order in which the table names them.</summary>
    public IReadOnlyList<string> States { get; }
    public IReadOnlyList<string> Acts { get; }
    public IReadOnlyList<string> Ended { get; }

    public bool IsOpen(string state) => !Ended.Contains(state);

    /// <summary>May the act be done in the state ("" where there is no case yet)?</summary>
    public StepAnswer May(string state, string act, CaseFacts facts) =>
        _steps.TryGetValue((state, act), out var step) ? new(act, step, true, [.. step.Needs.Where(n => !n.Met(facts))]) : new(act, null, false, []);

    /// <summary>Every act of the procedure as it stands now, in the order of the table: what may be done and, with its reasons, what may not.</summary>
    public IReadOnlyList<StepAnswer> All(string state, CaseFacts facts) => [.. Acts.Select(act => May(state, act, facts))];
}
