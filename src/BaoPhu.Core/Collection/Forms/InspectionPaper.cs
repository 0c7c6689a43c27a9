using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
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

    public static FormContent AddTeam(FormContent content, IReadOnlyList<TeamMember> team)
    {
        content.AddGroup("team");
        foreach (var member in team)
        {
            content.AddRow("team").Add("member.line", $"Ông (bà) {member.Name}, {(member.Duty == TeamMember.Head ? "Trưởng đoàn" : "thành viên")}", TeamSource);
        }

        return content;
    }

    public static FormContent AddScope(FormContent content, InspectionFile file, WorkTask task) => content
        .Add("inspection.form", FormWords(Inspections.FormInForce(file, task)), ValueSource.Rule(task.Rule))
        .Add("inspection.from", Month(file.ScopeFrom!.Value), File)
        .Add("inspection.to", Month(file.ScopeTo!.Value), File)
        .Add("inspection.days", VietnameseNumbers.Amount(file.Days ?? 0), File, file.Days);

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
