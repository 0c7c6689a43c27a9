using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Imports;

/// <summary>What a remembered mapping hangs on: the kind of file, its headings (digest of their meaning) and the province ("00": the nation). Another province's is never used.</summary>
public sealed record ProfileKey(string Kind, string Digest, string Province);

/// <summary>
/// Which column tells what, as a person said of files with certain headings; used for the next file with the same headings of the same province until corrected or forgotten.
/// Headings that tell it by themselves are not remembered.
/// </summary>
public sealed class Profiles(Db db, TimeProvider clock)
{
    private const string Columns = "p.kind, p.headings_digest, p.province, p.name, p.mapping, p.headings as headings_json, p.updated_by, p.updated_at, p.used_at, u.name as updated_name";
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Those of the provinces that the scope reaches as a whole; the nation's for the nation.</summary>
    public Task<List<Profile>> All(Scope scope) => db.Read(s => s.Query<Profile>(
        $"select {Columns} from imp_profiles p left join idn_users u on u.user_id = p.updated_by where {scope.OnWholeProvince("p")} order by p.province, p.kind, p.name, p.headings_digest limit 500"));

    /// <summary>One; refused as missing outside the scope.</summary>
    public Task<Profile> Find(Scope scope, ProfileKey key) => db.Read(s => Find(s, scope, key));

    /// <summary>
    /// Renames and corrects. Mapping: field → heading, "" for none. Refused: no name, a required field without column, an unknown heading, one column for two fields.
    /// </summary>
    public async Task Save(Actor actor, Scope scope, ProfileKey key, string name, IReadOnlyDictionary<string, string> mapping)
    {
        name = Rules.Text.VietnameseText.Normalise(name);
        if (name.Length == 0)
        {
            throw new Refusal("ImportLists.ProfileNeedsName");
        }

        await db.Write(async tx =>
        {
            var profile = await Find(tx, scope, key);
            var kept = Checked(FileKind.Named(key.Kind), profile, mapping);
            await tx.Execute(
                "update imp_profiles set name = @name, mapping = @mapping, updated_by = @by, updated_at = @now where kind = @Kind and headings_digest = @Digest and province = @Province",
                new { name, mapping = JsonSerializer.Serialize(kept, Json), by = actor.UserId, now = clock.Now(), key.Kind, key.Digest, key.Province });
            await AuditTrail.Write(tx, clock, actor, "imports.profile-save", Subject(key), new { name, before = profile.Mapping, after = kept });
        });
    }

    public Task Forget(Actor actor, Scope scope, ProfileKey key) => db.Write(async tx =>
    {
        var profile = await Find(tx, scope, key);
        await tx.Execute("delete from imp_profiles where kind = @Kind and headings_digest = @Digest and province = @Province", key);
        await AuditTrail.Write(tx, clock, actor, "imports.profile-forget", Subject(key), new { profile.Name, profile.Mapping });
    });

    internal static async Task<Dictionary<string, Dictionary<string, string>>> Mappings(Session s, string kind, string province) =>
        (await s.Query<Profile>("select p.headings_digest, p.mapping from imp_profiles p where p.kind = @kind and p.province = @province", new { kind, province }))
        .ToDictionary(p => p.HeadingsDigest, p => p.Fields, StringComparer.Ordinal);

    internal static Task<string?> NameOf(Session s, ProfileKey key) =>
        s.One<string>("select name from imp_profiles where kind = @Kind and headings_digest = @Digest and province = @Province", key);

    /// <summary>Keeps what a person told of the headings, or notes that what was told before has been used. A name that somebody gave stays.</summary>
    internal static async Task Remember(Session tx, Actor actor, Instant now, ProfileKey key, string name, IReadOnlyList<string> headings, string mapping, bool told)
    {
        var args = new { key.Kind, key.Digest, key.Province, name, mapping, headings = JsonSerializer.Serialize(headings, Json), by = actor.UserId, now };
        var used = await tx.Execute(
            "update imp_profiles set used_at = @now, headings = @headings where kind = @Kind and headings_digest = @Digest and province = @Province and mapping = @mapping", args);
        if (used == 0 && told)
        {
            await tx.Execute(
                """
                insert into imp_profiles (kind, headings_digest, province, name, mapping, headings, updated_by, updated_at)
                values (@Kind, @Digest, @Province, @name, @mapping, @headings, @by, @now)
                on conflict (kind, headings_digest, province) do update set mapping = excluded.mapping, headings = excluded.headings, updated_by = excluded.updated_by, updated_at = excluded.updated_at
                """,
                args);
        }
    }

    private static async Task<Profile> Find(Session s, Scope scope, ProfileKey key) =>
        await s.One<Profile>(
            $"""
            select {Columns} from imp_profiles p left join idn_users u on u.user_id = p.updated_by
            where p.kind = @Kind and p.headings_digest = @Digest and p.province = @Province and {scope.OnWholeProvince("p")}
            """,
            key)
        ?? throw new Refusal("ImportLists.ProfileMissing") { Kind = RefusalKind.Missing };

    private static Dictionary<string, string> Checked(FileKind kind, Profile profile, IReadOnlyDictionary<string, string> mapping)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        var fieldOf = new Dictionary<string, Field>(StringComparer.Ordinal);
        foreach (var field in kind.Fields)
        {
            if (mapping.GetValueOrDefault(field.Name) is not { Length: > 0 } heading)
            {
                if (field.Required)
                {
                    throw new Refusal("ImportLists.ProfileNeedsColumn", field.Title);
                }

                continue;
            }

            if (!profile.Headings.Contains(heading, StringComparer.Ordinal))
            {
                throw new Refusal("ImportLists.ProfileUnknownColumn", heading);
            }

            if (!fieldOf.TryAdd(heading, field))
            {
                throw new Refusal("ImportLists.ProfileOneColumnTwice", heading, fieldOf[heading].Title, field.Title);
            }

            kept.Add(field.Name, heading);
        }

        return kept;
    }

    private static string Subject(ProfileKey key) => string.Create(CultureInfo.InvariantCulture, $"profile:{key.Kind}-{key.Province}-{key.Digest[..12]}");
}

/// <summary>A remembered mapping as its pages show it.</summary>
public sealed class Profile
{
    public string Kind { get; init; } = "";
    public string HeadingsDigest { get; init; } = "";
    public string Province { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>Field → heading, as JSON.</summary>
    public string Mapping { get; init; } = "";

    /// <summary>All headings of the file, where they were kept; else those that are mapped.</summary>
    public IReadOnlyList<string> Headings => HeadingsJson is { } json ? [.. (JsonSerializer.Deserialize<string[]>(json) ?? []).Where(h => h.Length > 0)] : [.. Fields.Values];

    public string UpdatedBy { get; init; } = "";
    public string? UpdatedName { get; init; }
    public Instant UpdatedAt { get; init; }
    public Instant? UsedAt { get; init; }
    public ProfileKey Key => new(Kind, HeadingsDigest, Province);
    public Dictionary<string, string> Fields => JsonSerializer.Deserialize<Dictionary<string, string>>(Mapping) ?? [];

    /// <summary>What a file of the kind can tell.</summary>
    public IReadOnlyList<ImportField> Known => [.. FileKind.Named(Kind).Fields.Select(f => new ImportField(f.Name, f.Title, f.Required))];

    public string? HeadingsJson { get; init; }
}
