using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Identity.Account;

/// <summary>A director names who acts for him: in all acts or the ticked ones, from one day to another, by a paper.</summary>
[Act(Permissions.Delegate)]
public sealed class DelegateModel(Delegations delegations) : HousePage
{
    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public List<string> Acts { get; set; } = [];

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public string? PaperNumber { get; set; }

    [BindProperty]
    public DateOnly? PaperDate { get; set; }

    public List<SelectListItem> People { get; private set; } = [];
    public List<SelectListItem> Choices { get; private set; } = [];

    public async Task OnGetAsync()
    {
        (From, PaperDate) = (Today, Today);
        await Load();
    }

    public Task<IActionResult> OnPostAsync()
    {
        Need(To, nameof(To), "People.NeedPerson");
        Need(From, nameof(From), "People.NeedFrom");
        Need(Until, nameof(Until), "People.NeedUntil");
        Need(PaperNumber, nameof(PaperNumber), "People.NeedPaperNumber");
        Need(PaperDate, nameof(PaperDate), "People.NeedPaperDate");
        AtField("People.NeedActs", nameof(Acts));
        AtField("People.DelegationDays", nameof(Until));
        AtField("People.NotACandidate", nameof(To));
        return Try(
            async () =>
            {
                var made = await delegations.Give(Me.User, new(To!, Acts, From!.Value, Until!.Value, PaperNumber!, PaperDate!.Value));
                return Done("/identity/account", Text.Of("People.DelegationGiven", made.ToName, Show.Date(made.ValidFrom), Show.Date(made.ValidTo)));
            },
            Load);
    }

    private async Task Load()
    {
        People = [.. (await delegations.Candidates(Me.User)).Select(p => new SelectListItem(Text.Of("People.PersonLine", p.Name, Text.Of("Identity.Role_" + p.Role), p.OfficeName), p.UserId))];
        Choices =
        [
            new(Text.Of("People.Everything"), Delegations.Everything),
            .. Permissions.Delegable(Me.User.Role).Select(row => new SelectListItem(PermissionWords.Of(row), Delegation.Name(row))),
        ];
    }
}
