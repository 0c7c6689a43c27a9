using System.Globalization;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Coverage.Cards;

/// <summary>Communes of which no list of the year came, and the letters that ask for it: made, signed and sent together.</summary>
public sealed class RequestsModel(CardRequests requests) : ListPage
{
    private const string Here = "/coverage/cards/requests";
    private const int MostRefusals = 5;

    [BindProperty(Name = "year", SupportsGet = true)]
    public int? Year { get; set; }

    [BindProperty]
    public DateOnly? Deadline { get; set; }

    [BindProperty]
    public string? Way { get; set; }

    public IReadOnlyList<CardRequest> Rows { get; private set; } = [];

    /// <summary>The part of them that is shown.</summary>
    public IReadOnlyList<CardRequest> Shown { get; private set; } = [];
    public string? Previous { get; private set; }
    public string? Next { get; private set; }

    /// <summary>Letters are of one province: the centre sees no list of communes.</summary>
    public bool HasProvince => Me.Scope.ProvinceCode is not null;
    public bool MayChange => Me.May("/coverage/cards", Permissions.Change);
    public int ToAsk => Rows.Count(r => r.PaperState is null or "draft");
    public int ToSign => Me.May("/coverage/cards", "sign") ? Rows.Count(r => r.PaperState == "numbered" && r.SignerId == Me.Actor.UserId) : 0;
    public int ToSend => Rows.Count(r => r.PaperState == "signed");
    public IReadOnlyList<SelectListItem> Years => [.. new[] { Today.Year, Today.Year + 1 }.Select(y => y.ToString(CultureInfo.InvariantCulture)).Select(y => new SelectListItem(y, y))];
    public static IReadOnlyList<SelectListItem> Ways => [.. OfficePapers.Ways.Select(w => new SelectListItem(Words.T("OfficePapers.Way_" + w), w))];

    public Task OnGetAsync() => Load();

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostAsync()
    {
        AtField("CardRequests.NeedDeadline", nameof(Deadline));
        return Say("CardRequests.PrepareDone", year => requests.Prepare(Me.Actor, Me.Scope, year, Deadline));
    }

    [Act("sign")]
    public Task<IActionResult> OnPostSignAsync() => Say("CardRequests.SignDone", year => requests.Sign(Me.Actor, Me.Scope, year));

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostSendAsync()
    {
        AtField("OfficePapers.NeedWay", nameof(Way));
        return Say("CardRequests.SendDone", year => requests.Send(Me.Actor, Me.Scope, year, Way));
    }

    private Task<IActionResult> Say(string done, Func<int, Task<CardRequestResult>> act) => Try(
        async () =>
        {
            var year = YearOf();
            var result = await act(year);
            var refused = result.Refused.Count == 0 ? "" : " " + Words.T("CardRequests.Refused", Show.Number(result.Refused.Count), string.Join(" ", result.Refused.Take(MostRefusals)));
            return Done(string.Create(CultureInfo.InvariantCulture, $"{Here}?year={year}"), Words.T(done, Show.Number(result.Done)) + refused);
        },
        Load);

    private int YearOf() => Year is { } asked && (asked == Today.Year || asked == Today.Year + 1) ? asked : Today.Year;

    private async Task Load()
    {
        Year = YearOf();
        Rows = HasProvince ? await requests.Waiting(Me.Scope, Year.Value) : [];
        var first = Rows.ToList() is var all && Before is { Length: > 0 } ? Math.Max(0, all.FindIndex(r => r.CommuneCode == Before) - PageRows) : all.FindIndex(r => r.CommuneCode == After) + 1;
        Shown = [.. Rows.Skip(first).Take(PageRows)];
        Previous = first > 0 ? Rows[first].CommuneCode : null;
        Next = first + PageRows < Rows.Count ? Shown[^1].CommuneCode : null;
    }
}
