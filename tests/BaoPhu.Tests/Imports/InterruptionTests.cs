using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Tests.Support;
using Npgsql;

namespace BaoPhu.Tests.Imports;

public sealed class InterruptionTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_cancel_in_the_middle_leaves_nothing(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var before = await desk.Everything();
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => desk.Run(Many(desk), new At(ImportPhase.Reading, cancel.Cancel), cancel.Token));
        Assert.Equal(before, await desk.Everything());
        Assert.Equal("cancelled", (await desk.Runs.Runs(Actor.System, Scope.Nation))[0].State);

        using var late = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => desk.Run(Many(desk), new At(ImportPhase.Merging, late.Cancel), late.Token));
        Assert.Equal(before, await desk.Everything());
        Assert.Equal(40_000, (await desk.Run(Many(desk))).Created);
    }

    [Fact]
    public async Task A_database_lost_in_the_middle_is_told_and_is_whole_afterwards()
    {
        await using var desk = await ImportDesk.Open(Engine.Postgres);
        var before = await desk.Everything();
        foreach (var phase in (ImportPhase[])[ImportPhase.Reading, ImportPhase.Merging])
        {
            var lost = await Assert.ThrowsAnyAsync<Exception>(() => desk.Run(Many(desk), new At(phase, () => Terminate(desk.Target))));
            Assert.True(desk.Db.Dialect.IsLost(lost), lost.ToString());
            Assert.Equal(before, await desk.Everything());
            Assert.Contains((await desk.Runs.Runs(Actor.System, Scope.Nation))[0].State, (string[])["failed", "interrupted", "running"]);
        }

        Assert.Equal(40_000, (await desk.Run(Many(desk))).Created);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_run_without_life_is_shown_as_interrupted(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await desk.Db.Write(s => s.Execute(
            """
            insert into imp_runs (run_id, kind, province, office_code, file_name, file_digest, file_bytes, mapping, state, created_by, created_at)
            values ('dead', 'months', '79', '00000', 'x.csv', '', 1, @none, 'running', 'system', @at)
            """,
            new { none = "{}", at = Instant.Of(desk.Clock.Moment) }));
        Assert.Equal("running", (await desk.Runs.Run(Actor.System, Scope.Nation, "dead")).State);
        await File.WriteAllTextAsync(Path.Combine(desk.Folder, "files", "imports", "dead.lock"), "");
        var run = await desk.Runs.Run(Someone, Scope.OfProvince("79"), "dead");
        Assert.Equal("interrupted", run.State);
        Assert.Contains("không có gì thay đổi", run.Error, StringComparison.Ordinal);
        await Assert.ThrowsAsync<Core.Texts.Refusal>(() => desk.Runs.Run(Someone, Scope.OfProvince("48"), "dead"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_run_keeps_where_its_rows_came_from(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var path = desk.EmployerFile(ImportDesk.Employers);
        var result = await desk.Run(new ImportRequest(ImportKinds.Employers, path) { FileName = "TST thang 10.csv" });
        var run = await desk.Runs.Run(Someone, Scope.OfProvince("79"), result.RunId!);
        Assert.Equal(("done", "TST thang 10.csv", "79", 9L, 5L), (run.State, run.FileName, run.Province, run.Rows, run.Accepted));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(path))), run.FileDigest);
        Assert.Contains("\"tax-code\":\"Mã số thuế\"", run.Mapping, StringComparison.Ordinal);
        Assert.Equal(1, await desk.Count("aud_entries", $"act = 'imports.employers' and subject = 'import:{result.RunId}'"));
        Assert.DoesNotContain(await desk.Runs.Runs(Someone, Scope.OfProvince("48")), r => r.RunId == result.RunId);
        Assert.Empty(await desk.Db.Read(Core.Audit.AuditTrail.Verify));
    }

    private static readonly Actor Someone = new("u1", "Cán bộ", "07900");

    private static ImportRequest Many(ImportDesk desk) => new(ImportKinds.Employers, desk.EmployerFile(Enumerable.Range(0, 40_000).Select(i =>
        $"TA{(char)('A' + (i / 1000 % 26))}{i % 1000:000}{(char)('A' + (i / 26_000))},07903,Đơn vị {i},,,27367,,,,1,Đang tham gia,")));

    private static void Terminate(string target)
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(target) { Pooling = false }.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()", connection);
        command.ExecuteNonQuery();
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
