using System.Net;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages;

/// <summary>Household businesses bear their owners' names: where the rule masks them, no list shows one whole.</summary>
public sealed class HouseholdNamesTests
{
    private const string Name = "Nguyễn Văn Ánh";
    private const string Masked = "Hộ kinh doanh N. V. Á.";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_list_shows_the_initials_where_the_rule_says_so_and_the_name_where_not(bool masks)
    {
        await using var house = await WebHouse.Open(change: NoBell.Change);
        var small = await SmallProvince.Create(house.Database);
        if (masks)
        {
            await house.The<Settings>().Set(Actor.System, Scope.Nation, "79", Settings.HouseholdNames, new DateOnly(2021, 11, 3), "mask", "thử");
        }

        await house.The<OfficeParticulars>().Set(
            Actor.System, Scope.Nation, WebHouse.District, new DateOnly(2021, 1, 1), new ParticularsEntry("1180000000017", "Agribank chi nhánh Quận 1"), "hợp đồng");
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202110);
        await small.Employer("TA0002B", 202109);
        await small.Employer("TA0003C", 202106);
        await house.Db.Write(tx => tx.Execute("update reg_employers set name = @name", new { name = "Hộ kinh doanh " + Name }));
        await small.Plan("2021-11-03T08:00");
        var (director, officer) = (await house.SignedIn(Role.DistrictDirector, WebHouse.District), await house.SignedIn(Role.DistrictOfficer, WebHouse.District));
        await Walk(officer, "/work/today?whose=office", "/register/employers", "/work/portfolios/unassigned?commune=26734");
        await Walk(director, "/work/portfolios/unassigned?commune=26734", "/register/employers/79-TA0001A/mark", "/register/employers/79-TA0001A/standing");

        // A number is drawn for a notice; a second one of the same task is a fault of the bulk run.
        var (papers, answers) = (house.The<Papers>(), new PaperAnswers { SignerId = director.User!.UserId, Channel = "zalo", Deadline = new(2021, 11, 12) });
        await Walk(officer, "/documents/papers/new?task=79-TA0002B-minutes-1", "/documents/bulk/new?whose=office&act=notice");
        var key = await papers.Prepare(officer.User!.Actor, Scope.Nation, "79-TA0001A-notice-1", "TB-NO", answers);
        await Walk(officer, "/documents/papers/new?paper=" + key);
        await papers.Number(officer.User.Actor, Scope.Nation, key.ToString(), 0);
        var run = await house.The<BulkPapers>().Start(officer.User.Actor, Scope.OfOffices("79", [WebHouse.District]), new BulkOrder("TB-NO", ["79-TA0001A-notice-1"], answers));
        await house.The<JobWorker>().RunNext(TestContext.Current.CancellationToken);
        await Walk(officer, "/documents/papers", "/documents/register", "/documents/bulk/" + run);
        await Walk(director, "/documents/papers/sign");

        // A visit is arranged, a call made, then level 4 is told two days late, and gone again a week after.
        const string visit = "/work/tasks/79-TA0002B-visit-1";
        await Walk(officer, visit + "/arrange");
        Assert.Equal(visit, (await officer.Send(visit + "/arrange", new()
        {
            ["Version"] = "0", ["People"] = "An", ["From"] = "2021-11-12T09:00", ["To"] = "2021-11-12T10:00", ["Space"] = "phòng họp", ["Place"] = "trụ sở", ["PlaceKind"] = "employer", ["Gathering"] = "visit", ["Guests"] = "2",
        })).Location);
        await Walk(officer, "/work/slots?day=12/11/2021");
        house.Clock.Moment = new(2021, 11, 4, 9, 0, 0, TimeSpan.FromHours(7));
        await small.Records.Record(officer.User.Actor, Scope.Nation, "79-TA0001A-contact-1", new(0, "phone", "reached", "đã gọi"));
        house.Clock.Moment = house.Clock.Moment.AddDays(1);
        var late = await house.The<Levels>().Announce(Actor.System, Scope.Nation, new NewAnnouncement("760", 4, SmallProvince.At("2021-11-03T12:00"), "8/QĐ-UBND", null, "UBND") { Confirmed = false });
        director = await SignedInAgain(house, director);
        await Walk(director, "/work/switches/preview/" + late.AnnouncementId + "/tasks");
        var done = await house.The<Core.Work.Switches>().Confirm(Actor.System, Scope.Nation, late.AnnouncementId, null);
        await Walk(director, "/work/switches/" + done.Record.SwitchId, $"/work/switches/{done.Record.SwitchId}/tasks", $"/work/switches/{done.Record.SwitchId}?format=csv");
        house.Clock.Moment = house.Clock.Moment.AddDays(7);
        var down = await house.The<Levels>().Announce(Actor.System, Scope.Nation, new NewAnnouncement("760", 2, house.Clock.Now(), "9/QĐ-UBND", null, "UBND") { Confirmed = false });
        await house.The<Core.Work.Switches>().Confirm(Actor.System, Scope.Nation, down.AnnouncementId, null);
        director = await SignedInAgain(house, director);
        await Walk(director, "/work/catch-up");
        await house.The<BaoPhu.Core.Audit.ReadLog>().Flush(TestContext.Current.CancellationToken);
        await Walk(director, "/audit/reads");

        async Task Walk(Browser browser, params string[] pages)
        {
            foreach (var page in pages)
            {
                var answer = await browser.Open(page);
                Assert.Equal((page, HttpStatusCode.OK), (page, answer.Status));
                Assert.True(answer.Text.Contains(masks ? Masked : Name, StringComparison.Ordinal), $"{page}: {answer.Words}");
                Assert.True(answer.Text.Contains(Name, StringComparison.Ordinal) != masks, $"{page}: {answer.Words}");
            }
        }
    }

    private static async Task<Browser> SignedInAgain(WebHouse house, Browser old)
    {
        var browser = house.Anonymous();
        await house.SignIn(browser, old.User!.SignIn, WebHouse.PasswordOfAll);
        browser.User = old.User;
        return browser;
    }
}
