using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Clock;

namespace BaoPhu.Cli;

/// <summary>
/// What every verb shares: the database (--db or BAOPHU_DB), the result on standard output (readable, or JSON and nothing else with --json), messages on standard error, and the exit codes
/// 0 done, 1 refused with the reason, 2 wrong usage.
/// </summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int WrongUsage = 2;

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static readonly Option<string?> DbOption = new("--db")
    {
        Description = "Tệp SQLite hoặc chuỗi kết nối PostgreSQL (mặc định: biến BAOPHU_DB)",
        Recursive = true,
    };

    public static readonly Option<bool> JsonOption = new("--json") { Description = "In kết quả dạng JSON, để chương trình khác đọc", Recursive = true };

    /// <summary>Makes a verb: the act gets the open database and returns what is printed.</summary>
    public static Command Verb(string name, string description, IEnumerable<Symbol> symbols, Func<Invocation, Task<object?>> act)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else if (symbol is Option option)
            {
                command.Options.Add(option);
            }
        }

        command.SetAction((parsed, cancel) => Run(parsed, act, cancel));
        return command;
    }

    /// <summary>With --json the result as it is; without, the same for people.</summary>
    internal static void Print(TextWriter output, object result, bool json)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(result, Json));
        }
        else
        {
            Readable.Write(output, JsonSerializer.SerializeToNode(result, Json));
        }
    }

    private static async Task<int> Run(ParseResult parsed, Func<Invocation, Task<object?>> act, CancellationToken cancel)
    {
        var target = parsed.GetValue(DbOption) ?? Environment.GetEnvironmentVariable("BAOPHU_DB") ?? Path.Combine("var", "baophu.db");
        await using var invocation = new Invocation(parsed, target, cancel);
        try
        {
            var result = await act(invocation);
            if (result is not null)
            {
                Print(parsed.InvocationConfiguration.Output, result, invocation.JsonOnly);
            }

            return invocation.ExitCode;
        }
        catch (Refusal refusal)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(refusal.Message);
            return Refused;
        }
        catch (Exception lost) when (invocation.IsOpen && invocation.Db.Dialect.IsLost(lost))
        {
            await Console.Error.WriteLineAsync(Text.Of("Common.DatabaseLost"));
            await Console.Error.WriteLineAsync(lost.Message);
            return Refused;
        }
    }
}

/// <summary>One call of a verb.</summary>
internal sealed class Invocation(ParseResult parsed, string target, CancellationToken cancel) : IAsyncDisposable
{
    private Db? _db;
    private SiteClock? _clock;

    public ParseResult Parsed => parsed;
    public CancellationToken Cancel => cancel;
    /// <summary>The real clock, for what is not the site's business time.</summary>
    public TimeProvider Clock { get; } = TimeProvider.System;
    public int ExitCode { get; set; } = CommandLine.Done;
    public string Target => target;
    public bool IsOpen => _db is not null;

    /// <summary>True when only JSON may be written and no progress shown.</summary>
    public bool JsonOnly => parsed.GetValue(CommandLine.JsonOption);

    /// <summary>The database; a SQLite file must exist already (db create makes it).</summary>
    public Db Db => _db ??= Dialect.For(target).IsSqlite && !File.Exists(target)
        ? throw new Refusal("Common.DatabaseMissing", target)
        : Db.At(target);

    /// <summary>The clock of the site of this database, which may have been moved.</summary>
    public async Task<SiteClock> SiteClock() => _clock ??= await Core.Organisation.SiteClock.Load(Db, Clock);

    /// <summary>A moment as typed; without an offset it is Viet Nam's time.</summary>
    public Instant Moment(string text) => VietnamTime.TryParse(text, out var at) ? new Instant(at) : throw new Refusal("Common.BadInstant", text);

    /// <summary>A province code that exists.</summary>
    public string Province(string text) => Reference.Provinces.Any(p => p.Code == text)
        ? text
        : throw new Refusal(EmployerKey.IsProvince(text) ? "Common.UnknownProvince" : "Common.BadProvince", text);

    public async ValueTask DisposeAsync()
    {
        if (_db is not null)
        {
            await _db.DisposeAsync();
        }
    }
}
