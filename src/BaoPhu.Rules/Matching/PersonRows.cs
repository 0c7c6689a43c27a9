using System.Numerics;

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

/// <summary>
/// Persons as columns of numbers: no object and no string per row. Two tables that are compared share a <see cref="SyllableBook"/>. A row takes about 90 bytes.
/// </summary>
public sealed class PersonRows(SyllableBook book, int room = 16)
{
    internal const int MostLetters = 40;

    private int[] _partsAt = new int[room + 1];
    private int[] _parts = new int[room * 3];
    private int[] _lettersAt = new int[room + 1];
    private byte[] _letters = new byte[room * 12];

    public int Count { get; private set; }

    /// <summary>Digest of the name with its accents.</summary>
    internal ulong[] Toned { get; private set; } = new ulong[room];

    /// <summary>Digest of the folded syllables whatever their order.</summary>
    internal ulong[] Set { get; private set; } = new ulong[room];
    internal bool[] Accented { get; private set; } = new bool[room];

    /// <summary>yyyymmdd; month and day 0 where the year alone is told; 0: nothing is.</summary>
    internal int[] Birth { get; private set; } = new int[room];

    /// <summary>Digits as a number, in the upper 8 bits how many they are.</summary>
    internal ulong[] Citizen { get; private set; } = new ulong[room];
    internal ulong[] Tax { get; private set; } = new ulong[room];
    internal long[] Social { get; private set; } = new long[room];
    internal byte[] Sex { get; private set; } = new byte[room];
    internal int[] Unit { get; private set; } = new int[room];
    internal int[] Commune { get; private set; } = new int[room];

    internal ReadOnlySpan<int> Parts(int row) => _parts.AsSpan(_partsAt[row], _partsAt[row + 1] - _partsAt[row]);

    internal ReadOnlySpan<byte> Letters(int row) => _letters.AsSpan(_lettersAt[row], _lettersAt[row + 1] - _lettersAt[row]);

    internal int Given(int row) => _partsAt[row + 1] > _partsAt[row] ? _parts[_partsAt[row + 1] - 1] : 0;

    internal int Family(int row) => _partsAt[row + 1] > _partsAt[row] ? _parts[_partsAt[row]] : 0;

    internal int Year(int row) => Birth[row] / 10_000;

    /// <summary>Adds a row; its number is the count before.</summary>
    public void Add(in PersonTold told)
    {
        var row = Count;
        if (row == Toned.Length)
        {
            Grow(row * 2);
        }

        Span<int> parts = stackalloc int[NameForm.MostSyllables];
        Span<byte> letters = stackalloc byte[MostLetters];
        var count = NameForm.Read(told.Name, book, parts, letters, out var length, out Toned[row], out Accented[row]);
        Room(ref _parts, _partsAt[row] + count);
        parts[..count].CopyTo(_parts.AsSpan(_partsAt[row]));
        _partsAt[row + 1] = _partsAt[row] + count;
        Room(ref _letters, _lettersAt[row] + length);
        letters[..length].CopyTo(_letters.AsSpan(_lettersAt[row]));
        _lettersAt[row + 1] = _lettersAt[row] + length;
        var set = 0UL;
        foreach (var part in parts[..count])
        {
            set += Mix((ulong)part);
        }

        Set[row] = set;
        Birth[row] = told.BornOn is { } day ? (day.Year * 10_000) + (day.Month * 100) + day.Day : (told.BirthYear ?? 0) * 10_000;
        Citizen[row] = Digits(told.CitizenId);
        Tax[row] = Digits(told.TaxCode);
        Social[row] = told.SocialNumber;
        Sex[row] = told.Male switch { true => 1, false => 2, null => 0 };
        Unit[row] = told.Unit;
        Commune[row] = told.Commune;
        Count++;
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

    private void Grow(int room)
    {
        Array.Resize(ref _partsAt, room + 1);
        Array.Resize(ref _lettersAt, room + 1);
        Toned = Larger(Toned);
        Set = Larger(Set);
        Accented = Larger(Accented);
        Birth = Larger(Birth);
        Citizen = Larger(Citizen);
        Tax = Larger(Tax);
        Social = Larger(Social);
        Sex = Larger(Sex);
        Unit = Larger(Unit);
        Commune = Larger(Commune);

        T[] Larger<T>(T[] array)
        {
            Array.Resize(ref array, room);
            return array;
        }
    }
}
