using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;

namespace BaoPhu.Core.Coverage.Forms;

/// <summary>Tờ trình đề nghị đoàn liên ngành against a unit that evades deliberately for a large number of workers (plan III.1.2.a.1+5). No source shows a layout.</summary>
public sealed class EvasionProposal : IOfficeForm
{
    public string Code => UnitCases.Proposal;
    public string TitleKey => "UnitCases.Form_TTR-CTG";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Official;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Proposal;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "addressee", .. UnitPaper.Required, "ground"];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var unit = await UnitPaper.Of(s, about);
        var evading = await s.One<UnitEvent>("select v.detail from cov_unit_events v where v.subject_id = @SubjectId and v.act = 'evading' order by v.seq desc limit 1", unit);
        return PaperHead.AddFoot(UnitPaper.Add(PaperHead.Of(this, about), unit, about).Add("ground", evading?.Note.Ground, ValueSource.Record("cov_unit_events")), about);
    }

    public byte[] Template() => new PaperBuilder("Tờ trình đề nghị thành lập đoàn liên ngành thanh tra, kiểm tra đơn vị trốn đóng")
        .Head()
        .Type("TỜ TRÌNH", "Về việc đề nghị thành lập đoàn liên ngành thanh tra, kiểm tra đơn vị cố tình trốn đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Addressee("Kính gửi: {addressee|Ủy ban nhân dân}")
        .Body("Căn cứ {bases|căn cứ}, {office.running|tên cơ quan} báo cáo: {unit.name|tên đơn vị}, mã số thuế {unit.tax|mã số thuế}, mã đơn vị {unit.code|mã đơn vị}, địa chỉ {unit.address|địa chỉ}, chi trả thu nhập năm {year|năm} cho {workers|số lao động} người; tham gia tại đơn vị: {with-unit|số đang tham gia} người; {missing|số chưa tham gia} người chưa được tham gia bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp.")
        .Body("Căn cứ xác định cố tình trốn đóng: {ground|căn cứ}.")
        .Body("{office.running|tên cơ quan} kính trình xem xét, quyết định thành lập đoàn liên ngành thanh tra, kiểm tra đơn vị nêu trên, cho ý kiến trước {deadline|thời hạn}./.")
        .FootOfRecipients("VT, {paper.unit|đơn vị soạn thảo}")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu tờ trình in sẵn")
        .Build();
}
