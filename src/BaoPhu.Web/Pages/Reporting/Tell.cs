using BaoPhu.Core.Data;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Reporting;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Reporting;

/// <summary>Terms, deadlines and figures of reports as people say them.</summary>
public static class Tell
{
    public static string Period(ReportTerm term) => Period(term.From, term.To);

    public static string Period(DateOnly from, DateOnly to) => from == to ? Words.T("Reporting.OnDay", Show.Date(to)) : Words.T("Reporting.FromTo", Show.Date(from), Show.Date(to));

    /// <summary>"trước 16:00 03/11/2021", of a deadline that is the end of a day "hết ngày 15/11/2021".</summary>
    public static string Deadline(ReportTerm term)
    {
        var at = new Instant(term.Deadline);
        return at == Instant.StartOf(at.Day) ? Words.T("Reporting.ByEnd", Show.Date(at.Day.AddDays(-1))) : Words.T("Reporting.Before", Show.Moment(at));
    }

    /// <summary>The day on which a term is due.</summary>
    public static DateOnly DayOf(ReportTerm term) => new Instant(term.Deadline - 1).Day;

    /// <summary>A line of the calendar in words: "hằng ngày, trước 16:00", "trước ngày 15 hằng tháng".</summary>
    public static string Rule(ReportRuleLine line)
    {
        var day = Words.T("Reporting.Recurs_" + line.Recurrence + (line.Strictly ? "-strictly" : ""), line.Day);
        return (line.Until is { } hour ? Words.T("Reporting.RecursBefore", day, hour.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)) : day)
            + (line.WorkingDays ? ", " + Words.T("Reporting.WorkingDaysOnly") : "");
    }

    /// <summary>Class of the mark: what asks for an act stands out.</summary>
    public static string Mark(ReportStanding standing) => standing is ReportStanding.Late or ReportStanding.Missing or ReportStanding.Returned ? "mark-strong" : "";

    /// <summary>A figure; what no data stands behind says so and is never 0.</summary>
    public static string Value(long? value) => value is { } known ? Show.Number(known) : Words.T("Reporting.NoData");

    /// <summary>With its sign; a dash where there is nothing to compare.</summary>
    public static string Difference(long? value) => value is not { } known ? "–" : (known > 0 ? "+" : "") + Show.Number(known);

    /// <summary>Money in billions of đồng with one place, as it fits a tile.</summary>
    public static string Billions(long dong) => Words.T("Reporting.Billions", (dong / 1_000_000_000m).ToString("#,0.0", Core.Texts.Text.Vietnamese));

    /// <summary>A share of a whole with one place: "12,5 %".</summary>
    public static string Percent(long part, long whole) => (100m * part / whole).ToString("0.0", Core.Texts.Text.Vietnamese) + " %";

    public static string Value(Report? report, string figure) => report is null || !report.Frozen.TryGetValue(figure, out var value) ? "–" : Value(value);

    public static string Period(TargetPeriod period) => period.Span == TargetSpan.Year
        ? Words.T("Targets.Span_Year", Year(period.FirstYear))
        : Words.T("Targets.Span_" + period.Span, Year(period.FirstYear), Year(period.LastYear));

    /// <summary>A figure in its unit; money rounded as people say it.</summary>
    public static string Figure(FigureUnit unit, long? value) => value is not { } known ? Words.T("Reporting.NoData") : unit == FigureUnit.Dong ? Show.RoundMoney(known) : Show.Number(known);

    public static string Rate(TargetProgress? progress) => progress?.PerMille is { } rate ? PerMille(rate) : "–";

    /// <summary>Thousandths as per cent with one place.</summary>
    public static string PerMille(long thousandths) => (thousandths / 10m).ToString("0.0", Text.Vietnamese) + " %";

    public static string Gap(FigureUnit unit, TargetProgress? progress) => progress?.Gap is not { } gap ? "–" : gap == 0 ? Words.T("Targets.IsMet") : Figure(unit, gap);

    public static string Pace(FigureUnit unit, TargetProgress? progress) => progress?.Pace is { } pace ? Figure(unit, pace) : "–";

    /// <summary>What the offices below were given, against the office's own.</summary>
    public static string Difference(FigureUnit unit, long? difference) =>
        difference is not { } by ? "–" : by == 0 ? Words.T("Targets.SumEqual") : Words.T(by > 0 ? "Targets.SumMore" : "Targets.SumLess", Figure(unit, Math.Abs(by)));

    public static string DifferenceLine(FigureUnit unit, long? difference) =>
        difference is not { } by ? "" : by == 0 ? Words.T("Targets.SumEqualLine") : Words.T(by > 0 ? "Targets.SumMoreLine" : "Targets.SumLessLine", Figure(unit, Math.Abs(by)));

    /// <summary>Text key of what a landing says of its target.</summary>
    public static string Verdict(Landing landing, long target, bool falls) => (falls ? landing.High <= target : landing.Low >= target) ? "Targets.WillMeet"
        : (falls ? landing.Low > target : landing.High < target) ? "Targets.WillMiss" : "Targets.MayMeet";

    private static string Year(int year) => year.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
