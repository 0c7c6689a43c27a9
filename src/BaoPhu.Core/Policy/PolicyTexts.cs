using System.Globalization;
using System.Resources;

namespace BaoPhu.Core.Policy;

/// <summary>Texts of <c>Texts/Policy.vi.resx</c>, keyed by the codes of problems.</summary>
internal static class PolicyTexts
{
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");
    private static readonly ResourceManager Texts = new("BaoPhu.Texts.Policy.vi", typeof(PolicyTexts).Assembly);

    /// <summary>The text of a code with its arguments filled in. Throws <see cref="MissingManifestResourceException"/> for a code without text.</summary>
    public static string Of(string code, params object[] arguments) =>
        string.Format(Vietnamese, Texts.GetString(code, CultureInfo.InvariantCulture) ?? throw new MissingManifestResourceException($"no text for '{code}'"), arguments);
}
