using System.Collections;
using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BaoPhu.Web.TagHelpers;

/// <summary>&lt;error-summary/&gt; at the head of a form: everything that is wrong, each linked to its field (the pattern of GOV.UK).</summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorSummaryTag : TagHelper
{
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = View.ModelState.SelectMany(e => e.Value!.Errors.Select(x => (Field: e.Key, x.ErrorMessage))).ToList();
        if (errors.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("id", "errors");
        output.Content.AppendHtml("<h2>").Append(Words.T("Web.ErrorsTitle")).AppendHtml("</h2>");
        var list = new TagBuilder("ul");
        foreach (var (field, message) in errors)
        {
            var item = new TagBuilder("li");
            if (field.Length > 0)
            {
                var link = new TagBuilder("a");
                link.Attributes["href"] = "#" + FieldTag.IdOf(field);
                link.InnerHtml.Append(message);
                item.InnerHtml.AppendHtml(link);
            }
            else
            {
                item.InnerHtml.Append(message);
            }

            list.InnerHtml.AppendHtml(item);
        }

        output.Content.AppendHtml(list);
    }
}

/// <summary>
/// &lt;field for="Number" label="…" hint="…"/&gt;: label, hint, what is wrong, and the input, tied together for screen readers. The kind follows the property's type
/// (text, number, day, moment, tick) or <c>kind</c>: text, textarea, password, date, moment, number, money, search, file, select, radios, ticks (the last three with
/// <c>options</c>). What the person typed comes back after an error.
/// </summary>
[HtmlTargetElement("field", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTag : TagHelper
{
    public ModelExpression For { get; set; } = null!;
    public string Label { get; set; } = "";
    public string? Hint { get; set; }
    public string? Kind { get; set; }
    public IEnumerable<SelectListItem>? Options { get; set; }

    /// <summary>Shown as the choice of nothing, at the top of a select.</summary>
    public string? Blank { get; set; }

    /// <summary>Width in letters: 5, 10, 20 or 30; the whole line without.</summary>
    public int Width { get; set; }

    /// <summary>Marks what need not be filled in.</summary>
    public bool Optional { get; set; }

    public string? Autocomplete { get; set; }
    public string? List { get; set; }
    public int Rows { get; set; } = 3;

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public static string IdOf(string name) => TagBuilder.CreateSanitizedId(name, "_");

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        // [BindProperty(Name = "q")] is the name in the address, and the field's.
        var name = For.Metadata.BinderModelName ?? View.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = IdOf(name);
        var state = View.ModelState.GetValueOrDefault(name);
        var error = state?.Errors.Count > 0 ? state.Errors[0].ErrorMessage : null;
        var kind = Kind ?? KindOf(For.Metadata);
        var value = state?.AttemptedValue ?? Text(For.Model, kind);
        if (kind == "password")
        {
            value = "";
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", error is null ? "field" : "field field-error");
        var described = new List<string>();
        if (Hint is not null)
        {
            described.Add(id + "-hint");
        }

        if (error is not null)
        {
            described.Add(id + "-error");
        }

        var label = Label;
        switch (kind)
        {
            case "radios" or "ticks":
                Choices(output, kind == "ticks" ? "checkbox" : "radio", name, id, label, value, error, described);
                return;
            case "tick":
                Tick(output, name, id, label, For.Model is true || value == "true", error, described);
                return;
        }

        output.Content.AppendHtml(Mark(Element("label", label, ("class", "form-label"), ("for", id))));
        Notes(output, id, error);
        var input = kind switch
        {
            "textarea" => Element("textarea", value, ("rows", Rows.ToString(CultureInfo.InvariantCulture))),
            "select" => Select(value),
            // A browser's own date field follows the computer's language: half of them would ask for month first.
            _ => Element("input", null, ("type", kind is "money" or "number" or "date" or "moment" ? "text" : kind), ("value", kind == "file" ? null : value)),
        };
        if (kind is "date" or "moment")
        {
            input.Attributes["placeholder"] = Words.T(kind == "date" ? "Web.DateShape" : "Web.MomentShape");
            input.Attributes["autocomplete"] = "off";
            input.AddCssClass(kind == "date" ? "input-date" : "input-moment");
        }

        if (kind is "money" or "number")
        {
            input.Attributes["inputmode"] = "numeric";
            input.AddCssClass("num");
        }

        input.Attributes["name"] = name;
        input.Attributes["id"] = id;
        input.AddCssClass(kind == "select" ? "form-select" : "form-control");
        if (Width > 0)
        {
            input.AddCssClass("width-" + Width.ToString(CultureInfo.InvariantCulture));
        }

        Set(input, "autocomplete", Autocomplete ?? (kind == "search" ? "off" : null));
        Set(input, "list", List);
        Describe(input, described, error);
        output.Content.AppendHtml(input);
    }

    private void Choices(TagHelperOutput output, string type, string name, string id, string label, string value, string? error, List<string> described)
    {
        var set = new TagBuilder("fieldset");
        Describe(set, described, error: null);
        set.InnerHtml.AppendHtml(Mark(Element("legend", label, ("class", "form-label"))));
        foreach (var note in NoteTags(id, error))
        {
            set.InnerHtml.AppendHtml(note);
        }

        var first = true;
        var chosen = type == "radio" ? [value] : value.Split(',');
        foreach (var option in Options ?? [])
        {
            // The first one bears the field's id: it is where the error summary leads.
            var own = first ? id : id + "-" + option.Value;
            first = false;
            var line = Element("div", null, ("class", "form-check"));
            var input = Element("input", null, ("type", type), ("name", name), ("id", own), ("value", option.Value), ("class", "form-check-input"));
            if (chosen.Contains(option.Value) || (value.Length == 0 && option.Selected))
            {
                input.Attributes["checked"] = "checked";
            }

            line.InnerHtml.AppendHtml(input).AppendHtml(Element("label", option.Text, ("class", "form-check-label"), ("for", own)));
            set.InnerHtml.AppendHtml(line);
        }

        output.Content.AppendHtml(set);
    }

    private void Tick(TagHelperOutput output, string name, string id, string label, bool ticked, string? error, List<string> described)
    {
        Notes(output, id, error);
        var line = Element("div", null, ("class", "form-check"));
        var box = Element("input", null, ("type", "checkbox"), ("name", name), ("id", id), ("value", "true"), ("class", "form-check-input"));
        if (ticked)
        {
            box.Attributes["checked"] = "checked";
        }

        Describe(box, described, error);
        line.InnerHtml.AppendHtml(box).AppendHtml(Element("label", label, ("class", "form-check-label"), ("for", id)));
        output.Content.AppendHtml(line);
    }

    private TagBuilder Select(string value)
    {
        var select = new TagBuilder("select");
        if (Blank is not null)
        {
            select.InnerHtml.AppendHtml(Element("option", Blank, ("value", "")));
        }

        foreach (var option in Options ?? [])
        {
            var tag = Element("option", option.Text, ("value", option.Value));
            if (option.Value == value || (value.Length == 0 && option.Selected))
            {
                tag.Attributes["selected"] = "selected";
            }

            select.InnerHtml.AppendHtml(tag);
        }

        return select;
    }

    private void Notes(TagHelperOutput output, string id, string? error)
    {
        foreach (var note in NoteTags(id, error))
        {
            output.Content.AppendHtml(note);
        }
    }

    private IEnumerable<TagBuilder> NoteTags(string id, string? error)
    {
        if (Hint is not null)
        {
            yield return Element("div", Hint, ("class", "form-text"), ("id", id + "-hint"));
        }

        if (error is not null)
        {
            yield return Element("p", error, ("class", "field-message"), ("id", id + "-error"));
        }
    }

    private TagBuilder Mark(TagBuilder label)
    {
        if (Optional)
        {
            label.InnerHtml.Append(" ").AppendHtml(Element("span", Words.T("Web.Optional"), ("class", "optional")));
        }

        return label;
    }

    private static void Describe(TagBuilder tag, List<string> described, string? error)
    {
        if (described.Count > 0)
        {
            tag.Attributes["aria-describedby"] = string.Join(' ', described);
        }

        if (error is not null)
        {
            tag.Attributes["aria-invalid"] = "true";
        }
    }

    private static TagBuilder Element(string name, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var tag = new TagBuilder(name) { TagRenderMode = name == "input" ? TagRenderMode.SelfClosing : TagRenderMode.Normal };
        foreach (var (attribute, value) in attributes)
        {
            Set(tag, attribute, value);
        }

        if (text is not null)
        {
            tag.InnerHtml.Append(text);
        }

        return tag;
    }

    private static void Set(TagBuilder tag, string name, string? value)
    {
        if (value is not null)
        {
            tag.Attributes[name] = value;
        }
    }

    private static string KindOf(ModelMetadata metadata)
    {
        var type = metadata.UnderlyingOrModelType;
        return type == typeof(DateOnly) ? "date"
            : type == typeof(Instant) ? "moment"
            : type == typeof(bool) ? "tick"
            : type == typeof(long) || type == typeof(int) ? "number"
            : typeof(IFormFile).IsAssignableFrom(type) ? "file"
            : "text";
    }

    private static string Text(object? value, string kind) => value switch
    {
        null => "",
        DateOnly day => Show.Date(day),
        Instant at => Show.Moment(at),
        long or int when kind == "money" => Show.Number(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        bool yes => yes ? "true" : "false",
        IEnumerable<string> several => string.Join(',', several),
        IEnumerable and not string => "",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
