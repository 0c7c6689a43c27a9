using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// Counts units from the tax data, the links and the register, in the caller's transaction: the rows that changed are written, what was said of workers stays.
/// </summary>
internal static class UnitCounts
{
    private static readonly string[] Settled = [Settings.MatchPrecision, Settings.StakePercent];

    /// <summary>Counts the units of a province and year anew. Returns how many have somebody missing.</summary>
    public static async Task<long> All(Session tx, string province, int year, Instant now)
    {
        await tx.Lock(Units.LockOf(province));
        await UnitEmployers.Find(tx, province, year, now.Day);
        await tx.AnalyzeBulk("cov_payers");
        await tx.AnalyzeBulk("cov_unit_employers");
        await Place(tx, province, year, ofRows: "");
        await tx.AnalyzeBulk("cov_workers");
        await Sum(tx, province, year, now, "select p.subject_id from cov_payers p");
        return await tx.One<long>("select count(*) from cov_units u where u.province = @province and u.tax_year = @year and u.missing > 0", new { province, year });
    }

    /// <summary>
    /// After a run that compared only what changed since <paramref name="since"/>: looks again at these rows, at those that are these persons, and at whatever the tables say is new, and adds up the units
    /// of those that stand otherwise. Where an employer or a setting changed, everything is counted.
    /// </summary>
    public static async Task Changed(Session tx, string province, int year, Instant since, IReadOnlyCollection<long> rows, IReadOnlyCollection<long> persons, Instant now)
    {
        var args = new { province, year, since, day = since.Day, today = now.Day, names = tx.List(Settled) };
        if (await tx.One<long>("select count(*) from reg_employers e where e.updated_at >= @since and e.province = @province", args) > 0
            || await tx.One<long>("select count(*) from org_settings o where o.name {any:names} and (o.known_from_at >= @since or o.known_to_at >= @since or (o.valid_from > @day and o.valid_from <= @today))", args) > 0)
        {
            await All(tx, province, year, now);
            return;
        }

        await tx.Lock(Units.LockOf(province));
        await Ask(tx, "cov_asked_rows", rows);
        await Ask(tx, "cov_asked_persons", persons);
        await tx.Execute(
            """
            insert into cov_asked_persons (id)
            select p.person_id from reg_persons p where p.province = @province and p.updated_at >= @since union select q.person_id from reg_participations q where q.province = @province and q.updated_at >= @since
            """,
            args);
        await tx.Analyze("cov_asked_persons");
        await tx.Execute(
            """
            insert into cov_asked_rows (id)
            select t.subject_id from reg_tax_incomes t where t.province = @province and t.updated_at >= @since
            union all select l.subject_id from cov_links l where l.kind = 'tax' and l.person_id in (select a.id from cov_asked_persons a)
            """,
            args);
        await tx.Analyze("cov_asked_rows");
        await UnitEmployers.FindOf(tx, province, year, since, now.Day);
        await Place(tx, province, year, ofRows: " and t.subject_id in (select a.id from cov_asked_rows a)");
        await Sum(tx, province, year, now, "select d.unit_id from cov_moved d union select p.subject_id from cov_payers p where p.told");
    }

    /// <summary>Counts the one unit of a worker whose link was decided; nothing where its year has not been counted. Which employers it is stays until the next count of the year.</summary>
    public static async Task OfWorker(Session tx, long worker, Instant now)
    {
        if (await tx.One<string>("select u.province from cov_workers w join cov_units u on u.subject_id = w.unit_id where w.subject_id = @worker", new { worker }) is { } province)
        {
            await tx.Lock(Units.LockOf(province));
        }

        if (await tx.One<Unit>($"select {Units.Columns} from cov_workers w join cov_units u on u.subject_id = w.unit_id where w.subject_id = @worker", new { worker }) is { } unit)
        {
            await UnitEmployers.Only(tx, unit.SubjectId);
            await Place(tx, unit.Province, unit.TaxYear, ofRows: "");
            await Sum(tx, unit.Province, unit.TaxYear, now, "select p.subject_id from cov_payers p");
        }
    }

    private static async Task Ask(Session tx, string table, IReadOnlyCollection<long> ids)
    {
        await tx.Scratch(table, "id bigint");
        using var bulk = tx.BulkInto(table, "id");
        foreach (var id in ids)
        {
            bulk.StartRow();
            bulk.Write(id);
        }

        bulk.Complete();
    }

    /// <summary>Says of each row of the payers in cov_payers (<paramref name="ofRows"/>: of some of them) where its worker stands. Those that stood otherwise are noted in cov_moved.</summary>
    private static async Task Place(Session tx, string province, int year, string ofRows)
    {
        await tx.Scratch("cov_found", "subject_id bigint, unit_id bigint, person_id bigint, status {code}, months integer, income bigint");
        await tx.Execute(
            $"""
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
                where t.province = @province and t.tax_year = @year{ofRows}) f
            """,
            new { province, year, first = (year * 100) + 1, last = (year * 100) + 12 });
        await tx.AnalyzeBulk("cov_found");
        await tx.Scratch("cov_moved", "unit_id bigint, subject_id bigint");
        await tx.Execute(
            """
            insert into cov_moved (unit_id, subject_id)
            select f.unit_id, f.subject_id from cov_found f left join cov_workers o on o.subject_id = f.subject_id
            where o.subject_id is null or (o.unit_id, o.person_id, o.status, o.months, o.income) is distinct from (f.unit_id, f.person_id, f.status, f.months, f.income)
            """);
        await tx.AnalyzeBulk("cov_moved");
        await tx.Execute(
            """
            insert into cov_workers as w (subject_id, unit_id, person_id, status, months, income)
            select f.subject_id, f.unit_id, f.person_id, f.status, f.months, f.income from cov_found f where f.subject_id in (select d.subject_id from cov_moved d)
            on conflict (subject_id) do update set unit_id = excluded.unit_id, person_id = excluded.person_id, status = excluded.status, months = excluded.months, income = excluded.income
            """);
    }

    /// <summary>Adds up the units that are named by <paramref name="units"/> and stand in cov_payers.</summary>
    private static async Task Sum(Session tx, string province, int year, Instant now, string units)
    {
        await tx.Scratch("cov_summed", "subject_id bigint primary key");
        await tx.Execute($"insert into cov_summed (subject_id) {units}");
        await tx.Analyze("cov_summed");
        await tx.Execute(
            """
            insert into cov_units as u (subject_id, province, office_code, tax_year, payer_tax_code, name, folded, address, place, employer_id, workers, with_unit, elsewhere, doubt, missing, missing_months, amount, ended, counted_at)
            select p.subject_id, @province, coalesce(e.office_code, @provincial), @year, p.payer, p.name, p.folded, p.address, p.place, e.employer_id, c.workers, c.with_unit, c.elsewhere, c.doubt, c.missing, c.missing_months,
                c.income * @percent / 100, c.ended, @now
            from cov_payers p
            join (
                select w.unit_id, count(*) as workers, count(*) filter (where w.status = 'with-unit') as with_unit, count(*) filter (where w.status = 'elsewhere') as elsewhere,
                    count(*) filter (where w.status = 'doubt') as doubt, count(*) filter (where w.status in ('unknown', 'none')) as missing,
                    cast(coalesce(sum(case when w.status in ('unknown', 'none') then w.months end), 0) as bigint) as missing_months,
                    cast(coalesce(sum(case when w.status in ('unknown', 'none') then w.income end), 0) as bigint) as income,
                    count(*) filter (where w.status in ('unknown', 'none') and w.outcome is not null) as ended
                from cov_workers w where w.unit_id in (select subject_id from cov_summed) group by w.unit_id) c on c.unit_id = p.subject_id
            left join reg_employers e on e.employer_id = (select min(x.employer_id) from cov_unit_employers x where x.subject_id = p.subject_id)
            where 1 = 1
            on conflict (subject_id) do update set office_code = excluded.office_code, name = excluded.name, folded = excluded.folded, address = excluded.address, place = excluded.place, employer_id = excluded.employer_id,
                workers = excluded.workers, with_unit = excluded.with_unit, elsewhere = excluded.elsewhere, doubt = excluded.doubt, missing = excluded.missing, missing_months = excluded.missing_months,
                amount = excluded.amount, ended = excluded.ended, counted_at = excluded.counted_at
            where (u.office_code, u.name, u.address, u.place, u.employer_id, u.workers, u.with_unit, u.elsewhere, u.doubt, u.missing, u.missing_months, u.amount, u.ended)
                is distinct from (excluded.office_code, excluded.name, excluded.address, excluded.place, excluded.employer_id, excluded.workers, excluded.with_unit, excluded.elsewhere, excluded.doubt, excluded.missing,
                    excluded.missing_months, excluded.amount, excluded.ended)
            """,
            new { province, year, now, percent = await Settings.Number(tx, province, Settings.StakePercent, now.Day), provincial = Offices.CodeOfProvince(province) });
    }
}
