using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Work.Portfolios;

/// <summary>Gives a district, a commune or a pasted list of employers to a person, from a day on.</summary>
[Act(Permissions.Change)]
public sealed class AssignModel(Core.Work.Portfolios portfolios, Localities localities) : PortfolioPage(portfolios, localities)
{
    [BindProperty]
    public string? Person { get; set; }

    /// <summary>place or list.</summary>
    [BindProperty]
    public string Kind { get; set; } = "place";

    [BindProperty]
    public string? Place { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Codes { get; set; }

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public DateOnly? To { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public IReadOnlyList<SelectListItem> Kinds { get; } = [new(Words.T("Portfolios.PlaceLabel"), "place", selected: true), new(Words.T("Portfolios.Kind_list"), "list")];
    public IReadOnlyList<SelectListItem> PlaceChoices { get; private set; } = [];

    public async Task OnGetAsync()
    {
        await Load();
        From = Today;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Need(Person, nameof(Person), "Portfolios.NeedPerson");
        Need(From, nameof(From), "Portfolios.NeedFrom");
        var list = Kind == Core.Work.Portfolios.List;
        if (!list)
        {
            Need(Place, nameof(Place), "Portfolios.NeedPlace");
        }

        AtField("Portfolios.AlreadyFollowed", nameof(Place));
        AtField("Portfolios.NoSuchPlace", nameof(Place));
        AtField("Portfolios.ListNeedsName", nameof(Name));
        foreach (var key in (string[])["Portfolios.ListEmpty", "Portfolios.BadCodes", "Portfolios.UnknownEmployers", "Portfolios.ListedAlready"])
        {
            AtField(key, nameof(Codes));
        }

        AtField("Portfolios.InPast", nameof(From));
        AtField("Portfolios.EndsBefore", nameof(To));
        return await Try(
            async () =>
            {
                // A district's code has three digits, a commune's five.
                var kind = list ? Core.Work.Portfolios.List : Place!.Length == 3 ? Core.Work.Portfolios.District : Core.Work.Portfolios.Commune;
                var changed = await Module.Assign(Me.Actor, Me.Scope, new Assignment(Person!, kind, From!.Value, To)
                {
                    Places = list ? [] : [Place!], Name = Name, Codes = list ? Assignment.CodesOf(Codes) : [], Note = Note ?? "",
                });
                return Done("/work/portfolios" + InProvince, Said(changed, From.Value));
            },
            Load);
    }

    private async Task Load()
    {
        await LoadPeople();
        PlaceChoices = await Places();
    }
}
