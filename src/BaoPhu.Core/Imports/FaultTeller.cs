using System.Globalization;
using System.Text;
using System.Xml;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Texts;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Text = BaoPhu.Core.Texts.Text;

namespace BaoPhu.Core.Imports;

/// <summary>
/// Goes through the file a second time, only when there is something to tell, and writes the faulty rows in the file's own shape with their number and the reasons:
/// CSV with the same delimiter for a text file, XLSX for a workbook. The first reasons come back in words,
/// personal data in them masked: they are kept with the run, longer than data of other authorities may be.
/// </summary>
internal static class FaultTeller
{
    public const int MostTold = 50;

    /// <summary>A broken number or date as short as this names nobody, and what is wrong with it is seen only whole.</summary>
    private const int MostUnmasked = 7;

    /// <summary>An XLSX sheet ends at 1,048,576 rows.</summary>
    private const int MostSheetRows = 1_048_000;

    public sealed record Told(string? RejectsFile, string? WarningsFile, List<string> Refusals, List<string> Warnings)
    {
        public List<ImportFault> RefusedCells { get; } = [];
        public List<ImportFault> WarnedCells { get; } = [];
    }

    /// <summary>Without a folder nothing is written.</summary>
    public static Told Tell(TableSource source, FileKind kind, ImportContext context, string? folder, string name, CancellationToken cancel)
    {
        var (columns, faults) = (context.Columns, context.Faults);
        if (folder is not null)
        {
            FilesFolder.Make(folder);
        }

        var extension = source.File.Format == TableFormat.Csv ? ".csv" : ".xlsx";
        var rejectsFile = folder is null || faults.Refused.Count == 0 ? null : Path.Combine(folder, name + "-dong-loi" + extension);
        var warningsFile = folder is null || faults.Warnings.Count == 0 ? null : Path.Combine(folder, name + "-canh-bao" + extension);
        var told = new Told(rejectsFile, warningsFile, [], []);
        using var rejects = Sink.Open(rejectsFile, source);
        using var warnings = Sink.Open(warningsFile, source);
        using var reader = source.Open();
        var (r, w) = (0, 0);
        while ((r < faults.Refused.Count || w < faults.Warnings.Count) && reader.Read())
        {
            if (reader.Row % 10_000 == 0)
            {
                cancel.ThrowIfCancellationRequested();
            }

            r = Row(faults.Refused, r, rejects, told.Refusals, told.RefusedCells);
            w = Row(faults.Warnings, w, warnings, told.Warnings, told.WarnedCells);
            if (folder is null && told.Refusals.Count >= MostTold && (faults.Warnings.Count == 0 || told.Warnings.Count >= MostTold))
            {
                break;
            }
        }

        return told;

        string Formula(int column) => string.Create(CultureInfo.InvariantCulture, $"{SheetXml.Letters(column)}{reader.Row}: ")
            + Shorten(reader.Formulas.FirstOrDefault(f => f.Column == column).Text ?? "");

        int Row(IReadOnlyList<Fault> list, int at, Sink? sink, List<string> words, List<ImportFault> cells)
        {
            if (at >= list.Count || list[at].Row != reader.Row)
            {
                return at;
            }

            var (whole, masked) = (new List<string>(), new List<string>());
            var isTold = words.Count < MostTold;
            while (at < list.Count && list[at].Row == reader.Row)
            {
                var fault = list[at++];
                var column = fault.Field >= 0 ? columns[fault.Field] : -1;
                var value = fault.IsFormula ? Formula(column) : Shorten(Headings.Show(reader.Cell(column)));
                whole.Add(fault.Tell(kind, value, context.Suggestions));
                if (isTold)
                {
                    var shown = fault.Field >= 0 && kind.Fields[fault.Field].IsPersonal && !fault.IsFormula && value.Length > MostUnmasked ? Masking.Number(value)! : value;
                    var (reason, advice) = fault.Say(kind, shown, context.Suggestions);
                    masked.Add(reason + " " + advice);
                    cells.Add(new(reader.Row, column >= 0 ? source.Headings.Names[column] : fault.Field >= 0 ? kind.Fields[fault.Field].Title : null, column >= 0 ? shown : null, reason, advice));
                }
            }

            if (isTold)
            {
                words.Add(Text.Of("Imports.RowReason", reader.Row, string.Join(" ", masked)));
            }

            // The file goes to who corrects the rows, which stand whole in it.
            sink?.Write(reader, string.Join(" ", whole));
            return at;
        }
    }

    private static string Shorten(string value) => value.Length <= 60 ? value : value[..57] + "…";

    private abstract class Sink : IDisposable
    {
        public static Sink? Open(string? path, TableSource source) => path is null ? null
            : source.File.Format == TableFormat.Csv ? new CsvSink(path, source) : new XlsxSink(path, source);

        public abstract void Write(ITableReader row, string reason);

        public void Dispose()
        {
            Close();
            GC.SuppressFinalize(this);
        }

        protected abstract void Close();

        protected static string[] Titles(TableSource source) => [.. source.Headings.Names, Text.Of("Imports.RowColumn"), Text.Of("Imports.ReasonColumn")];
    }

    private sealed class CsvSink : Sink
    {
        private readonly CsvLines _lines;
        private readonly int _width;

        public CsvSink(string path, TableSource source)
        {
            (_lines, _width) = (new CsvLines(File.Create(path), source.Delimiter, leaveOpen: false), source.Headings.Names.Length);
            _lines.Write(Titles(source));
        }

        public override void Write(ITableReader row, string reason) => _lines.Write(
        [
            .. Enumerable.Range(0, Math.Max(_width, row.Count)).Select(i => Encoding.UTF8.GetString(row.Cell(i))), row.Row.ToString(CultureInfo.InvariantCulture), reason,
        ]);

        protected override void Close() => _lines.Dispose();
    }

    /// <summary>A workbook of one sheet, written as a stream; all cells are text, so that nothing loses its zeros again.</summary>
    private sealed class XlsxSink : Sink
    {
        private readonly SpreadsheetDocument _document;
        private readonly OpenXmlWriter _writer;
        private readonly int _width;
        private int _rows;

        public XlsxSink(string path, TableSource source)
        {
            _width = source.Headings.Names.Length;
            _document = SpreadsheetDocument.Create(path, SpreadsheetDocumentType.Workbook);
            var workbook = _document.AddWorkbookPart();
            var sheet = workbook.AddNewPart<WorksheetPart>();
            workbook.Workbook = new Workbook(new Sheets(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Name = Text.Of("Imports.RejectsSheet"), SheetId = 1, Id = workbook.GetIdOfPart(sheet) }));
            _writer = OpenXmlWriter.Create(sheet);
            _writer.WriteStartElement(new Worksheet());
            _writer.WriteStartElement(new SheetData());
            Row(Titles(source));
        }

        public override void Write(ITableReader row, string reason)
        {
            if (_rows >= MostSheetRows)
            {
                return;
            }

            var cells = new string[Math.Max(_width, row.Count) + 2];
            for (var i = 0; i < cells.Length - 2; i++)
            {
                cells[i] = Encoding.UTF8.GetString(row.Cell(i));
            }

            cells[^2] = row.Row.ToString(CultureInfo.InvariantCulture);
            cells[^1] = reason;
            Row(cells);
        }

        protected override void Close()
        {
            _writer.WriteEndElement();
            _writer.WriteEndElement();
            _writer.Dispose();
            _document.Dispose();
        }

        private void Row(string[] cells)
        {
            _rows++;
            _writer.WriteStartElement(new Row());
            foreach (var cell in cells)
            {
                _writer.WriteElement(new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(Clean(cell)) { Space = SpaceProcessingModeValues.Preserve }) });
            }

            _writer.WriteEndElement();
        }

        /// <summary>XML knows no control characters but tab and line ends.</summary>
        private static string Clean(string cell) => cell.All(IsKnown) ? cell : new string([.. cell.Where(IsKnown)]);

        private static bool IsKnown(char c) => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c);
    }
}
