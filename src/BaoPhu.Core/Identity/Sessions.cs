using System.Security.Cryptography;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Identity;

/// <summary>
/// Who is signed in, from which device. The cookie only names its session: whether it still holds is asked here at each request, so an ended one is over with the next.
/// </summary>
public sealed class Sessions(Db db, TimeProvider clock)
{
    /// <summary>"Last seen" is written at most this often, milliseconds.</summary>
    private const long Between = 60_000;

    private const long KeptMilliseconds = 30L * 24 * 3600 * 1000;
    private const string Columns = "x.session_id, x.user_id, x.device, x.address, x.started_at, x.last_seen_at, x.ended_at, x.owes_factor, x.acting";

    /// <summary>The open session with its person and what they do for another; null where it was ended or the person may not sign in any more.</summary>
    public async Task<Present?> Find(string sessionId, string stamp)
    {
        var found = await db.Read(async s =>
        {
            var (session, user) = await s.Together(async t =>
            {
                var open = t.One<OpenSession>(
                    $"""
                    select {Columns}, exists (select 1 from idn_delegations d where d.to_user = x.user_id and d.revoked_at is null and d.valid_from <= @day and d.valid_to >= @day) as offered
                    from idn_sessions x where x.session_id = @sessionId and x.ended_at is null
                    """,
                    new { sessionId, day = clock.Today() });
                var person = t.One<User>(
                    $"select {Users.Columns} from idn_users u where u.active and u.user_id = (select x.user_id from idn_sessions x where x.session_id = @sessionId and x.ended_at is null)", new { sessionId });
                return (await open, await person);
            });
            if (session is null || user is null || user.SecurityStamp != stamp)
            {
                return null;
            }

            return new Present(session, user, session.Acting is { } acting ? await Delegations.InForce(s, acting, user.UserId, clock.Today()) : null);
        });
        if (found is not null)
        {
            await Seen(found.Session);
        }

        return found;
    }

    /// <summary>The open sessions of a person, the last used first. A cookie ends after ten hours without use.</summary>
    public Task<List<OpenSession>> Of(string userId) => db.Read(s => s.Query<OpenSession>(
        $"select {Columns} from idn_sessions x where x.user_id = @userId and x.ended_at is null and x.last_seen_at > @since order by x.last_seen_at desc, x.session_id",
        new { userId, since = new Instant(clock.Now().Milliseconds - 10 * 3_600_000L) }));

    /// <summary>Ends one session of one's own.</summary>
    public Task End(Actor actor, string sessionId) => db.Write(async tx =>
    {
        var ended = await tx.Execute(
            "update idn_sessions set ended_at = @now, ended_by = @UserId where session_id = @sessionId and user_id = @UserId and ended_at is null",
            new { sessionId, actor.UserId, now = clock.Now() });
        if (ended == 0)
        {
            throw new Refusal("People.NoSuchSession") { Kind = RefusalKind.Missing };
        }

        await AuditTrail.Write(tx, clock, actor, "identity.session-end", "user:" + actor.UserId, new { });
    });

    /// <summary>Ends all one's own sessions but this one and returns how many.</summary>
    public Task<int> EndOthers(Actor actor, string sessionId) => db.Write(async tx =>
    {
        var ended = await EndAll(tx, actor.UserId, actor.UserId, clock.Now(), but: sessionId);
        await AuditTrail.Write(tx, clock, actor, "identity.sessions-end", "user:" + actor.UserId, new { ended });
        return ended;
    });

    /// <summary>Signs out.</summary>
    public Task SignOut(User user, string sessionId, string address) => db.Write(async tx =>
    {
        await tx.Execute("update idn_sessions set ended_at = @now, ended_by = @UserId where session_id = @sessionId and ended_at is null", new { sessionId, user.UserId, now = clock.Now() });
        await AuditTrail.Write(tx, clock, user.Actor, SignIns.SignedOut, "user:" + user.UserId, new { from = address });
    });

    /// <summary>
    /// Acts from now on, in this session, under a delegation given to the person. <paramref name="wantsFactor"/>: the director's role and office want a second factor; then who
    /// has none is refused, or the director's would be worth nothing.
    /// </summary>
    public async Task Act(User user, string sessionId, string delegationId, Func<string, string, Task<bool>> wantsFactor)
    {
        var found = await db.Read(s => Delegations.InForce(s, delegationId, user.UserId, clock.Today()));
        var wanted = found is not null && await wantsFactor(found.FromRole, found.FromOffice);
        await Act(user, sessionId, delegationId, wanted);
    }

    /// <summary>In the own name again.</summary>
    public Task ActOwn(User user, string sessionId) => Act(user, sessionId, null, wantsFactor: false);

    private Task Act(User user, string sessionId, string? delegationId, bool wantsFactor) => db.Write(async tx =>
    {
        var delegation = delegationId is null ? null
            : await Delegations.InForce(tx, delegationId, user.UserId, clock.Today()) ?? throw new Refusal("People.NoSuchDelegation") { Kind = RefusalKind.Missing };
        // Asked with the row held: the factor may be taken off at the same moment.
        if (wantsFactor && await tx.One<string>("update idn_users set factor_step = factor_step where user_id = @UserId and factor_since_at is not null returning user_id", user) is null)
        {
            throw new Refusal("People.ActNeedsFactor", delegation!.FromName, Text.Of("Identity.Role_" + delegation.FromRole));
        }

        await tx.Execute("update idn_sessions set acting = @delegationId where session_id = @sessionId and user_id = @UserId", new { delegationId, sessionId, user.UserId });
        await AuditTrail.Write(
            tx, clock, user.Actor, delegation is null ? "identity.acting-end" : "identity.acting-begin", "user:" + (delegation?.FromUser ?? user.UserId), new { delegation = delegationId, paper = delegation?.PaperNumber });
    });

    internal static async Task<string> Start(Session tx, User user, Visitor visitor, bool owesFactor, Instant now)
    {
        await tx.Execute("delete from idn_sessions where user_id = @UserId and started_at < @before", new { user.UserId, before = new Instant(now.Milliseconds - KeptMilliseconds) });
        var sessionId = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await tx.Execute(
            """
            insert into idn_sessions (session_id, user_id, device, address, started_at, last_seen_at, owes_factor)
            values (@sessionId, @UserId, @Device, @Address, @now, @now, @owesFactor)
            """,
            new { sessionId, user.UserId, visitor.Device, visitor.Address, now, owesFactor });
        return sessionId;
    }

    internal static Task<int> EndAll(Session tx, string userId, string by, Instant now, string but = "") => tx.Execute(
        "update idn_sessions set ended_at = @now, ended_by = @by where user_id = @userId and ended_at is null and session_id <> @but", new { userId, by, now, but });

    private async Task Seen(OpenSession session)
    {
        var now = clock.Now();
        if (Math.Abs(now.Milliseconds - session.LastSeenAt.Milliseconds) > Between)
        {
            // Several requests of one page come at once: the condition lets one of them write. Nobody waits for it behind an import.
            await db.TryWrite(tx => tx.Execute(
                "update idn_sessions set last_seen_at = @now where session_id = @SessionId and last_seen_at = @LastSeenAt", new { session.SessionId, session.LastSeenAt, now }));
        }
    }
}

/// <summary>A session that was not ended.</summary>
public sealed class OpenSession
{
    public string SessionId { get; init; } = "";
    public string UserId { get; init; } = "";

    /// <summary>Browser and system, as far as the browser tells.</summary>
    public string Device { get; init; } = "";

    public string Address { get; init; } = "";
    public Instant StartedAt { get; init; }
    public Instant LastSeenAt { get; init; }

    /// <summary>The person's role wants a second factor and there is none yet.</summary>
    public bool OwesFactor { get; init; }

    public string? Acting { get; init; }

    /// <summary>Somebody has let the person act for him today.</summary>
    public bool Offered { get; init; }
}

/// <summary>Who asks.</summary>
public sealed record Present(OpenSession Session, User User, Delegation? ActingUnder);

/// <summary>Where somebody comes from: the address of the network and what the browser says of itself.</summary>
public sealed record Visitor(string Address, string Device)
{
    private static readonly (string Sign, string Name)[] Browsers = [("Edg", "Edge"), ("OPR/", "Opera"), ("coc_coc", "Cốc Cốc"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    private static readonly (string Sign, string Name)[] Systems = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")];

    public static Visitor Of(string? address, string? userAgent) => new(address ?? "", string.Join(", ", ((string?[])[First(Browsers, userAgent), First(Systems, userAgent)]).OfType<string>()));

    private static string? First((string Sign, string Name)[] known, string? userAgent) =>
        Array.Find(known, k => userAgent?.Contains(k.Sign, StringComparison.Ordinal) == true).Name;
}
