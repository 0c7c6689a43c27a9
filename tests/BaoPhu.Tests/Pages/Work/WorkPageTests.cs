using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Work;

/// <summary>The day's list, one task, arranging, collective acts: forbidden, unknown, wrong state, right.</summary>
public sealed class WorkPageTests
{
    private const string Contact = "/work/tasks/79-TA0001A-contact-1";
    private const string Visit = "/work/tasks/79-TB0001B-visit-1";

    [Fact]
    public async Task The_day_shows_what_is_to_be_done_and_keeps_its_filters_in_the_address()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Equal("/work/today", (await officer.Open("/")).Location);
        var page = await officer.Open("/work/today");
        Assert.Contains("5 việc, 0 quá hạn, 3 triệu đồng", page.Words, StringComparison.Ordinal);
        Assert.Equal(5, page.All("table.ledger tbody tr").Count);
        Assert.Equal(2, (await officer.Open("/work/today?band=1-%3C3")).All("table.ledger tbody tr").Count);
        Assert.Contains("Không có việc nào", (await officer.Open("/work/today?q=khong+co")).Words, StringComparison.Ordinal);
        var other = await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict);
        Assert.Contains("0 việc", (await other.Open("/work/today")).Words, StringComparison.Ordinal);
        Assert.Contains("0 việc", (await (await house.SignedIn(Role.Inspector, WebHouse.Province)).Open("/work/today")).Words, StringComparison.Ordinal);
        Assert.Contains("5 việc", (await (await house.SignedIn(Role.Auditor, WebHouse.Centre)).Open("/work/today")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_goes_out_as_a_file_and_that_is_recorded()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var file = await officer.Open("/work/today?format=csv&band=1-%3C3");
        Assert.Equal("text/csv", file.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(3, file.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(HttpStatusCode.OK, (await officer.Open("/work/today?format=xlsx")).Status);
        Assert.Equal(2, await house.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'work.export'")));
    }

    [Fact]
    public async Task Nobody_who_may_not_sees_or_records_a_task()
    {
        await using var house = await Open();
        var voice = await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await voice.Open(Contact)).Status);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        Assert.Equal(HttpStatusCode.OK, (await auditor.Open(Contact)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(Contact, Fields("reached"), Contact)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Open(Visit + "/arrange")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send("/work/collective/report", new() { ["Outcome"] = "sent" })).Status);
    }

    [Fact]
    public async Task A_task_of_another_office_or_none_is_not_there()
    {
        await using var house = await Open();
        var other = await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict);
        foreach (var url in (string[])[Contact, Visit + "/arrange", "/work/tasks/79-TA0001A-contact-9", "/work/tasks/abc", "/work/collective/report"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.Open(url)).Status);
        }
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_what_was_typed_stays()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var empty = await officer.Send(Contact, new() { ["Channel"] = "phone" });
        Assert.Equal((HttpStatusCode.BadRequest, "Chọn kết quả."), (empty.Status, Assert.Single(empty.Errors)));
        var promise = await officer.Send(Contact, new(Fields("promised")) { ["Note"] = "gặp kế toán" });
        Assert.Equal(HttpStatusCode.BadRequest, promise.Status);
        Assert.Contains("gặp kế toán", promise.One("textarea").TextContent, StringComparison.Ordinal);
        Assert.Contains("ngày hẹn", Assert.Single(promise.Errors), StringComparison.Ordinal);
        var one = await officer.Send(Contact, new() { ["Version"] = "0", ["Channel"] = "document", ["Outcome"] = "sent" }, "/work/tasks/79-TA0001A-report-1");
        Assert.Contains("danh sách chung", Assert.Single(one.Errors), StringComparison.Ordinal);
        await officer.Send(Contact, Fields("no-answer"));
        var late = await officer.Send(Contact, Fields("reached"));
        Assert.Contains("thay đổi trong lúc đang ghi", Assert.Single(late.Errors), StringComparison.Ordinal);
        Assert.Equal("1", late.One("input[name=Version]").GetAttribute("value"));
        var arrange = await officer.Send(Visit + "/arrange", new() { ["Version"] = "0", ["People"] = "", ["From"] = "2021-11-04T09:00", ["To"] = "2021-11-04T10:00", ["Space"] = "x", ["Place"] = "y" });
        Assert.Equal(HttpStatusCode.BadRequest, arrange.Status);
    }

    [Fact]
    public async Task A_contact_is_recorded_and_the_next_act_offered()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var page = await officer.Open(Contact);
        Assert.Contains("III.1.1.a.1+1", page.Words, StringComparison.Ordinal);
        Assert.All(page.All("main form[method=post]"), f => Assert.NotNull(f.QuerySelector("input[name=__RequestVerificationToken]")));
        var taken = await officer.Send(Contact, [], Contact + "?handler=Take");
        Assert.Equal(Contact, taken.Location);
        var sent = await officer.Send(Contact, new(Fields("promised")) { ["Version"] = "1", ["PromisedOn"] = "2021-11-05", ["PromisedAmount"] = "400.000" });
        Assert.Equal(Contact, sent.Location);
        var done = await officer.Open(Contact);
        Assert.Contains("Đã ghi kết quả: Hẹn nộp. Xem lại ngày 05/11/2021.", string.Join(' ', done.Page!.Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("Hẹn nộp 400.000 đồng ngày 05/11/2021: chờ đến hẹn", done.Words, StringComparison.Ordinal);
        Assert.Contains("Việc tiếp theo", done.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slot_is_arranged_and_a_report_recorded_for_all_on_the_list()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var arranged = await officer.Send(Visit + "/arrange", new() { ["Version"] = "0", ["People"] = "An\nBình", ["From"] = "2021-11-04T09:00", ["To"] = "2021-11-04T10:00", ["Space"] = "phòng họp", ["Place"] = "đơn vị" });
        Assert.Equal(Visit, arranged.Location);
        Assert.Contains("An, Bình; 09:00–10:00 04/11/2021; phòng họp; đơn vị", (await officer.Open(Visit)).Words, StringComparison.Ordinal);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Contains("2 đơn vị", (await director.Open("/work/collective/report")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send("/work/collective/report", new() { ["due"] = "2021-11-30", ["Outcome"] = "sent" })).Status);
        Assert.Equal("/work/today", (await director.Send("/work/collective/report", new() { ["due"] = "2021-11-30", ["Expected"] = "2", ["Outcome"] = "sent", ["Note"] = "Báo cáo số 12" })).Location);
        Assert.Equal(2, await house.Db.Read(s => s.One<long>("select count(*) from wrk_tasks where act = 'report' and state = 'done'")));
        var voice = await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province);
        Assert.Empty((await voice.Open("/work/today?whose=office")).All("table.ledger tbody tr"));
        Assert.Equal("/work/today", (await voice.Send("/work/collective/publish", new() { ["due"] = "2021-11-30", ["Expected"] = "2", ["Outcome"] = "published", ["Note"] = "Báo tỉnh ngày 03/11" })).Location);
    }

    [Fact]
    public async Task A_list_that_changed_or_is_anothers_is_not_recorded()
    {
        await using var house = await Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Dictionary<string, string> fields = new() { ["due"] = "2021-11-30", ["Expected"] = "7", ["Outcome"] = "sent", ["Note"] = "Báo cáo số 12" };
        var changed = await director.Send("/work/collective/report", fields);
        Assert.Equal((HttpStatusCode.BadRequest, "2"), (changed.Status, changed.One("input[name=Expected]").GetAttribute("value")));
        var voice = await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await voice.Send("/work/collective/report", new(fields) { ["Expected"] = "2" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Open("/work/today?after=x")).Status);
    }

    [Fact]
    public async Task A_follow_up_is_worked_on_the_page_of_its_task()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        await officer.Send(Contact, new(Fields("promised")) { ["PromisedOn"] = "2021-11-04", ["PromisedAmount"] = "400.000" });
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(Contact, new() { ["Version"] = "1", ["Found"] = "x" }, Contact + "?handler=Follow")).Status);
        house.Clock.Moment = house.Clock.Moment.AddDays(1);
        officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Contains("Xem lại việc đã làm", (await officer.Open(Contact)).Words, StringComparison.Ordinal);
        Assert.Contains("Ghi kết quả xem lại", Assert.Single((await officer.Send(Contact, new() { ["Version"] = "1" }, Contact + "?handler=Follow")).Errors), StringComparison.Ordinal);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(Contact, new() { ["Version"] = "1", ["Found"] = "x" }, Contact + "?handler=Follow")).Status);
        Assert.Equal(Contact, (await officer.Send(Contact, new() { ["Version"] = "1", ["Found"] = "Vẫn chưa nộp" }, Contact + "?handler=Follow")).Location);
        var worked = await officer.Open(Contact);
        Assert.Contains("Vẫn chưa nộp", worked.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Xem lại việc đã làm", worked.Words, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Fields(string outcome) => new() { ["Version"] = "0", ["Channel"] = "phone", ["Outcome"] = outcome };

    internal static async Task<WebHouse> Open(Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? change = null)
    {
        var house = await WebHouse.Open(change: change);
        var small = await SmallProvince.Create(house.Database);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202110);
        await small.Employer("TB0001B", 202109);
        await small.Plan("2021-11-03T08:00");
        return house;
    }
}
