using BaoPhu.Core.Collection.Budget;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>Công văn đề nghị chuyển kinh phí, with Mẫu số 1 and B09-TS attached (plan III.1.1.a dash 4). A letter in the layout of NĐ 30/2020; its words are no source's.</summary>
public sealed class BudgetLetter() : ProcedureForm(SpecialStandings.BudgetLetter, ActNames.Reconcile, "Budget.Title_CV-NS", PaperKind.Letter, FormLayout.Letter, "CV")
{
    private static readonly ValueSource Figures = ValueSource.Record("reg_settlements");

    public override IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "addressee", "quarter", "rest", "rest.words", "deadlines"];
    public override IReadOnlyList<SumRule> Sums { get; } = [new("schemes", "scheme.rest", "rest", "rest.words")];

    public override async Task<FormContent> Compose(Session s, FormCase about)
    {
        var file = await BudgetFile.Of(s, about.Task.Key) ?? throw new Refusal("Budget.NotBegun");
        var body = await BudgetFile.Body(s, about.Task.SubjectId);
        var figures = await Settlements.Of(s, about.Task.SubjectId, file.Quarter);
        var quarter = new Quarter(file.Quarter);
        var rest = figures.Sum(f => f.Rest);
        var content = PaperHead.Of(this, about);
        PaperHead.AddBases(content, about);
        content
            .Add("addressee", body?.Addressee, ValueSource.Record("col_budget_bodies.addressee"))
            .Add("quarter", "quý " + quarter, ValueSource.Record("col_reconciliations.quarter"))
            .Add("rest", PaperHead.Money(rest), Figures, rest)
            .Add("rest.words", VietnameseNumbers.AmountInWords(rest), ValueSource.Rule("số tiền bằng chữ"))
            .Add("deadlines", string.Join("; ", BudgetGroups.Deadlines(quarter.Year).Select(d => $"ngày {OfficialWords.ShortDate(d.On)} ({d.Citation})")), ValueSource.Rule("hạn chuyển kinh phí năm"))
            .AddGroup("schemes");
        foreach (var (scheme, name) in ((string, string)[])[(BudgetGroups.Health, "Bảo hiểm y tế (Mẫu số 1)"), (BudgetGroups.Voluntary, "Bảo hiểm xã hội tự nguyện (B09-TS)")])
        {
            var of = figures.FindAll(f => BudgetGroups.Find(f.Grp)?.Scheme == scheme);
            content.AddRow("schemes").Add("scheme.name", name, ValueSource.Rule("loại bảo hiểm"))
                .Add("scheme.due", PaperHead.Money(of.Sum(f => f.Due)), Figures, of.Sum(f => f.Due))
                .Add("scheme.transferred", PaperHead.Money(of.Sum(f => f.Transferred)), Figures, of.Sum(f => f.Transferred))
                .Add("scheme.rest", PaperHead.Money(of.Sum(f => f.Rest)), Figures, of.Sum(f => f.Rest));
        }

        PaperHead.AddUnit(content, about);
        return PaperHead.AddSigner(content, about);
    }

    public override byte[] Template() => new PaperBuilder("Công văn đề nghị xác nhận và chuyển kinh phí")
        .Head("V/v xác nhận đối tượng, kinh phí và chuyển kinh phí ngân sách nhà nước đóng, hỗ trợ đóng {quarter|quý}")
        .Addressee("Kính gửi: {addressee|cơ quan}")
        .Body("Căn cứ {bases|căn cứ}, {office.running|tên cơ quan} gửi Mẫu số 1 (Nghị định số 146/2018/NĐ-CP) và Mẫu B09-TS {quarter|quý} kèm công văn này, tổng hợp như sau:")
        .Rows("schemes", "loại bảo hiểm", [3655, 1900, 1900, 1900], ["left", "right", "right", "right"], ["Loại", "Phải chuyển (đồng)", "Đã chuyển (đồng)", "Còn phải chuyển (đồng)"],
            ["{scheme.name|loại}", "{scheme.due|phải chuyển}", "{scheme.transferred|đã chuyển}", "{scheme.rest|còn phải chuyển}"])
        .Body("Số tiền còn phải chuyển: **{rest|số tiền} đồng** (bằng chữ: {rest.words|bằng chữ}).")
        .Body("Đề nghị Quý cơ quan đối chiếu, xác nhận số liệu và chuyển đủ kinh phí vào quỹ. Hạn hoàn thành việc chuyển kinh phí của năm: {deadlines|các mốc}.")
        .Body("Nếu số liệu chưa khớp, đề nghị Quý cơ quan thông báo để cùng đối chiếu; người liên hệ: {contact|người liên hệ}./.")
        .Foot("VT, {paper.unit|đơn vị soạn thảo}", "Như trên")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu công văn in sẵn")
        .Build();
}
