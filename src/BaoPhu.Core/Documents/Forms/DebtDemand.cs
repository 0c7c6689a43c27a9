using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Writing;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>Công văn yêu cầu đóng, at level 4 to every employer of three months and over, with Mẫu 03 of QĐ 688 attached (plan III.1.1.c.1+3).</summary>
public sealed class DebtDemand : IForm
{
    public string Code => "CV-YC";
    public string TitleKey => "Forms.Title_CV-YC";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Letter;
    public bool Reconstructed => false;
    public PaperKind Kind => PaperKind.Letter;
    public IReadOnlyList<string> Papers { get; } = ["CV"];
    public IReadOnlyList<string> Acts { get; } = ["demand"];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "debt.total", "debt.words", "debt.as-of", "employer.name", "employer.code", "deadline", "transfer"];
    public IReadOnlyList<SumRule> Sums { get; } = [new("", "", "debt.total", "debt.words")];

    public async Task<FormContent> Compose(Session s, FormCase about)
    {
        var content = PaperHead.Of(this, about);
        PaperHead.AddEmployer(content, about);
        PaperHead.AddBases(content, about);
        (await DebtFacts.Load(s, about)).AddSummary(content);
        DebtFacts.AddPayment(content, about);
        DebtFacts.AddWarning(content, about);
        PaperHead.AddUnit(content, about);
        return PaperHead.AddSigner(content, about);
    }

    public byte[] Template() => new PaperBuilder("Công văn yêu cầu đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Head("V/v yêu cầu đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Addressee("Kính gửi: {employer.name|tên đơn vị}")
        .Body("Mã đơn vị: {employer.code|mã đơn vị}. Mã số thuế: {employer.tax|mã số thuế}.")
        .Body("Địa chỉ: {employer.address|địa chỉ}.")
        .Body("Căn cứ {bases|căn cứ}, {office.running|tên cơ quan} thông báo và yêu cầu đơn vị như sau:")
        .Body("Tính đến {debt.as-of|ngày tính}, đơn vị chậm đóng {debt.months|số tháng}, kỳ cũ nhất chưa đóng đủ là {debt.oldest|kỳ cũ nhất}. Tổng số tiền chậm đóng: **{debt.total|tổng số tiền} đồng** (bằng chữ: {debt.words|bằng chữ}); chi tiết theo từng quỹ, từng kỳ tại Mẫu 03 ban hành kèm theo Quyết định số 688/QĐ-BHXH gửi kèm công văn này.")
        .Body("{interest.note|lãi chậm đóng}")
        .Body("Đơn vị nộp đủ số tiền trên chậm nhất {deadline|thời hạn}, vào {account|tài khoản}.")
        .Unstretched("Nội dung chuyển khoản: **{transfer|nội dung chuyển khoản}**")
        .Body("{warning|cảnh báo}.")
        .Body("Nếu đơn vị đã nộp hoặc số liệu chưa khớp, đề nghị gửi văn bản trả lời qua dịch vụ bưu chính công ích hoặc liên hệ: {contact|người liên hệ}./.")
        .Foot("VT, {paper.unit|đơn vị soạn thảo}", "Như trên")
        .Build();
}
