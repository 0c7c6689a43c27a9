using BaoPhu.Core.Data;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Answers;

/// <summary>
/// An employer does not agree with the figures: they are laid side by side in minutes of reconciliation (C05-TS, QĐ 959/QĐ-BHXH Đ.40), and it ends with who was right. The same for every act
/// by which a debt is urged; while it is open the task waits with it.
/// </summary>
public sealed class Reconciliation(string act) : ICaseProcedure
{
    public const string Form = "C05-TS";
    internal const string Open = "open";

    public static IReadOnlyList<string> Acts { get; } = [ActNames.Contact, ActNames.Notice, ActNames.Meet, ActNames.Visit, ActNames.Minutes, ActNames.Demand];

    public Procedure Procedure { get; } = new(act, ["agreed", "upheld", "corrected", "dropped"],
    [
        new("", Open, "open", "change", Needs.TaskOpen, Needs.Owes),
        new("open", "send", "sent", "change", Needs.Signed(Form)),
        new("open", "correct", "corrected"),
        new("open", "drop", "dropped"),
        new("sent", "agree", "agreed"),
        new("sent", "correct", "corrected"),
        new("sent", "uphold", "upheld"),
    ]);

    public string Texts => "Reconciliations";

    public string Folder => "/collection/answers";

    public string PageOf(TaskKey key, string step) => "";

    public Task<IReadOnlySet<string>> Findings(Session s, TaskKey key) => Task.FromResult<IReadOnlySet<string>>(new HashSet<string>(StringComparer.Ordinal));
}
