using BaoPhu.Core.Collection.Referral;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Prosecution;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>Kiến nghị khởi tố: the social security, as the victim party, recommends to prosecute under Article 216, with the dossier.</summary>
public sealed class ProsecutionLetter() : CaseForm(ReferralTable.Letter, ActNames.Refer, "Forms.Title_" + ReferralTable.Letter, PaperKind.Letter, FormLayout.Letter, "HS-216")
{
    public override IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "authority", "employer.name", "employer.code", "evaded.total", "evaded.words", "fraud", "dossier.items"];
    public override IReadOnlyList<SumRule> Sums { get; } = [new("", "", "evaded.total", "evaded.words")];

    /// <summary>Refused: a file that was not checked, a dossier that is not bound.</summary>
    public override async Task<FormContent> Compose(Session s, FormCase about)
    {
        var key = about.Task.Key;
        var file = await ReferralFile.Of(s, key);
        if (file is not { ApprovedBy: not null })
        {
            throw new Refusal("Referrals.ApproveFirst");
        }

        var number = file.DossierNo ?? throw new Refusal("Referrals.BindFirst");
        var (law, finding) = await Referrals.Assess(s, key, about.Date);
        var confirmations = await ReferralFile.Confirmations(s, key);
        var items = await Dossier.Items(s, key, number);
        var ledger = ValueSource.Record("reg_months: phải đóng − đã đóng");
        var content = PaperHead.Of(this, about);
        PaperHead.AddEmployer(content, about);
        PaperHead.AddBases(content, about);
        content
            .Add("authority", file.Authority, ValueSource.Record("col_referrals.authority"))
            .Add("law", law.Citation, ValueSource.Rule("article-216.txt"))
            .Add("clause", finding.Clause > 0 ? VietnameseNumbers.Amount(finding.Clause) : "", ValueSource.Rule(law.Citation), finding.Clause)
            .Add("evaded.months", VietnameseNumbers.Amount(finding.Months.Count), ledger, finding.Months.Count)
            .Add("evaded.run", VietnameseNumbers.Amount(finding.LongestRun), ledger, finding.LongestRun)
            .Add("evaded.from", finding.Months.Count > 0 ? OfficialWords.Month(finding.Months[0].Period) : "", ledger)
            .Add("evaded.to", finding.Months.Count > 0 ? OfficialWords.Month(finding.Months[^1].Period) : "", ledger)
            .Add("evaded.total", VietnameseNumbers.Amount(finding.Amount), ledger, finding.Amount)
            .Add("evaded.words", VietnameseNumbers.AmountInWords(finding.Amount), ValueSource.Rule("đọc từ evaded.total"))
            .Add("fraud", confirmations.Find(c => c is { Kind: ReferralConfirmation.Fraud, Holds: true })?.Evidence, ValueSource.Record("col_referral_confirmations"))
            .Add("dossier.no", VietnameseNumbers.Amount(number), ValueSource.Record("col_referrals.dossier_no"), number)
            .Add("dossier.items", VietnameseNumbers.Amount(items.Count), ValueSource.Record("col_dossier_items"), items.Count)
            .Add("paper.unit", about.DraftingUnit, ValueSource.Person("người lập"));
        content.AddGroup("sanctions");
        foreach (var sanction in (await Sanctions.Of(s, key, about.Date)).Where(x => x is { Struck: null, SameConduct: true }))
        {
            content.AddRow("sanctions").Add("sanction.line", $"Quyết định số {sanction.Number} {OfficialWords.Date(sanction.DecidedOn)} của {sanction.Authority}, về hành vi: {sanction.Conduct}", ValueSource.Record("col_referral_sanctions"));
        }

        content.AddGroup("grounds");
        foreach (var ground in finding.Grounds.Where(g => g.Confirmed))
        {
            content.AddRow("grounds").Add("ground.line", Text.Of("Referrals.Ground_" + ground.Kind, ground.Point, VietnameseNumbers.Amount(ground.Number), VietnameseNumbers.Amount(ground.Threshold)), ValueSource.Rule(law.Citation));
        }

        return PaperHead.AddSigner(content, about);
    }

    public override byte[] Template() => new PaperBuilder("Văn bản kiến nghị khởi tố (Điều 216 Bộ luật Hình sự)")
        .Head("V/v kiến nghị khởi tố hành vi trốn đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Addressee("Kính gửi: {authority|cơ quan điều tra}")
        .Body("Căn cứ {law|điều luật}; căn cứ {bases|căn cứ}, {office.running|tên cơ quan} kiến nghị khởi tố đối với đơn vị sau:")
        .Body("{employer.name|tên đơn vị}; mã đơn vị: {employer.code|mã đơn vị}; mã số thuế: {employer.tax|mã số thuế}; địa chỉ: {employer.address|địa chỉ}.")
        .Heading("1. Hành vi")
        .Body("Đơn vị không đóng, không đóng đầy đủ {evaded.months|số tháng} tháng (dài nhất {evaded.run|số tháng liên tục} tháng liên tục) trong thời gian từ {evaded.from|tháng đầu} đến {evaded.to|tháng cuối}, tổng số tiền **{evaded.total|số tiền} đồng** (bằng chữ: {evaded.words|bằng chữ}).")
        .Body("Hành vi gian dối hoặc thủ đoạn khác: {fraud|hành vi, chứng cứ}.")
        .Group("grounds", "dấu hiệu theo điểm, khoản", g => g.Body("- {ground.line|dấu hiệu}"))
        .Heading("2. Xử phạt vi phạm hành chính trước đó")
        .Group("sanctions", "quyết định xử phạt", g => g.Body("- {sanction.line|quyết định}"))
        .Body("Sau khi bị xử phạt, đơn vị vẫn tiếp tục vi phạm.")
        .Heading("3. Kiến nghị")
        .Body("{office.running|tên cơ quan} kiến nghị xem xét khởi tố vụ án hình sự theo khoản {clause|khoản} Điều 216 Bộ luật Hình sự. Cơ quan bảo hiểm xã hội là bị hại, đề nghị buộc đơn vị nộp đủ số tiền trên và tiền lãi theo quy định.")
        .Body("Hồ sơ kèm theo (lập lần {dossier.no|lần}) gồm {dossier.items|số tài liệu} tài liệu đánh số theo mục lục. Đề nghị cơ quan thông báo kết quả giải quyết theo quy định của Bộ luật Tố tụng hình sự./.")
        .Foot("VT, {paper.unit|đơn vị soạn thảo}", "Như trên", "Viện kiểm sát nhân dân cùng cấp (để biết)")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu kiến nghị khởi tố")
        .Build();
}
