using System.Runtime.CompilerServices;

namespace BaoPhu.Rules.Matching;

/// <summary>What a key is made of.</summary>
internal enum KeyOf
{
    Social, Citizen, Tax, NameDayUnit,
    NameYear, NameDay, GivenDay, EndsDay, CitizenEnd, CitizenBeginning, CitizenBeginningName, TaxEnd, EndsYear, GivenUnit, NameUnit, NameCommune, FamilyDayInitial, DayUnit, NameAlone,
    Name, Ends, Initials,
}

/// <summary>
/// A key under which persons are looked for. <paramref name="Most"/>: where more persons share a key it finds nobody, and the <paramref name="Narrower"/> one is asked, so that pairs grow with the rows and
/// not with their square.
/// </summary>
internal sealed record BlockingKey(KeyOf Kind, int Most, BlockingKey? Narrower = null)
{
    /// <summary>The key of a row; 0 where it has not what the key is made of.</summary>
    public ulong Of(PersonRows rows, int row) => BlockingKeys.Of(Kind, rows, row);
}

/// <summary>The keys of the strategy.</summary>
internal static class BlockingKeys
{
    private const ulong Value = (1UL << 56) - 1;

    /// <summary>What names one person: a number, or the name with the day and the employer. Who shares one is looked for first, and ends the search where both rows agree (<see cref="Comparison.Agree"/>).</summary>
    public static IReadOnlyList<BlockingKey> Exact { get; } = [new(KeyOf.Social, 100), new(KeyOf.Citizen, 100), new(KeyOf.Tax, 100), new(KeyOf.NameDayUnit, 100)];

    public static IReadOnlyList<BlockingKey> Fuzzy { get; } =
    [
        new(KeyOf.NameYear, 100, new(KeyOf.NameDay, 100)),
        new(KeyOf.GivenDay, 60, new(KeyOf.EndsDay, 100)),
        new(KeyOf.CitizenEnd, 60),
        new(KeyOf.CitizenBeginning, 60, new(KeyOf.CitizenBeginningName, 60)),
        new(KeyOf.TaxEnd, 60),
        new(KeyOf.EndsYear, 30),
        new(KeyOf.GivenUnit, 60, new(KeyOf.NameUnit, 60)),
        new(KeyOf.NameCommune, 60),
        new(KeyOf.FamilyDayInitial, 60),
        new(KeyOf.DayUnit, 60),
        new(KeyOf.NameAlone, 10),
    ];

    /// <summary>These keys, each before the narrower one that stands in for it.</summary>
    public static IReadOnlyList<BlockingKey> WithNarrower(IReadOnlyList<BlockingKey> keys) => [.. keys.SelectMany(k => k.Narrower is { } narrower ? new[] { k, narrower } : [k])];

    /// <summary>The key of a row; 0 where it has not what the key is made of.</summary>
    // A run of few rows is over before the runtime would think of compiling this well.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Of(KeyOf kind, PersonRows rows, int place)
    {
        ref readonly var row = ref rows.At(place);
        switch (kind)
        {
            case KeyOf.Social: return rows.Social(place) == 0 ? 0 : Key(1, (ulong)rows.Social(place));
            case KeyOf.Citizen: return row.Citizen == 0 ? 0 : Key(2, row.Citizen & Value);
            case KeyOf.Tax: return row.Tax == 0 ? 0 : Key(3, row.Tax & Value);
            case KeyOf.NameDayUnit: return Day(row) == 0 || row.Unit == 0 ? 0 : Key(4, row.Set, (ulong)row.Birth, (ulong)row.Unit);

            // The name in any order and the year.
            case KeyOf.NameYear: return row.Birth == 0 ? 0 : Key(11, row.Set, (ulong)row.Year);
            case KeyOf.NameDay: return Day(row) == 0 ? 0 : Key(21, row.Set, Day(row));

            // The given name and the day, day and month in either order.
            case KeyOf.GivenDay: return Day(row) == 0 ? 0 : Key(12, (ulong)row.Given, Day(row));
            case KeyOf.EndsDay: return Day(row) == 0 ? 0 : Key(22, (ulong)row.Given, (ulong)row.Family, Day(row));

            // Half of an identity number and the given name: a wrong digit is in one half only.
            case KeyOf.CitizenEnd: return row.Citizen == 0 ? 0 : Key(13, (row.Citizen & Value) % 1_000_000, (ulong)row.Given);
            case KeyOf.CitizenBeginning: return row.Citizen == 0 ? 0 : Key(14, (row.Citizen & Value) / 1_000_000, (ulong)row.Given, (ulong)row.Family);
            case KeyOf.CitizenBeginningName: return row.Citizen == 0 ? 0 : Key(24, (row.Citizen & Value) / 1_000_000, row.Set);
            case KeyOf.TaxEnd: return row.Tax == 0 ? 0 : Key(15, (row.Tax & Value) % 100_000, (ulong)row.Given);

            // Family and given name and the year, where no day says more: middle names added or dropped.
            case KeyOf.EndsYear: return row.Birth == 0 ? 0 : Key(16, (ulong)row.Family, (ulong)row.Given, (ulong)row.Year);

            // The name with the employer, or in the commune, whatever the birth date says.
            case KeyOf.GivenUnit: return row.Unit == 0 ? 0 : Key(17, (ulong)row.Given, (ulong)row.Unit);
            case KeyOf.NameUnit: return row.Unit == 0 ? 0 : Key(27, row.Set, (ulong)row.Unit);
            case KeyOf.NameCommune: return row.Commune == 0 ? 0 : Key(18, row.Set, (ulong)row.Commune);

            // The day, the family name and how the given name begins: a slip behind its first letter.
            case KeyOf.FamilyDayInitial: return Day(row) == 0 ? 0 : Key(19, (ulong)row.Family, (ulong)row.Birth, (ulong)NameForm.Initial(row.Given));

            // The day with the employer: whatever happened to the name.
            case KeyOf.DayUnit: return Day(row) == 0 || row.Unit == 0 ? 0 : Key(25, (ulong)row.Birth, (ulong)row.Unit);

            // The name alone, where few bear it.
            case KeyOf.NameAlone: return row.Set == 0 ? 0 : Key(20, row.Set);

            // Nobody is found by these: who bears the name in any order, its family and given name, or its given name behind the same initials.
            case KeyOf.Name: return row.Set == 0 ? 0 : Key(31, row.Set);
            case KeyOf.Ends: return row.Given == 0 ? 0 : Key(32, (ulong)row.Family, (ulong)row.Given);
            case KeyOf.Initials: return row.Given == 0 ? 0 : Key(33, (ulong)row.Given, NameForm.Initials(rows.Parts(row)));
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "no key");
        }
    }

    private static ulong Day(in PersonRow row)
    {
        var (month, day) = (row.Birth / 100 % 100, row.Birth % 100);
        return month == 0 ? 0 : ((ulong)row.Year * 10_000) + ((ulong)Math.Min(month, day) * 100) + (ulong)Math.Max(month, day);
    }

    private static ulong Key(ulong kind, ulong a, ulong b = 0, ulong c = 0)
    {
        var key = PersonRows.Mix(PersonRows.Mix(PersonRows.Mix(a + (kind << 57)) ^ b) + c);
        return key == 0 ? 1 : key;
    }
}
