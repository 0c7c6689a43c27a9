using BaoPhu.Core.Data;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Organisation;

/// <summary>
/// Provinces, districts and communes with their dated codes (GSO): a code means something only together with a day, since six province codes changed
/// their meaning on 1 July 2025. Reference data: everybody may read all of it.
/// </summary>
public sealed class Localities(Db db, TimeProvider clock)
{
    private const string Columns = "l.code, l.kind, l.name, l.parent_code, l.province, l.valid_from, l.valid_to";
    private const string InForce = "l.valid_from <= @day and (l.valid_to is null or l.valid_to > @day)";

    public Task<Locality?> Find(string code, DateOnly? day = null) => db.Read(s => Find(s, code, day ?? clock.Today()));

    internal static Task<Locality?> Find(Session s, string code, DateOnly day) =>
        s.One<Locality>($"select {Columns} from org_localities l where l.code = @code and {InForce}", new { code, day });

    public Task<List<Locality>> Provinces(DateOnly? day = null) => db.Read(s => s.Query<Locality>(
        $"select {Columns} from org_localities l where l.kind = 'province' and {InForce} order by l.code", new { day = day ?? clock.Today() }));

    /// <summary>Districts of a province, communes of a district.</summary>
    public Task<List<Locality>> Below(string code, DateOnly? day = null) => db.Read(s => s.Query<Locality>(
        $"select {Columns} from org_localities l where l.parent_code = @code and {InForce} order by l.code", new { code, day = day ?? clock.Today() }));

    /// <summary>The places of these codes that are in force on the day.</summary>
    public Task<Dictionary<string, Locality>> ByCodes(IEnumerable<string> codes, DateOnly? day = null) => db.Read(async s =>
        (await s.Query<Locality>(
            $"select {Columns} from org_localities l where l.code {"{any:codes}"} and {InForce}",
            new { codes = s.List(codes.Distinct(StringComparer.Ordinal)), day = day ?? clock.Today() })).ToDictionary(l => l.Code, StringComparer.Ordinal));

    /// <summary>At most 50 places of the province (or of all) whose code begins with, or whose name contains, the text; accents and case do not matter.</summary>
    public Task<List<Locality>> Search(string text, string? province = null, DateOnly? day = null)
    {
        var folded = VietnameseText.Fold(VietnameseText.Normalise(text)).Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return db.Read(s => s.Query<Locality>(
            $"""
            select {Columns} from org_localities l
            where {InForce} and (@province is null or l.province = @province) and (l.code like @prefix or l.folded like @inside)
            order by length(l.code), l.code limit 50
            """,
            new { province, prefix = folded + "%", inside = "%" + folded + "%", day = day ?? clock.Today() }));
    }

    /// <summary>
    /// Puts units in force from a day on. What was in force ends on that day; a unit that began on the very day is corrected in place.
    /// </summary>
    internal static async Task Replace(Session tx, DateOnly from, IReadOnlyList<LocalityChange> changes)
    {
        foreach (var change in changes)
        {
            if (change.HeldFrom is { } heldFrom)
            {
                await tx.Execute(
                    heldFrom == from
                        ? "delete from org_localities where code = @Code and valid_from = @heldFrom"
                        : "update org_localities set valid_to = @from where code = @Code and valid_from = @heldFrom",
                    new { change.Code, heldFrom, from });
            }
        }

        using var writer = tx.BulkInto("org_localities", "code", "valid_from", "valid_to", "kind", "name", "folded", "parent_code", "province");
        foreach (var change in changes)
        {
            writer.StartRow();
            writer.Write(change.Code);
            writer.Write(from);
            writer.Write(change.Until);
            writer.Write(change.Kind);
            writer.Write(change.Name);
            writer.Write(VietnameseText.Fold(change.Name));
            writer.Write(change.Parent);
            writer.Write(change.Province);
        }

        writer.Complete();
    }
}

/// <summary>A unit to be put in force; HeldFrom: since when the one holds that it replaces; Until: when a later one is known to begin.</summary>
internal sealed record LocalityChange(string Code, string Kind, string Name, string? Parent, string Province, DateOnly? HeldFrom, DateOnly? Until);

/// <summary>An administrative unit in force on the day asked for.</summary>
public sealed class Locality
{
    public string Code { get; init; } = "";

    /// <summary>province, district or commune.</summary>
    public string Kind { get; init; } = "";

    public string Name { get; init; } = "";
    public string? ParentCode { get; init; }
    public string Province { get; init; } = "";
    public DateOnly ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }
}
