using System.Text.Json.Serialization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Work;

/// <summary>
/// What is asked of a preview: the work of a province at a moment, as if <paramref name="At"/> had come and
/// <see cref="Announcements"/> (recorded, not confirmed) were confirmed, <see cref="Without"/> taken back, <see cref="Assumed"/> announced.
/// </summary>
public sealed record SwitchQuestion(string Province, Instant At)
{
    public IReadOnlyList<string> Announcements { get; init; } = [];
    public IReadOnlyList<string> Without { get; init; } = [];
    public IReadOnlyList<AssumedLevel> Assumed { get; init; } = [];
}

/// <summary>A level that nobody announced, for a rehearsal or while an announcement is typed. Level null lifts.</summary>
public sealed record AssumedLevel(string Locality, int? Level);

/// <summary>What a switch would do: counted, nothing written.</summary>
public sealed record SwitchPreview(string Province, Instant At, IReadOnlyList<Announcement> Announcements, IReadOnlyList<Announcement> TakenBack, SwitchNumbers Numbers);

/// <summary>
/// A switch in numbers, of tasks (the lists of a province, to which nobody's day belongs, stand apart in <see cref="ListLines"/>). Kept as JSON with the applied switch.
/// </summary>
public sealed record SwitchNumbers
{
    /// <summary>Employers in the places whose level changes that have work before or after.</summary>
    public long Employers { get; init; }

    public long CarriesOn { get; init; }
    public long Converted { get; init; }
    public long Suspended { get; init; }
    public long Reopened { get; init; }
    public long Cancelled { get; init; }
    public long Created { get; init; }

    /// <summary>Every task that the switch concerns: all kinds.</summary>
    [JsonIgnore]
    public long Tasks => CarriesOn + Converted + Suspended + Reopened + Cancelled + Created;

    /// <summary>Open work of the switched places by stream.</summary>
    public StreamCounts Before { get; init; } = new(0, 0, 0, 0);
    public StreamCounts After { get; init; } = new(0, 0, 0, 0);

    /// <summary>Open and suspended tasks of the switched places by act.</summary>
    public IReadOnlyList<ActCounts> Acts { get; init; } = [];

    /// <summary>Each kind of change with its rows, most tasks first.</summary>
    public IReadOnlyList<SwitchLine> Lines { get; init; } = [];

    /// <summary>The same for lists of the province (report, publication).</summary>
    public IReadOnlyList<SwitchLine> ListLines { get; init; } = [];

    /// <summary>Whole workload of each person and office that has work in the switched places; user null: nobody's.</summary>
    public IReadOnlyList<SwitchLoad> Loads { get; init; } = [];

    /// <summary>Of every change (who, what, how, due when): the confirmation carries it.</summary>
    public string Digest { get; init; } = "";

    [JsonIgnore]
    public SwitchCounts Counts => new(CarriesOn, Converted, Suspended, Reopened, Cancelled, Created);
}

/// <summary>Tasks to be done by stream, and those whose clock is stopped.</summary>
public sealed record StreamCounts(long InPerson, long Post, long Online, long Suspended);

public sealed record ActCounts(string Act, long Before, long After);

/// <summary>
/// So many tasks change in the same way: from row to row (null: no row before, or none after), for the same reason, by the table of this document and version.
/// </summary>
public sealed record SwitchLine(
    SwitchKind Kind, string Act, string? RuleBefore, string? RuleAfter, string Reason, int LevelBefore, int LevelAfter, string PolicyNumber, int PolicyVersion, long Tasks)
{
    [JsonIgnore]
    public OrderedAct? Before => RuleBefore is null ? null : PlanTable.Find(PolicyNumber, PolicyVersion, RuleBefore, Act);
    [JsonIgnore]
    public OrderedAct? After => RuleAfter is null ? null : PlanTable.Find(PolicyNumber, PolicyVersion, RuleAfter, Act);

    /// <summary>Address of the line among those of its switch.</summary>
    [JsonIgnore]
    public string Key => $"{SwitchKinds.Of(Kind)}~{Act}~{RuleBefore}~{RuleAfter}";
}

/// <summary>Load of one person of one office: open and started tasks, and of them those due within five working days. Changed: tasks of his that the switch touches.</summary>
public sealed record SwitchLoad(string Office, string? UserId, long Before, long After, long DueBefore, long DueAfter, SwitchCounts Changed)
{
    /// <summary>By name; filled in when it is shown.</summary>
    [JsonIgnore]
    public string? Name { get; init; }
}

/// <summary>Touched tasks by kind.</summary>
public sealed record SwitchCounts(long CarriesOn, long Converted, long Suspended, long Reopened, long Cancelled, long Created)
{
    [JsonIgnore]
    public long Total => CarriesOn + Converted + Suspended + Reopened + Cancelled + Created;

    public long Of(SwitchKind kind) => kind switch
    {
        SwitchKind.CarriesOn => CarriesOn,
        SwitchKind.Converted => Converted,
        SwitchKind.Suspended => Suspended,
        SwitchKind.Reopened => Reopened,
        SwitchKind.Cancelled => Cancelled,
        _ => Created,
    };

    public static SwitchCounts None { get; } = new(0, 0, 0, 0, 0, 0);

    public static SwitchCounts operator +(SwitchCounts a, SwitchCounts b) =>
        new(a.CarriesOn + b.CarriesOn, a.Converted + b.Converted, a.Suspended + b.Suspended, a.Reopened + b.Reopened, a.Cancelled + b.Cancelled, a.Created + b.Created);
}
