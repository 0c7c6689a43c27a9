using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;

namespace BaoPhu.Core.Coverage.Forms;

/// <summary>
/// Công văn that asks a commune and its Labour office for the list of people whose card the budget pays, in the columns that the import reads. A letter in the layout of NĐ 30/2020; its words are no source's.
/// </summary>
public sealed class CardRequestLetter : IOfficeForm
{
    public string Code => CardRequests.PaperForm;
    public string TitleKey => "CardRequests.Form_CV-XINDS";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Letter;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Letter;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "addressee", "commune", "year", "deadline"];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var (year, commune) = CardRequests.Read(about.Key);
        return PaperHead.AddFoot(
            PaperHead.Of(this, about)
                .Add("bases", string.Join("; ", LegalBases.On(LegalBases.Basis, about.Date)), ValueSource.Rule("căn cứ có hiệu lực " + OfficialWords.ShortDate(about.Date)))
                .Add("commune", await CardRequests.PlaceOf(s, commune, about.Date), ValueSource.Record("org_localities"))
                .Add("year", year.ToString(CultureInfo.InvariantCulture), ValueSource.Person("người lập"))
                .Add("deadline", about.Deadline is { } day ? OfficialWords.Date(day) : "", ValueSource.Person("người lập")),
            about);
    }

    public byte[] Template() => new PaperBuilder("Công văn đề nghị cung cấp danh sách người được ngân sách nhà nước đóng bảo hiểm y tế")
        .Head("V/v cung cấp danh sách người được ngân sách nhà nước đóng bảo hiểm y tế")
        .Addressee("Kính gửi: {addressee|UBND cấp xã, cơ quan Lao động}")
        .Body("Căn cứ {bases|căn cứ};")
        .Body("Để rà soát, đối chiếu và cấp thẻ bảo hiểm y tế đầy đủ, kịp thời, không bỏ sót đối tượng, {office.running|tên cơ quan} đề nghị Quý cơ quan cung cấp danh sách người được ngân sách nhà nước đóng bảo hiểm y tế năm {year|năm} của {commune|xã, phường}; đến nay cơ quan bảo hiểm xã hội chưa nhận được danh sách này.")
        .Body("Danh sách ghi đủ mọi người của từng nhóm, mỗi người một dòng: mã nhóm đối tượng; họ và tên; ngày sinh; giới tính; số CCCD/CMND; mã số BHXH (nếu có); mã xã, phường; địa chỉ. Tệp Excel theo các cột trên được đọc trực tiếp.")
        .Body("Đề nghị gửi danh sách trước {deadline|thời hạn} bằng văn bản điện tử hoặc qua dịch vụ bưu chính công ích. Trường hợp không có đối tượng thuộc nhóm nào, đề nghị nêu rõ trong văn bản trả lời./.")
        .FootOfRecipients("VT, {paper.unit|đơn vị soạn thảo}")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu công văn in sẵn")
        .Build();
}
