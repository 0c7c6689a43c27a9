using System.Text;
using BaoPhu.Rules.Text;

namespace BaoPhu.Rules.Matching;

/// <summary>A district or commune by its code, its district (null: it is one) and its name, "Quận 3".</summary>
public readonly record struct NamedPlace(string Code, string? Parent, string Name);

/// <summary>
/// Which commune or district of a province an address names. Whole words, accents left out, "Q.3" is "Quận 3" and "Phường 02" is "Phường 2"; where two fit, none is named, and the wider one stands.
/// </summary>
public sealed class AddressPlaces
{
    private static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["q"] = "quan", ["p"] = "phuong", ["h"] = "huyen", ["x"] = "xa", ["f"] = "phuong", ["tx"] = "thi xa", ["tt"] = "thi tran", ["tp"] = "thanh pho",
    };

    private readonly List<(string Code, string Words)> _districts = [];
    private readonly Dictionary<string, List<(string Code, string Words)>> _communes = new(StringComparer.Ordinal);

    public AddressPlaces(IEnumerable<NamedPlace> places)
    {
        foreach (var place in places)
        {
            var words = Words(place.Name);
            if (place.Parent is null)
            {
                _districts.Add((place.Code, words));
            }
            else if (_communes.TryGetValue(place.Parent, out var known))
            {
                known.Add((place.Code, words));
            }
            else
            {
                _communes[place.Parent] = [(place.Code, words)];
            }
        }
    }

    /// <summary>The code of the commune, or of the district where no commune of it is named for certain; null where no district is.</summary>
    public string? Find(string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            return null;
        }

        var words = Words(address);
        var district = Only(_districts, words);
        return district is null ? null : Only(_communes.GetValueOrDefault(district, []), words) ?? district;
    }

    private static string? Only(List<(string Code, string Words)> places, string words)
    {
        string? found = null;
        foreach (var (code, name) in places)
        {
            if (words.Contains(name, StringComparison.Ordinal))
            {
                if (found is not null)
                {
                    return null;
                }

                found = code;
            }
        }

        return found;
    }

    /// <summary>The words between single spaces, with one before and one behind.</summary>
    private static string Words(string text)
    {
        var words = new StringBuilder(" ");
        var folded = VietnameseText.Fold(VietnameseText.Normalise(text)).ToLowerInvariant();
        for (var i = 0; i < folded.Length;)
        {
            var (from, isNumber) = (i, char.IsAsciiDigit(folded[i]));
            while (i < folded.Length && (isNumber ? char.IsAsciiDigit(folded[i]) : char.IsAsciiLetter(folded[i])))
            {
                i++;
            }

            if (i == from)
            {
                i++;
                continue;
            }

            var word = folded[from..i];
            words.Append(isNumber ? word.TrimStart('0') is { Length: > 0 } number ? number : "0" : Short.GetValueOrDefault(word, word)).Append(' ');
        }

        return words.ToString();
    }
}
