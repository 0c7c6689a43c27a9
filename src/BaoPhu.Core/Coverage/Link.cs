using System.Globalization;
using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Rules.Coverage;

namespace BaoPhu.Core.Coverage;

/// <summary>The pair of rows that a link is about: a row of tax data or of a budget list, and a social insurance number.</summary>
public readonly record struct LinkKey(long Subject, long Person)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{unchecked((ulong)Subject):x16}-{Person:D10}");

    /// <summary>As <see cref="ToString"/> writes it.</summary>
    public static bool TryParse(string? text, out LinkKey key)
    {
        key = default;
        if (text is not { Length: 27 } || text[16] != '-' || !ulong.TryParse(text.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var subject)
            || !long.TryParse(text.AsSpan(17), NumberStyles.None, CultureInfo.InvariantCulture, out var person))
        {
            return false;
        }

        key = new(unchecked((long)subject), person);
        return true;
    }
}

/// <summary>What one comparison of the two rows weighs. Field and level are words of the strategy; bits above 0 speak for one person, below 0 for two.</summary>
public sealed record LinkTerm(string Field, string Level, double Bits, string? Left, string? Right);

/// <summary>A link as it stands.</summary>
public sealed class Link
{
    public long SubjectId { get; init; }
    public long PersonId { get; init; }
    public string Province { get; init; } = "";
    public string Kind { get; init; } = "";

    /// <summary>Hundredths of a bit.</summary>
    public int Score { get; init; }

    /// <summary>How likely the two are one person beside all rivals, in millionths; 0: of a run before it was kept.</summary>
    public int Chance { get; init; }
    public string State { get; init; } = "";
    public bool Audited { get; init; }
    public string Strategy { get; init; } = "";
    public string Terms { get; init; } = "[]";
    public string? ClaimedBy { get; init; }
    public Instant? ClaimedUntilAt { get; init; }

    public LinkKey Key => new(SubjectId, PersonId);
    public LinkState Stands => Enum.Parse<LinkState>(State, ignoreCase: true);
    public IReadOnlyList<LinkTerm> Reasons => JsonSerializer.Deserialize<List<LinkTerm>>(Terms, JsonSerializerOptions.Web) ?? [];
}

/// <summary>What a reader said of a pair.</summary>
public sealed class LinkReading
{
    public short Seq { get; init; }
    public bool Same { get; init; }
    public string Reason { get; init; } = "";
    public string Reader { get; init; } = "";
    public string ReaderName { get; init; } = "";
    public Instant ReadAt { get; init; }
}

/// <summary>One of the two rows as its reader sees it; whole, because the act needs it.</summary>
public sealed class LinkSide
{
    public string Name { get; init; } = "";
    public DateOnly? BornOn { get; init; }
    public int? BirthYear { get; init; }
    public bool? Male { get; init; }
    public string? CitizenId { get; init; }
    public string? TaxCode { get; init; }
    public string? PersonCode { get; init; }

    /// <summary>Payer or employer.</summary>
    public string? Unit { get; init; }
    public string? UnitTaxCode { get; init; }
    public string? Address { get; init; }
    public string? Commune { get; init; }
}

/// <summary>A pair before its reader. <see cref="Told"/> is null when the row of the other authority has been erased.</summary>
public sealed record LinkPair(Link Link, LinkSide? Told, LinkSide? Registered, IReadOnlyList<LinkReading> Readings)
{
    /// <summary>The words of earlier readers are kept from the next one, who reads for himself.</summary>
    public bool IsBlind => Link.Stands is LinkState.Second or LinkState.Third;
}

/// <summary>What waits in a province, and how right the threshold was: of the accepted pairs that were read, how many were one person.</summary>
public sealed class LinkCounts
{
    public string Province { get; init; } = "";
    public string Kind { get; init; } = "";
    public long Accepted { get; init; }
    public long Confirmed { get; init; }
    public long Rejected { get; init; }
    public long Review { get; init; }
    public long Second { get; init; }
    public long Third { get; init; }

    /// <summary>Accepted pairs drawn to be read and not read yet.</summary>
    public long ToAudit { get; init; }
    public long AuditedSame { get; init; }
    public long AuditedDifferent { get; init; }

    public long Waiting => Review + Second + Third + ToAudit;

    /// <summary>Share of the accepted pairs read that were one person; null before any was.</summary>
    public double? Precision => AuditedSame + AuditedDifferent is > 0 and var read ? (double)AuditedSame / read : null;
}
