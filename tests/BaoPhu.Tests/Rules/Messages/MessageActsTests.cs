using BaoPhu.Rules.Messages;

namespace BaoPhu.Tests.Rules.Messages;

/// <summary>The life of a message pair by pair: every recipient ends in one known state.</summary>
public sealed class MessageActsTests
{
    // Columns: hold, hand over, accept, deliver, refuse, not there, later, give up, fail, expire, opt out, pay up, lose sight, cancel, next channel, again, count as sent. A dot: may not be.
    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["queued"] = "held sending . . . . . . failed-permanent expired opted-out paid-up . cancelled queued . .",
        ["held"] = "held sending . . . . . . failed-permanent expired opted-out paid-up . cancelled queued . .",
        ["sending"] = ". . accepted delivered refused not-at-address queued failed-technical failed-permanent . . . uncertain . . . .",
        ["accepted"] = ". . . delivered refused not-at-address . . failed-permanent . . . . . . . .",
        ["delivered"] = ". . . . . . . . . . . . . . . . .",
        ["refused"] = ". . . . . . . . . . . . . . queued . .",
        ["not-at-address"] = ". . . . . . . . . . . . . . queued . .",
        ["failed-technical"] = ". . . . . . . . . . . . . . queued queued .",
        ["failed-permanent"] = ". . . . . . . . . . . . . . queued . .",
        ["expired"] = ". . . . . . . . . . . . . . . . .",
        ["opted-out"] = ". . . . . . . . . . . . . . queued . .",
        ["paid-up"] = ". . . . . . . . . . . . . . . . .",
        ["uncertain"] = ". . accepted delivered refused not-at-address . . failed-permanent . . . . . . queued accepted",
        ["cancelled"] = ". . . . . . . . . . . . . . . . .",
    };

    public static TheoryData<string, MessageAct, string> Pairs()
    {
        var pairs = new TheoryData<string, MessageAct, string>();
        foreach (var (state, row) in Expected)
        {
            var cells = row.Split(' ');
            foreach (var act in Enum.GetValues<MessageAct>())
            {
                pairs.Add(state, act, cells[(int)act]);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Each_act_leads_where_the_table_says(string state, MessageAct act, string next) =>
        Assert.Equal(next == "." ? null : next, MessageActs.Next(MessageNames.State(state), act) is { } found ? MessageNames.Of(found) : null);

    [Fact]
    public void The_table_of_the_test_names_every_state_and_act()
    {
        Assert.Equal(MessageNames.States.Order(StringComparer.Ordinal), Expected.Keys.Order(StringComparer.Ordinal));
        Assert.All(Expected.Values, row => Assert.Equal(Enum.GetValues<MessageAct>().Length, row.Split(' ').Length));
        Assert.Equal(MessageNames.Acts.Count, MessageNames.Acts.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void What_may_have_left_goes_back_only_on_the_channels_or_a_persons_word()
    {
        // From every state in which it may be outside, the ways back to the queue are those by which somebody says that it is not.
        MessageAct[] words = [MessageAct.TryLater, MessageAct.SendAgain, MessageAct.NextChannel];
        foreach (var state in (MessageState[])[MessageState.Sending, MessageState.Accepted, MessageState.Delivered, MessageState.Uncertain])
        {
            Assert.All(Enum.GetValues<MessageAct>().Where(a => MessageActs.Next(state, a) is MessageState.Queued or MessageState.Held), a => Assert.Contains(a, words));
        }

        Assert.All((MessageState[])[MessageState.Accepted, MessageState.Delivered], s => Assert.DoesNotContain(Enum.GetValues<MessageAct>(), a => MessageActs.Next(s, a) is MessageState.Queued));
        Assert.DoesNotContain(Enum.GetValues<MessageAct>(), a => MessageActs.Next(MessageState.Queued, a) is MessageState.Accepted or MessageState.Delivered or MessageState.Uncertain);
    }

    [Fact]
    public void Every_state_that_waits_has_a_way_to_an_end()
    {
        foreach (var state in Enum.GetValues<MessageState>().Where(s => s.IsPending()))
        {
            var (seen, open) = (new HashSet<MessageState> { state }, new Queue<MessageState>([state]));
            while (open.TryDequeue(out var at))
            {
                foreach (var next in Enum.GetValues<MessageAct>().Select(a => MessageActs.Next(at, a)).OfType<MessageState>().Where(seen.Add))
                {
                    open.Enqueue(next);
                }
            }

            Assert.Equal(Enum.GetValues<MessageState>().Length, seen.Count);
        }
    }
}
