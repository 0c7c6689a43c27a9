using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Switches;

/// <summary>The tasks that a switch would touch: of one kind of change, or all.</summary>
[Act("tasks")]
public sealed class PreviewTasksModel(Core.Organisation.Levels levels, SwitchTasks tasks) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty(Name = "line", SupportsGet = true)]
    public string? Line { get; set; }

    [BindProperty(Name = "after", SupportsGet = true)]
    public string? After { get; set; }

    public string Decision { get; private set; } = "";
    public SwitchTaskPage List { get; private set; } = null!;
    public string What => TasksModel.WhatOf(Line);

    public async Task OnGetAsync()
    {
        var announcement = await levels.Find(Me.Scope, Id);
        if (announcement.KnownToAt is not null || announcement.SwitchConfirmedAt is not null)
        {
            throw new Refusal("Organisation.SwitchNotAwaiting", announcement.DecisionNumber);
        }

        Decision = announcement.DecisionNumber;
        List = await tasks.OfPreview(Me.Scope, Id, Line, After);
    }
}
