using BaoPhu.Rules;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports;

/// <summary>The words in which files tell a kind of insurance, and whether people joined or left.</summary>
internal static class ParticipationWords
{
    public static bool TryRead(string text, out Participation kind)
    {
        var key = VietnameseText.WordKey(text);
        Participation? found = Says(" tu nguyen ", " bhxhtn ", " tn ") ? Participation.Voluntary
            : Says(" bhtn ", " that nghiep ") ? Participation.Unemployment
            : Says(" bhyt ", " y te ") ? Participation.Health
            : Says(" bhxh ", " bhxhbb ", " bat buoc ", " bao hiem xa hoi ") ? Participation.Social
            : null;
        kind = found ?? default;
        return found is not null;

        bool Says(params IEnumerable<string> phrases) => phrases.Any(p => key.Contains(p, StringComparison.Ordinal));
    }

    public static bool TryDirection(string text, out bool joined)
    {
        var key = VietnameseText.WordKey(text);
        var (up, down) = (key.Contains(" tang ", StringComparison.Ordinal) || text.Trim() == "+", key.Contains(" giam ", StringComparison.Ordinal) || text.Trim() == "-");
        joined = up;
        return up != down;
    }
}
