using System.Numerics;
using System.Runtime.InteropServices;

namespace BaoPhu.Rules.Matching;

/// <summary>What is told of one person. Null or 0: not told.</summary>
/// <param name="Name">In the one spelling of VietnameseText.Normalise.</param>
public readonly record struct PersonTold(string Name)
{
    public DateOnly? BornOn { get; init; }

    /// <summary>Where only the year is told.</summary>
    public int? BirthYear { get; init; }

    /// <summary>Citizen's or old identity number, its digits as told.</summary>
    public string? CitizenId { get; init; }
    public string? TaxCode { get; init; }

    /// <summary>Social insurance number where another list tells it.</summary>
    public long SocialNumber { get; init; }
    public bool? Male { get; init; }

    /// <summary>Number of the employer (legal person), equal on both sides where it is the same.</summary>
    public int Unit { get; init; }

    /// <summary>Number of the commune.</summary>
    public int Commune { get; init; }
}

/// <summary>What is compared of a row, in one line of the processor's cache: a pair is two of them, wherever in memory they are.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PersonRow
{
    /// <summary>Digest of the folded syllables whatever their order.</summary>
    public ulong Set;

    /// <summary>Digest of the name with its accents.</summary>
    public ulong Toned;

    /// <summary>Digits as a number, in the upper 8 bits how many they are.</summary>
    public ulong Citizen;
    public ulong Tax;

    /// <summary>yyyymmdd; month and day 0 where the year alone is told; 0: nothing is.</summary>
    public int Birth;
    public int Unit;
    public int Commune;

    /// <summary>Last and first syllable, 0 where there is none.</summary>
    public int Given;
    public int Family;
    public int PartsAt;
    public int LettersAt;
    public byte PartsCount;
    public byte LettersCount;

    /// <summary>0 not told, 1 male, 2 female.</summary>
    public byte Sex;
    public bool Accented;

    public readonly int Year => Birth / 10_000;
}

/// <summary>
/// Persons as rows of numbers: no object and no string per row. Two tables that are compared share a <see cref="SyllableBook"/>. A row takes about 100 bytes.
/// </summary>
public sealed class PersonRows(SyllableBook book, int room = 16)
{
    internal const int MostLetters = 40;

    private PersonRow[] _rows = new PersonRow[room];
    private long[] _social = new long[room];
    private int[] _parts = new int[room * 3];
    private byte[] _letters = new byte[room * 12];
    private int _partsEnd;
    private int _lettersEnd;

    public int Count { get; private set; }

    internal ref readonly PersonRow At(int row) => ref _rows[row];

    internal long Social(int row) => _social[row];

    internal char GivenInitial(int row) => book.Initial(_rows[row].Given);

    internal ReadOnlySpan<int> Parts(in PersonRow row) => _parts.AsSpan(row.PartsAt, row.PartsCount);

    internal ReadOnlySpan<byte> Letters(in PersonRow row) => _letters.AsSpan(row.LettersAt, row.LettersCount);

    /// <summary>Adds a row; its number is the count before.</summary>
    public void Add(in PersonTold told)
    {
        if (Count == _rows.Length)
        {
            Array.Resize(ref _rows, Count * 2);
            Array.Resize(ref _social, Count * 2);
        }

        Room(ref _parts, _partsEnd + NameForm.MostSyllables);
        Room(ref _letters, _lettersEnd + MostLetters);
        var parts = _parts.AsSpan(_partsEnd, NameForm.MostSyllables);
        ref var row = ref _rows[Count];
        var count = NameForm.Read(told.Name, book, parts, _letters.AsSpan(_lettersEnd, MostLetters), out var length, out row.Toned, out row.Accented);
        foreach (var part in parts[..count])
        {
            row.Set += Mix((ulong)part);
        }

        (row.Family, row.Given) = count == 0 ? (0, 0) : (parts[0], parts[count - 1]);
        (row.PartsAt, row.PartsCount, row.LettersAt, row.LettersCount) = (_partsEnd, (byte)count, _lettersEnd, (byte)length);
        (_partsEnd, _lettersEnd) = (_partsEnd + count, _lettersEnd + length);
        row.Birth = told.BornOn is { } day ? (day.Year * 10_000) + (day.Month * 100) + day.Day : (told.BirthYear ?? 0) * 10_000;
        row.Citizen = Digits(told.CitizenId);
        row.Tax = Digits(told.TaxCode);
        row.Sex = told.Male switch { true => 1, false => 2, null => 0 };
        row.Unit = told.Unit;
        row.Commune = told.Commune;
        _social[Count++] = told.SocialNumber;
    }

    internal static ulong Mix(ulong value)
    {
        value *= 0x9E3779B97F4A7C15UL;
        return BitOperations.RotateLeft(value ^ (value >> 29), 17) * 0xBF58476D1CE4E5B9UL;
    }

    /// <summary>Digits of an identity number with their count; 0 where there are fewer than 7 or more than 15.</summary>
    internal static ulong Digits(string? text)
    {
        var (value, count) = (0UL, 0UL);
        foreach (var c in text ?? "")
        {
            if (char.IsAsciiDigit(c))
            {
                value = (value * 10) + (ulong)(c - '0');
                count++;
            }
        }

        return count is < 7 or > 15 ? 0 : value | (count << 56);
    }

    private static void Room<T>(ref T[] array, int needed)
    {
        if (array.Length < needed)
        {
            Array.Resize(ref array, Math.Max(needed, array.Length * 2));
        }
    }
}
