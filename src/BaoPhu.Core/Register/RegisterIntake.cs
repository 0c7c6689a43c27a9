using BaoPhu.Core.Data;

namespace BaoPhu.Core.Register;

/// <summary>What files tell of employers and months, merged set-based from the import's scratch table in its own transaction.</summary>
public static class RegisterIntake
{
    public const string EmployersTable = "reg_employers";
    public const string MonthsTable = "reg_months";

    /// <summary>
    /// Keeps the history of standings for the scratch rows (alias s: employer_id, and known if not <paramref name="allNew"/>), before the employers themselves are merged.
    /// </summary>
    /// <param name="standing">SQL of the new standing over s.</param>
    /// <param name="until">SQL of its end over s.</param>
    public static Task KeepStandings(Session tx, string source, bool allNew, string standing, string until, DateOnly since, Instant now, string by) => tx.Execute(
        allNew
            ? $"""
            insert into reg_standings (employer_id, from_date, recorded_at, standing, until_date, recorded_by)
            select s.employer_id, @since, @now, {standing}, {until}, @by from {source} s
            """
            : $"""
            insert into reg_standings (employer_id, from_date, recorded_at, standing, until_date, recorded_by)
            select s.employer_id, case when s.known then @today else @since end, @now, {standing}, {until}, @by
            from {source} s left join reg_employers t on t.employer_id = s.employer_id
            where t.employer_id is null or (t.standing, t.standing_until) is distinct from ({standing}, {until})
            """,
        new { since, today = now.Day, now, by });

    /// <summary>
    /// Writes the scratch rows (alias s) into employers or months: new ones whole, known ones in the columns <paramref name="updated"/>. Values may use @run and @now.
    /// </summary>
    public static Task Merge(
        Session tx, string table, string source, IReadOnlyList<string> keys, IReadOnlyList<(string Column, string Value)> columns, IEnumerable<string> updated, bool sort, string run, Instant now)
    {
        if (table is not (EmployersTable or MonthsTable))
        {
            throw new ArgumentException($"{table} is not merged from files", nameof(table));
        }

        // In the order of the key the index grows at its end.
        return tx.Execute(
            $"""
            insert into {table} as t ({string.Join(", ", columns.Select(c => c.Column))})
            select {string.Join(", ", columns.Select(c => c.Value))} from {source} s where 1 = 1{(sort ? " order by " + string.Join(", ", keys.Select(k => "s." + k)) : "")}
            on conflict ({string.Join(", ", keys)}) do update set {string.Join(", ", updated.Select(c => $"{c} = excluded.{c}"))}
            """,
            new { run, now });
    }
}
