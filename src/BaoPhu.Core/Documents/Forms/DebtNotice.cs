using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Writing;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>Thông báo chậm đóng (plan III.1.1.a, c: "gửi thông báo, tài liệu tuyên truyền"): what is owed by fund, since when, with interest, until when and where to pay.</summary>
public sealed class DebtNotice : IForm
{
    public string Code => "TB-NO";
    public string TitleKey => "Forms.Title_TB-NO";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Official;
    public bool Reconstructed => false;
    public PaperKind Kind => PaperKind.Notice;
    public IReadOnlyList<string> Papers { get; } = ["TB"];
    public IReadOnlyList<string> Acts { get; } = ["notice"];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, .. DebtFacts.Required, "employer.name", "employer.code", "deadline", "transfer"];
    public IReadOnlyList<SumRule> Sums => DebtFacts.Sums;

    public async Task<FormContent> Compose(Session s, FormCase about)
    {
        var content = PaperHead.Of(this, about);
        PaperHead.AddEmployer(content, about);
        PaperHead.AddBases(content, about);
        var facts = await DebtFacts.Load(s, about);
        facts.AddTo(content);
        DebtFacts.AddPayment(content, about);
        content.AddGroup("leaflets");
        foreach (var leaflet in about.Leaflets)
        {
            content.AddRow("leaflets").Add("leaflet.title", leaflet, ValueSource.Person("người lập"));
        }

        PaperHead.AddUnit(content, about);
        return PaperHead.AddSigner(content, about);
    }

    public byte[] Template() => DebtFacts.Table(new PaperBuilder("Thông báo chậm đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Head()
        .Type("THÔNG BÁO", "Về việc chậm đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp, bảo hiểm tai nạn lao động, bệnh nghề nghiệp")
        .Addressee("Kính gửi: {employer.name|tên đơn vị}")
        .Body("Mã đơn vị: {employer.code|mã đơn vị}. Mã số thuế: {employer.tax|mã số thuế}.")
        .Body("Địa chỉ: {employer.address|địa chỉ}.")
        .Body("Căn cứ {bases|căn cứ}, {office.running|tên cơ quan} thông báo: tính đến {debt.as-of|ngày tính}, đơn vị chậm đóng {debt.months|số tháng}, kỳ cũ nhất chưa đóng đủ là {debt.oldest|kỳ cũ nhất}, cụ thể:"))
        .Body("Tổng số tiền chậm đóng: **{debt.total|tổng số tiền} đồng** (bằng chữ: {debt.words|bằng chữ}).")
        .Body("{interest.note|lãi chậm đóng}")
        .Body("Đề nghị đơn vị nộp đủ số tiền trên chậm nhất {deadline|thời hạn}, vào {account|tài khoản}.")
        .Unstretched("Nội dung chuyển khoản: **{transfer|nội dung chuyển khoản}**")
        .Body("Nếu đơn vị đã nộp hoặc số liệu chưa khớp, đề nghị liên hệ để đối chiếu: {contact|người liên hệ}.")
        .Group("leaflets", "tài liệu kèm theo", g => g.Body("Gửi kèm: {leaflet.title|tên tài liệu}."))
        .Body("{office.running|tên cơ quan} thông báo để đơn vị biết và thực hiện./.")
        .Foot("VT, {paper.unit|đơn vị soạn thảo}", "Như trên")
        .Build();
}
