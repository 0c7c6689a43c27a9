using System.Net;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Coverage;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Coverage;

/// <summary>Units with missing workers on pages: forbidden, missing, wrong state, right.</summary>
public sealed class UnitPagesTests
{
    [Fact]
    public async Task The_lists_go_out_by_a_letter_of_who_may_make_lists()
    {
        const string Lists = "/coverage/units/lists";
        await using var house = await WebHouse.Open();
        await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Contains("Không có đơn vị nào trong danh sách", (await officer.Open(Lists)).Words, StringComparison.Ordinal);
        await house.Db.Write(tx => tx.Execute(
            """
            insert into cov_units (subject_id, province, office_code, tax_year, payer_tax_code, name, folded, workers, with_unit, elsewhere, doubt, missing, missing_months, amount, ended, counted_at)
            values (7, '79', '07901', 2020, '0314409058', 'Công ty An Phú', 'an phu', 3, 0, 0, 0, 2, 36, 0, 0, 0)
            """));
        Assert.Contains("BHXH Quận 1", (await officer.Open(Lists)).Words, StringComparison.Ordinal);
        var letter = (await officer.Send(Lists, new() { ["year"] = "2020", ["office"] = WebHouse.District })).Location!;
        Assert.StartsWith("/documents/office/", letter, StringComparison.Ordinal);
        Assert.Contains("BHXH Quận 1", (await officer.Open(letter)).Words, StringComparison.Ordinal);
        Assert.Contains("Bản nháp", (await officer.Open(Lists)).Words, StringComparison.OrdinalIgnoreCase);
        var unsent = await house.Db.Read(s => s.One<string>("select letter_id from cov_list_letters"));
        Assert.StartsWith("Công văn chưa gửi", (await officer.Send(Lists, new() { ["letter"] = unsent!, ["outcome"] = "delivered" }, Lists + "?handler=Outcome")).Errors[0], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Send(Lists, new() { ["office"] = "00101" })).Status);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), ((await auditor.Open(Lists)).Status, (await auditor.Send(Lists, new() { ["office"] = WebHouse.District })).Status));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.Agent, WebHouse.District)).Open(Lists)).Status);
        Assert.DoesNotContain("BHXH Quận 1", (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.OtherProvince)).Open(Lists)).All("main")[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_does_not_enter_and_anothers_is_missing()
    {
        await using var house = await Filled();
        var agent = await house.SignedIn(Role.Agent, WebHouse.District);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.Open("/coverage/units")).Status);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var page = (await officer.Open("/coverage/units")).One("tbody th a").GetAttribute("href")!;
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.Open(page)).Status);
        var auditor = await house.SignedIn(Role.Auditor, "00000");
        Assert.Equal(HttpStatusCode.OK, (await auditor.Open(page)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send("/coverage/units", new() { ["form"] = "a", ["year"] = "2020" }, "/coverage/units?handler=List")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.CollectionOfficer, "00100")).Open(page)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/coverage/units/khong-co")).Status);
    }

    [Fact]
    public async Task A_missing_worker_is_seen_and_followed_and_the_list_is_a_file()
    {
        await using var house = await Filled();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var list = await officer.Open("/coverage/units");
        Assert.Contains("1 đơn vị · 1 người chưa tham gia trong 1 người", list.Words, StringComparison.Ordinal);
        var address = list.One("tbody th a").GetAttribute("href")!;
        var page = await officer.Open(address);
        Assert.Contains("Chưa có trong sổ tham gia", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("079085000132", page.Words, StringComparison.Ordinal);
        var worker = page.One("select[name=Worker] option:nth-child(2)").GetAttribute("value")!;
        Assert.Equal(["Chọn người lao động."], (await officer.Send(address, new() { ["Worker"] = "" })).Errors);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(address, new() { ["Worker"] = worker, ["Outcome"] = "registered", ["Ground"] = "" })).Status);
        Assert.Equal(address, (await officer.Send(address, new() { ["Worker"] = worker, ["Outcome"] = "registered", ["Ground"] = "D02-LT 5" })).Location);
        Assert.Contains("Đã đăng ký tham gia: D02-LT 5", (await officer.Open(address)).Words, StringComparison.Ordinal);
        // Somebody registered meanwhile: the page that still showed him missing is told.
        await house.Db.Write(tx => tx.Execute("update cov_workers set status = 'with-unit'"));
        var late = await officer.Send(address, new() { ["Worker"] = worker, ["Outcome"] = "left", ["Ground"] = "x" });
        Assert.Equal(HttpStatusCode.BadRequest, late.Status);
        Assert.Equal(HttpStatusCode.OK, (await officer.Send("/coverage/units", new() { ["form"] = "a", ["year"] = "2020" }, "/coverage/units?handler=List")).Status);
    }

    [Fact]
    public async Task A_step_is_done_with_its_ground_and_a_leader_decides_evasion()
    {
        await using var house = await Filled();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var unit = (await officer.Open("/coverage/units")).One("tbody th a").GetAttribute("href")!;
        var page = await officer.Open(unit);
        Assert.Contains("Gửi thông báo kèm danh sách người chưa tham gia và tài liệu tuyên truyền", page.Words, StringComparison.Ordinal);
        Assert.Contains("Chỉ thanh tra đơn vị không chấp hành", page.Words, StringComparison.Ordinal);
        var agent = await house.SignedIn(Role.Agent, WebHouse.District);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.Open(unit + "/act?step=not-at-address")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open(unit + "/act?step=evading")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open(unit + "/act?step=khong-co")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.CollectionOfficer, "00100")).Open(unit + "/act?step=meet")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(unit + "/act?step=meet", new() { ["Seen"] = "0", ["Ground"] = "x", ["At"] = "12/11/2099 09:00", ["Agencies"] = "Chi cục Thuế" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(unit + "/act?step=not-at-address", new() { ["Seen"] = "0", ["Ground"] = "" })).Status);
        Assert.Equal(unit, (await officer.Send(unit + "/act?step=not-at-address", new() { ["Seen"] = "0", ["Ground"] = "Biên bản xác minh 3" })).Location);
        page = await officer.Open(unit);
        Assert.Contains("Biên bản xác minh 3", page.Words, StringComparison.Ordinal);
        Assert.Contains("Không có tại địa chỉ", page.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(unit, new() { ["form"] = "CV-688" }, unit + "?handler=Paper")).Status);
    }

    [Fact]
    public async Task The_day_shows_the_units_work_and_opens_to_its_rows()
    {
        await using var house = await Filled();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var day = await officer.Open("/work/today");
        Assert.Contains("Gửi thông báo kèm danh sách: 1 đơn vị, 1 người chưa tham gia", day.Words, StringComparison.Ordinal);
        var rows = day.One("section[aria-labelledby=unit-work] a").GetAttribute("href")!;
        Assert.Contains("1 đơn vị · 1 người chưa tham gia", (await officer.Open(rows)).Words, StringComparison.Ordinal);
        Assert.DoesNotContain("1 đơn vị ·", (await officer.Open("/coverage/units?year=2020&state=noticed")).Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Gửi thông báo kèm danh sách", (await (await house.SignedIn(Role.Agent, WebHouse.District)).Open("/work/today")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_tax_data_the_page_says_what_to_do()
    {
        await using var house = await WebHouse.Open();
        Assert.Contains("Chưa rà soát dữ liệu thuế", (await (await house.SignedIn(Role.ProvinceDirector, WebHouse.Province)).Open("/coverage/units")).Words, StringComparison.Ordinal);
    }

    private static async Task<WebHouse> Filled()
    {
        var house = await WebHouse.Open();
        await SmallRegister.Worker(house.Db, 200, "nguoi la", "0314409058", months: 6);
        await house.The<Core.Coverage.Units>().Count(Actor.System, Scope.Nation, "79", 2020);
        return house;
    }
}
