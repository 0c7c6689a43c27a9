using BaoPhu.Core.Audit;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Coverage;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaoPhu.Tests.Coverage;

/// <summary>Who is missing, unit by unit: by links, participations and the register, on both engines.</summary>
public sealed class UnitsTests
{
    private static readonly Scope Province = Scope.OfProvince("79");
    private static readonly Actor Officer = new("officer", "Cán bộ thử", "07900");
    private static readonly long Here = EmployerKey.Id("79", "TA0001A");
    private static readonly long Other = EmployerKey.Id("79", "TA0002A");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Every_worker_stands_in_one_place_and_doubt_accuses_nobody(Engine engine)
    {
        await using var test = await Filled(engine);
        Assert.Equal(2, await Count(test));
        var units = Units(test);
        var page = await units.List(Province, new UnitFilter(2020));
        Assert.Equal(["0100109106 8: 3 with, 2 elsewhere, 1 doubt, 2 missing", "0314409058 1: 0 with, 0 elsewhere, 0 doubt, 1 missing"], page.Rows.Select(Line));
        Assert.Equal((2L, 9L, 3L), (page.Sums.Units, page.Sums.Workers, page.Sums.Missing));
        Assert.Equal(2L * 120_000_000 * 32 / 100, page.Rows[0].Amount);
        Assert.Equal((24L, Here, "TA0001A", "07901"), (page.Rows[0].MissingMonths, page.Rows[0].EmployerId!.Value, page.Rows[0].Code, page.Rows[0].OfficeCode));
        Assert.Equal(["0314409058"], (await units.List(Province, new UnitFilter(2020) { List = UnitList.NotTakingPart })).Rows.Select(u => u.PayerTaxCode));
        Assert.Equal(["0100109106"], (await units.List(Province, new UnitFilter(2020) { List = UnitList.NotForEveryone })).Rows.Select(u => u.PayerTaxCode));
        Assert.Empty((await units.List(Scope.OfProvince("01"), new UnitFilter(2020))).Rows);
        Assert.Equal(["0100109106"], (await units.List(Scope.OfOffices("79", ["07901"]), new UnitFilter(2020))).Rows.Select(u => u.PayerTaxCode));
        var detail = await units.Find(Officer, Province, page.Rows[0].SubjectId);
        Assert.Equal(["unknown", "none", "doubt", "elsewhere", "elsewhere", "with-unit", "with-unit", "with-unit"], detail.Workers.Select(w => w.Status));
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => units.Find(Officer, Scope.OfProvince("01"), page.Rows[0].SubjectId))).Kind);
    }

    /// <summary>Only the register's own list of persons came in, no employers and no participations: it names the employer by tax code, and nobody who is insured there is accused.</summary>
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_employers_tax_code_in_the_register_is_enough_to_be_with_the_unit(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        foreach (var (person, code) in ((int, string)[])[(1, "0314409058"), (2, "0314409058-001"), (3, "0300588569")])
        {
            await SmallRegister.Person(test.Db, person, "nguoi " + person);
            await test.Db.Write(tx => tx.Execute("update reg_persons set unit_tax_code = @code where person_id = @person", new { code, person }));
            await SmallRegister.Worker(test.Db, 100 + person, "nguoi " + person, "0314409058");
            await SmallRegister.Link(test.Db, 100 + person, person, "accepted");
        }

        await Units(test).Count(Officer, Province, "79", 2020);
        Assert.Equal("0314409058 3: 2 with, 1 elsewhere, 0 doubt, 0 missing", Line((await Units(test).List(Province, new UnitFilter(2020) { OnlyMissing = false })).Rows[0]));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Counting_again_writes_nothing_and_a_reader_s_word_moves_the_figure(Engine engine)
    {
        await using var test = await Filled(engine);
        await Count(test);
        var before = await Units(test).List(Province, new UnitFilter(2020));
        test.Clock.Moment = test.Clock.Moment.AddHours(1);
        await Count(test);
        Assert.Equal(before.Rows.Select(u => u.CountedAt), (await Units(test).List(Province, new UnitFilter(2020))).Rows.Select(u => u.CountedAt));
        await test.Db.Write(tx => tx.Execute("update cov_links set state = 'rejected' where state = 'review'"));
        await Count(test);
        Assert.Equal("0100109106 8: 3 with, 2 elsewhere, 0 doubt, 3 missing", Line((await Units(test).List(Province, new UnitFilter(2020))).Rows[0]));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_reader_s_decision_moves_his_unit_at_once_and_no_other(Engine engine)
    {
        await using var test = await Filled(engine);
        await Count(test);
        await new Settings(test.Db, test.Clock).Set(Actor.System, Scope.Nation, Settings.NationScope, Settings.ReviewSamplePercent, new(2021, 1, 1), "0", "thử");
        test.Clock.Moment = test.Clock.Moment.AddHours(1);
        await new Reviews(test.Db, test.Clock, new ReadLog(test.Db, test.Clock, NullLogger<ReadLog>.Instance)).Decide(
            Officer, Province, new(106, 6), LinkState.Review, same: false, "Khác năm sinh");
        var rows = (await Units(test).List(Province, new UnitFilter(2020))).Rows;
        Assert.Equal(["0100109106 8: 3 with, 2 elsewhere, 0 doubt, 3 missing", "0314409058 1: 0 with, 0 elsewhere, 0 doubt, 1 missing"], rows.Select(Line));
        Assert.Equal((true, false), (rows[0].CountedAt == test.Clock.Now(), rows[1].CountedAt == test.Clock.Now()));
        // As the next count of the year finds it: nothing is written again.
        test.Clock.Moment = test.Clock.Moment.AddHours(1);
        await Count(test);
        Assert.Equal(rows.Select(u => u.CountedAt), (await Units(test).List(Province, new UnitFilter(2020))).Rows.Select(u => u.CountedAt));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_missing_worker_is_followed_to_an_end_with_its_ground(Engine engine)
    {
        await using var test = await Filled(engine);
        await Count(test);
        var units = Units(test);
        var unit = (await units.List(Province, new UnitFilter(2020))).Rows[0];
        var workers = (await units.Find(Officer, Province, unit.SubjectId)).Workers;
        async Task<string> Refused(long worker, string? outcome, string? ground) => (await Assert.ThrowsAsync<Refusal>(() => units.End(Officer, Province, unit.SubjectId, worker, outcome, ground))).Key;
        Assert.Equal("Coverage.NeedOutcome", await Refused(workers[0].SubjectId, "lost", "x"));
        Assert.Equal("Coverage.NeedGround", await Refused(workers[0].SubjectId, "left", " "));
        Assert.Equal("Coverage.NotMissing", await Refused(workers[7].SubjectId, "left", "x"));
        Assert.Equal("Coverage.NoWorker", await Refused(999, "left", "x"));
        await units.End(Officer, Province, unit.SubjectId, workers[0].SubjectId, "registered", "D02-LT số 5");
        await Count(test);
        unit = (await units.List(Province, new UnitFilter(2020))).Rows[0];
        Assert.Equal((2, 1), (unit.Missing, unit.Ended));
        Assert.Equal("D02-LT số 5", (await units.Find(Officer, Province, unit.SubjectId)).Workers[0].OutcomeGround);
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'coverage.worker-end'")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_lists_come_out_by_either_reading_with_the_workers_and_are_noted(Engine engine)
    {
        await using var test = await Filled(engine);
        await Count(test);
        var sheets = new UnitSheets(test.Db, test.Clock);
        async Task<int> Rows(string form) => await sheets.Write(Officer, Province, 2020, form, new MemoryStream());
        Assert.Equal((2, 3), (await Rows("a"), await Rows("b")));
        await new Settings(test.Db, test.Clock).Set(Actor.System, Scope.Nation, Settings.NationScope, Settings.ListReading, new(2021, 1, 1), "units-and-workers", "thử");
        Assert.Equal((2, 3), (await Rows("a"), await Rows("b")));
        Assert.Equal(0, await sheets.Write(Officer, Scope.OfProvince("01"), 2020, "a", new MemoryStream()));
        Assert.Equal(5, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'coverage.list'")));
        Assert.True(await test.Db.Read(s => s.One<long>("select count(*) from aud_reads where kind = 'unit-workers' and whole")) >= 3);
    }

    private static string Line(Unit u) => $"{u.PayerTaxCode} {u.Workers}: {u.WithUnit} with, {u.Elsewhere} elsewhere, {u.Doubt} doubt, {u.Missing} missing";

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_unit_is_found_by_name_as_surely_as_the_setting_wants(Engine engine)
    {
        await using var test = await Filled(engine);
        await test.Db.Write(tx => tx.Execute("update reg_employers set name = 'Công ty TNHH Minh Khai Tân Lập Sông Hồng Phát', tax_code = null where code = 'TA0002A'"));
        await test.Db.Write(tx => tx.Execute("update reg_tax_incomes set payer_name = 'CTY TNHH MINH KHAI TÂN LẬP SÔNG HỒNG PHÁT' where payer_tax_code = '0314409058'"));
        Task<List<long>> Found() => test.Db.Read(s => s.Query<long>("select employer_id from cov_unit_employers where how = 'name'"));
        await Count(test);
        Assert.Equal([Other], await Found());
        await new Settings(test.Db, test.Clock).Set(Actor.System, Scope.Nation, "79", Settings.MatchPrecision, new(2004, 7, 1), "1000", "thử");
        await Count(test);
        Assert.Empty(await Found());
    }

    private static Task<long> Count(TestDatabase test) => Units(test).Count(Officer, Province, "79", 2020);

    private static Units Units(TestDatabase test) => new(test.Db, test.Clock, new ReadLog(test.Db, test.Clock, NullLogger<ReadLog>.Instance));

    /// <summary>Eight workers of a registered employer (three with it: by participation, by the register, by a branch of the same legal person), one of a unit that nobody knows.</summary>
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_was_reviewed_is_a_figure_of_each_office_and_unknown_where_no_tax_data_came(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        foreach (var (id, office, year, workers, doubt) in ((long, string, int, int, int)[])[(1, "07900", 2020, 5, 0), (2, "07900", 2020, 4, 1), (3, "07901", 2020, 3, 0), (4, "07900", 2019, 9, 0)])
        {
            await test.Db.Write(tx => tx.Execute(
                """
                insert into cov_units (subject_id, province, office_code, tax_year, payer_tax_code, name, folded, workers, with_unit, elsewhere, doubt, missing, missing_months, amount, ended, counted_at)
                values (@id, '79', @office, @year, '0314409058', @name, 'x', @workers, 0, 0, @doubt, @workers - @doubt, 0, 0, 0, 0)
                """,
                new { id, office, year, workers, doubt, name = "Đơn vị " + id }));
        }

        var window = new BaoPhu.Core.Reporting.FigureWindow(new(2021, 1, 1), new(2021, 12, 31), test.Clock.Now());
        var figures = new BaoPhu.Core.Reporting.Indicators(test.Db);
        string[] codes = ["units-reviewed", "workers-reviewed"];
        Assert.Equal([("units-reviewed", (long?)2L), ("workers-reviewed", 11L)], (await figures.Values(Scope.OfProvince("79"), codes, window)).Select(v => (v.Key, v.Value)));
        Assert.Equal([("units-reviewed", (long?)1L), ("workers-reviewed", 3L)], (await figures.Values(Scope.OfOffices("79", ["07901"]), codes, window)).Select(v => (v.Key, v.Value)));
        Assert.All((await figures.Values(Scope.OfProvince("01"), codes, window)).Values, Assert.Null);
        // It opens to the units it is made of.
        var rows = await figures.Rows(Scope.Nation, Scope.OfProvince("79"), "workers-reviewed", window, null);
        Assert.Equal((11L, 3), (rows.Total, rows.Rows.Count));
        Assert.Equal(["Đơn vị 1", "Đơn vị 2", "Đơn vị 3"], rows.Rows.Select(r => r.Ground).Order(StringComparer.Ordinal));
    }

    private static async Task<TestDatabase> Filled(Engine engine)
    {
        var test = await TestDatabase.Create(engine);
        var small = await SmallProvince.Create(test);
        await small.Employer("TA0001A", 202110);
        await small.Employer("TA0002A", 202110);
        await small.Employer("TA0003A", 202110);
        await test.Db.Write(tx => tx.Execute("update reg_employers set tax_code = case code when 'TA0001A' then '0100109106' when 'TA0003A' then '0100109106' else '0300588569' end, office_code = '07901'"));
        var workers = new (long Person, long? Employer, long? Stays, int From, int? To, string? Link)[]
        {
            (1, null, Here, 202001, null, "accepted"), (2, Here, null, 0, null, "confirmed"), (3, EmployerKey.Id("79", "TA0003A"), null, 0, null, "accepted"),
            (4, Here, Other, 202001, 202012, "accepted"), (5, Other, null, 0, null, "accepted"), (6, null, null, 0, null, "review"), (7, Here, Here, 201801, 201912, "accepted"), (8, null, null, 0, null, null),
        };
        foreach (var (person, employer, stays, from, to, link) in workers)
        {
            await SmallRegister.Person(test.Db, person, "nguoi " + person, employer: employer);
            await SmallRegister.Worker(test.Db, 100 + person, "nguoi " + person);
            if (stays is { } at)
            {
                await test.Db.Write(tx => tx.Execute(
                    "insert into reg_participations (person_id, row_key, province, employer_id, from_period, to_period, updated_at) values (@person, 1, '79', @at, @from, @to, 0)", new { person, at, from, to }));
            }

            if (link is not null)
            {
                await SmallRegister.Link(test.Db, 100 + person, person, link);
            }
        }

        await SmallRegister.Worker(test.Db, 200, "nguoi la", "0314409058", months: 6);
        return test;
    }
}
