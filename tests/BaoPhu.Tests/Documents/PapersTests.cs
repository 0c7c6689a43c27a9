using System.IO.Compression;
using System.Text.RegularExpressions;
using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Papers;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Documents;

/// <summary>The life of papers: prepared, numbered, signed, sent, replaced, voided; what a task needs of them; that none changes.</summary>
public sealed class PapersTests
{
    private const string Notice = "79-TA0001A-notice-1";

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_notice_is_prepared_numbered_signed_and_sent_and_only_then_is_its_task_done(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        Task<RecordResult> Record() => office.Small.Records.Record(office.Officer.Actor, SmallOffice.Own, Notice, new(0, "zalo", "delivered"));
        Assert.Equal("Papers.NeedsPaper", await Refused(Record));
        var key = await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, Notice, "TB-NO", office.Answers);
        Assert.Equal("79-TA0001A-1", key.ToString());
        Assert.Equal("Papers.Needs_Signed", await Refused(Record));
        Assert.Equal(new NumberResult("01/TB-BHXH", PaidUp: false), await office.Papers.Number(office.Officer.Actor, SmallOffice.Own, key.ToString(), 0));
        Assert.Equal("Papers.Needs_Signed", await Refused(Record));
        await office.Papers.Sign(office.Director.Actor, SmallOffice.Own, key.ToString(), 1);
        await office.Papers.Send(office.Officer.Actor, SmallOffice.Own, key.ToString(), 2, "gửi Zalo kế toán");
        Assert.Equal(BaoPhu.Rules.Planning.TaskState.Done, (await Record()).State);
        var detail = await office.Papers.Find(SmallOffice.Own, key.ToString());
        Assert.Equal(["sent", "signed", "numbered"], detail.Events.Select(e => e.Event));
        Assert.Equal((1, 2021, 1_000_000L, PaperState.Sent), (detail.Paper.Number, detail.Paper.Year, detail.Paper.Amount, detail.Paper.PaperState));
        Assert.Equal(4, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act like 'documents.%'")));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_file_is_the_same_whenever_it_is_taken_and_says_what_was_numbered(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        var key = await office.Signed();
        var (name, first) = await office.Papers.File(SmallOffice.Own, key.ToString(), 0);
        Assert.Equal("TB-NO-TA0001A-2021-01.docx", name);
        await office.Small.Pays("TA0001A", 500_000);
        await test.Db.Write(tx => tx.Execute("update reg_employers set name = 'Tên mới'"));
        test.Clock.Moment = test.Clock.Moment.AddDays(40);
        Assert.Equal(first.ToArray(), (await office.Papers.File(SmallOffice.Own, key.ToString(), 0)).Bytes.ToArray());
        using var zip = new ZipArchive(new MemoryStream(first.ToArray()));
        using var reader = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        var text = Regex.Replace(await reader.ReadToEndAsync(TestContext.Current.CancellationToken), "<[^>]+>", "");
        Assert.Contains("01/TB-BHXH", text, StringComparison.Ordinal);
        Assert.Contains("Công ty Thử TA0001A", text, StringComparison.Ordinal);
        Assert.Contains("Nguyễn Văn Giám", text, StringComparison.Ordinal);
        Assert.Contains("1.000.000", text, StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_signed_paper_that_somebody_changes_in_the_database_is_found_out_and_not_given_out(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        var key = await office.Signed();
        await office.Healthy();
        await test.Db.Write(tx => tx.Execute("update doc_sheets set content = replace(content, '1.000.000', '9.000.000')"));
        var broken = (await Doctor.Examine(test.Db)).Where(f => !f.Holds).Select(f => f.Invariant);
        Assert.Equal(["signed-paper-unchanged"], broken);
        await Assert.ThrowsAsync<InvalidDataException>(() => office.Papers.File(SmallOffice.Own, key.ToString(), 0));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_has_paid_gets_no_paper_no_number_is_used_and_its_tasks_close(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 2);
        var key = await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, Notice, "TB-NO", office.Answers);
        await office.Small.Pays("TA0001A", 1_000_000);
        Assert.True((await office.Papers.Number(office.Officer.Actor, SmallOffice.Own, key.ToString(), 0)).PaidUp);
        Assert.Equal(PaperState.Discarded, (await office.Paper(key)).PaperState);
        Assert.Equal("closed", (await office.Small.TaskOf("TA0001A", "notice")).State);
        await office.Numbered("TA0002A");
        Assert.Equal(["01/TB-BHXH numbered"], await office.Labels());
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Only_the_named_signer_signs_and_not_who_prepared_it_unless_the_office_allows(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        Assert.Equal("Papers.NotASigner", await Refused(() => office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, Notice, "TB-NO", office.Answers with { SignerId = office.Other.UserId })));
        Assert.Equal("Work.ChannelNotOfTask", await Refused(() => office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, Notice, "TB-NO", office.Answers with { Channel = "visit" })));
        Assert.Equal("Papers.FormNotOfTask", await Refused(() => office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-meet-1", "TB-NO", office.Answers)));
        var key = (await office.Papers.Prepare(office.Director.Actor, SmallOffice.Own, Notice, "TB-NO", office.Answers)).ToString();
        Assert.Equal("Papers.LivesAlready", await Refused(() => office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, Notice, "TB-NO", office.Answers)));
        Assert.Equal("Papers.NotInThisState", await Refused(() => office.Papers.Sign(office.Director.Actor, SmallOffice.Own, key, 0)));
        await office.Papers.Number(office.Director.Actor, SmallOffice.Own, key, 0);
        Assert.Equal("Papers.ChangedMeanwhile", await Refused(() => office.Papers.Void(office.Officer.Actor, SmallOffice.Own, key, 0, "x")));
        Assert.Equal("Papers.NotYoursToSign", await Refused(() => office.Papers.Sign(office.Officer.Actor, SmallOffice.Own, key, 1)));
        Assert.Equal("Papers.PreparerSigns", await Refused(() => office.Papers.Sign(office.Director.Actor, SmallOffice.Own, key, 1)));
        await new Settings(test.Db, test.Clock).Set(Actor.System, Scope.Nation, "79", Settings.SignOwnPaper, new(2021, 11, 1), "yes", "Chỉ có một người");
        await office.Papers.Sign(office.Director.Actor, SmallOffice.Own, key, 1);
        await new Personnel(test.Db, test.Clock).Deactivate(Appointer.Operator, office.Director.UserId, "nghỉ hưu");
        Assert.Equal("Papers.NoPaper", await Refused(() => office.Papers.Find(Scope.OfOffices("79", ["07902"]), key)));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_replaced_paper_points_to_the_next_and_a_voided_one_keeps_its_number(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 2);
        var first = await office.Signed();
        Assert.Equal("Papers.NeedsReason", await Refused(() => office.Papers.Replace(office.Officer.Actor, SmallOffice.Own, first.ToString(), 2, " ")));
        var second = await office.Papers.Replace(office.Officer.Actor, SmallOffice.Own, first.ToString(), 2, "Sai thời hạn");
        Assert.Equal("Papers.ReplacementStays", await Refused(() => office.Papers.Discard(office.Officer.Actor, SmallOffice.Own, second.ToString(), 0)));
        await office.Papers.Change(office.Other.Actor, SmallOffice.Own, second.ToString(), 0, office.Answers with { Deadline = new(2021, 11, 19) });
        await office.Papers.Number(office.Officer.Actor, SmallOffice.Own, second.ToString(), 1);
        var (old, next) = (await office.Paper(first), await office.Paper(second));
        Assert.Equal((second.PaperNo, "Sai thời hạn", first.PaperNo), (old.ReplacedBy, old.Reason, next.Replaces));
        Assert.Equal(new DateOnly(2021, 11, 19), next.Answered.Deadline);
        await office.Papers.Void(office.Officer.Actor, SmallOffice.Own, second.ToString(), 2, "Đơn vị đã giải trình");
        Assert.Equal("Papers.NotInThisState", await Refused(() => office.Papers.Void(office.Officer.Actor, SmallOffice.Own, second.ToString(), 3, "x")));
        await office.Numbered("TA0002A");
        Assert.Equal(["01/TB-BHXH replaced", "02/TB-BHXH voided", "03/TB-BHXH numbered"], await office.Labels());
        var page = await office.Register.Page(SmallOffice.Own, "79", new("07901", 2021, "TB"));
        Assert.Equal((3, 1L, "Đơn vị đã giải trình"), (page.Last, page.Voided, page.Rows[1].Reason));
        Assert.Equal("Papers.NoRegister", await Refused(() => office.Register.Page(Scope.OfOffices("79", ["07902"]), "79", new("07901", 2021, "TB"))));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_undone_switch_voids_what_has_not_gone_out_and_leaves_what_has(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 3);
        var sent = await office.Signed("TA0001A");
        await office.Papers.Send(office.Officer.Actor, SmallOffice.Own, sent.ToString(), 2, null);
        var numbered = await office.Numbered("TA0002A");
        var draft = await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, "79-TA0003A-notice-1", "TB-NO", office.Answers);
        var (voided, left) = await test.Db.Write(tx => office.Papers.VoidFor(
            tx, office.Director.Actor, Enumerable.Range(1, 3).Select(i => TaskKey.Parse($"79-TA000{i}A-notice-1")), "Hoàn tác chuyển đổi"));
        Assert.Equal([sent], left.Select(p => p.Key));
        Assert.Equal([numbered, draft], voided.Select(p => p.Key));
        Assert.Equal((PaperState.Voided, PaperState.Discarded), ((await office.Paper(numbered)).PaperState, (await office.Paper(draft)).PaperState));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_undoes_a_switch_is_told_of_the_papers_left_and_the_log_of_those_voided(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 3);
        var before = await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, "79-TA0003A-notice-1", "TB-NO", office.Answers);
        await office.Small.Level("79", 3, "2021-11-03T08:30");
        test.Clock.Moment = SmallProvince.At("2021-11-03T09:00").Local;
        var switched = Assert.Single((await office.Small.Plan("2021-11-03T09:00")).Switches);
        test.Clock.Moment = test.Clock.Moment.AddMinutes(10);
        var numbered = await office.Numbered("TA0001A");
        var sent = await office.Signed("TA0002A");
        await office.Papers.Send(office.Officer.Actor, SmallOffice.Own, sent.ToString(), 2, null);

        var undone = await SwitchFollowers.Switches(test.Db, test.Clock).Undo(office.Director.Actor, Scope.OfProvince("79"), switched.SwitchId, "nhầm");
        Assert.Equal((1L, 1L), (undone.Papers!.Voided, undone.Papers.Left));
        Assert.Equal(new LeftPaper(sent.ToString(), "02/TB-BHXH"), Assert.Single(undone.Papers.Named));
        Assert.Equal(
            (PaperState.Voided, PaperState.Sent, PaperState.Draft), ((await office.Paper(numbered)).PaperState, (await office.Paper(sent)).PaperState, (await office.Paper(before)).PaperState));
        var entry = await test.Db.Read(s => s.One<string>("select user_id || ' ' || detail from aud_entries where act = 'documents.void-undone'"));
        Assert.StartsWith(office.Director.UserId + " {\"count\":1,\"left\":1,\"digest\":\"", entry, StringComparison.Ordinal);
        Assert.Equal(1, (await SwitchFollowers.Switches(test.Db, test.Clock).Find(Scope.Nation, switched.SwitchId)).Record.Undone!.Papers!.Left);
        await office.Healthy();
    }
}
