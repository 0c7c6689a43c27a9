using BaoPhu.Core.Data;

namespace BaoPhu.Core.Coverage;

/// <summary>People of a segment and place who were given to somebody, with how far that is.</summary>
public sealed class SegmentList
{
    public string ListId { get; init; } = "";
    public string Province { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string Segment { get; init; } = "";

    /// <summary>Code of the commune or district.</summary>
    public string Place { get; init; } = "";
    public string? PlaceName { get; init; }

    /// <summary>The agent, or else the officer, who has it.</summary>
    public string? AgentCode { get; init; }
    public string? UserId { get; init; }
    public string Holder { get; init; } = "";
    public DateOnly DueOn { get; init; }
    public int People { get; init; }
    public string MadeName { get; init; } = "";
    public Instant MadeAt { get; init; }

    /// <summary>When it was taken back, and why; null: it is held.</summary>
    public Instant? EndedAt { get; init; }
    public string? EndedNote { get; init; }
    public long Contacted { get; init; }
    public long Joined { get; init; }
    public long Refused { get; init; }
    public long NotFound { get; init; }

    /// <summary>Nobody has been to them yet.</summary>
    public long Open => People - Contacted - Joined - Refused - NotFound;

    /// <summary>Still without an end after the due day.</summary>
    public bool IsLate(DateOnly today) => EndedAt is null && DueOn < today && Open + Contacted > 0;
}

/// <summary>Somebody on a list, with what came of it.</summary>
public sealed class SegmentListPerson : SegmentPerson
{
    /// <summary>One of <see cref="SegmentLists.Outcomes"/>; null: nothing yet.</summary>
    public string? Outcome { get; init; }
    public DateOnly? OutcomeOn { get; init; }
    public string? Note { get; init; }
    public string? ToldName { get; init; }

    /// <summary>Register, cards and lists still say that the person belongs to the segment.</summary>
    public bool StillThere { get; init; }

    public string Id => new Unit { SubjectId = SubjectId }.Id;
}

/// <summary>A page of a list. <paramref name="MayTell"/>: the reader is in charge of it, sees names and addresses whole and may record what came of it.</summary>
public sealed record SegmentListPage(SegmentList List, IReadOnlyList<SegmentListPerson> Rows, bool MayTell, string? Previous, string? Next);

/// <summary>How far a segment is given and followed, within a scope and perhaps a commune.</summary>
public sealed record SegmentProgress(long Given, long Contacted, long Joined, long Refused, long NotFound, long NotGiven);

/// <summary>A commune or district with people of a segment whom nobody has.</summary>
public sealed record SegmentPlace(string Code, string Name, long People);

/// <summary>Who may be given people: key "agent:…" or "person:…".</summary>
public sealed record SegmentHolder(string Key, string Name);
