using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Messaging;

/// <summary>The outbox is written in the caller's transaction, with what it takes to show the text again.</summary>
public sealed class OutboxTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_message_is_there_with_the_act_or_not_at_all(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var id = await (await SmallProvince.Create(test)).Employer("TA0001A", 202110, email: "ketoan@thu.vn");
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Db.Write(async tx =>
        {
            await Outbox.Put(tx, test.Clock, Actor.System, Reminder(id));
            throw new InvalidOperationException("the act failed");
        }));
        Assert.Equal(0, await Count(test, "msg_outbox"));
        var key = await test.Db.Write(tx => Outbox.Put(tx, test.Clock, Actor.System, Reminder(id)));
        var message = (await new MessageLists(test.Db).Find(Scope.Nation, key.ToString())).Message;
        Assert.Equal((key, "queued", "email", "79", "07901", "ketoan@thu.vn", "debt-reminder", 1, 1), (message.Key, message.State, message.Channel, message.Province, message.OfficeCode, message.ToEmail, message.Template, message.TemplateVersion, message.Version));
        Assert.Equal(("Công ty Thử TA0001A", "TA0001A", "03/11/2021", "1.000.000"), (message.Values["don_vi"], message.Values["ma_don_vi"], message.Values["den_ngay"], message.Values["so_tien"]));
        Assert.Equal("put", Assert.Single(await test.Db.Read(s => s.Query<string>("select event from msg_events"))));
        Assert.Equal(key, MessageKey.Parse(key.ToString()));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_batch_is_one_entry_with_count_and_digest(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await SmallProvince.Create(test);
        var ids = new List<long>();
        for (var i = 1; i <= 5; i++)
        {
            ids.Add(await small.Employer($"TA000{i}A", 202110, email: $"a{i}@thu.vn"));
        }

        var batch = await test.Db.Write(tx => Outbox.PutBatch(tx, test.Clock, Actor.System, "Nhắc nộp tháng 10", [.. ids.Select(Reminder)]));
        Assert.Equal(5, await Count(test, "msg_outbox", $"batch_id = '{batch}'"));
        var entry = await test.Db.Read(s => s.One<string>("select detail from aud_entries where act = 'messaging.batch'"));
        Assert.Contains("\"messages\":5", entry, StringComparison.Ordinal);
        var keys = (await new MessageLists(test.Db).Page(Scope.Nation, new MessageFilter { Batch = batch })).Rows.Select(m => m.Key);
        Assert.Contains(Outbox.DigestOf(keys), entry, StringComparison.Ordinal);
        Assert.Empty(await test.Db.Read(Core.Audit.AuditTrail.Verify));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_cannot_be_sent_is_refused_at_once(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var id = await (await SmallProvince.Create(test)).Employer("TA0001A", 202110);
        async Task<string> Refused(OutgoingMessage message) =>
            (await Assert.ThrowsAsync<Refusal>(() => test.Db.Write(tx => Outbox.Put(tx, test.Clock, Actor.System, message)))).Key;
        Assert.Equal("Messages.NoChannel", await Refused(Reminder(id) with { Channels = ["phone", "post"] }));
        Assert.Equal("Messages.NoChannel", await Refused(Reminder(id) with { Channels = ["zalo"] }));
        Assert.Equal("Messages.NoTemplate", await Refused(Reminder(id) with { Template = "khac" }));
        Assert.Equal("Register.NoEmployer", await Refused(Reminder(EmployerKey.Id("79", "TB9999Z"))));
        Assert.Equal("Messages.UnknownPlace", await Refused(Reminder(id) with { Values = new Dictionary<string, string> { ["mat_khau"] = "x" } }));
        Assert.Equal(0, await Count(test, "msg_outbox"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_published_version_never_changes_and_a_message_keeps_its_own(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var id = await (await SmallProvince.Create(test)).Employer("TA0001A", 202110, email: "ketoan@thu.vn");
        var templates = new MessageTemplates(test.Db, test.Clock);
        await test.Db.Write(tx => Outbox.Put(tx, test.Clock, Actor.System, Reminder(id)));
        var first = await templates.Find("79", "debt-reminder");
        var own = await templates.Publish(Actor.System, Scope.OfProvince("79"), "79", new MessageTemplate { Code = "debt-reminder", Title = "Nhắc", EmailSubject = "Nợ {so_tien}", EmailBody = "Kính gửi {don_vi}" });
        Assert.Equal(("79", 1), (own.Scope, own.Version));
        var second = await templates.Publish(Actor.System, Scope.OfProvince("79"), "79", new MessageTemplate { Code = "debt-reminder", Title = "Nhắc", EmailSubject = "Còn nợ {so_tien}", EmailBody = "Kính gửi {don_vi}" });
        Assert.Equal(2, second.Version);
        await test.Db.Write(tx => Outbox.Put(tx, test.Clock, Actor.System, Reminder(id)));
        var lists = new MessageLists(test.Db);
        var subjects = new List<string>();
        foreach (var message in (await lists.Page(Scope.Nation, new MessageFilter())).Rows.OrderBy(m => m.MessageId, StringComparer.Ordinal))
        {
            subjects.Add((await lists.Find(Scope.OfOffices("79", ["07901"]), message.Key.ToString())).Bodies[0].Body.Subject);
        }

        Assert.Equal(["07901: nhắc đóng bảo hiểm, đơn vị TA0001A", "Còn nợ 1.000.000"], subjects);
        Assert.Equal(first.Digest, (await templates.Find("01", "debt-reminder")).Digest);
        Assert.Distinct((await templates.List("79")).Select(t => t.Code));
        Assert.Equal("Còn nợ {so_tien}", (await templates.List("79")).Single(t => t.Code == "debt-reminder").EmailSubject);
        async Task<string> Refused(Scope scope, MessageTemplate t) => (await Assert.ThrowsAsync<Refusal>(() => templates.Publish(Actor.System, scope, "79", t))).Key;
        Assert.Equal("Messages.TemplateUnchanged", await Refused(Scope.Nation, second));
        Assert.Equal("Messages.TemplateNotYours", await Refused(Scope.OfProvince("01"), second));
        Assert.Equal("Messages.UnknownPlace", await Refused(Scope.Nation, new MessageTemplate { Code = "debt-reminder", Title = "x", SmsText = "{cccd}" }));
        Assert.Equal("Messages.TemplateEmpty", await Refused(Scope.Nation, new MessageTemplate { Code = "debt-reminder", Title = "x" }));
    }

    internal static OutgoingMessage Reminder(long id) => new()
    {
        SubjectId = id, Template = "debt-reminder", Channels = ["email", "sms"], AboutDebt = true, Values = new Dictionary<string, string> { ["so_tien"] = "1.000.000", ["dien_thoai"] = "028 3829 1234" },
    };

    internal static Task<long> Count(TestDatabase test, string table, string where = "1 = 1") => test.Db.Read(s => s.One<long>($"select count(*) from {table} where {where}"));
}
