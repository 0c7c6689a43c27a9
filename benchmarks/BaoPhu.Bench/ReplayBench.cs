using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Demonstration;

namespace BaoPhu.Bench;

/// <summary>
/// The 81 days from 11 October 2021 over one large province, day by day: levels, planning, switches. Each day's seconds against the first one, in which all work is made from nothing.
/// </summary>
internal static class ReplayBench
{
    private static readonly DateOnly First = new(2021, 10, 11);
    private const int Days = 81;

    public static async Task Run(Place place, Board board, int employers)
    {
        foreach (var engine in place.Engines)
        {
            var (db, _) = await place.Fresh(engine, "bench_replay");
            await using (db)
            {
                await DemonstrationNation.Load(db, new DemonstrationOrder(1, employers, 1, DemonstrationOrder.EndOfQuarter) { Only = ["79"], WithWork = false }, Console.Error.WriteLine);
                var days = await new Replay(db).Run("79", First, First.AddDays(Days - 1), d => Console.Error.WriteLine(FormattableString.Invariant($"{d.Day:yyyy-MM-dd} {d.Seconds:0.00} s")));
                var ordinary = days.Skip(1).Where(d => d.Switches == 0).Select(d => d.Seconds).Order().ToList();
                var switched = days.Skip(1).Where(d => d.Switches > 0).Select(d => d.Seconds).Order().ToList();
                var what = FormattableString.Invariant($"replay {Days} days, {employers:n0} employers");
                board.Ratio(what + ": a day in the mean", engine, days.Average(d => d.Seconds), days[0].Seconds, "the first day (all work made)", "");
                board.Figure(what + ": an ordinary day, median", engine, Seconds(ordinary[ordinary.Count / 2]), "");
                board.Figure(what + ": a day with a switch, median and longest", engine, Seconds(switched[switched.Count / 2]) + " / " + Seconds(switched[^1]), "");
                board.Figure(what + ": all", engine, Seconds(days.Sum(d => d.Seconds)), "");
                board.Figure("its switches; tasks created, converted, put off and taken up", engine, FormattableString.Invariant(
                    $"{days.Sum(d => d.Switches)}; {days.Sum(d => d.Created):n0}, {days.Sum(d => d.Converted):n0}, {days.Sum(d => d.Suspended):n0}, {days.Sum(d => d.Reopened):n0}"), "");
            }
        }
    }

    private static string Seconds(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";
}
