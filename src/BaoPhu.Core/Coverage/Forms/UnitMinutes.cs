using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Clock;

namespace BaoPhu.Core.Coverage.Forms;

/// <summary>Biên bản làm việc D04h-TS for a unit of the tax data: with several agencies, about the workers who are not insured (plan III.1.2.a.1+3). The printed layout was not found.</summary>
public sealed class UnitMinutes : IOfficeForm
{
    private static readonly ValueSource File = ValueSource.Record("cov_unit_cases");

    public string Code => UnitCases.Minutes;
    public string TitleKey => "UnitCases.Form_BB-CTG";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Minutes;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Minutes;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = ["office.name", "paper.place", "paper.date", .. PaperHead.Numbered, .. UnitPaper.Required, "meeting", "side.office"];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var unit = await UnitPaper.Of(s, about);
        var found = await s.One<UnitCase>($"select {UnitCase.Columns} from cov_unit_cases c where c.subject_id = @SubjectId", unit) ?? throw new Refusal("UnitCases.NeedMeeting");
        var at = found.MeetsAt is { } moment ? VietnamTime.ToLocal(moment.Milliseconds) : throw new Refusal("UnitCases.NeedMeeting");
        var content = UnitPaper.Add(PaperHead.Of(this, about), unit, about)
            .Add("meeting", $"{OfficialWords.Time(at)}, {OfficialWords.Date(DateOnly.FromDateTime(at))}", File)
            .Add("meeting-place", await UnitSlots.Place(s, unit.SubjectId) ?? UnitPaper.Room, ValueSource.Record("wrk_slots"))
            .AddGroup("agencies");
        foreach (var agency in (found.Agencies ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            content.AddRow("agencies").Add("agency", agency, File);
        }

        return content.Add("side.office", about.Signer?.Name, ValueSource.Person("đại diện cơ quan")).Add("side.unit", "", ValueSource.Person("đơn vị")).Add("side.agency", "", ValueSource.Person("cơ quan phối hợp"));
    }

    public byte[] Template() => new PaperBuilder("Biên bản làm việc (Mẫu D04h-TS)")
        .FormName("Mẫu D04h-TS", "(Ban hành kèm theo Quyết định số 505/QĐ-BHXH ngày 27/3/2020 của BHXH Việt Nam)")
        .Head()
        .Type("BIÊN BẢN LÀM VIỆC", "Về việc đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp cho người lao động")
        .Body("Căn cứ {bases|căn cứ};")
        .Body("Thời gian: {meeting|thời gian}. Địa điểm: {meeting-place|địa điểm}.")
        .Heading("1. Thành phần")
        .Body("a) Đại diện {office.running|tên cơ quan}: {side.office|đại diện}.")
        .Group("agencies", "cơ quan phối hợp", g => g.Body("- Cơ quan phối hợp: {agency|cơ quan, người đại diện}"))
        .Body("b) Đơn vị: {unit.name|tên đơn vị}, mã số thuế {unit.tax|mã số thuế}, mã đơn vị {unit.code|mã đơn vị}, địa chỉ {unit.address|địa chỉ}. Người đại diện: ……………………………, chức vụ: ……………………")
        .Heading("2. Nội dung làm việc")
        .Body("a) Theo dữ liệu quyết toán thuế thu nhập cá nhân năm {year|năm}, đơn vị chi trả thu nhập cho {workers|số lao động} người; đang tham gia tại đơn vị: {with-unit|số đang tham gia}; chưa tham gia: {missing|số chưa tham gia}.")
        .Body("b) Yêu cầu: đơn vị đăng ký tham gia và đóng đầy đủ cho người lao động thuộc diện bắt buộc, chậm nhất {deadline|thời hạn}.")
        .Body("c) Ý kiến của đơn vị: ……………………………………………………………………………………")
        .Heading("3. Kết thúc")
        .Body("Biên bản đã được đọc lại cho các bên cùng nghe. Trường hợp đơn vị không ký, lý do: …………………………………; người chứng kiến: ………………………………… Biên bản lập thành 03 bản, mỗi bên giữ 01 bản./.")
        .Signatures(("ĐẠI DIỆN ĐƠN VỊ", "side.unit", "đại diện đơn vị"), ("CƠ QUAN PHỐI HỢP", "side.agency", "cơ quan phối hợp"), ("ĐẠI DIỆN BHXH", "side.office", "đại diện cơ quan BHXH"))
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu in kèm Quyết định 505/QĐ-BHXH")
        .Build();
}
