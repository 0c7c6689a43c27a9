using System.Globalization;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>
/// What papers cite, by the day of the paper (legal-bases.txt): the laws they are based on, and the articles by which a debtor is fined or charged. Law changes on a date; a paper
/// of an earlier day cites what held then.
/// </summary>
internal static class LegalBases
{
    public const string Basis = "basis";
    public const string Penalty = "penalty";

    /// <summary>Beside the laws on insurance: by what the office inspects.</summary>
    public const string Inspection = "inspection";
    public const string Crime = "crime";

    /// <summary>Why a debt of insurance is paid before others; followed by the ground of the claim ("priority-bankrupt").</summary>
    public const string Priority = "priority";

    private static readonly List<(string Kind, DateOnly From, DateOnly To, string Text)> All = Read();

    public static IEnumerable<string> On(string kind, DateOnly day) => All.Where(b => b.Kind == kind && b.From <= day && day <= b.To).Select(b => b.Text);

    private static List<(string, DateOnly, DateOnly, string)> Read()
    {
        using var stream = typeof(LegalBases).Assembly.GetManifestResourceStream("BaoPhu.Forms.legal-bases.txt")!;
        using var reader = new StreamReader(stream);
        var found = new List<(string, DateOnly, DateOnly, string)>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('|', StringSplitOptions.TrimEntries) is [var kind, var from, var to, var text] && !kind.StartsWith('#'))
            {
                found.Add((kind, Day(from), to.Length == 0 ? DateOnly.MaxValue : Day(to), text));
            }
        }

        return found;
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
