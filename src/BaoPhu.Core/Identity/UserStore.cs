using BaoPhu.Core.Data;
using Microsoft.AspNetCore.Identity;

namespace BaoPhu.Core.Identity;

/// <summary>
/// What ASP.NET Core Identity needs of idn_users to check a password, count failures and lock. Accounts are made and changed by <see cref="Users"/>, which
/// also writes the audit entries; nothing here makes or removes one.
/// </summary>
public sealed class UserStore(Db db, TimeProvider clock) : IUserPasswordStore<User>, IUserSecurityStampStore<User>, IUserLockoutStore<User>
{
    public Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        db.Read(s => s.One<User>($"select {Users.Columns} from idn_users u where u.user_id = @userId", new { userId }), cancellationToken);

    public Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        db.Read(s => s.One<User>($"select {Users.Columns} from idn_users u where u.sign_in = @name and u.active", new { name = Users.Normal(normalizedUserName) }), cancellationToken);

    /// <summary>Writes what Identity may change. The count of failures is not among it: it has its own statement, so that two at once both count.</summary>
    public async Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken)
    {
        await db.Write(
            s => s.Execute("update idn_users set password_hash = @PasswordHash, security_stamp = @SecurityStamp, locked_until_at = @LockedUntilAt where user_id = @UserId", user),
            cancellationToken);
        return IdentityResult.Success;
    }

    public async Task<int> IncrementAccessFailedCountAsync(User user, CancellationToken cancellationToken) =>
        user.AccessFailed = await db.Write(s => s.One<int>("update idn_users set access_failed = access_failed + 1 where user_id = @UserId returning access_failed", user), cancellationToken);

    public Task ResetAccessFailedCountAsync(User user, CancellationToken cancellationToken)
    {
        user.AccessFailed = 0;
        return db.Write(s => s.Execute("update idn_users set access_failed = 0 where user_id = @UserId", user), cancellationToken);
    }

    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.UserId);
    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SignIn);
    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SignIn);
    public Task<string?> GetPasswordHashAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.PasswordHash);
    public Task<bool> HasPasswordAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash.Length > 0);
    public Task<string?> GetSecurityStampAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);
    public Task<int> GetAccessFailedCountAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.AccessFailed);
    public Task<bool> GetLockoutEnabledAsync(User user, CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>
    /// Identity compares with the machine's clock, the lock is kept in the site's time: the rest of the lock is what is handed over.
    /// </summary>
    public Task<DateTimeOffset?> GetLockoutEndDateAsync(User user, CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(
        user.LockedUntilAt is { } until ? TimeProvider.System.GetUtcNow().AddMilliseconds(until.Milliseconds - clock.Now().Milliseconds) : null);

    public Task SetLockoutEndDateAsync(User user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        user.LockedUntilAt = lockoutEnd is { } end ? new Instant(clock.Now().Milliseconds + (long)(end - TimeProvider.System.GetUtcNow()).TotalMilliseconds) : null;
        return Task.CompletedTask;
    }

    public Task SetPasswordHashAsync(User user, string? passwordHash, CancellationToken cancellationToken) => Set(() => user.PasswordHash = passwordHash ?? "");
    public Task SetSecurityStampAsync(User user, string stamp, CancellationToken cancellationToken) => Set(() => user.SecurityStamp = stamp);

    // The sign-in name is normal form already, and everybody can be locked out.
    public Task SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken) => Task.CompletedTask;
    public Task SetNormalizedUserNameAsync(User user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;
    public Task SetLockoutEnabledAsync(User user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException("Users.Create makes accounts");
    public Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException("nobody is deleted");

    public void Dispose()
    {
        // The database belongs to the host.
    }

    private static Task Set(Action set)
    {
        set();
        return Task.CompletedTask;
    }
}
