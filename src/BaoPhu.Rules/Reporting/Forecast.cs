namespace BaoPhu.Rules.Reporting;

/// <summary>What complete months brought, one after another. <paramref name="First"/>: index of the first month (<see cref="Period.Index"/>).</summary>
public sealed record MonthSeries(int First, IReadOnlyList<long> Values)
{
    /// <summary>The month after the last one known.</summary>
    public int End => First + Values.Count;

    public bool Has(int month) => month >= First && month < End;

    public long this[int month] => Values[month - First];

    /// <summary>As it was known before a month.</summary>
    public MonthSeries Before(int month) => new(First, [.. Values.Take(Math.Max(0, month - First))]);

    /// <summary>
    /// The sum of several up to the last month that all of them have. What ends more than two months before the others is left out (an office that closed); before its first month an office brought nothing.
    /// </summary>
    public static MonthSeries? Sum(IReadOnlyList<MonthSeries> series)
    {
        if (series.Count == 0)
        {
            return null;
        }

        var latest = series.Max(s => s.End);
        var counted = series.Where(s => s.End >= latest - 2).ToList();
        var (first, end) = (counted.Min(s => s.First), counted.Min(s => s.End));
        return new(first, [.. Enumerable.Range(first, Math.Max(0, end - first)).Select(m => counted.Sum(s => s.Has(m) ? s[m] : 0))]);
    }
}

/// <summary>How a landing was found.</summary>
public enum ForecastWay : byte
{
    /// <summary>As many a month as so far in the period.</summary>
    Straight = 0,

    /// <summary>As the same months of years before, in this year's volume.</summary>
    Seasonal = 1,

    /// <summary>As the offices beside it in the same months of years before, in its own volume.</summary>
    Beside = 2,
}

/// <summary>
/// Where a target will land. In 8 of 10 earlier cases the truth lay between <paramref name="Low"/> and <paramref name="High"/>; <paramref name="Cases"/>: how many there were (few: the spread of the
/// months stands in for them).
/// </summary>
public sealed record Landing(long Low, long Middle, long High, ForecastWay Way, int Cases);

/// <summary>
/// The landing of a target at the end of its period: the months to come are taken from the same months of years before, brought to this year's volume and level, or from the offices beside it where the
/// office has no earlier year; the way that erred less in the earlier cases is taken, so that a straight line wins where nothing repeats. The range is what those cases erred (empirical quantiles).
/// </summary>
public static class Forecast
{
    private const int Window = 12;
    private const int FewestCases = 5;
    private const double LowShare = 0.1;

    /// <summary>
    /// <paramref name="own"/> ends with the last complete month; <paramref name="beside"/>: offices of the same level; <paramref name="begin"/>: first month of the period, <paramref name="last"/>: its
    /// last; <paramref name="now"/>: what stands today; <paramref name="elapsed"/>: share of the running month that is over, 0 to 1. Null: fewer than three months are known.
    /// </summary>
    public static Landing? Of(MonthSeries own, IReadOnlyList<MonthSeries> beside, int begin, int last, long now, double elapsed)
    {
        if (own.Values.Count < 3)
        {
            return null;
        }

        var current = own.End;
        if (last < current)
        {
            return new(now, now, now, ForecastWay.Straight, 0);
        }

        var straight = Cases(own, beside, begin, last, elapsed, ForecastWay.Straight);
        var best = (Way: ForecastWay.Straight, Errors: straight);
        foreach (var way in (ForecastWay[])[ForecastWay.Seasonal, ForecastWay.Beside])
        {
            if (Rest(own, beside, begin, last, elapsed, way) is not null && Cases(own, beside, begin, last, elapsed, way) is { Count: > 0 } errors
                && (best.Errors.Count == 0 || errors.Average(Math.Abs) < best.Errors.Average(Math.Abs)))
            {
                best = (way, errors);
            }
        }

        var rest = Rest(own, beside, begin, last, elapsed, best.Way)!.Value;
        var (low, high) = best.Errors.Count >= FewestCases
            ? (Quantile(best.Errors, LowShare) * Volume(own, current), Quantile(best.Errors, 1 - LowShare) * Volume(own, current))
            : Spread(own, last - current + 1 - elapsed);
        return new(Round(now + rest + Math.Min(low, 0)), Round(now + rest), Round(now + rest + Math.Max(high, 0)), best.Way, best.Errors.Count);
    }

    /// <summary>What a straight line says: the measure of every other way.</summary>
    public static long Straight(MonthSeries own, int begin, int last, long now, double elapsed) => Round(now + Rest(own, [], begin, last, elapsed, ForecastWay.Straight)!.Value);

    /// <summary>What is still to come from the running month to the last one; null: the way has nothing to go by.</summary>
    private static double? Rest(MonthSeries own, IReadOnlyList<MonthSeries> beside, int begin, int last, double elapsed, ForecastWay way)
    {
        var sum = 0.0;
        for (var month = own.End; month <= last; month++)
        {
            var value = way switch
            {
                ForecastWay.Seasonal => Seasonal(own, month),
                ForecastWay.Beside => Beside(own, beside, month),
                _ => Mean(own, begin),
            };
            if (value is not { } known)
            {
                return null;
            }

            sum += month == own.End ? known * (1 - elapsed) : known;
        }

        return sum;
    }

    private static double Mean(MonthSeries own, int begin)
    {
        // At the beginning of a period there is nothing of it yet: then the last year.
        var from = own.End - begin >= 2 ? Math.Max(own.First, begin) : Math.Max(own.First, own.End - Window);
        return Enumerable.Range(from, own.End - from).Average(m => (double)own[m]);
    }

    private static double? Seasonal(MonthSeries own, int month)
    {
        var (sum, years) = (0.0, 0);
        for (var back = 12; month - back >= own.First; back += 12)
        {
            // The months that both years have, this one's level against that one's.
            var months = Enumerable.Range(own.End - Window, Window).Where(m => own.Has(m) && own.Has(m - back)).ToList();
            if (!own.Has(month - back) || months.Count < 3)
            {
                continue;
            }

            var before = months.Sum(m => Math.Abs((double)own[m - back]));
            var ratio = before == 0 ? 1 : Math.Clamp(months.Sum(m => Math.Abs((double)own[m])) / before, 0.2, 5);
            var shift = months.Average(m => own[m] - (ratio * own[m - back])) * months.Count / (months.Count + 6.0);
            sum += (ratio * own[month - back]) + shift;
            years++;
        }

        return years == 0 ? null : sum / years;
    }

    private static double? Beside(MonthSeries own, IReadOnlyList<MonthSeries> beside, int month)
    {
        var donor = MonthSeries.Sum([.. beside.Where(b => b.First <= own.End - 3 && b.Has(own.End - 1))])?.Before(own.End);
        return donor is not null && Seasonal(donor, month) is { } value && Volume(donor, own.End) is > 0 and var volume ? value * Volume(own, own.End) / volume : null;
    }

    /// <summary>
    /// What the way erred in earlier years at the same place of the year, of this office and those beside it, as shares of their volume; where no year is that long, at every earlier place.
    /// </summary>
    private static List<double> Cases(MonthSeries own, IReadOnlyList<MonthSeries> beside, int begin, int last, double elapsed, ForecastWay way)
    {
        var (errors, ahead) = (new List<double>(), last - own.End);
        IReadOnlyList<MonthSeries> all = [own, .. beside];
        foreach (var step in (int[])[12, 1])
        {
            foreach (var series in all)
            {
                for (var back = step; series.End - back >= series.First + 3; back += step)
                {
                    var asOf = series.End - back;
                    if (!series.Has(asOf + ahead) || Volume(series, asOf) is not (> 0 and var volume))
                    {
                        continue;
                    }

                    IReadOnlyList<MonthSeries> others = way == ForecastWay.Beside ? [.. all.Where(o => !ReferenceEquals(o, series)).Select(o => o.Before(asOf))] : [];
                    if (Rest(series.Before(asOf), others, begin - own.End + asOf, asOf + ahead, elapsed, way) is { } told)
                    {
                        var truth = Enumerable.Range(asOf, ahead + 1).Sum(m => m == asOf ? series[m] * (1 - elapsed) : series[m]);
                        errors.Add((truth - told) / volume);
                    }
                }
            }

            if (errors.Count >= FewestCases)
            {
                break;
            }
        }

        return errors;
    }

    /// <summary>How much moves in a year of it (or in what is known of one), ups and downs added.</summary>
    private static double Volume(MonthSeries series, int before) =>
        Enumerable.Range(before - Window, Window).Where(m => series.Has(m) && m < before).Select(m => Math.Abs((double)series[m])).DefaultIfEmpty(0).Average() * Window;

    private static (double Low, double High) Spread(MonthSeries own, double months)
    {
        var mean = own.Values.Average(v => (double)v);
        var off = own.Values.Select(v => v - mean).ToList();
        var scale = Math.Sqrt(Math.Max(0, months));
        return (Quantile(off, LowShare) * scale, Quantile(off, 1 - LowShare) * scale);
    }

    private static double Quantile(List<double> values, double share)
    {
        var sorted = values.Order().ToList();
        var place = share * (sorted.Count - 1);
        var below = (int)Math.Floor(place);
        return below + 1 >= sorted.Count ? sorted[below] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }

    private static long Round(double value) => (long)Math.Round(value, MidpointRounding.AwayFromZero);
}
