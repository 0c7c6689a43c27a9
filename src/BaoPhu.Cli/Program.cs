using System.CommandLine;
using System.Globalization;
using BaoPhu.Cli;
using BaoPhu.Cli.Commands;
using BaoPhu.Core.Texts;

CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Text.Vietnamese;
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = Text.Vietnamese;

var root = new RootCommand("BaoPhu – thu, phát triển người tham gia BHXH, BHYT, BHTN theo cấp độ dịch");
root.Options.Add(CommandLine.DbOption);
root.Options.Add(CommandLine.JsonOption);
DatabaseCommands.AddTo(root);
LevelCommands.AddTo(root);
ImportCommands.AddTo(root);

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        await Console.Error.WriteLineAsync(error.Message);
    }

    return CommandLine.WrongUsage;
}

return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
