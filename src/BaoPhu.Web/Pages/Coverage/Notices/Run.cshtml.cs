using BaoPhu.Core.Coverage;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Coverage.Notices;

/// <summary>One run: what came of it for each unit; signed together, sent together.</summary>
public sealed class RunModel(UnitNotices notices) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    public NoticeRunDetail Detail { get; private set; } = null!;
    public bool MaySend => Me.May("/coverage/notices", Permissions.Change);
    public bool MayMark => Me.May("/coverage/units", Permissions.Change);
    public bool MaySign => Me.May("/coverage/notices", "sign");

    public Task OnGetAsync() => Load();

    [Act("sign")]
    public Task<IActionResult> OnPostSignAsync() => Try(async () => Here(Words.T("UnitNotices.SignDone", await notices.Sign(Me.Actor, Me.Scope, Id))), Load);

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostSendAsync() => Try(async () => Here(Words.T("UnitNotices.SendDone", await notices.Send(Me.Actor, Me.Scope, Id))), Load);

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostRetryAsync() => Try(async () => Here(Words.T("UnitNotices.RetryDone", await notices.Retry(Me.Actor, Me.Scope, Id))), Load);

    /// <summary>What went out, as a workbook for the post office.</summary>
    public Task<IActionResult> OnGetPostAsync() => Try(
        () => FileAside(async file =>
        {
            await notices.PostalList(Me.Scope, Id, file);
            return ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "buu-gui-thong-bao.xlsx");
        }),
        Load);

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostOutcomeAsync(string? unit, string? outcome) => Try(
        async () =>
        {
            await notices.Outcome(Me.Actor, Me.Scope, Id, Core.Coverage.Unit.Read(unit) ?? throw new Refusal("UnitNotices.NotSent"), outcome);
            return Here(Words.T("UnitNotices.OutcomeDone"));
        },
        Load);

    private IActionResult Here(string said) => Done("/coverage/notices/" + Id, said);

    private async Task Load() => Detail = await notices.Find(Me.Scope, Id);
}
