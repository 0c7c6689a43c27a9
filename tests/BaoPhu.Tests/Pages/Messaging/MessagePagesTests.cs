using System.Net;
using System.Text;
using BaoPhu.Core;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Tests.Messaging;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Messaging;

/// <summary>Pages of messages: forbidden, not there, wrong state, right.</summary>
public sealed class MessagePagesTests
{
    [Fact]
    public async Task Who_may_not_is_turned_away_and_another_office_finds_nothing()
    {
        await using var house = await Open();
        var key = await Put(house);
        var (voice, auditor, other) = (await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province), await house.SignedIn(Role.Auditor, WebHouse.Province), await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict));
        foreach (var url in (string[])["/messaging", "/messaging/messages/" + key, "/messaging/sandbox", "/messaging/channels", "/messaging/opt-outs", "/messaging/templates", "/messaging/templates/debt-notice", "/messaging/leaflets", "/messaging/send?task=79-TA0001A-contact-1", "/messaging/send-list", "/messaging/batches/" + new string('0', 32)])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await voice.Open(url)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await auditor.Open("/messaging/messages/" + key)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Open("/messaging/send?task=79-TA0001A-contact-1")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Open("/messaging/send-list")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send("/messaging/messages/" + key, new() { ["Version"] = "1" }, $"/messaging/messages/{key}?handler=Cancel")).Status);
        foreach (var url in (string[])["/messaging/messages/" + key, "/messaging/send?task=79-TA0001A-contact-1", "/messaging/messages/79-TA0001A-" + new string('0', 32), "/messaging/messages/x", "/messaging/batches/x", "/messaging/templates/post"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.Open(url)).Status);
        }

        Assert.Contains("Chưa có tin nào", (await other.Open("/messaging")).Words, StringComparison.Ordinal);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send("/messaging/templates/debt-notice", new() { ["Name"] = "x" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Upload("/messaging/leaflets", "Taken", "a.pdf", "%PDF-1.4"u8.ToArray())).Status);
    }

    [Fact]
    public async Task From_the_task_to_the_sandbox_and_taken_back_with_a_reason()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        const string task = "/work/tasks/79-TA0001A-contact-1";
        Assert.Equal("/messaging/send?task=79-TA0001A-contact-1", (await officer.Open(task)).One("a[href^='/messaging/send']").GetAttribute("href"));
        var form = await officer.Open("/messaging/send?task=79-TA0001A-contact-1");
        Assert.Contains("còn phải đóng 1.000.000 đồng", form.Words, StringComparison.Ordinal);
        Assert.Contains("có dấu 3 phần, không dấu 1 phần", form.Words, StringComparison.Ordinal);
        var wrong = await officer.Send("/messaging/send?task=79-TA0001A-contact-1", new() { ["task"] = "79-TA0001A-contact-1", ["Phone"] = "" });
        Assert.Equal((HttpStatusCode.BadRequest, "Nhập số điện thoại để đơn vị liên hệ lại."), (wrong.Status, Assert.Single(wrong.Errors)));
        var sent = await officer.Send("/messaging/send?task=79-TA0001A-contact-1", new() { ["task"] = "79-TA0001A-contact-1", ["Phone"] = "028 3829 1234" });
        Assert.Equal(task, sent.Location);
        var link = (await officer.Open(task)).One("a[href^='/messaging/messages/']").GetAttribute("href")!;
        // One is on its way: no second one.
        var again = await officer.Open("/messaging/send?task=79-TA0001A-contact-1");
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Contains("đã có tin đang gửi", Assert.Single(again.Errors), StringComparison.Ordinal);
        var needs = await officer.Send(link, new() { ["Version"] = "1", ["Reason"] = "" }, link + "?handler=Cancel");
        Assert.Equal((HttpStatusCode.BadRequest, "Ghi lý do."), (needs.Status, Assert.Single(needs.Errors)));
        await house.The<Dispatch>().Run();
        Assert.Contains("còn phải đóng 1.000.000 đồng", (await officer.Open("/messaging/sandbox")).Words, StringComparison.Ordinal);
        var late = await officer.Send(link, new() { ["Version"] = "3", ["Reason"] = "nhầm" }, link + "?handler=Cancel");
        Assert.Equal(HttpStatusCode.BadRequest, late.Status);
        Assert.Contains("Kênh đã nhận", Assert.Single(late.Errors), StringComparison.Ordinal);
        // Nothing left the house: the task is as it was.
        Assert.Equal("open", (await house.The<Core.Work.Tasks>().Find(Scope.Nation, "79-TA0001A-contact-1")).Task.State);
        var page = await officer.Open(link);
        Assert.DoesNotContain("0901234567", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ketoan@thu.vn", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_waits_is_taken_back_and_its_count_opens_to_it()
    {
        await using var house = await Open();
        var key = await Put(house);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var list = await officer.Open("/messaging");
        Assert.Contains("Chờ gửi: 1", list.Words, StringComparison.Ordinal);
        Assert.Contains(key, (await officer.Open(list.One(".state-counts a").GetAttribute("href")!)).Text, StringComparison.Ordinal);
        var page = "/messaging/messages/" + key;
        Assert.Equal(page, (await officer.Send(page, new() { ["Version"] = "1", ["Reason"] = "Gửi nhầm" }, page + "?handler=Cancel")).Location);
        Assert.Contains("Gửi nhầm", (await officer.Open(page)).Words, StringComparison.Ordinal);
        Assert.Contains("Đã rút lại: 1", (await officer.Open("/messaging")).Words, StringComparison.Ordinal);
        var stale = await officer.Send(page, new() { ["Version"] = "1", ["Reason"] = "lần nữa" }, page + "?handler=Again");
        Assert.Equal(HttpStatusCode.BadRequest, stale.Status);
    }

    [Fact]
    public async Task What_reached_nobody_is_on_the_officers_day_until_read()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        await Put(house, officer.User!.Actor);
        await house.Db.Write(tx => tx.Execute("update reg_months set paid_social = due_social"));
        await house.The<Dispatch>().Run();
        Assert.Contains("1 tin không gửi vì đơn vị đã nộp đủ", (await officer.Open("/work/today")).Words, StringComparison.Ordinal);
        var told = await officer.Open("/messaging?told=me");
        Assert.Contains("Đã nộp đủ, không gửi: 1", told.Words, StringComparison.Ordinal);
        Assert.Equal("/work/today", (await officer.Send("/messaging?told=me", [], "/messaging?handler=Read")).Location);
        Assert.DoesNotContain("tin không gửi vì", (await officer.Open("/work/today")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_previewed_sent_and_followed_to_its_end()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var day = await officer.Open("/work/today?act=contact");
        var link = day.One("a[href^='/messaging/send-list']").GetAttribute("href")!;
        Assert.Equal("/messaging/send-list?act=contact", link);
        var preview = await officer.Open(link);
        Assert.Contains("1 việc: gửi được 1, không gửi 0", preview.Words, StringComparison.Ordinal);
        Assert.Contains("còn phải đóng 1.000.000 đồng", preview.Words, StringComparison.Ordinal);
        Assert.Contains("vào hộp thử, không gửi thật", preview.Words, StringComparison.Ordinal);
        var seen = preview.One("input[name=Seen]").GetAttribute("value")!;
        Dictionary<string, string> fields = new() { ["act"] = "contact", ["BatchTitle"] = "Nhắc nộp", ["Phone"] = "028 3829 1234", ["Seen"] = seen };
        Assert.Equal("Nhập số điện thoại để đơn vị liên hệ lại.", Assert.Single((await officer.Send(link, new(fields) { ["Phone"] = "" })).Errors));
        Assert.Contains("Danh sách đã thay đổi", Assert.Single((await officer.Send(link, new(fields) { ["Seen"] = "x" })).Errors), StringComparison.Ordinal);
        var batch = (await officer.Send(link, fields)).Location!;
        Assert.StartsWith("/messaging/batches/", batch, StringComparison.Ordinal);
        var going = await officer.Open(batch);
        Assert.Contains("0/1 tin đã xong", going.Words, StringComparison.Ordinal);
        Assert.NotNull(going.One("#batch").GetAttribute("hx-get"));
        Assert.Contains("Không có việc nào gửi tin được", (await officer.Open(link)).Words, StringComparison.Ordinal);
        await house.The<Dispatch>().Run();
        var done = await officer.Open(batch);
        Assert.Contains("1 tin vào hộp thử vì kênh chưa cấu hình", done.Words, StringComparison.Ordinal);
        Assert.Contains("1 việc của danh sách đều có kết quả", done.Words, StringComparison.Ordinal);
        Assert.Null(done.One("#batch").GetAttribute("hx-get"));
        Assert.Equal(batch, (await officer.Open("/messaging")).One($"a[href='{batch}']").GetAttribute("href"));
        var id = batch["/messaging/batches/".Length..];
        Assert.Contains("Chưa có tin nào", (await officer.Open($"/messaging?batch={id}&left=no")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict)).Open(batch)).Status);
    }

    [Fact]
    public async Task A_message_that_was_not_needed_stands_in_the_line_of_time_of_its_task()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        await officer.Send("/messaging/send?task=79-TA0001A-contact-1", new() { ["task"] = "79-TA0001A-contact-1", ["Phone"] = "028 3829 1234" });
        await house.Db.Write(tx => tx.Execute("update reg_months set paid_social = due_social"));
        await house.The<Dispatch>().Run();
        Assert.Contains("Đã nộp đủ, không gửi Sổ thu không còn nợ khi gửi", (await officer.Open("/work/tasks/79-TA0001A-contact-1")).One(".timeline").TextContent.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("1 tin không gửi vì đơn vị đã nộp đủ", (await officer.Open("/work/today")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_is_looked_at_with_an_employer_in_reach()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        const string page = "/messaging/templates/debt-reminder";
        Dictionary<string, string> fields = new() { ["Name"] = "Nhắc nộp", ["Sms"] = "Đơn vị {ma_don_vi} còn nợ {so_tien} đồng, {nguoi_nhan}", ["with"] = "ta0001a" };
        var preview = await officer.Send(page, fields, page + "?handler=Preview");
        Assert.Contains("Don vi TA0001A con no 1.000.000 dong", preview.Words, StringComparison.Ordinal);
        Assert.Contains("Số liệu thật của", preview.Words, StringComparison.Ordinal);
        Assert.Contains("SMS có dấu:", preview.Words, StringComparison.Ordinal);
        Assert.Contains("SMS không dấu:", preview.Words, StringComparison.Ordinal);
        var other = await (await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict)).Send(page, fields, page + "?handler=Preview");
        Assert.Equal(HttpStatusCode.BadRequest, other.Status);
        Assert.DoesNotContain("1.000.000", other.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_uncertain_one_is_decided_by_a_person()
    {
        await using var house = await Open();
        var key = await Put(house);
        await house.Db.Write(tx => tx.Execute("update msg_outbox set state = 'sending', claim = 'x', lease_until_at = 1, via = 'smtp', version = 2"));
        await house.Db.Write(tx => tx.Execute(
            "insert into msg_events (subject_id, message_id, seq, at, user_id, event, state, channel, detail) select subject_id, message_id, 2, 0, 'system', 'handed-over', 'sending', channel, @detail from msg_outbox",
            new { detail = "{}" }));
        await house.The<Dispatch>().Run();
        var director = await house.SignedIn(Role.DistrictDirector, WebHouse.District);
        var page = "/messaging/messages/" + key;
        Assert.Contains("Tin này đã rời hệ thống chưa?", (await director.Open(page)).Words, StringComparison.Ordinal);
        Assert.Equal(page, (await director.Send(page, new() { ["Version"] = "3", ["Reason"] = "Đơn vị xác nhận đã nhận" }, page + "?handler=Sent")).Location);
        Assert.Contains("Coi là đã gửi", (await director.Open(page)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_opt_out_is_noted_with_its_reason_and_ended()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var wrong = await officer.Send("/messaging/opt-outs", new() { ["Code"] = "TA0001A", ["Channel"] = "all", ["Reason"] = "" });
        Assert.Equal((HttpStatusCode.BadRequest, "Ghi lý do: ai đề nghị, bằng cách nào."), (wrong.Status, Assert.Single(wrong.Errors)));
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send("/messaging/opt-outs", new() { ["Code"] = "TB9999Z", ["Channel"] = "all", ["Reason"] = "x" })).Status);
        Assert.Equal("/messaging/opt-outs", (await officer.Send("/messaging/opt-outs", new() { ["Code"] = "TA0001A", ["Channel"] = "all", ["Reason"] = "Kế toán gọi điện" })).Location);
        Assert.Contains("Kế toán gọi điện", (await officer.Open("/messaging/opt-outs")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send("/messaging/opt-outs", new() { ["Code"] = "TA0001A", ["Channel"] = "all", ["Reason"] = "lần nữa" })).Status);
        Assert.Equal("/messaging/opt-outs", (await officer.Send("/messaging/opt-outs", new() { ["Province"] = "79", ["Code"] = "TA0001A", ["Channel"] = "all" }, "/messaging/opt-outs?handler=End")).Location);
        Assert.DoesNotContain("Kế toán gọi điện", (await officer.Open("/messaging/opt-outs")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_is_previewed_and_published_as_a_new_version()
    {
        await using var house = await Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        const string page = "/messaging/templates/debt-reminder";
        Dictionary<string, string> fields = new() { ["Name"] = "Nhắc nộp", ["Sms"] = "Đơn vị {ma_don_vi} còn nợ {so_tien} đồng", ["Accents"] = "true", ["Parameters"] = "ten = don_vi (name)" };
        var preview = await director.Send(page, fields, page + "?handler=Preview");
        Assert.Contains("Đơn vị TA0001A còn nợ 12.345.678 đồng", preview.Words, StringComparison.Ordinal);
        Assert.Contains("có dấu, 70 ký tự", preview.Words, StringComparison.Ordinal);
        var wrong = await director.Send(page, new(fields) { ["Sms"] = "{cccd}" });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Contains("cccd", Assert.Single(wrong.Errors), StringComparison.Ordinal);
        Assert.Contains("không đúng dạng", Assert.Single((await director.Send(page, new(fields) { ["Parameters"] = "???" })).Errors), StringComparison.Ordinal);
        Assert.Equal(page, (await director.Send(page, fields)).Location);
        Assert.Contains("riêng của tỉnh", (await director.Open("/messaging/templates")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open("/messaging/templates/khac")).Status);
    }

    [Fact]
    public async Task A_leaflet_is_taken_in_with_versions_and_withdrawn()
    {
        await using var house = await Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Dictionary<string, string> fields = new() { ["Name"] = "Trách nhiệm đóng BHXH", ["Group"] = "Đơn vị nợ" };
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Upload("/messaging/leaflets", "Taken", "a.pdf", "khong phai pdf"u8.ToArray(), fields)).Status);
        Assert.Equal("/messaging/leaflets", (await director.Upload("/messaging/leaflets", "Taken", "to-roi.pdf", "%PDF-1.4 mot"u8.ToArray(), fields)).Location);
        var list = await director.Open("/messaging/leaflets");
        var file = list.One("a[href*='handler=File']").GetAttribute("href")!;
        Assert.Equal("%PDF-1.4 mot", (await director.Open(file)).Text);
        var id = list.One("input[name=Leaflet]").GetAttribute("value")!;
        Assert.Equal("/messaging/leaflets", (await director.Upload("/messaging/leaflets", "Taken", "to-roi-2.pdf", Encoding.ASCII.GetBytes("%PDF-1.4 hai"), new(fields) { ["Leaflet"] = id })).Location);
        Assert.Contains("Bản 2", (await director.Open("/messaging/leaflets")).Words, StringComparison.Ordinal);
        // What was sent with the first version can still be shown.
        Assert.Equal("%PDF-1.4 mot", (await director.Open(file)).Text);
        Assert.Equal("/messaging/leaflets", (await director.Send("/messaging/leaflets", new() { ["Leaflet"] = id }, "/messaging/leaflets?handler=Withdraw")).Location);
        Assert.Contains("Chưa có tài liệu", (await director.Open("/messaging/leaflets")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Send("/messaging/leaflets", new() { ["Leaflet"] = id }, "/messaging/leaflets?handler=Withdraw")).Status);
    }

    [Fact]
    public async Task Channels_show_their_settings_without_secrets()
    {
        var settings = new ChannelSettings(new Dictionary<string, string> { ["BAOPHU_SMTP_HOST"] = "thu.bhxh.vn", ["BAOPHU_SMTP_FROM"] = "bhxh@thu.vn", ["BAOPHU_SMTP_PASSWORD"] = "rat-bi-mat", ["BAOPHU_ZALO_TOKEN"] = "cung-bi-mat" });
        await using var house = await WebHouse.Open(change: services =>
        {
            NoBell.Change(services);
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(services, settings);
        });
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var page = await officer.Open("/messaging/channels");
        Assert.Contains("thu.bhxh.vn", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("bi-mat", page.Text, StringComparison.Ordinal);
        Assert.Contains("Đã cấu hình, gửi thật", page.Words, StringComparison.Ordinal);
    }

    private static async Task<WebHouse> Open()
    {
        var house = await WebHouse.Open(change: NoBell.Change);
        var small = await SmallProvince.Create(house.Database);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202110, email: "ketoan@thu.vn");
        await small.Plan("2021-11-03T08:00");
        return house;
    }

    private static async Task<string> Put(WebHouse house, Actor? by = null) => (await house.Db.Write(tx => Outbox.Put(
        tx, house.Clock, by ?? Actor.System, OutboxTests.Reminder(BaoPhu.Rules.EmployerKey.Id("79", "TA0001A"))))).ToString();
}
