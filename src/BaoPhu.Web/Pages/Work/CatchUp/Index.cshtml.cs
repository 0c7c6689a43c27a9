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
public sealed class IndexModel(Core.Work.CatchUp catchUp, Core.Organisation.Offices offices) : HousePage
{
    /// <summary>"me": what the person took, or whose employer he follows.</summary>
    [BindProperty(Name = "whose", SupportsGet = true)]
    public string? Whose { get; set; }

    [BindProperty(Name = "office", SupportsGet = true)]
    public string? Office { get; set; }

    /// <summary>Places before the page.</summary>
    [BindProperty(Name = "after", SupportsGet = true)]
    public string? After { get; set; }

    public CatchUpPage List { get; private set; } = null!;
    public List<SelectListItem> Offices { get; private set; } = [];
    public bool IsMine => Whose == "me";
    public bool MayRecord => Me.May("/work/tasks", Permissions.Change);

    public async Task OnGetAsync()
    {
        Offices = Me.Province is null ? [] : [.. (await offices.Tree(Me.Scope)).Where(o => o.Province == Me.Province).Select(o => new SelectListItem(o.Name, o.Code))];
        var place = string.IsNullOrEmpty(After) ? 0 : int.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : throw new Refusal("Common.BadPageKey");
        List = await catchUp.List(Me.Scope, new CatchUpFilter(IsMine ? Me.User.UserId : null, Office), place);
    }
}
