using BaoPhu.Core.Policy;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Policy;

/// <summary>
/// The rule table as officials read it: for one standing, bands down and levels across, in each cell what is to be done and what is not, with the clause. Neighbouring
/// cells under the same rows are shown as one, as the plan itself writes "cấp 1, cấp 2".
/// </summary>
public sealed class IndexModel(PublishedPolicies policies) : HousePage
{
    [BindProperty(Name = "standing", SupportsGet = true)]
    public string? StandingName { get; set; }

    [BindProperty(Name = "level", SupportsGet = true)]
    public int? Level { get; set; }

    /// <summary>Circumstances of the case that are looked at: wilful, refused-to-sign…</summary>
    [BindProperty(Name = "flag", SupportsGet = true)]
    public List<string> Flags { get; set; } = [];

    public PolicyVersion Version { get; private set; } = null!;
    public CompiledPolicy Policy { get; private set; } = null!;
    public List<PolicyVersion> Versions { get; private set; } = [];
    public Standing Standing { get; private set; }
    public List<SelectListItem> Standings { get; private set; } = [];
    public List<Line> Lines { get; } = [];
    public IReadOnlyList<int> Levels => Level is { } one ? [one] : [1, 2, 3, 4];

    public async Task<IActionResult> OnGetAsync()
    {
        (Version, Policy) = await policies.InForce(Today);
        Versions = await policies.Versions();
        Standings = [.. Enum.GetValues<Standing>().Select(s => new SelectListItem(Show.Name(s), Names.Of(s)))];
        Standing = Names.TryStanding(StandingName, out var standing) ? standing : Standing.Active;
        StandingName = Names.Of(Standing);
        if (Level is < 1 or > 4)
        {
            ModelState.AddModelError("level", Core.Texts.Text.Of("Organisation.BadLevel", Level));
            Response.StatusCode = StatusCodes.Status400BadRequest;
            Level = null;
        }

        var flags = CaseFlags.None;
        foreach (var name in Flags)
        {
            flags |= Names.TryFlag(name, out var flag) ? flag : CaseFlags.None;
        }

        foreach (var band in Enum.GetValues<DebtBand>())
        {
            var cells = new List<Cell>();
            foreach (var level in Levels)
            {
                var rows = Policy.Rows(Standing, band, level, flags).ToArray();
                if (cells.Count > 0 && cells[^1].Rows.SequenceEqual(rows))
                {
                    cells[^1] = cells[^1] with { To = level };
                }
                else
                {
                    cells.Add(new(level, level, rows));
                }
            }

            if (Lines.Count > 0 && Same(Lines[^1].Cells, cells))
            {
                Lines[^1].Bands.Add(band);
            }
            else
            {
                Lines.Add(new([band], cells));
            }
        }

        return Page();
    }

    /// <summary>The bands' names of a line; all four: every band.</summary>
    public static string Title(Line line) => line.Bands.Count == 4 ? Core.Texts.Text.Of("Policy.EveryBand") : string.Join("; ", line.Bands.Select(Show.Name));

    private static bool Same(List<Cell> a, List<Cell> b) =>
        a.Count == b.Count && a.Zip(b).All(p => p.First.From == p.Second.From && p.First.To == p.Second.To && p.First.Rows.SequenceEqual(p.Second.Rows));

    /// <summary>Bands under which the same is ordered, with its cells from the lowest level to the highest.</summary>
    public sealed record Line(List<DebtBand> Bands, List<Cell> Cells);

    /// <summary>Levels (from, to) under which the same rows hold, one row for each track.</summary>
    public sealed record Cell(int From, int To, PolicyRow[] Rows);
}
