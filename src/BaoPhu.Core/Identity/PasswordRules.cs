using BaoPhu.Core.Texts;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Identity;

/// <summary>What a password must be: long enough, not one of the common ones, not the person's name. No rule about kinds of letters: length protects, such rules do not.</summary>
public static class PasswordRules
{
    public const int Shortest = 10;
    public const int Longest = 128;

    /// <summary>Letters of passwords that are tried first, without tone marks, spaces, and the figures and signs people put around them.</summary>
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "password", "passw", "pass", "matkhau", "matkhaumoi", "matkhaucuatoi", "doimatkhau", "admin", "administrator", "quantri", "quantrihethong", "root", "user", "guest", "test", "demo",
        "welcome", "letmein", "login", "dangnhap", "hello", "xinchao", "iloveyou", "toiyeuem", "anhyeuem", "emyeuanh", "yeuem", "yeuanh", "yeumai", "vietnam", "vietnamvodich", "toiyeuvietnam",
        "hanoi", "saigon", "hochiminh", "tphcm", "danang", "bhxh", "bhyt", "bhtn", "bhxhvn", "bhxhvietnam", "baohiem", "baohiemxahoi", "baohiemyte", "baohiemthatnghiep", "thuno", "canbothu",
        "giamdoc", "baophu", "qwerty", "qwertyuiop", "asdfgh", "asdfghjkl", "zxcvbnm", "abc", "abcd", "abcdef", "abcdefgh", "abcdefghij", "secret", "changeme", "monkey", "dragon", "football",
        "bongda", "superman", "master", "sunshine", "princess", "computer", "internet", "windows", "microsoft", "google", "facebook", "zalo", "covid", "corona",
    };

    /// <summary>Refused: too short or long, common, made of the sign-in name or the person's own name.</summary>
    public static void Check(string password, string signIn, string name)
    {
        if (password.Length < Shortest)
        {
            throw new Refusal("Identity.PasswordShort", Shortest);
        }

        if (password.Length > Longest)
        {
            throw new Refusal("People.PasswordLong", Longest);
        }

        var plain = Letters(password);
        var bare = Folded(password);
        if (plain.Length == 0 || plain.Distinct().Count() < 3 || Common.Contains(plain) || bare.Distinct().Count() < 4)
        {
            throw new Refusal("People.PasswordCommon");
        }

        // "nguyenvana" and "a.nguyen" are what somebody who knows the person tries first.
        if (plain == Letters(signIn) || (signIn.Length >= 5 && bare.Contains(Folded(signIn), StringComparison.Ordinal)) || plain == Letters(name))
        {
            throw new Refusal("People.PasswordIsName");
        }
    }

    private static string Folded(string text) => string.Concat(VietnameseText.Fold(text).Where(char.IsAsciiLetterOrDigit));

    private static string Letters(string text) => string.Concat(Folded(text).Where(char.IsAsciiLetter));
}
