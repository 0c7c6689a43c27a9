using System.Globalization;
using BaoPhu.Rules;

namespace BaoPhu.Web.Pages.Collection;

/// <summary>A month as it is typed: 09/2021 or 9/2021.</summary>
public static class MonthText
{
    /// <summary>yyyymm, null where the text is empty or no month.</summary>
    public static int? Read(string? text) =>
        text?.Trim().Split('/') is [var month, var year] && int.TryParse(month, NumberStyles.None, CultureInfo.InvariantCulture, out var m)
        && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y) && Period.TryFromNumber((y * 100) + m, out var period)
            ? period.Number : null;

    public static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"{number % 100:00}/{number / 100}");

    public static string? Of(int? number) => number is { } n ? Of(n) : null;
}
