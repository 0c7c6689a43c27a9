using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;

namespace BaoPhu.Core.Imports;

/// <summary>What a file of targets needs of the module that keeps them, which stands above this one.</summary>
public interface ITargetGiving
{
    /// <summary>The figure that a cell names by its code or its words; null: none for which targets are given.</summary>
    string? FigureOf(string cell);

    /// <summary>The period that a cell names ("2021", "giai đoạn 2021-2025", "year-2021"); null: none.</summary>
    string? PeriodOf(string cell);

    /// <summary>True if the person's office gives targets of a figure to an office or agent; others wait meanwhile.</summary>
    Task<Func<string, string, bool>> Recipients(Session tx, Actor actor);

    /// <summary>Value and version of the targets that stand, by figure, holder and period.</summary>
    Task<IReadOnlyDictionary<(string Figure, string Holder, string Period), (long Value, int Version)>> Standing(Session tx, IReadOnlyCollection<string> periods);

    /// <summary>Gives them: one act for each decision, figure and period.</summary>
    Task Give(Session tx, Actor actor, IReadOnlyList<FiledTarget> rows);
}

/// <summary>A row of a file of targets. <paramref name="Version"/>: of the target that it replaces, 0 where there is none.</summary>
public sealed record FiledTarget(string Figure, string Holder, string Period, long Value, string Decision, DateOnly DecidedOn, string AssignedBy, string Reason, int Version = 0);
