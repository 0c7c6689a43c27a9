using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Policy;

/// <summary>The values of a rule in words.</summary>
internal static class PolicyWords
{
    /// <summary>The clauses that a row rests on, each with the document's own words from the table that the row is of.</summary>
    public static IReadOnlyList<(string Clause, string Words)> Clauses(PolicyRow? row, PolicyTable? table) => row is null ? [] :
    [
        .. row.Clauses.Select(c => (Text.Of("Work.ClauseOf", c.Document, c.Section, c.Dash), table?.Dashes.FirstOrDefault(d => d.Id == c.Dash)?.Text ?? "")),
    ];

    /// <summary>"Điện thoại, rồi Zalo, rồi Email": the order is the fallback.</summary>
    public static string Channels(PolicyAct act) => string.Join(Text.Of("Policy.Then"), act.Channels.Select(c => Text.Of("Work.Channel_" + c)));

    /// <summary>Null where the act has no deadline.</summary>
    public static string? Deadline(PolicyAct act) => act.Deadline switch
    {
        { WorkingDays: { } days } => Text.Of("Policy.WorkingDays", days),
        { Anchor: DeadlineAnchor.None } => null,
        { Anchor: var anchor, OpensDaysBefore: { } before } => Text.Of("Policy.AnchorOpens", Text.Of("Policy.Anchor_" + PolicyNames.Of(anchor)), before),
        { Anchor: var anchor } => Text.Of("Policy.Anchor_" + PolicyNames.Of(anchor)),
    };

    public static string? Recurrence(PolicyAct act) => act.Recurrence.Kind switch
    {
        RecurrenceKind.None => null,
        RecurrenceKind.EveryDays => Text.Of("Policy.EveryDays", act.Recurrence.Days),
        var kind => Text.Of("Policy.Every_" + PolicyNames.Of(kind)),
    };

    public static string Flags(CaseFlags flags) =>
        string.Join(", ", Names.AllFlags.Where(n => Names.TryFlag(n, out var flag) && flags.HasFlag(flag)).Select(n => Text.Of("Policy.Flag_" + n)));

    public static string Standings(RowCondition when) => when.Standings == RowCondition.AllOfFour
        ? Text.Of("Policy.EveryStanding")
        : string.Join("; ", Enum.GetValues<Standing>().Where(s => (when.Standings >> (int)s & 1) == 1).Select(Show.Name));

    public static string Bands(RowCondition when) => when.Bands == RowCondition.AllOfFour
        ? Text.Of("Policy.EveryBand")
        : string.Join("; ", Enum.GetValues<DebtBand>().Where(b => (when.Bands >> (int)b & 1) == 1).Select(Show.Name));

    /// <summary>Of whom a row speaks that is not of employers: units by whether they take part, people whose card the budget pays.</summary>
    public static string Subject(PolicyTrack track, RowCondition when) => track.Subject is PolicySubject.Entitled
        ? Text.Of("Policy.Subject_entitled")
        : string.Join("; ", Enum.GetValues<Taking>().Where(t => (when.Takings >> (int)t & 1) == 1).Select(t => Text.Of("Policy.Taking_" + PolicyNames.Of(t))));

    public static IEnumerable<int> Levels(RowCondition when) => Enumerable.Range(1, 4).Where(n => (when.Levels >> (n - 1) & 1) == 1);

    /// <summary>What follows an outcome, line by line.</summary>
    public static IEnumerable<string> Follows(OutcomeRule rule)
    {
        if (rule.Done)
        {
            yield return Text.Of("Policy.Closes");
        }

        if (rule.RetryDays is { } retry)
        {
            yield return Text.Of("Policy.Retry", retry);
        }

        if (rule.CheckDays is { } check)
        {
            yield return Text.Of("Policy.Check", check);
        }

        if (rule.Next is { } next)
        {
            yield return Text.Of("Policy.NextAct", Text.Of("Work.Act_" + next));
        }

        if (rule.Mark != CaseFlags.None)
        {
            yield return Text.Of("Policy.Marks", Flags(rule.Mark));
        }

        if (rule.Suggest != CaseFlags.None)
        {
            yield return Text.Of("Policy.Suggests", Flags(rule.Suggest));
        }

        if (rule.Note is not null)
        {
            yield return Words.Say(rule.Note);
        }
    }
}
