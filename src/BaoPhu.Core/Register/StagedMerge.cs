using BaoPhu.Core.Data;

namespace BaoPhu.Core.Register;

/// <summary>Takes staged rows of a file into the register: one set-based statement, written here because only the register writes its tables.</summary>
internal static class StagedMerge
{
    private static readonly string[] Tables = ["reg_employers", "reg_months", "reg_settlements"];

    /// <summary>
    /// Writes every row of <paramref name="source"/> (alias s) to the target (alias t): <paramref name="values"/> into <paramref name="columns"/>, or
    /// <paramref name="updates"/> where the key is known. @run and @now may be used. Rows that are not <paramref name="ordered"/> by key are written in its order, so
    /// that the index grows at its end.
    /// </summary>
    public static Task Write(
        Session tx, string target, IReadOnlyList<string> keys, IReadOnlyList<string> columns, IReadOnlyList<string> values, IReadOnlyList<string> updates, string source, bool ordered,
        string run, Instant now) => Tables.Contains(target, StringComparer.Ordinal)
        ? tx.Execute(
            $"""
            insert into {target} as t ({string.Join(", ", columns)})
            select {string.Join(", ", values)} from {source} s where 1 = 1{(ordered ? "" : " order by " + string.Join(", ", keys.Select(k => "s." + k)))}
            on conflict ({string.Join(", ", keys)}) do update set {string.Join(", ", updates)}
            """,
            new { run, now })
        : throw new ArgumentException($"'{target}' is no table that files are taken into", nameof(target));
}
