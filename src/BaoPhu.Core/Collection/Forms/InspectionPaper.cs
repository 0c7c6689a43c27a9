using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>What the papers of an inspection say in common.</summary>
internal static class InspectionPaper
{
    public static readonly ValueSource File = ValueSource.Record("col_inspections");
    public static readonly ValueSource TeamSource = ValueSource.Record("col_inspection_members");
    public static readonly ValueSource DaySource = ValueSource.Record("col_inspection_days");
    public static readonly ValueSource FindingSource = ValueSource.Record("col_inspection_findings");

    /// <summary>Refused: an inspection without its team.</summary>
    public static async Task<(InspectionFile File, IReadOnlyList<TeamMember> Team)> Load(Session s, FormCase about)
    {
        var file = await InspectionFile.Of(s, about.Task.Key);
        var team = await InspectionFile.Team(s, about.Task.Key);
        return file is { ScopeFrom: not null } && team.Count > 0 ? (file, team) : throw new Refusal("Inspections.PaperNeedsTeam");
    }

    public static FormContent AddTeam(FormContent content, IReadOnlyList<TeamMember> team, ValueSource? source = null)
    {
        content.AddGroup("team");
        foreach (var member in team)
        {
            content.AddRow("team").Add("member.line", $"Ông (bà) {member.Name}, {(member.Duty == TeamMember.Head ? "Trưởng đoàn" : "thành viên")}", source ?? TeamSource);
        }

        return content;
    }

    /// <summary>The articles of a decision to inspect. <paramref name="whom"/>: whom, with its codes and address; <paramref name="name"/>: its name alone.</summary>
    public static PaperBuilder Articles(PaperBuilder paper, string whom, string name) => paper
        .Body("Căn cứ {bases|căn cứ};")
        .Body("Xét đề nghị của bộ phận thanh tra - kiểm tra, {office.running|tên cơ quan}")
        .Heading("QUYẾT ĐỊNH:")
        .Body($"**Điều 1.** Thanh tra đột xuất việc đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp đối với {whom}.")
        .Body("Hình thức: {inspection.form|hình thức}. Thời kỳ thanh tra: từ tháng {inspection.from|từ tháng} đến tháng {inspection.to|đến tháng}. Thời hạn: {inspection.days|số ngày} ngày làm việc kể từ ngày công bố quyết định.")
        .Body("**Điều 2.** Đoàn thanh tra gồm:")
        .Group("team", "thành viên đoàn thanh tra", g => g.Body("- {member.line|họ tên, nhiệm vụ};"))
        .Body("**Điều 3.** Đoàn thanh tra kiểm tra việc kê khai, đóng cho người lao động theo thời kỳ nêu tại Điều 1, lập biên bản, báo cáo kết quả và kiến nghị xử lý theo quy định của pháp luật.")
        .Body($"**Điều 4.** {{head|trưởng đoàn}}, các thành viên đoàn thanh tra và {name} chịu trách nhiệm thi hành Quyết định này./.");

    public static FormContent AddScope(FormContent content, InspectionFile file, WorkTask task) =>
        AddScope(content, Inspections.FormInForce(file, task), ValueSource.Rule(task.Rule), (file.ScopeFrom!.Value, file.ScopeTo!.Value, file.Days ?? 0), File);

    /// <summary>How, for which months (yyyymm) and how many working days it is inspected.</summary>
    public static FormContent AddScope(FormContent content, string form, ValueSource rule, (int From, int To, int Days) scope, ValueSource source) => content
        .Add("inspection.form", FormWords(form), rule)
        .Add("inspection.from", Month(scope.From), source)
        .Add("inspection.to", Month(scope.To), source)
        .Add("inspection.days", VietnameseNumbers.Amount(scope.Days), source, scope.Days);

    /// <summary>What stands of what was found, as rows with their sum.</summary>
    public static FormContent AddFindings(FormContent content, IReadOnlyList<InspectionFinding> findings)
    {
        content.AddGroup("findings");
        var standing = findings.Where(f => f.Dropped is null).ToList();
        foreach (var (finding, i) in standing.Select((f, i) => (f, i)))
        {
            content.AddRow("findings")
                .Add("finding.no", VietnameseNumbers.Amount(i + 1), FindingSource, i + 1)
                .Add("finding.what", $"{Penalty.ViolationBook.Find(finding.Violation)?.Name ?? finding.Violation}: {finding.What}", FindingSource)
                .Add("finding.months", $"{Month(finding.FromPeriod)} – {Month(finding.ToPeriod)}", FindingSource)
                .Add("finding.workers", VietnameseNumbers.Amount(finding.Workers), FindingSource, finding.Workers)
                .Add("finding.amount", VietnameseNumbers.Amount(finding.Total), FindingSource, finding.Total);
        }

        var total = standing.Sum(f => f.Total);
        return content
            .Add("findings.total", VietnameseNumbers.Amount(total), ValueSource.Rule("cộng finding.amount"), total)
            .Add("findings.words", VietnameseNumbers.AmountInWords(total), ValueSource.Rule("đọc từ findings.total"));
    }

    public static string Month(int number) => OfficialWords.Month(Period.FromNumber(number));

    public static string FormWords(string form) => form switch
    {
        "direct" => "thanh tra trực tiếp tại đơn vị",
        "other" => "thanh tra bằng hình thức khác (theo Quyết định số 688/QĐ-BHXH ngày 12/7/2021)",
        _ => "thanh tra kết hợp trực tiếp và hình thức khác (theo Quyết định số 688/QĐ-BHXH ngày 12/7/2021)",
    };
}
