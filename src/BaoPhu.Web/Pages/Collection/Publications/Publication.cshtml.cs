using BaoPhu.Core.Collection;
using BaoPhu.Core.Identity;
using BaoPhu.Rules.Publishing;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Publications;

/// <summary>One list: who stands on it, who is left out and why, what debtors replied, and the next step with what it still waits for.</summary>
public sealed class PublicationModel(Core.Collection.Publications publications) : ListPage
{
    private const string Folder = "/collection/publications";

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public string? ReplyCode { get; set; }

    [BindProperty]
    public int ReplyNo { get; set; }

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string? Channel { get; set; }

    [BindProperty]
    public string? Said { get; set; }

    [BindProperty]
    public string? AnswerKind { get; set; }

    [BindProperty]
    public string? AnswerReason { get; set; }

    [BindProperty]
    public string? AnswerNote { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    public PublicationDetail Detail { get; private set; } = null!;
    public bool MayAct => Me.May(Folder, Permissions.Change);
    public IReadOnlyList<SelectListItem> Reasons { get; } = [.. MonthlyReports.Reasons.Select(r => new SelectListItem(Words.T("Reports.Reason_" + r), r))];
    public IReadOnlyList<SelectListItem> Channels { get; } = [.. Core.Collection.Publications.Channels.Select(c => new SelectListItem(Words.T("Publications.Channel_" + c), c))];
    public IReadOnlyList<SelectListItem> Answers { get; } = [.. Core.Collection.Publications.Answers.Select(a => new SelectListItem(Words.T("Publications.Answer_" + a), a))];

    /// <summary>The steps of one button, each with its form and whether the person has the right.</summary>
    public IReadOnlyList<(PublicationAct Act, string Handler, bool May)> Steps =>
        [(PublicationAct.AskReply, "Ask", MayAct), (PublicationAct.Approve, "Approve", Me.May(Folder, "approve")), (PublicationAct.Publish, "Publish", Me.May(Folder, "publish"))];

    public long Count(params string[] states) => states.Sum(s => Detail.Counts.GetValueOrDefault(s));

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        return Page();
    }

    public Task<IActionResult> OnPostExcludeAsync()
    {
        Need(Code, nameof(Code), "Reports.NeedCode");
        AtField("Reports.NeedReason", nameof(Reason));
        AtField("Publications.SaySomething", nameof(Note));
        AtField("Publications.NotOnIt", nameof(Code));
        return Act(() => publications.Exclude(Me.Actor, Me.Scope, Id, Clean(Code), Reason ?? "", Note));
    }

    public Task<IActionResult> OnPostIncludeAsync() => Act(() => publications.Include(Me.Actor, Me.Scope, Id, Clean(Code)));

    public Task<IActionResult> OnPostAskAsync() => Act(() => publications.AskReply(Me.Actor, Me.Scope, Id));

    public Task<IActionResult> OnPostReplyAsync()
    {
        Need(ReplyCode, nameof(ReplyCode), "Reports.NeedCode");
        Need(On, nameof(On), "Papers.NeedOn");
        AtField("Publications.SaySomething", nameof(Said));
        AtField("Publications.BadReply", nameof(On));
        AtField("Publications.NotOnIt", nameof(ReplyCode));
        return Act(() => publications.Reply(Me.Actor, Me.Scope, Id, Clean(ReplyCode), On!.Value, Channel ?? "", Said));
    }

    public Task<IActionResult> OnPostAnswerAsync()
    {
        AtField("Publications.SaySomething", nameof(AnswerNote));
        AtField("Reports.NeedReason", nameof(AnswerReason));
        return Act(() => publications.Answer(Me.Actor, Me.Scope, Id, Clean(ReplyCode), ReplyNo, AnswerKind ?? "", AnswerReason, AnswerNote));
    }

    [Act("approve")]
    public Task<IActionResult> OnPostApproveAsync() => Act(() => publications.Approve(Me.Actor, Me.Scope, Id));

    [Act("publish")]
    public Task<IActionResult> OnPostPublishAsync() => Act(() => publications.Publish(Me.Actor, Me.Scope, Id));

    public Task<IActionResult> OnPostEndAsync()
    {
        AtField("Publications.SaySomething", nameof(Why));
        return Act(() => publications.End(Me.Actor, Me.Scope, Id, Why));
    }

    public Task<IActionResult> OnPostDropAsync()
    {
        AtField("Publications.SaySomething", nameof(Why));
        return Act(() => publications.Drop(Me.Actor, Me.Scope, Id, Why));
    }

    private static string Clean(string? code) => (code ?? "").Trim().ToUpperInvariant();

    private Task<IActionResult> Act(Func<Task> act) => Try(
        async () =>
        {
            await act();
            return Done(Folder + "/" + Id, Words.T("Publications.StepDone"));
        },
        Load);

    private async Task Load() => Detail = await publications.Find(Me.Scope, Id, After, Before);
}
