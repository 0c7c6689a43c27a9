using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Rules;
using BaoPhu.Rules.Debts;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// Prints the list of debtors of a month (mẫu B03-TS) from a ledger as the offices' software does: titles, headings in two lines, sections, totals, headings again on every page,
/// signatures. On request some employers are left out or printed with another amount, as happens in life, so that there is something to compare.
/// </summary>
public static class PrintedList
{
    private const int RowsOnAPage = 40;

    private static readonly (string Section, string Title)[] Sections =
    [
        ("I", "I. Đơn vị chậm đóng (dưới 1 tháng)"), ("II", "II. Đơn vị nợ đọng (từ 1 đến dưới 3 tháng)"), ("III", "III. Đơn vị nợ kéo dài (từ 3 tháng trở lên)"), ("IV", "IV. Đơn vị nợ khó thu"),
        ("IV.3", "IV.3. Đơn vị đã chấm dứt hoạt động, giải thể, phá sản"), ("IV.4", "IV.4. Đơn vị khác (tạm dừng đóng, khoanh nợ)"),
    ];

    /// <summary>Writes the list of the province and month; returns its number of employers. <paramref name="faulty"/>: one in fifty is left out, one in forty printed differently.</summary>
    public static async Task<int> Write(Db db, string province, Period month, string path, bool faulty)
    {
        var (debts, employers) = await db.ReadConsistently(async s =>
        {
            var (first, last) = EmployerKey.Range(province);
            return (MonthEndDebts.Load(s, province, month), await s.Query<Printed>(
                "select employer_id, name, address, workers, standing from reg_employers where employer_id between @first and @last order by employer_id", new { first, last }));
        });
        var lines = employers.Where(e => debts.ContainsKey(e.EmployerId)).Select(e => (Employer: e, Debt: debts[e.EmployerId]))
            .Where((_, i) => !faulty || i % 50 != 17).ToLookup(l => SectionOf(l.Employer, l.Debt), StringComparer.Ordinal);
        using var sheet = new Sheet(path);
        sheet.Row("BẢO HIỂM XÃ HỘI VIỆT NAM", null, null, null, null, null, null, null, null, null, null, null, "Mẫu B03-TS");
        sheet.Row("BHXH " + (Reference.Provinces.FirstOrDefault(p => p.Code == province)?.FullName ?? province));
        sheet.Row();
        sheet.Merged(0, 13, "DANH SÁCH ĐƠN VỊ CHẬM ĐÓNG BHXH, BHYT, BHTN");
        sheet.Merged(0, 13, string.Create(CultureInfo.InvariantCulture, $"Tháng {month.Month:00} năm {month.Year}"));
        sheet.Row(null, null, null, null, null, null, null, null, null, null, null, null, "Đơn vị tính: đồng");
        sheet.Headings();
        var (whole, count) = (new long[5], 0);
        foreach (var (section, title) in Sections)
        {
            sheet.Row(null, title);
            var sum = new long[5];
            var number = 0;
            foreach (var (employer, debt) in lines[section])
            {
                var social = debt.Social + debt.Accident;
                if (faulty && ++count % 40 == 7)
                {
                    social += 1_000_000;
                }

                long[] amounts = [social + debt.Health + debt.Unemployment, social, debt.Health, debt.Unemployment, 0];
                var age = DebtAge.At(month.ArrearsFrom, debt.OldestPeriod!.Value)?.Months ?? 0;
                sheet.Row(
                    ++number, employer.Name, EmployerKey.Code(employer.EmployerId), employer.Workers, employer.Address, decimal.Round(age, 2), amounts[0], amounts[1], amounts[2], amounts[3], amounts[4],
                    section == "III" ? "Đã gửi văn bản đôn đốc" : null, section.StartsWith("IV.", StringComparison.Ordinal) ? $"Số {100 + number}/QĐ" : null);
                for (var i = 0; i < sum.Length; i++)
                {
                    (sum[i], whole[i]) = (sum[i] + amounts[i], whole[i] + amounts[i]);
                }

                if (number % RowsOnAPage == 0)
                {
                    sheet.Headings();
                }
            }

            if (section != "IV")
            {
                sheet.Row(null, "Cộng mục " + section, null, null, null, null, sum[0], sum[1], sum[2], sum[3], sum[4]);
            }
        }

        sheet.Row(null, "Tổng cộng (I+II+III+IV)", null, null, null, null, whole[0], whole[1], whole[2], whole[3], whole[4]);
        sheet.Row();
        sheet.Row(null, null, null, null, null, null, null, null, null, null, string.Create(CultureInfo.InvariantCulture, $"Ngày 03 tháng {month.ArrearsFrom.Month:00} năm {month.ArrearsFrom.Year}"));
        sheet.Row(null, "Người lập biểu", null, null, "Trưởng phòng", null, null, null, null, null, "Giám đốc");
        sheet.Row(null, "(Ký, họ tên)", null, null, "(Ký, họ tên)", null, null, null, null, null, "(Ký, họ tên, đóng dấu)");
        return lines.Sum(l => l.Count());
    }

    /// <summary>Takes the list of the last closed month in, so that the demonstration shows a comparison.</summary>
    internal static async Task TakeIn(Db db, DemonstrationOrder order, string province, DemonstrationPerson person)
    {
        var folder = Directory.CreateTempSubdirectory("baophu-b03-").FullName;
        try
        {
            var month = Period.Of(order.AsOf.Day).AddMonths(-1);
            var name = string.Create(CultureInfo.InvariantCulture, $"b03-ts-{province}-{month}.xlsx");
            var path = Path.Combine(folder, name);
            if (await Write(db, province, month, path, faulty: true) > 0)
            {
                await new ImportRuns(db, new StillClock(order.AsOf), folder).Run(
                    new Actor(person.UserId, person.Name, person.OfficeCode), new ImportRequest(ImportKinds.Debtors, path) { Province = province, FileName = name });
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string SectionOf(Printed employer, in DebtAssessment debt) => (Standing)employer.Standing switch
    {
        Standing.Ceased => "IV.3",
        Standing.PensionSuspended => "IV.4",
        _ => debt.Band switch
        {
            DebtBand.UnderOneMonth => "I",
            DebtBand.OneToThree => "II",
            _ => "III",
        },
    };

    private sealed class Printed
    {
        public long EmployerId { get; init; }
        public string Name { get; init; } = "";
        public string? Address { get; init; }
        public int? Workers { get; init; }
        public short Standing { get; init; }
    }

    /// <summary>A workbook of one sheet, written row after row; merged ranges at its end.</summary>
    private sealed class Sheet : IDisposable
    {
        private static readonly object?[] Upper = ["STT", "Tên đơn vị", "Mã đơn vị", "Số LĐ", "Địa chỉ", "Số tháng nợ", "Số tiền nợ", null, null, null, null, "Biện pháp đã thực hiện", "Số, ngày văn bản", "Ghi chú"];
        private static readonly object?[] Lower = [null, null, null, null, null, null, "Tổng số", "BHXH", "BHYT", "BHTN", "Lãi chậm đóng"];
        private static readonly object?[] Numbers = ["A", "B", "C", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

        private readonly SpreadsheetDocument _document;
        private readonly OpenXmlWriter _writer;
        private readonly List<string> _merges = [];
        private int _row;

        public Sheet(string path)
        {
            _document = SpreadsheetDocument.Create(path, SpreadsheetDocumentType.Workbook);
            var workbook = _document.AddWorkbookPart();
            var part = workbook.AddNewPart<WorksheetPart>();
            workbook.Workbook = new Workbook(new Sheets(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Name = "B03-TS", SheetId = 1, Id = workbook.GetIdOfPart(part) }));
            _writer = OpenXmlWriter.Create(part);
            _writer.WriteStartElement(new Worksheet());
            _writer.WriteStartElement(new SheetData());
        }

        public void Row(params ReadOnlySpan<object?> cells)
        {
            _row++;
            _writer.WriteStartElement(new Row { RowIndex = (uint)_row });
            for (var c = 0; c < cells.Length; c++)
            {
                var reference = Reference(c, _row);
                switch (cells[c])
                {
                    case null:
                        break;
                    case string text:
                        _writer.WriteElement(new Cell { CellReference = reference, DataType = CellValues.InlineString, InlineString = new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(text)) });
                        break;
                    case var number:
                        _writer.WriteElement(new Cell { CellReference = reference, CellValue = new CellValue(Convert.ToString(number, CultureInfo.InvariantCulture)!) });
                        break;
                }
            }

            _writer.WriteEndElement();
        }

        public void Merged(int from, int to, string text)
        {
            Row(text);
            _merges.Add(Reference(from, _row) + ":" + Reference(to, _row));
        }

        public void Headings()
        {
            Row(Upper);
            Row(Lower);
            _merges.AddRange(Enumerable.Range(0, Upper.Length).Where(c => c is < 6 or > 10).Select(c => Reference(c, _row - 1) + ":" + Reference(c, _row)));
            _merges.Add(Reference(6, _row - 1) + ":" + Reference(10, _row - 1));
            Row(Numbers);
        }

        public void Dispose()
        {
            _writer.WriteEndElement();
            _writer.WriteElement(new MergeCells([.. _merges.Select(m => new MergeCell { Reference = m })]));
            _writer.WriteEndElement();
            _writer.Dispose();
            _document.Dispose();
        }

        private static string Reference(int column, int row) => (char)('A' + column) + row.ToString(CultureInfo.InvariantCulture);
    }
}
