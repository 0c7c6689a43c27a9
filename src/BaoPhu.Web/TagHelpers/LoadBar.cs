using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BaoPhu.Web.TagHelpers;

/// <summary>&lt;load-bar before="12" after="9" most="40"/&gt;: two bars, before and after, on one scale; the figures stand beside it as text.</summary>
[HtmlTargetElement("load-bar", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class LoadBarTag : TagHelper
{
    public long Before { get; set; }
    public long After { get; set; }

    /// <summary>The largest load of the list.</summary>
    public long Most { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "load-bar");
        output.Attributes.SetAttribute("viewBox", "0 0 100 16");
        output.Attributes.SetAttribute("preserveAspectRatio", "none");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent(Bar("bar-before", 1, Before) + Bar("bar-after", 9, After));
    }

    private string Bar(string name, int y, long value) => string.Create(CultureInfo.InvariantCulture, $"<rect class=\"{name}\" y=\"{y}\" height=\"6\" width=\"{(Most == 0 ? 0 : 100m * value / Most):0.##}\"/>");
}
