using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules;
using BaoPhu.Rules.Reporting;

namespace BaoPhu.Core.Reporting;

/// <summary>
/// How offices stand against their targets of a year, for the boards: the figures are those kept for all offices (<see cref="LiveFigures"/>), so a board of the country adds nothing up again.
/// </summary>
public sealed class TargetStandings(Db db, LiveFigures figures, TimeProvider clock)
{
    /// <summary>Participants against what was given: numbers that stand.</summary>
    public const string Coverage = "coverage";

    /// <summary>What the year brought so far against the working days that are over: figures that begin at nothing each year.</summary>
    public const string Pace = "pace";

    /// <summary>The figures by which a measure can be told; empty for a measure that has nothing to do with targets.</summary>
    public static IReadOnlyList<TargetKind> KindsOf(string measure) => measure switch
    {
        Coverage => [.. TargetKind.All.Where(k => k.Indicator is { Stands: true, Counts: not null })],
        Pace => [.. TargetKind.All.Where(k => k is { Falls: false, Indicator: { Stands: false, Source: not null } })],
        _ => [],
    };

    /// <summary>
    /// The offices within the scope that were given a target for the year of a day, by code. What the ledger alone says is known as it is now: of a day that is over it has no data.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, TargetProgress>> Of(Scope scope, TargetKind kind, DateOnly day, CancellationToken cancel = default)
    {
        var period = TargetPeriod.Year(day.Year);
        var (given, calendar) = await db.ReadConsistently(async s => (await Targets.Given(s, scope, period, kind.Code), await OfficeCalendar.Of(s)), cancel);
        if (given.Count == 0)
        {
            return new Dictionary<string, TargetProgress>(StringComparer.Ordinal);
        }

        var tree = await figures.Of(TargetKind.Codes, period.From, day, firstPeriod: Period.Of(period.From).Number, cancel: cancel);
        var isTold = kind.Indicator.Moves || day >= clock.Today();
        return given.ToDictionary(g => g.OfficeCode, g => TargetProgress.Of(g.Value, isTold ? tree.Of(g.OfficeCode, kind.Code) : null, kind.Falls, period, day, calendar), StringComparer.Ordinal);
    }

    /// <summary>The value by which a measure ranks, in thousandths.</summary>
    public static long? ValueOf(string measure, TargetProgress progress) => measure == Pace ? progress.Tempo : progress.PerMille;
}
