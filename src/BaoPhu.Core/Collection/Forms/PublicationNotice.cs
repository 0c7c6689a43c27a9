using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>Thông báo công khai đơn vị chậm đóng, to the press and portals, with the list attached. No source shows a layout.</summary>
public sealed class PublicationNotice : IOfficeForm
{
    public string Code => Publications.PaperForm;
    public string TitleKey => "Publications.Form_TB-CK";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Official;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Notice;
    public IReadOnlyList<string> Annexes { get; } = ["DS-CK"];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "addressee", "month", "debt.total", "debt.words", "debt.count"];
    public IReadOnlyList<SumRule> Sums { get; } = [new("", "", "debt.total", "debt.words")];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var publication = await Publications.Of(s, about.Key);
        var rows = await Publications.Listed(s, publication.Id);
        var (sums, total) = (ValueSource.Rule("cộng các dòng của danh sách"), rows.Sum(r => r.Total));
        var content = PaperHead.Of(this, about)
            .Add("month", $"tháng {publication.Month.Month:00} năm {publication.Month.Year}", ValueSource.Record("col_publications.period"))
            .Add("bases", string.Join("; ", LegalBases.On(LegalBases.Basis, about.Date)), ValueSource.Rule("căn cứ có hiệu lực " + OfficialWords.ShortDate(about.Date)))
            .Add("debt.count", PaperHead.Money(rows.Count), sums, rows.Count)
            .Add("debt.total", PaperHead.Money(total), sums, total)
            .Add("debt.words", VietnameseNumbers.AmountInWords(total), ValueSource.Rule("số tiền bằng chữ"));
        return PaperHead.AddFoot(content, about);
    }

    public byte[] Template() => new PaperBuilder("Thông báo công khai đơn vị chậm đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Head()
        .Type("THÔNG BÁO", "Công khai đơn vị chậm đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp {month|tháng}")
        .Addressee("Kính gửi: {addressee|cơ quan báo chí, cổng thông tin}")
        .Body("Căn cứ {bases|căn cứ}, {office.running|tên cơ quan} thông báo công khai {debt.count|số đơn vị} đơn vị trên địa bàn còn chậm đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp {month|tháng}, tổng số tiền **{debt.total|tổng số tiền} đồng** (bằng chữ: {debt.words|bằng chữ}); danh sách kèm theo.")
        .Body("Đơn vị có tên trong danh sách khi nộp đủ số tiền chậm đóng sẽ được đưa ra khỏi danh sách công khai trong ngày. Các đơn vị đã được thông báo và có quyền phản hồi trước khi công khai.")
        .Body("Đề nghị các cơ quan đăng tải, đưa tin theo danh sách đang công khai trên trang thông tin của {office.running|tên cơ quan}./.")
        .FootOfRecipients("VT, {paper.unit|đơn vị soạn thảo}")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu thông báo in sẵn")
        .Build();
}

/// <summary>The list that goes with the notice. Names of household businesses as the public sees them.</summary>
public sealed class PublicationList : IOfficeForm
{
    public string Code => "DS-CK";
    public string TitleKey => "Publications.Form_DS-CK";
    public FormFormat Format => FormFormat.Xlsx;
    public FormLayout Layout => FormLayout.Annex;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.None;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = ["office.name", "paper.place-date", "attached-to", "rows.total"];
    public IReadOnlyList<SumRule> Sums { get; } = DebtorTable.Sums;

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var publication = await Publications.Of(s, about.Key);
        var name = await Publications.Names(s, [publication.Province], about.Date);
        var content = DebtorTable.Head(Code, about, $"Tháng {publication.Month.Month:00} năm {publication.Month.Year}");
        DebtorTable.Add(content, await Publications.Listed(s, publication.Id), ValueSource.Record("col_publication_rows"), name);
        return content;
    }

    public byte[] Template() => DebtorTable.Template("DANH SÁCH CÔNG KHAI ĐƠN VỊ CHẬM ĐÓNG", "Thông báo", "Mẫu dựng lại: chưa tìm thấy mẫu danh sách in sẵn");
}
