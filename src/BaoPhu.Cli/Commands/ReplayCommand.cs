using System.CommandLine;
using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Demonstration;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Clock;

namespace BaoPhu.Cli.Commands;

/// <summary>replay: the days of a province once more, on a copy of the database.</summary>
internal static class ReplayCommand
{
    private static readonly Option<string> Province = new("--province") { Description = "Mã tỉnh (2 chữ số)", Required = true };
    private static readonly Option<string> From = new("--from") { Description = "Ngày đầu", DefaultValueFactory = _ => "2021-10-11" };
    private static readonly Option<string> To = new("--to") { Description = "Ngày cuối", DefaultValueFactory = _ => "2021-12-31" };
    private static readonly Option<string?> Copy = new("--copy") { Description = "Tệp bản sao để chạy lại (SQLite; mặc định: tệp cơ sở dữ liệu + .replay.db, bản cũ bị thay)" };
    private static readonly Option<bool> Here = new("--here") { Description = "Chạy ngay trong cơ sở dữ liệu trình diễn này: việc đã lập của tỉnh bị xóa (PostgreSQL: bắt buộc)" };

    public static void AddTo(RootCommand root) => root.Subcommands.Add(CommandLine.Verb(
        "replay", "Chạy lại từng ngày của một tỉnh: cấp độ dịch, lập việc, chuyển đổi trạng thái; mỗi ngày một dòng", [Province, From, To, Copy, Here], Run));

    private static async Task<object?> Run(Invocation call)
    {
        var province = call.Province(call.Parsed.GetRequiredValue(Province));
        var (from, to) = (call.Moment(call.Parsed.GetValue(From)!).Day, call.Moment(call.Parsed.GetValue(To)!).Day);
        var here = call.Parsed.GetValue(Here);
        var target = call.Target;
        if (here)
        {
            await Replay.CheckMayBeUsedUp(call.Db, province);
        }
        else
        {
            target = await CopyOf(call);
        }

        await using var db = Db.At(target);
        if (!call.JsonOnly)
        {
            await Console.Error.WriteLineAsync(Text.Of("Replay.Heading"));
        }

        var days = await new Replay(db).Run(province, from, to, call.JsonOnly ? null : d => Console.Error.WriteLine(Line(d)), call.Cancel);
        return new
        {
            province,
            from = Day(from),
            to = Day(to),
            database = here || !call.Db.Dialect.IsSqlite ? null : target,
            days = call.JsonOnly ? days.Select(Json).ToList() : null,
            total = new
            {
                days = days.Count,
                announcements = days.Sum(d => d.Announcements),
                switches = days.Sum(d => d.Switches),
                created = days.Sum(d => d.Created),
                converted = days.Sum(d => d.Converted),
                suspended = days.Sum(d => d.Suspended),
                reopened = days.Sum(d => d.Reopened),
                closed = days.Sum(d => d.Closed),
                catchUp = days[^1].CatchUp,
                seconds = Math.Round(days.Sum(d => d.Seconds), 1),
            },
        };
    }

    /// <summary>A copy beside the database, so that a rehearsal of history destroys nothing.</summary>
    private static async Task<string> CopyOf(Invocation call)
    {
        if (!call.Db.Dialect.IsSqlite)
        {
            throw new Refusal("Replay.NeedsHere");
        }

        var copy = call.Parsed.GetValue(Copy);
        var file = copy ?? call.Target + ".replay.db";
        if (copy is not null && File.Exists(file))
        {
            throw new Refusal("Replay.CopyExists", file);
        }

        foreach (var part in (string[])["", "-wal", "-shm"])
        {
            File.Delete(file + part);
        }

        await call.Db.CopyTo(file, call.Cancel);
        return file;
    }

    private static string Line(ReplayDay d) => Text.Of(
        "Replay.Line", VietnamTime.ToText(d.Day), d.Announcements, d.CommunesUp, d.CommunesDown, d.Switches, d.InPerson, d.Post, d.Online, d.PutOff, d.Created, d.Converted, d.Suspended,
        d.Reopened, d.Closed, d.CatchUp, d.Seconds);

    private static object Json(ReplayDay d) => new
    {
        day = Day(d.Day),
        announcements = d.Announcements,
        communes = new { up = d.CommunesUp, down = d.CommunesDown },
        switches = d.Switches,
        tasks = new { inPerson = d.InPerson, post = d.Post, online = d.Online, suspended = d.PutOff, awaitingSwitch = d.AwaitingSwitch },
        changes = new { created = d.Created, updated = d.Updated, converted = d.Converted, suspended = d.Suspended, reopened = d.Reopened, closed = d.Closed },
        catchUp = d.CatchUp,
        seconds = d.Seconds,
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
