using BaoPhu.Core.Data;
using BaoPhu.Core.Reporting;
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

    /// <summary>Class of the mark: what asks for an act stands out.</summary>
    public static string Mark(ReportStanding standing) => standing is ReportStanding.Late or ReportStanding.Missing or ReportStanding.Returned ? "mark-strong" : "";

    /// <summary>A figure; what no data stands behind says so and is never 0.</summary>
    public static string Value(long? value) => value is { } known ? Show.Number(known) : Words.T("Reporting.NoData");

    public static string Value(Report? report, string figure) => report is null || !report.Frozen.TryGetValue(figure, out var value) ? "–" : Value(value);
}
