using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BaoPhu.Web.TagHelpers;

/// <summary>
/// &lt;pager previous="@key" next="@key"/&gt;: keyset paging. The keys are opaque to it: the page reads ?after= and ?before=. Null: no such page.
/// </summary>
[HtmlTargetElement("pager", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PagerTag : TagHelper
{
    public string? Previous { get; set; }
    public string? Next { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        // A null in the page's attribute arrives as an empty text.
        Previous = string.IsNullOrEmpty(Previous) ? null : Previous;
        Next = string.IsNullOrEmpty(Next) ? null : Next;
        if (Previous is null && Next is null)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "pager");
        output.Attributes.SetAttribute("aria-label", Words.T("Web.Pages"));
        Link(output, "prev", "Web.Previous", Previous is null ? null : Address.With(View.HttpContext.Request, ("after", null), ("before", Previous)));
        Link(output, "next", "Web.Next", Next is null ? null : Address.With(View.HttpContext.Request, ("before", null), ("after", Next)));
    }

    private static void Link(TagHelperOutput output, string rel, string text, string? url)
    {
        var tag = new TagBuilder(url is null ? "span" : "a");
        tag.AddCssClass("btn btn-sm btn-outline-secondary");
        if (url is null)
        {
            tag.AddCssClass("disabled");
            tag.Attributes["aria-disabled"] = "true";
        }
        else
        {
            tag.Attributes["rel"] = rel;
            tag.Attributes["href"] = url;
        }

        tag.InnerHtml.Append(Words.T(text));
        output.Content.AppendHtml(tag);
    }
}

/// <summary>&lt;sort-link by="due"&gt;Hạn&lt;/sort-link&gt; in a column's heading: ?sort=due, again: ?sort=-due. The order that holds without ?sort: default="true".</summary>
[HtmlTargetElement("sort-link")]
public sealed class SortLinkTag : TagHelper
{
    public string By { get; set; } = "";
    public bool Default { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var request = View.HttpContext.Request;
        var sort = request.Query["sort"].ToString();
        var up = sort == By || (sort.Length == 0 && Default);
        var down = sort == "-" + By;
        output.TagName = "a";
        output.Attributes.SetAttribute("class", up ? "sort sort-up" : down ? "sort sort-down" : "sort");
        output.Attributes.SetAttribute("href", Address.With(request, ("sort", up ? "-" + By : By), ("after", null), ("before", null)));
        if (up || down)
        {
            output.PostContent.AppendHtml("<span aria-hidden=\"true\">").Append(up ? " ▲" : " ▼").AppendHtml("</span><span class=\"visually-hidden\">")
                .Append(" " + Words.T(up ? "Web.SortedUp" : "Web.SortedDown")).AppendHtml("</span>");
        }
    }
}

/// <summary>
/// &lt;filter-row&gt;fields&lt;/filter-row&gt;: filters in one row as a GET form, so that they stand in the address; keeps the order, begins at the first page.
/// </summary>
[HtmlTargetElement("filter-row")]
public sealed class FilterRowTag : TagHelper
{
    /// <summary>Words on the button, "Lọc" if not given.</summary>
    public string? Button { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        var request = View.HttpContext.Request;
        output.TagName = "form";
        output.Attributes.SetAttribute("method", "get");
        output.Attributes.SetAttribute("class", "filter-row");
        output.Attributes.SetAttribute("role", "search");
        output.Content.AppendHtml(content);
        if (request.Query["sort"].ToString() is { Length: > 0 } sort)
        {
            var hidden = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
            hidden.Attributes["type"] = "hidden";
            hidden.Attributes["name"] = "sort";
            hidden.Attributes["value"] = sort;
            output.Content.AppendHtml(hidden);
        }

        output.Content.AppendHtml("<div class=\"filter-acts\"><button class=\"btn btn-sm btn-primary\">").Append(Button ?? Words.T("Web.Filter")).AppendHtml("</button>");
        // Which view of the page it is stays: clearing the filters does not lead away from it.
        if (request.Query.Keys.Any(k => k is not ("sort" or "after" or "before" or "view")))
        {
            var clear = new TagBuilder("a");
            clear.AddCssClass("btn btn-sm btn-link");
            clear.Attributes["href"] = request.PathBase + request.Path + (request.Query["view"].ToString() is { Length: > 0 } view ? "?view=" + Uri.EscapeDataString(view) : "");
            clear.InnerHtml.Append(Words.T("Web.ClearFilter"));
            output.Content.AppendHtml(clear);
        }

        output.Content.AppendHtml("</div>");
    }
}

/// <summary>&lt;export-link format="xlsx"/&gt; beside a list's count: the same list with the same filters, whole, as a file (the page answers ?format=).</summary>
[HtmlTargetElement("export-link", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ExportLinkTag : TagHelper
{
    public string Format { get; set; } = "xlsx";

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "a";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "export-link");
        output.Attributes.SetAttribute("href", Address.With(View.HttpContext.Request, ("format", Format), ("after", null), ("before", null)));
        output.Content.SetContent(Words.T("Web.Export", Format.ToUpperInvariant()));
    }
}
