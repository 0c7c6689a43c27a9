using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules;

namespace BaoPhu.Core.Collection;

/// <summary>The published list as a file for the press, row after row: the columns of the public page, amounts as numbers. The stream is left open.</summary>
internal sealed class PressFile : IDisposable
{
    private static readonly string[] Columns = ["Name", "Province", "Since", "List", "Amount"];
    private readonly Sheet? _sheet;
    private readonly CsvLines? _lines;

    /// <param name="format">"xlsx", else CSV with semicolons.</param>
    public PressFile(Stream into, string format)
    {
        var heads = Columns.Select(c => Texts.Text.Of("Publications.File_" + c));
        if (format == "xlsx")
        {
            _sheet = new(into, Texts.Text.Of("Publications.FileName"));
            _sheet.Row(heads.Select(h => (h, false)));
        }
        else
        {
            _lines = new(into, ';');
            _lines.Write(heads);
        }
    }

    public void Add(PublicDebtor row)
    {
        string[] cells = [row.Name, Reference.Provinces.First(p => p.Code == row.Province).FullName, Month(row.OldestPeriod), Month(row.Period), row.Total.ToString(CultureInfo.InvariantCulture)];
        _sheet?.Row(cells.Select((c, i) => (c, i == 4)));
        _lines?.Write(cells);
    }

    public void Dispose()
    {
        _sheet?.Dispose();
        _lines?.Dispose();
    }

    private static string Month(int period) => Documents.Forms.OfficialWords.Month(Period.FromNumber(period));
}
