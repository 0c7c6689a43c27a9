using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>Biên bản thanh tra: every working day with who was there, what was found act by act, signed by the head of the team and the employer.</summary>
public sealed class InspectionMinutes() : CaseForm(InspectionProcedure.Minutes, ActNames.Inspect, "Inspections.Title_BB-TTR", PaperKind.Minutes, FormLayout.Minutes)
{
    public override IReadOnlyList<string> Required { get; } = ["office.name", "paper.place", "paper.date", .. PaperHead.Numbered, "employer.name", "employer.code", "decision", "head", "findings.total"];
    public override IReadOnlyList<SumRule> Sums { get; } = [new("findings", "finding.amount", "findings.total", "findings.words")];

    /// <summary>Refused: no working day yet.</summary>
    public override async Task<FormContent> Compose(Session s, FormCase about)
    {
        var (file, team) = await InspectionPaper.Load(s, about);
        var days = await InspectionFile.WorkingDays(s, about.Task.Key);
        if (days.Count == 0)
        {
            throw new Refusal("Inspections.Need_Finding_day-held");
        }

        var content = PaperHead.Of(this, about);
        PaperHead.AddEmployer(content, about);
        InspectionPaper.AddScope(content, file, about.Task);
        InspectionPaper.AddTeam(content, team);
        content.AddGroup("days");
        foreach (var day in days)
        {
            content.AddRow("days")
                .Add("day.no", VietnameseNumbers.Amount(day.DayNo), InspectionPaper.DaySource, day.DayNo)
                .Add("day.date", OfficialWords.Date(day.HeldOn), InspectionPaper.DaySource)
                .Add("day.place", day.Place, InspectionPaper.DaySource)
                .Add("day.present", string.Join("; ", day.Present.Split('\n')), InspectionPaper.DaySource)
                .Add("day.content", day.Content, InspectionPaper.DaySource);
        }

        InspectionPaper.AddFindings(content, await InspectionFile.Found(s, about.Task.Key));
        return content
            .Add("decision", CasePaper.Label(await TaskPapers.Of(s, about.Task.Key), InspectionProcedure.Decision), ValueSource.Record("doc_papers.label"))
            .Add("head", team[0].Name, InspectionPaper.TeamSource)
            .Add("side.employer", about.Task.ContactName, ValueSource.Record("reg_employers.contact_name"))
            .Add("side.recorder", about.Signer?.Name, ValueSource.Person("người ghi biên bản"));
    }

    public override byte[] Template() => new PaperBuilder("Biên bản thanh tra")
        .Head()
        .Type("BIÊN BẢN THANH TRA", "Việc đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Body("Thực hiện Quyết định thanh tra số {decision|số quyết định} của {office.running|tên cơ quan}; hình thức: {inspection.form|hình thức}; thời kỳ từ tháng {inspection.from|từ tháng} đến tháng {inspection.to|đến tháng}; thời hạn {inspection.days|số ngày} ngày làm việc.")
        .Heading("1. Đoàn thanh tra")
        .Group("team", "thành viên đoàn thanh tra", g => g.Body("- {member.line|họ tên, nhiệm vụ}"))
        .Heading("2. Đơn vị được thanh tra")
        .Body("{employer.name|tên đơn vị}; mã đơn vị: {employer.code|mã đơn vị}; mã số thuế: {employer.tax|mã số thuế}; địa chỉ: {employer.address|địa chỉ}.")
        .Heading("3. Các buổi làm việc")
        .Group("days", "buổi làm việc", g => g
            .Body("Buổi {day.no|thứ tự}: {day.date|ngày}, tại {day.place|địa điểm}. Thành phần: {day.present|thành phần}.")
            .Body("Nội dung: {day.content|nội dung}"))
        .Heading("4. Kết quả")
        .Rows("findings", "vi phạm phát hiện", [700, 4355, 1700, 1000, 1600], ["center", "left", "center", "right", "right"], ["STT", "Hành vi, nội dung", "Từ tháng – đến tháng", "Số lao động", "Số tiền (đồng)"],
            ["{finding.no|thứ tự}", "{finding.what|nội dung}", "{finding.months|kỳ}", "{finding.workers|số lao động}", "{finding.amount|số tiền}"])
        .Body("Tổng số tiền: **{findings.total|tổng số tiền} đồng** (bằng chữ: {findings.words|bằng chữ}).")
        .Body("Biên bản lập thành 02 bản có giá trị như nhau, đã đọc lại cho các bên cùng nghe, công nhận đúng và ký tên./.")
        .Signatures(("ĐẠI DIỆN ĐƠN VỊ", "side.employer", "đại diện đơn vị"), ("NGƯỜI GHI BIÊN BẢN", "side.recorder", "người ghi biên bản"), ("ĐẠI DIỆN ĐOÀN THANH TRA", "head", "trưởng đoàn"))
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu in của biên bản thanh tra")
        .Build();
}
