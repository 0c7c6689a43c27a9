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

    /// <summary>Room for every key of a row by which persons are looked for, by <see cref="KeyOf"/>.</summary>
    public const int Room = (int)KeyOf.NameAlone + 1;

    /// <summary>The key of a row; 0 where it has not what the key is made of.</summary>
    // A run of few rows is over before the runtime would think of compiling this well.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Of(KeyOf kind, PersonRows rows, int place)
    {
        ref readonly var row = ref rows.At(place);
        return kind switch
        {
            KeyOf.Social => Social(rows.Social(place)),
            KeyOf.Citizen => Citizen(row),
            KeyOf.Tax => Tax(row),
            KeyOf.NameDayUnit => NameDayUnit(row, Day(row)),
            KeyOf.NameYear => NameYear(row),
            KeyOf.NameDay => NameDay(row, Day(row)),
            KeyOf.GivenDay => GivenDay(row, Day(row)),
            KeyOf.EndsDay => EndsDay(row, Day(row)),
            KeyOf.CitizenEnd => CitizenEnd(row),
            KeyOf.CitizenBeginning => CitizenBeginning(row),
            KeyOf.CitizenBeginningName => CitizenBeginningName(row),
            KeyOf.TaxEnd => TaxEnd(row),
            KeyOf.EndsYear => EndsYear(row),
            KeyOf.GivenUnit => GivenUnit(row),
            KeyOf.NameUnit => NameUnit(row),
            KeyOf.NameCommune => NameCommune(row),
            KeyOf.FamilyDayInitial => FamilyDayInitial(row, Day(row)),
            KeyOf.DayUnit => DayUnit(row, Day(row)),
            KeyOf.NameAlone => NameAlone(row),

            // Nobody is found by these: who bears the name in any order, its family and given name, or its given name behind the same initials.
            KeyOf.Name => row.Set == 0 ? 0 : Key(31, row.Set),
            KeyOf.Ends => row.Given == 0 ? 0 : Key(32, (ulong)row.Family, (ulong)row.Given),
            KeyOf.Initials => row.Given == 0 ? 0 : Key(33, (ulong)row.Given, NameForm.Initials(rows.Parts(row))),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no key"),
        };
    }

    /// <summary>The exact keys of a row, and where <paramref name="fuzzy"/> the others by which persons are looked for: what <see cref="Of"/> says of each, told at once.</summary>
    // See Of.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void All(PersonRows rows, int place, bool fuzzy, Span<ulong> keys)
    {
        ref readonly var row = ref rows.At(place);
        var day = Day(row);
        keys[(int)KeyOf.NameAlone] = 0;
        keys[(int)KeyOf.Social] = Social(rows.Social(place));
        keys[(int)KeyOf.Citizen] = Citizen(row);
        keys[(int)KeyOf.Tax] = Tax(row);
        keys[(int)KeyOf.NameDayUnit] = NameDayUnit(row, day);
        if (!fuzzy)
        {
            return;
        }

        keys[(int)KeyOf.NameYear] = NameYear(row);
        keys[(int)KeyOf.NameDay] = NameDay(row, day);
        keys[(int)KeyOf.GivenDay] = GivenDay(row, day);
        keys[(int)KeyOf.EndsDay] = EndsDay(row, day);
        keys[(int)KeyOf.CitizenEnd] = CitizenEnd(row);
        keys[(int)KeyOf.CitizenBeginning] = CitizenBeginning(row);
        keys[(int)KeyOf.CitizenBeginningName] = CitizenBeginningName(row);
        keys[(int)KeyOf.TaxEnd] = TaxEnd(row);
        keys[(int)KeyOf.EndsYear] = EndsYear(row);
        keys[(int)KeyOf.GivenUnit] = GivenUnit(row);
        keys[(int)KeyOf.NameUnit] = NameUnit(row);
        keys[(int)KeyOf.NameCommune] = NameCommune(row);
        keys[(int)KeyOf.FamilyDayInitial] = FamilyDayInitial(row, day);
        keys[(int)KeyOf.DayUnit] = DayUnit(row, day);
        keys[(int)KeyOf.NameAlone] = NameAlone(row);
    }

    private static ulong Social(long number) => number == 0 ? 0 : Key(1, (ulong)number);
    private static ulong Citizen(in PersonRow row) => row.Citizen == 0 ? 0 : Key(2, row.Citizen & Value);
    private static ulong Tax(in PersonRow row) => row.Tax == 0 ? 0 : Key(3, row.Tax & Value);
    private static ulong NameDayUnit(in PersonRow row, ulong day) => day == 0 || row.Unit == 0 ? 0 : Key(4, row.Set, (ulong)row.Birth, (ulong)row.Unit);

    // The name in any order and the year.
    private static ulong NameYear(in PersonRow row) => row.Birth == 0 ? 0 : Key(11, row.Set, (ulong)row.Year);
    private static ulong NameDay(in PersonRow row, ulong day) => day == 0 ? 0 : Key(21, row.Set, day);

    // The given name and the day, day and month in either order.
    private static ulong GivenDay(in PersonRow row, ulong day) => day == 0 ? 0 : Key(12, (ulong)row.Given, day);
    private static ulong EndsDay(in PersonRow row, ulong day) => day == 0 ? 0 : Key(22, (ulong)row.Given, (ulong)row.Family, day);

    // Half of an identity number and the given name: a wrong digit is in one half only.
    private static ulong CitizenEnd(in PersonRow row) => row.Citizen == 0 ? 0 : Key(13, (row.Citizen & Value) % 1_000_000, (ulong)row.Given);
    private static ulong CitizenBeginning(in PersonRow row) => row.Citizen == 0 ? 0 : Key(14, (row.Citizen & Value) / 1_000_000, (ulong)row.Given, (ulong)row.Family);
    private static ulong CitizenBeginningName(in PersonRow row) => row.Citizen == 0 ? 0 : Key(24, (row.Citizen & Value) / 1_000_000, row.Set);
    private static ulong TaxEnd(in PersonRow row) => row.Tax == 0 ? 0 : Key(15, (row.Tax & Value) % 100_000, (ulong)row.Given);

    // Family and given name and the year, where no day says more: middle names added or dropped.
    private static ulong EndsYear(in PersonRow row) => row.Birth == 0 ? 0 : Key(16, (ulong)row.Family, (ulong)row.Given, (ulong)row.Year);

    // The name with the employer, or in the commune, whatever the birth date says.
    private static ulong GivenUnit(in PersonRow row) => row.Unit == 0 ? 0 : Key(17, (ulong)row.Given, (ulong)row.Unit);
    private static ulong NameUnit(in PersonRow row) => row.Unit == 0 ? 0 : Key(27, row.Set, (ulong)row.Unit);
    private static ulong NameCommune(in PersonRow row) => row.Commune == 0 ? 0 : Key(18, row.Set, (ulong)row.Commune);

    // The day, the family name and how the given name begins: a slip behind its first letter.
    private static ulong FamilyDayInitial(in PersonRow row, ulong day) => day == 0 ? 0 : Key(19, (ulong)row.Family, (ulong)row.Birth, (ulong)NameForm.Initial(row.Given));

    // The day with the employer: whatever happened to the name.
    private static ulong DayUnit(in PersonRow row, ulong day) => day == 0 || row.Unit == 0 ? 0 : Key(25, (ulong)row.Birth, (ulong)row.Unit);

    // The name alone, where few bear it.
    private static ulong NameAlone(in PersonRow row) => row.Set == 0 ? 0 : Key(20, row.Set);

    private static ulong Day(in PersonRow row)
    {
        var (month, day) = (row.Birth / 100 % 100, row.Birth % 100);
        return month == 0 ? 0 : ((ulong)row.Year * 10_000) + ((ulong)Math.Min(month, day) * 100) + (ulong)Math.Max(month, day);
    }

    // One step of mixing for all three parts: each is spread by an odd number of its own first.
    private static ulong Key(ulong kind, ulong a, ulong b = 0, ulong c = 0)
    {
        var key = PersonRows.Mix(a + (kind << 57) + (b * 0xD6E8FEB86659FD93UL) + (c * 0xA0761D6478BD642FUL));
        return key == 0 ? 1 : key;
    }
}
