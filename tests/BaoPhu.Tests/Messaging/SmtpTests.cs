using System.Diagnostics;
using System.Globalization;
using BaoPhu.Core;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Messaging;

/// <summary>E-mail against a real server: its own log says what arrived. BAOPHU_KILLS sets how often the sender is killed per engine (10 if it is not set).</summary>
public sealed class SmtpTests(ITestOutputHelper output)
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_server_takes_each_once_and_says_whom_it_does_not_know(Engine engine)
    {
        using var server = await Server();
        await using var desk = await MessageDesk.Open(engine, employers: 12);
        await desk.Test.Db.Write(tx => tx.Execute("update reg_employers set email = 'khong-co@thu.vn' where code = 'TA0003A'"));
        await desk.Test.Db.Write(tx => tx.Execute("update reg_employers set email = 'ban@thu.vn' where code = 'TA0004A'"));
        await desk.Test.Db.Write(tx => tx.Execute("update reg_employers set email = 'không phải địa chỉ' where code = 'TA0005A'"));
        await desk.Put(12, change: m => m with { Channels = ["email"] });
        using var smtp = Channel(server);
        await MessageSending.Of(desk.Test.Db, desk.Test.Clock, new ChannelBook(smtp)).Run();
        Assert.Equal(["accepted 9", "not-at-address 2", "queued 1"], await desk.States());
        var taken = await server.Taken();
        Assert.Equal((9, 9), (taken.Count, taken.Distinct(StringComparer.Ordinal).Count()));
        // What the log already says to have arrived is as good as taken.
        var known = await smtp.WhatBecame([.. (await desk.Lists.Page(Scope.Nation, new MessageFilter())).Rows], TestContext.Current.CancellationToken);
        Assert.Equal((9, 3), (known.Values.Count(a => a.Verdict is ChannelVerdict.Accepted or ChannelVerdict.Delivered), known.Values.Count(a => a.Verdict == ChannelVerdict.NeverHad)));
        await desk.Healthy();
    }

    [Fact]
    public async Task The_servers_log_says_how_each_ended()
    {
        var log = Path.GetTempFileName();
        try
        {
            string[] ids = [.. Enumerable.Range(0, 5).Select(_ => Guid.NewGuid().ToString("N"))];
            await File.WriteAllLinesAsync(log, [
                .. ids[..4].Select((id, i) => $"2021-11-03 08:00:00 1miABC-000{i}-xy <= bhxh@thu.vn H=localhost [127.0.0.1] P=esmtp S=1 id={id}@thu.vn"),
                "2021-11-03 08:00:01 1miABC-0000-xy => a@b.vn R=dnslookup T=remote_smtp H=mx.b.vn [10.0.0.1] C=\"250 OK\"", "2021-11-03 08:00:01 1miABC-0000-xy Completed",
                "2021-11-03 08:00:02 1miABC-0001-xy ** c@d.vn R=dnslookup T=remote_smtp: SMTP error from remote mail server after RCPT TO:<c@d.vn>: 550 5.1.1 User unknown",
                "2021-11-03 08:00:02 1miABC-0002-xy ** e@f.vn R=dnslookup T=remote_smtp: SMTP error from remote mail server: 554 5.7.1 Message rejected as spam",
                "2021-11-03 08:00:03 1miABC-0003-xy == g@h.vn R=dnslookup T=remote_smtp defer (-44): 450 later",
            ], TestContext.Current.CancellationToken);
            using var smtp = new SmtpChannel(new SmtpSettings("127.0.0.1", 25, false, null, null, "bhxh@thu.vn", log), TimeProvider.System);
            // What the log already says to have arrived is as good as taken.
        var known = await smtp.WhatBecame([.. ids.Select(id => new Message { MessageId = id })], TestContext.Current.CancellationToken);
            Assert.Equal([ChannelVerdict.Delivered, ChannelVerdict.NotThere, ChannelVerdict.Refused, ChannelVerdict.Accepted, ChannelVerdict.NeverHad], ids.Select(id => known[id].Verdict));
            Assert.Contains("554 5.7.1", known[ids[2]].Reason, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(log);
        }
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_server_that_is_not_there_counts_against_the_server(Engine engine)
    {
        await using var desk = await MessageDesk.Open(engine, employers: 3);
        await desk.Put(3, change: m => m with { Channels = ["email"] });
        using var smtp = new SmtpChannel(new SmtpSettings("127.0.0.1", 1, false, null, null, "bhxh@thu.vn"), TimeProvider.System);
        await MessageSending.Of(desk.Test.Db, desk.Test.Clock, new ChannelBook(smtp)).Run();
        Assert.Equal(3, await desk.Count("state = 'queued' and tries = 0"));
        Assert.Equal(1, Assert.Single(await desk.Lists.Channels()).Failures);
        await desk.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_sender_killed_in_mid_batch_neither_loses_nor_doubles(Engine engine)
    {
        using var server = await Server();
        var kills = int.TryParse(Environment.GetEnvironmentVariable("BAOPHU_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 3;
        // Enough for every kill to meet a handful; the ten kills of the measurement: BAOPHU_KILLS=10.
        var messages = kills * 200;
        await using var desk = await MessageDesk.Open(engine, employers: 30);
        await new Core.Organisation.Settings(desk.Test.Db, desk.Test.Clock).Set(Actor.System, Scope.Nation, "00", Core.Organisation.Settings.MessagesADay, new(2004, 7, 1), "1000000", "thử");
        await new Core.Organisation.Settings(desk.Test.Db, desk.Test.Clock).Set(Actor.System, Scope.Nation, "00", Core.Organisation.Settings.MessageValidDays, new(2004, 7, 1), "36500", "thử");
        var batch = await desk.Test.Db.Write(tx => Outbox.PutBatch(
            tx, desk.Test.Clock, Actor.System, "Nhắc nộp", [.. Enumerable.Range(0, messages).Select(i => OutboxTests.Reminder(desk.Ids[i % 30]) with { Channels = ["email"] })]));
        // It sends at the moment of the machine's clock, so the leases run out while the test waits.
        var random = new Random(7);
        var killed = 0;
        // Taken by the server, or already known from its log to have arrived.
        var ended = 0;
        for (var run = 0; run < 200 && ended < messages; run++)
        {
            var before = (await server.Taken()).Count;
            using var sender = Start(desk.Test.Target, server);
            var reading = Task.WhenAll(sender.StandardOutput.ReadToEndAsync(), sender.StandardError.ReadToEndAsync());
            if (killed < kills)
            {
                // Killed when it has sent some of its handful, wherever that is.
                var until = before + random.Next(20, 200);
                while (!sender.HasExited && (await server.Taken()).Count < until)
                {
                    await Task.Delay(5);
                }

                if (!sender.HasExited)
                {
                    sender.Kill();
                    killed++;
                }
            }

            await sender.WaitForExitAsync();
            await reading;
            await Task.Delay(1500);
            ended = (await desk.States()).Where(s => s.StartsWith("accepted ", StringComparison.Ordinal) || s.StartsWith("delivered ", StringComparison.Ordinal))
                .Sum(s => int.Parse(s.AsSpan(s.IndexOf(' ') + 1), NumberStyles.None, CultureInfo.InvariantCulture));
        }

        var (taken, states) = (await server.Taken(), await desk.States());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine}: {killed} kills; {taken.Count} taken, {taken.Distinct(StringComparer.Ordinal).Count()} different; {string.Join(", ", states)}"));
        Assert.Equal(kills, killed);
        Assert.Equal(messages, ended);
        Assert.Equal((messages, messages), (taken.Count, taken.Distinct(StringComparer.Ordinal).Count()));
        Assert.NotNull((await desk.Lists.Batches(Scope.Nation)).Single(b => b.BatchId == batch).FinishedAt);
        await desk.Healthy();
    }

    private static async Task<MailServer> Server()
    {
        var server = await MailServer.Start();
        Assert.SkipWhen(server is null, "Exim is not installed");
        return server!;
    }

    private static SmtpChannel Channel(MailServer server) => new(new SmtpSettings("127.0.0.1", server.Port, false, null, null, "bhxh@thu.vn", server.Log), TimeProvider.System);

    private static Process Start(string database, MailServer server)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in (string[])[Path.Combine(AppContext.BaseDirectory, "baophu.dll"), "message", "send", "--lease", "1", "--json", "--db", database])
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["BAOPHU_SMTP_HOST"] = "127.0.0.1";
        start.Environment["BAOPHU_SMTP_PORT"] = server.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["BAOPHU_SMTP_STARTTLS"] = "no";
        start.Environment["BAOPHU_SMTP_FROM"] = "bhxh@thu.vn";
        start.Environment["BAOPHU_SMTP_LOG"] = server.Log;
        return Process.Start(start)!;
    }
}
