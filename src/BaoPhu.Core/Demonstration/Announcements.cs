using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// The levels of a province from NQ 128/NQ-CP (11 October 2021) to the end of the year, day by day: the province as a whole on the days of <see cref="ProvinceOf2021"/>; a list of
/// districts and communes that differ from it every week; single communes between the lists. What is better holds from the next midnight, what is worse from the one
/// after (48 hours, domain §7). Of a province without districts its own levels alone. The history is the same whatever moment is asked for: what was decided before that day is written.
/// </summary>
internal sealed class Announcements(long seed, Reference.Province province, IReadOnlyList<District> districts)
{
    /// <summary>Of the demonstration; shown beside the announcement wherever its source is.</summary>
    public const string Source = "demo";

    private static readonly DateOnly First = new(2021, 10, 11);
    private static readonly DateOnly Last = new(2021, 12, 31);

    /// <summary>How a district differs from its province; the first six of a province are <see cref="Staged"/>.</summary>
    private static readonly Weighted<int> Differences = new((0, 57), (1, 24), (-1, 18), (2, 1));

    /// <summary>
    /// Whatever the seed, every province has every kind of district: one two levels worse for three lists, one better, one worse, one that is worse and well again from list to
    /// list, one that gets better for good and one that gets worse.
    /// </summary>
    private static readonly Func<int, int>[] Staged = [list => list < 3 ? 2 : 1, _ => -1, _ => 1, list => list % 2 == 0 ? 1 : 0, list => list == 0 ? 1 : -1, list => list == 0 ? -1 : 1];

    private readonly int _number = int.Parse(province.Code, CultureInfo.InvariantCulture);
    private readonly ProvinceOf2021 _known = ProvinceOf2021.Of(province.Code);
    private readonly List<Row> _rows = [];
    private readonly Dictionary<string, Own> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateOnly> _hotUntil = new(StringComparer.Ordinal);

    private sealed record Row(string Place, int? Level, DateOnly Decided, DateOnly From, int Decision, string Authority);

    private readonly record struct Own(int? Level, DateOnly From);

    /// <summary>Writes what was decided before the day; the number of announcements.</summary>
    public int Write(Session tx, string recordedBy, DateOnly day)
    {
        Make();
        using var bulk = tx.BulkInto(
            "org_levels", "announcement_id", "locality_code", "province", "level", "from_at", "known_from_at", "decision_number", "decision_date", "authority", "measures_number",
            "measures_date", "measures_text", "measures_until", "source", "recorded_by", "recorded_at", "switch_confirmed_at", "switch_confirmed_by");
        foreach (var r in _rows.Where(r => r.Decided < day))
        {
            var known = Instant.StartOf(r.Decided).Milliseconds;
            var recorded = known + (9 * 3_600_000L);
            bulk.StartRow();
            bulk.Write(string.Create(CultureInfo.InvariantCulture, $"demo-{r.Place}-{r.From:yyyyMMdd}"));
            bulk.Write(r.Place);
            bulk.Write(province.Code);
            bulk.Write((short?)r.Level);
            bulk.Write(Instant.StartOf(r.From).Milliseconds);
            bulk.Write(known);
            bulk.Write(string.Create(CultureInfo.InvariantCulture, $"{r.Decision}/QĐ-UBND"));
            bulk.Write(r.Decided);
            bulk.Write(r.Authority);
            bulk.Write(r.Level is null ? null : string.Create(CultureInfo.InvariantCulture, $"{r.Decision + 1}/UBND-VX"));
            bulk.Write(r.Level is null ? null : r.Decided);
            bulk.Write(Measures(r.Level));
            bulk.Write(r.Level is null ? null : r.Decided.AddDays(60));
            bulk.Write(Source);
            bulk.Write(recordedBy);
            bulk.Write(recorded);
            bulk.Write(recorded);
            bulk.Write(recordedBy);
        }

        return (int)bulk.Complete();
    }

    private void Make()
    {
        var dice = new Dice(seed, 5, _number);
        var order = districts.ToList();
        dice.Shuffle(order);
        var differs = order.ConvertAll(_ => dice.Pick(Differences));
        var communes = districts.SelectMany(d => d.Communes.Select(c => (Commune: c, District: d))).ToList();
        dice.Shuffle(communes);

        var (decision, list) = (1_900 + dice.Below(1_500), 0);
        var started = DecidedOn(0);
        for (var day = First; day <= Last; day = day.AddDays(1))
        {
            decision += dice.Between(4, 9);
            for (var i = 0; i < _known.Levels.Count; i++)
            {
                if (DecidedOn(i) == day)
                {
                    Announce(province.Code, _known.Levels[i].Level, day, _known.Levels[i].From, decision);
                    decision += 3;
                }
            }

            if (day == started || (day > started && (day.DayNumber - First.DayNumber) % 7 == ListDay))
            {
                List(day, list++, decision, order, differs, communes, dice);
            }
            else if (day > started && communes.Count > 0 && dice.Chance(110))
            {
                var (commune, district) = dice.Pick(communes);
                Worse(commune, district, day, dice.Between(7, 20), 300 + decision, "Ủy ban nhân dân " + Lower(district.Name), dice);
            }
        }
    }

    /// <summary>Lists come out on every day of the week, each province on its own; TP Hồ Chí Minh on Tuesdays.</summary>
    private int ListDay => (_number + 6) % 7;

    /// <summary>The day before a level holds; two before where it is worse than the one before.</summary>
    private DateOnly DecidedOn(int i) => _known.Levels[i].From.AddDays(i > 0 && _known.Levels[i].Level > _known.Levels[i - 1].Level ? -2 : -1);

    private void List(DateOnly day, int list, int decision, List<District> order, List<int> differs, List<(Commune Commune, District District)> communes, Dice dice)
    {
        for (var i = 0; i < order.Count; i++)
        {
            if (i >= Staged.Length && list > 0 && dice.Chance(200))
            {
                differs[i] = Math.Clamp(differs[i] + (dice.Chance(500) ? 1 : -1), -1, 1);
            }

            var difference = i < Staged.Length ? Staged[i](list) : differs[i];
            Follow(order[i].Code, difference, day, decision);
        }

        foreach (var over in _hotUntil.Where(h => h.Value <= day).Select(h => h.Key).Order(StringComparer.Ordinal).ToList())
        {
            if (Announce(over, null, day, day.AddDays(1), decision))
            {
                _hotUntil.Remove(over);
            }
        }

        // The first list tells more communes than the later ones; one of them is well again after twelve days.
        var worse = Math.Min(communes.Count, Math.Max(list == 0 ? 3 : 1, communes.Count * (list == 0 ? 30 : 8) / 1000 * ProvinceLevel(day.AddDays(2)) / 2));
        for (var n = 0; n < worse; n++)
        {
            var (commune, district) = list == 0 ? communes[n] : dice.Pick(communes);
            Worse(commune, district, day, n == 0 ? 12 : dice.Between(7, 20), decision, Authority, dice);
        }
    }

    /// <summary>A district that differs from its province is announced; one that no longer does follows it again.</summary>
    private void Follow(string district, int difference, DateOnly day, int decision)
    {
        var whole = ProvinceLevel(day.AddDays(2));

        // Level 4 was rare: a district one worse than a province at 3 stays at 3.
        var level = Math.Clamp(whole + difference, 1, difference == 2 ? 4 : 3);
        var own = _own.GetValueOrDefault(district).Level;
        if (level == (own ?? whole))
        {
            return;
        }

        Announce(district, difference == 0 ? null : level, day, day.AddDays(level > (own ?? whole) ? 2 : 1), decision);
    }

    private void Worse(Commune commune, District district, DateOnly day, int days, int decision, string authority, Dice dice)
    {
        var around = _own.GetValueOrDefault(district.Code).Level ?? ProvinceLevel(day.AddDays(2));
        var worse = dice.Chance(150) ? 2 : 1;
        if (around == 4 || (around == 3 && worse == 1) || _hotUntil.ContainsKey(commune.Code))
        {
            return;
        }

        if (Announce(commune.Code, Math.Min(4, around + worse), day, day.AddDays(2), decision, authority))
        {
            _hotUntil[commune.Code] = day.AddDays(days);
        }
    }

    /// <summary>The province's level on a day; 1 before the first.</summary>
    private int ProvinceLevel(DateOnly day) => _known.Levels.LastOrDefault(l => l.From <= day) is { Level: > 0 and var level } ? level : 1;

    private string Authority => "Ủy ban nhân dân " + Lower(province.FullName);

    /// <summary>False if an earlier announcement of the place is still to come: it waits for the next list.</summary>
    private bool Announce(string place, int? level, DateOnly decided, DateOnly from, int decision, string? authority = null)
    {
        if (_own.TryGetValue(place, out var own) && own.From >= from)
        {
            return false;
        }

        _own[place] = new(level, from);
        _rows.Add(new(place, level, decided, from, decision, authority ?? Authority));
        return true;
    }

    private static string Lower(string name) => char.ToLower(name[0], CultureInfo.InvariantCulture) + name[1..];

    private static string? Measures(int? level) => level switch
    {
        1 => "Các hoạt động diễn ra bình thường, thực hiện 5K; hội họp trong nhà không quá 100 người. (Dữ liệu trình diễn)",
        2 => "Hội họp trong nhà không quá 50 người; cơ quan, doanh nghiệp hoạt động bình thường, có phương án phòng, chống dịch. (Dữ liệu trình diễn)",
        3 => "Hội họp trong nhà không quá 20 người; cơ quan bố trí tối đa 50% người làm việc tại trụ sở; làm việc trực tiếp phải sắp xếp theo số người, thời gian, địa điểm. (Dữ liệu trình diễn)",
        4 => "Tạm dừng hoạt động tập trung; cơ quan làm việc trực tuyến, chỉ bố trí trực giải quyết việc cấp bách; hạn chế ra vào địa bàn. (Dữ liệu trình diễn)",
        _ => null,
    };
}
