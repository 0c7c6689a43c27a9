using BaoPhu.Core;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Documents;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Messaging;

/// <summary>What a task orders is sent, and done when the channel has it.</summary>
public sealed class TaskMessagesTests
{
    private static readonly MessageOrder Order = new(null, null, "028 3829 1234", []);

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_task_is_done_when_the_channel_has_its_message(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        var (mail, sms) = (new ToldChannel(MessageChannels.Email), new ToldChannel(MessageChannels.Sms));
        var messages = new TaskMessages(test.Db, test.Clock);
        var preview = await messages.Preview(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-contact-1", Order);
        Assert.Equal([("email", false), ("sms", true)], preview.Channels.Select(c => (c.Channel, c.Known)));
        await messages.Send(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-contact-1", Order);
        Assert.Equal("Messages.PendingAlready", await Refused(() => messages.Send(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-contact-1", Order)));
        Assert.Equal("open", (await office.Small.TaskOf("TA0001A", "contact")).State);
        await MessageSending.Of(test.Db, test.Clock, new ChannelBook(mail, sms)).Run();
        await MessageSending.Of(test.Db, test.Clock, new ChannelBook(mail, sms)).Run();
        Assert.Equal((0, 1), (mail.Sent.Count, sms.Sent.Count));
        var task = await office.Small.TaskOf("TA0001A", "contact");
        Assert.Equal(("done", "reached", office.Officer.UserId), (task.State, task.Outcome, task.Assignee));
        var contact = Assert.Single((await office.Small.Tasks.Find(Scope.Nation, "79-TA0001A-contact-1")).Contacts);
        Assert.Equal(("phone", "Trần Thị Bình"), (contact.Channel, contact.UserName));
        Assert.Equal("Messages.TaskNotOpen", await Refused(() => messages.Send(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-contact-1", Order)));
        Assert.Equal("Messages.TaskHasNoChannel", await Refused(() => messages.Send(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-meet-1", Order)));
        Assert.Equal("Work.NoTask", await Refused(() => messages.Send(office.Officer.Actor, Scope.OfOffices("79", ["07902"]), "79-TA0001A-notice-1", Order)));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_notice_goes_with_its_signed_paper_and_the_paper_is_sent(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        await test.Db.Write(tx => tx.Execute("update reg_employers set email = 'ketoan@thu.vn'"));
        var messages = new TaskMessages(test.Db, test.Clock);
        Assert.Equal("Messages.NeedsSignedPaper", await Refused(() => messages.Send(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-notice-1", Order)));
        var key = await office.Signed();
        await messages.Send(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-notice-1", Order);
        Envelope? handed = null;
        var mail = new ToldChannel(MessageChannels.Email)
        {
            Answer = e =>
            {
                handed = e;
                return new(ChannelVerdict.Accepted);
            },
        };
        await MessageSending.Of(test.Db, test.Clock, new ChannelBook(mail)).Run();
        Assert.Equal("TB-NO-TA0001A-2021-01.docx", Assert.Single(handed!.Files).Name);
        Assert.Contains("01/TB-BHXH", handed.Body.Text, StringComparison.Ordinal);
        Assert.True(handed.Message.Legal);
        Assert.Equal("sent", (await office.Paper(key)).State);
        Assert.Equal(("done", "delivered"), ((await office.Small.TaskOf("TA0001A", "notice")).State, (await office.Small.TaskOf("TA0001A", "notice")).Outcome));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_paper_that_was_voided_meanwhile_stops_its_message(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        await test.Db.Write(tx => tx.Execute("update reg_employers set email = 'ketoan@thu.vn', phone = null"));
        var key = await office.Signed();
        await new TaskMessages(test.Db, test.Clock).Send(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-notice-1", Order);
        await office.Papers.Void(office.Officer.Actor, SmallOffice.Own, key.ToString(), 2, "Sai số liệu");
        var mail = new ToldChannel(MessageChannels.Email);
        await MessageSending.Of(test.Db, test.Clock, new ChannelBook(mail)).Run();
        Assert.Empty(mail.Sent);
        Assert.Equal(1, await OutboxTests.Count(test, "msg_outbox", "state = 'failed-permanent'"));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_no_channel_brought_goes_back_to_the_officer(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        await new TaskMessages(test.Db, test.Clock).Send(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-contact-1", Order);
        var sms = new ToldChannel(MessageChannels.Sms) { Answer = _ => new(ChannelVerdict.NotThere, Reason: "01") };
        await MessageSending.Of(test.Db, test.Clock, new ChannelBook(sms)).Run();
        await MessageSending.Of(test.Db, test.Clock, new ChannelBook(sms)).Run();
        var task = await office.Small.TaskOf("TA0001A", "contact");
        Assert.Equal(("started", 1), (task.State, (int)task.Tries));
        Assert.Equal(("not-at-address", 1L), ((await new MessageLists(test.Db).Told(office.Officer.Actor)).Single().State, (await new MessageLists(test.Db).Told(office.Officer.Actor)).Single().Messages));
        await office.Healthy();
    }

    [Theory]
    [InlineData(Engine.Sqlite, "accepted", "done")]
    [InlineData(Engine.Postgres, "accepted", "done")]
    [InlineData(Engine.Sqlite, "delivered", "open")]
    [InlineData(Engine.Postgres, "delivered", "open")]
    public async Task What_a_person_counts_as_sent_closes_its_task_as_the_setting_says(Engine engine, string closes, string state)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        await new Core.Organisation.Settings(test.Db, test.Clock).Set(Actor.System, Scope.Nation, "00", Core.Organisation.Settings.MessageCloses, new(2004, 7, 1), closes, "thử");
        var key = await new TaskMessages(test.Db, test.Clock).Send(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-contact-1", Order);
        var sms = new ToldChannel(MessageChannels.Sms) { DiesAfter = 0, CanSay = false };
        var book = new ChannelBook(new ToldChannel(MessageChannels.Email), sms);
        await Assert.ThrowsAsync<InvalidOperationException>(() => MessageSending.Of(test.Db, test.Clock, book).Run());
        test.Clock.Moment = test.Clock.Moment.AddMinutes(7);
        await MessageSending.Of(test.Db, test.Clock, book).Run();
        var uncertain = (await new MessageLists(test.Db).Find(Scope.Nation, key.ToString())).Message;
        Assert.Equal("uncertain", uncertain.State);
        Assert.Equal("open", (await office.Small.TaskOf("TA0001A", "contact")).State);
        await MessageSending.Decisions(test.Db, test.Clock).CountAsSent(office.Officer.Actor, SmallOffice.Own, key.ToString(), uncertain.Version, "Đơn vị xác nhận đã nhận");
        Assert.Equal(state, (await office.Small.TaskOf("TA0001A", "contact")).State);
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_list_is_looked_at_before_it_is_sent_and_refused_when_it_changed_since(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 5);
        await new Core.Organisation.Settings(test.Db, test.Clock).Set(Actor.System, Scope.Nation, "00", Core.Organisation.Settings.SmsPartPrice, new(2004, 7, 1), "700", "hợp đồng");
        await test.Db.Write(tx => tx.Execute("update reg_employers set email = 'ketoan@thu.vn' where code = 'TA0001A'"));
        await test.Db.Write(tx => tx.Execute("update reg_employers set phone = null where code = 'TA0003A'"));
        await new OptOuts(test.Db, test.Clock).Add(Actor.System, Scope.Nation, "79", "TA0004A", OptOuts.AllChannels, "Kế toán đề nghị");
        var messages = new TaskMessages(test.Db, test.Clock);
        string[] keys = [.. Enumerable.Range(1, 5).Select(i => $"79-TA000{i}A-contact-1")];
        var seen = await messages.PreviewMany(office.Officer.Actor, SmallOffice.Own, keys, Order);
        Assert.Equal((5, 3, 2), (seen.Tasks, seen.Messages, seen.Left.Count));
        Assert.Equal([new ChannelTotal("sms", 2, 4, 2_800), new ChannelTotal("email", 1, 1, 0)], seen.Channels);
        Assert.Contains("đề nghị không nhận tin", seen.Left.Single(l => l.Task.Code == "TA0004A").Reason, StringComparison.Ordinal);
        Assert.Equal(0, await OutboxTests.Count(test, "msg_outbox"));
        await office.Small.Pays("TA0005A", 1_000_000);
        Assert.Equal("Messages.ListChanged", await Refused(() => messages.SendMany(office.Officer.Actor, SmallOffice.Own, keys, "Nhắc nộp", Order, seen.Digest)));
        seen = await messages.PreviewMany(office.Officer.Actor, SmallOffice.Own, keys, Order);
        var sent = await messages.SendMany(office.Officer.Actor, SmallOffice.Own, keys, "Nhắc nộp", Order, seen.Digest);
        var lists = new MessageLists(test.Db);
        var batch = await lists.Batch(SmallOffice.Own, sent.BatchId);
        Assert.Equal((2, 2L, 0L, 3L, 5L), (batch.Messages, batch.Pending, batch.Sent, batch.LeftOut, batch.Tasks));
        Assert.Equal(["TA0003A", "TA0004A", "TA0005A"], (await lists.LeftOut(SmallOffice.Own, sent.BatchId)).Select(l => l.Code).Order(StringComparer.Ordinal));
        Assert.Empty(await lists.LeftOut(Scope.OfOffices("79", ["07902"]), sent.BatchId));
        Assert.Equal("Messages.NoBatch", await Refused(() => lists.Batch(Scope.OfProvince("01"), sent.BatchId)));
        await MessageSending.Of(test.Db, test.Clock, new ChannelBook(new ToldChannel(MessageChannels.Email), new ToldChannel(MessageChannels.Sms) { Answer = _ => new(ChannelVerdict.NotThere, Reason: "01") })).Run();
        batch = await lists.Batch(SmallOffice.Own, sent.BatchId);
        Assert.Equal((0L, 1L, 1L), (batch.Pending, batch.Sent, batch.NotSent));
        Assert.Equal("not-at-address", Assert.Single((await lists.Page(SmallOffice.Own, new MessageFilter { Batch = sent.BatchId, NeverLeft = true })).Rows).State);
        await office.Small.Plan("2021-11-03T18:00");
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_notice_names_the_leaflets_of_the_library_that_go_with_it(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        await test.Db.Write(tx => tx.Execute("update reg_employers set email = 'ketoan@thu.vn'"));
        var leaflet = await new Leaflets(test.Db, test.Clock).Upload(Actor.System, Scope.Nation, "00", null, "Trách nhiệm đóng BHXH", "Đơn vị nợ", "to-roi.pdf", new MemoryStream("%PDF-1.4 mot"u8.ToArray()));
        var answers = office.Answers with { Library = [new Core.Documents.NamedLeaflet(leaflet.Scope, leaflet.Leaflet, leaflet.Version, "Trách nhiệm đóng BHXH")] };
        var key = (await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-notice-1", "TB-NO", answers)).ToString();
        await office.Papers.Number(office.Officer.Actor, SmallOffice.Own, key, 0);
        await office.Papers.Sign(office.Director.Actor, SmallOffice.Own, key, 1);
        var says = (await office.Papers.Find(SmallOffice.Own, key)).Contents[0].ToJson();
        Assert.Contains("Trách nhiệm đóng BHXH", says, StringComparison.Ordinal);
        await new TaskMessages(test.Db, test.Clock).Send(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-notice-1", Order with { Leaflets = [leaflet] });
        Envelope? handed = null;
        var mail = new ToldChannel(MessageChannels.Email)
        {
            Answer = e =>
            {
                handed = e;
                return new(ChannelVerdict.Accepted);
            },
        };
        await MessageSending.Of(test.Db, test.Clock, new ChannelBook(mail)).Run();
        Assert.Equal(["TB-NO-TA0001A-2021-01.docx", "to-roi.pdf"], handed!.Files.Select(f => f.Name));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_list_is_one_batch_and_says_who_got_nothing_and_why(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 4);
        await office.Small.Pays("TA0002A", 1_000_000);
        await test.Db.Write(tx => tx.Execute("update reg_employers set phone = null where code = 'TA0003A'"));
        var messages = new TaskMessages(test.Db, test.Clock);
        var candidates = await messages.Candidates(SmallOffice.Own, new() { Act = "contact" });
        Assert.Equal(4, candidates.Count);
        var result = await messages.SendMany(office.Officer.Actor, SmallOffice.Own, [.. candidates.Select(c => c.Key.ToString())], "Nhắc nộp tháng 10", Order);
        Assert.Equal((2, 2), (result.Messages, result.Left.Count));
        Assert.Contains("không còn nợ", result.Left.Single(l => l.Task.Code == "TA0002A").Reason, StringComparison.Ordinal);
        Assert.Contains("chưa có email hoặc số điện thoại", result.Left.Single(l => l.Task.Code == "TA0003A").Reason, StringComparison.Ordinal);
        Assert.Equal(2, (await new MessageLists(test.Db).Batches(SmallOffice.Own)).Single().Messages);
        Assert.Equal(2, (await messages.Candidates(SmallOffice.Own, new() { Act = "contact" })).Count);
        Assert.Equal("Messages.BatchCount", await Refused(() => messages.SendMany(office.Officer.Actor, SmallOffice.Own, [], "x", Order)));
        await office.Small.Plan("2021-11-03T18:00");
        await office.Healthy();
    }
}
