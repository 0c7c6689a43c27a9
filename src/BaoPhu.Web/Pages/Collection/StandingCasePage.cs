using BaoPhu.Core.Collection;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Collection;

/// <summary>What the pages of one case of a special standing have in common: what may be done now, what not and why, and what was done.</summary>
public abstract class StandingCasePage(Core.Collection.Cases cases, Core.Documents.Papers papers, ContactCards cards, string act) : ProcedurePage(cases, papers, cards)
{
    public abstract CaseStanding Standing { get; }
    public abstract WorkTask Task { get; }
    public abstract IReadOnlyList<TaskPaper> Papers { get; }
    public ICaseProcedure Procedure { get; } = CaseBook.Of(act);
    public string Address => Procedure.Folder + "/" + Id;
    public bool IsOpen => Standing.Case?.EndedOn is null;
    public bool MayChange => Me.May(Procedure.Folder, Permissions.Change);
    public bool MayDecide => Me.May(Procedure.Folder, "decide");
    public IEnumerable<StepAnswer> Steps => Standing.Steps.Where(s => s.InState);
    public IEnumerable<StepAnswer> Decisions => MayDecide && IsOpen ? Steps.Where(s => s.Allowed && s.Step!.Right == "decide") : [];
    public bool Can(string act) => MayChange && IsOpen && Steps.Any(s => s.Act == act && s.Allowed && s.Step!.Right != "decide");
    public string NameOf(string step) => Core.Collection.Cases.NameOf(Procedure, step);
    public string ReasonOf(Need need) => Core.Collection.Cases.ReasonOf(Procedure, need);

    protected IActionResult Back(string step) => Done(Address, Words.T(Procedure.Texts + ".Done", NameOf(step)));
}
