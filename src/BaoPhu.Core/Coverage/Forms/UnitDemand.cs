using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using static BaoPhu.Core.Documents.Writing.SheetBuilder;

namespace BaoPhu.Core.Coverage.Forms;

/// <summary>Mẫu 01/QĐ 688: the letter by which a unit that has not registered is asked to report (plan III.1.2.c.1+4). The text of QĐ 688 was not found: rebuilt.</summary>
public sealed class UnitDemand : IOfficeForm
{
    public string Code => UnitCases.Demand;
    public string TitleKey => "UnitCases.Form_CV-688";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Letter;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Letter;
    public IReadOnlyList<string> Annexes { get; } = ["M02-688"];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "addressee", .. UnitPaper.Required];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about) => PaperHead.AddFoot(UnitPaper.Add(PaperHead.Of(this, about), await UnitPaper.Of(s, about), about), about);

    public byte[] Template() => new PaperBuilder("Văn bản yêu cầu báo cáo tình hình đóng (Mẫu 01, Quyết định 688/QĐ-BHXH)")
        .Head("V/v yêu cầu báo cáo tình hình đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp bắt buộc")
        .Addressee("Kính gửi: {addressee|đơn vị}")
        .Body("Căn cứ {bases|căn cứ};")
        .Body("Qua rà soát dữ liệu quyết toán thuế thu nhập cá nhân năm {year|năm}, {unit.name|tên đơn vị}, mã số thuế {unit.tax|mã số thuế}, mã đơn vị {unit.code|mã đơn vị}, địa chỉ {unit.address|địa chỉ}, chi trả thu nhập cho {workers|số lao động} người; tham gia bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp tại đơn vị: {with-unit|số đang tham gia}; chưa tham gia: {missing|số chưa tham gia}.")
        .Body("{office.running|tên cơ quan} yêu cầu đơn vị báo cáo tình hình đóng theo Mẫu 02 kèm theo và gửi lại qua dịch vụ bưu chính công ích trước {deadline|thời hạn}.")
        .Body("Quá thời hạn trên mà đơn vị không báo cáo, cơ quan bảo hiểm xã hội sẽ thanh tra, xử lý theo quy định./.")
        .FootOfRecipients("VT, {paper.unit|đơn vị soạn thảo}")
        .Mark("Mẫu dựng lại: chưa tìm thấy Mẫu 01 kèm Quyết định 688/QĐ-BHXH")
        .Build();
}

/// <summary>Mẫu 02/QĐ 688: what the unit fills in and sends back.</summary>
public sealed class UnitReport : IOfficeForm
{
    public string Code => "M02-688";
    public string TitleKey => "UnitCases.Form_M02-688";
    public FormFormat Format => FormFormat.Xlsx;
    public FormLayout Layout => FormLayout.Annex;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.None;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = ["office.name", "paper.place-date", "attached-to", "unit.name"];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var content = UnitPaper.AnnexHead(Code, about, await UnitPaper.Of(s, about)).AddGroup("rows");
        foreach (var (number, line) in ((int, string)[])[(1, "Số người đang sử dụng"), (2, "Trong đó: hợp đồng từ đủ 01 tháng trở lên"), (3, "Số người đang tham gia bảo hiểm xã hội bắt buộc"), (4, "Số người chưa tham gia (kèm danh sách, lý do)"), (5, "Tổng quỹ tiền lương tháng (đồng)")])
        {
            content.AddRow("rows").Add("row.number", PaperHead.Money(number), ValueSource.Rule("thứ tự"), number).Add("row.line", line, ValueSource.Rule("chỉ tiêu"));
        }

        return content;
    }

    public byte[] Template() => new SheetBuilder("Mẫu 02", [6, 60, 20, 30])
        .Row((0, 1, "{office.parent}", Look.Centre), (2, 3, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look.CentreBold))
        .Row((0, 1, "{office.name}", Look.CentreBold), (2, 3, "Độc lập - Tự do - Hạnh phúc", Look.CentreBold))
        .Row((2, 3, "{paper.place-date}", Look.CentreItalic))
        .Row((0, 3, "BÁO CÁO TÌNH HÌNH ĐÓNG BẢO HIỂM XÃ HỘI, BẢO HIỂM Y TẾ, BẢO HIỂM THẤT NGHIỆP", Look.Title))
        .Row((0, 3, "{month}", Look.CentreItalic))
        .Row((0, 1, "Kèm theo văn bản số:", Look.Right), (2, 3, "{attached-to}", Look.Plain))
        .Row((0, 0, "Đơn vị:", Look.Right), (1, 3, "{unit.name}", Look.Plain))
        .Row((0, 0, "MST:", Look.Right), (1, 3, "{unit.tax}", Look.Plain))
        .Heading("STT", "Chỉ tiêu", "Số liệu", "Ghi chú")
        .Group("rows", ("{row.number}", Look.Middle), ("{row.line}", Look.Text), ("", Look.Number), ("", Look.Text))
        .Empty()
        .Row((2, 3, "ĐẠI DIỆN ĐƠN VỊ", Look.CentreBold))
        .Row((2, 3, "(ký, ghi rõ họ tên, đóng dấu)", Look.CentreItalic))
        .Row((0, 0, "Gửi về:", Look.Right), (1, 1, "{signer.title}", Look.Plain), (2, 3, "{signer.name}", Look.Plain))
        .Build("Mẫu dựng lại: chưa tìm thấy Mẫu 02 kèm Quyết định 688/QĐ-BHXH");
}
