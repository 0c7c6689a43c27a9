using System.Globalization;
using System.Text;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules;

namespace BaoPhu.Core.Collection;

/// <summary>The published list as a file for the press: the columns of the public page, amounts as numbers.</summary>
public static class PressFile
{
    private static readonly string[] Columns = ["Name", "Province", "Since", "List", "Amount"];

    public static byte[] Workbook(IReadOnlyList<PublicDebtor> rows)
    {
        var file = new MemoryStream();
        using (var sheet = new Sheet(file, Texts.Text.Of("Publications.FileName")))
        {
            sheet.Row(Columns.Select(c => (Texts.Text.Of("Publications.File_" + c), false)));
            foreach (var row in rows)
            {
                sheet.Row(Cells(row).Select((c, i) => (c, i == 4)));
            }
        }

        return file.ToArray();
    }

    /// <summary>CSV with semicolons, a byte-order mark for Excel, and no cell that a spreadsheet would run as a formula.</summary>
    public static string Text(IReadOnlyList<PublicDebtor> rows)
    {
        var text = new StringBuilder("\uFEFF").AppendJoin(';', Columns.Select(c => Texts.Text.Of("Publications.File_" + c))).Append("\r\n");
        foreach (var row in rows)
        {
            text.AppendJoin(';', Cells(row).Select(Quoted)).Append("\r\n");
        }

        return text.ToString();
    }

    private static string[] Cells(PublicDebtor row) =>
    [
        row.Name, Reference.Provinces.First(p => p.Code == row.Province).FullName, Month(row.OldestPeriod), Month(row.Period), row.Total.ToString(CultureInfo.InvariantCulture),
    ];

    private static string Month(int period) => Documents.Forms.OfficialWords.Month(Period.FromNumber(period));

    private static string Quoted(string cell)
    {
        var safe = cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal) ? "'" + cell : cell;
        return safe.AsSpan().IndexOfAny(";\"\r\n") < 0 ? safe : "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
