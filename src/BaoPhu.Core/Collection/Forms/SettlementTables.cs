using BaoPhu.Core.Collection.Budget;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;
using static BaoPhu.Core.Documents.Writing.SheetBuilder;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>A quarter's settlement figures of one body as a table that ties to its sums: what both forms have in common.</summary>
public abstract class SettlementTable(string code, string paper, string scheme, string title, string heading, string cards, string mark) : IForm
{
    private static readonly ValueSource Figures = ValueSource.Record("reg_settlements");
    private static readonly ValueSource Sum = ValueSource.Rule("cộng cột");

    /// <summary>Tag and figure of each column of numbers.</summary>
    private static readonly (string Tag, Func<Settlement, long> Of)[] Columns =
        [("cards", f => f.Cards), ("months", f => f.PersonMonths), ("all", f => f.Due + f.Own), ("due", f => f.Due), ("own", f => f.Own), ("transferred", f => f.Transferred), ("rest", f => f.Rest)];

    public string Code => code;
    public string TitleKey => "Budget.Title_" + code;
    public FormFormat Format => FormFormat.Xlsx;
    public FormLayout Layout => FormLayout.Annex;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.None;
    public bool OfDebt => false;
    public IReadOnlyList<string> Papers { get; } = [paper];
    public IReadOnlyList<string> Acts { get; } = [ActNames.Reconcile];
    public IReadOnlyList<string> Required { get; } = ["office.name", "paper.place-date", "attached-to", "rows.due"];
    public IReadOnlyList<SumRule> Sums { get; } = [.. Columns.Select(c => new SumRule("rows", "row." + c.Tag, "rows." + c.Tag))];

    public async Task<FormContent> Compose(Session s, FormCase about)
    {
        var file = await BudgetFile.Of(s, about.Task.Key) ?? throw new Refusal("Budget.NotBegun");
        var figures = (await Settlements.Of(s, about.Task.SubjectId, file.Quarter)).FindAll(f => BudgetGroups.Find(f.Grp)?.Scheme == scheme);
        var letter = about.AttachedTo ?? new PaperReference(null, OfficialWords.Symbol(PaperKind.Letter, about.IssuerShort, about.DraftingUnit), about.Date);
        var content = new FormContent(code)
            .Add("office.parent", OfficialWords.OfficeHead(about.Parent), ValueSource.Record("org_offices.name"))
            .Add("office.name", OfficialWords.OfficeHead(about.Issuer), ValueSource.Record("org_offices.name"))
            .Add("paper.place-date", $"{about.Place}, {OfficialWords.Date(about.Date)}", ValueSource.Person("người lập"))
            .Add("quarter", $"Quý {new Quarter(file.Quarter)} – {about.Task.Name} (mã {about.Task.Code})", ValueSource.Record("col_reconciliations.quarter"))
            .Add("attached-to", OfficialWords.Reference(letter), ValueSource.Record("doc_papers"))
            .Add("signer.title", OfficialWords.SignerLines(about.Signer).Replace('\n', ' '), ValueSource.Person("người lập"))
            .Add("signer.name", about.Signer?.Name, ValueSource.Person("người lập"))
            .AddGroup("rows");
        for (var i = 0; i < figures.Count; i++)
        {
            var row = content.AddRow("rows")
                .Add("row.number", PaperHead.Money(i + 1), ValueSource.Rule("thứ tự"), i + 1)
                .Add("row.group", figures[i].Grp, Figures)
                .Add("row.name", BudgetGroups.Find(figures[i].Grp)!.Name, ValueSource.Rule(BudgetGroups.Find(figures[i].Grp)!.Citation));
            foreach (var (tag, of) in Columns)
            {
                row.Add("row." + tag, PaperHead.Money(of(figures[i])), Figures, of(figures[i]));
            }
        }

        foreach (var (tag, of) in Columns)
        {
            content.Add("rows." + tag, PaperHead.Money(figures.Sum(of)), Sum, figures.Sum(of));
        }

        return content;
    }

    public byte[] Template() => new SheetBuilder(heading, [6, 10, 42, 14, 16, 20, 20, 20, 20, 20])
        .Row((0, 4, "{office.parent}", Look.Centre), (5, 9, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look.CentreBold))
        .Row((0, 4, "{office.name}", Look.CentreBold), (5, 9, "Độc lập - Tự do - Hạnh phúc", Look.CentreBold))
        .Row((5, 9, "{paper.place-date}", Look.CentreItalic))
        .Row((0, 9, title, Look.Title))
        .Row((0, 9, "{quarter}", Look.CentreItalic))
        .Row((0, 4, "Kèm theo Công văn số:", Look.Right), (5, 9, "{attached-to}", Look.Plain))
        .Heading("STT", "Mã nhóm", "Nhóm đối tượng", cards, "Số tháng người", "Tổng số tiền (đồng)", "NSNN đóng, hỗ trợ (đồng)", "Người tham gia đóng (đồng)", "Đã chuyển (đồng)", "Còn phải chuyển (đồng)")
        .Group("rows", ("{row.number}", Look.Middle), ("{row.group}", Look.Middle), ("{row.name}", Look.Text), ("{row.cards}", Look.Number), ("{row.months}", Look.Number), ("{row.all}", Look.Number), ("{row.due}", Look.Number), ("{row.own}", Look.Number), ("{row.transferred}", Look.Number), ("{row.rest}", Look.Number))
        .Row((0, 2, "Cộng", Look.BoldText), (3, 3, "{rows.cards}", Look.BoldNumber), (4, 4, "{rows.months}", Look.BoldNumber), (5, 5, "{rows.all}", Look.BoldNumber), (6, 6, "{rows.due}", Look.BoldNumber), (7, 7, "{rows.own}", Look.BoldNumber), (8, 8, "{rows.transferred}", Look.BoldNumber), (9, 9, "{rows.rest}", Look.BoldNumber))
        .Empty()
        .Row((0, 4, "CƠ QUAN TÀI CHÍNH / QUẢN LÝ ĐỐI TƯỢNG", Look.CentreBold), (5, 9, "{signer.title}", Look.CentreBold))
        .Empty().Empty().Empty()
        .Row((5, 9, "{signer.name}", Look.CentreBold))
        .Build(mark);
}

/// <summary>Mẫu số 1 of NĐ 146/2018: people whose health insurance the budget pays or supports, and the money. Its columns were not found.</summary>
public sealed class HealthSettlementTable() : SettlementTable(
    "M01-ND146", "01/NĐ146", BudgetGroups.Health, "BẢNG TỔNG HỢP ĐỐI TƯỢNG VÀ KINH PHÍ DO NGÂN SÁCH NHÀ NƯỚC ĐÓNG, HỖ TRỢ ĐÓNG BẢO HIỂM Y TẾ", "Mẫu số 1", "Số thẻ",
    "Mẫu dựng lại: chưa tìm thấy Mẫu số 1 in kèm Nghị định 146/2018/NĐ-CP");

/// <summary>B09-TS: people in voluntary insurance whom the budget supports, and the money. Its columns were not found.</summary>
public sealed class VoluntarySettlementTable() : SettlementTable(
    "B09-TS", "B09-TS", BudgetGroups.Voluntary, "BẢNG TỔNG HỢP ĐỐI TƯỢNG THAM GIA BẢO HIỂM XÃ HỘI TỰ NGUYỆN, NGÂN SÁCH NHÀ NƯỚC HỖ TRỢ", "B09-TS", "Số người",
    "Mẫu dựng lại: chưa tìm thấy mẫu B09-TS in kèm Quyết định 505/QĐ-BHXH");
