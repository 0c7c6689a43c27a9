using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using static BaoPhu.Core.Documents.Writing.SheetBuilder;

namespace BaoPhu.Core.Coverage.Forms;

/// <summary>Thông báo to a unit with the list of its workers who are not insured, and the words of the leaflet (plan III.1.2.a.1+2). No source shows a layout.</summary>
public sealed class UnitNotice : IOfficeForm
{
    public string Code => UnitCases.Notice;
    public string TitleKey => "UnitCases.Form_TB-CTG";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Official;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Notice;
    public IReadOnlyList<string> Annexes { get; } = ["DS-CTG"];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "addressee", .. UnitPaper.Required];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about) => PaperHead.AddFoot(UnitPaper.Add(PaperHead.Of(this, about), await UnitPaper.Of(s, about), about), about);

    public byte[] Template() => new PaperBuilder("Thông báo về người lao động chưa tham gia bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Head()
        .Type("THÔNG BÁO", "Về việc người lao động chưa tham gia bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Addressee("Kính gửi: {addressee|đơn vị}")
        .Body("Căn cứ {bases|căn cứ}, {office.running|tên cơ quan} đã rà soát dữ liệu người lao động quyết toán thuế thu nhập cá nhân năm {year|năm} do cơ quan Thuế cung cấp.")
        .Body("{unit.name|tên đơn vị}, mã số thuế {unit.tax|mã số thuế}, mã đơn vị {unit.code|mã đơn vị}, địa chỉ {unit.address|địa chỉ}, chi trả thu nhập cho {workers|số lao động} người, trong đó {with-unit|số đang tham gia} người đang tham gia tại đơn vị và **{missing|số chưa tham gia} người chưa tham gia**, có danh sách kèm theo.")
        .Body("Đề nghị đơn vị đối chiếu danh sách và trước {deadline|thời hạn} đăng ký tham gia, đóng đầy đủ cho người thuộc diện bắt buộc; với người không thuộc diện hoặc đã nghỉ việc, gửi văn bản nêu rõ lý do kèm tài liệu chứng minh.")
        .Body("Người sử dụng lao động có trách nhiệm đóng cho người lao động. Chậm đóng, đóng không đủ số người hoặc trốn đóng bị xử phạt vi phạm hành chính theo quy định; trốn đóng có thể bị truy cứu trách nhiệm hình sự theo Điều 216 Bộ luật Hình sự. Tài liệu tuyên truyền gửi kèm thông báo này./.")
        .FootOfRecipients("VT, {paper.unit|đơn vị soạn thảo}")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu thông báo in sẵn")
        .Build();
}

/// <summary>The workers of a unit who are not insured, with a column for what the unit says of each.</summary>
public sealed class MissingWorkers : IOfficeForm
{
    public string Code => "DS-CTG";
    public string TitleKey => "UnitCases.Form_DS-CTG";
    public FormFormat Format => FormFormat.Xlsx;
    public FormLayout Layout => FormLayout.Annex;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.None;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = ["office.name", "paper.place-date", "attached-to", "unit.name", "rows.count"];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var unit = await UnitPaper.Of(s, about);
        return UnitPaper.AddWorkers(UnitPaper.AnnexHead(Code, about, unit), await UnitPaper.Missing(s, unit));
    }

    /// <summary>All who are or were missing there: the file may be of a day before somebody's end was written down.</summary>
    public Task<IReadOnlyList<long>> People(Session s, string about) => UnitPaper.People(s, about);

    public byte[] Template() => new SheetBuilder("Danh sách", [6, 32, 13, 16, 16, 14, 10, 32])
        .Row((0, 3, "{office.parent}", Look.Centre), (4, 7, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look.CentreBold))
        .Row((0, 3, "{office.name}", Look.CentreBold), (4, 7, "Độc lập - Tự do - Hạnh phúc", Look.CentreBold))
        .Row((4, 7, "{paper.place-date}", Look.CentreItalic))
        .Row((0, 7, "DANH SÁCH NGƯỜI LAO ĐỘNG CHƯA THAM GIA", Look.Title))
        .Row((0, 7, "{month}", Look.CentreItalic))
        .Row((0, 3, "Kèm theo thông báo số:", Look.Right), (4, 7, "{attached-to}", Look.Plain))
        .Row((0, 1, "Đơn vị:", Look.Right), (2, 7, "{unit.name}", Look.Plain))
        .Row((0, 1, "Mã số thuế:", Look.Right), (2, 7, "{unit.tax}", Look.Plain))
        .Heading("STT", "Họ và tên", "Ngày sinh", "Số CCCD/CMND", "Mã số thuế", "Mã số BHXH", "Số tháng", "Ý kiến của đơn vị")
        .Group("rows", ("{row.number}", Look.Middle), ("{row.name}", Look.Text), ("{row.born}", Look.Middle), ("{row.citizen}", Look.Middle), ("{row.tax}", Look.Middle), ("{row.person}", Look.Middle), ("{row.months}", Look.Number), ("", Look.Text))
        .Row((0, 5, "Số người", Look.BoldText), (6, 6, "{rows.count}", Look.BoldNumber))
        .Empty()
        .Row((4, 7, "{signer.title}", Look.CentreBold))
        .Empty().Empty().Empty()
        .Row((4, 7, "{signer.name}", Look.CentreBold))
        .Build("Mẫu dựng lại: chưa tìm thấy mẫu danh sách in sẵn");
}
