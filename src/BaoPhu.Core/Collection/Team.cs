using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Rules;

namespace BaoPhu.Core.Collection;

/// <summary>A proposal to the People's Committee for an inter-agency team.</summary>
public sealed class Team
{
    internal const string Columns = """
        t.team_id as id, t.province, t.made_at, t.made_by, t.sent_at, t.version,
        (select count(*) from col_team_candidates c where c.team_id = t.team_id) as candidates, (select cast(coalesce(sum(c.total), 0) as bigint) from col_team_candidates c where c.team_id = t.team_id) as amount,
        (select count(*) from col_team_candidates c where c.team_id = t.team_id and c.answer is not null) as answered
        """;

    public string Id { get; init; } = "";
    public string Province { get; init; } = "";
    public Instant MadeAt { get; init; }
    public string MadeBy { get; init; } = "";
    public Instant? SentAt { get; init; }
    public int Version { get; init; }
    public long Candidates { get; init; }

    /// <summary>Đồng.</summary>
    public long Amount { get; init; }
    public long Answered { get; init; }

    /// <summary>draft, waiting or answered.</summary>
    public string State => SentAt is null ? "draft" : Answered < Candidates ? "waiting" : "answered";
}

/// <summary>An employer proposed, with the committee's answer.</summary>
public sealed class Candidate : DebtorRow
{
    internal const string Columns = """
        c.employer_id, c.team_id, c.occurrence, e.office_code, coalesce(o.name, e.office_code) as office_name, e.province, e.code, e.name, e.tax_code, e.address, c.oldest_period, c.social, c.health,
        c.unemployment, c.accident, c.total, c.answer, c.answer_paper, c.answered_on, c.answer_note, c.answered_at, coalesce(u.name, '') as answered_by_name
        """;

    internal const string From = """
        col_team_candidates c join reg_employers e on e.employer_id = c.employer_id left join org_offices o on o.code = e.office_code and o.known_to_at is null and o.valid_to is null
        left join idn_users u on u.user_id = c.answered_by
        """;

    public string TeamId { get; init; } = "";

    /// <summary>Of the task.</summary>
    public int Occurrence { get; init; }

    /// <summary>accepted or refused; null: not answered.</summary>
    public string? Answer { get; init; }

    /// <summary>Number of the committee's decision or letter.</summary>
    public string? AnswerPaper { get; init; }
    public DateOnly? AnsweredOn { get; init; }
    public string? AnswerNote { get; init; }
    public Instant? AnsweredAt { get; init; }
    public string AnsweredByName { get; init; } = "";
}

/// <summary>
/// An employer that meets the rule (large and three months and over). <see cref="Occurrence"/> null: the plan orders no proposal for it now (level 4, or the planning has not run);
/// <see cref="ProposedIn"/>: the proposal that it stands on and that has no answer yet.
/// </summary>
public sealed class PossibleCandidate : DebtorRow
{
    public int? Occurrence { get; init; }
    public short Level { get; init; }
    public string? ProposedIn { get; init; }

    /// <summary>The last proposal on which the committee answered for it.</summary>
    public string? AnsweredIn { get; init; }

    /// <summary>May be put on a proposal now.</summary>
    public bool Free => Occurrence is not null && ProposedIn is null;

    /// <summary>Months since the oldest unpaid one fell into arrears.</summary>
    public int Months(DateOnly day) => Period.Of(day).Index - Period.FromNumber(OldestPeriod).Index - 1;
}

/// <summary>A proposal with its candidates and its papers, the last first.</summary>
public sealed record TeamDetail(Team Team, IReadOnlyList<Candidate> Candidates, IReadOnlyList<OfficePaper> Papers)
{
    public OfficePaper? Paper => Papers.FirstOrDefault(p => p.PaperState <= BaoPhu.Rules.Papers.PaperState.Sent);
}
