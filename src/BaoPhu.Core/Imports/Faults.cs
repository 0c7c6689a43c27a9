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
    FormulaEmpty,
    FormulaError,
    NoSection,
    EmployerDoubtful,
    ContradictionList,
    ContradictionSettlement,
    BodyUnknown,
    QuarterUnreadable,
    GroupUnknown,
    ItemCodeUnreadable,
    ItemUnknown,
    ItemNotHanded,
    ItemAnswered,
    ContradictionItem,
    PostResultUnreadable,
    DayBeforeHandOver,
    DayInFuture,
    ParticipationUnknown,
    DirectionUnknown,
    NumberUnreadable,
    PersonUnreadable,
    OfficeUnknown,
    NoPlace,
    DayAhead,
    ContradictionMovement,
    ContradictionStand,
    NoPersonName,
    NoPerson,
    PersonCodeUnreadable,
    EndBeforeBegin,
    NoDay,
    CardUnreadable,
    CardGroupMissing,
    PayerUnreadable,
    YearUnreadable,
    MonthsUnreadable,
    ContradictionPerson,
    ContradictionParticipation,
    ContradictionCard,
    ContradictionTax,
    ContradictionEntitled,
    AgentUnknown,
    HealthGroupUnknown,
    FigureUnknown,
    TargetPeriodUnknown,
    HolderElsewhere,
    TargetUnreadable,
    NoReason,

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
    FormulaRead,
    RowTotal,
    BirthUnreadable,
    IdentityUnreadable,
    SexUnreadable,
    UnitUnreadable,
}

/// <summary>A fault of a cell: 12 bytes, so that a file of millions of bad rows still fits. The cell's value is read again from the file when it is told.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct Fault(int Row, int Other, short Field, FaultKind Kind)
{
    public bool IsFormula => Kind is FaultKind.FormulaEmpty or FaultKind.FormulaError or FaultKind.FormulaRead;

    public bool IsWarning => Kind >= FaultKind.TaxCheckDigit;

    /// <summary>The reason in the official's words, with what to do.</summary>
    public string Tell(FileKind kind, string value, IReadOnlyList<string>? suggestions = null)
    {
        var (reason, advice) = Say(kind, value, suggestions);
        return reason + " " + advice;
    }

    /// <summary>The same in its two parts: what is wrong, and what to do (of a warning, what became of the cell).</summary>
    public (string Reason, string Advice) Say(FileKind kind, string value, IReadOnlyList<string>? suggestions = null)
    {
        var words = Text.Of("Imports.Fault_" + Kind);
        // The words are cut before the value comes in: it may hold anything.
        var cut = words.IndexOf(". ", StringComparison.Ordinal) is >= 0 and var stop ? stop + 1 : words.IndexOf("; ", StringComparison.Ordinal) + 1;
        object[] places = [value, Kind == FaultKind.EmployerDoubtful ? suggestions![Other] : Other, Field >= 0 ? InSentence(kind.Fields[Field].Title) : ""];
        return (string.Format(Text.Vietnamese, words[..cut], places), string.Format(Text.Vietnamese, words[cut..].TrimStart(), places));
    }

    /// <summary>"Mã số thuế" → "mã số thuế"; "MST cá nhân" stays.</summary>
    private static string InSentence(string title) => title.Length > 1 && char.IsUpper(title[1]) ? title : char.ToLower(title[0], Text.Vietnamese) + title[1..];
}

/// <summary>All faults of a run, in the order of the rows after <see cref="Settle"/>.</summary>
internal sealed class Faults
{
    /// <summary>Beyond so many refusals one reason per row is kept: a file in which every cell is wrong must still fit.</summary>
    private const int MostReasons = 2_000_000;

    private readonly FaultList _refused = new();
    private readonly FaultList _warnings = new();
    private int _lastRefused;

    public IReadOnlyList<Fault> Refused => _refused;
    public IReadOnlyList<Fault> Warnings => _warnings;

    /// <summary>Rows with at least one refusal.</summary>
    public long RefusedRows { get; private set; }

    /// <summary>Accepted rows with at least one warning.</summary>
    public long WarnedRows { get; private set; }

    public void Refuse(int row, int field, FaultKind kind, int other = 0)
    {
        if (_refused.Count < MostReasons || _lastRefused != row)
        {
            _refused.Add(new(row, other, (short)field, kind));
        }

        _lastRefused = row;
    }

    public void Warn(int row, int field, FaultKind kind, int other = 0) => _warnings.Add(new(row, other, (short)field, kind));

    /// <summary>True if the row that is being read was refused.</summary>
    public bool IsRefused(int row) => _lastRefused == row;

    public void Settle()
    {
        _refused.Settle();
        _warnings.Settle();
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

    private static long Rows(FaultList faults)
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

/// <summary>Faults in blocks, so that ten million of them are never copied to grow. Those of earlier rows (found when all rows are known) are put in place at the end.</summary>
internal sealed class FaultList : IReadOnlyList<Fault>
{
    private const int Block = 1 << 16;
    private readonly List<Fault[]> _blocks = [];
    private readonly List<Fault> _late = [];
    private int _last;

    /// <summary>Without those that wait for <see cref="Settle"/>.</summary>
    public int Count { get; private set; }

    public Fault this[int index]
    {
        get => _blocks[index / Block][index % Block];
        private set => _blocks[index / Block][index % Block] = value;
    }

    public void Add(Fault fault)
    {
        if (fault.Row < _last)
        {
            _late.Add(fault);
            return;
        }

        _last = fault.Row;
        Grow(Count + 1);
        this[Count - 1] = fault;
    }

    /// <summary>Orders by row, keeping the order within a row: both parts are ordered, so they are merged from their ends into the room that was added.</summary>
    public void Settle()
    {
        if (_late.Count == 0)
        {
            return;
        }

        var late = _late.OrderBy(f => f.Row).ToArray();
        var (i, j) = (Count - 1, late.Length - 1);
        Grow(Count + late.Length);
        for (var to = Count - 1; j >= 0; to--)
        {
            this[to] = i >= 0 && this[i].Row > late[j].Row ? this[i--] : late[j--];
        }

        _late.Clear();
    }

    public void RemoveAll(Func<Fault, bool> remove)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (!remove(this[i]))
            {
                this[kept++] = this[i];
            }
        }

        Count = kept;
    }

    public IEnumerator<Fault> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    private void Grow(int count)
    {
        while (_blocks.Count * (long)Block < count)
        {
            _blocks.Add(new Fault[Block]);
        }

        Count = count;
    }
}
