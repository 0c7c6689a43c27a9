namespace BaoPhu.Rules.Matching;

/// <summary>
/// A key under which persons are looked for. <paramref name="Of"/>: 0 where the row has not what the key is made of. <paramref name="Most"/>: where more persons share a key it finds nobody, and the
/// <paramref name="Narrower"/> one is asked, so that pairs grow with the rows and not with their square.
/// </summary>
internal sealed record BlockingKey(Func<PersonRows, int, ulong> Of, int Most, BlockingKey? Narrower = null);

/// <summary>The keys of the strategy.</summary>
internal static class BlockingKeys
{
    private const ulong Value = (1UL << 56) - 1;

    /// <summary>What names one person: a number, or the name with the day and the employer. Who shares one is looked for first, and ends the search where both rows agree (<see cref="Comparison.Agree"/>).</summary>
    public static IReadOnlyList<BlockingKey> Exact { get; } =
    [
        new((p, i) => p.Social(i) == 0 ? 0 : Key(1, (ulong)p.Social(i)), 100),
        new((p, i) => p.At(i).Citizen == 0 ? 0 : Key(2, p.At(i).Citizen & Value), 100),
        new((p, i) => p.At(i).Tax == 0 ? 0 : Key(3, p.At(i).Tax & Value), 100),
        new((p, i) => Day(p, i) is 0 || p.At(i).Unit == 0 ? 0 : Key(4, p.At(i).Set, (ulong)p.At(i).Birth, (ulong)p.At(i).Unit), 100),
    ];

    public static IReadOnlyList<BlockingKey> Fuzzy { get; } =
    [
        // The name in any order and the year.
        new((p, i) => p.At(i).Birth == 0 ? 0 : Key(11, p.At(i).Set, (ulong)p.At(i).Year), 100, new((p, i) => Day(p, i) is 0 ? 0 : Key(21, p.At(i).Set, Day(p, i)), 100)),

        // The given name and the day, day and month in either order.
        new((p, i) => Day(p, i) is 0 ? 0 : Key(12, (ulong)p.At(i).Given, Day(p, i)), 60, new((p, i) => Day(p, i) is 0 ? 0 : Key(22, (ulong)p.At(i).Given, (ulong)p.At(i).Family, Day(p, i)), 100)),

        // Half of an identity number and the given name: a wrong digit is in one half only.
        new((p, i) => p.At(i).Citizen == 0 ? 0 : Key(13, (p.At(i).Citizen & Value) % 1_000_000, (ulong)p.At(i).Given), 60),
        new((p, i) => p.At(i).Citizen == 0 ? 0 : Key(14, (p.At(i).Citizen & Value) / 1_000_000, (ulong)p.At(i).Given, (ulong)p.At(i).Family), 60,
            new((p, i) => p.At(i).Citizen == 0 ? 0 : Key(24, (p.At(i).Citizen & Value) / 1_000_000, p.At(i).Set), 60)),
        new((p, i) => p.At(i).Tax == 0 ? 0 : Key(15, (p.At(i).Tax & Value) % 100_000, (ulong)p.At(i).Given), 60),

        // Family and given name and the year, where no day says more: middle names added or dropped.
        new((p, i) => p.At(i).Birth == 0 ? 0 : Key(16, (ulong)p.At(i).Family, (ulong)p.At(i).Given, (ulong)p.At(i).Year), 30),

        // The name with the employer, or in the commune, whatever the birth date says.
        new((p, i) => p.At(i).Unit == 0 ? 0 : Key(17, (ulong)p.At(i).Given, (ulong)p.At(i).Unit), 60, new((p, i) => p.At(i).Unit == 0 ? 0 : Key(27, p.At(i).Set, (ulong)p.At(i).Unit), 60)),
        new((p, i) => p.At(i).Commune == 0 ? 0 : Key(18, p.At(i).Set, (ulong)p.At(i).Commune), 60),

        // The day, the family name and how the given name begins: a slip behind its first letter.
        new((p, i) => Day(p, i) == 0 ? 0 : Key(19, (ulong)p.At(i).Family, (ulong)p.At(i).Birth, (ulong)NameForm.Initial(p.At(i).Given)), 60),

        // The day with the employer: whatever happened to the name.
        new((p, i) => Day(p, i) is 0 || p.At(i).Unit == 0 ? 0 : Key(25, (ulong)p.At(i).Birth, (ulong)p.At(i).Unit), 60),

        // The name alone, where few bear it.
        new((p, i) => p.At(i).Set == 0 ? 0 : Key(20, p.At(i).Set), 10),
    ];

    /// <summary>Nobody is found by them: who bears the name in any order, its family and given name, or its given name behind the same initials.</summary>
    public static Func<PersonRows, int, ulong> Name { get; } = (p, i) => p.At(i).Set == 0 ? 0 : Key(31, p.At(i).Set);
    public static Func<PersonRows, int, ulong> Ends { get; } = (p, i) => p.At(i).Given == 0 ? 0 : Key(32, (ulong)p.At(i).Family, (ulong)p.At(i).Given);
    public static Func<PersonRows, int, ulong> Initials { get; } = (p, i) => p.At(i).Given == 0 ? 0 : Key(33, (ulong)p.At(i).Given, NameForm.Initials(p.Parts(p.At(i))));

    private static ulong Day(PersonRows p, int i)
    {
        ref readonly var row = ref p.At(i);
        var (month, day) = (row.Birth / 100 % 100, row.Birth % 100);
        return month == 0 ? 0 : ((ulong)row.Year * 10_000) + ((ulong)Math.Min(month, day) * 100) + (ulong)Math.Max(month, day);
    }

    private static ulong Key(ulong kind, ulong a, ulong b = 0, ulong c = 0)
    {
        var key = PersonRows.Mix(PersonRows.Mix(PersonRows.Mix(a + (kind << 57)) ^ b) + c);
        return key == 0 ? 1 : key;
    }
}
