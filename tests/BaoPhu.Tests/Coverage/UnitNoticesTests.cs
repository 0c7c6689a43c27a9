using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Coverage;

/// <summary>Notices to every unit with missing workers in one act, with what came of it for each, on both engines.</summary>
public sealed class UnitNoticesTests
{
    private static readonly Scope Province = Scope.OfProvince("79");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Every_unit_gets_its_notice_once_and_the_outcome_stands_at_each(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, [("TA0001A", 202110)]);
        var (cases, registered) = (new UnitCases(test.Db, test.Clock), EmployerKey.Id("79", "TA0001A"));
        var papers = new OfficePapers(test.Db, test.Clock, [cases]);
        var notices = new UnitNotices(test.Db, test.Clock, cases, papers);
        await test.Db.Write(tx => tx.Execute("update reg_employers set email = 'ketoan@an-phu.vn' where employer_id = @registered", new { registered }));
        await Unit(test, 1, registered);
        await Unit(test, 2, null);
        await Unit(test, 3, null);
        await Unit(test, 4, null, missing: 0);
        await Unit(test, 5, null, province: "01");
        // A unit whose notice was begun by hand meanwhile.
        await cases.Prepare(office.Officer.Actor, Province, 3, UnitCases.Notice, new(2021, 11, 20));
        Assert.Equal(3, await notices.Waiting(Province, 2020));
        await Refused("UnitNotices.OneProvince", () => notices.Start(office.Officer.Actor, Scope.Nation, 2020, new(2021, 11, 20), []));
        await Refused("UnitNotices.NeedDeadline", () => notices.Start(office.Officer.Actor, Province, 2020, new(2021, 11, 1), []));
        var run = await notices.Start(office.Officer.Actor, Province, 2020, new(2021, 11, 20), []);
        await Refused("UnitNotices.Nobody", () => notices.Start(office.Officer.Actor, Province, 2020, new(2021, 11, 20), []));
        Assert.Equal(1L, await test.Db.Read(s => s.One<long>("select count(*) from job_runs where kind = 'unit-notices' and state = 'queued'")));
        Assert.True(await notices.Make(office.Officer.Actor, Province, run) == 2, string.Join(" | ", (await notices.Find(Province, run)).Units.Select(u => u.Reason)));
        Assert.Equal(0, await notices.Make(office.Officer.Actor, Province, run));
        var detail = await notices.Find(Province, run);
        Assert.Equal([(3L, "failed"), (1L, "made"), (2L, "made")], detail.Units.Select(u => (u.SubjectId, u.State)));
        Assert.NotNull(detail.Units[0].Reason);
        Assert.Equal(0, await notices.Sign(office.Officer.Actor, Province, run));
        Assert.Equal(2, await notices.Sign(office.Director.Actor, Province, run));
        await Refused("UnitNotices.NotSent", () => notices.Outcome(office.Officer.Actor, Province, run, 1, "delivered"));
        Assert.Equal(2, await notices.Send(office.Officer.Actor, Province, run));
        detail = await notices.Find(Province, run);
        Assert.Equal(["sent", "sent"], detail.Units.Skip(1).Select(u => u.PaperState));
        Assert.Equal(["noticed", "listed", "noticed"], [(await cases.Find(Province, 1)).Case.State, (await cases.Find(Province, 3)).Case.State, (await cases.Find(Province, 2)).Case.State]);
        // Only the registered unit has an address to be told at; the list itself goes by post alone.
        Assert.Equal(("queued", (string?)null), (detail.Units[1].MessageState!, detail.Units[2].MessageState));
        // The list of workers leaves the house whole: a read of each of them. The letter itself names none.
        await papers.File(office.Officer.Actor, Province, detail.Units[1].PaperId!, 0);
        Assert.Equal(0L, await test.Db.Read(s => s.One<long>("select count(*) from aud_reads where kind = 'paper'")));
        await papers.File(office.Officer.Actor, Province, detail.Units[1].PaperId!, 1);
        Assert.Equal(101, await test.Db.Read(s => s.One<long>("select r.subject_id from aud_reads r where r.kind = 'paper' and r.whole = true")));
        await notices.Outcome(office.Officer.Actor, Province, run, 2, "returned");
        Assert.Equal("returned", (await notices.Find(Province, run)).Units[2].Outcome);
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => notices.Find(Scope.OfProvince("01"), run))).Kind);
        Assert.Equal((3, 2L, 1L), ((await notices.List(Province))[0].Units, (await notices.List(Province))[0].Sent, (await notices.List(Province))[0].Failed));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task At_level_4_nothing_goes_but_by_post_and_a_killed_run_doubles_nothing(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, [("TA0001A", 202110)]);
        await office.Small.Level("79", 4, "2021-11-02T00:00");
        var cases = new UnitCases(test.Db, test.Clock);
        var notices = new UnitNotices(test.Db, test.Clock, cases, new OfficePapers(test.Db, test.Clock, [cases]));
        await test.Db.Write(tx => tx.Execute("update reg_employers set email = 'ketoan@an-phu.vn'"));
        await Unit(test, 1, EmployerKey.Id("79", "TA0001A"));
        var run = await notices.Start(office.Officer.Actor, Province, 2020, new(2021, 11, 20), []);
        await notices.Make(office.Officer.Actor, Province, run);
        // Killed after the number was drawn and before it was noted: the paper is found again.
        await test.Db.Write(tx => tx.Execute("update cov_notice_units set state = 'waiting'"));
        Assert.Equal(1, await notices.Make(office.Officer.Actor, Province, run));
        Assert.Equal(1L, await test.Db.Read(s => s.One<long>("select count(*) from doc_office_papers")));
        await notices.Sign(office.Director.Actor, Province, run);
        Assert.Equal(1, await notices.Send(office.Officer.Actor, Province, run));
        Assert.Equal(("post", (string?)null), ((await notices.Find(Province, run)).Units[0].SentBy!, (await notices.Find(Province, run)).Units[0].MessageId));
        Assert.Equal(0L, await test.Db.Read(s => s.One<long>("select count(*) from msg_outbox")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Post_needs_an_address_and_gives_each_item_its_code(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, [("TA0001A", 202110)]);
        var cases = new UnitCases(test.Db, test.Clock);
        var notices = new UnitNotices(test.Db, test.Clock, cases, new OfficePapers(test.Db, test.Clock, [cases]));
        await Unit(test, 1, null);
        await Unit(test, 2, null, address: null);
        await Unit(test, 3, null);
        var run = await notices.Start(office.Officer.Actor, Province, 2020, new(2021, 11, 20), []);
        await notices.Make(office.Officer.Actor, Province, run);
        await notices.Sign(office.Director.Actor, Province, run);
        var issuer = await test.Db.Read(s => s.One<string>("select min(issuer) from doc_office_papers"));
        var particulars = new OfficeParticulars(test.Db, test.Clock);
        await particulars.Set(Actor.System, Scope.Nation, issuer!, new(2021, 1, 1), new ParticularsEntry { Items = new ItemRange("RR", 47_312_482, 47_312_483) }, "hợp đồng");
        await Refused("UnitNotices.NothingSent", () => notices.PostalList(Province, run, new MemoryStream()));
        Assert.Equal(2, await notices.Send(office.Officer.Actor, Province, run));
        var units = (await notices.Find(Province, run)).Units.ToDictionary(u => u.SubjectId);
        Assert.Equal(("signed", "sent"), (units[2].PaperState, units[3].PaperState));
        Assert.Contains("Chưa có địa chỉ", units[2].Reason, StringComparison.Ordinal);
        Assert.Equal((PostalItemCode.Of("RR", 47_312_482), PostalItemCode.Of("RR", 47_312_483)), (units[1].ItemCode!, units[3].ItemCode!));
        var file = new MemoryStream();
        await notices.PostalList(Province, run, file);
        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(file.ToArray()));
        var sheet = await new StreamReader(archive.GetEntry("xl/sheet1.xml")!.Open()).ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.All(new[] { units[1].ItemCode!, units[3].ItemCode!, "12 Lê Lợi", "mẫu dựng lại", "Kết quả phát" }, word => Assert.Contains(word, sheet, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("don vi 2", sheet, StringComparison.Ordinal);

        // The address is known now, but the range is used up: nothing of the unit moves.
        await test.Db.Write(tx => tx.Execute("update cov_units set address = '5 Nguyễn Huệ' where subject_id = 2"));
        Assert.Equal(0, await notices.Send(office.Officer.Actor, Province, run));
        Assert.Equal(("signed", "listed", (string?)null), ((await notices.Find(Province, run)).Units.Single(u => u.SubjectId == 2).PaperState!, (await cases.Find(Province, 2)).Case.State, (await notices.Find(Province, run)).Units.Single(u => u.SubjectId == 2).ItemCode));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_could_not_be_made_is_made_again_when_its_reason_is_mended(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, [("TA0001A", 202110)]);
        var cases = new UnitCases(test.Db, test.Clock);
        var notices = new UnitNotices(test.Db, test.Clock, cases, new OfficePapers(test.Db, test.Clock, [cases]));
        await Unit(test, 1, null);
        var run = await notices.Start(office.Officer.Actor, Province, 2020, new(2021, 11, 20), []);
        await notices.Make(office.Officer.Actor, Province, run);
        await Refused("UnitNotices.Nobody", () => notices.Retry(office.Officer.Actor, Province, run));
        // As a run is left whose paper was begun and could not be numbered.
        await test.Db.Write(async tx =>
        {
            await tx.Execute("update cov_notice_units set state = 'failed', reason = 'x'");
            await tx.Execute("update doc_office_papers set state = 'draft'");
        });
        Assert.Equal(1, await notices.Retry(office.Officer.Actor, Province, run));
        Assert.Equal("waiting", Assert.Single((await notices.Find(Province, run)).Units).State);
        Assert.Equal(2L, await test.Db.Read(s => s.One<long>("select count(*) from job_runs where kind = 'unit-notices'")));
        Assert.Equal(1L, await test.Db.Read(s => s.One<long>("select count(*) from doc_office_papers")));
    }

    private static async Task Refused(string key, Func<Task> act) => Assert.Equal(key, (await Assert.ThrowsAsync<Refusal>(act)).Key);

    private static async Task Unit(TestDatabase test, long id, long? employer, int missing = 2, string province = "79", string? address = "12 Lê Lợi")
    {
        await test.Db.Write(tx => tx.Execute(
            """
            insert into cov_units (subject_id, province, office_code, tax_year, payer_tax_code, name, folded, address, employer_id, workers, with_unit, elsewhere, doubt, missing, missing_months, amount, ended, counted_at)
            values (@id, @province, @office, 2020, '0314409058', @name, @name, @address, @employer, 3, 0, 0, 0, @missing, 36, 0, 0, 0)
            """,
            new { id, province, office = $"0{province}00", name = "don vi " + id, employer, missing, address }));
        await SmallRegister.Worker(test.Db, 100 + id, "nguoi " + id, "0314409058", province);
        await test.Db.Write(tx => tx.Execute("insert into cov_workers (subject_id, unit_id, status) values (@subject, @id, 'unknown')", new { subject = 100 + id, id }));
    }
}
