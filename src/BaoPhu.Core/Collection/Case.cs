using BaoPhu.Core.Data;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;

namespace BaoPhu.Core.Collection;

/// <summary>A case: the long form of a task, under its key.</summary>
public sealed class Case
{
    internal const string Columns = "c.subject_id, c.act, c.occurrence, c.province, c.office_code, c.state, c.opened_on, c.due_on, c.ended_on, c.version, e.code, e.name";
    internal const string From = "col_cases c join reg_employers e on e.employer_id = c.subject_id";

    public long SubjectId { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string Province { get; init; } = "";

    /// <summary>The office that leads it.</summary>
    public string OfficeCode { get; init; } = "";
    public string State { get; init; } = "";
    public DateOnly OpenedOn { get; init; }

    /// <summary>The day by which the next step is to be done.</summary>
    public DateOnly? DueOn { get; init; }
    public DateOnly? EndedOn { get; init; }

    /// <summary>Steps done so far; a step asks for the number its person saw.</summary>
    public int Version { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public TaskKey Key => new(SubjectId, Act, Occurrence);
}

/// <summary>A step that was done.</summary>
public sealed class CaseEvent
{
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public int Seq { get; init; }
    public Instant At { get; init; }
    public string UserId { get; init; } = "";
    public string UserName { get; init; } = "";
    public string Step { get; init; } = "";
    public string StateBefore { get; init; } = "";
    public string State { get; init; } = "";
    public short Level { get; init; }
    public string Rule { get; init; } = "";

    /// <summary>JSON.</summary>
    public string Detail { get; init; } = "";
}

/// <summary>A case (or what would be one) with what may be done now. <paramref name="Case"/> null: not begun.</summary>
public sealed record CaseStanding(ICaseProcedure Procedure, TaskKey Key, Case? Case, CaseFacts Facts, IReadOnlyList<StepAnswer> Steps);

/// <summary>What a person does to a case. <paramref name="Version"/>: the steps they saw done (0 to open it). <paramref name="Detail"/> is kept with the step as JSON.</summary>
public sealed record CaseStep(string Act, int Version, object Detail)
{
    /// <summary>The day by which the next step is to be done; null: none.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>Note of the record on the task, where the step records an outcome.</summary>
    public string? Note { get; init; }

    /// <summary>Channel of that record; null: the first of the task.</summary>
    public string? Channel { get; init; }

    /// <summary>Office that leads the case from now on; null: as it was.</summary>
    public string? Office { get; init; }
}
