using System.Globalization;
using BaoPhu.Core.Collection.Makeup;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>Công văn đôn đốc đóng bù into the pension fund, with the computed months (plan III.1.1.a dash 2). A letter in the layout of NĐ 30/2020; its words are no source's.</summary>
public sealed class MakeupLetter() : ProcedureForm(SpecialStandings.MakeupLetter, ActNames.Makeup, "Makeups.Title_CV-DB", PaperKind.Letter, FormLayout.Letter, "CV")
{
    private static readonly ValueSource File = ValueSource.Record("col_makeups");
    private static readonly ValueSource MonthSource = ValueSource.Record("col_makeup_months");

    public override IReadOnlyList<string> Required { get; } =
        [.. PaperHead.Required, .. PaperHead.Numbered, "employer.name", "employer.code", "suspension.paper", "suspension.from", "suspension.until", "due", "makeup.due", "makeup.paid", "makeup.rest"];

    public override IReadOnlyList<SumRule> Sums { get; } = [new("months", "month.amount", "makeup.due")];

    /// <summary>Refused: a make-up that is not begun, a month that is not computed, nothing left to pay.</summary>
    public override async Task<FormContent> Compose(Session s, FormCase about)
    {
        var file = await MakeupFile.Of(s, about.Task.Key) ?? throw new Refusal("Makeups.NotBegun");
        var months = await MakeupFile.Months(s, about.Task.Key);
        if (months.Count == 0 || months.Exists(m => m.Amount is null))
        {
            throw new Refusal("Makeups.MonthsOpen");
        }

        var (due, paid) = (months.Sum(m => m.Amount!.Value), (await MakeupFile.Payments(s, about.Task.Key)).Sum(p => p.Amount));
        if (paid >= due)
        {
            throw new Refusal("Makeups.NothingToUrge");
        }

        var content = PaperHead.Of(this, about);
        PaperHead.AddEmployer(content, about);
        PaperHead.AddBases(content, about);
        content
            .Add("suspension.paper", file.Paper, File)
            .Add("suspension.from", OfficialWords.Month(Period.FromNumber(file.FromPeriod)), File)
            .Add("suspension.until", OfficialWords.Month(Period.FromNumber(file.UntilPeriod)), File)
            .Add("due", OfficialWords.Date(file.DueOn), ValueSource.Rule("NĐ 115/2015/NĐ-CP, Điều 16"))
            .Add("makeup.due", VietnameseNumbers.Amount(due), MonthSource, due)
            .Add("makeup.paid", VietnameseNumbers.Amount(paid), ValueSource.Record("col_makeup_payments"), paid)
            .Add("makeup.rest", VietnameseNumbers.Amount(due - paid), ValueSource.Rule("còn phải đóng"), due - paid)
            .Add("makeup.rest.words", VietnameseNumbers.AmountInWords(due - paid), ValueSource.Rule("bằng chữ"))
            .AddGroup("months");
        foreach (var month in months)
        {
            content.AddRow("months")
                .Add("month.period", OfficialWords.Month(Period.FromNumber(month.Period)), MonthSource)
                .Add("month.workers", month.Workers?.ToString(CultureInfo.InvariantCulture), MonthSource, month.Workers)
                .Add("month.payroll", VietnameseNumbers.Amount(month.Payroll ?? 0), MonthSource, month.Payroll)
                .Add("month.rate", month.Rate?.Replace('.', ',') + " %", ValueSource.Record("org_rates"))
                .Add("month.amount", VietnameseNumbers.Amount(month.Amount!.Value), MonthSource, month.Amount);
        }

        PaperHead.AddUnit(content, about);
        return PaperHead.AddSigner(content, about);
    }

    public override byte[] Template() => new PaperBuilder("Công văn đôn đốc đóng bù vào quỹ hưu trí và tử tuất")
        .Head("V/v đóng bù vào quỹ hưu trí và tử tuất của thời gian tạm dừng đóng")
        .Addressee("Kính gửi: {employer.name|tên đơn vị}")
        .Body("Căn cứ {bases|căn cứ};")
        .Body("{employer.name|tên đơn vị}, mã đơn vị {employer.code|mã đơn vị}, mã số thuế {employer.tax|mã số thuế}, địa chỉ {employer.address|địa chỉ}, được tạm dừng đóng vào quỹ hưu trí và tử tuất từ tháng {suspension.from|từ tháng} đến tháng {suspension.until|đến tháng} theo {suspension.paper|văn bản}. Số phải đóng bù của từng tháng như sau:")
        .Rows("months", "tháng", [1755, 1500, 2500, 1300, 2300], ["center", "right", "right", "right", "right"], ["Tháng", "Số lao động", "Quỹ tiền lương (đồng)", "Tỷ lệ", "Số tiền (đồng)"],
            ["{month.period|tháng}", "{month.workers|số lao động}", "{month.payroll|quỹ lương}", "{month.rate|tỷ lệ}", "{month.amount|số tiền}"])
        .Body("Tổng số phải đóng bù {makeup.due|phải đóng} đồng; đã đóng {makeup.paid|đã đóng} đồng; còn phải đóng **{makeup.rest|còn phải đóng} đồng** (bằng chữ: {makeup.rest.words|bằng chữ}), không phát sinh lãi.")
        .Body("{office.running|tên cơ quan} đề nghị đơn vị đóng đủ chậm nhất {due|hạn đóng bù}, nội dung chuyển khoản ghi rõ mã đơn vị và “đóng bù HT-TT”; người liên hệ: {contact|người liên hệ}./.")
        .Foot("VT, {paper.unit|đơn vị soạn thảo}", "Như trên")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu công văn in sẵn")
        .Build();
}
