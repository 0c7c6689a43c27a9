using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Messaging;

namespace BaoPhu.Core;

/// <summary>The sender with all that belongs to it, the same for the site and the command line.</summary>
public static class MessageSending
{
    public static Dispatch Of(Db db, TimeProvider clock, ChannelBook book, TimeSpan? lease = null)
    {
        var papers = new SentPapers(new Papers(db, clock));
        return new Dispatch(db, clock, book, Outcomes(db, clock, papers), papers) { Lease = lease ?? TimeSpan.FromMinutes(6) };
    }

    /// <summary>What people decide about messages, with the same consequences as the sender's own steps.</summary>
    public static MessageDecisions Decisions(Db db, TimeProvider clock) => new(db, clock, Outcomes(db, clock, new SentPapers(new Papers(db, clock))));

    private static MessageOutcomes Outcomes(Db db, TimeProvider clock, SentPapers papers) => new(clock, SwitchFollowers.Records(db, clock), [papers]);
}
