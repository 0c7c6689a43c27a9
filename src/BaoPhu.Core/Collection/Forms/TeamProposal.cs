using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>Tờ trình đề nghị thành lập đoàn liên ngành, to the People's Committee, with its candidates. No source shows a layout.</summary>
public sealed class TeamProposal : IOfficeForm
{
    public string Code => Teams.PaperForm;
    public string TitleKey => "Teams.Form_TTR-LN";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Official;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Proposal;
    public IReadOnlyList<string> Annexes { get; } = ["DS-LN"];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "addressee", "debt.total", "debt.words", "debt.count"];
    public IReadOnlyList<SumRule> Sums { get; } = [new("candidates", "candidate.total", "debt.total", "debt.words")];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var rows = await Teams.Candidates(s, about.Key);
        var (sums, total) = (ValueSource.Rule("cộng các dòng"), rows.Sum(r => r.Total));
        var content = PaperHead.Of(this, about)
            .Add("bases", string.Join("; ", LegalBases.On(LegalBases.Basis, about.Date)), ValueSource.Rule("căn cứ có hiệu lực " + OfficialWords.ShortDate(about.Date)))
            .Add("debt.count", PaperHead.Money(rows.Count), sums, rows.Count)
            .Add("debt.total", PaperHead.Money(total), sums, total)
            .Add("debt.words", VietnameseNumbers.AmountInWords(total), ValueSource.Rule("số tiền bằng chữ"))
            .Add("deadline", about.Deadline is { } day ? $" trước {OfficialWords.Date(day)}" : "", ValueSource.Setting("thời hạn đề nghị trả lời"))
            .AddGroup("candidates");
        for (var i = 0; i < rows.Count; i++)
        {
            content.AddRow("candidates")
                .Add("candidate.number", PaperHead.Money(i + 1), ValueSource.Rule("thứ tự"), i + 1)
                .Add("candidate.name", $"{rows[i].Name} (mã {rows[i].Code})", ValueSource.Record("reg_employers.name"))
                .Add("candidate.since", OfficialWords.Month(Rules.Period.FromNumber(rows[i].OldestPeriod)), ValueSource.Record("col_team_candidates"))
                .Add("candidate.total", PaperHead.Money(rows[i].Total), ValueSource.Record("col_team_candidates"), rows[i].Total);
        }

        return PaperHead.AddFoot(content, about);
    }

    public byte[] Template() => new PaperBuilder("Tờ trình đề nghị thành lập đoàn liên ngành thanh tra, kiểm tra đơn vị chậm đóng")
        .Head()
        .Type("TỜ TRÌNH", "Về việc đề nghị thành lập đoàn liên ngành thanh tra, kiểm tra việc đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Addressee("Kính gửi: {addressee|Ủy ban nhân dân}")
        .Body("Căn cứ {bases|căn cứ}, {office.running|tên cơ quan} báo cáo: {debt.count|số đơn vị} đơn vị dưới đây chậm đóng số tiền lớn, kéo dài từ 03 tháng trở lên, đã được đôn đốc nhưng chưa nộp đủ.")
        .Rows("candidates", "đơn vị đề xuất", [755, 4600, 1500, 2500], ["center", "left", "center", "right"], ["STT", "Đơn vị", "Từ kỳ", "Số tiền (đồng)"],
            ["{candidate.number|STT}", "{candidate.name|đơn vị}", "{candidate.since|từ kỳ}", "{candidate.total|số tiền}"], ["", "Cộng", "", "{debt.total|tổng số tiền}"])
        .Body("Bằng chữ: {debt.words|bằng chữ}. Số tiền theo từng quỹ tại danh sách kèm theo.")
        .Body("{office.running|tên cơ quan} kính trình xem xét, quyết định thành lập đoàn liên ngành thanh tra, kiểm tra các đơn vị nêu trên và cho ý kiến{deadline|thời hạn}./.")
        .FootOfRecipients("VT, {paper.unit|đơn vị soạn thảo}")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu tờ trình in sẵn")
        .Build();
}

/// <summary>The candidates by fund.</summary>
public sealed class TeamProposalList : IOfficeForm
{
    public string Code => "DS-LN";
    public string TitleKey => "Teams.Form_DS-LN";
    public FormFormat Format => FormFormat.Xlsx;
    public FormLayout Layout => FormLayout.Annex;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.None;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = ["office.name", "paper.place-date", "attached-to", "rows.total"];
    public IReadOnlyList<SumRule> Sums { get; } = DebtorTable.Sums;

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var content = DebtorTable.Head(Code, about, $"Số liệu đến {OfficialWords.Date(about.Date)}");
        DebtorTable.Add(content, await Teams.Candidates(s, about.Key), ValueSource.Record("col_team_candidates"));
        return content;
    }

    public byte[] Template() => DebtorTable.Template("DANH SÁCH ĐƠN VỊ ĐỀ NGHỊ THANH TRA, KIỂM TRA LIÊN NGÀNH", "Tờ trình", "Mẫu dựng lại: chưa tìm thấy mẫu danh sách in sẵn");
}
