using System.Globalization;
using BaoPhu.Rules.Cases;

namespace BaoPhu.Core.Collection.Penalty;

/// <summary>
/// The acts of violation with what must be proved of each, the brackets of the decrees by the day of the act, and who may impose how much (violations.txt, every line with its source). Law
/// changes on a date; an act of an earlier day is fined by what held then.
/// </summary>
public static class ViolationBook
{
    private static readonly (List<Violation> Acts, List<FineBracket> Brackets, List<FinePower> Powers) Read = Load();

    /// <summary>In the order of gravity.</summary>
    public static IReadOnlyList<Violation> All => Read.Acts;

    public static IReadOnlyList<FineBracket> Brackets => Read.Brackets;
    public static IReadOnlyList<FinePower> Powers => Read.Powers;

    public static Violation? Find(string code) => Read.Acts.Find(a => a.Code == code);

    /// <summary>Up to what the holder of a role may fine on a day; null: not at all.</summary>
    public static FinePower? PowerOf(string role, DateOnly day) => Read.Powers.Find(p => p.Role == role && p.From <= day && day <= p.To);

    private static (List<Violation>, List<FineBracket>, List<FinePower>) Load()
    {
        using var stream = typeof(ViolationBook).Assembly.GetManifestResourceStream("BaoPhu.Collection.violations.txt")!;
        using var reader = new StreamReader(stream);
        var (acts, elements, brackets, powers) = (new List<(string Code, string Name, string Meaning)>(), new List<(string Act, ViolationElement Element)>(), new List<FineBracket>(), new List<FinePower>());
        while (reader.ReadLine() is { } line)
        {
            switch (line.Split('|', StringSplitOptions.TrimEntries))
            {
                case ["act", var code, var name, var meaning]:
                    acts.Add((code, name, meaning));
                    break;
                case ["element", var act, var code, var words, var evidence, .. var mark] when mark is [] or ["ledger"]:
                    elements.Add((act, new ViolationElement(code, words, evidence, mark.Length > 0)));
                    break;
                case ["bracket", var act, var from, var to, var citation, "percent", var low, var high, var cap]:
                    brackets.Add(new(act, Day(from), Day(to), citation, BracketKind.Percent, Number(low), Number(high), Number(cap)));
                    break;
                case ["bracket", var act, var from, var to, var citation, "fixed", var low, var high]:
                    brackets.Add(new(act, Day(from), Day(to), citation, BracketKind.Fixed, Number(low), Number(high)));
                    break;
                case ["bracket", var act, var from, var to, var citation, "heads", var low, var high, var min, var max]:
                    brackets.Add(new(act, Day(from), Day(to), citation, BracketKind.Heads, Number(low), Number(high), null, (int)Number(min), (int)Number(max)));
                    break;
                case ["bracket", var act, var from, var to, var citation, "warning", _, _, var below]:
                    brackets.Add(new(act, Day(from), Day(to), citation, BracketKind.Warning, 0, 0, Number(below)));
                    break;
                case ["power", var role, var from, var to, var citation, var amount, var verified]:
                    powers.Add(new(role, Day(from), Day(to), citation, Number(amount), verified == "yes"));
                    break;
                case [var first, ..] when first.Length > 0 && first[0] != '#':
                    throw new InvalidDataException("violations.txt: " + line);
            }
        }

        return ([.. acts.Select(a => new Violation(a.Code, a.Name, a.Meaning, [.. elements.Where(e => e.Act == a.Code).Select(e => e.Element)]))], brackets, powers);
    }

    private static DateOnly Day(string text) => text.Length == 0 ? DateOnly.MaxValue : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>An act of violation: its name and meaning with the source, and what must be proved before minutes of it are closed.</summary>
public sealed record Violation(string Code, string Name, string Meaning, IReadOnlyList<ViolationElement> Elements);

/// <summary>Something that must be proved. <paramref name="Evidence"/>: what usually proves it; <paramref name="Ledger"/>: the figures of the ledger prove it, too.</summary>
public sealed record ViolationElement(string Code, string Words, string Evidence, bool Ledger);

/// <summary>Up to what a person of the role may fine an individual, đồng; organisations twice. <paramref name="Verified"/>: the article was read.</summary>
public sealed record FinePower(string Role, DateOnly From, DateOnly To, string Citation, long Amount, bool Verified)
{
    public long UpTo(bool organisation) => organisation ? Amount * Fines.OrganisationFactor : Amount;
}
