using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;

namespace BaoPhu.Core.Coverage;

/// <summary>A unit that settled income tax for workers in a year, and how many of them take part.</summary>
public sealed class Unit
{
    public long SubjectId { get; init; }
    public string Province { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public int TaxYear { get; init; }
    public string PayerTaxCode { get; init; } = "";
    public string Name { get; init; } = "";
    /// <summary>The commune or district that the address names, for the level of a unit that the register does not know.</summary>
    public string? Place { get; init; }

    public string? Address { get; init; }
    public long? EmployerId { get; init; }

    /// <summary>Of the employer in the register.</summary>
    public string? Code { get; init; }

    /// <summary>Workers in the tax data; with the unit, elsewhere, in doubt, missing: parts of them that add up.</summary>
    public int Workers { get; init; }
    public int WithUnit { get; init; }
    public int Elsewhere { get; init; }
    public int Doubt { get; init; }
    public int Missing { get; init; }
    public long MissingMonths { get; init; }

    /// <summary>Đồng, estimated.</summary>
    public long Amount { get; init; }

    /// <summary>Of the missing, those whose follow-up has an end.</summary>
    public int Ended { get; init; }
    public Instant CountedAt { get; init; }

    /// <summary>Of its procedure (<see cref="Rules.Coverage.UnitProcedure"/>).</summary>
    public string State { get; init; } = "";

    public string Id => unchecked((ulong)SubjectId).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Nobody of it takes part: it is not registered, or only by name.</summary>
    public bool TakesNoPart => WithUnit == 0 && EmployerId is null;

    /// <summary>The id of an address; null where it is none.</summary>
    public static long? Read(string? id) => id is { Length: 16 } && ulong.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? unchecked((long)number) : null;
}

/// <summary>A worker of the tax data as he stands. Names and numbers are null when the tax authority's row has been erased.</summary>
public sealed class Worker
{
    public long SubjectId { get; init; }
    public string Status { get; init; } = "";
    public string? Name { get; init; }
    public DateOnly? BornOn { get; init; }
    public int? BirthYear { get; init; }
    public string? CitizenId { get; init; }
    public string? TaxCode { get; init; }
    public long? PersonId { get; init; }
    public int? Months { get; init; }
    public long? Income { get; init; }
    public string? Outcome { get; init; }
    public string? OutcomeGround { get; init; }
    public string? OutcomeName { get; init; }
    public Instant? OutcomeAt { get; init; }

    /// <summary>Đồng, estimated: so many percent of the taxable income.</summary>
    public long Stake(long percent) => (Income ?? 0) * percent / 100;

    public bool IsMissing => Status is WorkerStatus.Unknown or WorkerStatus.None;
    public string Id => unchecked((ulong)SubjectId).ToString("x16", CultureInfo.InvariantCulture);
    public string? CitizenMasked => Masking.Number(CitizenId);
    public string? PersonMasked => PersonId is { } id ? Masking.Number(id.ToString("D10", CultureInfo.InvariantCulture)) : null;
}

/// <summary>How a worker of the tax data stands in the register.</summary>
public static class WorkerStatus
{
    public const string WithUnit = "with-unit";
    public const string Elsewhere = "elsewhere";

    /// <summary>A link waits for its reader: neither missing nor found.</summary>
    public const string Doubt = "doubt";

    /// <summary>Nobody in the register.</summary>
    public const string Unknown = "unknown";

    /// <summary>In the register, taking part nowhere in the year.</summary>
    public const string None = "none";

    public static IReadOnlyList<string> All { get; } = [Unknown, None, Doubt, Elsewhere, WithUnit];
}

/// <summary>What became of a worker who was missing.</summary>
public static class WorkerOutcome
{
    public const string Registered = "registered";
    public const string Left = "left";
    public const string InsuredElsewhere = "elsewhere";
    public const string NotFound = "not-found";

    public static IReadOnlyList<string> All { get; } = [Registered, Left, InsuredElsewhere, NotFound];
}

/// <summary>Which list of units: D04a-TS those that take no part, D04b-TS those that take part for too few.</summary>
public enum UnitList : byte
{
    All,
    NotTakingPart,
    NotForEveryone,
}

/// <summary>Filters of the list. <see cref="OnlyMissing"/>: units with workers missing.</summary>
public sealed record UnitFilter(int Year)
{
    public UnitList List { get; init; }
    public string? Office { get; init; }

    /// <summary>Only units that stand in this state of the procedure.</summary>
    public string? State { get; init; }
    public string? Text { get; init; }
    public bool OnlyMissing { get; init; } = true;
    public string? After { get; init; }
    public string? Before { get; init; }
}

public sealed record UnitPage(IReadOnlyList<Unit> Rows, UnitSums Sums, string? Previous, string? Next);

/// <summary>Sums over all pages of a list.</summary>
public sealed class UnitSums
{
    public long Units { get; init; }
    public long Workers { get; init; }
    public long WithUnit { get; init; }
    public long Elsewhere { get; init; }
    public long Doubt { get; init; }
    public long Missing { get; init; }
    public long Amount { get; init; }
    public long Ended { get; init; }
}

public sealed record UnitDetail(Unit Unit, IReadOnlyList<Worker> Workers);
