using System.Globalization;
using System.Text.RegularExpressions;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Reporting;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Reporting;

/// <summary>Targets that come in a file: the words in which files name figures and periods, and the same giving as on the page.</summary>
public sealed partial class FiledTargets(Targets targets) : ITargetGiving
{
    // Files are written in Vietnamese, whoever takes them in.
    private static readonly Dictionary<string, string> Named = TargetKind.All.ToDictionary(k => VietnameseText.WordKey(Text.OnPaper("Reporting.Figure_" + k.Code)!), k => k.Code, StringComparer.Ordinal);

    /// <summary>
    /// A file to fill in and take in again: a row for each holder right below, with what stands. The headings are those that are read; the holder's name is for the eye.
    /// </summary>
    public static void Template(TargetView view, Stream into)
    {
        using var sheet = new Sheet(into, "Chi tieu", [40, 16, 18, 18, 20, 16, 28, 28, 40]);
        sheet.Heading([.. TargetFile.Fields.Select(f => f.Title), Text.OnPaper("Reporting.OfficeLabel")!]);
        foreach (var child in view.Children)
        {
            sheet.Row([
                (Text.OnPaper("Reporting.Figure_" + view.Line.Kind.Code)!, false), (child.Office.Code, false), (view.Period.Key, false),
                child.Target is { } target ? (target.Value.ToString(CultureInfo.InvariantCulture), true) : ("", false), (child.Target?.Decision ?? "", false),
                (child.Target?.DecidedOn.ToString("dd/MM/yyyy", Text.Vietnamese) ?? "", false), (child.Target?.AssignedBy ?? "", false), ("", false), (child.Office.Name, false),
            ]);
        }
    }

    public string? FigureOf(string cell) => TargetKind.Codes.FirstOrDefault(c => c == cell) ?? Named.GetValueOrDefault(VietnameseText.WordKey(cell));

    public string? PeriodOf(string cell)
    {
        if (TargetPeriod.TryParse(cell, out var period))
        {
            return period.Key;
        }

        var years = Years().Matches(cell).Select(y => y.Value).ToList();
        var key = years.Count switch { 1 => "year-" + years[0], 2 => (VietnameseText.WordKey(cell).Contains(" lo trinh ", StringComparison.Ordinal) ? "roadmap-" : "stage-") + string.Join('-', years), _ => "" };
        return TargetPeriod.TryParse(key, out _) ? key : null;
    }

    public async Task<Func<string, string, bool>> Recipients(Session tx, Actor actor)
    {
        var below = await targets.Recipients(tx, actor);
        return (figure, holder) => below.TryGetValue(holder, out var office) && Targets.Holds(office, TargetKind.Of(figure));
    }

    public async Task<IReadOnlyDictionary<(string Figure, string Holder, string Period), (long Value, int Version)>> Standing(Session tx, IReadOnlyCollection<string> periods)
    {
        var standing = new Dictionary<(string, string, string), (long, int)>();
        foreach (var key in periods)
        {
            foreach (var target in (await Targets.LastGiven(tx, Period(key))).Values)
            {
                standing[(target.Indicator, target.OfficeCode, key)] = (target.Value, target.Version);
            }
        }

        return standing;
    }

    public async Task Give(Session tx, Actor actor, IReadOnlyList<FiledTarget> rows)
    {
        foreach (var act in rows.GroupBy(r => (r.Figure, r.Period, r.Decision, r.DecidedOn, r.Reason)))
        {
            var (figure, period, decision, on, reason) = act.Key;
            await targets.Give(tx, actor, Scope.Nation, Period(period), figure, new(decision, on, reason), [.. act.Select(r => new TargetEntry(r.Holder, r.Value, r.Version, VietnameseText.Normalise(r.AssignedBy)))]);
        }
    }

    private static TargetPeriod Period(string key) => TargetPeriod.TryParse(key, out var period) ? period : throw new Refusal("Targets.NoPeriod", key);

    [GeneratedRegex(@"\b20[0-9]{2}\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Years();
}
