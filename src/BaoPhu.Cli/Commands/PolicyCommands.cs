using System.CommandLine;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Policy;
using BaoPhu.Core.Texts;

namespace BaoPhu.Cli.Commands;

/// <summary>policy check, policy publish, policy list.</summary>
internal static class PolicyCommands
{
    private static readonly Argument<string> FileName = new("file") { Description = "Tệp bảng nhiệm vụ (YAML)" };
    private static readonly Option<bool> Coverage = new("--coverage") { Description = "Liệt kê từng gạch đầu dòng của văn bản với các dòng của bảng" };

    public static void AddTo(RootCommand root)
    {
        var policy = new Command("policy", "Bảng nhiệm vụ theo tình trạng, mức nợ và cấp độ dịch");
        policy.Subcommands.Add(CommandLine.Verb("check", "Chứng minh bảng đầy đủ và không chồng chéo", [FileName, Coverage], Check));
        policy.Subcommands.Add(CommandLine.Verb("publish", "Công bố một phiên bản của bảng", [FileName], Publish));
        policy.Subcommands.Add(CommandLine.Verb("list", "Các phiên bản đã công bố", [], List));
        root.Subcommands.Add(policy);
    }

    private static Task<object?> Check(Invocation call)
    {
        var check = PolicyFile.Check(call.Parsed.GetRequiredValue(FileName));
        call.ExitCode = check.Ok ? CommandLine.Done : CommandLine.Refused;
        foreach (var problem in check.Problems)
        {
            Console.Error.WriteLine(problem.ToString());
        }

        var problems = check.Problems.Select(p => new { code = p.Code, text = p.Text, line = p.Line, column = p.Column });
        return Task.FromResult<object?>(call.Parsed.GetValue(Coverage)
            ? new { ok = check.Ok, problems, coverage = check.Coverage.Select(c => new { dash = c.Dash.Id, text = c.Dash.Text, covered = c.Covered, rows = c.Rows, nothing = c.NothingRows }) }
            : new { ok = check.Ok, problems });
    }

    private static async Task<object?> Publish(Invocation call)
    {
        var path = call.Parsed.GetRequiredValue(FileName);
        string source;
        try
        {
            source = await File.ReadAllTextAsync(path, call.Cancel);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new Refusal("Common.FileMissing", path, unreadable.Message);
        }

        var version = await new PublishedPolicies(call.Db, await call.SiteClock()).Publish(Actor.System, source);
        return new { number = version.Number, version = version.Version, validFrom = version.ValidFrom, digest = version.Digest };
    }

    private static async Task<object?> List(Invocation call) => (await new PublishedPolicies(call.Db, call.Clock).Versions())
        .Select(v => new { number = v.Number, version = v.Version, title = v.Title, validFrom = v.ValidFrom, digest = v.Digest });
}
