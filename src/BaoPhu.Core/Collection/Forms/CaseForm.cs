using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>A paper of a procedure that the office issues which leads the case, whoever prepares it.</summary>
public abstract class CaseForm(string code, string act, string titleKey, PaperKind kind, FormLayout layout, string? paper = null) : ProcedureForm(code, act, titleKey, kind, layout, paper)
{
    public override Task<string?> Issuer(Session s, WorkTask task) => CasePaper.Issuer(s, task);
}
