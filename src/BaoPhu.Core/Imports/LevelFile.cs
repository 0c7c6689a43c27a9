using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Clock;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports;

/// <summary>
/// Announced levels. Known since 00:00 of the decision's day (or since the import, by option). The same place and minute announced differently is a correction: what
/// was held before stays readable as known until now. Nothing from a file confirms a switch.
/// </summary>
internal sealed class LevelFile(ImportContext context) : ImportWork(context)
{
    private const int Place = 0;
    private const int LevelField = 1;
    private const int Decision = 2;
    private const int DecisionDate = 3;
    private const int Authority = 4;
    private const int From = 5;
    private const int MeasuresNumber = 6;
    private const int MeasuresDate = 7;
    private const int MeasuresText = 8;
    private const int MeasuresUntil = 9;

    public static readonly Field[] Fields =
    [
        new("locality", "Mã địa bàn", true, "ma dia ban", "ma dia phuong", "ma phuong xa", "ma don vi hanh chinh", "dia ban", "ma dia ban hanh chinh"),
        new("level", "Cấp độ", true, "cap do", "cap do dich", "cap", "muc do", "cap do dich covid 19"),
        new("decision", "Số quyết định", true, "so quyet dinh", "quyet dinh", "so van ban", "quyet dinh so", "van ban"),
        new("decision-date", "Ngày quyết định", false, "ngay quyet dinh", "ngay ban hanh", "ngay van ban", "ngay ky"),
        new("authority", "Cơ quan ban hành", true, "co quan ban hanh", "noi ban hanh", "co quan cong bo", "cap ban hanh", "don vi ban hanh"),
        new("from", "Hiệu lực từ", true, "hieu luc tu", "hieu luc", "ap dung tu", "ap dung tu ngay", "hieu luc tu ngay", "co hieu luc tu", "tu ngay", "ngay hieu luc", "co hieu luc tu ngay"),
        new("measures-number", "Số văn bản biện pháp", false, "so van ban bien phap", "so quyet dinh bien phap", "van ban bien phap"),
        new("measures-date", "Ngày văn bản biện pháp", false, "ngay van ban bien phap", "ngay bien phap"),
        new("measures-text", "Biện pháp hành chính", false, "bien phap", "bien phap hanh chinh", "noi dung bien phap"),
        new("measures-until", "Biện pháp đến ngày", false, "bien phap den ngay", "ap dung den ngay"),
    ];

    private readonly Dictionary<string, string> _provinces = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Place, long From), (int Row, Line Line)> _lines = [];
    private readonly HashSet<(string, long)> _contradicted = [];
    private readonly List<(Line Line, Known? Before)> _changes = [];

    /// <summary>The province of every accepted row, if there is only one.</summary>
    public string? OnlyProvince => _lines.Values.Select(l => l.Line.Province).Distinct(StringComparer.Ordinal).ToList() is [var one] ? one : null;

    public override IEnumerable<string> Touched => _changes.Select(c => c.Line.Province).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    public override async Task Begin(Session tx)
    {
        foreach (var place in await tx.Query<PlaceOfProvince>("select distinct code, province from org_localities"))
        {
            _provinces[place.Code] = place.Province;
        }
    }

    public override void Take(ITableReader row)
    {
        if (IsOutOfShape(row))
        {
            return;
        }

        var ok = TakePlace(row, out var place);
        ok &= TakeLevel(row, out var level);
        ok &= Text(row, Decision, FaultKind.NoDecision, out var decision);
        ok &= Text(row, Authority, FaultKind.NoAuthority, out var authority);
        ok &= TakeFrom(row, out var from);
        ok &= TakeDay(row, DecisionDate, out var decided) & TakeDay(row, MeasuresDate, out var measuresDate) & TakeDay(row, MeasuresUntil, out var measuresUntil);
        if (!ok)
        {
            return;
        }

        var line = new Line(
            place, _provinces[place], level, from, decision, decided, authority, Context.Has(MeasuresNumber) ? Words(row, MeasuresNumber) : null, measuresDate,
            Context.Has(MeasuresText) ? Words(row, MeasuresText) : null, measuresUntil);
        var key = (place, from);
        if (!_lines.TryGetValue(key, out var first))
        {
            _lines.Add(key, (row.Row, line));
        }
        else if (first.Line != line)
        {
            Faults.Refuse(row.Row, Place, FaultKind.Contradiction, first.Row);
            if (_contradicted.Add(key))
            {
                Faults.Refuse(first.Row, Place, FaultKind.Contradiction, row.Row);
            }
        }
    }

    public override Task Settle(Session tx)
    {
        foreach (var key in _contradicted)
        {
            _lines.Remove(key);
        }

        return Task.CompletedTask;
    }

    public override async Task<Outcome> Compare(Session tx)
    {
        foreach (var province in _lines.Values.Select(l => l.Line.Province).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            await Levels.Lock(tx, province);
        }

        var known = new Dictionary<(string, long), Known>();
        foreach (var held in await tx.Query<Known>(
            """
            select locality_code, from_at, decision_number, level, decision_date, authority, measures_number, measures_date, measures_text, measures_until
            from org_levels where known_to_at is null order by known_from_at, recorded_at
            """))
        {
            known[(held.LocalityCode, held.FromAt)] = held;
        }

        var (created, changed) = (0L, 0L);
        foreach (var (key, (_, line)) in _lines)
        {
            var before = known.GetValueOrDefault(key);
            if (before is not null && Same(before, line))
            {
                continue;
            }

            _changes.Add((line, before));
            created += before is null ? 1 : 0;
            changed += before is null ? 0 : 1;
        }

        return new(created, changed);
    }

    public override Task<IReadOnlyList<ImportChange>> Examples(Session tx, int most) => Task.FromResult<IReadOnlyList<ImportChange>>(
        [.. _changes.Where(c => c.Before is not null).Take(most).Select(c => new ImportChange(c.Line.Place, Fields[LevelField].Title, Show(c.Before!.Level), Show(c.Line.Level)))]);

    public override async Task Apply(Session tx)
    {
        var now = Context.Now;
        foreach (var (line, before) in _changes)
        {
            var knownFrom = now;
            if (before is null && !Context.Request.KnownAtImport && line.Decided is { } decided)
            {
                knownFrom = Instant.StartOf(decided);
            }

            await Levels.Record(tx, new Announcement
            {
                AnnouncementId = Guid.CreateVersion7().ToString("N"), LocalityCode = line.Place, Province = line.Province, Level = line.Level, FromAt = new Instant(line.From), KnownFromAt = knownFrom,
                DecisionNumber = line.Decision, DecisionDate = line.Decided, Authority = line.Authority, MeasuresNumber = line.MeasuresNumber, MeasuresDate = line.MeasuresDate,
                MeasuresText = line.MeasuresText, MeasuresUntil = line.MeasuresUntil, Source = "import", RecordedBy = Context.Actor.UserId, RecordedAt = now,
            });
        }
    }

    /// <summary>A file without measures says nothing about them.</summary>
    private bool Same(Known held, Line line) =>
        held.Level == line.Level && held.DecisionNumber == line.Decision && held.Authority == line.Authority && (line.Decided is null || held.DecisionDate == line.Decided)
        && (!Context.Has(MeasuresNumber) || held.MeasuresNumber == line.MeasuresNumber) && (!Context.Has(MeasuresDate) || held.MeasuresDate == line.MeasuresDate)
        && (!Context.Has(MeasuresText) || held.MeasuresText == line.MeasuresText) && (!Context.Has(MeasuresUntil) || held.MeasuresUntil == line.MeasuresUntil);

    private static string Show(short? level) => level is { } some ? Texts.Text.Of("Imports.Level", some) : Texts.Text.Of("Imports.LevelLifted");

    private bool TakePlace(ITableReader row, out string place)
    {
        var read = FixedDigits.Locality(Raw(row, Place));
        place = read.Value ?? "";
        if (read.Value is null)
        {
            Faults.Refuse(row.Row, Place, FaultKind.LocalityUnreadable);
            return false;
        }

        if (!_provinces.TryGetValue(place, out var province))
        {
            Faults.Refuse(row.Row, Place, FaultKind.LocalityUnknown);
            return false;
        }

        if (Context.Request.Province is { } only && only != province)
        {
            Faults.Refuse(row.Row, Place, FaultKind.LocalityElsewhere);
            return false;
        }

        return true;
    }

    /// <summary>"2", "Cấp 2", "cấp độ 2"; a lift is said in words.</summary>
    private bool TakeLevel(ITableReader row, out short? level)
    {
        level = null;
        var words = VietnameseText.Fold(VietnameseText.Normalise(Raw(row, LevelField)));
        if (words is "bai bo" or "do bo" or "huy bo" or "het hieu luc" or "go bo")
        {
            return true;
        }

        words = words.Replace("cap", "", StringComparison.Ordinal).Replace("do", "", StringComparison.Ordinal).Replace("dich", "", StringComparison.Ordinal).Trim();
        if (short.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 4)
        {
            level = number;
            return true;
        }

        Faults.Refuse(row.Row, LevelField, FaultKind.LevelOutside);
        return false;
    }

    private bool Text(ITableReader row, int field, FaultKind missing, out string text)
    {
        text = Words(row, field) ?? "";
        if (text.Length == 0)
        {
            Faults.Refuse(row.Row, field, missing);
        }

        return text.Length > 0;
    }

    private bool TakeFrom(ITableReader row, out long from)
    {
        var text = (Words(row, From) ?? "").Replace("ngày", "", StringComparison.Ordinal).Trim();
        if (VietnamTime.TryParse(text, out from))
        {
            return true;
        }

        var verdict = DateText.Parse(text, out var day);
        if (verdict == DateVerdict.Ok)
        {
            from = VietnamTime.ToUtcMs(day);
            return true;
        }

        // "31/02/2021 08:00": the day tells whether it is unreadable or impossible.
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (verdict == DateVerdict.NotADate && space > 0 && DateText.Parse(text.AsSpan(0, space), out _) == DateVerdict.Impossible)
        {
            verdict = DateVerdict.Impossible;
        }

        Faults.Refuse(row.Row, From, verdict switch
        {
            DateVerdict.Empty => FaultKind.NoFrom,
            DateVerdict.Impossible => FaultKind.DateImpossible,
            _ => FaultKind.DateUnreadable,
        });
        return false;
    }

    private bool TakeDay(ITableReader row, int field, out DateOnly? day)
    {
        day = null;
        var verdict = Context.Has(field) ? DateText.Parse(Raw(row, field), out var read) : Skip(out read);
        if (verdict == DateVerdict.Ok)
        {
            day = read;
        }
        else if (verdict != DateVerdict.Empty)
        {
            Faults.Refuse(row.Row, field, verdict == DateVerdict.Impossible ? FaultKind.DateImpossible : FaultKind.DateUnreadable);
            return false;
        }

        return true;

        static DateVerdict Skip(out DateOnly none)
        {
            none = default;
            return DateVerdict.Empty;
        }
    }

    private sealed record Line(
        string Place, string Province, short? Level, long From, string Decision, DateOnly? Decided, string Authority, string? MeasuresNumber, DateOnly? MeasuresDate,
        string? MeasuresText, DateOnly? MeasuresUntil);

    private sealed class Known
    {
        public string LocalityCode { get; init; } = "";
        public long FromAt { get; init; }
        public string DecisionNumber { get; init; } = "";
        public short? Level { get; init; }
        public DateOnly? DecisionDate { get; init; }
        public string Authority { get; init; } = "";
        public string? MeasuresNumber { get; init; }
        public DateOnly? MeasuresDate { get; init; }
        public string? MeasuresText { get; init; }
        public DateOnly? MeasuresUntil { get; init; }
    }

    private sealed class PlaceOfProvince
    {
        public string Code { get; init; } = "";
        public string Province { get; init; } = "";
    }
}
