using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>Kết luận thanh tra: what was found, what was owed and paid during the inspection, what is demanded.</summary>
public sealed class InspectionConclusion() : CaseForm(InspectionProcedure.Conclusion, ActNames.Inspect, "Inspections.Title_KL-TTR", PaperKind.Conclusion, FormLayout.Official)
{
    public override IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "employer.name", "employer.code", "decision", "minutes", "findings.total", "debt.before", "paid.during", "debt.left", "conclusion"];
    public override IReadOnlyList<SumRule> Sums { get; } = [new("findings", "finding.amount", "findings.total", "findings.words")];

    /// <summary>Refused: minutes not ended, nothing written down to conclude.</summary>
    public override async Task<FormContent> Compose(Session s, FormCase about)
    {
        var (file, _) = await InspectionPaper.Load(s, about);
        if (file is not { PaidAtEnd: { } paid, PaidBefore: { } before, DebtBefore: { } owed, DebtAtEnd: { } left })
        {
            throw new Refusal("Inspections.DraftAfterMinutes");
        }

        if (string.IsNullOrEmpty(file.Opinion))
        {
            throw new Refusal("Inspections.ConclusionNeedsWords");
        }

        var ledger = ValueSource.Record("reg_months");
        var papers = await TaskPapers.Of(s, about.Task.Key);
        var content = PaperHead.Of(this, about);
        PaperHead.AddEmployer(content, about);
        PaperHead.AddBases(content, about, LegalBases.Inspection);
        InspectionPaper.AddScope(content, file, about.Task);
        InspectionPaper.AddFindings(content, await InspectionFile.Found(s, about.Task.Key));
        content
            .Add("decision", CasePaper.Label(papers, InspectionProcedure.Decision), ValueSource.Record("doc_papers.label"))
            .Add("minutes", CasePaper.Label(papers, InspectionProcedure.Minutes), ValueSource.Record("doc_papers.label"))
            .Add("debt.before", VietnameseNumbers.Amount(owed), ledger, owed)
            .Add("paid.during", VietnameseNumbers.Amount(paid - before), ledger, paid - before)
            .Add("debt.left", VietnameseNumbers.Amount(left), ledger, left)
            .Add("conclusion", file.Opinion, InspectionPaper.File)
            .Add("demand", PaperHead.Or(file.Demand?.TrimEnd('.', ';', ' '), "đơn vị nộp đủ số tiền còn nợ và lãi chậm đóng theo quy định"), InspectionPaper.File)
            .Add("paper.unit", about.DraftingUnit, ValueSource.Person("người lập"));
        return PaperHead.AddSigner(content, about);
    }

    public override byte[] Template() => new PaperBuilder("Kết luận thanh tra")
        .Head()
        .Type("KẾT LUẬN THANH TRA", "Việc đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp tại {employer.name|tên đơn vị}")
        .Body("Căn cứ {bases|căn cứ}; Quyết định thanh tra số {decision|số quyết định}; Biên bản thanh tra số {minutes|số biên bản},")
        .Body("{office.running|tên cơ quan} kết luận đối với {employer.name|tên đơn vị}; mã đơn vị: {employer.code|mã đơn vị}; mã số thuế: {employer.tax|mã số thuế}; địa chỉ: {employer.address|địa chỉ}:")
        .Heading("1. Kết quả thanh tra")
        .Body("Hình thức: {inspection.form|hình thức}. Thời kỳ: từ tháng {inspection.from|từ tháng} đến tháng {inspection.to|đến tháng}; thời hạn {inspection.days|số ngày} ngày làm việc.")
        .Rows("findings", "vi phạm phát hiện", [700, 4355, 1700, 1000, 1600], ["center", "left", "center", "right", "right"], ["STT", "Hành vi, nội dung", "Từ tháng – đến tháng", "Số lao động", "Số tiền (đồng)"],
            ["{finding.no|thứ tự}", "{finding.what|nội dung}", "{finding.months|kỳ}", "{finding.workers|số lao động}", "{finding.amount|số tiền}"])
        .Body("Tổng số tiền vi phạm: **{findings.total|tổng số tiền} đồng** (bằng chữ: {findings.words|bằng chữ}).")
        .Body("Số tiền chậm đóng khi công bố quyết định: {debt.before|nợ trước} đồng; đơn vị đã nộp trong thời gian thanh tra: {paid.during|đã nộp} đồng; còn chậm đóng: {debt.left|còn nợ} đồng.")
        .Heading("2. Kết luận")
        .Body("{conclusion|kết luận}")
        .Heading("3. Kiến nghị, yêu cầu")
        .Body("{demand|yêu cầu}./.")
        .Foot("VT, {paper.unit|đơn vị soạn thảo}", "{employer.name|tên đơn vị}")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu in của kết luận thanh tra")
        .Build();
}
