using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Planning.Assignments;

/// <summary>A unit's page: what it was assigned, its guidance, who is in charge of which province, its missions; the unit itself writes here.</summary>
public sealed class UnitModel(Core.Planning.Assignments assignments) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty]
    public string? Assignment { get; set; }

    [BindProperty]
    public string? Number { get; set; }

    [BindProperty]
    public string? Heading { get; set; }

    [BindProperty]
    public string? Body { get; set; }

    [BindProperty]
    public DateOnly? DueOn { get; set; }

    [BindProperty]
    public string? Provinces { get; set; }

    /// <summary>The document of a guidance.</summary>
    [BindProperty]
    public IFormFile? Paper { get; set; }

    [BindProperty]
    public string? Province { get; set; }

    [BindProperty]
    public string? Person { get; set; }

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public DateOnly? To { get; set; }

    [BindProperty]
    public string? Members { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    public UnitPage Detail { get; private set; } = null!;

    /// <summary>The form that was sent and is shown again.</summary>
    public string Sent { get; private set; } = "";
    public bool IsOwn => Me.Actor.OfficeCode == Code && Me.May("/planning/assignments", Permissions.Change);
    public IReadOnlyList<SelectListItem> ProvinceList { get; } = [.. Reference.Provinces.OrderBy(p => p.Code, StringComparer.Ordinal).Select(p => new SelectListItem($"{p.Code} {p.Name}", p.Code))];
    public IReadOnlyList<SelectListItem> AssignmentList => [.. Detail.Assignments.Select(a => new SelectListItem(a.Code + " " + a.Words[..Math.Min(80, a.Words.Length)], a.Code))];
    public IReadOnlyList<SelectListItem> People => [.. Detail.People.Select(p => new SelectListItem(p.Name, p.Id))];

    public static string ProvinceName(string code) => Reference.Provinces.First(p => p.Code == code).Name;

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostGuideAsync()
    {
        Sent = "guide";
        Need(DueOn, nameof(DueOn), "Assignments.NeedDue");
        AtField("Assignments.NeedGuidance", nameof(Body));
        AtField("Assignments.DuePassed", nameof(DueOn));
        AtField("Assignments.NumberThere", nameof(Number));
        AtField("Common.UnknownProvince", nameof(Provinces));
        AtField("Messages.LeafletKind", nameof(Paper));
        AtField("Messages.LeafletSize", nameof(Paper));
        return Act("Assignments.Issued", async () =>
        {
            await using var stream = Paper?.OpenReadStream();
            return "guidance/" + await assignments.Issue(
                Me.Actor, new(Assignment, Number, Heading, Body, DueOn!.Value, (Provinces ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                {
                    File = stream is null ? null : await AttachedFile.Read(Paper!.FileName, stream),
                });
        });
    }

    public Task<IActionResult> OnPostStaffAsync()
    {
        Sent = "staff";
        Need(Province, nameof(Province), "Assignments.NeedProvince");
        Need(Person, nameof(Person), "Assignments.NeedPerson");
        Need(From, nameof(From), "Assignments.NeedFrom");
        AtField("Assignments.StaffOverlaps", nameof(From));
        return Act("Assignments.PutNow", async () =>
        {
            await assignments.PutInCharge(Me.Actor, Province!, Person!, From!.Value);
            return Code;
        });
    }

    public Task<IActionResult> OnPostMissionAsync()
    {
        Sent = "mission";
        Need(Province, nameof(Province), "Assignments.NeedProvince");
        Need(From, nameof(From), "Assignments.NeedFrom");
        Need(To, nameof(To), "Assignments.NeedTo");
        AtField("Assignments.DaysTurned", nameof(To));
        AtField("Assignments.NeedMission", nameof(Members));
        return Act("Assignments.Sent", async () => "missions/" + await assignments.Send(Me.Actor, new(Province!, Members, From!.Value, To!.Value, Purpose)));
    }

    private Task<IActionResult> Act(string said, Func<Task<string>> act) => Try(async () => Done("/planning/assignments/" + await act(), Words.T(said)), Load);

    private async Task Load() => Detail = await assignments.Unit(Me.Scope, Code);
}
