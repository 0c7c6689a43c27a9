using System.CommandLine;
using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;

namespace BaoPhu.Cli.Commands;

/// <summary>level announce, level lift, level withdraw, level of; clock set.</summary>
internal static class LevelCommands
{
    private static readonly Option<string> Locality = new("--locality") { Description = "Mã địa bàn: tỉnh 2, huyện 3, xã 5 chữ số", Required = true };
    private static readonly Option<int> Level = new("--level") { Description = "Cấp độ dịch 1–4", Required = true };
    private static readonly Option<string> From = new("--from") { Description = "Hiệu lực từ, ví dụ 2021-11-05T00:00 (giờ Việt Nam)", Required = true };
    private static readonly Option<string> Decision = new("--decision") { Description = "Số quyết định", Required = true };
    private static readonly Option<string?> DecisionDate = new("--decision-date") { Description = "Ngày quyết định" };
    private static readonly Option<string> Authority = new("--authority") { Description = "Cơ quan công bố", Required = true };
    private static readonly Option<string?> Measures = new("--measures") { Description = "Nội dung biện pháp hành chính kèm theo" };
    private static readonly Option<string?> MeasuresNumber = new("--measures-number") { Description = "Số văn bản biện pháp hành chính" };
    private static readonly Option<string?> KnownFrom = new("--known-from") { Description = "Thời điểm biết đến công bố (mặc định: bây giờ)" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Chỉ kiểm tra, không ghi" };
    private static readonly Argument<string> Place = new("locality") { Description = "Mã địa bàn" };
    private static readonly Option<string?> At = new("--at") { Description = "Vào thời điểm (mặc định: bây giờ)" };
    private static readonly Option<string?> KnownAt = new("--known-at") { Description = "Theo những gì đã biết đến thời điểm" };
    private static readonly Argument<string> Announcement = new("announcement") { Description = "Mã công bố" };
    private static readonly Option<string> Reason = new("--reason") { Description = "Lý do", Required = true };
    private static readonly Argument<string> Moment = new("moment") { Description = "Thời điểm, ví dụ 2021-11-03T08:00" };

    public static void AddTo(RootCommand root)
    {
        var level = new Command("level", "Cấp độ dịch đã công bố");
        level.Subcommands.Add(CommandLine.Verb(
            "announce", "Ghi nhận công bố cấp độ dịch và xác nhận chuyển trạng thái",
            [Locality, Level, From, Decision, DecisionDate, Authority, Measures, MeasuresNumber, KnownFrom, DryRun], call => Announce(call, call.Parsed.GetValue(Level))));
        level.Subcommands.Add(CommandLine.Verb(
            "lift", "Bãi bỏ công bố riêng của địa bàn: trở lại theo cấp trên",
            [Locality, From, Decision, DecisionDate, Authority, KnownFrom, DryRun], call => Announce(call, null)));
        level.Subcommands.Add(CommandLine.Verb("confirm", "Xác nhận chuyển trạng thái cho công bố nhập từ tệp", [Announcement], Confirm));
        level.Subcommands.Add(CommandLine.Verb("withdraw", "Rút một công bố ghi sai", [Announcement, Reason], Withdraw));
        level.Subcommands.Add(CommandLine.Verb("of", "Cấp độ dịch của một địa bàn vào một thời điểm", [Place, At, KnownAt], Of));
        root.Subcommands.Add(level);

        var clock = new Command("clock", "Đồng hồ của hệ thống");
        clock.Subcommands.Add(CommandLine.Verb("set", "Đặt thời điểm bắt đầu (trình diễn, tập dượt)", [Moment], SetClock));
        root.Subcommands.Add(clock);
    }

    private static async Task<object?> Announce(Invocation call, int? level)
    {
        var clock = await call.SiteClock();
        var levels = new Levels(call.Db, clock);
        var what = new NewAnnouncement(
            call.Parsed.GetRequiredValue(Locality), level, call.Moment(call.Parsed.GetRequiredValue(From)), call.Parsed.GetRequiredValue(Decision),
            call.Parsed.GetValue(DecisionDate) is { } date ? call.Moment(date).Day : null, call.Parsed.GetRequiredValue(Authority))
        {
            MeasuresText = level is null ? null : call.Parsed.GetValue(Measures),
            MeasuresNumber = level is null ? null : call.Parsed.GetValue(MeasuresNumber),
            KnownFrom = call.Parsed.GetValue(KnownFrom) is { } known ? call.Moment(known) : null,
            Source = "command",
        };
        var dry = call.Parsed.GetValue(DryRun);
        // What is refused is refused before the province is gone through.
        var made = await levels.Announce(Actor.System, Scope.Nation, what, dryRun: true);
        var seen = await SwitchFollowers.Switches(call.Db, clock).Preview(Scope.Nation, new SwitchQuestion(made.Province, what.From) { Assumed = [new(what.Locality, level)] }, call.Cancel);
        made = dry ? made : await levels.Announce(Actor.System, Scope.Nation, what);
        return new { announcement = made.AnnouncementId, locality = made.LocalityCode, level = made.Level, from = made.FromAt.ToString(), decision = made.DecisionNumber, dryRun = dry, @switch = SwitchCommands.Counts(seen.Numbers) };
    }

    private static async Task<object?> Confirm(Invocation call)
    {
        var (clock, id) = (await call.SiteClock(), call.Parsed.GetRequiredValue(Announcement));
        await SwitchFollowers.Switches(call.Db, clock).Confirm(Actor.System, Scope.Nation, id, digest: null, call.Cancel);
        var confirmed = await new Levels(call.Db, clock).Find(Scope.Nation, id);
        return new { confirmed = confirmed.AnnouncementId, locality = confirmed.LocalityCode, level = confirmed.Level, from = confirmed.FromAt.ToString(), decision = confirmed.DecisionNumber };
    }

    private static async Task<object?> Withdraw(Invocation call)
    {
        await SwitchFollowers.Switches(call.Db, await call.SiteClock()).Withdraw(Actor.System, Scope.Nation, call.Parsed.GetRequiredValue(Announcement), call.Parsed.GetRequiredValue(Reason));
        return new { withdrawn = call.Parsed.GetRequiredValue(Announcement) };
    }

    private static async Task<object?> Of(Invocation call)
    {
        var clock = await call.SiteClock();
        var at = call.Parsed.GetValue(At) is { } text ? call.Moment(text) : clock.Now();
        Instant? known = call.Parsed.GetValue(KnownAt) is { } k ? call.Moment(k) : null;
        var found = await new Levels(call.Db, clock).LevelOf(call.Parsed.GetRequiredValue(Place), at, known);
        return new { level = found.Level, announcedFor = found.AnnouncedFor, decision = found.Announcement?.DecisionNumber };
    }

    private static async Task<object?> SetClock(Invocation call)
    {
        var clock = await call.SiteClock();
        var moment = call.Moment(call.Parsed.GetRequiredValue(Moment));
        await clock.MoveTo(call.Db, Actor.System, moment);
        return new { clock = moment.ToString() };
    }
}
