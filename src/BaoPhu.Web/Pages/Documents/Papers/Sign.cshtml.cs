using BaoPhu.Core.Documents;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Documents.Papers;

/// <summary>What waits for the person's signature: count, sum, a sample to open; then signed, all in one act.</summary>
[Act("sign")]
public sealed class SignModel(PaperLists lists) : HousePage
{
    /// <summary>Papers shown to look into before signing.</summary>
    public const int Sample = 10;

    [BindProperty(Name = "run", SupportsGet = true)]
    public string? Run { get; set; }

    [BindProperty(Name = "form", SupportsGet = true)]
    public string? Form { get; set; }

    [BindProperty]
    public string? Digest { get; set; }

    public SigningList List { get; private set; } = null!;

    /// <summary>Every n-th, so that the sample is of the whole list; the same on every look.</summary>
    public IReadOnlyList<Paper> Shown => List.Papers.Count <= Sample ? List.Papers : [.. Enumerable.Range(0, Sample).Select(i => List.Papers[i * List.Papers.Count / Sample])];

    private PaperFilter Filter => new() { Run = Run, Form = Form };

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Try(
        async () =>
        {
            var signed = await lists.Sign(Me.Actor, Me.Scope, Filter, Digest ?? "");
            return Done("/documents/papers?state=signed&run=" + Uri.EscapeDataString(Run ?? ""), Words.T("Papers.SignedMany", Show.Number(signed)));
        },
        Load);

    private async Task Load()
    {
        ModelState.Remove(nameof(Digest));
        List = await lists.ToSign(Me.Actor, Me.Scope, Filter);
        Digest = List.Digest;
    }
}
