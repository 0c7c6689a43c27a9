using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Rules;
using BaoPhu.Rules.Publishing;

namespace BaoPhu.Core.Collection;

/// <summary>The list of a month that is published.</summary>
public sealed class Publication
{
    internal const string Columns = """
        p.publication_id as id, p.province, p.period, p.report_id, p.state, p.reply_until, p.made_at, p.made_by, p.approved_at, p.approved_by, p.published_at, p.published_by, p.ended_at, p.reason,
        p.version
        """;

    public string Id { get; init; } = "";
    public string Province { get; init; } = "";

    /// <summary>yyyymm.</summary>
    public int Period { get; init; }
    public string ReportId { get; init; } = "";
    public string State { get; init; } = "";

    /// <summary>Last day on which a reply is waited for.</summary>
    public DateOnly? ReplyUntil { get; init; }
    public Instant MadeAt { get; init; }
    public string MadeBy { get; init; } = "";
    public Instant? ApprovedAt { get; init; }
    public string? ApprovedBy { get; init; }
    public Instant? PublishedAt { get; init; }
    public string? PublishedBy { get; init; }
    public Instant? EndedAt { get; init; }

    /// <summary>Why it was ended or dropped.</summary>
    public string? Reason { get; init; }
    public int Version { get; init; }
    public Period Month => Rules.Period.FromNumber(Period);
    public PublicationState Stands => PublicationActs.State(State);
}

/// <summary>A debtor on a published list, as it was listed.</summary>
public sealed class PublishedRow : DebtorRow
{
    internal const string Columns = """
        w.employer_id, w.publication_id, w.office_code, coalesce(o.name, w.office_code) as office_name, e.province, e.code, w.name, e.tax_code, e.address, w.household, w.period, w.oldest_period,
        w.social, w.health, w.unemployment, w.accident, w.total, w.state, w.reason, w.note, w.changed_at, w.published_at, w.withdrawn_at, coalesce(u.name, '') as changed_by_name
        """;

    internal const string From = """
        col_publication_rows w join reg_employers e on e.employer_id = w.employer_id left join org_offices o on o.code = w.office_code and o.known_to_at is null and o.valid_to is null
        left join idn_users u on u.user_id = w.changed_by
        """;

    public string PublicationId { get; init; } = "";
    public bool Household { get; init; }
    public int Period { get; init; }

    /// <summary>listed, excluded, public, withdrawn or ended.</summary>
    public string State { get; init; } = "";
    public string? Reason { get; init; }
    public string? Note { get; init; }
    public Instant? ChangedAt { get; init; }
    public Instant? PublishedAt { get; init; }
    public Instant? WithdrawnAt { get; init; }
    public string ChangedByName { get; init; } = "";
}

/// <summary>A debtor on a list to whom no message about the time to reply could be addressed. <see cref="Replied"/>: it has spoken all the same.</summary>
public sealed class UnreachedDebtor
{
    public string Province { get; init; } = "";
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public string OfficeName { get; init; } = "";
    public bool Replied { get; init; }
}

/// <summary>A debtor's reply, and what came of it.</summary>
public sealed class PublicationReply
{
    public long EmployerId { get; init; }
    public int ReplyNo { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public DateOnly ReceivedOn { get; init; }
    public string Channel { get; init; } = "";
    public string Said { get; init; } = "";
    public Instant RecordedAt { get; init; }
    public string RecordedByName { get; init; } = "";

    /// <summary>kept, corrected or excluded; null: not decided.</summary>
    public string? Answer { get; init; }
    public string? AnswerNote { get; init; }
    public Instant? AnsweredAt { get; init; }
    public string AnsweredByName { get; init; } = "";
}

/// <summary>A line of a list's history.</summary>
public sealed class PublicationEvent
{
    public int Seq { get; init; }
    public Instant At { get; init; }
    public string UserName { get; init; } = "";
    public string Step { get; init; } = "";
    public string State { get; init; } = "";
    public string Detail { get; init; } = "";
}

/// <summary>A list with a page of its rows. <paramref name="Counts"/>: rows by state; <paramref name="Unreached"/>: who was to reply and has no message about it.</summary>
public sealed record PublicationDetail(
    Publication Publication, IReadOnlyDictionary<string, long> Counts, long Amount, IReadOnlyList<PublishedRow> Rows, string? Previous, string? Next, IReadOnlyList<PublishedRow> LeftOut,
    IReadOnlyList<PublicationReply> Replies, IReadOnlyList<PublicationEvent> Events, IReadOnlyList<OfficePaper> Papers, PublicationFacts Facts,
    IReadOnlyList<UnreachedDebtor> Unreached)
{
    /// <summary>Why an act may not be done now; none: it may.</summary>
    public IReadOnlyList<PublicationBar> Bars(PublicationAct act) => PublicationActs.Bars(Publication.Stands, act, Facts);

    public bool Can(PublicationAct act) => Bars(act).Count == 0;
}

/// <summary>A line of the public page: no address, no tax code, no person.</summary>
public sealed record PublicDebtor(string Province, string Name, string OfficeName, int Period, int OldestPeriod, long Total);

/// <summary>A page of the public list. <paramref name="Amount"/>: đồng of all debtors that it would show.</summary>
public sealed record PublicPage(IReadOnlyList<PublicDebtor> Rows, long Debtors, long Amount, string? Previous, string? Next);

/// <summary>A report that went out and whose debtors are not on a list yet.</summary>
public sealed class PublicationDue
{
    public string ReportId { get; init; } = "";
    public int Period { get; init; }
    public int Employers { get; init; }
    public long Amount { get; init; }
}
