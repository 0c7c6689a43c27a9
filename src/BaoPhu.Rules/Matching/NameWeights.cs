namespace BaoPhu.Rules.Matching;

/// <summary>
/// What the comparison of two names weighs. It looks at how many bear them: "Nguyễn Văn Anh" proves little, a rare name much; and a name with a slip that nobody bears proves as much as the name it was, while two
/// that differ by a letter and are both borne by many are likelier two names than one.
/// </summary>
internal sealed class NameWeights
{
    /// <summary>In how many ways a clerk may spoil a name by a slip (some forty letters lost, doubled or exchanged), by a middle name added or dropped, by initials.</summary>
    private const double WaysOfSlip = 60, WaysOfMiddle = 2, WaysOfInitials = 1;

    private readonly double _persons;
    private readonly Bearers _names, _ends, _initials;

    public NameWeights(PersonRows register, ParallelOptions threads)
    {
        _persons = Math.Max(1, register.Present);
        var bearers = new Bearers[3];
        KeyOf[] keys = [KeyOf.Name, KeyOf.Ends, KeyOf.Initials];
        Parallel.For(0, keys.Length, threads, k => bearers[k] = new(keys[k], register));
        (_names, _ends, _initials) = (bearers[0], bearers[1], bearers[2]);
    }

    /// <summary>True where everybody with whom a row is found at the level weighs the same.</summary>
    public static bool IsOfRow(int level) => level is not (MatchLevels.NameMiddle or MatchLevels.NameInitials or MatchLevels.NameSlip);

    /// <summary>Bits of a level between row i of one table and row j of another.</summary>
    public double Bits(MatchModel model, int level, PersonRows a, int i, PersonRows b, int j)
    {
        var (m, u) = (model.M[(int)MatchField.Name], model.U[(int)MatchField.Name]);
        return level switch
        {
            MatchLevels.Missing => 0,
            <= MatchLevels.NameOrder => Against(m[level], Share(_names, a, i) * u[level] / (u[MatchLevels.NameExact] + u[MatchLevels.NameUnaccented] + u[MatchLevels.NameAccents] + u[MatchLevels.NameOrder])),
            MatchLevels.NameMiddle => Spoilt(m[level] / WaysOfMiddle, Share(_ends, a, i)),
            MatchLevels.NameInitials => Spoilt(m[level] / WaysOfInitials, Share(_initials, a, i)),
            MatchLevels.NameSlip => Spoilt(m[level] / WaysOfSlip, Math.Max(Share(_names, a, i), Share(_names, b, j))),
            MatchLevels.NameFamilyGiven => Against(m[level], Share(_ends, a, i) * u[level] / (u[MatchLevels.NameMiddle] + u[MatchLevels.NameFamilyGiven])),
            _ => model.Bits(MatchField.Name, level),
        };

        // The rarer of the two names is borne by somebody else, or it is what became of one that the share `from` bears, of which `way` come out so.
        double Spoilt(double way, double from) => Math.Log2(way / (Math.Min(Share(_names, a, i), Share(_names, b, j)) + (way * Math.Max(from, 0.5 / _persons))));
    }

    private double Against(double same, double two) => Math.Log2(same / Math.Max(two, 0.5 / _persons));

    private double Share(Bearers bearers, PersonRows rows, int row) => bearers.Of(rows, row) / _persons;
}
