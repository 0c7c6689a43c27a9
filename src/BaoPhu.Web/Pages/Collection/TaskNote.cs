using System.Text.Json;

namespace BaoPhu.Web.Pages.Collection;

/// <summary>What a step's record says in words: its note, or the paper it rests on.</summary>
public static class TaskNote
{
    public static string Of(string detail)
    {
        using var json = JsonDocument.Parse(detail);
        return string.Join(" – ", ((string[])["paper", "note", "what", "place"])
            .Select(name => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "").Where(t => t.Length > 0));
    }
}
