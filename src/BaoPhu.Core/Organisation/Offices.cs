using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Organisation;

/// <summary>
/// The tree of offices: centre → central units and provinces → districts, of free depth and dated. A person sits in one office and sees it and what is
/// below; a central unit sees the nation (limited to its subject by the permission table).
/// </summary>
public sealed class Offices(Db db, TimeProvider clock)
{
    internal const string Columns = "o.code, o.kind, o.parent_code, o.province, o.subject, o.name, o.confirmed, o.valid_from";
    private static readonly string InForce = InForceOn("@day");
    private const string OfficesLock = "offices";

    /// <summary>All offices in force on a day that the scope reaches, parents before children, then by code.</summary>
    public Task<List<Office>> Tree(Scope scope, DateOnly? day = null) => db.Read(s => s.Query<Office>(
        $"""
        select {Columns} from org_offices o
        where {InForce} and ({scope.OnProvince("o")} or o.province is null)
        order by case o.kind when 'Centre' then 0 when 'CentralUnit' then 1 when 'Province' then 2 else 3 end, o.code
        """,
        new { day = day ?? clock.Today() }));

    /// <summary>Code of a province's own office, as the office codes are made: "79" has "07900". What names no office is in its care.</summary>
    internal static string CodeOfProvince(string province) => $"0{province}00";

    /// <summary>The condition that a row of org_offices (alias o) stands in the tree on a day, a parameter of the query.</summary>
    internal static string InForceOn(string day) => $"o.known_to_at is null and o.valid_from <= {day} and (o.valid_to is null or o.valid_to > {day})";

    /// <summary>The tree of a day, all of it.</summary>
    internal static Task<List<Office>> Tree(Session s, DateOnly day) => s.Query<Office>($"select {Columns} from org_offices o where {InForce} order by o.code", new { day });

    public Task<Office?> Find(string code, DateOnly? day = null) => db.Read(s => Find(s, code, day ?? clock.Today()));

    /// <summary>What a person of the office may see. An office that is not in the tree on this day sees nothing.</summary>
    public async Task<Scope> ScopeOf(string officeCode) => (await Seat(officeCode)).Scope;

    /// <summary>The office that a person sits in, with what is seen from there; null and nothing where it is not in the tree on this day.</summary>
    public Task<(Office? Office, Scope Scope)> Seat(string officeCode) => db.Read(async s =>
    {
        var day = clock.Today();
        return await s.Together(async t =>
        {
            // Most people sit in a district: what is below it is asked for before it is known to be one.
            var (office, below) = (Find(t, officeCode, day), Below(t, officeCode, day));
            return (await office, await office is { } found ? ScopeOf(found, await below) : Scope.Nothing);
        });
    });

    /// <summary>The office with all that was below it on a day: the nation for the centre and its units.</summary>
    internal static async Task<Scope> ScopeOf(Session s, Office office, DateOnly day) => ScopeOf(office, office.Kind is OfficeKind.Province || office.Province is null ? [] : await Below(s, office.Code, day));

    private static Scope ScopeOf(Office office, IReadOnlyCollection<string> below) => office switch
    {
        { Province: null } => Scope.Nation,
        { Kind: OfficeKind.Province } => Scope.OfProvince(office.Province),
        _ => Scope.OfOffices(office.Province, below),
    };

    /// <summary>An office and all below it.</summary>
    private static Task<List<string>> Below(Session s, string code, DateOnly day) => s.Query<string>(
        $"""
        with recursive below(code) as (
            select o.code from org_offices o where o.code = @code and {InForce}
            union select o.code from org_offices o join below b on o.parent_code = b.code where {InForce})
        select code from below order by code
        """,
        new { code, day });

    /// <summary>Adds a district office to a province, or renames one (then it counts as confirmed).</summary>
    public Task Save(Actor actor, Scope scope, string code, string name, string parentCode) => db.Write(async tx =>
    {
        var (day, now) = (clock.Today(), clock.Now());
        name = Rules.Text.VietnameseText.Normalise(name);
        if (name.Length == 0)
        {
            throw new Refusal("Organisation.OfficeNeedsName");
        }

        if (code.Length is < 4 or > 8 || !code.All(char.IsAsciiDigit))
        {
            throw new Refusal("Organisation.OfficeCodeShape", code);
        }

        await tx.Lock(OfficesLock);
        var parent = await Find(tx, parentCode, day);
        if (parent?.Province is null || !scope.CoversWhole(parent.Province))
        {
            throw new Refusal("Organisation.OfficeParent", parentCode) { Kind = RefusalKind.Missing };
        }

        var known = await Find(tx, code, day);
        if (known is not null && known.Province != parent.Province)
        {
            throw new Refusal("Organisation.OfficeElsewhere", code, known.Name);
        }

        if (known is not null && known.Kind != OfficeKind.District)
        {
            throw new Refusal("Organisation.OfficeNotDistrict", code, known.Name);
        }

        if (known is { Confirmed: true } && known.Name == name && known.ParentCode == parentCode)
        {
            return;
        }

        await tx.Execute("update org_offices set known_to_at = @now where code = @code and known_to_at is null", new { code, now });
        await tx.Execute(
            """
            insert into org_offices (code, valid_from, known_from_at, kind, parent_code, province, name, confirmed)
            values (@code, @from, @now, 'District', @parentCode, @province, @name, true)
            """,
            new { code, from = known?.ValidFrom ?? Reference.Beginning, now, parentCode, province = parent.Province, name });
        await AuditTrail.Write(tx, clock, actor, "organisation.office", "office:" + code, new { name, before = known?.Name, parentCode });
    });

    /// <summary>
    /// What a central unit deals with from a day on: its officers see the nation limited to it. What held before stays known for the days before.
    /// </summary>
    public Task SetSubject(Actor actor, Scope scope, string code, string subject, DateOnly from) => db.Write(async tx =>
    {
        var now = clock.Now();
        await tx.Lock(OfficesLock);
        var unit = scope.IsNation ? await Find(tx, code, from) : null;
        if (unit is not { Kind: OfficeKind.CentralUnit })
        {
            throw new Refusal("Organisation.NoOffice", code) { Kind = RefusalKind.Missing };
        }

        if (!UnitSubject.All.Contains(subject, StringComparer.Ordinal))
        {
            throw new Refusal("People.UnknownSubject", subject);
        }

        // One line of the unit's history ends, the next begins; a day on which one was set already is set anew.
        var later = await tx.One<DateOnly?>("select valid_from from org_offices where code = @code and known_to_at is null and valid_from > @from order by valid_from limit 1", new { code, from });
        await tx.Execute("update org_offices set known_to_at = @now where code = @code and known_to_at is null and valid_from <= @from and (valid_to is null or valid_to > @from)", new { code, now, from });
        if (from > unit.ValidFrom)
        {
            await Insert(unit.ValidFrom, from, unit.Subject);
        }

        await Insert(from, later, subject);
        await AuditTrail.Write(tx, clock, actor, "organisation.unit-subject", "office:" + code, new { subject, before = unit.Subject, from });

        Task Insert(DateOnly start, DateOnly? end, string? its) => tx.Execute(
            """
            insert into org_offices (code, valid_from, valid_to, known_from_at, kind, parent_code, subject, name, confirmed)
            values (@code, @start, @end, @now, 'CentralUnit', @ParentCode, @its, @Name, @yes)
            """,
            new { code, start, end, now, unit.ParentCode, its, unit.Name, yes = true });
    });

    /// <summary>
    /// Adds the offices that a query names (one column, code) and the tree does not know, below a province's office and unconfirmed: their code is all we were told.
    /// </summary>
    internal static async Task AddUnnamed(Session tx, string codes, string provinceOffice, string province, Instant now)
    {
        await tx.Lock(OfficesLock);
        await tx.Execute(
            $"""
            insert into org_offices (code, valid_from, known_from_at, kind, parent_code, province, name, confirmed)
            select s.code, @from, @now, 'District', @provinceOffice, @province, @name || s.code, @no
            from ({codes}) s where not exists (select 1 from org_offices o where o.code = s.code)
            """,
            new { from = Reference.Beginning, now, provinceOffice, province, name = "BHXH ", no = false });
    }

    internal static Task<Office?> Find(Session s, string code, DateOnly day) => s.One<Office>(
        $"select {Columns} from org_offices o where o.code = @code and {InForce}",
        new { code, day });
}

/// <summary>An office in force.</summary>
public sealed class Office
{
    public string Code { get; init; } = "";
    public string Kind { get; init; } = "";
    public string? ParentCode { get; init; }

    /// <summary>Null for the centre and its units.</summary>
    public string? Province { get; init; }

    /// <summary>What a central unit is limited to.</summary>
    public string? Subject { get; init; }

    public string Name { get; init; } = "";

    /// <summary>False: only its code is known, from an import; somebody must give it its name.</summary>
    public bool Confirmed { get; init; }

    public DateOnly ValidFrom { get; init; }
}

public static class OfficeKind
{
    public const string Centre = "Centre";
    public const string CentralUnit = "CentralUnit";
    public const string Province = "Province";
    public const string District = "District";

    /// <summary>A collection agent (<see cref="Agents"/>): below an office, but never in the tree of offices.</summary>
    public const string Agent = "Agent";
}
