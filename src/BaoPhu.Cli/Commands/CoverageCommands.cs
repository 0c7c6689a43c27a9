using System.CommandLine;
using System.Globalization;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Coverage;
using BaoPhu.Rules.Matching;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaoPhu.Cli.Commands;

/// <summary>match run, match links; coverage employers, coverage cards: who takes part and who does not, whose card the budget pays and who has none.</summary>
internal static class CoverageCommands
{
    private static readonly Option<string> Province = new("--province") { Description = "Mã tỉnh (2 chữ số)", Required = true };
    private static readonly Option<string> Kind = new("--kind") { Description = "tax: dữ liệu thuế; budget-list: danh sách ngân sách đóng BHYT", DefaultValueFactory = _ => ImportKinds.Tax };
    private static readonly Option<string> Out = new("--out") { Description = "Tệp CSV ghi ra", Required = true };
    private static readonly Option<bool> All = new("--all") { Description = "Đối chiếu lại tất cả, không chỉ những gì mới hoặc thay đổi" };
    private static readonly Argument<string> Row = new("row") { Description = "Dòng của danh sách, như match links ghi (16 chữ số thập lục phân)" };
    private static readonly Argument<string> Number = new("number") { Description = "Mã số BHXH (10 chữ số)" };
    private static readonly Argument<string> TruthFile = new("file") { Description = "Tệp CSV: row, person, kinds" };
    private static readonly Option<int?> Year = new("--year") { Description = "Năm quyết toán thuế (mặc định: năm mới nhất)" };

    public static void AddTo(RootCommand root)
    {
        var match = new Command("match", "Đối chiếu dữ liệu của cơ quan khác với danh sách người tham gia");
        match.Subcommands.Add(CommandLine.Verb("run", "Đối chiếu dữ liệu của một tỉnh", [Province, Kind, All], Run));
        match.Subcommands.Add(CommandLine.Verb("links", "Ghi các cặp đã đối chiếu ra tệp CSV", [Province, Kind, Out], Links));
        match.Subcommands.Add(CommandLine.Verb("explain", "Từng căn cứ của điểm một cặp: dòng của danh sách và người trong sổ", [Row, Number, Province, Kind], Explain));
        match.Subcommands.Add(CommandLine.Verb("evaluate", "So kết quả đối chiếu với sự thật (tệp su-that.csv của demo tax)", [TruthFile, Province, Kind], Evaluate));
        root.Subcommands.Add(match);
        var coverage = new Command("coverage", "Đơn vị chưa tham gia, tham gia chưa đầy đủ");
        coverage.Subcommands.Add(CommandLine.Verb("employers", "Số đơn vị và người lao động thiếu theo dữ liệu thuế của một tỉnh", [Province, Year], Employers));
        coverage.Subcommands.Add(CommandLine.Verb("cards", "Số người được ngân sách đóng BHYT chưa có thẻ của một tỉnh", [Province, Year], Cards));
        root.Subcommands.Add(coverage);
    }

    private static async Task<object?> Run(Invocation call)
    {
        var (province, kind) = (call.Province(call.Parsed.GetRequiredValue(Province)), KindOf(call));
        var done = await new MatchRuns(call.Db, await call.SiteClock()).Run(Actor.System, Scope.OfProvince(province), province, kind, call.Parsed.GetValue(All), call.Cancel);
        return new
        {
            province, kind, strategy = done.Strategy, rows = done.Rows, compared = done.Compared, pairs = done.Pairs, accepted = done.Accepted, review = done.Review, rejected = done.Rejected, changed = done.Changed, seconds = done.Seconds,
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

    private static async Task<object?> Explain(Invocation call)
    {
        var (province, kind, pair) = (call.Province(call.Parsed.GetRequiredValue(Province)), KindOf(call), $"{call.Parsed.GetRequiredValue(Row)}-{call.Parsed.GetRequiredValue(Number)}");
        if (!LinkKey.TryParse(pair, out var key))
        {
            throw new Refusal("Coverage.NoPair", pair);
        }

        var (state, bits, terms) = await new MatchRuns(call.Db, await call.SiteClock()).Explain(Scope.OfProvince(province), province, kind, key);
        return new
        {
            state, stateInWords = state is null ? null : Text.Of("Coverage.State_" + Enum.Parse<LinkState>(state, ignoreCase: true)), bits,
            terms = terms.Select(t => new { field = t.Field, fieldInWords = Text.Of("Coverage.Field_" + t.Field), level = t.Level, levelInWords = Text.Of("Coverage.Level_" + t.Level), bits = t.Bits }).ToList(),
        };
    }

    /// <summary>Of the links as they stand, then of all with so many bits or more; then of the standing links by kind of error.</summary>
    private static async Task<object?> Evaluate(Invocation call)
    {
        var (province, kind, path) = (call.Province(call.Parsed.GetRequiredValue(Province)), KindOf(call), Path.GetFullPath(call.Parsed.GetRequiredValue(TruthFile)));
        var truth = await MatchTruth.Read(path, call.Cancel);
        var links = (await new MatchRuns(call.Db, await call.SiteClock()).Links(Scope.OfProvince(province), province, kind))
            .ToLookup(l => unchecked((ulong)l.Subject).ToString("x16", CultureInfo.InvariantCulture), StringComparer.Ordinal);
        return new
        {
            province, kind, rows = truth.Count, held = Quality(truth, l => l.State is "accepted" or "confirmed"),
            thresholds = Enumerable.Range(-2, 13).Select(i => new { bits = i * 2, quality = Quality(truth, l => l.State != "rejected" && l.Bits >= i * 2) }).ToList(),
            kinds = truth.SelectMany(t => t.Kinds).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(k => new { error = k, quality = Quality(truth.Where(t => t.Person >= 0 && t.Kinds.Contains(k)), l => l.State is "accepted" or "confirmed") }).ToList(),
        };

        object Quality(IEnumerable<(string Row, long Person, string[] Kinds)> rows, Func<(long Subject, long Person, double Bits, string State), bool> counts)
        {
            var quality = MatchQuality.Of(rows.Select(r => (r.Person, links[r.Row].Where(counts).Select(l => l.Person).DefaultIfEmpty(-1).First())));
            return new { right = quality.Right, wrong = quality.Wrong, missed = quality.Missed, precision = Math.Round(quality.Precision, 4), recall = Math.Round(quality.Recall, 4), f1 = Math.Round(quality.F1, 4) };
        }
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

    private static async Task<object?> Cards(Invocation call)
    {
        var province = call.Province(call.Parsed.GetRequiredValue(Province));
        var (clock, scope) = (await call.SiteClock(), Scope.OfProvince(province));
        var cards = new CardNeeds(call.Db, clock, new Core.Audit.ReadLog(call.Db, clock, NullLogger<Core.Audit.ReadLog>.Instance));
        await cards.Count(Actor.System, scope, province);
        var years = await cards.Years(scope);
        if (years.Count == 0)
        {
            throw new Refusal("Coverage.NoRows", province);
        }

        var year = call.Parsed.GetValue(Year) ?? years[0];
        var page = await cards.Communes(scope, new CardFilter(year));
        var all = page.Sums;
        return new
        {
            province, year, people = all.People, withCard = all.WithCard, issued = all.Issued, explained = all.Explained, toIssue = all.ToIssue, listed = all.Listed, doubt = all.Doubt, leftOut = all.LeftOut,
            duplicates = all.Duplicates, remainder = all.Remainder, communes = page.Communes,
        };
    }

    private static string KindOf(Invocation call) => call.Parsed.GetValue(Kind) is { } kind && ImportKinds.IsOutside(kind) ? kind : throw new Refusal("Imports.BadMap", "--kind " + call.Parsed.GetValue(Kind));
}
