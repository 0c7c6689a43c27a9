using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Reporting;

/// <summary>A figure for which targets are given. <paramref name="Falls"/>: it is met by having less.</summary>
public sealed record TargetKind(string Code, bool Falls = false)
{
    /// <summary>As the plan and the telegram name them: participants by kind, money, debt, inspections, conferences, units and workers to review from tax data.</summary>
    public static IReadOnlyList<TargetKind> All { get; } =
    [
        new("stand-social"), new("stand-voluntary"), new("stand-unemployment"), new("stand-health"), new("collected-social"), new("collected-health"), new("collected-unemployment"),
        new("owed", Falls: true), new("owed-reduced"), new("inspected"), new("conferences"), new("units-reviewed"), new("workers-reviewed"),
    ];

    public Indicator Indicator => Indicators.Of(Code);

    /// <summary>The figure's own targets, of joins and leaves those of the participants that stand; null: it has none.</summary>
    public static TargetKind? Beside(string figure) => All.FirstOrDefault(k => k.Code == figure) ?? (Indicators.Of(figure).Counts is null ? null : All.FirstOrDefault(k => k.Code == "stand-" + figure));

    /// <summary>Missing: no targets are given for it.</summary>
    public static TargetKind Of(string code) => All.FirstOrDefault(k => k.Code == code) ?? throw new Refusal("Reporting.NoFigure", code) { Kind = RefusalKind.Missing };
}
