using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Organisation;

public sealed class LocalitiesTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Places_are_browsed_and_found_without_accents(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Equal(63, (await officer.Open("/organisation/localities")).All("tbody tr").Count);
        var found = await officer.Open("/organisation/localities?q=bac%20kan");
        Assert.Equal("06", Assert.Single(found.All("tbody tr")).QuerySelector("td")!.TextContent);
        Assert.Contains("Không có địa bàn nào", (await officer.Open("/organisation/localities?q=khongco")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await officer.Open("/organisation/localities?in=79")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/organisation/localities?in=999")).Status);
    }
}
