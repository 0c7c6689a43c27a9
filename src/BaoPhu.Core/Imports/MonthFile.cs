using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Imports;

/// <summary>Due and paid per fund and month (thu – nộp). A month of an employer that is not known is refused: it comes in with the next import after the employer's.</summary>
internal sealed class MonthFile(ImportContext context) : BulkWork(context)
{
    private const int Code = 0;
    private const int PeriodField = 1;
    private const int Year = 2;
    private const int FirstAmount = 3;
    private const int Interest = 11;
    private const int PensionDue = 12;
    private const int PensionPaid = 13;
    private const int Stated = 14;
    private const long NotGiven = -1;

    /// <summary>A million milliard đồng in one month of one employer is a slip of a column, and sums over it would not fit 63 bits.</summary>
    private const long Largest = 1_000_000_000_000_000;

    public static readonly Field[] Fields =
    [
        new("code", "Mã đơn vị", true, "ma don vi", "ma so don vi", "ma don vi bhxh", "ma don vi tham gia"),
        new("period", "Kỳ", true, "ky", "thang", "ky thang", "thang nam", "ky dong", "thang dong", "ky thu", "ky phat sinh", "period"),
        new("year", "Năm", false, "nam"),
        Amount("due-bhxh", "Phải đóng BHXH", true, "phai dong", "bhxh"),
        Amount("due-bhyt", "Phải đóng BHYT", true, "phai dong", "bhyt"),
        Amount("due-bhtn", "Phải đóng BHTN", true, "phai dong", "bhtn"),
        Amount("due-tnld", "Phải đóng TNLĐ-BNN", true, "phai dong", "tnld"),
        Amount("paid-bhxh", "Đã đóng BHXH", true, "da dong", "bhxh"),
        Amount("paid-bhyt", "Đã đóng BHYT", true, "da dong", "bhyt"),
        Amount("paid-bhtn", "Đã đóng BHTN", true, "da dong", "bhtn"),
        Amount("paid-tnld", "Đã đóng TNLĐ-BNN", true, "da dong", "tnld"),
        new("interest", "Lãi chậm đóng", false, "lai cham dong", "lai", "tien lai", "lai phat", "lai phat cham dong", "lai cham nop", "tien lai cham dong"),
        Amount("due-pension", "Phải đóng hưu trí, tử tuất", false, "phai dong", "huu tri tu tuat"),
        Amount("paid-pension", "Đã đóng hưu trí, tử tuất", false, "da dong", "huu tri tu tuat"),
        new("months-in-debt", "Số tháng nợ", false, "so thang no", "thang no", "so thang cham dong", "so thang chua dong"),
    ];

    private static readonly string[] AmountColumns =
        ["due_social", "due_health", "due_unemployment", "due_accident", "paid_social", "paid_health", "paid_unemployment", "paid_accident"];

    private readonly string _province = context.Request.Province!;
    private readonly List<StagedColumn> _values = Staging(context);
    private readonly long[] _amounts = new long[FirstAmount + AmountColumns.Length + 3];
    private KeySet _employers = new();
    private readonly byte[] _lastCode = new byte[EmployerKey.CodeLength];
    private long _lastId;
    private bool _lastKnown;

    protected override string Target => "reg_months";
    protected override IReadOnlyList<StagedColumn> Keys { get; } = [new("employer_id", "bigint", Code), new("period", "integer", PeriodField)];
    protected override IReadOnlyList<StagedColumn> Values => _values;
    protected override IReadOnlyList<(string, string)> Stamps => [("import_run", "@run")];
    protected override FaultKind ContradictionKind => FaultKind.ContradictionMonth;

    protected override string Range
    {
        get
        {
            var (first, last) = EmployerKey.Range(_province);
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"t.employer_id between {first} and {last}");
        }
    }

    protected override async Task Prepare(Session tx)
    {
        var (first, last) = EmployerKey.Range(_province);
        _employers = new KeySet((int)Math.Min(1 << 28, await tx.One<long>("select count(*) from reg_employers where employer_id between @first and @last", new { first, last })));
        using var reader = tx.BulkFrom(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"select employer_id from reg_employers where employer_id between {first} and {last}"));
        while (reader.Read())
        {
            _employers.Add(reader.Int64());
        }

        if (_employers.Count == 0)
        {
            Context.Messages.Add(Texts.Text.Of("Imports.NoEmployers", _province));
        }
    }

    public override void Take(ITableReader row)
    {
        if (IsOutOfShape(row))
        {
            return;
        }

        var code = row.Cell(Context.Column(Code));
        if (!code.SequenceEqual(_lastCode) && !TakeCode(row, code))
        {
            return;
        }

        var ok = _lastKnown;
        if (!ok)
        {
            Faults.Refuse(row.Row, Code, FaultKind.EmployerUnknown);
        }

        ok &= TakePeriod(row, out var period);
        for (var f = FirstAmount; f <= PensionPaid; f++)
        {
            if (Context.Has(f))
            {
                ok &= TakeAmount(row, f);
            }
        }

        int? stated = null;
        if (Context.Has(Stated))
        {
            ok &= TakeStated(row, out stated);
        }

        if (!ok)
        {
            return;
        }

        var writer = Stage(row.Row, (_lastId << 14) | (uint)period.Index % (1 << 14));
        writer.Write(_lastId);
        writer.Write(period.Number);
        for (var f = FirstAmount; f <= PensionPaid; f++)
        {
            if (!Context.Has(f))
            {
                continue;
            }

            if (_amounts[f] == NotGiven)
            {
                writer.WriteNull();
            }
            else
            {
                writer.Write(_amounts[f]);
            }
        }

        if (Context.Has(Stated))
        {
            writer.Write(stated);
        }
    }

    // A key holds the month's index modulo 2¹⁴ (1,365 years): together with the years that Period knows it can be told back.
    protected override void WriteKey(BulkWriter writer, long key)
    {
        var low = (int)(key & ((1 << 14) - 1));
        var from = 1900 * 12;
        writer.Write(key >> 14);
        writer.Write(Period.FromIndex(from + ((low - (from % (1 << 14)) + (1 << 14)) % (1 << 14))).Number);
    }

    protected override string FieldTitle(int field) => Fields[field].Title;

    protected override string KeyText(IDictionary<string, object?> row)
    {
        var period = Period.FromNumber(Convert.ToInt32(row["period"], System.Globalization.CultureInfo.InvariantCulture));
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{EmployerKey.Code(Convert.ToInt64(row["employer_id"], System.Globalization.CultureInfo.InvariantCulture))} {period.Month:00}/{period.Year}");
    }

    private static Field Amount(string name, string title, bool required, string what, string fund) => new(
        name, title, required, $"{what} {fund}", $"{fund} {what}", $"tien {what} {fund}", $"{what} tien {fund}", $"{what} {fund} bnn", name.Replace("-", " ", StringComparison.Ordinal));

    private static List<StagedColumn> Staging(ImportContext context)
    {
        var columns = AmountColumns.Select((c, i) => new StagedColumn(c, "bigint", FirstAmount + i)).ToList();
        columns.Add(new("stated_interest", "bigint", Interest));
        columns.Add(new("due_pension", "bigint", PensionDue));
        columns.Add(new("paid_pension", "bigint", PensionPaid));
        columns.Add(new("stated_age", "integer", Stated));
        return columns.FindAll(c => context.Has(c.Field));
    }

    private bool TakeCode(ITableReader row, ReadOnlySpan<byte> cell)
    {
        Span<char> code = stackalloc char[EmployerKey.CodeLength];
        if (cell.Length == code.Length && System.Text.Ascii.ToUtf16(cell, code, out _) == System.Buffers.OperationStatus.Done && EmployerKey.IsCode(code))
        {
            cell.CopyTo(_lastCode);
            _lastId = EmployerKey.Id(_province, code);
        }
        else
        {
            var read = EmployerCode.Read(Raw(row, Code));
            if (read.Value is null)
            {
                Faults.Refuse(row.Row, Code, EmployerFile.CodeFault(read));
                return false;
            }

            // The next row is asked anew: its cell may be written differently.
            _lastCode.AsSpan().Clear();
            _lastId = EmployerKey.Id(_province, read.Value);
        }

        _lastKnown = _employers.Contains(_lastId);
        return true;
    }

    private bool TakePeriod(ITableReader row, out Period period)
    {
        var cell = row.Cell(Context.Column(PeriodField));
        if (PeriodText.TryParse(cell, out period))
        {
            return true;
        }

        var text = Raw(row, PeriodField);
        if (Context.Has(Year) && int.TryParse(text.AsSpan().Trim(), out var month) && int.TryParse(Raw(row, Year).AsSpan().Trim(), out var year)
            && month is >= 1 and <= 12 && Period.TryFromNumber((year * 100) + month, out period))
        {
            return true;
        }

        Faults.Refuse(row.Row, PeriodField, PeriodText.Parse(text, out _) switch
        {
            DateVerdict.Empty => FaultKind.NoPeriod,
            DateVerdict.Impossible => FaultKind.PeriodImpossible,
            _ => FaultKind.PeriodUnreadable,
        });
        return false;
    }

    private bool TakeAmount(ITableReader row, int field)
    {
        var verdict = MoneyText.Parse(row.Cell(Context.Column(field)), out var value);
        _amounts[field] = value;
        if (verdict == MoneyVerdict.Ok && value > Largest)
        {
            verdict = MoneyVerdict.Overflow;
        }

        if (verdict == MoneyVerdict.Empty && field >= Interest)
        {
            // Nothing said of interest is no interest; nothing said of the pension part is unknown.
            _amounts[field] = field == Interest ? 0 : NotGiven;
            return true;
        }

        if (verdict == MoneyVerdict.Ok)
        {
            return true;
        }

        Faults.Refuse(row.Row, field, AmountFault(verdict));
        return false;
    }

    internal static FaultKind AmountFault(MoneyVerdict verdict) => verdict switch
    {
        MoneyVerdict.Empty => FaultKind.NoAmount,
        MoneyVerdict.Negative => FaultKind.AmountNegative,
        MoneyVerdict.Fraction => FaultKind.AmountFraction,
        MoneyVerdict.Overflow => FaultKind.AmountOverflow,
        MoneyVerdict.ScientificNotation => FaultKind.AmountScientific,
        _ => FaultKind.AmountUnreadable,
    };

    private bool TakeStated(ITableReader row, out int? hundredths)
    {
        if (TryMonths(Raw(row, Stated), out hundredths))
        {
            return true;
        }

        Faults.Refuse(row.Row, Stated, FaultKind.MonthsInDebtUnreadable);
        return false;
    }

    /// <summary>Months with up to two decimals, kept in hundredths; null for nothing.</summary>
    internal static bool TryMonths(string text, out int? hundredths)
    {
        text = text.Trim();
        hundredths = null;
        if (text.Length == 0)
        {
            return true;
        }

        if (!decimal.TryParse(text.Replace(',', '.'), System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var months) || months is < 0 or > 100_000)
        {
            return false;
        }

        hundredths = (int)Math.Round(months * 100, MidpointRounding.AwayFromZero);
        return true;
    }
}
