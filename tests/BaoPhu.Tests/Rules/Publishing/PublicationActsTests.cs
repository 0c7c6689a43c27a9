using BaoPhu.Rules.Publishing;

namespace BaoPhu.Tests.Rules.Publishing;

/// <summary>The life of a published list, cell by cell.</summary>
public sealed class PublicationActsTests
{
    // Edit, AskReply, Reply, Answer, Approve, Publish, End, Drop; a dot: not allowed.
    private const string Table = """
        draft:     draft reply . . . . . dropped
        reply:     reply . reply reply approved . . dropped
        approved:  . . reply . . published . dropped
        published: . . published published . . ended .
        ended:     . . . . . . . .
        dropped:   . . . . . . . .
        """;

    [Fact]
    public void Every_cell_of_the_table()
    {
        foreach (var line in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var cells = line.Split((char[])[' ', ':'], StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(9, cells.Length);
            foreach (var act in Enum.GetValues<PublicationAct>())
            {
                var next = PublicationActs.Next(PublicationActs.State(cells[0]), act);
                Assert.Equal((cells[0], act, cells[1 + (int)act]), (cells[0], act, next is { } state ? PublicationActs.Of(state) : "."));
            }
        }
    }

    [Fact]
    public void What_must_hold_beside_the_state()
    {
        var ready = new PublicationFacts(new(2021, 12, 9), new(2021, 12, 8), 3, 0, NoticeSigned: true);
        Assert.Empty(PublicationActs.Bars(PublicationState.Reply, PublicationAct.Approve, ready));
        Assert.Empty(PublicationActs.Bars(PublicationState.Approved, PublicationAct.Publish, ready));
        // The last day for replies is still theirs.
        Assert.Equal([PublicationBar.ReplyTimeRuns], PublicationActs.Bars(PublicationState.Reply, PublicationAct.Approve, ready with { Today = new(2021, 12, 8) }));
        Assert.Equal([PublicationBar.ReplyTimeRuns], PublicationActs.Bars(PublicationState.Reply, PublicationAct.Approve, ready with { ReplyUntil = null }));
        Assert.Equal([PublicationBar.NobodyListed, PublicationBar.RepliesOpen], PublicationActs.Bars(PublicationState.Reply, PublicationAct.Approve, ready with { Listed = 0, RepliesOpen = 1 }));
        Assert.Equal([PublicationBar.NoticeNotSigned], PublicationActs.Bars(PublicationState.Approved, PublicationAct.Publish, ready with { NoticeSigned = false }));
        Assert.Equal([PublicationBar.State], PublicationActs.Bars(PublicationState.Draft, PublicationAct.Publish, ready));
        Assert.Equal([PublicationBar.NobodyListed], PublicationActs.Bars(PublicationState.Draft, PublicationAct.AskReply, ready with { Listed = 0 }));
    }
}
