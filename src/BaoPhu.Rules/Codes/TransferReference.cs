using System.Text.RegularExpressions;
using BaoPhu.Rules.Text;

namespace BaoPhu.Rules.Codes;

/// <summary>
/// The text of a transfer of contributions, "+BHXH+103+00+TZH490L+07906+dong BHXH+" (domain §1.10): type, employer, collecting office. Employers mistype it constantly, so every part is
/// looked for wherever it stands: any signs or none between them, small letters, accents, the zeros written as letters, parts left out.
/// </summary>
public sealed partial record TransferReference(string? Type, string? EmployerCode, string? OfficeCode)
{
    /// <summary>What can be made out of a text; null where it holds neither the word BHXH nor the code of an employer.</summary>
    public static TransferReference? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var plain = VietnameseText.Fold(text).ToUpperInvariant();
        var head = Head().Match(plain);
        var rest = head.Success ? plain[(head.Index + head.Length)..] : plain;
        var code = Codes().Matches(rest).Concat(Codes().Matches(plain)).Select(m => Repaired(m.Groups["code"].Value)).FirstOrDefault(c => EmployerKey.IsCode(c));
        if (!head.Success && code is null)
        {
            return null;
        }

        var after = code is null ? rest : After(rest);
        var office = Office().Match(after);
        return new TransferReference(head.Groups["type"] is { Success: true } type ? type.Value : null, code, office.Success ? office.Value : null);
    }

    private static string After(string rest) => Codes().Match(rest) is { Success: true } m ? rest[(m.Index + m.Length)..] : rest;

    /// <summary>Digits of a code typed as the letters that look like them, and the other way round.</summary>
    private static string Repaired(string code)
    {
        var letters = code.ToCharArray();
        for (var i = 3; i < 6; i++)
        {
            letters[i] = letters[i] switch { 'O' or 'Q' => '0', 'I' or 'L' => '1', 'S' => '5', 'B' => '8', var c => c };
        }

        for (var i = 0; i < 7; i = i == 0 ? 1 : i + 5)
        {
            letters[i] = letters[i] switch { '0' => 'O', '1' => 'I', var c => c };
        }

        return new string(letters);
    }

    [GeneratedRegex(@"B[^A-Z0-9]*H[^A-Z0-9]*X[^A-Z0-9]*H(?:[^A-Z0-9]*(?<type>\d{3})(?![A-Z0-9]{0,3}[A-Z]\d{2}))?(?:[^A-Z0-9]*[0O]{2})?")]
    private static partial Regex Head();

    // Not a window slid over letters of other words: a code begins at a border, or right after the head that was cut off.
    [GeneratedRegex(@"(?:^|[^A-Z0-9])(?<code>[A-Z01]{2}[A-Z0-9][0-9OQILSB]{3}[A-Z01])(?=$|[^A-Z0-9]|\d{5})")]
    private static partial Regex Codes();

    [GeneratedRegex(@"(?<!\d)\d{5}(?!\d)")]
    private static partial Regex Office();
}
