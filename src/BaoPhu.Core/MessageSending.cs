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
        return new Dispatch(db, clock, book, SwitchFollowers.Records(db, clock), papers, [papers]) { Lease = lease ?? TimeSpan.FromMinutes(6) };
    }
}
