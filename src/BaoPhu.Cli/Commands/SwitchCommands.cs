using System.CommandLine;
using System.Globalization;
using BaoPhu.Core;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Cli.Commands;

/// <summary>switch preview, confirm, list, show, undo.</summary>
internal static class SwitchCommands
{
    private static readonly Argument<string?> Announcement = new("announcement") { Description = "Mã công bố đang chờ (level announce, switch list)", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Argument<string> ToConfirm = new("announcement") { Description = "Mã công bố đang chờ xác nhận" };
    private static readonly Argument<string> Id = new("switch") { Description = "Mã lần chuyển trạng thái" };
    private static readonly Option<string?> Province = new("--province") { Description = "Mã tỉnh (2 chữ số)" };
    private static readonly Option<string[]> Assume = new("--assume") { Description = "Giả định cấp độ, ví dụ 760=4 (0: bãi bỏ); lặp lại được" };
    private static readonly Option<string?> At = new("--at") { Description = "Vào thời điểm (với --assume; mặc định: bây giờ)" };
    private static readonly Option<string?> Digest = new("--digest") { Description = "Mã số của bản xem trước: từ chối nếu số liệu đã khác" };
    private static readonly Option<string> Reason = new("--reason") { Description = "Lý do", Required = true };

    public static void AddTo(RootCommand root)
    {
        var verbs = new Command("switch", "Chuyển trạng thái công việc theo cấp độ dịch");
        verbs.Subcommands.Add(CommandLine.Verb("preview", "Xem trước việc chuyển; không ghi gì", [Announcement, Province, Assume, At], Preview));
        verbs.Subcommands.Add(CommandLine.Verb("confirm", "Xác nhận chuyển; thực hiện ngay nếu đã đến giờ", [ToConfirm, Digest], Confirm));
        verbs.Subcommands.Add(CommandLine.Verb("list", "Các lần chuyển đang chờ và đã xác nhận", [Province], List));
        verbs.Subcommands.Add(CommandLine.Verb("show", "Một lần chuyển: căn cứ, số liệu, từng loại thay đổi", [Id], Show));
        verbs.Subcommands.Add(CommandLine.Verb("undo", "Hoàn tác trong thời hạn", [Id, Reason], Undo));
        root.Subcommands.Add(verbs);
    }

    /// <summary>The numbers of a switch as JSON carries them.</summary>
    internal static object Counts(SwitchNumbers n) => new
    {
        tasks = n.Tasks, employers = n.Employers, carriesOn = n.CarriesOn, converted = n.Converted, suspended = n.Suspended, reopened = n.Reopened, cancelled = n.Cancelled,
        created = n.Created, before = n.Before, after = n.After, digest = n.Digest,
    };

    private static async Task<object?> Preview(Invocation call)
    {
        var switches = SwitchFollowers.Switches(call.Db, await call.SiteClock());
        if (call.Parsed.GetValue(Announcement) is { } announcement)
        {
            return Preview(await switches.Preview(Scope.Nation, announcement, call.Cancel));
        }

        var assumed = (call.Parsed.GetValue(Assume) ?? []).Select(Assumption).ToList();
        if (assumed.Count == 0)
        {
            throw new Refusal("Switches.NothingAsked");
        }

        var at = call.Parsed.GetValue(At) is { } text ? call.Moment(text) : Core.Data.ClockReading.Now(await call.SiteClock());
        var province = call.Province(call.Parsed.GetValue(Province) ?? assumed[0].Locality[..2]);
        return Preview(await switches.Preview(Scope.Nation, new SwitchQuestion(province, at) { Assumed = assumed }, call.Cancel));
    }

    private static object Preview(SwitchPreview seen) => new
    {
        province = seen.Province, at = seen.At.ToString(), announcements = seen.Announcements.Select(Line), numbers = Counts(seen.Numbers), acts = seen.Numbers.Acts,
        lines = seen.Numbers.Lines.Select(Line), lists = seen.Numbers.ListLines.Select(Line), loads = seen.Numbers.Loads,
    };

    private static async Task<object?> Confirm(Invocation call)
    {
        var done = await SwitchFollowers.Switches(call.Db, await call.SiteClock())
            .Confirm(Actor.System, Scope.Nation, call.Parsed.GetRequiredValue(ToConfirm), call.Parsed.GetValue(Digest), call.Cancel);
        return new { @switch = done.Record.SwitchId, state = done.Record.State, from = done.Record.FromAt.ToString(), numbers = Counts(done.Numbers) };
    }

    private static async Task<object?> List(Invocation call)
    {
        var switches = SwitchFollowers.Switches(call.Db, await call.SiteClock());
        var province = call.Parsed.GetValue(Province) is { } code ? call.Province(code) : null;
        return new
        {
            awaiting = (await switches.Awaiting(Scope.Nation)).Where(a => province is null || a.Province == province).Select(a => new
            {
                announcement = a.AnnouncementId, province = a.Province, decision = a.DecisionNumber, from = a.FromAt.ToString(), places = a.Announcements.Select(Line),
            }),
            switches = (await switches.List(Scope.Nation, province)).Select(Short),
        };
    }

    private static async Task<object?> Show(Invocation call)
    {
        var clock = await call.SiteClock();
        var log = await SwitchFollowers.Switches(call.Db, clock).Find(Scope.Nation, call.Parsed.GetRequiredValue(Id));
        var numbers = log.Record.Counted;
        return new
        {
            @switch = Short(log.Record), announcements = log.Announcements.Select(Line), acts = numbers?.Acts, lines = numbers?.Lines.Select(Line), lists = numbers?.ListLines.Select(Line),
            loads = numbers?.Loads, undoUntil = log.UndoUntil?.ToString(), mayUndo = log.MayUndo, undo = log.Record.Undone,
            wrongLevel = (await new WrongLevelWork(call.Db, clock).Of(Scope.Nation, log.Record.SwitchId, 0)).Count,
        };
    }

    private static async Task<object?> Undo(Invocation call)
    {
        var undone = await SwitchFollowers.Switches(call.Db, await call.SiteClock()).Undo(Actor.System, Scope.Nation, call.Parsed.GetRequiredValue(Id), call.Parsed.GetRequiredValue(Reason));
        return new { undone = call.Parsed.GetRequiredValue(Id), putBack = undone.PutBack, cancelled = undone.Cancelled, kept = undone.Kept };
    }

    private static object Short(SwitchRecord w) => new
    {
        id = w.SwitchId, province = w.Province, kind = w.Kind, state = w.State, decision = w.DecisionNumber, from = w.FromAt.ToString(), confirmedBy = w.ConfirmedBy,
        confirmedAt = w.ConfirmedAt.ToString(), appliedAt = w.AppliedAt?.ToString(), asOf = w.AsOfAt?.ToString(), undoneAt = w.UndoneAt?.ToString(),
        numbers = w.Counted is { } n ? Counts(n) : null,
    };

    private static object Line(Announcement a) => new { id = a.AnnouncementId, locality = a.LocalityCode, level = a.Level, from = a.FromAt.ToString(), decision = a.DecisionNumber };

    private static object Line(SwitchLine line) => new
    {
        kind = SwitchKinds.Of(line.Kind), act = line.Act, ruleBefore = line.RuleBefore, ruleAfter = line.RuleAfter, clause = (line.After ?? line.Before) is { } o ? string.Join("; ", o.Row.Clauses) : null,
        reason = line.Reason, levelBefore = line.LevelBefore, levelAfter = line.LevelAfter, tasks = line.Tasks,
    };

    private static AssumedLevel Assumption(string text) =>
        text.Split('=') is [{ Length: >= 2 } place, var level] && int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= 4
            ? new AssumedLevel(place, n == 0 ? null : n)
            : throw new Refusal("Switches.BadAssumption", text);
}
