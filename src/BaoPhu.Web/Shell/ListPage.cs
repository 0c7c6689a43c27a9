using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Shell;

/// <summary>A page with a list too long for one view: which part of it is shown, by the key of the row before it or behind it (both null: from the start).</summary>
public abstract class ListPage : HousePage
{
    [BindProperty(Name = "after", SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty(Name = "before", SupportsGet = true)]
    public string? Before { get; set; }
}
