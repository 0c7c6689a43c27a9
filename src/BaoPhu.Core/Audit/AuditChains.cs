using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Audit;

/// <summary>The chains of entries, office by office, and when and with what result they were last checked. The check runs in the background: a chain may be long.</summary>
public sealed class AuditChains(Db db, JobRuns runs)
{
    public Task<List<ChainLine>> All(Scope scope) => db.Read(s => s.Query<ChainLine>(
        $"""
        select c.office_code, min(o.name) as office, c.seq as entries, (select max(e.at) from aud_entries e where e.office_code = c.office_code and e.seq >= c.seq - 1) as last_at
        from aud_chains c left join org_offices o on o.code = c.office_code and o.known_to_at is null
        where {InScope(scope)} group by c.office_code, c.seq order by c.office_code
        """));

    /// <summary>Queues a check of the chains that the scope reaches and returns the run's id.</summary>
    public async Task<string> Start(Actor actor, Scope scope)
    {
        var offices = (await All(scope)).ConvertAll(c => c.OfficeCode);
        return await runs.Start(actor, AuditCheck.Name, scope.ProvinceCode ?? "", Text.Of("Audit.CheckTitle"), JsonSerializer.Serialize(offices));
    }

    /// <summary>The last check whose end is known that this person may see, with its moment; null: none yet.</summary>
    public async Task<(JobRun Run, IReadOnlyList<ChainFault> Faults)?> Last(Actor actor, Scope scope) =>
        (await runs.Latest(actor, scope, 200)).Find(r => r.Kind == AuditCheck.Name && r.State == "done") is { Result: { } result } run
            ? (run, JsonSerializer.Deserialize<List<ChainFault>>(result)!)
            : null;

    private static string InScope(Scope scope) => scope.IsNation ? "1 = 1"
        : $"c.office_code in (select p.code from org_offices p where {scope.OnTree("p")})";
}

/// <summary>Walks the chains of the offices it was given, entry by entry, and gives back the first broken entry of each chain that is not whole.</summary>
public sealed class AuditCheck(Db db) : IJob
{
    public const string Name = "audit-check";

    string IJob.Kind => Name;

    public async Task<string> Run(JobCall call)
    {
        var offices = JsonSerializer.Deserialize<List<string>>(call.Run.Input)!;
        var faults = new List<ChainFault>();
        for (var i = 0; i < offices.Count; i++)
        {
            call.Cancel.ThrowIfCancellationRequested();
            if (await db.Read(s => AuditTrail.FirstFault(s, offices[i]), call.Cancel) is { } fault)
            {
                faults.Add(fault);
            }

            await call.Report(i + 1, offices.Count);
        }

        return JsonSerializer.Serialize(faults);
    }
}

/// <summary>A chain: the office, how many entries it says it has, and the last one's moment.</summary>
public sealed class ChainLine
{
    public string OfficeCode { get; init; } = "";
    public string? Office { get; init; }
    public long Entries { get; init; }
    public Instant? LastAt { get; init; }
}

/// <summary>The first entry that does not fit: changed, put in, or (where <paramref name="Missing"/>) taken out.</summary>
public sealed record ChainFault(string OfficeCode, long Seq, bool Missing);
