using System.Security.Cryptography;
using System.Text;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Reporting.Exchange;

/// <summary>
/// Accounts of other systems: a key per system, for one office and what is below it, that reads reports or also gives values. The key is 32 random bytes, shown once; only its digest is kept,
/// so a copy of the database lets nobody in.
/// </summary>
public sealed class MachineKeys(Db db, TimeProvider clock)
{
    private const string Columns = "k.key_id, k.name, k.office_code, k.may_write, k.ends_on, k.made_at, k.made_by, k.revoked_at, k.revoked_by, k.last_used_at";
    private const string Prefix = "bp_";

    /// <summary>The keys of the offices within the scope, those in force first.</summary>
    public Task<List<MachineKey>> List(Scope scope) => db.Read(s => s.Query<MachineKey>(
        $"select {Columns} from rep_machine_keys k where {scope.OnOffice("k")} order by case when k.revoked_at is null then 0 else 1 end, k.made_at desc"));

    /// <summary>Makes a key and returns it: the only time it can be read. Refused: no name, an end that is over. Missing: an office outside the scope.</summary>
    public Task<string> Make(Actor actor, Scope scope, string? name, string officeCode, bool mayWrite, DateOnly? endsOn) => db.Write(async tx =>
    {
        var called = VietnameseText.Normalise(name ?? "");
        if (called.Length == 0)
        {
            throw new Refusal("Reporting.KeyNeedsName");
        }

        if (endsOn < clock.Today())
        {
            throw new Refusal("Reporting.KeyEnded");
        }

        var office = await Offices.Find(tx, officeCode, clock.Today()) is { } known && scope.CoversOffice(known.Province, known.Code)
            ? known : throw new Refusal("Organisation.NoOffice", officeCode) { Kind = RefusalKind.Missing };
        var (id, key) = (RandomNumberGenerator.GetHexString(12, lowercase: true), Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
        await tx.Execute(
            """
            insert into rep_machine_keys (key_id, name, office_code, province, may_write, digest, ends_on, made_at, made_by)
            values (@id, @called, @Code, @Province, @mayWrite, @digest, @endsOn, @now, @by)
            """,
            new { id, called, office.Code, office.Province, mayWrite, digest = DigestOf(key), endsOn, now = clock.Now(), by = actor.UserId });
        await AuditTrail.Write(tx, clock, actor, "reporting.key", "machine-key:" + id, new { name = called, office = office.Code, mayWrite, endsOn });
        return key;
    });

    /// <summary>Ends a key at once. Missing: no such key in the scope. Refused: one that has ended.</summary>
    public Task Revoke(Actor actor, Scope scope, string keyId) => db.Write(async tx =>
    {
        var key = await tx.One<MachineKey>($"select {Columns} from rep_machine_keys k where k.key_id = @keyId and {scope.OnOffice("k")}", new { keyId })
            ?? throw new Refusal("Reporting.NoKey") { Kind = RefusalKind.Missing };
        if (await tx.Execute("update rep_machine_keys set revoked_at = @now, revoked_by = @by where key_id = @keyId and revoked_at is null", new { now = clock.Now(), by = actor.UserId, keyId }) == 0)
        {
            throw new Refusal("Reporting.KeyRevoked", key.Name);
        }

        await AuditTrail.Write(tx, clock, actor, "reporting.key-revoke", "machine-key:" + keyId, new { key.Name });
    });

    /// <summary>Who a key is; null for one that there is not, that is revoked or over, or whose office is not in the tree any more.</summary>
    public async Task<MachineAccount?> Find(string key)
    {
        var (now, today, digest) = (clock.Now(), clock.Today(), DigestOf(key));
        var found = await db.Read(async s =>
        {
            var known = await s.One<MachineKey>($"select {Columns} from rep_machine_keys k where k.digest = @digest and k.revoked_at is null and (k.ends_on is null or k.ends_on >= @today)", new { digest, today });
            return known is not null && await Offices.Find(s, known.OfficeCode, today) is { } office ? (Key: known, Account: new MachineAccount(known.KeyId, known.Name, office.Code, known.MayWrite, await Offices.ScopeOf(s, office, today))) : default;
        });
        // Once a minute is enough to see which keys are in use.
        if (found.Key is { } used && (used.LastUsedAt is null || now.Milliseconds - used.LastUsedAt.Value.Milliseconds > 60_000))
        {
            await db.Write(tx => tx.Execute("update rep_machine_keys set last_used_at = @now where key_id = @KeyId", new { now, used.KeyId }));
        }

        return found.Account;
    }

    private static string DigestOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

/// <summary>A key as it may be shown.</summary>
public sealed class MachineKey
{
    public string KeyId { get; init; } = "";
    public string Name { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public bool MayWrite { get; init; }
    public DateOnly? EndsOn { get; init; }
    public Instant MadeAt { get; init; }
    public string MadeBy { get; init; } = "";
    public Instant? RevokedAt { get; init; }
    public string? RevokedBy { get; init; }
    public Instant? LastUsedAt { get; init; }
}

/// <summary>The system behind a key, with what it may see.</summary>
public sealed record MachineAccount(string KeyId, string Name, string OfficeCode, bool MayWrite, Scope Scope)
{
    public Actor Actor => new("key:" + KeyId, Name, OfficeCode);
}
