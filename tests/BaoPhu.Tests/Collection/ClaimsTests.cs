using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Claim;
using BaoPhu.Core.Documents;
using BaoPhu.Rules.Cases;
using BaoPhu.Tests.Support;
using static BaoPhu.Tests.Collection.StandingProvince;

namespace BaoPhu.Tests.Collection;

/// <summary>Claims on both engines: from the letter to the last worker settled.</summary>
public sealed class ClaimsTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Money_and_workers_tie_to_the_dong_before_a_claim_is_closed(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await StandingProvince.Create(test);
        var (claims, officer) = (province.Claims, province.Officer.Actor);
        await claims.Open(officer, Own, Claim, Authority);
        await Refused("Cases.NeedsUnmet", () => claims.Send(officer, Own, Claim, 1));
        await province.Send(Claim, SpecialStandings.ClaimLetter);
        await Refused("Cases.NeedsUnmet", () => claims.Correct(officer, Own, Claim, 1, Authority with { Authority = "Cục Thi hành án" }));
        await claims.Send(officer, Own, Claim, 1);
        Assert.Equal(new FundAmounts(5_000_000, 0, 0, 0), (await claims.Find(Own, Claim)).File!.Claimed);
        await Refused("Claims.BadDay", () => claims.Answer(officer, Own, Claim, 2, "accept", new(2021, 11, 4), "CV 77", null));
        await claims.Answer(officer, Own, Claim, 2, "accept", new(2021, 11, 3), "CV 77/CCTHA ngày 03/11/2021", null);
        await Refused("Claims.MoreThanClaimed", () => claims.Receive(officer, Own, Claim, 3, new(2021, 11, 3), "UNC 1", new(4_000_000, 1, 0, 0)));
        await claims.Receive(officer, Own, Claim, 3, new(2021, 11, 3), "UNC 1", new(3_000_001, 0, 0, 0));
        await claims.AddWorker(officer, Own, Claim, 4, Worker("7912345671", 2_000_000));
        await Refused("Claims.WorkerTwice", () => claims.AddWorker(officer, Own, Claim, 5, Worker("7912345671", 1)));
        await Refused("Claims.BadInsuranceNumber", () => claims.AddWorker(officer, Own, Claim, 5, Worker("79123", 1)));
        await Refused("Claims.MoreThanReceived", () => claims.AddWorker(officer, Own, Claim, 5, Worker("7912345672", 1_000_002)));
        await claims.AddWorker(officer, Own, Claim, 5, Worker("7912345672", 1_000_000));
        var untied = await Refused("Cases.NeedsUnmet", () => claims.Close(officer, Own, Claim, 6, "settle", "Thông báo phân chia tài sản"));
        Assert.Contains("chưa khớp", untied.Message, StringComparison.Ordinal);
        await claims.Strike(officer, Own, Claim, 6, 2, "Sai số tiền");
        await claims.AddWorker(officer, Own, Claim, 7, Worker("7912345672", 1_000_001));
        await claims.Close(officer, Own, Claim, 8, "settle", "Thông báo phân chia tài sản số 9 ngày 03/11/2021");
        var closed = await claims.Find(Own, Claim);
        Assert.Equal(("recovered", closed.Recovered), (closed.Case!.State, closed.Settled));
        Assert.Contains("claim 1 done 2", await province.Small.StatesOf("CA0001A"));
        var row = Assert.Single((await province.Lists.List(Own, "claim", new CaseFilter { State = "ended" })).Rows);
        Assert.Equal((5_000_000L, 3_000_001L), (row.Due!.Value, row.Paid));
        await province.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_claim_may_end_rejected_or_with_nothing_left_or_be_stopped_by_payment(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await StandingProvince.Create(test);
        var (claims, officer) = (province.Claims, province.Officer.Actor);
        await Refused("Claims.NeedKind", () => claims.Open(officer, Own, Claim, Authority with { Ground = "x" }));
        await province.Liquidating();
        await Refused("Claims.NeedEvidence", () => claims.Close(officer, Own, Claim, 3, "nothing", ""));
        await claims.Remind(officer, Own, Claim, 3, "Gọi chấp hành viên");
        await claims.Close(officer, Own, Claim, 4, "nothing", "Quyết định tuyên bố phá sản, không còn tài sản");
        Assert.Equal("not-recovered", (await claims.Find(Own, Claim)).Case!.State);
        await province.Healthy();
    }

    [Fact]
    public async Task The_letter_names_the_authority_and_its_funds_add_up()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var province = await StandingProvince.Create(test);
        await province.Claims.Open(province.Officer.Actor, Own, Claim, Authority);
        var made = await province.Papers.Preview(province.Officer.Actor, Own, Claim, SpecialStandings.ClaimLetter, new PaperAnswers { SignerId = province.Director.UserId, Channel = "document" });
        var content = made.Sheets[0];
        Assert.Equal("5.000.000", content["debt.total"]);
        Assert.Equal(5_000_000, content.Groups["funds"].Sum(f => f.Values["fund.amount"].Number));
        Assert.Contains("Điều 54 Luật Phá sản", content["priority"], StringComparison.Ordinal);
        Assert.Empty(made.Faults);
    }

    private static SettledWorker Worker(string number, long social) => new("Lê Thị Mai", number, 202106, 202110, "Xác nhận thời gian đóng", new(social, 0, 0, 0));
}
