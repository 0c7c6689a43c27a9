using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Documents.Layout;

/// <summary>A fault of a paper: the rule it breaks, where, and what is wrong, in the words of the person.</summary>
public sealed record LayoutFault(string Rule, string Place, string Text)
{
    public override string ToString() => $"{Place}: {Text}";
}

/// <summary>
/// Looks a finished paper over before it takes a number: the layout of NĐ 30/2020/NĐ-CP (Phụ lục I) as far as its form has it, the values that may not be empty, the sums and
/// their words. It reads the file as it will be sent, so that what an office changed in its template is inspected too.
/// </summary>
public static class LayoutInspector
{
    /// <summary>
    /// Every fault of the paper, none where it may take its number. <paramref name="numbered"/>: the number must stand there already. The stream must be seekable.
    /// Throws <see cref="InvalidDataException"/> where it is no file of the form's format.
    /// </summary>
    public static IReadOnlyList<LayoutFault> Inspect(Stream paper, IPrintedForm form, bool numbered = false)
    {
        var faults = new FaultList();
        if (form.Format == FormFormat.Docx)
        {
            var word = WordPaper.Read(paper);
            WordRules.Inspect(word, form, numbered, faults);
            ValueRules.Inspect(word.Values, form, faults);
            ValueRules.InspectMark(word.AllText, form, faults);
        }
        else
        {
            var sheet = SheetPaper.Read(paper);
            SheetRules.Inspect(sheet, faults);
            ValueRules.Inspect(sheet.Values, form, faults);
            ValueRules.InspectMark(sheet.AllText, form, faults);
        }

        return faults.All;
    }
}

/// <summary>Collects faults; the texts are "Forms.Fault_rule" and "Forms.Place_place".</summary>
internal sealed class FaultList
{
    private readonly List<LayoutFault> _all = [];

    public IReadOnlyList<LayoutFault> All => _all;

    public void Add(string rule, string place, params ReadOnlySpan<object?> values) =>
        _all.Add(new LayoutFault(rule, Text.Find("Forms.Place_" + place) ?? place, Text.Of("Forms.Fault_" + rule, values)));

    public void AddIf(bool broken, string rule, string place, params ReadOnlySpan<object?> values)
    {
        if (broken)
        {
            Add(rule, place, values);
        }
    }
}

/// <summary>The tagged values that stand in a finished paper. A value that stands there twice counts with its first text.</summary>
internal sealed class PaperValues
{
    public Dictionary<string, string> Single { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, List<Dictionary<string, string>>> Groups { get; } = new(StringComparer.Ordinal);

    public string this[string tag] => Single.GetValueOrDefault(tag, "").Trim();
}
