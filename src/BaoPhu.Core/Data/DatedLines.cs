namespace BaoPhu.Core.Data;

/// <summary>
/// A table of lines that hold from a day on, as rules are that the centre keeps: columns <paramref name="key"/> say which line it is, valid_from since when, known_from_at and known_to_at when that was
/// known, set_by who said it. A line is changed by entering another; what was known before stays to be read.
/// </summary>
internal sealed class DatedLines(string table, params IReadOnlyList<string> key)
{
    /// <summary>The condition that a row (alias) is the line in force on @day.</summary>
    public string InForce(string alias) =>
        $"{alias}.known_to_at is null and {alias}.valid_from = (select max(b.valid_from) from {table} b where {Of(k => $"b.{k} = {alias}.{k}")} and b.known_to_at is null and b.valid_from <= @day)";

    /// <summary>Enters a line from a day on; one entered before for the same day is known until now. <paramref name="values"/>: its columns, those of the key among them.</summary>
    public async Task Enter(Session tx, Instant now, string by, DateOnly from, Dictionary<string, object?> values)
    {
        var line = new Dictionary<string, object?>(values, StringComparer.Ordinal) { ["valid_from"] = from, ["known_from_at"] = now, ["set_by"] = by };
        await tx.Execute($"update {table} set known_to_at = @known_from_at where {Of(k => $"{k} = @{k}")} and valid_from = @valid_from and known_to_at is null", line);
        await tx.Execute($"insert into {table} ({string.Join(", ", line.Keys)}) values ({string.Join(", ", line.Keys.Select(c => "@" + c))})", line);
    }

    /// <summary>Puts the shipped lines in, in force from a day; never touches a line of which anything was ever entered.</summary>
    public async Task Seed(Session tx, TimeProvider clock, DateOnly from, IEnumerable<Dictionary<string, object?>> lines)
    {
        foreach (var line in lines)
        {
            if (await tx.One<long>($"select count(*) from {table} where {Of(k => $"{k} = @{k}")}", line) == 0)
            {
                await Enter(tx, clock.Now(), "system", from, line);
            }
        }
    }

    private string Of(Func<string, string> condition) => string.Join(" and ", key.Select(condition));
}
