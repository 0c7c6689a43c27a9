using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;
using Spectre.Console;
using Text = BaoPhu.Core.Texts.Text;

namespace BaoPhu.Cli.Commands;

/// <summary>import employers, months, movements, stands, levels, debtors…; localities import.</summary>
internal static class ImportCommands
{
    private const int MostLines = 20;

    private static readonly Argument<string> FilePath = new("file") { Description = "Tệp CSV, XLSX hoặc XLS" };
    private static readonly Option<string> Province = new("--province") { Description = "Mã tỉnh (2 chữ số)", Required = true };
    private static readonly Option<string?> OnlyProvince = new("--province") { Description = "Chỉ nhận địa bàn của tỉnh này" };

    private static readonly Option<string[]> Map = new("--map")
    {
        Description = "trường=\"tên cột\", khi tên cột không tự nhận ra (lặp lại được; được nhớ cho lần sau)",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int?> Sheet = new("--sheet") { Description = "Trang tính thứ mấy (từ 1; mặc định: trang có tiêu đề)" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Chỉ kiểm tra và so sánh, không ghi" };
    private static readonly Option<string?> ListIs = new("--list") { Description = "Danh sách: whole (đủ mọi người của xã, nhóm, năm; ai không có là đã ra) hoặc more (bổ sung)" };
    private static readonly Option<string?> Hidden = new("--hidden") { Description = "Dòng, cột ẩn: take (nhập cả) hoặc leave (bỏ qua); không nói mà có thì không nhập" };
    private static readonly Option<string?> PeriodOf = new("--period") { Description = "Tháng của danh sách, ví dụ 2021-10 (mặc định: như tiêu đề)" };
    private static readonly Option<bool> KnownAtImport = new("--known-at-import") { Description = "Coi là biết từ lúc nhập, không phải từ ngày quyết định" };
    private static readonly Option<string?> ValidFrom = new("--valid-from") { Description = "Danh mục có hiệu lực từ ngày (mặc định: từ đầu)" };

    public static void AddTo(RootCommand root)
    {
        var import = new Command("import", "Nhập dữ liệu từ tệp");
        import.Subcommands.Add(CommandLine.Verb("employers", "Đơn vị của một tỉnh", [FilePath, Province, Map, Sheet, Hidden, DryRun], call => Run(call, ImportKinds.Employers, call.Parsed.GetRequiredValue(Province))));
        import.Subcommands.Add(CommandLine.Verb("months", "Phải đóng, đã đóng theo quỹ và tháng", [FilePath, Province, Map, Sheet, Hidden, DryRun], call => Run(call, ImportKinds.Months, call.Parsed.GetRequiredValue(Province))));
        import.Subcommands.Add(CommandLine.Verb("settlements", "Số liệu quyết toán ngân sách đóng, hỗ trợ", [FilePath, Province, Map, Sheet, Hidden, DryRun], call => Run(call, ImportKinds.Settlements, call.Parsed.GetRequiredValue(Province))));
        import.Subcommands.Add(CommandLine.Verb("movements", "Người tham gia tăng, giảm theo ngày", [FilePath, Province, Map, Sheet, Hidden, DryRun], call => Run(call, ImportKinds.Movements, call.Parsed.GetRequiredValue(Province))));
        import.Subcommands.Add(CommandLine.Verb("stands", "Số người tham gia cuối tháng", [FilePath, Province, Map, Sheet, Hidden, DryRun], call => Run(call, ImportKinds.Stands, call.Parsed.GetRequiredValue(Province))));
        import.Subcommands.Add(CommandLine.Verb("persons", "Người trong sổ tham gia (mã số BHXH)", [FilePath, Province, Map, Sheet, Hidden, DryRun], call => Run(call, ImportKinds.Persons, call.Parsed.GetRequiredValue(Province))));
        import.Subcommands.Add(CommandLine.Verb("participations", "Quá trình tham gia theo đơn vị và tháng", [FilePath, Province, Map, Sheet, Hidden, DryRun], call => Run(call, ImportKinds.Participations, call.Parsed.GetRequiredValue(Province))));
        import.Subcommands.Add(CommandLine.Verb("cards", "Thẻ BHYT và thời hạn", [FilePath, Province, Map, Sheet, Hidden, DryRun], call => Run(call, ImportKinds.Cards, call.Parsed.GetRequiredValue(Province))));
        import.Subcommands.Add(CommandLine.Verb("tax", "Người lao động quyết toán thuế TNCN", [FilePath, Province, Map, Sheet, Hidden, DryRun], call => Run(call, ImportKinds.Tax, call.Parsed.GetRequiredValue(Province))));
        import.Subcommands.Add(CommandLine.Verb("budget-list", "Người được ngân sách đóng, hỗ trợ BHYT", [FilePath, Province, Map, Sheet, Hidden, ListIs, DryRun], call => Run(call, ImportKinds.Entitled, call.Parsed.GetRequiredValue(Province))));
        import.Subcommands.Add(CommandLine.Verb("post", "Kết quả phát của bưu điện", [FilePath, Province, Map, Sheet, Hidden, DryRun], call => Run(call, ImportKinds.Post, call.Parsed.GetRequiredValue(Province))));
        import.Subcommands.Add(CommandLine.Verb("targets", "Chỉ tiêu Trung ương giao các tỉnh", [FilePath, Map, Sheet, Hidden, DryRun], call => Run(call, ImportKinds.Targets, null)));
        import.Subcommands.Add(CommandLine.Verb("levels", "Cấp độ dịch đã công bố", [FilePath, OnlyProvince, Map, Sheet, Hidden, DryRun, KnownAtImport], call => Run(call, ImportKinds.Levels, call.Parsed.GetValue(OnlyProvince))));
        import.Subcommands.Add(CommandLine.Verb(
            "debtors", "Danh sách đơn vị chậm đóng in theo mẫu B03-TS: đối chiếu với sổ thu", [FilePath, Province, PeriodOf, Map, Sheet, Hidden, DryRun],
            call => Run(call, ImportKinds.Debtors, call.Parsed.GetRequiredValue(Province))));
        root.Subcommands.Add(import);

        var localities = new Command("localities", "Danh mục hành chính");
        localities.Subcommands.Add(CommandLine.Verb("import", "Nhập danh mục tỉnh, huyện, xã", [FilePath, OnlyProvince, Map, Sheet, Hidden, DryRun, ValidFrom], call => Run(call, ImportKinds.Localities, call.Parsed.GetValue(OnlyProvince))));
        root.Subcommands.Add(localities);
    }

    private static async Task<object?> Run(Invocation call, string kind, string? province)
    {
        DateOnly? from = null;
        if (kind == ImportKinds.Localities && call.Parsed.GetValue(ValidFrom) is { } text)
        {
            from = DateText.TryParse(text.AsSpan(), out var day) ? day : throw new Refusal("Common.BadInstant", text);
        }

        var request = new ImportRequest(kind, Path.GetFullPath(call.Parsed.GetRequiredValue(FilePath)))
        {
            Province = province is null ? null : call.Province(province),
            Map = Mapping(call.Parsed.GetValue(Map) ?? []),
            Sheet = call.Parsed.GetValue(Sheet) - 1,
            Hidden = call.Parsed.GetValue(Hidden) switch
            {
                null => null,
                "take" => HiddenCells.Take,
                "leave" => HiddenCells.Leave,
                var other => throw new Refusal("Imports.BadMap", "--hidden " + other),
            },
            List = kind != ImportKinds.Entitled ? null : call.Parsed.GetValue(ListIs) switch
            {
                null => null,
                "whole" => ListMeaning.Whole,
                "more" => ListMeaning.More,
                var other => throw new Refusal("Imports.BadMap", "--list " + other),
            },
            Period = kind == ImportKinds.Debtors ? Month(call.Parsed.GetValue(PeriodOf)) : null,
            DryRun = call.Parsed.GetValue(DryRun),
            KnownAtImport = kind == ImportKinds.Levels && call.Parsed.GetValue(KnownAtImport),
            ValidFrom = from,
        };
        var clock = await call.SiteClock();
        var runs = new ImportRuns(
            call.Db, clock, FilesFolder.Of(call.Target), new FiledTargets(new Targets(call.Db, new LiveFigures(call.Db, clock), clock)),
            [new Core.Coverage.NoticeAnswers(clock, new Core.Coverage.UnitCases(call.Db, clock))], new Core.Coverage.CardFollower());
        ImportResult result;
        try
        {
            result = await WithProgress(call, progress => runs.Run(Actor.System, request, progress, call.Cancel));
        }
        catch (OperationCanceledException)
        {
            throw new Refusal("Imports.Cancelled");
        }

        await Tell(result);
        return call.JsonOnly ? WithReasons(Answer(result, request), result) : Answer(result, request);
    }

    private static object Answer(ImportResult result, ImportRequest request)
    {
        if (result.Debtors is { } list)
        {
            return new
            {
                result.RunId, result.Rows, result.Accepted, result.Created, result.Changed, result.Unchanged, result.Rejected, result.Warnings, result.RejectsFile, request.DryRun,
                period = Period.FromNumber(list.Period).ToString(), list.SameAs,
                comparison = new { list.Equal, list.Differs, list.OnlyList, list.OnlyLedger, list.OtherBand, list.InTotal, list.InTotalDebt },
                sections = list.Sections.Select(section => new { section.Name, section.Rows, section.Sum, section.Printed, totalOnly = section.IsTotalOnly, section.Differs }),
            };
        }

        return request.DryRun
            ? new
            {
                result.Rows, result.Accepted, result.Created, result.Changed, result.Unchanged, result.Rejected, result.Warnings, result.RejectsFile,
                dryRun = true, changes = result.Examples,
            }
            : new { result.Rows, result.Accepted, result.Created, result.Changed, result.Unchanged, result.Rejected, result.Warnings, result.RejectsFile };
    }

    /// <summary>For programs also the cells that were refused or taken with a warning, which people read as lines on standard error; bounded, with the number of rows not told.</summary>
    private static JsonNode WithReasons(object answer, ImportResult result)
    {
        var node = JsonSerializer.SerializeToNode(answer, CommandLine.Json)!.AsObject();
        Add("rejectedCells", "rejectedNotTold", result.RefusedCells, result.Rejected);
        Add("warnedCells", "warnedNotTold", result.WarnedCells, result.Warnings);
        return node;

        void Add(string cells, string rest, IReadOnlyList<ImportFault> told, long rows)
        {
            node[cells] = JsonSerializer.SerializeToNode(told, CommandLine.Json);
            node[rest] = rows - told.Select(f => f.Row).Distinct().LongCount();
        }
    }

    private static int? Month(string? text) => text is null ? null : PeriodText.TryParse(text, out var period) ? period.Number : throw new Refusal("ImportLists.BadPeriod", text);

    private static Dictionary<string, string>? Mapping(string[] pairs)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new Refusal("Imports.BadMap", pair);
            }

            map[pair[..equals].Trim()] = pair[(equals + 1)..].Trim().Trim('"');
        }

        return map.Count == 0 ? null : map;
    }

    private static async Task Tell(ImportResult result)
    {
        foreach (var line in result.Messages.Concat(result.Refusals.Take(MostLines)).Concat(result.WarningTexts.Take(MostLines)))
        {
            await Console.Error.WriteLineAsync(line);
        }

        if (result.Rejected > MostLines || result.Warnings > MostLines)
        {
            await Console.Error.WriteLineAsync(Text.Of("Imports.MoreInFile", result.RejectsFile ?? result.WarningsFile ?? ""));
        }
    }

    /// <summary>A bar on standard error, on a terminal only.</summary>
    private static async Task<ImportResult> WithProgress(Invocation call, Func<IProgress<ImportProgress>?, Task<ImportResult>> run)
    {
        if (call.JsonOnly || Console.IsErrorRedirected)
        {
            return await run(null);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress().AutoClear(true).StartAsync(async context =>
        {
            var task = context.AddTask(Text.Of("Imports.Phase_Reading"));
            return await run(new Bar(task));
        });
    }

    private sealed class Bar(ProgressTask task) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            task.Description = string.Create(CultureInfo.InvariantCulture, $"{Text.Of("Imports.Phase_" + value.Phase)} ({VietnameseNumbers.Amount(value.Rows)})");
            task.IsIndeterminate = value.Phase != ImportPhase.Reading;
            if (value.Phase == ImportPhase.Reading && value.Total > 0)
            {
                task.MaxValue = value.Total;
                task.Value = value.Done;
            }
        }
    }
}
