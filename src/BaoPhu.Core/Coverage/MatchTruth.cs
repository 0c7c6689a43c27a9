using System.Globalization;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Coverage;

/// <summary>A labelled truth to measure matching with: CSV with the columns row, person, kinds, as "demo tax" writes it.</summary>
public static class MatchTruth
{
    /// <summary>
    /// Row of the list as "match links" names it; social insurance number, -1 for nobody; kinds of planted errors. Refused: no file, another file than a truth (it would score as perfect), a line
    /// without its three columns.
    /// </summary>
    public static async Task<IReadOnlyList<(string Row, long Person, string[] Kinds)>> Read(string path, CancellationToken cancel = default)
    {
        if (!File.Exists(path))
        {
            throw new Refusal("Coverage.NoTruthFile", path);
        }

        var lines = await File.ReadAllLinesAsync(path, cancel);
        if (lines.Length < 2 || lines[0] != "row,person,kinds")
        {
            throw new Refusal("Coverage.NotATruth", path);
        }

        return [.. lines.Skip(1).Select((line, i) => line.Split(',') is [var row, var person, var kinds]
            ? (row, long.TryParse(person, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1, kinds.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            : throw new Refusal("Coverage.BadTruthLine", i + 2, line))];
    }
}
