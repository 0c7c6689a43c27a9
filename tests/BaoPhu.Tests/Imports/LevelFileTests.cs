using BaoPhu.Core.Data;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

public sealed class LevelFileTests
{
    private const string City = "79,2,01/QĐ-UBND,20/10/2021,\"UBND tỉnh, thành phố\",21/10/2021 00:00";
    private const string District = "775,Cấp 3,10/QĐ-UBND,28/10/2021,UBND Thành phố,29/10/2021 00:00";

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Announcements_are_known_since_the_decisions_day_and_confirm_no_switch(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var result = await desk.Run(ImportKinds.Levels, desk.LevelFile(City, District, City));
        Assert.Equal((3, 2, 1, 0), (result.Rows, result.Created, result.Unchanged, result.Rejected));
        Assert.Equal("79", (await desk.Runs.Run(Core.Identity.Actor.System, Core.Identity.Scope.OfProvince("79"), result.RunId!)).Province);

        var levels = new Levels(desk.Db, desk.Clock);
        var at = Instant.Of(desk.Clock.Moment);
        Assert.Equal(3, (await levels.LevelOf("27367", at)).Level);
        Assert.Equal(2, (await levels.LevelOf("79", at)).Level);
        var announced = Assert.Single(await levels.History("775"));
        Assert.Equal(Instant.StartOf(new DateOnly(2021, 10, 28)), announced.KnownFromAt);
        Assert.Null(announced.SwitchConfirmedAt);
        Assert.Null((await levels.LevelOf("27367", at, Instant.StartOf(new DateOnly(2021, 10, 27)))).AnnouncedFor is "775" ? "775" : null);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_same_again_changes_nothing_and_another_level_is_a_correction(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await desk.Run(ImportKinds.Levels, desk.LevelFile(City, District));
        var before = SampleTests.WithoutAudit(await desk.Everything());
        var again = await desk.Run(ImportKinds.Levels, desk.LevelFile(City, District));
        Assert.Equal((0, 0, 2), (again.Created, again.Changed, again.Unchanged));
        Assert.Equal(before, SampleTests.WithoutAudit(await desk.Everything()));

        var corrected = await desk.Run(ImportKinds.Levels, desk.LevelFile(District.Replace("Cấp 3", "4", StringComparison.Ordinal)));
        Assert.Equal((0, 1), (corrected.Created, corrected.Changed));
        var levels = new Levels(desk.Db, desk.Clock);
        var now = Instant.Of(desk.Clock.Moment);
        Assert.Equal(4, (await levels.LevelOf("775", now)).Level);
        Assert.Equal(3, (await levels.LevelOf("775", now, new Instant(now.Milliseconds - 1))).Level);
        Assert.Equal(2, (await levels.History("775")).Count);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Another_decision_for_the_same_minute_is_a_correction_and_the_confirmed_switch_stays_with_the_level(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await desk.Run(ImportKinds.Levels, desk.LevelFile(District));
        var levels = new Levels(desk.Db, desk.Clock);
        await Core.SwitchFollowers.Switches(desk.Db, desk.Clock).Confirm(Core.Identity.Actor.System, Core.Identity.Scope.Nation, Assert.Single(await levels.History("775")).AnnouncementId, null);
        desk.Clock.Moment = desk.Clock.Moment.AddMinutes(1);
        Assert.Equal(1, (await desk.Run(ImportKinds.Levels, desk.LevelFile(District.Replace("10/QĐ", "12/QĐ", StringComparison.Ordinal)))).Changed);
        var held = Assert.Single(await levels.History("775"), a => a.KnownToAt is null);
        Assert.Equal("12/QĐ-UBND", held.DecisionNumber);
        Assert.NotNull(held.SwitchConfirmedAt);

        desk.Clock.Moment = desk.Clock.Moment.AddMinutes(1);
        await desk.Run(ImportKinds.Levels, desk.LevelFile(District.Replace("Cấp 3", "4", StringComparison.Ordinal)));
        held = Assert.Single(await levels.History("775"), a => a.KnownToAt is null);
        Assert.Equal(((short)4, null), (held.Level, held.SwitchConfirmedAt));
        Assert.Equal(2, (await desk.Run(ImportKinds.Levels, desk.LevelFile(District, District.Replace("10/QĐ", "13/QĐ", StringComparison.Ordinal)))).Rejected);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_planning_is_queued_with_the_file_for_every_province_touched_when_the_host_asks(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await desk.Run(ImportKinds.Levels, desk.LevelFile(City));
        Assert.Equal(0, await desk.Count("job_runs"));
        var file = desk.LevelFile(District, "48,3,02/QĐ-UBND,20/10/2021,UBND Đà Nẵng,21/10/2021 00:00");
        await desk.Run(new ImportRequest(ImportKinds.Levels, file) { PlanAfter = true, DryRun = true });
        Assert.Equal(0, await desk.Count("job_runs"));
        await desk.Run(new ImportRequest(ImportKinds.Levels, file) { PlanAfter = true });
        Assert.Equal(["48", "79"], await desk.Db.Read(s => s.Query<string>("select province from job_runs where kind = 'plan' order by province")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_lift_lets_the_wider_level_hold_again(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await desk.Run(ImportKinds.Levels, desk.LevelFile(City, District, "775,Bãi bỏ,11/QĐ-UBND,01/11/2021,UBND Thành phố,02/11/2021"));
        Assert.Equal(2, (await new Levels(desk.Db, desk.Clock).LevelOf("775", Instant.Of(desk.Clock.Moment))).Level);
    }

    [Fact]
    public async Task By_option_announcements_are_known_since_the_import()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        await desk.Run(new ImportRequest(ImportKinds.Levels, desk.LevelFile(City)) { KnownAtImport = true });
        Assert.Equal(Instant.Of(desk.Clock.Moment), Assert.Single(await new Levels(desk.Db, desk.Clock).History("79")).KnownFromAt);
    }

    [Theory]
    [InlineData("79,5,01/QĐ,20/10/2021,UBND,21/10/2021", "cấp độ \"5\" không phải 1, 2, 3, 4")]
    [InlineData("79,0,01/QĐ,20/10/2021,UBND,21/10/2021", "cấp độ \"0\"")]
    [InlineData("79,,01/QĐ,20/10/2021,UBND,21/10/2021", "cấp độ \"\"")]
    [InlineData("99999,2,01/QĐ,20/10/2021,UBND,21/10/2021", "không có địa bàn mang mã \"99999\"")]
    [InlineData("7,2,01/QĐ,20/10/2021,UBND,21/10/2021", "không đúng 2 (tỉnh), 3 (huyện)")]
    [InlineData("79,2,01/QĐ,31/09/2021,UBND,21/10/2021", "ngày quyết định \"31/09/2021\" không có trên lịch")]
    [InlineData("79,2,01/QĐ,20/10/2021,UBND,30/02/2021 08:00", "hiệu lực từ \"30/02/2021 08:00\" không có trên lịch")]
    [InlineData("79,2,01/QĐ,20/10/2021,UBND,sớm", "không phải ngày")]
    [InlineData("79,2,,20/10/2021,UBND,21/10/2021", "thiếu số quyết định")]
    [InlineData("79,2,01/QĐ,20/10/2021,,21/10/2021", "thiếu cơ quan ban hành")]
    [InlineData("48,2,01/QĐ,20/10/2021,UBND,21/10/2021", "thuộc tỉnh khác")]
    public async Task A_refused_announcement_says_why(string row, string words)
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var result = await desk.Run(new ImportRequest(ImportKinds.Levels, desk.LevelFile(row)) { Province = "79" });
        Assert.Equal((1, 1, 0), (result.Rows, result.Rejected, await desk.Count("org_levels")));
        Assert.Contains(words, Assert.Single(result.Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_levels_by_one_decision_are_both_refused()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var result = await desk.Run(ImportKinds.Levels, desk.LevelFile(District, District.Replace("Cấp 3", "4", StringComparison.Ordinal), City));
        Assert.Equal((3, 2, 1), (result.Rows, result.Rejected, result.Created));
    }
}
