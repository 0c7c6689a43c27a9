using System.CommandLine;
using System.Globalization;
using BaoPhu.Cli.Commands;
using BaoPhu.Core.Texts;

namespace BaoPhu.Cli;

/// <summary>The command line: one line per family of verbs.</summary>
internal static class CommandLineProgram
{
    public static Task<int> Main(string[] args) => Run(args);

    internal static async Task<int> Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Text.Vietnamese;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = Text.Vietnamese;

        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not Help)
        {
            foreach (var fault in Help.Faults(parsed))
            {
                await Console.Error.WriteLineAsync(fault);
            }

            return CommandLine.WrongUsage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    /// <summary>Every command there is.</summary>
    internal static RootCommand Root()
    {
        var root = new RootCommand("BaoPhu – thu, phát triển người tham gia BHXH, BHYT, BHTN theo cấp độ dịch");
        root.Options.Add(CommandLine.DbOption);
        root.Options.Add(CommandLine.JsonOption);
        DatabaseCommands.AddTo(root);
        LevelCommands.AddTo(root);
        SwitchCommands.AddTo(root);
        ImportCommands.AddTo(root);
        DemonstrationCommands.AddTo(root);
        ReplayCommand.AddTo(root);
        PolicyCommands.AddTo(root);
        WorkCommands.AddTo(root);
        DocumentCommands.AddTo(root);
        MessageCommands.AddTo(root);
        PersonCommands.AddTo(root);
        CoverageCommands.AddTo(root);
        Help.AddTo(root);
        return root;
    }
}
