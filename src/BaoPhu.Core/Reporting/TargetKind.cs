using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;

namespace BaoPhu.Core.Reporting;

/// <summary>A figure for which targets are given. <paramref name="Falls"/>: it is met by having less.</summary>
public sealed record TargetKind(string Code, bool Falls = false)
{
    /// <summary>As the plan and the telegram name them: participants by kind, money, debt, inspections, conferences, units and workers to review from tax data.</summary>
    public static IReadOnlyList<TargetKind> All { get; } =
    [
        new("stand-social"), new("stand-voluntary"), new("stand-unemployment"), new("stand-health"), .. HealthGroups.All.Select(g => new TargetKind("stand-" + g.Code)),
        new("voluntary"), new("health"), new("collected-social"), new("collected-health"), new("collected-unemployment"),
        new("owed", Falls: true), new("owed-reduced"), new("inspected"), new("conferences"), new("units-reviewed"), new("workers-reviewed"),
    ];

    /// <summary>All their figures: whoever asks for one asks for all, so that they are added up together and kept.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. All.Select(k => k.Code)];

    public Indicator Indicator => Indicators.Of(Code);

    /// <summary>True for what a collection agent brings: people who join voluntary and health insurance. An agent keeps no number that stands.</summary>
    public bool ReachesAgents => Indicator is { Stands: false, Counts: Participation.Voluntary or Participation.Health };

    /// <summary>Whose targets may stand beside a figure: its own, then, of joins and leaves, those of the participants that stand.</summary>
    public static IEnumerable<TargetKind> Beside(string figure) =>
        All.Where(k => k.Code == figure).Concat(Indicators.Of(figure).Counts is null ? [] : All.Where(k => k.Code == "stand-" + figure));

    /// <summary>Missing: no targets are given for it.</summary>
    public static TargetKind Of(string code) => All.FirstOrDefault(k => k.Code == code) ?? throw new Refusal("Reporting.NoFigure", code) { Kind = RefusalKind.Missing };
}
