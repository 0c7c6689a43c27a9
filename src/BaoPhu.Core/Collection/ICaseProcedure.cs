using BaoPhu.Core.Data;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;

namespace BaoPhu.Core.Collection;

/// <summary>A procedure of Collection: its truth table, the pages on which its steps are done, and what its own records say of a case.</summary>
public interface ICaseProcedure
{
    Procedure Procedure { get; }

    /// <summary>Resource file with its words: "Step_decide", "State_decided", "Need_TeamNamed" (a reason of its own), "Title".</summary>
    string Texts { get; }

    /// <summary>Page folder whose rows of the permission table say who may do the steps ("/collection/inspections"); the right of a step is the act of the row.</summary>
    string Folder { get; }

    /// <summary>Address of the page on which the step is done for a case, "" where it is done on the page of the case.</summary>
    string PageOf(TaskKey key, string step);

    /// <summary>The words of <see cref="Needs.Finding"/> that hold of the case now. <paramref name="key"/> is that of the task; there may be no case yet.</summary>
    Task<IReadOnlySet<string>> Findings(Session s, TaskKey key);
}
