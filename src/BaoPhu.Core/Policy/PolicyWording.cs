using System.Collections.Frozen;
using BaoPhu.Core.Texts;
using YamlDotNet.Serialization;

namespace BaoPhu.Core.Policy;

/// <summary>
/// What a rule table says in the house's own words (titles, notes, reasons, names of papers), in the language of the reader: <c>policies/english/*.yaml</c> holds the English
/// beside the Vietnamese. The document's own sentences are quoted, never translated; a table of an office's own without English stays in Vietnamese.
/// </summary>
public static class PolicyWording
{
    private const string Prefix = "BaoPhu.English.";
    private static readonly Lazy<FrozenDictionary<string, string>> English = new(Load);

    /// <summary>The wording in the language of the reader; the Vietnamese one where there is no other.</summary>
    public static string Say(string vietnamese) => Text.IsEnglish && English.Value.TryGetValue(vietnamese, out var english) ? english : vietnamese;

    private static FrozenDictionary<string, string> Load()
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        var assembly = typeof(PolicyWording).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            foreach (var (vietnamese, english) in new Deserializer().Deserialize<Dictionary<string, string>>(reader))
            {
                all[vietnamese] = english;
            }
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
