using System.Security.Cryptography;
using System.Text;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Identity;

/// <summary>
/// The second factor of sign-in: the code of an authenticator app, or one of ten recovery codes, each good once. The key of the codes is kept as it is (a key to
/// encrypt it with would lie in the same database); recovery codes are kept as digests, and 80 random bits need no slow hash.
/// </summary>
public sealed class SecondFactor(Db db, TimeProvider clock, WorldClock world)
{
    public const int RecoveryCodes = 10;
    private const string Letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    public static string NewKey() => TimeCode.ToText(RandomNumberGenerator.GetBytes(TimeCode.KeyBytes));

    /// <summary>The address that an app reads from the picture.</summary>
    public static string Address(User user, string key) => $"otpauth://totp/BaoPhu:{Uri.EscapeDataString(user.SignIn)}?secret={key}&issuer=BaoPhu";

    /// <summary>
    /// Puts a key in force once the app has shown that it knows it, and returns the recovery codes, which nobody sees again. Refused: a wrong code, a person who
    /// has a second factor already. The other sessions end: they came in by the password alone.
    /// </summary>
    public Task<IReadOnlyList<string>> SetUp(Actor actor, string sessionId, string key, string code) => db.Write<IReadOnlyList<string>>(async tx =>
    {
        var bytes = TimeCode.FromText(key) ?? throw new Refusal("People.FactorKeyLost");
        var step = TimeCode.Find(bytes, code, world.Now, 0) ?? throw new Refusal("People.FactorWrong");
        var set = await tx.Execute(
            "update idn_users set factor_secret = @key, factor_since_at = @now, factor_step = @step where user_id = @UserId and factor_since_at is null",
            new { actor.UserId, key = TimeCode.ToText(bytes), now = clock.Now(), step });
        if (set == 0)
        {
            throw new Refusal("People.FactorThere");
        }

        await Sessions.EndAll(tx, actor.UserId, actor.UserId, clock.Now(), but: sessionId);
        await tx.Execute("update idn_sessions set owes_factor = @no where session_id = @sessionId and user_id = @UserId", new { actor.UserId, sessionId, no = false });
        await AuditTrail.Write(tx, clock, actor, "identity.factor-set", "user:" + actor.UserId, new { });
        return await NewCodes(tx, actor.UserId);
    });

    /// <summary>New recovery codes; the old ones are void. Wants a code of the app.</summary>
    public Task<IReadOnlyList<string>> Renew(Actor actor, string code) => Proved(actor, code, async tx =>
    {
        await AuditTrail.Write(tx, clock, actor, "identity.recovery-codes", "user:" + actor.UserId, new { });
        return await NewCodes(tx, actor.UserId);
    });

    /// <summary>
    /// Takes the own second factor off. Wants a code; refused where the role <paramref name="must"/> have it. Whom the person acted for may want it too, so that ends.
    /// </summary>
    public async Task Remove(Actor actor, string code, bool must)
    {
        if (must)
        {
            throw new Refusal("People.FactorMustStay");
        }

        await Proved(actor, code, async tx =>
        {
            await Clear(tx, actor.UserId);
            await tx.Execute("update idn_sessions set acting = null where user_id = @UserId and ended_at is null", new { actor.UserId });
            await AuditTrail.Write(tx, clock, actor, "identity.factor-removed", "user:" + actor.UserId, new { });
            return true;
        });
    }

    /// <summary>How many recovery codes are left.</summary>
    public Task<int> Left(string userId) => db.Read(s => s.One<int>("select count(*) from idn_recovery_codes where user_id = @userId and used_at is null", new { userId }));

    /// <summary>Takes a code, of the app or a recovery code. False: wrong, or taken before.</summary>
    internal async Task<bool> Take(Session tx, string userId, string typed)
    {
        var user = await tx.One<Factor>("select factor_secret, factor_step from idn_users where user_id = @userId and factor_since_at is not null", new { userId });
        if (TimeCode.FromText(user?.FactorSecret) is not { } key)
        {
            return false;
        }

        if (TimeCode.Find(key, typed, world.Now, user!.FactorStep) is { } step)
        {
            // The condition decides where the same code comes twice at once.
            return await tx.Execute("update idn_users set factor_step = @step where user_id = @userId and factor_step < @step", new { userId, step }) == 1;
        }

        return await tx.Execute(
            "update idn_recovery_codes set used_at = @now where user_id = @userId and digest = @digest and used_at is null",
            new { userId, digest = Digest(userId, typed), now = clock.Now() }) == 1;
    }

    internal static async Task Clear(Session tx, string userId)
    {
        await tx.Execute("update idn_users set factor_secret = null, factor_since_at = null where user_id = @userId", new { userId });
        await tx.Execute("delete from idn_recovery_codes where user_id = @userId", new { userId });
    }

    /// <summary>Does what wants a code. A wrong one is counted towards the lock and noted, which stays although the act is refused.</summary>
    private async Task<T> Proved<T>(Actor actor, string code, Func<Session, Task<T>> act)
    {
        var (refused, result) = await db.Write<(string?, T?)>(async tx =>
        {
            var counted = await Lockout.Count(tx, actor.UserId, clock.Now());
            if (counted && await Take(tx, actor.UserId, code))
            {
                await Lockout.Clear(tx, actor.UserId);
                return (null, await act(tx));
            }

            await AuditTrail.Write(tx, clock, actor, "identity.factor-failed", "user:" + actor.UserId, new { });
            return (counted ? "People.FactorWrong" : "People.FactorLocked", default);
        });
        return refused is null ? result! : throw new Refusal(refused);
    }

    private static async Task<IReadOnlyList<string>> NewCodes(Session tx, string userId)
    {
        await tx.Execute("delete from idn_recovery_codes where user_id = @userId", new { userId });
        var codes = new List<string>();
        for (var i = 0; i < RecoveryCodes; i++)
        {
            var code = RandomNumberGenerator.GetString(Letters, 16);
            await tx.Execute("insert into idn_recovery_codes (user_id, digest) values (@userId, @digest)", new { userId, digest = Digest(userId, code) });
            codes.Add($"{code[..4]}-{code[4..8]}-{code[8..12]}-{code[12..]}");
        }

        return codes;
    }

    private static string Digest(string userId, string typed) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(userId + " " + string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant())));

    private sealed class Factor
    {
        public string? FactorSecret { get; init; }
        public long FactorStep { get; init; }
    }
}
