using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Rules.Reporting;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Imports;

/// <summary>Targets from a file: tried, given with their decision, changed with a reason, refused row by row.</summary>
public sealed class TargetFileTests
{
    private const string Headings = "Chỉ tiêu,Mã cơ quan BHXH,Kỳ,Số giao,Số quyết định,Ngày quyết định,Cơ quan giao,Lý do";
    private const string Post = "DL79010001";
    private static readonly TargetPeriod Year = TargetPeriod.Year(2021);
    private static readonly Actor Director = new("giamdoc", "Trần Thị Bình", "07900");
    private static readonly Scope Own = Scope.OfProvince("79");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_province_gives_by_a_file_what_it_would_give_by_the_page(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await using var desk = await ImportDesk.Open(test);
        var (runs, targets) = await Open(desk);
        var path = desk.File("chi-tieu.csv", [
            Headings, "Số người đang tham gia BHYT,7901,2021,\"200.000\",15/QĐ-BHXH,05/02/2021,,", "collected-health,07901,năm 2021,3000000000,15/QĐ-BHXH,05/02/2021,,",
            "stand-health,07902,giai đoạn 2021-2025,900,15/QĐ-BHXH,05/02/2021,UBND Thành phố,",
        ]);
        var trial = await runs.Run(Director, new(ImportKinds.Targets, path) { Province = "79", DryRun = true });
        Assert.Equal((3, 3, 0), (trial.Rows, trial.Created, trial.Rejected));
        Assert.Equal(0, await desk.Count("rep_targets"));
        Assert.Equal(3, (await runs.Run(Director, new(ImportKinds.Targets, path) { Province = "79" })).Created);
        Assert.Equal(3, (await runs.Run(Director, new(ImportKinds.Targets, path) { Province = "79" })).Unchanged);
        Assert.Equal(3, await desk.Count("rep_targets"));
        var given = (await targets.Find(Own, "07901", Year, "stand-health")).Line.Target!;
        Assert.Equal((200_000L, 1, "15/QĐ-BHXH", new DateOnly(2021, 2, 5), "Trần Thị Bình"), (given.Value, given.Version, given.Decision, given.DecidedOn, given.SetName.Split(',')[0]));
        Assert.Equal("UBND Thành phố", (await targets.Find(Own, "07902", new(TargetSpan.Stage, 2021, 2025), "stand-health")).Line.Target!.AssignedBy);
        Assert.Equal(3, await desk.Count("aud_entries", "act = 'reporting.target'"));

        // Another value is a change: with its reason, and a version more.
        Assert.Contains("lý do điều chỉnh", Assert.Single((await Take("stand-health,07901,2021,190000,20/QĐ,01/09/2021,,")).Refusals), StringComparison.Ordinal);
        Assert.Equal(1, (await Take("stand-health,07901,2021,190000,20/QĐ,01/09/2021,,Giãn cách")).Changed);
        Assert.Equal([(2, 190_000L, "Giãn cách"), (1, 200_000L, "")], (await targets.Find(Own, "07901", Year, "stand-health")).Versions.Select(v => (v.Version, v.Value, v.Reason)));
        await PlanningFlowTests.Healthy(test);

        Task<ImportResult> Take(string row) => runs.Run(Director, new(ImportKinds.Targets, desk.File("sua.csv", [Headings, row])) { Province = "79" });
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_wrong_row_is_refused_with_its_reason_and_the_others_are_given(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var (runs, _) = await Open(desk);
        const string rest = ",1/QĐ,05/02/2021,,";
        var result = await runs.Run(Director, new(ImportKinds.Targets, desk.File("loi.csv", [
            Headings, "nhân thọ,07901,2021,1" + rest, "stand-health,00101,2021,1" + rest, "stand-health,07900,2021,1" + rest, $"voluntary,{Post},2021,1" + rest, "stand-health,07901,quý I,1" + rest,
            "stand-health,07901,2021,-5" + rest, "stand-health,07901,2021,\"12,5\"" + rest, "stand-health,07901,2021,1,,05/02/2021,,", "stand-health,07901,2021,1,1/QĐ,04/11/2021,,",
            "stand-social,07901,2021,1" + rest, "stand-social,07901,2021,2" + rest, "stand-social,07902,2021,3" + rest,
        ])) { Province = "79" });
        Assert.Equal((12, 1, 11), (result.Rows, result.Created, result.Rejected));
        string[] told = ["nhân thọ", "00101", "07900", Post, "quý I", "-5", "12,5", "thiếu số quyết định", "chưa đến", "cả hai", "cả hai"];
        Assert.All(told.Zip(result.Refusals), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.NotNull(result.RejectsFile);
        Assert.Equal(["07902"], await desk.Db.Read(s => s.Query<string>("select office_code from rep_targets")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_file_to_fill_in_is_read_as_it_was_written(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var (runs, targets) = await Open(desk);
        var given = desk.File("chi-tieu.csv", [Headings, "stand-health,07901,2021,200000,15/QĐ-BHXH,05/02/2021,,"]);
        Assert.Equal(1, (await runs.Run(Director, new(ImportKinds.Targets, given) { Province = "79" })).Created);
        var view = await targets.Find(Own, "07900", Year, "stand-health");
        var path = Path.Combine(Path.GetDirectoryName(given)!, "mau.xlsx");
        await using (var file = File.Create(path))
        {
            FiledTargets.Template(view, file);
        }

        // What stands changes nothing; who was given nothing waits for a number.
        var result = await runs.Run(Director, new(ImportKinds.Targets, path) { Province = "79" });
        Assert.Equal((view.Children.Count, 1, view.Children.Count - 1), (result.Rows, result.Unchanged, result.Rejected));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Each_office_gives_to_those_right_below_it(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var (runs, targets) = await Open(desk);
        var path = desk.File("dai-ly.csv", [Headings, $"Người tham gia BHXH tự nguyện tăng thêm,{Post},2021,70,3/QĐ,05/02/2021,,", $"collected-health,{Post},2021,70,3/QĐ,05/02/2021,,"]);
        var result = await runs.Run(new("quan1", "Lê Văn Cường", "07901"), new(ImportKinds.Targets, path) { Province = "79" });
        Assert.Equal((1, 1), (result.Created, result.Rejected));
        Assert.Equal(70, (await targets.Find(Own, Post, Year, "voluntary")).Line.Target!.Value);
        var nation = await runs.Run(new("ban-thu", "Vụ trưởng", "00001"), new(ImportKinds.Targets, desk.File("nuoc.csv", [
            Headings, "stand-health,00000,2021,87000000,2205/QĐ-TTg,04/01/2021,Thủ tướng Chính phủ,", "stand-health,07900,2021,8000000,38/QĐ-BHXH,15/01/2021,,", "stand-health,00001,2021,1,38/QĐ-BHXH,15/01/2021,,",
        ])));
        Assert.Equal((2, 1), (nation.Created, nation.Rejected));
        Assert.Equal("Thủ tướng Chính phủ", (await targets.Find(Scope.Nation, "00000", Year, "stand-health")).Line.Target!.AssignedBy);
    }

    private static async Task<(ImportRuns Runs, Targets Targets)> Open(ImportDesk desk)
    {
        desk.Clock.Moment = new(2021, 11, 3, 1, 0, 0, TimeSpan.Zero);
        var offices = new Offices(desk.Db, desk.Clock);
        await offices.Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        await offices.Save(Actor.System, Scope.Nation, "07902", "BHXH Quận 3", "07900");
        await offices.Save(Actor.System, Scope.Nation, "00101", "BHXH Quận Ba Đình", "00100");
        await new Agents(desk.Db, desk.Clock).Add(Actor.System, Scope.Nation, new(Post, "07901", "Bưu điện Quận 1", new(2021, 1, 1)));
        var targets = new Targets(desk.Db, new LiveFigures(desk.Db, desk.Clock) { Freshness = TimeSpan.Zero }, desk.Clock);
        return (new(desk.Db, desk.Clock, Path.Combine(desk.Folder, "files"), new FiledTargets(targets)), targets);
    }
}
