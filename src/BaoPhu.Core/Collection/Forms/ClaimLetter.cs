using BaoPhu.Core.Collection.Claim;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>Công văn đề nghị ưu tiên thanh toán từ tài sản thanh lý, to the authority that liquidates (plan III.1.1.a dash 3). A letter in the layout of NĐ 30/2020; its words are no source's.</summary>
public sealed class ClaimLetter() : ProcedureForm(SpecialStandings.ClaimLetter, ActNames.Claim, "Claims.Title_CV-UT", PaperKind.Letter, FormLayout.Letter, "CV")
{
    private static readonly ValueSource File = ValueSource.Record("col_claims");
    private static readonly ValueSource Debts = ValueSource.Record("reg_debts");

    public override bool OfDebt => true;
    public override IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "authority", "ground.paper", "debt.total", "debt.words", "debt.as-of", "employer.name", "employer.code"];
    public override IReadOnlyList<SumRule> Sums { get; } = [new("funds", "fund.amount", "debt.total", "debt.words")];

    public override async Task<FormContent> Compose(Session s, FormCase about)
    {
        var file = await ClaimFile.Of(s, about.Task.Key) ?? throw new Refusal("Claims.NotBegun");
        var debt = await Claims.DebtOf(s, about.Task.Key);
        var content = PaperHead.Of(this, about);
        PaperHead.AddEmployer(content, about);
        PaperHead.AddBases(content, about);
        content
            .Add("authority", file.Authority, File)
            .Add("ground", file.Ground switch { "bankrupt" => "phá sản", "dissolved" => "giải thể", _ => "dừng hoạt động sản xuất, kinh doanh" }, File)
            .Add("ground.paper", file.GroundPaper, File)
            .Add("priority", string.Join("; ", LegalBases.On(LegalBases.Priority + "-" + file.Ground, about.Date)), ValueSource.Rule("căn cứ có hiệu lực ngày " + OfficialWords.ShortDate(about.Date)))
            .Add("debt.as-of", OfficialWords.Date(about.Date), Debts)
            .Add("debt.total", PaperHead.Money(debt.Total), Debts, debt.Total)
            .Add("debt.words", VietnameseNumbers.AmountInWords(debt.Total), ValueSource.Rule("số tiền bằng chữ"))
            .AddGroup("funds");
        foreach (var (name, amount) in ((string, long)[])[(Names.Of(Fund.Social), debt.Social), (Names.Of(Fund.Health), debt.Health), (Names.Of(Fund.Unemployment), debt.Unemployment), ("TNLĐ-BNN", debt.Accident)])
        {
            content.AddRow("funds").Add("fund.name", name, ValueSource.Rule("quỹ")).Add("fund.amount", PaperHead.Money(amount), Debts, amount);
        }

        content.Add("account", about.Account is { } account ? $"{account.Number}, {account.Bank}, chủ tài khoản {account.Holder}" : "tài khoản thu của cơ quan Bảo hiểm xã hội", ValueSource.Record("org_particulars"));
        PaperHead.AddUnit(content, about);
        return PaperHead.AddSigner(content, about);
    }

    public override byte[] Template() => new PaperBuilder("Công văn đề nghị ưu tiên thanh toán nợ bảo hiểm từ tài sản thanh lý")
        .Head("V/v đề nghị ưu tiên thanh toán tiền bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp từ tài sản thanh lý")
        .Addressee("Kính gửi: {authority|cơ quan có thẩm quyền}")
        .Body("Căn cứ {bases|căn cứ};")
        .Body("{employer.name|tên đơn vị}, mã đơn vị {employer.code|mã đơn vị}, mã số thuế {employer.tax|mã số thuế}, địa chỉ {employer.address|địa chỉ}, đang trong diện {ground|lý do} theo {ground.paper|văn bản}.")
        .Body("Tính đến {debt.as-of|ngày số liệu}, đơn vị còn chậm đóng các quỹ như sau, chưa gồm tiền lãi chậm đóng:")
        .Rows("funds", "quỹ", [6355, 3000], ["left", "right"], ["Quỹ", "Số tiền (đồng)"], ["{fund.name|quỹ}", "{fund.amount|số tiền}"], ["Cộng", "{debt.total|tổng số tiền}"])
        .Body("Bằng chữ: {debt.words|bằng chữ}.")
        .Body("Để bảo đảm quyền lợi của người lao động, {office.running|tên cơ quan} đề nghị Quý cơ quan ưu tiên thanh toán số tiền trên từ nguồn kinh phí thanh lý tài sản của đơn vị. {priority|thứ tự ưu tiên}")
        .Body("Số tiền chuyển vào {account|tài khoản}. Đề nghị Quý cơ quan thông báo kết quả xử lý bằng văn bản; người liên hệ: {contact|người liên hệ}.")
        .Body("Trân trọng cảm ơn sự phối hợp của Quý cơ quan./.")
        .Foot("VT, {paper.unit|đơn vị soạn thảo}", "Như trên", "{employer.name|tên đơn vị}")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu công văn in sẵn")
        .Build();
}
