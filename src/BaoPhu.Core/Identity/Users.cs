using System.Security.Cryptography;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;
using Microsoft.AspNetCore.Identity;

namespace BaoPhu.Core.Identity;

/// <summary>Who may use the house: making accounts, finding them, and what a person does to the own one. What others may do to it is in <see cref="Personnel"/>.</summary>
public sealed class Users(Db db, TimeProvider clock)
{
    internal const string Columns =
        """
        u.user_id, u.sign_in, u.name, u.office_code, u.role, u.password_hash, u.security_stamp, u.must_change_password, u.factor_secret, u.factor_since_at, u.access_failed,
        u.locked_until_at, u.active, u.language, u.created_at
        """;

    /// <summary>The office of u in force on @day, if there is one.</summary>
    internal const string OfficeInForce =
        "left join org_offices o on o.code = u.office_code and o.known_to_at is null and o.valid_from <= @day and (o.valid_to is null or o.valid_to > @day)";

    private static readonly PasswordHasher<User> Hasher = new();

    /// <summary>Makes an account and returns it. Refused: a taken sign-in name, a weak password, an unknown role. Whether the actor may is not asked here.</summary>
    public async Task<User> Create(Actor actor, string signIn, string name, string officeCode, string role, string password, bool mustChange = false)
    {
        try
        {
            return await db.Write(tx => Create(tx, clock, actor, signIn, name, officeCode, role, password, mustChange));
        }
        catch (Exception taken) when (db.Dialect.IsDuplicateKey(taken))
        {
            // Another took the name between the question and the answer.
            throw new Refusal("Identity.SignInTaken", Normal(signIn));
        }
    }

    internal static async Task<User> Create(
        Session tx, TimeProvider clock, Actor actor, string signIn, string name, string officeCode, string role, string password, bool mustChange)
    {
        var user = new User
        {
            UserId = Guid.CreateVersion7().ToString("N"), SignIn = Normal(signIn), Name = name.Trim(), OfficeCode = officeCode, Role = role, MustChangePassword = mustChange,
            CreatedAt = clock.Now(),
        };
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
            insert into idn_users (user_id, sign_in, name, office_code, role, password_hash, security_stamp, must_change_password, access_failed, active, language, created_at)
            values (@UserId, @SignIn, @Name, @OfficeCode, @Role, @PasswordHash, @SecurityStamp, @MustChangePassword, 0, @Active, @Language, @CreatedAt)
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
    public Task<List<User>> List(Scope scope, DateOnly? day = null) => db.Read(s => s.Query<User>(
        $"""
        select {Columns} from idn_users u {OfficeInForce}
        where {scope.OnTree("o")}
        order by u.active desc, u.office_code, u.name {"{names}"}
        """,
        new { day = day ?? clock.Today() }));

    /// <summary>
    /// The person changes the own password: the present one proves who it is, every other session ends. Returns the new stamp for the cookie of this one.
    /// </summary>
    public async Task<string> ChangePassword(User user, string sessionId, string present, string next)
    {
        if (Hasher.VerifyHashedPassword(user, user.PasswordHash, present) == PasswordVerificationResult.Failed)
        {
            throw new Refusal("People.PasswordPresentWrong");
        }

        if (present == next)
        {
            throw new Refusal("People.PasswordSame");
        }

        var (hash, stamp) = (Hash(user, next), NewStamp());
        await db.Write(async tx =>
        {
            // The hash seen before: somebody may have set another meanwhile.
            var changed = await tx.Execute(
                """
                update idn_users set password_hash = @hash, security_stamp = @stamp, must_change_password = @no
                where user_id = @UserId and password_hash = @PasswordHash and active
                """,
                new { user.UserId, user.PasswordHash, hash, stamp, no = false });
            if (changed == 0)
            {
                throw new Refusal("People.PasswordPresentWrong");
            }

            await Sessions.EndAll(tx, user.UserId, user.UserId, clock.Now(), but: sessionId);
            await AuditTrail.Write(tx, clock, user.Actor, "identity.password-change", "user:" + user.UserId, new { });
        });
        return stamp;
    }

    /// <summary>The language of a person's screens, "vi" or "en": nobody else's concern, so open sessions stay.</summary>
    public Task SetLanguage(Actor actor, string language) => db.Write(tx =>
        tx.Execute("update idn_users set language = @language where user_id = @UserId", new { language, actor.UserId }));

    internal static string Normal(string signIn) => signIn.Trim().ToLowerInvariant();

    internal static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    internal static string Hash(User user, string password)
    {
        PasswordRules.Check(password, user.SignIn, user.Name);
        return Hasher.HashPassword(user, password);
    }
}
