using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// Levels as announced in the weeks before: the province, about half of its districts, a few communes; going up and going down, one lifted, one that begins two days later.
/// </summary>
internal sealed class Announcements(long seed, Reference.Province province, IReadOnlyList<District> districts, DateOnly day)
{
    private readonly List<Row> _rows = [];

    private sealed record Row(string Place, int? Level, DateOnly Decided, DateOnly From, int Hour, bool Confirmed);

    public int Write(Session tx, string recordedBy)
    {
        Make();
        using var bulk = tx.BulkInto(
            "org_levels", "announcement_id", "locality_code", "province", "level", "from_at", "known_from_at", "decision_number", "decision_date", "authority", "measures_number",
            "measures_date", "measures_text", "measures_until", "source", "recorded_by", "recorded_at", "switch_confirmed_at", "switch_confirmed_by");
        var number = 1800 + int.Parse(province.Code, CultureInfo.InvariantCulture);
        foreach (var r in _rows.OrderBy(r => r.Decided).ThenBy(r => r.Place, StringComparer.Ordinal))
        {
            number += 3;
            var from = Instant.StartOf(r.From).Milliseconds + (r.Hour * 3_600_000L);
            var known = Instant.StartOf(r.Decided).Milliseconds;
            bulk.StartRow();
            bulk.Write(string.Create(CultureInfo.InvariantCulture, $"demo-{r.Place}-{r.From:yyyyMMdd}"));
            bulk.Write(r.Place);
            bulk.Write(province.Code);
            bulk.Write((short?)r.Level);
            bulk.Write(from);
            bulk.Write(known);
            bulk.Write(string.Create(CultureInfo.InvariantCulture, $"{number}/QĐ-UBND"));
            bulk.Write(r.Decided);
            bulk.Write("Ủy ban nhân dân " + char.ToLower(province.FullName[0], CultureInfo.InvariantCulture) + province.FullName[1..]);
            bulk.Write(r.Level is null ? null : string.Create(CultureInfo.InvariantCulture, $"{number + 1}/UBND-VX"));
            bulk.Write(r.Level is null ? null : r.Decided);
            bulk.Write(Measures(r.Level));
            bulk.Write(r.Level is null ? null : r.Decided.AddDays(30));
            bulk.Write("demo");
            bulk.Write(recordedBy);
            bulk.Write(known + (9 * 3_600_000L));
            bulk.Write(r.Confirmed ? known + (9 * 3_600_000L) : null);
            bulk.Write(r.Confirmed ? recordedBy : null);
        }

        return (int)bulk.Complete();
    }

    private void Make()
    {
        var dice = new Dice(seed, 5, int.Parse(province.Code, CultureInfo.InvariantCulture));
        Add(province.Code, 3, day.AddDays(-33), day.AddDays(-32));
        Add(province.Code, 2, day.AddDays(-14), day.AddDays(-13));

        // One district at level 4 that goes down in two days; one up to 4, one down to 1, one at 3: every kind of place is there however few districts there are.
        var order = districts.Where(d => d.Communes.Count > 0).ToList();
        dice.Shuffle(order);
        var weighted = new Weighted<int>((1, 30), (2, 15), (3, 35), (4, 20));
        for (var i = 0; i < Math.Max(5, order.Count * 45 / 100) && i < order.Count; i++)
        {
            var place = order[i].Code;
            var now = i switch { 0 => 4, 1 => 4, 2 => 1, 3 => 3, _ => dice.Pick(weighted) };
            // The district at 3 comes down from 4: what was put off there is to be caught up with.
            if (i is 1 or 2 or 3 || dice.Chance(300))
            {
                Add(place, i == 1 ? 2 : i == 2 ? 3 : i == 3 ? 4 : dice.Pick(weighted), day.AddDays(-21), day.AddDays(-20));
            }

            Add(place, now, day.AddDays(-6), day.AddDays(-5));
            if (i == 0)
            {
                // Its switch waits to be previewed and confirmed.
                Add(place, 3, day.AddDays(-1), day.AddDays(2), confirmed: false);
            }
        }

        var communes = districts.SelectMany(d => d.Communes).ToList();
        dice.Shuffle(communes);
        for (var i = 0; i < Math.Max(3, communes.Count * 6 / 100) && i < communes.Count; i++)
        {
            Add(communes[i].Code, dice.Pick(weighted), day.AddDays(-3), day.AddDays(-2));
            if (i == 0)
            {
                Add(communes[i].Code, null, day.AddDays(-1), day.AddDays(-1), 12);
            }
        }
    }

    private void Add(string place, int? level, DateOnly decided, DateOnly from, int hour = 0, bool confirmed = true) => _rows.Add(new(place, level, decided, from, hour, confirmed));

    private static string? Measures(int? level) => level switch
    {
        1 => "Các hoạt động diễn ra bình thường, thực hiện 5K; hội họp trong nhà không quá 100 người.",
        2 => "Hội họp trong nhà không quá 50 người; cơ quan, doanh nghiệp hoạt động bình thường, có phương án phòng, chống dịch.",
        3 => "Hội họp trong nhà không quá 20 người; cơ quan bố trí tối đa 50% người làm việc tại trụ sở; làm việc trực tiếp phải sắp xếp theo số người, thời gian, địa điểm.",
        4 => "Tạm dừng hoạt động tập trung; cơ quan làm việc trực tuyến, chỉ bố trí trực giải quyết việc cấp bách; hạn chế ra vào địa bàn.",
        _ => null,
    };
}
