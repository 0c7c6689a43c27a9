using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

/// <summary>Joins and leaves of participants and their numbers at month ends: taken in, corrected, taken back, and the figures they make.</summary>
public sealed class MovementFileTests
{
    private const string Headings = "STT,Ngày biến động,Loại hình,Tăng/giảm,Mã CQ BHXH,Mã xã/phường,Mã đơn vị,Số người,Mã số BHXH,Căn cứ";
    private static readonly DateOnly Third = new(2021, 11, 3);

    private static readonly string[] Rows =
    [
        "1,03/11/2021,BHXH bắt buộc,Tăng,,,TA0001A,12,,600/HS-01",
        "2,03/11/2021,BHXH bắt buộc,Giảm,,,TA0001A,5,,600/HS-01",
        "3,02/11/2021,BHXH tự nguyện,Tăng,07901,27367,,,7912345678,D05-TS",
        "4,03/11/2021,BHYT,tăng,7901,,,1.250,,Hộ gia đình",
    ];

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_day_is_joins_less_leaves_and_opens_to_its_rows(Engine engine)
    {
        await using var desk = await Open(engine);
        var result = await desk.Run(ImportKinds.Movements, desk.File("tang-giam.csv", [Headings, .. Rows]));
        Assert.Equal((4, 4, 0), (result.Rows, result.Created, result.Rejected));
        var window = Window(Third, Third);
        Assert.Equal([7L, null, null, 1250L], await Figures(desk, Scope.OfProvince("79"), window));
        Assert.Equal([null, 1L, null, null], (await Figures(desk, Scope.OfProvince("79"), Window(new(2021, 11, 2), new(2021, 11, 2)))).Select(v => v == 0 ? null : v));
        var rows = await new Indicators(desk.Db).Rows(Scope.Nation, Scope.OfProvince("79"), "social", window, null);
        Assert.Equal((7L, 12L, 5L), (rows.Total, rows.Up, rows.Down));
        Assert.Equal(["TA0001A -5 600/HS-01", "TA0001A 12 600/HS-01"], rows.Rows.Select(r => $"{r.Code} {r.Value} {r.Ground}").Order(StringComparer.Ordinal));
        var person = Assert.Single((await new Indicators(desk.Db).Rows(Scope.Nation, Scope.OfProvince("79"), "voluntary", Window(new(2021, 11, 1), Third), null)).Rows);
        Assert.Equal(("", "•••••••678", "27367"), (person.Code, person.PersonMasked, person.CommuneCode));
        // The employer is the district's, so are its people; another province has none.
        Assert.Equal([7L, null, null, 1250L], await Figures(desk, Scope.OfOffices("79", ["07901"]), window));
        Assert.Equal([null, null, null, null], await Figures(desk, Scope.OfProvince("01"), window));
        Assert.Equal(0, (await new Indicators(desk.Db).Rows(Scope.OfProvince("01"), Scope.OfProvince("79"), "social", window, null)).Total);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_same_file_again_changes_nothing_another_number_corrects_and_nought_takes_back(Engine engine)
    {
        await using var desk = await Open(engine);
        var path = desk.File("tang-giam.csv", [Headings, .. Rows, Rows[0]]);
        Assert.Equal(4, (await desk.Run(ImportKinds.Movements, path)).Created);
        var again = await desk.Run(ImportKinds.Movements, path);
        Assert.Equal((5, 5, 0, 0), (again.Rows, again.Unchanged, again.Created, again.Changed));
        Assert.Equal(4, await desk.Count("reg_movements"));
        var sent = desk.Clock.GetUtcNow();
        desk.Clock.Moment = desk.Clock.Moment.AddHours(1);
        var trial = await desk.Run(new ImportRequest(ImportKinds.Movements, desk.File("sua.csv", [Headings, Rows[0].Replace(",12,", ",10,", StringComparison.Ordinal), Rows[1].Replace(",5,", ",0,", StringComparison.Ordinal)])) { DryRun = true });
        Assert.Equal((0, 2), (trial.Created, trial.Changed));
        Assert.Contains(trial.Examples, e => e is { Key: "TA0001A", Before: "12", After: "10" });
        Assert.Equal(4, await desk.Count("reg_movements"));
        Assert.Equal(2, (await desk.Run(ImportKinds.Movements, Path.Combine(desk.Folder, "sua.csv"))).Changed);
        Assert.Equal(10, (await Figures(desk, Scope.Nation, Window(Third, Third)))[0]);
        // What was told when a report was sent can still be told.
        Assert.Equal(7, (await Figures(desk, Scope.Nation, Window(Third, Third) with { KnownAt = Instant.Of(sent) }))[0]);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_wrong_row_is_refused_with_its_value_and_what_to_do(Engine engine)
    {
        await using var desk = await Open(engine);
        var result = await desk.Run(ImportKinds.Movements, desk.File("loi.csv", [
            Headings, "1,04/11/2021,BHYT,Tăng,07901,,,5,,", "2,31/02/2021,BHYT,Tăng,07901,,,5,,", "3,03/11/2021,Nhân thọ,Tăng,07901,,,5,,", "4,03/11/2021,BHYT,Chuyển,07901,,,5,,",
            "5,03/11/2021,BHYT,Tăng,00101,,,5,,", "6,03/11/2021,BHYT,Tăng,,,,5,,", "7,03/11/2021,BHYT,Tăng,,,TZ9999Z,5,,", "8,03/11/2021,BHYT,Tăng,07901,,,-5,,", "9,03/11/2021,BHYT,Tăng,07901,,,,12345,",
            "10,03/11/2021,BHYT,Tăng,07901,99999,,5,,", "11,03/11/2021,BHYT,Giảm,07901,,,5,,", "12,03/11/2021,BHYT,Giảm,07901,,,6,,", "13,03/11/2021,BHTN,Tăng,07901,,,5,,",
        ]));
        Assert.Equal((13, 1, 12), (result.Rows, result.Accepted, result.Rejected));
        string[] told = ["chưa đến", "không có trên lịch", "Nhân thọ", "tăng hay giảm", "00101", "không biết của ai", "TZ9999Z", "-5", "12345", "99999", "cùng biến động", "cùng biến động"];
        Assert.All(told.Zip(result.Refusals), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.Equal(1, await desk.Count("reg_movements"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task With_only_a_month_told_a_day_has_no_data_and_says_since_when(Engine engine)
    {
        await using var desk = await Open(engine);
        string[] file = ["Tháng,Loại hình,Mã CQ BHXH,Số người đang tham gia", "10/2021,BHYT,07901,\"200.000\"", "09/2021,BHYT,07901,199000", "10/2021,BHXH tự nguyện,07900,900", "11/2021,BHYT,07901,1", "10/2021,BHTN,07901,x"];
        var result = await desk.Run(ImportKinds.Stands, desk.File("cuoi-thang.csv", file));
        Assert.Equal((5, 3, 2), (result.Rows, result.Created, result.Rejected));
        Assert.Equal(3, (await desk.Run(ImportKinds.Stands, desk.File("cuoi-thang.csv", file))).Unchanged);
        Assert.Equal([null, null, null, null], await Figures(desk, Scope.Nation, Window(Third, Third)));
        var told = await new Indicators(desk.Db).Told(Scope.OfProvince("79"));
        Assert.Equal(new(Participation.Health, null, new(2021, 10, 31)), told[3]);
        Assert.Null(told[0].Last);

        // The number of today: the month's end and what was told since.
        Assert.Equal(200_000L, await Stand("stand-health"));
        Assert.Null(await Stand("stand-social"));
        await desk.Run(ImportKinds.Movements, desk.File("tang-giam.csv", [Headings, .. Rows, "5,31/10/2021,BHYT,tăng,7901,,,7,,"]));
        Assert.Equal(201_250L, await Stand("stand-health"));
        Assert.Equal(900L, await Stand("stand-voluntary"));
        async Task<long?> Stand(string code) => (await new Indicators(desk.Db).Values(Scope.Nation, [code], Window(new(2021, 1, 1), Third)))[code];
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Groups_of_health_insurance_stand_beside_the_whole_number_and_never_add_to_it(Engine engine)
    {
        await using var desk = await Open(engine);
        const string headings = "Tháng,Loại hình,Mã CQ BHXH,Số người đang tham gia,Mã nhóm";
        string[] file = [headings, "10/2021,BHYT,07901,1000,", "10/2021,BHYT,07901,300,GD", "10/2021,BHYT,07901,200,HS", "10/2021,BHYT,07901,50,CN", "10/2021,BHYT,07901,9,Q1", "10/2021,BHTN,07901,9,GD"];
        var result = await desk.Run(ImportKinds.Stands, desk.File("cuoi-thang.csv", file));
        Assert.Equal((6, 4, 2), (result.Rows, result.Created, result.Rejected));
        Assert.All(result.Refusals, r => Assert.Contains("hai chữ đầu của thẻ BHYT", r, StringComparison.Ordinal));
        Assert.Equal(4, (await desk.Run(ImportKinds.Stands, desk.File("cuoi-thang.csv", file))).Unchanged);
        // The same month twice is one number for each group; another number contradicts.
        Assert.Equal(2, (await desk.Run(ImportKinds.Stands, desk.File("hai-lan.csv", [headings, "09/2021,BHYT,07901,1,GD", "09/2021,BHYT,07901,2,GD", "09/2021,BHYT,07901,2,HS"]))).Rejected);
        Assert.Equal((1000L, 300L, 250L, null), (await Stand("health"), await Stand("health-household"), await Stand("health-supported"), await Stand("health-budget")));

        const string moves = "Ngày biến động,Loại hình,Tăng/giảm,Mã CQ BHXH,Số người,Căn cứ,Mã nhóm BHYT";
        var moved = await desk.Run(ImportKinds.Movements, desk.File("tang-giam.csv", [
            moves, "02/11/2021,BHYT,Tăng,07901,20,D03-TS,GD", "02/11/2021,BHYT,Giảm,07901,4,D03-TS,hs", "03/11/2021,BHYT,Tăng,07901,7,D03-TS,", "03/11/2021,BHYT,Tăng,07901,7,D03-TS,X1",
        ]));
        Assert.Equal((3, 1), (moved.Created, moved.Rejected));
        Assert.Equal((1023L, 320L, 246L), (await Stand("health"), await Stand("health-household"), await Stand("health-supported")));
        Assert.Equal(246, (await new Indicators(desk.Db).Rows(Scope.Nation, Scope.OfProvince("79"), "stand-health-supported", Window(new(2021, 1, 1), Third), null)).Total);
        // A target is given for the group as for the whole.
        Assert.Contains(TargetKind.All, k => k.Code == "stand-health-household");
        async Task<long?> Stand(string code) => (await new Indicators(desk.Db).Values(Scope.Nation, ["stand-" + code], Window(new(2021, 1, 1), Third)))["stand-" + code];
    }

    private static FigureWindow Window(DateOnly from, DateOnly to) => new(from, to, Instant.StartOf(to.AddDays(1)));

    private static async Task<List<long?>> Figures(ImportDesk desk, Scope reach, FigureWindow window) =>
        [.. (await new Indicators(desk.Db).Values(reach, ["social", "voluntary", "unemployment", "health"], window)).Values];

    private static async Task<ImportDesk> Open(Engine engine)
    {
        var desk = await ImportDesk.Open(engine);
        desk.Clock.Moment = new(2021, 11, 3, 1, 0, 0, TimeSpan.Zero);
        await new Offices(desk.Db, desk.Clock).Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        await desk.Run(ImportKinds.Employers, desk.EmployerFile("TA0001A,07901,Công ty An Phú,,,27367,,,,8,Đang tham gia,"));
        return desk;
    }
}
