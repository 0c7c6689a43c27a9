using BaoPhu.Core.Work;
using BaoPhu.Rules.Papers;

namespace BaoPhu.Web.Pages.Collection;

/// <summary>
/// The papers of a case with which its next step waits: drafts, numbered ones, and where the step waits for the sending, those signed. The partial leads to each: on the case nothing else could be pressed.
/// </summary>
public sealed record PapersOnTheWay(IReadOnlyList<TaskPaper> Papers, string Employer, bool UntilSent = false)
{
    public IEnumerable<TaskPaper> Waiting => Papers.Where(p => p.PaperState is PaperState.Draft or PaperState.Numbered || (UntilSent && p.PaperState == PaperState.Signed));

    public string AddressOf(TaskPaper paper) => $"/documents/papers/{Employer}-{paper.PaperNo}";
}
