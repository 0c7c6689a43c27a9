using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using Microsoft.AspNetCore.Identity;

namespace BaoPhu.Core.Identity;

/// <summary>
/// The door. An unknown name, a wrong password, a locked and a deactivated account get the same answer for the same work: one password is hashed, the same statements run.
/// Five failures in a row, of password or code, lock the account for a quarter of an hour, wherever they come from.
/// </summary>
public sealed class SignIns(Db db, TimeProvider clock, SecondFactor factor)
{
    public const string SignedIn = "identity.sign-in";
    public const string SignedOut = "identity.sign-out";
    public const string Failed = "identity.sign-in-failed";
    public const string Locked = "identity.sign-in-locked";

    public const int FailuresToLock = 5;
    private const long MinuteMilliseconds = 60_000;

    private static readonly PasswordHasher<User> Hasher = new();
    private static readonly User Nobody = new() { PasswordHash = Hasher.HashPassword(new(), Guid.NewGuid().ToString("N")) };

    /// <summary>
    /// How often sign-in may be tried in a minute, on all nodes together: ten times from one address with one name, three hundred from one address (a whole office
    /// behind one line signs in at half past seven). Counted in fixed windows, two rows touched an attempt.
    /// </summary>
    public Task<bool> MayTry(string address, string name) => db.Write(async tx =>
    {
        var now = clock.Now();
        if (await Count(tx, address, now) is var fromAddress && fromAddress > 300)
        {
            return false;
        }

        if (fromAddress == 1)
        {
            await tx.Execute("delete from idn_attempts where window_at < @before", new { before = new Instant(now.Milliseconds - 10 * MinuteMilliseconds) });
        }

        return await Count(tx, address + " " + Users.Normal(name), now) <= 10;
    });

    /// <summary>
    /// The first step. With a second factor there is no session yet: <see cref="WithCode"/> follows. <paramref name="owesFactor"/>: the role wants a second
    /// factor, whoever has none must set it up before anything else.
    /// </summary>
    public async Task<Entry> WithPassword(string name, string password, Visitor visitor, Func<User, Task<bool>> owesFactor)
    {
        var user = await db.Read(s => s.One<User>($"select {Users.Columns} from idn_users u where u.sign_in = @name", new { name = Users.Normal(name) }));
        var right = Hasher.VerifyHashedPassword(Nobody, user is { PasswordHash.Length: > 0 } ? user.PasswordHash : Nobody.PasswordHash, password) != PasswordVerificationResult.Failed;
        var owes = right && user is { Active: true, HasFactor: false } && await owesFactor(user);
        return await db.Write(async tx =>
        {
            // The lock as it is now, with the row held: the reading above may be older than the failure before.
            var open = await Lockout.Hold(tx, user?.UserId ?? "", clock.Now());
            if (user is not { Active: true } || !right || !open)
            {
                return await Refuse(tx, user, visitor, await Lockout.Count(tx, user?.UserId ?? "", clock.Now()));
            }

            if (user.HasFactor)
            {
                return new Entry(user, null, WantsCode: true);
            }

            return await Enter(tx, user, visitor, owes);
        });
    }

    /// <summary>The second step: a code of the app or a recovery code.</summary>
    public Task<Entry> WithCode(string userId, string stamp, string code, Visitor visitor) => db.Write(async tx =>
    {
        var counted = await Lockout.Count(tx, userId, clock.Now());
        var user = await tx.One<User>($"select {Users.Columns} from idn_users u where u.user_id = @userId", new { userId });
        return counted && user is { Active: true } && user.SecurityStamp == stamp && await factor.Take(tx, userId, code)
            ? await Enter(tx, user, visitor, owesFactor: false)
            : await Refuse(tx, user, visitor, counted);
    });

    private async Task<Entry> Enter(Session tx, User user, Visitor visitor, bool owesFactor)
    {
        await Lockout.Clear(tx, user.UserId);
        var session = await Sessions.Start(tx, user, visitor, owesFactor, clock.Now());
        await AuditTrail.Write(tx, clock, user.Actor, SignedIn, "user:" + user.UserId, new { from = visitor.Address });
        return new(user, session, WantsCode: false);
    }

    /// <summary>Notes the failure, which is counted already. The name typed by an unknown person is not kept: it is often a password.</summary>
    private async Task<Entry> Refuse(Session tx, User? user, Visitor visitor, bool counted)
    {
        var act = user is null || counted ? Failed : Locked;
        await AuditTrail.Write(tx, clock, user?.Actor ?? Actor.System, act, "user:" + (user?.UserId ?? "unknown"), new { from = visitor.Address });
        return new(null, null, WantsCode: false);
    }

    private static Task<int> Count(Session tx, string key, Instant now) => tx.One<int>(
        """
        insert into idn_attempts (key, window_at, tries) values (@key, @now, 1)
        on conflict (key) do update set
            tries = case when idn_attempts.window_at <= @before or idn_attempts.window_at > @now then 1 else idn_attempts.tries + 1 end,
            window_at = case when idn_attempts.window_at <= @before or idn_attempts.window_at > @now then excluded.window_at else idn_attempts.window_at end
        returning tries
        """,
        new { key, now, before = new Instant(now.Milliseconds - MinuteMilliseconds) });
}

/// <summary>What came of an attempt.</summary>
/// <param name="User">Null: refused.</param>
/// <param name="SessionId">Null: not in yet.</param>
/// <param name="WantsCode">The password was right; the second factor is asked for.</param>
public sealed record Entry(User? User, string? SessionId, bool WantsCode);
