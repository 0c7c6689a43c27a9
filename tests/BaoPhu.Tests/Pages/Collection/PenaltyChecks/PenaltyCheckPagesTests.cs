using System.Net;
using BaoPhu.Core.Collection.Referral;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Collection.PenaltyChecks;

/// <summary>The check of penalty decisions: forbidden, not there, wrong state, right.</summary>
public sealed class PenaltyCheckPagesTests
{
    private const string Page = "/collection/penalty-checks/79-TA0001A-penalise-1";

    [Fact]
    public async Task A_decision_is_checked_point_by_point_by_another_hand()
    {
        await using var house = await Open("decided");
        var (officer, director, auditor) =
            (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province), await house.SignedIn(Role.ProvinceDirector, WebHouse.Province), await house.SignedIn(Role.Auditor, WebHouse.Province));
        Assert.Contains("1 quyết định; 1 chưa kiểm tra xong; 0 có điểm không đạt", (await auditor.Open("/collection/penalty-checks")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(Page, new() { ["Points[power]"] = "yes" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(Page, [])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(Page, new() { ["Points[decree]"] = "no" })).Status);
        var all = CheckPoints.Penalty.ToDictionary(p => $"Points[{p.Code}]", _ => "yes", StringComparer.Ordinal);
        (all["Points[decree]"], all["Notes[decree]"]) = ("no", "Áp dụng nghị định chưa có hiệu lực");
        Assert.Equal(HttpStatusCode.Redirect, (await director.Send(Page, all)).Status);
        Assert.Contains("Áp dụng nghị định chưa có hiệu lực", (await auditor.Open(Page)).Words, StringComparison.Ordinal);
        Assert.Contains("Công ty Thử TA0001A", (await auditor.Open("/collection/penalty-checks?view=faults")).Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Công ty Thử TA0001A", (await auditor.Open("/collection/penalty-checks?view=open")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_took_a_step_of_it_does_not_check_it()
    {
        await using var house = await Open("decided");
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        await house.Db.Write(tx => tx.Execute(
            """
            insert into col_case_events (subject_id, act, occurrence, seq, at, user_id, step, state_before, state, level, rule, detail)
            select c.subject_id, c.act, c.occurrence, 1, 0, @UserId, 'decide', 'minuted', 'decided', 2, '', '' from col_cases c
            """,
            director.User));
        var answer = await director.Send(Page, new() { ["Points[power]"] = "yes" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("không kiểm tra nó", Assert.Single(answer.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_sees_it_and_what_is_not_decided_is_not_there()
    {
        await using var house = await Open("minuted");
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.ProvinceDirector, WebHouse.Province)).Open(Page)).Status);
        await house.Db.Write(tx => tx.Execute("update col_cases set state = 'served'"));
        Assert.Equal(HttpStatusCode.OK, (await (await house.SignedIn(Role.ProvinceDirector, WebHouse.Province)).Open(Page)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.ProvinceDirector, WebHouse.OtherProvince)).Open(Page)).Status);
        foreach (var url in (string[])["/collection/penalty-checks", Page])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.DistrictOfficer, WebHouse.District)).Open(url)).Status);
        }
    }

    private static async Task<WebHouse> Open(string state)
    {
        var house = await WebHouse.Open(change: NoBell.Change);
        var small = await SmallProvince.Create(house.Database);
        var id = await small.Employer("TA0001A", 202105, office: WebHouse.District);
        await house.Db.Write(tx => tx.Execute(
            """
            insert into col_cases (subject_id, act, occurrence, province, office_code, state, opened_on, version, updated_at) values (@id, 'penalise', 1, '79', '07900', @state, @day, 1, 0)
            """,
            new { id, state, day = new DateOnly(2021, 10, 1) }));
        return house;
    }
}
