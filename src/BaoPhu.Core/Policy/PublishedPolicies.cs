using System.Collections.Concurrent;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Policy;

/// <summary>
/// The versions of the rule table that were published. A published one is never edited: what was planned under it can be explained for ever. A later
/// version replaces it from its own valid-from on.
/// </summary>
public sealed class PublishedPolicies(Db db, TimeProvider clock)
{
    // Compiled tables are immutable and the same for everybody; a version's text never changes, so its digest is the key.
    private static readonly ConcurrentDictionary<string, CompiledPolicy> Compiled = new(StringComparer.Ordinal);

    /// <summary>Publishes a table. Refused if the proof fails (the problems are in the reason), or the version exists with another text.</summary>
    public Task<PolicyVersion> Publish(Actor actor, string source) => db.Write(tx => Publish(tx, clock, actor, source));

    /// <summary>Publishes what ships with the product where no policy was published yet.</summary>
    internal static async Task PublishShipped(Session tx, TimeProvider clock)
    {
        foreach (var name in Policies.Shipped)
        {
            var (_, table) = Proved(Policies.Text(name));
            if (await tx.One<int?>("select max(version) from pol_policies where number = @Document", table.Table) is null)
            {
                await Publish(tx, clock, Actor.System, Policies.Text(name));
            }
        }
    }

    /// <summary>
    /// The table that holds on a day: of those valid by then the one that began last. Before the first one began, the first one: the acts of that time are
    /// shown under the plan that ordered them afterwards, and its date says so.
    /// </summary>
    public Task<(PolicyVersion Version, CompiledPolicy Policy)> InForce(DateOnly day) => db.Read(s => InForce(s, day));

    public static async Task<(PolicyVersion Version, CompiledPolicy Policy)> InForce(Session session, DateOnly day)
    {
        var version = await session.One<PolicyVersion>(
            """
            select number, version, title, valid_from, source, digest, published_at, published_by from pol_policies
            order by case when valid_from <= @day then 0 else 1 end, case when valid_from <= @day then valid_from end desc, valid_from, version desc limit 1
            """,
            new { day }) ?? throw new Refusal("Policy.NoneInForce", day.ToString("dd/MM/yyyy", Text.Vietnamese));
        return (version, Of(version));
    }

    public Task<List<PolicyVersion>> Versions() => db.Read(s => s.Query<PolicyVersion>(
        "select number, version, title, valid_from, source, digest, published_at, published_by from pol_policies order by valid_from desc, version desc"));

    /// <summary>A version by number, compiled; null if there is none.</summary>
    public static async Task<CompiledPolicy?> Find(Session session, string number, int version) => await session.One<PolicyVersion>(
        "select number, version, title, valid_from, source, digest, published_at, published_by from pol_policies where number = @number and version = @version",
        new { number, version }) is { } found ? Of(found) : null;

    private static CompiledPolicy Of(PolicyVersion version) => Compiled.GetOrAdd(version.Digest, _ => Proved(version.Source).Policy);

    private static (string Digest, CompiledPolicy Policy) Proved(string source)
    {
        var check = PolicyFile.Parse(source);
        return check.Policy is { } policy
            ? (check.Digest, policy)
            : throw new Refusal("Policy.NotProved", string.Join("\n", check.Problems.Take(20)));
    }

    private static async Task<PolicyVersion> Publish(Session tx, TimeProvider clock, Actor actor, string source)
    {
        var (digest, policy) = Proved(source);
        var table = policy.Table;
        var known = await tx.One<string>("select digest from pol_policies where number = @Document and version = @Version", table);
        if (known is not null)
        {
            throw new Refusal(known == digest ? "Policy.AlreadyPublished" : "Policy.VersionTaken", table.Document, table.Version);
        }

        var version = new PolicyVersion
        {
            Number = table.Document, Version = table.Version, Title = table.Title, ValidFrom = table.ValidFrom, Source = source, Digest = digest,
            PublishedAt = clock.Now(), PublishedBy = actor.UserId,
        };
        await tx.Execute(
            """
            insert into pol_policies (number, version, title, valid_from, source, digest, published_at, published_by)
            values (@Number, @Version, @Title, @ValidFrom, @Source, @Digest, @PublishedAt, @PublishedBy)
            """,
            version);
        await AuditTrail.Write(tx, clock, actor, "policy.publish", $"policy:{version.Number}/{version.Version}", new { digest, version.ValidFrom });
        return version;
    }
}

/// <summary>A published version with the text it was read from.</summary>
public sealed class PolicyVersion
{
    public string Number { get; init; } = "";
    public int Version { get; init; }
    public string Title { get; init; } = "";
    public DateOnly ValidFrom { get; init; }
    public string Source { get; init; } = "";
    public string Digest { get; init; } = "";
    public Instant PublishedAt { get; init; }
    public string PublishedBy { get; init; } = "";
}
