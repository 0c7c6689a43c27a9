using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Coverage;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Coverage.Reviews;

/// <summary>Two rows side by side, every reason of their score, and the reader's word.</summary>
public sealed class PairModel(Core.Coverage.Reviews reviews) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The state that the reader saw.</summary>
    [BindProperty]
    public LinkState Seen { get; set; }

    [BindProperty]
    public bool? Same { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public LinkPair Pair { get; private set; } = null!;

    /// <summary>True where this person may say the next word.</summary>
    public bool MayDecide => Me.Province is not null && Me.May("/coverage/reviews", Core.Identity.Permissions.Change)
        && (Pair.Link.Stands.IsOpen() || Pair.Link is { Stands: LinkState.Accepted, Audited: true }) && !Pair.Readings.Any(r => r.Reader == Me.Actor.UserId);

    public async Task OnGetAsync()
    {
        await Load();
        Seen = Pair.Link.Stands;
    }

    public Task<IActionResult> OnPostAsync()
    {
        Need(Same is null ? null : "x", nameof(Same), "Coverage.NeedVerdict");
        AtField("Coverage.NeedReason", nameof(Reason));
        return Try(
            async () =>
            {
                var after = await reviews.Decide(Me.Actor, Me.Scope, Key(), Seen, Same!.Value, Reason);
                var next = await reviews.Claim(Me.Actor, Me.Scope, null);
                return Done(next is { } key ? "/coverage/reviews/" + key : "/coverage/reviews", Words.T("Coverage.Done_" + after));
            },
            Load);
    }

    /// <summary>A difference of a term as a bar: its share of the heaviest, 0 to 100.</summary>
    public static string Bits(double bits) => (bits > 0 ? "+" : "") + bits.ToString("0.0", Text.Vietnamese);

    public static string Sex(bool? male) => male is { } known ? Words.T(known ? "Coverage.Male" : "Coverage.Female") : "–";

    public static string Born(LinkSide side) => side.BornOn is { } day ? Show.Date(day) : side.BirthYear is { } year ? year.ToString(System.Globalization.CultureInfo.InvariantCulture) : "–";

    private LinkKey Key() => LinkKey.TryParse(Id, out var key) ? key : throw new Refusal("Coverage.NoLink") { Kind = RefusalKind.Missing };

    private async Task Load() => Pair = await reviews.Find(Me.Actor, Me.Scope, Key());
}
