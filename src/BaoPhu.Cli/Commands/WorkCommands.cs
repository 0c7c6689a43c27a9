using System.CommandLine;
using System.Globalization;
using BaoPhu.Core;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Rules;

namespace BaoPhu.Cli.Commands;

/// <summary>classify, employer, plan, tasks.</summary>
internal static class WorkCommands
{
    private static readonly Option<string> Province = new("--province") { Description = "Mã tỉnh (2 chữ số)", Required = true };
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "Thời điểm, ví dụ 2021-11-03T08:00 (giờ Việt Nam; mặc định: bây giờ)" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Chỉ tính, không ghi" };
    private static readonly Argument<string> Code = new("code") { Description = "Mã đơn vị" };

    public static void AddTo(RootCommand root)
    {
        root.Subcommands.Add(CommandLine.Verb("classify", "Phân loại đơn vị nợ của một tỉnh theo mức nợ, số nợ theo quỹ", [Province, AsOf], Classify));
        root.Subcommands.Add(CommandLine.Verb("employer", "Một đơn vị: nợ, tuổi nợ, cấp độ, việc Kế hoạch giao", [Code, Province, AsOf], Employer));
        root.Subcommands.Add(CommandLine.Verb("plan", "Lập việc của một tỉnh tại một thời điểm; chạy lần nữa không đổi gì", [Province, AsOf, DryRun], Plan));
        root.Subcommands.Add(CommandLine.Verb("tasks", "Các việc đang mở của một tỉnh", [Province], Tasks));
    }

    private static async Task<object?> Classify(Invocation call)
    {
        var found = await SwitchFollowers.Pass(call.Db, await call.SiteClock()).Classify(call.Province(call.Parsed.GetRequiredValue(Province)), await Moment(call), call.Cancel);
        return new { employers = found.Employers, bands = found.Bands, debtByFund = found.DebtByFund };
    }

    private static async Task<object?> Employer(Invocation call)
    {
        var province = call.Province(call.Parsed.GetRequiredValue(Province));
        var view = await new EmployerViews(call.Db).Of(Scope.Nation, province, call.Parsed.GetRequiredValue(Code), await Moment(call));
        var debt = view.Debt;
        return new
        {
            debt = Names.AllFunds.Select((name, i) => KeyValuePair.Create(name, debt.Of((Fund)i))).ToDictionary(StringComparer.Ordinal),
            total = debt.Total,
            age = view.Age,
            band = Names.Of(debt.Band),
            oldest = debt.OldestPeriod?.ToString(),
            level = view.Level.Level,
            levelFrom = view.Level.AnnouncedFor,
            levelAnnounced = view.Level.Announced,
            standing = Names.Of(view.Now.Standing),
            methods = new
            {
                oldestUnpaid = Rounded(debt.ByOldestUnpaid.Value, 2),
                ratio = Rounded(debt.Ratio, 4),
                stated = Rounded(debt.ByStated.Value, 2),
            },
            actions = view.Actions.Select(Action).ToList(),
            suspended = view.Suspended.Select(Action).ToList(),
        };
    }

    private static async Task<object?> Plan(Invocation call)
    {
        var result = await SwitchFollowers.Pass(call.Db, await call.SiteClock())
            .Plan(Actor.System, call.Province(call.Parsed.GetRequiredValue(Province)), await Moment(call), call.Parsed.GetValue(DryRun), cancel: call.Cancel);
        return new { created = result.Created, updated = result.Updated, closed = result.Closed, unchanged = result.Unchanged, awaitingSwitch = result.AwaitingSwitch };
    }

    private static async Task<object?> Tasks(Invocation call)
    {
        var tasks = await new Tasks(call.Db, await call.SiteClock()).Open(Scope.Nation, call.Province(call.Parsed.GetRequiredValue(Province)));
        return tasks.ConvertAll(t => new
        {
            id = t.Key.ToString(),
            employer = t.Code,
            act = t.Act,
            stream = Names.Of(t.WorkStream),
            channels = t.ChannelList,
            form = t.Form,
            due = Day(t.Due),
            rule = t.Rule,
            clause = t.Clause,
            state = t.State,
            level = t.Level,
            band = Names.Of(t.DebtBand),
        });
    }

    private static object Action(OrderedAction action) => new
    {
        act = action.Act.Act,
        stream = Names.Of(action.Act.Stream),
        channels = action.Act.Channels,
        form = action.Act.Papers.Count == 0 ? null : string.Join(", ", action.Act.Papers),
        due = Day(action.Due),
        rule = action.Row.Id,
        clause = action.Clause,
    };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static decimal? Rounded(decimal? value, int digits) => value is { } v ? Math.Round(v, digits, MidpointRounding.AwayFromZero) : null;

    private static async Task<Core.Data.Instant> Moment(Invocation call) =>
        call.Parsed.GetValue(AsOf) is { } text ? call.Moment(text) : Core.Data.ClockReading.Now(await call.SiteClock());
}
