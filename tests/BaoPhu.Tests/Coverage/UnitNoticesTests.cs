using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Policy;
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
        Assert.All(new[] { units[1].ItemCode!, units[3].ItemCode!, "12 Lê Lợi", "mẫu dựng lại", "Kết quả phát", "Bên giao (ký", "Bưu điện nhận (ký", "<cols>", "BHXH" }, word => Assert.Contains(word, sheet, StringComparison.OrdinalIgnoreCase));
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

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_posts_file_ends_each_notice_once_and_marks_nobody_by_itself(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (notices, cases, run, office) = await Posted(test, 5);
        // One was typed by hand before the file came, as returned.
        await notices.Outcome(office.Officer.Actor, Province, run, 5, "returned");
        string[] rows =
        [
            $"{Code(0)};Phát thành công;04/11/2021;Văn thư Lan;", $"{Code(1)};Không có người nhận tại địa chỉ;04/11/2021;;Đã chuyển đi", $"{Code(2)};Từ chối nhận;04/11/2021;;Bảo vệ không nhận",
            $"{Code(3)};Chuyển hoàn;04/11/2021;;Không tìm thấy đơn vị", $"{Code(4)};Đã phát;04/11/2021;Hoa;", $"{PostalItemCode.Of("RR", 99_999_999)};Đã phát;04/11/2021;;",
        ];
        test.Clock.Moment = test.Clock.Moment.AddDays(2);
        var versions = await Versions(test);
        var dry = await Import(test, office.Officer.Actor, dryRun: true, rows);
        Assert.Equal((4, 2, versions), (dry.Created, dry.Rejected, await Versions(test)));
        var taken = await Import(test, office.Officer.Actor, dryRun: false, rows);
        Assert.Equal((6, 4, 2), (taken.Rows, taken.Created, taken.Rejected));
        // The code of nobody and the contradiction of what a person recorded are named.
        Assert.Contains(taken.Refusals, r => r.Contains("RR99999999", StringComparison.Ordinal));
        Assert.Contains(taken.Refusals, r => r.Contains("khác kết quả đã nhận", StringComparison.Ordinal));
        var units = (await notices.Find(Province, run)).Units.ToDictionary(u => u.SubjectId);
        Assert.Equal(("delivered", new DateOnly(2021, 11, 4), "Văn thư Lan"), (units[1].Outcome!, units[1].OutcomeOn!.Value, units[1].Receiver!));
        Assert.Equal(("not-at-address", "Đã chuyển đi", true), (units[2].Outcome!, units[2].OutcomeNote!, units[2].NobodyThere));
        Assert.Equal(("refused", false), (units[3].Outcome!, units[3].NobodyThere));
        Assert.Equal(("returned", true), (units[4].Outcome!, units[4].NobodyThere));
        Assert.Equal(("returned", (DateOnly?)null), (units[5].Outcome!, units[5].OutcomeOn));
        Assert.Equal(5L, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'coverage.notice-outcome'")));

        // Its history has the line; nothing of the case moved, nobody is marked; the line is the ground that is offered.
        var detail = await cases.Find(Province, 2);
        Assert.Equal(("noticed", CaseFlags.None, "post-not-at-address"), (detail.Case.State, detail.Case.Marks, detail.Events[0].Act));
        Assert.Equal($"Bưu điện: không có người nhận tại địa chỉ ngày 04/11/2021, số hiệu {Code(1)}. Đã chuyển đi", detail.PostFoundNobody);
        Assert.NotNull(detail.Case.ReplyBy);
        await cases.Do(office.Officer.Actor, Province, 2, "not-at-address", detail.Case.Version, new UnitNote(detail.PostFoundNobody));
        Assert.Null((await cases.Find(Province, 2)).PostFoundNobody);
        Assert.False((await notices.Find(Province, run)).Units.Single(u => u.SubjectId == 2).NobodyThere);
        Assert.Null((await cases.Find(Province, 1)).PostFoundNobody);

        // The same again writes nothing; a return may follow a refusal and nothing a delivery; what the post said is not typed over.
        var before = await Versions(test);
        var again = await Import(test, office.Officer.Actor, dryRun: false, rows);
        Assert.Equal((0, 4, 2, before), (again.Created, again.Unchanged, again.Rejected, await Versions(test)));
        var later = await Import(test, office.Officer.Actor, dryRun: false, $"{Code(0)};Chuyển hoàn;05/11/2021;;", $"{Code(2)};Chuyển hoàn;05/11/2021;;Hoàn về nơi gửi");
        Assert.Equal((1, 1), (later.Created, later.Rejected));
        var third = (await notices.Find(Province, run)).Units.Single(u => u.SubjectId == 3);
        Assert.Equal(("refused", new DateOnly(2021, 11, 5), "Hoàn về nơi gửi"), (third.Outcome!, third.BackOn!.Value, third.BackNote!));
        await Refused("UnitNotices.PostAnswered", () => notices.Outcome(office.Officer.Actor, Province, run, 1, "returned"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Another_office_finds_no_notice_in_the_posts_file_and_an_ended_case_keeps_its_end(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (notices, cases, run, office) = await Posted(test, 1);
        var stranger = await new Users(test.Db, test.Clock).Create(Actor.System, "thu9", "Võ Văn Xa", "07902", Role.DistrictOfficer, "mat-khau-thu-nghiem");
        test.Clock.Moment = test.Clock.Moment.AddDays(1);
        Assert.Equal((0, 1), await Import(test, stranger.Actor, false, $"{Code(0)};Đã phát;03/11/2021;;") is var r ? (r.Created, r.Rejected) : default);
        await test.Db.Write(tx => tx.Execute("update cov_unit_cases set state = 'complied', ended_at = 5"));
        Assert.Equal(1, (await Import(test, office.Officer.Actor, false, $"{Code(0)};Đã phát;03/11/2021;;")).Created);
        Assert.Equal(("complied", 5L), await test.Db.Read(s => s.One<(string, long)>("select state, ended_at from cov_unit_cases")));
        Assert.Equal("post-delivered", (await cases.Find(Province, 1)).Events[0].Act);
        Assert.Equal("delivered", (await notices.Find(Province, run)).Units[0].Outcome);
    }

    private static string Code(int i) => PostalItemCode.Of("RR", 47_312_482 + i);

    private static async Task<string> Versions(TestDatabase test) => string.Join(' ', await test.Db.Read(s => s.Query<string>("select cast(c.version as text) from cov_unit_cases c order by c.subject_id")));

    /// <summary>Units 1…n whose notices went to the post under codes in their order.</summary>
    private static async Task<(UnitNotices Notices, UnitCases Cases, string Run, PublicOffice Office)> Posted(TestDatabase test, int units)
    {
        var office = await PublicOffice.Open(test, [("TA0001A", 202110)]);
        var cases = new UnitCases(test.Db, test.Clock);
        var notices = new UnitNotices(test.Db, test.Clock, cases, new OfficePapers(test.Db, test.Clock, [cases]));
        for (var i = 1; i <= units; i++)
        {
            await Unit(test, i, null);
        }

        var run = await notices.Start(office.Officer.Actor, Province, 2020, new(2021, 11, 20), []);
        await notices.Make(office.Officer.Actor, Province, run);
        await notices.Sign(office.Director.Actor, Province, run);
        var issuer = await test.Db.Read(s => s.One<string>("select min(issuer) from doc_office_papers"));
        await new OfficeParticulars(test.Db, test.Clock).Set(Actor.System, Scope.Nation, issuer!, new(2021, 1, 1), new ParticularsEntry { Items = new ItemRange("RR", 47_312_482, 47_312_582) }, "hợp đồng");
        Assert.Equal(units, await notices.Send(office.Officer.Actor, Province, run));
        return (notices, cases, run, office);
    }

    private static async Task<ImportResult> Import(TestDatabase test, Actor by, bool dryRun, params string[] rows)
    {
        var folder = Directory.CreateTempSubdirectory("baophu-notice-post-");
        try
        {
            var path = Path.Combine(folder.FullName, "ket-qua.csv");
            await File.WriteAllLinesAsync(path, ["Số hiệu bưu gửi;Kết quả phát;Ngày phát;Người nhận;Ghi chú", .. rows]);
            return await new ImportRuns(test.Db, test.Clock, Path.Combine(folder.FullName, "files"), posted: [new NoticeAnswers(test.Clock, new UnitCases(test.Db, test.Clock))])
                .Run(by, new ImportRequest(ImportKinds.Post, path) { Province = "79", DryRun = dryRun });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
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
