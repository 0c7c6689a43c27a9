using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Identity;

/// <summary>
/// A director lets somebody act for him, in named acts or all, from one day to another, by a paper. The rights are those of the director's own role, never ones that were
/// delegated to him; they end by themselves after the last day, when they are revoked, and when either of the two is moved or leaves.
/// </summary>
public sealed class Delegations(Db db, TimeProvider clock)
{
    /// <summary>Every act of the director.</summary>
    public const string Everything = "*";

    private const string Columns =
        """
        d.delegation_id, d.from_user, d.from_role, d.from_office, d.to_user, d.given_role, d.given_office, d.acts, d.form, d.valid_from, d.valid_to, d.paper_number, d.paper_date, d.given_at, d.revoked_at, d.revoked_reason,
        f.name as from_name, t.name as to_name, t.role as to_role
        """;

    private const string Joined = "from idn_delegations d join idn_users f on f.user_id = d.from_user join idn_users t on t.user_id = d.to_user";

    /// <summary>Both still sit where they sat when it was given.</summary>
    private const string Holds =
        """
        d.revoked_at is null and d.valid_to >= @day and f.active and t.active and f.role = d.from_role and f.office_code = d.from_office
            and t.role = d.given_role and t.office_code = d.given_office
        """;

    /// <summary>All that a person gave or was given, those that hold first.</summary>
    public Task<List<Delegation>> Of(string userId) => db.Read(s => s.Query<Delegation>(
        $"""
        select {Columns}, case when {Holds} then 1 else 0 end as holds {Joined}
        where d.from_user = @userId or d.to_user = @userId order by holds desc, d.valid_from desc, d.delegation_id
        """,
        new { userId, day = clock.Today() }));

    /// <summary>Who may be named: active people of the director's own office and of the offices and units directly below, a province's offices being no part of the centre.</summary>
    public Task<List<Person>> Candidates(User director) => db.Read(s => Candidates(s, director, null));

    /// <summary>Gives the delegation and returns it.</summary>
    public Task<Delegation> Give(User director, NewDelegation what) => db.Write(async tx =>
    {
        var today = clock.Today();
        if (what.To < what.From || what.To < today)
        {
            throw new Refusal("People.DelegationDays");
        }

        if (what.PaperNumber.Trim().Length == 0)
        {
            throw new Refusal("People.NeedPaperNumber");
        }

        var allowed = Permissions.Delegable(director.Role).Select(Delegation.Name).ToList();
        if (what.Acts.Count == 0 || what.Acts.Any(a => a != Everything && !allowed.Contains(a, StringComparer.Ordinal)))
        {
            throw new Refusal("People.NeedActs");
        }

        var person = (await Candidates(tx, director, what.ToUser)).SingleOrDefault() ?? throw new Refusal("People.NotACandidate");
        var made = new Delegation
        {
            DelegationId = Guid.CreateVersion7().ToString("N"), FromUser = director.UserId, FromRole = director.Role, FromOffice = director.OfficeCode, FromName = director.Name,
            ToUser = person.UserId, ToName = person.Name, ToRole = person.Role, GivenRole = person.Role, GivenOffice = person.OfficeCode, Acts = what.Acts.Contains(Everything, StringComparer.Ordinal) ? Everything : string.Join('\n', what.Acts),
            // A deputy signs in the head's place (KT.), anybody else by the head's mandate (TUQ.): Nghị định 30/2020/NĐ-CP, Điều 13.
            Form = person.Role == Role.ProvinceDeputy || (director.Role == Role.CentreLeader && person.Role == Role.CentreLeader) ? "KT." : "TUQ.",
            ValidFrom = what.From, ValidTo = what.To, PaperNumber = what.PaperNumber.Trim(), PaperDate = what.PaperDate, GivenAt = clock.Now(), Holds = true,
        };
        await Record(tx, made);
        await AuditTrail.Write(tx, clock, director.Actor, "identity.delegate", "user:" + made.ToUser, new { made.DelegationId, made.Acts, made.ValidFrom, made.ValidTo, made.PaperNumber });
        return made;
    });

    /// <summary>The director takes it back.</summary>
    public Task Revoke(User director, string delegationId, string reason) => db.Write(async tx =>
    {
        if (reason.Trim().Length == 0)
        {
            throw new Refusal("People.NeedReason");
        }

        var found = await tx.One<string>(
            """
            update idn_delegations set revoked_at = @now, revoked_by = @UserId, revoked_reason = @reason
            where delegation_id = @delegationId and from_user = @UserId and revoked_at is null returning to_user
            """,
            new { delegationId, director.UserId, now = clock.Now(), reason = reason.Trim() }) ?? throw new Refusal("People.NoSuchDelegation") { Kind = RefusalKind.Missing };
        await AuditTrail.Write(tx, clock, director.Actor, "identity.delegation-revoked", "user:" + found, new { delegationId, reason });
    });

    /// <summary>The delegation, if it holds today for the person to whom it was given.</summary>
    public static Task<Delegation?> InForce(Session s, string delegationId, string toUser, DateOnly day) => s.One<Delegation>(
        $"select {Columns}, 1 as holds {Joined} where d.delegation_id = @delegationId and d.to_user = @toUser and d.valid_from <= @day and {Holds}", new { delegationId, toUser, day });

    /// <summary>What people gave and holds on a day, the earlier given first.</summary>
    internal static Task<List<Delegation>> GivenBy(Session s, IEnumerable<string> userIds, DateOnly day) => s.Query<Delegation>(
        $"""
        select {Columns}, 1 as holds, coalesce(o.name, t.office_code) as to_office_name {Joined}
        left join org_offices o on o.code = t.office_code and o.known_to_at is null and o.valid_from <= @day and (o.valid_to is null or o.valid_to > @day)
        where d.from_user {"{any:ids}"} and d.valid_from <= @day and {Holds} order by d.given_at, d.delegation_id
        """,
        new { ids = s.List(userIds), day });

    /// <summary>Ends all that was given by a person or to them: their place is another now, and coming back to it brings nothing back.</summary>
    internal static Task EndAll(Session tx, Actor by, string userId, Instant now) => tx.Execute(
        "update idn_delegations set revoked_at = @now, revoked_by = @by, revoked_reason = @reason where (from_user = @userId or to_user = @userId) and revoked_at is null",
        new { userId, now, by = by.UserId, reason = Text.Of("People.DelegationMoved") });

    internal static Task Record(Session tx, Delegation made) => tx.Execute(
        """
        insert into idn_delegations (delegation_id, from_user, from_role, from_office, to_user, given_role, given_office, acts, form, valid_from, valid_to, paper_number, paper_date, given_at)
        values (@DelegationId, @FromUser, @FromRole, @FromOffice, @ToUser, @GivenRole, @GivenOffice, @Acts, @Form, @ValidFrom, @ValidTo, @PaperNumber, @PaperDate, @GivenAt)
        """,
        made);

    private Task<List<Person>> Candidates(Session s, User director, string? only) => s.Query<Person>(
        $"""
        select u.user_id, u.sign_in, u.name, u.office_code, u.role, u.active, o.name as office_name, o.kind as office_kind from idn_users u {Users.OfficeInForce}
        where u.active and u.user_id <> @UserId and u.role {"{any:roles}"} and (@only is null or u.user_id = @only)
            and (o.code = @OfficeCode or (o.parent_code = @OfficeCode and o.kind <> 'Province'))
        order by o.code, u.sign_in
        """,
        new
        {
            director.UserId, director.OfficeCode, only, day = clock.Today(),
            // An auditor changes nothing, an administrator sees no employer's data, an agent is no official.
            roles = s.List(Role.All.Where(r => r is not (Role.Auditor or Role.Administrator or Role.Agent))),
        });
}

/// <summary>What is asked for. <paramref name="Acts"/>: names by <see cref="Delegation.Name"/>, or <see cref="Delegations.Everything"/>.</summary>
public sealed record NewDelegation(string ToUser, IReadOnlyList<string> Acts, DateOnly From, DateOnly To, string PaperNumber, DateOnly PaperDate);

/// <summary>Somebody acts for a director.</summary>
public sealed class Delegation
{
    public string DelegationId { get; init; } = "";
    public string FromUser { get; init; } = "";
    public string FromName { get; init; } = "";
    public string FromRole { get; init; } = "";
    public string FromOffice { get; init; } = "";
    public string ToUser { get; init; } = "";
    public string ToName { get; init; } = "";
    public string ToRole { get; init; } = "";

    /// <summary>Role and office of the person when it was given.</summary>
    public string GivenRole { get; init; } = "";

    public string GivenOffice { get; init; } = "";

    /// <summary>Name of the person's office; filled by <see cref="Delegations.GivenBy"/> only.</summary>
    public string ToOfficeName { get; init; } = "";

    /// <summary>Names of acts, one a line, or "*".</summary>
    public string Acts { get; init; } = "";

    /// <summary>"KT." or "TUQ.".</summary>
    public string Form { get; init; } = "";

    public DateOnly ValidFrom { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly ValidTo { get; init; }

    public string PaperNumber { get; init; } = "";
    public DateOnly PaperDate { get; init; }
    public Instant GivenAt { get; init; }
    public Instant? RevokedAt { get; init; }
    public string? RevokedReason { get; init; }

    /// <summary>Not revoked, not over, and both still sit where they sat when it was given; it may begin on a later day.</summary>
    public bool Holds { get; init; }

    public bool IsEverything => Acts == Delegations.Everything;
    public IReadOnlyList<string> ActList => IsEverything ? [] : Acts.Split('\n');

    /// <summary>How an act of the table is named in a delegation: "/organisation/levels announce".</summary>
    public static string Name(Permission row) => row.Folder + " " + row.Act;

    public bool Covers(string folder, string act) => IsEverything || ActList.Contains(folder + " " + act, StringComparer.Ordinal);

    public Acting Acting => new(DelegationId, Form, FromUser, FromName, FromRole, PaperNumber);
}
