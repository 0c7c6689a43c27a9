using System.Diagnostics;
using Npgsql;

namespace BaoPhu.Tests.Support;

/// <summary>A PostgreSQL server of one test's own, on a socket in a scratch folder, that the test may stop as it likes. Skipped by name where its programs are not on this machine.</summary>
public sealed class PrivateServer : IAsyncDisposable
{
    private readonly string _programs;
    private readonly string _folder = Directory.CreateTempSubdirectory("baophu-pg-").FullName;

    private PrivateServer(string programs) => _programs = programs;

    /// <summary>Connection string of the server, without a database's name.</summary>
    public string Target => $"Host={Path.Combine(_folder, "socket")};Username=baophu;Database=postgres";

    public static async Task<PrivateServer> Start()
    {
        var programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(b => File.Exists(Path.Combine(b, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        Assert.SkipWhen(programs is null, "PostgreSQL's server programs are not on this machine");
        var server = new PrivateServer(programs!);
        try
        {
            foreach (var part in (string[])["data", "socket"])
            {
                Directory.CreateDirectory(Path.Combine(server._folder, part));
            }

            if (Environment.UserName == "root")
            {
                await Run("chmod", "711", server._folder);
                await Run("chown", "postgres", Path.Combine(server._folder, "data"), Path.Combine(server._folder, "socket"));
            }

            await server.AsItsUser("initdb", "-D", server.Data, "-U", "baophu", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions");
            await server.StartAgain();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every process of the server ends at once, as in a power cut: nothing is written any more. The next start recovers.</summary>
    public Task StopAtOnce() => AsItsUser("pg_ctl", "-s", "-D", Data, "-m", "immediate", "-w", "stop");

    public Task StartAgain() => AsItsUser(
        "pg_ctl", "-s", "-D", Data, "-w", "-t", "60", "-l", Path.Combine(_folder, "socket", "server.log"),
        // The machine lives on when the server is stopped: what was given to the system's cache is there.
        "-o", $"-c listen_addresses= -c unix_socket_directories={Path.Combine(_folder, "socket")} -c fsync=off", "start");

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            await StopAtOnce();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private Task AsItsUser(string program, params string[] words) => Environment.UserName == "root"
        ? Run("setpriv", ["--reuid", "postgres", "--regid", "postgres", "--clear-groups", "--", Path.Combine(_programs, program), .. words])
        : Run(Path.Combine(_programs, program), words);

    private static async Task Run(string program, params string[] words)
    {
        // Away with what it says, but not through a pipe: the server would inherit it, and its end never come.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null", "sh", program, .. words]) { UseShellExecute = false, WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', words)} ended with {process.ExitCode}");
    }
}
