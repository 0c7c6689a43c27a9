using System.Net;
using System.Text;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Jobs;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Imports;

/// <summary>A file on its way in through the browser: sent, looked at, columns corrected, tried, taken, its rejected rows fetched.</summary>
public sealed class ImportPagesTests
{
    private const string Employers = """
        Mã đơn vị;Cơ quan;Tên đơn vị;Tình trạng
        TA0001A;07901;Công ty An Phú;Đang tham gia
        TA0002B;07901;Công ty Bình Minh;Đang tham gia
        TA12;07901;Công ty mã sai;Đang tham gia
        """;

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_file_is_sent_looked_at_tried_and_taken_in(Engine engine)
    {
        await using var house = await WebHouse.Open(engine, NoBell.Change);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var check = await Send(officer, Employers);
        var page = await officer.Open(check);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Công ty Bình Minh", page.Words, StringComparison.Ordinal);
        Assert.Equal("Tên đơn vị", page.One("select#map-name option[selected]").TextContent);

        // "Cơ quan" is not understood by itself: the officer says what it is, and the next file with these headings is understood.
        Assert.Empty(page.All("select#map-office option[selected]"));
        var corrected = await officer.Send(check, Columns);
        Assert.Equal("Cơ quan", corrected.One("select#map-office option[selected]").TextContent);

        var tried = await Run(house, officer, check, "Try");
        Assert.Equal("2", tried.One(".strip .figure").TextContent);
        Assert.Contains("TA12", tried.Words, StringComparison.Ordinal);
        // A trial tells what would be, and nothing as if it were done.
        Assert.Equal("Sẽ thêm mới", tried.One(".strip .of").TextContent);
        Assert.Contains("Dòng sẽ bị từ chối", tried.Words, StringComparison.Ordinal);
        Assert.Contains("các dòng khác vẫn được nhận", tried.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("đã nhận", tried.Words, StringComparison.Ordinal);
        Assert.Equal(0, await Count(house));

        var taken = await Run(house, officer, check, "Take");
        Assert.Equal(2, await Count(house));
        // The officer need not ask for it: the province was planned after the file.
        Assert.Equal(1, await house.Db.Read(s => s.One<long>("select count(*) from wrk_passes where province = '79'")));
        Assert.Equal("07901", await house.Db.Read(s => s.One<string>("select max(office_code) from reg_employers")));
        Assert.Equal("Cơ quan", (await officer.Open(await Send(officer, Employers))).One("select#map-office option[selected]").TextContent);
        var run = await officer.Open(taken.One("a.btn-primary").GetAttribute("href")!);
        Assert.Equal(HttpStatusCode.OK, run.Status);
        var rejects = await officer.Open(run.One("a.btn-primary").GetAttribute("href")!);
        Assert.Contains("TA12", rejects.Text, StringComparison.Ordinal);
        Assert.Contains((await officer.Open("/imports")).All("th a"), a => a.TextContent == "don-vi.csv");
    }

    [Fact]
    public async Task A_file_of_targets_is_taken_in_by_who_signs_targets_and_by_nobody_else()
    {
        await using var house = await WebHouse.Open(change: NoBell.Change);
        var file = Encoding.UTF8.GetBytes("Chỉ tiêu,Mã cơ quan,Kỳ,Số giao,Số văn bản,Ngày văn bản\nstand-health,07901,2021,900,7/QĐ,20/01/2021\nstand-health,00101,2021,900,7/QĐ,20/01/2021\n");
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Upload("/imports/new", "Sent", "chi-tieu.csv", file, new() { ["Kind"] = "targets" })).Status);
        Assert.Empty((await officer.Open("/imports/new")).All("input[value=targets]"));
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Single((await director.Open("/imports/new?Kind=targets")).All("input[value=targets][checked]"));
        var check = (await director.Upload("/imports/new", "Sent", "chi-tieu.csv", file, new() { ["Kind"] = "targets" })).Location!;
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open(check)).Status);
        var taken = (await director.Send(check, [], check + "?handler=Take")).Location!;
        await Work(house);
        Assert.Contains("00101", (await director.Open(taken)).Words, StringComparison.Ordinal);
        Assert.Contains("7/QĐ", (await director.Open("/reporting/targets/07901/year-2021/stand-health")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_table_is_told_so_and_nothing_is_changed()
    {
        await using var house = await WebHouse.Open(change: NoBell.Change);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var page = await officer.Open(await Send(officer, "%PDF-1.4 không phải bảng"));
        Assert.Contains("PDF", page.Words, StringComparison.Ordinal);
        Assert.Empty(page.All("select"));

        var empty = await officer.Upload("/imports/new", "Sent", "rong.csv", [], new() { ["Kind"] = "employers" });
        Assert.Equal(HttpStatusCode.BadRequest, empty.Status);
        var nothing = await officer.Send("/imports/new", []);
        Assert.Equal(HttpStatusCode.BadRequest, nothing.Status);
        Assert.Equal(2, nothing.Errors.Count);
    }

    [Fact]
    public async Task Nobody_reaches_a_file_a_run_or_a_province_that_is_not_theirs()
    {
        await using var house = await WebHouse.Open(change: NoBell.Change);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var check = await Send(officer, Employers);
        var progress = (await officer.Send(check, [], check + "?handler=Take")).Location!;
        await Work(house);
        Assert.Equal("done", await house.Db.Read(s => s.One<string>("select state || coalesce(': ' || error, '') from job_runs where kind = 'import'")));
        var run = (await house.The<ImportRuns>().Runs(Actor.System, Scope.Nation))[0].RunId;

        var stranger = await house.SignedIn(Role.CollectionOfficer, WebHouse.OtherProvince);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(check)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(progress)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open("/imports/runs/" + run)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open("/imports/runs/" + run + "?handler=Rejects")).Status);

        var district = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Equal(HttpStatusCode.Forbidden, (await district.Upload("/imports/new", "Sent", "a.csv", Encoding.UTF8.GetBytes(Employers), new() { ["Kind"] = "employers" })).Status);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Centre);
        Assert.Equal(HttpStatusCode.OK, (await auditor.Open("/imports")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Open("/imports/new")).Status);
        var speaker = await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await speaker.Open("/imports")).Status);
        // The file of the whole province, its counts and its rejected rows are not for one of its districts.
        Assert.Equal(HttpStatusCode.NotFound, (await district.Open(progress)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await district.Open("/imports/runs/" + run)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await district.Open("/imports/runs/" + run + "?handler=Rejects")).Status);
        Assert.DoesNotContain("don-vi.csv", (await district.Open("/imports")).Words, StringComparison.Ordinal);
        // A run of another kind of work is no import.
        var plan = await house.Db.Read(s => s.One<string>("select run_id from job_runs where kind = 'plan'"));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/imports/progress/" + plan)).Status);
        // What was taken in is not kept any longer.
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open(check)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/imports/check/" + Guid.NewGuid().ToString("N"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/imports/check/..%2f..%2fpasswd")).Status);
    }

    private static Dictionary<string, string> Columns =>
        new(StringComparer.Ordinal) { ["Map[code]"] = "Mã đơn vị", ["Map[name]"] = "Tên đơn vị", ["Map[office]"] = "Cơ quan", ["Map[standing]"] = "Tình trạng" };

    private static async Task<string> Send(Browser officer, string text)
    {
        var sent = await officer.Upload("/imports/new", "Sent", "don-vi.csv", Encoding.UTF8.GetBytes(text), new() { ["Kind"] = "employers" });
        Assert.Equal(HttpStatusCode.Redirect, sent.Status);
        return sent.Location!;
    }

    private static async Task<Answer> Run(WebHouse house, Browser officer, string check, string handler)
    {
        var started = await officer.Send(check, Columns, check + "?handler=" + handler);
        Assert.Equal(HttpStatusCode.Redirect, started.Status);
        Assert.Contains("progress", (await officer.Open(started.Location!)).One("#progress").InnerHtml, StringComparison.Ordinal);
        await Work(house);
        return await officer.Open(started.Location!);
    }

    private static async Task Work(WebHouse house)
    {
        while (await house.The<JobWorker>().RunNext(CancellationToken.None))
        {
        }
    }

    private static Task<long> Count(WebHouse house) => house.Db.Read(s => s.One<long>("select count(*) from reg_employers"));
}
