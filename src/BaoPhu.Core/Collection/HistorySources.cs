using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection;

/// <summary>Where the lines of <see cref="EmployerHistory"/> come from. A source more is a line here and its words on the page of the case.</summary>
internal static class HistorySources
{
    // Lines of one moment stand in this order, the last on top.
    public static IReadOnlyList<HistorySource> All { get; } =
    [
        new("month", Months),
        new("charge", Charge),
        new("standing", q => q.Lines(
            """
            select h.recorded_at as at, '' as k1, row_number() over (order by h.recorded_at, h.from_date) as k2, 0 as k3, cast(h.standing as integer) as number, h.from_date as on_day,
                h.until_date as until_day, coalesce(h.paper, '') as note, coalesce(u.name, '') as who
            from reg_standings h left join idn_users u on u.user_id = h.recorded_by where h.employer_id = @id
            """)),
        new("mark", q => q.Lines(
            """
            select m.recorded_at as at, m.mark as k1, row_number() over (order by m.mark, m.from_date) as k2, 0 as k3, m.mark as what, m.from_date as on_day, m.until_date as until_day,
                m.grounds as note, coalesce(u.name, '') as who
            from reg_marks m left join idn_users u on u.user_id = m.recorded_by where m.employer_id = @id
            """)),
        new("level", Levels),
        new("level", q => q.Lines(
            """
            select w.applied_at as at, w.switch_id as k1, 0 as k2, 0 as k3, 'switch' as what, max(w.decision_number) as label, cast(count(*) as integer) as number,
                cast(sum(case when t.kind = 'suspended' then 1 else 0 end) as bigint) as amount, cast(sum(case when t.kind = 'reopened' then 1 else 0 end) as bigint) as paid
            from wrk_switches w join wrk_switch_tasks t on t.switch_id = w.switch_id and t.subject_id = @id
            where w.province = @Province and w.applied_at is not null group by w.switch_id, w.applied_at
            """,
            new { q.Employer.Province })),
        new("task", q => q.Lines(
            """
            select t.opened_at as at, t.act as k1, t.occurrence as k2, 0 as k3, 'opened' as what, t.act, t.occurrence, t.rule as label, t.policy_number as note, t.policy_version as number,
                cast(t.level as integer) as level
            from wrk_tasks t where t.subject_id = @id
            """)),
        new("task", q => q.Lines(
            """
            select v.at, v.act as k1, v.occurrence as k2, v.seq as k3, v.event as what, v.act, v.occurrence, v.detail as note, coalesce(u.name, '') as who
            from wrk_task_events v left join idn_users u on u.user_id = v.user_id where v.subject_id = @id and v.event not in ('recorded', 'updated')
            """)),
        new("contact", q => q.Lines(
            """
            select c.at, c.contact_id as k1, 0 as k2, 0 as k3, c.act, c.occurrence, c.channel, c.outcome, c.note, c.promised_on as on_day, c.promised_amount as paid, c.amount, c.user_name as who
            from wrk_contacts c where c.subject_id = @id
            """)),
        new("message", q => q.Lines(
            """
            select m.made_at as at, m.message_id as k1, 0 as k2, 0 as k3, m.state as what, m.channel, coalesce(t.title, m.template) as label, coalesce(m.act, '') as act, m.reason as note
            from msg_outbox m left join msg_templates t on t.scope = m.template_scope and t.code = m.template and t.version = m.template_version where m.subject_id = @id
            """)),
        new("paper", q => q.Lines(
            """
            select v.at, '' as k1, v.paper_no as k2, v.seq as k3, v.event as what, p.form as outcome, p.label, p.paper_no as number, p.act, coalesce(u.name, '') as who
            from doc_paper_events v join doc_papers p on p.subject_id = v.subject_id and p.paper_no = v.paper_no left join idn_users u on u.user_id = v.user_id where v.subject_id = @id
            """)),
        Steps("inspect", $"= '{ActNames.Inspect}'"),
        Steps("penalise", $"= '{ActNames.Penalise}'"),
        Steps("refer", $"= '{ActNames.Refer}'"),
        Steps("case", $"not in ('{ActNames.Inspect}', '{ActNames.Penalise}', '{ActNames.Refer}')"),
        new("public", q => q.Lines(
            """
            select r.sent_at as at, r.report_id as k1, 0 as k2, 0 as k3, 'reported' as what, r.period as number, l.total as amount
            from col_report_rows l join col_reports r on r.report_id = l.report_id where l.employer_id = @id and l.excluded is null and r.sent_at is not null
            """)),
        new("public", q => q.Lines(
            """
            select v.at, l.publication_id as k1, v.seq as k2, 0 as k3, 'asked' as what, l.period as number, l.total as amount, p.reply_until as on_day
            from col_publication_rows l join col_publications p on p.publication_id = l.publication_id
            join col_publication_events v on v.publication_id = l.publication_id and v.step = 'asked' where l.employer_id = @id and (l.state <> 'excluded' or l.changed_at > v.at)
            """)),
        new("public", q => q.Lines(
            """
            select l.published_at as at, l.publication_id as k1, 0 as k2, 0 as k3, 'published' as what, l.period as number, l.total as amount
            from col_publication_rows l where l.employer_id = @id and l.published_at is not null
            """)),
        new("public", q => q.Lines(
            """
            select l.withdrawn_at as at, l.publication_id as k1, 0 as k2, 0 as k3, 'withdrawn' as what, l.period as number, l.total as amount
            from col_publication_rows l where l.employer_id = @id and l.withdrawn_at is not null
            """)),
        new("answer", q => q.Lines(
            """
            select a.at, '' as k1, a.answer_no as k2, 0 as k3, a.kind as what, a.channel, a.act, a.occurrence, a.answer_no as number, a.amount, a.said as note, coalesce(u.name, '') as who
            from col_answers a left join idn_users u on u.user_id = a.noted_by where a.subject_id = @id
            """)),
        new("answer", q => q.Lines(
            """
            select a.done_at as at, '' as k1, a.answer_no as k2, 0 as k3, 'done' as what, a.kind as outcome, a.answer_no as number, coalesce(a.done_note, '') as note, coalesce(u.name, '') as who
            from col_answers a left join idn_users u on u.user_id = a.done_by where a.subject_id = @id and a.done_at is not null
            """)),
        new("answer", q => q.Lines(
            """
            select c.changed_at as at, '' as k1, c.change_no as k2, 0 as k3, 'contact-changed' as what, coalesce(c.contact_name, '') as label, coalesce(c.phone, '') as outcome, coalesce(c.email, '') as note,
                coalesce(u.name, '') as who
            from reg_contact_changes c left join idn_users u on u.user_id = c.changed_by where c.employer_id = @id
            """)),
        new("evidence", q => q.Lines(
            """
            select v.added_at as at, '' as k1, v.evidence_no as k2, 0 as k3, 'added' as what, v.act, v.occurrence, v.title as label, coalesce(u.name, '') as who
            from col_evidence v left join idn_users u on u.user_id = v.added_by where v.subject_id = @id
            """)),
        new("evidence", q => q.Lines(
            """
            select v.withdrawn_at as at, '' as k1, v.evidence_no as k2, 0 as k3, 'withdrawn' as what, v.act, v.occurrence, v.title as label, v.withdraw_reason as note, coalesce(u.name, '') as who
            from col_evidence v left join idn_users u on u.user_id = v.withdrawn_by where v.subject_id = @id and v.withdrawn_at is not null
            """)),
    ];

    private static HistorySource Steps(string kind, string acts) => new(kind, q => q.Lines(
        $"""
        select v.at, v.act as k1, v.occurrence as k2, v.seq as k3, v.step as what, v.state as outcome, v.act, v.occurrence, v.detail as note, cast(v.level as integer) as level, coalesce(u.name, '') as who
        from col_case_events v left join idn_users u on u.user_id = v.user_id where v.subject_id = @id and v.act {acts}
        """));

    /// <summary>A month stands at the moment at which it was over.</summary>
    private static async Task<List<HistoryRow>> Months(HistoryQuestion q)
    {
        var edge = Period.Of((q.Bound?.At ?? q.Now).Day).Number;
        var months = await q.S.Query<MonthSum>(
            $"""
            select m.period, m.due_social + m.due_health + m.due_unemployment + m.due_accident as due, m.paid_social + m.paid_health + m.paid_unemployment + m.paid_accident as paid
            from reg_months m where m.employer_id = @EmployerId and m.period {(q.Back ? ">=" : "<=")} @from order by m.period{(q.Back ? "" : " desc")} limit {q.Take + 2}
            """,
            new { q.Employer.EmployerId, from = q.Back ? Period.FromNumber(edge).AddMonths(-1).Number : edge });
        return q.Of(months.Select(m => new HistoryRow
        {
            At = Instant.StartOf(Period.FromNumber(m.Period).ArrearsFrom), K2 = m.Period, Number = m.Period, Amount = m.Due, Paid = m.Paid,
        }));
    }

    /// <summary>Announcements for the commune, the district and the province of the employer, as they lie today.</summary>
    private static async Task<List<HistoryRow>> Levels(HistoryQuestion q)
    {
        var (commune, district) = await Places(q);
        return await q.Lines(
            """
            select l.from_at as at, l.announcement_id as k1, 0 as k2, 0 as k3, case when l.known_to_at is null then 'announced' else 'withdrawn' end as what, cast(l.level as integer) as level,
                l.decision_number as label, coalesce((select max(p.name) from org_localities p where p.code = l.locality_code), l.locality_code) as note
            from org_levels l where l.locality_code {any:places}
            """,
            new { places = q.S.List(((string?[])[commune, district, q.Employer.Province]).OfType<string>()) });
    }

    /// <summary>Who held a portfolio that the employer lies in today, by the day from which.</summary>
    private static async Task<List<HistoryRow>> Charge(HistoryQuestion q)
    {
        var (commune, district) = await Places(q);
        var holders = await q.S.Query<Holding>(
            """
            select h.holder_id, h.from_date, h.to_date, h.note, p.kind, p.office_code, u.name from wrk_portfolios p
            join wrk_portfolio_holders h on h.portfolio_id = p.portfolio_id and h.known_to_at is null join idn_users u on u.user_id = h.user_id
            where p.province = @Province and (p.kind = 'commune' and p.place = @commune or p.kind = 'district' and p.place = @district
                or p.kind = 'list' and exists (select 1 from wrk_portfolio_employers m where m.subject_id = @EmployerId and m.portfolio_id = p.portfolio_id))
            """,
            new { q.Employer.Province, q.Employer.EmployerId, commune, district });
        if (holders.Count == 0)
        {
            return [];
        }

        var reach = await InCharge.Reach(q.S, q.Employer.Province, q.Now.Day);
        return q.Of(holders.Where(h => reach.Of(h.OfficeCode).Contains(q.Employer.OfficeCode)).Select(h => new HistoryRow
        {
            At = Instant.StartOf(h.FromDate), K1 = h.HolderId, What = h.Kind, OnDay = h.FromDate, UntilDay = h.ToDate, Note = h.Note, Who = h.Name,
        }));
    }

    private static async Task<(string? Commune, string? District)> Places(HistoryQuestion q)
    {
        var commune = q.Employer.CommuneCode;
        var district = commune is null ? null : await q.S.One<string>(
            "select l.parent_code from org_localities l where l.code = @commune and l.valid_from <= @day and (l.valid_to is null or l.valid_to > @day)", new { commune, day = q.Now.Day });
        return (commune, district);
    }

    private sealed class MonthSum
    {
        public int Period { get; init; }
        public long Due { get; init; }
        public long Paid { get; init; }
    }

    private sealed class Holding
    {
        public string HolderId { get; init; } = "";
        public DateOnly FromDate { get; init; }
        public DateOnly? ToDate { get; init; }
        public string Note { get; init; } = "";
        public string Kind { get; init; } = "";
        public string OfficeCode { get; init; } = "";
        public string Name { get; init; } = "";
    }
}

/// <summary>A source of lines. <paramref name="Kind"/>: what one filters by.</summary>
internal sealed record HistorySource(string Kind, Func<HistoryQuestion, Task<List<HistoryRow>>> Read);
