using System.Globalization;
using BaoPhu.Bench;
using BaoPhu.Core.Texts;

// ./bench [import|plan|pages|papers|bulk|switch|replay|messages|case|figures|storm|match|next …] [small] [SQLite|PostgreSQL], ./bench large ROWS [SQLite|PostgreSQL], ./bench nation [small]: one table, each figure beside its baseline of the same run.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Text.Vietnamese;
if (args is ["import-once", var target, var kind, var file])
{
    await ImportBench.Once(target, kind, file);
    return 0;
}

if (args is ["bare-endpoint", var served])
{
    await StormBench.ServeBare(served);
    return 0;
}

if (args is ["match-once", var matched])
{
    MatchBench.Once(matched);
    return 0;
}

if (args is ["nation", ..])
{
    var figures = new Board();
    using var parts = new Place();
    var part = args.Contains("small", StringComparer.Ordinal) ? 100 : 1;
    await MatchBench.OfTheNation(parts, figures, 20_000_000 / part, 25_000_000 / part);
    figures.Print();
    return 0;
}

if (args is ["large", var count, ..])
{
    var figures = new Board();
    using var large = new Place();
    await ImportBench.Large(large, figures, int.Parse(count, CultureInfo.InvariantCulture), args.Length > 2 ? args[2] : null);
    figures.Print();
    return 0;
}

var small = args.Contains("small", StringComparer.Ordinal);
var chosen = args.Where(a => a is "import" or "plan" or "pages" or "papers" or "bulk" or "switch" or "replay" or "messages" or "case" or "figures" or "storm" or "match" or "next").ToList();
var board = new Board();
using var place = new Place { Only = args.FirstOrDefault(a => a is "SQLite" or "PostgreSQL") };
foreach (var part in chosen.Count == 0 ? ["import", "plan", "pages", "papers", "bulk", "switch", "replay", "messages", "case", "figures", "storm", "match", "next"] : chosen)
{
    await (part switch
    {
        "import" => ImportBench.Run(place, board, small ? 50_000 : 1_000_000, small ? 250_000 : 5_000_000),
        "papers" => PapersBench.Run(place, board, small ? 2_000 : 10_000, small ? 20_000 : 600_000),
        "bulk" => BulkPapersBench.Run(place, board, small ? 2_000 : 10_000, small ? 20_000 : 600_000),
        "plan" => PlanBench.Run(place, board, small ? 20_000 : 600_000),
        "messages" => MessagesBench.Run(place, board, small ? 2_000 : 100_000),
        "replay" => ReplayBench.Run(place, board, small ? 5_000 : 100_000),
        "case" => CaseBench.Run(place, board, small ? 2_000 : 20_000),
        "figures" => FiguresBench.Run(place, board, small ? 20_000 : 600_000),
        "storm" => StormBench.Run(place, board, small ? 20_000 : 600_000),
        "match" => MatchBench.Run(place, board, small ? 200_000 : 1_000_000, grow: !small),
        "next" => MatchBench.Nexts(place, board, small ? 50_000 : 1_000_000),
        "switch" => SwitchBench.Run(place, board, small ? 5_000 : 55_000, small ? 9_000 : 100_000),
        _ => PagesBench.Run(place, board, small ? 20_000 : 600_000),
    });
}

board.Print();
return 0;
