using BaoPhu.Core.Collection.Penalty;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>Biên bản vi phạm hành chính: act by act, each element with its proof.</summary>
public sealed class ViolationMinutes() : CaseForm(PenaltyProcedure.Minutes, ActNames.Penalise, "Penalties.Title_BB-VPHC", PaperKind.Minutes, FormLayout.Minutes)
{
    public override IReadOnlyList<string> Required { get; } = ["office.name", "paper.place", "paper.date", .. PaperHead.Numbered, "employer.name", "employer.code", "offender"];

    /// <summary>Refused: no act, or an element without its proof (NQ 05/2019: the minutes say of each what proves it).</summary>
    public override async Task<FormContent> Compose(Session s, FormCase about)
    {
        var file = await PenaltyFile.Of(s, about.Task.Key);
        var acts = await PenaltyFile.Acts(s, about.Task.Key);
        if (file is null || acts.Count == 0)
        {
            throw new Refusal("Penalties.Need_Finding_act-stated");
        }

        if (acts.Exists(a => a.Unproved.Count > 0))
        {
            throw new Refusal("Penalties.Need_Finding_all-proved");
        }

        var content = PaperHead.Of(this, about);
        PaperHead.AddEmployer(content, about);
        content.AddGroup("acts").AddGroup("proofs");
        foreach (var act in acts)
        {
            var source = ValueSource.Record("col_penalty_acts");
            content.AddRow("acts")
                .Add("act.no", VietnameseNumbers.Amount(act.ActNo), source, act.ActNo)
                .Add("act.name", act.Known!.Name, source)
                .Add("act.what", act.What, source)
                .Add("act.days", $"từ {OfficialWords.Date(act.FromDay)} đến {OfficialWords.Date(act.UntilDay)}", source)
                .Add("act.workers", VietnameseNumbers.Amount(act.Workers), source, act.Workers)
                .Add("act.amount", VietnameseNumbers.Amount(act.Amount), source, act.Amount)
                .Add("act.law", act.Range(file.Organisation)?.Bracket.Citation ?? "chưa có khung phạt", ValueSource.Rule("violations.txt"));
            foreach (var element in act.Known.Elements)
            {
                content.AddRow("proofs")
                    .Add("proof.act", VietnameseNumbers.Amount(act.ActNo), source, act.ActNo)
                    .Add("proof.element", element.Words, ValueSource.Rule("violations.txt"))
                    .Add("proof.source", act.ProofWords(element.Code), ValueSource.Record("col_penalty_proofs"));
            }
        }

        return content
            .Add("offender", file.Offender, ValueSource.Record("col_penalties.offender"))
            .Add("offender.kind", file.Organisation ? "tổ chức" : "cá nhân", ValueSource.Record("col_penalties.organisation"))
            .Add("witnesses", PaperHead.Or(file.Witnesses, "không có"), ValueSource.Record("col_penalties.witnesses"))
            .Add("opinion", PaperHead.Or(file.Opinion, "không có ý kiến"), ValueSource.Record("col_penalties.opinion"))
            .Add("side.employer", about.Task.ContactName, ValueSource.Record("reg_employers.contact_name"))
            .Add("side.recorder", about.Signer?.Name, ValueSource.Person("người lập biên bản"));
    }

    public override byte[] Template() => new PaperBuilder("Biên bản vi phạm hành chính")
        .Head()
        .Type("BIÊN BẢN VI PHẠM HÀNH CHÍNH", "Về đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Body("Hôm nay, {paper.date|ngày}, tại {paper.place|địa danh}, {office.running|tên cơ quan} lập biên bản vi phạm hành chính đối với {offender|người vi phạm} ({offender.kind|cá nhân, tổ chức}); đơn vị: {employer.name|tên đơn vị}; mã đơn vị: {employer.code|mã đơn vị}; mã số thuế: {employer.tax|mã số thuế}; địa chỉ: {employer.address|địa chỉ}.")
        .Body("Người chứng kiến: {witnesses|người chứng kiến}.")
        .Heading("1. Đã có các hành vi vi phạm sau")
        .Group("acts", "hành vi vi phạm", g => g
            .Body("Hành vi {act.no|thứ tự}: **{act.name|tên hành vi}**. {act.what|mô tả}. Thời gian: {act.days|thời gian}; số lao động: {act.workers|số lao động}; số tiền: {act.amount|số tiền} đồng. Quy định tại {act.law|căn cứ}."))
        .Heading("2. Chứng cứ của từng yếu tố")
        .Rows("proofs", "yếu tố và chứng cứ", [1000, 4355, 4000], ["center", "left", "left"], ["Hành vi", "Yếu tố", "Chứng cứ"], ["{proof.act|hành vi}", "{proof.element|yếu tố}", "{proof.source|chứng cứ}"])
        .Heading("3. Ý kiến của người vi phạm")
        .Body("{opinion|ý kiến}.")
        .Body("Biên bản lập thành 02 bản có nội dung và giá trị như nhau, đã đọc lại cho những người có tên cùng nghe, công nhận đúng và ký tên; 01 bản giao cho người vi phạm, 01 bản lưu hồ sơ./.")
        .Signatures(("ĐẠI DIỆN BÊN VI PHẠM", "side.employer", "người vi phạm hoặc đại diện"), ("ĐẠI DIỆN CƠ QUAN LẬP BIÊN BẢN", "side.recorder", "người lập biên bản"))
        .Mark("Mẫu dựng lại: chưa đối chiếu với mẫu biên bản vi phạm hành chính ban hành kèm nghị định")
        .Build();
}
