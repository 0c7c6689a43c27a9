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
        var chain = await Next(tx, actor.OfficeCode);
        if (chain is null)
        {
            await tx.Execute("insert into aud_chains (office_code, seq, hash) values (@office, 0, @start) on conflict (office_code) do nothing", new { office = actor.OfficeCode, start = Beginning });
            chain = (await Next(tx, actor.OfficeCode))!;
        }

        var entry = new AuditEntry
        {
            OfficeCode = actor.OfficeCode,
            Seq = chain.Seq,
            At = clock.Now(),
            UserId = actor.UserId,
            UserName = actor.Signed,
            Act = act,
            Subject = subject,
            Detail = JsonSerializer.Serialize(detail, Json),
            PreviousHash = chain.Hash,
        };
        entry.Hash = Digest(entry);
        await tx.Together(t => Task.WhenAll(
            t.Execute(
                """
                insert into aud_entries (office_code, seq, at, user_id, user_name, act, subject, detail, previous_hash, hash)
                values (@OfficeCode, @Seq, @At, @UserId, @UserName, @Act, @Subject, @Detail, @PreviousHash, @Hash)
                """,
                entry),
            t.Execute("update aud_chains set hash = @Hash where office_code = @OfficeCode", entry)));
    }

    /// <summary>The row of aud_chains is the lock of the chain: two acts of one office write one after the other. Null: the office has no entry yet.</summary>
    private static Task<AuditChain?> Next(Session tx, string office) => tx.One<AuditChain>("update aud_chains set seq = seq + 1 where office_code = @office returning office_code, seq, hash", new { office });

    /// <summary>Walks every chain and returns the first entry that does not fit of each that is broken ("07901: 7"). Empty: whole.</summary>
    public static async Task<IReadOnlyList<string>> Verify(Session session)
    {
        var faults = new List<string>();
        foreach (var office in await session.Query<string>("select office_code from aud_chains union select office_code from aud_entries order by 1"))
        {
            if (await FirstFault(session, office) is { } fault)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{fault.OfficeCode}: {fault.Seq}"));
            }
        }

        return faults;
    }

    /// <summary>Walks the chain of an office, entry by entry; null: whole.</summary>
    internal static async Task<ChainFault?> FirstFault(Session session, string office)
    {
        var chain = await session.One<AuditChain>("select office_code, seq, hash from aud_chains where office_code = @office", new { office }) ?? new AuditChain { OfficeCode = office, Hash = Beginning };
        var (expected, previous) = (1L, Beginning);
        while (expected <= chain.Seq)
        {
            var entries = await session.Query<AuditEntry>(
                """
                select office_code, seq, at, user_id, user_name, act, subject, detail, previous_hash, hash
                from aud_entries where office_code = @office and seq between @expected and @last order by seq limit 5000
                """,
                new { office, expected, last = chain.Seq });
            foreach (var entry in entries)
            {
                if (entry.Seq != expected || entry.PreviousHash != previous || entry.Hash != Digest(entry))
                {
                    return new(office, expected, entry.Seq != expected);
                }

                (expected, previous) = (expected + 1, entry.Hash);
            }

            if (entries.Count == 0)
            {
                return new(office, expected, Missing: true);
            }
        }

        if (previous != chain.Hash)
        {
            return new(office, chain.Seq, Missing: false);
        }

        // Entries beyond the end were put in past the chain; the end is read again, in the same breath: acts go on meanwhile.
        var beyond = await session.One<long?>(
            "select min(e.seq) from aud_entries e where e.office_code = @office and e.seq > coalesce((select c.seq from aud_chains c where c.office_code = @office), 0)", new { office });
        return beyond is { } seq ? new(office, seq, Missing: false) : null;
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
