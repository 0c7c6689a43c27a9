using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Work;

/// <summary>Limits, slots and scenarios on their pages: forbidden, missing, wrong state, right.</summary>
public sealed class LimitPageTests
{
    private static readonly string Visit = "/work/tasks/" + LimitedProvince.Visit(0);

    [Fact]
    public async Task Who_may_not_does_not_record_or_end_a_limit()
    {
        await using var house = await WebHouse.Open();
        var province = await LimitedProvince.Create(house.Database);
        var limit = await province.Limit(new() { VisitsOfPlace = 1 });
        foreach (var (role, office) in ((string, string)[])[(Role.DistrictOfficer, WebHouse.District), (Role.Auditor, WebHouse.Centre), (Role.DistrictDirector, WebHouse.District)])
        {
            var person = await house.SignedIn(role, office);
            var list = await person.Open("/work/limits");
            Assert.Equal(HttpStatusCode.OK, list.Status);
            Assert.Empty(list.All("main a[href$='/end'], main a[href$='/new']"));
            Assert.Equal(HttpStatusCode.Forbidden, (await person.Open("/work/limits/new")).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await person.Send("/work/limits/new?place=760", new() { ["Announcement"] = province.Paper })).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await person.Send($"/work/limits/{limit.LimitId}/end", new() { ["Reason"] = "x" })).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province)).Open("/work/slots")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province)).Open("/work/slots/unfit")).Status);
    }

    [Fact]
    public async Task What_is_of_another_province_is_not_there()
    {
        await using var house = await WebHouse.Open();
        var province = await LimitedProvince.Create(house.Database);
        var limit = await province.Limit(new() { VisitsOfPlace = 1 });
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.OtherProvince);
        Assert.Contains("Chưa ghi giới hạn nào, nên không có gì bị hạn chế", (await director.Open("/work/limits")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open($"/work/limits/{limit.LimitId}/end")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open("/work/slots?province=79")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open("/work/slots/unfit?province=79")).Status);
        Assert.Contains("Không có địa bàn", (await director.Open("/work/limits/new?place=760")).Errors[0], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Send("/work/limits/new?place=760", new() { ["place"] = "760", ["Announcement"] = province.Paper })).Status);
    }

    [Fact]
    public async Task A_limit_that_cannot_be_is_refused_at_its_field()
    {
        await using var house = await WebHouse.Open();
        var province = await LimitedProvince.Create(house.Database);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Dictionary<string, string> fields = new() { ["place"] = "760", ["Announcement"] = province.Paper, ["From"] = "03/11/2021", ["Levels"] = "3", ["Weekdays"] = "1" };
        async Task Refused(string part, params (string Field, string Value)[] change)
        {
            var sent = new Dictionary<string, string>(fields, StringComparer.Ordinal);
            foreach (var (field, value) in change)
            {
                sent[field] = value;
            }

            var answer = await officer.Send("/work/limits/new?place=760", sent);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Contains(part, Assert.Single(answer.Errors), StringComparison.Ordinal);
        }

        await Refused("12/QĐ-UBND chỉ có hiệu lực đến 31/12/2021", ("To", "01/01/2022"), ("DayOfPlace", "3"));
        await Refused("không phải giờ", ("HourFrom", "7 giờ"));
        await Refused("Giờ kết thúc phải sau", ("HourFrom", "10:00"), ("HourTo", "09:00"));
        await Refused("Phải dựa vào".ToLower(BaoPhu.Core.Texts.Text.Vietnamese), ("Announcement", "khac"), ("DayOfPlace", "3"));
        await Refused("ít nhất một cấp độ", ("Levels", "9"), ("DayOfPlace", "3"));
        await Refused("Số người, diện tích phải lớn hơn 0", ("PeopleVisit", "0"));
        var limit = await province.Limit(new() { VisitsOfPlace = 1 });
        var end = await officer.Send($"/work/limits/{limit.LimitId}/end", new() { ["LastDay"] = "31/12/2021", ["Reason"] = "x" });
        Assert.Equal((HttpStatusCode.BadRequest, 1), (end.Status, end.Errors.Count));
        Assert.Equal("Ghi lý do chấm dứt.", Assert.Single((await officer.Send($"/work/limits/{limit.LimitId}/end", new() { ["LastDay"] = "05/11/2021" })).Errors));
    }

    [Fact]
    public async Task A_limit_is_recorded_listed_held_against_and_ended()
    {
        await using var house = await WebHouse.Open();
        var province = await LimitedProvince.Create(house.Database);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Contains("Quận 1", (await officer.Open("/work/limits/new?place=quan+1")).One("h1").TextContent, StringComparison.Ordinal);
        Assert.Contains("12/QĐ-UBND ngày 30/10/2021", (await officer.Open("/work/limits/new?place=760")).One("select").TextContent, StringComparison.Ordinal);
        var arrange = new Dictionary<string, string>
        {
            ["Version"] = "0", ["People"] = "An", ["From"] = "2021-11-04T09:00", ["To"] = "2021-11-04T10:00", ["Space"] = "phòng họp", ["Place"] = "trụ sở", ["PlaceKind"] = "employer", ["Gathering"] = "visit", ["Guests"] = "2",
        };
        var district = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Contains("không có giới hạn nào", (await district.Open(Visit + "/arrange")).Words, StringComparison.Ordinal);
        Assert.Equal(Visit, (await district.Send(Visit + "/arrange", arrange)).Location);
        Dictionary<string, string> fields = new()
        {
            ["place"] = "760", ["Announcement"] = province.Paper, ["From"] = "03/11/2021", ["Levels"] = "3", ["Weekdays"] = "4", ["PeopleVisit"] = "2", ["HourFrom"] = "8:00", ["HourTo"] = "11:30", ["Kinds"] = "employer", ["Closed"] = "Chợ Bến Thành", ["DayOfPlace"] = "1",
        };
        // What was arranged before does not fit any more: the page leads there.
        var recorded = await officer.Send("/work/limits/new?place=760", fields);
        Assert.Equal("/work/slots/unfit?province=79", recorded.Location);
        Assert.Contains("Có 3 người, mỗi lần chỉ được 2 người.", (await officer.Open(recorded.Location!)).Words, StringComparison.Ordinal);
        Assert.Contains("1 lịch trực tiếp sắp tới không còn phù hợp", (await district.Open("/work/today")).Words, StringComparison.Ordinal);
        var list = await officer.Open("/work/limits");
        foreach (var part in (string[])["1 giới hạn đang hoặc sẽ áp dụng", "làm việc 2 người", "Giờ: 08:00–11:30", "Ngày: T5", "trụ sở đơn vị", "Đóng: Chợ Bến Thành", "1 lượt mỗi ngày", "03/11/2021 – 31/12/2021", "12/QĐ-UBND"])
        {
            Assert.Contains(part, list.Words, StringComparison.Ordinal);
        }

        arrange["Version"] = "1";
        var refused = await district.Send(Visit + "/arrange", arrange);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("Giới hạn của Quận 1 theo văn bản 12/QĐ-UBND ngày 30/10/2021", Assert.Single(refused.Errors), StringComparison.Ordinal);
        arrange["Guests"] = "1";
        Assert.Equal(Visit, (await district.Send(Visit + "/arrange", arrange)).Location);
        var day = await district.Open("/work/slots?day=2021-11-04");
        Assert.Contains("1 lịch ngày 04/11/2021", day.Words, StringComparison.Ordinal);
        Assert.Equal(["1", "1", "0"], day.All("section td.r").Select(c => c.TextContent.Trim()));
        Assert.DoesNotContain("Công ty Thử", (await (await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict)).Open("/work/slots?day=2021-11-04")).Words, StringComparison.Ordinal);
        Assert.Equal("Ghi lý do hủy lịch.", Assert.Single((await district.Send(Visit + "/arrange", new() { ["Version"] = "2" }, Visit + "/arrange?handler=Cancel")).Errors));
        Assert.Equal(Visit, (await district.Send(Visit + "/arrange", new() { ["Version"] = "2", ["Reason"] = "Cán bộ cách ly" }, Visit + "/arrange?handler=Cancel")).Location);
        Assert.Contains("hủy lịch đã bố trí", (await district.Open(Visit)).Words, StringComparison.Ordinal);
        var limit = (await province.Limits.List(Scope.Nation))[0];
        Assert.Equal("/work/limits", (await officer.Send($"/work/limits/{limit.LimitId}/end", new() { ["LastDay"] = "02/11/2021", ["Reason"] = "Văn bản 15" })).Location);
        Assert.Contains("Chưa ghi giới hạn nào", (await officer.Open("/work/limits")).Words, StringComparison.Ordinal);
        Assert.Contains("đã chấm dứt: Văn bản 15", (await officer.Open("/work/limits?past=true")).Words, StringComparison.Ordinal);
    }
}
