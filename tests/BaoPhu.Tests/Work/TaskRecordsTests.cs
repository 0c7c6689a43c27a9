using System.Text;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work;

/// <summary>Contacts and their outcomes, slots, who may see what, two people at once.</summary>
public sealed class TaskRecordsTests
{
    private static readonly Actor An = new("an", "Nguyễn Văn An", "07901");
    private static readonly Actor Binh = new("binh", "Trần Thị Bình", "07901");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_promise_closes_the_contact_is_followed_and_shows_whether_it_was_kept(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202110);
        var result = await small.Records.Record(An, Scope.Nation, "79-TA0001A-contact-1", new(0, "phone", "promised", "chị kế toán", new DateOnly(2021, 11, 5), 400_000));
        Assert.Equal(new DateOnly(2021, 11, 5), result.FollowOn);
        var task = await small.TaskOf("TA0001A", "contact");
        Assert.Equal(("done", "promised", "urging.active.lt1.l12", (short)2), (task.State, task.Outcome, task.Rule, task.Level));
        var contact = Assert.Single((await small.Tasks.Find(Scope.Nation, "79-TA0001A-contact-1")).Contacts);
        Assert.Equal(
            [PromiseState.Waiting, PromiseState.Broken, PromiseState.Kept],
            [contact.PromiseAt(1_000_000, new(2021, 11, 5)), contact.PromiseAt(700_000, new(2021, 11, 6)), contact.PromiseAt(600_000, new(2021, 11, 6))]);
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task No_answer_moves_to_the_next_channel_that_can_be_used(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202110);
        Assert.Equal("phone", (await small.TaskOf("TA0001A", "contact")).NextChannel);
        Assert.Equal("zalo", (await small.TaskOf("TA0001A", "notice")).NextChannel);
        var result = await small.Records.Record(An, Scope.Nation, "79-TA0001A-contact-1", new(0, "phone", "no-answer"));
        var task = await small.TaskOf("TA0001A", "contact");
        Assert.Equal(("started", "zalo", (DateOnly?)new DateOnly(2021, 11, 4)), (task.State, task.NextChannel, result.FollowOn));
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Of_two_who_record_the_same_task_the_second_is_told_who_was_first(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202110);
        await small.Records.Record(An, Scope.Nation, "79-TA0001A-contact-1", new(0, "phone", "no-answer"));
        var refused = await Assert.ThrowsAsync<Refusal>(() => small.Records.Record(Binh, Scope.Nation, "79-TA0001A-contact-1", new(0, "phone", "reached")));
        Assert.Equal("Work.ChangedMeanwhile", refused.Key);
        Assert.Contains("an ghi kết quả", refused.Message, StringComparison.Ordinal);
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await small.Records.Record(Binh, Scope.Nation, "79-TA0001A-meet-1", new(0, "meeting", "reached"));
                return true;
            }
            catch (Refusal)
            {
                return false;
            }
        }));
        Assert.Single(both, done => done);
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task At_level_3_a_visit_wants_a_slot_and_the_minutes_share_it(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202109, level: 3);
        Assert.Equal("Work.Refused_NotArranged", await Refused(() => small.Records.Record(An, Scope.Nation, "79-TA0001A-visit-1", new(0, "visit", "reached"))));
        Assert.Equal("Work.SlotIncomplete", await Refused(() => small.Records.Arrange(An, Scope.Nation, "79-TA0001A-visit-1", 0, new([], new(2021, 11, 4, 9, 0, 0), new(2021, 11, 4, 10, 0, 0), "phòng họp", "đơn vị"))));
        Assert.Equal("Work.SlotHours", await Refused(() => small.Records.Arrange(An, Scope.Nation, "79-TA0001A-visit-1", 0, new(["An"], new(2021, 11, 2, 9, 0, 0), new(2021, 11, 2, 10, 0, 0), "phòng họp", "đơn vị"))));
        await small.Records.Arrange(An, Scope.Nation, "79-TA0001A-visit-1", 0, new(["An", "Bình"], new(2021, 11, 4, 9, 0, 0), new(2021, 11, 4, 10, 0, 0), "phòng họp", "đơn vị"));
        await small.Records.Record(An, Scope.Nation, "79-TA0001A-visit-1", new(1, "visit", "reached"));
        Assert.Equal("Papers.NeedsPaper", await Refused(() => small.Records.Record(An, Scope.Nation, "79-TA0001A-minutes-1", new(0, "visit", "refused-to-sign"))));
        await test.Db.Write(tx => TaskPapers.Tell(tx, new TaskPaper
        {
            SubjectId = BaoPhu.Rules.EmployerKey.Id("79", "TA0001A"), PaperNo = 1, Act = "minutes", Occurrence = 1, Form = "D04h-TS", State = "unit-refused", Label = "01/BB-BHXH",
        }));
        Assert.Equal("Papers.Needs_UnitSigned", await Refused(() => small.Records.Record(An, Scope.Nation, "79-TA0001A-minutes-1", new(0, "visit", "signed"))));
        Assert.Equal("Work.OutcomeNeedsGrounds", await Refused(() => small.Records.Record(An, Scope.Nation, "79-TA0001A-minutes-1", new(0, "visit", "refused-to-sign"))));
        await small.Records.Record(An, Scope.Nation, "79-TA0001A-minutes-1", new(0, "visit", "refused-to-sign", "Trước mặt tổ trưởng dân phố"));
        Assert.Equal("refused-to-sign", Assert.Single(await new Marks(test.Db).History(Scope.Nation, "79", "TA0001A")).Kind);
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_violation_found_leads_to_the_penalty_in_the_same_step(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202106);
        var result = await small.Records.Record(An, Scope.Nation, "79-TA0001A-inspect-1", new(0, "visit", "violation-found", "Kết luận số 5"));
        Assert.Equal("penalise", result.Next?.Act);
        Assert.Equal(["inspect 1 done 2", "penalise 1 open 2", "refer 1 open 2"], await small.StatesOf("TA0001A"));
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_done_task_keeps_its_rule_and_level_whatever_comes_later(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202109);
        await small.Records.Record(An, Scope.Nation, "79-TA0001A-visit-1", new(0, "visit", "reached"));
        await small.Level("79", 4, "2021-11-04T00:00");
        await small.Plan("2021-11-04T08:00");
        var visit = await small.TaskOf("TA0001A", "visit");
        Assert.Equal(("done", "urging.active.1to3.l12", (short)2), (visit.State, visit.Rule, visit.Level));
        Assert.Equal("Work.Refused_Done", await Refused(() => small.Records.Record(An, Scope.Nation, "79-TA0001A-visit-1", new(visit.Version, "visit", "reached"))));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_has_paid_in_the_meantime_drops_out_when_somebody_records(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202110);
        await small.Pays("TA0001A", 1_000_000);
        var result = await small.Records.Record(An, Scope.Nation, "79-TA0001A-contact-1", new(0, "phone", "paid"));
        Assert.True(result.PaidUp);
        Assert.Equal(["contact 1 done 2", "meet 1 closed 2 paid", "notice 1 closed 2 paid"], await small.StatesOf("TA0001A"));
        Assert.Equal("Work.Refused_Closed", await Refused(() => small.Records.Record(An, Scope.Nation, "79-TA0001A-meet-1", new(1, "meeting", "reached"))));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_district_sees_and_touches_its_own_work_only(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202110);
        await small.Employer("TA0002B", 202110, office: "07902");
        await small.Plan("2021-11-03T09:00");
        var own = Scope.OfOffices("79", ["07901"]);
        Assert.Equal(3, (await small.Tasks.List(own, new())).Tasks);
        Assert.Equal(6, (await small.Tasks.List(Scope.OfProvince("79"), new())).Tasks);
        Assert.Equal(0, (await small.Tasks.List(Scope.OfProvince("01"), new())).Tasks);
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => small.Tasks.Find(own, "79-TA0002B-contact-1"))).Kind);
        Assert.Equal("Work.NoTask", await Refused(() => small.Records.Record(An, own, "79-TA0002B-contact-1", new(0, "phone", "reached"))));
        Assert.Equal("Work.CollectiveByProvince", await Refused(() => small.Records.RecordCollective(An, own, Role.ProvinceDirector, "79", new("report", new(2021, 11, 30), 1, "sent", "x"))));
        Assert.Equal("Work.NoTask", await Refused(() => small.Records.Take(An, own, "không-phải-mã")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Lists_filter_sort_page_and_export_alike_on_both_engines(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202110);
        for (var i = 100; i < 150; i++)
        {
            await small.Employer($"TB0{i}C", i % 2 == 0 ? 202109 : 202110);
        }

        await small.Plan("2021-11-03T09:00");
        foreach (var sort in (string[])["due", "-due", "amount", "-amount", "band", "name", "-name"])
        {
            var keys = new List<TaskKey>();
            string? after = null;
            string? lastPrevious = null;
            do
            {
                var page = await small.Tasks.List(Scope.Nation, new() { Sort = sort, After = after });
                Assert.Equal(128, page.Tasks);
                keys.AddRange(page.Rows.Select(t => t.Key));
                (after, lastPrevious) = (page.Next, page.Previous);
            }
            while (after is not null);
            Assert.Equal(128, keys.Distinct().Count());
            var back = await small.Tasks.List(Scope.Nation, new() { Sort = sort, Before = lastPrevious });
            Assert.Equal(keys.Skip(60).Take(60), back.Rows.Select(t => t.Key));
        }

        Assert.Equal(50, (await small.Tasks.List(Scope.Nation, new() { Band = "1-<3" })).Tasks);
        Assert.Equal(3, (await small.Tasks.List(Scope.Nation, new() { Text = "ta0001a" })).Tasks);
        Assert.Equal(128, (await small.Tasks.List(Scope.Nation, new() { Text = "cong thu", Place = SmallProvince.District })).Tasks);
        Assert.Equal(26, (await small.Tasks.List(Scope.Nation, new() { Act = "meet" })).Tasks);
        var mine = await small.Tasks.List(Scope.Nation, new() { Mine = new("an", ["inspector"]), Collective = true });
        Assert.Equal((0L, 0), (mine.Tasks, mine.Collective.Count));
        Assert.Equal([51L, 51L], (await small.Tasks.List(Scope.Nation, new() { Collective = true })).Collective.Select(c => c.Employers));
        using var csv = new MemoryStream();
        Assert.Equal(26, await new TaskExport(test.Db, small.Tasks, test.Clock).Write(An, Scope.Nation, new() { Act = "meet" }, "csv", csv));
        Assert.Equal([0xEF, 0xBB, 0xBF], csv.ToArray()[..3]);
        Assert.Equal(27, Encoding.UTF8.GetString(csv.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        using var xlsx = new MemoryStream();
        await new TaskExport(test.Db, small.Tasks, test.Clock).Write(An, Scope.Nation, new() { Act = "meet" }, "xlsx", xlsx);
        xlsx.Position = 0;
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var reader = ExcelDataReader.ExcelReaderFactory.CreateReader(xlsx);
        Assert.Equal(27, reader.RowCount);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Records_and_passes_at_once_wait_in_line_and_not_in_a_circle(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202110);
        for (var i = 100; i < 112; i++)
        {
            await small.Employer($"TB0{i}C", 202110);
        }

        await small.Plan("2021-11-03T08:00");
        var records = Enumerable.Range(100, 12).Select(i => small.Records.Record(An, Scope.Nation, $"79-TB0{i}C-contact-1", new(0, "phone", "no-answer")));
        var takes = Enumerable.Range(100, 12).Select(i => small.Records.Take(An, Scope.Nation, $"79-TB0{i}C-notice-1"));
        var passes = Enumerable.Range(0, 4).Select(_ => small.Pass.PlanNow(An, "79"));
        await Task.WhenAll(Task.WhenAll(records), Task.WhenAll(takes), Task.WhenAll(passes)).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(12, (await small.Tasks.List(Scope.Nation, new() { State = "started" })).Tasks);
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_export_ends_whatever_page_it_was_asked_from_and_a_key_that_cannot_be_read_is_refused(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202110);
        await test.Db.Write(tx => tx.Execute("update reg_employers set name = 'Công ty ~ Sóng', folded = 'cong ty ~ song'"));
        var page = await small.Tasks.List(Scope.Nation, new() { Sort = "name" });
        var middle = page.Rows[1];
        var key = $"{middle.Folded}~{middle.SubjectId}~{middle.Act}~{middle.Occurrence}";
        Assert.Equal(page.Rows[2].Key, Assert.Single((await small.Tasks.List(Scope.Nation, new() { Sort = "name", After = key })).Rows).Key);
        using var file = new MemoryStream();
        Assert.Equal(3, await new TaskExport(test.Db, small.Tasks, test.Clock).Write(An, Scope.Nation, new() { Sort = "name", Before = key }, "csv", file));
        foreach (var bad in (string[])["x", "2021-11-05~1~contact", "2021-11-05~x~contact~1", "x~1~contact~1", "2021-11-05~1~contact~x"])
        {
            Assert.Equal("Common.BadPageKey", await Refused(() => small.Tasks.List(Scope.Nation, new() { After = bad })));
            Assert.Equal("Common.BadPageKey", await Refused(() => small.Tasks.List(Scope.Nation, new() { Before = bad })));
        }

        var employers = new Employers(test.Db);
        Assert.Equal("Common.BadPageKey", await Refused(() => employers.Search(Scope.Nation, new(After: "x"))));
        Assert.Equal("Common.BadPageKey", await Refused(() => employers.Search(Scope.Nation, new(Sort: "debt", After: "x~1"))));
        Assert.Empty((await employers.Search(Scope.Nation, new(Sort: "name", After: $"cong ty ~ song~{middle.SubjectId}"))).Rows);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_employer_that_moved_takes_its_tasks_with_it_before_it_is_planned_anew(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202110);
        await test.Db.Write(tx => tx.Execute("update reg_employers set office_code = '07902'"));
        var (old, now) = (Scope.OfOffices("79", ["07901"]), Scope.OfOffices("79", ["07902"]));
        Assert.Equal("Work.NoTask", await Refused(() => small.Tasks.Find(old, "79-TA0001A-contact-1")));
        Assert.Equal(3, (await small.Tasks.Find(now, "79-TA0001A-contact-1")).Others.Count(o => !o.Collective) + 1);
        var left = await small.Tasks.List(old, new());
        Assert.Equal((0L, 0, 0L), (left.Tasks, left.Rows.Count, left.Amount));
        await small.Plan("2021-11-03T09:00");
        Assert.Equal(3, (await small.Tasks.List(now, new())).Tasks);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Work_is_planned_as_of_the_last_planned_moment_where_that_lies_ahead(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202110);
        await small.Plan("2021-11-08T08:00");
        await small.Records.Record(An, Scope.Nation, "79-TA0001A-contact-1", new((await small.TaskOf("TA0001A", "contact")).Version, "phone", "no-answer"));
        await small.Employer("TA0002B", 202110);
        await small.Pass.PlanNow(An, "79");
        Assert.Equal(new DateOnly(2021, 11, 8), (await small.TaskOf("TA0002B", "contact")).OpenedOn);
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_follow_up_whose_day_has_come_is_worked_and_leaves_the_list(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202110);
        const string key = "79-TA0001A-contact-1";
        await small.Records.Record(An, Scope.Nation, key, new(0, "phone", "promised", "hẹn", new DateOnly(2021, 11, 5), 400_000));
        Assert.Equal("Work.NoFollowDue", await Refused(() => small.Records.Follow(An, Scope.Nation, key, 1, "chưa nộp", null)));
        test.Clock.Moment = test.Clock.Moment.AddDays(2);
        Assert.Single((await small.Tasks.List(Scope.Nation, new() { State = "follow" })).Rows);
        Assert.Equal("Work.FollowNeedsNote", await Refused(() => small.Records.Follow(An, Scope.Nation, key, 1, " ", null)));
        Assert.Equal("Work.FollowInPast", await Refused(() => small.Records.Follow(An, Scope.Nation, key, 1, "chưa nộp", new DateOnly(2021, 11, 5))));
        await small.Records.Follow(An, Scope.Nation, key, 1, "Chưa nộp, hẹn lại", new DateOnly(2021, 11, 8));
        Assert.Equal("Work.ChangedMeanwhile", await Refused(async () =>
        {
            test.Clock.Moment = test.Clock.Moment.AddDays(3);
            await small.Records.Follow(Binh, Scope.Nation, key, 1, "x", null);
        }));
        await small.Records.Follow(An, Scope.Nation, key, 2, "Vẫn chưa nộp", null);
        Assert.Empty((await small.Tasks.List(Scope.Nation, new() { State = "follow" })).Rows);
        Assert.Equal(2, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'work.follow'")));
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_collective_record_is_of_the_list_that_was_seen_without_who_has_paid_and_by_whom_it_is_asked_of(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202110);
        await small.Employer("TA0002B", 202110);
        await small.Plan("2021-11-03T08:00");
        var report = new CollectiveRecord("report", new(2021, 11, 30), 2, "sent", "Báo cáo số 1");
        Task<CollectiveResult> Send(string role, CollectiveRecord record) => small.Records.RecordCollective(An, Scope.OfProvince("79"), role, "79", record);
        Assert.Equal("Work.CollectiveOnly", await Refused(() => small.Records.Take(An, Scope.Nation, "79-TA0001A-report-1")));
        Assert.Equal("Work.CollectiveChanged", await Refused(() => Send(Role.ProvinceDirector, report with { Expected = 1 })));
        Assert.Equal("Work.CollectiveNotYours", await Refused(() => Send(Role.CommunicationsOfficer, report)));
        Assert.Equal("Work.CollectiveNotYours", await Refused(() => Send(Role.Inspector, report)));
        await small.Pays("TA0002B", 1_000_000);
        Assert.Equal(new(1, 1), await Send(Role.ProvinceDirector, report));
        Assert.Equal(("done", "closed"), ((await small.TaskOf("TA0001A", "report")).State, (await small.TaskOf("TA0002B", "report")).State));
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_mark_and_a_standing_order_other_work_in_the_same_step_and_their_end_too(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202109);
        var findings = new EmployerFindings(test.Db, test.Clock);
        await findings.Mark(An, Scope.Nation, "79", "TA0001A", "violation", new(2021, 11, 3), "Kết luận số 5");
        Assert.Contains(await small.StatesOf("TA0001A"), s => s.StartsWith("penalise 1 open", StringComparison.Ordinal));
        await findings.EndMark(An, Scope.Nation, "79", "TA0001A", "violation", new(2021, 11, 3), "Đã khắc phục");
        Assert.Equal("Register.NoSuchMark", await Refused(() => findings.EndMark(An, Scope.Nation, "79", "TA0001A", "violation", new(2021, 11, 3), "Đã khắc phục")));
        await small.Plan("2021-11-04T08:00");
        Assert.Contains(await small.StatesOf("TA0001A"), s => s.StartsWith("penalise 1 closed", StringComparison.Ordinal));
        await findings.Stand(An, Scope.Nation, "79", "TA0001A", BaoPhu.Rules.Standing.Ceased, new(2021, 11, 4), null, "Quyết định số 9");
        Assert.Contains(await small.StatesOf("TA0001A"), s => s.StartsWith("visit 1 closed", StringComparison.Ordinal) || s.StartsWith("visit 1 suspended", StringComparison.Ordinal));
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_standing_of_a_past_day_is_the_one_of_that_day(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Planned(test, 202109);
        await test.Db.Write(tx => tx.Execute(
            "insert into reg_standings (employer_id, from_date, recorded_at, standing, recorded_by) values (@id, @from, 0, 0, 'test')", new { id = BaoPhu.Rules.EmployerKey.Id("79", "TA0001A"), from = new DateOnly(2020, 1, 1) }));
        test.Clock.Moment = test.Clock.Moment.AddDays(5);
        await new EmployerFindings(test.Db, test.Clock).Stand(An, Scope.Nation, "79", "TA0001A", BaoPhu.Rules.Standing.Ceased, new(2021, 11, 8), null, "Quyết định số 9");
        Assert.EndsWith("|active", Assert.Single((await small.Pass.Classify("79", SmallProvince.At("2021-11-05T08:00"))).Cells).Key, StringComparison.Ordinal);
        Assert.EndsWith("|dissolved", Assert.Single((await small.Pass.Classify("79", SmallProvince.At("2021-11-08T08:00"))).Cells).Key, StringComparison.Ordinal);
    }

    private static async Task<SmallProvince> Planned(TestDatabase test, int owesFrom, int level = 2)
    {
        var small = await SmallProvince.Create(test);
        await small.Level("79", level, "2021-10-21T00:00");
        await small.Employer("TA0001A", owesFrom);
        await small.Plan("2021-11-03T08:00");
        return small;
    }
}
