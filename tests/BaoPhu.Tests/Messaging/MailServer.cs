using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace BaoPhu.Tests.Messaging;

/// <summary>
/// A real mail server (Exim) with a configuration of its own on a free port of the loopback: it takes every message, writes its log and throws the message away. It has no user
/// "khong-co" and is always too busy for "ban". BAOPHU_TEST_EXIM says where the program is.
/// </summary>
internal sealed partial class MailServer : IDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private MailServer(Process process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }
    public string Log => Path.Combine(_folder, "mainlog");

    /// <summary>Null: it is not installed.</summary>
    public static async Task<MailServer?> Start()
    {
        var program = Environment.GetEnvironmentVariable("BAOPHU_TEST_EXIM") is { Length: > 0 } named ? named : "/usr/sbin/exim4";
        if (!File.Exists(program))
        {
            return null;
        }

        // In memory where the machine has such a place: what the server takes is thrown away, so nothing need be synced.
        var folder = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "baophu-exim-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.Combine(folder, "spool"));
        var port = FreePort();
        var user = Environment.UserName;
        var group = await GroupOf(user);
        var configuration = Path.Combine(folder, "exim.conf");
        await File.WriteAllTextAsync(configuration, string.Create(CultureInfo.InvariantCulture,
            $"""
            exim_user = {user}
            exim_group = {group}
            spool_directory = {folder}/spool
            log_file_path = {folder}/%slog
            pid_file_path = {folder}/pid
            primary_hostname = may-thu.localhost
            local_interfaces = 127.0.0.1
            daemon_smtp_ports = {port}
            tls_advertise_hosts =
            never_users =
            deliver_drop_privilege = true
            keep_environment =
            smtp_accept_max_per_connection = 0
            queue_only
            acl_smtp_rcpt = take
            acl_smtp_data = throw
            begin acl
            take:
              deny local_parts = khong-co
                   message = no such user here
              defer local_parts = ban
                   message = busy, come back later
              accept
            throw:
              discard
            """));
        var process = Process.Start(new ProcessStartInfo(program)
        {
            ArgumentList = { "-bdf", "-C", configuration }, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        var server = new MailServer(process, folder, port);
        for (var i = 0; i < 100; i++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return server;
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(100);
            }
            catch (SocketException ended)
            {
                var said = await process.StandardError.ReadToEndAsync();
                server.Dispose();
                throw new InvalidOperationException("Exim did not start: " + said, ended);
            }
        }

        server.Dispose();
        throw new InvalidOperationException("Exim does not answer");
    }

    /// <summary>The Message-IDs the server took, in the order of its own log.</summary>
    public async Task<List<string>> Taken()
    {
        await using var stream = new FileStream(Log, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return [.. (await reader.ReadToEndAsync()).Split('\n').Where(l => l.Contains(" <= ", StringComparison.Ordinal)).Select(l => Id().Match(l).Groups["id"].Value)];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@" id=(?<id>\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    private static async Task<string> GroupOf(string user)
    {
        using var process = Process.Start(new ProcessStartInfo("id") { ArgumentList = { "-gn", user }, RedirectStandardOutput = true, UseShellExecute = false })!;
        return (await process.StandardOutput.ReadToEndAsync()).Trim();
    }
}
