using System.Globalization;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// What the demonstration knows of a province in the autumn of 2021 (Provinces2021.csv): its share of the nation's employers, and the days from which it announced a level as a
/// whole. Levels of 20 October 2021 are facts where the file says so; everything else is an estimate of ours and named so.
/// </summary>
/// <param name="EmployersPerMille">Of the nation's employers; all provinces together 1,000.</param>
/// <param name="Levels">Days from 00:00 of which the level held, in order.</param>
public sealed record ProvinceOf2021(string Code, int EmployersPerMille, string EmployersSource, IReadOnlyList<(DateOnly From, int Level)> Levels, string LevelsSource)
{
    private static readonly Dictionary<string, ProvinceOf2021> All = Read().ToDictionary(p => p.Code, StringComparer.Ordinal);

    public static ProvinceOf2021 Of(string code) => All[code];

    private static IEnumerable<ProvinceOf2021> Read()
    {
        using var reader = new StreamReader(typeof(ProvinceOf2021).Assembly.GetManifestResourceStream("BaoPhu.Core.Demonstration.Provinces2021.csv")!);
        reader.ReadLine();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var cells = line.Split(',');
            yield return new(cells[0], int.Parse(cells[1], CultureInfo.InvariantCulture), cells[2], [.. cells[3].Split(' ').Select(Level)], cells[4]);
        }
    }

    /// <summary>"11-08:3" is level 3 from 8 November 2021.</summary>
    private static (DateOnly From, int Level) Level(string text) =>
        (DateOnly.ParseExact("2021-" + text[..5], "yyyy-MM-dd", CultureInfo.InvariantCulture), text[6] - '0');
}
