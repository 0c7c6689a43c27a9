using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>Where a value of a paper comes from.</summary>
public enum SourceKind : byte
{
    /// <summary>A field of the database: "reg_employers.name".</summary>
    Record = 0,

    /// <summary>Computed by a rule, cited: "QĐ 595/QĐ-BHXH, Điều 37".</summary>
    Rule = 1,

    /// <summary>Said by a person who made the paper.</summary>
    Person = 2,

    /// <summary>An internal rule or dated rate.</summary>
    Setting = 3,
}

/// <summary>Source of a value. <paramref name="Place"/> names the field, rule, setting or what the person stated.</summary>
public sealed record ValueSource(SourceKind Kind, string Place)
{
    public static ValueSource Record(string place) => new(SourceKind.Record, place);
    public static ValueSource Rule(string place) => new(SourceKind.Rule, place);
    public static ValueSource Person(string place) => new(SourceKind.Person, place);
    public static ValueSource Setting(string place) => new(SourceKind.Setting, place);
}

/// <summary>A value as it is printed (lines divided by \n), where it comes from, and the number behind it where it is one (whole đồng, a count).</summary>
public sealed record FormValue(string Text, ValueSource Source, long? Number = null);

/// <summary>Values by tag, in the order of the tags.</summary>
public sealed class FormRow
{
    private readonly SortedDictionary<string, FormValue> _values = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, FormValue> Values => _values;

    /// <summary>Sets a tag. A tag is set once.</summary>
    public FormRow Add(string tag, string? text, ValueSource source, long? number = null)
    {
        _values.Add(tag, new FormValue(text ?? "", source, number));
        return this;
    }

    /// <summary>The text of a tag, empty where it is not there.</summary>
    public string this[string tag] => _values.TryGetValue(tag, out var value) ? value.Text : "";
}

/// <summary>
/// All that is put into the template of one paper: values by tag, and repeated groups (rows of a table, or a passage that stands there or not). Its JSON has a stable order,
/// so that its digest says whether two papers say the same.
/// </summary>
public sealed class FormContent(string form)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly SortedDictionary<string, List<FormRow>> _groups = new(StringComparer.Ordinal);
    private readonly FormRow _single = new();

    /// <summary>Code of the form.</summary>
    public string Form => form;
    public IReadOnlyDictionary<string, FormValue> Values => _single.Values;
    public IReadOnlyDictionary<string, List<FormRow>> Groups => _groups;

    public string this[string tag] => _single[tag];

    /// <summary>SHA-256 of the JSON, lower-case hexadecimal.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Json().WrittenSpan));

    public FormContent Add(string tag, string? text, ValueSource source, long? number = null)
    {
        _single.Add(tag, text, source, number);
        return this;
    }

    /// <summary>Names a group, which may stay without rows: then nothing of it is printed.</summary>
    public FormContent AddGroup(string group)
    {
        _groups.TryAdd(group, []);
        return this;
    }

    public FormRow AddRow(string group)
    {
        AddGroup(group);
        var row = new FormRow();
        _groups[group].Add(row);
        return row;
    }

    public string ToJson() => Encoding.UTF8.GetString(Json().WrittenSpan);

    /// <summary>Reads what <see cref="ToJson"/> wrote. Throws <see cref="JsonException"/> or <see cref="KeyNotFoundException"/> for anything else.</summary>
    public static FormContent FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var content = new FormContent(root.GetProperty("form").GetString()!);
        Read(root.GetProperty("values"), content._single);
        foreach (var group in root.GetProperty("groups").EnumerateObject())
        {
            content.AddGroup(group.Name);
            foreach (var row in group.Value.EnumerateArray())
            {
                Read(row, content.AddRow(group.Name));
            }
        }

        return content;
    }

    private ArrayBufferWriter<byte> Json()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        json.WriteString("form", form);
        json.WritePropertyName("values");
        Write(json, _single);
        json.WriteStartObject("groups");
        foreach (var (name, rows) in _groups)
        {
            json.WriteStartArray(name);
            foreach (var row in rows)
            {
                Write(json, row);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer;
    }

    /// <summary>A value is [text, kind of source, place of source, number].</summary>
    private static void Write(Utf8JsonWriter json, FormRow row)
    {
        json.WriteStartObject();
        foreach (var (tag, value) in row.Values)
        {
            json.WriteStartArray(tag);
            json.WriteStringValue(value.Text);
            json.WriteNumberValue((byte)value.Source.Kind);
            json.WriteStringValue(value.Source.Place);
            if (value.Number is { } number)
            {
                json.WriteNumberValue(number);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Read(JsonElement values, FormRow into)
    {
        foreach (var tag in values.EnumerateObject())
        {
            var parts = tag.Value;
            into.Add(
                tag.Name, parts[0].GetString(), new ValueSource((SourceKind)parts[1].GetByte(), parts[2].GetString()!), parts.GetArrayLength() > 3 ? parts[3].GetInt64() : null);
        }
    }
}
