using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BaoPhu.Core.Policy;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Architecture;

/// <summary>Every word of the screens has its English twin with the same places to fill in, and so has what the shipped rule tables say in the house's own words.</summary>
public sealed partial class EnglishTests
{
    [Fact]
    public void Every_text_has_its_english_with_the_same_places() => Assert.Empty(
        Directory.EnumerateFiles(Repository.At("src", "BaoPhu.Core", "Texts"), "*.resx")
            .Where(f => !f.EndsWith(".en.resx", StringComparison.Ordinal))
            .SelectMany(f => Faults(Path.GetFileNameWithoutExtension(f), Read(f), Read(Path.ChangeExtension(f, ".en.resx")))));

    [Theory]
    [InlineData("A", "Xin {0}", null, null, 1)]
    [InlineData("A", "Xin {0}", "A", "Please", 1)]
    [InlineData("A", "Xin {0}", "A", "Please {0:N0}", 0)]
    [InlineData("A", "Xin", "B", "Please", 2)]
    public void A_planted_gap_is_found(string key, string text, string? englishKey, string? english, int faults) => Assert.Equal(
        faults,
        Faults("planted", new() { [key] = text }, englishKey is null ? [] : new() { [englishKey] = english! }).Count());

    [Fact]
    public void Every_wording_of_the_shipped_tables_has_its_english()
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = Text.English;
        try
        {
            Assert.Empty(
                from name in Policies.Shipped
                let table = PolicyFile.Parse(Policies.Text(name)).Policy!.Table
                from words in table.Tracks.Select(t => t.Title)
                    .Concat(table.Papers.Select(p => p.Name))
                    .Concat(table.Rows.SelectMany(r => r.Acts.Select(a => a.Title).Concat(r.Acts.Select(a => a.Note)).Concat(r.Acts.SelectMany(a => a.Outcomes.Select(o => o.Note))).Append(r.Note).Append(r.Reason)))
                where words is not null && PolicyWording.Say(words) == words
                select words);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static Dictionary<string, string> Read(string file) => !File.Exists(file) ? [] :
        XDocument.Load(file).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value, StringComparer.Ordinal);

    private static IEnumerable<string> Faults(string module, Dictionary<string, string> texts, Dictionary<string, string> english) =>
        texts.Where(t => !english.ContainsKey(t.Key)).Select(t => $"{module}.{t.Key} has no English")
            .Concat(english.Keys.Where(k => !texts.ContainsKey(k)).Select(k => $"{module}.{k} has English only"))
            .Concat(texts.Where(t => english.TryGetValue(t.Key, out var e) && !PlacesOf(t.Value).SetEquals(PlacesOf(e))).Select(t => $"{module}.{t.Key} fills in other places in English"));

    private static HashSet<string> PlacesOf(string text) => [.. Places().Matches(text).Select(m => m.Groups["place"].Value)];

    [GeneratedRegex(@"\{(?<place>\d+)")]
    private static partial Regex Places();
}
