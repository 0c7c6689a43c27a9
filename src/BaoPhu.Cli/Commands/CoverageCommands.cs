using System.CommandLine;
using System.Globalization;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Texts;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaoPhu.Cli.Commands;

/// <summary>match run, match links; coverage employers: who of the tax data takes part and who does not.</summary>
internal static class CoverageCommands
{
    private static readonly Option<string> Province = new("--province") { Description = "Mã tỉnh (2 chữ số)", Required = true };
    private static readonly Option<string> Kind = new("--kind") { Description = "tax: dữ liệu thuế; budget-list: danh sách ngân sách đóng BHYT", DefaultValueFactory = _ => ImportKinds.Tax };
    private static readonly Option<string> Out = new("--out") { Description = "Tệp CSV ghi ra", Required = true };
    private static readonly Option<int?> Year = new("--year") { Description = "Năm quyết toán thuế (mặc định: năm mới nhất)" };

    public static void AddTo(RootCommand root)
    {
        var match = new Command("match", "Đối chiếu dữ liệu của cơ quan khác với danh sách người tham gia");
        match.Subcommands.Add(CommandLine.Verb("run", "Đối chiếu dữ liệu của một tỉnh", [Province, Kind], Run));
        match.Subcommands.Add(CommandLine.Verb("links", "Ghi các cặp đã đối chiếu ra tệp CSV", [Province, Kind, Out], Links));
        root.Subcommands.Add(match);
        var coverage = new Command("coverage", "Đơn vị chưa tham gia, tham gia chưa đầy đủ");
        coverage.Subcommands.Add(CommandLine.Verb("employers", "Số đơn vị và người lao động thiếu theo dữ liệu thuế của một tỉnh", [Province, Year], Employers));
        root.Subcommands.Add(coverage);
    }

    private static async Task<object?> Run(Invocation call)
    {
        var (province, kind) = (call.Province(call.Parsed.GetRequiredValue(Province)), KindOf(call));
        var done = await new MatchRuns(call.Db, await call.SiteClock()).Run(Actor.System, Scope.OfProvince(province), province, kind, call.Cancel);
        return new
        {
            province, kind, strategy = done.Strategy, rows = done.Rows, pairs = done.Pairs, accepted = done.Accepted, review = done.Review, rejected = done.Rejected, changed = done.Changed, seconds = done.Seconds,
        };
    }

    private static async Task<object?> Links(Invocation call)
    {
        var (province, kind, path) = (call.Province(call.Parsed.GetRequiredValue(Province)), KindOf(call), Path.GetFullPath(call.Parsed.GetRequiredValue(Out)));
        var links = await new MatchRuns(call.Db, await call.SiteClock()).Links(Scope.OfProvince(province), province, kind);
        await using var file = File.Create(path);
        await using var lines = new CsvLines(file);
        lines.Write(["row", "person", "score", "state"]);
        foreach (var link in links)
        {
            lines.Write([
                unchecked((ulong)link.Subject).ToString("x16", CultureInfo.InvariantCulture), link.Person.ToString("D10", CultureInfo.InvariantCulture), link.Bits.ToString("0.00", CultureInfo.InvariantCulture), link.State,
            ]);
        }

        return new { province, kind, links = links.Count, file = path };
    }

    private static async Task<object?> Employers(Invocation call)
    {
        var province = call.Province(call.Parsed.GetRequiredValue(Province));
        var (clock, scope) = (await call.SiteClock(), Scope.OfProvince(province));
        var units = new Units(call.Db, clock, new Core.Audit.ReadLog(call.Db, clock, NullLogger<Core.Audit.ReadLog>.Instance));
        var years = await units.Years(scope);
        if (years.Count == 0)
        {
            throw new Refusal("Coverage.NoRows", province);
        }

        var year = call.Parsed.GetValue(Year) ?? years[0];
        var all = (await units.List(scope, new UnitFilter(year) { OnlyMissing = false })).Sums;
        var missing = (await units.List(scope, new UnitFilter(year))).Sums;
        var none = (await units.List(scope, new UnitFilter(year) { List = UnitList.NotTakingPart })).Sums;
        return new
        {
            province, year, units = all.Units, workers = all.Workers, withUnit = all.WithUnit, elsewhere = all.Elsewhere, doubt = all.Doubt, missing = all.Missing, unitsMissing = missing.Units,
            unitsNotTakingPart = none.Units, amount = all.Amount, ended = all.Ended,
        };
    }

    private static string KindOf(Invocation call) => call.Parsed.GetValue(Kind) is { } kind && ImportKinds.IsOutside(kind) ? kind : throw new Refusal("Imports.BadMap", "--kind " + call.Parsed.GetValue(Kind));
}
