using BaoPhu.Web.Shell;

// In the namespace of pages, since that is where the test looks for the folder; it is in the test assembly and never served.
namespace BaoPhu.Web.Pages.Planted;

[Act("planted")]
public sealed class PlantedModel : HousePage
{
    public void OnGet()
    {
        // Nothing: only its attribute matters.
    }
}
