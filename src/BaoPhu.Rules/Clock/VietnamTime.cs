using System.Globalization;

namespace BaoPhu.Rules.Clock;

/// <summary>
/// Asia/Ho_Chi_Minh as a fixed +07:00 (no summer time; the zone has not moved since 1975) against instants, which are UTC milliseconds since 1970 everywhere.
/// A local time is a <see cref="DateTime"/> of unspecified kind.
/// </summary>
public static class VietnamTime
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    private const long OffsetMilliseconds = 7L * 60 * 60 * 1000;

    // With seconds and without; K would read an offset, which is looked for apart so that its absence is certain.
    private static readonly string[] LocalForms =
    [
        "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd",
        "d/M/yyyy", "d/M/yyyy H:mm", "d/M/yyyy H:mm:ss", "d-M-yyyy", "d-M-yyyy H:mm", "H:mm d/M/yyyy",
    ];

    private static readonly string[] OffsetForms =
    [
        "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    /// <summary>The instant of a local time of Vietnam. The kind of <paramref name="local"/> is not looked at.</summary>
    public static long ToUtcMs(DateTime local) => ((local.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond) - OffsetMilliseconds;

    /// <summary>The instant of 00:00 of a day in Vietnam.</summary>
    public static long ToUtcMs(DateOnly day) => ToUtcMs(day.ToDateTime(TimeOnly.MinValue));

    public static long ToUtcMs(DateOnly day, TimeOnly time) => ToUtcMs(day.ToDateTime(time));

    public static long ToUtcMs(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    /// <summary>Local time of Vietnam (kind unspecified). Throws <see cref="ArgumentOutOfRangeException"/> outside the years 1–9999.</summary>
    public static DateTime ToLocal(long utcMs) => new(DateTime.UnixEpoch.Ticks + ((utcMs + OffsetMilliseconds) * TimeSpan.TicksPerMillisecond), DateTimeKind.Unspecified);

    /// <summary>The day in Vietnam at an instant: what an as-of day means.</summary>
    public static DateOnly ToDay(long utcMs) => DateOnly.FromDateTime(ToLocal(utcMs));

    public static DateTimeOffset ToOffset(long utcMs) => new(ToLocal(utcMs), Offset);

    /// <summary>"2021-11-03T08:00" (with seconds only where there are any): local, without offset, the form of JSON.</summary>
    public static string ToIso(long utcMs)
    {
        var local = ToLocal(utcMs);
        return local.ToString(local.Ticks % TimeSpan.TicksPerMinute == 0 ? "yyyy-MM-dd'T'HH:mm" : local.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);
    }

    /// <summary>"03/11/2021 08:00", the form of pages and documents.</summary>
    public static string ToText(long utcMs) => ToLocal(utcMs).ToString("dd'/'MM'/'yyyy HH':'mm", CultureInfo.InvariantCulture);

    public static string ToText(DateOnly day) => day.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads a moment: "2021-11-03T08:00" (seconds and fractions allowed; no offset = Vietnam), the same with an offset or Z, a day alone (00:00), "03/11/2021", "03/11/2021 08:00".
    /// "24:00" is no time. False for anything else, 0 then.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long utcMs)
    {
        text = text.Trim();
        if (DateTime.TryParseExact(text, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            utcMs = ToUtcMs(local);
            return true;
        }

        if (DateTimeOffset.TryParseExact(text, OffsetForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            utcMs = moment.ToUnixTimeMilliseconds();
            return true;
        }

        utcMs = 0;
        return false;
    }

    /// <summary>As <see cref="TryParse"/>. Throws <see cref="FormatException"/> naming the text.</summary>
    public static long Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var utcMs) ? utcMs : throw new FormatException($"'{text}' is not a moment as 2021-11-03T08:00 or 03/11/2021 08:00");
}
