using BaoPhu.Core.Collection;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Collection.Publications;

/// <summary>The lists of debtors that are or were published, and who was public when.</summary>
public sealed class IndexModel(Core.Collection.Publications publications) : HousePage
{
    /// <summary>Code of an employer whose history is asked for.</summary>
    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty]
    public string? Report { get; set; }

    public List<Publication> List { get; private set; } = [];
    public List<PublicationDue> Due { get; private set; } = [];
    public List<PublishedRow>? History { get; private set; }
    public bool MayAct => Me.May("/collection/publications", Permissions.Change);

    public string ProvinceName(string code) => Reference.Provinces.First(p => p.Code == code).Name;

    public string When(PublishedRow row) => (row.PublishedAt, row.WithdrawnAt) switch
    {
        ({ } from, { } to) => Words.T("Publications.FromTo", Show.Moment(from), Show.Moment(to)),
        ({ } from, null) => Words.T("Publications.Since", Show.Moment(from)),
        _ => "",
    };

    public async Task OnGetAsync()
    {
        await Load();
        if (!string.IsNullOrWhiteSpace(Q) && Me.Province is { } province && Rules.EmployerKey.IsCode(Q.Trim().ToUpperInvariant()))
        {
            History = await publications.OfEmployer(Me.Scope, province, Q.Trim().ToUpperInvariant());
        }
        else if (!string.IsNullOrWhiteSpace(Q))
        {
            History = [];
        }
    }

    public Task<IActionResult> OnPostAsync() => Try(
        async () => Done("/collection/publications/" + await publications.Begin(Me.Actor, Me.Scope, Report ?? throw new Refusal("Publications.NeedReport")), Words.T("Publications.Begun")), Load);

    private async Task Load()
    {
        List = await publications.List(Me.Scope);
        Due = MayAct ? await publications.Due(Me.Scope) : [];
    }
}
