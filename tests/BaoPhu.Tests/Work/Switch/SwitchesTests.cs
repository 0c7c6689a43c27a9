using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work.Switch;

public sealed class SwitchesTests
{
    private static readonly Scope Province = Scope.OfProvince("79");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_the_preview_counts_is_what_the_confirmation_does(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        ground.Now("2021-11-03T09:00");
        var announced = await ground.Announce(4, "2021-11-03T09:00");
        var before = await ground.AllRows();
        var seen = await ground.Switches.Preview(Province, announced.AnnouncementId);
        Assert.Equal(before, await ground.AllRows());

        var numbers = seen.Numbers;
        // TA0001A: contact, notice, meet; TA0002B: visit, minutes; TA0003C: inspect and a demand.
        Assert.Equal((7L, 1L, 3L, 1L, 0L, 1L, 1L), (numbers.Tasks, numbers.CarriesOn, numbers.Converted, numbers.Suspended, numbers.Reopened, numbers.Cancelled, numbers.Created));
        Assert.Equal((new StreamCounts(4, 0, 2, 0), new StreamCounts(0, 3, 2, 1)), (numbers.Before, numbers.After));
        Assert.Equal(3, numbers.Employers);
        var converted = numbers.Lines.Single(l => l is { Act: "visit", Kind: SwitchKind.Converted });
        Assert.Equal(("urging.active.1to3.l12", "urging.active.1to3.l4", "level", 2, 4, 1L), (converted.RuleBefore, converted.RuleAfter, converted.Reason, converted.LevelBefore, converted.LevelAfter, converted.Tasks));
        Assert.Equal("3532/KH-BHXH, III.1.1.c.1+2", converted.After!.Row.Clauses[0].ToString());
        Assert.Equal(6, numbers.ListLines.Sum(l => l.Tasks));

        var done = await ground.Switches.Confirm(ground.Director, Province, announced.AnnouncementId, numbers.Digest);
        Assert.Equal("applied", done.Record.State);
        Assert.Equal(JsonSerializer.Serialize(numbers), JsonSerializer.Serialize(done.Record.Counted));
        Assert.Equal(["contact carries-on", "demand created", "inspect suspended", "meet cancelled", "minutes converted", "notice converted", "visit converted"], await ground.Kinds(done.Record.SwitchId));
        Assert.Empty(await ground.Switches.Awaiting(Scope.Nation));
        Assert.Equal(0, (await ground.Small.Plan("2021-11-03T10:00")).Changes);
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task When_the_ground_has_moved_the_confirmation_is_refused_with_the_new_numbers(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        ground.Now("2021-11-03T09:00");
        var announced = await ground.Announce(4, "2021-11-03T09:00");
        var seen = await ground.Switches.Preview(Province, announced.AnnouncementId);
        // TA0001A has paid meanwhile: its three tasks drop out at any level.
        await ground.Small.Pays("TA0001A", 1_000_000);
        var before = await ground.AllRows();

        var refused = await Assert.ThrowsAsync<Refusal>(() => ground.Switches.Confirm(ground.Director, Province, announced.AnnouncementId, seen.Numbers.Digest));
        Assert.Equal("Switches.GroundMoved", refused.Key);
        Assert.Contains("Nay là 4 việc: 2 chuyển hình thức, 1 tạm hoãn, 0 tiếp tục, 0 hủy, 1 mới", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await ground.AllRows());
        Assert.Single(await ground.Switches.Awaiting(Scope.Nation));
        Assert.Equal(0, await test.Db.Read(s => s.One<long>("select count(*) from wrk_switches")));
        Assert.Equal("applied", (await ground.Confirm(announced)).Record.State);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Of_two_confirmations_at_once_one_wins_and_the_other_is_told(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        ground.Now("2021-11-03T09:00");
        var announced = await ground.Announce(4, "2021-11-03T09:00");
        var digest = (await ground.Switches.Preview(Province, announced.AnnouncementId)).Numbers.Digest;
        var both = await Task.WhenAll(Try(), Try());
        Assert.Equal([null, "Organisation.SwitchNotAwaiting"], both.Order(StringComparer.Ordinal));
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from wrk_switches")));

        async Task<string?> Try()
        {
            try
            {
                await Task.Run(() => ground.Switches.Confirm(ground.Director, Province, announced.AnnouncementId, digest));
                return null;
            }
            catch (Refusal refusal)
            {
                return refusal.Key;
            }
        }
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_failure_between_applying_and_committing_leaves_everything_as_it_was(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        ground.Now("2021-11-03T09:00");
        var announced = await ground.Announce(4, "2021-11-03T09:00");
        var before = await ground.AllRows();
        var broken = new Switches(test.Db, test.Clock, [new Broken()]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => broken.Confirm(ground.Director, Province, announced.AnnouncementId, null));
        Assert.Equal(before, await ground.AllRows());
        foreach (var table in (string[])["wrk_switches", "wrk_switch_tasks", "wrk_switch_notices"])
        {
            Assert.Equal(0, await test.Db.Read(s => s.One<long>("select count(*) from " + table)));
        }

        var done = await ground.Confirm(announced);
        await Assert.ThrowsAsync<InvalidOperationException>(() => broken.Undo(ground.Director, Province, done.Record.SwitchId, "thử"));
        Assert.Equal("applied", (await ground.Switches.Find(Province, done.Record.SwitchId)).Record.State);
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_switch_confirmed_beforehand_is_applied_at_its_minute_and_until_its_pass_one_employer_waits(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        var announced = await ground.Announce(4, "2021-11-03T10:30");
        var confirmed = await ground.Confirm(announced);
        Assert.Equal(("confirmed", 7L), (confirmed.Record.State, confirmed.Numbers.Tasks));
        Assert.Equal(0, (await ground.Small.Plan("2021-11-03T10:29")).Changes);

        ground.Now("2021-11-03T10:31");
        Assert.Equal(["79"], await new DuePlans(test.Db, test.Clock).QueueDue());
        await ground.Small.Records.Record(Actor.System, Scope.Nation, "79-TA0002B-visit-1", new(0, "visit", "no-answer"));
        Assert.Equal(["minutes 1 open 2", "visit 1 started 2"], await ground.Small.StatesOf("TA0002B"));

        Assert.Equal([confirmed.Record.SwitchId], (await ground.Small.Pass.PlanNow(Actor.System, "79")).Switches.Select(s => s.SwitchId));
        Assert.Equal(["minutes 1 open 4", "visit 1 started 4"], await ground.Small.StatesOf("TA0002B"));
        var log = await ground.Switches.Find(Province, confirmed.Record.SwitchId);
        Assert.Equal(("applied", 7L, "director"), (log.Record.State, log.Record.Counted!.Tasks, log.Record.ConfirmedBy));
        Assert.Empty(await new DuePlans(test.Db, test.Clock).QueueDue());
        // The outcome recorded meanwhile makes it another switch than was confirmed: applied all the same, logged, and told to who confirmed.
        Assert.True(log.Record.FoundAnother);
        Assert.Equal(confirmed.Numbers.Counts, log.Record.Foreseen);
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'work.switch' and detail like '%\"foreseen\":%\"Suspended\":1,%' and not detail like '%\"foreseen\":null%'")));
        Assert.Equal(confirmed.Numbers.Counts, Assert.Single(await new SwitchNotices(test.Db, test.Clock).Unread(ground.Director)).Counted.Foreseen);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_switch_that_does_at_its_minute_what_was_confirmed_tells_nothing_more(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        var confirmed = await ground.Switch(4, "2021-11-03T10:30");
        ground.Now("2021-11-03T10:31");
        await ground.Small.Pass.PlanNow(Actor.System, "79");
        var record = (await ground.Switches.Find(Province, confirmed.Record.SwitchId)).Record;
        Assert.Equal((true, false), (record.Foreseen is not null, record.FoundAnother));
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'work.switch' and detail like '%\"foreseen\":null%'")));
        Assert.Empty(await new SwitchNotices(test.Db, test.Clock).Unread(ground.Director));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_announcement_overtaken_by_a_later_one_no_longer_waits(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        ground.Now("2021-11-03T09:00");
        var first = await ground.Announce(3, "2021-11-03T08:30");
        var later = await ground.Announce(4, "2021-11-03T10:00");
        Assert.Equal([first.AnnouncementId, later.AnnouncementId], (await ground.Switches.Awaiting(Province)).Select(a => a.AnnouncementId));
        ground.Now("2021-11-03T10:00");
        Assert.Equal([later.AnnouncementId], (await ground.Switches.Awaiting(Province)).Select(a => a.AnnouncementId));
        // Taken back, it overtakes nothing.
        await ground.Switches.Withdraw(ground.Director, Province, later.AnnouncementId, "nhầm");
        Assert.Equal([first.AnnouncementId], (await ground.Switches.Awaiting(Province)).Select(a => a.AnnouncementId));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_preview_is_worked_out_once_for_the_same_ground(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        ground.Now("2021-11-03T09:00");
        var announced = await ground.Announce(4, "2021-11-03T09:00");
        var seen = await ground.Switches.Preview(Province, announced.AnnouncementId);
        ground.Now("2021-11-03T09:05");
        var again = await ground.Switches.Preview(Province, announced.AnnouncementId);
        Assert.Same(seen.Numbers, again.Numbers);
        Assert.Equal(SmallProvince.At("2021-11-03T09:05"), again.At);
        await Assert.ThrowsAsync<Refusal>(() => ground.Switches.Preview(Scope.OfProvince("01"), announced.AnnouncementId));

        await ground.Small.Records.Record(Actor.System, Scope.Nation, "79-TA0002B-visit-1", new(0, "visit", "no-answer"));
        var moved = await ground.Switches.Preview(Province, announced.AnnouncementId);
        Assert.NotEqual(seen.Numbers.Digest, moved.Numbers.Digest);
        // What moves no number is found by the confirmation; the next look is a new one.
        await ground.Small.Pays("TA0001A", 1_000_000);
        Assert.Same(moved.Numbers, (await ground.Switches.Preview(Province, announced.AnnouncementId)).Numbers);
        Assert.Equal("Switches.GroundMoved", await Refused(() => ground.Switches.Confirm(ground.Director, Province, announced.AnnouncementId, moved.Numbers.Digest)));
        Assert.Equal(4, (await ground.Switches.Preview(Province, announced.AnnouncementId)).Numbers.Tasks);
    }

    [Fact]
    public void Only_the_last_previews_are_kept()
    {
        var kept = new KeptPreviews();
        var answers = Enumerable.Range(0, KeptPreviews.Most + 1).Select(i => new SwitchPreview("79", default, [], [], new SwitchNumbers { Employers = i })).ToList();
        for (var i = 0; i < answers.Count; i++)
        {
            kept.Keep("q" + i, "g", answers[i]);
        }

        Assert.Null(kept.Find("q0", "g"));
        Assert.Same(answers[^1], kept.Find("q" + KeptPreviews.Most, "g"));
        Assert.Null(kept.Find("q" + KeptPreviews.Most, "another"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_pass_that_meets_what_was_announced_and_confirmed_in_one_go_writes_the_record_too(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        await ground.Levels.Announce(ground.Director, Province, new NewAnnouncement("79", 3, SmallProvince.At("2021-11-04T00:00"), "9/QĐ-UBND", null, "UBND"));
        var result = await ground.Small.Plan("2021-11-04T08:00");
        var record = Assert.Single(await ground.Switches.List(Province));
        Assert.Equal(record.SwitchId, Assert.Single(result.Switches).SwitchId);
        // The district has an own announcement of level 2, so the province's 3 moves nobody.
        Assert.Equal(("applied", 0L), (record.State, record.Counted!.Tasks));
        await ground.Levels.Announce(ground.Director, Province, new NewAnnouncement(SmallProvince.District, null, SmallProvince.At("2021-11-04T09:00"), "10/QĐ-UBND", null, "UBND"));
        await ground.Small.Plan("2021-11-04T09:00");
        Assert.Equal(6, (await ground.Switches.List(Province)).Single(w => w.DecisionNumber == "10/QĐ-UBND").Counted!.Tasks);
        Assert.Equal(0, (await ground.Small.Plan("2021-11-04T09:30")).Changes);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Several_announcements_of_one_decision_are_one_switch(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        ground.Now("2021-11-03T09:00");
        await ground.Announce(4, "2021-11-03T09:00", SmallProvince.Commune, "7/QĐ-UBND");
        await ground.Announce(3, "2021-11-03T09:00", "79", "7/QĐ-UBND");
        var waiting = Assert.Single(await ground.Switches.Awaiting(Province));
        Assert.Equal(["79", SmallProvince.Commune], waiting.Announcements.Select(a => a.LocalityCode));
        Assert.Empty(await ground.Switches.Awaiting(Scope.OfProvince("01")));
        var done = await ground.Confirm(waiting.Announcements[1]);
        Assert.Equal(2, done.Record.AnnouncementIds.Count);
        Assert.Empty(await ground.Switches.Awaiting(Province));
        Assert.Equal(7, done.Numbers.Tasks);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task From_2_to_4_and_back_the_work_is_as_it_was_but_for_what_was_done_and_contacts_survive(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        await ground.Small.Records.Record(new Actor("officer", "Cán bộ", "07901"), Scope.Nation, "79-TA0001A-contact-1", new(0, "phone", "reached", "đã gọi"));
        await ground.Small.Records.Record(new Actor("officer", "Cán bộ", "07901"), Scope.Nation, "79-TA0002B-visit-1", new(0, "visit", "no-answer", "đi vắng"));
        var before = await ground.OpenWork(withDue: false);
        var contacts = await Contacts();
        ground.Now("2021-11-03T09:00");
        await ground.Switch(4, "2021-11-03T09:00");
        Assert.Equal("started", (await ground.Small.TaskOf("TA0002B", "visit")).State);
        Assert.Equal(contacts, await Contacts());
        ground.Now("2021-11-03T10:00");
        await ground.Switch(2, "2021-11-03T10:00");
        // The next try of the visit goes by the first channel again: its channels are others than before.
        Assert.Equal(before.Select(Channels), (await ground.OpenWork(withDue: false)).Select(Channels));
        Assert.Equal(contacts, await Contacts());
        Assert.Equal("done", (await ground.Small.TaskOf("TA0001A", "contact")).State);
        await PlanningFlowTests.Healthy(test);

        Task<List<string>> Contacts() => test.Db.Read(s => s.Query<string>("select contact_id || channel || outcome || note || rule || cast(level as text) from wrk_contacts order by contact_id"));
        static string Channels(string row) => row.Replace(" 1 officer", " 0 officer", StringComparison.Ordinal).Replace(" 1 system", " 0 system", StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Undo_puts_back_what_nobody_touched_cancels_what_was_made_and_keeps_what_was_acted_on(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        var before = await ground.OpenWork();
        ground.Now("2021-11-03T09:00");
        var done = await ground.Switch(4, "2021-11-03T09:00");
        await test.Db.Write(tx => TaskPapers.Tell(tx, new TaskPaper
        {
            SubjectId = BaoPhu.Rules.EmployerKey.Id("79", "TA0001A"), PaperNo = 1, Act = "notice", Occurrence = 1, Form = "TB-NO", State = "sent", Label = "01/TB-BHXH",
        }));
        await ground.Small.Records.Record(Actor.System, Scope.Nation, "79-TA0001A-notice-1", new(1, "post", "delivered"));

        ground.Now("2021-11-03T20:00");
        var undone = await ground.Switches.Undo(ground.Director, Province, done.Record.SwitchId, "Công bố nhầm quận");
        // Six lists of the province went back too.
        Assert.Equal(new UndoNumbers(5 + 6, 1, 1), undone);
        Assert.Equal(before.Where(row => !row.Contains(" notice ", StringComparison.Ordinal)), await ground.OpenWork());
        Assert.Equal(("closed", "undone"), (await State("TA0003C", "demand")));
        Assert.Equal("done", (await ground.Small.TaskOf("TA0001A", "notice")).State);

        // The place awaits its switch again: neither a plan nor a record moves its work.
        Assert.Single(await ground.Switches.Awaiting(Province));
        var waiting = await ground.Small.Plan("2021-11-03T21:00");
        Assert.Equal((0L, 0L, 0L), (waiting.Created, waiting.Updated, waiting.Closed));
        Assert.InRange(waiting.AwaitingSwitch, 1, 100);
        Assert.Equal("Switches.NotApplied", await Refused(() => ground.Switches.Undo(ground.Director, Province, done.Record.SwitchId, "lại")));
        await PlanningFlowTests.Healthy(test);

        ground.Now("2021-11-03T21:30");
        var again = await ground.Confirm((await ground.Switches.Awaiting(Province))[0].Announcements[0]);
        Assert.Equal(1, again.Numbers.Created);
        Assert.Equal("open", (await ground.Small.TaskOf("TA0003C", "demand", 2)).State);
        await PlanningFlowTests.Healthy(test);

        async Task<(string, string?)> State(string code, string act)
        {
            var task = await ground.Small.TaskOf(code, act);
            return (task.State, task.CloseReason);
        }
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Undo_restores_small_provinces_of_every_kind_exactly(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await SwitchGround.Create(test);
        var dice = new Random(20211103);
        await ground.Small.Level("79", 2, "2021-10-21T00:00");
        await ground.Small.Level(SmallProvince.District, 2, "2021-10-21T00:00");
        for (var i = 0; i < 40; i++)
        {
            var one = SwitchTable.Cases[dice.Next(SwitchTable.Cases.Count)];
            var id = await ground.Small.Employer(FormattableString.Invariant($"TB{i:0000}A"), one.OwesFrom, one.Standing, office: dice.Next(2) == 0 ? "07901" : "07902", until: one.Standing == Standing.PensionSuspended ? new DateOnly(2021, 11, 30) : null);
            foreach (var flag in Names.AllFlags)
            {
                if (Names.TryFlag(flag, out var bit) && one.Flags.HasFlag(bit))
                {
                    await ground.Mark(id, flag);
                }
            }
        }

        await ground.Small.Plan("2021-11-03T08:00");
        for (var round = 0; round < 8; round++)
        {
            ground.Now(FormattableString.Invariant($"2021-11-{4 + round:00}T09:00"));
            var at = FormattableString.Invariant($"2021-11-{4 + round:00}T09:00");
            await ground.Small.Plan(at);
            foreach (var id in await test.Db.Read(s => s.Query<long>("select employer_id from reg_employers order by employer_id")))
            {
                if (dice.Next(6) == 0)
                {
                    await ground.Act(id, dice.Next(2) == 0 ? "started" : "done");
                }
            }

            await ground.Small.Plan(at);
            var before = await ground.AllRows();
            var done = await ground.Switch(dice.Next(1, 5) is var level && round % 2 == 0 ? 4 : level, at, dice.Next(2) == 0 ? SmallProvince.District : SmallProvince.Commune);
            var undone = await ground.Switches.Undo(ground.Director, Province, done.Record.SwitchId, "thử hoàn tác");
            Assert.Equal(0, undone.Kept);
            Assert.Equal(before, (await ground.AllRows()).Where(row => !row.Contains(" undone ", StringComparison.Ordinal)));
            // Taken back and planned by the level before, for the next round.
            await ground.Switches.Withdraw(ground.Director, Province, done.Record.AnnouncementIds[0], "thử");
            await test.Db.Write(async tx =>
            {
                await tx.Execute("delete from wrk_task_events where (subject_id, act, occurrence) in (select subject_id, act, occurrence from wrk_tasks where close_reason = 'undone')");
                await tx.Execute("delete from wrk_tasks where close_reason = 'undone'");
            });
            await PlanningFlowTests.Healthy(test);
        }
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Undo_keeps_a_task_whose_paper_has_gone_out_though_its_contact_is_not_recorded(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        ground.Now("2021-11-03T09:00");
        var done = await ground.Switch(4, "2021-11-03T09:00");
        await test.Db.Write(tx => TaskPapers.Tell(tx, new TaskPaper
        {
            SubjectId = SwitchGround.Id("TA0003C"), PaperNo = 1, Act = "demand", Occurrence = 1, Form = "TB-NO", State = "sent", Label = "01/TB-BHXH",
        }));
        Assert.Equal(1, (await ground.Switches.Undo(ground.Director, Province, done.Record.SwitchId, "nhầm")).Kept);
        Assert.Equal("open", (await ground.Small.TaskOf("TA0003C", "demand")).State);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task After_a_clerical_correction_an_undone_switch_stays_undone(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        ground.Now("2021-11-03T09:00");
        var done = await ground.Switch(4, "2021-11-03T09:00");
        ground.Now("2021-11-03T09:30");
        await ground.Announce(4, "2021-11-03T09:00", decision: "sửa số");
        await ground.Small.Plan("2021-11-03T09:40");
        ground.Now("2021-11-03T10:00");
        await ground.Switches.Undo(ground.Director, Province, done.Record.SwitchId, "nhầm");
        var after = await ground.AllRows();
        Assert.Equal("sửa số", Assert.Single(await ground.Switches.Awaiting(Province)).DecisionNumber);
        Assert.Empty((await ground.Small.Plan("2021-11-03T11:00")).Switches);
        Assert.Equal(after, await ground.AllRows());
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_place_of_the_same_decision_confirmed_later_joins_the_switch_that_waits(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        var first = await ground.Confirm(await ground.Announce(4, "2021-11-03T10:00", decision: "9/QĐ-UBND"));
        Assert.Equal(first.Record.SwitchId, (await ground.Confirm(await ground.Announce(4, "2021-11-03T10:00", SmallProvince.Commune, "9/QĐ-UBND"))).Record.SwitchId);
        ground.Now("2021-11-03T10:01");
        var late = await ground.Confirm(await ground.Announce(3, "2021-11-03T10:00", "79", "9/QĐ-UBND"));
        Assert.Equal((first.Record.SwitchId, "applied", 3), (late.Record.SwitchId, late.Record.State, late.Record.AnnouncementIds.Count));
        Assert.Single(await ground.Switches.List(Province));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_cannot_be_undone_says_why(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        ground.Now("2021-11-03T09:00");
        var first = await ground.Switch(4, "2021-11-03T09:00");
        Assert.Equal("Switches.UndoNeedsReason", await Refused(() => ground.Switches.Undo(ground.Director, Province, first.Record.SwitchId, " ")));
        Assert.Equal("Organisation.LevelsByProvince", await Refused(() => ground.Switches.Undo(ground.Director, Scope.OfOffices("79", ["07901"]), first.Record.SwitchId, "x")));
        Assert.Equal("Switches.Unknown", await Refused(() => ground.Switches.Undo(ground.Director, Scope.OfProvince("01"), first.Record.SwitchId, "x")));
        ground.Now("2021-11-03T10:00");
        await ground.Switch(3, "2021-11-03T10:00");
        Assert.Equal("Switches.LaterSwitch", await Refused(() => ground.Switches.Undo(ground.Director, Province, first.Record.SwitchId, "x")));
        ground.Now("2021-11-04T09:01");
        Assert.Equal("Switches.UndoTooLate", await Refused(() => ground.Switches.Undo(ground.Director, Province, first.Record.SwitchId, "x")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_withdrawn_announcement_switches_the_work_back_with_a_record_of_its_own(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        var before = await ground.OpenWork(withDue: false);
        ground.Now("2021-11-03T09:00");
        var done = await ground.Switch(4, "2021-11-03T09:00");
        ground.Now("2021-11-03T11:00");
        var id = done.Record.AnnouncementIds[0];
        var seen = await ground.Switches.PreviewOfWithdrawal(Province, id);
        Assert.Equal((1L, 1L), (seen.Numbers.Reopened, seen.Numbers.Cancelled));
        await ground.Switches.Withdraw(ground.Director, Province, id, "Nhập nhầm quận");
        Assert.Equal(before, await ground.OpenWork(withDue: false));
        var back = (await ground.Switches.List(Province)).Single(w => w.IsWithdrawal);
        Assert.Equal(seen.Numbers.Digest, back.Counted!.Digest);
        Assert.Equal("Switches.UndoOfWithdrawal", await Refused(() => ground.Switches.Undo(ground.Director, Province, back.SwitchId, "x")));
        Assert.Equal(0, (await ground.Small.Plan("2021-11-03T12:00")).Changes);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_switch_taken_back_before_its_minute_is_dropped(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        var confirmed = await ground.Switch(4, "2021-11-04T00:00");
        await ground.Switches.Withdraw(ground.Director, Province, confirmed.Record.AnnouncementIds[0], "nhầm");
        Assert.Empty((await ground.Small.Plan("2021-11-04T08:00")).Switches);
        Assert.Equal("dropped", Assert.Single(await ground.Switches.List(Province)).State);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Loads_are_those_of_who_took_the_task_else_who_follows_the_employer_and_each_is_told(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        var users = new Users(test.Db, test.Clock);
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        var taker = await users.Create(Actor.System, "nguoi-nhan", "Nguyễn Thị Nhận", "07901", Role.DistrictOfficer, "mat-khau-thu-1");
        var follower = await users.Create(Actor.System, "nguoi-phu-trach", "Trần Văn Trách", "07901", Role.DistrictOfficer, "mat-khau-thu-1");
        var director = await users.Create(Actor.System, "giam-doc", "Lê Thị Đốc", "07900", Role.ProvinceDirector, "mat-khau-thu-1");
        await users.Create(Actor.System, "kiem-toan", "Phạm Văn Toán", "07900", Role.Auditor, "mat-khau-thu-1");
        await test.Db.Write(tx => tx.Execute("insert into wrk_in_charge (subject_id, user_id) values (@a, @user), (@b, @user)", new { a = SwitchGround.Id("TA0002B"), b = SwitchGround.Id("TA0003C"), user = follower.UserId }));
        await ground.Small.Records.Take(taker.Actor, Scope.Nation, "79-TA0002B-visit-1");
        ground.Now("2021-11-03T09:00");
        var done = await ground.Switch(4, "2021-11-03T09:00");
        var loads = done.Record.Counted!.Loads.ToDictionary(l => l.UserId ?? "", StringComparer.Ordinal);
        Assert.Equal((1L, 1L, 1L), (loads[taker.UserId].Before, loads[taker.UserId].After, loads[taker.UserId].Changed.Converted));
        // Minutes, inspect → minutes, demand.
        Assert.Equal((2L, 2L, 1L, 1L, 1L), (loads[follower.UserId].Before, loads[follower.UserId].After, loads[follower.UserId].Changed.Converted, loads[follower.UserId].Changed.Suspended, loads[follower.UserId].Changed.Created));
        Assert.Equal((3L, 2L), (loads[""].Before, loads[""].After));

        var notices = new SwitchNotices(test.Db, test.Clock);
        Assert.Equal((1L, 7L), Sums(Assert.Single(await notices.Unread(taker.Actor))));
        Assert.Equal((0L, 7L), Sums(Assert.Single(await notices.Unread(director.Actor))));
        await notices.Read(taker.Actor, done.Record.SwitchId);
        Assert.Empty(await notices.Unread(taker.Actor));
        Assert.Equal(3, await test.Db.Read(s => s.One<long>("select count(*) from wrk_switch_notices")));
        await ground.Switches.Undo(ground.Director, Province, done.Record.SwitchId, "nhầm");
        Assert.Equal("undone", Assert.Single(await notices.Unread(taker.Actor)).State);

        static (long, long) Sums(SwitchNotice notice) => (notice.Counted.Own.Total, notice.Counted.Office.Total);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_rehearsal_supposes_levels_that_nobody_announced(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await Prepared(test);
        var before = await ground.AllRows();
        var seen = await ground.Switches.Preview(Province, new SwitchQuestion("79", SmallProvince.At("2021-11-03T09:00")) { Assumed = [new(SmallProvince.District, 4)] });
        Assert.Equal(7, seen.Numbers.Tasks);
        var lifted = await ground.Switches.Preview(Province, new SwitchQuestion("79", SmallProvince.At("2021-11-03T09:00")) { Assumed = [new(SmallProvince.District, null)] });
        Assert.Equal(0, lifted.Numbers.Tasks);
        Assert.Equal(before, await ground.AllRows());
        Assert.Equal("Common.UnknownProvince", await Refused(() => ground.Switches.Preview(Scope.OfProvince("01"), new SwitchQuestion("79", SmallProvince.At("2021-11-03T09:00")))));
    }

    /// <summary>One debtor of each band in Quận 1 at level 2, planned on 3 November at 8 o'clock.</summary>
    private static async Task<SwitchGround> Prepared(TestDatabase test)
    {
        var ground = await SwitchGround.Create(test);
        await ground.Small.Level("79", 2, "2021-10-21T00:00");
        await ground.Small.Level(SmallProvince.District, 2, "2021-10-22T00:00");
        await ground.Small.Employer("TA0001A", 202110);
        await ground.Small.Employer("TA0002B", 202109);
        await ground.Small.Employer("TA0003C", 202106);
        await ground.Small.Plan("2021-11-03T08:00");
        return ground;
    }

    private sealed class Broken : ISwitchFollower
    {
        public Task Applied(Session tx, SwitchRecord applied) => throw new InvalidOperationException("cut off");

        public Task<UndonePapers?> Undone(Session tx, Actor actor, SwitchRecord undone) => throw new InvalidOperationException("cut off");
    }
}
