using BaoPhu.Core.Policy;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Policy;

/// <summary>
/// The rule table as officials read it: for employers of one standing by debt band, for units of the tax data by who takes part, for people whose card the budget pays; levels across, in each cell
/// what is to be done and what is not, with the clause. Neighbouring cells under the same rows are shown as one, as the plan itself writes "cấp 1, cấp 2".
/// </summary>
public sealed class IndexModel(PublishedPolicies policies) : HousePage
{
    /// <summary>Beside the standings of employers: for whom else the table has rows.</summary>
    private const string Units = "tax-units";
    private const string Entitled = "entitled";

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
    public List<SelectListItem> Standings { get; private set; } = [];
    public List<Line> Lines { get; } = [];
    public IReadOnlyList<int> Levels => Level is { } one ? [one] : [1, 2, 3, 4];

    /// <summary>What the lines tell apart: debt bands, or who takes part.</summary>
    public string LinesTitle { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        (Version, Policy) = await policies.InForce(Today);
        Versions = await policies.Versions();
        Standings =
        [
            .. Enum.GetValues<Standing>().Select(s => new SelectListItem(Show.Name(s), Names.Of(s))),
            .. new[] { Units, Entitled }.Select(s => new SelectListItem(Words.T("Policy.For_" + s), s)),
        ];
        StandingName = Standings.Exists(s => s.Value == StandingName) ? StandingName : Names.Of(Standing.Active);
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

        if (StandingName == Units)
        {
            LinesTitle = Words.T("Policy.Taking");
            Add(Enum.GetValues<Taking>(), t => Words.T("Policy.Taking_" + PolicyNames.Of(t)), (taking, level) => Policy.Units.Rows(level, taking, flags));
        }
        else if (StandingName == Entitled)
        {
            LinesTitle = Words.T("Policy.Person");
            Add([Entitled], _ => Words.T("Policy.EveryPerson"), (_, level) => Policy.Entitled.Rows(level));
        }
        else
        {
            Names.TryStanding(StandingName, out var standing);
            LinesTitle = Words.T("Policy.Band");
            Add(Enum.GetValues<DebtBand>(), Show.Name, (band, level) => Policy.Rows(standing, band, level, flags).ToArray());
            if (Lines is [{ Titles.Count: 4 } every])
            {
                Lines[0] = every with { Titles = [Words.T("Policy.EveryBand")] };
            }
        }

        return Page();
    }

    /// <summary>The lines of a table: a line for each value, those under the same rows as one.</summary>
    private void Add<T>(IReadOnlyList<T> values, Func<T, string> name, Func<T, int, IReadOnlyList<PolicyRow>> rows)
    {
        foreach (var value in values)
        {
            var cells = new List<Cell>();
            foreach (var level in Levels)
            {
                var found = rows(value, level);
                if (cells.Count > 0 && cells[^1].Rows.SequenceEqual(found))
                {
                    cells[^1] = cells[^1] with { To = level };
                }
                else
                {
                    cells.Add(new(level, level, found));
                }
            }

            if (Lines.Count > 0 && Same(Lines[^1].Cells, cells))
            {
                Lines[^1].Titles.Add(name(value));
            }
            else
            {
                Lines.Add(new([name(value)], cells));
            }
        }
    }

    private static bool Same(List<Cell> a, List<Cell> b) =>
        a.Count == b.Count && a.Zip(b).All(p => p.First.From == p.Second.From && p.First.To == p.Second.To && p.First.Rows.SequenceEqual(p.Second.Rows));

    /// <summary>What is under the same orders (bands, who takes part), with its cells from the lowest level to the highest.</summary>
    public sealed record Line(List<string> Titles, List<Cell> Cells);

    /// <summary>Levels (from, to) under which the same rows hold, one row for each track.</summary>
    public sealed record Cell(int From, int To, IReadOnlyList<PolicyRow> Rows);
}
