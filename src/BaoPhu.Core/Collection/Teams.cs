using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Collection;

/// <summary>
/// Proposals to the People's Committee for an inter-agency team against large debts of three months and over (plan III.1.1.a.1+4): several candidates in one paper; sending it is the
/// step of each candidate's case, and so is the committee's answer.
/// </summary>
public sealed class Teams(Db db, TimeProvider clock) : IOfficePaperFollower
{
    public const string PaperForm = "TTR-LN";

    private readonly Cases _cases = new(db, clock);

    public IReadOnlyList<string> Forms { get; } = [PaperForm];

    public Task<List<Team>> List(Scope scope) => db.Read(s => s.Query<Team>($"select {Team.Columns} from col_teams t where {scope.OnWholeProvince("t")} order by t.made_at desc, t.team_id desc limit 200"));

    public Task<TeamDetail> Find(Scope scope, string id) => db.Read(async s =>
        new TeamDetail(await Find(s, scope, id), await Candidates(s, id), await OfficePapers.Of(s, PaperForm, id)));

    /// <summary>
    /// Who meets the rule: a debt from the amount of the province's setting on and three months old or older; the largest first. <paramref name="least"/> and <paramref name="months"/>
    /// narrow it. Those whom the plan does not order to be proposed stand there too, so that nobody is missed in silence.
    /// </summary>
    public Task<List<PossibleCandidate>> Possible(Scope scope, string province, long? least = null, int? months = null) => db.Read(async s =>
    {
        Reach(scope, province);
        var (first, last) = EmployerKey.Range(province);
        var large = await Settings.Number(s, province, Settings.LargeDebt, clock.Today());
        var oldest = months is { } age ? Period.Of(clock.Today()).AddMonths(-1 - age).Number : 999912;
        return await s.Query<PossibleCandidate>(
            """
            select d.employer_id, e.office_code, e.province, e.code, e.name, d.band, d.level, d.oldest_period, d.debt_social as social, d.debt_health as health, d.debt_unemployment as unemployment,
                d.debt_accident as accident, d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident as total, t.occurrence, p.team_id as proposed_in,
                (select max(c.team_id) from col_team_candidates c where c.employer_id = d.employer_id and c.answer is not null) as answered_in
            from reg_debts d join reg_employers e on e.employer_id = d.employer_id
                left join wrk_tasks t on t.subject_id = d.employer_id and t.act = 'propose' and t.state in ('open', 'started')
                left join (select c.employer_id, max(c.team_id) as team_id from col_team_candidates c where c.employer_id between @first and @last and c.answer is null group by c.employer_id) p on p.employer_id = d.employer_id
            where d.employer_id between @first and @last and d.band = 3 and d.standing = 0 and d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident >= @least and d.oldest_period <= @oldest
            order by total desc, d.employer_id limit 300
            """,
            new { first, last, least = Math.Max(large, least ?? 0), oldest });
    });

    /// <summary>Begins a proposal with candidates and its paper as a draft. Refused: nobody, an employer whom the plan does not order to be proposed or who stands on a proposal already.</summary>
    public Task<string> Begin(Actor actor, Scope scope, string province, IReadOnlyList<string> codes) => db.Write(async tx =>
    {
        Reach(scope, province);
        await tx.Lock(PlanningPass.LockOf(province));
        if (codes.Count == 0)
        {
            throw new Refusal("Teams.NeedCandidates");
        }

        var (id, now) = (Guid.CreateVersion7().ToString("N"), clock.Now());
        await tx.Execute("insert into col_teams (team_id, province, made_at, made_by) values (@id, @province, @now, @by)", new { id, province, now, by = actor.UserId });
        foreach (var code in codes.Distinct(StringComparer.Ordinal))
        {
            if (!EmployerKey.IsCode(code) || await tx.Execute(
                """
                insert into col_team_candidates (employer_id, team_id, occurrence, oldest_period, social, health, unemployment, accident, total)
                select d.employer_id, @id, t.occurrence, d.oldest_period, d.debt_social, d.debt_health, d.debt_unemployment, d.debt_accident, d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident
                from reg_debts d join wrk_tasks t on t.subject_id = d.employer_id and t.act = 'propose' and t.state in ('open', 'started')
                where d.employer_id = @employer and d.band > 0 and not exists (select 1 from col_team_candidates c where c.employer_id = @employer and c.answer is null)
                """,
                new { id, employer = EmployerKey.Id(province, code) }) == 0)
            {
                throw new Refusal("Teams.NotACandidate", code);
            }
        }

        await AuditTrail.Write(tx, clock, actor, "collection.team", "team:" + id, new { codes });
        await Prepare(tx, actor, scope, province, id);
        return id;
    });

    /// <summary>Takes a candidate off a proposal that is not numbered. The last one stays: the proposal is thrown away instead.</summary>
    public Task Remove(Actor actor, Scope scope, string id, string code) => db.Write(async tx =>
    {
        var team = await Locked(tx, scope, id);
        if ((await OfficePapers.Of(tx, PaperForm, id)).Find(p => p.PaperState.IsLive()) is { PaperState: not PaperState.Draft } paper)
        {
            throw new Refusal("Teams.NumberedAlready", paper.Label);
        }

        if (team.Candidates == 1)
        {
            throw new Refusal("Teams.LastCandidate");
        }

        await tx.Execute("delete from col_team_candidates where employer_id = @employer and team_id = @id", new { id, employer = EmployerKey.IsCode(code) ? EmployerKey.Id(team.Province, code) : 0L });
        await AuditTrail.Write(tx, clock, actor, "collection.team-remove", $"team:{id}/{code}", new { });
    });

    /// <summary>Prepares the paper again where its draft was thrown away or it was voided before it went out.</summary>
    public Task PrepareAgain(Actor actor, Scope scope, string id) => db.Write(async tx =>
    {
        var team = await Locked(tx, scope, id);
        if (team.SentAt is not null)
        {
            throw new Refusal("Teams.SentAlready");
        }

        await Prepare(tx, actor, scope, team.Province, id);
    });

    /// <summary>
    /// Records the committee's answer for some or all candidates: its decision's number and day. Refused: a proposal that was not sent, an answer without paper or with a day to come,
    /// a candidate that is answered already, a refusal without its reason.
    /// </summary>
    public Task Answer(Actor actor, Scope scope, string id, IReadOnlyList<string> codes, bool accepted, string? paper, DateOnly on, string? note) => db.Write(async tx =>
    {
        var team = await Locked(tx, scope, id);
        var (number, why) = (VietnameseText.Normalise(paper ?? ""), VietnameseText.Normalise(note ?? ""));
        if (team.SentAt is not { } sent)
        {
            throw new Refusal("Teams.NotSent");
        }

        if (codes.Count == 0)
        {
            throw new Refusal("Teams.NeedCandidates");
        }

        if (number.Length == 0 || on > clock.Today() || on < sent.Day || (!accepted && why.Length == 0))
        {
            throw new Refusal("Teams.BadAnswer");
        }

        foreach (var code in codes.Distinct(StringComparer.Ordinal))
        {
            var employer = EmployerKey.IsCode(code) ? EmployerKey.Id(team.Province, code) : 0L;
            var occurrence = await tx.One<int?>("select c.occurrence from col_team_candidates c where c.employer_id = @employer and c.team_id = @id and c.answer is null", new { employer, id })
                ?? throw new Refusal("Teams.AnsweredAlready", code);
            await tx.Execute(
                """
                update col_team_candidates set answer = @answer, answer_paper = @number, answered_on = @on, answer_note = @why, answered_by = @by, answered_at = @now
                where employer_id = @employer and team_id = @id
                """,
                new { answer = accepted ? "accepted" : "refused", number, on, why, by = actor.UserId, now = clock.Now(), employer, id });
            await Do(tx, actor, scope, new TaskKey(employer, TeamProcedure.Act, occurrence), accepted ? "accept" : "refuse", Text.Of("Teams.AnswerNote", number, on.ToString("dd/MM/yyyy", Text.Vietnamese), why));
        }

        await AuditTrail.Write(tx, clock, actor, "collection.team-answer", "team:" + id, new { accepted, paper = number, on, candidates = codes.Count });
    });

    /// <summary>The amounts are those of the ledger when the number is drawn; who has paid is on it no more. Refused where the plan no longer orders a proposal of somebody on it.</summary>
    public async Task BeforeNumber(Session tx, Actor actor, OfficePaper paper)
    {
        await tx.Execute(
            """
            update col_team_candidates as c set oldest_period = d.oldest_period, social = d.debt_social, health = d.debt_health, unemployment = d.debt_unemployment, accident = d.debt_accident,
                total = d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident
            from reg_debts as d where d.employer_id = c.employer_id and c.team_id = @About and c.answer is null and d.band > 0
            """,
            paper);
        await tx.Execute(
            "delete from col_team_candidates where team_id = @About and answer is null and not exists (select 1 from reg_debts d where d.employer_id = col_team_candidates.employer_id and d.band > 0)", paper);
        if (await tx.One<long>("select count(*) from col_team_candidates c where c.team_id = @About", paper) == 0)
        {
            throw new Refusal("Teams.AllPaid");
        }

        await Bind(tx, paper.About);
    }

    /// <summary>When the proposal goes out, it has been sent for each candidate.</summary>
    public async Task Follow(Session tx, Actor actor, OfficePaper paper)
    {
        if (paper.PaperState != PaperState.Sent)
        {
            return;
        }

        var team = await Find(tx, Scope.OfProvince(paper.Province), paper.About);
        await tx.Execute("update col_teams set sent_at = coalesce(sent_at, @SentAt), version = version + 1 where team_id = @About", paper);
        if (team.SentAt is null)
        {
            await Bind(tx, team.Id);
        }

        foreach (var candidate in team.SentAt is null ? await Candidates(tx, team.Id) : [])
        {
            await Do(tx, actor, Scope.OfProvince(paper.Province), new TaskKey(candidate.EmployerId, TeamProcedure.Act, candidate.Occurrence), "send", Text.Of("Teams.SentNote", paper.Label));
        }
    }

    internal static Task<List<Candidate>> Candidates(Session s, string id) =>
        s.Query<Candidate>($"select {Candidate.Columns} from {Candidate.From} where c.team_id = @id order by c.total desc, c.employer_id", new { id });

    private async Task Do(Session tx, Actor actor, Scope scope, TaskKey key, string step, string note)
    {
        var version = await tx.One<int?>("select c.version from col_cases c where c.subject_id = @SubjectId and c.act = @Act and c.occurrence = @Occurrence", key) ?? 0;
        await _cases.Do(tx, actor, scope, key, new CaseStep(step, version, new { note }) { Note = note });
    }

    /// <summary>
    /// Ties each candidate to the task that orders the proposal now: a change of level and back closes one and opens the next. Refused, with their codes, where there is none.
    /// </summary>
    private static async Task Bind(Session tx, string id)
    {
        var args = new { id, TeamProcedure.Act };
        var idle = await tx.Query<string>(
            """
            select e.code from col_team_candidates c join reg_employers e on e.employer_id = c.employer_id where c.team_id = @id and c.answer is null
                and not exists (select 1 from wrk_tasks t where t.subject_id = c.employer_id and t.act = @Act and t.state in ('open', 'started')) order by c.total desc, c.employer_id
            """,
            args);
        if (idle.Count > 0)
        {
            throw new Refusal("Teams.NotOrderedNow", string.Join(", ", idle.Take(10)), idle.Count);
        }

        await tx.Execute(
            """
            update col_team_candidates set occurrence = (select t.occurrence from wrk_tasks t where t.subject_id = col_team_candidates.employer_id and t.act = @Act and t.state in ('open', 'started'))
            where team_id = @id and answer is null
            """,
            args);
    }

    private async Task Prepare(Session tx, Actor actor, Scope scope, string province, string id)
    {
        var issuer = await OfficePapers.IssuerFor(tx, actor, province, clock.Today());
        var committee = (await MonthlyReports.Recipients(tx, province, Settings.ReportRecipients, clock.Today()))[0];
        var count = await tx.One<long>("select count(*) from col_team_candidates c where c.team_id = @id", new { id });
        await OfficePapers.Prepare(tx, clock, actor, scope, new OfficePaperOrder(issuer, PaperForm, id, Text.Of("Teams.Subject", count), [committee]));
    }

    private static async Task<Team> Find(Session s, Scope scope, string id) =>
        await s.One<Team>($"select {Team.Columns} from col_teams t where t.team_id = @id and {scope.OnWholeProvince("t")}", new { id }) ?? throw new Refusal("Teams.NoTeam") { Kind = RefusalKind.Missing };

    private static async Task<Team> Locked(Session tx, Scope scope, string id)
    {
        var known = await Find(tx, scope, id);
        await tx.Lock(PlanningPass.LockOf(known.Province));
        return await Find(tx, scope, id);
    }

    private static void Reach(Scope scope, string province)
    {
        if (!scope.CoversWhole(province))
        {
            throw new Refusal("Teams.ByProvince") { Kind = RefusalKind.Forbidden };
        }
    }
}

/// <summary>The case of a proposed employer: sent to the committee, accepted or refused. Its steps are done on the page of the proposal, several employers at once.</summary>
public sealed class TeamProcedure : ICaseProcedure
{
    public const string Act = "propose";

    public Procedure Procedure { get; } = new(Act, ["accepted", "refused"],
    [
        new Step("", "send", "sent", "change", Needs.TaskOpen, Needs.Finding("proposal-sent")) { Outcome = "sent" },
        new Step("sent", "accept", "accepted", "change", Needs.Finding("committee-accepted")) { Outcome = "accepted", CameIn = true },
        new Step("sent", "refuse", "refused", "change", Needs.Finding("committee-refused")) { Outcome = "rejected", CameIn = true },
    ]);

    public string Texts => "Teams";

    public string Folder => "/collection/teams";

    public string PageOf(TaskKey key, string step) => "/collection/teams";

    public async Task<IReadOnlySet<string>> Findings(Session s, TaskKey key)
    {
        var found = await s.Query<string>(
            """
            select case when c.answer = 'accepted' then 'committee-accepted' when c.answer = 'refused' then 'committee-refused' else 'proposal-sent' end
            from col_team_candidates c join col_teams t on t.team_id = c.team_id where c.employer_id = @SubjectId and c.occurrence = @Occurrence and t.sent_at is not null
            """,
            key);
        return found.ToHashSet(StringComparer.Ordinal);
    }
}
