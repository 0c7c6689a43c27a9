namespace BaoPhu.Core.Data;

/// <summary>Paging by keys: a page reads one row more than it shows, backwards from a "before" key or forwards from an "after" key.</summary>
internal static class Keyset
{
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
