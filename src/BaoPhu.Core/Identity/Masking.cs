using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Identity;

/// <summary>Personal data as it stands where the act does not need it: enough to tell two apart, too little to use.</summary>
public static class Masking
{
    private const string Dots = "•••";

    /// <summary>How the register's names of household businesses begin, folded.</summary>
    private static readonly string[] Households = ["ho kinh doanh ", "hkd ", "ho kd "];

    /// <summary>"Nguyễn Thị Hòa" → "N. T. H."</summary>
    public static string? Name(string? name) => string.IsNullOrWhiteSpace(name) ? null
        : string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w[..1].ToUpper(Texts.Text.Vietnamese) + "."));

    /// <summary>"0901234567" → "090•••67"; a short one is dots alone.</summary>
    public static string? Phone(string? phone) => Number(phone);

    /// <summary>A number that names a person (citizen id, tax code, social insurance number), as a telephone's is.</summary>
    public static string? Number(string? number) => string.IsNullOrWhiteSpace(number) ? null : number.Length < 8 ? Dots : number[..3] + Dots + number[^2..];

    /// <summary>"ketoan@congty.vn" → "k•••@congty.vn".</summary>
    public static string? Email(string? email) => string.IsNullOrWhiteSpace(email) ? null
        : email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? email[..1] + Dots + email[at..] : Dots;

    /// <summary>The name of a household business is its owner's: "Hộ kinh doanh Nguyễn Văn A" → "Hộ kinh doanh N. V. A."; any other name stays.</summary>
    public static string Household(string name)
    {
        var folded = VietnameseText.Fold(name);
        var prefix = Households.FirstOrDefault(h => folded.StartsWith(h, StringComparison.Ordinal));
        if (prefix is null)
        {
            return name;
        }

        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var kept = prefix.Trim().Count(c => c == ' ') + 1;
        return string.Join(' ', words.Take(kept)) + " " + Name(string.Join(' ', words.Skip(kept)));
    }
}
