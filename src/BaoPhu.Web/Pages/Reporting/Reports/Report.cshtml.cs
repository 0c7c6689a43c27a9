using BaoPhu.Core.Identity;
using BaoPhu.Core.Reporting;
using BaoPhu.Rules;
using BaoPhu.Rules.Reporting;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Reporting.Reports;

/// <summary>One report: each figure as it is now beside what was sent, the term before and the same day of the month before; remarks, signature, and what the receiver does.</summary>
public sealed class ReportModel(Core.Reporting.Reports reports, Indicators indicators, ReportBoards boards, Core.Reporting.Targets targets) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    /// <summary>Changes and figures that the person saw.</summary>
    [BindProperty]
    public int Changes { get; set; }

    [BindProperty]
    public string Digest { get; set; } = "";

    [BindProperty]
    public string? Remarks { get; set; }

    [BindProperty]
    public string? Difficulties { get; set; }

    /// <summary>Of the odd figures.</summary>
    [BindProperty]
    public string? Explanation { get; set; }

    [BindProperty]
    public bool Nothing { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public ReportView View { get; private set; } = null!;

    /// <summary>Targets of the year that the office was given, as they stand this moment, by figure.</summary>
    public IReadOnlyDictionary<string, TargetBeside> Targets { get; private set; } = new Dictionary<string, TargetBeside>(StringComparer.Ordinal);

    /// <summary>Participants whose figure has no data for the period, with the day until which the files tell them.</summary>
    public IReadOnlyList<ToldUntil> Untold { get; private set; } = [];

    /// <summary>Of a province's daily report: which of its districts have sent theirs of the same day.</summary>
    public ReportBoard? Districts { get; private set; }
    public bool IsOwn => Me.Office?.Code == View.Office.Code;
    public bool IsReceiver => Me.Office?.Code == View.Kind.ReceiverOf(View.Office) || Me.Office?.Code == Actor.CentreCode;

    /// <summary>The office prepares it: nothing is sent yet, or a correction was begun.</summary>
    public bool MayPrepare => IsOwn && !View.Kind.IsPaper && (View.Draft is not null || View.Last is null) && Me.May("/reporting/reports", Permissions.Change);
    public bool MaySend => MayPrepare && Me.May("/reporting/reports", "send");

    public bool MayAnswer(ReportAct act) => IsReceiver && !View.Kind.IsPaper && View.Last is { } last && ReportActs.Allows(last.ReportState, act) && Me.May("/reporting/reports", "answer");

    public bool MayCorrect => IsOwn && !View.Kind.IsPaper && View.Draft is null && View.Last is { } last && ReportActs.Allows(last.ReportState, ReportAct.Correct) && Me.May("/reporting/reports", "send");
    public bool MayExcuse => IsReceiver && View.Last is null && View.Due.Excuse is null && Me.May("/reporting/reports", "answer");

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        (Remarks, Difficulties, Nothing, Explanation) = (View.Draft?.Remarks, View.Draft?.Difficulties, View.Draft?.NilReport ?? false, View.Draft?.Explanation);
        return Page();
    }

    public Task<IActionResult> OnPostAsync() => Act("Reporting.Saved", () => reports.Annotate(Me.Actor, Me.Scope, Key, Changes, Remarks, Difficulties, Nothing, Explanation));

    [Act("send")]
    public Task<IActionResult> OnPostSendAsync() => Act("Reporting.SentNow", () => reports.Send(Me.Actor, Me.Scope, Key, Changes, Digest, Remarks, Difficulties, Nothing, Explanation));

    [Act("send")]
    public Task<IActionResult> OnPostCorrectAsync() => Act("Reporting.CorrectBegun", () => reports.Correct(Me.Actor, Me.Scope, Key, Changes, Reason));

    [Act("answer")]
    public Task<IActionResult> OnPostReceiveAsync() => Answer(ReportAct.Receive);

    [Act("answer")]
    public Task<IActionResult> OnPostReturnAsync() => Answer(ReportAct.Return);

    [Act("answer")]
    public Task<IActionResult> OnPostAcceptAsync() => Answer(ReportAct.Accept);

    [Act("answer")]
    public Task<IActionResult> OnPostExcuseAsync() => Act("Reporting.Excused", () => reports.Excuse(Me.Actor, Me.Scope, Key, Reason));

    private Task<IActionResult> Answer(ReportAct act) => Act("Reporting.Answered", () => reports.Answer(Me.Actor, Me.Scope, Key, Changes, act, Reason));

    private Task<IActionResult> Act(string done, Func<Task> act)
    {
        AtField("Reporting.NeedReason", nameof(Reason));
        AtField("Reporting.NotNothing", nameof(Nothing));
        AtField("Reporting.NeedExplanation", nameof(Explanation));
        return Try(
            async () =>
            {
                await act();
                return Done("/reporting/reports/" + Key, Words.T(done));
            },
            Load);
    }

    /// <summary>After a refusal the page shows the figures of now: what the person sees next is what they sign.</summary>
    private async Task Load()
    {
        View = await reports.Find(Me.Scope, Key);
        Targets = await targets.Beside(View.Office, View.Kind.Figures, TargetPeriod.Year(View.Term.To.Year));
        Untold = [.. (await indicators.Told(await reports.Reach(View.Due))).Where(t => t.Last is not null && View.Now.TryGetValue(t.Kind.Code(), out var value) && value is null)];
        if (View.Kind.Code == "daily" && View.Office.Province is { } province)
        {
            var board = await boards.Of(Me.Scope.IsNation ? Scope.OfProvince(province) : Me.Scope, "district-daily", View.Term.To);
            Districts = board.Offices.Count > 0 ? board : null;
        }

        ModelState.Remove(nameof(Digest));
        ModelState.Remove(nameof(Changes));
        (Digest, Changes) = (View.Digest, View.Changes);
    }
}
