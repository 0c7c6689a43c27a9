using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Clock;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Cli;

/// <summary>
/// What a verb answers, for people: the same result that --json prints, as "label: value" lines and tables. The labels are the texts Commands.Label_name; what has none
/// (a key made from data, such as a fund) stands as it is.
/// </summary>
internal static class Readable
{
    private const string Gap = "  ";

    /// <summary>Where the values of a field have words of their own; the first that knows the value says it.</summary>
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["act"] = ["Work.Act_"],
        ["stream"] = ["Work.Stream_"],
        ["channels"] = ["Work.Channel_"],
        ["state"] = ["Work.State_", "Papers.State_", "Switches.State_"],
        ["kind"] = ["Switches.Kind_"],
        ["standing"] = ["Register.Standing_"],
        ["role"] = ["Identity.Role_"],
        ["invariant"] = ["Commands.Invariant_"],
    };

    public static void Write(TextWriter output, JsonNode? result) => WriteValue(output, result, "", "");

    /// <summary>The label of a field in the language of the reader, or the field itself.</summary>
    public static string Label(string field) => Text.Find("Commands.Label_" + field) ?? field;

    private static void WriteValue(TextWriter output, JsonNode? value, string field, string indent)
    {
        switch (value)
        {
            case JsonObject fields:
                WriteFields(output, fields, indent);
                break;
            case JsonArray { Count: 0 }:
                output.WriteLine(indent + Text.Of("Commands.Nothing"));
                break;
            case JsonArray rows when rows[0] is JsonObject:
                WriteTable(output, rows, indent);
                break;
            default:
                output.WriteLine(indent + Cell(field, value));
                break;
        }
    }

    private static void WriteFields(TextWriter output, JsonObject fields, string indent)
    {
        var width = fields.Select(f => Label(f.Key).Length).DefaultIfEmpty().Max() + 1;
        foreach (var (field, value) in fields)
        {
            if (value is JsonObject { Count: > 0 } || value is JsonArray { Count: > 0 } rows && rows[0] is JsonObject)
            {
                output.WriteLine($"{indent}{Label(field)}:");
                WriteValue(output, value, field, indent + Gap);
            }
            else
            {
                output.WriteLine(indent + (Label(field) + ":").PadRight(width) + " " + Cell(field, value));
            }
        }
    }

    private static void WriteTable(TextWriter output, JsonArray rows, string indent)
    {
        var columns = rows.OfType<JsonObject>().SelectMany(r => r.Select(f => f.Key)).Distinct(StringComparer.Ordinal).ToList();
        var cells = rows.OfType<JsonObject>().Select(r => columns.ConvertAll(c => Cell(c, r[c]))).ToList();
        var right = columns.ConvertAll(c => rows.OfType<JsonObject>().All(r => r[c] is null || r[c]!.GetValueKind() == JsonValueKind.Number));
        var widths = columns.Select((c, i) => cells.Max(r => r[i].Length) is var widest && widest > Label(c).Length ? widest : Label(c).Length).ToList();
        WriteRow(columns.ConvertAll(Label));
        WriteRow(widths.ConvertAll(w => new string('-', w)));
        cells.ForEach(WriteRow);

        void WriteRow(List<string> row) =>
            output.WriteLine((indent + string.Join(Gap, row.Select((text, i) => right[i] ? text.PadLeft(widths[i]) : text.PadRight(widths[i])))).TrimEnd());
    }

    private static string Cell(string field, JsonNode? value) => value switch
    {
        null => "–",
        JsonArray { Count: 0 } or JsonObject { Count: 0 } => "–",
        JsonArray many => string.Join(", ", many.Select(v => Cell(field, v))),
        JsonObject fields => string.Join("; ", fields.Select(f => Label(f.Key) + " " + Cell(f.Key, f.Value))),
        _ => value.GetValueKind() switch
        {
            JsonValueKind.True => Text.Of("Commands.Yes"),
            JsonValueKind.False => Text.Of("Commands.No"),
            // A year is a name, not a quantity: no point between its thousands.
            JsonValueKind.Number when field == "year" => value.ToJsonString(),
            JsonValueKind.Number => Figure(value),
            _ => Said(field, value.ToString()),
        },
    };

    private static string Figure(JsonNode value)
    {
        var number = value.AsValue();
        return decimal.Parse(number.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) is var figure && figure == decimal.Truncate(figure)
            ? VietnameseNumbers.Amount((long)figure)
            : figure.ToString(Text.Vietnamese);
    }

    private static string Said(string field, string value) =>
        value.Length == 0 ? "–" : Words.GetValueOrDefault(field)?.Select(prefix => Text.Find(prefix + value)).FirstOrDefault(words => words is not null) ?? Moment(value) ?? value.ReplaceLineEndings(" ");

    /// <summary>A day or moment as JSON carries it, as people write it; null where it is neither.</summary>
    private static string? Moment(string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? VietnamTime.ToText(day)
        : DateTime.TryParseExact(value, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var utc) ? VietnamTime.ToText(VietnamTime.ToUtcMs(new DateTimeOffset(utc)))
        : null;
}
