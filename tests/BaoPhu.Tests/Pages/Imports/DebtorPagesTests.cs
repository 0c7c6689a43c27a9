using System.Net;
using System.Text;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Jobs;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Imports;

/// <summary>A printed debtor list in the browser: sent, taken, compared, filtered, handed out, its section IV recorded; and the page of remembered columns.</summary>
public sealed class DebtorPagesTests
{
    private const string Employers = """
        Mã đơn vị;Mã CQ BHXH;Tên đơn vị;Tình trạng
        TA0001A;07901;Công ty An Phú;Đang tham gia
        TA0002B;07901;Công ty Bình Minh;Đang giải thể
        TA0003C;07901;Công ty Cửu Long;Đang tham gia
        """;

    private const string Months = """
        Mã đơn vị;Kỳ;Phải đóng BHXH;Phải đóng BHYT;Phải đóng BHTN;Phải đóng TNLĐ-BNN;Đã đóng BHXH;Đã đóng BHYT;Đã đóng BHTN;Đã đóng TNLĐ-BNN
        TA0001A;09/2021;1000;100;0;0;0;0;0;0
        TA0002B;06/2021;1000;100;0;0;0;0;0;0
        TA0003C;10/2021;1000;100;0;0;0;0;0;0
        """;

    private const string List = """
        DANH SÁCH ĐƠN VỊ CHẬM ĐÓNG;;;;;;;
        STT;Tên đơn vị;Mã đơn vị;Tổng số;BHXH;BHYT;BHTN;Số, ngày văn bản
        ;II. Nợ đọng;;;;;;
        1;Công ty An Phú;TA0001A;1150;1050;100;0;
        ;IV. Khó thu;;;;;;
        1;Công ty Bình Minh;TA0002B;1100;1000;100;0;77/QĐ-TA
        ;Tổng cộng;;2250;2050;200;0;
        """;

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_list_is_taken_compared_and_its_section_four_recorded(Engine engine)
    {
        await using var house = await WebHouse.Open(engine, NoBell.Change);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var run = await Taken(house, officer);
        var page = await officer.Open("/imports/debtors/" + run);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(["1", "1", "0", "1"], page.All(".strip .figure").Select(f => f.TextContent));
        Assert.Contains("10/2021", page.One("h1").TextContent, StringComparison.Ordinal);
        Assert.Equal(["TA0001A"], (await officer.Open($"/imports/debtors/{run}?outcome=differs")).All("td.code").Select(c => c.TextContent));
        var csv = await officer.Open($"/imports/debtors/{run}?outcome=only-ledger&format=csv");
        Assert.Contains("TA0003C", csv.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("TA0001A", csv.Text, StringComparison.Ordinal);

        // Only the employer of section IV can be ticked; nothing ticked, or another, is refused on the page.
        Assert.Equal(["TA0002B"], page.All("input[name=Ticked]").Select(i => i.GetAttribute("value")));
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send("/imports/debtors/" + run, [], $"/imports/debtors/{run}?handler=Mark")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send("/imports/debtors/" + run, new() { ["Ticked"] = "TA0001A" }, $"/imports/debtors/{run}?handler=Mark")).Status);
        Assert.Equal(0, await house.Db.Read(s => s.One<long>("select count(*) from reg_marks")));
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send("/imports/debtors/" + run, new() { ["Ticked"] = "TA0002B" }, $"/imports/debtors/{run}?handler=Mark")).Status);
        Assert.Equal("Danh sách B03-TS tháng 10/2021, mục IV; văn bản 77/QĐ-TA", await house.Db.Read(s => s.One<string>("select grounds from reg_marks where mark = 'hard-to-collect'")));

        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Centre);
        Assert.Empty((await auditor.Open("/imports/debtors/" + run)).All("input[name=Ticked]"));
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send("/imports/debtors/" + run, new() { ["Ticked"] = "TA0002B" }, $"/imports/debtors/{run}?handler=Mark")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province)).Open("/imports/debtors/" + run)).Status);
        var stranger = await house.SignedIn(Role.CollectionOfficer, WebHouse.OtherProvince);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open("/imports/debtors/" + run)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open($"/imports/debtors/{run}?format=csv")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Send("/imports/debtors/" + run, new() { ["Ticked"] = "TA0002B" }, $"/imports/debtors/{run}?handler=Mark")).Status);
        // A run of another kind is no debtor list.
        var other = await house.Db.Read(s => s.One<string>("select run_id from imp_runs where kind = 'months'"));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/imports/debtors/" + other)).Status);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Remembered_columns_are_listed_corrected_and_forgotten(Engine engine)
    {
        await using var house = await WebHouse.Open(engine, NoBell.Change);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.OK, (await officer.Open("/imports/profiles")).Status);
        const string file = "Mã đơn vị;Đầu mối;Tên đơn vị;Tình trạng\nTA0001A;07901;Công ty An Phú;Đang tham gia\n";
        Dictionary<string, string> columns = new(StringComparer.Ordinal) { ["Map[code]"] = "Mã đơn vị", ["Map[name]"] = "Tên đơn vị", ["Map[contact]"] = "Đầu mối", ["Map[standing]"] = "Tình trạng" };
        await Take(house, officer, "employers", file, columns);

        var row = (await officer.Open("/imports/profiles")).One("th a");
        var address = row.GetAttribute("href")!;
        var page = await officer.Open(address);
        Assert.Equal("Đầu mối", page.One("select#map-contact option[selected]").TextContent);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(address, new(StringComparer.Ordinal) { ["Name"] = "", ["Map[code]"] = "Mã đơn vị", ["Map[name]"] = "Tên đơn vị" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(address, new(StringComparer.Ordinal) { ["Name"] = "TST", ["Map[code]"] = "Mã đơn vị" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(address, new(StringComparer.Ordinal) { ["Name"] = "TST", ["Map[code]"] = "Mã đơn vị", ["Map[name]"] = "Mã đơn vị" })).Status);
        var saved = new Dictionary<string, string>(StringComparer.Ordinal) { ["Name"] = "Mẫu TST", ["Map[code]"] = "Mã đơn vị", ["Map[name]"] = "Tên đơn vị", ["Map[office]"] = "Đầu mối", ["Map[standing]"] = "Tình trạng" };
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(address, saved)).Status);

        // The next file with these headings is proposed so, in this province only.
        var check = await officer.Open(await Send(officer, "employers", file));
        Assert.Equal("Đầu mối", check.One("select#map-office option[selected]").TextContent);
        Assert.Contains("Mẫu TST", check.Words, StringComparison.Ordinal);
        var stranger = await house.SignedIn(Role.CollectionOfficer, WebHouse.OtherProvince);
        Assert.DoesNotContain((await stranger.Open(await Send(stranger, "employers", file))).All("select option[selected]"), o => o.TextContent == "Đầu mối");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Send(address, saved)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Send(address, [], address + "?handler=Forget")).Status);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Centre);
        Assert.Equal(HttpStatusCode.OK, (await auditor.Open(address)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(address, saved)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(address, [], address + "?handler=Forget")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province)).Open("/imports/profiles")).Status);

        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(address, [], address + "?handler=Forget")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open(address)).Status);
        Assert.Equal(2, await house.Db.Read(s => s.One<long>("select count(*) from aud_entries where act in ('imports.profile-save', 'imports.profile-forget')")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_job_whose_worker_died_after_its_work_was_kept_ends_well(Engine engine)
    {
        await using var house = await WebHouse.Open(engine, NoBell.Change);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        await Take(house, officer, "employers", Employers, []);
        var job = await house.Db.Read(s => s.One<string>("select run_id from job_runs where kind = 'import'"));
        // As if the worker had died before it could end its row: its upload is gone, its data are in.
        await house.Db.Write(s => s.Execute("update job_runs set state = 'queued', result = null, error = null, finished_at = null where run_id = @job", new { job }));
        await Work(house);
        Assert.Equal("done", await house.Db.Read(s => s.One<string>("select state || coalesce(': ' || error, '') from job_runs where run_id = @job", new { job })));
        Assert.Equal(1, await house.Db.Read(s => s.One<long>("select count(*) from imp_runs where kind = 'employers'")));
        Assert.Equal("3", (await officer.Open("/imports/progress/" + job)).One(".strip .figure").TextContent);
    }

    private static async Task<string> Taken(WebHouse house, Browser officer)
    {
        await Take(house, officer, "employers", Employers, []);
        await Take(house, officer, "months", Months, []);
        await Take(house, officer, "debtors", List, [], period: "10/2021");
        return (await house.The<ImportRuns>().Runs(Actor.System, Scope.Nation))[0].RunId;
    }

    private static async Task<string> Send(Browser officer, string kind, string text, string? period = null)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["Kind"] = kind };
        if (period is not null)
        {
            fields["Period"] = period;
        }

        var sent = await officer.Upload("/imports/new", "Sent", kind + ".csv", Encoding.UTF8.GetBytes(text), fields);
        Assert.Equal(HttpStatusCode.Redirect, sent.Status);
        return sent.Location!;
    }

    private static async Task Take(WebHouse house, Browser officer, string kind, string text, Dictionary<string, string> columns, string? period = null)
    {
        var check = await Send(officer, kind, text, period);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(check, columns, check + "?handler=Take")).Status);
        await Work(house);
        Assert.Equal(0, await house.Db.Read(s => s.One<long>("select count(*) from job_runs where kind = 'import' and state <> 'done'")));
        house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
    }

    private static async Task Work(WebHouse house)
    {
        while (await house.The<JobWorker>().RunNext(CancellationToken.None))
        {
        }
    }
}
