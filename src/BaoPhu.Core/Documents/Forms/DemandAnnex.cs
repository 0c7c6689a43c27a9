using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Writing;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>Mẫu 03 of QĐ 688/QĐ-BHXH, attached to the level-4 demand: the debt by fund and by month, with interest, deadline, account and what follows. Its printed layout was not found.</summary>
public sealed class DemandAnnex : IForm
{
    public string Code => "M03-QD688";
    public string TitleKey => "Forms.Title_M03-QD688";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Annex;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.None;
    public IReadOnlyList<string> Papers { get; } = ["03/QĐ688"];
    public IReadOnlyList<string> Acts { get; } = ["demand"];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. DebtFacts.Required, "employer.name", "employer.code", "deadline", "transfer", "attached-to"];
    public IReadOnlyList<SumRule> Sums { get; } = [.. DebtFacts.Sums, .. DebtFacts.MonthSums];

    public async Task<FormContent> Compose(Session s, FormCase about)
    {
        var content = PaperHead.Of(this, about);
        PaperHead.AddEmployer(content, about);
        var facts = await DebtFacts.Load(s, about);
        facts.AddTo(content);
        facts.AddMonths(content);
        DebtFacts.AddPayment(content, about);
        DebtFacts.AddWarning(content, about);
        var letter = about.AttachedTo ?? new PaperReference(null, OfficialWords.Symbol(PaperKind.Letter, about.IssuerShort, about.DraftingUnit), about.Date);
        content.Add("attached-to", OfficialWords.Reference(letter), ValueSource.Record("doc_papers"));
        return PaperHead.AddSigner(content, about);
    }

    public byte[] Template() => DebtFacts.MonthTable(DebtFacts.Table(new PaperBuilder("Mẫu 03: số tiền chậm đóng yêu cầu đơn vị nộp")
        .FormName("Mẫu 03", "(Ban hành kèm theo Quyết định số 688/QĐ-BHXH ngày 12/7/2021 của BHXH Việt Nam)")
        .Head(numbered: false)
        .Type("BẢNG TỔNG HỢP SỐ TIỀN CHẬM ĐÓNG", "Bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp, bảo hiểm tai nạn lao động, bệnh nghề nghiệp")
        .Plain("(Kèm theo Công văn số {attached-to|số, ngày công văn} của {office.running|tên cơ quan})", new PaperBuilder.Look("center", 13, Italic: true, Before: 4))
        .Body("Đơn vị: {employer.name|tên đơn vị}. Mã đơn vị: {employer.code|mã đơn vị}. Mã số thuế: {employer.tax|mã số thuế}.")
        .Body("Địa chỉ: {employer.address|địa chỉ}.")
        .Heading("1. Số tiền chậm đóng theo từng quỹ, tính đến {debt.as-of|ngày tính}"))
        .Body("Bằng chữ: {debt.words|bằng chữ}. Thời gian chậm đóng: {debt.months|số tháng}, từ kỳ {debt.oldest|kỳ cũ nhất}.")
        .Body("{interest.note|lãi chậm đóng}")
        .Heading("2. Số tiền chậm đóng theo từng kỳ"))
        .Heading("3. Yêu cầu")
        .Body("Nộp đủ số tiền trên chậm nhất {deadline|thời hạn}, vào {account|tài khoản}.")
        .Unstretched("Nội dung chuyển khoản: **{transfer|nội dung chuyển khoản}**")
        .Body("{warning|cảnh báo}./.")
        .Signature()
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu in kèm Quyết định 688/QĐ-BHXH")
        .Build();
}
