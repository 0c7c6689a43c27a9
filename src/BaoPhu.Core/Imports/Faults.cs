using System.Runtime.InteropServices;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Imports;

/// <summary>Why a row was refused or taken with a warning. Each has its words in Texts/Imports.resx as Fault_…, {0} the value of the cell, {1} the other row.</summary>
internal enum FaultKind : byte
{
    NoCode,
    CodeLength,
    CodeShape,
    CodeScientific,
    NoName,
    OfficeShape,
    OfficeElsewhere,
    StandingUnknown,
    DateImpossible,
    DateUnreadable,
    NoPeriod,
    PeriodImpossible,
    PeriodUnreadable,
    NoAmount,
    AmountNegative,
    AmountFraction,
    AmountOverflow,
    AmountScientific,
    AmountUnreadable,
    EmployerUnknown,
    Contradiction,
    ContradictionMonth,
    Merged,
    TooManyCells,
    LocalityUnreadable,
    LocalityUnknown,
    LocalityElsewhere,
    LevelOutside,
    NoDecision,
    NoAuthority,
    NoFrom,
    CodeUnreadable,
    NameMissing,
    ParentMissing,
    NameDiffers,
    MonthsInDebtUnreadable,

    // From here on: warnings, the row stays.
    TaxCheckDigit,
    TaxUnreadable,
    CommuneUnknown,
    CommuneUnreadable,
    WorkersUnreadable,
    PhoneUnreadable,
    EmailUnreadable,
    OfficeMissing,
    StandingMissing,
}

/// <summary>A fault of a cell: 12 bytes, so that a file of millions of bad rows still fits. The cell's value is read again from the file when it is told.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct Fault(int Row, int Other, short Field, FaultKind Kind)
{
    public bool IsWarning => Kind >= FaultKind.TaxCheckDigit;

    /// <summary>The reason in the official's words, with what to do.</summary>
    public string Tell(FileKind kind, string value) =>
        Text.Of("Imports.Fault_" + Kind, value, Other, Field >= 0 ? InSentence(kind.Fields[Field].Title) : "");

    /// <summary>"Mã số thuế" → "mã số thuế".</summary>
    private static string InSentence(string title) => char.ToLower(title[0], Text.Vietnamese) + title[1..];
}

/// <summary>All faults of a run, in the order of the rows after <see cref="Settle"/>.</summary>
internal sealed class Faults
{
    private readonly List<Fault> _refused = [];
    private readonly List<Fault> _warnings = [];
    private int _lastRefused;

    public IReadOnlyList<Fault> Refused => _refused;
    public IReadOnlyList<Fault> Warnings => _warnings;

    /// <summary>Rows with at least one refusal.</summary>
    public long RefusedRows { get; private set; }

    /// <summary>Accepted rows with at least one warning.</summary>
    public long WarnedRows { get; private set; }

    public void Refuse(int row, int field, FaultKind kind, int other = 0)
    {
        _refused.Add(new(row, other, (short)field, kind));
        _lastRefused = row;
    }

    public void Warn(int row, int field, FaultKind kind) => _warnings.Add(new(row, 0, (short)field, kind));

    /// <summary>True if the row that is being read was refused.</summary>
    public bool IsRefused(int row) => _lastRefused == row;

    public void Settle()
    {
        _refused.Sort((a, b) => a.Row.CompareTo(b.Row));
        _warnings.Sort((a, b) => a.Row.CompareTo(b.Row));
        var at = 0;
        _warnings.RemoveAll(w =>
        {
            while (at < _refused.Count && _refused[at].Row < w.Row)
            {
                at++;
            }

            return at < _refused.Count && _refused[at].Row == w.Row;
        });
        (RefusedRows, WarnedRows) = (Rows(_refused), Rows(_warnings));
    }

    private static long Rows(List<Fault> faults)
    {
        var (rows, last) = (0L, 0);
        foreach (var fault in faults)
        {
            rows += fault.Row != last ? 1 : 0;
            last = fault.Row;
        }

        return rows;
    }
}
