using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;

namespace BaoPhu.Core.Collection;

/// <summary>
/// Everything that happened about one employer in one line of time, the last first: months, levels and switches, contacts, messages, papers, cases, answers, marks, standings, who was in
/// charge. It is read page by page: every source gives only the lines that could stand on the page, so ten years cost what ten days cost.
/// </summary>
public sealed class EmployerHistory(Db db, TimeProvider clock)
{
    public const int PageSize = 40;

    /// <summary>Kinds of lines one may ask for alone, in the order in which they are offered.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. HistorySources.All.Select(s => s.Kind).Distinct(StringComparer.Ordinal)];

    /// <summary>One page. <paramref name="kind"/>: one of <see cref="Kinds"/>, or null for all. Missing outside the scope.</summary>
    public Task<HistoryPage> Of(Scope scope, string province, string code, string? kind, string? after, string? before) => db.ReadConsistently(async s =>
    {
        var employer = await Employers.Find(s, scope, province, code);
        var back = before is { Length: > 0 };
        var question = new HistoryQuestion(s, employer, clock.Now(), Bound(back ? before : after), back, PageSize + 1);
        var rows = new List<HistoryRow>();
        for (var rank = 0; rank < HistorySources.All.Count; rank++)
        {
            var source = HistorySources.All[rank];
            if (string.IsNullOrEmpty(kind) || source.Kind == kind)
            {
                foreach (var row in await source.Read(question with { Rank = rank }))
                {
                    (row.Kind, row.Rank) = (source.Kind, rank);
                    rows.Add(row);
                }
            }
        }

        rows.Sort(back ? HistoryRow.Order : (a, b) => HistoryRow.Order(b, a));
        if (rows.Count > PageSize + 1)
        {
            rows.RemoveRange(PageSize + 1, rows.Count - PageSize - 1);
        }

        var (previous, next) = Keyset.Turn(rows, PageSize, after, before, r => string.Create(CultureInfo.InvariantCulture, $"{r.K1}~{r.At.Milliseconds}~{r.Rank}~{r.K2}~{r.K3}"));
        return new HistoryPage(rows, previous, next);
    });

    private static HistoryBound? Bound(string? key)
    {
        if (Keyset.Split(key, 5) is not [var k1, var at, var rank, var k2, var k3])
        {
            return null;
        }

        return Number(at) is { } a && Number(rank) is { } r && r < HistorySources.All.Count && Number(k2) is { } two && Number(k3) is { } three
            ? new HistoryBound(new Instant(a), (int)r, k1, two, three)
            : throw Keyset.Unreadable();

        static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}

/// <summary>A page of the line of time with the keys of the pages on either side (null: none).</summary>
public sealed record HistoryPage(IReadOnlyList<HistoryRow> Rows, string? Previous, string? Next);

/// <summary>
/// One line. <see cref="What"/> is the word of its source for what happened; which of the other values are there depends on the source. (K1, K2, K3) is its key within the source.
/// </summary>
public sealed class HistoryRow
{
    public string Kind { get; internal set; } = "";
    public int Rank { get; internal set; }
    public Instant At { get; init; }
    public string K1 { get; init; } = "";
    public long K2 { get; init; }
    public long K3 { get; init; }
    public string What { get; init; } = "";
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public int Number { get; init; }

    /// <summary>Đồng.</summary>
    public long? Amount { get; init; }

    /// <summary>Đồng: of a month what was paid.</summary>
    public long? Paid { get; init; }
    public int? Level { get; init; }
    public DateOnly? OnDay { get; init; }
    public DateOnly? UntilDay { get; init; }
    public string Label { get; init; } = "";
    public string Channel { get; init; } = "";
    public string Outcome { get; init; } = "";

    /// <summary>Words of a person, or JSON of the source.</summary>
    public string Note { get; init; } = "";
    public string Who { get; init; } = "";

    /// <summary>Of a task that was opened the rule that ordered it; null where its table is no longer held.</summary>
    public BaoPhu.Rules.Policy.OrderedAct? Ordered => Work.PlanTable.Find(Note, Number, Label, Act);

    internal static int Order(HistoryRow a, HistoryRow b) =>
        a.At != b.At ? a.At.CompareTo(b.At)
        : a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank)
        : string.CompareOrdinal(a.K1, b.K1) is not 0 and var text ? text
        : a.K2 != b.K2 ? a.K2.CompareTo(b.K2) : a.K3.CompareTo(b.K3);
}

/// <summary>The line next to which a page begins.</summary>
internal sealed record HistoryBound(Instant At, int Rank, string K1, long K2, long K3);

/// <summary>What a source is asked: the next <paramref name="Take"/> lines before the bound, or with <paramref name="Back"/> after it; without a bound the last there are.</summary>
internal sealed record HistoryQuestion(Session S, Employer Employer, Instant Now, HistoryBound? Bound, bool Back, int Take)
{
    public int Rank { get; init; }

    /// <summary>The lines of a query that gives at, k1, k2 and k3 beside what it tells; @id is the employer, @now the moment.</summary>
    public Task<List<HistoryRow>> Lines(string inner, object? more = null)
    {
        var (sign, direction) = Back ? (">", "") : ("<", " desc");
        var place = Bound is null ? "1 = 1"
            : Bound.Rank == Rank ? $"(x.at, x.k1, x.k2, x.k3) {sign} (@boundAt, @k1, @k2, @k3)"
            : Bound.Rank > Rank == Back ? $"x.at {sign} @boundAt" : $"x.at {sign}= @boundAt";
        var args = new Dapper.DynamicParameters(more);
        args.Add("id", Employer.EmployerId);
        args.Add("now", Now);
        args.Add("boundAt", Bound?.At);
        args.Add("k1", Bound?.K1);
        args.Add("k2", Bound?.K2);
        args.Add("k3", Bound?.K3);
        return S.Query<HistoryRow>(
            $"select x.* from ({inner}) x where x.at <= @now and {place} order by x.at{direction}, x.k1{direction}, x.k2{direction}, x.k3{direction} limit {Take}", args);
    }

    /// <summary>The same for lines that are few and worked out here.</summary>
    public List<HistoryRow> Of(IEnumerable<HistoryRow> all)
    {
        var inside = all.Where(r => r.At <= Now && (Bound is null || Beyond(r)));
        return [.. (Back ? inside.Order(Comparer<HistoryRow>.Create(HistoryRow.Order)) : inside.OrderDescending(Comparer<HistoryRow>.Create(HistoryRow.Order))).Take(Take)];
    }

    private bool Beyond(HistoryRow row)
    {
        row.Rank = Rank;
        var place = HistoryRow.Order(row, new HistoryRow { At = Bound!.At, Rank = Bound.Rank, K1 = Bound.K1, K2 = Bound.K2, K3 = Bound.K3 });
        return Back ? place > 0 : place < 0;
    }
}
