using System.Text;

namespace BaoPhu.Rules.Messages;

/// <summary>The places of a template: "{don_vi}" stands for the employer's name. The words are those that the contract of Zalo ZNS knows as parameters.</summary>
public static class MessageText
{
    /// <summary>Every place a template may have; <c>lien_ket</c> is the address of the answer page.</summary>
    public static IReadOnlyList<string> Places { get; } =
        ["don_vi", "ma_don_vi", "nguoi_nhan", "co_quan", "so_tien", "thang_no", "den_ngay", "han_nop", "so_van_ban", "ngay_van_ban", "can_bo", "dien_thoai", "lien_ket"];

    /// <summary>The text with its places filled. A place without a value stays empty.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        var result = new StringBuilder(text.Length + 64);
        var at = 0;
        while (Next(text, at) is var (open, close) && open >= 0)
        {
            result.Append(text, at, open - at).Append(values.GetValueOrDefault(text[(open + 1)..close], ""));
            at = close + 1;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The places that stand in the text, known or not, each once.</summary>
    public static IReadOnlyList<string> PlacesIn(string text)
    {
        var found = new List<string>();
        var at = 0;
        while (Next(text, at) is var (open, close) && open >= 0)
        {
            if (text[(open + 1)..close] is var place && !found.Contains(place))
            {
                found.Add(place);
            }

            at = close + 1;
        }

        return found;
    }

    private static (int Open, int Close) Next(string text, int from)
    {
        var open = text.IndexOf('{', from);
        var close = open < 0 ? -1 : text.IndexOf('}', open);
        return close < 0 ? (-1, -1) : (open, close);
    }
}

/// <summary>
/// What Zalo's notification service takes as the value of a parameter, by the kind of the parameter: so many letters. Names and addresses are shortened at a word; anything else that is
/// too long would say something wrong, and cannot go.
/// </summary>
public static class ZnsValue
{
    private static readonly Dictionary<string, int> Limits = new(StringComparer.Ordinal) { ["name"] = 30, ["phone"] = 15, ["address"] = 200, ["code"] = 30, ["amount"] = 20, ["date"] = 20, ["text"] = 200 };

    public static IReadOnlyCollection<string> Kinds => Limits.Keys;

    public static int Limit(string kind) => Limits[kind];

    /// <summary>The value as it may go; null where it is empty or does not fit.</summary>
    public static string? Fit(string kind, string value)
    {
        var limit = Limits[kind];
        if (value.Length == 0 || value.Length <= limit)
        {
            return value.Length == 0 ? null : value;
        }

        if (kind is not ("name" or "address" or "text"))
        {
            return null;
        }

        var cut = value.LastIndexOf(' ', limit - 1);
        return value[..(cut > limit / 2 ? cut : limit - 1)].TrimEnd(' ', ',') + "…";
    }
}
