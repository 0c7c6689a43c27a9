using BaoPhu.Core.Imports;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Imports;

/// <summary>One remembered mapping: renamed, corrected, forgotten.</summary>
public sealed class ProfileModel(Profiles profiles) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Kind { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Province { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Digest { get; set; } = "";

    [BindProperty]
    public string? Name { get; set; }

    /// <summary>Field → heading as chosen.</summary>
    [BindProperty]
    public Dictionary<string, string?> Map { get; set; } = [];

    public Profile Profile { get; private set; } = null!;
    public bool MayChange => Me.May("/imports", "profiles");
    public IReadOnlyDictionary<string, string> Chosen { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private ProfileKey Key => new(Kind, Digest, Province);

    public async Task OnGetAsync()
    {
        await Load();
        (Name, Chosen) = (Profile.Name, Profile.Fields);
    }

    [Act("profiles")]
    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        Chosen = Map.Where(m => !string.IsNullOrEmpty(m.Value) && Request.Form.ContainsKey($"Map[{m.Key}]")).ToDictionary(m => m.Key, m => m.Value!, StringComparer.Ordinal);
        AtField("ImportLists.ProfileNeedsName", nameof(Name));
        Need(Name, nameof(Name), "ImportLists.ProfileNeedsName");
        return await Try(async () =>
        {
            await profiles.Save(Me.Actor, Me.Scope, Key, Name!, Chosen);
            return Done("/imports/profiles", Text.Of("ImportLists.ProfileSaved", Name));
        });
    }

    [Act("profiles")]
    public async Task<IActionResult> OnPostForgetAsync()
    {
        await Load();
        return await Try(async () =>
        {
            await profiles.Forget(Me.Actor, Me.Scope, Key);
            return Done("/imports/profiles", Text.Of("ImportLists.ProfileForgotten", Profile.Name));
        });
    }

    private async Task Load() => Profile = await profiles.Find(Me.Scope, Key);
}
