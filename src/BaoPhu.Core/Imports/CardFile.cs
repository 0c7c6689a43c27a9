using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Imports;

/// <summary>
/// Health insurance cards with their validity. The number of 15 signs carries group, level, province and the person's number (domain §1.4); where only the person's number is told, the group has a
/// column of its own.
/// </summary>
internal sealed class CardFile(ImportContext context) : PersonWork(context, Fields)
{
    private const int Code = 0;
    private const int Card = 1;
    private const int Group = 2;
    private const int From = 3;
    private const int To = 4;

    public static readonly Field[] Fields =
    [
        new("person", "Mã số BHXH", false, PersonHeadings.Number) { IsPersonal = true },
        new("card", "Số thẻ BHYT", true, "so the bhyt", "ma the bhyt", "so the", "ma the", "so the bao hiem y te", "ma the bao hiem y te", "ma so the", "ma so the bhyt", "the bhyt", "the bhyt so the", "the bhyt ma the") { IsPersonal = true },
        new("group", "Mã nhóm", false, PersonHeadings.CardGroup),
        new(
            "from", "Giá trị từ ngày", true, "gia tri tu ngay", "tu ngay", "han the tu", "gia tri su dung tu", "gia tri tu", "han the tu ngay", "gia tri su dung tu ngay", "gia tri the tu", "gia tri the tu ngay", "han dung tu",
            "han su dung tu", "han su dung tu ngay", "thoi han tu ngay", "thoi han su dung tu ngay", "hieu luc tu ngay", "the bhyt tu ngay"),
        new(
            "to", "Giá trị đến ngày", false, "gia tri den ngay", "den ngay", "han the den", "gia tri den", "han the den ngay", "gia tri su dung den", "gia tri su dung den ngay", "gia tri the den", "gia tri the den ngay",
            "han dung den", "han su dung den", "han su dung den ngay", "thoi han den ngay", "thoi han su dung den ngay", "hieu luc den ngay", "the bhyt den ngay", "han su dung", "han the"),
    ];

    protected override string Target => "reg_cards";
    protected override IReadOnlyList<StagedColumn> Keys { get; } = [new("person_id", "bigint", Card), new("row_key", "bigint", From)];
    protected override IReadOnlyList<StagedColumn> RepeatKeys => [Keys[1]];
    protected override IReadOnlyList<StagedColumn> Values { get; } =
    [
        new("card_number", "{code}", Card, Compared: false), new("grp", "{code}", Group), new("valid_from", "date", From, Compared: false), new("valid_to", "date", To),
    ];

    protected override IReadOnlyList<int> Numbers { get; } = [Code, Card];
    protected override FaultKind ContradictionKind => FaultKind.ContradictionCard;

    public override void Take(ITableReader row)
    {
        if (IsPrintedAround(row) || IsOutOfShape(row) || !(TakeCard(row, out var person, out var card, out var group) & TakeDay(row, From, required: true, out var from) & TakeDay(row, To, required: false, out var to)))
        {
            return;
        }

        if (to < from)
        {
            Faults.Refuse(row.Row, To, FaultKind.EndBeforeBegin);
            return;
        }

        var key = KeyDigest.Number(string.Create(CultureInfo.InvariantCulture, $"{card}|{person}|{from:yyyyMMdd}"));
        var writer = Stage(row.Row, key);
        writer.Write(person);
        writer.Write(key);
        writer.Write(card);
        writer.Write(group);
        writer.Write(from);
        writer.Write(to);
    }

    protected override string KeyText(IDictionary<string, object?> row) => PersonText(row["person_id"]);

    private bool TakeCard(ITableReader row, out long person, out string? card, out string group)
    {
        (person, card) = (0, null);
        var text = Raw(row, Card).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        group = Raw(row, Group).Trim().ToUpperInvariant();
        if (text is [>= 'A' and <= 'Z', >= 'A' and <= 'Z', >= '1' and <= '5', ..] && text.Length == 15 && text.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            (person, card, group) = (long.Parse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture), text, text[..2]);
            return true;
        }

        // The layout of 2021 prints the person's number alone.
        var number = FixedDigits.SocialInsuranceNumber(text.Length == 0 ? Raw(row, Code) : text);
        if (number.Value is null)
        {
            Faults.Refuse(row.Row, Card, FaultKind.CardUnreadable);
            return false;
        }

        person = long.Parse(number.Value, CultureInfo.InvariantCulture);
        if (group.Length == 2 && group.All(char.IsAsciiLetterUpper))
        {
            return true;
        }

        Faults.Refuse(row.Row, Group, FaultKind.CardGroupMissing);
        return false;
    }

    private bool TakeDay(ITableReader row, int field, bool required, out DateOnly? day)
    {
        day = null;
        var verdict = DateVerdict.Empty;
        if (Context.Has(field))
        {
            verdict = DateText.Parse(Raw(row, field), out var read);
            day = verdict == DateVerdict.Ok ? read : null;
        }

        if (verdict == DateVerdict.Ok || (verdict == DateVerdict.Empty && !required))
        {
            return true;
        }

        Faults.Refuse(row.Row, field, verdict switch { DateVerdict.Empty => FaultKind.NoDay, DateVerdict.Impossible => FaultKind.DateImpossible, _ => FaultKind.DateUnreadable });
        return false;
    }
}
