using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Coverage;

/// <summary>The inspection of a unit that refused, from its decision to its conclusion, on both engines.</summary>
public sealed class UnitInspectionsTests
{
    private static readonly Scope Province = Scope.OfProvince("79");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_case_moves_when_the_decision_has_gone_out_and_not_before(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        await PublicOffice.Refused("UnitCases.NotInState", () => desk.Ordered());
        await desk.Refuse();
        await PublicOffice.Refused("Inspections.BadDays", () => desk.Ordered(days: 0));
        await PublicOffice.Refused("Inspections.BadScope", () => Order(desk, from: 202110, to: 202109));
        await PublicOffice.Refused("Inspections.BadScope", () => Order(desk, from: 202001, to: 202112));
        await PublicOffice.Refused("Inspections.NotStaff", () => Order(desk, member: "nguoi-la"));
        await PublicOffice.Refused("UnitCases.ChangedMeanwhile", () => Order(desk, version: 1));
        Assert.DoesNotContain((await desk.Find()).Papers, p => p.Form == UnitInspections.Decision);
        var paper = await desk.Ordered(days: 5);
        Assert.Equal(paper, await desk.Ordered(days: 10));
        var content = (await desk.Papers.Find(Province, paper)).Contents[0];
        Assert.Equal(("Lê Văn Tra", "01/2020", "10/2021", "10", "chưa được cấp"), (content["head"], content["inspection.from"], content["inspection.to"], content["inspection.days"], content["unit.code"]));
        Assert.Equal(["Ông (bà) Lê Văn Tra, Trưởng đoàn", "Ông (bà) Trần Thị Bình, thành viên"], content.Groups["team"].Select(r => r["member.line"]));
        Assert.Contains("Luật Thanh tra", content["bases"], StringComparison.Ordinal);
        Assert.Contains("3532/KH-BHXH", content["bases"], StringComparison.Ordinal);
        Assert.Equal("thanh tra trực tiếp tại đơn vị", content["inspection.form"]);
        await desk.Papers.Number(desk.Office.Officer.Actor, Province, paper, 0);
        await PublicOffice.Refused("Inspections.NumberedAlready", () => desk.Ordered());
        await PublicOffice.Refused("UnitCases.NotInState", () => desk.Announce());
        Assert.Equal("refused", (await desk.Find()).Case.State);
        await desk.SignAndSend(paper);
        var found = await desk.Find();
        Assert.Equal(("inspecting", "inspect", "unit-inspection.refused.l12"), (found.Case.State, found.Events[0].Act, found.Events[0].Rule));
        Assert.Contains("/QĐ-BHXH", found.Events[0].Note.Ground, StringComparison.Ordinal);
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => desk.Inspections.Staff(Scope.OfProvince("01"), UnitDesk.Id))).Kind);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Announced_worked_concluded_and_what_went_out_is_only_replaced(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        var work = new UnitWork(test.Db, test.Clock);
        async Task<string> Day() => string.Join("; ", (await work.Of(Province, "79")).Lines.Select(l => $"{l.State} {l.Act} {l.DueOn:yyyy-MM-dd}"));
        await desk.Refuse();
        var decision = await desk.Ordered(days: 10);
        await desk.Goes(decision);
        Assert.StartsWith("inspecting announce 2021-12-", await Day(), StringComparison.Ordinal);
        await PublicOffice.Refused("UnitCases.NeedsUnmet", () => desk.Conclude("violation", "Chưa đóng"));
        await PublicOffice.Refused("UnitCases.NeedsUnmet", () => desk.Work());
        await PublicOffice.Refused("UnitCases.NotInState", () => desk.Penalise(new("15/QĐ-XPHC", test.Clock.Today(), "too-few", 1, "Giám đốc")));
        await PublicOffice.Refused("Inspections.BeforeDecision", () => desk.Announce(on: new(2021, 11, 21)));
        await PublicOffice.Refused("Inspections.DayInFuture", () => desk.Announce(on: new(2021, 11, 23)));
        await PublicOffice.Refused("UnitInspections.NeedWay", () => desk.Announce("bồ câu"));
        await desk.Announce();
        Assert.Equal("inspecting violation 2021-12-06", await Day());
        await PublicOffice.Refused("UnitCases.NeedsUnmet", () => desk.Announce());
        await PublicOffice.Refused("Inspections.DayBeforeAnnouncement", () => desk.Work(on: new(2021, 11, 21)));
        test.Clock.Moment = new(2021, 11, 24, 8, 0, 0, TimeSpan.FromHours(7));
        await desk.Work("online");
        var held = await desk.Find();
        Assert.Equal((new DateOnly(2021, 11, 22), 2, "ông Phú, giám đốc"), (held.Inspection!.AnnouncedOn!.Value, held.Days.Count, held.Days[0].Present.Split('\n')[1]));
        Assert.Contains("trực tuyến", held.Events[0].Note.Ground, StringComparison.Ordinal);
        await PublicOffice.Refused("UnitInspections.NotCalledBack", () => desk.Papers.Void(desk.Office.Director.Actor, Province, decision, 3, "nhầm"));
        await PublicOffice.Refused("UnitInspections.NeedOutcome", () => desk.Conclude("comply", "x"));
        await PublicOffice.Refused("UnitInspections.NeedFinding", () => desk.Conclude("violation", " 12 "));
        var paper = await desk.Conclude("violation", "Không đăng ký cho 03 người.");
        await test.Db.Write(tx => tx.Execute("update cov_workers set outcome = 'registered' where subject_id = 103"));
        await test.Db.Write(tx => tx.Execute("update cov_units set ended = 1 where subject_id = @Id", new { UnitDesk.Id }));
        var content = (await desk.Papers.Find(Province, paper)).Contents[0];
        Assert.Equal(("2", "1", "64.000.000", "Đơn vị có vi phạm. Không đăng ký cho 03 người"), (content["rows.count"], content["ended"], content["rows.total"], content["conclusion"]));
        Assert.Equal(["nguoi 1 12 32.000.000", "nguoi 2 12 32.000.000"], content.Groups["rows"].Select(r => $"{r["row.name"]} {r["row.months"]} {r["row.amount"]}"));
        Assert.Contains("ngày 22 tháng 11 năm 2021", content["decision"], StringComparison.Ordinal);
        Assert.Equal(2, content.Groups["days"].Count);
        Assert.Equal("inspecting", (await desk.Find()).Case.State);
        await desk.Goes(paper);
        var ended = await desk.Find();
        Assert.Equal(("violation", CaseFlags.RefusedToSign | CaseFlags.Violation), (ended.Case.State, ended.Case.Marks));
        await PublicOffice.Refused("UnitInspections.NotCalledBack", () => desk.Papers.Void(desk.Office.Director.Actor, Province, paper, 3, "nhầm"));
        var again = await desk.Papers.Replace(desk.Office.Officer.Actor, Province, paper, 3, "sai tên");
        await desk.Goes(again);
        Assert.Equal(ended.Events.Count, (await desk.Find()).Events.Count);
        Assert.StartsWith("violation penalise", await Day(), StringComparison.Ordinal);
        var good = new EnteredPenalty(" 15/QĐ-XPHC ", new(2021, 11, 24), "none-paid", 75_000_000, "Giám đốc BHXH Thành phố Hồ Chí Minh");
        await PublicOffice.Refused("UnitInspections.NeedNumber", () => desk.Penalise(good with { Number = " " }));
        await PublicOffice.Refused("UnitInspections.NeedAuthority", () => desk.Penalise(good with { Authority = "1" }));
        await PublicOffice.Refused("UnitInspections.NeedAmount", () => desk.Penalise(good with { Amount = 0 }));
        await PublicOffice.Refused("UnitInspections.NeedAmount", () => desk.Penalise(good with { Amount = null }));
        await PublicOffice.Refused("UnitInspections.NeedDecidedOn", () => desk.Penalise(good with { DecidedOn = new(2021, 11, 23) }));
        await PublicOffice.Refused("UnitInspections.NeedDecidedOn", () => desk.Penalise(good with { DecidedOn = new(2021, 11, 25) }));
        await PublicOffice.Refused("UnitInspections.NeedDecidedOn", () => desk.Penalise(good with { DecidedOn = null }));
        await PublicOffice.Refused("UnitInspections.NeedAct", () => desk.Penalise(good with { Violation = "late" }));
        await PublicOffice.Refused("UnitInspections.NeedAct", () => desk.Penalise(good with { Violation = null }));
        // Twice 75 million is the most for an organisation, whatever the percents say.
        var above = await PublicOffice.Refused("UnitInspections.AboveMost", () => desk.Penalise(good with { Amount = 150_000_001, Reason = "1" }));
        Assert.Contains("150.000.000 đồng của hành vi này đối với tổ chức (Điều 38 Nghị định 28/2020/NĐ-CP)", above.Message, StringComparison.Ordinal);
        Assert.Empty((await desk.Find()).Penalties);
        // Two who are missing still: 64 million owed by the tax data, 12–15 and 18–20 % of it, twice for an organisation.
        Assert.Equal(
            [("too-few", 15_360_000L, 19_200_000L), ("none-paid", 23_040_000, 25_600_000), ("evasion", 100_000_000, 150_000_000), ("no-information", 10_000_000, 20_000_000)],
            (await desk.Fines()).Select(f => (f.Act.Code, f.Range!.Low, f.Range.High)));
        await desk.Penalise(good);
        var fined = await desk.Find();
        Assert.Equal(("15/QĐ-XPHC", 75_000_000L, 1), (fined.Penalties[0].Number, fined.Penalties[0].Amount, (int)fined.Penalties[0].RoundNo));
        Assert.Contains("phạt 75.000.000 đồng, hành vi: Không đóng cho toàn bộ người lao động", fined.Events[0].Note.Ground, StringComparison.Ordinal);
        await PublicOffice.Refused("UnitInspections.RecordedAlready", () => desk.Penalise(good));
        await desk.Penalise(good with { Number = "16/QĐ-XPHC", Violation = "evasion", Amount = 175_000_000, Reason = "gộp hai hành vi" });
        Assert.EndsWith("(gộp hai hành vi)", (await desk.Find()).Penalties[1].Line, StringComparison.Ordinal);
        Assert.Equal("violation  ", await Day());
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_letter_to_the_authority_tells_the_history_the_fine_and_the_workers_and_is_recorded_when_it_has_gone_out(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        var work = new UnitWork(test.Db, test.Clock);
        await desk.Refuse();
        await PublicOffice.Refused("UnitCases.NotInState", () => desk.Refer());
        await desk.Goes(await desk.Ordered());
        await desk.Announce();
        await desk.Goes(await desk.Conclude("violation", "Không đăng ký cho 03 người"));
        await PublicOffice.Refused("UnitCases.NeedsUnmet", () => desk.Refer());
        await desk.Do("evading", new UnitNote("Lập hai bảng lương."));
        var unfined = await PublicOffice.Refused("UnitCases.NeedsUnmet", () => desk.Refer());
        Assert.Contains("quyết định xử phạt", unfined.Message, StringComparison.Ordinal);
        await desk.Penalise(new("15/QĐ-XPHC", test.Clock.Today(), "none-paid", 75_000_000, "Giám đốc BHXH Thành phố Hồ Chí Minh"));
        Assert.Contains("chưa qua kỳ đóng", (await PublicOffice.Refused("UnitCases.NeedsUnmet", () => desk.Refer())).Message, StringComparison.Ordinal);
        test.Clock.Moment = new(2021, 12, 1, 8, 0, 0, TimeSpan.FromHours(7));
        Assert.Equal("refer", Assert.Single((await work.Of(Province, "79")).Lines).Act);
        // Three workers are few, what is estimated for them (96 million) reaches the first clause; for one of them it does not.
        await test.Db.Write(tx => tx.Execute("update cov_workers set outcome = 'left' where subject_id in (102, 103)"));
        Assert.Contains("Điều 216", (await PublicOffice.Refused("UnitCases.NeedsUnmet", () => desk.Refer())).Message, StringComparison.Ordinal);
        await test.Db.Write(tx => tx.Execute("update cov_workers set outcome = null, months = 5 where unit_id = @Id", new { UnitDesk.Id }));
        await PublicOffice.Refused("UnitCases.NeedsUnmet", () => desk.Refer());
        Assert.Null(Assert.Single((await work.Of(Province, "79")).Lines).Act);
        await test.Db.Write(tx => tx.Execute("update cov_workers set months = 6 where subject_id = 101"));
        await test.Db.Write(tx => tx.Execute("update reg_tax_incomes set citizen_id = null where subject_id = 101"));
        var paper = await desk.Refer();
        await PublicOffice.Refused("OfficePapers.LivesAlready", () => desk.Refer());
        var content = (await desk.Papers.Find(Province, paper)).Contents[0];
        Assert.Equal(("Cơ quan Cảnh sát điều tra - Công an Thành phố Hồ Chí Minh", "6", "96.000.000", "Lập hai bảng lương"), (content["addressee"], content["months"], content["rows.total"], content["ground"]));
        Assert.Equal("điểm a khoản 1: 96.000.000 đồng (từ 50.000.000 đồng)", Assert.Single(content.Groups["grounds"])["ground.line"]);
        Assert.Contains("15/QĐ-XPHC ngày 22 tháng 11 năm 2021", Assert.Single(content.Groups["sanctions"])["sanction.line"], StringComparison.Ordinal);
        Assert.Equal(
            ["Gửi thông báo kèm danh sách", "Đơn vị không chấp hành", "Quyết định thanh tra đột xuất", "Công bố quyết định thanh tra", "Kết luận thanh tra: có vi phạm"],
            content.Groups["history"].Select(r => r["history.line"][12..].Split(" (")[0]));
        Assert.Equal("22/11/2021: Công bố quyết định thanh tra", content.Groups["history"][3]["history.line"]);
        Assert.Equal(["MST 8012345673", "079085000132"], content.Groups["rows"].Take(2).Select(r => r["row.citizen"]));
        var about = (await desk.Find()).Inspection!.About;
        Assert.Equal([101L, 102L, 103L], (await test.Db.Read(s => OfficeFormBook.Find(UnitInspections.Referral).People(s, about))).Order());
        Assert.DoesNotContain((await desk.Find()).Events, e => e.Act == "refer");
        await desk.Goes(paper);
        var found = await desk.Find();
        Assert.Equal(("violation", "refer", true), (found.Case.State, found.Events[0].Act, found.Facts.Referred));
        Assert.Null(Assert.Single((await work.Of(Province, "79")).Lines).Act);
        await desk.Papers.Void(desk.Office.Director.Actor, Province, paper, 3, "gửi nhầm nơi");
        var back = await desk.Find();
        Assert.Equal(("call-back-216", false), (back.Events[0].Act, back.Facts.Referred));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Without_a_violation_there_is_a_reason_and_a_unit_opened_again_may_be_inspected_again(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        await desk.Refuse();
        await desk.Goes(await desk.Ordered());
        await desk.Announce();
        await PublicOffice.Refused("UnitInspections.NeedReason", () => desk.Conclude("no-violation", ""));
        var paper = await desk.Conclude("violation", "Nghi vi phạm");
        Assert.Equal(paper, await desk.Conclude("no-violation", "Cả 03 người là cộng tác viên"));
        var content = (await desk.Papers.Find(Province, paper)).Contents[0];
        Assert.Equal(("Chưa phát hiện vi phạm. Cả 03 người là cộng tác viên", "Không có"), (content["conclusion"], content["demand"]));
        Assert.Contains("không phải số đơn vị phải đóng", content["estimate"], StringComparison.Ordinal);
        await desk.Goes(paper);
        var cleared = await desk.Find();
        Assert.Equal(("cleared", CaseFlags.RefusedToSign), (cleared.Case.State, cleared.Case.Marks));
        await desk.Do("reopen");
        await test.Db.Write(tx => tx.Execute("update cov_unit_cases set state = 'refused' where subject_id = @Id", new { UnitDesk.Id }));
        var second = await desk.Ordered(days: 7);
        await desk.Goes(second);
        var found = await desk.Find();
        Assert.Equal((2, 7, "inspecting", false), ((int)found.Inspection!.RoundNo, (int)found.Inspection.Days!, found.Case.State, found.Facts.Announced));
        Assert.Equal(3, found.Papers.Count(p => UnitInspections.Papers.Contains(p.Form)));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task At_level_4_nobody_goes_there_and_the_decision_says_so(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        await desk.Refuse();
        var paper = await desk.Ordered();
        await desk.Office.Small.Level("79", 4, "2021-11-22T00:00");
        await desk.Papers.Number(desk.Office.Officer.Actor, Province, paper, 0);
        Assert.Contains("kết hợp", (await desk.Papers.Find(Province, paper)).Contents[0]["inspection.form"], StringComparison.Ordinal);
        await desk.SignAndSend(paper);
        var refusal = await PublicOffice.Refused("UnitInspections.NoVisit", () => desk.Announce());
        Assert.Contains("cấp 4", refusal.Message, StringComparison.Ordinal);
        await desk.Announce("post");
        await PublicOffice.Refused("UnitInspections.NoVisit", () => desk.Work());
        await desk.Office.Small.Level("79", 2, "2021-11-23T00:00");
        test.Clock.Moment = new(2021, 11, 23, 8, 0, 0, TimeSpan.FromHours(7));
        await desk.Work();
        Assert.Equal(["post", "visit"], (await desk.Find()).Days.Select(d => d.Way));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_decision_is_called_back_until_it_is_announced_and_one_that_came_too_late_gets_no_number(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        await desk.Refuse();
        var first = await desk.Ordered();
        await desk.Goes(first);
        await desk.Papers.Void(desk.Office.Director.Actor, Province, first, 3, "sai thời kỳ");
        var back = await desk.Find();
        Assert.Equal(("refused", "call-back"), (back.Case.State, back.Events[0].Act));
        Assert.Contains("sai thời kỳ", back.Events[0].Note.Ground, StringComparison.Ordinal);
        var second = await desk.Ordered(days: 3);
        Assert.NotEqual(first, second);
        await test.Db.Write(tx => tx.Execute("update cov_units set ended = 3 where subject_id = @Id", new { UnitDesk.Id }));
        await desk.Do("comply", new UnitNote("đã đóng đủ") { Confirmed = true });
        await PublicOffice.Refused("UnitCases.NotInState", () => desk.Papers.Number(desk.Office.Officer.Actor, Province, second, 0));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_inspection_begun_by_a_line_of_the_history_is_concluded_with_room_to_write(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        await desk.Refuse();
        await test.Db.Write(tx => tx.Execute("update cov_unit_cases set state = 'inspecting' where subject_id = @Id", new { UnitDesk.Id }));
        await test.Db.Write(tx => tx.Execute("insert into cov_unit_inspections (subject_id, round_no, form, ordered_by, ordered_at) values (@Id, 1, 'direct', 'system', 0)", new { UnitDesk.Id }));
        await desk.Announce();
        var paper = await desk.Conclude("violation", "Chưa đóng");
        var content = (await desk.Papers.Find(Province, paper)).Contents[0];
        Assert.Equal(("……………", "……………"), (content["decision"], content["inspection.from"]));
        await desk.Goes(paper);
        Assert.Equal("violation", (await desk.Find()).Case.State);
    }

    private static async Task<string> Order(UnitDesk desk, int from = 202001, int to = 202110, string? member = null, int? version = null) => await desk.Inspections.Order(
        desk.Inspector.Actor, Province, UnitDesk.Id, version ?? (await desk.Find()).Case.Version, new InspectionOrder("", 10, from, to, desk.Inspector.UserId, member is null ? [] : [member]));
}
