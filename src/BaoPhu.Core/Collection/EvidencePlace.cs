using System.Globalization;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Collection;

/// <summary>
/// What a file proves: its case as a whole, a step of it, an element of an act of violation, an answer of the employer. <paramref name="No"/>: number of the step, of the act, of the answer
/// (0: of the case). As text: "case", "step-3", "element-1-knew", "answer-2".
/// </summary>
public sealed record EvidencePlace(string About, int No, string Element)
{
    public const string Case = "case";
    public const string Step = "step";
    public const string Violation = "element";
    public const string Answer = "answer";

    public static EvidencePlace OfCase { get; } = new(Case, 0, "");

    /// <summary>Refused as missing: a text that is none.</summary>
    public static EvidencePlace Parse(string? text) => (text ?? "").Split('-', 3) switch
    {
        [Case] => OfCase,
        [Step or Answer, var no] parts when Number(no) is { } number => new(parts[0], number, ""),
        [Violation, var no, var element] when Number(no) is { } number => new(Violation, number, element),
        _ => throw new Refusal("Evidence.NoPlace") { Kind = RefusalKind.Missing },
    };

    public override string ToString() => About == Case ? Case : string.Create(CultureInfo.InvariantCulture, $"{About}-{No}{(Element.Length > 0 ? "-" : "")}{Element}");

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
