using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Codes;
using static BaoPhu.Core.Documents.Writing.SheetBuilder;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>Báo cáo tháng về đơn vị chậm đóng, to the People's Committee and the agencies, with the list attached. No source shows a layout.</summary>
public sealed class DebtorReport : IOfficeForm
{
    private static readonly ValueSource Sums = ValueSource.Rule("cộng các dòng của danh sách");
    private static readonly ValueSource Ledger = ValueSource.Record("col_report_rows");

    public string Code => MonthlyReports.PaperForm;
    public string TitleKey => "Reports.Form_BC-NO";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Official;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Report;
    public IReadOnlyList<string> Annexes { get; } = ["DS-NO"];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "addressee", "month", "debt.total", "debt.words", "debt.count", "debt.as-of"];

    IReadOnlyList<SumRule> IPrintedForm.Sums { get; } =
    [
        new("bands", "band.amount", "debt.total", "debt.words"), new("bands", "band.count", "debt.count"), new("funds", "fund.amount", "debt.total"),
        new("offices", "office.amount", "debt.total"), new("offices", "office.count", "debt.count"),
    ];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var report = await MonthlyReports.Find(s, about.Key) ?? throw new Refusal("Reports.NoReport") { Kind = RefusalKind.Missing };
        var (bands, funds, offices) = await MonthlyReports.Totals(s, report.Id);
        var excluded = await MonthlyReports.Excluded(s, report.Id);
        var content = PaperHead.Of(this, about)
            .Add("month", $"tháng {report.Month.Month:00} năm {report.Month.Year}", ValueSource.Record("col_reports.period"))
            .Add("bases", string.Join("; ", LegalBases.On(LegalBases.Basis, about.Date)), ValueSource.Rule("căn cứ có hiệu lực " + OfficialWords.ShortDate(about.Date)))
            .Add("debt.as-of", OfficialWords.Date(report.AsOfAt.Day), ValueSource.Record("col_reports.as_of_at"))
            .Add("debt.count", PaperHead.Money(report.Employers), Sums, report.Employers)
            .Add("debt.total", PaperHead.Money(report.Amount), Sums, report.Amount)
            .Add("debt.words", VietnameseNumbers.AmountInWords(report.Amount), ValueSource.Rule("số tiền bằng chữ"))
            .Add("excluded.count", PaperHead.Money(excluded.Count), Sums, excluded.Count)
            .AddGroup("bands").AddGroup("funds").AddGroup("offices").AddGroup("excluded");
        foreach (var band in bands)
        {
            content.AddRow("bands").Add("band.name", band.Name, ValueSource.Rule("QĐ 595/QĐ-BHXH")).Add("band.count", PaperHead.Money(band.Employers), Ledger, band.Employers)
                .Add("band.amount", PaperHead.Money(band.Amount), Ledger, band.Amount);
        }

        foreach (var fund in funds)
        {
            content.AddRow("funds").Add("fund.name", fund.Name, ValueSource.Rule("quỹ")).Add("fund.amount", PaperHead.Money(fund.Amount), Ledger, fund.Amount);
        }

        foreach (var office in offices)
        {
            content.AddRow("offices").Add("office.title", OfficialWords.OfficeName(office.Name), ValueSource.Record("org_offices.name")).Add("office.count", PaperHead.Money(office.Employers), Ledger, office.Employers)
                .Add("office.amount", PaperHead.Money(office.Amount), Ledger, office.Amount);
        }

        foreach (var row in excluded)
        {
            content.AddRow("excluded")
                .Add("excluded.employer", $"{row.Name} (mã {row.Code})", ValueSource.Record("reg_employers.name"))
                .Add("excluded.reason", $"{Text.Of("Reports.Reason_" + row.Excluded)}: {row.ExcludedNote}", ValueSource.Person(row.ExcludedByName));
        }

        return PaperHead.AddFoot(content, about);
    }

    public byte[] Template() => new PaperBuilder("Báo cáo tháng về đơn vị chậm đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Head()
        .Type("BÁO CÁO", "Về các đơn vị chậm đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp {month|tháng}")
        .Addressee("Kính gửi: {addressee|nơi nhận báo cáo}")
        .Body("Căn cứ {bases|căn cứ}, {office.running|tên cơ quan} báo cáo về các đơn vị đang tham gia còn chậm đóng trên địa bàn, số liệu đến {debt.as-of|ngày số liệu}, như sau:")
        .Heading("1. Theo thời gian chậm đóng")
        .Rows("bands", "thời gian chậm đóng", [4355, 2000, 3000], ["left", "right", "right"], ["Thời gian chậm đóng", "Số đơn vị", "Số tiền (đồng)"], ["{band.name|nhóm}", "{band.count|số đơn vị}", "{band.amount|số tiền}"],
            ["Cộng", "{debt.count|tổng số đơn vị}", "{debt.total|tổng số tiền}"])
        .Body("Bằng chữ: {debt.words|bằng chữ}.")
        .Heading("2. Theo quỹ")
        .Rows("funds", "quỹ", [6355, 3000], ["left", "right"], ["Quỹ", "Số tiền (đồng)"], ["{fund.name|quỹ}", "{fund.amount|số tiền}"], ["Cộng", "{debt.total|tổng số tiền}"])
        .Heading("3. Theo cơ quan quản lý thu")
        .Rows("offices", "cơ quan quản lý thu", [4355, 2000, 3000], ["left", "right", "right"], ["Cơ quan Bảo hiểm xã hội", "Số đơn vị", "Số tiền (đồng)"], ["{office.title|cơ quan}", "{office.count|số đơn vị}", "{office.amount|số tiền}"],
            ["Cộng", "{debt.count|tổng số đơn vị}", "{debt.total|tổng số tiền}"])
        .Body("Danh sách từng đơn vị kèm theo báo cáo này. Số đơn vị chưa đưa vào danh sách: {excluded.count|số đơn vị không đưa vào}.")
        .Group("excluded", "đơn vị chưa đưa vào danh sách", p => p.Body("- {excluded.employer|đơn vị}: {excluded.reason|lý do}."))
        .Body("{office.running|tên cơ quan} trân trọng báo cáo và đề nghị các cơ quan phối hợp đôn đốc, xử lý các đơn vị có tên trong danh sách./.")
        .FootOfRecipients("VT, {paper.unit|đơn vị soạn thảo}")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu báo cáo in sẵn")
        .Build();
}

/// <summary>The list that goes with the report: each debtor by fund, with numbers as numbers.</summary>
public sealed class DebtorReportList : IOfficeForm
{
    private static readonly ValueSource Ledger = ValueSource.Record("col_report_rows");

    public string Code => "DS-NO";
    public string TitleKey => "Reports.Form_DS-NO";
    public FormFormat Format => FormFormat.Xlsx;
    public FormLayout Layout => FormLayout.Annex;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.None;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = ["office.name", "paper.place-date", "attached-to", "rows.total"];
    public IReadOnlyList<SumRule> Sums { get; } = DebtorTable.Sums;

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var report = await MonthlyReports.Find(s, about.Key) ?? throw new Refusal("Reports.NoReport") { Kind = RefusalKind.Missing };
        var content = DebtorTable.Head(Code, about, $"Tháng {report.Month.Month:00} năm {report.Month.Year}");
        DebtorTable.Add(content, await MonthlyReports.Rows(s, report.Id), Ledger);
        return content;
    }

    public byte[] Template() => DebtorTable.Template("DANH SÁCH ĐƠN VỊ CHẬM ĐÓNG", "Báo cáo", "Mẫu dựng lại: chưa tìm thấy mẫu danh sách in sẵn");
}
