using System.Text;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports;

/// <summary>What the work of one run knows of its run.</summary>
internal sealed record ImportContext(ImportRequest Request, Actor Actor, string RunId, Instant Now, int[] Columns, int Width)
{
    public required Db Db { get; init; }
    public required TimeProvider Clock { get; init; }

    /// <summary>Who gives targets; null where no file of targets is taken in.</summary>
    public ITargetGiving? Targets { get; init; }
    /// <summary>Who keeps items of the post beside the papers of employers.</summary>
    public IReadOnlyList<IPostedItems> Posted { get; init; } = [];
    public Faults Faults { get; } = new();
    public List<string> Messages { get; } = [];

    /// <summary>What stands above the headings.</summary>
    public IReadOnlyList<string> Titles { get; init; } = [];

    /// <summary>Keys of the headings by column.</summary>
    public string[] HeadingKeys { get; init; } = [];

    /// <summary>Codes that faults propose, by their place.</summary>
    public List<string> Suggestions { get; } = [];

    /// <summary>Column of a field, -1 where the file has none.</summary>
    public int Column(int field) => Columns[field];

    public bool Has(int field) => Columns[field] >= 0;
}

/// <summary>What the merge will do, or did.</summary>
internal readonly record struct Outcome(long Created, long Changed, long Absent = 0);

/// <summary>
/// One file of one kind on its way in: <see cref="Begin"/>, a <see cref="Take"/> for each row, <see cref="Settle"/> (verdicts that need all rows),
/// <see cref="Compare"/> (what differs from what is known), <see cref="Apply"/> (only that is written). All inside one transaction.
/// </summary>
internal abstract class ImportWork(ImportContext context) : IDisposable
{
    protected ImportContext Context => context;
    protected Faults Faults => context.Faults;

    public abstract Task Begin(Session tx);

    /// <summary>Rows that are none: sections, totals, headings of another page, signatures of a printed list.</summary>
    public long Passed { get; protected set; }

    /// <summary>Of a debtor list, known after <see cref="Compare"/>.</summary>
    public virtual DebtorList? Debtors => null;

    /// <summary>Judges the row and stages it, or refuses it.</summary>
    public abstract void Take(ITableReader row);

    public abstract Task Settle(Session tx);

    public abstract Task<Outcome> Compare(Session tx);

    public abstract Task<IReadOnlyList<ImportChange>> Examples(Session tx, int most);

    public abstract Task Apply(Session tx);

    /// <summary>Provinces whose work must be planned anew after this file.</summary>
    public virtual IEnumerable<string> Touched => context.Request.Province is { } province ? [province] : [];

    /// <summary>Takes away what the connection would otherwise carry on to its next use.</summary>
    public virtual Task End(Session tx) => Task.CompletedTask;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>The cell as a string without surrounding ASCII spaces; for columns that need more than a look at bytes.</summary>
    protected string Raw(ITableReader row, int field) => context.Has(field) ? Encoding.UTF8.GetString(row.Cell(context.Column(field))) : "";

    /// <summary>The cell normalised, null when blank.</summary>
    protected string? Words(ITableReader row, int field) => VietnameseText.NormaliseOrNull(Raw(row, field));

    /// <summary>True for the headings again, at the top of another page: most of the cells that are read tell what their own heading tells.</summary>
    protected bool RepeatsHeadings(ITableReader row, Field[] fields)
    {
        var (same, other) = (0, 0);
        for (var f = 0; f < fields.Length; f++)
        {
            var key = context.Has(f) ? HeadingKey.Of(Raw(row, f)) : "";
            if (key.Length > 0)
            {
                var heading = context.HeadingKeys[context.Column(f)];
                // Of a heading of two rows, each comes again by itself.
                var known = fields[f].Keys.Contains(key) || heading.StartsWith(key, StringComparison.Ordinal) || heading.EndsWith(key, StringComparison.Ordinal);
                (same, other) = known ? (same + 1, other) : (same, other + 1);
            }
        }

        return same > other && (same > 1 || other == 0);
    }

    /// <summary>
    /// Refuses rows with merged cells in a column that is read, with formulas that have no value, and rows that are longer than the headings. A formula with a value is a warning.
    /// </summary>
    protected bool IsOutOfShape(ITableReader row)
    {
        foreach (var formula in row.Formulas)
        {
            var field = Array.IndexOf(context.Columns, formula.Column);
            if (field < 0)
            {
                continue;
            }

            if (formula.State == FormulaState.Cached)
            {
                Faults.Warn(row.Row, field, FaultKind.FormulaRead);
                continue;
            }

            Faults.Refuse(row.Row, field, formula.State == FormulaState.Error ? FaultKind.FormulaError : FaultKind.FormulaEmpty);
            return true;
        }

        for (var f = 0; row.HasMerged && f < context.Columns.Length; f++)
        {
            if (context.Columns[f] >= 0 && row.IsMerged(context.Columns[f]))
            {
                Faults.Refuse(row.Row, f, FaultKind.Merged);
                return true;
            }
        }

        if (row.Count > context.Width)
        {
            for (var i = context.Width; i < row.Count; i++)
            {
                if (!row.Cell(i).Trim((byte)' ').IsEmpty)
                {
                    Faults.Refuse(row.Row, -1, FaultKind.TooManyCells);
                    return true;
                }
            }
        }

        return false;
    }
}
