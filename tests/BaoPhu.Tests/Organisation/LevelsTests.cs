using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Clock;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Organisation;

public sealed class LevelsTests
{
    private static readonly Actor Director = new("u1", "Giám đốc", "07900");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_narrowest_in_force_decides_until_replaced_or_lifted(Engine engine)
    {
        await using var test = await Places(engine);
        var levels = new Levels(test.Db, test.Clock);
        await levels.Announce(Director, Scope.Nation, New("79", 2, "2021-10-20T00:00"));
        await levels.Announce(Director, Scope.Nation, New("90001", 4, "2021-10-25T00:00"));
        await levels.Announce(Director, Scope.Nation, New("901", 3, "2021-10-30T00:00"));

        Assert.Equal((null, null), await Of(levels, "90001", "2021-10-19T23:59"));
        Assert.Equal((2, "79"), await Of(levels, "90001", "2021-10-20T00:00"));
        Assert.Equal((4, "90001"), await Of(levels, "90001", "2021-10-31T00:00"));
        Assert.Equal((3, "901"), await Of(levels, "90002", "2021-10-31T00:00"));

        await levels.Announce(Director, Scope.Nation, New("90001", null, "2021-11-01T00:00"));
        Assert.Equal((4, "90001"), await Of(levels, "90001", "2021-10-31T23:59"));
        Assert.Equal((3, "901"), await Of(levels, "90001", "2021-11-01T00:00"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_correction_is_seen_backwards_and_what_was_known_stays(Engine engine)
    {
        await using var test = await Places(engine);
        var levels = new Levels(test.Db, test.Clock);
        await levels.Announce(Director, Scope.Nation, New("79", 2, "2021-10-20T00:00"));
        var before = test.Clock.Now();
        test.Clock.Moment = test.Clock.Moment.AddDays(1);
        await levels.Announce(Director, Scope.Nation, New("79", 3, "2021-10-20T00:00") with { DecisionNumber = "02/QĐ-UBND" });

        var at = new Instant(VietnamTime.Parse("2021-10-28T00:00"));
        Assert.Equal(3, (await levels.LevelOf("79", at)).Level);
        Assert.Equal(2, (await levels.LevelOf("79", at, before)).Level);
        Assert.Equal(2, (await levels.History("79")).Count);
        Assert.Single(await levels.InForce(Scope.OfProvince("79"), at));
        Assert.Empty(await levels.InForce(Scope.OfProvince("01"), at));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_withdrawn_announcement_counts_as_never_made_and_keeps_its_reason(Engine engine)
    {
        await using var test = await Places(engine);
        var levels = new Levels(test.Db, test.Clock);
        await levels.Announce(Director, Scope.Nation, New("79", 2, "2021-10-20T00:00"));
        var wrong = await levels.Announce(Director, Scope.Nation, New("79", 4, "2021-11-01T00:00"));
        test.Clock.Moment = test.Clock.Moment.AddHours(1);
        await BaoPhu.Core.SwitchFollowers.Switches(test.Db, test.Clock).Withdraw(Director, Scope.OfProvince("79"), wrong.AnnouncementId, "Nhập nhầm cấp");

        Assert.Equal((2, "79"), await Of(levels, "79", "2021-11-02T00:00"));
        var kept = (await levels.History("79")).Single(a => a.AnnouncementId == wrong.AnnouncementId);
        Assert.Equal("Nhập nhầm cấp", kept.WithdrawnReason);
        await Refused("Organisation.AlreadyWithdrawn", () => BaoPhu.Core.SwitchFollowers.Switches(test.Db, test.Clock).Withdraw(Director, Scope.OfProvince("79"), wrong.AnnouncementId, "lại"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_cannot_be_announced_is_refused_and_nothing_is_written(Engine engine)
    {
        await using var test = await Places(engine);
        var levels = new Levels(test.Db, test.Clock);
        await levels.Announce(Director, Scope.Nation, New("79", 2, "2021-10-20T00:00"));

        await Refused("Organisation.BadLevel", () => levels.Announce(Director, Scope.Nation, New("79", 5, "2021-11-01T00:00")));
        await Refused("Organisation.BadLevel", () => levels.Announce(Director, Scope.Nation, New("79", 0, "2021-11-01T00:00")));
        await Refused("Organisation.UnknownLocality", () => levels.Announce(Director, Scope.Nation, New("99999", 2, "2021-11-01T00:00")));
        await Refused("Organisation.LevelNeedsDecision", () => levels.Announce(Director, Scope.Nation, New("79", 2, "2021-11-01T00:00") with { DecisionNumber = " " }));
        await Refused("Organisation.LevelAlreadyAnnounced", () => levels.Announce(Director, Scope.Nation, New("79", 2, "2021-10-20T00:00")));
        await Refused("Organisation.NothingToLift", () => levels.Announce(Director, Scope.Nation, New("901", null, "2021-11-01T00:00")));

        // Another province's place looks like one that does not exist; a district may not announce for its own province.
        await Refused("Organisation.UnknownLocality", () => levels.Announce(Director, Scope.OfProvince("01"), New("79", 2, "2021-11-01T00:00")));
        await Refused("Organisation.LevelsByProvince", () => levels.Announce(Director, Scope.OfOffices("79", ["07901"]), New("79", 2, "2021-11-01T00:00")));

        await levels.Announce(Director, Scope.Nation, New("79", 3, "2021-11-01T00:00"), dryRun: true);
        Assert.Single(await levels.History("79"));
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'organisation.level-announce'")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_office_sees_itself_and_what_is_below(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var offices = new Offices(test.Db, test.Clock);
        await offices.Save(Director, Scope.OfProvince("79"), "07901", "BHXH quận  1", "07900");
        await offices.Save(Director, Scope.OfProvince("79"), "0790101", "Tổ thu", "07901");

        Assert.True((await offices.ScopeOf("00000")).IsNation);
        Assert.True((await offices.ScopeOf("00001")).IsNation);
        Assert.True((await offices.ScopeOf("07900")).CoversWhole("79"));
        var district = await offices.ScopeOf("07901");
        Assert.True(district.Covers("79", "0790101"));
        Assert.False(district.Covers("79", "07902"));
        Assert.False(district.CoversWhole("79"));
        Assert.False((await offices.ScopeOf("07999")).Covers("79", "07901"));
        Assert.Equal("BHXH quận 1", (await offices.Find("07901"))!.Name);
        await Refused("Organisation.OfficeParent", () => offices.Save(Director, Scope.OfProvince("01"), "07902", "BHXH quận 2", "07900"));
        Assert.Equal(63, (await offices.Tree(Scope.Nation)).Count(o => o.Kind == OfficeKind.Province));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_setting_is_dated_and_a_provinces_own_goes_before_the_nations(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var settings = new Settings(test.Db, test.Clock);
        var day = new DateOnly(2021, 11, 3);
        Assert.Equal("oldest-unpaid", await settings.Value("79", Settings.AgeMethod, day));
        await settings.Set(Actor.System, Scope.Nation, Settings.NationScope, Settings.AgeMethod, new DateOnly(2021, 10, 1), "ratio", "thử");
        await settings.Set(Director, Scope.OfProvince("79"), "79", Settings.AgeMethod, new DateOnly(2021, 11, 1), "stated", "");
        Assert.Equal("stated", await settings.Value("79", Settings.AgeMethod, day));
        Assert.Equal("ratio", await settings.Value("79", Settings.AgeMethod, new DateOnly(2021, 10, 31)));
        Assert.Equal("ratio", await settings.Value("01", Settings.AgeMethod, day));
        await Refused("Organisation.BadSetting", () => settings.Set(Director, Scope.OfProvince("79"), "79", Settings.AgeMethod, day, "guess", ""));
        await Refused("Organisation.NotYourProvince", () => settings.Set(Director, Scope.OfProvince("79"), "01", Settings.AgeMethod, day, "ratio", ""));
    }

    private static async Task<TestDatabase> Places(Engine engine)
    {
        var test = await TestDatabase.Create(engine);
        await test.Db.Write(tx => tx.Execute(
            """
            insert into org_localities (code, valid_from, kind, name, folded, parent_code, province) values
                ('901', '2004-07-01', 'district', 'Quận Một', 'quan mot', '79', '79'),
                ('90001', '2004-07-01', 'commune', 'Phường A', 'phuong a', '901', '79'),
                ('90002', '2004-07-01', 'commune', 'Phường B', 'phuong b', '901', '79')
            """));
        return test;
    }

    private static NewAnnouncement New(string locality, int? level, string from) =>
        new(locality, level, new Instant(VietnamTime.Parse(from)), "01/QĐ-UBND", new DateOnly(2021, 10, 19), "UBND thành phố");

    private static async Task<(int?, string?)> Of(Levels levels, string locality, string at)
    {
        var found = await levels.LevelOf(locality, new Instant(VietnamTime.Parse(at)));
        return (found.Level, found.AnnouncedFor);
    }

    private static async Task Refused(string key, Func<Task> act) => Assert.Equal(key, (await Assert.ThrowsAsync<Refusal>(act)).Key);
}
