using BaoPhu.Core.Audit;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Work;

namespace BaoPhu.Core;

/// <summary>Examines a database: every invariant of every module, each with what breaks it. Reads only.</summary>
public static class Doctor
{
    public static IReadOnlyList<Invariant> Invariants { get; } =
    [
        new("audit-chain", async s => await AuditTrail.Verify(s) is { Count: > 0 } faults ? string.Join("; ", faults) : null),
        .. OrganisationInvariants.All,
        .. RegisterInvariants.All,
        .. WorkInvariants.All,
        .. MessageInvariants.All,
        .. DocumentInvariants.All,
        .. CollectionInvariants.All,
    ];

    public static Task<IReadOnlyList<Finding>> Examine(Db db) => db.ReadConsistently<IReadOnlyList<Finding>>(async s =>
    {
        var findings = new List<Finding>();
        foreach (var invariant in Invariants)
        {
            var broken = await invariant.Check(s);
            findings.Add(new(invariant.Name, broken is null, broken ?? ""));
        }

        return findings;
    });

    /// <summary>An invariant and whether it holds; the detail names the first cases that break it.</summary>
    public sealed record Finding(string Invariant, bool Holds, string Detail);
}
