using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Rules;
using static BaoPhu.Core.Documents.Writing.SheetBuilder;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>A list of debtors as a sheet: what the annexes of the report, the publication and the inter-agency proposal have in common.</summary>
internal static class DebtorTable
{
    private static readonly ValueSource Sum = ValueSource.Rule("cộng cột");

    public static IReadOnlyList<SumRule> Sums { get; } =
    [
        new("rows", "row.social", "rows.social"), new("rows", "row.health", "rows.health"), new("rows", "row.unemployment", "rows.unemployment"), new("rows", "row.accident", "rows.accident"),
        new("rows", "row.total", "rows.total"),
    ];

    public static FormContent Head(string form, OfficeFormCase about, string month) => new FormContent(form)
        .Add("office.parent", OfficialWords.OfficeHead(about.Parent), ValueSource.Record("org_offices.name"))
        .Add("office.name", OfficialWords.OfficeHead(about.Issuer), ValueSource.Record("org_offices.name"))
        .Add("paper.place-date", $"{about.Place}, {OfficialWords.Date(about.Date)}", ValueSource.Person("người lập"))
        .Add("month", month, ValueSource.Record("kỳ của danh sách"))
        .Add("attached-to", about.AttachedTo is { } paper ? OfficialWords.Reference(paper) : "", ValueSource.Record("doc_office_papers"))
        .Add("signer.title", OfficialWords.SignerLines(about.Signer).Replace('\n', ' '), ValueSource.Person("người lập"))
        .Add("signer.name", about.Signer?.Name, ValueSource.Person("người lập"));

    public static void Add(FormContent content, IReadOnlyList<DebtorRow> rows, ValueSource source, Func<DebtorRow, string>? nameOf = null, Func<DebtorRow, string>? noteOf = null)
    {
        content.AddGroup("rows");
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            content.AddRow("rows")
                .Add("row.number", PaperHead.Money(i + 1), ValueSource.Rule("thứ tự"), i + 1)
                .Add("row.code", row.Code, ValueSource.Record("reg_employers.code"))
                .Add("row.name", nameOf is null ? row.Name : nameOf(row), ValueSource.Record("reg_employers.name"))
                .Add("row.tax", row.TaxCode, ValueSource.Record("reg_employers.tax_code"))
                .Add("row.office", OfficialWords.OfficeName(row.OfficeName), ValueSource.Record("org_offices.name"))
                .Add("row.since", OfficialWords.Month(Period.FromNumber(row.OldestPeriod)), source)
                .Add("row.social", PaperHead.Money(row.Social), source, row.Social)
                .Add("row.health", PaperHead.Money(row.Health), source, row.Health)
                .Add("row.unemployment", PaperHead.Money(row.Unemployment), source, row.Unemployment)
                .Add("row.accident", PaperHead.Money(row.Accident), source, row.Accident)
                .Add("row.total", PaperHead.Money(row.Total), source, row.Total)
                .Add("row.note", noteOf is null ? "" : noteOf(row), source);
        }

        content
            .Add("rows.social", PaperHead.Money(rows.Sum(r => r.Social)), Sum, rows.Sum(r => r.Social))
            .Add("rows.health", PaperHead.Money(rows.Sum(r => r.Health)), Sum, rows.Sum(r => r.Health))
            .Add("rows.unemployment", PaperHead.Money(rows.Sum(r => r.Unemployment)), Sum, rows.Sum(r => r.Unemployment))
            .Add("rows.accident", PaperHead.Money(rows.Sum(r => r.Accident)), Sum, rows.Sum(r => r.Accident))
            .Add("rows.total", PaperHead.Money(rows.Sum(r => r.Total)), Sum, rows.Sum(r => r.Total));
    }

    public static byte[] Template(string title, string paper, string mark) => new SheetBuilder("Danh sách", [6, 11, 40, 14, 28, 10, 16, 16, 16, 16, 18, 20])
        .Row((0, 4, "{office.parent}", Look.Centre), (5, 11, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look.CentreBold))
        .Row((0, 4, "{office.name}", Look.CentreBold), (5, 11, "Độc lập - Tự do - Hạnh phúc", Look.CentreBold))
        .Row((5, 11, "{paper.place-date}", Look.CentreItalic))
        .Row((0, 11, title, Look.Title))
        .Row((0, 11, "{month}", Look.CentreItalic))
        .Row((0, 4, $"Kèm theo {paper} số:", Look.Right), (5, 11, "{attached-to}", Look.Plain))
        .Heading("STT", "Mã đơn vị", "Tên đơn vị", "Mã số thuế", "Cơ quan quản lý thu", "Chậm đóng từ kỳ", "BHXH (đồng)", "BHYT (đồng)", "BHTN (đồng)", "TNLĐ-BNN (đồng)", "Cộng (đồng)", "Ghi chú")
        .Group("rows", ("{row.number}", Look.Middle), ("{row.code}", Look.Middle), ("{row.name}", Look.Text), ("{row.tax}", Look.Middle), ("{row.office}", Look.Text), ("{row.since}", Look.Middle), ("{row.social}", Look.Number), ("{row.health}", Look.Number), ("{row.unemployment}", Look.Number), ("{row.accident}", Look.Number), ("{row.total}", Look.Number), ("{row.note}", Look.Text))
        .Row((0, 5, "Cộng", Look.BoldText), (6, 6, "{rows.social}", Look.BoldNumber), (7, 7, "{rows.health}", Look.BoldNumber), (8, 8, "{rows.unemployment}", Look.BoldNumber), (9, 9, "{rows.accident}", Look.BoldNumber), (10, 10, "{rows.total}", Look.BoldNumber))
        .Empty()
        .Row((5, 11, "{signer.title}", Look.CentreBold))
        .Empty().Empty().Empty()
        .Row((5, 11, "{signer.name}", Look.CentreBold))
        .Build(mark);
}
