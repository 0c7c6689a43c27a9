using System.Globalization;

namespace BaoPhu.Core.Data;

/// <summary>
/// A moment, as whole milliseconds UTC since 1970: the one form that both engines store (bigint), compare and order alike (ADR 0002).
/// Business time is Asia/Ho_Chi_Minh, +07:00 all year.
/// </summary>
public readonly record struct Instant(long Milliseconds) : IComparable<Instant>
{
    public static readonly TimeSpan VietnamOffset = TimeSpan.FromHours(7);

    /// <summary>The end of time: "known until further notice" in comparisons made in memory.</summary>
    public static readonly Instant Never = new(long.MaxValue);

    public DateTimeOffset Local => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds).ToOffset(VietnamOffset);

    /// <summary>The calendar day in Viet Nam.</summary>
    public DateOnly Day => DateOnly.FromDateTime(Local.DateTime);

    public static Instant Of(DateTimeOffset moment) => new(moment.ToUnixTimeMilliseconds());

    /// <summary>00:00 of a day in Viet Nam.</summary>
    public static Instant StartOf(DateOnly day) => Of(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), VietnamOffset));

    /// <summary>The last moment of a day.</summary>
    public static Instant EndOf(DateOnly day) => new(StartOf(day.AddDays(1)).Milliseconds - 1);

    public int CompareTo(Instant other) => Milliseconds.CompareTo(other.Milliseconds);
    public static bool operator <(Instant a, Instant b) => a.Milliseconds < b.Milliseconds;
    public static bool operator >(Instant a, Instant b) => a.Milliseconds > b.Milliseconds;
    public static bool operator <=(Instant a, Instant b) => a.Milliseconds <= b.Milliseconds;
    public static bool operator >=(Instant a, Instant b) => a.Milliseconds >= b.Milliseconds;

    /// <summary>ISO 8601 with the offset of Viet Nam, as in JSON.</summary>
    public override string ToString() => Local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}

public static class ClockReading
{
    public static Instant Now(this TimeProvider clock) => Instant.Of(clock.GetUtcNow());
    public static DateOnly Today(this TimeProvider clock) => clock.Now().Day;
}
