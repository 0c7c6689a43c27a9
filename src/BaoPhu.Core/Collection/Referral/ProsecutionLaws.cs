using System.Globalization;
using BaoPhu.Rules;
using BaoPhu.Rules.Prosecution;

namespace BaoPhu.Core.Collection.Referral;

/// <summary>The thresholds of Article 216 by the day (article-216.txt, every line with its source).</summary>
public static class ProsecutionLaws
{
    private static readonly List<ProsecutionLaw> All = Load();

    /// <summary>What holds on a day; null before the first.</summary>
    public static ProsecutionLaw? On(DateOnly day) => All.Find(l => l.From <= day && day <= l.To);

    private static List<ProsecutionLaw> Load()
    {
        using var stream = typeof(ProsecutionLaws).Assembly.GetManifestResourceStream("BaoPhu.Collection.article-216.txt")!;
        using var reader = new StreamReader(stream);
        var found = new List<ProsecutionLaw>();
        while (reader.ReadLine() is { } line)
        {
            switch (line.Split('|', StringSplitOptions.TrimEntries))
            {
                case ["law", var from, var to, var first, var months, var citation]:
                    found.Add(new ProsecutionLaw(Day(from), Day(to), citation, Period.FromNumber(Number(first)), Number(months), []));
                    break;
                case ["clause", var clause, var amount, var workers, var ofAmount, var ofWorkers, var deducted, var repeated]:
                    found[^1] = found[^1] with
                    {
                        Clauses = [.. found[^1].Clauses, new ProsecutionClause(Number(clause), long.Parse(amount, CultureInfo.InvariantCulture), Number(workers), ofAmount, ofWorkers, deducted, repeated)],
                    };
                    break;
                case [var first, ..] when first.Length > 0 && first[0] != '#':
                    throw new InvalidDataException("article-216.txt: " + line);
            }
        }

        return found;
    }

    private static DateOnly Day(string text) => text.Length == 0 ? DateOnly.MaxValue : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
