using System.CommandLine;
using BaoPhu.Core;
using BaoPhu.Core.Data;

namespace BaoPhu.Cli.Commands;

/// <summary>db create, doctor.</summary>
internal static class DatabaseCommands
{
    public static void AddTo(RootCommand root)
    {
        var db = new Command("db", "Cơ sở dữ liệu");
        db.Subcommands.Add(CommandLine.Verb("create", "Tạo cơ sở dữ liệu với cây cơ quan và 63 tỉnh", [], Create));
        root.Subcommands.Add(db);
        root.Subcommands.Add(CommandLine.Verb("doctor", "Kiểm tra các bất biến của dữ liệu", [], Examine));
    }

    private static async Task<object?> Create(Invocation call)
    {
        if (call.Target.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Dialect.IsConnectionString(call.Target))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(call.Target))!);
        }

        await using var db = Db.At(call.Target);
        var applied = await Installation.Create(db, call.Clock, call.Cancel);
        return new { migrations = applied };
    }

    private static async Task<object?> Examine(Invocation call)
    {
        var findings = await Doctor.Examine(call.Db);
        call.ExitCode = findings.All(f => f.Holds) ? CommandLine.Done : CommandLine.Refused;
        return findings.Select(f => new { invariant = f.Invariant, holds = f.Holds, detail = f.Detail });
    }
}
