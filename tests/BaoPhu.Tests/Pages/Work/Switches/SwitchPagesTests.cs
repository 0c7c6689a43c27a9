using System.Net;
using System.Text;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Work.Switches;

/// <summary>The pages of the switch: list, preview, confirmation, log, undo, tasks; catching up; the notice of the day.</summary>
public sealed class SwitchPagesTests
{
    private const string Nowhere = "00000000000000000000000000000000";

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_director_previews_confirms_reads_the_log_and_undoes(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var announced = await Prepared(house);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var list = await director.Open("/work/switches");
        Assert.Contains("Quận 1 → Cấp 4", list.Words, StringComparison.Ordinal);
        var preview = list.One("main a.btn").GetAttribute("href")!;
        Assert.Equal("/work/switches/preview/" + announced.AnnouncementId, preview);

        var seen = await director.Open(preview);
        Assert.Equal("Chuyển 7 việc của Quận 1 ngay", seen.One("main form button").TextContent.Trim());
        foreach (var words in (string[])["urging.active.1to3.l4", "3532/KH-BHXH, III.1.1.c.1+2", "cấp 2 → 4", "Chưa ai phụ trách"])
        {
            Assert.Contains(words, seen.Words, StringComparison.Ordinal);
        }

        Assert.Equal(["4", "0", "2", "0", "6", "0", "3", "2", "1", "6"], seen.All(".before-after dd").Select(d => d.TextContent));
        var tasks = await director.Open(seen.All("td.act a").First(a => a.GetAttribute("href")!.Contains("converted~visit", StringComparison.Ordinal)).GetAttribute("href")!);
        Assert.Equal("/work/tasks/79-TA0002B-visit-1", Assert.Single(tasks.All("td.act a")).GetAttribute("href"));

        var digest = seen.One("input[name=digest]").GetAttribute("value")!;
        var confirmed = await director.Send(preview, new() { ["digest"] = digest });
        Assert.StartsWith("/work/switches/", confirmed.Location, StringComparison.Ordinal);
        var log = await director.Open(confirmed.Location!);
        foreach (var words in (string[])["Đã chuyển 7 việc", "5/QĐ-UBND", "18/CT-UBND", "Nguyễn Thị Thử", "Hoàn tác được đến 04/11/2021 09:00"])
        {
            Assert.Contains(words, log.Words, StringComparison.Ordinal);
        }

        Assert.Equal("Chuyển trạng thái theo quyết định 5/QĐ-UBND, từ 03/11/2021 09:00", (await officer.Open("/work/today")).One(".switch-notice strong").TextContent);
        var notice = (await officer.Open("/work/today")).One("input[name=notice]").GetAttribute("value")!;
        await officer.Send("/work/today", new() { ["notice"] = notice }, "/work/today?handler=Read");
        Assert.Empty((await officer.Open("/work/today")).All(".switch-notice"));

        var undo = confirmed.Location + "/undo";
        var empty = await director.Send(undo, new() { ["Reason"] = " " });
        Assert.Equal((HttpStatusCode.BadRequest, "#Reason"), (empty.Status, empty.One(".error-summary a").GetAttribute("href")));
        var undone = await director.Send(undo, new() { ["Reason"] = "Nhầm quận" });
        Assert.Equal(confirmed.Location, undone.Location);
        Assert.Contains("1 việc mới hủy, 0 việc giữ nguyên", (await director.Open(confirmed.Location!)).Words, StringComparison.Ordinal);
        Assert.Contains("hoàn tác chuyển trạng thái", (await director.Open(confirmed.Location + "/tasks?undo=undone")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Open(undo)).Status);
        Assert.Contains("Đã hoàn tác", (await officer.Open("/work/today")).One(".switch-notice").TextContent, StringComparison.Ordinal);
        Assert.Contains("Xem trước và xác nhận", (await director.Open("/work/switches")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaders_confirm_and_undo_everybody_of_the_place_reads()
    {
        await using var house = await WebHouse.Open();
        var announced = await Prepared(house);
        var preview = "/work/switches/preview/" + announced.AnnouncementId;
        foreach (var role in (string[])[Role.CollectionOfficer, Role.Auditor, Role.CommunicationsOfficer])
        {
            var reader = await house.SignedIn(role, WebHouse.Province);
            var seen = await reader.Open(preview);
            Assert.Equal(HttpStatusCode.OK, seen.Status);
            Assert.Empty(seen.All("input[name=digest]"));
            Assert.Equal(HttpStatusCode.Forbidden, (await reader.Send("/work/switches", new() { ["digest"] = "x" }, preview)).Status);
            Assert.Equal(role == Role.CommunicationsOfficer ? 0 : 1, seen.All("#load").Count);
            Assert.Equal(role == Role.CommunicationsOfficer ? HttpStatusCode.Forbidden : HttpStatusCode.OK, (await reader.Open(preview + "/tasks")).Status);
            Assert.Equal(role == Role.CommunicationsOfficer ? HttpStatusCode.Forbidden : HttpStatusCode.OK, (await reader.Open("/work/catch-up")).Status);
        }

        var done = await house.The<Core.Work.Switches>().Confirm(Actor.System, Scope.Nation, announced.AnnouncementId, null);
        var collector = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var log = "/work/switches/" + done.Record.SwitchId;
        Assert.Equal(HttpStatusCode.OK, (await collector.Open(log)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await collector.Open(log + "/undo")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await collector.Send("/work/switches", new() { ["Reason"] = "x" }, log + "/undo")).Status);
        var district = await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict);
        Assert.Equal(HttpStatusCode.OK, (await district.Open(log)).Status);
        Assert.Contains("Không có việc nào thuộc loại này", (await district.Open(log + "/tasks")).Words, StringComparison.Ordinal);
        var deputy = await house.SignedIn(Role.ProvinceDeputy, WebHouse.Province);
        Assert.Equal(log, (await deputy.Send(log + "/undo", new() { ["Reason"] = "nhầm" })).Location);
    }

    [Fact]
    public async Task Another_provinces_switch_is_one_that_does_not_exist()
    {
        await using var house = await WebHouse.Open();
        var announced = await Prepared(house);
        var elsewhere = await house.SignedIn(Role.ProvinceDirector, WebHouse.OtherProvince);
        var preview = "/work/switches/preview/" + announced.AnnouncementId;
        foreach (var page in (string[])[preview, preview + "/tasks", "/work/switches/" + Nowhere, $"/work/switches/{Nowhere}/undo", $"/work/switches/{Nowhere}/tasks", "/work/switches/preview/khong-co"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Open(page)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Send("/work/switches", new() { ["digest"] = "x" }, preview)).Status);
        Assert.DoesNotContain("5/QĐ-UBND", (await elsewhere.Open("/work/switches")).Words, StringComparison.Ordinal);
        var done = await house.The<Core.Work.Switches>().Confirm(Actor.System, Scope.Nation, announced.AnnouncementId, null);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Open("/work/switches/" + done.Record.SwitchId)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Open($"/work/switches/{done.Record.SwitchId}/undo")).Status);
    }

    [Fact]
    public async Task A_preview_that_is_out_of_date_is_shown_again_with_the_new_numbers()
    {
        await using var house = await WebHouse.Open();
        var announced = await Prepared(house);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var preview = "/work/switches/preview/" + announced.AnnouncementId;
        var digest = (await director.Open(preview)).One("input[name=digest]").GetAttribute("value")!;
        await new SmallProvince(house.Database).Pays("TA0001A", 1_000_000);
        var refused = await director.Send(preview, new() { ["digest"] = digest });
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains(refused.Errors, e => e.Contains("Nay là 4 việc", StringComparison.Ordinal));
        Assert.Equal("Chuyển 4 việc của Quận 1 ngay", refused.One("main form button").TextContent.Trim());
        var again = refused.One("input[name=digest]").GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.Redirect, (await director.Send(preview, new() { ["digest"] = again })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Open(preview)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Open(preview + "/tasks")).Status);
    }

    [Fact]
    public async Task Where_only_the_arranging_falls_away_the_line_says_so()
    {
        await using var house = await WebHouse.Open();
        var small = await SmallProvince.Create(house.Database);
        await small.Level("79", 3, "2021-10-21T00:00");
        await small.Employer("TA0002B", 202109);
        await house.The<PlanningPass>().PlanNow(Actor.System, "79");
        var announced = await house.The<Levels>().Announce(Actor.System, Scope.Nation, new NewAnnouncement("79", 1, house.Clock.Now(), "5/QĐ-UBND", null, "UBND") { Confirmed = false });
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var page = await director.Open("/work/switches/preview/" + announced.AnnouncementId);
        Assert.Contains("Chuyển hình thức: bỏ bố trí trước", page.All("tbody th").Select(c => c.TextContent.Trim()));
        await house.The<Core.Work.Switches>().Confirm(Actor.System, Scope.Nation, announced.AnnouncementId, null);
        var back = await house.The<Levels>().Announce(Actor.System, Scope.Nation, new NewAnnouncement("79", 3, house.Clock.Now() with { Milliseconds = house.Clock.Now().Milliseconds + 60_000 }, "6/QĐ-UBND", null, "UBND") { Confirmed = false });
        page = await director.Open("/work/switches/preview/" + back.AnnouncementId);
        Assert.Contains("Chuyển hình thức: phải bố trí trước", page.All("tbody th").Select(c => c.TextContent.Trim()));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_was_put_off_comes_back_dearest_first_and_leaves_by_being_done(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var announced = await Prepared(house);
        var small = new SmallProvince(house.Database);
        await small.Employer("TA0005E", 202103);
        await house.The<PlanningPass>().PlanNow(Actor.System, "79");
        var switches = house.The<Core.Work.Switches>();
        await switches.Confirm(Actor.System, Scope.Nation, announced.AnnouncementId, null);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Contains("Không còn việc nào phải làm bù", (await officer.Open("/work/catch-up")).Words, StringComparison.Ordinal);

        house.Clock.Moment = house.Clock.Moment.AddDays(7);
        var down = await house.The<Levels>().Announce(Actor.System, Scope.Nation, new NewAnnouncement("760", 2, house.Clock.Now(), "6/QĐ-UBND", null, "UBND") { Confirmed = false });
        await switches.Confirm(Actor.System, Scope.Nation, down.AnnouncementId, null);
        // A week later the sign-in of before has run out.
        officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var page = await officer.Open("/work/catch-up");
        Assert.Equal(["/work/tasks/79-TA0005E-inspect-1", "/work/tasks/79-TA0003C-inspect-1"], page.All("td.act a").Select(a => a.GetAttribute("href")));
        Assert.Contains("2 việc, nợ 13 triệu đồng", page.Words, StringComparison.Ordinal);
        Assert.Contains("Chưa có tỷ lệ lãi", page.Words, StringComparison.Ordinal);
        Assert.Equal("/organisation/settings", page.One(".note a").GetAttribute("href"));
        Assert.Contains("Bị hoãn 5 ngày làm việc", page.Words, StringComparison.Ordinal);

        await house.The<Rates>().Set(Actor.System, Scope.Nation, "late-interest", "social", new DateOnly(2021, 1, 1), "4.0", "thử", verified: false);
        page = await officer.Open("/work/catch-up");
        // 8 triệu × 2 × 4 % ÷ 365.
        Assert.Contains("1.753 đồng", page.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Open("/work/catch-up?after=x")).Status);
        await small.Records.Record(Actor.System, Scope.Nation, "79-TA0005E-inspect-1", new((await small.TaskOf("TA0005E", "inspect")).Version, "visit", "no-violation"));
        Assert.Single((await officer.Open("/work/catch-up")).All("td.act a"));
        var other = await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict);
        Assert.Empty((await other.Open("/work/catch-up")).All("td.act a"));
        // Who sees the nation names the province first.
        var centre = await house.SignedIn(Role.CentreLeader, WebHouse.Centre);
        Assert.Contains("Chọn tỉnh", (await centre.Open("/work/catch-up")).Words, StringComparison.Ordinal);
        Assert.Single((await centre.Open("/work/catch-up?province=79")).All("td.act a"));
        Assert.Empty((await centre.Open("/work/catch-up?province=01")).All("td.act a"));
        Assert.Equal(HttpStatusCode.NotFound, (await centre.Open("/work/catch-up?province=98")).Status);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_late_announcement_lists_what_was_done_under_the_wrong_level(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        await Prepared(house, announce: false);
        var small = new SmallProvince(house.Database);
        house.Clock.Moment = new(2021, 11, 4, 9, 0, 0, TimeSpan.FromHours(7));
        await small.Records.Record(new Actor("u1", "Cán bộ", "07901"), Scope.Nation, "79-TA0002B-visit-1", new(0, "visit", "reached", "đã gặp"));
        await small.Employer("TA0006F", 202109);
        await house.The<PlanningPass>().PlanNow(Actor.System, "79");
        house.Clock.Moment = house.Clock.Moment.AddDays(1);
        var late = await house.The<Levels>().Announce(
            Actor.System, Scope.Nation, new NewAnnouncement("760", 4, SmallProvince.At("2021-11-03T12:00"), "8/QĐ-UBND", null, "UBND") { Confirmed = false });
        var done = await house.The<Core.Work.Switches>().Confirm(Actor.System, Scope.Nation, late.AnnouncementId, null);
        await small.Records.Record(Actor.System, Scope.Nation, "79-TA0002B-minutes-1", new(1, "post", "no-answer"));

        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var log = await director.Open("/work/switches/" + done.Record.SwitchId);
        var lines = log.All("section[aria-labelledby=wrong] tbody tr").Select(r => string.Join(' ', r.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        // The contact, and the five tasks of the new debtor (three are lists or two of his own) opened under level 2.
        Assert.Single(lines, l => l.Contains("liên hệ", StringComparison.Ordinal) && l.Contains("TA0002B", StringComparison.Ordinal) && l.Contains("Cấp 2", StringComparison.Ordinal) && l.Contains("Cấp 4", StringComparison.Ordinal));
        Assert.Equal(4, lines.Count(l => l.Contains("TA0006F", StringComparison.Ordinal) && l.Contains("mở việc", StringComparison.Ordinal)));
        Assert.Equal(5, lines.Count);

        var csv = await director.Client.GetByteArrayAsync($"/work/switches/{done.Record.SwitchId}?format=csv");
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), csv[..3]);
        Assert.Equal(6, Encoding.UTF8.GetString(csv).TrimEnd().Split("\r\n").Length);
        Assert.Contains("TA0002B", Encoding.UTF8.GetString(csv), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Taking_a_wrong_announcement_back_shows_its_numbers_and_switches_back()
    {
        await using var house = await WebHouse.Open();
        var announced = await Prepared(house);
        await house.The<Core.Work.Switches>().Confirm(Actor.System, Scope.Nation, announced.AnnouncementId, null);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var url = $"/organisation/levels/announcements/{announced.AnnouncementId}/withdraw";
        Assert.Contains("Khi rút, 7 việc đang mở được chuyển trở lại", (await director.Open(url)).Words, StringComparison.Ordinal);
        await director.Send(url, new() { ["Reason"] = "Nhầm quận" });
        Assert.Equal(["minutes 1 open 2", "visit 1 open 2"], await new SmallProvince(house.Database).StatesOf("TA0002B"));
        Assert.Contains("chuyển trở lại", (await director.Open("/work/switches")).Words, StringComparison.Ordinal);
    }

    /// <summary>Quận 1 at level 2 with a debtor of each band, planned at 8 o'clock; at 9 its level 4 is announced and waits.</summary>
    private static async Task<Announcement> Prepared(WebHouse house, bool announce = true)
    {
        var small = await SmallProvince.Create(house.Database);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202110);
        await small.Employer("TA0002B", 202109);
        await small.Employer("TA0003C", 202106);
        await small.Plan("2021-11-03T08:00");
        if (!announce)
        {
            return new Announcement();
        }

        house.Clock.Moment = new(2021, 11, 3, 9, 0, 0, TimeSpan.FromHours(7));
        return await house.The<Levels>().Announce(Actor.System, Scope.Nation, new NewAnnouncement("760", 4, house.Clock.Now(), "5/QĐ-UBND", new DateOnly(2021, 11, 2), "UBND Thành phố")
        {
            Confirmed = false, MeasuresNumber = "18/CT-UBND", MeasuresText = "Không tập trung quá 10 người",
        });
    }
}
