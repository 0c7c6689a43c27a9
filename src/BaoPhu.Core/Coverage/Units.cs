using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// Units not taking part, or not for everyone (plan III.1.2.a): what the tax data say of their workers, held against the register by the links that are sure. What waits for a reader is counted as in doubt
/// and accuses nobody.
/// </summary>
public sealed class Units(Db db, TimeProvider clock, ReadLog reads)
{
    public const int PageSize = 60;
    private const int MostGround = 500;

    internal const string Columns = """
        u.subject_id, u.province, u.office_code, u.tax_year, u.payer_tax_code, u.name, u.address, u.employer_id, u.workers, u.with_unit, u.elsewhere, u.doubt, u.missing, u.missing_months, u.amount,
        u.ended, u.counted_at, (select e.code from reg_employers e where e.employer_id = u.employer_id) as code,
        coalesce((select c.state from cov_unit_cases c where c.subject_id = u.subject_id), 'listed') as state
        """;

    /// <summary>Years of tax data that units of the scope were counted for, the latest first.</summary>
    public Task<List<int>> Years(Scope scope) => db.Read(s => s.Query<int>($"select distinct u.tax_year from cov_units u where {scope.OnOffice("u")} order by u.tax_year desc"));

    /// <summary>A page of units, those with most missing first.</summary>
    public Task<UnitPage> List(Scope scope, UnitFilter filter) => db.Read(async s =>
    {
        var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["year"] = filter.Year, ["office"] = filter.Office, ["state"] = filter.State };
        var conditions = new List<string> { scope.OnOffice("u"), "u.tax_year = @year" };
        AddIf(filter.OnlyMissing, "u.missing > 0");
        AddIf(!string.IsNullOrEmpty(filter.Office), "u.office_code = @office");
        AddIf(!string.IsNullOrEmpty(filter.State), "coalesce((select c.state from cov_unit_cases c where c.subject_id = u.subject_id), 'listed') = @state");
        AddIf(filter.List == UnitList.NotTakingPart, "u.with_unit = 0 and u.employer_id is null");
        AddIf(filter.List == UnitList.NotForEveryone, "(u.with_unit > 0 or u.employer_id is not null)");
        foreach (var (word, i) in VietnameseText.WordKey(filter.Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(8).Select((word, i) => (word, i)))
        {
            conditions.Add($"(u.folded like @word{i} or u.payer_tax_code like @word{i})");
            args["word" + i.ToString(CultureInfo.InvariantCulture)] = "%" + word + "%";
        }

        var condition = string.Join(" and ", conditions);
        var sums = await s.One<UnitSums>(
            $"""
            select count(*) as units, cast(coalesce(sum(u.workers), 0) as bigint) as workers, cast(coalesce(sum(u.with_unit), 0) as bigint) as with_unit,
                cast(coalesce(sum(u.elsewhere), 0) as bigint) as elsewhere, cast(coalesce(sum(u.doubt), 0) as bigint) as doubt, cast(coalesce(sum(u.missing), 0) as bigint) as missing,
                cast(coalesce(sum(u.amount), 0) as bigint) as amount, cast(coalesce(sum(u.ended), 0) as bigint) as ended
            from cov_units u where {condition}
            """,
            args) ?? new();
        var back = filter.Before is { Length: > 0 };
        if (Keyset.Split(back ? filter.Before : filter.After, 2) is [var missing, var id])
        {
            condition += $" and (u.missing, u.subject_id) {(back ? ">" : "<")} (@keyMissing, @keyId)";
            (args["keyMissing"], args["keyId"]) = (Number(missing), Number(id));
        }

        var direction = back ? "" : " desc";
        var rows = await s.Query<Unit>($"select {Columns} from cov_units u where {condition} order by u.missing{direction}, u.subject_id{direction} limit {PageSize + 1}", args);
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, u => string.Create(CultureInfo.InvariantCulture, $"{u.Missing}~{u.SubjectId}"));
        return new UnitPage(rows, sums, previous, next);

        void AddIf(bool wanted, string part)
        {
            if (wanted)
            {
                conditions.Add(part);
            }
        }
    });

    /// <summary>A unit with its workers, missing ones first; who looked is noted. Missing outside the scope.</summary>
    public async Task<UnitDetail> Find(Actor actor, Scope scope, long id)
    {
        var detail = await db.ReadConsistently(async s => new UnitDetail(
            await Find(s, scope, id),
            await s.Query<Worker>(
                """
                select w.subject_id, w.status, t.name, t.born_on, t.birth_year, t.citizen_id, t.tax_code, w.person_id, w.months, w.income, w.outcome, w.outcome_ground, w.outcome_name, w.outcome_at
                from cov_workers w left join reg_tax_incomes t on t.subject_id = w.subject_id where w.unit_id = @id
                order by case w.status when 'unknown' then 0 when 'none' then 1 when 'doubt' then 2 when 'elsewhere' then 3 else 4 end, t.folded, w.subject_id
                """,
                new { id })));
        reads.Note(actor, detail.Unit.EmployerId ?? id, "unit-workers", whole: false, outside: false);
        return detail;
    }

    /// <summary>
    /// Says what became of a missing worker. Refused: one who is not missing, an outcome that there is not, no ground. Missing: a unit outside the scope, a worker of another unit.
    /// Saying it again corrects it; both stand in the audit trail.
    /// </summary>
    public Task End(Actor actor, Scope scope, long unitId, long workerId, string? outcome, string? ground) => db.Write(async tx =>
    {
        var (now, words) = (clock.Now(), VietnameseText.Normalise(ground ?? ""));
        await tx.Lock(LockOf((await Find(tx, scope, unitId)).Province));
        var unit = await Find(tx, scope, unitId);
        var worker = await tx.One<Worker>("select w.subject_id, w.status, w.outcome from cov_workers w where w.subject_id = @workerId and w.unit_id = @unitId", new { workerId, unitId })
            ?? throw new Refusal("Coverage.NoWorker") { Kind = RefusalKind.Missing };
        if (!worker.IsMissing)
        {
            throw new Refusal("Coverage.NotMissing");
        }

        if (outcome is null || !WorkerOutcome.All.Contains(outcome))
        {
            throw new Refusal("Coverage.NeedOutcome");
        }

        if (words.Length is 0 or > MostGround)
        {
            throw new Refusal("Coverage.NeedGround", MostGround);
        }

        await tx.Execute(
            "update cov_workers set outcome = @outcome, outcome_ground = @words, outcome_by = @by, outcome_name = @name, outcome_at = @now where subject_id = @workerId",
            new { outcome, words, by = actor.UserId, name = actor.Name, now, workerId });
        await tx.Execute(
            "update cov_units set ended = (select count(*) from cov_workers w where w.unit_id = @unitId and w.status in ('unknown', 'none') and w.outcome is not null) where subject_id = @unitId", new { unitId });
        await AuditTrail.Write(tx, clock, actor, "coverage.worker-end", "unit:" + unit.Id, new { worker = worker.Id, outcome, before = worker.Outcome, ground = words });
    });

    /// <summary>Name of the lock that counts, steps and lists of a province's units take.</summary>
    internal static string LockOf(string province) => "units " + province;

    /// <summary>Counts the units of a province and year anew; returns how many have somebody missing. Refused: not of the whole province.</summary>
    public Task<long> Count(Actor actor, Scope scope, string province, int year) => db.Write(async tx =>
    {
        if (!scope.CoversWhole(province))
        {
            throw new Refusal("Coverage.OnlyProvince") { Kind = RefusalKind.Forbidden };
        }

        var missing = await Recount(tx, province, year, clock.Now());
        await AuditTrail.Write(tx, clock, actor, "coverage.count", $"units:{province}:{year}", new { province, year, missing });
        return missing;
    });

    /// <summary>
    /// Counts the units of a province and year anew from the tax data, the links and the register: the rows that changed are written, what was said of workers stays. In the caller's transaction.
    /// Returns how many units have somebody missing.
    /// </summary>
    internal static async Task<long> Recount(Session tx, string province, int year, Instant now)
    {
        await tx.Lock(LockOf(province));
        await UnitEmployers.Find(tx, province, year, now.Day);
        await Count(tx, province, year, now);
        return await tx.One<long>("select count(*) from cov_units u where u.province = @province and u.tax_year = @year and u.missing > 0", new { province, year });
    }

    /// <summary>The same for the one unit of a worker whose link was decided; nothing where its year has not been counted. Which employers it is stays until the next count of the year.</summary>
    internal static async Task RecountUnitOf(Session tx, long worker, Instant now)
    {
        if (await tx.One<string>("select u.province from cov_workers w join cov_units u on u.subject_id = w.unit_id where w.subject_id = @worker", new { worker }) is { } province)
        {
            await tx.Lock(LockOf(province));
        }

        if (await tx.One<Unit>($"select {Columns} from cov_workers w join cov_units u on u.subject_id = w.unit_id where w.subject_id = @worker", new { worker }) is { } unit)
        {
            await UnitEmployers.Only(tx, unit.SubjectId);
            await Count(tx, unit.Province, unit.TaxYear, now);
        }
    }

    /// <summary>Counts the units of the scratch table cov_payers.</summary>
    private static async Task Count(Session tx, string province, int year, Instant now)
    {
        var args = new
        {
            province, year, now, first = (year * 100) + 1, last = (year * 100) + 12, percent = await Settings.Number(tx, province, Settings.StakePercent, now.Day), provincial = Offices.CodeOfProvince(province),
        };
        await tx.Scratch("cov_found", "subject_id bigint, unit_id bigint, person_id bigint, status {code}, months integer, income bigint");
        await tx.Execute(
            """
            insert into cov_found (subject_id, unit_id, person_id, status, months, income)
            select f.subject_id, f.unit_id, f.person_id,
                case when f.person_id is null and f.waits then 'doubt' when f.person_id is null then 'unknown' when f.here then 'with-unit' when f.there then 'elsewhere' else 'none' end, f.months, f.income
            from (
                select t.subject_id, p.subject_id as unit_id, h.person_id, t.months, t.income,
                    exists (select 1 from cov_links d where d.subject_id = t.subject_id and d.state in ('review', 'second', 'third')) as waits,
                    -- Where the participations of a person were told they decide; where not, the register's own word of who employs him: the employer's record, or only its tax code
                    -- (a branch's code after the ten digits is the same legal person), so that nobody is accused for an employers' file that did not come.
                    case when exists (select 1 from reg_participations q where q.person_id = h.person_id) then exists (
                            select 1 from reg_participations q join cov_unit_employers e on e.employer_id = q.employer_id
                            where q.person_id = h.person_id and e.subject_id = p.subject_id and q.from_period <= @last and (q.to_period is null or q.to_period >= @first))
                        else exists (select 1 from cov_unit_employers e where e.subject_id = p.subject_id and e.employer_id = r.employer_id)
                            or (r.employer_id is null and substr(r.unit_tax_code, 1, 10) = substr(p.payer, 1, 10)) end as here,
                    case when exists (select 1 from reg_participations q where q.person_id = h.person_id) then exists (
                            select 1 from reg_participations q where q.person_id = h.person_id and q.from_period <= @last and (q.to_period is null or q.to_period >= @first))
                        else r.employer_id is not null or r.unit_tax_code is not null end as there
                from reg_tax_incomes t join cov_payers p on p.payer = t.payer_tax_code
                left join cov_links h on h.subject_id = t.subject_id and h.kind = 'tax' and h.state in ('accepted', 'confirmed')
                left join reg_persons r on r.person_id = h.person_id
                where t.province = @province and t.tax_year = @year) f
            """,
            args);
        await tx.Execute(
            """
            insert into cov_workers as w (subject_id, unit_id, person_id, status, months, income)
            select f.subject_id, f.unit_id, f.person_id, f.status, f.months, f.income from cov_found f left join cov_workers o on o.subject_id = f.subject_id
            where o.subject_id is null or (o.unit_id, o.person_id, o.status, o.months, o.income) is distinct from (f.unit_id, f.person_id, f.status, f.months, f.income)
            on conflict (subject_id) do update set unit_id = excluded.unit_id, person_id = excluded.person_id, status = excluded.status, months = excluded.months, income = excluded.income
            """);
        await tx.Execute(
            """
            insert into cov_units as u (subject_id, province, office_code, tax_year, payer_tax_code, name, folded, address, employer_id, workers, with_unit, elsewhere, doubt, missing, missing_months, amount, ended, counted_at)
            select p.subject_id, @province, coalesce(e.office_code, @provincial), @year, p.payer, p.name, p.folded, p.address, e.employer_id, c.workers, c.with_unit, c.elsewhere, c.doubt, c.missing, c.missing_months,
                c.income * @percent / 100, c.ended, @now
            from cov_payers p
            join (
                select w.unit_id, count(*) as workers, count(*) filter (where w.status = 'with-unit') as with_unit, count(*) filter (where w.status = 'elsewhere') as elsewhere,
                    count(*) filter (where w.status = 'doubt') as doubt, count(*) filter (where w.status in ('unknown', 'none')) as missing,
                    cast(coalesce(sum(case when w.status in ('unknown', 'none') then w.months end), 0) as bigint) as missing_months,
                    cast(coalesce(sum(case when w.status in ('unknown', 'none') then w.income end), 0) as bigint) as income,
                    count(*) filter (where w.status in ('unknown', 'none') and w.outcome is not null) as ended
                from cov_workers w where w.unit_id in (select subject_id from cov_payers) group by w.unit_id) c on c.unit_id = p.subject_id
            left join reg_employers e on e.employer_id = (select min(x.employer_id) from cov_unit_employers x where x.subject_id = p.subject_id)
            where 1 = 1
            on conflict (subject_id) do update set office_code = excluded.office_code, name = excluded.name, folded = excluded.folded, address = excluded.address, employer_id = excluded.employer_id,
                workers = excluded.workers, with_unit = excluded.with_unit, elsewhere = excluded.elsewhere, doubt = excluded.doubt, missing = excluded.missing, missing_months = excluded.missing_months,
                amount = excluded.amount, ended = excluded.ended, counted_at = excluded.counted_at
            where (u.office_code, u.name, u.address, u.employer_id, u.workers, u.with_unit, u.elsewhere, u.doubt, u.missing, u.missing_months, u.amount, u.ended)
                is distinct from (excluded.office_code, excluded.name, excluded.address, excluded.employer_id, excluded.workers, excluded.with_unit, excluded.elsewhere, excluded.doubt, excluded.missing,
                    excluded.missing_months, excluded.amount, excluded.ended)
            """,
            args);
    }

    private static async Task<Unit> Find(Session s, Scope scope, long id) =>
        await s.One<Unit>($"select {Columns} from cov_units u where u.subject_id = @id and {scope.OnOffice("u")}", new { id }) ?? throw new Refusal("Coverage.NoUnit") { Kind = RefusalKind.Missing };

    private static long Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable();
}
