using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages;

/// <summary>The first page after sign-in is the person's own day.</summary>
public sealed class IndexModel(Navigation navigation) : HousePage
{
    public IActionResult OnGet() => LocalRedirect(navigation.Start(Me));
}
