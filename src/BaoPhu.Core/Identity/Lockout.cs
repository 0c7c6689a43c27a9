using BaoPhu.Core.Data;

namespace BaoPhu.Core.Identity;

/// <summary>
/// Five failures in a row lock an account for a quarter of an hour. An attempt is counted before it is judged, in one statement that holds the person's row until the
/// transaction ends: however many come at once, each sees those before it.
/// </summary>
internal static class Lockout
{
    private const long Milliseconds = 15 * 60_000;

    /// <summary>Counts an attempt as a failure. False: the account is locked, nothing is to be judged.</summary>
    public static async Task<bool> Count(Session tx, string userId, Instant now) => await tx.One<string>(
        """
        update idn_users set
            locked_until_at = case when access_failed + 1 >= @FailuresToLock then @until else locked_until_at end,
            access_failed = case when access_failed + 1 >= @FailuresToLock then 0 else access_failed + 1 end
        where user_id = @userId and (locked_until_at is null or locked_until_at <= @now) returning user_id
        """,
        new { userId, now, until = new Instant(now.Milliseconds + Milliseconds), SignIns.FailuresToLock }) is not null;

    /// <summary>Holds the person's row. False: the account is locked.</summary>
    public static async Task<bool> Hold(Session tx, string userId, Instant now) => await tx.One<string>(
        "update idn_users set access_failed = access_failed where user_id = @userId and (locked_until_at is null or locked_until_at <= @now) returning user_id", new { userId, now }) is not null;

    /// <summary>The attempt was right: nothing counts any more.</summary>
    public static Task Clear(Session tx, string userId) => tx.Execute("update idn_users set access_failed = 0, locked_until_at = null where user_id = @userId", new { userId });
}
