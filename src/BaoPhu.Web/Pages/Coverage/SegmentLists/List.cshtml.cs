using BaoPhu.Core.Coverage;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Coverage.SegmentLists;

/// <summary>The people of one list and what came of each, recorded by the one in charge; taken back by the office.</summary>
public sealed class ListModel(Core.Coverage.SegmentLists lists) : ListPage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public IReadOnlyList<string> Who { get; set; } = [];

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public DateOnly? Day { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public SegmentListPage Detail { get; private set; } = null!;
    public SegmentList List => Detail.List;
    public string Here => "/coverage/segment-lists/" + Id;
    public bool OfEmployers => List.Segment is "left" or "suspended";
    public bool MayTakeBack => List.EndedAt is null && Me.May("/coverage/segment-lists", "assign");
    public static IReadOnlyList<SelectListItem> Outcomes => [.. Core.Coverage.SegmentLists.Outcomes.Select(o => new SelectListItem(Words.T("SegmentLists.Outcome_" + o), o))];

    /// <summary>Staff of a collection agent see what they have and nothing else.</summary>
    internal static string? OnlyOf(CurrentUser me) => me.Role == Role.Agent ? me.Actor.UserId : null;

    public async Task OnGetAsync()
    {
        await Load();
        Day ??= Today;
    }

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostAsync()
    {
        AtField("SegmentLists.NeedOutcome", nameof(Outcome));
        AtField("SegmentLists.NeedDay", nameof(Day));
        AtField("SegmentLists.LongNote", nameof(Note));
        return Try(
            async () =>
            {
                var people = await lists.Tell(
                    Me.Actor, Me.Scope, OnlyOf(Me), Id, [.. Who.Select(w => Core.Coverage.Unit.Read(w) ?? throw new Refusal("SegmentLists.NoPerson"))], Outcome, Day, Note);
                return Done(Here, Words.T("SegmentLists.TellDone", people));
            },
            Load);
    }

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostFileAsync() => Try(
        () => FileAside(async file =>
        {
            await lists.Write(Me.Actor, Me.Scope, OnlyOf(Me), Id, file);
            return ("text/csv", "danh-sach-van-dong.csv");
        }),
        Load);

    [Act("assign")]
    public Task<IActionResult> OnPostTakeBackAsync()
    {
        AtField("SegmentLists.NeedReason", nameof(Reason));
        return Try(
            async () =>
            {
                await lists.TakeBack(Me.Actor, Me.Scope, Id, Reason);
                return Done(Here, Words.T("SegmentLists.TakeBackDone"));
            },
            Load);
    }

    private async Task Load() => Detail = await lists.People(Me.Actor, Me.Scope, OnlyOf(Me), Me.May("/coverage/segment-lists", Permissions.Change), Id, After, Before);
}
