using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Imports;

/// <summary>Who took part with which employer from when to when. A row without an end is still running; the same row told again with an end closes it.</summary>
internal sealed class ParticipationFile(ImportContext context) : PersonWork(context, Fields)
{
    private const int Code = 0;
    private const int Unit = 1;
    private const int From = 2;
    private const int To = 3;

    public static readonly string[] UnitWords = ["ma don vi", "ma so don vi", "ma don vi bhxh", "ma don vi tham gia", "ma don vi tham gia bhxh", "don vi ma don vi", "don vi ma", "ma don vi su dung lao dong"];

    public static readonly Field[] Fields =
    [
        new("person", "Mã số BHXH", true, PersonHeadings.Number) { IsPersonal = true },
        new("unit", "Mã đơn vị", true, UnitWords),
        new(
            "from", "Từ tháng", true, "tu thang", "tu thang nam", "bat dau", "thang bat dau", "tu", "thoi gian tu", "thoi gian tu thang", "thoi gian tham gia tu", "thoi gian tham gia tu thang", "thoi gian dong tu thang",
            "thoi gian dong tu", "tham gia tu thang", "dong tu thang"),
        new(
            "to", "Đến tháng", false, "den thang", "den thang nam", "ket thuc", "thang ket thuc", "den", "thoi gian den", "thoi gian den thang", "thoi gian tham gia den", "thoi gian tham gia den thang",
            "thoi gian dong den thang", "thoi gian dong den", "tham gia den thang", "dong den thang"),
    ];

    protected override string Target => "reg_participations";
    protected override IReadOnlyList<StagedColumn> Keys { get; } = [new("person_id", "bigint", Code), new("row_key", "bigint", From)];
    protected override IReadOnlyList<StagedColumn> RepeatKeys => [Keys[1]];
    protected override IReadOnlyList<StagedColumn> Values { get; } =
        [new("employer_id", "bigint", Unit, Compared: false), new("from_period", "integer", From, Compared: false), new("to_period", "integer", To)];
    protected override IReadOnlyList<int> Numbers { get; } = [Code];
    protected override FaultKind ContradictionKind => FaultKind.ContradictionParticipation;

    public override void Take(ITableReader row)
    {
        if (IsPrintedAround(row) || IsOutOfShape(row)
            || !(TakePerson(row, Code, out var person) & TakeUnit(row, Unit, out var employer) & TakePeriod(row, From, required: true, out var from) & TakePeriod(row, To, required: false, out var to)))
        {
            return;
        }

        if (to is { } last && last < from!.Value)
        {
            Faults.Refuse(row.Row, To, FaultKind.EndBeforeBegin);
            return;
        }

        var key = KeyDigest.Number(string.Create(CultureInfo.InvariantCulture, $"{person}|{employer}|{from!.Value.Number}"));
        var writer = Stage(row.Row, key);
        writer.Write(person);
        writer.Write(key);
        writer.Write(employer);
        writer.Write(from.Value.Number);
        writer.Write(to?.Number);
    }

    protected override string KeyText(IDictionary<string, object?> row) => PersonText(row["person_id"]);

    private bool TakePeriod(ITableReader row, int field, bool required, out Period? period)
    {
        period = null;
        var verdict = Context.Has(field) ? PeriodText.Parse(Raw(row, field), out var read) : Empty(out read);
        if (verdict == DateVerdict.Ok)
        {
            period = read;
            return true;
        }

        if (verdict == DateVerdict.Empty && !required)
        {
            return true;
        }

        Faults.Refuse(row.Row, field, verdict switch { DateVerdict.Empty => FaultKind.NoPeriod, DateVerdict.Impossible => FaultKind.PeriodImpossible, _ => FaultKind.PeriodUnreadable });
        return false;

        static DateVerdict Empty(out Period none)
        {
            none = default;
            return DateVerdict.Empty;
        }
    }
}
