using BaoPhu.Core.Collection.Penalty;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>Quyết định xử phạt vi phạm hành chính: each act with its fine and the article it rests on, the sum, until when it is to be paid.</summary>
public sealed class PenaltyDecision() : CaseForm(PenaltyProcedure.Decision, ActNames.Penalise, "Penalties.Title_QĐ-XPHC", PaperKind.Decision, FormLayout.Official)
{
    public override IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "employer.name", "employer.code", "offender", "minutes", "fine.total", "pay.days"];
    public override IReadOnlyList<SumRule> Sums { get; } = [new("acts", "act.fine", "fine.total", "fine.words")];

    /// <summary>The office that leads the case; where a fine is above what its director may impose, the centre, whose leaders may impose more.</summary>
    public override async Task<string?> Issuer(Session s, WorkTask task) =>
        await PenaltyFile.IsAbove(s, task.Key, Role.ProvinceDirector) ? Actor.CentreCode : await base.Issuer(s, task);

    /// <summary>Refused: an act without its fine.</summary>
    public override async Task<FormContent> Compose(Session s, FormCase about)
    {
        var file = await PenaltyFile.Of(s, about.Task.Key);
        var acts = await PenaltyFile.Acts(s, about.Task.Key);
        if (file is null || acts.Count == 0 || acts.Exists(a => a.Fine is null))
        {
            throw new Refusal("Penalties.Need_Finding_all-fined");
        }

        var source = ValueSource.Record("col_penalty_acts");
        var content = PaperHead.Of(this, about);
        PaperHead.AddEmployer(content, about);
        PaperHead.AddBases(content, about);
        content.AddGroup("acts");
        foreach (var act in acts)
        {
            content.AddRow("acts")
                .Add("act.no", VietnameseNumbers.Amount(act.ActNo), source, act.ActNo)
                .Add("act.name", $"{act.Known?.Name ?? act.Violation}: {act.What}", source)
                .Add("act.law", act.Citation, ValueSource.Rule("violations.txt"))
                .Add("act.reason", PaperHead.Or(act.FineReason, "không có"), source)
                .Add("act.fine", VietnameseNumbers.Amount(act.Fine!.Value), source, act.Fine);
        }

        var total = acts.Sum(a => a.Fine!.Value);
        var days = await Organisation.Settings.Number(s, about.Task.Province, Organisation.Settings.PenaltyPayDays, about.Date);
        content
            .Add("offender", file.Offender, ValueSource.Record("col_penalties.offender"))
            .Add("minutes", CasePaper.Label(await TaskPapers.Of(s, about.Task.Key), PenaltyProcedure.Minutes), ValueSource.Record("doc_papers.label"))
            .Add("fine.total", VietnameseNumbers.Amount(total), ValueSource.Rule("cộng act.fine"), total)
            .Add("fine.words", VietnameseNumbers.AmountInWords(total), ValueSource.Rule("đọc từ fine.total"))
            .Add("pay.days", VietnameseNumbers.Amount(days), ValueSource.Setting(Organisation.Settings.PenaltyPayDays), days)
            .Add("paper.unit", about.DraftingUnit, ValueSource.Person("người lập"));
        return PaperHead.AddSigner(content, about);
    }

    public override byte[] Template() => new PaperBuilder("Quyết định xử phạt vi phạm hành chính")
        .Head()
        .Type("QUYẾT ĐỊNH", "Xử phạt vi phạm hành chính về đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Body("Căn cứ Luật Xử lý vi phạm hành chính; {bases|căn cứ};")
        .Body("Căn cứ Biên bản vi phạm hành chính số {minutes|số biên bản}; xét đề nghị của bộ phận thanh tra - kiểm tra, {office.running|tên cơ quan}")
        .Heading("QUYẾT ĐỊNH:")
        .Body("**Điều 1.** Xử phạt vi phạm hành chính đối với {offender|người vi phạm}; đơn vị: {employer.name|tên đơn vị}; mã đơn vị: {employer.code|mã đơn vị}; mã số thuế: {employer.tax|mã số thuế}; địa chỉ: {employer.address|địa chỉ}, đã thực hiện các hành vi:")
        .Rows("acts", "hành vi và mức phạt", [700, 3855, 2300, 1100, 1400], ["center", "left", "left", "left", "right"], ["STT", "Hành vi", "Quy định tại", "Tình tiết", "Mức phạt (đồng)"],
            ["{act.no|thứ tự}", "{act.name|hành vi}", "{act.law|căn cứ}", "{act.reason|tình tiết}", "{act.fine|mức phạt}"])
        .Body("Tổng mức phạt: **{fine.total|tổng mức phạt} đồng** (bằng chữ: {fine.words|bằng chữ}).")
        .Body("Biện pháp khắc phục hậu quả: nộp đủ số tiền phải đóng và lãi chậm đóng theo quy định.")
        .Body("**Điều 2.** Người bị xử phạt nộp tiền phạt trong thời hạn {pay.days|số ngày} ngày kể từ ngày nhận được Quyết định này; quá thời hạn mà không tự nguyện chấp hành thì bị cưỡng chế thi hành. Người bị xử phạt có quyền khiếu nại, khởi kiện theo quy định của pháp luật.")
        .Body("**Điều 3.** Quyết định này được giao cho {offender|người vi phạm} để chấp hành./.")
        .Foot("VT, {paper.unit|đơn vị soạn thảo}", "Như Điều 3")
        .Mark("Mẫu dựng lại: chưa đối chiếu với mẫu quyết định xử phạt ban hành kèm nghị định")
        .Build();
}
