using BaoPhu.Rules;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports;

/// <summary>The words in which exports tell an employer's standing. "Tạm ngừng hoạt động" is none of the four and is refused: a person must say which.</summary>
internal static class StandingWords
{
    public static bool TryRead(string text, out Standing standing)
    {
        if (Names.TryStanding(text.Trim().ToLowerInvariant(), out standing))
        {
            return true;
        }

        var key = VietnameseText.WordKey(text);
        if (Says(" bhyt ") && Says(" chi ", " nsnn ", " ngan sach "))
        {
            standing = Standing.BudgetHealthOnly;
            return true;
        }

        if (Says(" tam dung ", " tam ngung ") && Says(" ht tt ", " httt ", " huu tri "))
        {
            standing = Standing.PensionSuspended;
            return true;
        }

        if (Says(" giai the ", " pha san ") || (Says(" dung hoat dong ", " ngung hoat dong ", " dung san xuat ", " cham dut ", " dung sxkd ", " ngung kinh doanh ") && !Says(" tam ")))
        {
            standing = Standing.Ceased;
            return true;
        }

        standing = Standing.Active;
        return !Says(" khong ", " ngung ", " dung ", " tam ") && Says(" dang tham gia ", " tham gia ", " dang hoat dong ", " hoat dong ", " dang dong ", " binh thuong ");

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
