using System.Net;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BaoPhu.Tests.Pages.Errors;

public sealed class FailureTests
{
    [Fact]
    public async Task A_missing_page_says_so_within_the_shell()
    {
        await using var house = await WebHouse.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var answer = await officer.Open("/khong/co");
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("Không tìm thấy", answer.One("h1").TextContent);
        Assert.NotEmpty(answer.All(".side a"));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/errors/500")).Status);
    }

    [Fact]
    public async Task A_refused_part_is_shown_above_the_page_by_htmx()
    {
        await using var house = await WebHouse.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/organisation/levels/99");
        request.Headers.Add("HX-Request", "true");
        using var response = await officer.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("#page-message", Assert.Single(response.Headers.GetValues("HX-Retarget")));
        Assert.DoesNotContain("<html", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_database_is_answered_with_503_in_words_and_the_house_is_not_ready()
    {
        await using var house = await WebHouse.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Equal(HttpStatusCode.OK, (await house.Anonymous().Open("/health/ready")).Status);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            File.Delete(house.Database.Target + suffix);
        }

        Directory.CreateDirectory(house.Database.Target);
        try
        {
            var answer = await officer.Open("/organisation/levels");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Contains("Mất kết nối với cơ sở dữ liệu", answer.Words, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await house.Anonymous().Open("/health/ready")).Status);
            Assert.Equal(HttpStatusCode.OK, (await house.Anonymous().Open("/health/live")).Status);
        }
        finally
        {
            Directory.Delete(house.Database.Target);
        }
    }

    [Fact]
    public async Task An_unforeseen_failure_has_a_number_and_no_inner_words()
    {
        await using var house = await WebHouse.Open(change: services => services.AddSingleton<Rates>(_ => throw new InvalidOperationException("the inner words")));
        var leader = await house.SignedIn(Role.CentreLeader, WebHouse.Centre);
        var answer = await leader.Open("/organisation/settings");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Contains("Số lỗi:", answer.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("inner words", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_carries_its_protection_and_no_inline_script_or_style()
    {
        await using var house = await WebHouse.Open();
        var leader = await house.SignedIn(Role.CentreLeader, WebHouse.Centre);
        foreach (var url in (string[])["/organisation/levels", "/organisation/levels/announce", "/organisation/offices", "/khong-co", "/css/baophu.css"])
        {
            var answer = await leader.Open(url);
            var policy = Assert.Single(answer.Response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Response.Headers.GetValues("X-Content-Type-Options")));
            if (answer.Page is not null)
            {
                Assert.Empty(answer.All("[style], style, script:not([src]), [onclick], [onchange], [onsubmit]"));
            }
        }
    }

    [Fact]
    public async Task A_first_visit_is_under_100_KB()
    {
        await using var house = await WebHouse.Open();
        var browser = house.Anonymous();
        browser.Client.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        var page = await house.Anonymous().Open("/identity/sign-in");
        long total = page.Text.Length;
        foreach (var file in page.All("link[rel=stylesheet], script[src]").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!))
        {
            using var response = await browser.Client.GetAsync(file);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            total += (await response.Content.ReadAsByteArrayAsync()).Length;
        }

        Assert.InRange(total, 10_000, 100_000);
    }
}
