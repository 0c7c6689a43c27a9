using BaoPhu.Core.Data;
using BaoPhu.Rules.Papers;

namespace BaoPhu.Core.Documents;

/// <summary>What the register holds of every numbered paper alike: whose it is, its number, its signer and the moments of its life.</summary>
public abstract class PaperRecord
{
    /// <summary>Province of the issuing office; '00' for the centre and its units.</summary>
    public string Province { get; init; } = "";

    /// <summary>Code of the issuing office.</summary>
    public string Issuer { get; init; } = "";
    public string Form { get; init; } = "";
    public string State { get; init; } = "";

    /// <summary>Series of the number: TB, BB, CV, BC …</summary>
    public string? Kind { get; init; }
    public int? Year { get; init; }
    public int? Number { get; init; }

    /// <summary>Number and symbol ("05/TB-BHXH"), empty while a draft.</summary>
    public string Label { get; init; } = "";
    public DateOnly? DatedOn { get; init; }
    public Instant MadeAt { get; init; }
    public string MadeBy { get; init; } = "";
    public Instant? NumberedAt { get; init; }
    public string SignerId { get; init; } = "";
    public Instant? SignedAt { get; init; }
    public Instant? SentAt { get; init; }

    /// <summary>Why it was voided or replaced.</summary>
    public string? Reason { get; init; }

    /// <summary>Changes so far; an act asks for the number its person saw.</summary>
    public int Version { get; init; }
    public string SignerName { get; init; } = "";
    public PaperState PaperState => PaperNames.State(State);
}
