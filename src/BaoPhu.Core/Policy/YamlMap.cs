using Words = BaoPhu.Core.Texts.Text;
using System.Globalization;
using BaoPhu.Rules.Policy;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace BaoPhu.Core.Policy;

/// <summary>
/// Strict reading of one mapping of a YAML file: every value is asked for by its key and kind, every fault is noted with its place and reading goes
/// on, and <see cref="Close"/> notes the keys nobody asked for.
/// </summary>
internal sealed class YamlMap
{
    private readonly YamlMappingNode node;
    private readonly List<PolicyProblem> problems;
    private readonly Dictionary<string, YamlNode> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourcePlace> keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    private YamlMap(YamlMappingNode node, List<PolicyProblem> problems)
    {
        this.node = node;
        this.problems = problems;
        foreach (var (key, value) in node.Children)
        {
            if (key is YamlScalarNode { Value: { } name })
            {
                values[name] = value;
                keys[name] = PlaceOf(key);
            }
            else
            {
                Note(ProblemCodes.WrongType, key, "?", Words.Of("Policy.kind-text"));
            }
        }
    }

    public SourcePlace Place => PlaceOf(node);

    /// <summary>The keys in the order of the file. Each counts as asked for once it is read.</summary>
    public IEnumerable<string> Keys => values.Keys;

    public static SourcePlace PlaceOf(YamlNode node) => PlaceOf(node.Start);

    public static SourcePlace PlaceOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    /// <summary>Null, with the problem noted, if the node is no mapping. <paramref name="what"/> is the key it stands under.</summary>
    public static YamlMap? Of(YamlNode node, string what, List<PolicyProblem> problems)
    {
        if (node is YamlMappingNode mapping)
        {
            return new YamlMap(mapping, problems);
        }

        problems.Add(PolicyProblem.Of(ProblemCodes.WrongType, PlaceOf(node), what, Words.Of("Policy.kind-map")));
        return null;
    }

    public bool Has(string key) => values.ContainsKey(key);

    public SourcePlace PlaceOfKey(string key) => keys.TryGetValue(key, out var place) ? place : Place;

    public string? Text(string key, bool required = false)
    {
        if (Value(key, required) is not { } value)
        {
            return null;
        }

        return Scalar(value, key, Words.Of("Policy.kind-text"));
    }

    /// <summary>One of the names, or null with the problem noted.</summary>
    public string? Word(string key, IReadOnlyList<string> names, bool required = false) =>
        Value(key, required) is { } value ? OneOf(value, key, names) : null;

    public bool Truth(string key)
    {
        if (Value(key, required: false) is not { } value || Scalar(value, key, Words.Of("Policy.kind-truth")) is not { } text)
        {
            return false;
        }

        if (text is not ("true" or "false"))
        {
            Note(ProblemCodes.ValueUnknown, value, key, text, "true, false");
        }

        return text is "true";
    }

    /// <summary>A whole number from 1 to 9999.</summary>
    public int? Number(string key, bool required = false)
    {
        if (Value(key, required) is not { } value || Scalar(value, key, Words.Of("Policy.kind-number")) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 9999)
        {
            return number;
        }

        Note(ProblemCodes.NumberInvalid, value, key, text);
        return null;
    }

    public DateOnly? Date(string key, bool required = false)
    {
        if (Value(key, required) is not { } value || Scalar(value, key, Words.Of("Policy.kind-date")) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        Note(ProblemCodes.DateInvalid, value, key, text);
        return null;
    }

    public YamlMap? Map(string key, bool required = false) => Value(key, required) is { } value ? Of(value, key, problems) : null;

    /// <summary>The nodes of a list; empty, with the problem noted, if it is none.</summary>
    public IReadOnlyList<YamlNode> List(string key, bool required = false)
    {
        if (Value(key, required) is not { } value)
        {
            return [];
        }

        if (value is YamlSequenceNode list)
        {
            if (list.Children.Count == 0)
            {
                Note(ProblemCodes.ValueEmpty, value, key);
            }

            return [.. list.Children];
        }

        Note(ProblemCodes.WrongType, value, key, Words.Of("Policy.kind-list"));
        return [];
    }

    public IReadOnlyList<YamlMap> Maps(string key, bool required = false) => [.. List(key, required).Select(item => Of(item, key, problems)).OfType<YamlMap>()];

    /// <summary>A list of texts, each once; with <paramref name="names"/> each one of them.</summary>
    public IReadOnlyList<string> Texts(string key, IReadOnlyList<string>? names = null, bool required = false)
    {
        var texts = new List<string>();
        foreach (var item in List(key, required))
        {
            var text = names is null ? Scalar(item, key, Words.Of("Policy.kind-text")) : OneOf(item, key, names);
            if (text is not null && texts.Contains(text, StringComparer.Ordinal))
            {
                Note(ProblemCodes.ValueTwice, item, key, text);
            }
            else if (text is not null)
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    public string? OneOf(YamlNode value, string key, IReadOnlyList<string> names)
    {
        if (Scalar(value, key, Words.Of("Policy.kind-text")) is not { } text)
        {
            return null;
        }

        if (names.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        Note(ProblemCodes.ValueUnknown, value, key, text, string.Join(", ", names));
        return null;
    }

    public void Note(string code, string key, params object[] arguments) => problems.Add(PolicyProblem.Of(code, PlaceOfKey(key), arguments));

    public void Note(string code, YamlNode at, params object[] arguments) => problems.Add(PolicyProblem.Of(code, PlaceOf(at), arguments));

    /// <summary>Notes every key that was not asked for.</summary>
    public void Close()
    {
        foreach (var key in values.Keys.Where(key => !asked.Contains(key)))
        {
            Note(ProblemCodes.KeyUnknown, key, key, string.Join(", ", asked));
        }
    }

    private YamlNode? Value(string key, bool required)
    {
        asked.Add(key);
        if (values.TryGetValue(key, out var value))
        {
            return value;
        }

        if (required)
        {
            problems.Add(PolicyProblem.Of(ProblemCodes.KeyMissing, Place, key));
        }

        return null;
    }

    private string? Scalar(YamlNode value, string key, string kind)
    {
        if (value is not YamlScalarNode scalar)
        {
            Note(ProblemCodes.WrongType, value, key, kind);
            return null;
        }

        if (string.IsNullOrWhiteSpace(scalar.Value))
        {
            Note(ProblemCodes.ValueEmpty, value, key);
            return null;
        }

        return scalar.Value;
    }
}
