using BaoPhu.Core.Organisation;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>What a paper of the office is about: the key by which its module finds the facts, who issues and signs it, to whom it goes.</summary>
public sealed record OfficeFormCase
{
    /// <summary>Key of the thing in its module: "2021-11" of a monthly report, the id of a list.</summary>
    public required string Key { get; init; }

    /// <summary>Province of the issuing office; '00' for the centre.</summary>
    public required string Province { get; init; }
    public required Office Issuer { get; init; }

    /// <summary>The office above, null for the centre.</summary>
    public Office? Parent { get; init; }

    /// <summary>Null: not decided yet, the block stays empty and the paper cannot be numbered.</summary>
    public Signer? Signer { get; init; }
    public required DateOnly Date { get; init; }

    /// <summary>Name of the place in the date line.</summary>
    public required string Place { get; init; }

    /// <summary>From the register of papers, null while it is a draft.</summary>
    public int? Number { get; init; }

    /// <summary>Those to whom it goes, the first of them is addressed ("Kính gửi").</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>The day until which the recipient is asked to answer, where one is asked.</summary>
    public DateOnly? Deadline { get; init; }

    public string DraftingUnit { get; init; } = "QLT";
    public string IssuerShort { get; init; } = "BHXH";

    /// <summary>Of an annex: the paper it goes with.</summary>
    public PaperReference? AttachedTo { get; init; }
}
