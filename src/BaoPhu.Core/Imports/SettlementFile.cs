using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Imports;

/// <summary>Settlement figures (số liệu quyết toán) of insurance that the budget pays or supports, by body, quarter and group.</summary>
internal sealed class SettlementFile(ImportContext context) : BulkWork(context)
{
    private const int Code = 0;
    private const int QuarterField = 1;
    private const int Group = 2;
    private const int FirstFigure = 3;
    private const int Own = 6;

    // A key is the employer's id, the quarters since 2000 and the place of the group.
    private const int QuarterBits = 8;
    private const int GroupBits = 6;

    private const long Largest = 1_000_000_000_000_000;

    public static readonly Field[] Fields =
    [
        new("code", "Mã cơ quan", true, "ma co quan", "ma don vi", "ma so don vi", "ma don vi bhxh"),
        new("quarter", "Quý", true, "quy", "ky quyet toan", "quy nam"),
        new("group", "Mã nhóm", true, "ma nhom", "nhom", "ma nhom doi tuong", "nhom doi tuong", "ma doi tuong"),
        new("cards", "Số thẻ", true, "so the", "so nguoi", "so the bao hiem y te", "so the bhyt"),
        new("person-months", "Số tháng người", true, "so thang nguoi", "nguoi thang", "so thang", "tong so thang"),
        new("due", "Ngân sách phải chuyển", true, "ngan sach phai chuyen", "phai chuyen", "so phai chuyen", "ngan sach dong ho tro", "so tien phai chuyen"),
        new("own", "Người tham gia đóng", false, "nguoi tham gia dong", "doi tuong dong", "nguoi tham gia tu dong"),
        new("transferred", "Đã chuyển", true, "da chuyen", "so da chuyen", "so tien da chuyen", "ngan sach da chuyen"),
    ];

    private static readonly string[] FigureColumns = ["cards", "person_months", "due", "own", "transferred"];

    private readonly string _province = context.Request.Province!;
    private readonly long[] _figures = new long[FigureColumns.Length];
    private readonly HashSet<long> _employers = [];

    protected override string Target => "reg_settlements";
    protected override IReadOnlyList<StagedColumn> Keys { get; } = [new("employer_id", "bigint", Code), new("quarter", "integer", QuarterField), new("grp", "{code}", Group)];
    protected override IReadOnlyList<StagedColumn> Values { get; } =
        [.. FigureColumns.Select((c, i) => new StagedColumn(c, "bigint", FirstFigure + i)).Where(c => context.Has(c.Field))];
    protected override IReadOnlyList<(string, string)> Stamps => [("import_run", "@run")];
    protected override FaultKind ContradictionKind => FaultKind.ContradictionSettlement;

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
        _employers.UnionWith(await tx.Query<long>(
            "select employer_id from reg_employers where employer_id between @first and @last and standing = @budget", new { first, last, budget = (short)Standing.BudgetHealthOnly }));
    }

    public override void Take(ITableReader row)
    {
        if (IsOutOfShape(row))
        {
            return;
        }

        var ok = TakeCode(row, out var id) & TakeQuarter(row, out var quarter) & TakeGroup(row, out var group);
        for (var i = 0; i < FigureColumns.Length; i++)
        {
            if (Context.Has(FirstFigure + i))
            {
                ok &= TakeFigure(row, FirstFigure + i);
            }
        }

        if (!ok)
        {
            return;
        }

        var writer = Stage(row.Row, (((id << QuarterBits) | (uint)(((quarter.Year - 2000) * 4) + quarter.Place - 1)) << GroupBits) | (uint)group);
        writer.Write(id);
        writer.Write(quarter.Number);
        writer.Write(BudgetGroups.All[group].Code);
        for (var i = 0; i < FigureColumns.Length; i++)
        {
            if (Context.Has(FirstFigure + i))
            {
                writer.Write(_figures[i]);
            }
        }
    }

    protected override void WriteKey(BulkWriter writer, long key)
    {
        var quarters = (int)(key >> GroupBits) & ((1 << QuarterBits) - 1);
        writer.Write(key >> (GroupBits + QuarterBits));
        writer.Write(((2000 + (quarters / 4)) * 10) + (quarters % 4) + 1);
        writer.Write(BudgetGroups.All[(int)key & ((1 << GroupBits) - 1)].Code);
    }

    protected override string FieldTitle(int field) => Fields[field].Title;

    protected override string KeyText(IDictionary<string, object?> row)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        return $"{EmployerKey.Code(Convert.ToInt64(row["employer_id"], culture))} {new Quarter(Convert.ToInt32(row["quarter"], culture))} {row["grp"]}";
    }

    private bool TakeCode(ITableReader row, out long id)
    {
        id = 0;
        var read = EmployerCode.Read(Raw(row, Code));
        if (read.Value is null)
        {
            Faults.Refuse(row.Row, Code, EmployerFile.CodeFault(read));
            return false;
        }

        id = EmployerKey.Id(_province, read.Value);
        if (_employers.Contains(id))
        {
            return true;
        }

        Faults.Refuse(row.Row, Code, FaultKind.BodyUnknown);
        return false;
    }

    private bool TakeQuarter(ITableReader row, out Quarter quarter)
    {
        if (Quarter.TryParse(Raw(row, QuarterField), out quarter))
        {
            return true;
        }

        Faults.Refuse(row.Row, QuarterField, FaultKind.QuarterUnreadable);
        return false;
    }

    private bool TakeGroup(ITableReader row, out int group)
    {
        var code = Raw(row, Group).Trim().ToUpperInvariant();
        for (group = 0; group < BudgetGroups.All.Count; group++)
        {
            if (BudgetGroups.All[group].Code == code)
            {
                return true;
            }
        }

        Faults.Refuse(row.Row, Group, FaultKind.GroupUnknown);
        return false;
    }

    private bool TakeFigure(ITableReader row, int field)
    {
        var verdict = MoneyText.Parse(row.Cell(Context.Column(field)), out var value);
        _figures[field - FirstFigure] = value;
        if (verdict == MoneyVerdict.Ok && value > Largest)
        {
            verdict = MoneyVerdict.Overflow;
        }

        if (verdict == MoneyVerdict.Empty && field == Own)
        {
            _figures[field - FirstFigure] = 0;
            return true;
        }

        if (verdict != MoneyVerdict.Ok)
        {
            Faults.Refuse(row.Row, field, MonthFile.AmountFault(verdict));
        }

        return verdict == MoneyVerdict.Ok;
    }
}
