using System.Globalization;
using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Audit;

/// <summary>An entry in words: the act, what it was done to, and its detail as labels and values instead of the stored JSON.</summary>
public static class AuditWords
{
    /// <summary>Fields whose values are names that screens have words for.</summary>
    private static readonly Dictionary<string, string> Vocabularies = new(StringComparer.Ordinal)
    {
        ["outcome"] = "Work.Outcome_", ["channel"] = "Work.Channel_", ["role"] = "Identity.Role_", ["mark"] = "Register.Mark_", ["purpose"] = "PersonalData.Purpose_", ["kind"] = "Portfolios.Kind_",
        ["standing"] = "Web.Standing_",
    };

    /// <summary>Every act that the house writes down: each has its words (a test holds it), so a list to choose from needs no look into the log.</summary>
    public static IReadOnlyList<string> Acts { get; } = Text.Beginning("Audit", "Act_");

    public static string Act(string act) => Text.Find("Audit.Act_" + act) ?? act;

    /// <summary>"employer:79-TA0001A" → "đơn vị 79-TA0001A".</summary>
    public static string Subject(string subject)
    {
        var colon = subject.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && Text.Find("Audit.Subject_" + subject[..colon]) is { } word ? (IsRandom(subject[(colon + 1)..]) ? word : word + " " + subject[(colon + 1)..]) : Text.Find("Audit.Subject_" + subject) ?? subject;
    }

    /// <summary>A made-up id says nothing to a reader: the word and the link behind it do.</summary>
    private static bool IsRandom(string id) => id.Length == 32 && id.All(char.IsAsciiHexDigitLower);

    /// <summary>Label and value of each field that says something; a detail that is no JSON (it was tampered with) as it is.</summary>
    public static IReadOnlyList<(string Label, string Value)> Detail(string detail)
    {
        try
        {
            using var json = JsonDocument.Parse(detail);
            return json.RootElement.ValueKind != JsonValueKind.Object ? [("", detail)]
                : [.. json.RootElement.EnumerateObject().Select(f => (Label(f.Name), Value(f.Name, f.Value))).Where(f => f.Item2.Length > 0)];
        }
        catch (JsonException)
        {
            return [("", detail)];
        }
    }

    private static string Label(string name) => Text.Find("Audit.Field_" + Small(name)) ?? name;

    private static string Small(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Value(string field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => Text.Of("Web.Yes"),
        JsonValueKind.False => Text.Of("Web.No"),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole.ToString("#,0", Text.Vietnamese) : value.GetRawText(),
        JsonValueKind.String => Words(Small(field), value.GetString()!),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(v => Value(field, v)).Where(v => v.Length > 0)),
        JsonValueKind.Object => value.TryGetProperty(nameof(Instant.Milliseconds), out var moment)
            ? Moment(new Instant(moment.GetInt64()).Local)
            : string.Join("; ", value.EnumerateObject().Select(f => (Label: Label(f.Name), Value: Value(f.Name, f.Value))).Where(f => f.Value.Length > 0).Select(f => f.Label + ": " + f.Value)),
        _ => "",
    };

    private static string Words(string field, string value)
    {
        if (Vocabularies.TryGetValue(field, out var words) && Text.Find(words + value) is { } word)
        {
            return word;
        }

        return DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)
            : DateTime.TryParseExact(value, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? Moment(new DateTimeOffset(local, Instant.VietnamOffset))
            : value.Length == 25 && DateTimeOffset.TryParseExact(value, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? Moment(at)
            : value;
    }

    private static string Moment(DateTimeOffset at) => at.ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);
}
