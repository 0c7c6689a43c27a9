using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Register;

namespace BaoPhu.Core.Imports;

/// <summary>A column of the staging table and of the table it goes to.</summary>
/// <param name="Name">Column.</param>
/// <param name="Type">SQL type, the width that is written.</param>
/// <param name="Field">Field it comes from: columns whose field is not in the file are left alone where a row exists, and take their default where it does not.</param>
/// <param name="Compared">False for what only accompanies a difference.</param>
internal sealed record StagedColumn(string Name, string Type, int Field, bool Compared = true);

/// <summary>
/// The path of large files: rows go straight from the reader's bytes into a staging table by the engine's bulk load; what repeats is found by keys in memory; the
/// merge is one set-based statement over the difference. Nothing that is equal is written.
/// </summary>
internal abstract class BulkWork(ImportContext context) : ImportWork(context)
{
    private readonly RepeatFinder _keys = new();
    private BulkWriter? _writer;
    private bool _fresh;
    private bool _hasRepeats;

    protected abstract string Target { get; }

    /// <summary>What the file is compared with: the target, or the rows of it that count.</summary>
    protected virtual string Counted => Target;

    /// <summary>Columns of the target's primary key, first of the staged columns.</summary>
    protected abstract IReadOnlyList<StagedColumn> Keys { get; }

    /// <summary>Those of the keys by which rows of one file are found to repeat each other.</summary>
    protected virtual IReadOnlyList<StagedColumn> RepeatKeys => Keys;

    /// <summary>The further columns that this file tells.</summary>
    protected abstract IReadOnlyList<StagedColumn> Values { get; }

    /// <summary>Columns and values (@run, @now) that a written row gets besides.</summary>
    protected abstract IReadOnlyList<(string Column, string Literal)> Stamps { get; }

    /// <summary>Condition on the target's rows (alias t) that this file's rows can meet.</summary>
    protected abstract string Range { get; }

    /// <summary>Condition on the target's rows (alias t) with whose keys this file's can coincide; where there are none, nothing is compared.</summary>
    protected virtual string Met => Range;

    protected abstract FaultKind ContradictionKind { get; }

    /// <summary>Columns that must be given for a new row though the file does not tell them.</summary>
    protected virtual IReadOnlyList<(string Column, string Literal)> Defaults => [];

    /// <summary>Columns of a known row that change with what the file tells though it does not tell them, with their value (t: the row as known; excluded: as told).</summary>
    protected virtual IReadOnlyList<(string Column, string Value)> Further => [];

    protected BulkWriter Writer => _writer!;

    /// <summary>Rows in the staging table.</summary>
    protected long Staged { get; private set; }

    /// <summary>True if the target has no row that this file's rows could meet: then there is nothing to compare.</summary>
    protected bool IsFresh => _fresh;

    /// <summary>The scratch table of the rows to be written; imp_delta says in known which exist.</summary>
    protected string Source => _fresh ? "imp_stage" : "imp_delta";

    private IEnumerable<StagedColumn> Columns => Keys.Concat(Values);

    /// <summary>Writes the columns of <see cref="RepeatKeys"/> from the one number that a row was staged with.</summary>
    protected abstract void WriteKey(BulkWriter writer, long key);

    protected abstract Task Prepare(Session tx);

    public override async Task Begin(Session tx)
    {
        await Drop(tx);
        await Prepare(tx);
        await tx.Execute($"{{scratch}} imp_stage (line integer, {string.Join(", ", Columns.Select(c => c.Name + " " + c.Type))})");
        _writer = tx.BulkInto("imp_stage", ["line", .. Columns.Select(c => c.Name)]);
    }

    /// <summary>Starts a staged row; the cells follow in the order of the columns.</summary>
    protected BulkWriter Stage(int row, long key)
    {
        _keys.Add(key);
        _writer!.StartRow();
        _writer.Write(row);
        return _writer;
    }

    public override async Task Settle(Session tx)
    {
        Staged = _writer!.Complete();
        _writer.Dispose();
        _writer = null;
        var ascending = _keys.Ascending;
        var repeated = _keys.Repeated();
        if (repeated.Count > 0)
        {
            await SettleRepeats(tx, repeated);
        }

        _fresh = await tx.One<long?>($"select 1 from {Counted} t where {Met} limit 1") is null;
        _hasRepeats = !ascending;
        if (!_fresh)
        {
            await tx.Analyze("imp_stage");
        }
    }

    public override async Task<Outcome> Compare(Session tx)
    {
        if (_fresh)
        {
            return new(Staged, 0);
        }

        var equal = string.Join(" and ", Keys.Select(k => $"t.{k.Name} = s.{k.Name}"));
        var compared = Values.Where(v => v.Compared).ToList();
        var differs = $"({string.Join(", ", compared.Select(v => "t." + v.Name))}) is distinct from ({string.Join(", ", compared.Select(v => "s." + v.Name))})";
        await tx.Execute(
            $"""
            {'{'}scratch{'}'} imp_delta as
            select s.*, t.{Keys[0].Name} is not null as known
            from imp_stage s left join {Counted} t on {equal}
            where t.{Keys[0].Name} is null or {differs}
            """);
        var counts = await tx.One<DeltaCounts>("select count(*) as all_rows, count(*) filter (where known) as known_rows from imp_delta") ?? new();
        var known = await tx.One<long>($"select count(*) from {Counted} t where {Range}");
        var created = counts.AllRows - counts.KnownRows;
        return new(created, counts.KnownRows, known - (Staged - created));
    }

    public override Task Apply(Session tx)
    {
        string[] columns = [.. Columns.Select(c => c.Name), .. Defaults.Select(d => d.Column), .. Stamps.Select(s => s.Column)];
        string[] values = [.. Columns.Select(c => "s." + c.Name), .. Defaults.Select(d => d.Literal), .. Stamps.Select(s => s.Literal)];
        string[] updates = [.. Values.Select(v => v.Name).Concat(Stamps.Select(s => s.Column)).Select(c => $"{c} = excluded.{c}"), .. Further.Select(f => $"{f.Column} = {f.Value}")];
        return StagedMerge.Write(tx, Target, [.. Keys.Select(k => k.Name)], columns, values, updates, Source, ordered: !_hasRepeats, Context.RunId, Context.Now);
    }

    public override async Task<IReadOnlyList<ImportChange>> Examples(Session tx, int most)
    {
        if (_fresh)
        {
            return [];
        }

        var compared = Values.Where(v => v.Compared && v.Field >= 0).ToList();
        var on = string.Join(" and ", Keys.Select(k => $"t.{k.Name} = d.{k.Name}"));
        var rows = await tx.Query<dynamic>(
            $"""
            select {string.Join(", ", Keys.Select(k => "d." + k.Name))}, {string.Join(", ", compared.Select(v => $"t.{v.Name} as o_{v.Name}, d.{v.Name} as n_{v.Name}"))}
            from imp_delta d join {Counted} t on {on} where d.known order by d.line limit {most.ToString(CultureInfo.InvariantCulture)}
            """);
        var changes = new List<ImportChange>();
        foreach (IDictionary<string, object?> row in rows)
        {
            foreach (var column in compared)
            {
                var (before, after) = (Show(column, row["o_" + column.Name]), Show(column, row["n_" + column.Name]));
                if (before != after && changes.Count < most)
                {
                    changes.Add(new(KeyText(row), FieldTitle(column.Field), before, after));
                }
            }
        }

        return changes;
    }

    protected abstract string FieldTitle(int field);

    /// <summary>A value as a person reads it.</summary>
    protected virtual string? Show(StagedColumn column, object? value) => value switch
    {
        null => null,
        long or int or short when column.Type == "bigint" => Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString("N0", Texts.Text.Vietnamese),
        DateOnly day => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
        DateTime day => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    protected abstract string KeyText(IDictionary<string, object?> row);

    public override Task End(Session tx) => Drop(tx);

    protected override void Dispose(bool disposing)
    {
        _writer?.Dispose();
        _writer = null;
    }

    protected static string Quoted(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";

    private static async Task Drop(Session tx)
    {
        foreach (var table in (string[])["imp_stage", "imp_delta", "imp_repeats", "imp_same", "imp_dropped"])
        {
            await tx.Execute("drop table if exists " + table);
        }
    }

    /// <summary>Of rows with one key: all alike, the first stays and the others change nothing; not alike, none is believed.</summary>
    private async Task SettleRepeats(Session tx, List<long> repeated)
    {
        var names = RepeatKeys.Select(k => k.Name).ToArray();
        await tx.Execute($"{{scratch}} imp_repeats ({string.Join(", ", RepeatKeys.Select(k => k.Name + " " + k.Type))})");
        using (var writer = tx.BulkInto("imp_repeats", names))
        {
            foreach (var key in repeated)
            {
                writer.StartRow();
                WriteKey(writer, key);
            }

            writer.Complete();
        }

        await tx.Analyze("imp_repeats");
        var on = (string a, string b) => string.Join(" and ", names.Select(n => $"{a}.{n} = {b}.{n}"));
        var compared = Values.Where(v => v.Compared).Select(v => v.Name).ToList();
        await tx.Execute($"{{scratch}} imp_same as select s.* from imp_stage s join imp_repeats r on {on("s", "r")}");
        var dropped = new List<int>();
        using (var rows = tx.BulkFrom(
            $"""
            select s.line, f.line, ({string.Join(", ", compared.Select(c => "s." + c))}) is not distinct from ({string.Join(", ", compared.Select(c => "f." + c))})
            from imp_same s join (select {string.Join(", ", names)}, min(line) as line from imp_same group by {string.Join(", ", names)}) k on {on("k", "s")}
            join imp_same f on f.line = k.line
            order by f.line, s.line
            """))
        {
            var group = new List<int>();
            var (first, alike) = (0, true);
            while (rows.Read())
            {
                var (line, head, same) = (rows.Int32(), rows.Int32(), rows.Boolean());
                if (head != first)
                {
                    Close(group, alike, dropped);
                    (first, alike) = (head, true);
                }

                group.Add(line);
                alike &= same;
            }

            Close(group, alike, dropped);
        }

        await tx.Execute("{scratch} imp_dropped (line integer)");
        using (var writer = tx.BulkInto("imp_dropped", "line"))
        {
            foreach (var line in dropped)
            {
                writer.StartRow();
                writer.Write(line);
            }

            writer.Complete();
        }

        Staged -= await tx.Execute("delete from imp_stage where line in (select line from imp_dropped)");
    }

    private void Close(List<int> group, bool alike, List<int> dropped)
    {
        if (group.Count > 0)
        {
            dropped.AddRange(alike ? group.Skip(1) : group);
            if (!alike)
            {
                foreach (var line in group)
                {
                    Faults.Refuse(line, 0, ContradictionKind, line == group[0] ? group[1] : group[0]);
                }
            }
        }

        group.Clear();
    }

    private sealed class DeltaCounts
    {
        public long AllRows { get; init; }
        public long KnownRows { get; init; }
    }
}
