using System.Collections.Concurrent;
using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Messages;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Core.Messaging;

/// <summary>
/// Sends what stands in the outbox. A handful is claimed under a lease, marked as being sent and committed before the first of it is handed over; the answers are recorded afterwards. So a
/// sender that is killed leaves messages of which nobody knows whether they left: when the lease is over the channel is asked, and where it cannot say a person decides. Any number of senders
/// may run; they do not touch each other's.
/// <para>Everything that can change between the order and the sending is read again in the claim: the balance, opt-outs, the hour, what the recipient got today.</para>
/// </summary>
public sealed class Dispatch(Db db, TimeProvider clock, ChannelBook book, MessageOutcomes outcomes, IMessageAttachments attachments)
{
    /// <summary>How long a handful is its sender's alone. Nothing is handed over in the last third of it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>When the channel is asked first, and how seldom at last, what became of a message that it took.</summary>
    private static readonly TimeSpan FirstAsked = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SeldomAsked = TimeSpan.FromHours(6);

    private readonly string _sender = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<(string, string, int), MessageTemplate> _templates = new();
    private readonly ConcurrentDictionary<(string Code, DateOnly Day), string> _offices = new();
    private long _handfuls;

    /// <summary>Sends everything that is due now; what is not due, or waits for a channel that is out of order, stays.</summary>
    public async Task<DispatchResult> Run(CancellationToken cancel = default)
    {
        var result = new DispatchResult(0, 0, await Resolve(cancel));
        await AskAgain(cancel);
        foreach (var channel in book.InUse)
        {
            while (!cancel.IsCancellationRequested && await SendHandful(channel, cancel) is { Claimed: > 0 } sent)
            {
                result = result with { Handed = result.Handed + sent.Handed, Settled = result.Settled + sent.Claimed - sent.Handed };
                if (sent.Down)
                {
                    break;
                }
            }
        }

        await FinishBatches();
        return result;
    }

    private async Task<(int Claimed, int Handed, bool Down)> SendHandful(IMessageChannel channel, CancellationToken cancel)
    {
        var now = clock.Now();
        var waits = await db.Read(s => s.One<long>(
            """
            select count(*) from (select 1 from msg_outbox m where m.channel = @Channel and m.state in ('queued', 'held') and m.next_at <= @now
                and not exists (select 1 from msg_channels c where c.channel = m.channel and c.paused_until_at > @now) limit 1) as w
            """,
            new { channel.Channel, now }));
        if (waits == 0)
        {
            return default;
        }

        var claim = string.Create(CultureInfo.InvariantCulture, $"{_sender}/{Interlocked.Increment(ref _handfuls)}");
        var steps = await db.Write(tx => Claim(tx, channel, claim), cancel);
        var mine = steps.Where(x => x.To == MessageState.Sending).Select(x => x.After).ToList();
        if (mine.Count == 0)
        {
            return (steps.Count, 0, false);
        }

        var answers = await HandOver(channel, mine, cancel);
        await Record(channel, claim, answers);
        return (steps.Count, mine.Count, Array.Exists(answers, a => a.Answer.Verdict == ChannelVerdict.Down));
    }

    /// <summary>Takes what is due on the channel and decides each: sent now, later, on the next channel, or not at all.</summary>
    private async Task<List<Step>> Claim(Session tx, IMessageChannel channel, string claim)
    {
        var now = clock.Now();
        var due = await tx.Query<Message>(
            $"select {Message.Columns} from msg_outbox m where m.channel = @Channel and m.state in ('queued', 'held') and m.next_at <= @now order by m.next_at limit @Handful {{skip-locked}}",
            new { channel.Channel, channel.Handful, now });
        if (due.Count == 0)
        {
            return [];
        }

        var subjects = due.Select(m => m.SubjectId).Distinct().ToList();
        var optOuts = (await OptOuts.InForce(tx, subjects)).ToLookup(o => o.SubjectId, o => o.Channel);
        var debts = await DebtQueries.TotalsNow(tx, [.. due.Where(m => m.AboutDebt).Select(m => m.SubjectId).Distinct()], clock.Today());
        var rules = new Dictionary<string, SendingRules>(StringComparer.Ordinal);
        foreach (var province in due.Select(m => m.Province).Distinct(StringComparer.Ordinal))
        {
            rules[province] = await SendingRules.Of(tx, province, clock.Today());
        }

        var given = await GivenToday(tx, channel.Channel, due);
        var steps = due.ConvertAll(Decide);
        await Apply(tx, clock, steps);
        return steps;

        Step Decide(Message m)
        {
            var rule = rules[m.Province];
            var address = m.To.Of(m.Channel);
            var optedOut = optOuts[m.SubjectId].Any(c => c == OptOuts.AllChannels || c == m.Channel);
            if (m.ExpiresAt < now)
            {
                return Step.Of(m, MessageAct.Expire, "expired");
            }

            if (m.AboutDebt && debts.GetValueOrDefault(m.SubjectId) == 0)
            {
                return Step.Of(m, MessageAct.PayUp, "paid");
            }

            if (string.IsNullOrEmpty(address))
            {
                return Onward(Step.Of(m, MessageAct.FailForGood, "no-address"), now);
            }

            if (optedOut && !m.Legal)
            {
                return Onward(Step.Of(m, MessageAct.OptOut, "opt-out"), now);
            }

            var local = now.Local.DateTime;
            if (m.Channel != MessageChannels.Email && rule.Quiet.Holds(local))
            {
                return Step.Of(m, MessageAct.Hold, "quiet") with { NextAt = At(rule.Quiet.Next(local)) };
            }

            if (!m.Legal && given.GetValueOrDefault(address) >= rule.ADay(m.Channel))
            {
                return Step.Of(m, MessageAct.Hold, "cap") with { NextAt = At(rule.Quiet.NextDay(local)) };
            }

            given[address] = given.GetValueOrDefault(address) + (m.Legal ? 0 : 1);
            return Step.Of(m, MessageAct.HandOver, optedOut ? "legal" : "") with
            {
                Claim = claim, LeaseUntil = new Instant(now.Milliseconds + (long)Lease.TotalMilliseconds), Via = channel.Via, PassedOptOut = optedOut, HandedAt = now,
            };
        }
    }

    /// <summary>
    /// Hands over, as many side by side as the channel says, and collects the answers. What was not handed over is answered with a later time and no try: after the channel broke down, or when
    /// the lease is about to end.
    /// </summary>
    private async Task<(Message Message, ChannelAnswer Answer, MessageBody? Body)[]> HandOver(IMessageChannel channel, List<Message> mine, CancellationToken cancel)
    {
        var answers = new (Message, ChannelAnswer, MessageBody?)[mine.Count];
        var lastStart = new Instant(clock.Now().Milliseconds + (long)(Lease.TotalMilliseconds * 2 / 3));
        ChannelAnswer? stop = null;
        await Parallel.ForAsync(0, mine.Count, new ParallelOptions { MaxDegreeOfParallelism = channel.SideBySide, CancellationToken = CancellationToken.None }, async (i, _) =>
        {
            if (Volatile.Read(ref stop) is null && (cancel.IsCancellationRequested || clock.Now() > lastStart))
            {
                Volatile.Write(ref stop, new ChannelAnswer(ChannelVerdict.NeverHad));
            }

            if (Volatile.Read(ref stop) is { } stopped)
            {
                answers[i] = (mine[i], stopped, null);
                return;
            }

            var (envelope, fault) = await Prepare(mine[i]);
            var answer = fault ?? await channel.Send(envelope!, cancel);
            answers[i] = (mine[i], answer, envelope?.Body);
            if (answer.Verdict == ChannelVerdict.Down)
            {
                Volatile.Write(ref stop, answer);
            }
        });
        return answers;
    }

    private async Task<(Envelope? Envelope, ChannelAnswer? Fault)> Prepare(Message message)
    {
        if (!_templates.TryGetValue((message.TemplateScope, message.Template, message.TemplateVersion), out var template))
        {
            template = await db.Read(s => MessageTemplates.Version(s, message.TemplateScope, message.Template, message.TemplateVersion));
            _templates[(message.TemplateScope, message.Template, message.TemplateVersion)] = template;
        }

        var body = template.For(message.Channel, message.Values);
        if (body.Unfit is { } parameter)
        {
            return (null, new ChannelAnswer(ChannelVerdict.Failed, Reason: "unfit: " + parameter));
        }

        // A name holds for its day: the tree of offices may be another tomorrow.
        var sender = (message.OfficeCode, Day: clock.Today());
        if (!_offices.TryGetValue(sender, out var office))
        {
            _offices[sender] = office = (await db.Read(s => Offices.Find(s, sender.OfficeCode, sender.Day)))?.Name ?? sender.OfficeCode;
        }

        try
        {
            IReadOnlyList<AttachedFile> files = message.Channel == MessageChannels.Email && (message.PaperNo is not null || message.LeafletKeys.Count > 0)
                ? await db.Read(s => attachments.Open(s, message))
                : [];
            return (new Envelope(message, message.To.Of(message.Channel)!, body, files, office), null);
        }
        catch (Refusal refusal)
        {
            return (null, new ChannelAnswer(ChannelVerdict.Failed, Reason: refusal.Message));
        }
    }

    /// <summary>Records the answers of a handful, with what follows for its tasks and papers: one transaction for those without, one for each province with.</summary>
    private async Task Record(IMessageChannel channel, string claim, IReadOnlyCollection<(Message Message, ChannelAnswer Answer, MessageBody? Body)> answers)
    {
        var now = clock.Now();
        var rules = await Rules(answers.Select(a => a.Message));
        var down = answers.FirstOrDefault(a => a.Answer.Verdict == ChannelVerdict.Down).Answer;
        await Write(channel, rules, [.. answers.Where(a => a.Answer.Verdict != ChannelVerdict.Unsure).Select(a => StepOf(channel, a.Message, a.Answer, a.Body, rules[a.Message.Province], now) with { Claim = claim })]);
        await db.Write(tx => Note(tx, channel.Channel, down, answers.Any(a => a.Answer.Verdict is not (ChannelVerdict.Down or ChannelVerdict.NeverHad or ChannelVerdict.Unsure)), now));
    }

    private Task<Dictionary<string, SendingRules>> Rules(IEnumerable<Message> messages) => db.Read(async s =>
    {
        var found = new Dictionary<string, SendingRules>(StringComparer.Ordinal);
        foreach (var province in messages.Select(m => m.Province).Distinct(StringComparer.Ordinal))
        {
            found[province] = await SendingRules.Of(s, province, clock.Today());
        }

        return found;
    });

    /// <summary>Writes steps with what follows from them, province by province where a task or a paper is concerned.</summary>
    private async Task Write(IMessageChannel channel, Dictionary<string, SendingRules> rules, IReadOnlyCollection<Step> steps)
    {
        foreach (var group in steps.GroupBy(x => channel.Leaves && x.Message is not { Act: null, PaperNo: null } ? x.Message.Province : "", StringComparer.Ordinal))
        {
            await db.Write(async tx =>
            {
                if (group.Key.Length > 0)
                {
                    await tx.Lock(PlanningPass.LockOf(group.Key));
                }

                var done = await Apply(tx, clock, [.. group]);
                if (group.Key.Length > 0)
                {
                    foreach (var step in done)
                    {
                        await outcomes.Follow(tx, step, rules[group.Key]);
                    }

                    await AuditTrail.Write(tx, clock, Actor.System, "messaging.outcomes", "province:" + group.Key, new { messages = done.Count, digest = Outbox.DigestOf(done.Select(x => x.Message.Key)) });
                }
            });
        }
    }

    private static Step StepOf(IMessageChannel channel, Message m, ChannelAnswer answer, MessageBody? body, SendingRules rule, Instant now)
    {
        var price = m.Via == SandboxChannel.Name ? 0 : rule.Price(m.Channel);
        switch (answer.Verdict)
        {
            case ChannelVerdict.Accepted or ChannelVerdict.Delivered:
                var parts = body?.Sms?.Parts ?? 1;
                return Step.Of(m, answer.Verdict == ChannelVerdict.Accepted ? MessageAct.Accept : MessageAct.Deliver, answer.Reason) with {
                    Reference = answer.Reference, Parts = (short)parts, Cost = parts * price, AskAt = channel.Tells is null ? null : After(now, FirstAsked),
                };
            case ChannelVerdict.Refused:
                return Onward(Step.Of(m, MessageAct.Refuse, answer.Reason), now);
            case ChannelVerdict.NotThere:
                return Onward(Step.Of(m, MessageAct.NotThere, answer.Reason), now);
            case ChannelVerdict.Failed:
                return Onward(Step.Of(m, MessageAct.FailForGood, answer.Reason), now);
            case ChannelVerdict.Later:
                var tries = (short)(m.Tries + 1);
                var again = new Instant(now.Milliseconds + (Retries.WaitMinutes(tries) * 60_000L));
                return tries >= rule.Tries
                    ? Onward(Step.Of(m, MessageAct.GiveUp, answer.Reason.Length > 0 ? answer.Reason : "tries") with { Tries = tries }, now)
                    : Step.Of(m, MessageAct.TryLater, answer.Reason) with { Tries = tries, NextAt = answer.NotBefore is { } later && later > again ? later : again };
            case ChannelVerdict.Down:
                return Step.Of(m, MessageAct.TryLater, "provider") with { NextAt = now };
            default:
                return Step.Of(m, MessageAct.TryLater, "never-arrived") with { NextAt = now };
        }
    }

    /// <summary>A message that came to an end without reaching anybody goes on to the next channel whose address is known.</summary>
    private static Step Onward(Step ended, Instant now)
    {
        var channels = ended.Message.ChannelList;
        for (var place = ended.Message.ChannelPlace + 1; place < channels.Count; place++)
        {
            if (!string.IsNullOrEmpty(ended.Message.To.Of(channels[place])))
            {
                return ended.And(MessageAct.NextChannel) with { Place = (short)place, Channel = channels[place], Tries = 0, NextAt = now };
            }
        }

        return ended;
    }

    /// <summary>Settles what was being sent when its sender died: by the channel's word, or by a person. Returns how many were looked at.</summary>
    private async Task<int> Resolve(CancellationToken cancel)
    {
        var now = clock.Now();
        if (await db.Read(s => s.One<long>("select count(*) from msg_outbox m where m.state = 'sending' and m.lease_until_at < @now", new { now })) == 0)
        {
            return 0;
        }

        var claim = string.Create(CultureInfo.InvariantCulture, $"{_sender}/{Interlocked.Increment(ref _handfuls)}");
        var orphans = await db.Write(async tx =>
        {
            var found = await tx.Query<Message>(
                $"select {Message.Columns} from msg_outbox m where m.state = 'sending' and m.lease_until_at < @now order by m.lease_until_at limit 2000 {{skip-locked}}", new { now });
            await tx.Execute(
                "update msg_outbox set claim = @claim, lease_until_at = @until where state = 'sending' and lease_until_at < @now and message_id {any:ids}",
                new { claim, until = new Instant(now.Milliseconds + (long)Lease.TotalMilliseconds), now, ids = tx.List(found.Select(m => m.MessageId)) });
            return found;
        });
        foreach (var group in orphans.GroupBy(m => (m.Channel, m.Via)))
        {
            if (book.Find(group.Key.Channel, group.Key.Via) is not { } channel)
            {
                await LoseSight([.. group], claim);
                continue;
            }

            var known = await channel.WhatBecame([.. group], cancel);
            await Record(channel, claim, [.. group.Where(m => known.ContainsKey(m.MessageId)).Select(m => (m, known[m.MessageId], Body(m)))]);
            await LoseSight([.. group.Where(m => !known.ContainsKey(m.MessageId))], claim);
        }

        return orphans.Count;

        MessageBody? Body(Message m) => _templates.GetValueOrDefault((m.TemplateScope, m.Template, m.TemplateVersion))?.For(m.Channel, m.Values);
    }

    /// <summary>
    /// Asks the channels what became of messages that they took: soon at first, then ever more seldom, until there is an end or the channel's time is over. A bounce that comes later changes
    /// the state, and the next channel of the order is tried.
    /// </summary>
    private async Task AskAgain(CancellationToken cancel)
    {
        var now = clock.Now();
        var due = await db.Read(s => s.Query<Message>(
            $"select {Message.Columns} from msg_outbox m where m.state = 'accepted' and m.ask_at is not null and m.ask_at <= @now order by m.ask_at limit 2000", new { now }));
        foreach (var group in due.GroupBy(m => (m.Channel, m.Via)))
        {
            var channel = book.Find(group.Key.Channel, group.Key.Via);
            var known = channel is null ? new Dictionary<string, ChannelAnswer>(StringComparer.Ordinal) : await channel.WhatBecame([.. group], cancel);
            var ended = group.Where(m => known.GetValueOrDefault(m.MessageId) is { Verdict: ChannelVerdict.Delivered or ChannelVerdict.Refused or ChannelVerdict.NotThere or ChannelVerdict.Failed }).ToList();
            if (channel is not null && ended.Count > 0)
            {
                var rules = await Rules(ended);
                await Write(channel, rules, ended.ConvertAll(m => Ended(m, known[m.MessageId], now)));
            }

            await Postpone([.. group.Except(ended)], channel?.Tells, now);
        }
    }

    private static Step Ended(Message m, ChannelAnswer answer, Instant now) => answer.Verdict switch
    {
        ChannelVerdict.Delivered => Step.Of(m, MessageAct.Deliver, answer.Reason),
        ChannelVerdict.Refused => Onward(Step.Of(m, MessageAct.Refuse, answer.Reason), now),
        ChannelVerdict.NotThere => Onward(Step.Of(m, MessageAct.NotThere, answer.Reason), now),
        _ => Onward(Step.Of(m, MessageAct.FailForGood, answer.Reason), now),
    };

    /// <summary>Asked again after as long as it has been on its way, at most after <see cref="SeldomAsked"/>; not any more when the channel's time is over.</summary>
    private async Task Postpone(List<Message> messages, TimeSpan? tells, Instant now)
    {
        if (messages.Count == 0)
        {
            return;
        }

        await db.Write(async tx =>
        {
            foreach (var next in messages.GroupBy(m => Next(m)?.Milliseconds))
            {
                await tx.Execute(
                    "update msg_outbox set ask_at = @next where state = 'accepted' and ask_at <= @now and message_id {any:ids} and subject_id {any:subjects}",
                    new { next = next.Key, now, ids = tx.List(next.Select(m => m.MessageId)), subjects = tx.List(next.Select(m => m.SubjectId).Distinct()) });
            }
        });

        Instant? Next(Message m)
        {
            var waited = now.Milliseconds - (m.HandedAt ?? m.MadeAt).Milliseconds;
            // Whole minutes, so that a batch is one statement.
            var minutes = Math.Clamp(waited / 60_000, (long)FirstAsked.TotalMinutes, (long)SeldomAsked.TotalMinutes);
            return tells is { } time && waited < time.TotalMilliseconds ? After(now, TimeSpan.FromMinutes(minutes)) : null;
        }
    }

    private static Instant After(Instant moment, TimeSpan time) => new(moment.Milliseconds + (long)time.TotalMilliseconds);

    private Task LoseSight(List<Message> messages, string claim) => messages.Count == 0
        ? Task.CompletedTask
        : db.Write(tx => Apply(tx, clock, messages.ConvertAll(m => Step.Of(m, MessageAct.LoseSight, "killed") with { Claim = claim })));

    /// <summary>A batch of which nothing is pending any more is finished; one of which something was let go again is open.</summary>
    private async Task FinishBatches()
    {
        if (await db.Read(s => s.One<long>("select count(*) from msg_batches b where b.finished_at is null")) == 0)
        {
            return;
        }

        await db.Write(tx => tx.Execute(
            """
            update msg_batches set finished_at = @now where finished_at is null
                and not exists (select 1 from msg_outbox m where m.batch_id = msg_batches.batch_id and m.state in ('queued', 'held', 'sending'))
            """,
            new { now = clock.Now() }));
    }

    private static Instant At(DateTime local) => Instant.Of(new DateTimeOffset(local, Instant.VietnamOffset));

    /// <summary>How many messages each address got on the channel since midnight, notices by law left out.</summary>
    private async Task<Dictionary<string, long>> GivenToday(Session s, string channel, List<Message> due)
    {
        var since = Instant.StartOf(clock.Today());
        var addresses = s.List(due.Select(m => m.To.Of(channel)).OfType<string>().Distinct(StringComparer.Ordinal));
        var counted = channel == MessageChannels.Email
            ? await s.Query<Given>("select m.to_email as address, count(*) as messages from msg_outbox m where m.to_email {any:addresses} and m.handed_at >= @since and m.channel = @channel and m.legal = false and m.state in ('sending', 'accepted', 'delivered', 'uncertain') group by m.to_email", new { addresses, since, channel })
            : await s.Query<Given>("select m.to_phone as address, count(*) as messages from msg_outbox m where m.to_phone {any:addresses} and m.handed_at >= @since and m.channel = @channel and m.legal = false and m.state in ('sending', 'accepted', 'delivered', 'uncertain') group by m.to_phone", new { addresses, since, channel });
        return counted.ToDictionary(g => g.Address, g => g.Messages, StringComparer.Ordinal);
    }

    private static async Task Note(Session tx, string channel, ChannelAnswer? down, bool worked, Instant now)
    {
        if (down is null && !worked)
        {
            return;
        }

        await tx.Execute("insert into msg_channels (channel) values (@channel) on conflict (channel) do nothing", new { channel });
        if (down is null)
        {
            await tx.Execute("update msg_channels set failures = 0, paused_until_at = null, last_success_at = @now where channel = @channel", new { channel, now });
            return;
        }

        var failures = 1 + await tx.One<int>("select failures from msg_channels where channel = @channel", new { channel });
        await tx.Execute(
            "update msg_channels set failures = @failures, paused_until_at = @until, last_error_at = @now, last_error = @Reason where channel = @channel",
            new { channel, failures, until = new Instant(now.Milliseconds + (Retries.WaitMinutes(failures) * 60_000L)), now, down.Reason });
    }

    /// <summary>
    /// Writes the steps in bulk, each only where nobody changed the row since it was read, with their history lines. Returns those that were written.
    /// </summary>
    internal static async Task<IReadOnlyList<Step>> Apply(Session tx, TimeProvider clock, IReadOnlyList<Step> steps, string user = "system")
    {
        if (steps.Count == 0)
        {
            return [];
        }

        var now = clock.Now();
        await tx.Scratch(
            "scratch_messages",
            """
            of_subject bigint, of_message text, read_version integer, add_version integer, state text, reason text, place smallint, channel text, tries smallint, next_at bigint, claim text, lease_until_at bigint,
            via text, provider_ref text, parts smallint, cost bigint, passed boolean, handed_at bigint, ended_at bigint, told boolean, ask_at bigint
            """);
        using (var rows = tx.BulkInto(
            "scratch_messages", "of_subject", "of_message", "read_version", "add_version", "state", "reason", "place", "channel", "tries", "next_at", "claim", "lease_until_at", "via", "provider_ref", "parts", "cost", "passed",
            "handed_at", "ended_at", "told", "ask_at"))
        {
            foreach (var x in steps)
            {
                var m = x.Message;
                rows.StartRow();
                rows.Write(m.SubjectId);
                rows.Write(m.MessageId);
                rows.Write(x.Version);
                rows.Write(x.Lines.Count);
                rows.Write(MessageNames.Of(x.To));
                rows.Write(x.Reason);
                rows.Write(x.Place ?? m.ChannelPlace);
                rows.Write(x.Channel ?? m.Channel);
                rows.Write(x.Tries ?? m.Tries);
                rows.Write((x.NextAt ?? m.NextAt).Milliseconds);
                rows.Write(x.To == MessageState.Sending ? x.Claim : null);
                rows.Write(x.LeaseUntil?.Milliseconds);
                rows.Write(x.Via ?? m.Via);
                rows.Write(x.Reference ?? m.ProviderRef);
                rows.Write(x.Parts ?? m.Parts);
                rows.Write(m.Cost + x.Cost);
                rows.Write(m.PassedOptOut || x.PassedOptOut);
                rows.Write((x.HandedAt ?? m.HandedAt)?.Milliseconds);
                rows.Write(x.To.IsPending() ? null : now.Milliseconds);
                rows.Write(x.To.IsTold());
                rows.Write(x.To == MessageState.Accepted ? x.AskAt?.Milliseconds : null);
            }

            rows.Complete();
        }

        var written = (await tx.Query<Message>(
            """
            update msg_outbox as m set state = s.state, reason = s.reason, channel_place = s.place, channel = s.channel, tries = s.tries, next_at = s.next_at, claim = s.claim, lease_until_at = s.lease_until_at,
                via = s.via, provider_ref = s.provider_ref, parts = s.parts, cost = s.cost, passed_opt_out = s.passed, handed_at = s.handed_at, ended_at = s.ended_at, ask_at = s.ask_at, version = m.version + s.add_version, read_at = null,
                tell_user = case when s.told = true then coalesce(
                    (select t.assignee from wrk_tasks t where t.subject_id = m.subject_id and t.act = m.act and t.occurrence = m.occurrence),
                    (select c.user_id from wrk_in_charge c where c.subject_id = m.subject_id), m.made_by) else null end
            from scratch_messages as s where m.subject_id = s.of_subject and m.message_id = s.of_message and m.version = s.read_version
            returning subject_id, message_id
            """)).Select(m => m.Key).ToHashSet();
        var done = steps.Where(x => written.Contains(x.Message.Key)).ToList();
        using var events = tx.BulkInto("msg_events", "subject_id", "message_id", "seq", "at", "user_id", "event", "state", "channel", "detail");
        foreach (var x in done)
        {
            for (var i = 0; i < x.Lines.Count; i++)
            {
                var (act, state) = x.Lines[i];
                events.StartRow();
                events.Write(x.Message.SubjectId);
                events.Write(x.Message.MessageId);
                events.Write(x.Version + i + 1);
                events.Write(now.Milliseconds);
                events.Write(user);
                events.Write(MessageNames.Of(act));
                events.Write(MessageNames.Of(state));
                events.Write(i == 0 ? x.Message.Channel : x.Channel ?? x.Message.Channel);
                events.Write(i == 0 && (x.Reason.Length > 0 || x.Note.Length > 0) ? Message.Write(new { reason = x.Reason, note = x.Note }) : "{}");
            }
        }

        events.Complete();
        return done;
    }

    private sealed class Given
    {
        public string Address { get; init; } = "";
        public long Messages { get; init; }
    }

    /// <summary>What is done to a message: one act, or an end and the next channel. Held to the truth table when it is made.</summary>
    internal sealed record Step
    {
        public required Message Message { get; init; }
        public required IReadOnlyList<(MessageAct Act, MessageState State)> Lines { get; init; }
        public string Reason { get; init; } = "";
        public string Note { get; init; } = "";
        public Instant? NextAt { get; init; }
        public short? Place { get; init; }
        public string? Channel { get; init; }
        public short? Tries { get; init; }
        public string? Claim { get; init; }
        public Instant? LeaseUntil { get; init; }
        public string? Via { get; init; }
        public string? Reference { get; init; }
        public short? Parts { get; init; }
        public long Cost { get; init; }
        public bool PassedOptOut { get; init; }
        public Instant? HandedAt { get; init; }

        /// <summary>When the channel is asked what became of it.</summary>
        public Instant? AskAt { get; init; }
        public MessageState To => Lines[^1].State;

        /// <summary>The version that the row had when the message was read.</summary>
        public int Version => Message.Version;

        /// <summary>The message as it stands after the step was written.</summary>
        public Message After => Message with
        {
            State = MessageNames.Of(To), Version = Version + Lines.Count, Reason = Reason, Via = Via ?? Message.Via, Claim = Claim, PassedOptOut = PassedOptOut || Message.PassedOptOut,
            HandedAt = HandedAt ?? Message.HandedAt, Channel = Channel ?? Message.Channel, ChannelPlace = Place ?? Message.ChannelPlace,
        };

        public static Step Of(Message m, MessageAct act, string reason) => new() { Message = m, Lines = [(act, Next(m.MessageState, act, m))], Reason = reason };

        public Step And(MessageAct act) => this with { Lines = [.. Lines, (act, Next(To, act, Message))] };

        private static MessageState Next(MessageState from, MessageAct act, Message m) => MessageActs.Next(from, act)
            ?? throw new Refusal("Messages.NotInThisState", m.Code.Length > 0 ? m.Code : m.Key.ToString(), Text.Of("Messages.State_" + MessageNames.Of(from)));
    }
}

/// <summary><paramref name="Handed"/>: handed to a channel. <paramref name="Settled"/>: decided without. <paramref name="Resolved"/>: left by a dead sender and settled.</summary>
public sealed record DispatchResult(int Handed, int Settled, int Resolved);

/// <summary>The settings by which messages of a province are sent on a day.</summary>
internal sealed record SendingRules(QuietHours Quiet, long SmsADay, long OthersADay, long Tries, long SmsPrice, long ZnsPrice, bool ClosesOnDelivery)
{
    public long ADay(string channel) => channel == MessageChannels.Sms ? SmsADay : OthersADay;

    public long Price(string channel) => channel switch { MessageChannels.Sms => SmsPrice, MessageChannels.Zalo => ZnsPrice, _ => 0 };

    public static async Task<SendingRules> Of(Session s, string province, DateOnly day)
    {
        Task<long> Number(string name) => Settings.Number(s, province, name, day);
        return new(
            new QuietHours((int)await Number(Settings.QuietFrom) % 24, (int)await Number(Settings.QuietTo) % 24), await Number(Settings.SmsADay), await Number(Settings.MessagesADay),
            await Number(Settings.MessageTries), await Number(Settings.SmsPartPrice), await Number(Settings.ZnsPrice), await Settings.Value(s, province, Settings.MessageCloses, day) == "delivered");
    }
}
