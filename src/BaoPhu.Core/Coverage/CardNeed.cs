using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Rules.Coverage;

namespace BaoPhu.Core.Coverage;

/// <summary>The people of a commune whose card the budget pays, by how far they are. <see cref="WithCard"/>, <see cref="Issued"/>, <see cref="Explained"/> and <see cref="Remainder"/> add up to <see cref="People"/>.</summary>
public sealed class CardCommune
{
    public string Province { get; init; } = "";
    public string CommuneCode { get; init; } = "";
    public string? Name { get; init; }
    public string? District { get; init; }
    public int ListYear { get; init; }

    /// <summary>Persons: rows without those that stand twice and those whose card follows the own payment.</summary>
    public long People { get; init; }
    public long WithCard { get; init; }

    /// <summary>Without a card, and ready to be put on a list for issue.</summary>
    public long ToIssue { get; init; }
    public long Listed { get; init; }
    public long Issued { get; init; }
    public long Explained { get; init; }

    /// <summary>Wait for a reader, for the next matching, or for a person to say whether they stand on two lists.</summary>
    public long Doubt { get; init; }

    /// <summary>Left out of the newer list and not explained.</summary>
    public long LeftOut { get; init; }
    public long Duplicates { get; init; }

    /// <summary>Zero or explained: what is neither with card, nor issued, nor explained.</summary>
    public long Remainder { get; init; }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"/coverage/cards/{ListYear}/{CommuneCode}");
}

/// <summary>The remainder of an office: of a province before the nation, of an office before its province. Null counts: no list came, so nobody knows.</summary>
public sealed class CardOffice
{
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public long? People { get; init; }
    public long? Explained { get; init; }

    /// <summary>Entitled, without a card, not explained.</summary>
    public long? Remainder { get; init; }
}

/// <summary>A row of a budget list as it stands. Names and numbers are null when the list of the other authority has been erased.</summary>
public sealed class CardNeed
{
    public long SubjectId { get; init; }
    public string Group { get; init; } = "";
    public string? Name { get; init; }
    public string Folded { get; init; } = "";
    public DateOnly? BornOn { get; init; }
    public int? BirthYear { get; init; }
    public bool? Male { get; init; }
    public string? CitizenId { get; init; }
    public string? Place { get; init; }
    public long? PersonId { get; init; }
    public string Finding { get; init; } = "";

    /// <summary>The group and commune of the row that pays, of a duplicate; of the row it may be one with, where they are alike.</summary>
    public string? PaidBy { get; init; }
    public string? PaidIn { get; init; }
    public DateOnly? CardTo { get; init; }
    public string State { get; init; } = "";
    public string? IssuedName { get; init; }
    public Instant? IssuedAt { get; init; }
    public string? Reason { get; init; }
    public string? Evidence { get; init; }
    public string? ToldBy { get; init; }
    public string? ExplainedName { get; init; }
    public Instant? ExplainedAt { get; init; }

    /// <summary>Who found it to be another person than the row it is alike to.</summary>
    public string? ApartName { get; init; }

    public string Id => unchecked((ulong)SubjectId).ToString("x16", CultureInfo.InvariantCulture);
    public CardFinding Found => Enum.Parse<CardFinding>(Finding, ignoreCase: true);
    public CardState Stands => Enum.Parse<CardState>(State, ignoreCase: true);
    public string? CitizenMasked => Masking.Number(CitizenId);
    public string? PersonMasked => Masking.Number(PersonCode);
    public string? PersonCode => PersonId?.ToString("D10", CultureInfo.InvariantCulture);
    public string Born => BornOn?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? BirthYear?.ToString(CultureInfo.InvariantCulture) ?? "";
}

/// <summary>A list for issue that was made of a commune.</summary>
public sealed class CardList
{
    public string ListId { get; init; } = "";
    public string Province { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string CommuneCode { get; init; } = "";
    public int ListYear { get; init; }
    public int People { get; init; }
    public string MadeName { get; init; } = "";
    public Instant MadeAt { get; init; }

    /// <summary>When its letter went out.</summary>
    public Instant? SentAt { get; init; }

    /// <summary>One of <see cref="CardLists.Outcomes"/>; null: not known.</summary>
    public string? Outcome { get; init; }

    /// <summary>The letter that stands for it; null: none was begun.</summary>
    public string? PaperId { get; init; }
    public string? PaperLabel { get; init; }
    public string? PaperState { get; init; }
    public string? SentBy { get; init; }
}

/// <summary>Filter of the communes.</summary>
public sealed record CardFilter(int Year)
{
    /// <summary>Also communes without a remainder.</summary>
    public bool Whole { get; init; }

    /// <summary>Only the communes of that office; of a province's office, before the nation, those of its province.</summary>
    public string? Office { get; init; }
    public string? After { get; init; }
    public string? Before { get; init; }
}

public sealed record CardPage(IReadOnlyList<CardCommune> Rows, CardCommune Sums, long Communes, string? Previous, string? Next);

public sealed record CardCommunePage(CardCommune Commune, IReadOnlyList<CardNeed> Rows, IReadOnlyList<CardList> Lists, string? Previous, string? Next)
{
    /// <summary>The level that holds at the commune: at 4 lists go by electronic document or post only.</summary>
    public int Level { get; init; }
}
