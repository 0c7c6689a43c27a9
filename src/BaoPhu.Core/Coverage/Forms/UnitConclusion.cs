using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Coverage.Forms;

/// <summary>Kết luận thanh tra of a unit of the tax data: the days, the workers who are surely missing with months and amounts, the finding, what is demanded. No source shows a printed layout.</summary>
public sealed class UnitConclusion : IOfficeForm
{
    private static readonly ValueSource Said = ValueSource.Record("cov_unit_inspections");
    private static readonly ValueSource Days = ValueSource.Record("cov_unit_inspection_days");

    public string Code => UnitInspections.Conclusion;
    public string TitleKey => "UnitCases.Form_KL-TTR-CTG";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Official;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Conclusion;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "unit.name", "unit.tax", "decision", "conclusion", "demand", "rows.total"];
    public IReadOnlyList<SumRule> Sums { get; } = [UnitPaper.OfAmounts];

    /// <summary>Refused: nothing written down to conclude.</summary>
    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var (unit, inspection) = await UnitPaper.Inspected(s, about);
        if (inspection is not { Outcome: { } outcome, Opinion: { Length: > 0 } opinion })
        {
            throw new Refusal("Inspections.ConclusionNeedsWords");
        }

        var decision = await UnitInspection.Living(s, UnitInspections.Decision, inspection);
        var content = await UnitPaper.AddPlanned(UnitPaper.AddUnit(PaperHead.Of(this, about), unit), s, about, LegalBases.Inspection);
        UnitPaper.AddScope(UnitPaper.AddEnded(UnitPaper.AddFigures(content, unit), unit), inspection)
            .Add("decision", UnitPaper.Called(decision), ValueSource.Record("doc_office_papers.label"))
            .Add("announced", inspection.AnnouncedOn is { } day ? OfficialWords.Date(day) : UnitPaper.Room, Said)
            .AddGroup("days");
        foreach (var held in await UnitInspection.WorkingDays(s, inspection))
        {
            content.AddRow("days").Add("day.line", $"Buổi {VietnameseNumbers.Amount(held.DayNo)}, {OfficialWords.Date(held.HeldOn)}, {Text.OnPaper("Inspections.Way_" + held.Way)}, {held.Place}: {held.Content.TrimEnd('.')}", Days);
        }

        await UnitPaper.AddAmounts(content, s, unit, about.Date);
        return PaperHead.AddRecipients(
            content.Add("conclusion", (outcome == "violation" ? "Đơn vị có vi phạm. " : "Chưa phát hiện vi phạm. ") + opinion.TrimEnd('.'), Said)
                .Add("estimate", outcome == "violation" ? "số phải đóng xác định theo hồ sơ tham gia của từng người" : "dùng để rà soát, không phải số đơn vị phải đóng", ValueSource.Rule("theo kết luận"))
                .Add("demand", PaperHead.Or(inspection.Demand?.TrimEnd('.', ';', ' '), outcome == "violation"
                    ? "Đơn vị đăng ký tham gia và đóng đầy đủ bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp cho những người lao động nêu trên, kể cả thời gian chưa đóng, theo quy định" : "Không có"), Said),
            about);
    }

    public Task<IReadOnlyList<long>> People(Session s, string about) => UnitPaper.People(s, about);

    public byte[] Template() => new PaperBuilder("Kết luận thanh tra đơn vị chưa tham gia, tham gia chưa đầy đủ")
        .Head()
        .Type("KẾT LUẬN THANH TRA", "Việc đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp tại {unit.name|tên đơn vị}")
        .Body("Căn cứ {bases|căn cứ}; Quyết định thanh tra số {decision|số quyết định},")
        .Body($"{{office.running|tên cơ quan}} kết luận đối với {UnitPaper.Whom}:")
        .Heading("1. Kết quả thanh tra")
        .Body("Hình thức: {inspection.form|hình thức}. Thời kỳ: từ tháng {inspection.from|từ tháng} đến tháng {inspection.to|đến tháng}; thời hạn {inspection.days|số ngày} ngày làm việc; công bố quyết định {announced|ngày công bố}.")
        .Group("days", "buổi làm việc", g => g.Body("- {day.line|buổi làm việc}."))
        .Body("Theo dữ liệu quyết toán thuế thu nhập cá nhân năm {year|năm}, đơn vị chi trả thu nhập cho {workers|số lao động} người; đang tham gia tại đơn vị: {with-unit|số đang tham gia}; chưa thấy tham gia: {missing.all|số chưa tham gia}, trong đó {ended|số đã có kết quả} người đã có kết quả theo dõi. Còn lại {rows.count|số người} người:")
        .Rows("rows", "từng người", UnitPaper.Widths, UnitPaper.Aligns, UnitPaper.Headings, UnitPaper.Cells, UnitPaper.Below)
        .Body("Số tiền bằng chữ: {rows.words|bằng chữ}. Đây là số ước tính bằng {percent|tỷ lệ}% thu nhập chịu thuế, {estimate|ý nghĩa của số ước tính}.")
        .Heading("2. Kết luận")
        .Body("{conclusion|kết luận}.")
        .Heading("3. Kiến nghị, yêu cầu")
        .Body("{demand|yêu cầu}./.")
        .FootOfRecipients("VT, {paper.unit|đơn vị soạn thảo}")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu in của kết luận thanh tra")
        .Build();
}
