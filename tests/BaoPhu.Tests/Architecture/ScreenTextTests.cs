using System.Text;
using System.Text.RegularExpressions;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Architecture;

/// <summary>All words of screens stand in Texts/*.resx, where they can be found, checked and translated.</summary>
public sealed partial class ScreenTextTests
{
    [Fact]
    public void No_page_carries_words_of_its_own() => Assert.Empty(
        Directory.EnumerateFiles(Repository.At("src", "BaoPhu.Web"), "*.cshtml", SearchOption.AllDirectories)
            .Where(f => !f.Contains("node_modules", StringComparison.Ordinal))
            .SelectMany(f => Faults(Path.GetRelativePath(Repository.Root, f), File.ReadAllText(f))));

    [Fact]
    public void No_code_of_the_web_carries_words_of_its_own() => Assert.Empty(
        Directory.EnumerateFiles(Repository.At("src", "BaoPhu.Web"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("obj", StringComparison.Ordinal) && !f.Contains("node_modules", StringComparison.Ordinal))
            .SelectMany(f => Faults(Path.GetRelativePath(Repository.Root, f), CodeComments().Replace(File.ReadAllText(f), ""))));

    [Theory]
    [InlineData("<p>Đăng xuất</p>", true)]
    [InlineData("<p>@T(\"Identity.SignOut\")</p>\n<button>Gửi</button>", true)]
    [InlineData("<p>@T(\"Identity.SignOut\")</p>", false)]
    [InlineData("@* Điều 216 *@<p>@T(\"Identity.SignOut\")</p>", false)]
    public void A_planted_word_is_found(string page, bool found) => Assert.Equal(found, Faults("planted", page).Any());

    [Fact]
    public void Every_key_of_a_page_has_its_text()
    {
        var missing = Directory.EnumerateFiles(Repository.At("src"), "*.cs*", SearchOption.AllDirectories)
            .Where(f => (f.EndsWith(".cshtml", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal)) && !f.Contains("node_modules", StringComparison.Ordinal) && !f.Contains("obj", StringComparison.Ordinal))
            .SelectMany(f => Keys().Matches(CodeComments().Replace(File.ReadAllText(f), "")).Select(m => m.Groups["key"].Value))
            .Distinct(StringComparer.Ordinal)
            .Where(key => BaoPhu.Core.Texts.Text.Find(key) is null);
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_form_that_names_its_address_asks_for_its_token() => Assert.Empty(
        Directory.EnumerateFiles(Repository.At("src", "BaoPhu.Web", "Pages"), "*.cshtml", SearchOption.AllDirectories)
            .SelectMany(f => FormsWithoutToken(File.ReadAllText(f)).Select(form => Path.GetFileName(f) + ": " + form)));

    // ASP.NET Core adds the token by itself only to forms without an action.
    [Theory]
    [InlineData("<form method=\"post\" action=\"/a\"><button>", true)]
    [InlineData("<form class=\"x\" action=\"/a\" method=\"post\">\n<button>", true)]
    [InlineData("<form method=\"post\" action=\"/a\" asp-antiforgery=\"true\"><button>", false)]
    [InlineData("<form method=\"post\" action=\"/a\">\n  @Html.AntiForgeryToken()", false)]
    [InlineData("<form method=\"post\"><button>", false)]
    [InlineData("<form method=\"get\" action=\"/a\">", false)]
    public void A_planted_form_without_token_is_found(string page, bool found) => Assert.Equal(found, FormsWithoutToken(page).Any());

    private static IEnumerable<string> FormsWithoutToken(string page) => Forms().Matches(page)
        .Where(m => m.Value.Contains("method=\"post\"", StringComparison.Ordinal) && m.Value.Contains(" action=", StringComparison.Ordinal)
            && !m.Value.Contains("asp-antiforgery=\"true\"", StringComparison.Ordinal) && !m.Value.Contains("@Html.AntiForgeryToken()", StringComparison.Ordinal))
        .Select(m => m.Value);

    [GeneratedRegex(@"<form\b[^>]*>(?:\s*@Html\.AntiForgeryToken\(\))?", RegexOptions.CultureInvariant)]
    private static partial Regex Forms();

    private static IEnumerable<string> Faults(string name, string text)
    {
        var lines = PageComments().Replace(text, "").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Vietnamese().IsMatch(lines[i].Normalize(NormalizationForm.FormC)))
            {
                yield return $"{name}: {lines[i].Trim()}";
            }
        }
    }

    [GeneratedRegex("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ]", RegexOptions.CultureInvariant)]
    private static partial Regex Vietnamese();

    [GeneratedRegex(@"@\*.*?\*@|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex PageComments();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex CodeComments();

    // Whole keys only: one that is made from data ends with _ and a plus sign follows.
    [GeneratedRegex("""(?:\bT\(|Text\.Of\(|new Refusal\(|Need\([^"\n]*)"(?<key>[A-Z]\w+\.[\w-]+?)"(?!\s*\+)""")]
    private static partial Regex Keys();
}
