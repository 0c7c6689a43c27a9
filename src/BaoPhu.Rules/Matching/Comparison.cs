using System.Numerics;

namespace BaoPhu.Rules.Matching;

/// <summary>What is compared of two persons.</summary>
public enum MatchField : byte
{
    Name,
    Birth,
    Citizen,
    Tax,
    Sex,
    Unit,
    Commune,
}

/// <summary>What a comparison finds. Of each field, 0 is "not told on one side": no evidence.</summary>
public static class MatchLevels
{
    public const int Missing = 0;

    public const int NameExact = 1;
    public const int NameUnaccented = 2;
    public const int NameAccents = 3;
    public const int NameOrder = 4;
    public const int NameMiddle = 5;
    public const int NameInitials = 6;
    public const int NameSlip = 7;
    public const int NameFamilyGiven = 8;
    public const int NameGiven = 9;
    public const int NameOther = 10;

    public const int BirthExact = 1;
    public const int BirthYear = 2;
    public const int BirthSwapped = 3;
    public const int BirthDaySlip = 4;
    public const int BirthMonthSlip = 5;
    public const int BirthYearSlip = 6;
    public const int BirthOther = 7;

    public const int NumberEqual = 1;
    public const int NumberZeros = 2;
    public const int NumberSlip = 3;
    public const int NumberOther = 4;

    public const int Same = 1;
    public const int Different = 2;

    // By field and level: the words under which a level is told.
    private static readonly string[][] Names =
    [
        ["missing", "exact", "unaccented", "accents", "order", "middle", "initials", "slip", "family-given", "given", "other"],
        ["missing", "exact", "year", "swapped", "day-digit", "month-digit", "year-digit", "other"],
        ["missing", "exact", "zeros", "digit", "other"],
        ["missing", "exact", "zeros", "digit", "other"],
        ["missing", "same", "different"],
        ["missing", "same", "different"],
        ["missing", "same", "different"],
    ];

    private static readonly string[] Fields = ["name", "birth", "citizen", "tax", "sex", "unit", "commune"];

    public static int FieldCount => Fields.Length;

    public static int Count(MatchField field) => Names[(int)field].Length;

    public static string Name(MatchField field) => Fields[(int)field];

    public static string Name(MatchField field, int level) => Names[(int)field][level];
}

/// <summary>Compares two rows, field by field, and packs the findings into one number (mixed radix by the levels of each field).</summary>
internal static class Comparison
{
    private const int MostLetters = NameForm.MostParts * NameForm.LettersOfPart;

    private static readonly int[] Radix = [.. Enumerable.Range(0, MatchLevels.FieldCount).Select(f => MatchLevels.Count((MatchField)f))];

    private static readonly int AfterName = Radix.Skip(1).Aggregate(1, (product, radix) => product * radix);

    public static int Patterns { get; } = Radix.Aggregate(1, (product, radix) => product * radix);

    public static int Compare(PersonRows a, int i, PersonRows b, int j)
    {
        ref readonly var left = ref a.At(i);
        ref readonly var right = ref b.At(j);
        var pattern = Name(a, left, b, right);
        pattern = (pattern * Radix[1]) + Birth(left.Birth, right.Birth);
        pattern = (pattern * Radix[2]) + Number(left.Citizen, right.Citizen);
        pattern = (pattern * Radix[3]) + Number(left.Tax, right.Tax);
        pattern = (pattern * Radix[4]) + Equal(left.Sex, right.Sex);
        pattern = (pattern * Radix[5]) + Equal(left.Unit, right.Unit);
        return (pattern * Radix[6]) + Equal(left.Commune, right.Commune);
    }

    /// <summary>True if two rows that share an exact key are one person's: beside a number the name or the birth date agrees too; where they share none, none of theirs differs.</summary>
    public static bool Agree(PersonRows a, int i, PersonRows b, int j)
    {
        ref readonly var left = ref a.At(i);
        ref readonly var right = ref b.At(j);
        var (citizen, tax) = (Number(left.Citizen, right.Citizen), Number(left.Tax, right.Tax));
        return citizen is MatchLevels.NumberEqual or MatchLevels.NumberZeros || tax is MatchLevels.NumberEqual or MatchLevels.NumberZeros || (a.Social(i) != 0 && a.Social(i) == b.Social(j))
            ? Name(a, left, b, right) is > MatchLevels.Missing and <= MatchLevels.NameFamilyGiven || Birth(left.Birth, right.Birth) is MatchLevels.BirthExact or MatchLevels.BirthSwapped
            : citizen != MatchLevels.NumberOther && tax != MatchLevels.NumberOther;
    }

    /// <summary>The level of the name, which is the first place of a packed finding.</summary>
    public static int NameLevel(int pattern) => pattern / AfterName;

    /// <summary>The level of each field of a packed finding.</summary>
    public static void Unpack(int pattern, Span<int> levels)
    {
        for (var f = Radix.Length - 1; f >= 0; f--)
        {
            levels[f] = pattern % Radix[f];
            pattern /= Radix[f];
        }
    }

    public static int Name(PersonRows a, in PersonRow left, PersonRows b, in PersonRow right)
    {
        if (left.PartsCount == 0 || right.PartsCount == 0)
        {
            return MatchLevels.Missing;
        }

        if (left.Set == right.Set && left.PartsCount == right.PartsCount)
        {
            return left.Folded != right.Folded ? MatchLevels.NameOrder
                : left.Toned == right.Toned ? MatchLevels.NameExact
                : !left.Accented || !right.Accented ? MatchLevels.NameUnaccented
                : MatchLevels.NameAccents;
        }

        var (given, family) = (left.Given == right.Given, left.Family == right.Family);
        if (given && family && left.PartsCount != right.PartsCount && (Within(a.Parts(left), b.Parts(right)) || Within(b.Parts(right), a.Parts(left))))
        {
            return MatchLevels.NameMiddle;
        }

        // What a slip or initials cannot explain is seen without looking at the letters: one slip changes how often two of them stand at the most, and a name of initials begins with a single letter.
        switch (left.LettersCount - right.LettersCount)
        {
            case >= -1 and <= 1 when BitOperations.PopCount(left.Odd ^ right.Odd) <= 2 && IsSlip(a, left, b, right):
                return MatchLevels.NameSlip;
            case < -1 when given && left.PartsCount == right.PartsCount && MayBeInitials(left, right) && AreInitials(a, left, b, right):
            case > 1 when given && left.PartsCount == right.PartsCount && MayBeInitials(right, left) && AreInitials(b, right, a, left):
                return MatchLevels.NameInitials;
            default:
                return given && family ? MatchLevels.NameFamilyGiven : given ? MatchLevels.NameGiven : MatchLevels.NameOther;
        }
    }

    public static int Birth(int a, int b)
    {
        if (a == 0 || b == 0)
        {
            return MatchLevels.Missing;
        }

        var (yearA, yearB, dayA, dayB) = (a / 10_000, b / 10_000, a % 10_000, b % 10_000);
        if (yearA == yearB)
        {
            // A 1 January stands where the day was not known.
            if (dayA == 0 || dayB == 0 || (dayA != dayB && (dayA == 101 || dayB == 101)))
            {
                return MatchLevels.BirthYear;
            }

            if (dayA == dayB)
            {
                return MatchLevels.BirthExact;
            }

            if (dayA / 100 == dayB % 100 && dayA % 100 == dayB / 100)
            {
                return MatchLevels.BirthSwapped;
            }
        }

        return dayA == 0 || dayB == 0 || (Differ(a, b) != 1 && (dayA != dayB || Math.Abs(yearA - yearB) != 1)) ? MatchLevels.BirthOther
            : yearA != yearB ? MatchLevels.BirthYearSlip
            : dayA / 100 != dayB / 100 ? MatchLevels.BirthMonthSlip
            : MatchLevels.BirthDaySlip;
    }

    public static int Number(ulong a, ulong b)
    {
        if (a == 0 || b == 0)
        {
            return MatchLevels.Missing;
        }

        if (a == b)
        {
            return MatchLevels.NumberEqual;
        }

        const ulong Value = (1UL << 56) - 1;
        var (lengthA, lengthB) = ((int)(a >> 56), (int)(b >> 56));
        if ((a & Value) == (b & Value))
        {
            return MatchLevels.NumberZeros;
        }

        if (lengthA != lengthB)
        {
            // An old number of nine digits and a new one of twelve say nothing of each other.
            return (lengthA <= 9) != (lengthB <= 9) ? MatchLevels.Missing : MatchLevels.NumberOther;
        }

        return IsDigitSlip(a & Value, b & Value) ? MatchLevels.NumberSlip : MatchLevels.NumberOther;
    }

    private static int Equal(int a, int b) => a == 0 || b == 0 ? MatchLevels.Missing : a == b ? MatchLevels.Same : MatchLevels.Different;

    /// <summary>True if the shorter is the longer with inner parts left out.</summary>
    private static bool Within(ReadOnlySpan<int> shorter, ReadOnlySpan<int> longer)
    {
        var at = 0;
        foreach (var part in longer)
        {
            at += at < shorter.Length && shorter[at] == part ? 1 : 0;
        }

        return shorter.Length < longer.Length && at == shorter.Length;
    }

    private static bool IsSlip(PersonRows a, in PersonRow left, PersonRows b, in PersonRow right)
    {
        Span<byte> lettersA = stackalloc byte[MostLetters], lettersB = stackalloc byte[MostLetters];
        return IsSlip(lettersA[..NameForm.Letters(a.Parts(left), lettersA)], lettersB[..NameForm.Letters(b.Parts(right), lettersB)]);
    }

    /// <summary>One letter wrong, too much or too little, or two neighbours exchanged; also the same letters divided otherwise.</summary>
    internal static bool IsSlip(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Length > b.Length)
        {
            var longer = a;
            a = b;
            b = longer;
        }

        if (b.Length - a.Length > 1 || b.Length < 4)
        {
            return false;
        }

        var first = a.CommonPrefixLength(b);
        if (first == a.Length)
        {
            return true;
        }

        if (a.Length != b.Length)
        {
            return a[first..].SequenceEqual(b[(first + 1)..]);
        }

        return a[(first + 1)..].SequenceEqual(b[(first + 1)..])
            || (first + 1 < a.Length && a[first] == b[first + 1] && a[first + 1] == b[first] && a[(first + 2)..].SequenceEqual(b[(first + 2)..]));
    }

    private static bool MayBeInitials(in PersonRow shorter, in PersonRow longer) => shorter.Family == NameForm.Initial(longer.Family);

    private static bool AreInitials(PersonRows a, in PersonRow left, PersonRows b, in PersonRow right)
    {
        Span<byte> initials = stackalloc byte[MostLetters], whole = stackalloc byte[MostLetters];
        return MatchInitials(initials[..NameForm.Letters(a.Parts(left), initials)], a.Parts(left), whole[..NameForm.Letters(b.Parts(right), whole)], b.Parts(right));
    }

    /// <summary>True if the shorter name is the longer one with single letters for the parts before the last ones. Only a name of initials is shorter than its like by two letters.</summary>
    private static bool MatchInitials(ReadOnlySpan<byte> initials, ReadOnlySpan<int> initialParts, ReadOnlySpan<byte> whole, ReadOnlySpan<int> wholeParts)
    {
        // Equal parts at the end (the given name) first: what is left before them must be one letter a part.
        var equal = 0;
        while (equal < initialParts.Length && initialParts[^(equal + 1)] == wholeParts[^(equal + 1)])
        {
            equal++;
        }

        var tail = 0;
        while (tail < initials.Length && tail < whole.Length && initials[^(tail + 1)] == whole[^(tail + 1)])
        {
            tail++;
        }

        var head = initialParts.Length - equal;
        return equal > 0 && head > 0 && initials.Length - tail <= head && initials[0] == whole[0];
    }

    private static int Differ(int a, int b)
    {
        var count = 0;
        for (var i = 0; i < 8; i++)
        {
            count += a % 10 != b % 10 ? 1 : 0;
            a /= 10;
            b /= 10;
        }

        return count;
    }

    /// <summary>One digit wrong, or two neighbours exchanged.</summary>
    private static bool IsDigitSlip(ulong a, ulong b)
    {
        var (count, lastA, lastB, first) = (0, 0UL, 0UL, -1);
        for (var i = 0; a != 0 || b != 0; i++)
        {
            var (x, y) = (a % 10, b % 10);
            if (x != y)
            {
                count++;
                if (count == 1)
                {
                    (lastA, lastB, first) = (x, y, i);
                }
                else if (count > 2 || i != first + 1 || x != lastB || y != lastA)
                {
                    return false;
                }
            }

            a /= 10;
            b /= 10;
        }

        return count is 1 or 2;
    }
}
