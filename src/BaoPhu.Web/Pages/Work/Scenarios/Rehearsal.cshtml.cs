using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Scenarios;

/// <summary>What a rehearsal found: tasks, load and duties by name before and after.</summary>
public sealed class RehearsalModel(Core.Work.Scenarios scenarios) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    public Core.Work.Rehearsal Rehearsal { get; private set; } = null!;
    public ScenarioDetail Of { get; private set; } = null!;
    public IReadOnlyDictionary<string, string> Offices { get; private set; } = new Dictionary<string, string>();
    public SwitchNumbers Numbers => Rehearsal.Found.Numbers;

    /// <summary>Everybody with load in the places or a duty in the scenario, by name; nobody's work last.</summary>
    public IReadOnlyList<PersonLine> People { get; private set; } = [];

    public async Task OnGetAsync()
    {
        (Rehearsal, Of, Offices) = await scenarios.FindRehearsal(Me.Scope, Id);
        var loads = Numbers.Loads.Select(l => Line(l.UserId, l)).ToList();
        var others = Of.Activities.SelectMany(a => a.PeopleIds).Distinct(StringComparer.Ordinal).Where(id => Numbers.Loads.All(l => l.UserId != id)).Select(id => Line(id, null));
        People = [.. loads.Concat(others).OrderBy(p => p.Name is null).ThenBy(p => p.Office, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.Ordinal)];
    }

    private PersonLine Line(string? id, SwitchLoad? load)
    {
        var person = id is null ? null : Of.People.GetValueOrDefault(id);
        return new(person?.Name ?? id, Offices.GetValueOrDefault(load?.Office ?? "") ?? person?.Office ?? "", load, id is null ? [] : [.. Of.Activities.Where(a => a.PeopleIds.Contains(id)).Select(a => a.What)]);
    }

    public sealed record PersonLine(string? Name, string Office, SwitchLoad? Load, IReadOnlyList<string> Duties);
}
