using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>Quyết định thanh tra chuyên ngành đóng, đột xuất: whom, what, how, for how long, by whom.</summary>
public sealed class InspectionDecision() : CaseForm(InspectionProcedure.Decision, ActNames.Inspect, "Inspections.Title_QĐ-TTR", PaperKind.Decision, FormLayout.Official)
{
    public override IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "employer.name", "employer.code", "inspection.form", "inspection.from", "inspection.to", "inspection.days"];

    public override async Task<FormContent> Compose(Session s, FormCase about)
    {
        var (file, team) = await InspectionPaper.Load(s, about);
        var content = PaperHead.Of(this, about);
        PaperHead.AddEmployer(content, about);
        PaperHead.AddBases(content, about, LegalBases.Inspection);
        InspectionPaper.AddScope(content, file, about.Task);
        InspectionPaper.AddTeam(content, team);
        content.Add("head", team[0].Name, InspectionPaper.TeamSource).Add("paper.unit", about.DraftingUnit, ValueSource.Person("người lập"));
        return PaperHead.AddSigner(content, about);
    }

    public override byte[] Template() => new PaperBuilder("Quyết định thanh tra chuyên ngành đóng")
        .Head()
        .Type("QUYẾT ĐỊNH", "Về việc thanh tra đột xuất việc đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Body("Căn cứ {bases|căn cứ};")
        .Body("Xét đề nghị của bộ phận thanh tra - kiểm tra, {office.running|tên cơ quan}")
        .Heading("QUYẾT ĐỊNH:")
        .Body("**Điều 1.** Thanh tra đột xuất việc đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp đối với {employer.name|tên đơn vị}; mã đơn vị: {employer.code|mã đơn vị}; mã số thuế: {employer.tax|mã số thuế}; địa chỉ: {employer.address|địa chỉ}.")
        .Body("Hình thức: {inspection.form|hình thức}. Thời kỳ thanh tra: từ tháng {inspection.from|từ tháng} đến tháng {inspection.to|đến tháng}. Thời hạn: {inspection.days|số ngày} ngày làm việc kể từ ngày công bố quyết định.")
        .Body("**Điều 2.** Đoàn thanh tra gồm:")
        .Group("team", "thành viên đoàn thanh tra", g => g.Body("- {member.line|họ tên, nhiệm vụ};"))
        .Body("**Điều 3.** Đoàn thanh tra kiểm tra việc kê khai, đóng cho người lao động theo thời kỳ nêu tại Điều 1, lập biên bản, báo cáo kết quả và kiến nghị xử lý theo quy định của pháp luật.")
        .Body("**Điều 4.** {head|trưởng đoàn}, các thành viên đoàn thanh tra và {employer.name|tên đơn vị} chịu trách nhiệm thi hành Quyết định này./.")
        .Foot("VT, {paper.unit|đơn vị soạn thảo}", "Như Điều 4")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu in của quyết định thanh tra chuyên ngành đóng")
        .Build();
}
