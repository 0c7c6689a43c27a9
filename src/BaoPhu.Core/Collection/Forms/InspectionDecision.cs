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

    public override byte[] Template() => InspectionPaper.Articles(
            new PaperBuilder("Quyết định thanh tra chuyên ngành đóng").Head().Type("QUYẾT ĐỊNH", "Về việc thanh tra đột xuất việc đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp"),
            "{employer.name|tên đơn vị}; mã đơn vị: {employer.code|mã đơn vị}; mã số thuế: {employer.tax|mã số thuế}; địa chỉ: {employer.address|địa chỉ}", "{employer.name|tên đơn vị}")
        .Foot("VT, {paper.unit|đơn vị soạn thảo}", "Như Điều 4")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu in của quyết định thanh tra chuyên ngành đóng")
        .Build();
}
