using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Work.CatchUp;

/// <summary>What a high level had put off and goes on now, ordered by what waiting costs, each with its first act a click away.</summary>
public sealed class IndexModel(Core.Work.CatchUp catchUp, Core.Organisation.Offices offices, Core.Organisation.Localities localities) : HousePage
{
    /// <summary>"me": what the person took, or whose employer he follows.</summary>
    [BindProperty(Name = "whose", SupportsGet = true)]
    public string? Whose { get; set; }

    /// <summary>Of which province, for who sees the nation.</summary>
    [BindProperty(Name = "province", SupportsGet = true)]
    public string? Province { get; set; }

    [BindProperty(Name = "office", SupportsGet = true)]
    public string? Office { get; set; }

    /// <summary>Places before the page.</summary>
    [BindProperty(Name = "after", SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>Null until a province was chosen.</summary>
    public CatchUpPage? List { get; private set; }
    public List<SelectListItem> Provinces { get; private set; } = [];
    public List<SelectListItem> Offices { get; private set; } = [];
    public string InProvince(char separator) => string.IsNullOrEmpty(Province) ? "" : separator + "province=" + Uri.EscapeDataString(Province);
    public bool IsMine => Whose == "me";
    public bool MayRecord => Me.May("/work/tasks", Permissions.Change);

    public async Task OnGetAsync()
    {
        var scope = Me.Scope;
        if (scope.IsNation)
        {
            var known = await localities.Provinces();
            Provinces = [.. known.Select(p => new SelectListItem(p.Name, p.Code))];
            if (string.IsNullOrEmpty(Province))
            {
                return;
            }

            scope = known.Any(p => p.Code == Province) ? Scope.OfProvince(Province) : throw new Refusal("Organisation.UnknownLocality", Province) { Kind = RefusalKind.Missing };
        }

        Offices = [.. (await offices.Tree(scope)).Where(o => o.Province == scope.ProvinceCode).Select(o => new SelectListItem(o.Name, o.Code))];
        var place = string.IsNullOrEmpty(After) ? 0 : int.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : throw new Refusal("Common.BadPageKey");
        List = await catchUp.List(scope, new CatchUpFilter(IsMine ? Me.User.UserId : null, Office), place);
    }
}
