using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;

namespace BaoPhu.Tests.Documents;

/// <summary>What a paper says is shown on its page value by value: each under a name in words, never under the tag of its control.</summary>
public sealed class FieldNamesTests
{
    public static TheoryData<string> Forms => [.. OfficeFormBook.AllPrinted.Select(f => f.Code)];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_value_has_a_name(string code)
    {
        var tags = Templates.Of(OfficeFormBook.Printed(code)).Tags;
        // A repeated group is no value: what its rows tell has names.
        var values = tags.Where(t => !tags.Keys.Any(k => k.StartsWith(t.Key + "/", StringComparison.Ordinal)));
        var nameless = values.Where(t => Text.Find("Forms.Field_" + Tag(t.Key)) is null && (t.Value.Length == 0 || t.Value == t.Key || t.Value == Tag(t.Key)));
        Assert.Empty(nameless.Select(t => t.Key));
    }

    /// <summary>"rows/row.name" → "row.name".</summary>
    private static string Tag(string path) => path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
