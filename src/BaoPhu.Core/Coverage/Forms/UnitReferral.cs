using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Papers;

namespace BaoPhu.Core.Coverage.Forms;

/// <summary>
/// Công văn to the investigating authority about a unit that evades deliberately (plan III.1.2.a.1+6): the conduct, what was done against it, how it was fined, and the workers whole, for the authority is to find
/// them. A letter in the layout of NĐ 30/2020; its words are no source's.
/// </summary>
public sealed class UnitReferral : IOfficeForm
{
    private static readonly ValueSource Events = ValueSource.Record("cov_unit_events");
    private static readonly ValueSource Penalties = ValueSource.Record("cov_unit_penalties");

    /// <summary>Steps that the authority is told of.</summary>
    private static readonly string[] Told = ["notice", "demand", "meet", "sign", "refuse-to-sign", "not-comply", "inspect", "announce", "violation"];

    public string Code => UnitInspections.Referral;
    public string TitleKey => "UnitCases.Form_CV-216-CTG";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Letter;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Letter;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "addressee", "unit.name", "unit.tax", "law", "ground", "rows.total"];
    public IReadOnlyList<SumRule> Sums { get; } = [UnitPaper.OfAmounts];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var (unit, inspection) = await UnitPaper.Inspected(s, about);
        var penalties = (await UnitPenalty.Of(s, unit.SubjectId)).FindAll(p => p.RoundNo == inspection.RoundNo);
        var found = await UnitEvasion.Of(s, unit, penalties.ConvertAll(p => p.DecidedOn), about.Date);
        var events = await s.Query<UnitEvent>("select v.seq, v.at, v.act, v.state, v.detail from cov_unit_events v where v.subject_id = @SubjectId order by v.seq", unit);
        var content = UnitPaper.AddFigures(await UnitPaper.AddPlanned(UnitPaper.AddUnit(PaperHead.Of(this, about), unit), s, about, null), unit)
            .Add("law", found.Law?.Citation, ValueSource.Rule("article-216.txt"))
            .Add("months", VietnameseNumbers.Amount(found.Months), ValueSource.Record("cov_workers"), found.Months)
            .Add("ground", events.FindLast(e => e.Act == "evading")?.Note.Ground?.TrimEnd('.'), Events)
            .Add("today", OfficialWords.Date(about.Date), ValueSource.Rule("ngày văn bản"))
            .AddGroup("grounds");
        foreach (var ground in found.Grounds)
        {
            content.AddRow("grounds").Add("ground.line", ground, ValueSource.Rule(found.Law!.Citation));
        }

        content.AddGroup("history");
        foreach (var step in events.Where(e => Told.Contains(e.Act)))
        {
            // What is told of another day than that of its line has that day.
            var (day, ground) = step is { Act: "announce", Note.On: { } held } ? (DateOnly.FromDateTime(held), "") : (step.At.Day, $" ({Short(step.Note.Ground)})");
            content.AddRow("history").Add("history.line", $"{OfficialWords.ShortDate(day)}: {Text.OnPaper("UnitCases.Act_" + step.Act)}{ground}", Events);
        }

        content.AddGroup("sanctions");
        foreach (var penalty in penalties)
        {
            content.AddRow("sanctions").Add(
                "sanction.line", $"Quyết định số {penalty.Number} {OfficialWords.Date(penalty.DecidedOn)} của {penalty.Authority}, mức phạt {VietnameseNumbers.Amount(penalty.Amount)} đồng", Penalties);
        }

        await UnitPaper.AddAmounts(content, s, unit, about.Date);
        return PaperHead.AddFoot(content, about);
    }

    public Task<IReadOnlyList<long>> People(Session s, string about) => UnitPaper.People(s, about);

    public byte[] Template() => new PaperBuilder("Công văn chuyển cơ quan điều tra về đơn vị trốn đóng (Điều 216 Bộ luật Hình sự)")
        .Head("V/v kiến nghị xem xét hành vi trốn đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Addressee("Kính gửi: {addressee|cơ quan điều tra}")
        .Body("Căn cứ {law|điều luật}; {bases|căn cứ}, {office.running|tên cơ quan} chuyển thông tin về đơn vị sau:")
        .Body(UnitPaper.Whom + ".")
        .Heading("1. Hành vi")
        .Body("Theo dữ liệu quyết toán thuế thu nhập cá nhân năm {year|năm}, đơn vị chi trả thu nhập cho {workers|số lao động} người, đang tham gia tại đơn vị {with-unit|số đang tham gia} người; **{rows.count|số người} người** có tên tại mục 4 không được đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp, có người đến {months|số tháng} tháng; số tiền ước tính **{rows.total|số tiền} đồng** (bằng chữ: {rows.words|bằng chữ}), bằng {percent|tỷ lệ}% thu nhập chịu thuế của những người này.")
        .Body("Căn cứ xác định cố tình trốn đóng: {ground|căn cứ}.")
        .Group("grounds", "dấu hiệu theo điểm, khoản Điều 216", g => g.Body("- Dấu hiệu theo Điều 216, tính trên số ước tính: {ground.line|dấu hiệu}."))
        .Heading("2. Quá trình xử lý")
        .Group("history", "các bước đã làm", g => g.Body("- Ngày {history.line|bước}."))
        .Heading("3. Xử phạt vi phạm hành chính")
        .Group("sanctions", "quyết định xử phạt", g => g.Body("- {sanction.line|quyết định}."))
        .Body("Sau khi bị xử phạt, đến {today|ngày}, những người lao động dưới đây vẫn chưa được đăng ký, đóng.")
        .Heading("4. Người lao động chưa được đóng")
        .Rows("rows", "từng người", UnitPaper.Widths, UnitPaper.Aligns, UnitPaper.Headings, UnitPaper.Cells, UnitPaper.Below)
        .Heading("5. Kiến nghị")
        .Body("{office.running|tên cơ quan} kiến nghị Quý cơ quan xem xét, giải quyết theo Điều 216 Bộ luật Hình sự. Cơ quan bảo hiểm xã hội cung cấp hồ sơ, số liệu chi tiết theo yêu cầu; đề nghị thông báo kết quả giải quyết theo quy định của Bộ luật Tố tụng hình sự./.")
        .FootOfRecipients("VT, {paper.unit|đơn vị soạn thảo}")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu công văn in sẵn")
        .Build();

    /// <summary>A ground in one line of a list.</summary>
    private static string Short(string? ground) => (ground ?? "").TrimEnd('.') is { Length: <= 200 } whole ? whole : string.Concat(ground.AsSpan(0, 200), "…");
}
