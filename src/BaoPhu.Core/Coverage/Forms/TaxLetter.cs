using System.Globalization;
using BaoPhu.Core.Collection.Forms;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Identity;
using static BaoPhu.Core.Documents.Writing.SheetBuilder;

namespace BaoPhu.Core.Coverage.Forms;

/// <summary>Công văn to the tax authority with the list of units not at their address or not paying fully. A letter in the layout of NĐ 30/2020; its words are no source's.</summary>
public sealed class TaxLetter : IOfficeForm
{
    private static readonly ValueSource Rows = ValueSource.Record("cov_tax_list_units");

    public string Code => TaxLists.PaperForm;
    public string TitleKey => "TaxLists.Form_CV-THUE";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Letter;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Letter;
    public IReadOnlyList<string> Annexes { get; } = ["DS-THUE"];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "addressee", "units"];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var list = await TaxLists.Find(s, Scope.Nation, about.Key);
        var units = await TaxLists.Units(s, about.Key);
        var away = units.Count(u => u.Reason == "not-at-address");
        return PaperHead.AddFoot(
            PaperHead.Of(this, about)
                .Add("bases", string.Join("; ", LegalBases.On(LegalBases.Basis, about.Date)), ValueSource.Rule("căn cứ có hiệu lực " + OfficialWords.ShortDate(about.Date)))
                .Add("year", list.TaxYear.ToString(CultureInfo.InvariantCulture), ValueSource.Record("cov_tax_lists"))
                .Add("units", PaperHead.Money(units.Count), Rows, units.Count)
                .Add("away", away.ToString(CultureInfo.InvariantCulture), Rows)
                .Add("unpaid", (units.Count - away).ToString(CultureInfo.InvariantCulture), Rows),
            about);
    }

    public byte[] Template() => new PaperBuilder("Công văn gửi cơ quan Thuế danh sách đơn vị không có tại địa chỉ, không đóng đầy đủ")
        .Head("V/v đơn vị không có tại địa chỉ kinh doanh, không đóng đầy đủ bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Addressee("Kính gửi: {addressee|cơ quan Thuế}")
        .Body("Căn cứ {bases|căn cứ} và Quy chế phối hợp giữa hai ngành;")
        .Body("Qua điều tra, rà soát dữ liệu quyết toán thuế thu nhập cá nhân năm {year|năm}, {office.running|tên cơ quan} gửi danh sách {units|số đơn vị} đơn vị, gồm: không có tại địa chỉ kinh doanh {away|số không có tại địa chỉ}; không đóng đầy đủ cho người lao động {unpaid|số không đóng đủ}.")
        .Body("Đề nghị Quý cơ quan xử lý theo quy định và thông báo kết quả với từng đơn vị./.")
        .FootOfRecipients("VT, {paper.unit|đơn vị soạn thảo}")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu công văn in sẵn")
        .Build();
}

/// <summary>The units of the list, with a column for the answer.</summary>
public sealed class TaxListSheet : IOfficeForm
{
    private static readonly ValueSource Rows = ValueSource.Record("cov_tax_list_units");

    public string Code => "DS-THUE";
    public string TitleKey => "TaxLists.Form_DS-THUE";
    public FormFormat Format => FormFormat.Xlsx;
    public FormLayout Layout => FormLayout.Annex;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.None;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = ["office.name", "paper.place-date", "attached-to"];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var list = await TaxLists.Find(s, Scope.Nation, about.Key);
        var units = await TaxLists.Units(s, about.Key);
        var content = DebtorTable.Head(Code, about, "Theo dữ liệu quyết toán thuế năm " + list.TaxYear.ToString(CultureInfo.InvariantCulture)).AddGroup("rows");
        for (var i = 0; i < units.Count; i++)
        {
            content.AddRow("rows")
                .Add("row.number", PaperHead.Money(i + 1), ValueSource.Rule("thứ tự"), i + 1)
                .Add("row.name", units[i].Name, Rows).Add("row.tax", units[i].PayerTaxCode, Rows).Add("row.address", units[i].Address, Rows)
                .Add("row.workers", PaperHead.Money(units[i].Workers), Rows, units[i].Workers)
                .Add("row.missing", PaperHead.Money(units[i].Missing), Rows, units[i].Missing)
                .Add("row.reason", units[i].Reason == "not-at-address" ? "Không có tại địa chỉ" : "Không đóng đầy đủ", Rows);
        }

        return content;
    }

    public byte[] Template() => new SheetBuilder("Danh sách", [6, 40, 16, 40, 12, 14, 22, 28])
        .Row((0, 3, "{office.parent}", Look.Centre), (4, 7, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look.CentreBold))
        .Row((0, 3, "{office.name}", Look.CentreBold), (4, 7, "Độc lập - Tự do - Hạnh phúc", Look.CentreBold))
        .Row((4, 7, "{paper.place-date}", Look.CentreItalic))
        .Row((0, 7, "DANH SÁCH ĐƠN VỊ KHÔNG CÓ TẠI ĐỊA CHỈ, KHÔNG ĐÓNG ĐẦY ĐỦ", Look.Title))
        .Row((0, 7, "{month}", Look.CentreItalic))
        .Row((0, 3, "Kèm theo công văn số:", Look.Right), (4, 7, "{attached-to}", Look.Plain))
        .Heading("STT", "Tên đơn vị", "Mã số thuế", "Địa chỉ", "Số lao động", "Chưa tham gia", "Lý do", "Kết quả xử lý")
        .Group("rows", ("{row.number}", Look.Middle), ("{row.name}", Look.Text), ("{row.tax}", Look.Middle), ("{row.address}", Look.Text), ("{row.workers}", Look.Number), ("{row.missing}", Look.Number), ("{row.reason}", Look.Text), ("", Look.Text))
        .Empty()
        .Row((4, 7, "{signer.title}", Look.CentreBold))
        .Empty().Empty().Empty()
        .Row((4, 7, "{signer.name}", Look.CentreBold))
        .Build("Mẫu dựng lại: chưa tìm thấy mẫu danh sách in sẵn");
}
