using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using BaoPhu.Core.Data;
using BaoPhu.Core.Demonstration;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Debts;
using BaoPhu.Tests.Support;
using Microsoft.AspNetCore.Identity;

namespace BaoPhu.Tests.Demonstration;

public sealed class DemonstrationNationTests
{
    private static readonly DemonstrationOrder Small = new(2, 400, 7, DemonstrationOrder.UsualMoment);

    /// <summary>Every table that the generator fills, with every column that must be the same, as text.</summary>
    private static readonly string[] Filled =
    [
        "select code, kind, name, folded, coalesce(parent_code, ''), province from org_localities order by code, valid_from",
        "select code, kind, coalesce(parent_code, ''), coalesce(province, ''), name from org_offices order by code, valid_from",
        "select announcement_id, locality_code, cast(level as text), cast(from_at as text), cast(known_from_at as text), decision_number, authority, measures_text, cast(switch_confirmed_at as text) from org_levels order by announcement_id",
        "select user_id, sign_in, name, office_code, role, password_hash, security_stamp from idn_users order by user_id",
        "select cast(employer_id as text), code, office_code, name, folded, tax_code, address, commune_code, phone, email, contact_name, cast(workers as text), cast(standing as text), cast(standing_until as text) from reg_employers order by employer_id",
        """
        select cast(employer_id as text), cast(period as text), cast(due_social as text), cast(due_health as text), cast(due_unemployment as text), cast(due_accident as text),
            cast(paid_social as text), cast(paid_health as text), cast(paid_unemployment as text), cast(paid_accident as text), cast(due_pension as text), cast(paid_pension as text)
        from reg_months order by employer_id, period
        """,
        "select cast(employer_id as text), cast(from_date as text), cast(recorded_at as text), cast(standing as text), cast(until_date as text), paper, recorded_by from reg_standings order by employer_id, from_date",
        "select cast(employer_id as text), mark, cast(from_date as text), grounds, recorded_by, cast(recorded_at as text) from reg_marks order by employer_id, mark",
        "select cast(subject_id as text), act, cast(occurrence as text), state, channels, cast(due_on as text), rule, cast(amount as text), assignee, outcome, cast(follow_on as text), cast(version as text) from wrk_tasks order by subject_id, act, occurrence",
        "select cast(subject_id as text), cast(at as text), act, channel, outcome, note, cast(promised_on as text), cast(promised_amount as text), user_id from wrk_contacts order by subject_id, at",
        "select office_code, cast(seq as text), cast(at as text), act, subject, detail from aud_entries where act = 'demonstration.load' order by office_code, seq",
    ];

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_same_seed_gives_the_same_data_on_either_engine(Engine engine)
    {
        var here = await Digest(engine, Small);
        Assert.Equal(await Digest(Engine.Sqlite, Small), here);
        Assert.NotEqual(await Digest(Engine.Sqlite, Small with { Seed = 8 }), here);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Codes_places_and_sums_hold(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var loaded = await DemonstrationNation.Load(test.Db, Small);
        var employers = await test.Db.Read(s => s.Query<Row>(
            "select employer_id, province, code, office_code, tax_code, commune_code, standing, standing_until, phone, email from reg_employers"));
        Assert.Equal(Small.Employers, employers.Count);
        Assert.Equal(Small.Employers, (int)loaded.Employers);
        Assert.All(employers, e =>
        {
            Assert.True(EmployerKey.IsCode(e.Code));
            Assert.Equal(e.EmployerId, EmployerKey.Id(e.Province, e.Code));
            Assert.True(TaxCode.IsValid(e.TaxCode), e.TaxCode);
        });
        Assert.Equal(employers.Count, employers.Select(e => e.TaxCode).Distinct(StringComparer.Ordinal).Count());

        var communes = (await test.Db.Read(s => s.Query<string>("select code from org_localities where kind = 'commune'"))).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(Reference.Provinces.Where(p => p.Code is "79" or "01").Sum(p => p.Communes), communes.Count);
        Assert.All(communes, c => Assert.Matches("^[0-9]{5}$", c));
        Assert.All(employers.Where(e => e.CommuneCode is not null), e => Assert.Contains(e.CommuneCode!, communes));
        var offices = (await test.Db.Read(s => s.Query<string>("select code from org_offices where kind = 'District' and confirmed"))).ToHashSet(StringComparer.Ordinal);
        Assert.All(employers, e => Assert.Contains(e.OfficeCode, offices));
        Assert.All(employers, e => Assert.Equal(e.Standing == (short)Standing.PensionSuspended, e.StandingUntil is not null));

        Assert.Equal(0, await test.Db.Read(s => s.One<long>(
            """
            select count(*) from org_localities l where l.kind <> 'province'
              and not exists (select 1 from org_localities p where p.code = l.parent_code and p.kind = case l.kind when 'commune' then 'district' else 'province' end)
            """)));
        Assert.Equal(0, await test.Db.Read(s => s.One<long>(
            "select count(*) from reg_months where due_social < 0 or due_health < 0 or paid_social < 0 or paid_health < 0 or paid_unemployment < 0 or due_pension > due_social or paid_pension > paid_social")));
        Assert.Equal(loaded.Months, await test.Db.Read(s => s.One<long>("select count(*) from reg_months")));
        Assert.Equal(10, await test.Db.Read(s => s.One<long>("select count(distinct period) from reg_months where period between 202101 and 202110")));
    }

    [Fact]
    public async Task Rates_follow_the_relief_of_2021()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        await DemonstrationNation.Load(test.Db, Small);
        var rows = await test.Db.Read(s => s.Query<Dues>(
            """
            select m.period, e.code, e.standing, m.due_social, m.due_health, m.due_unemployment, m.due_accident
            from reg_months m join reg_employers e on e.employer_id = m.employer_id where m.due_health > 0
            """));
        var firms = rows.Where(r => r.Standing == (short)Standing.Active && r.Code[0] is 'T' or 'Y').ToList();
        Assert.All(firms.Where(r => r.Standing == 0), r =>
        {
            // 4.5 % of payroll is health: every other fund follows from it.
            var payroll = r.DueHealth * 1000 / 45;
            Assert.Equal(payroll / 4, r.DueSocial);
            Assert.Equal(payroll * (r.Period < 202110 ? 20 : 10) / 1000, r.DueUnemployment);
            Assert.Equal(r.Period < 202107 ? payroll * 5 / 1000 : 0, r.DueAccident);
        });
        Assert.All(rows.Where(r => r.Code[0] == 'H'), r => Assert.Equal(r.DueHealth * 1000 / 45 * 5 / 1000, r.DueAccident));
        Assert.All(rows.Where(r => r.Standing == (short)Standing.BudgetHealthOnly), r => Assert.Equal(0, r.DueSocial + r.DueUnemployment + r.DueAccident));
    }

    [Fact]
    public async Task Bands_are_spread_as_in_a_hard_autumn()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        await DemonstrationNation.Load(test.Db, Small with { Provinces = 1, Employers = 4000 });
        var bands = new int[4];
        var large = 0;
        await test.Db.Read(s =>
        {
            using var reader = s.BulkFrom(
                """
                select employer_id, period, due_social, due_health, due_unemployment, due_accident, paid_social, paid_health, paid_unemployment, paid_accident
                from reg_months order by employer_id, period
                """);
            var lines = new DebtAccumulator(DemonstrationOrder.UsualMoment.Day);
            var current = -1L;
            while (reader.Read())
            {
                var id = reader.Int64();
                if (id != current && current >= 0)
                {
                    Count(lines.Finish());
                }

                current = id;
                lines.Add(new MonthLine(
                    Period.FromNumber(reader.Int32()), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64()));
            }

            Count(lines.Finish());
            return Task.FromResult(0);

            void Count(in DebtAssessment debt)
            {
                bands[(int)debt.Band]++;
                large += debt.Total > 1_000_000_000 ? 1 : 0;
            }
        });
        Assert.Equal(4000, bands.Sum());
        Assert.InRange(bands[(int)DebtBand.None], 1640, 1960);
        Assert.InRange(bands[(int)DebtBand.UnderOneMonth], 600, 840);
        Assert.InRange(bands[(int)DebtBand.OneToThree], 560, 800);
        Assert.InRange(bands[(int)DebtBand.ThreeAndOver], 680, 920);
        Assert.InRange(large, 10, 120);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Levels_go_up_and_down_and_one_is_still_to_come(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await DemonstrationNation.Load(test.Db, Small with { Provinces = 1 });
        var levels = await test.Db.Read(s => s.Query<LevelRow>("select locality_code, level, from_at, known_from_at, switch_confirmed_at from org_levels order by from_at"));
        var now = DemonstrationOrder.UsualMoment.Milliseconds;
        Assert.Equal((short)2, levels.Last(l => l.LocalityCode == "79").Level);
        Assert.Contains(levels, l => l.FromAt > now && l.Level == 3);
        Assert.All(levels, l => Assert.True(l.KnownFromAt <= now));
        Assert.Contains(levels, l => l.Level is null);
        Assert.Equal([1, 3, (int?)4], levels.Where(l => l.LocalityCode.Length == 3 && l.FromAt <= now).GroupBy(l => l.LocalityCode).Select(g => (int?)g.Last().Level).Where(l => l is not (null or 2)).Distinct().Order());
        Assert.Contains(levels, l => l.LocalityCode.Length == 5);
        var changes = levels.Where(l => l.Level is not null).GroupBy(l => l.LocalityCode).Where(g => g.Count() > 1).Select(g => (g.First().Level, g.Last().Level)).ToList();
        Assert.Contains(changes, c => c.Item1 < c.Item2);
        Assert.Contains(changes, c => c.Item1 > c.Item2);
    }

    [Fact]
    public async Task Of_one_province_the_map_of_the_country_is_full_and_nobody_is_in_two_places_at_once()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        await DemonstrationNation.Load(test.Db, Small with { Provinces = 1, Employers = 4_000 });
        var map = await new LevelMap(test.Db).OfCountry(DemonstrationOrder.UsualMoment);
        Assert.Equal(63, map.Count(p => p.Value.Level is not null));
        Assert.Equal(["79"], await test.Db.Read(s => s.Query<string>("select distinct province from org_levels where locality_code <> province")));

        // Inspections and penalties in several states.
        var cases = await test.Db.Read(s => s.Query<string>("select distinct c.act || ' ' || c.state from col_cases c where c.act in ('inspect', 'penalise')"));
        Assert.Superset(new HashSet<string> { "inspect planned", "inspect prepared", "inspect decided", "inspect inspecting", "inspect violation", "penalise drafting", "penalise settled" }, cases.ToHashSet());

        // What employers in suspension answered fits what the ledger asks of the same months (3 percent for sickness and maternity).
        var payrolls = await test.Db.Read(s => s.Query<(long Payroll, long Due)>(
            "select p.payroll, m.due_social from col_makeup_months p join reg_months m on m.employer_id = p.subject_id and m.period = p.period where p.payroll is not null"));
        Assert.NotEmpty(payrolls);
        Assert.All(payrolls, p => Assert.InRange(p.Due - (p.Payroll * 3 / 100), 0, 1));

        var slots = await test.Db.Read(s => s.Query<HeldSlot>("select people, from_at from wrk_slots order by people, from_at"));
        Assert.True(slots.Count > 7);
        Assert.All(slots.Zip(slots.Skip(1)), p => Assert.True(p.First.People != p.Second.People || p.Second.FromAt - p.First.FromAt >= 2_700_000));
    }

    private sealed class HeldSlot
    {
        public string People { get; init; } = "";
        public long FromAt { get; init; }
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_quarter_is_there_day_by_day_with_the_known_levels_of_20_October(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await DemonstrationNation.Load(test.Db, new DemonstrationOrder(63, 1300, 1, DemonstrationOrder.EndOfQuarter) { WithWork = false });
        var levels = new Levels(test.Db, test.Clock);
        var provinces = await new Localities(test.Db, test.Clock).Provinces();
        Assert.Equal(63, provinces.Count);
        var on20 = (await levels.LevelsOf(provinces, Instant.Of(new DateTimeOffset(2021, 10, 20, 12, 0, 0, Instant.VietnamOffset)))).Zip(provinces).ToDictionary(p => p.Second.Code, p => p.First.Level, StringComparer.Ordinal);
        Assert.All((string[])["22", "12", "04", "10", "06", "11", "08", "19", "27", "24", "34", "36", "51", "54", "75", "83", "60", "94"], p => Assert.Equal(1, on20[p]));
        Assert.All((string[])["48", "26", "25", "14", "30", "33", "42", "45", "66", "92", "80", "82", "95", "86", "70"], p => Assert.Equal(2, on20[p]));
        Assert.All((string[])["01", "79"], p => Assert.Null(on20[p]));

        var all = await test.Db.Read(s => s.Query<LevelRow>("select locality_code, level, from_at, known_from_at, switch_confirmed_at, source, decision_number, authority from org_levels"));
        Assert.All(all, l => Assert.True(l is { Source: "demo", Authority.Length: > 10 } && l.DecisionNumber.EndsWith("/QĐ-UBND", StringComparison.Ordinal)));
        Assert.Equal(63, all.Where(l => l.LocalityCode.Length == 2).Select(l => l.LocalityCode).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(all.Where(l => l.LocalityCode.Length == 3).Select(l => l.LocalityCode).Distinct(StringComparer.Ordinal).Count(), 300, 705);
        Assert.InRange(all.Where(l => l.LocalityCode.Length == 5).Select(l => l.LocalityCode).Distinct(StringComparer.Ordinal).Count(), 500, 5000);
        var days = all.Select(l => new Instant(l.FromAt).Day).ToHashSet();
        Assert.All(Enumerable.Range(0, 70).Select(i => new DateOnly(2021, 10, 20).AddDays(i)), day => Assert.Contains(day, days));
        Assert.DoesNotContain(days, d => d < new DateOnly(2021, 10, 11));

        // Nothing worse than two days after its decision: people are told 48 hours before.
        foreach (var place in all.GroupBy(l => l.LocalityCode, StringComparer.Ordinal))
        {
            var history = place.OrderBy(l => l.FromAt).ToList();
            Assert.All(history.Skip(1).Zip(history), pair => Assert.True(
                pair.First.Level is null || pair.Second.Level is null || pair.First.Level <= pair.Second.Level || pair.First.FromAt - pair.First.KnownFromAt == 2 * 86_400_000));
        }
    }

    [Fact]
    public void Shares_of_the_provinces_make_up_the_nation()
    {
        var provinces = Reference.Provinces.Select(p => ProvinceOf2021.Of(p.Code)).ToList();
        Assert.Equal(1000, provinces.Sum(p => p.EmployersPerMille));
        Assert.All(provinces, p =>
        {
            Assert.NotEmpty(p.EmployersSource);
            Assert.NotEmpty(p.LevelsSource);
            Assert.Equal(p.Levels.Select(l => l.From).Distinct().Order(), p.Levels.Select(l => l.From));
            Assert.All(p.Levels, l => Assert.InRange(l.Level, 1, 4));
        });
    }

    [Fact]
    public async Task Everybody_can_sign_in_with_the_documented_password()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var loaded = await DemonstrationNation.Load(test.Db, Small);
        var users = new Users(test.Db, test.Clock);
        foreach (var signIn in (string[])["79.giamdoc", "7901.thu1", "0101.giamdoc", "tw.lanhdao", "quantri"])
        {
            var user = await users.ByName(signIn);
            Assert.NotNull(user);
            Assert.Equal(PasswordVerificationResult.Success, new PasswordHasher<User>().VerifyHashedPassword(user, user.PasswordHash, DemonstrationNation.Password));
        }

        Assert.All(loaded.People, p => Assert.Contains(p.Role, Role.All));
        Assert.Equal(Role.All.Order(StringComparer.Ordinal), loaded.People.Select(p => p.Role).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("run")]
    public async Task Whoever_is_named_to_newcomers_is_there(string file)
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        await DemonstrationNation.Load(test.Db, new DemonstrationOrder(1, 20, 2021, DemonstrationOrder.UsualMoment) { Only = ["79"], WithWork = false });
        var text = await File.ReadAllTextAsync(Repository.At(file));
        Assert.Contains(DemonstrationNation.Password, text, StringComparison.Ordinal);
        var named = Regex.Matches(text, @"\b(?:79\d{0,2}|tw)\.[a-z]+\d?\b|\bquantri\b").Select(m => m.Value).Where(n => !n.StartsWith("7902", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(named.Count >= 6, string.Join(", ", named));
        var known = await test.Db.Read(s => s.Query<string>("select sign_in from idn_users"));
        Assert.All(named, n => Assert.Contains(n, known));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_database_with_something_in_it_is_refused_and_left_alone(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await DemonstrationNation.Load(test.Db, Small with { Provinces = 1, Employers = 20 });
        var refusal = await Assert.ThrowsAsync<Refusal>(() => DemonstrationNation.Load(test.Db, Small));
        Assert.Equal("Demonstration.NotEmpty", refusal.Key);
        Assert.Equal(20, await test.Db.Read(s => s.One<long>("select count(*) from reg_employers")));
    }

    [Fact]
    public async Task Numbers_that_make_no_sense_are_refused()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        Assert.Equal("Demonstration.ProvincesOutOfRange", (await Assert.ThrowsAsync<Refusal>(() => DemonstrationNation.Load(test.Db, Small with { Provinces = 64 }))).Key);
        Assert.Equal("Demonstration.EmployersOutOfRange", (await Assert.ThrowsAsync<Refusal>(() => DemonstrationNation.Load(test.Db, Small with { Employers = 3 }))).Key);
        Assert.Equal("Common.UnknownProvince", (await Assert.ThrowsAsync<Refusal>(() => DemonstrationNation.Load(test.Db, Small with { Only = ["03"] }))).Key);
    }

    [Fact]
    public async Task A_day_full_of_work_opens()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var loaded = await DemonstrationNation.Load(test.Db, Small with { Provinces = 1 });
        var today = DemonstrationOrder.UsualMoment.Day;
        var due = await test.Db.Read(s => s.Query<DateOnly>("select due_on from wrk_tasks where state = 'open'"));
        Assert.Contains(due, d => d < today);
        Assert.Contains(due, d => d == today);
        Assert.Contains(due, d => d > today);
        Assert.Equal(loaded.Tasks, await test.Db.Read(s => s.One<long>("select count(*) from wrk_tasks")));
        var promised = await test.Db.Read(s => s.Query<DateOnly>("select promised_on from wrk_contacts where promised_on is not null"));
        Assert.Contains(promised, d => d < today);
        Assert.Contains(promised, d => d == today);
        Assert.Contains(promised, d => d > today);
        Assert.Equal(loaded.Contacts, await test.Db.Read(s => s.One<long>("select count(*) from wrk_contacts")));
        Assert.True(await test.Db.Read(s => s.One<long>("select count(*) from wrk_contacts where outcome = 'no-answer'")) > 0);
        Assert.True(await test.Db.Read(s => s.One<long>("select count(*) from wrk_slots v join wrk_tasks t on t.subject_id = v.subject_id and t.act = v.act and t.occurrence = v.occurrence where v.given_back_at is null and t.state = 'open'")) > 0);

        await using var bare = await TestDatabase.Create(Engine.Sqlite);
        Assert.Equal(0, (await DemonstrationNation.Load(bare.Db, Small with { Provinces = 1, WithWork = false })).Tasks);
    }

    [Fact]
    public async Task Imported_places_are_used()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        await test.Db.Write(s => s.Execute(
            """
            insert into org_localities (code, valid_from, kind, name, folded, parent_code, province) values
            ('991', '2004-07-01', 'district', 'Quận Thử', 'quan thu', '79', '79'), ('99101', '2004-07-01', 'commune', 'Phường Thử', 'phuong thu', '991', '79')
            """));
        await DemonstrationNation.Load(test.Db, Small with { Provinces = 1, Employers = 50 });
        Assert.Equal(["99101"], await test.Db.Read(s => s.Query<string>("select distinct commune_code from reg_employers where commune_code is not null")));
        Assert.Equal("BHXH quận Thử", await test.Db.Read(s => s.One<string>("select name from org_offices where code = '07901'")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Every_invariant_of_the_doctor_holds(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await DemonstrationNation.Load(test.Db, Small);
        Assert.DoesNotContain(await Doctor.Examine(test.Db), f => !f.Holds);
    }

    [Fact]
    public async Task The_site_stands_at_the_moment_asked_for()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        await DemonstrationNation.Load(test.Db, Small with { Provinces = 1, Employers = 50 });
        var clock = await SiteClock.Load(test.Db);
        Assert.True(clock.IsMoved);
        Assert.Equal(new DateOnly(2021, 11, 3), clock.Today());
        Assert.InRange(clock.Now().Milliseconds - DemonstrationOrder.UsualMoment.Milliseconds, 0, 60_000);
    }

    private static async Task<string> Digest(Engine engine, DemonstrationOrder order)
    {
        await using var test = await TestDatabase.Create(engine);
        await DemonstrationNation.Load(test.Db, order);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await test.Db.Read(async s =>
        {
            foreach (var query in Filled)
            {
                // The engines order text differently where it is not a code column: rows are put in one order here.
                var lines = (await s.Query<dynamic>(query)).Select(row => string.Join('\u001f', ((IDictionary<string, object?>)row).Values)).Order(StringComparer.Ordinal);
                foreach (var line in lines)
                {
                    hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
                }
            }

            return 0;
        });
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed class Row
    {
        public long EmployerId { get; init; }
        public string Province { get; init; } = "";
        public string Code { get; init; } = "";
        public string OfficeCode { get; init; } = "";
        public string TaxCode { get; init; } = "";
        public string? CommuneCode { get; init; }
        public short Standing { get; init; }
        public DateOnly? StandingUntil { get; init; }
    }

    private sealed class Dues
    {
        public int Period { get; init; }
        public string Code { get; init; } = "";
        public short Standing { get; init; }
        public long DueSocial { get; init; }
        public long DueHealth { get; init; }
        public long DueUnemployment { get; init; }
        public long DueAccident { get; init; }
    }

    private sealed class LevelRow
    {
        public string LocalityCode { get; init; } = "";
        public short? Level { get; init; }
        public long FromAt { get; init; }
        public long KnownFromAt { get; init; }
        public long? SwitchConfirmedAt { get; init; }
        public string Source { get; init; } = "";
        public string DecisionNumber { get; init; } = "";
        public string Authority { get; init; } = "";
    }
}
