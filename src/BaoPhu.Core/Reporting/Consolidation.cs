using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Reporting;

namespace BaoPhu.Core.Reporting;

/// <summary>What the collection department tells the leadership: its code in the calendar, and the reports of provinces that it is made of.</summary>
public sealed record ConsolidationKind(string Code, string Source)
{
    public static IReadOnlyList<ConsolidationKind> All { get; } = [new("leadership-daily", "daily"), new("leadership-half", "half-month")];

    /// <summary>The figures of the reports it is made of.</summary>
    public IReadOnlyList<string> Figures => ReportKind.Of(Source).Figures;

    /// <summary>Missing: no such kind.</summary>
    public static ConsolidationKind Of(string code) => All.FirstOrDefault(k => k.Code == code) ?? throw new Refusal("Reporting.NoKind", code) { Kind = RefusalKind.Missing };
}

/// <summary>A version of a consolidation.</summary>
public sealed class Consolidation
{
    public string Kind { get; init; } = "";
    public DateOnly ToDate { get; init; }
    public short Version { get; init; }
    public string State { get; init; } = "";
    public string Remarks { get; init; } = "";
    public string Reason { get; init; } = "";
    public string Content { get; init; } = "";
    public string? SignedBy { get; init; }
    public string SignedName { get; init; } = "";
    public Instant? SignedAt { get; init; }
    public string MadeBy { get; init; } = "";
    public Instant MadeAt { get; init; }

    /// <summary>The paper of the office that carries it to the leadership.</summary>
    public string? PaperId { get; init; }
    public int Changes { get; init; }
    public string Key => Consolidations.KeyOf(Kind, ToDate);

    /// <summary>Null while it is a draft.</summary>
    public ConsolidatedFigures? Frozen => Content.Length == 0 ? null : JsonSerializer.Deserialize<ConsolidatedFigures>(Content);
}

/// <summary>What a province told, or did not. <paramref name="SentAt"/>: UTC milliseconds of the version that counts; <paramref name="Figures"/>: empty where nothing was sent.</summary>
public sealed record ConsolidatedOffice(string Code, string Name, ReportStanding Standing, long? SentAt, short Version, IReadOnlyDictionary<string, long?> Figures, string Remarks, string Difficulties)
{
    /// <summary>It has told figures that count.</summary>
    public bool IsTold => Figures.Count > 0;
}

/// <summary>The figures of an earlier term. <paramref name="Offices"/>: how many told them; a sum of 60 provinces is not to be held against one of 63.</summary>
public sealed record ConsolidatedBefore(DateOnly To, int Offices, IReadOnlyDictionary<string, long?> Sums, IReadOnlyDictionary<string, long?> Differences);

/// <summary>
/// The nation as its provinces told it for a term. Sums are over the reports that count, differences only over provinces that told the figure both times. <paramref name="AsOf"/>: UTC milliseconds.
/// </summary>
public sealed record ConsolidatedFigures(
    string Source, DateOnly From, DateOnly To, long AsOf, IReadOnlyList<ConsolidatedOffice> Offices, IReadOnlyDictionary<string, long?> Sums, ConsolidatedBefore? Before, ConsolidatedBefore? MonthBefore)
{
    public IEnumerable<ConsolidatedOffice> Told => Offices.Where(o => o.IsTold);

    /// <summary>Key of the report that an office told it in.</summary>
    public string KeyOf(ConsolidatedOffice office) => Reports.KeyOf(Source, office.Code, To);

    public IEnumerable<ConsolidatedOffice> In(params ReportStanding[] standings) => Offices.Where(o => standings.Contains(o.Standing));

    internal static ConsolidatedFigures Of(ReportBoard board, ReportBoard? before, ReportBoard? month)
    {
        var offices = board.Offices.Select(Telling).ToList();
        var figures = board.Kind.Figures;
        return new(
            board.Kind.Code, board.Term.From, board.Term.To, board.At.Milliseconds, offices, figures.ToDictionary(f => f, board.Sum, StringComparer.Ordinal), Beside(offices, figures, before),
            Beside(offices, figures, month));
    }

    private static ConsolidatedOffice Telling(DueReport due)
    {
        var counts = due.Last is { } last && last.ReportState.Counts() ? last : null;
        return new(
            due.Office.Code, due.Office.Name, due.Standing, counts?.SentAt?.Milliseconds, counts?.Version ?? 0, counts?.Frozen ?? new Dictionary<string, long?>(StringComparer.Ordinal),
            counts?.Remarks ?? "", counts?.Difficulties ?? "");
    }

    private static ConsolidatedBefore? Beside(IReadOnlyList<ConsolidatedOffice> now, IReadOnlyList<string> figures, ReportBoard? then)
    {
        if (then is null || !then.Sent.Any())
        {
            return null;
        }

        var told = then.Sent.ToDictionary(r => r.OfficeCode, r => r.Frozen, StringComparer.Ordinal);
        var differences = figures.ToDictionary(
            f => f,
            f =>
            {
                var both = now.Where(o => o.Figures.GetValueOrDefault(f) is not null && told.GetValueOrDefault(o.Code)?.GetValueOrDefault(f) is not null).ToList();
                return both.Count == 0 ? (long?)null : both.Sum(o => o.Figures[f]!.Value - told[o.Code][f]!.Value);
            },
            StringComparer.Ordinal);
        return new(then.Term.To, told.Count, figures.ToDictionary(f => f, then.Sum, StringComparer.Ordinal), differences);
    }
}

/// <summary>
/// A consolidation as its page shows it. <paramref name="Now"/>: as the provinces' reports are this moment, <paramref name="Digest"/> of it; <paramref name="Opens"/>: before this moment provinces may
/// still send in time, so it is not signed.
/// </summary>
public sealed record ConsolidationView(ConsolidationKind Kind, ReportTerm Term, ConsolidatedFigures Now, string Digest, IReadOnlyList<Consolidation> Versions, Instant Opens)
{
    public string Key => Consolidations.KeyOf(Kind.Code, Term.To);
    public Consolidation? Draft => Versions.LastOrDefault(v => v.SignedAt is null);
    public Consolidation? Signed => Versions.LastOrDefault(v => v.SignedAt is not null);

    /// <summary>What is read: what was signed last, else as it is now.</summary>
    public ConsolidatedFigures Shown => Draft is null && Signed?.Frozen is { } frozen ? frozen : Now;
    /// <summary>The figures in it: of what was signed those that were in it then.</summary>
    public IReadOnlyList<string> Figures => [.. Kind.Figures.Where(Shown.Sums.ContainsKey)];
    public int Changes => (Draft ?? Signed)?.Changes ?? 0;

    /// <summary>Provinces whose report came, or was corrected, after it was signed.</summary>
    public IReadOnlyList<ConsolidatedOffice> Since => Signed?.Frozen is not { } frozen ? []
        : [.. Now.Offices.Where(o => o.IsTold && frozen.Offices.FirstOrDefault(f => f.Code == o.Code) is var f && (f is null || f.Version != o.Version || f.SentAt != o.SentAt))];
}
