using System.Security.Cryptography;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Identity;

/// <summary>
/// Accounts as those above see them: made, moved, locked out and let in again. Everybody acts within the reach of the own office and on the roles that
/// <see cref="Appointments"/> gives him, never on himself; each change of access is in the audit chain and ends the person's open sessions.
/// </summary>
public sealed class Personnel(Db db, TimeProvider clock)
{
    private const string FirstPasswordLetters = "23456789abcdefghjkmnpqrstuvwxyz";
    private const string Listed = "u.user_id, u.sign_in, u.name, u.office_code, u.role, u.active, u.must_change_password, u.factor_since_at, u.locked_until_at, u.created_at, o.name as office_name, o.kind as office_kind";

    /// <summary>People within reach by office and sign-in name, <paramref name="rows"/> after the key of the page before ("office sign-in").</summary>
    public Task<List<Person>> Page(Scope scope, PersonFilter filter, int rows) => db.Read(s =>
    {
        var (afterOffice, afterSignIn) = filter.After?.Split(' ') is [var office, var signIn] ? (office, signIn) : ("", "");
        var words = Rules.Text.VietnameseText.Fold(filter.Text?.Trim() ?? "");
        return Find(s, scope, filter, rows, afterOffice, afterSignIn, words, clock.Today());
    });

    /// <summary>One person within reach, else refused as missing.</summary>
    public async Task<Person> Find(Scope scope, string userId) => await db.Read(s => s.One<Person>(
        $"select {Listed} from idn_users u {Users.OfficeInForce} where u.user_id = @userId and {scope.OnTree("o")}", new { userId, day = clock.Today() }))
        ?? throw new Refusal("Identity.NoSuchUser") { Kind = RefusalKind.Missing };

    /// <summary>What was done to the account and by it, newest first.</summary>
    public Task<List<AuditEntry>> History(string userId, int rows) => db.Read(s => s.Query<AuditEntry>(
        "select office_code, seq, at, user_id, user_name, act, subject, detail from aud_entries where subject = @subject order by at desc, seq desc limit @rows",
        new { subject = "user:" + userId, rows }));

    /// <summary>Offices within reach, with what kind they are: where a person can be put.</summary>
    public Task<List<OfficeOfPeople>> Offices(Scope scope) => db.Read(s => s.Query<OfficeOfPeople>(
        $"""
        select o.code, o.kind, o.name from org_offices o
        where o.known_to_at is null and o.valid_from <= @day and (o.valid_to is null or o.valid_to > @day) and {scope.OnTree("o")}
        order by o.code
        """,
        new { day = clock.Today() }));

    /// <summary>Makes a person with a first password, which is returned once and must be changed at the first sign-in.</summary>
    public async Task<(User User, string FirstPassword)> Appoint(Appointer by, string signIn, string name, string officeCode, string role)
    {
        var password = FirstPassword();
        try
        {
            return await db.Write(async tx =>
            {
                await CheckPlace(tx, by, officeCode, role);
                return (await Users.Create(tx, clock, by.Actor, signIn, name, officeCode, role, password, mustChange: true), password);
            });
        }
        catch (Exception taken) when (db.Dialect.IsDuplicateKey(taken))
        {
            throw new Refusal("Identity.SignInTaken", Users.Normal(signIn));
        }
    }

    /// <summary>Another name, office or role. A new office or role ends open sessions and delegations, those given and those received.</summary>
    public Task Move(Appointer by, string userId, string name, string officeCode, string role) => db.Write(async tx =>
    {
        var person = await Target(tx, by, userId);
        name = name.Trim();
        if (name.Length == 0)
        {
            throw new Refusal("Identity.NeedsName");
        }

        await CheckPlace(tx, by, officeCode, role);
        await tx.Execute("update idn_users set name = @name, office_code = @officeCode, role = @role where user_id = @userId", new { userId, name, officeCode, role });
        if (person.OfficeCode != officeCode || person.Role != role)
        {
            await Delegations.EndAll(tx, by.Actor, userId, clock.Now());
            await VoidCookies(tx, by.Actor, userId);
        }

        await AuditTrail.Write(tx, clock, by.Actor, "identity.user-move", "user:" + userId, new
        {
            name, officeCode, role, before = new { person.Name, person.OfficeCode, person.Role },
        });
    });

    /// <summary>Ends a person's access: open sessions end with the next request.</summary>
    public Task Deactivate(Appointer by, string userId, string reason) => Change(by, userId, "identity.user-deactivate", new { reason = Need(reason) }, async (tx, person) =>
    {
        if (!person.Active)
        {
            throw new Refusal("Identity.AlreadyInactive", person.Name);
        }

        await tx.Execute("update idn_users set active = @no where user_id = @userId", new { userId, no = false });
        return true;
    });

    /// <summary>Lets a person in again, with a first password.</summary>
    public async Task<string> Reactivate(Appointer by, string userId, string reason)
    {
        var password = FirstPassword();
        await Change(by, userId, "identity.user-reactivate", new { reason = Need(reason) }, async (tx, person) =>
        {
            if (person.Active)
            {
                throw new Refusal("People.AlreadyActive", person.Name);
            }

            await tx.Execute("update idn_users set active = @yes where user_id = @userId", new { userId, yes = true });
            await Put(tx, person, password);
            return true;
        });
        return password;
    }

    /// <summary>Sets a first password, returned once, and lifts a lock.</summary>
    public async Task<string> NewPassword(Appointer by, string userId)
    {
        var password = FirstPassword();
        await Change(by, userId, "identity.password-set", new { }, async (tx, person) =>
        {
            await Put(tx, person, password);
            return true;
        });
        return password;
    }

    public Task LiftLock(Appointer by, string userId) => Change(by, userId, "identity.lock-lifted", new { }, async (tx, _) =>
    {
        await tx.Execute("update idn_users set access_failed = 0, locked_until_at = null where user_id = @userId", new { userId });
        return false;
    });

    /// <summary>Takes the second factor off, for who lost the telephone.</summary>
    public Task ResetFactor(Appointer by, string userId, string reason) => Change(by, userId, "identity.factor-reset", new { reason = Need(reason) }, async (tx, _) =>
    {
        await SecondFactor.Clear(tx, userId);
        return true;
    });

    public Task EndSessions(Appointer by, string userId) => Change(by, userId, "identity.sessions-end", new { }, (_, _) => Task.FromResult(true));

    private async Task Change(Appointer by, string userId, string act, object detail, Func<Session, Person, Task<bool>> change) => await db.Write(async tx =>
    {
        var person = await Target(tx, by, userId);
        if (await change(tx, person))
        {
            await VoidCookies(tx, by.Actor, userId);
        }

        await AuditTrail.Write(tx, clock, by.Actor, act, "user:" + userId, detail);
    });

    private async Task<Person> Target(Session tx, Appointer by, string userId)
    {
        await tx.Lock("person " + userId);
        var person = await tx.One<Person>($"select {Listed} from idn_users u {Users.OfficeInForce} where u.user_id = @userId and {by.Scope.OnTree("o")}", new { userId, day = clock.Today() })
            ?? throw new Refusal("Identity.NoSuchUser") { Kind = RefusalKind.Missing };
        return !by.MayChange(person) ? throw new Refusal("People.NotYours", person.Name) { Kind = RefusalKind.Forbidden } : person;
    }

    private async Task CheckPlace(Session tx, Appointer by, string officeCode, string role)
    {
        if (!Role.All.Contains(role, StringComparer.Ordinal))
        {
            throw new Refusal("Identity.UnknownRole", role);
        }

        var kind = await tx.One<string>(
            $"""
            select o.kind from org_offices o where o.code = @officeCode and o.known_to_at is null and o.valid_from <= @day and (o.valid_to is null or o.valid_to > @day)
                and {by.Scope.OnTree("o")}
            """,
            new { officeCode, day = clock.Today() }) ?? throw new Refusal("People.NoSuchOffice", officeCode);
        if (!Appointments.MayAppoint(by, role))
        {
            throw new Refusal("People.RoleNotYours", Text.Of("Identity.Role_" + role));
        }

        if (!Appointments.Fits(role, kind))
        {
            throw new Refusal("People.RoleElsewhere", Text.Of("Identity.Role_" + role), Text.Of("Organisation.OfficeKind_" + kind));
        }
    }

    private async Task VoidCookies(Session tx, Actor by, string userId)
    {
        await tx.Execute("update idn_users set security_stamp = @stamp where user_id = @userId", new { userId, stamp = Users.NewStamp() });
        await Sessions.EndAll(tx, userId, by.UserId, clock.Now());
    }

    private static Task Put(Session tx, Person person, string password) => tx.Execute(
        "update idn_users set password_hash = @hash, must_change_password = @yes, access_failed = 0, locked_until_at = null where user_id = @UserId",
        new { person.UserId, yes = true, hash = Users.Hash(new User { SignIn = person.SignIn, Name = person.Name }, password) });

    private static async Task<List<Person>> Find(Session s, Scope scope, PersonFilter filter, int rows, string afterOffice, string afterSignIn, string words, DateOnly day)
    {
        var where = (string.IsNullOrEmpty(filter.Office) ? "" : " and u.office_code = @Office") + (string.IsNullOrEmpty(filter.Role) ? "" : " and u.role = @Role")
            + (filter.State switch { "inactive" => " and not u.active", "all" => "", _ => " and u.active" });
        var found = new List<Person>();
        while (found.Count < rows)
        {
            // Names are compared without tone marks, which neither engine can: pages of people are read until one is full.
            var page = await s.Query<Person>(
                $"""
                select {Listed} from idn_users u {Users.OfficeInForce}
                where {scope.OnTree("o")}{where} and (u.office_code, u.sign_in) > (@afterOffice, @afterSignIn)
                order by u.office_code, u.sign_in limit 500
                """,
                new { filter.Office, filter.Role, afterOffice, afterSignIn, day });
            found.AddRange(page.Where(p => words.Length == 0 || p.SignIn.Contains(words, StringComparison.Ordinal) || Rules.Text.VietnameseText.Fold(p.Name).Contains(words, StringComparison.Ordinal)));
            if (page.Count < 500)
            {
                break;
            }

            (afterOffice, afterSignIn) = (page[^1].OfficeCode, page[^1].SignIn);
        }

        return found[..Math.Min(rows, found.Count)];
    }

    private static string Need(string reason) => reason.Trim() is { Length: > 0 } given ? given : throw new Refusal("People.NeedReason");

    /// <summary>Three groups of four that nobody misreads; 59 bits, good for one sign-in.</summary>
    private static string FirstPassword() => string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(FirstPasswordLetters, 4)));
}

/// <summary>Who changes somebody's account: the person, their reach and their role.</summary>
public sealed record Appointer(Actor Actor, Scope Scope, string Role)
{
    /// <summary>The command line, where the operator of the machine is the administrator of the nation.</summary>
    public static Appointer Operator { get; } = new(Actor.System, Scope.Nation, Identity.Role.Administrator);

    /// <summary>Nobody changes himself, and nobody a role that is not his to give.</summary>
    public bool MayChange(Person person) => person.UserId != Actor.UserId && Appointments.MayAppoint(this, person.Role);
}

/// <summary>Who may make whom, and where each role sits.</summary>
public static class Appointments
{
    private static readonly string[] OfDistrict = [Role.DistrictOfficer, Role.Agent];
    private static readonly string[] ByDeputy = [Role.CollectionOfficer, Role.Inspector, Role.CommunicationsOfficer, Role.DistrictDirector, .. OfDistrict];
    private static readonly string[] ByDirector = [Role.ProvinceDeputy, .. ByDeputy];
    private static readonly string[] ByLeader = [Role.CentralOfficer, Role.Auditor, Role.ProvinceDirector, .. ByDirector];

    /// <summary>Leaders of the centre and administrators are made by an administrator of the nation only.</summary>
    public static bool MayAppoint(Appointer by, string role) => Roles(by).Contains(role, StringComparer.Ordinal);

    public static IReadOnlyList<string> Roles(Appointer by) => by.Role switch
    {
        Role.Administrator when by.Scope.IsNation => Role.All,
        Role.Administrator => [Role.ProvinceDirector, .. ByDirector],
        Role.CentreLeader => ByLeader,
        Role.ProvinceDirector => ByDirector,
        Role.ProvinceDeputy => ByDeputy,
        Role.DistrictDirector => OfDistrict,
        _ => [],
    };

    /// <summary>True if people of the role sit in an office of the kind.</summary>
    public static bool Fits(string role, string officeKind) => officeKind switch
    {
        "Centre" => role is Role.CentreLeader or Role.Administrator or Role.Auditor,
        "CentralUnit" => role is Role.CentralOfficer or Role.Administrator or Role.Auditor,
        "Province" => role is Role.ProvinceDirector or Role.ProvinceDeputy or Role.CollectionOfficer or Role.Inspector or Role.CommunicationsOfficer or Role.Agent or Role.Auditor or Role.Administrator,
        "District" => role is Role.DistrictDirector or Role.DistrictOfficer or Role.Agent,
        _ => false,
    };
}

/// <summary>A person in a list or on their page; nothing secret.</summary>
public sealed class Person
{
    public string UserId { get; init; } = "";
    public string SignIn { get; init; } = "";
    public string Name { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string Role { get; init; } = "";
    public bool Active { get; init; }
    public bool MustChangePassword { get; init; }
    public Instant? FactorSinceAt { get; init; }
    public Instant? LockedUntilAt { get; init; }
    public Instant CreatedAt { get; init; }

    /// <summary>Null where the office is not in the tree today.</summary>
    public string? OfficeName { get; init; }

    public string? OfficeKind { get; init; }

    /// <summary>Where the next page of a list begins.</summary>
    public string Key => OfficeCode + " " + SignIn;
}

/// <summary>State: "inactive", "all", else the active ones.</summary>
public sealed record PersonFilter(string? Text, string? Office, string? Role, string? State, string? After);

/// <summary>An office to put a person in.</summary>
public sealed class OfficeOfPeople
{
    public string Code { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Name { get; init; } = "";
}
