using System.Text;

namespace BaoPhu.Core.Data;

/// <summary>A fixed list of words, found by their UTF-8 bytes without making a string of a cell that is read in bulk.</summary>
internal sealed class Utf8Index
{
    private readonly byte[][] _words;
    private readonly int[] _slots;

    public Utf8Index(IEnumerable<string> words)
    {
        _words = [.. words.Select(Encoding.UTF8.GetBytes)];
        var size = 8;
        while (size < _words.Length * 3)
        {
            size *= 2;
        }

        _slots = new int[size];
        for (var i = 0; i < _words.Length; i++)
        {
            var slot = Hash(_words[i]) & (size - 1);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (size - 1);
            }

            _slots[slot] = i + 1;
        }
    }

    /// <summary>The UTF-8 of a word by its number, ready to be written in bulk.</summary>
    public ReadOnlySpan<byte> this[int number] => _words[number];

    /// <summary>Number of the word in the list, or -1.</summary>
    public int Find(ReadOnlySpan<byte> word)
    {
        var slot = Hash(word) & (_slots.Length - 1);
        while (_slots[slot] != 0)
        {
            if (word.SequenceEqual(_words[_slots[slot] - 1]))
            {
                return _slots[slot] - 1;
            }

            slot = (slot + 1) & (_slots.Length - 1);
        }

        return -1;
    }

    private static int Hash(ReadOnlySpan<byte> word)
    {
        var hash = 2166136261u;
        foreach (var b in word)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return (int)(hash ^ (hash >> 15));
    }
}

/// <summary>A code of up to eight ASCII characters (office, commune) in one number: compared and kept without a string.</summary>
internal static class PackedCode
{
    public static ulong Pack(ReadOnlySpan<byte> code)
    {
        if (code.Length > 8)
        {
            throw new ArgumentException("a packed code has at most eight characters", nameof(code));
        }

        ulong packed = 0;
        for (var i = 0; i < code.Length; i++)
        {
            packed |= (ulong)code[i] << (8 * i);
        }

        return packed;
    }

    /// <summary>Writes the code's bytes and returns their number.</summary>
    public static int Unpack(ulong packed, Span<byte> into)
    {
        var length = 0;
        for (; packed != 0; packed >>= 8)
        {
            into[length++] = (byte)packed;
        }

        return length;
    }

    public static string Text(ulong packed)
    {
        Span<byte> bytes = stackalloc byte[8];
        return Encoding.ASCII.GetString(bytes[..Unpack(packed, bytes)]);
    }
}
