using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports;

/// <summary>The heading row of a file and which of its columns tells what.</summary>
internal sealed class Headings
{
    /// <summary>Titles above the table are at most this many rows.</summary>
    public const int SearchRows = 30;

    private Headings(int row, string[] names) => (Row, Names) = (row, names);

    /// <summary>Row of the (lower) headings, as the spreadsheet numbers it.</summary>
    public int Row { get; }

    /// <summary>Headings by column; a heading of two rows is joined.</summary>
    public string[] Names { get; }

    /// <summary>Column by field, in the order of the kind's fields; -1: not in the file.</summary>
    public int[] Columns { get; private set; } = [];

    /// <summary>Headings that tell nothing we take.</summary>
    public List<string> Ignored { get; } = [];

    /// <summary>True if the columns are as a person once told of these headings.</summary>
    public bool IsRemembered { get; set; }

    public int Matched { get; private set; }
    public List<Field> Missing { get; } = [];

    /// <summary>Fields for which several columns could stand.</summary>
    public List<(Field Field, string[] Headings)> Doubtful { get; } = [];

    /// <summary>Same headings, same digest: what a remembered mapping hangs on.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', Names.Select(HeadingKey.Of)))));

    public Dictionary<string, string> Mapping(FileKind kind) => kind.Fields.Select((f, i) => (f.Name, Column: Columns[i])).Where(f => f.Column >= 0)
        .ToDictionary(f => f.Name, f => Names[f.Column], StringComparer.Ordinal);

    /// <summary>
    /// The heading row among the first rows: the one (or two, one above the other) in which most fields of the kind are recognised. Null where not a single one is.
    /// </summary>
    public static Headings? Find(IReadOnlyList<string[]> rows, FileKind kind, IReadOnlyDictionary<string, string>? map = null)
    {
        Headings? best = null;
        for (var i = 0; i < rows.Count; i++)
        {
            Consider(new Headings(i + 1, rows[i]));
            if (i > 0 && rows[i].Any(c => c.Length > 0) && rows[i - 1].Count(c => c.Length > 0) > 1)
            {
                Consider(new Headings(i + 1, Join(rows[i - 1], rows[i])));
            }
        }

        return best;

        void Consider(Headings candidate)
        {
            candidate.Map(kind, map);
            if (candidate.Matched > (best?.Matched ?? 0))
            {
                best = candidate;
            }
        }
    }

    /// <summary>Under the headings some forms number their columns: "A, B, 1, 2", "(1), (2)".</summary>
    public static bool IsColumnNumbers(ITableReader row)
    {
        var seen = 0;
        for (var i = 0; i < row.Count; i++)
        {
            var cell = row.Cell(i).Trim(" ()[]"u8);
            if (cell.IsEmpty)
            {
                continue;
            }

            if (cell.Length > 2 || !(cell.Length == 1 && char.IsAsciiLetterUpper((char)cell[0])) && cell.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            {
                return false;
            }

            seen++;
        }

        return seen >= 2 && (row.Cell(0).Trim(" ()[]"u8).SequenceEqual("A"u8) || row.Cell(0).Trim(" ()[]"u8).SequenceEqual("1"u8));
    }

    /// <summary>Refuses the file where a required field has no column, or a field several.</summary>
    public void Require()
    {
        if (Doubtful.Count > 0)
        {
            var (field, headings) = Doubtful[0];
            throw new Refusal("Imports.TwoColumns", string.Join("\", \"", headings), field.Title, field.Name, headings[0]);
        }

        if (Missing.Count > 0)
        {
            throw new Refusal("Imports.MissingColumns", string.Join(", ", Missing.Select(f => f.Title)), Row, List(Names), Missing[0].Name);
        }
    }

    public static string List(IEnumerable<string> names) => string.Join(", ", names.Where(n => n.Length > 0).Select(n => '"' + n + '"'));

    /// <summary>Text of a cell for headings and previews: normalised.</summary>
    public static string Show(ReadOnlySpan<byte> cell) => VietnameseText.Normalise(Encoding.UTF8.GetString(cell));

    private static string[] Join(string[] upper, string[] lower)
    {
        var names = new string[Math.Max(upper.Length, lower.Length)];
        var group = "";
        for (var i = 0; i < names.Length; i++)
        {
            var (above, below) = (i < upper.Length ? upper[i] : "", i < lower.Length ? lower[i] : "");
            // A heading over several columns stands in the first of them only.
            group = above.Length > 0 ? above : below.Length > 0 ? group : "";
            names[i] = below.Length == 0 ? above : (group + " " + below).Trim();
        }

        return names;
    }

    private void Map(FileKind kind, IReadOnlyDictionary<string, string>? map)
    {
        var keys = Array.ConvertAll(Names, HeadingKey.Of);
        Columns = new int[kind.Fields.Length];
        var taken = new HashSet<int>();
        for (var f = 0; f < kind.Fields.Length; f++)
        {
            Columns[f] = -1;
            if (map is not null && map.TryGetValue(kind.Fields[f].Name, out var heading))
            {
                var key = HeadingKey.Of(heading);
                var column = Array.FindIndex(Names, n => n == heading) is >= 0 and var exact ? exact : Array.IndexOf(keys, key);
                if (column >= 0 && key.Length > 0)
                {
                    Columns[f] = column;
                    taken.Add(column);
                }
            }
        }

        for (var f = 0; f < kind.Fields.Length; f++)
        {
            var field = kind.Fields[f];
            if (map?.ContainsKey(field.Name) != true)
            {
                var found = Enumerable.Range(0, keys.Length).Where(c => !taken.Contains(c) && field.Keys.Contains(keys[c])).ToArray();
                if (found.Length > 0)
                {
                    Columns[f] = found[0];
                    taken.UnionWith(found);
                }

                if (found.Length > 1)
                {
                    Doubtful.Add((field, Array.ConvertAll(found, c => Names[c])));
                }
            }

        }

        Share(kind, map, keys, taken);
        Matched = Columns.Count(c => c >= 0);
        Missing.AddRange(kind.Fields.Where((f, i) => f.Required && Columns[i] < 0));
        Ignored.AddRange(Names.Where((n, c) => n.Length > 0 && !taken.Contains(c)));
    }

    /// <summary>
    /// Gives the headings that may stand for several fields to those that have no column yet: as many headings as fields in the order of the columns beside which they stand, one heading to the field right
    /// beside it, else to the first.
    /// </summary>
    private void Share(FileKind kind, IReadOnlyDictionary<string, string>? map, string[] keys, HashSet<int> taken)
    {
        foreach (var shared in kind.Fields.SelectMany(f => f.Shared).Select(HeadingKey.Of).Distinct(StringComparer.Ordinal))
        {
            var open = Enumerable.Range(0, kind.Fields.Length)
                .Where(f => Columns[f] < 0 && map?.ContainsKey(kind.Fields[f].Name) != true && kind.Fields[f].Shared.Any(s => HeadingKey.Of(s) == shared)).ToList();
            var found = Enumerable.Range(0, keys.Length).Where(c => !taken.Contains(c) && keys[c] == shared).ToList();
            if (open.Count == 0 || found.Count == 0)
            {
                continue;
            }

            taken.UnionWith(found);
            var beside = open.ToDictionary(f => f, f => Array.FindIndex(kind.Fields, o => o.Name == kind.Fields[f].Beside) is >= 0 and var o ? Columns[o] : -1);
            if (found.Count == open.Count && (found.Count == 1 || beside.Values.All(b => b >= 0)))
            {
                foreach (var (field, column) in open.OrderBy(f => beside[f]).Zip(found))
                {
                    Columns[field] = column;
                }
            }
            else if (found is [var one])
            {
                var near = open.Where(f => beside[f] >= 0 && Math.Abs(beside[f] - one) == 1).ToList();
                Columns[near is [var only] ? only : open[0]] = one;
            }
            else
            {
                Columns[open[0]] = found[0];
                Doubtful.Add((kind.Fields[open[0]], [.. found.Select(c => Names[c])]));
            }
        }
    }

    /// <summary>Refuses a mapping that names an unknown field or a heading that the file does not have.</summary>
    public void CheckMap(FileKind kind, IReadOnlyDictionary<string, string> map)
    {
        foreach (var (name, heading) in map)
        {
            var field = Array.FindIndex(kind.Fields, f => f.Name == name);
            if (field < 0)
            {
                throw new Refusal("Imports.UnknownField", name, string.Join(", ", kind.Fields.Select(f => f.Name)));
            }

            if (Columns[field] < 0)
            {
                throw new Refusal("Imports.UnknownHeading", heading, string.Create(CultureInfo.InvariantCulture, $"{Row}"), List(Names));
            }
        }
    }
}
