using BaoPhu.Core.Data;

namespace BaoPhu.Core.Register;

/// <summary>Takes staged rows of a file into the register: one set-based statement, written here because only the register writes its tables.</summary>
internal static class StagedMerge
{
    private static readonly string[] Tables = ["reg_employers", "reg_months", "reg_settlements", "reg_movements", "reg_stands", "reg_persons", "reg_participations", "reg_cards", "reg_tax_incomes", "reg_entitled"];

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

    /// <summary>
    /// The same for a table that keeps what was known before: a known row of <paramref name="source"/> (its column known; all are new where it is <paramref name="fresh"/>) ends the one that stands and
    /// stands in its place from @now on.
    /// </summary>
    public static async Task WriteVersions(Session tx, string target, IReadOnlyList<string> keys, IReadOnlyList<string> columns, string source, bool fresh, string run, Instant now)
    {
        if (!Tables.Contains(target, StringComparer.Ordinal))
        {
            throw new ArgumentException($"'{target}' is no table that files are taken into", nameof(target));
        }

        if (!fresh)
        {
            await tx.Execute(
                $"update {target} as t set known_to_at = @now from {source} s where s.known and t.known_to_at is null and {string.Join(" and ", keys.Select(k => $"t.{k} = s.{k}"))}", new { now });
        }

        // A row that was told twice within one moment keeps its last word.
        await tx.Execute(
            $"""
            insert into {target} ({string.Join(", ", columns)}, known_from_at, import_run) select {string.Join(", ", columns.Select(c => "s." + c))}, @now, @run from {source} s where 1 = 1
            on conflict ({string.Join(", ", keys)}, known_from_at) do update
            set {string.Join(", ", columns.Except(keys).Select(c => $"{c} = excluded.{c}"))}, known_to_at = null, import_run = excluded.import_run
            """,
            new { run, now });
    }
}
