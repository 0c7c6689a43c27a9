using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Pages.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Planning;

/// <summary>Commendations on pages: forbidden, missing, wrong state, right.</summary>
public sealed class CommendationPagesTests
{
    private const string Ranked = "/planning/commendations?kind=unit&from=01%2F11%2F2021&to=30%2F11%2F2021";
    private static readonly Dictionary<string, string> Proposal = new(StringComparer.Ordinal)
    {
        ["kind"] = "unit", ["from"] = "01/11/2021", ["to"] = "30/11/2021", ["Codes"] = WebHouse.District, ["Merits"] = "Thu vượt kế hoạch",
    };

    [Fact]
    public async Task Who_may_not_does_not_enter_and_another_provinces_proposal_is_missing()
    {
        await using var house = await WorkPageTests.Open();
        var district = await house.SignedIn(Role.DistrictDirector, WebHouse.District);
        foreach (var page in (string[])["/planning/commendations", "/planning/commendations/rules", "/planning/commendations/x"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await district.Open(page)).Status);
        }

        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var proposal = (await director.Send(Ranked, Seen(await director.Open(Ranked)), "/planning/commendations")).Location!;
        Assert.Equal(HttpStatusCode.Forbidden, (await director.Send("/planning/commendations/rules", new())).Status);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send("/planning/commendations", Proposal)).Status);
        Assert.Equal(HttpStatusCode.OK, (await auditor.Open(proposal)).Status);
        var stranger = await house.SignedIn(Role.ProvinceDirector, WebHouse.OtherProvince);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(proposal)).Status);
    }

    [Fact]
    public async Task Units_are_ranked_chosen_and_proposed()
    {
        await using var house = await WorkPageTests.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var first = await director.Open("/planning/commendations");
        Assert.Contains("Chọn kỳ", first.Words, StringComparison.Ordinal);
        Assert.Equal("01/10/2021", first.One("input[name=from]").GetAttribute("value"));
        var ranked = await director.Open(Ranked);
        Assert.Contains("BHXH Quận 1", ranked.Words, StringComparison.Ordinal);
        Assert.Contains("trọng số 30, trên một đơn vị", ranked.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Open("/planning/commendations?kind=unit&from=30%2F11%2F2021&to=01%2F11%2F2021")).Status);
        var none = new Dictionary<string, string>(Proposal, StringComparer.Ordinal);
        none.Remove("Codes");
        Assert.Equal(["Chọn ít nhất một tập thể hoặc cá nhân."], (await director.Send(Ranked, none, "/planning/commendations")).Errors);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(Ranked, new(Proposal) { ["to"] = "01/10/2021" }, "/planning/commendations")).Status);
        Assert.Contains("vừa thay đổi", Assert.Single((await director.Send(Ranked, Proposal, "/planning/commendations")).Errors), StringComparison.Ordinal);
        var proposal = (await director.Send(Ranked, Seen(ranked), "/planning/commendations")).Location!;
        var page = await director.Open(proposal);
        Assert.Contains("BHXH Quận 1", page.Words, StringComparison.Ordinal);
        var paper = page.One("a[href^='/documents/office/']").GetAttribute("href")!;
        Assert.Contains("Đề nghị khen thưởng 1 tập thể", (await director.Open(paper)).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(proposal, new(), proposal)).Status);
        Assert.Contains("Đang soạn", (await director.Open("/planning/commendations")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_centre_sets_what_counts()
    {
        await using var house = await WebHouse.Open();
        var centre = await house.SignedIn(Role.CentralOfficer, "00008");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Figure"] = "unit:contacts", ["Weight"] = "15", ["PerEmployer"] = "true", ["From"] = "01/12/2021", ["Ground"] = "",
        };
        Assert.Equal(["Ghi căn cứ đặt tiêu chí."], (await centre.Send("/planning/commendations/rules", fields)).Errors);
        Assert.Equal("/planning/commendations/rules", (await centre.Send("/planning/commendations/rules", new(fields) { ["Ground"] = "CV 7/TĐKT" })).Location);
        Assert.Contains("CV 7/TĐKT", (await centre.Open("/planning/commendations/rules")).Words, StringComparison.Ordinal);
    }

    /// <summary>The proposal with the ranking that the page shows.</summary>
    private static Dictionary<string, string> Seen(Answer page) => new(Proposal, StringComparer.Ordinal) { ["Digest"] = page.One("input[name=Digest]").GetAttribute("value")! };
}
