using System.Net;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Tests.Coverage;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Coverage;

/// <summary>The inspection of a unit on pages: forbidden, missing, wrong state, right.</summary>
public sealed class UnitInspectionPagesTests
{
    private static readonly string[] Forms = ["inspect", "arrange", "announce", "work", "conclude", "penalise"];

    [Fact]
    public async Task Only_who_inspects_enters_and_anothers_unit_is_missing()
    {
        await using var house = await Refused();
        var unit = await Address(house);
        foreach (var role in (string[])[Role.CollectionOfficer, Role.Auditor, Role.CommunicationsOfficer])
        {
            var person = await house.SignedIn(role, WebHouse.Province);
            foreach (var form in Forms)
            {
                Assert.Equal(HttpStatusCode.Forbidden, (await person.Open($"{unit}/{form}")).Status);
            }
        }

        var clerk = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.DoesNotContain("Ra quyết định thanh tra", (await clerk.Open(unit)).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Send(unit, new() { ["Seen"] = "1" }, $"{unit}/inspect")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Send(unit, new() { ["form"] = UnitCases.Proposal }, $"{unit}?handler=Paper")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Send(unit, [], $"{unit}?handler=Refer")).Status);
        foreach (var person in (Browser[])[await house.SignedIn(Role.Inspector, WebHouse.Province), await house.SignedIn(Role.ProvinceDirector, WebHouse.Province)])
        {
            foreach (var form in Forms)
            {
                Assert.Equal(HttpStatusCode.OK, (await person.Open($"{unit}/{form}")).Status);
                Assert.Equal(HttpStatusCode.NotFound, (await person.Open($"/coverage/units/khong-co/{form}")).Status);
            }
        }

        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.Inspector, "00100")).Open($"{unit}/inspect")).Status);
    }

    [Fact]
    public async Task From_the_refusal_to_a_draft_in_one_step_and_on_to_the_conclusion()
    {
        await using var house = await Refused();
        var unit = await Address(house);
        await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var inspector = await house.SignedIn(Role.Inspector, WebHouse.Province);
        var form = await inspector.Open($"{unit}/inspect");
        var head = form.One("select[name=HeadId] option:nth-child(2)").GetAttribute("value")!;
        var order = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Seen"] = form.One("input[name=Seen]").GetAttribute("value")!, ["FromMonth"] = "01/2020", ["ToMonth"] = "06/2020", ["Days"] = "10", ["HeadId"] = head,
        };
        Assert.Equal(["Chọn trưởng đoàn."], (await inspector.Send($"{unit}/inspect", new(order) { ["HeadId"] = "" }, $"{unit}/inspect")).Errors);
        Assert.Equal(HttpStatusCode.BadRequest, (await inspector.Send($"{unit}/inspect", new(order) { ["Days"] = "99" }, $"{unit}/inspect")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await inspector.Send($"{unit}/announce", new() { ["Seen"] = order["Seen"], ["On"] = "01/11/2021", ["Way"] = "visit", ["Place"] = "x", ["Present"] = "x", ["Told"] = "x" }, $"{unit}/announce")).Status);
        var made = await inspector.Send($"{unit}/inspect", order, $"{unit}/inspect");
        Assert.StartsWith("/documents/office/", made.Location, StringComparison.Ordinal);
        Assert.Contains("Quyết định thanh tra", (await inspector.Open(made.Location!)).Words, StringComparison.Ordinal);
        var page = await inspector.Open(unit);
        Assert.Contains("Không ký hoặc không chấp hành", page.Words, StringComparison.Ordinal);
        Assert.Contains("Sửa đoàn, thời kỳ thanh tra", page.Words, StringComparison.Ordinal);
        await house.Db.Write(tx => tx.Execute("update cov_unit_cases set state = 'inspecting'"));
        Assert.Contains("Công bố quyết định thanh tra: 1 đơn vị", (await inspector.Open("/work/today")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await inspector.Send($"{unit}/conclude", new() { ["Seen"] = order["Seen"], ["Outcome"] = "violation", ["Opinion"] = "Chưa đóng" }, $"{unit}/conclude")).Status);
        var announced = await inspector.Open($"{unit}/announce");
        var day = announced.One("input[name=On]").GetAttribute("value")!;
        Assert.Equal(unit, (await inspector.Send($"{unit}/announce", new() { ["Seen"] = order["Seen"], ["On"] = day, ["Way"] = "visit", ["Place"] = "Trụ sở", ["Present"] = "Ông A", ["Told"] = "Công bố" }, $"{unit}/announce")).Location);
        Assert.Contains("Trụ sở", (await inspector.Open(unit)).Words, StringComparison.Ordinal);
        Assert.Contains("Kết luận thanh tra: 1 đơn vị", (await inspector.Open("/work/today")).Words, StringComparison.Ordinal);
        var seen = (await inspector.Open($"{unit}/conclude")).One("input[name=Seen]").GetAttribute("value")!;
        var concluded = await inspector.Send($"{unit}/conclude", new() { ["Seen"] = seen, ["Outcome"] = "violation", ["Opinion"] = "Chưa đóng cho 01 người" }, $"{unit}/conclude");
        Assert.StartsWith("/documents/office/", concluded.Location, StringComparison.Ordinal);
        Assert.Contains("Có vi phạm Chưa đóng cho 01 người", (await inspector.Open(unit)).Words, StringComparison.Ordinal);
        Assert.Contains("Sửa nội dung kết luận", (await inspector.Open(unit)).Words, StringComparison.Ordinal);
        var penalty = new Dictionary<string, string>(StringComparer.Ordinal) { ["Seen"] = seen, ["DecisionNo"] = "15/QĐ-XPHC", ["DecidedOn"] = day, ["Violation"] = "too-few", ["Amount"] = "5.000.000", ["Authority"] = "Giám đốc" };
        Assert.Equal(HttpStatusCode.BadRequest, (await inspector.Send($"{unit}/penalise", penalty)).Status);
        await house.Db.Write(tx => tx.Execute("update cov_unit_cases set state = 'violation', flags = flags | @flag", new { flag = (int)CaseFlags.Violation }));
        Assert.Equal(HttpStatusCode.BadRequest, (await inspector.Send($"{unit}/penalise", new(penalty) { ["Amount"] = "0" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await inspector.Send($"{unit}/penalise", new(penalty) { ["Violation"] = "" })).Status);
        Assert.Contains("Điều 38 Nghị định 28/2020/NĐ-CP", (await inspector.Open($"{unit}/penalise")).Words, StringComparison.Ordinal);
        var above = await inspector.Send($"{unit}/penalise", new(penalty) { ["Amount"] = "200.000.000" });
        Assert.Equal(HttpStatusCode.BadRequest, above.Status);
        Assert.Contains("cao hơn mức cao nhất 150.000.000 đồng", above.Words, StringComparison.Ordinal);
        Assert.Equal(unit, (await inspector.Send($"{unit}/penalise", penalty)).Location);
        Assert.Contains("phạt 5.000.000 đồng", (await inspector.Open(unit)).Words, StringComparison.Ordinal);
        // Nobody has said that it evades.
        Assert.Equal(HttpStatusCode.BadRequest, (await inspector.Send(unit, [], $"{unit}?handler=Refer")).Status);
        await house.Db.Write(tx => tx.Execute("update cov_unit_cases set flags = flags | @flag", new { flag = (int)CaseFlags.Wilful }));
        await house.Db.Write(tx => tx.Execute("update cov_workers set income = 200000000"));
        await house.Db.Write(tx => tx.Execute("update cov_unit_penalties set decided_on = @on", new { on = house.Clock.Today().AddMonths(-2) }));
        Assert.Contains("Lập Công văn chuyển cơ quan điều tra", (await inspector.Open(unit)).Words, StringComparison.Ordinal);
        Assert.StartsWith("/documents/office/", (await inspector.Send(unit, [], $"{unit}?handler=Refer")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_level_3_a_meeting_and_a_visit_are_arranged_and_stand_among_the_days_work()
    {
        await using var house = await Refused();
        var unit = await Address(house);
        var (officer, inspector) = (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province), await house.SignedIn(Role.Inspector, WebHouse.Province));
        await house.Db.Write(tx => tx.Execute("update cov_unit_cases set state = 'noticed', flags = 0"));
        Assert.Empty((await officer.Open($"{unit}/act?step=meet")).All("textarea[name=People]"));
        await house.Db.Write(tx => tx.Execute(
            """
            insert into org_levels (announcement_id, locality_code, province, level, from_at, known_from_at, decision_number, authority, source, recorded_by, recorded_at, switch_confirmed_at)
            values ('three', '79', '79', 3, @now, @now, '9', 'UBND', 'file', 'test', @now, @now)
            """,
            new { now = house.Clock.Now() }));
        var form = await officer.Open($"{unit}/act?step=meet");
        Assert.Contains("không có giới hạn nào", form.Words, StringComparison.Ordinal);
        var day = house.Clock.Today().AddDays(2).ToString("dd/MM/yyyy", Text.Vietnamese);
        var meeting = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Seen"] = "1", ["Ground"] = "Giấy mời 5", ["Agencies"] = "Chi cục Thuế", ["People"] = "Nguyễn Văn An\nTrần Thị Bình", ["From"] = day + " 09:00", ["To"] = day + " 10:00", ["Gathering"] = "meeting", ["Guests"] = "3",
            ["PlaceKind"] = "commune", ["Place"] = "UBND phường", ["Space"] = "phòng họp 60 m²",
        };
        Assert.Equal(2, (await officer.Send($"{unit}/act?step=meet", new(meeting) { ["From"] = "", ["To"] = "" })).Errors.Count);
        Assert.Equal(["Giờ kết thúc phải sau giờ bắt đầu trong cùng một ngày, và giờ bắt đầu chưa qua."], (await officer.Send($"{unit}/act?step=meet", new(meeting) { ["To"] = day + " 08:00" })).Errors);
        Assert.Equal(unit, (await officer.Send($"{unit}/act?step=meet", meeting)).Location);
        Assert.Contains("UBND phường, phòng họp 60 m² · Nguyễn Văn An, Trần Thị Bình", (await officer.Open(unit)).Words, StringComparison.Ordinal);
        var slots = await officer.Open("/work/slots?day=" + day);
        Assert.Equal(unit, slots.One("td.wrap a").GetAttribute("href"));
        Assert.Contains("Làm việc với đơn vị chưa tham gia đủ", slots.Words, StringComparison.Ordinal);
        await house.Db.Write(tx => tx.Execute("update cov_unit_cases set state = 'inspecting', flags = @flag", new { flag = (int)CaseFlags.RefusedToSign }));
        Assert.Contains("đã bố trí số người", (await inspector.Open($"{unit}/arrange")).Words, StringComparison.Ordinal);
        var seen = new Dictionary<string, string>(meeting) { ["Seen"] = (await inspector.Open($"{unit}/arrange")).One("input[name=Seen]").GetAttribute("value")!, ["Gathering"] = "visit" };
        Assert.Equal(HttpStatusCode.BadRequest, (await inspector.Send($"{unit}/arrange", new(seen) { ["Seen"] = "1" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await inspector.Send($"{unit}/arrange", new(seen) { ["People"] = "" })).Status);
    }

    private static async Task<string> Address(WebHouse house) => (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province)).Open("/coverage/units")).One("tbody th a").GetAttribute("href")!;

    /// <summary>A unit with one worker missing, which refused.</summary>
    private static async Task<WebHouse> Refused()
    {
        var house = await WebHouse.Open();
        await SmallRegister.Worker(house.Db, 200, "nguoi la", "0314409058", months: 6);
        await house.The<Core.Coverage.Units>().Count(Actor.System, Scope.Nation, "79", 2020);
        await house.Db.Write(tx => tx.Execute(
            """
            insert into cov_unit_cases (subject_id, province, office_code, state, flags, opened_at, version, updated_at)
            select u.subject_id, u.province, u.office_code, 'refused', @flags, 1, 1, 1 from cov_units u
            """,
            new { flags = (int)CaseFlags.RefusedToSign }));
        return house;
    }
}
