using BaoPhu.Core;
using BaoPhu.Core.Demonstration;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Codes;
using BaoPhu.Tests.Documents;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

/// <summary>The post's delivery file: every answer is evidence of the paper, the end of its message, and what the row has for it on the task.</summary>
public sealed class PostFileTests
{
    private const string Headings = "STT;Số hiệu bưu gửi;Kết quả phát;Ngày phát;Người nhận;Ghi chú";

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_answer_ends_the_message_is_evidence_and_does_what_the_row_says(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var post = await Posted.Open(test, 4);
        var result = await post.Import(
            $"1;{Code(0)};Phát thành công;10:20 03/11/2021;Văn thư;", $"2;{Code(1)};Từ chối nhận;03/11/2021;;Bảo vệ không nhận", $"3;{Code(2)};Không có người nhận tại địa chỉ;03/11/2021;;", $"4;{Code(3)};Chuyển hoàn;03/11/2021;;");
        Assert.Equal((4, 4, 0), (result.Rows, result.Created, result.Rejected));
        Assert.Equal(["delivered 1", "failed-permanent 1", "not-at-address 1", "refused 1"], await post.States());
        Assert.Equal(
            ["TA0001A done delivered", "TA0002A open -", "TA0003A done not-at-address", "TA0004A started returned"],
            await test.Db.Read(s => s.Query<string>("select e.code || ' ' || t.state || ' ' || coalesce(t.outcome, '-') from wrk_tasks t join reg_employers e on e.employer_id = t.subject_id where t.act = 'notice' and t.occurrence = 1 order by e.code")));
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from reg_marks where mark = 'not-at-address'")));
        var contact = (await post.Office.Small.Tasks.Find(Scope.Nation, "79-TA0001A-notice-1")).Contacts.Single();
        Assert.Equal($"Bưu điện: đã phát ngày 03/11/2021, số hiệu {Code(0)}. Người nhận: Văn thư.", contact.Note);
        // Not to take a letter is not to refuse to pay: the task stays with its officer, who is told.
        Assert.Contains((await post.Office.Small.Tasks.Find(Scope.Nation, "79-TA0002A-notice-1")).Events, e => e.Event == "post-answered");
        var events = (await post.Office.Papers.Find(Scope.Nation, "79-TA0002A-1")).Events;
        Assert.Equal("post-refused", events[0].Event);
        Assert.Contains("Bảo vệ không nhận", events[0].Detail, StringComparison.Ordinal);
        // Who made the manifest is told of the three that reached nobody.
        Assert.Equal(3, (await new MessageLists(test.Db).Told(post.Office.Officer.Actor)).Sum(c => c.Messages));
        await post.Office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_same_file_again_writes_nothing_and_a_return_may_follow_a_refusal(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var post = await Posted.Open(test, 2);
        string[] rows = [$"1;{Code(0)};Từ chối nhận;03/11/2021;;", $"2;{Code(1)};Đã phát;03/11/2021;Lan;"];
        Assert.Equal(2, (await post.Import(rows)).Created);
        var again = await post.Import(rows);
        Assert.Equal((0, 2, 0), (again.Created, again.Unchanged, again.Rejected));
        test.Clock.Moment = test.Clock.Moment.AddDays(2);
        var later = await post.Import($"1;{Code(0)};Chuyển hoàn;05/11/2021;;", $"2;{Code(1)};Chuyển hoàn;05/11/2021;;", $"3;{Code(1)};Đã phát;04/11/2021;Lan;");
        Assert.Equal((1, 2), (later.Created, later.Rejected));
        Assert.Contains("khác kết quả đã nhận", later.Refusals[0], StringComparison.Ordinal);
        Assert.Equal(["refused 1", "returned 2"], await test.Db.Read(s => s.Query<string>(
            "select r.result || ' ' || cast(r.result_no as text) from doc_item_results r where r.item_code = @code order by r.result_no", new { code = Code(0) })));
        Assert.Equal(["delivered 1", "refused 1"], await post.States());
        await post.Office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Every_wrong_row_is_refused_with_its_value_and_the_others_are_taken(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var post = await Posted.Open(test, 4, handOver: 3);
        var result = await post.Import(
            "1;RR473124828VN;Đã phát;03/11/2021;;", $"2;{PostalItemCode.Of("RR", 99_999_999)};Đã phát;03/11/2021;;", $"3;{Code(3)};Đã phát;03/11/2021;;", $"4;{Code(0)};Đang phát;03/11/2021;;",
            $"5;{Code(2)};Đã phát;02/11/2021;;", $"6;{Code(0)};Đã phát;04/11/2021;;", $"7;{Code(0)};Đã phát;;;", $"8;{Code(1)};Đã phát;03/11/2021;Lan;", $"9;{Code(1)};Đã phát;03/11/2021;Hoa;", $"10;{Code(0)};;;;", $"11;{Code(0)};Từ chối;03/11/2021;;");
        Assert.Equal((10, 1, 9), (result.Rows, result.Created, result.Rejected));
        foreach (var words in (string[])["\"RR473124828VN\" không đúng dạng", "không có bưu gửi \"RR99999999", "chưa được bàn giao", "\"Đang phát\" không phải kết quả cuối", "\"02/11/2021\" trước ngày bàn giao", "\"04/11/2021\" chưa đến", "dòng 9 nói khác"])
        {
            Assert.Contains(result.Refusals, r => r.Contains(words, StringComparison.Ordinal));
        }

        Assert.Equal(["accepted 2", "refused 1"], await post.States());
        await post.Office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_office_finds_only_the_items_of_its_own_employers(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var post = await Posted.Open(test, 1);
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07902", "BHXH Quận 2", "07900");
        var stranger = await new Users(test.Db, test.Clock).Create(Actor.System, "thu9", "Võ Văn Xa", "07902", Role.DistrictOfficer, "mat-khau-thu-nghiem");
        var result = await post.Import(stranger.Actor, $"1;{Code(0)};Đã phát;03/11/2021;;");
        Assert.Equal((0, 1), (result.Created, result.Rejected));
        Assert.Contains("không có bưu gửi", result.Refusals.Single(), StringComparison.Ordinal);
        Assert.Equal(["accepted 1"], await post.States());
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_trial_changes_nothing_and_the_demonstrations_file_is_read_whole(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var post = await Posted.Open(test, 9);
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".xlsx");
        try
        {
            Assert.Equal(9, await PostalReply.Write(test.Db, "79", path, faulty: true));
            var dry = await post.Import(new ImportRequest(ImportKinds.Post, path) { Province = "79", DryRun = true });
            Assert.Equal((11, 9, 2, 9), (dry.Rows, dry.Created, dry.Rejected, dry.Examples.Count));
            Assert.Equal(["accepted 9"], await post.States());
            var taken = await post.Import(new ImportRequest(ImportKinds.Post, path) { Province = "79" });
            Assert.Equal((9, 2), (taken.Created, taken.Rejected));
            Assert.Equal(["delivered 6", "failed-permanent 1", "not-at-address 1", "refused 1"], await post.States());
            Assert.Equal(0, await PostalReply.Write(test.Db, "79", path, faulty: false));
        }
        finally
        {
            File.Delete(path);
        }

        await post.Office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Where_the_task_is_done_already_the_answer_stands_in_its_history(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var post = await Posted.Open(test, 1);
        // A colleague has recorded the task meanwhile: the answer is a fact all the same.
        await test.Db.Write(tx => tx.Execute("update wrk_tasks set state = 'done', outcome = 'paid' where act = 'notice'"));
        Assert.Equal(1, (await post.Import($"1;{Code(0)};Đã phát;03/11/2021;;")).Created);
        var detail = await post.Office.Small.Tasks.Find(Scope.Nation, "79-TA0001A-notice-1");
        Assert.Equal("paid", detail.Task.Outcome);
        Assert.Contains(detail.Events, e => e.Event == "post-answered" && e.Detail.Contains("đã phát ngày 03/11/2021", StringComparison.Ordinal));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Two_manifests_at_once_draw_every_code_once_without_a_gap(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var post = await Posted.Open(test, 12, handOver: 0);
        var other = new Manifests(test.Db, test.Clock);
        var made = 0;
        var refusals = 0;
        await post.Prepare(12);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            try
            {
                Interlocked.Add(ref made, (await other.Make(post.Office.Officer.Actor, SmallOffice.Own, "07901", 12)).Papers);
            }
            catch (Refusal)
            {
                Interlocked.Increment(ref refusals);
            }
        })));
        Assert.Equal((12, 3), (made, refusals));
        Assert.Equal(Enumerable.Range(0, 12).Select(Code), await test.Db.Read(s => s.Query<string>("select p.item_code from doc_papers p where p.item_code is not null order by p.item_code")));
        await post.Office.Healthy();
    }

    private static string Code(int i) => PostalItemCode.Of("RR", 47_312_482 + i);

    /// <summary>Notices of an office that were handed over to the post.</summary>
    private sealed class Posted(SmallOffice office)
    {
        private readonly string _folder = Path.Combine(Path.GetTempPath(), "baophu-post-" + Guid.NewGuid().ToString("N"));

        public SmallOffice Office => office;

        public static async Task<Posted> Open(TestDatabase test, int employers, int? handOver = null)
        {
            var office = await SmallOffice.Open(test, employers);
            test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
            await office.Particulars(new ParticularsEntry("1180000000017", "Agribank chi nhánh Quận 1") { Items = new ItemRange("RR", 47_312_482, 47_312_582) });
            var (post, manifests) = (new Posted(office), new Manifests(test.Db, test.Clock));
            var first = handOver ?? employers;
            if (first > 0)
            {
                await post.Prepare(first);
                await manifests.HandOver(office.Officer.Actor, SmallOffice.Own, (await manifests.Make(office.Officer.Actor, SmallOffice.Own, "07901", first)).Id);
            }

            if (handOver is > 0 && employers > first)
            {
                await post.Prepare(employers, first);
                await manifests.Make(office.Officer.Actor, SmallOffice.Own, "07901", employers - first);
            }

            return post;
        }

        public async Task Prepare(int to, int from = 0)
        {
            for (var i = from + 1; i <= to; i++)
            {
                var key = (await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, $"79-TA{i:0000}A-notice-1", "TB-NO", office.Answers with { Channel = "post" })).ToString();
                await office.Papers.Number(office.Officer.Actor, SmallOffice.Own, key, 0);
                await office.Papers.Sign(office.Director.Actor, SmallOffice.Own, key, 1);
            }
        }

        public Task<ImportResult> Import(params string[] rows) => Import(office.Officer.Actor, rows);

        public async Task<ImportResult> Import(Actor by, params string[] rows)
        {
            Directory.CreateDirectory(_folder);
            var path = Path.Combine(_folder, "ket-qua.csv");
            await File.WriteAllLinesAsync(path, [Headings, .. rows]);
            return await Import(new ImportRequest(ImportKinds.Post, path) { Province = "79" }, by);
        }

        public async Task<ImportResult> Import(ImportRequest request, Actor? by = null)
        {
            Directory.CreateDirectory(_folder);
            try
            {
                return await new ImportRuns(office.Test.Db, office.Test.Clock, _folder).Run(by ?? office.Officer.Actor, request);
            }
            finally
            {
                Directory.Delete(_folder, recursive: true);
            }
        }

        public async Task<List<string>> States() => (await new MessageLists(office.Test.Db).Counts(Scope.Nation, new MessageFilter())).ConvertAll(c => $"{c.State} {c.Messages}");
    }
}
