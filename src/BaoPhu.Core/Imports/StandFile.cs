using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Imports;

/// <summary>Participants at the end of a month, by office and kind. Layout rebuilt: the exports' own was not found, so the headings are told by their words.</summary>
internal sealed class StandFile(ImportContext context) : ParticipantWork(context)
{
    private const int PeriodField = 0;
    private const int KindField = 1;
    private const int Office = 2;
    private const int Number = 3;
    private const int Group = 4;

    // A key is the office's digits, the group (0: the whole number), the kind and the months since year 0.
    private const int GroupBits = 6;
    private const int KindBits = 3;
    private const int MonthBits = 16;

    public static readonly Field[] Fields =
    [
        new("period", "Tháng", true, "thang", "ky", "thang nam", "ky thang", "cuoi thang", "den cuoi thang"),
        new("kind", "Loại hình", true, "loai hinh", "loai bao hiem", "loai hinh bao hiem", "loai hinh tham gia", "loai"),
        new("office", "Mã CQ BHXH", true, "ma co quan bhxh", "ma co quan", "co quan bhxh"),
        new("participants", "Số người đang tham gia", true, "so nguoi dang tham gia", "so nguoi tham gia", "so nguoi cuoi thang", "so nguoi den cuoi thang", "so nguoi"),
        new("group", "Mã nhóm BHYT", false, "ma nhom bhyt", "ma nhom", "nhom doi tuong", "ma doi tuong"),
    ];

    private static readonly string[] Signs = ["", .. HealthGroups.All.SelectMany(g => g.Signs)];

    protected override string Target => "reg_stands";
    protected override IReadOnlyList<StagedColumn> Keys { get; } = [new("subject_id", "bigint", Office), new("kind", "{code}", KindField), new("ends_on", "date", PeriodField)];
    protected override IReadOnlyList<StagedColumn> Values { get; } = [new("office_code", "{code}", Office, Compared: false), new("number", "integer", Number)];
    protected override FaultKind ContradictionKind => FaultKind.ContradictionStand;

    public override void Take(ITableReader row)
    {
        if (IsOutOfShape(row))
        {
            return;
        }

        var ok = TakePeriod(row, out var period) & TakeKind(row, KindField, out var kind) & TakeOffice(row, Office, out var office) & TakeNumber(row, Number, out var number) & TakeGroup(row, Group, kind, out var group);
        if (ok && office is null)
        {
            Faults.Refuse(row.Row, Office, FaultKind.NoPlace);
            ok = false;
        }

        if (!ok)
        {
            return;
        }

        var digits = long.Parse(office!, CultureInfo.InvariantCulture);
        var sign = Array.IndexOf(Signs, group ?? "");
        var writer = Stage(row.Row, (((((digits << GroupBits) | (uint)sign) << KindBits) | (byte)kind) << MonthBits) | (uint)period.Index);
        WriteKey(writer, digits, sign, kind, period);
        writer.Write(office);
        writer.Write(number);
    }

    protected override void WriteKey(BulkWriter writer, long key) => WriteKey(
        writer, key >> (GroupBits + KindBits + MonthBits), Part(key, KindBits + MonthBits, GroupBits), (Participation)Part(key, MonthBits, KindBits), Period.FromIndex(Part(key, 0, MonthBits)));

    private static int Part(long key, int from, int bits) => (int)((key >> from) & ((1 << bits) - 1));

    protected override string FieldTitle(int field) => Fields[field].Title;

    protected override string KeyText(IDictionary<string, object?> row) => string.Create(CultureInfo.InvariantCulture, $"{row["kind"]} {row["ends_on"]:dd/MM/yyyy}");

    private void WriteKey(BulkWriter writer, long office, int sign, Participation kind, Period period)
    {
        writer.Write(EmployerKey.OfficeId(Province, office.ToString(CultureInfo.InvariantCulture)));
        writer.Write(sign == 0 ? kind.Code() : HealthGroup.KindOf(Signs[sign]));
        writer.Write(period.ArrearsFrom.AddDays(-1));
    }

    /// <summary>A month that is over.</summary>
    private bool TakePeriod(ITableReader row, out Period period)
    {
        var verdict = PeriodText.Parse(Raw(row, PeriodField), out period);
        if (verdict == DateVerdict.Ok && period.ArrearsFrom <= Context.Now.Day)
        {
            return true;
        }

        Faults.Refuse(row.Row, PeriodField, verdict switch
        {
            DateVerdict.Ok => FaultKind.DayAhead, DateVerdict.Empty => FaultKind.NoPeriod, DateVerdict.Impossible => FaultKind.PeriodImpossible, _ => FaultKind.PeriodUnreadable,
        });
        return false;
    }
}
