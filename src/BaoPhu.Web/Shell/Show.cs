using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Policy;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Clock;

namespace BaoPhu.Web.Shell;

/// <summary>How values look on screens: 1.234.567, 03/11/2021, 16:00 03/11/2021.</summary>
public static class Show
{
    public static string Number(long value) => value.ToString("#,0", Text.Vietnamese);

    /// <summary>A change: "+1.234", "−1.234", "0".</summary>
    public static string Signed(long value) => value > 0 ? "+" + Number(value) : value < 0 ? "−" + Number(-value) : "0";

    /// <summary>Whole đồng with its unit.</summary>
    public static string Money(long dong) => Text.Of("Web.Dong", Number(dong));

    /// <summary>A round figure for headings: "1,26 tỷ đồng", "85,3 triệu đồng", below a million in full.</summary>
    public static string RoundMoney(long dong) => Math.Abs(dong) switch
    {
        >= 1_000_000_000 => Text.Of("Web.DongBillion", (dong / 1_000_000_000m).ToString("#,0.##", Text.Vietnamese)),
        >= 1_000_000 => Text.Of("Web.DongMillion", (dong / 1_000_000m).ToString("#,0.#", Text.Vietnamese)),
        _ => Money(dong),
    };

    /// <summary>A month of contributions: "09/2021".</summary>
    public static string Month(Period month) => Core.Documents.Forms.OfficialWords.Month(month);

    public static string Date(DateOnly day) => VietnamTime.ToText(day);
    public static string Date(DateOnly? day) => day is { } d ? Date(d) : "–";
    public static string Moment(Instant at) => VietnamTime.ToText(at.Milliseconds);
    public static string Moment(Instant? at) => at is { } a ? Moment(a) : "–";
    /// <summary>Number and day of a paper, without the day where it is not known.</summary>
    public static string Paper(string? number, DateOnly? day) => day is { } d ? Text.Of("Web.Paper", number, Date(d)) : number ?? "";

    /// <summary>"RR 10000000–10009999", empty where there is none.</summary>
    public static string ItemRange(Core.Organisation.ItemRange? range) => range is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{range.Service} {range.First:00000000}–{range.Last:00000000}");

    public static string Time(Instant at) => at.Local.ToString("HH':'mm", CultureInfo.InvariantCulture);

    /// <summary>Age of a debt in months, two decimals.</summary>
    public static string Age(decimal months) => months.ToString("0.00", Text.Vietnamese);

    public static string Name(Standing standing) => Text.Of("Web.Standing_" + Names.Of(standing));
    public static string Name(WorkStream stream) => Text.Of("Web.Stream_" + Names.Of(stream));

    /// <summary>"Nợ dưới 1 tháng".</summary>
    public static string Name(DebtBand band) => Text.Of("Web.Band_" + (int)band);

    public static string Name(Fund fund) => Text.Of("Web.Fund_" + Names.Of(fund));

    /// <summary>Words that stand by themselves: the first letter is a capital.</summary>
    public static string Sentence(string? words) => words is { Length: > 0 } ? char.ToUpper(words[0], Text.Vietnamese) + words[1..] : "";

    /// <summary>Level as number and colour name: "Cấp 3 (cam)"; null: nothing announced.</summary>
    public static string Level(int? level) => level is { } n ? Text.Of("Web.Level_" + n.ToString(CultureInfo.InvariantCulture)) : Text.Of("Web.LevelNone");
}

/// <summary>Words on pages: @T("Web.Search").</summary>
public static class Words
{
    public static string T(string key, params ReadOnlySpan<object?> values) => Text.Of(key, values);

    /// <summary>A rule table's own words in the reader's language.</summary>
    public static string Say(string vietnamese) => PolicyWording.Say(vietnamese);
}
