using BaoPhu.Rules;

namespace BaoPhu.Core.Imports;

/// <summary>Amounts of a row or a sum of a debtor list, đồng. <see cref="Total"/> is what is printed in a row's total column; elsewhere the sum.</summary>
public sealed record DebtorAmounts(long Social, long Health, long Unemployment, long Accident, long Interest, long Total)
{
    public static readonly DebtorAmounts Zero = new(0, 0, 0, 0, 0, 0);

    /// <summary>Of the funds and the interest.</summary>
    public long Sum => Social + Health + Unemployment + Accident + Interest;

    public static DebtorAmounts operator +(DebtorAmounts a, DebtorAmounts b) => new(
        checked(a.Social + b.Social), checked(a.Health + b.Health), checked(a.Unemployment + b.Unemployment), checked(a.Accident + b.Accident), checked(a.Interest + b.Interest),
        checked(a.Total + b.Total));
}

/// <summary>A section: its rows, their sum and the total printed for it (null: none is printed). Name "I" to "IV.4", "*" for the whole list.</summary>
public sealed record DebtorSection(string Name, long Rows, DebtorAmounts Sum, DebtorAmounts? Printed)
{
    public const string Whole = "*";

    /// <summary>Only its total is printed, as QĐ 959 does for section I.</summary>
    public bool IsTotalOnly => Rows == 0 && Printed is not null;

    public bool Differs => Printed is not null && !IsTotalOnly && Printed != Sum;
}

/// <summary>
/// What came of a debtor list: its month, sections, and how its employers stand to the ledger. OtherBand: rows whose section is not the band of the ledger. InTotal: employers of
/// the ledger that a section of which only the total is printed holds unnamed. SameAs: the earlier run with the very same outcome; then nothing was kept anew.
/// </summary>
public sealed record DebtorList(
    int Period, IReadOnlyList<DebtorSection> Sections, long Equal, long Differs, long OnlyList, long OnlyLedger, long OtherBand, long InTotal, long InTotalDebt, string Digest)
{
    public string? SameAs { get; init; }
}

/// <summary>How a row of the list and the ledger agree; the words of imp_debtors.outcome.</summary>
public static class DebtorOutcome
{
    public const string Equal = "equal";
    public const string Differs = "differs";

    /// <summary>Known here, without debt at the close of the month.</summary>
    public const string OnlyList = "only-list";
    public const string OnlyLedger = "only-ledger";

    public static IReadOnlyList<string> All { get; } = [Differs, OnlyList, OnlyLedger, Equal];
}
