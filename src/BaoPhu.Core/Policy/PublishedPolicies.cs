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
        var all = await All(session);
        return all.Count == 0
            ? throw new Refusal("Policy.NoneInForce", day.ToString("dd/MM/yyyy", Text.Vietnamese))
            : all.Where(v => v.Version.ValidFrom <= day).OrderByDescending(v => v.Version.ValidFrom).ThenByDescending(v => v.Version.Version).FirstOrDefault() is { Policy: not null } found
                ? found
                : all.OrderBy(v => v.Version.ValidFrom).ThenByDescending(v => v.Version.Version).First();
    }

    /// <summary>Every published version, compiled. The texts are read only where this process has not compiled them yet.</summary>
    public static async Task<List<(PolicyVersion Version, CompiledPolicy Policy)>> All(Session session)
    {
        var versions = await session.Query<PolicyVersion>("select number, version, title, valid_from, digest, published_at, published_by from pol_policies order by valid_from desc, version desc");
        var all = new List<(PolicyVersion, CompiledPolicy)>(versions.Count);
        foreach (var version in versions)
        {
            if (!Compiled.TryGetValue(version.Digest, out var policy))
            {
                var source = await session.One<string>("select source from pol_policies where number = @Number and version = @Version", version);
                policy = Compiled.GetOrAdd(version.Digest, _ => Proved(source!).Policy);
            }

            all.Add((version, policy));
        }

        return all;
    }

    public Task<List<PolicyVersion>> Versions() => db.Read(async s => (await All(s)).ConvertAll(v => v.Version));

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

/// <summary>A published version; its text is in the table.</summary>
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
