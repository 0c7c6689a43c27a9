using System.Globalization;
using System.Text.RegularExpressions;
using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports;

/// <summary>
/// Workers who settled personal income tax in a year, as the tax authority gives them for the plan's III.1.2. Layout rebuilt: the tax authority's own was not found, so the headings are told by their
/// words. The year stands in a column, or above the headings, or is the last that is over.
/// </summary>
internal sealed partial class TaxFile(ImportContext context) : PersonWork(context, Fields)
{
    private const int Payer = 0;
    private const int PayerName = 1;
    private const int Name = 2;
    private const int Tax = 3;
    private const int CitizenField = 4;
    private const int Born = 5;
    private const int Months = 6;
    private const int Income = 7;
    private const int Address = 8;
    private const int YearField = 9;

    /// <summary>Whom the tax side calls the payer of an income.</summary>
    private static readonly string[] Payers =
    [
        "don vi chi tra", "don vi", "co quan chi tra", "to chuc chi tra", "to chuc tra thu nhap", "to chuc chi tra thu nhap", "don vi tra thu nhap", "don vi chi tra thu nhap", "co quan chi tra thu nhap",
        "co quan tra thu nhap", "to chuc ca nhan tra thu nhap", "to chuc ca nhan chi tra thu nhap", "doanh nghiep", "nguoi su dung lao dong", "don vi su dung lao dong", "noi chi tra", "noi chi tra thu nhap", "cqct", "dvct",
    ];

    public static readonly Field[] Fields =
    [
        new("payer", "MST đơn vị chi trả", true, [.. PersonHeadings.Of("ma so thue", Payers), .. PersonHeadings.Under(Payers, "ma so thue")]) { Shared = ["ma so thue"], Beside = "payer-name" },
        new("payer-name", "Tên đơn vị chi trả", true, [.. Payers, .. PersonHeadings.Of("ten", Payers), .. PersonHeadings.Under(Payers, "ten", "ten don vi", "ten to chuc")]),
        new("name", "Họ và tên", true, PersonHeadings.Name) { IsPersonal = true },
        new("tax-code", "MST cá nhân", false, PersonHeadings.TaxCode) { Shared = ["ma so thue"], Beside = "name", IsPersonal = true },
        new("citizen-id", "Số CMND/CCCD", false, PersonHeadings.Identity) { IsPersonal = true },
        new("born", "Ngày sinh", false, PersonHeadings.Born) { IsPersonal = true },
        new("months", "Số tháng", false, "so thang", "so thang lam viec", "thoi gian lam viec thang", "thoi gian lam viec", "thoi gian chi tra thang", "so thang lam viec thang", "so thang chi tra", "thang lam viec", "so thang co thu nhap", "so thang tinh thue", "so thang nhan thu nhap", "so thang tra thu nhap"),
        new(
            "income", "Thu nhập chịu thuế", false, "thu nhap chiu thue", "tong thu nhap chiu thue", "thu nhap", "tong thu nhap", "tntct", "tong tntct", "tntt", "tnct", "tong tnct", "tong so thu nhap chiu thue", "thu nhap chiu thue tong so",
            "thu nhap chiu thue tncn", "tong so thu nhap", "tong thu nhap chiu thue tra cho ca nhan", "thu nhap chi tra", "tong thu nhap chi tra") { IsPersonal = true },
        new("address", "Địa chỉ", false, ["dia chi tru so", .. PersonHeadings.Of("dia chi", Payers), .. PersonHeadings.Under(Payers, "dia chi", "dia chi tru so")]) { Shared = ["dia chi"], Beside = "payer-name" },
        new("year", "Năm quyết toán", false, "nam quyet toan", "nam", "ky tinh thue", "nam tinh thue", "nam quyet toan thue", "ky quyet toan", "ky thue"),
    ];

    private int _year;
    private int _kept;

    protected override string Target => "reg_tax_incomes";
    protected override IReadOnlyList<StagedColumn> Keys { get; } = [new("subject_id", "bigint", Payer)];
    protected override IReadOnlyList<StagedColumn> Values { get; } =
    [
        new("tax_year", "integer", YearField, Compared: false), new("payer_tax_code", "{code}", Payer, Compared: false), new("payer_name", "text", PayerName), new("payer_folded", "{code}", PayerName, Compared: false),
        new("payer_address", "text", Address), new("name", "text", Name), new("folded", "{code}", Name, Compared: false), new("tax_code", "{code}", Tax), new("citizen_id", "{code}", CitizenField),
        new("born_on", "date", Born), new("birth_year", "integer", Born), new("months", "integer", Months), new("income", "bigint", Income), new("expires_on", "date", YearField, Compared: false),
    ];

    protected override IReadOnlyList<int> Numbers { get; } = [Payer, Tax, CitizenField];
    protected override FaultKind ContradictionKind => FaultKind.ContradictionTax;

    protected override async Task Prepare(Session tx)
    {
        await base.Prepare(tx);
        _kept = (int)await Settings.Number(tx, Province, Settings.OutsideDataYears, Context.Now.Day);
        _year = Context.Titles.Select(t => YearOfTitle().Match(VietnameseText.Fold(t))).FirstOrDefault(m => m.Success) is { } found
            ? int.Parse(found.Groups["year"].ValueSpan, CultureInfo.InvariantCulture) : Context.Now.Day.Year - 1;
        if (!Context.Has(YearField))
        {
            Context.Messages.Add(Texts.Text.Of("Imports.TaxYear", _year));
        }
    }

    public override void Take(ITableReader row)
    {
        if (IsPrintedAround(row) || IsOutOfShape(row)
            || !(TakePayer(row, out var payer) & TakeName(row, Name, out var name, out var folded) & TakeYear(row, out var year) & TakeMonths(row, out var months) & TakeIncome(row, out var income)))
        {
            return;
        }

        var payerName = Words(row, PayerName) ?? "";
        if (payerName.Length == 0)
        {
            Faults.Refuse(row.Row, PayerName, FaultKind.NoName);
            return;
        }

        var (tax, citizen, (day, birth)) = (PersonTaxCode(row, Tax), Identity(row, CitizenField), Birth(row, Born));
        var key = KeyOf(Province, year, payer, tax, citizen, folded, day, birth);
        var writer = Stage(row.Row, key);
        writer.Write(key);
        writer.Write(year);
        writer.Write(payer);
        writer.Write(payerName);
        writer.Write(VietnameseText.Fold(payerName));
        writer.Write(Words(row, Address));
        writer.Write(name);
        writer.Write(folded);
        writer.Write(tax);
        writer.Write(citizen);
        writer.Write(day);
        writer.Write(birth);
        writer.Write(months);
        writer.Write(income);
        writer.Write(new DateOnly(year + _kept, 12, 31));
    }

    /// <summary>What tells a row apart from every other: the worker's number, else name and birth, with the payer in the year.</summary>
    internal static long KeyOf(string province, int year, string payer, string? tax, string? citizen, string folded, DateOnly? day, int? birth) =>
        KeyDigest.Number(string.Create(CultureInfo.InvariantCulture, $"{province}|{year}|{payer}|{tax ?? citizen ?? $"{folded}|{day:yyyyMMdd}|{birth}"}"));

    /// <summary>Only a mark: the key is a digest, and the worker's name is nobody's business in a list of changes.</summary>
    protected override string KeyText(IDictionary<string, object?> row) => "#" + KeyDigest.Of([Convert.ToString(row["subject_id"], CultureInfo.InvariantCulture)!], 8);

    private bool TakePayer(ITableReader row, out string payer)
    {
        var read = TaxCode.Read(Raw(row, Payer));
        payer = read.Value ?? "";
        if (read.Value is null)
        {
            Faults.Refuse(row.Row, Payer, FaultKind.PayerUnreadable);
        }
        else if (read.Verdict == CellVerdict.Doubtful)
        {
            Faults.Warn(row.Row, Payer, FaultKind.TaxCheckDigit);
        }

        return read.Value is not null;
    }

    private bool TakeYear(ITableReader row, out int year)
    {
        year = _year;
        var text = Raw(row, YearField).Trim();
        if (text.Length == 0 || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out year) && year >= 2009 && year <= Context.Now.Day.Year))
        {
            return true;
        }

        Faults.Refuse(row.Row, YearField, FaultKind.YearUnreadable);
        return false;
    }

    private bool TakeMonths(ITableReader row, out int? months)
    {
        months = null;
        var text = Raw(row, Months).Trim();
        if (text.Length == 0)
        {
            return true;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 12)
        {
            months = number;
            return true;
        }

        Faults.Refuse(row.Row, Months, FaultKind.MonthsUnreadable);
        return false;
    }

    private bool TakeIncome(ITableReader row, out long? income)
    {
        income = null;
        if (!Context.Has(Income))
        {
            return true;
        }

        var verdict = MoneyText.Parse(row.Cell(Context.Column(Income)), out var value);
        if (verdict == MoneyVerdict.Ok)
        {
            income = value;
        }
        else if (verdict != MoneyVerdict.Empty)
        {
            Faults.Refuse(row.Row, Income, MonthFile.AmountFault(verdict));
            return false;
        }

        return true;
    }

    [GeneratedRegex(@"\b(nam|ky tinh thue|ky thue)\s*:?\s*(?<year>20\d\d)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex YearOfTitle();
}
