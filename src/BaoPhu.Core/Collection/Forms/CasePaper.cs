using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>What papers of cases have in common: the office that leads the case issues them, whoever prepares them.</summary>
internal static class CasePaper
{
    /// <summary>The leading office, of a unit of the centre the centre itself; null while there is no case.</summary>
    public static async Task<string?> Issuer(Session s, WorkTask task)
    {
        var lead = await s.One<string>("select c.office_code from col_cases c where c.subject_id = @SubjectId and c.act = @Act and c.occurrence = @Occurrence", task);
        return lead is not null && (await Offices.Find(s, lead, task.OpenedOn))?.Kind == OfficeKind.CentralUnit ? Actor.CentreCode : lead;
    }

    /// <summary>Number and symbol of the last paper of a form; room to write while it has none.</summary>
    public static string Label(IEnumerable<TaskPaper> papers, string form) => papers.FirstOrDefault(p => p.Form == form && p.Label.Length > 0)?.Label ?? "……………";
}
