using System.Globalization;
using System.Text;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Text = BaoPhu.Core.Texts.Text;

namespace BaoPhu.Core.Work;

/// <summary>
/// A list of tasks as a file with the filters of the screen: CSV in UTF-8 with a byte-order mark, or XLSX, both written row by row. Each export is an audit entry.
/// </summary>
public sealed class TaskExport(Db db, Tasks tasks, TimeProvider clock)
{
    private static readonly string[] Headings = ["Code", "Name", "TaxCode", "Task", "State", "Due", "Band", "Amount", "Level", "Stream", "Channel", "Form", "Clause", "Phone", "Contact"];

    /// <summary>Writes the list and returns the number of tasks. Format: csv or xlsx.</summary>
    public async Task<long> Write(Actor actor, Scope scope, TaskFilter filter, string format, Stream into)
    {
        var rows = new List<WorkTask>();
        await db.ReadConsistently(async s =>
        {
            await tasks.Each(s, scope, filter, rows.Add);
            return 0;
        });
        if (format == "xlsx")
        {
            // The workbook's container wants to seek: it is made aside and copied.
            using var memory = new MemoryStream();
            Xlsx(memory, rows);
            memory.Position = 0;
            await memory.CopyToAsync(into);
        }
        else
        {
            await Csv(into, rows);
        }

        await db.Write(tx => AuditTrail.Write(tx, clock, actor, "work.export", "tasks", new { format, rows.Count, filter }));
        return rows.Count;
    }

    private static async Task Csv(Stream into, List<WorkTask> rows)
    {
        await using var writer = new StreamWriter(into, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync(string.Join(',', Headings.Select(h => Quoted(Text.Of("Work.Export_" + h)))) + "\r\n");
        foreach (var task in rows)
        {
            await writer.WriteAsync(string.Join(',', Cells(task).Select(c => Quoted(c.Text))) + "\r\n");
        }
    }

    private static void Xlsx(Stream into, List<WorkTask> rows)
    {
        using var document = SpreadsheetDocument.Create(into, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        var sheet = book.AddNewPart<WorksheetPart>();
        using (var writer = OpenXmlWriter.Create(sheet))
        {
            writer.WriteStartElement(new Worksheet());
            writer.WriteStartElement(new SheetData());
            Row(writer, Headings.Select(h => (Text.Of("Work.Export_" + h), false)));
            foreach (var task in rows)
            {
                Row(writer, Cells(task));
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        using var workbook = OpenXmlWriter.Create(book);
        workbook.WriteStartElement(new Workbook());
        workbook.WriteStartElement(new Sheets());
        workbook.WriteElement(new Sheet { Name = Text.Of("Work.Export_Sheet"), SheetId = 1, Id = book.GetIdOfPart(sheet) });
        workbook.WriteEndElement();
        workbook.WriteEndElement();
    }

    private static void Row(OpenXmlWriter writer, IEnumerable<(string Text, bool Number)> cells)
    {
        writer.WriteStartElement(new Row());
        foreach (var (text, number) in cells)
        {
            writer.WriteElement(number
                ? new Cell { DataType = CellValues.Number, CellValue = new CellValue(text) }
                : new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(text)) });
        }

        writer.WriteEndElement();
    }

    private static IEnumerable<(string Text, bool Number)> Cells(WorkTask t) =>
    [
        (t.Code, false), (t.Name, false), (t.TaxCode ?? "", false), (t.Title, false), (Text.Of("Work.State_" + t.State), false),
        (t.Due?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? "", false), (Names.Of(t.DebtBand), false), (t.Amount.ToString(CultureInfo.InvariantCulture), true),
        (t.Level.ToString(CultureInfo.InvariantCulture), true), (Text.Of("Work.Stream_" + Names.Of(t.WorkStream)), false),
        (t.NextChannel is { } channel ? Text.Of("Work.Channel_" + channel) : "", false), (t.Form ?? "", false), (t.Clause, false), (t.Phone ?? "", false), (t.ContactName ?? "", false),
    ];

    /// <summary>A cell that begins like a formula is made text, so that a spreadsheet does not run what somebody wrote into a name.</summary>
    private static string Quoted(string cell)
    {
        var safe = cell.Length > 0 && cell[0] is ('=' or '+' or '-' or '@') ? "'" + cell : cell;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : safe;
    }
}
