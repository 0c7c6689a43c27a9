using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Collection.Referral;

/// <summary>Files under Article 216 in the scope of the person: to be looked at, under way, ended; and what the authorities answered, by province.</summary>
public sealed class ReferralLists(Db db, TimeProvider clock)
{
    public const int PageSize = 60;

    private const string From = """
        wrk_tasks t join reg_employers e on e.employer_id = t.subject_id
        left join col_cases c on c.subject_id = t.subject_id and c.act = t.act and c.occurrence = t.occurrence
        left join col_referrals r on r.subject_id = t.subject_id and r.act = t.act and r.occurrence = t.occurrence
        left join col_prosecution_candidates k on k.employer_id = t.subject_id
        """;

    /// <summary>A page, the next deadline first.</summary>
    public Task<ReferralPage> List(Scope scope, ReferralFilter filter) => db.Read(async s =>
    {
        var parts = new List<string> { "t.act = 'refer'", scope.On("e"), scope.OnProvince("t") };
        var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["today"] = clock.Today() };
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            Employers.AddWords(parts, args, filter.Text);
        }

        switch (filter)
        {
            case { ToBegin: true }:
                parts.Add("c.subject_id is null and t.state in ('open', 'started')");
                break;
            case { State: "ended" }:
                parts.Add("c.ended_on is not null");
                break;
            case { State: "overdue" }:
                parts.Add("c.state is not null and c.ended_on is null and c.due_on < @today");
                break;
            case { State: { Length: > 0 } state }:
                parts.Add("c.state = @state");
                args["state"] = state;
                break;
            default:
                parts.Add("c.state is not null and c.ended_on is null");
                break;
        }

        if (filter.Province is { Length: > 0 } province)
        {
            parts.Add("t.province = @province");
            args["province"] = province;
        }

        var condition = string.Join(" and ", parts);
        var count = (await s.One<ReferralCount>(
            $"""
            select count(*) as files, count(*) filter (where c.ended_on is null and coalesce(c.due_on, t.due_on) < @today) as overdue, cast(coalesce(sum(coalesce(r.amount, t.amount)), 0) as bigint) as amount
            from {From} where {condition}
            """,
            args))!;
        const string due = "coalesce(c.ended_on, c.due_on, t.due_on)";
        var back = filter.Before is { Length: > 0 };
        if (Keyset.Split(back ? filter.Before : filter.After, 3) is [var value, var subject, var number])
        {
            condition += $" and ({due}, t.subject_id, t.occurrence) {(back ? "<" : ">")} (@afterDay, @afterId, @afterNumber)";
            args["afterDay"] = DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw Keyset.Unreadable();
            args["afterId"] = long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw Keyset.Unreadable();
            args["afterNumber"] = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var occurrence) ? occurrence : throw Keyset.Unreadable();
        }

        var direction = back ? " desc" : "";
        var rows = await s.Query<ReferralRow>(
            $"""
            select t.subject_id, t.act, t.occurrence, t.province, coalesce(c.state, '') as state, coalesce(c.due_on, t.due_on) as due_on, c.ended_on, e.code, e.name, coalesce(r.amount, t.amount) as amount,
                coalesce(r.clause, k.clause) as clause, coalesce(r.months, k.months) as months, coalesce(r.complete, @no) as complete
            from {From} where {condition} order by {due}{direction}, t.subject_id{direction}, t.occurrence{direction} limit {PageSize + 1}
            """,
            new Dictionary<string, object?>(args, StringComparer.Ordinal) { ["no"] = false });
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, r => string.Create(CultureInfo.InvariantCulture, $"{r.EndedOn ?? r.DueOn:yyyy-MM-dd}~{r.SubjectId}~{r.Occurrence}"));
        return new ReferralPage(rows, count.Files, count.Overdue, count.Amount, previous, next);
    });

    /// <summary>Information sent and processed (I3): for each province how many files stand where, the amount sent, and how many answers are late.</summary>
    public Task<List<ProvinceAnswers>> ByProvince(Scope scope) => db.Read(async s =>
    {
        var found = await s.Query<ProvinceAnswers>(
            $"""
            select c.province, count(*) filter (where c.state in ('gathering', 'checking', 'approved')) as preparing, count(*) filter (where r.sent_on is not null) as sent,
                count(*) filter (where c.state = 'sent') as waiting, count(*) filter (where c.state = 'verifying') as verifying, count(*) filter (where c.state = 'returned') as returned,
                count(*) filter (where c.state = 'prosecuted') as prosecuted, count(*) filter (where c.state = 'declined') as declined, count(*) filter (where c.state = 'dropped') as dropped,
                count(*) filter (where c.state in ('sent', 'verifying') and c.due_on < @today) as late,
                cast(coalesce(sum(case when r.sent_on is not null then r.amount else 0 end), 0) as bigint) as amount
            from col_cases c join reg_employers e on e.employer_id = c.subject_id join col_referrals r on r.subject_id = c.subject_id and r.act = c.act and r.occurrence = c.occurrence
            where c.act = 'refer' and {scope.On("e")} and {scope.OnProvince("c")} group by c.province order by c.province
            """,
            new { today = clock.Today() });
        found.ForEach(p => p.Name = Reference.Provinces.First(r => r.Code == p.Province).FullName);
        return found;
    });

    private sealed class ReferralCount
    {
        public long Files { get; init; }
        public long Overdue { get; init; }
        public long Amount { get; init; }
    }
}

/// <summary><see cref="State"/>: one of the procedure's, "ended", "overdue"; empty: all open ones.</summary>
public sealed record ReferralFilter
{
    public bool ToBegin { get; init; }
    public string? State { get; init; }
    public string? Text { get; init; }
    public string? Province { get; init; }
    public string? After { get; init; }
    public string? Before { get; init; }
}

/// <summary>Amount in đồng.</summary>
public sealed record ReferralPage(IReadOnlyList<ReferralRow> Rows, long Files, long Overdue, long Amount, string? Previous, string? Next);

/// <summary>A file as a list shows it; state empty: not opened. Clause and months as last assessed, else of the last run; null: neither.</summary>
public sealed class ReferralRow
{
    public long SubjectId { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string Province { get; init; } = "";
    public string State { get; init; } = "";
    public DateOnly DueOn { get; init; }
    public DateOnly? EndedOn { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public long Amount { get; init; }
    public short? Clause { get; init; }
    public int? Months { get; init; }
    public bool Complete { get; init; }
    public TaskKey Key => new(SubjectId, Act, Occurrence);
}

/// <summary>Files of a province by where they stand. Amount: đồng of those sent.</summary>
public sealed class ProvinceAnswers
{
    public string Province { get; init; } = "";
    public string Name { get; internal set; } = "";
    public long Preparing { get; init; }
    public long Sent { get; init; }
    public long Waiting { get; init; }
    public long Verifying { get; init; }
    public long Returned { get; init; }
    public long Prosecuted { get; init; }
    public long Declined { get; init; }
    public long Dropped { get; init; }
    public long Late { get; init; }
    public long Amount { get; init; }
}
