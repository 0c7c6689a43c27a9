using System.Diagnostics;
using BaoPhu.Core;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

/// <summary>The whole PostgreSQL server gone in the middle of an import, not one connection.</summary>
public sealed class ServerStopTests
{
    private const int Rows = 40_000;

    [Fact]
    public async Task A_server_stopped_in_the_middle_is_told_and_nothing_is_lost_or_doubled()
    {
        await using var server = await PrivateServer.Start();
        await using var desk = await ImportDesk.Open(await TestDatabase.On(server.Target));
        var before = await desk.Everything();
        var file = Many(desk, Rows);
        foreach (var phase in (ImportPhase[])[ImportPhase.Reading, ImportPhase.Merging])
        {
            var lost = await Assert.ThrowsAnyAsync<Exception>(() => desk.Run(file, new At(phase, () => server.StopAtOnce().GetAwaiter().GetResult())));
            Assert.True(desk.Db.Dialect.IsLost(lost), phase + ": " + lost);
            // While it is away every try says the same.
            lost = await Assert.ThrowsAnyAsync<Exception>(() => desk.Run(file));
            Assert.True(desk.Db.Dialect.IsLost(lost), "away: " + lost);

            await server.StartAgain();
            Assert.Equal(before, await desk.Everything());
            Assert.Equal("interrupted", (await desk.Runs.Runs(Actor.System, Scope.Nation))[0].State);
        }

        // The same process, with the connections of before: the run closes those that were cut off, and says so.
        var done = await desk.Run(file);
        Assert.Equal(Rows, done.Created);
        Assert.Contains(done.Messages, m => m == Text.Of("ImportLists.Interrupted", "don-vi.csv"));
        Assert.Equal((0L, Rows), (await desk.Count("imp_runs", "state = 'running'"), (await desk.Run(file)).Unchanged));
        Assert.All(await Doctor.Examine(desk.Db), f => Assert.True(f.Holds, f.Invariant + ": " + f.Detail));
    }

    [Fact]
    public async Task The_command_line_says_in_words_that_the_server_is_gone()
    {
        await using var server = await PrivateServer.Start();
        await using var desk = await ImportDesk.Open(await TestDatabase.On(server.Target));
        var before = await desk.Everything();
        var file = Many(desk, 4 * Rows);
        var running = Child(desk, file.Path);
        while (await desk.Count("imp_runs", "state = 'running'") == 0)
        {
            Assert.False(running.IsCompleted, running.IsCompleted ? (await running).Errors : "");
            await Task.Yield();
        }

        await server.StopAtOnce();
        var (code, output, errors) = await running;
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(Text.Of("Common.DatabaseLost"), errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);

        (code, output, errors) = await Child(desk, file.Path);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(Text.Of("Common.DatabaseLost"), errors, StringComparison.Ordinal);
        // This process learns it too and lets go of its connections.
        Assert.True(desk.Db.Dialect.IsLost(await Assert.ThrowsAnyAsync<Exception>(desk.Everything)));

        await server.StartAgain();
        Assert.Equal(before, await desk.Everything());
        (code, output, errors) = await Child(desk, file.Path);
        Assert.True(code == 0, errors);
        Assert.Contains(Text.Of("ImportLists.Interrupted", "don-vi.csv"), errors, StringComparison.Ordinal);
        Assert.Contains($"\"created\": {4 * Rows}", output, StringComparison.Ordinal);
        Assert.Equal(4 * Rows, await desk.Count("reg_employers"));
    }

    private static ImportRequest Many(ImportDesk desk, int rows) => new(ImportKinds.Employers, desk.EmployerFile(Enumerable.Range(0, rows).Select(i =>
        $"TA{(char)('A' + (i / 1000 % 26))}{i % 1000:000}{(char)('A' + (i / 26_000))},07903,Đơn vị {i},,,27367,,,,1,Đang tham gia,")));

    private static async Task<(int Code, string Output, string Errors)> Child(ImportDesk desk, string file)
    {
        string[] words = [Path.Combine(AppContext.BaseDirectory, "baophu.dll"), "import", "employers", file, "--province", "79", "--json", "--db", desk.Target];
        var start = new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["BAOPHU_FILES"] = Path.Combine(desk.Folder, "files");
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    private sealed class At(ImportPhase phase, Action act) : IProgress<ImportProgress>
    {
        private int _done;

        public void Report(ImportProgress value)
        {
            if (value.Phase == phase && Interlocked.Exchange(ref _done, 1) == 0)
            {
                act();
            }
        }
    }
}
