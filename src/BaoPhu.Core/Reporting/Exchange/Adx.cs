using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Reporting;

namespace BaoPhu.Core.Reporting.Exchange;

/// <summary>Values as ADX (IHE QRPH "Aggregate Data Exchange"): groups of an office and its days, with a value per figure.</summary>
public static class Adx
{
    public const string MediaType = "application/adx+xml";
    private static readonly XNamespace Names = "urn:ihe:qrph:adx:2015";

    public static async Task Write(Stream to, DataValueSet set, Instant at)
    {
        await using var xml = XmlWriter.Create(to, new XmlWriterSettings { Async = true, Encoding = new System.Text.UTF8Encoding(false), CloseOutput = false });
        await xml.WriteStartElementAsync(null, "adx", Names.NamespaceName);
        await xml.WriteAttributeStringAsync(null, "exported", null, at.Local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
        foreach (var group in set.Values.GroupBy(v => (v.OrgUnit, v.Period)))
        {
            await xml.WriteStartElementAsync(null, "group", Names.NamespaceName);
            await xml.WriteAttributeStringAsync(null, "orgUnit", null, group.Key.OrgUnit);
            await xml.WriteAttributeStringAsync(null, "period", null, group.Key.Period.Interval8601);
            await xml.WriteAttributeStringAsync(null, "dataSet", null, set.DataSet);
            foreach (var value in group)
            {
                await xml.WriteStartElementAsync(null, "dataValue", Names.NamespaceName);
                await xml.WriteAttributeStringAsync(null, "dataElement", null, value.DataElement);
                await xml.WriteAttributeStringAsync(null, "value", null, value.Value.ToString(CultureInfo.InvariantCulture));
                await xml.WriteEndElementAsync();
            }

            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
    }

    /// <summary>Refused: what is no well-formed ADX, a period or a value that is none; entities and definitions are not read at all.</summary>
    public static async Task<DataValueSet> Read(Stream from, CancellationToken cancel)
    {
        try
        {
            using var xml = XmlReader.Create(from, new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 20_000_000 });
            var root = (await XDocument.LoadAsync(xml, LoadOptions.None, cancel)).Root;
            if (root?.Name != Names + "adx")
            {
                throw new Refusal("Reporting.ExchangeNotAdx", root?.Name.ToString() ?? "");
            }

            var values = new List<DataValue>();
            foreach (var group in root.Elements(Names + "group"))
            {
                var (office, period) = (Attribute(group, "orgUnit"), Attribute(group, "period"));
                values.AddRange(group.Elements(Names + "dataValue").Select(v => new DataValue(Attribute(v, "dataElement"), office, PeriodOf(period), ValueOf(Attribute(v, "value")))));
            }

            return new DataValueSet((string?)root.Elements(Names + "group").FirstOrDefault()?.Attribute("dataSet") ?? "", values);
        }
        catch (XmlException fault)
        {
            throw new Refusal("Reporting.ExchangeNotAdx", fault.Message);
        }
    }

    /// <summary>Refused: a period that is none.</summary>
    public static ExchangePeriod PeriodOf(string? text) => ExchangePeriod.TryParse(text, out var period) ? period : throw new Refusal("Reporting.ExchangePeriod", text ?? "");

    /// <summary>A whole number. Refused: anything else.</summary>
    public static long ValueOf(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw new Refusal("Reporting.ExchangeValue", text ?? "");

    private static string Attribute(XElement element, string name) => (string?)element.Attribute(name) ?? throw new Refusal("Reporting.ExchangeLacks", element.Name.LocalName, name);
}
