using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Reporting;

namespace BaoPhu.Web.Pages.Reporting.Boards;

/// <summary>
/// Who has sent as dots by quarter of an hour, around the deadline: ten hours before it until two after, what came earlier or later at the edge. The same moments stand in the board's table. Numbers of
/// the drawing are text, as the drawing wants them.
/// </summary>
public sealed class SentByTime
{
    public const int Width = 720;
    public const int Height = 130;
    public const int Base = 108;
    private const int Before = 10 * 4;
    private const int After = 2 * 4;
    private const long Quarter = 15 * 60_000;
    private const double Step = (double)Width / (Before + After);

    private readonly long _deadline;

    public SentByTime(ReportBoard board)
    {
        _deadline = board.Term.Deadline;
        Day = new Instant(_deadline - 1).Day;
        Columns = [.. board.Offices.Select(o => o.FirstSentAt?.Milliseconds).OfType<long>().GroupBy(ColumnOf).OrderBy(g => g.Key).Select(g => (g.Key, g.Count()))];
        var most = Columns.Select(c => c.Count).DefaultIfEmpty(1).Max();
        var size = Math.Min(Step - 2, (Base - 8.0) / most);
        Radius = Number(Math.Max(1, size / 2));
        Dots = [.. Columns.SelectMany(c => Enumerable.Range(0, c.Count).Select(i => (Number((c.Column + 0.5) * Step), Number(Base - 2 - (size * (i + 0.5))), c.Column >= Before)))];
    }

    public DateOnly Day { get; }

    /// <summary>How many sent in each quarter of an hour, by its place from the left.</summary>
    public IReadOnlyList<(int Column, int Count)> Columns { get; }
    public string Radius { get; }
    public string DeadlineX { get; } = Number(Before * Step);
    public IReadOnlyList<(string X, string Y, bool Late)> Dots { get; }

    public IEnumerable<(string X, string Hour)> Hours => Enumerable.Range(0, (Before + After) / 8 + 1).Select(i => (
        Number(Math.Clamp(i * 8 * Step, 14, Width - 14)), new Instant(_deadline + ((i * 8) - Before) * Quarter).Local.ToString("HH:mm", CultureInfo.InvariantCulture)));

    /// <summary>The deadline itself is late already.</summary>
    private int ColumnOf(long at) => Math.Clamp((int)Math.Floor((double)(at - _deadline) / Quarter) + Before, 0, Before + After - 1);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
