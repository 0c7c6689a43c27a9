using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BaoPhu.Core.Documents.Writing;

namespace BaoPhu.Core.Documents.Layout;

/// <summary>The first sheet of a workbook as it is printed: page, fonts, texts, and the values of its named cells.</summary>
internal sealed partial class SheetPaper
{
    private static readonly XNamespace S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    public required string PaperSize { get; init; }
    public required IReadOnlyList<string> Fonts { get; init; }
    public PaperValues Values { get; } = new();
    public required string AllText { get; init; }

    public static SheetPaper Read(Stream file)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var workbook = Load(zip, "xl/workbook.xml") ?? throw new InvalidDataException("no XLSX");
        var target = Load(zip, "xl/_rels/workbook.xml.rels")!.Root!.Elements()
            .First(r => r.Attribute("Id")!.Value == workbook.Descendants(S + "sheet").First().Attribute(Word.R + "id")!.Value).Attribute("Target")!.Value;
        var sheet = Load(zip, target.StartsWith('/') ? target[1..] : "xl/" + target)!;
        var shared = Load(zip, "xl/sharedStrings.xml")?.Descendants(S + "si").Select(Text).ToList() ?? [];
        var cells = sheet.Descendants(S + "c").ToDictionary(
            c => c.Attribute("r")!.Value,
            c => c.Attribute("t")?.Value == "s" ? shared[int.Parse(c.Element(S + "v")!.Value, CultureInfo.InvariantCulture)] : c.Element(S + "v")?.Value ?? Text(c),
            StringComparer.Ordinal);
        var paper = new SheetPaper
        {
            PaperSize = sheet.Descendants(S + "pageSetup").FirstOrDefault()?.Attribute("paperSize")?.Value ?? "",
            Fonts = [.. Load(zip, "xl/styles.xml")?.Descendants(S + "font").Select(f => f.Element(S + "name")?.Attribute("val")?.Value ?? "").Distinct() ?? []],
            AllText = string.Join('\n', cells.Values.Concat(sheet.Descendants(S + "headerFooter").Select(h => h.Value))),
        };
        paper.ReadNames([.. workbook.Descendants(S + "definedName").Select(n => (n.Attribute("name")!.Value, Place().Match(n.Value)))], cells);
        return paper;
    }

    private void ReadNames(List<(string Name, Match Place)> names, Dictionary<string, string> cells)
    {
        var groups = names.Where(n => n.Place.Success && n.Place.Groups["last"].Success && !n.Name.StartsWith("_xlnm", StringComparison.Ordinal)).ToList();
        foreach (var (name, place) in names.Where(n => n.Place.Success && !n.Place.Groups["last"].Success))
        {
            var (column, row) = (place.Groups["column"].Value, place.Groups["row"].Value);
            if (groups.Find(g => g.Place.Groups["row"].Value == row) is not { Name: { } group, Place: { } range })
            {
                Values.Single[name] = cells.GetValueOrDefault(column + row, "");
                continue;
            }

            var (first, last) = (int.Parse(row, CultureInfo.InvariantCulture), int.Parse(range.Groups["last"].Value, CultureInfo.InvariantCulture));
            if (!Values.Groups.TryGetValue(group, out var rows))
            {
                Values.Groups.Add(group, rows = [.. Enumerable.Range(first, last - first + 1).Select(_ => new Dictionary<string, string>(StringComparer.Ordinal))]);
            }

            for (var i = 0; i < rows.Count; i++)
            {
                rows[i][name] = cells.GetValueOrDefault(column + (first + i).ToString(CultureInfo.InvariantCulture), "");
            }
        }
    }

    private static string Text(XElement element) => string.Concat(element.Descendants(S + "t").Select(t => t.Value));

    private static XDocument? Load(ZipArchive zip, string part)
    {
        using var stream = zip.GetEntry(part)?.Open();
        return stream is null ? null : XDocument.Load(stream);
    }

    [GeneratedRegex(@"^[^!]+!\$(?<column>[A-Z]+)\$(?<row>\d+)(:\$[A-Z]+\$(?<last>\d+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}

/// <summary>What is asked of a printed list: A4, one font, titles of the nation.</summary>
internal static class SheetRules
{
    public static void Inspect(SheetPaper sheet, FaultList faults)
    {
        faults.AddIf(sheet.PaperSize != "9", "paper", "page");
        foreach (var font in sheet.Fonts.Where(f => f != "Times New Roman"))
        {
            faults.Add("font", "text", font, "");
        }

        faults.AddIf(!sheet.AllText.Contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", StringComparison.Ordinal), "missing", "nation", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
        faults.AddIf(!sheet.AllText.Contains("Độc lập - Tự do - Hạnh phúc", StringComparison.Ordinal), "missing", "motto", "Độc lập - Tự do - Hạnh phúc");
    }
}
