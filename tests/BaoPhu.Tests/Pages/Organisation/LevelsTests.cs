using System.Net;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BaoPhu.Tests.Pages.Organisation;

public sealed class LevelsTests
{
    private static Dictionary<string, string> Form(string place = "79", string level = "3") => new()
    {
        ["place"] = place, ["Level"] = level, ["From"] = "03/11/2021 00:00", ["DecisionNumber"] = "3265/QĐ-UBND", ["DecisionDate"] = "02/11/2021",
        ["Authority"] = "UBND Thành phố Hồ Chí Minh", ["MeasuresNumber"] = "18/CT-UBND", ["MeasuresText"] = "Không tập trung quá 10 người",
    };

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_level_is_checked_read_back_recorded_and_answered_with_both_papers(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var check = await director.Send("/organisation/levels/announce", Form());
        Assert.Equal(HttpStatusCode.OK, check.Status);
        Assert.Contains("Cấp 3 – cam", check.Words, StringComparison.Ordinal);
        Assert.Empty(await house.The<Levels>().History("79"));

        // What the page read back is what is sent on: its hidden fields, nothing typed again.
        var fields = check.All("main form input[type=hidden]").ToDictionary(e => e.GetAttribute("name")!, e => e.GetAttribute("value") ?? "", StringComparer.Ordinal);
        var recorded = await director.Post("/organisation/levels/announce?handler=Record", fields);
        var made = Assert.Single(await house.The<Levels>().History("79"));
        Assert.Equal("/work/switches/preview/" + made.AnnouncementId, recorded.Location);
        Assert.Null(made.SwitchConfirmedAt);

        var place = await director.Open("/organisation/levels/79");
        foreach (var words in (string[])["Cấp 3 – cam", "3265/QĐ-UBND ngày 02/11/2021", "18/CT-UBND", "Không tập trung quá 10 người"])
        {
            Assert.Contains(words, place.Words, StringComparison.Ordinal);
        }

        Assert.Contains("Chưa công bố", (await director.Open("/organisation/levels/79?at=02/11/2021 10:00")).Words, StringComparison.Ordinal);
        Assert.Contains("1 công bố", (await director.Open("/organisation/levels")).Words, StringComparison.Ordinal);
        Assert.Equal(1, await house.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'organisation.level-announce'")));

        await house.The<Switches>().Confirm(director.User!.Actor, Scope.OfProvince("79"), made.AnnouncementId, null);
        var again = await director.Send("/organisation/levels/announce", Form());
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Equal("#DecisionNumber", again.One(".error-summary a").GetAttribute("href"));
    }

    private static async Task<Announcement> FromFile(WebHouse house, string place = "79")
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "Mã địa bàn,Cấp độ,Số quyết định,Ngày quyết định,Cơ quan ban hành,Hiệu lực từ\r\n" + place + ",3,3265/QĐ-UBND,02/11/2021,UBND Thành phố Hồ Chí Minh,03/11/2021 00:00\r\n");
            await house.The<ImportRuns>().Run(Actor.System, new ImportRequest(ImportKinds.Levels, file));
        }
        finally
        {
            File.Delete(file);
        }

        return Assert.Single(await house.The<Levels>().History(place));
    }

    private static Task<long> Confirmations(WebHouse house) => house.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'organisation.switch-confirm'"));

    [Fact]
    public async Task What_a_file_announced_leads_to_the_preview_of_its_switch()
    {
        await using var house = await WebHouse.Open();
        var made = await FromFile(house);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        foreach (var page in (string[])["/organisation/levels", "/organisation/levels/79"])
        {
            var seen = await officer.Open(page);
            Assert.Contains("chờ xác nhận", seen.Words, StringComparison.Ordinal);
            seen.One($"a[href='/work/switches/preview/{made.AnnouncementId}']");
        }

        await house.The<BaoPhu.Core.Work.Switches>().Confirm(Actor.System, Scope.Nation, made.AnnouncementId, null);
        Assert.Empty((await officer.Open("/organisation/levels/79")).All("a[href*='/work/switches/preview']"));
    }

    [Fact]
    public async Task Announcing_what_a_file_announced_leads_to_its_preview_instead_of_being_refused()
    {
        await using var house = await WebHouse.Open();
        var made = await FromFile(house);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var form = Form();
        form.Remove("MeasuresNumber");
        form.Remove("MeasuresText");
        var preview = "/work/switches/preview/" + made.AnnouncementId;
        Assert.Equal(preview, (await director.Send("/organisation/levels/announce", form, "/organisation/levels/announce?handler=Record")).Location);
        Assert.Null(Assert.Single(await house.The<Levels>().History("79")).SwitchConfirmedAt);
        await director.Send(preview, new() { ["digest"] = (await director.Open(preview)).One("input[name=digest]").GetAttribute("value")! });
        Assert.Equal(director.User!.UserId, Assert.Single(await house.The<Levels>().History("79")).SwitchConfirmedBy);
        Assert.Equal(1, await Confirmations(house));
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send("/organisation/levels/announce", Form())).Status);
    }

    [Fact]
    public async Task Measures_told_with_what_a_file_announced_are_kept()
    {
        await using var house = await WebHouse.Open();
        await FromFile(house);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
        var recorded = await director.Send("/organisation/levels/announce", Form(), "/organisation/levels/announce?handler=Record");
        var held = Assert.Single(await house.The<Levels>().History("79"), a => a.KnownToAt is null);
        Assert.Equal(("18/CT-UBND", "/work/switches/preview/" + held.AnnouncementId), (held.MeasuresNumber, recorded.Location));
    }

    [Fact]
    public async Task Going_back_to_the_form_keeps_what_was_typed()
    {
        await using var house = await WebHouse.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var form = await director.Send("/organisation/levels/announce", Form(), "/organisation/levels/announce?handler=Edit");
        Assert.Equal(HttpStatusCode.OK, form.Status);
        Assert.Equal("3265/QĐ-UBND", form.One("#DecisionNumber").GetAttribute("value"));
        Assert.Equal("03/11/2021 00:00", form.One("#From").GetAttribute("value"));
    }

    [Fact]
    public async Task A_district_officer_may_look_but_not_announce()
    {
        await using var house = await WebHouse.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Equal(HttpStatusCode.OK, (await officer.Open("/organisation/levels")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open("/organisation/levels/announce")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send("/organisation/levels/announce", Form(), "/organisation/levels/announce?handler=Record")).Status);
        Assert.Empty(await house.The<Levels>().History("79"));
    }

    [Fact]
    public async Task Another_province_is_a_place_that_does_not_exist()
    {
        await using var house = await WebHouse.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        foreach (var browser in (Browser[])[director, officer])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Open("/organisation/levels/01")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Open("/organisation/levels/99")).Status);
        }

        var answer = await director.Send("/organisation/levels/announce", Form("01"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("#place", answer.One(".error-summary a").GetAttribute("href"));
    }

    [Fact]
    public async Task Every_gap_in_the_form_is_named_at_its_field()
    {
        await using var house = await WebHouse.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var answer = await director.Send("/organisation/levels/announce", new() { ["From"] = "13/31/2021", ["MeasuresUntil"] = "hôm qua" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(
            ["#Authority", "#DecisionNumber", "#From", "#Level", "#MeasuresUntil", "#place"],
            answer.All(".error-summary a").Select(a => a.GetAttribute("href")).Order(StringComparer.Ordinal));
        Assert.Contains(answer.Errors, e => e.Contains("\"13/31/2021\"", StringComparison.Ordinal));
        Assert.Equal("13/31/2021", answer.One("#From").GetAttribute("value"));
    }

    [Fact]
    public async Task A_name_of_several_places_is_asked_about()
    {
        await using var house = await WebHouse.Open();
        await house.Db.Write(tx => tx.Execute(
            """
            insert into org_localities (code, valid_from, kind, name, folded, parent_code, province) values
            ('760', '2004-07-01', 'district', 'Quận 1', 'quan 1', '79', '79'), ('770', '2004-07-01', 'district', 'Quận 3', 'quan 3', '79', '79'),
            ('001', '2004-07-01', 'district', 'Quận Ba Đình', 'quan ba dinh', '01', '01')
            """));
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var asked = await director.Send("/organisation/levels/announce", Form("quan"));
        Assert.Equal(HttpStatusCode.BadRequest, asked.Status);
        Assert.Equal(["760", "770"], asked.All("input[name=Chosen]").Select(e => e.GetAttribute("value")));

        var chosen = Form("quan");
        chosen["Chosen"] = "770";
        Assert.Contains("Quận 3 (770)", (await director.Send("/organisation/levels/announce", chosen)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawn_announcement_stays_in_the_history_and_cannot_be_withdrawn_again()
    {
        await using var house = await WebHouse.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var collector = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var made = await house.The<Levels>().Announce(director.User!.Actor, Scope.OfProvince("79"), new("79", 4, house.Clock.Now(), "1/QĐ-UBND", null, "UBND"));
        var elsewhere = await house.The<Levels>().Announce(Actor.System, Scope.Nation, new("01", 4, house.Clock.Now(), "2/QĐ-UBND", null, "UBND"));
        var url = $"/organisation/levels/announcements/{made.AnnouncementId}/withdraw";

        Assert.Equal(HttpStatusCode.Forbidden, (await collector.Open(url)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open($"/organisation/levels/announcements/{elsewhere.AnnouncementId}/withdraw")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open("/organisation/levels/announcements/khong-co/withdraw")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(url, new() { ["Reason"] = " " })).Status);
        Assert.Equal("/organisation/levels/79", (await director.Send(url, new() { ["Reason"] = "Ghi nhầm địa bàn" })).Location);

        var again = await director.Open(url);
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Contains("1/QĐ-UBND", again.Words, StringComparison.Ordinal);
        var history = await director.Open("/organisation/levels/79");
        Assert.Contains("Ghi nhầm địa bàn", history.Words, StringComparison.Ordinal);
        Assert.Contains("Chưa công bố", history.Words, StringComparison.Ordinal);
    }
}
