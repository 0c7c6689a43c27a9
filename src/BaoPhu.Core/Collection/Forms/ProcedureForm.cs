using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>A numbered paper of a procedure. Its layout is rebuilt: no source shows it. <paramref name="paper"/>: the policy's code for it, its own where null.</summary>
public abstract class ProcedureForm(string code, string act, string titleKey, PaperKind kind, FormLayout layout, string? paper = null) : IForm
{
    public string Code => code;
    public string TitleKey => titleKey;
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => layout;
    public bool Reconstructed => true;
    public PaperKind Kind => kind;
    public IReadOnlyList<string> Papers { get; } = [paper ?? code];
    public IReadOnlyList<string> Acts { get; } = [act];
    public virtual bool OfDebt => false;
    public abstract IReadOnlyList<string> Required { get; }
    public virtual IReadOnlyList<SumRule> Sums => [];

    public virtual Task<string?> Issuer(Session s, WorkTask task) => Task.FromResult<string?>(null);

    public abstract Task<FormContent> Compose(Session s, FormCase about);

    public abstract byte[] Template();
}
