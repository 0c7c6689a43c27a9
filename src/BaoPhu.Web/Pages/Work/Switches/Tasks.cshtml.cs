using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Switches;

/// <summary>The tasks that a switch touched: of one kind of change, of its undo, or all.</summary>
[Act("tasks")]
public sealed class TasksModel(Core.Work.Switches switches, SwitchTasks tasks) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty(Name = "line", SupportsGet = true)]
    public string? Line { get; set; }

    /// <summary>"kept": only what the undo left.</summary>
    [BindProperty(Name = "undo", SupportsGet = true)]
    public string? Undo { get; set; }

    [BindProperty(Name = "after", SupportsGet = true)]
    public string? After { get; set; }

    public string Decision { get; private set; } = "";
    public SwitchTaskPage List { get; private set; } = null!;
    public string What => Undo == "kept" ? Words.T("Switches.TasksKept") : WhatOf(Line);

    public async Task OnGetAsync()
    {
        Decision = (await switches.Find(Me.Scope, Id)).Record.DecisionNumber;
        List = await tasks.OfSwitch(Me.Scope, Id, Line, Undo, After);
    }

    /// <summary>"Chuyển hình thức: Đến đơn vị".</summary>
    internal static string WhatOf(string? line) => line?.Split('~') is [var kind, var act, _, _] && Rules.Planning.SwitchKinds.TryParse(kind, out var known) && Rules.Policy.ActNames.All.Contains(act)
        ? SwitchWords.Name(known) + ": " + Words.T("Work.Act_" + act)
        : Words.T("Switches.TasksAll");
}
