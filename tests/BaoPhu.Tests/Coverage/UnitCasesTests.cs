using BaoPhu.Core.Audit;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Papers;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaoPhu.Tests.Coverage;

/// <summary>The way of a unit of the tax data from its notice to its end, on both engines.</summary>
public sealed class UnitCasesTests
{
    private static readonly Scope Province = Scope.OfProvince("79");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task From_the_notice_over_the_meeting_to_a_refusal_and_its_end(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        await Refused("UnitCases.NotInState", () => desk.Do("meet"));
        var paper = await desk.Sent(UnitCases.Notice);
        var sheets = await desk.Papers.Find(Province, paper);
        Assert.Equal("3", sheets.Contents[0]["missing"]);
        Assert.Equal(["nguoi 1", "nguoi 2", "nguoi 3"], sheets.Contents[1].Groups["rows"].Select(r => r["row.name"]));
        var found = await desk.Find();
        Assert.Equal(("noticed", 2, "unit-notice.l123"), (found.Case.State, found.Level, found.Events[0].Rule));
        await Refused("UnitCases.NeedMeeting", () => desk.Do("meet", new UnitNote("mời", new(2021, 11, 1, 9, 0, 0), "Chi cục Thuế")));
        await Refused("UnitCases.NeedMeeting", () => desk.Do("meet", new UnitNote("mời", new(2021, 11, 12, 9, 0, 0), " ")));
        await Refused("UnitCases.NeedGround", () => desk.Do("meet", new UnitNote(" ", new(2021, 11, 12, 9, 0, 0), "Chi cục Thuế")));
        await desk.Do("meet", new UnitNote("giấy mời 5", new(2021, 11, 12, 9, 0, 0), "Chi cục Thuế Quận 1\n \nPhòng Lao động"));
        var early = await Refused("UnitCases.NeedsUnmet", () => desk.Do("refuse-to-sign"));
        Assert.Contains("chưa được cấp số", early.Message, StringComparison.Ordinal);
        Assert.Contains("Chưa đến ngày", early.Message, StringComparison.Ordinal);
        var minutes = await desk.Numbered(UnitCases.Minutes);
        await Refused("UnitCases.NeedsUnmet", () => desk.Do("refuse-to-sign"));
        test.Clock.Moment = new(2021, 11, 12, 11, 0, 0, TimeSpan.FromHours(7));
        Assert.Equal(["Chi cục Thuế Quận 1", "Phòng Lao động"], (await desk.Papers.Find(Province, minutes)).Contents[0].Groups["agencies"].Select(r => r["agency"]));
        await Refused("UnitCases.ChangedMeanwhile", () => desk.Cases.Do(desk.Office.Officer.Actor, Province, UnitDesk.Id, "sign", 1, new("x")));
        await Refused("UnitCases.NeedWitness", () => desk.Do("refuse-to-sign"));
        await desk.Do("refuse-to-sign", new UnitNote("không ký", Agencies: " \nÔng Trần Văn B, công an phường"));
        var unsigned = (await desk.Find()).Events[0].Note;
        Assert.Equal(("Ông Trần Văn B, công an phường", (await desk.Papers.Find(Province, minutes)).Paper.Label), (unsigned.Agencies, unsigned.Paper));
        await Refused("UnitCases.NeedsUnmet", () => desk.Do("propose"));
        // The inspection and its end are papers: no line of the history stands for them.
        foreach (var act in (string[])["inspect", "announce", "violation", "no-violation"])
        {
            await Refused("UnitCases.NoStep", () => desk.Do(act));
        }

        Assert.Equal((CaseFlags.RefusedToSign, "refused", 3), ((await desk.Find()).Case.Marks, (await desk.Find()).Case.State, (await desk.Find()).Events.Count));
        await Refused("UnitCases.NeedsUnmet", () => desk.Do("comply"));
        await test.Db.Write(tx => tx.Execute("update cov_units set ended = 3 where subject_id = @Id", new { UnitDesk.Id }));
        var open = await Refused("UnitCases.ConfirmUnfinished", () => desk.Do("comply"));
        Assert.Contains("đã cấp số", open.Message, StringComparison.Ordinal);
        Assert.Equal("refused", (await desk.Find()).Case.State);
        await desk.Do("comply", new UnitNote("đã đóng đủ") { Confirmed = true });
        Assert.Equal("complied", (await desk.Find()).Case.State);
        Assert.Contains("đã cấp số", (await desk.Find()).Events[0].Note.LeftOpen, StringComparison.Ordinal);
        Assert.Equal(4, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'coverage.unit-step'")));
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => desk.Cases.Find(Scope.OfProvince("01"), UnitDesk.Id))).Kind);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_level_of_a_unit_that_the_register_does_not_know_is_that_of_its_address(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        await test.Db.Write(tx => tx.Execute(
            "insert into org_localities (code, valid_from, kind, name, folded, parent_code, province) values ('99552', '2008-01-01', 'district', 'Quận 3', 'quan 3', '79', '79')"));
        await desk.Office.Small.Level("99552", 4, "2021-11-03T00:00");
        Assert.Equal(2, (await desk.Find()).Level);
        await test.Db.Write(tx => tx.Execute("update cov_units set place = '99552' where subject_id = @Id", new { UnitDesk.Id }));
        Assert.Equal(4, (await desk.Find()).Level);
        Assert.Equal(4, Assert.Single((await new UnitWork(test.Db, test.Clock).Of(Province, "79")).Lines).Level);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_unit_whose_notice_came_back_is_not_said_to_disobey_until_it_was_sent_again(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        var paper = await desk.Sent(UnitCases.Notice);
        await test.Db.Write(tx => tx.Execute(
            "insert into cov_notice_units (subject_id, run_id, state, paper_id, outcome, updated_at) values (@Id, 'r1', 'made', @paper, 'returned', 1)", new { UnitDesk.Id, paper }));
        test.Clock.Moment = new(2021, 11, 21, 0, 0, 0, TimeSpan.FromHours(7));
        Assert.Contains("chuyển hoàn", (await Refused("UnitCases.NeedsUnmet", () => desk.Do("not-comply"))).Message, StringComparison.Ordinal);
        Assert.Equal(0, await new TaxLists(test.Db, test.Clock).Possible(Province, "79", 2020));
        await desk.Do("send-again");
        Assert.Equal("listed", (await desk.Find()).Case.State);
        Assert.NotEqual(paper, await desk.Sent(UnitCases.Notice));
        Assert.Equal(("noticed", 2), ((await desk.Find()).Case.State, (await desk.Find()).Papers.Count(p => p.Form == UnitCases.Notice)));
        await Refused("UnitCases.NotInState", () => desk.Numbered(UnitCases.Notice));
        await test.Db.Write(tx => tx.Execute("insert into cov_notice_units (subject_id, run_id, state, paper_id, outcome, updated_at) values (@Id, 'r2', 'made', 'p2', 'delivered', 2)", new { UnitDesk.Id }));
        await test.Db.Write(tx => tx.Execute("update cov_unit_cases set state = 'noticed' where subject_id = @Id", new { UnitDesk.Id }));
        await Refused("UnitCases.NeedsUnmet", () => desk.Do("send-again"));
        Assert.Equal(1, await new TaxLists(test.Db, test.Clock).Possible(Province, "79", 2020));
        await desk.Do("not-comply");
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Doubtful_workers_and_those_with_an_end_stand_in_no_paper(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        await test.Db.Write(tx => tx.Execute("update cov_workers set status = 'doubt' where subject_id = 101"));
        await test.Db.Write(tx => tx.Execute("update cov_workers set outcome = 'left' where subject_id = 102"));
        var paper = await desk.Cases.Prepare(desk.Office.Officer.Actor, Province, UnitDesk.Id, UnitCases.Notice, new(2021, 11, 20));
        Assert.Equal(["nguoi 3"], (await desk.Papers.Find(Province, paper)).Contents[1].Groups["rows"].Select(r => r["row.name"]));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task At_level_4_the_report_is_demanded_and_the_proposal_sleeps_until_the_level_falls_and_the_unit_works(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        await desk.Office.Small.Level("79", 4, "2021-11-03T00:00");
        await Refused("UnitCases.NeedsUnmet", () => desk.Do("report", new UnitNote("x", new(2021, 11, 3), Workers: 5, Insured: 1)));
        var letter = await desk.Sent(UnitCases.Demand);
        Assert.Equal(2, (await desk.Papers.Find(Province, letter)).Contents.Count);
        // The letter of Mẫu 01 is no notice of the workers who are missing.
        Assert.Equal("listed", (await desk.Find()).Case.State);
        await desk.Sent(UnitCases.Notice);
        await Refused("UnitCases.NeedReport", () => desk.Do("report", new UnitNote("x", new(2021, 11, 3), Workers: 1, Insured: 5)));
        await desk.Do("report", new UnitNote("Mẫu 02", new(2021, 11, 3), Workers: 5, Insured: 1));
        Assert.Equal((5, 1, "noticed"), ((await desk.Find()).Case.ReportedWorkers!.Value, (await desk.Find()).Case.ReportedInsured!.Value, (await desk.Find()).Case.State));
        await desk.Do("contact");
        // Until the 20th it may still answer.
        await Refused("UnitCases.NeedsUnmet", () => desk.Do("not-comply"));
        test.Clock.Moment = new(2021, 11, 20, 17, 0, 0, TimeSpan.FromHours(7));
        await Refused("UnitCases.NeedsUnmet", () => desk.Do("not-comply"));
        test.Clock.Moment = new(2021, 11, 21, 0, 0, 0, TimeSpan.FromHours(7));
        await desk.Do("not-comply");
        await desk.Do("evading");
        await test.Db.Write(tx => tx.Execute("update cov_units set missing = 10 where subject_id = @Id", new { UnitDesk.Id }));
        await Refused("UnitCases.NeedsUnmet", () => desk.Do("propose"));
        await desk.Office.Small.Level("79", 2, "2021-11-05T00:00");
        test.Clock.Moment = new DateTimeOffset(2021, 11, 5, 8, 0, 0, TimeSpan.FromHours(7));
        var still = await Assert.ThrowsAsync<Refusal>(() => desk.Do("propose"));
        Assert.Contains("hoạt động trở lại", still.Message, StringComparison.Ordinal);
        await desk.Do("works-again");
        await desk.Do("propose");
        var proposal = await desk.Numbered(UnitCases.Proposal);
        Assert.Equal("căn cứ", (await desk.Papers.Find(Province, proposal)).Contents[0]["ground"]);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_day_names_the_next_step_of_the_level_until_it_is_done_and_again_when_the_level_returns(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        var work = new UnitWork(test.Db, test.Clock);
        async Task<string> Day() => string.Join("; ", (await work.Of(Province, "79")).Lines.Select(l => $"{l.State} {l.Level} {l.Act} {l.Units}/{l.Missing} {l.DueOn:yyyy-MM-dd}"));
        await test.Db.Write(tx => tx.Execute("update cov_units set counted_at = @now", new { now = test.Clock.Now() }));
        var before = await Day();
        Assert.Matches("^listed 2 notice 1/3 2021-11-[0-9]{2}$", before);
        await desk.Office.Small.Level("79", 4, "2021-11-03T00:00");
        Assert.StartsWith("listed 4 notice 1/3", await Day(), StringComparison.Ordinal);
        await desk.Office.Small.Level("79", 2, "2021-11-04T00:00");
        test.Clock.Moment = new DateTimeOffset(2021, 11, 4, 8, 0, 0, TimeSpan.FromHours(7));
        Assert.Equal(before, await Day());
        await desk.Sent(UnitCases.Notice);
        Assert.StartsWith("noticed 2 meet 1/3", await Day(), StringComparison.Ordinal);
        await test.Db.Write(tx => tx.Execute("update cov_units set ended = 3 where subject_id = @Id", new { UnitDesk.Id }));
        Assert.Equal("noticed 2 comply 1/3 ", await Day());
        await desk.Do("comply");
        Assert.Equal("", await Day());
        Assert.Empty((await work.Of(Scope.OfProvince("01"), "79")).Lines);
        Assert.Empty((await work.Of(Scope.OfOffices("79", ["07999"]), "79")).Lines);
        var units = new Units(test.Db, test.Clock, new ReadLog(test.Db, test.Clock, NullLogger<ReadLog>.Instance));
        Assert.Single((await units.List(Province, new UnitFilter(2020) { State = "complied" })).Rows);
        Assert.Empty((await units.List(Province, new UnitFilter(2020) { State = "listed" })).Rows);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task At_level_4_a_notice_and_the_letter_of_form_01_go_by_post_and_not_by_hand(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        await desk.Office.Small.Level("79", 4, "2021-11-03T00:00");
        foreach (var form in new[] { UnitCases.Notice, UnitCases.Demand })
        {
            var paper = await desk.Numbered(form);
            await desk.Papers.Sign(desk.Office.Director.Actor, Province, paper, 1);
            var refused = await Refused("UnitCases.NotByHand", () => desk.Papers.Send(desk.Office.Officer.Actor, Province, paper, 2, "hand", null));
            Assert.Contains("bưu chính", refused.Message, StringComparison.Ordinal);
            Assert.Equal("signed", (await desk.Papers.Find(Province, paper)).Paper.State);
            await desk.Papers.Send(desk.Office.Officer.Actor, Province, paper, 2, "post", null);
        }

        Assert.Equal("noticed", (await desk.Find()).Case.State);
    }

    private static async Task<Refusal> Refused(string key, Func<Task> act)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(act);
        Assert.Equal(key, refusal.Key);
        return refusal;
    }
}
