using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Reporting;
using static BaoPhu.Core.Documents.Writing.SheetBuilder;

namespace BaoPhu.Core.Reporting.Forms;

/// <summary>Báo cáo tổng hợp của Ban Quản lý Thu - Sổ, Thẻ với Lãnh đạo Ngành, from the version that was signed. No source shows a layout.</summary>
public sealed class ConsolidationReport : IOfficeForm
{
    public const string FormCode = "BC-LDN";
    private static readonly ValueSource Frozen = ValueSource.Record("rep_consolidations.content");
    private static readonly ValueSource Counted = ValueSource.Rule("đếm các báo cáo của BHXH tỉnh");

    public string Code => FormCode;
    public string TitleKey => "Reporting.Form_BC-LDN";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Official;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Report;
    public IReadOnlyList<string> Annexes { get; } = ["PL-LDN"];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "addressee", "period", "as-of", "offices.count", "offices.told"];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var (signed, figures) = await Signed(s, about);
        var late = figures.In(ReportStanding.Late).ToList();
        var missing = figures.In(ReportStanding.Missing, ReportStanding.Expected, ReportStanding.Returned).ToList();
        var content = PaperHead.Of(this, about)
            .Add("period", Period(figures), Frozen)
            .Add("as-of", OfficialWords.Time(new Instant(figures.AsOf).Local.DateTime) + " " + OfficialWords.Date(new Instant(figures.AsOf).Day), Frozen)
            .Add("offices.count", PaperHead.Money(figures.Offices.Count), Counted, figures.Offices.Count)
            .Add("offices.told", PaperHead.Money(figures.Told.Count()), Counted, figures.Told.Count())
            .Add("late.count", PaperHead.Money(late.Count), Counted, late.Count)
            .Add("late.names", PaperHead.Or(Named(late), "không có"), Frozen)
            .Add("missing.count", PaperHead.Money(missing.Count), Counted, missing.Count)
            .Add("missing.names", PaperHead.Or(Named(missing), "không có"), Frozen)
            .Add("excused.names", PaperHead.Or(Named(figures.In(ReportStanding.Excused)), "không có"), Frozen)
            .Add("before.day", figures.Before is { } b ? $"{OfficialWords.ShortDate(b.To)} ({b.Offices} tỉnh)" : "chưa có", Frozen)
            .Add("month.day", figures.MonthBefore is { } m ? $"{OfficialWords.ShortDate(m.To)} ({m.Offices} tỉnh)" : "chưa có", Frozen)
            .Add("remarks", PaperHead.Or(signed.Remarks, "không có nhận xét thêm"), ValueSource.Person(signed.SignedName))
            .AddGroup("corrected").AddGroup("figures").AddGroup("difficulties");
        if (signed.Reason.Length > 0)
        {
            content.AddRow("corrected").Add("corrected.reason", signed.Reason, ValueSource.Person(signed.SignedName));
        }

        foreach (var figure in ReportKind.Of(figures.Source).Figures)
        {
            content.AddRow("figures")
                .Add("figure.name", Text.Of("Reporting.Figure_" + figure), Frozen)
                .Add("figure.value", Value(figures.Sums.GetValueOrDefault(figure)), Frozen, figures.Sums.GetValueOrDefault(figure))
                .Add("figure.before", Signs(figures.Before?.Differences.GetValueOrDefault(figure)), Frozen, figures.Before?.Differences.GetValueOrDefault(figure))
                .Add("figure.month", Signs(figures.MonthBefore?.Differences.GetValueOrDefault(figure)), Frozen, figures.MonthBefore?.Differences.GetValueOrDefault(figure));
        }

        foreach (var office in figures.Offices.Where(o => o.Difficulties.Length > 0))
        {
            content.AddRow("difficulties").Add("difficulty.office", OfficialWords.OfficeName(office.Name), Frozen).Add("difficulty.text", office.Difficulties, Frozen);
        }

        return PaperHead.AddFoot(content, about);
    }

    public byte[] Template() => new PaperBuilder("Báo cáo tổng hợp kết quả phát triển người tham gia, thu nộp bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Head()
        .Type("BÁO CÁO", "Tổng hợp kết quả phát triển người tham gia, thu nộp bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp {period|kỳ báo cáo}")
        .Addressee("Kính gửi: {addressee|Lãnh đạo Ngành}")
        .Body("{office.running|tên cơ quan} tổng hợp báo cáo của Bảo hiểm xã hội các tỉnh, thành phố, số liệu đến {as-of|thời điểm số liệu}, như sau:")
        .Group("corrected", "bản sửa", p => p.Body("Báo cáo này thay báo cáo đã gửi trước đó. Lý do: {corrected.reason|lý do sửa}."))
        .Heading("1. Chấp hành chế độ báo cáo")
        .Body("Số tỉnh, thành phố đã báo cáo: {offices.told|số tỉnh đã báo cáo}/{offices.count|số tỉnh}.")
        .Body("Báo cáo muộn ({late.count|số tỉnh muộn}): {late.names|tên các tỉnh muộn}.")
        .Body("Chưa có báo cáo ({missing.count|số tỉnh thiếu}): {missing.names|tên các tỉnh thiếu}.")
        .Body("Được miễn: {excused.names|tên các tỉnh được miễn}.")
        .Heading("2. Kết quả")
        .Body("Tăng, giảm chỉ tính trên các tỉnh có báo cáo ở cả hai kỳ; kỳ trước: {before.day|kỳ trước}; cùng kỳ tháng trước: {month.day|cùng kỳ tháng trước}.")
        .Rows("figures", "chỉ tiêu", [3955, 2000, 1700, 1700], ["left", "right", "right", "right"], ["Chỉ tiêu", "Kỳ này", "So kỳ trước", "So cùng kỳ tháng trước"],
            ["{figure.name|chỉ tiêu}", "{figure.value|kỳ này}", "{figure.before|so kỳ trước}", "{figure.month|so cùng kỳ tháng trước}"])
        .Heading("3. Nhận xét; khó khăn, kiến nghị của các tỉnh")
        .Body("{remarks|nhận xét}.")
        .Group("difficulties", "khó khăn của tỉnh", p => p.Body("- {difficulty.office|tỉnh}: {difficulty.text|khó khăn, kiến nghị}."))
        .Body("Số liệu của từng tỉnh, thành phố kèm theo báo cáo này./.")
        .FootOfRecipients("VT, {paper.unit|đơn vị soạn thảo}")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu báo cáo in sẵn")
        .Build();

    internal static async Task<(Consolidation Signed, ConsolidatedFigures Figures)> Signed(Session s, OfficeFormCase about) =>
        await Consolidations.OfPaper(s, about.Key) is { Frozen: { } figures } signed ? (signed, figures) : throw new Refusal("Reporting.NoConsolidation") { Kind = RefusalKind.Missing };

    internal static string Period(ConsolidatedFigures figures) =>
        figures.From == figures.To ? OfficialWords.Date(figures.To) : $"từ {OfficialWords.ShortDate(figures.From)} đến {OfficialWords.ShortDate(figures.To)}";

    internal static string Value(long? value) => value is { } known ? PaperHead.Money(known) : Text.Of("Reporting.NoData");

    private static string Signs(long? difference) => difference is { } known ? (known > 0 ? "+" : known < 0 ? "-" : "") + PaperHead.Money(Math.Abs(known)) : "–";

    private static string Named(IEnumerable<ConsolidatedOffice> offices) => string.Join(", ", offices.Select(o => OfficialWords.OfficeName(o.Name)));
}

/// <summary>The provinces one by one, with numbers as numbers, as an annex of the consolidation.</summary>
public sealed class ConsolidationTable : IOfficeForm
{
    private static readonly ValueSource Frozen = ValueSource.Record("rep_consolidations.content");
    private static readonly ValueSource Sum = ValueSource.Rule("cộng cột");
    private static readonly string[] Figures = ["collected-social", "collected-health", "collected-unemployment", "owed-social", "owed-health", "owed-unemployment", "owing", "contacts", "notices", "tasks-done"];

    public string Code => "PL-LDN";
    public string TitleKey => "Reporting.Form_PL-LDN";
    public FormFormat Format => FormFormat.Xlsx;
    public FormLayout Layout => FormLayout.Annex;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.None;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = ["office.name", "paper.place-date", "attached-to", "period"];
    public IReadOnlyList<SumRule> Sums { get; } = [.. Figures.Select(f => new SumRule("rows", "row." + f, "rows." + f))];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var (_, figures) = await ConsolidationReport.Signed(s, about);
        var content = new FormContent(Code)
            .Add("office.parent", OfficialWords.OfficeHead(about.Parent), ValueSource.Record("org_offices.name"))
            .Add("office.name", OfficialWords.OfficeHead(about.Issuer), ValueSource.Record("org_offices.name"))
            .Add("paper.place-date", $"{about.Place}, {OfficialWords.Date(about.Date)}", ValueSource.Person("người lập"))
            .Add("period", ConsolidationReport.Period(figures), Frozen)
            .Add("attached-to", about.AttachedTo is { } paper ? OfficialWords.Reference(paper) : "", ValueSource.Record("doc_office_papers"))
            .Add("signer.title", OfficialWords.SignerLines(about.Signer).Replace('\n', ' '), ValueSource.Person("người lập"))
            .Add("signer.name", about.Signer?.Name, ValueSource.Person("người lập"))
            .AddGroup("rows");
        foreach (var (office, number) in figures.Offices.Select((o, i) => (o, i + 1)))
        {
            var row = content.AddRow("rows")
                .Add("row.number", PaperHead.Money(number), ValueSource.Rule("thứ tự"), number)
                .Add("row.office", OfficialWords.OfficeName(office.Name), ValueSource.Record("org_offices.name"))
                .Add("row.standing", Text.Of("Reporting.Standing_" + office.Standing), Frozen);
            foreach (var figure in Figures)
            {
                var value = office.Figures.GetValueOrDefault(figure);
                row.Add("row." + figure, value is { } known ? PaperHead.Money(known) : "", Frozen, value);
            }
        }

        foreach (var figure in Figures)
        {
            var sum = figures.Sums.GetValueOrDefault(figure) ?? 0;
            content.Add("rows." + figure, PaperHead.Money(sum), Sum, sum);
        }

        return content;
    }

    public byte[] Template() => new SheetBuilder("Số liệu", [5, 26, 15, .. Figures.Select(_ => 16.0)])
        .Row((0, 4, "{office.parent}", Look.Centre), (5, 12, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look.CentreBold))
        .Row((0, 4, "{office.name}", Look.CentreBold), (5, 12, "Độc lập - Tự do - Hạnh phúc", Look.CentreBold))
        .Row((5, 12, "{paper.place-date}", Look.CentreItalic))
        .Row((0, 12, "SỐ LIỆU TỔNG HỢP THEO TỈNH, THÀNH PHỐ", Look.Title))
        .Row((0, 12, "{period}", Look.CentreItalic))
        .Row((0, 4, "Kèm theo Báo cáo số:", Look.Right), (5, 12, "{attached-to}", Look.Plain))
        .Heading("STT", "BHXH tỉnh, thành phố", "Tình trạng báo cáo", "Đã thu BHXH, TNLĐ-BNN (đồng)", "Đã thu BHYT (đồng)", "Đã thu BHTN (đồng)", "Nợ BHXH, TNLĐ-BNN (đồng)", "Nợ BHYT (đồng)", "Nợ BHTN (đồng)", "Số đơn vị nợ", "Lượt đôn đốc", "Thông báo nợ", "Việc hoàn thành")
        .Group("rows", [("{row.number}", Look.Middle), ("{row.office}", Look.Text), ("{row.standing}", Look.Text), .. Figures.Select(f => ("{row." + f + "}", Look.Number))])
        .Row([(0, 2, "Cộng", Look.BoldText), .. Figures.Select((f, i) => (i + 3, i + 3, "{rows." + f + "}", Look.BoldNumber))])
        .Empty()
        .Row((6, 12, "{signer.title}", Look.CentreBold))
        .Empty().Empty().Empty()
        .Row((6, 12, "{signer.name}", Look.CentreBold))
        .Build("Mẫu dựng lại: chưa tìm thấy mẫu biểu in sẵn");
}
