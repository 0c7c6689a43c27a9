using BaoPhu.Core.Collection.Forms;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Coverage.Forms;

/// <summary>Quyết định thanh tra of a unit of the tax data, in the articles of that of an employer. No source shows a printed layout.</summary>
public sealed class UnitDecision : IOfficeForm
{
    public string Code => UnitInspections.Decision;
    public string TitleKey => "UnitCases.Form_QĐ-TTR-CTG";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Official;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Decision;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "unit.name", "unit.tax", "inspection.form", "inspection.from", "inspection.to", "inspection.days", "head"];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    /// <summary>Refused: an inspection without its team.</summary>
    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var (unit, inspection) = await UnitPaper.Inspected(s, about);
        var team = await UnitInspection.Team(s, inspection);
        if (team.Count == 0)
        {
            throw new Refusal("Inspections.PaperNeedsTeam");
        }

        var content = await UnitPaper.AddPlanned(UnitPaper.AddUnit(PaperHead.Of(this, about), unit), s, about, LegalBases.Inspection);
        UnitPaper.AddScope(content, inspection);
        InspectionPaper.AddTeam(content, team, UnitPaper.Team);
        return PaperHead.AddSigner(content.Add("head", team[0].Name, UnitPaper.Team).Add("paper.unit", about.DraftingUnit, ValueSource.Person("người lập")), about.Signer);
    }

    public byte[] Template() => InspectionPaper.Articles(
            new PaperBuilder("Quyết định thanh tra đơn vị chưa tham gia, tham gia chưa đầy đủ").Head()
                .Type("QUYẾT ĐỊNH", "Về việc thanh tra đột xuất việc đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp"),
            UnitPaper.Whom, "{unit.name|tên đơn vị}")
        .Foot("VT, {paper.unit|đơn vị soạn thảo}", "Như Điều 4")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu in của quyết định thanh tra chuyên ngành đóng")
        .Build();
}
