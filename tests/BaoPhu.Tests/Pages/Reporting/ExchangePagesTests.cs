using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Reporting.Exchange;
using BaoPhu.Tests.Pages.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Reporting;

/// <summary>Keys of other systems on their page, the interface itself, and the comparison of two terms: forbidden, missing, wrong, right.</summary>
public sealed class ExchangePagesTests
{
    private const string Values = "/api/v1/data-value-sets";
    private const string Day = "?dataSet=daily&startDate=2021-11-03&endDate=2021-11-03";

    [Fact]
    public async Task A_key_is_made_shown_once_and_revoked()
    {
        await using var house = await WorkPageTests.Open();
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province)).Open("/reporting/exchange")).Status);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send("/reporting/exchange", new(StringComparer.Ordinal) { ["Name"] = "Sở Tài chính" })).Status);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Contains("Ghi tên hệ thống", Assert.Single((await director.Send("/reporting/exchange", new(StringComparer.Ordinal) { ["Name"] = "" })).Errors), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Send("/reporting/exchange", new(StringComparer.Ordinal) { ["Name"] = "Sở", ["Office"] = "00100" })).Status);
        var made = await director.Send("/reporting/exchange", new(StringComparer.Ordinal) { ["Name"] = "Sở Tài chính", ["Office"] = "07900" });
        var key = made.All(".key-shown")[0].TextContent;
        Assert.StartsWith("bp_", key, StringComparison.Ordinal);
        Assert.Equal("", made.One("input[name=Name]").GetAttribute("value") ?? "");
        var page = await director.Open("/reporting/exchange");
        Assert.DoesNotContain(key, page.Words, StringComparison.Ordinal);
        Assert.Contains("Sở Tài chính", page.Words, StringComparison.Ordinal);
        using var other = Caller(house, key);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(new Uri(Values + Day, UriKind.Relative))).StatusCode);
        var id = page.All("input[name=KeyId]")[0].GetAttribute("value")!;
        Assert.Equal("/reporting/exchange", (await director.Send("/reporting/exchange", new(StringComparer.Ordinal) { ["KeyId"] = id }, "/reporting/exchange?handler=Revoke")).Location);
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync(new Uri(Values + Day, UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send("/reporting/exchange", new(StringComparer.Ordinal) { ["KeyId"] = id }, "/reporting/exchange?handler=Revoke")).Status);
    }

    [Fact]
    public async Task The_interface_answers_with_problems_and_takes_values_once()
    {
        await using var house = await WorkPageTests.Open();
        var keys = new MachineKeys(house.Db, house.Clock);
        var by = new Actor("giamdoc", "Nguyễn Văn Giám", "07900");
        using var nobody = Caller(house, null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(new Uri(Values + Day, UriKind.Relative))).StatusCode);
        using var wrong = Caller(house, "bp_khac");
        Assert.Equal(HttpStatusCode.Unauthorized, (await wrong.GetAsync(new Uri(Values + Day, UriKind.Relative))).StatusCode);
        using var reads = Caller(house, await keys.Make(by, Scope.OfProvince("79"), "Đọc", "07900", false, null));
        using var writes = Caller(house, await keys.Make(by, Scope.OfProvince("79"), "Gửi", "07900", true, null));

        Assert.Equal(HttpStatusCode.NotFound, (await reads.GetAsync(new Uri(Values + "?dataSet=xxx&startDate=2021-11-03&endDate=2021-11-03", UriKind.Relative))).StatusCode);
        var many = await reads.GetAsync(new Uri(Values + "?dataSet=daily&startDate=2020-11-03&endDate=2021-11-03", UriKind.Relative));
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (many.StatusCode, many.Content.Headers.ContentType!.MediaType));
        Assert.Contains("nhiều nhất 100 ngày", await many.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        const string body = """{"dataSet":"daily","period":"20211103","orgUnit":"07900","dataValues":[{"dataElement":"conferences","value":"4"}]}""";
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(reads, body)).StatusCode);
        Assert.Equal((1, 0), await Counted(await Post(writes, body)));
        Assert.Equal((0, 1), await Counted(await Post(writes, body)));
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(writes, "{")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(writes, body.Replace("20211103", "hôm nay", StringComparison.Ordinal))).StatusCode);
        var conflict = await Post(writes, body.Replace("conferences", "contacts", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        Assert.Contains("không nhận từ ngoài", await conflict.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        const string adx = """<adx xmlns="urn:ihe:qrph:adx:2015"><group orgUnit="07900" period="2021-11-03/P1D" dataSet="daily"><dataValue dataElement="conferences" value="4"/></group></adx>""";
        Assert.Equal((0, 1), await Counted(await Post(writes, adx, Adx.MediaType)));

        using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri(Values + Day, UriKind.Relative));
        asked.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(Adx.MediaType));
        var xml = await writes.SendAsync(asked);
        Assert.Equal(Adx.MediaType, xml.Content.Headers.ContentType!.MediaType);
        Assert.Contains("urn:ihe:qrph:adx:2015", await xml.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("\"takenFromOutside\":true", await reads.GetStringAsync(new Uri("/api/v1/data-elements", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("readDataValueSet", await nobody.GetStringAsync(new Uri("/api/v1/openapi.json", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_terms_are_compared_and_the_reform_is_named()
    {
        await using var house = await WorkPageTests.Open();
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.Agent, WebHouse.Province)).Open("/reporting/comparisons")).Status);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open("/reporting/comparisons?kind=xxx")).Status);
        Assert.Single((await director.Open("/reporting/comparisons")).All("tbody tr:not(.sum)"));
        var nation = await (await house.SignedIn(Role.CentreLeader, WebHouse.Centre)).Open("/reporting/comparisons?kind=daily&earlier=03/11/2021&later=01/08/2025");
        Assert.Contains("63 đơn vị cấp tỉnh thành 34 tỉnh, thành phố", nation.Words, StringComparison.Ordinal);
        Assert.Contains("trước đây: BHXH tỉnh Bắc Giang", nation.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_figures_of_now_open_down_the_tree_and_stay_within_reach()
    {
        await using var house = await WorkPageTests.Open();
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.Agent, WebHouse.Province)).Open("/reporting/boards/now")).Status);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open("/reporting/boards/now?office=00100")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open("/reporting/boards/now?office=00000")).Status);
        var page = await director.Open("/reporting/boards/now?group=work");
        var owing = await house.Db.Read(s => s.One<long>("select count(*) from reg_debts where debt_social + debt_health + debt_unemployment + debt_accident > 0"));
        var link = page.All("tr.sum a").Single(a => a.GetAttribute("href")!.EndsWith("figure=owing", StringComparison.Ordinal));
        Assert.Equal(owing.ToString("#,0", Core.Texts.Text.Vietnamese), link.TextContent.Trim());
        Assert.Equal(HttpStatusCode.OK, (await director.Open(link.GetAttribute("href")!)).Status);
        var nation = await (await house.SignedIn(Role.CentreLeader, WebHouse.Centre)).Open("/reporting/boards/now");
        Assert.Equal(64, nation.All("tbody tr").Count);
        Assert.Contains("/reporting/boards/now?office=07900", nation.Text, StringComparison.Ordinal);

        // The nation's figure opens to what each province adds, and from there to the rows.
        var leader = await house.SignedIn(Role.CentreLeader, WebHouse.Centre);
        var work = await leader.Open("/reporting/boards/now?group=work");
        var owed = await leader.Open(work.All("tr.sum a").Single(a => a.GetAttribute("href")!.EndsWith("figure=owing", StringComparison.Ordinal)).GetAttribute("href")!);
        Assert.Equal(["07900", "100,0 %"], [owed.All("tbody tr")[1].QuerySelector("th a")!.GetAttribute("href")!.Split("office=")[1][..5], owed.All("tbody tr")[1].QuerySelectorAll("td")[1].TextContent.Trim()]);
        Assert.Empty(owed.All("tr.sum td a"));
        Assert.Contains("/reporting/figures/daily-07900-20211103?figure=owing", owed.All("tbody td a")[0].GetAttribute("href")!, StringComparison.Ordinal);
    }

    private static HttpClient Caller(WebHouse house, string? key)
    {
        var client = house.Anonymous().Client;
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return client;
    }

    private static Task<HttpResponseMessage> Post(HttpClient client, string body, string type = "application/json") =>
        client.PostAsync(new Uri(Values, UriKind.Relative), new StringContent(body, Encoding.UTF8, type));

    private static async Task<(int Imported, int Ignored)> Counted(HttpResponseMessage answer)
    {
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var counts = json.RootElement.GetProperty("importCount");
        return (counts.GetProperty("imported").GetInt32(), counts.GetProperty("ignored").GetInt32());
    }
}
