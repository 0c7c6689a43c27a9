using System.Diagnostics;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;
using Microsoft.Data.Sqlite;

namespace BaoPhu.Tests.Imports;

/// <summary>A disk of a few megabytes, really full: told in words, nothing changed, and the same file goes in once there is room. Skipped where no such disk can be mounted.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task A_full_disk_under_the_database_changes_nothing_and_the_file_goes_in_later()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        using var disk = SmallDisk.Mount(6);
        var path = Path.Combine(disk.Folder, "house.db");
        await desk.Db.Write(s => s.Execute("select 1"));
        SqliteConnection.ClearAllPools();
        File.Copy(desk.Target, path);
        await using var db = Db.At(path);
        var runs = new ImportRuns(db, desk.Clock, Path.Combine(desk.Folder, "files"));
        var file = desk.EmployerFile(Enumerable.Range(0, 40_000).Select(i => $"TA{(char)('A' + (i / 1000 % 26))}{i % 1000:000}{(char)('A' + (i / 26_000))},07903,Đơn vị {i},,,27367,,,,1,Đang tham gia,"));
        var request = new ImportRequest(ImportKinds.Employers, file) { Province = "79" };
        var refusal = await Assert.ThrowsAsync<Refusal>(() => runs.Run(Actor.System, request));
        Assert.Equal("ImportLists.DiskFull", refusal.Key);
        Assert.Contains("cơ sở dữ liệu", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, await db.Read(s => s.One<long>("select count(*) from reg_employers")));
        Assert.Equal("ok", await db.Read(s => s.One<string>("pragma integrity_check")));
        Assert.Contains((await runs.Runs(Actor.System, Scope.Nation))[0].State, (string[])["failed", "interrupted"]);

        disk.Grow(200);
        Assert.Equal(40_000, (await runs.Run(Actor.System, request)).Created);
        SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task A_full_disk_under_the_files_keeps_no_half_file()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        using var disk = SmallDisk.Mount(1);
        var uploads = new Uploads(desk.Clock, disk.Folder);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => uploads.Keep(Someone, Scope.Nation, ImportKinds.Employers, "79", "to.csv", new MemoryStream(new byte[4 << 20])));
        Assert.Equal("ImportLists.DiskFullUpload", refusal.Key);
        Assert.Empty(Directory.GetFiles(Path.Combine(disk.Folder, "uploads")));

        // The file of rejected rows has no room: the run changes nothing.
        var before = await desk.Everything();
        var runs = new ImportRuns(desk.Db, desk.Clock, disk.Folder);
        var file = desk.EmployerFile(Enumerable.Range(0, 40_000).Select(i => $"SAI{i},07903,Đơn vị {i},,,27367,,,,1,Đang tham gia,").Append(ImportDesk.Employers[0]));
        refusal = await Assert.ThrowsAsync<Refusal>(() => runs.Run(Actor.System, new ImportRequest(ImportKinds.Employers, file) { Province = "79" }));
        Assert.Contains("thư mục tệp", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await desk.Everything());
        Assert.Equal("failed", (await runs.Runs(Actor.System, Scope.Nation))[0].State);
        disk.Grow(50);
        Assert.Equal(1, (await runs.Run(Actor.System, new ImportRequest(ImportKinds.Employers, file) { Province = "79" })).Created);
    }

    private static readonly Actor Someone = new("u1", "Cán bộ", "07900");

    private sealed class SmallDisk : IDisposable
    {
        private SmallDisk(string folder) => Folder = folder;

        public string Folder { get; }

        public static SmallDisk Mount(int megabytes)
        {
            var folder = Directory.CreateTempSubdirectory("baophu-disk-").FullName;
            if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder))
            {
                Directory.Delete(folder);
                Assert.Skip("no small disk can be mounted here");
            }

            return new(folder);
        }

        public void Grow(int megabytes) => Assert.True(Run("mount", "-o", $"remount,size={megabytes}m", Folder));

        public void Dispose()
        {
            Run("umount", "-l", Folder);
            Directory.Delete(Folder, recursive: true);
        }

        private static bool Run(string command, params string[] words)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(command, words) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
                process.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }
}
