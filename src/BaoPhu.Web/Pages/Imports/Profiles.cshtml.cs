using BaoPhu.Core.Imports;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Imports;

/// <summary>Which headings are understood because a person said so.</summary>
public sealed class ProfilesModel(Profiles profiles) : HousePage
{
    public List<Profile> All { get; private set; } = [];

    public async Task OnGetAsync() => All = await profiles.All(Me.Scope);
}
