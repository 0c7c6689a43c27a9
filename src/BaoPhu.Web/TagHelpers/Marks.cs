using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Rules;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BaoPhu.Web.TagHelpers;

/// <summary>&lt;level-badge level="3"/&gt;: number and name, the colour only beside them. level null: nothing announced (treated as level 1).</summary>
[HtmlTargetElement("level-badge", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class LevelBadgeTag : TagHelper
{
    public int? Level { get; set; }

    /// <summary>What it rests on, shown when pointed at.</summary>
    public string? Title { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "level level-" + (Level?.ToString(CultureInfo.InvariantCulture) ?? "none"));
        if (Title is not null)
        {
            output.Attributes.SetAttribute("title", Title);
        }

        output.Content.SetContent(Show.Level(Level));
    }
}

/// <summary>&lt;debt-band band="@DebtBand.OneToThree"/&gt;: by label and weight, never by colour.</summary>
[HtmlTargetElement("debt-band", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DebtBandTag : TagHelper
{
    public DebtBand Band { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "band band-" + ((int)Band).ToString(CultureInfo.InvariantCulture));
        output.Content.SetContent(Show.Name(Band));
    }
}

/// <summary>&lt;money value="1234567"/&gt;: "1.234.567 đồng"; in a column whose heading names the unit: unit="false".</summary>
[HtmlTargetElement("money", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class MoneyTag : TagHelper
{
    public long? Value { get; set; }
    public bool Unit { get; set; } = true;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = Value is null ? "span" : "data";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "num");
        if (Value is { } value)
        {
            output.Attributes.SetAttribute("value", value.ToString(CultureInfo.InvariantCulture));
        }

        output.Content.SetContent(Value is not { } v ? "–" : Unit ? Show.Money(v) : Show.Number(v));
    }
}

/// <summary>&lt;date value="@day"/&gt; or &lt;date at="@instant"/&gt;: a time element, 03/11/2021 or 03/11/2021 16:00.</summary>
[HtmlTargetElement("date", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DateTag : TagHelper
{
    public DateOnly? Value { get; set; }
    public Instant? At { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        output.TagName = Value is null && At is null ? "span" : "time";
        if (At is { } at)
        {
            output.Attributes.SetAttribute("datetime", at.ToString());
            output.Content.SetContent(Show.Moment(at));
        }
        else if (Value is { } day)
        {
            output.Attributes.SetAttribute("datetime", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            output.Content.SetContent(Show.Date(day));
        }
        else
        {
            output.Content.SetContent("–");
        }
    }
}

/// <summary>&lt;why&gt;lines&lt;/why&gt;: "Vì sao?" beside a computed figure; opens without script.</summary>
[HtmlTargetElement("why")]
public sealed class WhyTag : TagHelper
{
    public string? Label { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = "details";
        output.Attributes.SetAttribute("class", "why");
        output.Content.AppendHtml("<summary>").Append(Label ?? Words.T("Web.Why")).AppendHtml("</summary><div class=\"why-lines\">").AppendHtml(content).AppendHtml("</div>");
    }
}

/// <summary>&lt;empty-state title="…"&gt;what to do&lt;/empty-state&gt;: why a list is empty, and what to do about it.</summary>
[HtmlTargetElement("empty-state")]
public sealed class EmptyStateTag : TagHelper
{
    public string Title { get; set; } = "";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "empty-state");
        output.Content.AppendHtml("<p class=\"empty-title\">").Append(Title).AppendHtml("</p>").AppendHtml(content);
    }
}

/// <summary>&lt;summary-list&gt;&lt;summary-row label="Mã số thuế"&gt;…&lt;/summary-row&gt;&lt;/summary-list&gt;</summary>
[HtmlTargetElement("summary-list")]
public sealed class SummaryListTag : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "dl";
        output.Attributes.SetAttribute("class", "summary-list");
    }
}

[HtmlTargetElement("summary-row")]
public sealed class SummaryRowTag : TagHelper
{
    public string Label { get; set; } = "";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Content.AppendHtml("<dt>").Append(Label).AppendHtml("</dt><dd>");
        if (content.IsEmptyOrWhiteSpace)
        {
            output.Content.Append("–");
        }
        else
        {
            output.Content.AppendHtml(content);
        }

        output.Content.AppendHtml("</dd>");
    }
}

/// <summary>&lt;icon name="search"/&gt;: a drawing of ours, inline; never the only bearer of a meaning.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class IconTag : TagHelper
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["Today"] = "M3 3h10v10H3zM3 6h10M6 1.5v3M10 1.5v3M5.5 9.5l1.5 1.5 3-3",
        ["Employers"] = "M2.5 14V5l5-2.5V14M7.5 6h6v8M1.5 14h13M4.5 7h1M4.5 10h1M10 8.5h1M10 11h1",
        ["Collection"] = "M2 4h12v8H2zM8 6a2 2 0 100 4 2 2 0 000-4M4 6v4M12 6v4",
        ["Coverage"] = "M6 7a2.5 2.5 0 100-5 2.5 2.5 0 000 5M1.5 14c0-3 2-5 4.5-5s4.5 2 4.5 5M12 5v5M9.500 7.500h5",
        ["Outreach"] = "M2 6.500v3l2 .5 7 3.500V3L4 6zM4 10v3.500h2V11M13 6.500c1 .5 1 2.500 0 3",
        ["Reporting"] = "M2.500 14V2M2.500 14H14M5 11.500V8M8 11.500V5M11 11.500V6.500",
        ["Planning"] = "M5.500 3.500h8M5.500 8h8M5.500 12.500h8M1.500 3.500l1 1 1.500-2M1.500 8l1 1 1.500-2M1.500 12.500l1 1 1.500-2",
        ["Levels"] = "M8 14.500c3-3.500 4.500-6 4.500-8a4.500 4.500 0 00-9 0c0 2 1.500 4.500 4.500 8M8 8a1.500 1.500 0 100-3 1.500 1.500 0 000 3",
        ["Imports"] = "M8 2v8M5 7.500L8 10.500l3-3M2.500 11v3h11v-3",
        ["Documents"] = "M4 1.500h5.500L12.500 4.500v10H4zM9.500 1.500v3h3M6 8h4.500M6 11h4.500",
        ["Administration"] = "M2 4.500h7M12 4.500h2M2 8h2M7 8h7M2 11.500h6M11 11.500h3M9 3v3h3V3zM4 6.500v3h3v-3zM8 10v3h3v-3z",
        ["Search"] = "M7 12A5 5 0 107 2a5 5 0 000 10M10.500 10.500L14.500 14.500",
        ["Person"] = "M8 8a3 3 0 100-6 3 3 0 000 6M2 14.500c.5-3.500 3-5 6-5s5.500 1.500 6 5",
        ["Help"] = "M8 14.500a6.500 6.500 0 100-13 6.500 6.500 0 000 13M6 6.300c0-3 4-2.600 4-.3 0 1.600-2 1.600-2 3.300M8 11v1",
        ["More"] = "M2.500 4h11M2.500 8h11M2.500 12h11",
    };

    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "icon");
        output.Attributes.SetAttribute("viewBox", "0 0 16 16");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Attributes.SetAttribute("focusable", "false");
        output.Content.SetHtmlContent($"<path d=\"{Paths[Name]}\"/>");
    }
}
