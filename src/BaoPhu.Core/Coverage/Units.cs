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
        u.subject_id, u.province, u.office_code, u.tax_year, u.payer_tax_code, u.name, u.address, u.place, u.employer_id, u.workers, u.with_unit, u.elsewhere, u.doubt, u.missing, u.missing_months, u.amount,
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

        if (words.Length > MostGround || !words.Any(char.IsLetter))
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

        var missing = await UnitCounts.All(tx, province, year, clock.Now());
        await AuditTrail.Write(tx, clock, actor, "coverage.count", $"units:{province}:{year}", new { province, year, missing });
        return missing;
    });

    private static async Task<Unit> Find(Session s, Scope scope, long id) =>
        await s.One<Unit>($"select {Columns} from cov_units u where u.subject_id = @id and {scope.OnOffice("u")}", new { id }) ?? throw new Refusal("Coverage.NoUnit") { Kind = RefusalKind.Missing };

    private static long Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable();
}
