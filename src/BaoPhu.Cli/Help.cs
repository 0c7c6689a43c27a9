using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using BaoPhu.Core.Texts;

namespace BaoPhu.Cli;

/// <summary>--help and what is wrong with a call, in the house's own words: the library's frame is English and takes no other language from outside.</summary>
internal sealed class Help : SynchronousCommandLineAction
{
    /// <summary>Puts it in the place of the library's help.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options)
        {
            if (option is HelpOption)
            {
                option.Description = Text.Of("Commands.HelpOption");
                option.Action = new Help();
            }
            else if (option is VersionOption)
            {
                option.Description = Text.Of("Commands.VersionOption");
            }
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.InvocationConfiguration.Output, parseResult.CommandResult.Command);
        return CommandLine.Done;
    }

    /// <summary>What is wrong with the call, a line each.</summary>
    public static IEnumerable<string> Faults(ParseResult parsed)
    {
        var said = false;
        foreach (var word in parsed.UnmatchedTokens)
        {
            said = true;
            yield return Text.Of("Commands.UnknownWord", word);
        }

        foreach (var error in parsed.Errors)
        {
            var fault = error.SymbolResult switch
            {
                OptionResult { Implicit: true } => null,
                OptionResult { Tokens.Count: 0 } option => Text.Of("Commands.MissingValue", option.Option.Name),
                OptionResult option => Text.Of("Commands.BadValue", string.Join(' ', option.Tokens.Select(t => t.Value)), option.Option.Name),
                ArgumentResult { Tokens.Count: > 0 } argument => Text.Of("Commands.BadValue", string.Join(' ', argument.Tokens.Select(t => t.Value)), $"<{argument.Argument.Name}>"),
                _ => null,
            };
            if (fault is not null)
            {
                said = true;
                yield return fault;
            }
        }

        var command = parsed.CommandResult.Command;
        foreach (var missing in OptionsOf(command).Where(o => o.Required && parsed.GetResult(o) is not { Implicit: false }).Select(o => o.Name)
            .Concat(command.Arguments.Where(a => a.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(a) is not { Tokens.Count: > 0 }).Select(a => $"<{a.Name}>")))
        {
            said = true;
            yield return Text.Of("Commands.Missing", missing);
        }

        if (command.Action is null && command.Subcommands.Count > 0)
        {
            said = true;
            yield return Text.Of("Commands.MissingCommand", string.Join(", ", command.Subcommands.Select(c => c.Name)));
        }

        if (!said)
        {
            foreach (var error in parsed.Errors)
            {
                yield return error.Message;
            }
        }

        yield return Text.Of("Commands.SeeHelp", Path(command));
    }

    private static void Write(TextWriter output, Command command)
    {
        output.WriteLine(command.Description);
        output.WriteLine();
        output.WriteLine(Text.Of("Commands.Usage"));
        var options = OptionsOf(command).Where(o => !o.Hidden).ToList();
        output.WriteLine("  " + Path(command)
            + string.Concat(command.Arguments.Select(a => a.Arity.MinimumNumberOfValues > 0 ? $" <{a.Name}>" : $" [<{a.Name}>]"))
            + (command.Subcommands.Count == 0 ? "" : Text.Of(command.Action is null ? "Commands.UsageCommand" : "Commands.UsageMaybeCommand"))
            + Text.Of("Commands.UsageOptions"));
        Section("Commands.Commands", command.Subcommands.Select(c => (c.Name + string.Concat(c.Arguments.Select(a => $" <{a.Name}>")), c.Description ?? "")));
        Section("Commands.Arguments", command.Arguments.Select(a => ($"<{a.Name}>", a.Description ?? "")));
        Section("Commands.Options", options.Select(o => (
            string.Join(", ", o.Aliases.Where(a => a.StartsWith('-')).Order(StringComparer.Ordinal).Prepend(o.Name)) + (o.Arity.MaximumNumberOfValues == 0 || o.ValueType == typeof(bool) ? "" : $" <{o.Name.TrimStart('-')}>"),
            (o.Description ?? "") + (o.Required ? Text.Of("Commands.Required") : o.HasDefaultValue && o.GetDefaultValue() is { } usual and not false ? Text.Of("Commands.Usual", usual) : ""))));

        void Section(string heading, IEnumerable<(string Name, string Description)> lines)
        {
            var all = lines.ToList();
            if (all.Count == 0)
            {
                return;
            }

            output.WriteLine();
            output.WriteLine(Text.Of(heading));
            var width = all.Max(l => l.Name.Length);
            foreach (var (name, description) in all)
            {
                output.WriteLine($"  {name.PadRight(width)}  {description}".TrimEnd());
            }
        }
    }

    /// <summary>The command's own, and those above that hold below too.</summary>
    private static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Concat(Above(command).SelectMany(c => c.Options.Where(o => o.Recursive)));

    private static IEnumerable<Command> Above(Command command) => command.Parents.OfType<Command>().SelectMany(p => Above(p).Prepend(p));

    private static string Path(Command command) => string.Join(' ', Above(command).Reverse().Append(command).Select(c => c is RootCommand ? "baophu" : c.Name));
}
