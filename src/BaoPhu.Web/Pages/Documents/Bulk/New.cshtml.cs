using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Documents.Bulk;

/// <summary>A list of tasks (the filter of the day's list, or those ticked) and the answers they share; the run begins only after this look.</summary>
[Act(Permissions.Change)]
public sealed class NewModel(BulkPapers bulk, Core.Documents.Papers papers, Core.Messaging.Leaflets leaflets) : AnswersPage
{
    /// <summary>Up to so many are shown with a tick each; a longer list is taken whole.</summary>
    public const int Ticked = 100;

    [BindProperty(Name = "form", SupportsGet = true)]
    public string? Form { get; set; }

    [BindProperty(Name = "whose", SupportsGet = true)]
    public string? Whose { get; set; }

    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(Name = "act", SupportsGet = true)]
    public string? TaskAct { get; set; }

    [BindProperty(Name = "stream", SupportsGet = true)]
    public string? Stream { get; set; }

    [BindProperty(Name = "band", SupportsGet = true)]
    public string? Band { get; set; }

    [BindProperty(Name = "level", SupportsGet = true)]
    public int? Level { get; set; }

    [BindProperty(Name = "place", SupportsGet = true)]
    public string? Place { get; set; }

    [BindProperty(Name = "overdue", SupportsGet = true)]
    public bool Overdue { get; set; }

    /// <summary>How many tasks the person saw.</summary>
    [BindProperty]
    public int Seen { get; set; }

    [BindProperty]
    public List<string> Task { get; set; } = [];

    public IReadOnlyList<WorkTask> Tasks { get; private set; } = [];
    public long Amount => Tasks.DistinctBy(t => t.SubjectId).Sum(t => t.Amount);
    public PaperChoices? Choices { get; private set; }
    public IReadOnlyList<SelectListItem> Channels => ChannelsOf(Tasks.SelectMany(t => t.ChannelList).Distinct());
    public IReadOnlyList<SelectListItem> Signers => SignersOf(Choices);

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        Deadline ??= Choices?.Deadline;
        ContactLine ??= Me.User.Name;
        Channel ??= Tasks.Count > 0 && Tasks.All(t => t.ChannelList.Contains("post")) ? "post" : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        CheckAnswers();
        var keys = Tasks.Count <= Ticked ? Tasks.Select(t => t.Key.ToString()).Where(Task.Contains).ToList() : [.. Tasks.Select(t => t.Key.ToString())];
        if (keys.Count == 0)
        {
            ModelState.AddModelError("", Words.T("Papers.NeedTasks"));
        }
        else if (Seen != Tasks.Count)
        {
            ModelState.AddModelError("", Words.T("Papers.TasksChanged", Show.Number(Tasks.Count)));
        }

        return await Try(async () =>
        {
            var run = await bulk.Start(Me.Actor, Me.Scope, new BulkOrder(Chosen.Code, keys, Answered));
            return LocalRedirect("/documents/bulk/" + run);
        });
    }

    private async Task Load()
    {
        // From the day's list comes an act; its form is the first that the act may produce.
        Form ??= FormBook.For(TaskAct ?? "").FirstOrDefault(f => f.Kind is PaperKind.Notice or PaperKind.Letter)?.Code;
        Chosen = FormBook.All.FirstOrDefault(f => f.Code == Form && f.OfDebt && f.Kind is PaperKind.Notice or PaperKind.Letter) ?? throw new Refusal("Papers.NoBulkForm") { Kind = RefusalKind.Missing };
        TaskAct = Chosen.Acts.Contains(TaskAct ?? "") ? TaskAct : Chosen.Acts[0];
        var filter = new TaskFilter
        {
            Act = TaskAct, Stream = Stream, Band = Band, Level = Level, Overdue = Overdue, Place = Place, Text = Q,
            Mine = Whose == "office" || TaskOwners.Of(Me.Role).Count == 0 ? null : new Mine(Me.User.UserId, TaskOwners.Of(Me.Role)),
        };
        await LoadLibrary(leaflets);
        Tasks = await bulk.Candidates(Me.Scope, filter, Chosen.Code);
        Choices = Tasks.Count == 0 ? null : await papers.Choices(Me.Actor, Me.Scope, Tasks[0].Key.ToString());
    }
}
