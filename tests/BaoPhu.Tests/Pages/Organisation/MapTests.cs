using System.Net;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Tests.Support;
using BaoPhu.Web.Pages.Organisation.Map;

namespace BaoPhu.Tests.Pages.Organisation;

public sealed class MapTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_country_a_province_a_district_and_a_commune_show_the_narrowest_announcement(Engine engine)
    {
        await using var house = await Told(engine);

        // An officer of a district of Hà Nội: levels are public, the scope closes nothing here.
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var country = await officer.Open("/organisation/map");
        Assert.Equal(HttpStatusCode.OK, country.Status);
        Assert.Equal(65, country.All(".tile").Count);
        Assert.Equal("TP HCM Cấp 2 1·0·1·0", Words(country.One(".tile[href='/organisation/map/79']")));
        Assert.Equal("Cần Thơ Cấp 3", Words(country.One(".tile[href='/organisation/map/92']")));
        Assert.Equal("Hà Nội Chưa", Words(country.One(".tile[href='/organisation/map/01']")));
        Assert.Contains("63 tỉnh, thành phố", country.Words, StringComparison.Ordinal);
        Assert.Equal(["Cả nước", "1", "0", "1", "0", "1", "0", "1", "1"], country.All("tfoot th, tfoot td").Select(Words));

        var province = await officer.Open("/organisation/map/79");
        Assert.Equal(["Quận Một Cấp 3", "Quận Ba Cấp 1 giảm từ 4"], province.All(".tile").Select(Words));
        Assert.Equal("Quận Một Cấp 3 1 1 21/QĐ-UBND", Words(province.All("tbody tr")[0]));
        Assert.Contains("20/QĐ-UBND", province.Words, StringComparison.Ordinal);

        var district = await officer.Open("/organisation/map/991");
        Assert.Equal(["Phường Đa Cấp 4", "Phường Kao Cấp 3"], district.All(".tile").Select(Words));
        Assert.Contains("21/QĐ-UBND (của Quận Một)", district.Words, StringComparison.Ordinal);

        var commune = await officer.Open("/organisation/map/99101");
        foreach (var words in (string[])["Cấp 4 – đỏ", "23/QĐ-UBND", "18/CT-UBND", "Không ra vào"])
        {
            Assert.Contains(words, commune.Words, StringComparison.Ordinal);
        }

        Assert.Equal("/organisation/levels/99101", commune.One(".acts a").GetAttribute("href"));
        Assert.Empty((await officer.Open("/organisation/map/92")).All(".acts a"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Another_day_shows_what_held_as_it_ended(Engine engine)
    {
        await using var house = await Told(engine);
        var leader = await house.SignedIn(Role.CentreLeader, WebHouse.Centre);
        var before = await leader.Open("/organisation/map?day=02/11/2021");
        Assert.Contains("Hết ngày 02/11/2021", before.Words, StringComparison.Ordinal);
        Assert.Equal("TP HCM Cấp 2 mới công bố 0·0·1·1", Words(before.One(".tile[href^='/organisation/map/79']")));
        Assert.Equal("/organisation/map?day=01%2F11%2F2021", before.One("a[rel=prev]").GetAttribute("href"));
        Assert.Equal("/organisation/map", before.One("a[rel=next]").GetAttribute("href"));
        Assert.Equal("TP HCM Chưa 0·0·0·0", Words((await leader.Open("/organisation/map?day=01/11/2021")).One(".tile[href^='/organisation/map/79']")));

        // The day to come shows what is announced for it: the lift of Quận Ba, which then follows the city.
        Assert.Equal("Quận Ba Cấp 2 tăng từ 1", Words((await leader.Open("/organisation/map/79?day=04/11/2021")).All(".tile")[1]));
    }

    [Fact]
    public async Task Nobody_who_is_not_signed_in_sees_the_map()
    {
        await using var house = await WebHouse.Open();
        Assert.StartsWith("/identity/sign-in", new Uri(house.Anonymous().Client.BaseAddress!, (await house.Anonymous().Open("/organisation/map")).Location!).PathAndQuery, StringComparison.Ordinal);
        Assert.All(Role.All, role => Assert.True(Permissions.Allows(role, "/organisation/map")));
        Assert.False(Permissions.Allows("nobody", "/organisation/map"));
    }

    [Fact]
    public async Task A_place_that_does_not_exist_is_404_and_a_day_that_cannot_be_read_400()
    {
        await using var house = await WebHouse.Open();
        var officer = await house.SignedIn(Role.Auditor, WebHouse.Centre);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/organisation/map/03")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/organisation/map/abc")).Status);
        foreach (var page in (string[])["/organisation/map", "/organisation/map/79"])
        {
            var wrong = await officer.Open(page + "?day=31/02/2021");
            Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
            Assert.Equal("#day", wrong.One(".error-summary a").GetAttribute("href"));
        }
    }

    [Fact]
    public void Every_province_has_one_tile() =>
        Assert.Equal(
            Reference.Provinces.Select(p => p.Code).Append("HS").Append("TS").Order(StringComparer.Ordinal),
            TileGrid.Cells.OfType<string>().Order(StringComparer.Ordinal));

    private static string Words(AngleSharp.Dom.IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>79 at level 2 from 2 November with a district at 3 (in it a commune at 4) and one that goes from 4 to 1 on the 3rd and follows the city from the 4th; 92 at 3.</summary>
    private static async Task<WebHouse> Told(Engine engine)
    {
        var house = await WebHouse.Open(engine);
        await house.Db.Write(s => s.Execute(
            """
            insert into org_localities (code, valid_from, kind, name, folded, parent_code, province) values
            ('991', '2004-07-01', 'district', 'Quận Một', 'quan mot', '79', '79'), ('992', '2004-07-01', 'district', 'Quận Ba', 'quan ba', '79', '79'),
            ('99101', '2004-07-01', 'commune', 'Phường Đa', 'phuong da', '991', '79'), ('99102', '2004-07-01', 'commune', 'Phường Kao', 'phuong kao', '991', '79'),
            ('99201', '2004-07-01', 'commune', 'Phường Sáu', 'phuong sau', '992', '79')
            """));
        var levels = house.The<Levels>();
        await Announce("79", 2, 2, "20");
        await Announce("92", 3, 1, "9");
        await Announce("991", 3, 2, "21");
        await Announce("992", 4, 2, "22");
        await Announce("992", 1, 3, "24");
        await Announce("992", null, 4, "25");
        await Announce("99101", 4, 2, "23");
        return house;

        Task<Announcement> Announce(string place, int? level, int day, string number) => levels.Announce(
            Actor.System, Scope.Nation,
            new NewAnnouncement(place, level, Instant.StartOf(new DateOnly(2021, 11, day)), number + "/QĐ-UBND", new DateOnly(2021, 10, 31), "UBND")
            {
                MeasuresNumber = "18/CT-UBND", MeasuresText = "Không ra vào",
            });
    }
}
