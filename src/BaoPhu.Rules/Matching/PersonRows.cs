using System.Numerics;
using System.Runtime.CompilerServices;
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

    /// <summary>Digests of the syllables in their order, and of the name with its accents.</summary>
    public uint Folded;
    public uint Toned;

    /// <summary>See <see cref="NameRead"/>.</summary>
    public uint Odd;
    public byte PartsCount;
    public byte LettersCount;

    /// <summary>0 not told, 1 male, 2 female.</summary>
    public byte Sex;
    public bool Accented;

    public readonly int Year => Birth / 10_000;
}

/// <summary>Rows that are new, changed or gone: as they were and as they are.</summary>
public readonly record struct RowChanges(PersonRows Were, PersonRows Are);

/// <summary>Persons as rows of numbers: no object and no string per row. A row takes about 86 bytes.</summary>
public sealed class PersonRows(int room = 16)
{
    private PersonRow[] _rows = new PersonRow[room];
    private long[] _social = new long[room];
    private int[] _parts = new int[room * 4];
    private int _partsEnd;
    private readonly HashSet<int> _removed = [];

    /// <summary>Places of rows; among them those of rows that were taken away.</summary>
    public int Count { get; private set; }

    /// <summary>Rows that are there.</summary>
    public int Present => Count - _removed.Count;

    internal ref readonly PersonRow At(int row) => ref _rows[row];

    /// <summary>Social insurance number of a row; 0: not told.</summary>
    public long Social(int row) => _social[row];

    internal ReadOnlySpan<int> Parts(in PersonRow row) => _parts.AsSpan(row.PartsAt, row.PartsCount);

    /// <summary>Adds a row; its place is the count before.</summary>
    public void Add(in PersonTold told)
    {
        Room(1, NameForm.MostParts);
        Count++;
        Put(Count - 1, told);
    }

    /// <summary>Adds a row of another table as it is there.</summary>
    public void Add(PersonRows from, int row)
    {
        Room(1, NameForm.MostParts);
        Count++;
        Put(Count - 1, from, row);
    }

    /// <summary>Adds all rows of another table.</summary>
    public void Add(PersonRows from)
    {
        Room(from.Count, from._partsEnd + NameForm.MostParts);
        from._social.AsSpan(0, from.Count).CopyTo(_social.AsSpan(Count));
        Append(from._rows.AsSpan(0, from.Count), from._parts.AsSpan(0, from._partsEnd));
    }

    /// <summary>A row is told otherwise.</summary>
    public void Put(int place, in PersonTold told)
    {
        _removed.Remove(place);
        Room(0, NameForm.MostParts);
        var parts = _parts.AsSpan(_partsEnd, NameForm.MostParts);
        var name = NameForm.Read(told.Name, parts);
        var row = default(PersonRow);
        foreach (var part in parts[..name.Parts])
        {
            row.Set += Mix((ulong)part);
            row.Folded = (uint)(Mix(row.Folded + (ulong)part) >> 32);
        }

        (row.Family, row.Given, row.Toned, row.Accented, row.Odd) = (name.Parts == 0 ? 0 : parts[0], name.Given, name.Toned, name.Accented, name.Odd);
        (row.PartsAt, row.PartsCount, row.LettersCount) = (_partsEnd, (byte)name.Parts, (byte)name.Letters);
        _partsEnd += name.Parts;
        row.Birth = told.BornOn is { } day ? (day.Year * 10_000) + (day.Month * 100) + day.Day : (told.BirthYear ?? 0) * 10_000;
        (row.Citizen, row.Tax) = (Digits(told.CitizenId), Digits(told.TaxCode));
        row.Sex = told.Male switch { true => 1, false => 2, null => 0 };
        (row.Unit, row.Commune) = (told.Unit, told.Commune);
        (_rows[place], _social[place]) = (row, told.SocialNumber);
    }

    /// <summary>A row becomes what a row of another table is.</summary>
    public void Put(int place, PersonRows from, int row)
    {
        _removed.Remove(place);
        Room(0, NameForm.MostParts);
        ref readonly var source = ref from.At(row);
        from.Parts(source).CopyTo(_parts.AsSpan(_partsEnd));
        (_rows[place], _social[place]) = (source with { PartsAt = _partsEnd }, from.Social(row));
        _partsEnd += source.PartsCount;
    }

    public bool IsRemoved(int place) => _removed.Contains(place);

    /// <summary>A row is there no more: its place stays, and nobody finds it.</summary>
    public void Remove(int place)
    {
        (_rows[place], _social[place]) = (default, 0);
        _removed.Add(place);
    }

    /// <summary>True if both rows say the same.</summary>
    public bool IsSame(int place, PersonRows other, int row)
    {
        var (a, b) = (_rows[place] with { PartsAt = 0 }, other.At(row) with { PartsAt = 0 });
        return MemoryMarshal.AsBytes([a]).SequenceEqual(MemoryMarshal.AsBytes([b])) && _social[place] == other.Social(row) && Parts(_rows[place]).SequenceEqual(other.Parts(other.At(row)));
    }

    /// <summary>Rows as bytes, to be kept and read again by <see cref="Unpack"/> on a machine of the same kind.</summary>
    public byte[] Pack(int from, int count)
    {
        var rows = _rows.AsSpan(from, count).ToArray();
        var parts = new List<int>(count * 4);
        foreach (ref var row in rows.AsSpan())
        {
            var own = Parts(row);
            row.PartsAt = parts.Count;
            parts.AddRange(own);
        }

        return [.. MemoryMarshal.AsBytes([count]), .. MemoryMarshal.AsBytes(rows.AsSpan()), .. MemoryMarshal.AsBytes(_social.AsSpan(from, count)), .. MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(parts))];
    }

    /// <summary>Adds the rows that <see cref="Pack"/> made to bytes.</summary>
    public void Unpack(ReadOnlySpan<byte> packed)
    {
        var count = MemoryMarshal.Read<int>(packed);
        var rows = MemoryMarshal.Cast<byte, PersonRow>(packed.Slice(sizeof(int), count * Unsafe.SizeOf<PersonRow>()));
        var rest = packed[(sizeof(int) + MemoryMarshal.AsBytes(rows).Length)..];
        var parts = MemoryMarshal.Cast<byte, int>(rest[(count * sizeof(long))..]);
        Room(count, parts.Length + NameForm.MostParts);
        MemoryMarshal.Cast<byte, long>(rest[..(count * sizeof(long))]).CopyTo(_social.AsSpan(Count));
        Append(rows, parts);
    }

    private void Append(ReadOnlySpan<PersonRow> rows, ReadOnlySpan<int> parts)
    {
        rows.CopyTo(_rows.AsSpan(Count));
        parts.CopyTo(_parts.AsSpan(_partsEnd));
        foreach (ref var row in _rows.AsSpan(Count, rows.Length))
        {
            row.PartsAt += _partsEnd;
        }

        (Count, _partsEnd) = (Count + rows.Length, _partsEnd + parts.Length);
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

    private void Room(int rows, int parts)
    {
        if (_rows.Length < Count + rows)
        {
            var length = Math.Max(Count + rows, Count * 2);
            Array.Resize(ref _rows, length);
            Array.Resize(ref _social, length);
        }

        if (_parts.Length < _partsEnd + parts)
        {
            Array.Resize(ref _parts, Math.Max(_partsEnd + parts, _parts.Length * 2));
        }
    }
}
