using System.Security.Cryptography;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;
using Microsoft.AspNetCore.Identity;

namespace BaoPhu.Core.Identity;

/// <summary>Who may use the house. Every change of a person's access is in the audit chain of the office where it was made, and ends their open sessions.</summary>
public sealed class Users(Db db, TimeProvider clock)
{
    public const int ShortestPassword = 10;

    /// <summary>Kinds of visit for <see cref="RecordVisit"/>.</summary>
    public const string SignedIn = "identity.sign-in";
    public const string SignedOut = "identity.sign-out";
    public const string SignInFailed = "identity.sign-in-failed";
    public const string SignInLocked = "identity.sign-in-locked";

    internal const string Columns =
        "u.user_id, u.sign_in, u.name, u.office_code, u.role, u.password_hash, u.security_stamp, u.access_failed, u.locked_until_at, u.active, u.language, u.created_at";

    private static readonly PasswordHasher<User> Hasher = new();

    /// <summary>Makes an account and returns it. Refused: a taken sign-in name, a short password, an unknown role.</summary>
    public async Task<User> Create(Actor actor, string signIn, string name, string officeCode, string role, string password)
    {
        try
        {
            return await db.Write(tx => Create(tx, actor, signIn, name, officeCode, role, password));
        }
        catch (Exception taken) when (db.Dialect.IsDuplicateKey(taken))
        {
            // Another took the name between the question and the answer.
            throw new Refusal("Identity.SignInTaken", Normal(signIn));
        }
    }

    private async Task<User> Create(Session tx, Actor actor, string signIn, string name, string officeCode, string role, string password)
    {
        var user = new User { UserId = Guid.CreateVersion7().ToString("N"), SignIn = Normal(signIn), Name = name.Trim(), OfficeCode = officeCode, Role = role, CreatedAt = clock.Now() };
        if (user.SignIn.Length is 0 or > 100 || user.SignIn.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            throw new Refusal("Identity.BadSignIn", signIn);
        }

        if (user.Name.Length == 0)
        {
            throw new Refusal("Identity.NeedsName");
        }

        if (!Role.All.Contains(role, StringComparer.Ordinal))
        {
            throw new Refusal("Identity.UnknownRole", role);
        }

        if (await tx.One<string>("select user_id from idn_users where sign_in = @SignIn", user) is not null)
        {
            throw new Refusal("Identity.SignInTaken", user.SignIn);
        }

        (user.PasswordHash, user.SecurityStamp) = (Hash(user, password), NewStamp());
        await tx.Execute(
            """
            insert into idn_users (user_id, sign_in, name, office_code, role, password_hash, security_stamp, access_failed, active, language, created_at)
            values (@UserId, @SignIn, @Name, @OfficeCode, @Role, @PasswordHash, @SecurityStamp, 0, @Active, @Language, @CreatedAt)
            """,
            user);
        await AuditTrail.Write(tx, clock, actor, "identity.user-create", "user:" + user.UserId, new { user.SignIn, user.Name, user.OfficeCode, user.Role });
        return user;
    }

    public Task<User?> ByName(string signIn) => db.Read(s => s.One<User>($"select {Columns} from idn_users u where u.sign_in = @signIn", new { signIn = Normal(signIn) }));

    public Task<User?> ById(string userId) => db.Read(s => s.One<User>($"select {Columns} from idn_users u where u.user_id = @userId", new { userId }));

    /// <summary>Names for histories, by user id; the house itself has one too.</summary>
    public Task<IReadOnlyDictionary<string, string>> Names(IEnumerable<string> userIds) => db.Read<IReadOnlyDictionary<string, string>>(async s =>
    {
        var people = await s.Query<User>("select u.user_id, u.name from idn_users u where u.user_id {any:ids}", new { ids = s.List(userIds.Distinct(StringComparer.Ordinal)) });
        var names = people.ToDictionary(u => u.UserId, u => u.Name, StringComparer.Ordinal);
        names[Actor.System.UserId] = Actor.System.Name;
        return names;
    });

    /// <summary>People of the offices that the scope reaches, by office and name; deactivated ones last.</summary>
    public Task<List<User>> List(Scope scope, DateOnly? day = null) => db.Read(async s =>
    {
        var people = await s.Query<UserOfProvince>(
            $"""
            select {Columns}, o.province from idn_users u
            left join org_offices o on o.code = u.office_code and o.known_to_at is null and o.valid_from <= @day and (o.valid_to is null or o.valid_to > @day)
            order by u.active desc, u.office_code, u.name {"{names}"}
            """,
            new { day = day ?? clock.Today() });
        return people.Where(p => scope.IsNation || (p.Province is not null && scope.Covers(p.Province, p.OfficeCode))).Select(p => p.User).ToList();
    });

    /// <summary>Ends a person's access: open sessions end with the next request.</summary>
    public Task Deactivate(Actor actor, Scope scope, string userId, string reason) => Change(actor, scope, userId, "identity.user-deactivate", new { reason }, user =>
    {
        if (!user.Active)
        {
            throw new Refusal("Identity.AlreadyInactive", user.Name);
        }

        user.Active = false;
    });

    /// <summary>Sets a new password and lifts a lock.</summary>
    public Task SetPassword(Actor actor, Scope scope, string userId, string password) => Change(actor, scope, userId, "identity.password-set", new { }, user =>
    {
        user.PasswordHash = Hash(user, password);
        (user.AccessFailed, user.LockedUntilAt) = (0, null);
    });

    /// <summary>The language of a person's screens, "vi" or "en": nobody else's concern, so open sessions stay.</summary>
    public Task SetLanguage(Actor actor, string language) => db.Write(tx =>
        tx.Execute("update idn_users set language = @language where user_id = @UserId", new { language, actor.UserId }));

    /// <summary>Notes that somebody came, went or was turned away. The name typed by an unknown person is not kept: it is often a password.</summary>
    public Task RecordVisit(User? user, string visit, string fromAddress) => db.Write(tx =>
        AuditTrail.Write(tx, clock, user?.Actor ?? Actor.System, visit, "user:" + (user?.UserId ?? "unknown"), new { from = fromAddress }));

    private Task Change(Actor actor, Scope scope, string userId, string act, object detail, Action<User> change) => db.Write(async tx =>
    {
        var user = await tx.One<User>($"select {Columns} from idn_users u where u.user_id = @userId", new { userId });
        var province = user is null ? null : await tx.One<string>(
            """
            select province from org_offices
            where code = @OfficeCode and known_to_at is null and valid_from <= @day and (valid_to is null or valid_to > @day)
            """,
            new { user.OfficeCode, day = clock.Today() });
        if (user is null || !(scope.IsNation || (province is not null && scope.Covers(province, user.OfficeCode))))
        {
            throw new Refusal("Identity.NoSuchUser") { Kind = RefusalKind.Missing };
        }

        change(user);
        user.SecurityStamp = NewStamp();
        await tx.Execute(
            """
            update idn_users set password_hash = @PasswordHash, security_stamp = @SecurityStamp, access_failed = @AccessFailed, locked_until_at = @LockedUntilAt,
                active = @Active
            where user_id = @UserId
            """,
            user);
        await AuditTrail.Write(tx, clock, actor, act, "user:" + userId, detail);
    });

    internal static string Normal(string signIn) => signIn.Trim().ToLowerInvariant();

    internal static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    private static string Hash(User user, string password) => password.Length >= ShortestPassword
        ? Hasher.HashPassword(user, password)
        : throw new Refusal("Identity.PasswordShort", ShortestPassword);

    private sealed class UserOfProvince
    {
        public string UserId { get; init; } = "";
        public string SignIn { get; init; } = "";
        public string Name { get; init; } = "";
        public string OfficeCode { get; init; } = "";
        public string Role { get; init; } = "";
        public bool Active { get; init; }
        public string Language { get; init; } = "";
        public Instant? LockedUntilAt { get; init; }
        public Instant CreatedAt { get; init; }
        public string? Province { get; init; }

        public User User => new()
        {
            UserId = UserId, SignIn = SignIn, Name = Name, OfficeCode = OfficeCode, Role = Role, Active = Active, Language = Language, LockedUntilAt = LockedUntilAt, CreatedAt = CreatedAt,
        };
    }
}
