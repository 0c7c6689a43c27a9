using System.Diagnostics;
using System.Globalization;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Demonstration;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Matching;
using BaoPhu.Rules.Text;

namespace BaoPhu.Bench;

/// <summary>
/// Tax rows against the register of persons, with planted errors and a known truth: the kernel against the same job in DuckDB's SQL, each a process of its own that reads the two files and writes its
/// answers. No database is in it on either side.
/// </summary>
internal static class MatchBench
{
    private const string Province = "79";
    private const double Precision = 0.998;

    public static async Task Run(Place place, Board board, int rows, bool grow)
    {
        var (folder, people) = (Path.Combine(place.Folder, "match"), rows * 2);
        var truth = Truth.Write(folder, people, rows);
        var size = $"{rows:N0} rows × {people:N0} persons";
        var ours = await Ours(folder);
        var found = Read(Path.Combine(folder, "ours.csv"));
        var answered = truth.Quality(r => found.TryGetValue(r, out var f) && f.Bits > 0 ? f.Person : -1, _ => true);
        if (await Duck(folder) is { } duck)
        {
            var theirs = Read(Path.Combine(folder, "duckdb.csv"));
            var cut = truth.BestCut(theirs);
            var likewise = truth.Quality(r => theirs.TryGetValue(r, out var f) && f.Bits >= cut ? f.Person : -1, _ => true);
            board.Ratio($"match {size}", "–", ours.Seconds, duck.Seconds, "DuckDB, same keys, jaro_winkler", "≤ 0.25");
            board.Figure("peak memory", "–", string.Create(CultureInfo.InvariantCulture, $"{Megabytes(ours.Peak)} / {Megabytes(duck.Peak)} = {(double)ours.Peak / duck.Peak:0.00}"), "≤ 0.25");
            board.Figure("DuckDB, at the best cut that truth allows", "–", $"{Told(likewise)}, {duck.Pairs:N0} pairs", "");
        }
        else
        {
            board.Figure($"match {size}", "–", $"{ours.Seconds:0.00} s (no npm: DuckDB was not run)", "");
        }

        var numbers = truth.Quality(r => truth.Person[r] >= 0 && truth.HasNumber[r] ? truth.Person[r] : -1, _ => true);
        board.Figure("ours, accepted without a reader", "–", $"{Told(answered)}, {ours.Pairs:N0} pairs, {Megabytes(ours.Peak)}", "precision ≥ 0.998, F1 ≥ 0.995");
        board.Figure("of it where no number survives", "–", Told(truth.Quality(r => found.TryGetValue(r, out var f) && f.Bits > 0 ? f.Person : -1, r => !truth.HasNumber[r])), "F1 ≥ 0.95");
        board.Figure("exact keys alone, at their best", "–", Told(numbers), "recall 0.15 lower");
        foreach (var kind in TaxTruth.Rates.Select(r => r.Kind).Append(""))
        {
            board.Figure(kind.Length == 0 ? "no error planted" : "error: " + kind, "–", Told(truth.Quality(r => found.TryGetValue(r, out var f) && f.Bits > 0 ? f.Person : -1, r => truth.Person[r] >= 0 && truth.Has(r, kind))), "");
        }

        if (grow)
        {
            foreach (var factor in (double[])[0.25, 2, 5])
            {
                var larger = (int)(rows * factor);
                var at = Truth.Write(folder, larger * 2, larger);
                var run = await Ours(folder);
                var answers = Read(Path.Combine(folder, "ours.csv"));
                board.Figure(
                    $"{larger:N0} rows × {larger * 2:N0} persons", "–",
                    $"{run.Seconds:0.0} s, {(double)run.Pairs / larger:0.0} pairs a row, {Megabytes(run.Peak)}, {Told(at.Quality(r => answers.TryGetValue(r, out var f) && f.Bits > 0 ? f.Person : -1, _ => true))}", "pairs a row do not explode");
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// The nation, a province at a time as the product matches it, each in a process of its own: what a machine needs at once is what the largest needs. Shares of the provinces are those of their
    /// employers.
    /// </summary>
    public static async Task OfTheNation(Place place, Board board, int rows, int people)
    {
        var folder = Path.Combine(place.Folder, "match");
        var shares = Reference.Provinces.Select(p => ProvinceOf2021.Of(p.Code)).OrderByDescending(p => p.EmployersPerMille).ToList();
        var total = shares.Sum(p => p.EmployersPerMille);
        var (seconds, pairs, peak, slowest, told, named, right, compared) = (0.0, 0L, 0L, 0.0, 0L, 0L, 0L, 0L);
        foreach (var (seed, share) in shares.Index())
        {
            var own = (int)((long)rows * share.EmployersPerMille / total);
            var truth = Truth.Write(folder, (int)((long)people * share.EmployersPerMille / total), own, 20211103 + seed);
            var run = await Ours(folder);
            var found = Read(Path.Combine(folder, "ours.csv"));
            (seconds, pairs, peak, slowest, compared) = (seconds + run.Seconds, pairs + run.Pairs, Math.Max(peak, run.Peak), Math.Max(slowest, run.Seconds), compared + own);
            told += truth.Person.Count(p => p >= 0);
            named += found.Values.Count(f => f.Bits > 0);
            right += found.Count(f => f.Value.Bits > 0 && truth.Person[f.Key] == f.Value.Person);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{share.Code}: {own:N0} rows, {run.Seconds:0.0} s, {Megabytes(run.Peak)}"));
        }

        var (precision, recall) = ((double)right / named, (double)right / told);
        board.Figure(
            $"the nation, {compared:N0} rows × {people:N0} persons in {shares.Count} parts", "–",
            string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s (largest part {slowest:0} s), {(double)pairs / compared:0.0} pairs a row, precision {precision:0.0000}, recall {recall:0.0000}, F1 {2 * precision * recall / (precision + recall):0.0000}"), "");
        board.Figure("peak memory of its largest part", "–", Megabytes(peak), "≤ 4096 MB");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The next file, on each engine.</summary>
    public static async Task Nexts(Place place, Board board, int rows)
    {
        var folder = Path.Combine(place.Folder, "match");
        foreach (var engine in place.Engines)
        {
            await Next(place, board, engine, folder, rows);
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>From the files to the links through the database, then the next file with one row in a hundred changed.</summary>
    private static async Task Next(Place place, Board board, string engine, string folder, int rows)
    {
        Truth.Write(folder, rows * 2, rows);
        var (db, target) = await place.Fresh(engine, "bench_match");
        await using var _ = db;
        var imports = new ImportRuns(db, TimeProvider.System, FilesFolder.Of(target));
        await Import(ImportKinds.Persons, RegisterOf(folder));
        await Import(ImportKinds.Tax, TaxOf(folder));
        var runs = new MatchRuns(db, TimeProvider.System);
        var whole = await runs.Run(Actor.System, Scope.OfProvince(Province), Province, ImportKinds.Tax);
        var lines = await File.ReadAllLinesAsync(RegisterOf(folder));
        var nexts = new List<MatchSummary>();
        for (var file = 0; file < 3; file++)
        {
            for (var i = 1 + file; i < lines.Length; i += 100)
            {
                lines[i] = lines[i].Replace(",Nguyễn ", ",Nguyễn Hữu ", StringComparison.Ordinal).Replace(",Trần ", ",Trần Hữu ", StringComparison.Ordinal);
            }

            await File.WriteAllLinesAsync(RegisterOf(folder), lines);
            await Import(ImportKinds.Persons, RegisterOf(folder));
            // What autovacuum does within minutes of a run; the next file comes a week later.
            await place.Settle(engine, "bench_match");
            nexts.Add(await runs.Run(Actor.System, Scope.OfProvince(Province), Province, ImportKinds.Tax));
        }

        var next = nexts.OrderBy(n => n.Seconds).ElementAt(nexts.Count / 2);
        board.Ratio($"match run, {rows:N0} × {rows * 2:N0}, 1 % of the persons changed, median of {nexts.Count} files", engine, next.Seconds, whole.Seconds, "the run of all", "≤ 0.05");
        board.Figure("rows compared again", engine, $"{next.Compared:N0} of {next.Rows:N0}, {next.Pairs:N0} of {whole.Pairs:N0} pairs", "");
        await place.Drop(engine, "bench_match");

        Task Import(string kind, string file) => imports.Run(Actor.System, new ImportRequest(kind, file) { Province = Province }, null, CancellationToken.None);
    }

    /// <summary>In a process of its own: reads the files, matches, writes row, person and bits (0 where a reader must look) of every answer.</summary>
    public static void Once(string folder)
    {
        var watch = Stopwatch.StartNew();
        var (register, tax) = (new PersonRows(RoomFor(RegisterOf(folder))), new PersonRows(RoomFor(TaxOf(folder))));
        Read(RegisterOf(folder), register, (line, c) => Told(line, c[1], c[2], c[4], c[5], c[6]) with { SocialNumber = long.Parse(line.AsSpan()[c[0]], CultureInfo.InvariantCulture) });
        Read(TaxOf(folder), tax, (line, c) => Told(line, c[3], c[6], c[5], c[4], c[1]));
        var result = new PersonMatching(tax, register, Precision).Run();
        using (var into = new StreamWriter(Path.Combine(folder, "ours.csv")))
        {
            into.WriteLine("row,person,bits");
            foreach (var answer in result.Answers.Where(a => a.Verdict != MatchVerdict.Rejected))
            {
                into.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answer.Row + 1},{register.Social(answer.Person)},{(answer.Verdict == MatchVerdict.Accepted ? Math.Max(answer.Bits, 0.01f) : 0)}"));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds} {result.Pairs} {Process.GetCurrentProcess().PeakWorkingSet64}"));

        // A little more than the lines of the file: they are never shorter than this.
        static int RoomFor(string path) => (int)(new FileInfo(path).Length / 70);

        static PersonTold Told(string line, Range name, Range born, Range citizen, Range code, Range unit)
        {
            var cells = line.AsSpan();
            return new(VietnameseText.Normalise(line[name]))
            {
                BornOn = DateText.TryParse(cells[born], out var day) ? day : null, BirthYear = int.TryParse(cells[born], NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null,
                CitizenId = line[citizen], TaxCode = line[code], Unit = int.Parse(cells[unit], CultureInfo.InvariantCulture),
            };
        }
    }

    /// <summary>Reads a file in pieces that two threads fold to rows.</summary>
    private static void Read(string path, PersonRows into, Func<string, Range[], PersonTold> told)
    {
        var pieces = File.ReadLines(path).Skip(1).Chunk(1024).AsParallel().AsOrdered().WithDegreeOfParallelism(2).WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(lines =>
        {
            var (rows, cells) = (new PersonRows(lines.Length), new Range[12]);
            foreach (var line in lines)
            {
                line.AsSpan().Split(cells, ',');
                rows.Add(told(line, cells));
            }

            return rows;
        });
        foreach (var rows in pieces)
        {
            into.Add(rows);
        }
    }

    private static string RegisterOf(string folder) => Path.Combine(folder, TaxTruth.RegisterFile);

    private static string TaxOf(string folder) => Path.Combine(folder, TaxTruth.ListFile);

    private static IEnumerable<string[]> Lines(string path) => File.ReadLines(path).Skip(1).Select(l => l.Split(','));

    private static async Task<(double Seconds, long Pairs, long Peak)> Ours(string folder) => Said(await Timing.Output(Environment.ProcessPath!, ["match-once", folder]));

    /// <summary>Null where npm cannot install DuckDB.</summary>
    private static async Task<(double Seconds, long Pairs, long Peak)?> Duck(string folder)
    {
        var home = Path.Combine(AppContext.BaseDirectory, "duckdb");
        try
        {
            await Timing.Output("npm", ["install", "--no-package-lock", "--prefix", home, "--no-audit", "--no-fund", "--loglevel=error"]);
        }
        catch (Exception absent) when (absent is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return null;
        }

        return Said(await Timing.Output("node", [Path.Combine(home, "match.mjs"), RegisterOf(folder), TaxOf(folder), Path.Combine(folder, "duckdb.csv"), "2"]));
    }

    private static (double, long, long) Said(string line)
    {
        var said = line.Trim().Split(' ');
        return (double.Parse(said[0], CultureInfo.InvariantCulture), long.Parse(said[1], CultureInfo.InvariantCulture), long.Parse(said[2], CultureInfo.InvariantCulture));
    }

    private static Dictionary<int, (int Person, double Bits)> Read(string path) => Lines(path)
        .ToDictionary(c => int.Parse(c[0], CultureInfo.InvariantCulture) - 1, c => ((int)(long.Parse(c[1], CultureInfo.InvariantCulture) % 100_000_000), double.Parse(c[2], CultureInfo.InvariantCulture)));

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_048_576} MB");

    private static string Told(MatchQuality quality) =>
        string.Create(CultureInfo.InvariantCulture, $"precision {quality.Precision:0.0000}, recall {quality.Recall:0.0000}, F1 {quality.F1:0.0000}");

    /// <summary>Of each row of the tax list the person it is (-1: nobody), whether a number that names him survived, and its errors.</summary>
    private sealed record Truth(int[] Person, bool[] HasNumber, string[] Kinds)
    {
        public static Truth Write(string folder, int people, int rows, int seed = 20211103)
        {
            var made = TaxTruth.Make(seed, people, rows);
            made.Write(folder, Province, 2020);
            return new(
                [.. made.Tax.Select(t => t.Person)], [.. made.Tax.Select(t => t.Person >= 0 && !made.HasNoNumber(t))], [.. made.Tax.Select(t => string.Intern(string.Join(' ', t.Kinds)))]);
        }

        public bool Has(int row, string kind) => kind.Length == 0 ? Kinds[row].Length == 0 : Kinds[row].Split(' ').Contains(kind);

        public MatchQuality Quality(Func<int, int> found, Func<int, bool> of) =>
            MatchQuality.Of(Enumerable.Range(0, Person.Length).Where(of).Select(r => ((long)Person[r], (long)found(r))));

        /// <summary>The lowest cut at which what is found is right as often as is wanted: nobody without the truth could choose it so well.</summary>
        public double BestCut(Dictionary<int, (int Person, double Bits)> answers)
        {
            var (right, all, cut) = (0L, 0L, double.PositiveInfinity);
            foreach (var alike in answers.GroupBy(a => a.Value.Bits).OrderByDescending(g => g.Key))
            {
                all += alike.Count();
                right += alike.Count(a => Person[a.Key] == a.Value.Person);
                cut = right >= Precision * all ? alike.Key : cut;
            }

            return cut;
        }
    }
}
