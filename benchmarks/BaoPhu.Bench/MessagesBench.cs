using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules;
using BaoPhu.Tests.Messaging;

namespace BaoPhu.Bench;

/// <summary>
/// Notices through the outbox to a real mail server (balance read again, marked, handed over, answered, with history) against the bare SmtpClient sending as many of the same text over as many
/// connections to the same server.
/// </summary>
internal static class MessagesBench
{
    public static async Task Run(Place place, Board board, int messages)
    {
        using var server = await MailServer.Start();
        if (server is null)
        {
            board.Figure("messages a second", "–", "no mail server (Exim)", "");
            return;
        }

        var settings = new SmtpSettings("127.0.0.1", server.Port, false, null, null, "bhxh@thu.vn", server.Log, Connections: 16);
        foreach (var engine in place.Engines)
        {
            var (db, _) = await place.Fresh(engine, "baophu_bench_messages");
            await using (db)
            {
                // By day: at night nothing but e-mail would go, and the hour of the measurement is not what is measured.
                var clock = TimeProvider.System;
                await Employers(db, messages);
                await new Settings(db, clock).Set(Actor.System, Scope.Nation, Settings.NationScope, Settings.MessagesADay, new(2004, 7, 1), "1000000", "đo");
                var watch = Stopwatch.StartNew();
                await db.Write(tx => Outbox.PutBatch(tx, clock, Actor.System, "Nhắc nộp", [.. Enumerable.Range(0, messages).Select(i => new OutgoingMessage
                {
                    SubjectId = Id(i), Template = "debt-reminder", Channels = ["email"], AboutDebt = true, Values = new Dictionary<string, string>(StringComparer.Ordinal) { ["so_tien"] = "1.000.000" },
                })]));
                var put = watch.Elapsed.TotalSeconds;
                var like = await db.Read(s => s.One<Message>("select * from msg_outbox limit 1")) ?? throw new InvalidOperationException("nothing was put");
                var body = (await new MessageTemplates(db, clock).Find("00", "debt-reminder")).For("email", like.Values);
                var bare = await Timing.Median(1, () => Task.CompletedTask, () => Bare(settings, messages, body));
                var before = (await server.Taken()).Count;
                using var smtp = new SmtpChannel(settings, clock);
                var ours = await Timing.Median(1, () => Task.CompletedTask, () => MessageSending.Of(db, clock, new ChannelBook(smtp)).Run());
                var taken = (await server.Taken()).Skip(before).ToList();
                if (taken.Count != messages || taken.Distinct(StringComparer.Ordinal).Count() != messages)
                {
                    throw new InvalidOperationException($"{taken.Count} taken of {messages}");
                }

                board.Ratio($"{messages:N0} notices through the outbox to the mail server", engine, ours, bare, "the bare SmtpClient", "");
                board.Figure("messages a second, ours / bare", engine, string.Create(CultureInfo.InvariantCulture, $"{messages / ours:0} / {messages / bare:0}"), "");
                board.Figure("put into the outbox a second", engine, (messages / put).ToString("N0", CultureInfo.InvariantCulture), "");
            }

            await place.Drop(engine, "baophu_bench_messages");
        }
    }

    private static async Task Bare(SmtpSettings settings, int messages, MessageBody body)
    {
        var clients = new ConcurrentBag<SmtpClient>();
        await Parallel.ForAsync(0, messages, new ParallelOptions { MaxDegreeOfParallelism = settings.Connections }, async (i, cancel) =>
        {
            var client = clients.TryTake(out var idle) ? idle : new SmtpClient(settings.Host, settings.Port);
            using var mail = new MailMessage(new MailAddress(settings.From, "BHXH Thử", Encoding.UTF8), new MailAddress($"a{i}@thu.vn"))
            {
                Subject = body.Subject, SubjectEncoding = Encoding.UTF8, Body = body.Text, BodyEncoding = Encoding.UTF8, BodyTransferEncoding = TransferEncoding.Base64,
            };
            mail.Headers.Add("Message-ID", $"<bare-{i}@thu.vn>");
            await client.SendMailAsync(mail, cancel);
            clients.Add(client);
        });
        foreach (var client in clients)
        {
            client.Dispose();
        }
    }

    private static long Id(int i) => EmployerKey.Id("79", string.Create(CultureInfo.InvariantCulture, $"T{(char)('A' + (i / 10_000))}{i % 10_000:0000}A"));

    private static Task Employers(Db db, int count) => db.Write(tx =>
    {
        using (var rows = tx.BulkInto("reg_employers", "employer_id", "province", "code", "office_code", "name", "folded", "email", "standing", "updated_at"))
        {
            for (var i = 0; i < count; i++)
            {
                rows.StartRow();
                rows.Write(Id(i));
                rows.Write("79");
                rows.Write(EmployerKey.Code(Id(i)));
                rows.Write("07900");
                rows.Write("Công ty Thử");
                rows.Write("cong ty thu");
                rows.Write($"a{i}@thu.vn");
                rows.Write((short)0);
                rows.Write(0L);
            }

            rows.Complete();
        }

        using var months = tx.BulkInto("reg_months", "employer_id", "period", "due_social", "due_health", "due_unemployment", "due_accident", "paid_social", "paid_health", "paid_unemployment", "paid_accident");
        for (var i = 0; i < count * 12; i++)
        {
            months.StartRow();
            months.Write(Id(i / 12));
            months.Write(202101 + (i % 12));
            months.Write(1_000_000L);
            for (var fund = 0; fund < 7; fund++)
            {
                months.Write(0L);
            }
        }

        months.Complete();
        return Task.CompletedTask;
    });
}
