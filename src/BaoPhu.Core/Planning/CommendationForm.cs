using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Planning;

/// <summary>Tờ trình đề nghị khen thưởng, with the figures by which those proposed were ranked. No source shows a layout.</summary>
public sealed class CommendationForm : IOfficeForm
{
    public string Code => Commendations.PaperForm;
    public string TitleKey => "Commendations.Form_TTR-KT";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Official;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Proposal;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "addressee", "merits", "proposed.count", "period"];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var proposal = await Commendations.Find(s, about.Key) ?? throw new Refusal("Commendations.NoProposal") { Kind = RefusalKind.Missing };
        var (rows, record) = (await Commendations.Rows(s, about.Key), ValueSource.Record("pln_commendation_rows"));
        var content = PaperHead.Of(this, about)
            .Add("kind", proposal.Kind == Rankings.Unit ? "tập thể" : "cá nhân", ValueSource.Record("pln_commendations.kind"))
            .Add("period", $"từ {OfficialWords.Date(proposal.FromDate)} đến {OfficialWords.Date(proposal.ToDate)}", ValueSource.Record("pln_commendations"))
            .Add("merits", proposal.Merits, ValueSource.Person("người lập"))
            .Add("proposed.count", PaperHead.Money(rows.Count), ValueSource.Rule("đếm các dòng"), rows.Count)
            .AddGroup("proposed");
        foreach (var row in rows)
        {
            content.AddRow("proposed")
                .Add("proposed.number", PaperHead.Money(row.Place), ValueSource.Rule("thứ tự"), row.Place)
                .Add("proposed.name", row.OfficeName.Length > 0 ? $"{row.Name}, {row.OfficeName}" : row.Name, record)
                .Add("proposed.figures", string.Join("; ", row.FigureValues.Select(f => $"{Title(f.Key)}{AsOf(f.Key, proposal)}: {PaperHead.Money(f.Value)}")), record)
                .Add("proposed.score", (row.Score / 100m).ToString("0.00", CultureInfo.GetCultureInfo("vi-VN")), record);
        }

        return PaperHead.AddFoot(content, about);
    }

    public byte[] Template() => new PaperBuilder("Tờ trình đề nghị khen thưởng công tác thu, phát triển người tham gia")
        .Head()
        .Type("TỜ TRÌNH", "Về việc đề nghị khen thưởng {kind|tập thể, cá nhân} có thành tích xuất sắc trong công tác thu và khai thác, phát triển người tham gia bảo hiểm xã hội, bảo hiểm y tế")
        .Addressee("Kính gửi: {addressee|nơi nhận}")
        .Body("Căn cứ Kế hoạch số 3532/KH-BHXH của Bảo hiểm xã hội Việt Nam (mục IV.2.1), {office.running|tên cơ quan} đề nghị khen thưởng {proposed.count|số lượng} {kind|tập thể, cá nhân} dưới đây, theo kết quả {period|thời gian}.")
        .Body("Thành tích: {merits|thành tích}")
        .Rows("proposed", "đề nghị khen thưởng", [755, 3000, 4200, 1400], ["center", "left", "left", "center"], ["STT", "Tập thể, cá nhân", "Kết quả", "Điểm"],
            ["{proposed.number|STT}", "{proposed.name|tên}", "{proposed.figures|kết quả}", "{proposed.score|điểm}"])
        .Body("Điểm xếp hạng theo tiêu chí nội bộ đang áp dụng, tối đa 100. {office.running|tên cơ quan} kính trình xem xét, quyết định./.")
        .FootOfRecipients("VT, {paper.unit|đơn vị soạn thảo}")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu tờ trình in sẵn")
        .Build();

    /// <summary>What stands in the ledger is known as it was on the day of the proposal, whatever the period.</summary>
    private static string AsOf(string figure, Commendation proposal) =>
        proposal.Kind == Rankings.Unit && !Indicators.Of(figure).Moves ? $" (số {OfficialWords.Date(proposal.MadeAt.Day)})" : "";

    private static string Title(string figure) => Text.OnPaper("Commendations.Figure_" + figure) ?? Text.OnPaper("Reporting.Figure_" + figure) ?? figure;
}
