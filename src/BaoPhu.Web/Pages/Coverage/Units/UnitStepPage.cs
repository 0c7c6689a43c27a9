using BaoPhu.Core.Coverage;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Coverage.Units;

/// <summary>A form about one unit's case, which knows what its reader saw of it.</summary>
public abstract class UnitStepPage(Core.Coverage.Units units, UnitCases cases) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The changes of the case that the person saw.</summary>
    [BindProperty]
    public int Seen { get; set; }

    public UnitCaseDetail Detail { get; private set; } = null!;
    public Unit Unit { get; private set; } = null!;

    /// <summary>The address of the unit's page.</summary>
    public string Address => "/coverage/units/" + Id;

    /// <summary>The unit's number. Missing: an address that is none.</summary>
    protected long Number => Core.Coverage.Unit.Read(Id) ?? throw new Refusal("Coverage.NoUnit") { Kind = RefusalKind.Missing };

    protected async Task LoadUnit()
    {
        Unit = (await units.Find(Me.Actor, Me.Scope, Number)).Unit;
        Detail = await cases.Find(Me.Scope, Number);
    }
}
