using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Data;

/// <summary>Paging by keys: a page reads one row more than it shows, backwards from a "before" key or forwards from an "after" key.</summary>
internal static class Keyset
{
    /// <summary>
    /// The parts of a key "value~…~id", split from the right: the value in front may hold a tilde itself. Null where there is no key.
    /// </summary>
    public static string[]? Split(string? key, int parts)
    {
        if (string.IsNullOrEmpty(key))
        {
            return null;
        }

        var split = new string[parts];
        var rest = key;
        for (var i = parts - 1; i > 0; i--)
        {
            var at = rest.LastIndexOf('~');
            if (at < 0)
            {
                throw Unreadable();
            }

            (split[i], rest) = (rest[(at + 1)..], rest[..at]);
        }

        split[0] = rest;
        return split;
    }

    /// <summary>A key that was not made here: never the first page instead, else whoever follows the keys goes round for ever.</summary>
    public static Refusal Unreadable() => new("Common.BadPageKey");

    /// <summary>Cuts the surplus row off, puts rows that were read backwards in order, and says the keys of the pages on either side (null: none).</summary>
    public static (string? Previous, string? Next) Turn<T>(List<T> rows, int size, string? after, string? before, Func<T, string> key)
    {
        var back = before is { Length: > 0 };
        var more = rows.Count > size;
        if (more)
        {
            rows.RemoveAt(size);
        }

        if (back)
        {
            rows.Reverse();
        }

        return rows.Count == 0 ? (null, null) : (
            back ? more ? key(rows[0]) : null : after is { Length: > 0 } ? key(rows[0]) : null,
            back || more ? key(rows[^1]) : null);
    }
}
