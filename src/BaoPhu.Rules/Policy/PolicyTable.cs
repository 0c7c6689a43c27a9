namespace BaoPhu.Rules.Policy;

/// <summary>
/// A plan as one table of rows. A row belongs to a track (a family of duty) and says: for these standings, bands, levels and flags, these acts, or
/// nothing and why. <see cref="PolicyProof"/> proves that each track has exactly one row for every combination.
/// </summary>
public sealed record PolicyTable
{
    public required string Document { get; init; }
    public required string Title { get; init; }
    public required string Issuer { get; init; }
    public required DateOnly Date { get; init; }
    public required DateOnly ValidFrom { get; init; }
    public required int Version { get; init; }
    public IReadOnlyList<Paper> Papers { get; init; } = [];
    public IReadOnlyList<Dash> Dashes { get; init; } = [];
    public IReadOnlyList<PolicyTrack> Tracks { get; init; } = [];
    public IReadOnlyList<PolicyRow> Rows { get; init; } = [];
}

/// <summary>A family of duty: urging, inspection, monthly report…</summary>
public sealed record PolicyTrack(string Id, string Title, SourcePlace Place = default)
{
    /// <summary>Of whom its rows speak.</summary>
    public PolicySubject Subject { get; init; }
}

/// <summary>Of whom a track speaks: each kind of subject has conditions of its own.</summary>
public enum PolicySubject : byte
{
    /// <summary>Employers of the register: standing × band × level × flags (plan III.1.1).</summary>
    Employer = 0,

    /// <summary>Units of the tax data: takes part × level × flags (plan III.1.2, first dash).</summary>
    Unit = 1,

    /// <summary>People whose card the budget pays: level (plan III.1.2, second dash).</summary>
    Entitled = 2,
}

/// <summary>Whether a unit of the tax data takes part.</summary>
public enum Taking : byte
{
    /// <summary>Chưa tham gia.</summary>
    None = 0,

    /// <summary>Tham gia chưa đầy đủ.</summary>
    Part = 1,
}

/// <summary>A form, notice or file that an act uses; <paramref name="Source"/> is the document it comes from, null for a plain official document.</summary>
public sealed record Paper(string Code, string Name, string? Source, SourcePlace Place = default);

/// <summary>One dash (gạch đầu dòng) of the document, with its first words as they stand there.</summary>
public sealed record Dash(string Id, string Section, string Levels, string Text, SourcePlace Place = default);

/// <summary>Line and column, from 1, in the file a thing was read from; zero when it was not read from a file.</summary>
public readonly record struct SourcePlace(int Line, int Column);

/// <summary>Where an order stands: document, section, dash.</summary>
public sealed record Clause(string Document, string Section, string Dash)
{
    public override string ToString() => $"{Document}, {Dash}";
}

/// <summary>One row. <see cref="Id"/> is stable over versions: tasks keep it. A row without acts carries the reason why nothing is done.</summary>
public sealed record PolicyRow
{
    public required string Id { get; init; }
    public required string Track { get; init; }
    public required RowCondition When { get; init; }
    public IReadOnlyList<PolicyAct> Acts { get; init; } = [];

    /// <summary>Why nothing is done; null in a row with acts.</summary>
    public string? Reason { get; init; }
    public IReadOnlyList<Clause> Clauses { get; init; } = [];

    /// <summary>Our reading, where the document leaves one.</summary>
    public string? Note { get; init; }
    public SourcePlace Place { get; init; }
    public bool Nothing => Acts.Count == 0;
}

/// <summary>The combinations a row is for, as bit sets: bit n of <see cref="Levels"/> is level n + 1, the others by the value of the enumeration.</summary>
public sealed record RowCondition
{
    public const int AllOfFour = 0b1111;
    public const int AllOfTwo = 0b11;

    public int Standings { get; init; } = AllOfFour;
    public int Bands { get; init; } = AllOfFour;
    public int Levels { get; init; } = AllOfFour;

    /// <summary>Bit n is <see cref="Taking"/> n; only of tracks of units.</summary>
    public int Takings { get; init; } = AllOfTwo;

    /// <summary>All of these must be set.</summary>
    public CaseFlags All { get; init; }

    /// <summary>At least one of these must be set, if any is named.</summary>
    public CaseFlags Any { get; init; }

    /// <summary>None of these may be set.</summary>
    public CaseFlags Without { get; init; }

    public bool Holds(Standing standing, DebtBand band, int level, CaseFlags flags) =>
        (Standings >> (int)standing & 1) == 1 && (Bands >> (int)band & 1) == 1 && (Levels >> (level - 1) & 1) == 1 && Holds(flags);

    public bool Holds(Taking taking, int level, CaseFlags flags) => (Takings >> (int)taking & 1) == 1 && (Levels >> (level - 1) & 1) == 1 && Holds(flags);

    public bool Holds(CaseFlags flags) =>
        (flags & All) == All && (Any == CaseFlags.None || (flags & Any) != CaseFlags.None) && (flags & Without) == CaseFlags.None;
}

/// <summary>Whether the act is carried out or its open task rests with its clock stopped.</summary>
public enum ActMode : byte
{
    Do = 0,
    Suspend = 1,
}

/// <summary>How an inspection is held: in person, or in person combined with other means (plan III.1.1.c).</summary>
public enum InspectionMethod : byte
{
    Direct = 0,
    Combined = 1,
}

/// <summary>Whether the act is one task per employer or one list per province in which each employer is a line.</summary>
public enum Collective : byte
{
    None = 0,
    Province = 1,
}

public sealed record PolicyAct
{
    /// <summary>One of <see cref="ActNames"/>.</summary>
    public required string Act { get; init; }

    /// <summary>In Vietnamese, as an official reads it.</summary>
    public required string Title { get; init; }

    /// <summary>The stream; of a suspended act the one in which it will be taken up again.</summary>
    public WorkStream Stream { get; init; }

    /// <summary>In order: the next is the fallback of the one before.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Codes of <see cref="PolicyTable.Papers"/>.</summary>
    public IReadOnlyList<string> Papers { get; init; } = [];
    public ActMode Mode { get; init; }

    /// <summary>The role that owns the task: an internal setting.</summary>
    public required string Owner { get; init; }
    public Collective Collective { get; init; }

    /// <summary>Only of <c>inspect</c>.</summary>
    public InspectionMethod? Method { get; init; }

    /// <summary>The task may be done only in an arranged slot (people, hour, space, place).</summary>
    public bool Slot { get; init; }

    /// <summary>The system does it by itself: no task is opened.</summary>
    public bool Automatic { get; init; }

    /// <summary>Done on the same occasion as this act of the same row, sharing its slot.</summary>
    public string? With { get; init; }

    /// <summary>Documents whose guidance is combined with the act (level 3: QĐ 688).</summary>
    public IReadOnlyList<string> Guidance { get; init; } = [];
    public Deadline Deadline { get; init; } = Deadline.None;
    public Recurrence Recurrence { get; init; } = Recurrence.None;
    public IReadOnlyList<OutcomeRule> Outcomes { get; init; } = [];
    public string? Note { get; init; }
    public SourcePlace Place { get; init; }
}

/// <summary>What a deadline that is not a number of working days hangs on.</summary>
public enum DeadlineAnchor : byte
{
    None = 0,

    /// <summary>The last day before late interest begins.</summary>
    BeforeInterest = 1,
    SuspensionEnd = 2,
    MonthEnd = 3,
    QuarterEnd = 4,
}

/// <summary>
/// When an act is due: working days after its task opened, or an anchor. <paramref name="Internal"/> marks a number that the documents do not give
/// ("quy định nội bộ"). <paramref name="OpensDaysBefore"/>, always internal: the task opens so many calendar days before the anchor, at once if null.
/// </summary>
public sealed record Deadline(int? WorkingDays, DeadlineAnchor Anchor, bool Internal, int? OpensDaysBefore = null)
{
    public static Deadline None { get; } = new(null, DeadlineAnchor.None, Internal: false);
}

public enum RecurrenceKind : byte
{
    None = 0,
    Monthly = 1,
    Quarterly = 2,
    EveryDays = 3,
}

/// <summary>How often a new occurrence opens. <paramref name="Days"/> only for <see cref="RecurrenceKind.EveryDays"/>.</summary>
public sealed record Recurrence(RecurrenceKind Kind, int Days, bool Internal)
{
    public static Recurrence None { get; } = new(RecurrenceKind.None, 0, Internal: false);
}

/// <summary>What follows an outcome of an act.</summary>
public sealed record OutcomeRule
{
    public required string Outcome { get; init; }

    /// <summary>The task is closed by this outcome.</summary>
    public bool Done { get; init; }

    /// <summary>Tried again, on the next channel, after so many working days: an internal setting.</summary>
    public int? RetryDays { get; init; }

    /// <summary>Payment is looked at after so many working days: an internal setting.</summary>
    public int? CheckDays { get; init; }

    /// <summary>The act to take up next.</summary>
    public string? Next { get; init; }

    /// <summary>The flag that this outcome, logged by a person with grounds, sets.</summary>
    public CaseFlags Mark { get; init; }

    /// <summary>The flag that a person with the right is asked to decide on; nothing is set by itself.</summary>
    public CaseFlags Suggest { get; init; }
    public string? Note { get; init; }
}
