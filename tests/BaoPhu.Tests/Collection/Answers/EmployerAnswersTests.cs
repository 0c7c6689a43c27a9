using BaoPhu.Core;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Collection.Answers;

/// <summary>Links, answers through them and through officers, promises followed, disputes opened.</summary>
public sealed class EmployerAnswersTests
{
    private static readonly Actor Officer = new("officer", "Cán bộ thử", "07901");
    private static readonly Scope District = Scope.OfOffices("79", ["07901"]);

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_link_shows_one_debt_and_nothing_of_what_falls_due_later(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (small, answers, links) = await Ground(test);
        var token = Token(await links.Make(Officer, District, "79-TA0001A-contact-1"));
        var view = await answers.Open(token);
        Assert.Equal((1_000_000, "Công ty Thử TA0001A"), (view!.Total, view.Name));
        Assert.Equal((Period.Of(2021, 10), Period.Of(2021, 10)), (view.From, view.To));
        // November falls due on 1 December: another debt.
        await test.Db.Write(tx => tx.Execute(
            """
            insert into reg_months (employer_id, period, due_social, due_health, due_unemployment, due_accident, paid_social, paid_health, paid_unemployment, paid_accident)
            values (@id, 202111, 7000000, 0, 0, 0, 0, 0, 0, 0)
            """,
            new { id = EmployerKey.Id("79", "TA0001A") }));
        test.Clock.Moment = new(2021, 12, 2, 8, 0, 0, TimeSpan.FromHours(7));
        Assert.Equal(1_000_000, (await answers.Open(token))!.Total);
        await small.Pays("TA0001A", 1_000_000);
        Assert.Null(await answers.Open(token));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_token_that_is_altered_expired_revoked_or_anothers_opens_nothing_and_takes_nothing(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (small, answers, links) = await Ground(test);
        await small.Employer("TB0002B", 202110);
        await small.Plan("2021-11-03T08:00");
        var (own, other) = (Token(await links.Make(Officer, District, "79-TA0001A-contact-1")), Token(await links.Make(Officer, District, "79-TB0002B-contact-1")));
        Assert.NotNull(await answers.Open(own));
        var said = new AnswerSaid { Name = "Lan", Phone = "0901234567" };
        // Every letter of the token counts; the head of one with the tag of the other is neither.
        for (var i = 0; i < own.Length - 1; i++)
        {
            var altered = own[..i] + (own[i] == 'A' ? 'B' : 'A') + own[(i + 1)..];
            Assert.Null(await answers.Open(altered));
        }

        foreach (var wrong in (string?[])[null, "", "x", new string('A', 43), own + "A", own[..^1], own[..22] + other[22..], other[..22] + own[22..], own.ToUpperInvariant()])
        {
            Assert.Null(await answers.Open(wrong));
            Assert.False(await answers.Give(wrong, AnswerKinds.Contact, said));
        }

        await links.Revoke(Officer, District, "79", "TA0001A", "gửi nhầm số");
        Assert.Null(await answers.Open(own));
        Assert.False(await answers.Give(own, AnswerKinds.Contact, said));
        Assert.NotNull(await answers.Open(other));
        test.Clock.Moment = test.Clock.Moment.AddDays(31);
        Assert.Null(await answers.Open(other));
        Assert.Equal(0, await test.Db.Read(s => s.One<long>("select count(*) from col_answers")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_proposed_contact_is_accepted_into_the_register_or_declined_in_one_step(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (_, answers, links) = await Ground(test);
        var id = EmployerKey.Id("79", "TA0001A");
        await test.Db.Write(tx => tx.Execute("update reg_employers set contact_name = 'Nguyễn Thị Cũ', email = 'cu@thu.vn' where employer_id = @id", new { id }));
        var token = Token(await links.Make(Officer, District, "79-TA0001A-contact-1"));
        foreach (var phone in (string[])["+84 912 345 678", "0933", "0977000111"])
        {
            Assert.True(await answers.Give(token, AnswerKinds.Contact, new AnswerSaid { Name = "Trần Văn Mới", Phone = phone }));
        }

        static string Key(int no) => "79-TA0001A-" + no;
        async Task<string> Refused(Func<Task> act) => (await Assert.ThrowsAsync<Refusal>(act)).Key;
        Assert.Equal("Answers.AcceptOrDecline", await Refused(() => answers.Close(Officer, District, Key(1), 1, "xong")));
        Assert.Equal("Answers.ClosedAlready", await Refused(() => answers.Accept(Officer, District, Key(1), 2)));
        Assert.Equal("Answers.NoAnswer", await Refused(() => answers.Accept(Officer, Scope.OfOffices("79", ["07902"]), Key(1), 1)));
        // Digits that are no telephone number do not get into the register.
        Assert.Equal("Answers.BadPhone", await Refused(() => answers.Accept(Officer, District, Key(2), 1)));
        Assert.Equal(0, await test.Db.Read(s => s.One<long>("select count(*) from reg_contact_changes")));
        await answers.Accept(Officer, District, Key(1), 1);
        var register = new Core.Register.Employers(test.Db);
        var now = await register.Find(District, "79", "TA0001A");
        Assert.Equal(("Trần Văn Mới", "0912345678", "cu@thu.vn"), (now.ContactName, now.Phone, now.Email));
        Assert.Equal(["Nguyễn Thị Cũ 0901234567 cu@thu.vn answer 79-TA0001A-1"], await test.Db.Read(s => s.Query<string>("select c.contact_name || ' ' || c.phone || ' ' || c.email || ' ' || c.source from reg_contact_changes c")));
        Assert.Equal("Answers.CloseNeedsNote", await Refused(() => answers.Decline(Officer, District, Key(3), 1, " ")));
        await answers.Decline(Officer, District, Key(3), 1, "số cũ nói không đổi");
        Assert.Equal("Answers.ClosedAlready", await Refused(() => answers.Accept(Officer, District, Key(3), 1)));
        Assert.Equal("0912345678", (await register.Find(District, "79", "TA0001A")).Phone);
        var line = (await new EmployerHistory(test.Db, test.Clock).Of(District, "79", "TA0001A", "answer", null, null)).Rows.Single(r => r.What == "contact-changed");
        Assert.Equal("Nguyễn Thị Cũ", line.Label);
        Assert.Equal(["collection.contact-accept", "collection.contact-decline"], await test.Db.Read(s => s.Query<string>("select a.act from aud_entries a where a.act like 'collection.contact%' order by a.seq")));
        Assert.Equal("Answers.NoContactProposed", await Refused(async () =>
        {
            await answers.Note(Officer, District, "79-TA0001A-contact-1", "phone", AnswerKinds.Paid, new AnswerSaid { Amount = 1, PaidOn = new DateOnly(2021, 11, 1) });
            await answers.Accept(Officer, District, Key(4), 1);
        }));
        await Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_promise_is_recorded_on_the_task_waits_on_the_day_and_comes_back_when_it_is_broken(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (small, answers, links) = await Ground(test);
        var token = Token(await links.Make(Officer, District, "79-TA0001A-contact-1"));
        var said = new AnswerSaid { Instalments = [new(new DateOnly(2021, 11, 20), 600_000), new(new DateOnly(2021, 11, 10), 400_000)] };
        Assert.True(await answers.Give(token, AnswerKinds.Promise, said));
        var task = await small.TaskOf("TA0001A", "contact");
        Assert.Equal(("done", "promised", (string?)null), (task.State, task.Outcome, task.Assignee));
        var waiting = await answers.Waiting(Officer, District, mine: true, 10);
        var answer = Assert.Single(waiting.Answers);
        Assert.Equal((AnswerKinds.Promise, AnswerKinds.Link, (string?)null), (answer.Kind, answer.Channel, answer.NotedBy));
        Assert.Empty((await answers.Waiting(new Actor("other", "Khác", "07902"), Scope.OfOffices("79", ["07902"]), mine: true, 10)).Answers);
        await answers.Close(Officer, District, answer.Key.ToString(), answer.Version, "đã ghi lịch theo dõi");
        Assert.Equal("Answers.ClosedAlready", (await Assert.ThrowsAsync<Refusal>(() => answers.Close(Officer, District, answer.Key.ToString(), answer.Version, "nữa"))).Key);
        Assert.Empty((await answers.Waiting(Officer, District, mine: true, 10)).Answers);

        // The first is paid, the second is not.
        await small.Pays("TA0001A", 400_000);
        test.Clock.Moment = new(2021, 11, 21, 8, 0, 0, TimeSpan.FromHours(7));
        await small.Plan("2021-11-21T08:00");
        var broken = Assert.Single((await answers.Waiting(Officer, District, mine: true, 10)).Broken);
        Assert.Equal((new DateOnly(2021, 11, 20), 600_000, 1_000_000), (broken.DueOn, broken.Amount, broken.Total));
        var detail = await answers.Find(District, answer.Key.ToString());
        Assert.Equal([PromiseState.Kept, PromiseState.Broken], detail.Promises.Select(p => p.StateAt(new DateOnly(2021, 11, 21))));
        await answers.Follow(Officer, District, answer.Key.ToString(), broken.Place, "gọi lại, hẹn tuần sau");
        Assert.Empty((await answers.Waiting(Officer, District, mine: true, 10)).Broken);
        Assert.Equal("Answers.NothingToFollow", (await Assert.ThrowsAsync<Refusal>(() => answers.Follow(Officer, District, answer.Key.ToString(), broken.Place, "nữa"))).Key);
        await Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_dispute_opens_a_reconciliation_that_holds_the_task(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (small, answers, _) = await Ground(test);
        var key = await answers.Note(Officer, District, "79-TA0001A-contact-1", "phone", AnswerKinds.Dispute, new AnswerSaid { Points = ["social", "nonsense"], Words = "Đã báo giảm từ tháng 7" });
        Assert.Equal(["social"], (await answers.Find(District, key.ToString())).Answer.What.Points);
        var found = await new Cases(test.Db, test.Clock).Find(Scope.Nation, "79-TA0001A-contact-1");
        Assert.Equal("open", found.Case?.State);
        Assert.True(await test.Db.Read(s => s.One<bool>("select held from wrk_tasks where act = 'contact' and subject_id = @id", new { id = EmployerKey.Id("79", "TA0001A") })));
        Assert.Equal("disputed", (await small.TaskOf("TA0001A", "contact")).Outcome);
        await new Cases(test.Db, test.Clock).Do(Officer, District, "79-TA0001A-contact-1", new CaseStep("drop", 1, new { }));
        await Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_new_contact_never_overwrites_and_a_transfer_of_another_employer_is_marked(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (small, answers, _) = await Ground(test);
        await answers.Note(Officer, District, "79-TA0001A-contact-1", "zalo", AnswerKinds.Contact, new AnswerSaid { Name = "Lê Thị Lan", Phone = "0912345678" });
        var task = await small.TaskOf("TA0001A", "contact");
        Assert.Equal(("0901234567", "open"), (task.Phone, task.State));
        var key = await answers.Note(
            Officer, District, "79-TA0001A-contact-1", "phone", AnswerKinds.Paid, new AnswerSaid { Amount = 2_000_000, PaidOn = new DateOnly(2021, 11, 2), Reference = "bhxh 103 00 TB0002B 07901" });
        Assert.Equal("TB0002B", (await answers.Find(District, key.ToString())).Answer.What.Other);
        await Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_message_about_a_debt_carries_the_link_and_a_second_one_the_same(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (small, answers, links) = await Ground(test);
        await small.Employer("TB0002B", 202110, email: "ke.toan@thu.vn");
        await small.Plan("2021-11-03T08:00");
        var messages = new TaskMessages(test.Db, test.Clock, links);
        var sent = await messages.Send(Officer, District, (await Urging()).ToString(), new MessageOrder("debt-reminder", false, "028", []));
        var filled = (await test.Db.Read(s => s.One<string>("select filled from msg_outbox where message_id = @MessageId", sent)))!;
        var url = System.Text.Json.JsonDocument.Parse(filled).RootElement.GetProperty("lien_ket").GetString()!;
        Assert.Equal("Công ty Thử TB0002B", (await answers.Open(url[(url.LastIndexOf('/') + 1)..]))!.Name);
        Assert.Equal(url, (await links.Make(Officer, District, (await Urging()).ToString())).Url);

        async Task<TaskKey> Urging() => (await small.Tasks.OfEmployer(Scope.Nation, "79", "TB0002B")).Tasks.First(t => t.ChannelList.Contains("email") && !t.Collective && t.Form is null).Key;
    }

    [Fact]
    public async Task What_is_not_whole_is_refused_and_leaves_nothing()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var (_, answers, links) = await Ground(test);
        var token = Token(await links.Make(Officer, District, "79-TA0001A-contact-1"));
        foreach (var (kind, said, refusal) in ((string, AnswerSaid, string)[])
        [
            ("paid", new() { Amount = 1 }, "Answers.PaidIncomplete"), ("paid", new() { Amount = 1, PaidOn = new(2021, 11, 4) }, "Answers.PaidIncomplete"),
            ("promise", new(), "Answers.PromiseIncomplete"), ("promise", new() { Instalments = [new(new(2021, 11, 2), 1)] }, "Answers.PromiseIncomplete"),
            ("promise", new() { Instalments = [new(new(2021, 11, 9), 0)] }, "Answers.PromiseIncomplete"), ("dispute", new() { Words = "x" }, "Answers.DisputeIncomplete"),
            ("contact", new() { Name = "Lan" }, "Answers.ContactIncomplete"), ("contact", new() { Name = "Lan", Email = "lan" }, "Answers.ContactIncomplete"), ("other", new(), "Answers.NeedKind"),
        ])
        {
            Assert.Equal(refusal, (await Assert.ThrowsAsync<Refusal>(() => answers.Give(token, kind, said))).Key);
        }

        for (var i = 0; i < 10; i++)
        {
            Assert.True(await answers.Give(token, AnswerKinds.Contact, new AnswerSaid { Name = "Lan", Phone = "0901234567" }));
        }

        Assert.Equal("Answers.TooMany", (await Assert.ThrowsAsync<Refusal>(() => answers.Give(token, AnswerKinds.Contact, new AnswerSaid { Name = "Lan", Phone = "0901234567" }))).Key);
        Assert.Equal(10, await test.Db.Read(s => s.One<long>("select count(*) from col_answers")));
        await Healthy(test);
    }

    private static async Task<(SmallProvince Small, EmployerAnswers Answers, AnswerLinks Links)> Ground(TestDatabase test)
    {
        var small = await SmallProvince.Create(test);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202110);
        await small.Plan("2021-11-03T08:00");
        return (small, new(test.Db, test.Clock, new Cases(test.Db, test.Clock)), new(test.Db, test.Clock));
    }

    private static string Token(AnswerLink link) => link.Url[(link.Url.LastIndexOf('/') + 1)..];

    private static async Task Healthy(TestDatabase test) => Assert.Empty((await Doctor.Examine(test.Db)).Where(f => !f.Holds).Select(f => $"{f.Invariant}: {f.Detail}"));
}
