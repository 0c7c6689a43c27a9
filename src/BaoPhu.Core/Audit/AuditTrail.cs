using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;

namespace BaoPhu.Core.Audit;

/// <summary>
/// One entry per act, written in the act's own transaction: there is no act without its entry and no entry without its act. The entries of an office
/// form a chain: each carries the digest of the one before it, so that a changed, removed or inserted entry breaks every later one (checked by doctor).
/// </summary>
public static class AuditTrail
{
    private const string Beginning = "0";
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Adds the entry. <paramref name="act"/> is "module.act", <paramref name="subject"/> what it was done to ("employer:79-TA0001A"); a bulk act
    /// gives its count and a digest in <paramref name="detail"/> rather than every row.
    /// </summary>
    public static async Task Write(Session tx, TimeProvider clock, Actor actor, string act, string subject, object detail)
    {
        // The row of aud_chains is the lock of the chain: two acts of one office write one after the other.
        await tx.Execute("insert into aud_chains (office_code, seq, hash) values (@office, 0, @start) on conflict (office_code) do nothing", new { office = actor.OfficeCode, start = Beginning });
        var seq = await tx.One<long>("update aud_chains set seq = seq + 1 where office_code = @office returning seq", new { office = actor.OfficeCode });
        var previous = await tx.One<string>("select hash from aud_chains where office_code = @office", new { office = actor.OfficeCode });
        var entry = new AuditEntry
        {
            OfficeCode = actor.OfficeCode,
            Seq = seq,
            At = clock.Now(),
            UserId = actor.UserId,
            UserName = actor.Signed,
            Act = act,
            Subject = subject,
            Detail = JsonSerializer.Serialize(detail, Json),
            PreviousHash = previous!,
        };
        entry.Hash = Digest(entry);
        await tx.Execute(
            """
            insert into aud_entries (office_code, seq, at, user_id, user_name, act, subject, detail, previous_hash, hash)
            values (@OfficeCode, @Seq, @At, @UserId, @UserName, @Act, @Subject, @Detail, @PreviousHash, @Hash)
            """,
            entry);
        await tx.Execute("update aud_chains set hash = @Hash where office_code = @OfficeCode", entry);
    }

    /// <summary>Walks every chain and returns what is broken, in order: office, sequence number and what does not fit. Empty: whole.</summary>
    public static async Task<IReadOnlyList<string>> Verify(Session session)
    {
        var faults = new List<string>();
        foreach (var chain in await session.Query<AuditChain>("select office_code, seq, hash from aud_chains order by office_code"))
        {
            var (expected, previous) = (1L, Beginning);
            while (true)
            {
                var entries = await session.Query<AuditEntry>(
                    """
                    select office_code, seq, at, user_id, user_name, act, subject, detail, previous_hash, hash
                    from aud_entries where office_code = @office and seq >= @from order by seq limit 5000
                    """,
                    new { office = chain.OfficeCode, from = expected });
                foreach (var entry in entries)
                {
                    if (entry.Seq != expected || entry.PreviousHash != previous || entry.Hash != Digest(entry))
                    {
                        faults.Add(string.Create(CultureInfo.InvariantCulture, $"{chain.OfficeCode}: {expected}"));
                        expected = entry.Seq;
                    }

                    (expected, previous) = (expected + 1, entry.Hash);
                }

                if (entries.Count < 5000)
                {
                    break;
                }
            }

            if (expected != chain.Seq + 1 || previous != chain.Hash)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{chain.OfficeCode}: {expected} … {chain.Seq}"));
            }
        }

        return faults;
    }

    private static string Digest(AuditEntry e) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\u001f', e.PreviousHash, e.OfficeCode, e.Seq.ToString(CultureInfo.InvariantCulture), e.At.Milliseconds.ToString(CultureInfo.InvariantCulture),
        e.UserId, e.UserName, e.Act, e.Subject, e.Detail))));

    private sealed class AuditChain
    {
        public string OfficeCode { get; init; } = "";
        public long Seq { get; init; }
        public string Hash { get; init; } = "";
    }
}

/// <summary>One act in the chain of an office.</summary>
public sealed class AuditEntry
{
    public string OfficeCode { get; init; } = "";
    public long Seq { get; init; }
    public Instant At { get; init; }
    public string UserId { get; init; } = "";
    public string UserName { get; init; } = "";
    public string Act { get; init; } = "";
    public string Subject { get; init; } = "";
    public string Detail { get; init; } = "";
    public string PreviousHash { get; init; } = "";
    public string Hash { get; set; } = "";
}
