using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Messaging;

/// <summary>The leaflets (tài liệu tuyên truyền) of the nation and of a province, every version kept: what a message carried can always be shown again.</summary>
public sealed class Leaflets(Db db, TimeProvider clock)
{
    public const string Docx = MediaTypes.Docx;

    private const string Columns = "l.scope, l.leaflet as id, l.version, l.title, l.group_name, l.file_name, l.media_type, l.digest, l.size, l.from_at, l.set_by, l.withdrawn_at";

    /// <summary>The last version of each leaflet of the nation and the province, by group and title.</summary>
    public Task<List<Leaflet>> List(string place, bool withdrawn = false) => db.Read(s => s.Query<Leaflet>(
        $"select {Columns} from msg_leaflets l where l.scope in (@place, @nation) and (@withdrawn or l.withdrawn_at is null)"
        + " and not exists (select 1 from msg_leaflets n where n.scope = l.scope and n.leaflet = l.leaflet and n.version > l.version) order by l.group_name {names}, l.title {names}, l.leaflet",
        new { place, nation = Settings.NationScope, withdrawn }));

    /// <summary>
    /// Takes a file in as a new leaflet, or as the next version of <paramref name="leaflet"/>. Refused: no title or group, more than five megabytes, a file whose bytes are neither PDF, DOCX, PNG nor JPEG.
    /// </summary>
    public async Task<LeafletKey> Upload(Actor actor, Scope scope, string place, string? leaflet, string? title, string? group, string fileName, Stream file)
    {
        var (called, within) = (VietnameseText.Normalise(title ?? ""), VietnameseText.Normalise(group ?? ""));
        if (called.Length == 0 || within.Length == 0)
        {
            throw new Refusal("Messages.LeafletNeedsTitle");
        }

        var taken = await AttachedFile.Read(fileName, file);
        var digest = taken.Digest;
        return await db.Write(async tx =>
        {
            RequirePlace(scope, place);
            await tx.Lock("leaflets");
            var key = new LeafletKey(place, leaflet ?? Guid.CreateVersion7().ToString("N"), 1);
            if (leaflet is not null)
            {
                var last = await Last(tx, place, leaflet);
                key = key with { Version = last.Version + 1 };
            }

            await tx.Execute(
                """
                insert into msg_leaflets (scope, leaflet, version, title, group_name, file_name, media_type, digest, size, body, from_at, set_by)
                values (@Scope, @Leaflet, @Version, @called, @within, @name, @media, @digest, @Length, @body, @now, @by)
                """,
                new
                {
                    key.Scope, key.Leaflet, key.Version, called, within, name = taken.Name, media = taken.MediaType, digest, taken.Bytes.Length, body = Convert.ToBase64String(taken.Bytes.Span), now = clock.Now(), by = actor.UserId,
                });
            await AuditTrail.Write(tx, clock, actor, "messaging.leaflet", $"leaflet:{key.Scope}/{key.Leaflet}", new { key.Version, title = called, group = within, digest });
            return key;
        });
    }

    /// <summary>Takes a leaflet out of use; messages that carried it keep it.</summary>
    public Task Withdraw(Actor actor, Scope scope, string place, string leaflet) => db.Write(async tx =>
    {
        RequirePlace(scope, place);
        var last = await Last(tx, place, leaflet);
        await tx.Execute("update msg_leaflets set withdrawn_at = @now where scope = @place and leaflet = @leaflet and withdrawn_at is null", new { place, leaflet, now = clock.Now() });
        await AuditTrail.Write(tx, clock, actor, "messaging.leaflet-withdraw", $"leaflet:{place}/{leaflet}", new { last.Version, last.Title });
    });

    /// <summary>The file of a version that the place may use.</summary>
    public Task<AttachedFile> File(string place, LeafletKey key) => db.Read(s => key.Scope == place || key.Scope == Settings.NationScope ? Open(s, key) : throw NoLeaflet());

    public static async Task<AttachedFile> Open(Session s, LeafletKey key)
    {
        var found = await s.One<LeafletFile>("select l.file_name, l.media_type, l.body from msg_leaflets l where l.scope = @Scope and l.leaflet = @Leaflet and l.version = @Version", key) ?? throw NoLeaflet();
        return new AttachedFile(found.FileName, found.MediaType, Convert.FromBase64String(found.Body));
    }

    private static async Task<Leaflet> Last(Session s, string place, string leaflet) => await s.One<Leaflet>(
        $"select {Columns} from msg_leaflets l where l.scope = @place and l.leaflet = @leaflet and l.withdrawn_at is null order by l.version desc limit 1", new { place, leaflet }) ?? throw NoLeaflet();

    private static void RequirePlace(Scope scope, string place)
    {
        if (place == Settings.NationScope ? !scope.IsNation : !scope.CoversWhole(place))
        {
            throw new Refusal("Messages.LeafletNotYours") { Kind = RefusalKind.Forbidden };
        }
    }

    private static Refusal NoLeaflet() => new("Messages.NoLeaflet") { Kind = RefusalKind.Missing };

    private sealed class LeafletFile
    {
        public string FileName { get; init; } = "";
        public string MediaType { get; init; } = "";
        public string Body { get; init; } = "";
    }
}

/// <summary>A version of a leaflet.</summary>
public sealed class Leaflet
{
    /// <summary>'00' the nation, else a province.</summary>
    public string Scope { get; init; } = "";
    public string Id { get; init; } = "";
    public int Version { get; init; }
    public string Title { get; init; } = "";
    public string GroupName { get; init; } = "";
    public string FileName { get; init; } = "";
    public string MediaType { get; init; } = "";
    public string Digest { get; init; } = "";
    public int Size { get; init; }
    public Instant FromAt { get; init; }
    public string SetBy { get; init; } = "";
    public Instant? WithdrawnAt { get; init; }
    public LeafletKey Key => new(Scope, Id, Version);
}
