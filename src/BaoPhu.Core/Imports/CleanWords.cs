using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports;

/// <summary>
/// Remembers, word by word, which UTF-8 texts are in their one spelling already and what their search keys are. Names and addresses are made of a few thousand
/// words, so nearly every cell of a large file is judged without making a string of it; VietnameseText alone knows what the one spelling is.
/// </summary>
public sealed class CleanWords
{
    private const int Slots = 1 << 16;
    private const int MostWords = Slots / 2;
    private readonly Word[] _words = new Word[Slots];
    private readonly byte[] _arena = new byte[1 << 20];
    private byte[] _folded = new byte[256];
    private int _used;
    private int _count;

    /// <summary>
    /// True if the cell is in its one spelling; <paramref name="folded"/> is its search key then, alive until the next call. False: not known to be, ask
    /// <see cref="VietnameseText.Normalise"/>.
    /// </summary>
    public bool TryFold(ReadOnlySpan<byte> cell, out ReadOnlySpan<byte> folded)
    {
        folded = default;
        if (_folded.Length < cell.Length)
        {
            _folded = new byte[cell.Length * 2];
        }

        var (at, length) = (0, 0);
        while (true)
        {
            var word = cell[at..];
            var end = word.IndexOf((byte)' ');
            word = end < 0 ? word : word[..end];
            if (word.IsEmpty)
            {
                return false;
            }

            if (Ascii.IsValid(word))
            {
                if (word.ContainsAnyInRange((byte)0, (byte)0x1F) || word.Contains((byte)0x7F))
                {
                    return false;
                }

                Ascii.ToLower(word, _folded.AsSpan(length), out var written);
                length += written;
            }
            else
            {
                ref readonly var known = ref Find(word);
                if (!known.Clean)
                {
                    return false;
                }

                _arena.AsSpan(known.Folded, known.FoldedLength).CopyTo(_folded.AsSpan(length));
                length += known.FoldedLength;
            }

            if (end < 0)
            {
                folded = _folded.AsSpan(0, length);
                return true;
            }

            _folded[length++] = (byte)' ';
            at += word.Length + 1;
        }
    }

    private ref readonly Word Find(ReadOnlySpan<byte> bytes)
    {
        var slot = Hash(bytes);
        while (_words[slot].Length > 0)
        {
            if (_arena.AsSpan(_words[slot].Start, _words[slot].Length).SequenceEqual(bytes))
            {
                return ref _words[slot];
            }

            slot = (slot + 1) & (Slots - 1);
        }

        if (_count == MostWords || _arena.Length - _used < bytes.Length * 2)
        {
            return ref Unknown;
        }

        var text = Encoding.UTF8.GetString(bytes);
        var clean = string.Equals(VietnameseText.Normalise(text), text, StringComparison.Ordinal) && IsCertain(text);
        bytes.CopyTo(_arena.AsSpan(_used));
        var start = _used;
        _used += bytes.Length;
        var folded = clean ? Encoding.UTF8.GetBytes(VietnameseText.Fold(text)) : [];
        if (folded.Length > bytes.Length)
        {
            clean = false;
        }

        if (clean)
        {
            folded.CopyTo(_arena.AsSpan(_used));
        }

        _words[slot] = new(start, bytes.Length, _used, clean ? folded.Length : 0, clean);
        _used += clean ? folded.Length : 0;
        _count++;
        return ref _words[slot];
    }

    private static readonly Word Unknown;

    private static int Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * 0x9E3779B97F4A7C15UL;
            bytes = bytes[8..];
        }

        foreach (var b in bytes)
        {
            hash = (hash ^ b) * 0x100000001B3UL;
        }

        return (int)((hash * 0x9E3779B97F4A7C15UL) >> 40) & (Slots - 1);
    }

    /// <summary>
    /// Letters of old fonts are told apart by the whole cell. A word beyond Latin-1, or one whose every part is a syllable as it stands, cannot be the reason for such a repair.
    /// </summary>
    private static bool IsCertain(string word)
    {
        if (word.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF'))
        {
            return true;
        }

        foreach (var part in word.AsSpan().SplitAny(NotLetters))
        {
            var letters = word.AsSpan(part);
            if (letters.Length > 0 && !Ascii.IsValid(letters) && !VietnameseText.IsSyllable(letters))
            {
                return false;
            }
        }

        return true;
    }

    private static readonly SearchValues<char> NotLetters = SearchValues.Create(" !\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`{|}~");

    private readonly record struct Word(int Start, int Length, int Folded, int FoldedLength, bool Clean);
}
