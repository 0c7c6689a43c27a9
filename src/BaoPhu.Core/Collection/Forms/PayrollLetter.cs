using BaoPhu.Core.Collection.Makeup;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>
/// Công văn đề nghị cung cấp quỹ lương của các tháng tạm dừng, by which the make-up is computed (plan III.1.1.a dash 2). A letter in the layout of NĐ 30/2020; its words are no source's.
/// </summary>
public sealed class PayrollLetter() : ProcedureForm(SpecialStandings.PayrollLetter, ActNames.Makeup, "Makeups.Title_CV-QL", PaperKind.Letter, FormLayout.Letter, "CV")
{
    private static readonly ValueSource File = ValueSource.Record("col_makeups");
    private static readonly ValueSource MonthSource = ValueSource.Record("col_makeup_months");

    public override IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "employer.name", "employer.code", "suspension.paper", "suspension.from", "suspension.until", "until"];

    /// <summary>Asks for the months whose payroll is not known. Refused: a make-up that is not begun, nothing left to ask for, a month without a cap on record.</summary>
    public override async Task<FormContent> Compose(Session s, FormCase about)
    {
        var file = await MakeupFile.Of(s, about.Task.Key) ?? throw new Refusal("Makeups.NotBegun");
        var missing = (await MakeupFile.Months(s, about.Task.Key)).FindAll(m => m.Payroll is null);
        if (missing.Count == 0)
        {
            throw new Refusal("Makeups.NothingToAsk");
        }

        var days = (int)await Settings.Number(s, about.Task.Province, Settings.PayrollDays, about.Date);
        var content = PaperHead.Of(this, about);
        PaperHead.AddEmployer(content, about);
        PaperHead.AddBases(content, about);
        content
            .Add("suspension.paper", file.Paper, File)
            .Add("suspension.from", OfficialWords.Month(Period.FromNumber(file.FromPeriod)), File)
            .Add("suspension.until", OfficialWords.Month(Period.FromNumber(file.UntilPeriod)), File)
            .Add("due", OfficialWords.Date(file.DueOn), ValueSource.Rule("NĐ 115/2015/NĐ-CP, Điều 16"))
            .Add("until", OfficialWords.Date(about.Deadline ?? (await OfficeCalendar.Of(s)).Add(about.Date, days)), ValueSource.Person("thời hạn trả lời"))
            .AddGroup("months");
        foreach (var month in missing)
        {
            var period = Period.FromNumber(month.Period);
            var cap = await MakeupFile.Cap(s, period) ?? throw new Refusal("Makeups.NoRate", OfficialWords.Month(period));
            content.AddRow("months").Add("month.period", OfficialWords.Month(period), MonthSource).Add("month.cap", VietnameseNumbers.Amount(cap), ValueSource.Record("org_rates"), cap);
        }

        PaperHead.AddUnit(content, about);
        return PaperHead.AddSigner(content, about);
    }

    public override byte[] Template() => new PaperBuilder("Công văn đề nghị cung cấp quỹ tiền lương của thời gian tạm dừng đóng")
        .Head("V/v cung cấp quỹ tiền lương của thời gian tạm dừng đóng vào quỹ hưu trí và tử tuất")
        .Addressee("Kính gửi: {employer.name|tên đơn vị}")
        .Body("Căn cứ {bases|căn cứ};")
        .Body("{employer.name|tên đơn vị}, mã đơn vị {employer.code|mã đơn vị}, mã số thuế {employer.tax|mã số thuế}, địa chỉ {employer.address|địa chỉ}, được tạm dừng đóng vào quỹ hưu trí và tử tuất từ tháng {suspension.from|từ tháng} đến tháng {suspension.until|đến tháng} theo {suspension.paper|văn bản}.")
        .Body("Hết thời gian tạm dừng, đơn vị đóng bù cho thời gian này, chậm nhất {due|hạn đóng bù}, không phát sinh lãi. Để tính số tiền đóng bù, {office.running|tên cơ quan} đề nghị đơn vị cho biết số lao động và quỹ tiền lương làm căn cứ đóng của từng tháng sau, kèm bảng lương hoặc tài liệu chứng minh:")
        .Rows("months", "tháng", [3155, 2100, 2100, 2000], ["center", "right", "right", "right"], ["Tháng", "Số lao động", "Quỹ tiền lương (đồng)", "Mức lương tối đa tính đóng (đồng)"],
            ["{month.period|tháng}", "", "", "{month.cap|mức trần}"])
        .Body("Đề nghị đơn vị trả lời chậm nhất {until|hạn trả lời}; người liên hệ: {contact|người liên hệ}./.")
        .Foot("VT, {paper.unit|đơn vị soạn thảo}", "Như trên")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu công văn in sẵn")
        .Build();
}
