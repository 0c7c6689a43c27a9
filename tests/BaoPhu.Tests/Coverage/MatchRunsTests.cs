using System.Globalization;
using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Demonstration;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Coverage;
using BaoPhu.Rules.Matching;
using BaoPhu.Tests.Imports;
using BaoPhu.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaoPhu.Tests.Coverage;

/// <summary>From the files to the links: imported, matched, decided, matched again, on both engines.</summary>
public sealed class MatchRunsTests
{
    private static readonly Scope Province = Scope.OfProvince("79");
    private static readonly Actor Officer = new("officer", "Cán bộ thử", "07900");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Imported_files_become_links_that_say_who_is_who(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var truth = await Import(desk);
        var runs = new MatchRuns(desk.Db, desk.Clock);
        var summary = await runs.Run(Officer, Province, "79", ImportKinds.Tax, cancel: TestContext.Current.CancellationToken);
        Assert.Equal((long)truth.Tax.Count, summary.Accepted + summary.Review + summary.Rejected);
        var quality = await Quality(desk, runs, truth);
        Assert.True(quality.Precision >= 0.995, $"{quality}");
        Assert.True(quality.Recall >= 0.95, $"{quality}");
        var pair = (await runs.Links(Province, "79", ImportKinds.Tax))[0];
        var reasons = (await desk.Db.Read(s => s.One<Link>("select terms, score from cov_links where subject_id = @Subject and person_id = @Person", new { pair.Subject, pair.Person })))!;
        Assert.InRange(reasons.Reasons.Sum(r => r.Bits) - pair.Bits, -0.05, 0.05);
        // The units are counted in the same breath, and every worker stands in one place.
        var units = await new Units(desk.Db, desk.Clock, new ReadLog(desk.Db, desk.Clock, NullLogger<ReadLog>.Instance)).List(Province, new UnitFilter(2020) { OnlyMissing = false });
        Assert.Equal(truth.Tax.Count, units.Sums.Workers);
        Assert.Equal(units.Sums.Workers, units.Sums.WithUnit + units.Sums.Elsewhere + units.Sums.Doubt + units.Sums.Missing);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_second_run_writes_nothing_and_what_persons_decided_stays(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await Import(desk);
        var runs = new MatchRuns(desk.Db, desk.Clock);
        await runs.Run(Officer, Province, "79", ImportKinds.Tax, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(0, (await runs.Run(Officer, Province, "79", ImportKinds.Tax, cancel: TestContext.Current.CancellationToken)).Changed);
        var links = (await runs.Links(Province, "79", ImportKinds.Tax)).FindAll(l => l.State == "accepted");
        var (apart, same) = (links[0], links[1]);
        await desk.Db.Write(tx => tx.Execute("update cov_links set state = 'rejected' where subject_id = @Subject", new { apart.Subject }));
        await desk.Db.Write(tx => tx.Execute("update cov_links set state = 'confirmed', score = 1 where subject_id = @Subject", new { same.Subject }));
        await runs.Run(Officer, Province, "79", ImportKinds.Tax, cancel: TestContext.Current.CancellationToken);
        var after = await runs.Links(Province, "79", ImportKinds.Tax);
        Assert.Equal("rejected", after.Single(l => l.Subject == apart.Subject && l.Person == apart.Person).State);
        Assert.Equal((same.Person, 0.01, "confirmed"), after.Where(l => l.Subject == same.Subject).Select(l => (l.Person, l.Bits, l.State)).Single());
        // The tax authority's row is corrected: its link goes with what it was.
        var gone = after.First(l => l.State == "accepted" && l.Subject != same.Subject);
        await desk.Db.Write(tx => tx.Execute("update reg_tax_incomes set name = 'Không Ai Cả', folded = 'khong ai ca', citizen_id = null, tax_code = null, born_on = '1931-01-02', birth_year = 1931, updated_at = @now where subject_id = @Subject", new { gone.Subject, now = desk.Clock.Now() }));
        await runs.Run(Officer, Province, "79", ImportKinds.Tax, cancel: TestContext.Current.CancellationToken);
        Assert.DoesNotContain(await runs.Links(Province, "79", ImportKinds.Tax), l => l.Subject == gone.Subject);

        // A row that was erased with its confirmed pair is neither accepted nor rejected: what is told adds up to the rows that there are.
        await desk.Db.Write(tx => tx.Execute("delete from reg_tax_incomes where subject_id = @Subject", new { same.Subject }));
        var last = await runs.Run(Officer, Province, "79", ImportKinds.Tax, all: true, cancel: TestContext.Current.CancellationToken);
        var (rows, accepted) = await desk.Db.Read(async s => (await s.One<long>("select count(*) from reg_tax_incomes"), await s.One<long>(
            "select count(*) from cov_links l join reg_tax_incomes t on t.subject_id = l.subject_id where l.state in ('accepted', 'confirmed')")));
        Assert.Equal((rows, accepted), (last.Accepted + last.Review + last.Rejected, last.Accepted));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_next_run_compares_what_is_new_or_changed_on_both_sides(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await Import(desk);
        var runs = new MatchRuns(desk.Db, desk.Clock);
        Task<MatchSummary> Again(bool all = false)
        {
            desk.Clock.Moment = desk.Clock.Moment.AddDays(1);
            return runs.Run(Officer, Province, "79", ImportKinds.Tax, all, TestContext.Current.CancellationToken);
        }

        var first = await Again();
        Assert.Equal(first.Rows, first.Compared);
        var second = await Again();
        Assert.Equal((0L, 0L), (second.Compared, second.Changed));
        Assert.Equal((first.Accepted, first.Review), (second.Accepted, second.Review));

        // Somebody joins whom the tax data had as a stranger; another person's papers turn out to be somebody else's.
        var links = await runs.Links(Province, "79", ImportKinds.Tax);
        var stranger = await desk.Db.Read(s => s.One<(long Subject, string Name, string Folded, string? Citizen, DateOnly? Born, int? Year)>(
            """
            select t.subject_id, t.name, t.folded, t.citizen_id, t.born_on, t.birth_year from reg_tax_incomes t
            where length(t.citizen_id) = 12 and t.born_on is not null and not exists (select 1 from cov_links l where l.subject_id = t.subject_id) order by t.subject_id limit 1
            """));
        var lost = links.First(l => l.State == "accepted");
        await SmallRegister.Person(desk.Db, 7_955_555_555, "x");
        desk.Clock.Moment = desk.Clock.Moment.AddDays(1);
        await desk.Db.Write(async tx =>
        {
            var now = desk.Clock.Now();
            await tx.Execute(
                "update reg_persons set name = @Name, folded = @Folded, citizen_id = @Citizen, born_on = @Born, birth_year = @Year, updated_at = @now where person_id = 7955555555",
                new { stranger.Name, stranger.Folded, stranger.Citizen, stranger.Born, stranger.Year, now });
            await tx.Execute(
                "update reg_persons set name = 'Không Ai Cả', folded = 'khong ai ca', citizen_id = null, tax_code = null, born_on = '1931-01-02', birth_year = 1931, updated_at = @now where person_id = @Person", new { now, lost.Person });
        });
        var third = await Again();
        Assert.InRange(third.Compared, 2, 200);
        var after = await runs.Links(Province, "79", ImportKinds.Tax);
        Assert.Equal((7_955_555_555, "accepted"), after.Where(l => l.Subject == stranger.Subject).Select(l => (l.Person, l.State)).Single());
        Assert.DoesNotContain(after, l => l.Subject == lost.Subject && l.Person == lost.Person);
        // Who was not touched has the link that he had.
        Assert.Equal(links.Where(l => l.Subject != lost.Subject), after.Where(l => links.Exists(o => o.Subject == l.Subject) && l.Subject != lost.Subject));
        Assert.Equal(third.Rows, (await Again(all: true)).Compared);

        // The terms of a link are as they were given; of a pair that no run linked they are weighed when asked.
        var key = new LinkKey(links[3].Subject, links[3].Person);
        var told = await runs.Explain(Province, "79", ImportKinds.Tax, key);
        Assert.Equal("accepted", told.State ?? "");
        var apart = await runs.Explain(Province, "79", ImportKinds.Tax, key with { Person = links[4].Person });
        Assert.Null(apart.State);
        Assert.True(apart.Bits < told.Bits);
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => runs.Explain(Province, "79", ImportKinds.Tax, key with { Person = 1 }))).Kind);
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => runs.Explain(Scope.OfProvince("01"), "79", ImportKinds.Tax, key))).Kind);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_run_after_random_changes_finds_what_a_run_of_all_would_find(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await Import(desk);
        var runs = new MatchRuns(desk.Db, desk.Clock);
        Task<MatchSummary> Run() => runs.Run(Officer, Province, "79", ImportKinds.Tax, cancel: TestContext.Current.CancellationToken);
        await Run();
        var dice = new Random(7);
        for (var round = 0; round < 4; round++)
        {
            desk.Clock.Moment = desk.Clock.Moment.AddDays(1);
            await Shuffle(desk, dice);
            var next = await Run();
            Assert.InRange(next.Compared, 1, next.Rows - 1);
            // Everything anew with the same weights, on the tables as they are now.
            await desk.Db.Read(async s =>
            {
                var model = JsonSerializer.Deserialize<MatchModel>((await s.One<string>("select model from cov_runs order by run_at desc, run_id desc limit 1"))!, JsonSerializerOptions.Web)!;
                var sides = MatchSides.Load(s, "79", ImportKinds.Tax);
                var all = new PersonMatching(sides.Told.Rows, sides.Register.Rows).Run(model).Answers;
                var anew = all.Where(a => a.Verdict != MatchVerdict.Rejected).Select(a => (sides.Told.Ids[a.Row], sides.Register.Ids[a.Person], a.Verdict == MatchVerdict.Accepted ? "accepted" : "review"));
                var differ = (await s.Query<(long Subject, long Person, string State)>("select subject_id, person_id, state from cov_links")).ToHashSet();
                differ.SymmetricExceptWith(anew);
                // A pair that nobody touched keeps its score although its name became rarer or more frequent; a rare one's by a bit. That shows only where it stands at a threshold.
                Assert.InRange(differ.Count, 0, 4);
                Assert.All(differ, d => Assert.True(Math.Min(Apart(d.Subject, model.Accept), Apart(d.Subject, model.Review)) < 1.1));
                return 0;

                double Apart(long subject, double threshold) => Math.Abs(Odds(all[sides.Told.Place(subject)].Probability) - Odds(threshold));

                static double Odds(double probability) => Math.Log2(probability / (1 - probability));
            });
            // The units were looked at as far as something changed: counting all finds nothing else.
            var counted = await Counted(desk);
            await new Units(desk.Db, desk.Clock, new ReadLog(desk.Db, desk.Clock, NullLogger<ReadLog>.Instance)).Count(Officer, Province, "79", 2020);
            Assert.Equal(counted.Units, (await Counted(desk)).Units);
            Assert.Equal(counted.Workers, (await Counted(desk)).Workers);
        }
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Units_are_counted_anew_where_participations_an_employer_or_a_setting_changed(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await Import(desk);
        var runs = new MatchRuns(desk.Db, desk.Clock);
        async Task<List<(long, int, int, int, int, long)>> Next()
        {
            desk.Clock.Moment = desk.Clock.Moment.AddDays(1);
            await runs.Run(Officer, Province, "79", ImportKinds.Tax, cancel: TestContext.Current.CancellationToken);
            var (units, workers) = await Counted(desk);
            await new Units(desk.Db, desk.Clock, new ReadLog(desk.Db, desk.Clock, NullLogger<ReadLog>.Instance)).Count(Officer, Province, "79", 2020);
            Assert.Equal(units, (await Counted(desk)).Units);
            Assert.Equal(workers, (await Counted(desk)).Workers);
            return units;
        }

        var first = await Next();
        Assert.Equal(first, await Next());
        // Somebody took part the whole year with an employer who is not the one that paid.
        await desk.Db.Write(tx => tx.Execute(
            """
            insert into reg_employers (employer_id, province, code, name, folded, office_code, tax_code, standing, updated_at) values (79000001, '79', 'ZZ0001Z', 'Công ty khác', 'cong ty khac', '07901', '0399999999', 1, @now)
            """,
            new { now = desk.Clock.Now() }));
        var second = await Next();
        var person = await desk.Db.Read(s => s.One<long>("select w.person_id from cov_workers w where w.status = 'with-unit' order by w.subject_id limit 1"));
        await desk.Db.Write(tx => tx.Execute(
            "insert into reg_participations (person_id, row_key, province, employer_id, from_period, updated_at) values (@person, 1, '79', 79000001, 202001, @now)", new { person, now = desk.Clock.Now() }));
        Assert.NotEqual(second, await Next());
        var third = await Counted(desk);
        await new Settings(desk.Db, desk.Clock).Set(Officer, Province, "79", Settings.StakePercent, desk.Clock.Today(), "10", "thử");
        Assert.NotEqual(third.Units, await Next());
    }

    /// <summary>What stands of units and workers, but when it was counted.</summary>
    private static Task<(List<(long, int, int, int, int, long)> Units, List<(long, string, long?, int?)> Workers)> Counted(ImportDesk desk) => desk.Db.Read(async s => (
        await s.Query<(long, int, int, int, int, long)>("select u.subject_id, u.workers, u.with_unit, u.doubt, u.missing, u.amount from cov_units u order by u.subject_id"),
        await s.Query<(long, string, long?, int?)>("select w.subject_id, w.status, w.person_id, w.months from cov_workers w order by w.subject_id")));

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_a_run_kept_is_of_use_to_the_next_one_alone_and_goes_with_the_rows_it_was_made_of(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await Import(desk);
        var runs = new MatchRuns(desk.Db, desk.Clock);
        Task<MatchSummary> Run() => runs.Run(Officer, Province, "79", ImportKinds.Tax, cancel: TestContext.Current.CancellationToken);
        await Run();
        Assert.Equal(0, (await Run()).Compared);
        // A run of another hand did not keep what it saw.
        await desk.Db.Write(tx => tx.Execute("update cov_folded set run_id = 'other' where side = 'told'"));
        Assert.Equal(1000, (await Run()).Compared);
        await desk.Db.Write(tx => tx.Execute("update reg_tax_incomes set expires_on = @day", new { day = desk.Clock.Today().AddDays(-1) }));
        await Run();
        await runs.Run(Officer, Province, "79", ImportKinds.Tax, all: true, cancel: TestContext.Current.CancellationToken);
        await new DueMatches(desk.Db, desk.Clock).QueueDue();
        Assert.Equal(0, await desk.Db.Read(s => s.One<long>("select count(*) from cov_folded where side = 'told'")));
        Assert.Equal(1000, (await Run()).Compared);
        if (engine == Engine.Postgres)
        {
            Assert.Equal("e", await desk.Db.Read(s => s.One<string>("select cast(attstorage as text) from pg_attribute where attrelid = cast('cov_folded' as regclass) and attname = 'body'")));
        }
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_came_in_is_matched_once_and_by_itself(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var due = new DueMatches(desk.Db, desk.Clock);
        Assert.Empty(await due.QueueDue());
        await Import(desk);
        desk.Clock.Moment = desk.Clock.Moment.AddMinutes(1);
        Assert.Equal([("79", ImportKinds.Tax)], await due.QueueDue());
        Assert.Empty(await due.QueueDue());
        var job = new MatchJob(new MatchRuns(desk.Db, desk.Clock));
        var run = (await desk.Db.Read(s => s.One<JobRun>("select run_id, kind, province, input from job_runs where kind = 'match'")))!;
        await job.Run(new JobCall(run, Officer, (_, _) => Task.CompletedTask, TestContext.Current.CancellationToken));
        Assert.True(Assert.Single(await new MatchRuns(desk.Db, desk.Clock).Latest(Province)).Accepted > 0);
        Assert.Empty(await new MatchRuns(desk.Db, desk.Clock).Latest(Scope.OfProvince("01")));
        desk.Clock.Moment = desk.Clock.Moment.AddMinutes(1);
        Assert.Empty(await due.QueueDue());
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Whoever_may_not_and_whatever_is_not_there_is_said(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var runs = new MatchRuns(desk.Db, desk.Clock);
        async Task<Refusal> Refused(Scope scope) => await Assert.ThrowsAsync<Refusal>(() => runs.Run(Officer, scope, "79", ImportKinds.Tax, cancel: TestContext.Current.CancellationToken));
        Assert.Equal(RefusalKind.Forbidden, (await Refused(Scope.OfProvince("01"))).Kind);
        Assert.Equal(RefusalKind.Forbidden, (await Refused(Scope.OfOffices("79", ["07901"]))).Kind);
        Assert.Equal("Coverage.NoPersons", (await Refused(Province)).Key);
        await SmallRegister.Person(desk.Db, 7912345678, "Nguyễn Văn An");
        Assert.Equal("Coverage.NoRows", (await Refused(Province)).Key);
    }

    /// <summary>Of both sides some rows go, some are told otherwise, some come: in all about one in fifty.</summary>
    private static Task Shuffle(ImportDesk desk, Random dice) => desk.Db.Write(async tx =>
    {
        var now = desk.Clock.Now();
        foreach (var (table, id) in ((string, string)[])[("reg_persons", "person_id"), ("reg_tax_incomes", "subject_id")])
        {
            var ids = await tx.Query<long>($"select {id} from {table} order by {id}");
            foreach (var row in ids)
            {
                var other = ids[dice.Next(ids.Count)];
                await (dice.Next(200) switch
                {
                    0 => tx.Execute($"delete from {table} where {id} = @row", new { row }),
                    1 => tx.Execute($"update {table} set citizen_id = (select o.citizen_id from {table} o where o.{id} = @other), updated_at = @now where {id} = @row", new { row, other, now }),
                    2 => tx.Execute($"update {table} set name = (select o.name from {table} o where o.{id} = @other), born_on = (select o.born_on from {table} o where o.{id} = @other), updated_at = @now where {id} = @row", new { row, other, now }),
                    // Somebody new with the id of somebody who goes.
                    3 => tx.Execute($"update {table} set {id} = {id} + 5000000, updated_at = @now where {id} = @row", new { row, now }),
                    // What no comparison looks at, but who counts the units does.
                    4 => tx.Execute($"update {table} set {(id == "person_id" ? "unit_tax_code = '0301234567'" : "months = 3, payer_name = 'Công ty đổi tên'")}, updated_at = @now where {id} = @row", new { row, now }),
                    _ => Task.CompletedTask,
                });
            }
        }
    });

    /// <summary>A truth of 3,000 people and 1,000 rows through the real files.</summary>
    private static async Task<TaxTruth> Import(ImportDesk desk)
    {
        var truth = TaxTruth.Make(5, 3000, 1000);
        var register = desk.File("so.csv", ["Mã số BHXH,Họ và tên,Ngày sinh,Giới tính,Số CCCD/CMND,MST cá nhân,MST đơn vị", .. truth.Register.Select((r, i) =>
            $"{Number(i)},{r.Name},{Born(r)},{(r.Male ? "Nam" : "Nữ")},{r.CitizenId},{r.TaxCode},{TaxTruth.PayerOf(r.Unit)}")]);
        Assert.Equal(truth.Register.Count, (await desk.Run(ImportKinds.Persons, register)).Created);
        var tax = desk.File("thue.csv", ["STT,MST đơn vị chi trả,Tên đơn vị chi trả,Họ và tên,MST cá nhân,Số CMND/CCCD,Ngày sinh,Số tháng,Thu nhập chịu thuế,Địa chỉ,Năm quyết toán", .. truth.Tax.Select((r, i) =>
            $"{i},{TaxTruth.PayerOf(r.Unit)},Công ty {r.Unit},{r.Name},{r.TaxCode},{r.CitizenId},{Born(r)},12,{1000 + i},,2020")]);
        Assert.Equal(truth.Tax.Count, (await desk.Run(ImportKinds.Tax, tax)).Created);
        return truth;
    }

    private static async Task<MatchQuality> Quality(ImportDesk desk, MatchRuns runs, TaxTruth truth)
    {
        var places = (await desk.Db.Read(s => s.Query<(long Subject, long Income)>("select subject_id, income from reg_tax_incomes"))).ToDictionary(r => r.Subject, r => (int)r.Income - 1000);
        var found = (await runs.Links(Province, "79", ImportKinds.Tax)).Where(l => l.State == "accepted").ToDictionary(l => places[l.Subject], l => (int)(l.Person - 7_900_000_000));
        return MatchQuality.Of(truth.Tax.Select((t, i) => ((long)t.Person, (long)found.GetValueOrDefault(i, -1))));
    }

    private static string Number(int person) => (7_900_000_000 + person).ToString(CultureInfo.InvariantCulture);

    private static string Born(TruthRow row) => row.BornOn?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? row.BirthYear?.ToString(CultureInfo.InvariantCulture) ?? "";
}
