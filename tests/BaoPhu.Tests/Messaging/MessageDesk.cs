using System.Globalization;
using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Messaging;

/// <summary>A small province whose employers TA0001A… owe a million, with channels that answer as the test says.</summary>
internal sealed class MessageDesk : IAsyncDisposable
{
    private MessageDesk(TestDatabase test, SmallProvince small, List<long> ids) => (Test, Small, Ids) = (test, small, ids);

    public TestDatabase Test { get; }
    public SmallProvince Small { get; }
    public IReadOnlyList<long> Ids { get; }
    public ToldChannel Mail { get; } = new(MessageChannels.Email);
    public ToldChannel Sms { get; } = new(MessageChannels.Sms);
    public MessageLists Lists => new(Test.Db);

    public static async Task<MessageDesk> Open(Engine engine, int employers)
    {
        var test = await TestDatabase.Create(engine);
        var small = await SmallProvince.Create(test);
        var ids = new List<long>();
        for (var i = 1; i <= employers; i++)
        {
            ids.Add(await small.Employer($"TA{i:0000}A", 202110, email: $"a{i}@thu.vn", phone: string.Create(CultureInfo.InvariantCulture, $"09{i:00000000}")));
        }

        return new(test, small, ids);
    }

    /// <summary>A reminder to each of the first so many employers.</summary>
    public Task Put(int count, Func<OutgoingMessage, OutgoingMessage>? change = null, Actor? by = null) => Test.Db.Write(async tx =>
    {
        foreach (var id in Ids.Take(count))
        {
            await Outbox.Put(tx, Test.Clock, by ?? Actor.System, (change ?? (m => m))(OutboxTests.Reminder(id)));
        }
    });

    public Task<DispatchResult> Send() => MessageSending.Of(Test.Db, Test.Clock, new ChannelBook(Mail, Sms)).Run();

    /// <summary>"accepted 3" for each state.</summary>
    public async Task<List<string>> States() => (await Lists.Counts(Scope.Nation, new MessageFilter())).ConvertAll(c => string.Create(CultureInfo.InvariantCulture, $"{c.State} {c.Messages}"));

    public Task<List<string>> Events() => Test.Db.Read(s => s.Query<string>("select distinct event from msg_events order by event"));

    public Task<long> Count(string where) => OutboxTests.Count(Test, "msg_outbox", where);

    public async Task Healthy()
    {
        foreach (var finding in await Doctor.Examine(Test.Db))
        {
            Assert.True(finding.Holds, $"{finding.Invariant}: {finding.Detail}");
        }
    }

    public ValueTask DisposeAsync() => Test.DisposeAsync();
}

/// <summary>A channel that answers what it is told to and keeps what it was handed.</summary>
internal sealed class ToldChannel(string channel) : IMessageChannel
{
    private readonly Lock _lock = new();
    private readonly List<string> _ids = [];

    /// <summary>Addresses, in the order in which they were written to.</summary>
    public List<string> Sent { get; } = [];
    public Func<Envelope, ChannelAnswer> Answer { get; set; } = _ => new(ChannelVerdict.Accepted);

    /// <summary>The sender dies after so many messages of a handful.</summary>
    public int? DiesAfter { get; set; }
    public bool CanSay { get; set; } = true;
    public int HandfulIs { get; set; } = 50;

    /// <summary>What it says later of messages that it took, by address.</summary>
    public Dictionary<string, ChannelAnswer> Later { get; } = new(StringComparer.Ordinal);
    public TimeSpan? Tells { get; set; }
    public int Asked { get; private set; }

    public string Via => "told";
    public string Channel => channel;
    public bool Leaves => true;
    public int Handful => HandfulIs;

    public Task<ChannelAnswer> Send(Envelope envelope, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (DiesAfter is { } limit && Sent.Count == limit)
            {
                throw new InvalidOperationException("the sender died");
            }

            Sent.Add(envelope.Address);
            var answer = Answer(envelope);
            if (answer.Verdict == ChannelVerdict.Accepted)
            {
                _ids.Add(envelope.Message.MessageId);
            }

            return Task.FromResult(answer);
        }
    }

    public Task<IReadOnlyDictionary<string, ChannelAnswer>> WhatBecame(IReadOnlyCollection<Message> messages, CancellationToken cancel)
    {
        Asked += messages.Count;
        return Task.FromResult<IReadOnlyDictionary<string, ChannelAnswer>>(messages.Where(_ => CanSay).ToDictionary(
            m => m.MessageId, m => Later.GetValueOrDefault(m.To.Of(channel) ?? "") ?? new ChannelAnswer(_ids.Contains(m.MessageId) ? ChannelVerdict.Accepted : ChannelVerdict.NeverHad), StringComparer.Ordinal));
    }
}

/// <summary>A channel that answers nobody until so many wait for it, with the address as its reference.</summary>
internal sealed class MeetingChannel(int atOnce) : IMessageChannel
{
    private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _within;

    public int Most { get; private set; }
    public string Via => "meeting";
    public string Channel => MessageChannels.Email;
    public bool Leaves => true;
    public int Handful => 50;
    public int SideBySide => atOnce;

    public async Task<ChannelAnswer> Send(Envelope envelope, CancellationToken cancel)
    {
        var within = Interlocked.Increment(ref _within);
        Most = Math.Max(Most, within);
        if (within >= atOnce)
        {
            _met.TrySetResult();
        }

        // One that is alone would wait for ever: after a while it goes on, and the test sees that nobody met.
        await Task.WhenAny(_met.Task, Task.Delay(TimeSpan.FromSeconds(20), cancel));
        Interlocked.Decrement(ref _within);
        return new(ChannelVerdict.Accepted, envelope.Address);
    }

    public Task<IReadOnlyDictionary<string, ChannelAnswer>> WhatBecame(IReadOnlyCollection<Message> messages, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, ChannelAnswer>>(new Dictionary<string, ChannelAnswer>(StringComparer.Ordinal));
}
