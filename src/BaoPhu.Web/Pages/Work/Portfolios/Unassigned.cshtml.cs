using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Portfolios;

/// <summary>Employers that nobody follows, by commune, most first: the ticked communes, or the ticked employers of one, are given to a person at once.</summary>
public sealed class UnassignedModel(Core.Work.Portfolios portfolios, Localities localities) : PortfolioPage(portfolios, localities)
{
    /// <summary>The commune whose employers are shown; "-": those of an unknown one.</summary>
    [BindProperty(Name = "commune", SupportsGet = true)]
    public string? Commune { get; set; }

    [BindProperty]
    public string[] Ticked { get; set; } = [];

    [BindProperty]
    public string? Person { get; set; }

    [BindProperty]
    public DateOnly? From { get; set; }

    public new IReadOnlyList<Unfollowed> Places { get; private set; } = [];
    public IReadOnlyList<ListedEmployer> Employers { get; private set; } = [];
    public string CommuneName => Places.FirstOrDefault(p => p.CommuneCode == Known)?.Commune ?? (Commune is "-" or null ? Words.T("Portfolios.UnknownCommune") : Commune);
    private string? Known => Commune == "-" ? null : Commune;

    public async Task OnGetAsync()
    {
        await Load();
        From = Today;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Need(Person, nameof(Person), "Portfolios.NeedPerson");
        Need(From, nameof(From), "Portfolios.NeedFrom");
        AtField("Portfolios.InPast", nameof(From));
        AtField("Portfolios.UnknownEmployers", nameof(Person));
        return await Try(
            async () =>
            {
                if (Ticked.Length == 0)
                {
                    throw new Refusal("Portfolios.NothingTicked");
                }

                var order = Commune is null
                    ? new Assignment(Person!, Core.Work.Portfolios.Commune, From!.Value) { Places = Ticked }
                    : new Assignment(Person!, Core.Work.Portfolios.List, From!.Value) { Codes = Ticked, Name = Words.T("Portfolios.ListOf", Show.Date(From.Value)) };
                var changed = await Module.Assign(Me.Actor, Me.Scope, order);
                return Done("/work/portfolios/unassigned" + InProvince, Said(changed, From.Value));
            },
            Load);
    }

    private async Task Load()
    {
        await LoadPeople();
        Places = await Module.Unassigned(Me.Scope, Province);
        Employers = Commune is null ? [] : await Module.UnassignedOf(Me.Scope, Province, Known);
    }
}
