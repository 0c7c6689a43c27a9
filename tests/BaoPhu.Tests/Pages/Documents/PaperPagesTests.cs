using System.Net;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Documents;

/// <summary>Pages of papers: forbidden, not there, wrong state, right.</summary>
public sealed class PaperPagesTests
{
    private const string Notice = "79-TA0001A-notice-1";

    [Fact]
    public async Task From_the_task_to_the_signed_paper_in_four_steps()
    {
        await using var house = await Open();
        var (officer, director) = (await house.SignedIn(Role.DistrictOfficer, WebHouse.District), await house.SignedIn(Role.DistrictDirector, WebHouse.District));
        var task = await officer.Open("/work/tasks/" + Notice);
        Assert.Equal("/documents/papers/new?task=" + Notice, task.One("a[href^='/documents/papers/new']").GetAttribute("href"));
        var draft = await officer.Send("/documents/papers/new?task=" + Notice, Answers(director));
        Assert.Equal("/documents/papers/79-TA0001A-1", draft.Location);
        var shown = await officer.Open(draft.Location!);
        Assert.Contains("bản nháp", shown.Words, StringComparison.Ordinal);
        Assert.Contains("reg_employers.name", shown.Words, StringComparison.Ordinal);
        Assert.Empty(shown.All(".error-summary"));
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(draft.Location!, new() { ["Version"] = "0" }, draft.Location + "?handler=Number")).Status);
        Assert.Contains("01/TB-BHXH", (await officer.Open(draft.Location!)).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(draft.Location!, new() { ["Version"] = "1" }, draft.Location + "?handler=Sign")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await director.Send(draft.Location!, new() { ["Version"] = "1" }, draft.Location + "?handler=Sign")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(draft.Location!, new() { ["Version"] = "2" }, draft.Location + "?handler=Send")).Status);
        var file = await officer.Open(draft.Location + "?handler=File");
        Assert.Contains("wordprocessingml", file.Response.Content.Headers.ContentType?.MediaType, StringComparison.Ordinal);
        var again = await officer.Send(draft.Location!, new() { ["Version"] = "3", ["Reason"] = "" }, draft.Location + "?handler=Void");
        Assert.Equal((HttpStatusCode.BadRequest, "Ghi rõ lý do."), (again.Status, Assert.Single(again.Errors)));
    }

    [Fact]
    public async Task What_is_wrong_with_the_answers_is_said_at_its_field()
    {
        await using var house = await Open();
        var (officer, director) = (await house.SignedIn(Role.DistrictOfficer, WebHouse.District), await house.SignedIn(Role.DistrictDirector, WebHouse.District));
        var wrong = await officer.Send("/documents/papers/new?task=" + Notice, new(Answers(director)) { ["Deadline"] = "01/11/2021", ["SignerId"] = officer.User!.UserId });
        Assert.Equal((HttpStatusCode.BadRequest, "Hạn không thể trước hôm nay."), (wrong.Status, Assert.Single(wrong.Errors)));
        var signer = await officer.Send("/documents/papers/new?task=" + Notice, new(Answers(director)) { ["SignerId"] = officer.User!.UserId });
        Assert.Contains("không có quyền ký", Assert.Single(signer.Errors), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/documents/papers/new?task=79-TA0001A-urge-1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/documents/papers/new")).Status);
    }

    [Fact]
    public async Task Who_may_not_is_turned_away_and_another_office_finds_nothing()
    {
        await using var house = await Open();
        var key = await Numbered(house);
        var (voice, auditor, other) = (await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province), await house.SignedIn(Role.Auditor, WebHouse.Province), await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict));
        foreach (var url in (string[])["/documents/papers", "/documents/papers/" + key, "/documents/register", "/documents/templates", "/documents/manifests", "/documents/bulk", "/documents/bulk/new", "/documents/papers/sign", "/documents/papers/new?task=" + Notice])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await voice.Open(url)).Status);
        }

        foreach (var url in (string[])["/documents/papers/sign", "/documents/papers/new?task=" + Notice, "/documents/bulk/new"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Open(url)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await auditor.Open("/documents/papers/" + key)).Status);
        foreach (var handler in (string[])["Number", "Sign", "Send", "Answer", "Replace", "Void", "Discard"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send("/documents/papers/" + key, new() { ["Version"] = "1" }, $"/documents/papers/{key}?handler={handler}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await other.Send("/documents/papers/" + key, new() { ["Version"] = "1", ["Ended"] = "signed", ["On"] = "03/11/2021", ["Reason"] = "x" }, $"/documents/papers/{key}?handler={handler}")).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send("/documents/manifests", new() { ["Expected"] = "1" }, "/documents/manifests")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send("/documents/manifests", new() { ["Id"] = "x" }, "/documents/manifests?handler=HandOver")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send("/documents/templates", new() { ["Form"] = "TB-NO" }, "/documents/templates?handler=Shipped")).Status);
        foreach (var url in (string[])["/documents/papers/" + key, "/documents/papers/" + key + "?handler=File", "/documents/papers/abc", "/documents/papers/new?task=" + Notice, "/documents/register?office=07901", "/documents/bulk/abc", "/documents/manifests?handler=File&id=abc", "/documents/manifests?handler=Blank&id=abc"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.Open(url)).Status);
        }
    }

    [Fact]
    public async Task The_register_shows_what_was_voided_and_goes_out_as_a_workbook()
    {
        await using var house = await Open();
        var key = await Numbered(house);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        await officer.Send("/documents/papers/" + key, new() { ["Version"] = "1", ["Reason"] = "Sai đơn vị" }, $"/documents/papers/{key}?handler=Void");
        var page = await officer.Open("/documents/register");
        Assert.Contains("1 số đã cấp, 1 số hủy", page.Words, StringComparison.Ordinal);
        Assert.Contains("Sai đơn vị", page.Words, StringComparison.Ordinal);
        Assert.Contains("spreadsheetml", (await officer.Open("/documents/register?format=xlsx")).Response.Content.Headers.ContentType?.MediaType, StringComparison.Ordinal);
        Assert.Contains("Chưa cấp số nào", (await officer.Open("/documents/register?kind=BB")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_acts_for_another_office_sees_its_register_and_its_post()
    {
        await using var house = await Open();
        var (director, below) = (await house.Person(Role.ProvinceDirector, WebHouse.Province), await house.SignedIn(Role.DistrictDirector, WebHouse.District));
        var officer = await house.Person(Role.DistrictOfficer, WebHouse.District);
        var papers = house.The<Papers>();
        var key = (await papers.Prepare(officer.Actor, Scope.Nation, Notice, "TB-NO", new() { SignerId = below.User!.UserId, Channel = "post", Deadline = new(2021, 11, 12) })).ToString();
        await papers.Number(officer.Actor, Scope.Nation, key, 0);
        await papers.Sign(below.User.Actor, Scope.Nation, key, 1);
        Assert.Contains("BHXH Quận 1", (await below.Open("/documents/register")).One(".under-title").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 văn bản", (await below.Open("/documents/manifests")).Words, StringComparison.Ordinal);

        var today = new DateOnly(2021, 11, 3);
        var made = await house.The<Delegations>().Give(director, new(below.User.UserId, [Delegations.Everything], today, today, "1/GUQ", today));
        await below.Send("/identity/account", new() { ["delegation"] = made.DelegationId }, "/identity/account?handler=Act");
        Assert.DoesNotContain("BHXH Quận 1", (await below.Open("/documents/register")).One(".under-title").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("1 văn bản", (await below.Open("/documents/manifests")).Words, StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Opening_a_paper_its_file_or_a_zip_of_papers_is_noted_as_reading(Engine engine)
    {
        await using var house = await Open(engine);
        var key = await Numbered(house);
        var (officer, auditor, stranger) = (await house.SignedIn(Role.DistrictOfficer, WebHouse.District), await house.SignedIn(Role.Auditor, WebHouse.Province), await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict));
        await officer.Open("/documents/papers/" + key);
        await officer.Open("/documents/papers/" + key + "?handler=File");
        await stranger.Open("/documents/papers/" + key);
        await stranger.Open("/documents/papers?format=zip");
        await auditor.Open("/documents/papers?format=zip");
        await auditor.Open("/documents/papers?format=print");
        await house.The<BaoPhu.Core.Audit.ReadLog>().Flush(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["auditor papers outside", "auditor papers outside", "district-officer paper own", "district-officer paper own"],
            await house.Db.Read(s => s.Query<string>(
                "select u.role || ' ' || r.kind || case when r.outside then ' outside' else ' own' end from aud_reads r join idn_users u on u.user_id = r.user_id where r.whole order by u.role, r.kind")));
        Assert.Contains("Tải văn bản (ZIP)", (await auditor.Open("/audit/reads")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Minutes_begin_with_the_employers_contact_only_for_who_may_know_it()
    {
        await using var house = await Open();
        var small = new SmallProvince(house.Database);
        await small.Employer("TA0003A", 202109);
        await house.Db.Write(tx => tx.Execute("update reg_employers set contact_name = 'Lê Thị Mai' where code = 'TA0003A'"));
        await small.Plan("2021-11-03T08:30");
        const string page = "/documents/papers/new?task=79-TA0003A-minutes-1";
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Equal("Lê Thị Mai", (await officer.Open(page)).One("textarea[name=Employers]").TextContent.Trim());
        // One's own visit, taken: the name stands on its page as before.
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send("/work/tasks/79-TA0003A-visit-1", [], "/work/tasks/79-TA0003A-visit-1?handler=Take")).Status);
        Assert.Contains("Lê Thị Mai", (await officer.Open("/work/tasks/79-TA0003A-visit-1")).Words, StringComparison.Ordinal);
        Assert.Equal("", (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province)).Open(page)).One("textarea[name=Employers]").TextContent.Trim());
    }

    [Fact]
    public async Task In_bulk_from_the_list_of_the_day_to_one_signature_and_the_post()
    {
        await using var house = await Open();
        var (officer, director) = (await house.SignedIn(Role.DistrictOfficer, WebHouse.District), await house.SignedIn(Role.DistrictDirector, WebHouse.District));
        Assert.Contains("/documents/bulk/new?whose=office&act=notice", (await officer.Open("/work/today?whose=office&act=notice")).All("a").Select(a => a.GetAttribute("href")));
        const string list = "/documents/bulk/new?whose=office&act=notice";
        var seen = await officer.Open(list);
        Assert.Equal(2, seen.All("input[name=Task]").Count);
        var fields = new Dictionary<string, string>(Answers(director)) { ["Channel"] = "post", ["Seen"] = "2", ["form"] = "TB-NO", ["whose"] = "office", ["act"] = "notice" };
        Assert.Contains("ít nhất một việc", Assert.Single((await officer.Send(list, fields)).Errors), StringComparison.Ordinal);
        Assert.Contains("nay có 2 việc", Assert.Single((await officer.Send(list, new(fields) { ["Task"] = Notice, ["Seen"] = "7" })).Errors), StringComparison.Ordinal);
        var run = (await officer.Send(list, new(fields) { ["Task"] = Notice })).Location!;
        Assert.StartsWith("/documents/bulk/", run, StringComparison.Ordinal);
        for (var i = 0; i < 100 && !(await officer.Open(run)).Words.Contains("Đã lập 1 văn bản", StringComparison.Ordinal); i++)
        {
            await house.The<BaoPhu.Core.Jobs.JobWorker>().RunNext(TestContext.Current.CancellationToken);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Contains("Đã lập 1 văn bản, 0 việc", (await officer.Open(run)).Words, StringComparison.Ordinal);
        Assert.Contains("1 văn bản chờ bạn ký", (await director.Open("/documents/papers")).Words, StringComparison.Ordinal);
        Assert.Contains("đã thay đổi", Assert.Single((await director.Send("/documents/papers/sign", new() { ["Digest"] = "x" })).Errors), StringComparison.Ordinal);
        var digest = (await director.Open("/documents/papers/sign")).One("input[name=Digest]").GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.Redirect, (await director.Send("/documents/papers/sign", new() { ["Digest"] = digest })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send("/documents/manifests", new() { ["Expected"] = "9" })).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send("/documents/manifests", new() { ["Expected"] = "1" })).Status);
        var id = (await officer.Open("/documents/manifests")).One("input[name=Id]").GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.OK, (await officer.Open("/documents/manifests?handler=File&id=" + id)).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send("/documents/manifests", new() { ["Id"] = id }, "/documents/manifests?handler=HandOver")).Status);
        var handed = await officer.Open("/documents/manifests");
        Assert.Contains("0/1 có kết quả", handed.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await officer.Open(handed.One("a[href*='handler=Blank']").GetAttribute("href")!)).Status);
        Assert.Contains("Đã gửi", (await officer.Open("/documents/papers?manifest=" + id)).Words, StringComparison.Ordinal);
        Assert.Equal("application/zip", (await officer.Open("/documents/papers?format=zip")).Response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_template_is_taken_back_only_with_all_its_tags_and_the_shipped_one_comes_back()
    {
        await using var house = await Open();
        var (director, officer) = (await house.SignedIn(Role.ProvinceDirector, WebHouse.Province), await house.SignedIn(Role.DistrictOfficer, WebHouse.District));
        Assert.Contains("Mẫu dựng lại", (await officer.Open("/documents/templates")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Upload("/documents/templates", "Edited", "x.docx", [1], new() { ["Form"] = "TB-NO" })).Status);
        var body = FormBook.Find("TB-NO").Template();
        var bad = await director.Upload("/documents/templates", "Edited", "x.docx", FormBook.Find("CV-YC").Template(), new() { ["Form"] = "TB-NO" });
        Assert.Contains("thiếu các ô", Assert.Single(bad.Errors), StringComparison.Ordinal);
        Assert.Contains("Không đọc được", Assert.Single((await director.Upload("/documents/templates", "Edited", "x.docx", [1, 2, 3], new() { ["Form"] = "TB-NO" })).Errors), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Upload("/documents/templates", "Edited", "x.docx", body, new() { ["Form"] = "KHONG-CO" })).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await director.Upload("/documents/templates", "Edited", "mau-moi.docx", body, new() { ["Form"] = "TB-NO" })).Status);
        Assert.Contains("Mẫu cơ quan đã sửa", (await director.Open("/documents/templates")).Words, StringComparison.Ordinal);
        Assert.Equal(body, await (await director.Client.GetAsync("/documents/templates?handler=File&form=TB-NO", TestContext.Current.CancellationToken)).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.Redirect, (await director.Send("/documents/templates", new() { ["Form"] = "TB-NO" }, "/documents/templates?handler=Shipped")).Status);
        Assert.Equal("shipped", (await house.The<OfficeTemplates>().List("79")).Single(f => f.Form.Code == "TB-NO").InForce!.Origin);
    }

    [Fact]
    public async Task Without_the_offices_account_every_page_of_a_paper_says_so_and_leads_to_it()
    {
        await using var house = await Open(account: false);
        var (director, officer) = (await house.SignedIn(Role.DistrictDirector, WebHouse.District), await house.SignedIn(Role.DistrictOfficer, WebHouse.District));
        const string account = "/organisation/settings/offices/07901";
        foreach (var page in (string[])["/documents/papers/new?task=" + Notice, "/documents/bulk/new?form=TB-NO"])
        {
            Assert.NotEmpty((await officer.Open(page)).All($"main a[href='{account}']"));
        }

        var draft = (await officer.Send("/documents/papers/new?task=" + Notice, Answers(director))).Location!;
        Assert.NotEmpty((await officer.Open(draft)).All($".error-summary a[href='{account}']"));
        var refused = await officer.Send(draft, new() { ["Version"] = "0" }, draft + "?handler=Number");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("chưa có tài khoản thu", refused.Words, StringComparison.Ordinal);
        await Account(house);
        Assert.Empty((await officer.Open(draft)).All(".error-summary"));
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(draft, new() { ["Version"] = "0" }, draft + "?handler=Number")).Status);
    }

    [Fact]
    public async Task A_paper_is_told_in_its_own_order_with_names_in_the_persons_language()
    {
        await using var house = await Open();
        var key = await Numbered(house);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var names = (await officer.Open("/documents/papers/" + key)).All("h2 + dl.summary-list dt").Select(d => d.TextContent.Trim()).ToList();
        Assert.Equal(["Tên đơn vị", "Mã đơn vị", "Tổng số tiền", "Thời hạn nộp", "Tài khoản nộp tiền", "Người ký"],
            names.Where(n => n is "Tên đơn vị" or "Mã đơn vị" or "Tổng số tiền" or "Thời hạn nộp" or "Tài khoản nộp tiền" or "Người ký"));
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var form in FormBook.All.Where(f => f.Kind != PaperKind.None || f.Papers.Count > 0))
        {
            var tags = BaoPhu.Core.Documents.Writing.Templates.Of(form).Tags.Keys;
            var groups = tags.Where(t => t.Contains('/', StringComparison.Ordinal)).Select(t => t[..t.IndexOf('/', StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);
            missing.UnionWith(tags.Where(t => !groups.Contains(t)).Select(t => "Field_" + t[(t.IndexOf('/', StringComparison.Ordinal) + 1)..]).Where(k => BaoPhu.Core.Texts.Text.Find("Forms." + k) is null));
        }

        Assert.True(missing.Count == 0, "Forms.resx and Forms.en.resx miss: " + string.Join(", ", missing));
    }

    [Fact]
    public async Task A_list_comes_as_one_file_to_print()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Open("/documents/papers?format=print")).Status);
        await Numbered(house);
        var link = (await officer.Open("/documents/papers")).One(".export-link[href*='format=print']").GetAttribute("href")!;
        var file = (await officer.Open(link)).Response.Content.Headers;
        Assert.Equal("application/vnd.openxmlformats-officedocument.wordprocessingml.document", file.ContentType?.MediaType);
        Assert.EndsWith("-in.docx", file.ContentDisposition?.FileNameStar ?? file.ContentDisposition?.FileName, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Answers(Browser director) => new() { ["Channel"] = "zalo", ["SignerId"] = director.User!.UserId, ["Deadline"] = "12/11/2021", ["ContactLine"] = "Trần Thị Bình" };

    private static async Task<string> Numbered(WebHouse house)
    {
        var (officer, director) = (await house.Person(Role.DistrictOfficer, WebHouse.District), await house.Person(Role.DistrictDirector, WebHouse.District));
        var papers = house.The<Papers>();
        var key = await papers.Prepare(officer.Actor, Scope.Nation, Notice, "TB-NO", new() { SignerId = director.UserId, Channel = "zalo", Deadline = new(2021, 11, 12) });
        await papers.Number(officer.Actor, Scope.Nation, key.ToString(), 0);
        return key.ToString();
    }

    private static Task Account(WebHouse house) => house.The<OfficeParticulars>().Set(
        Actor.System, Scope.Nation, WebHouse.District, new DateOnly(2021, 1, 1), new ParticularsEntry("1180000000017", "Agribank chi nhánh Quận 1"), "hợp đồng");

    private static async Task<WebHouse> Open(Engine engine = Engine.Sqlite, bool account = true)
    {
        var house = await WebHouse.Open(engine);
        var small = await SmallProvince.Create(house.Database);
        if (account)
        {
            await Account(house);
        }

        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202110);
        await small.Employer("TA0002A", 202110);
        await small.Plan("2021-11-03T08:00");
        return house;
    }
}
