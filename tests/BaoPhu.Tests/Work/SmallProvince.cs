using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Clock;
using BaoPhu.Rules.Text;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work;

/// <summary>
/// A few employers of province 79 in one commune (26734 of district 760), built by what a test is about:
/// <c>await small.Employer("TA0001A", owesFrom: 202109)</c> owes 1,000,000 đồng of BHXH for each month from September to October.
/// </summary>
internal sealed class SmallProvince(TestDatabase test)
{
    public const string Commune = "26734";
    public const string District = "760";
    private int _announcements;

    public PlanningPass Pass { get; } = SwitchFollowers.Pass(test.Db, test.Clock);
    public Tasks Tasks { get; } = new(test.Db, test.Clock);
    public TaskRecords Records { get; } = SwitchFollowers.Records(test.Db, test.Clock);

    public static Instant At(string local) => new(VietnamTime.Parse(local));

    public static async Task<SmallProvince> Create(TestDatabase test)
    {
        await test.Db.Write(async tx =>
        {
            foreach (var (code, kind, name, parent) in ((string, string, string, string)[])[(District, "district", "Quận 1", "79"), (Commune, "commune", "Phường Tân Định", District)])
            {
                await tx.Execute(
                    "insert into org_localities (code, valid_from, kind, name, folded, parent_code, province) values (@code, @from, @kind, @name, @folded, @parent, '79')",
                    new { code, from = Reference.Beginning, kind, name, folded = VietnameseText.Fold(name), parent });
            }
        });
        return new(test);
    }

    /// <summary>Owes a million of BHXH for each month from <paramref name="owesFrom"/> (yyyymm; 0: nothing) to October 2021.</summary>
    public async Task<long> Employer(string code, int owesFrom = 0, Standing standing = Standing.Active, string office = "07901", string? phone = "0901234567", string? email = null, DateOnly? until = null)
    {
        var id = EmployerKey.Id("79", code);
        await test.Db.Write(async tx =>
        {
            await tx.Execute(
                """
                insert into reg_employers (employer_id, province, code, office_code, name, folded, tax_code, address, commune_code, phone, email, standing, standing_until, updated_at)
                values (@id, '79', @code, @office, @name, @folded, '0301234567', '1 đường Thử, Quận 1', '26734', @phone, @email, @standing, @until, 0)
                """,
                new { id, code, office, name = "Công ty Thử " + code, folded = VietnameseText.Fold("Công ty Thử " + code), phone, email, standing = (short)standing, until });
            for (var period = Period.Of(2021, 1); period <= Period.Of(2021, 10); period = period.AddMonths(1))
            {
                await tx.Execute(
                    """
                    insert into reg_months (employer_id, period, due_social, due_health, due_unemployment, due_accident, paid_social, paid_health, paid_unemployment, paid_accident)
                    values (@id, @period, 1000000, 0, 0, 0, @paid, 0, 0, 0)
                    """,
                    new { id, period = period.Number, paid = owesFrom != 0 && period.Number >= owesFrom ? 0L : 1_000_000L });
            }
        });
        return id;
    }

    /// <summary>Books a payment of BHXH in October.</summary>
    public Task Pays(string code, long amount) => test.Db.Write(tx => tx.Execute(
        "update reg_months set paid_social = paid_social + @amount where employer_id = @id and period = 202110", new { amount, id = EmployerKey.Id("79", code) }));

    /// <summary>Announces a level; its switch is confirmed or awaited.</summary>
    public async Task<string> Level(string locality, int level, string from, bool confirmed = true)
    {
        var id = "l" + _announcements++;
        await test.Db.Write(tx => tx.Execute(
            """
            insert into org_levels (announcement_id, locality_code, province, level, from_at, known_from_at, decision_number, authority, source, recorded_by, recorded_at, switch_confirmed_at)
            values (@id, @locality, '79', @level, @from, @from, @id, 'UBND', 'file', 'test', @from, @confirmedAt)
            """,
            new { id, locality, level = (short)level, from = At(from), confirmedAt = confirmed ? At(from) : (Instant?)null }));
        return id;
    }

    public Task Confirm(string id) => test.Db.Write(tx => tx.Execute("update org_levels set switch_confirmed_at = from_at where announcement_id = @id", new { id }));

    public Task<PassResult> Plan(string at) => Pass.Plan(Actor.System, "79", At(at));

    /// <summary>"act occurrence state level" of every task of the employer, by act.</summary>
    public Task<List<string>> StatesOf(string code) => test.Db.Read(s => s.Query<string>(
        """
        select act || ' ' || cast(occurrence as text) || ' ' || state || ' ' || cast(level as text) || coalesce(' ' || close_reason, '') from wrk_tasks
        where subject_id = @id and collective = false order by act, occurrence
        """,
        new { id = EmployerKey.Id("79", code) }));

    public async Task<WorkTask> TaskOf(string code, string act, int occurrence = 1) => (await Tasks.Find(Scope.Nation, $"79-{code}-{act}-{occurrence}")).Task;
}
