using System.Diagnostics;
using System.Globalization;
using System.Text;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

/// <summary>
/// The command line, killed (SIGKILL) at random moments of its whole life. BAOPHU_KILLS says how many per engine: 6 if it is not set; 50 take some minutes.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const string Employers = "select employer_id, code, office_code, name, workers, standing from reg_employers order by employer_id";
    private const string Months =
        "select employer_id, period, due_social, due_health, due_unemployment, due_accident, paid_social, paid_health, paid_unemployment, paid_accident from reg_months order by employer_id, period";

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_kill_at_any_moment_loses_and_doubles_nothing(Engine engine)
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("BAOPHU_KILLS"), out var asked) ? asked : 6;
        var rows = kills > 10 ? 100_000 : 20_000;
        await using var desk = await ImportDesk.Open(engine);
        await desk.Run(new ImportRequest(ImportKinds.Employers, desk.EmployerFile(Enumerable.Range(0, rows / 10).Select(i => $"{Code(i)},07903,Đơn vị {i},,,27367,,,,1,Đang tham gia,"))));
        // Two files over the same months, every other row different: each import changes what the one before it wrote.
        string[] files = [Path.Combine(desk.Folder, "mot.csv"), Path.Combine(desk.Folder, "hai.csv")];
        for (var f = 0; f < 2; f++)
        {
            File.Copy(desk.MonthFile(Enumerable.Range(0, rows).Select(i => $"{Code(i / 10)},{(i % 10) + 1:00}/2021,{1000 + (i % 2 * f)},100,0,0,0,0,0,0,0")), files[f]);
        }

        var expected = new string[2];
        var lives = new List<double>();
        foreach (var f in (int[])[0, 1, 0, 1])
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal(0, await Child(desk, files[f], null));
            lives.Add(watch.Elapsed.TotalMilliseconds);
            expected[f] = await State(desk);
        }

        Assert.NotEqual(expected[0], expected[1]);
        // The machine may have been busy for one of them.
        var life = lives.Order().ElementAt(1) * 1.05;
        var random = new Random(42);
        var tally = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var kill = 0; kill < kills; kill++)
        {
            var (before, file) = (expected[(kill + 1) % 2], kill % 2);
            var known = (await desk.Runs.Runs(Actor.System, Scope.Nation, most: 1000)).Select(r => r.RunId).ToHashSet(StringComparer.Ordinal);
            // A moment for each stretch of its life, so that a few kills meet the start, the reading, the merge and the end alike.
            var after = TimeSpan.FromMilliseconds(life * (kill + random.NextDouble()) / kills);
            var code = await Child(desk, files[file], after);

            // A server works on with what it was told last, and only then finds the client gone.
            await desk.Db.Write(tx => tx.Lock("import 79"));
            var state = await State(desk);
            var run = (await desk.Runs.Runs(Actor.System, Scope.Nation, most: 1000)).SingleOrDefault(r => !known.Contains(r.RunId));
            var said = run?.State ?? "none";
            tally[said] = tally.GetValueOrDefault(said) + 1;
            // What the run says is what the data are: done and there, or undone and as before.
            Assert.Equal(said == "done" ? expected[file] : before, state);
            Assert.Contains(said, (string[])["none", "interrupted", "done"]);
            Assert.True(code != 0 || said == "done", "a run that ended well must be done");

            Assert.Equal(0, await Child(desk, files[file], null));
            Assert.Equal(expected[file], await State(desk));
            if (said == "interrupted")
            {
                // The next run says that the one before was undone, and closes it for good.
                Assert.Equal("interrupted", await desk.Db.Read(s => s.One<string>("select state from imp_runs where run_id = @RunId", run)));
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine}: {kills} kills within {life:0} ms: {string.Join(", ", tally.OrderBy(t => t.Key).Select(t => $"{t.Value} {t.Key}"))}"));
        Assert.Empty(await desk.Db.Read(Core.Audit.AuditTrail.Verify));
        Assert.Equal(0, await desk.Count("imp_runs", "state = 'running'"));
    }

    private static string Code(int i) => string.Create(CultureInfo.InvariantCulture, $"TA{(char)('A' + (i / 1000 % 26))}{i % 1000:000}A");

    private static async Task<string> State(ImportDesk desk)
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        await desk.Db.Read(async s =>
        {
            foreach (var query in (string[])[Employers, Months])
            {
                foreach (IDictionary<string, object?> row in await s.Query<dynamic>(query))
                {
                    hash.AppendData(Encoding.UTF8.GetBytes(string.Join('|', row.Values) + "\n"));
                }
            }

            return 0;
        });
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Runs the import; kills it after the time, if it still lives. Returns its exit code (137 where it was killed).</summary>
    private static async Task<int> Child(ImportDesk desk, string file, TimeSpan? kill)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in (string[])[Path.Combine(AppContext.BaseDirectory, "baophu.dll"), "import", "months", file, "--province", "79", "--json", "--db", desk.Target])
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["BAOPHU_FILES"] = Path.Combine(desk.Folder, "files");
        using var process = Process.Start(start)!;
        var reading = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (kill is { } after)
        {
            using var late = new CancellationTokenSource(after);
            try
            {
                await process.WaitForExitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        await reading;
        return process.ExitCode;
    }
}
