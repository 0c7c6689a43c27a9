using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules.Reporting;

namespace BaoPhu.Core.Reporting;

/// <summary>
/// Before the hour those who sign for an office that has not sent are told on their day's page; after it those who lead the office above, or the unit of the centre that waits. Each person once a
/// step: a row says who was told when, so a host that begins again, and two at once, tell nobody twice.
/// </summary>
public sealed class ReportReminders(Db db, TimeProvider clock)
{
    public const string Remind = "remind";
    public const string Escalate = "escalate";

    /// <summary>What a reminder becomes when the hour is over.</summary>
    public const string Late = "late";

    /// <summary>After so long nobody is told any more of a term: the board shows it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private static readonly string[] Signers = [Role.CentreLeader, Role.ProvinceDirector, Role.ProvinceDeputy, Role.DistrictDirector];

    /// <summary>Tells whom it is time to tell. Returns how many were told now.</summary>
    public async Task<int> Run()
    {
        var told = 0;
        foreach (var kind in ReportKind.All)
        {
            foreach (var (step, due) in await Waiting(kind))
            {
                told += await Tell(step, due);
            }
        }

        return told;
    }

    /// <summary>What a person was told of and is still not sent, by report and step.</summary>
    public Task<List<ReminderLine>> Of(Actor actor) => db.ReadConsistently(async s =>
    {
        var told = await s.Query<ReminderLine>(
            """
            select m.kind, m.to_date, m.step, m.told_at, m.office_code from rep_reminders m
            where m.user_id = @UserId and m.told_at >= @from
                and not exists (select 1 from rep_reports r where r.kind = m.kind and r.office_code = m.office_code and r.to_date = m.to_date and r.sent_at is not null)
                and not exists (select 1 from rep_excuses x where x.kind = m.kind and x.office_code = m.office_code and x.to_date = m.to_date)
            order by m.office_code
            """,
            new { actor.UserId, from = clock.Now().Milliseconds - (long)TimeSpan.FromDays(2).TotalMilliseconds });
        // A paper is sent elsewhere.
        for (var i = 0; i < told.Count; i++)
        {
            if (told[i].Step == Remind && (await ReportCalendar.Term(s, told[i].Kind, told[i].ToDate)).IsLate(clock.Now().Milliseconds))
            {
                told[i] = told[i] with { Step = Late };
            }
        }

        var papers = told.Exists(t => ReportKind.Of(t.Kind).IsPaper) ? await ReportBoards.PapersSent(s, told.Min(t => t.ToDate)) : [];
        return told.Where(t => !ReportKind.Of(t.Kind).IsPaper || !papers.Contains((t.OfficeCode, (t.ToDate.Year * 100) + t.ToDate.Month)))
            .GroupBy(t => (t.Kind, t.ToDate, t.Step)).Select(g => g.First() with { ToldAt = g.Min(t => t.ToldAt), Offices = g.Count() }).OrderByDescending(t => t.ToldAt).ToList();
    });

    /// <summary>Who was told of the reports of a term, for its board: by office, names and moments.</summary>
    public Task<List<ToldOf>> On(Scope scope, string kind, DateOnly to) => db.Read(s => s.Query<ToldOf>(
        $"""
        select m.office_code, m.step, m.told_at, coalesce(u.name, m.user_id) as name from rep_reminders m left join idn_users u on u.user_id = m.user_id
        where m.kind = @kind and m.to_date = @to and exists (select 1 from org_offices o where o.code = m.office_code and o.known_to_at is null and {scope.OnTree("o")})
        order by m.office_code, m.step desc, m.told_at, m.user_id
        """,
        new { kind, to }));

    private Task<List<(string Step, List<DueReport> Offices)>> Waiting(ReportKind kind) => db.ReadConsistently(async s =>
    {
        var (now, today, found) = (clock.Now(), clock.Today(), new List<(string, List<DueReport>)>());
        var before = Minutes(await Settings.Number(s, Settings.NationScope, Settings.RemindMinutes, today));
        var days = Minutes(await Settings.Number(s, Settings.NationScope, Settings.RemindDays, today) * 24 * 60);
        var after = Minutes(await Settings.Number(s, Settings.NationScope, Settings.EscalateMinutes, today));
        foreach (var term in await ReportCalendar.Around(s, kind.Code, today))
        {
            // Who must send by the end of a day is told days before; who must send by an hour, minutes.
            var lead = term.EndsWithDay ? days : before;
            if (now.Milliseconds >= term.Deadline - lead && !term.IsLate(now.Milliseconds))
            {
                found.Add((Remind, In(await ReportBoards.Of(s, Scope.Nation, term, now), ReportStanding.Expected)));
            }

            if (now.Milliseconds >= term.Deadline + after && now.Milliseconds < term.Deadline + after + (long)Longest.TotalMilliseconds)
            {
                found.Add((Escalate, In(await ReportBoards.Of(s, Scope.Nation, term, now), ReportStanding.Missing)));
            }
        }

        return found;

        static List<DueReport> In(ReportBoard board, ReportStanding standing) => [.. board.Offices.Where(o => o.Standing == standing)];
    });

    private async Task<int> Tell(string step, List<DueReport> offices)
    {
        if (offices.Count == 0)
        {
            return 0;
        }

        var (kind, term, now) = (ReportKind.Of(offices[0].Term.Code), offices[0].Term, clock.Now());
        var wanted = await db.Read(async s =>
        {
            var people = (await s.Query<(string UserId, string Office, string Role)>("select u.user_id, u.office_code, u.role from idn_users u where u.active = @yes", new { yes = true })).ToLookup(p => p.Office, StringComparer.Ordinal);
            var already = (await s.Query<(string UserId, string Office)>(
                "select m.user_id, m.office_code from rep_reminders m where m.kind = @Code and m.to_date = @To and m.step = @step", new { kind.Code, term.To, step })).ToHashSet();
            return offices.SelectMany(due => Concerned(people, step == Remind ? due.Office.Code : kind.ReceiverOf(due.Office)).Select(user => (User: user, Office: due.Office.Code)))
                .Where(p => !already.Contains((p.User, p.Office))).ToList();
        });
        return wanted.Count == 0 ? 0 : await db.Write(async tx =>
        {
            var told = 0;
            foreach (var (user, office) in wanted)
            {
                // Of two hosts one comes first.
                told += await tx.Execute(
                    "insert into rep_reminders (user_id, kind, to_date, office_code, step, told_at) values (@user, @Code, @To, @office, @step, @now) on conflict (user_id, kind, to_date, office_code, step) do nothing",
                    new { user, kind.Code, term.To, office, step, now });
            }

            if (told > 0)
            {
                await AuditTrail.Write(tx, clock, Actor.System, "reporting." + step, "report:" + Reports.KeyOf(kind.Code, Actor.CentreCode, term.To), new { told });
            }

            return told;
        });
    }

    /// <summary>Those who sign for an office; of a unit of the centre, which has no head in the house, its officers.</summary>
    private static IEnumerable<string> Concerned(ILookup<string, (string UserId, string Office, string Role)> people, string office)
    {
        var own = people[office].ToList();
        return own.Where(p => Signers.Contains(p.Role) || p.Role == Role.CentralOfficer).Select(p => p.UserId);
    }

    private static long Minutes(long minutes) => minutes * 60_000;
}

/// <summary>What a person was told of.</summary>
public sealed record ReminderLine
{
    public string Kind { get; init; } = "";
    public DateOnly ToDate { get; init; }
    public string Step { get; init; } = "";
    public Instant ToldAt { get; init; }
    public long Offices { get; init; }
    public string OfficeCode { get; init; } = "";

    /// <summary>The own report, or the board of those that wait.</summary>
    public string ReportKey => Reports.KeyOf(Kind, OfficeCode, ToDate);
}

/// <summary>A person who was told of an office's report.</summary>
public sealed class ToldOf
{
    public string OfficeCode { get; init; } = "";
    public string Step { get; init; } = "";
    public Instant ToldAt { get; init; }
    public string Name { get; init; } = "";
}
