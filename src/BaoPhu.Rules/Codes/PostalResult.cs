using BaoPhu.Rules.Text;

namespace BaoPhu.Rules.Codes;

/// <summary>How an item of the post ended.</summary>
public enum PostalResult : byte
{
    Delivered = 0,

    /// <summary>The addressee would not take it.</summary>
    Refused = 1,

    /// <summary>Nobody of that name at the address, or no such address.</summary>
    NotAtAddress = 2,

    /// <summary>It came back without another reason.</summary>
    Returned = 3,
}

/// <summary>The words in which the post tells a result. The layout of its file is not known from a source: the words are those of its daily use.</summary>
public static class PostalResults
{
    private static readonly string[] Codes = ["delivered", "refused", "not-at-address", "returned"];

    private static readonly string[] NotAtAddress =
    [
        " khong co nguoi nhan ", " khong tim thay ", " sai dia chi ", " dia chi khong ", " khong con o dia chi ", " khong co o dia chi ", " khong co tai dia chi ", " khong co dia chi ", " chuyen dia chi ", " doi dia chi ",
        " khong hoat dong tai ",
    ];

    public static IReadOnlyList<string> All => Codes;

    public static string Of(PostalResult result) => Codes[(int)result];

    public static PostalResult Named(string code) => Array.IndexOf(Codes, code) is >= 0 and var index ? (PostalResult)index : throw new ArgumentException($"'{code}' is no result of the post", nameof(code));

    /// <summary>
    /// A returned item is read by its reason where the cell tells one: "chuyển hoàn, người nhận từ chối" is a refusal. False for what is not an end ("đang phát", "phát không thành công").
    /// </summary>
    public static bool TryRead(string text, out PostalResult result)
    {
        if (Array.IndexOf(Codes, text.Trim().ToLowerInvariant()) is >= 0 and var index)
        {
            result = (PostalResult)index;
            return true;
        }

        var key = VietnameseText.WordKey(text);
        if (Says(" tu choi "))
        {
            result = PostalResult.Refused;
            return true;
        }

        if (Says(NotAtAddress))
        {
            result = PostalResult.NotAtAddress;
            return true;
        }

        if (Says(" chuyen hoan ", " hoan tra ", " da hoan ", " tra lai "))
        {
            result = PostalResult.Returned;
            return true;
        }

        result = PostalResult.Delivered;
        return !Says(" khong ", " chua ", " dang ") && Says(" da phat ", " phat thanh cong ", " thanh cong ", " da nhan ", " da giao ");

        bool Says(params ReadOnlySpan<string> phrases)
        {
            foreach (var phrase in phrases)
            {
                if (key.Contains(phrase, StringComparison.Ordinal))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
