using BaoPhu.Rules.Policy;

namespace BaoPhu.Rules.Planning;

/// <summary>
/// What a transition between two levels does with an act of the plan: stops or suspends it, takes it up again, begins it, or has it done in another way.
/// <paramref name="Before"/> and <paramref name="After"/>: the act as ordered at either level, null where it is not. <paramref name="Clauses"/> order it at the level after
/// (where it stops: before).
/// </summary>
public sealed record TransitionAct(string Act, SwitchKind Kind, PolicyAct? Before, PolicyAct? After, IReadOnlyList<Clause> Clauses)
{
    /// <summary>The act that says how it is done from now on, or was until now.</summary>
    public PolicyAct Shown => After ?? Before!;
}

/// <summary>Reads out of a table what changes from one level to another, whatever the standing, band and flags: the proposal of a scenario.</summary>
public static class Transition
{
    /// <summary>In the order of the table; each way in which an act changes once. Levels 1–4.</summary>
    public static IReadOnlyList<TransitionAct> Of(OrderBook book, int from, int to)
    {
        var found = new Dictionary<(int Act, SwitchKind Kind, WorkStream? Before, WorkStream? After, bool Slot, string Papers), (TransitionAct Act, List<Clause> Clauses)>();
        for (var cell = 0; cell < 4 * 4 * 32; cell++)
        {
            var (standing, band, flags) = ((Standing)(cell / 128), (DebtBand)(cell / 32 % 4), (CaseFlags)(cell % 32));
            var before = At(from);
            var after = At(to);
            foreach (var act in before.Keys.Union(after.Keys))
            {
                var (was, now) = (before.GetValueOrDefault(act), after.GetValueOrDefault(act));
                if (KindOf(was?.Act, now?.Act) is not { } kind)
                {
                    continue;
                }

                var key = (act, kind, was?.Act.Stream, now?.Act.Stream, now?.Act.Slot == true, string.Join(',', now?.Act.Papers ?? []));
                if (!found.TryGetValue(key, out var known))
                {
                    known = (new(ActNames.All[act], kind, was?.Act, now?.Act, []), []);
                }

                known.Clauses.AddRange((now ?? was)!.Row.Clauses.Except(known.Clauses));
                found[key] = known;
            }

            Dictionary<int, OrderedAct> At(int level)
            {
                var acts = new Dictionary<int, OrderedAct>();
                foreach (var order in book.At(standing, band, level, flags))
                {
                    acts[book.ActOf(order)] = book[order];
                }

                return acts;
            }
        }

        return [.. found.OrderBy(f => f.Key.Act).ThenBy(f => f.Key.Kind).Select(f => f.Value.Act with { Clauses = f.Value.Clauses })];
    }

    /// <summary>Null where nothing changes that people would have to prepare.</summary>
    private static SwitchKind? KindOf(PolicyAct? was, PolicyAct? now) => (was?.Mode, now?.Mode) switch
    {
        (ActMode.Do, ActMode.Do) => Same(was!, now!) ? null : SwitchKind.Converted,
        (ActMode.Do, ActMode.Suspend) => SwitchKind.Suspended,
        (ActMode.Do, null) => SwitchKind.Cancelled,
        (ActMode.Suspend, ActMode.Do) => SwitchKind.Reopened,
        (null, ActMode.Do) => SwitchKind.Created,
        _ => null,
    };

    private static bool Same(PolicyAct was, PolicyAct now) => was.Stream == now.Stream && was.Slot == now.Slot && was.Method == now.Method
        && was.Channels.SequenceEqual(now.Channels, StringComparer.Ordinal) && was.Papers.SequenceEqual(now.Papers, StringComparer.Ordinal);
}
