using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Work;

/// <summary>
/// Who follows which employers: districts, communes or lists, each given to a person from a day on, within the reach of the person's office. The narrower wins; two persons
/// for the same are refused. A hand-over passes portfolios on and moves the open work. Every change is worked out into wrk_in_charge in its own transaction.
/// </summary>
public sealed class Portfolios(Db db, TimeProvider clock)
{
    public const string District = "district";
    public const string Commune = "commune";
    public const string List = "list";

    /// <summary>How many of a refused list are named.</summary>
    private const int MostNamed = 10;

    private const string PortfolioColumns = "p.portfolio_id, p.province, p.office_code, p.kind, p.place, p.name";

    /// <summary>Roles that may be given employers to follow: those who have work of their own on them.</summary>
    public static IReadOnlyList<string> Roles { get; } = [.. Role.All.Where(r => TaskOwners.Of(r).Count > 0 && Permissions.Allows(r, "/work/tasks", Permissions.Change))];

    /// <summary>The portfolios that the scope reaches with who follows them today (or will), by office and name.</summary>
    public Task<List<Portfolio>> All(Scope scope, string province) => db.Read(async s =>
    {
        var portfolios = await s.Query<Portfolio>(
            $"select {PortfolioColumns} from wrk_portfolios p where p.province = @province and {InScope(scope)} order by p.office_code, p.kind, p.name", new { province });
        var holders = await Holders(s, $"p.province = @province and {InScope(scope)} and h.known_to_at is null and (h.to_date is null or h.to_date > @today)", new { province, today = clock.Today() });
        foreach (var portfolio in portfolios)
        {
            portfolio.Holders = holders.Where(h => h.PortfolioId == portfolio.PortfolioId).ToList();
        }

        return portfolios;
    });

    /// <summary>One portfolio with everybody who ever followed it, newest first, what we held true before included.</summary>
    public Task<Portfolio> Find(Scope scope, string portfolioId) => db.Read(async s =>
    {
        var portfolio = await One(s, scope, portfolioId);
        portfolio.Holders = await Holders(s, "p.portfolio_id = @portfolioId", new { portfolioId });
        portfolio.Employers = portfolio.Kind != List ? [] : await s.Query<ListedEmployer>(
            """
            select e.province, e.code, e.name, e.office_code from wrk_portfolio_employers m join reg_employers e on e.employer_id = m.subject_id
            where m.portfolio_id = @portfolioId order by e.code limit 500
            """,
            new { portfolioId });
        return portfolio;
    });

    /// <summary>Who follows an employer now; null: nobody.</summary>
    public Task<PersonInCharge?> Of(long employerId) => db.Read(s => s.One<PersonInCharge>(
        "select c.user_id, u.name from wrk_in_charge c join idn_users u on u.user_id = c.user_id where c.subject_id = @employerId", new { employerId }));

    /// <summary>Those who may be given employers, by office and name, each with what they follow and have open: a person sees the own load beside the colleagues'.</summary>
    public Task<List<PersonLoad>> People(Scope scope, string province) => db.Read(async s =>
    {
        var today = clock.Today();
        var people = await Colleagues(s, scope, province);
        var of = people.ToDictionary(p => p.UserId, StringComparer.Ordinal);
        foreach (var one in await s.Query<PersonLoad>($"select c.user_id, count(*) as employers from wrk_in_charge c where {InCharge.Within("c", province)} group by c.user_id"))
        {
            if (of.TryGetValue(one.UserId, out var person))
            {
                person.Employers = one.Employers;
            }
        }

        // Taken by the person, and not taken by anybody but of the person's employers and of the person's role.
        var owners = string.Join(" or ", Roles.Select(r => $"u.role = '{r}' and t.owner in ('{string.Join("', '", TaskOwners.Of(r))}')"));
        foreach (var one in await s.Query<PersonLoad>(
            $"""
            select x.user_id, cast(sum(x.tasks) as bigint) as tasks, cast(sum(x.overdue) as bigint) as overdue from (
                select t.assignee as user_id, count(*) as tasks, count(*) filter (where t.due_on < @today) as overdue from wrk_tasks t
                where {InCharge.Within("t", province)} and t.state in ('open', 'started') and t.collective = false and t.assignee is not null group by t.assignee
                union all
                select c.user_id, count(*) as tasks, count(*) filter (where t.due_on < @today) as overdue from wrk_tasks t
                join wrk_in_charge c on c.subject_id = t.subject_id join idn_users u on u.user_id = c.user_id
                where {InCharge.Within("t", province)} and t.state in ('open', 'started') and t.collective = false and t.assignee is null and ({owners}) group by c.user_id) x
            group by x.user_id
            """,
            new { today }))
        {
            if (of.TryGetValue(one.UserId, out var person))
            {
                (person.Tasks, person.Overdue) = (one.Tasks, one.Overdue);
            }
        }

        return people;
    });

    /// <summary>Those who may be given employers, by office and name.</summary>
    public Task<List<PersonLoad>> Colleagues(Scope scope, string province) => db.Read(s => Colleagues(s, scope, province));

    private async Task<List<PersonLoad>> Colleagues(Session s, Scope scope, string province)
    {
        var people = await s.Query<PersonLoad>(
            $"""
            select u.user_id, u.name, u.role, u.office_code, o.name as office from idn_users u
            join org_offices o on o.code = u.office_code and {Offices.InForceOn("@today")}
            where u.active and o.province = @province and u.role {"{any:roles}"} order by u.office_code, u.name {"{names}"}
            """,
            new { province, today = clock.Today(), roles = s.List(Roles) });
        people.RemoveAll(p => !scope.Covers(province, p.OfficeCode));
        return people;
    }

    /// <summary>Employers that nobody follows, by commune and office, most first, with their open tasks.</summary>
    public Task<List<Unfollowed>> Unassigned(Scope scope, string province) => db.Read(s => s.Query<Unfollowed>(
        $"""
        select e.commune_code, min(l.name) as commune, e.office_code, min(o.name) as office, count(*) as employers,
            cast(coalesce(sum(d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident), 0) as bigint) as debt
        from (select e.employer_id, e.commune_code, e.office_code from reg_employers e
            where {scope.On("e")} and e.province = @province and not exists (select 1 from wrk_in_charge c where c.subject_id = e.employer_id)) e
        left join org_localities l on l.code = e.commune_code and l.valid_from <= @today and (l.valid_to is null or l.valid_to > @today)
        left join org_offices o on o.code = e.office_code and {Offices.InForceOn("@today")}
        left join reg_debts d on d.employer_id = e.employer_id
        group by e.commune_code, e.office_code order by count(*) desc, e.commune_code, e.office_code
        """,
        new { province, today = clock.Today() }));

    /// <summary>The first employers (at most 200, by code) of a commune that nobody follows; commune null: of an unknown one.</summary>
    public Task<List<ListedEmployer>> UnassignedOf(Scope scope, string province, string? commune) => db.Read(s => s.Query<ListedEmployer>(
        $"""
        select e.province, e.code, e.name, e.office_code from reg_employers e
        where {scope.On("e")} and e.province = @province and e.commune_code is not distinct from @commune and not exists (select 1 from wrk_in_charge c where c.subject_id = e.employer_id)
        order by e.code limit 200
        """,
        new { province, commune }));

    /// <summary>
    /// Gives places or listed employers to a person, in one transaction and with one audit entry; returns how many employers changed hands. Refused: a person who cannot follow
    /// employers, a place or employer outside the reach of the person's office, one that somebody follows already in these days.
    /// </summary>
    public Task<long> Assign(Actor actor, Scope scope, Assignment order) => db.Write(async tx =>
    {
        var holder = await Person(tx, scope, order.UserId);
        var today = clock.Today();
        await tx.Lock(PlanningPass.LockOf(holder.Province));
        if (order.From < today)
        {
            throw new Refusal("Portfolios.InPast", InWords(order.From));
        }

        if (order.To <= order.From)
        {
            throw new Refusal("Portfolios.EndsBefore", InWords(order.From));
        }

        var reach = await InCharge.Reach(tx, holder.Province, today);
        var given = order.Kind switch
        {
            List => [await GiveList(tx, actor, holder, order, reach)],
            District or Commune => await GivePlaces(tx, actor, holder, order, reach),
            _ => throw new Refusal("Portfolios.UnknownKind", order.Kind),
        };
        var changed = await WorkOut(tx, clock, holder.Province);
        await AuditTrail.Write(tx, clock, actor, "work.portfolio", "user:" + holder.UserId, new
        {
            kind = order.Kind, places = given.Count <= 20 ? given.Select(p => p.Place ?? p.Name) : null, count = given.Count, employers = order.Codes.Count, order.From, order.To, note = order.Note, changed,
        });
        return changed;
    });

    /// <summary>Ends who follows a portfolio from a day on (not before today). Its employers go to whoever has the wider one, else they are unassigned.</summary>
    public Task<long> End(Actor actor, Scope scope, string portfolioId, DateOnly from, string note) => db.Write(async tx =>
    {
        var portfolio = await One(tx, scope, portfolioId);
        await tx.Lock(PlanningPass.LockOf(portfolio.Province));
        if (from < clock.Today())
        {
            throw new Refusal("Portfolios.InPast", InWords(from));
        }

        var running = await Holders(tx, "p.portfolio_id = @portfolioId and h.known_to_at is null and (h.to_date is null or h.to_date > @from)", new { portfolioId, from });
        if (running.Count == 0)
        {
            throw new Refusal("Portfolios.NobodyToEnd", portfolio.Name);
        }

        foreach (var holder in running)
        {
            await Cut(tx, actor, holder, from, null);
        }

        var changed = await WorkOut(tx, clock, portfolio.Province);
        await AuditTrail.Write(tx, clock, actor, "work.portfolio-end", "portfolio:" + portfolioId, new { portfolio.Name, from, note = VietnameseText.Normalise(note), changed });
        return changed;
    });

    /// <summary>Works a province out anew, as the planning pass does; returns how many employers changed hands: none the second time.</summary>
    public Task<long> WorkOut(string province) => db.Write(async tx =>
    {
        await tx.Lock(PlanningPass.LockOf(province));
        var changed = await InCharge.WorkOut(tx, province, await DayOf(tx, clock, province));
        if (changed > 0)
        {
            await TaskChanges.NoteProvince(tx, province);
        }

        return changed;
    });

    /// <summary>What a hand-over would move, without moving it.</summary>
    public Task<HandoverPreview> Preview(Scope scope, Handover order) => db.ReadConsistently(async s =>
    {
        var (from, _, portfolios) = await Check(s, scope, order);
        var province = from.Province;
        var before = await InCharge.InForce(s, province, order.From);
        var chosen = portfolios.Select(h => h.PortfolioId).ToHashSet(StringComparer.Ordinal);
        await InCharge.Fill(s, province, order.From, [.. before.Select(f => chosen.Contains(f.PortfolioId)
            ? new InCharge.Following { PortfolioId = f.PortfolioId, Kind = f.Kind, Place = f.Place, OfficeCode = f.OfficeCode, UserId = order.ToUser } : f)]);
        var employers = await s.One<long>(
            "select count(*) from scratch_in_charge n join wrk_in_charge c on c.subject_id = n.subject_id where n.user_id = @ToUser and c.user_id = @FromUser", order);
        var open = await s.One<long>(
            """
            select count(*) from wrk_tasks t join scratch_in_charge n on n.subject_id = t.subject_id join wrk_in_charge c on c.subject_id = t.subject_id
            where n.user_id = @ToUser and c.user_id = @FromUser and t.state in ('open', 'started', 'suspended') and t.collective = false and t.assignee is null
            """,
            order);
        return new HandoverPreview(portfolios.Select(h => h.PortfolioId).Distinct(StringComparer.Ordinal).Count(), employers, (await Taken(s, province, order)).Count, open);
    });

    /// <summary>
    /// Hands portfolios over from a day on, until another day where one is named (a holiday): then they go back, and the work with them. The tasks that the one has taken become
    /// the other's when the day has come, each with its history line. Refused: a person to whom they cannot be given, a day gone by, another office.
    /// </summary>
    public Task<HandoverResult> HandOver(Actor actor, Scope scope, Handover order) => db.Write(async tx =>
    {
        // Checked twice: the lock needs the province, and what is handed over is read under the lock.
        var province = (await Check(tx, scope, order)).From.Province;
        await tx.Lock(PlanningPass.LockOf(province));
        var (from, to, portfolios) = await Check(tx, scope, order);
        var note = VietnameseText.Normalise(order.Note);
        foreach (var held in portfolios)
        {
            await Cut(tx, actor, held, Later(held.FromDate, order.From), order.Until);
            await Hold(tx, actor, held.PortfolioId, to.UserId, Later(held.FromDate, order.From), Earlier(order.Until, held.ToDate), note);
        }

        var recorded = await Note(tx, actor, province, order.FromUser, order.ToUser, order.From, order.Portfolios is null, note);
        if (order.Until is { } until)
        {
            await Note(tx, actor, province, order.ToUser, order.FromUser, until, everything: false, note, recorded);
        }

        var changed = await WorkOut(tx, clock, province);
        var moved = await ApplyDue(tx, clock, actor, province, await DayOf(tx, clock, province));
        var later = order.From > clock.Today();
        // Of a day to come nothing has moved yet: its own entry (work.hand-over-due) tells what has.
        await AuditTrail.Write(tx, clock, actor, "work.hand-over", "user:" + from.UserId, new
        {
            receiver = to.Name, order.From, order.Until, portfolios = portfolios.Count, employers = later ? null : (long?)changed, tasks = later ? null : (long?)moved.Count,
            digest = later ? null : Digest(moved), note,
        });
        return new HandoverResult(portfolios.Count, changed, moved.Count, later);
    });

    /// <summary>
    /// Hand-overs of the last month that their day refused because the receiver could no longer take them, newest first: told to who leads the giver's office, until the giver's work is
    /// handed over anew or none is left.
    /// </summary>
    public Task<List<RefusedHandover>> Refused(Scope scope, string province) => db.Read(async s =>
    {
        var found = await s.Query<RefusedHandover>(
            $"""
            select h.handover_id, h.from_user, f.name as from_name, f.office_code, u.name as to_name, h.from_date,
                (select count(*) from wrk_tasks t where {InCharge.Within("t", province)} and t.assignee = h.from_user and t.state in ('open', 'started', 'suspended')) as tasks
            from wrk_handovers h join idn_users f on f.user_id = h.from_user join idn_users u on u.user_id = h.to_user
            where h.province = @province and h.refused_at >= @since
                and not exists (select 1 from wrk_handovers n where n.from_user = h.from_user and n.recorded_at > h.refused_at)
            order by h.refused_at desc, h.handover_id
            """,
            new { province, since = new Instant(clock.Now().Milliseconds - (31L * 86_400_000)) });
        return found.FindAll(h => h.Tasks > 0 && scope.Covers(province, h.OfficeCode));
    });

    /// <summary>
    /// What the planning pass and every change of portfolios does: works out who follows whom on the day, and moves the work of the hand-overs whose day has come. The caller holds
    /// the lock of the province's planning.
    /// </summary>
    internal static async Task Follow(Session tx, TimeProvider clock, string province, DateOnly day)
    {
        var employers = await InCharge.WorkOut(tx, province, day);
        if (employers > 0)
        {
            await TaskChanges.NoteProvince(tx, province);
        }

        var moved = await ApplyDue(tx, clock, Actor.System, province, day);
        if (moved.Count > 0)
        {
            await AuditTrail.Write(tx, clock, Actor.System, "work.hand-over-due", "province:" + province, new { employers, tasks = moved.Count, digest = Digest(moved) });
        }
    }

    private static async Task<long> WorkOut(Session tx, TimeProvider clock, string province)
    {
        var changed = await InCharge.WorkOut(tx, province, await DayOf(tx, clock, province));
        await TaskChanges.NoteProvince(tx, province);
        return changed;
    }

    private static async Task<DateOnly> DayOf(Session s, TimeProvider clock, string province) => (await PlanningPass.Moment(s, clock, province)).Day;

    /// <summary>
    /// Moves the taken tasks of every hand-over whose day has come, oldest first; each gets its history line. Whose receiver has left or can no longer follow employers is refused: the
    /// tasks stay with the giver, and the giver's head is told (<see cref="Refused"/>).
    /// </summary>
    private static async Task<List<TaskKey>> ApplyDue(Session tx, TimeProvider clock, Actor actor, string province, DateOnly day)
    {
        var (all, refused) = (new List<TaskKey>(), new List<DueHandover>());
        var due = await tx.Query<DueHandover>(
            """
            select h.handover_id, h.from_user, h.to_user, h.everything, h.note, h.returns, u.name as to_name, u.role as to_role, u.active as to_active, o.province as to_province,
                exists (select 1 from wrk_portfolio_holders d join wrk_portfolios p on p.portfolio_id = d.portfolio_id where d.user_id = h.to_user and d.known_to_at is null
                    and d.from_date <= @day and (d.to_date is null or d.to_date > @day) and p.office_code <> u.office_code) as to_elsewhere
            from wrk_handovers h join idn_users u on u.user_id = h.to_user left join org_offices o on o.code = u.office_code and o.known_to_at is null
                and o.valid_from <= @day and (o.valid_to is null or o.valid_to > @day)
            where h.province = @province and h.from_date <= @day and h.applied_at is null and h.refused_at is null order by h.from_date, h.recorded_at, h.handover_id
            """,
            new { province, day });
        foreach (var one in due)
        {
            var now = clock.Now();
            if (!one.ToActive || !Roles.Contains(one.ToRole) || one.ToProvince != province || one.ToElsewhere)
            {
                await tx.Execute("update wrk_handovers set refused_at = @now where handover_id = @HandoverId", new { now, one.HandoverId });
                refused.Add(one);
                continue;
            }

            var tasks = await Taken(tx, province, one.FromUser, one.ToUser, one.Everything, "wrk_in_charge");
            if (one.Returns is { } first)
            {
                tasks = [.. tasks.Union(await LentBy(tx, province, first, one.FromUser)).OrderBy(t => t.SubjectId).ThenBy(t => t.Act, StringComparer.Ordinal).ThenBy(t => t.Occurrence)];
            }

            await tx.Scratch("scratch_handed", "subject_id bigint, act {code}, occurrence integer");
            using (var bulk = tx.BulkInto("scratch_handed", "subject_id", "act", "occurrence"))
            {
                foreach (var task in tasks)
                {
                    bulk.StartRow();
                    bulk.Write(task.SubjectId);
                    bulk.Write(task.Act);
                    bulk.Write(task.Occurrence);
                }

                bulk.Complete();
            }

            await tx.Execute(
                """
                insert into wrk_task_events (subject_id, act, occurrence, seq, at, user_id, event, detail)
                select t.subject_id, t.act, t.occurrence, t.version + 1, @now, @by, 'handed-over', @detail
                from scratch_handed m join wrk_tasks t on t.subject_id = m.subject_id and t.act = m.act and t.occurrence = m.occurrence
                """,
                new { now, by = actor.UserId, detail = TaskEvents.Write(new { note = Text.Of("Portfolios.HandedOverTo", one.ToName, one.Note), from = one.FromUser, to = one.ToUser }) });
            await tx.Execute(
                """
                update wrk_tasks as t set assignee = @ToUser, version = t.version + 1, updated_at = @now
                from scratch_handed as m where t.subject_id = m.subject_id and t.act = m.act and t.occurrence = m.occurrence
                """,
                new { one.ToUser, now });
            await tx.Execute("update wrk_handovers set applied_at = @now, tasks = @tasks where handover_id = @HandoverId", new { now, tasks = (long)tasks.Count, one.HandoverId });
            await TaskChanges.NoteProvince(tx, province);
            all.AddRange(tasks);
        }

        foreach (var one in refused)
        {
            await AuditTrail.Write(tx, clock, actor, "work.hand-over-refused", "user:" + one.FromUser, new { receiver = one.ToName, one.Note });
        }

        return all;
    }

    /// <summary>The open tasks that a hand-over moved and that its receiver still has: with the end of a holiday they go back, whoever follows their employers.</summary>
    private static async Task<List<TaskKey>> LentBy(Session tx, string province, string handoverId, string receiver)
    {
        var events = await tx.Query<HandedTask>(
            $"""
            select t.subject_id, t.act, t.occurrence, v.detail, h.from_user from wrk_tasks t
            join wrk_task_events v on v.subject_id = t.subject_id and v.act = t.act and v.occurrence = t.occurrence and v.event = 'handed-over'
            join wrk_handovers h on h.handover_id = @handoverId and h.applied_at = v.at
            where {InCharge.Within("t", province)} and t.assignee = @receiver and t.state in ('open', 'started', 'suspended')
            """,
            new { handoverId, receiver });
        return [.. events.Where(e => TaskEvents.Read<HandedDetail>(e.Detail) is { } told && told.From == e.FromUser && told.To == receiver).Select(e => new TaskKey(e.SubjectId, e.Act, e.Occurrence)).Distinct()];
    }

    private static Task<List<TaskKey>> Taken(Session s, string province, Handover order) => Taken(s, province, order.FromUser, order.ToUser, order.Portfolios is null, "scratch_in_charge");

    /// <summary>The open tasks that the one has taken: all, or those of employers that the other follows.</summary>
    private static async Task<List<TaskKey>> Taken(Session s, string province, string from, string to, bool everything, string inCharge) => [.. (await s.Query<WorkTask>(
        $"""
        select t.subject_id, t.act, t.occurrence from wrk_tasks t left join {inCharge} c on c.subject_id = t.subject_id
        where {InCharge.Within("t", province)} and t.assignee = @from and t.state in ('open', 'started', 'suspended') and (@everything or c.user_id = @to)
        order by t.subject_id, t.act, t.occurrence
        """,
        new { from, to, everything })).Select(t => t.Key)];

    private async Task<(Holder From, Holder To, List<PortfolioHolder> Portfolios)> Check(Session s, Scope scope, Handover order)
    {
        // Who hands over may have left already.
        var from = await Person(s, scope, order.FromUser, mayBeGone: true);
        var to = await Person(s, scope, order.ToUser);
        if (from.UserId == to.UserId)
        {
            throw new Refusal("Portfolios.ToOneself", from.Name);
        }

        if (order.From < clock.Today())
        {
            throw new Refusal("Portfolios.InPast", InWords(order.From));
        }

        if (order.Until <= order.From)
        {
            throw new Refusal("Portfolios.EndsBefore", InWords(order.From));
        }

        var held = await Holders(s, "h.user_id = @FromUser and h.known_to_at is null and (h.to_date is null or h.to_date > @From)", order);
        if (order.Until is { } until)
        {
            held.RemoveAll(h => h.FromDate >= until);
        }

        if (order.Portfolios is { } chosen)
        {
            held.RemoveAll(h => !chosen.Contains(h.PortfolioId));
            if (held.Count == 0)
            {
                throw new Refusal("Portfolios.NothingToHandOver", from.Name);
            }
        }

        return held.Find(h => h.OfficeCode != to.OfficeCode) is { } elsewhere
            ? throw new Refusal("Portfolios.OtherOffice", elsewhere.Name, to.Name)
            : (from, to, held);
    }

    /// <summary>Ends a holding on a day; where it is only lent, it goes on from <paramref name="again"/>. What was known before stays, dated.</summary>
    private async Task Cut(Session tx, Actor actor, PortfolioHolder held, DateOnly at, DateOnly? again)
    {
        await tx.Execute("update wrk_portfolio_holders set known_to_at = @now where holder_id = @HolderId", new { now = clock.Now(), held.HolderId });
        if (held.FromDate < at)
        {
            await Hold(tx, actor, held.PortfolioId, held.UserId, held.FromDate, at, held.Note);
        }

        if (again is { } day && (held.ToDate is null || held.ToDate > day))
        {
            await Hold(tx, actor, held.PortfolioId, held.UserId, day, held.ToDate, held.Note);
        }
    }

    private Task Hold(Session tx, Actor actor, string portfolioId, string userId, DateOnly from, DateOnly? to, string note) => tx.Execute(
        """
        insert into wrk_portfolio_holders (holder_id, portfolio_id, user_id, from_date, to_date, known_from_at, note, set_by)
        values (@id, @portfolioId, @userId, @from, @to, @now, @note, @by)
        """,
        new { id = Guid.CreateVersion7().ToString("N"), portfolioId, userId, from, to, now = clock.Now(), note, by = actor.UserId });

    private async Task<string> Note(Session tx, Actor actor, string province, string from, string to, DateOnly day, bool everything, string note, string? returns = null)
    {
        var id = Guid.CreateVersion7().ToString("N");
        await tx.Execute(
            """
            insert into wrk_handovers (handover_id, province, from_user, to_user, from_date, everything, note, recorded_by, recorded_at, returns)
            values (@id, @province, @from, @to, @day, @everything, @note, @by, @now, @returns)
            """,
            new { id, province, from, to, day, everything, note, by = actor.UserId, now = clock.Now(), returns });
        return id;
    }

    private async Task<List<Portfolio>> GivePlaces(Session tx, Actor actor, Holder holder, Assignment order, OfficeReach reach)
    {
        var given = new List<Portfolio>();
        foreach (var code in order.Places.Distinct(StringComparer.Ordinal))
        {
            var place = await Localities.Find(tx, code, clock.Today());
            if (place is null || place.Province != holder.Province || place.Kind != order.Kind)
            {
                throw new Refusal("Portfolios.NoSuchPlace", code);
            }

            await RefuseTaken(tx, actor, holder, order, reach, place);
            var portfolio = await tx.One<Portfolio>(
                $"select {PortfolioColumns} from wrk_portfolios p where p.province = @Province and p.office_code = @OfficeCode and p.kind = @Kind and p.place = @Code",
                new { holder.Province, holder.OfficeCode, order.Kind, place.Code }) ?? await Create(tx, actor, holder, order.Kind, place.Code, await NameOf(tx, place));
            await Hold(tx, actor, portfolio.PortfolioId, holder.UserId, order.From, order.To, VietnameseText.Normalise(order.Note));
            given.Add(portfolio);
        }

        return given.Count == 0 ? throw new Refusal("Portfolios.NoPlaces") : given;
    }

    /// <summary>Somebody else follows the place in these days; who left or moved does not count, and is ended.</summary>
    private async Task RefuseTaken(Session tx, Actor actor, Holder holder, Assignment order, OfficeReach reach, Locality place)
    {
        var others = await Holders(
            tx, "p.province = @Province and p.kind = @Kind and p.place = @Code and h.known_to_at is null and (h.to_date is null or h.to_date > @From) and h.from_date < @before",
            new { holder.Province, order.Kind, place.Code, order.From, before = order.To ?? DateOnly.MaxValue });
        foreach (var other in others.Where(o => reach.Meet(o.OfficeCode, holder.OfficeCode)))
        {
            if (!other.IsGone)
            {
                throw new Refusal("Portfolios.AlreadyFollowed", place.Name, other.UserName, InWords(other.FromDate));
            }

            await Cut(tx, actor, other, Later(other.FromDate, order.From), null);
        }
    }

    private async Task<Portfolio> GiveList(Session tx, Actor actor, Holder holder, Assignment order, OfficeReach reach)
    {
        var name = VietnameseText.Normalise(order.Name ?? "");
        if (name.Length == 0)
        {
            throw new Refusal("Portfolios.ListNeedsName");
        }

        var bad = order.Codes.Where(c => !EmployerKey.IsCode(c)).Take(MostNamed).ToList();
        if (order.Codes.Count == 0 || bad.Count > 0)
        {
            throw order.Codes.Count == 0 ? new Refusal("Portfolios.ListEmpty") : new Refusal("Portfolios.BadCodes", string.Join(", ", bad));
        }

        await tx.Scratch("scratch_codes", "subject_id bigint primary key");
        using (var bulk = tx.BulkInto("scratch_codes", "subject_id"))
        {
            foreach (var id in order.Codes.Select(c => EmployerKey.Id(holder.Province, c)).Distinct().Order())
            {
                bulk.StartRow();
                bulk.Write(id);
            }

            bulk.Complete();
        }

        var unknown = await tx.Query<long>(
            """
            select l.subject_id from scratch_codes l left join reg_employers e on e.employer_id = l.subject_id and e.office_code {any:offices}
            where e.employer_id is null order by l.subject_id limit 11
            """,
            new { offices = tx.List(reach.Of(holder.OfficeCode)) });
        if (unknown.Count > 0)
        {
            throw new Refusal("Portfolios.UnknownEmployers", Named(unknown));
        }

        var taken = await tx.Query<long>(
            """
            select distinct l.subject_id from scratch_codes l join wrk_portfolio_employers m on m.subject_id = l.subject_id
            join wrk_portfolio_holders h on h.portfolio_id = m.portfolio_id join wrk_portfolios p on p.portfolio_id = m.portfolio_id
            join idn_users u on u.user_id = h.user_id and u.active and u.office_code = p.office_code
            where h.known_to_at is null and (h.to_date is null or h.to_date > @From) and h.from_date < @before order by l.subject_id limit 11
            """,
            new { order.From, before = order.To ?? DateOnly.MaxValue });
        if (taken.Count > 0)
        {
            throw new Refusal("Portfolios.ListedAlready", Named(taken));
        }

        var portfolio = await Create(tx, actor, holder, List, null, name);
        await tx.Execute(
            "insert into wrk_portfolio_employers (subject_id, portfolio_id, added_at) select l.subject_id, @PortfolioId, @now from scratch_codes l", new { portfolio.PortfolioId, now = clock.Now() });
        await Hold(tx, actor, portfolio.PortfolioId, holder.UserId, order.From, order.To, VietnameseText.Normalise(order.Note));
        return portfolio;
    }

    /// <summary>A commune with its district: every district has its "Phường 01".</summary>
    private async Task<string> NameOf(Session tx, Locality place) =>
        place.Kind == "commune" && place.ParentCode is { } parent && await Localities.Find(tx, parent, clock.Today()) is { } district ? district.Name + " – " + place.Name : place.Name;

    private async Task<Portfolio> Create(Session tx, Actor actor, Holder holder, string kind, string? place, string name)
    {
        var portfolio = new Portfolio { PortfolioId = Guid.CreateVersion7().ToString("N"), Province = holder.Province, OfficeCode = holder.OfficeCode, Kind = kind, Place = place, Name = name };
        await tx.Execute(
            """
            insert into wrk_portfolios (portfolio_id, province, office_code, kind, place, name, created_by, created_at)
            values (@PortfolioId, @Province, @OfficeCode, @Kind, @Place, @Name, @by, @now)
            """,
            new { portfolio.PortfolioId, portfolio.Province, portfolio.OfficeCode, portfolio.Kind, portfolio.Place, portfolio.Name, by = actor.UserId, now = clock.Now() });
        return portfolio;
    }

    /// <summary>The person, in the scope and of a role that follows employers.</summary>
    private async Task<Holder> Person(Session s, Scope scope, string userId, bool mayBeGone = false)
    {
        var person = await s.One<Holder>(
            $"""
            select u.user_id, u.name, u.office_code, u.role, u.active, o.province from idn_users u
            join org_offices o on o.code = u.office_code and {Offices.InForceOn("@today")}
            where u.user_id = @userId and o.province is not null
            """,
            new { userId, today = clock.Today() });
        if (person is null || !scope.Covers(person.Province, person.OfficeCode))
        {
            throw new Refusal("Portfolios.NoSuchPerson") { Kind = RefusalKind.Missing };
        }

        return mayBeGone || (person.Active && Roles.Contains(person.Role)) ? person : throw new Refusal("Portfolios.CannotFollow", person.Name);
    }

    private static async Task<Portfolio> One(Session s, Scope scope, string portfolioId) => await s.One<Portfolio>(
        $"select {PortfolioColumns} from wrk_portfolios p where p.portfolio_id = @portfolioId and {InScope(scope)}", new { portfolioId })
        ?? throw new Refusal("Portfolios.NoSuchPortfolio") { Kind = RefusalKind.Missing };

    private static string InScope(Scope scope) => scope.OnOffice("p");

    private static Task<List<PortfolioHolder>> Holders(Session s, string condition, object args) => s.Query<PortfolioHolder>(
        $"""
        select h.holder_id, h.portfolio_id, h.user_id, h.from_date, h.to_date, h.known_from_at, h.known_to_at, h.note, p.name, p.office_code, u.name as user_name,
            case when u.active and u.office_code = p.office_code then 0 else 1 end as gone
        from wrk_portfolio_holders h join wrk_portfolios p on p.portfolio_id = h.portfolio_id join idn_users u on u.user_id = h.user_id
        where {condition} order by h.from_date desc, h.known_from_at desc, h.holder_id
        """,
        args);

    private static string Named(List<long> ids) => string.Join(", ", ids.Take(MostNamed).Select(EmployerKey.Code)) + (ids.Count > MostNamed ? "…" : "");

    private static string Digest(List<TaskKey> tasks) => KeyDigest.Of(tasks.Select(t => t.ToString()), 16);

    private static string InWords(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is null ? other : other is null || one < other ? one : other;

    private sealed class Holder
    {
        public string UserId { get; init; } = "";
        public string Name { get; init; } = "";
        public string OfficeCode { get; init; } = "";
        public string Role { get; init; } = "";
        public bool Active { get; init; }
        public string Province { get; init; } = "";
    }

    private sealed class DueHandover
    {
        public string HandoverId { get; init; } = "";
        public string FromUser { get; init; } = "";
        public string ToUser { get; init; } = "";
        public bool Everything { get; init; }
        public string Note { get; init; } = "";
        public string ToName { get; init; } = "";
        public string ToRole { get; init; } = "";
        public bool ToActive { get; init; }
        public string? ToProvince { get; init; }

        /// <summary>Moved to another office since: what was handed over is none of its.</summary>
        public bool ToElsewhere { get; init; }
        public string? Returns { get; init; }
    }

    private sealed class HandedTask
    {
        public long SubjectId { get; init; }
        public string Act { get; init; } = "";
        public int Occurrence { get; init; }
        public string Detail { get; init; } = "";
        public string FromUser { get; init; } = "";
    }

    private sealed record HandedDetail(string? From, string? To);
}

/// <summary>A hand-over that its day refused.</summary>
public sealed class RefusedHandover
{
    public string HandoverId { get; init; } = "";
    public string FromUser { get; init; } = "";
    public string FromName { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string ToName { get; init; } = "";
    public DateOnly FromDate { get; init; }

    /// <summary>Open ones that the giver still has.</summary>
    public long Tasks { get; init; }
}

/// <summary>
/// Places (codes of districts or communes) or listed employers (codes within the person's province) for a person. <paramref name="To"/>: the first day no more.
/// </summary>
public sealed record Assignment(string UserId, string Kind, DateOnly From, DateOnly? To = null)
{
    public IReadOnlyList<string> Places { get; init; } = [];
    public string? Name { get; init; }
    public IReadOnlyList<string> Codes { get; init; } = [];
    public string Note { get; init; } = "";

    /// <summary>Codes out of a pasted or uploaded text, whatever stands between them; "79-TA0001A" counts as "TA0001A".</summary>
    public static IReadOnlyList<string> CodesOf(string? text) =>
        [.. (text ?? "").Split([' ', '\t', '\r', '\n', ',', ';', '"'], StringSplitOptions.RemoveEmptyEntries)
            .Select(c => c.Length == 10 && c[2] == '-' ? c[3..] : c).Select(c => c.ToUpperInvariant()).Distinct(StringComparer.Ordinal)];
}

/// <summary><paramref name="Portfolios"/>: which; null: all that the person follows, and all work the person has taken. <paramref name="Until"/>: the day on which they go back.</summary>
public sealed record Handover(string FromUser, string ToUser, DateOnly From, DateOnly? Until, IReadOnlyList<string>? Portfolios, string Note);

/// <summary><paramref name="Taken"/>: open tasks that change hands. <paramref name="NotTaken"/>: open tasks of these employers that nobody has taken.</summary>
public sealed record HandoverPreview(int Portfolios, long Employers, long Taken, long NotTaken);

/// <summary><paramref name="Later"/>: the day has not come; the work moves when it has.</summary>
public sealed record HandoverResult(int Portfolios, long Employers, long Tasks, bool Later);

public sealed class PersonInCharge
{
    public string UserId { get; init; } = "";
    public string Name { get; init; } = "";
}

/// <summary>What is followed.</summary>
public sealed class Portfolio
{
    public string PortfolioId { get; init; } = "";
    public string Province { get; init; } = "";
    public string OfficeCode { get; init; } = "";

    /// <summary>district, commune or list.</summary>
    public string Kind { get; init; } = "";
    public string? Place { get; init; }
    public string Name { get; init; } = "";
    public IReadOnlyList<PortfolioHolder> Holders { get; internal set; } = [];

    /// <summary>Of a list: its employers, at most 500.</summary>
    public IReadOnlyList<ListedEmployer> Employers { get; internal set; } = [];
}

/// <summary>Who follows a portfolio in which days, and until when we held that true.</summary>
public sealed class PortfolioHolder
{
    public string HolderId { get; init; } = "";
    public string PortfolioId { get; init; } = "";
    public string UserId { get; init; } = "";
    public string UserName { get; init; } = "";
    public string Name { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public DateOnly FromDate { get; init; }

    /// <summary>The first day no more.</summary>
    public DateOnly? ToDate { get; init; }
    public Instant KnownFromAt { get; init; }
    public Instant? KnownToAt { get; init; }
    public string Note { get; init; } = "";
    public int Gone { get; init; }

    /// <summary>Deactivated or in another office by now: the employers count as unassigned.</summary>
    public bool IsGone => Gone == 1;
}

public sealed class ListedEmployer
{
    public string Province { get; init; } = "";
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string Key => Province + "-" + Code;
}

/// <summary>A person with the employers followed and the open tasks (taken, or of these employers and not taken).</summary>
public sealed class PersonLoad
{
    public string UserId { get; init; } = "";
    public string Name { get; init; } = "";
    public string Role { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string Office { get; init; } = "";
    public long Employers { get; set; }
    public long Tasks { get; set; }
    public long Overdue { get; set; }
}

/// <summary>Employers of a commune and office that nobody follows. Commune null: their commune is unknown.</summary>
public sealed class Unfollowed
{
    public string? CommuneCode { get; init; }
    public string? Commune { get; init; }
    public string OfficeCode { get; init; } = "";
    public string? Office { get; init; }
    public long Employers { get; init; }

    /// <summary>đồng.</summary>
    public long Debt { get; init; }
}
