using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Answers;

/// <summary>An officer writes down what an employer answered by telephone, Zalo, Facebook, letter or in person: the same answer as through a link.</summary>
[Act(Permissions.Change)]
public sealed class NewModel(EmployerAnswers answers, Core.Work.Tasks tasks) : SaidFields
{
    /// <summary>Task it is about.</summary>
    [BindProperty(Name = "task", SupportsGet = true)]
    public string TaskKey { get; set; } = "";

    [BindProperty]
    public string? Channel { get; set; }

    public WorkTask Task { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. AnswerKinds.All.Select(k => new SelectListItem(Words.T("Answers.Ask_" + k), k))];
    public IReadOnlyList<SelectListItem> Channels { get; } = [.. AnswerKinds.Channels.Select(c => new SelectListItem(Words.T("Answers.Channel_" + c), c))];

    public async Task<IActionResult> OnGetAsync()
    {
        About = AnswerKinds.All.Contains(About) ? About : null;
        await Load();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Need(Channel, nameof(Channel), "Answers.NeedChannel");
        SayWhere();
        return await Try(
            async () =>
            {
                var key = await answers.Note(Me.Actor, Me.Scope, TaskKey, Channel!, About ?? "", Answer);
                return Done("/collection/answers/" + key, Words.T("Answers.Noted"));
            },
            Load);
    }

    private async Task Load() => Task = (await tasks.Find(Me.Scope, TaskKey)).Task;
}
