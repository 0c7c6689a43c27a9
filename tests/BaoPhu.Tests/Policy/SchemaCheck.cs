using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace BaoPhu.Tests.Policy;

/// <summary>As much of JSON Schema 2020-12 as <c>policy.schema.json</c> uses; an unknown keyword fails, so that nothing is passed over.</summary>
internal sealed class SchemaCheck(JsonObject schema)
{
    private static readonly string[] Silent = ["$schema", "$id", "$defs", "title", "description", "then"];

    public List<string> Faults(JsonNode? value) => [.. Check(schema, value, "")];

    /// <summary>YAML as JSON: plain whole numbers and truth values become such, everything else is text.</summary>
    public static JsonNode? Json(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Json(stream.Documents[0].RootNode);
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Json(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } truth => JsonValue.Create(truth.Value is "true"),
        YamlScalarNode { Style: ScalarStyle.Plain } plain when int.TryParse(plain.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "" } => null,
        _ => JsonValue.Create(((YamlScalarNode)node).Value),
    };

    private bool Fits(JsonNode rule, JsonNode? value) => !Check(rule, value, "").Any();

    private IEnumerable<string> Check(JsonNode rule, JsonNode? value, string path) =>
        rule.AsObject().SelectMany(keyword => Check(rule.AsObject(), keyword.Key, keyword.Value!, value, path).Select(fault => $"{path}: {fault}"));

    private IEnumerable<string> Check(JsonObject whole, string keyword, JsonNode rule, JsonNode? value, string path)
    {
        var (map, list, text) = (value as JsonObject, value as JsonArray, value is JsonValue known && known.TryGetValue<string>(out var words) ? words : null);
        var number = value is JsonValue maybe && maybe.TryGetValue<int>(out var whole32) ? whole32 : (int?)null;
        return keyword switch
        {
            "$ref" => Check(schema["$defs"]![((string)rule!).Split('/')[^1]]!, value, path),
            "type" => Say((string)rule! switch { "object" => map is not null, "array" => list is not null, "string" => text is not null, "integer" => number is not null, _ => value is JsonValue truth && truth.TryGetValue<bool>(out _) }, $"no {rule}"),
            "required" => rule.AsArray().Where(key => map is not null && !map.ContainsKey((string)key!)).Select(key => $"no {key}"),
            "properties" => rule.AsObject().Where(property => map?.ContainsKey(property.Key) == true).SelectMany(property => Check(property.Value!, map![property.Key], $"{path}/{property.Key}")),
            "additionalProperties" => (map ?? []).Where(pair => whole["properties"]?.AsObject().ContainsKey(pair.Key) != true)
                .SelectMany(pair => rule is JsonValue ? [$"unknown {pair.Key}"] : Check(rule, pair.Value, $"{path}/{pair.Key}")),
            "propertyNames" => (map ?? []).SelectMany(pair => Check(rule, JsonValue.Create(pair.Key), $"{path}/{pair.Key}")),
            "items" => (list ?? []).SelectMany((item, place) => Check(rule, item, $"{path}/{place}")),
            "minItems" => Say(list is null || list.Count >= (int)rule, "too few"),
            "uniqueItems" => Say(list is null || list.Select(item => item?.ToJsonString()).Distinct(StringComparer.Ordinal).Count() == list.Count, "twice"),
            "enum" => Say(rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)), $"{value?.ToJsonString()} is none of them"),
            "const" => Say(JsonNode.DeepEquals(rule, value), $"not {rule.ToJsonString()}"),
            "pattern" => Say(text is null || Regex.IsMatch(text, (string)rule!, RegexOptions.None, TimeSpan.FromSeconds(1)), "pattern"),
            "minimum" => Say(number is null || number >= (int)rule, "too small"),
            "maximum" => Say(number is null || number <= (int)rule, "too great"),
            "oneOf" => Say(rule.AsArray().Count(one => Fits(one!, value)) == 1, "not one of"),
            "anyOf" => Say(rule.AsArray().Any(one => Fits(one!, value)), "not any of"),
            "not" => Say(!Fits(rule, value), "not allowed"),
            "if" => Fits(rule, value) ? Check(whole["then"]!, value, path) : [],
            _ => Say(Silent.Contains(keyword, StringComparer.Ordinal), $"keyword {keyword} is not known to this check"),
        };
    }

    private static IEnumerable<string> Say(bool right, string fault) => right ? [] : [fault];
}
