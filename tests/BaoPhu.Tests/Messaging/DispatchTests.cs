using BaoPhu.Core;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Messaging;

/// <summary>The sender: what is due goes out once, what must not go does not, and whoever dies in between neither loses nor doubles.</summary>
public sealed class DispatchTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_is_due_goes_out_once_and_ends_in_a_known_state(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 25);
        await desk.Put(25);
        Assert.Equal(new(25, 0, 0), await desk.Send());
        Assert.Equal(new(0, 0, 0), await desk.Send());
        Assert.Equal(25, desk.Mail.Sent.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(["accepted 25"], await desk.States());
        Assert.Equal(["accepted", "handed-over", "put"], await desk.Events());
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Unconfigured_nothing_leaves_and_the_sandbox_shows_what_would_have(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 2);
        await desk.Put(2);
        await MessageSending.Of(desk.Test.Db, desk.Test.Clock, new ChannelBook()).Run();
        Assert.Empty(desk.Mail.Sent);
        var kept = await new MessageLists(desk.Test.Db).Kept(Scope.Nation, null);
        Assert.Equal(2, kept.Count);
        Assert.Contains("còn phải đóng 1.000.000 đồng", kept[0].Bodies[0].Body.Text, StringComparison.Ordinal);
        Assert.Empty(await new MessageLists(desk.Test.Db).Kept(Scope.OfProvince("01"), null));
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_has_paid_before_it_is_sent_drops_out_and_the_officer_is_told(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 3);
        var officer = await new Users(desk.Test.Db, desk.Test.Clock).Create(Actor.System, "thu1", "Trần Thị Bình", "07900", Role.CollectionOfficer, "mat-khau-thu-nghiem");
        await desk.Put(3, by: officer.Actor);
        await desk.Small.Pays("TA0002A", 1_000_000);
        await desk.Send();
        Assert.Equal(["accepted 2", "paid-up 1"], await desk.States());
        Assert.DoesNotContain("a2@thu.vn", desk.Mail.Sent);
        var told = Assert.Single(await desk.Lists.Told(officer.Actor));
        Assert.Equal(("paid-up", 1L), (told.State, told.Messages));
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_opt_out_stops_a_message_and_a_notice_by_law_passes_and_says_so(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 2);
        await new OptOuts(desk.Test.Db, desk.Test.Clock).Add(Actor.System, Scope.Nation, "79", "TA0001A", "email", "Kế toán đề nghị qua điện thoại");
        await new OptOuts(desk.Test.Db, desk.Test.Clock).Add(Actor.System, Scope.Nation, "79", "TA0002A", OptOuts.AllChannels, "Đề nghị bằng văn bản");
        await desk.Put(2, change: m => m with { Channels = ["email"] });
        await desk.Put(2, change: m => m with { Channels = ["email"], Legal = true });
        await desk.Send();
        Assert.Equal(["accepted 2", "opted-out 2"], await desk.States());
        Assert.Equal(2, await desk.Count("passed_opt_out = true and legal = true and state = 'accepted'"));
        Assert.Equal(0, await desk.Count("passed_opt_out = true and legal = false"));
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task At_night_an_SMS_waits_for_the_morning_and_an_email_does_not(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 1);
        desk.Test.Clock.Moment = new(2021, 11, 3, 22, 30, 0, TimeSpan.FromHours(7));
        await desk.Put(1, change: m => m with { Channels = ["sms"] });
        await desk.Put(1, change: m => m with { Channels = ["email"] });
        await desk.Send();
        Assert.Equal(["accepted 1", "held 1"], await desk.States());
        desk.Test.Clock.Moment = new(2021, 11, 4, 5, 59, 0, TimeSpan.FromHours(7));
        await desk.Send();
        Assert.Empty(desk.Sms.Sent);
        desk.Test.Clock.Moment = new(2021, 11, 4, 6, 0, 0, TimeSpan.FromHours(7));
        await desk.Send();
        Assert.Single(desk.Sms.Sent);
        Assert.Equal(["accepted 2"], await desk.States());
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task One_number_gets_no_more_than_so_many_a_day(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 1);
        for (var i = 0; i < 5; i++)
        {
            await desk.Put(1, change: m => m with { Channels = ["sms"] });
        }

        await desk.Put(1, change: m => m with { Channels = ["sms"], Legal = true });
        await desk.Send();
        Assert.Equal(["accepted 4", "held 2"], await desk.States());
        desk.Test.Clock.Moment = new(2021, 11, 4, 7, 0, 0, TimeSpan.FromHours(7));
        await desk.Send();
        Assert.Equal(["accepted 6"], await desk.States());
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_the_first_channel_does_not_bring_the_next_one_does(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 4);
        desk.Mail.Answer = e => e.Address switch
        {
            "a1@thu.vn" => new(ChannelVerdict.NotThere, Reason: "550"),
            "a2@thu.vn" => new(ChannelVerdict.Refused, Reason: "554"),
            "a3@thu.vn" => new(ChannelVerdict.Failed, Reason: "x"),
            _ => new(ChannelVerdict.Accepted),
        };
        await desk.Test.Db.Write(tx => tx.Execute("update reg_employers set phone = null where code = 'TA0003A'"));
        await desk.Put(4);
        await desk.Send();
        Assert.Equal(["accepted 3", "failed-permanent 1"], await desk.States());
        Assert.Equal(2, desk.Sms.Sent.Count);
        Assert.Equal(2, await desk.Count("channel = 'sms' and state = 'accepted' and parts > 0"));
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_fault_of_the_moment_is_tried_again_later_and_in_the_end_given_up(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 1);
        desk.Mail.Answer = _ => new(ChannelVerdict.Later, Reason: "450");
        await desk.Put(1, change: m => m with { Channels = ["email"] });
        var waits = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            await desk.Send();
            await desk.Send();
            Assert.Equal(i + 1, desk.Mail.Sent.Count);
            desk.Test.Clock.Moment = desk.Test.Clock.Moment.AddHours(6);
        }

        Assert.Equal(["failed-technical 1"], await desk.States());
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Messages_are_handed_over_side_by_side_and_each_gets_its_own_answer(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 12);
        await desk.Put(12, change: m => m with { Channels = ["email"] });
        var channel = new MeetingChannel(atOnce: 4);
        await MessageSending.Of(desk.Test.Db, desk.Test.Clock, new ChannelBook(channel)).Run();
        Assert.Equal(4, channel.Most);
        Assert.Equal(12, await desk.Count("state = 'accepted' and provider_ref = to_email"));
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_provider_that_is_down_costs_no_try_and_rests(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 10);
        desk.Mail.Answer = _ => new(ChannelVerdict.Down, Reason: "connection refused");
        await desk.Put(10, change: m => m with { Channels = ["email"] });
        await desk.Send();
        await desk.Send();
        Assert.Single(desk.Mail.Sent);
        Assert.Equal(10, await desk.Count("state = 'queued' and tries = 0"));
        desk.Mail.Answer = _ => new(ChannelVerdict.Accepted);
        desk.Test.Clock.Moment = desk.Test.Clock.Moment.AddMinutes(2);
        await desk.Send();
        Assert.Equal(["accepted 10"], await desk.States());
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_is_too_old_is_not_sent_any_more(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 1);
        await desk.Put(1);
        desk.Test.Clock.Moment = desk.Test.Clock.Moment.AddDays(8);
        await desk.Send();
        Assert.Equal(["expired 1"], await desk.States());
        Assert.Empty(desk.Mail.Sent);
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_dead_senders_messages_are_settled_by_the_channels_word(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 6);
        await desk.Put(6, change: m => m with { Channels = ["email"] });
        // The sender dies after the third: three have left, three have not, and no answer was recorded.
        desk.Mail.DiesAfter = 3;
        await Assert.ThrowsAsync<InvalidOperationException>(() => desk.Send());
        Assert.Equal(["sending 6"], await desk.States());
        desk.Mail.DiesAfter = null;
        Assert.Equal(0, (await desk.Send()).Resolved);
        desk.Test.Clock.Moment = desk.Test.Clock.Moment.AddMinutes(7);
        Assert.Equal(6, (await desk.Send()).Resolved);
        Assert.Equal(["accepted 6"], await desk.States());
        Assert.Equal(6, desk.Mail.Sent.Count);
        Assert.Equal(6, desk.Mail.Sent.Distinct(StringComparer.Ordinal).Count());
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_the_channel_took_is_asked_for_again_until_it_ends_or_its_time_is_over(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 4);
        desk.Mail.Tells = TimeSpan.FromDays(2);
        await desk.Test.Db.Write(tx => tx.Execute("update reg_employers set phone = null where code = 'TA0003A'"));
        await desk.Put(4);
        await desk.Send();
        await desk.Send();
        Assert.Equal(0, desk.Mail.Asked);
        desk.Test.Clock.Moment = desk.Test.Clock.Moment.AddMinutes(5);
        await desk.Send();
        Assert.Equal((4, "accepted 4"), (desk.Mail.Asked, (await desk.States()).Single()));
        // Later it has arrived, came back with another channel to try, and came back for good.
        desk.Mail.Later["a1@thu.vn"] = new(ChannelVerdict.Delivered);
        desk.Mail.Later["a2@thu.vn"] = new(ChannelVerdict.NotThere, Reason: "550 5.1.1");
        desk.Mail.Later["a3@thu.vn"] = new(ChannelVerdict.Refused, Reason: "554 5.7.1");
        desk.Test.Clock.Moment = desk.Test.Clock.Moment.AddHours(1);
        await desk.Send();
        Assert.Equal(["accepted 2", "delivered 1", "refused 1"], await desk.States());
        Assert.Single(desk.Sms.Sent);
        Assert.Equal(1, await desk.Count("state = 'refused' and read_at is null and tell_user is not null"));
        // The fourth never ends: it is asked ever more seldom, and after two days not any more.
        for (var hours = 0; hours < 72; hours++)
        {
            desk.Test.Clock.Moment = desk.Test.Clock.Moment.AddHours(1);
            await desk.Send();
        }

        Assert.Equal(0, await desk.Count("ask_at is not null"));
        Assert.InRange(desk.Mail.Asked, 10, 25);
        Assert.Equal(["accepted 2", "delivered 1", "refused 1"], await desk.States());
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Where_nobody_can_say_a_person_decides(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 2);
        await desk.Put(2, change: m => m with { Channels = ["email"] });
        (desk.Mail.DiesAfter, desk.Mail.CanSay) = (1, false);
        await Assert.ThrowsAsync<InvalidOperationException>(() => desk.Send());
        desk.Mail.DiesAfter = null;
        desk.Test.Clock.Moment = desk.Test.Clock.Moment.AddMinutes(7);
        await desk.Send();
        Assert.Equal(["uncertain 2"], await desk.States());
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Many_senders_at_once_send_each_message_once(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 60);
        desk.Mail.HandfulIs = 7;
        await desk.Put(60);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => desk.Send())));
        await desk.Send();
        Assert.Equal(["accepted 60"], await desk.States());
        Assert.Equal(60, desk.Mail.Sent.Count);
        Assert.Equal(60, desk.Mail.Sent.Distinct(StringComparer.Ordinal).Count());
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_batch_is_finished_when_nothing_of_it_is_pending(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 3);
        desk.Mail.Answer = e => e.Address == "a2@thu.vn" ? new(ChannelVerdict.Later) : new(ChannelVerdict.Accepted);
        await desk.Test.Db.Write(tx => Outbox.PutBatch(tx, desk.Test.Clock, Actor.System, "Nhắc nộp", [.. desk.Ids.Select(OutboxTests.Reminder)]));
        await desk.Send();
        var batch = Assert.Single(await desk.Lists.Batches(Scope.OfProvince("79")));
        Assert.Equal((3, 1L, 2L, null), (batch.Messages, batch.Pending, batch.Sent, batch.FinishedAt));
        desk.Mail.Answer = _ => new(ChannelVerdict.Accepted);
        desk.Test.Clock.Moment = desk.Test.Clock.Moment.AddMinutes(2);
        await desk.Send();
        batch = Assert.Single(await desk.Lists.Batches(Scope.OfProvince("79")));
        Assert.Equal((0L, 3L, true), (batch.Pending, batch.Sent, batch.FinishedAt is not null));
        Assert.Empty(await desk.Lists.Batches(Scope.OfProvince("01")));
        await desk.Healthy();
    }
}
