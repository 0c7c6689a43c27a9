using System.IO.Compression;
using System.Text;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Referral;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Prosecution;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Collection;

public sealed class ReferralsTests
{
    private const string Code = "TA0001A";
    private static readonly string Key = ReferredProvince.Key(Code);
    private static readonly Scope Own = ReferredProvince.Own;

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task From_the_ledger_to_the_case_opened(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await ReferredProvince.Create(test, Code);
        await province.Open(Code);
        var view = await province.View(Code);
        Assert.Equal((2, 360_000_000L, 6), (view.Finding.Clause, view.Finding.Amount, view.Finding.Months.Count));
        Assert.Equal([ConditionState.Met, ConditionState.Met, ConditionState.ToConfirm, ConditionState.NotMet, ConditionState.NotMet], view.Finding.Conditions.Select(c => c.State));

        await province.Confirm(Code);
        await province.Enter(Code);
        view = await province.View(Code);
        Assert.True(view.Finding.Complete);
        Assert.Equal(new DateOnly(2022, 7, 1), view.Sanctions.Single().HoldsUntil);

        await province.Referrals.Submit(province.Officer.Actor, Own, Key, await province.Version(Code));
        await province.Answer(Code);
        await province.Referrals.Approve(province.Deputy.Actor, Own, Key, await province.Version(Code));
        await province.Referrals.Bind(province.Officer.Actor, Own, Key, await province.Version(Code));
        await province.Letter(Code);
        await province.Referrals.Send(province.Officer.Actor, Own, Key, await province.Version(Code), "document");
        view = await province.View(Code);
        Assert.Equal(("sent", TaskState.Started, new DateOnly(2021, 11, 23)), (view.Case!.State, view.Task.TaskState, view.Case.DueOn));
        Assert.NotEmpty(view.File!.Letter);

        await province.Receive(Code, "accept");
        await province.Receive(Code, "prosecute");
        view = await province.View(Code);
        Assert.Equal(("prosecuted", TaskState.Done, "accepted"), (view.Case!.State, view.Task.TaskState, view.Task.Outcome));
        Assert.Equal(["prosecute", "accept"], view.Answers.Select(a => a.Answer));
        await province.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_file_that_is_returned_is_gathered_checked_and_bound_anew(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await ReferredProvince.Create(test, Code);
        await province.Reach(Code, "returned");
        await province.Referrals.Resume(province.Officer.Actor, Own, Key, await province.Version(Code));
        var view = await province.View(Code);
        Assert.Equal(("gathering", null, TaskState.Started), (view.Case!.State, view.File!.DossierNo, view.Task.TaskState));
        await province.Referrals.Submit(province.Officer.Actor, Own, Key, await province.Version(Code));
        Assert.Empty((await province.View(Code)).Points);
        await province.Answer(Code);
        await province.Referrals.Approve(province.Deputy.Actor, Own, Key, await province.Version(Code));
        Assert.Equal(2, await province.Referrals.Bind(province.Officer.Actor, Own, Key, await province.Version(Code)));
        Assert.Equal("Cases.NeedsUnmet", (await Assert.ThrowsAsync<Refusal>(async () => await province.Referrals.Send(province.Officer.Actor, Own, Key, await province.Version(Code), "post"))).Key);
        var old = (await province.View(Code)).Papers.Single(p => p.Form == ReferralTable.Letter);
        var next = (await province.Papers.Replace(province.Officer.Actor, Own, $"79-{Code}-{old.PaperNo}", 2, "Hồ sơ lập lại")).ToString();
        await province.Papers.Number(province.Officer.Actor, Own, next, 0);
        await province.Papers.Sign(province.Director.Actor, Own, next, 1);
        await province.Referrals.Send(province.Officer.Actor, Own, Key, await province.Version(Code), "post");
        await province.Receive(Code, "decline");
        view = await province.View(Code);
        Assert.Equal(("declined", "rejected"), (view.Case!.State, view.Task.Outcome));
        await province.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Without_a_sanction_of_the_same_conduct_nothing_leaves(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await ReferredProvince.Create(test, Code);
        await province.Open(Code);
        await province.Confirm(Code);
        await Lacks();
        await province.Enter(Code, ReferredProvince.Sanction with { SameConduct = false });
        await Lacks();
        await province.Enter(Code);
        await province.Referrals.Strike(province.Officer.Actor, Own, Key, await province.Version(Code), 2, "Ghi nhầm đơn vị");
        await Lacks();
        Assert.Equal("Ghi nhầm đơn vị", (await province.View(Code)).Sanctions.Single(s => s.Struck is not null).Struck);
        await ReferredProvince.Refused("Referrals.NoSanction", async () => await province.Referrals.Strike(province.Officer.Actor, Own, Key, await province.Version(Code), 2, "Lần nữa"));
        await province.Referrals.Drop(province.Director.Actor, Own, Key, await province.Version(Code), "Chưa bị xử phạt về hành vi trốn đóng");
        Assert.Equal((TaskState.Done, "not-met"), ((await province.View(Code)).Task.TaskState, (await province.View(Code)).Task.Outcome));
        await province.Healthy();

        async Task Lacks()
        {
            await ReferredProvince.Refused("Cases.NeedsUnmet", async () => await province.Referrals.Submit(province.Officer.Actor, Own, Key, await province.Version(Code)));
            Assert.Equal("gathering", (await province.View(Code)).Case!.State);
        }
    }

    [Fact]
    public async Task Who_gathered_does_not_check_and_a_refused_point_stops_the_file()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var province = await ReferredProvince.Create(test, Code);
        await province.Reach(Code, "checking");
        var version = await province.Version(Code);
        await ReferredProvince.Refused("Referrals.SameHand", () => province.Referrals.Answer(province.Officer.Actor, Own, Key, version, [("fraud", "yes", null)]));
        await ReferredProvince.Refused("Referrals.SameHand", () => province.Referrals.Approve(province.Officer.Actor, Own, Key, version));
        await ReferredProvince.Refused("Cases.NeedsUnmet", () => province.Referrals.Approve(province.Deputy.Actor, Own, Key, version));
        await ReferredProvince.Refused("Referrals.PointNeedsWords", () => province.Referrals.Answer(province.Deputy.Actor, Own, Key, version, [("fraud", "no", " ")]));
        await ReferredProvince.Refused("Referrals.NoPoint", () => province.Referrals.Answer(province.Deputy.Actor, Own, Key, version, [("bịa", "yes", null)]));
        await province.Answer(Code);
        await province.Referrals.Answer(province.Deputy.Actor, Own, Key, await province.Version(Code), [("fraud", "no", "Chưa nêu hành vi cụ thể")]);
        await ReferredProvince.Refused("Cases.NeedsUnmet", async () => await province.Referrals.Approve(province.Deputy.Actor, Own, Key, await province.Version(Code)));
        await province.Referrals.Return(province.Deputy.Actor, Own, Key, await province.Version(Code), "Nêu hành vi gian dối cụ thể");
        Assert.Equal("gathering", (await province.View(Code)).Case!.State);
    }

    [Fact]
    public async Task A_payment_in_between_stops_an_approval()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var province = await ReferredProvince.Create(test, Code);
        await province.Reach(Code, "checking");
        await province.Answer(Code);
        await province.Small.Pays(Code, 330_000_000);
        var view = await province.View(Code);
        Assert.False(view.Finding.Complete);
        Assert.DoesNotContain(view.Standing.Steps, s => s.Act == "approve" && s.Allowed);
        await ReferredProvince.Refused("Cases.NeedsUnmet", async () => await province.Referrals.Approve(province.Deputy.Actor, Own, Key, await province.Version(Code)));
    }

    [Theory]
    [InlineData("", "2021-06-10", "A", "B", null, "C", "Referrals.NeedNumber")]
    [InlineData("1", "2021-06-10", " ", "B", null, "C", "Referrals.NeedAuthority")]
    [InlineData("1", "2021-06-10", "A", "", null, "C", "Referrals.NeedConduct")]
    [InlineData("1", "2021-06-10", "A", "B", null, "", "Referrals.NeedEvidence")]
    [InlineData("1", "2021-11-04", "A", "B", null, "C", "Referrals.BadSanctionDays")]
    [InlineData("1", "2021-06-10", "A", "B", "2021-06-09", "C", "Referrals.BadSanctionDays")]
    public async Task A_sanction_is_entered_whole_or_not(string number, string decided, string authority, string conduct, string? executed, string evidence, string refusal)
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var province = await ReferredProvince.Create(test, Code);
        await province.Open(Code);
        var entered = new EnteredSanction(number, DateOnly.Parse(decided), authority, conduct, true, false, executed is null ? null : DateOnly.Parse(executed), evidence);
        await ReferredProvince.Refused(refusal, () => province.Enter(Code, entered));
        Assert.Empty((await province.View(Code)).Sanctions);
    }

    [Fact]
    public async Task Nothing_is_confirmed_without_evidence_and_nobody_outside_finds_the_file()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var province = await ReferredProvince.Create(test, Code);
        await province.Open(Code);
        await ReferredProvince.Refused("Referrals.NeedEvidence", () => province.Referrals.Confirm(province.Officer.Actor, Own, Key, 1, "fraud", true, null, " "));
        await ReferredProvince.Refused("Referrals.BadConfirmation", () => province.Referrals.Confirm(province.Officer.Actor, Own, Key, 1, "workers", true, null, "Bảng lương"));
        await ReferredProvince.Refused("Cases.ChangedMeanwhile", () => province.Referrals.Confirm(province.Officer.Actor, Own, Key, 0, "fraud", true, null, "Bảng lương"));
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => province.Referrals.Find(Scope.OfProvince("01"), Key))).Kind);
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => province.Referrals.Open(province.Officer.Actor, Scope.OfProvince("01"), Key, "Công an"))).Kind);
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => province.Referrals.Find(Own, $"79-{Code}-notice-1"))).Kind);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_dossier_holds_everything_in_order_of_time_with_its_digest(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await ReferredProvince.Create(test, Code);
        await test.Db.Write(tx => tx.Execute(
            """
            insert into wrk_contacts (subject_id, contact_id, at, act, occurrence, channel, outcome, note, amount, level, rule, user_id, user_name)
            values (@id, 'c1', @at, 'contact', 1, 'phone', 'reached', 'Kế toán hẹn trả lời', 0, 2, '', 'test', 'Trần Thị Thu')
            """,
            new { id = EmployerKey.Id("79", Code), at = BaoPhu.Tests.Work.SmallProvince.At("2021-09-15T09:00") }));
        await province.Reach(Code, "sent");
        var items = (await province.View(Code)).Items;
        Assert.Equal(Enumerable.Range(1, items.Count), items.Select(i => i.ItemNo));
        Assert.Equal(items.Select(i => i.HappenedOn).Order(), items.Select(i => i.HappenedOn));
        Assert.Equal(["finding", "months", "sanction"], items.Select(i => i.Kind).Distinct().Order(StringComparer.Ordinal).Where(k => k is "finding" or "months" or "sanction"));
        Assert.All(items, i => Assert.Equal(64, i.Digest.Length));
        Assert.Contains("Kế toán hẹn trả lời", items.Single(i => i.Kind == "contact").Words, StringComparison.Ordinal);

        using var file = new MemoryStream();
        var name = await province.Dossiers.Write(province.Officer.Actor, Own, Key, file);
        Assert.Equal($"HS-216-79-{Code}-1.zip", name);
        using var zip = new ZipArchive(file);
        Assert.Superset(new HashSet<string> { "00-kien-nghi-khoi-to.docx", "01-bia-muc-luc.docx", "02-nhat-ky.docx", "03-bang-thang.docx", "muc-luc.csv" }, zip.Entries.Select(e => e.FullName).ToHashSet());
        using var reader = new StreamReader(zip.GetEntry("muc-luc.csv")!.Open(), Encoding.UTF8);
        var lines = (await reader.ReadToEndAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(items.Count + 1, lines.Length);
        Assert.All(items, i => Assert.Contains(lines, l => l.StartsWith($"{i.ItemNo},", StringComparison.Ordinal) && l.EndsWith(i.Digest, StringComparison.Ordinal)));
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from aud_reads where kind = 'dossier'")));

        await test.Db.Write(tx => tx.Execute("update col_dossier_sheets set content = replace(content, '360.000.000', '36.000.000')"));
        using var other = new MemoryStream();
        await Assert.ThrowsAsync<InvalidDataException>(() => province.Dossiers.Write(province.Officer.Actor, Own, Key, other));
    }

    /// <summary>Files of evidence go along under their own digest, messages with the receipt of their channel; what was withdrawn or never left does not.</summary>
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_dossier_has_the_evidence_and_the_receipts_of_messages(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await ReferredProvince.Create(test, Code);
        var (id, evidence) = (EmployerKey.Id("79", Code), new EvidenceFiles(test.Db, test.Clock));
        var scan = EvidenceFilesTests.Pdf("bảng lương hai sổ");
        foreach (var (title, bytes) in ((string, byte[])[])[("Bảng lương hai sổ", scan), ("Đưa nhầm", EvidenceFilesTests.Pdf("x"))])
        {
            await EvidenceFilesTests.Add(evidence, province.Officer.Actor, Key, "case", bytes, title, "x.pdf");
        }

        await evidence.Withdraw(province.Officer.Actor, Own, Key, 2, "nhầm đơn vị");
        foreach (var handed in (bool[])[true, false])
        {
            var sent = await test.Db.Write(tx => Core.Messaging.Outbox.Put(tx, test.Clock, Actor.System, BaoPhu.Tests.Messaging.OutboxTests.Reminder(id)));
            await test.Db.Write(tx => handed
                ? tx.Execute("update msg_outbox set state = 'delivered', handed_at = @now, ended_at = @now, provider_ref = 'ZNS-77' where message_id = @MessageId", new { now = test.Clock.Now(), sent.MessageId })
                : Task.FromResult(0));
        }

        await province.Reach(Code, "sent");
        var items = (await province.View(Code)).Items;
        var piece = items.Single(i => i.Kind == "evidence");
        Assert.Equal(("Chứng cứ: Bảng lương hai sổ", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(scan))), (piece.Title, piece.Digest));
        Assert.Contains("do Trần Thị Thu đưa vào", piece.Words, StringComparison.Ordinal);
        Assert.Contains("ZNS-77", items.Single(i => i.Kind == "message").Words, StringComparison.Ordinal);
        using var file = new MemoryStream();
        await province.Dossiers.Write(province.Officer.Actor, Own, Key, file);
        using var zip = new ZipArchive(file);
        await using var entry = zip.GetEntry($"tai-lieu/{piece.ItemNo:000}.pdf")!.Open();
        using var copy = new MemoryStream();
        await entry.CopyToAsync(copy);
        Assert.Equal(scan, copy.ToArray());
        // The message was said to be delivered without the sender.
        Assert.DoesNotContain(await Core.Doctor.Examine(test.Db), f => !f.Holds && f.Invariant != "message-history-whole");
        await test.Db.Write(tx => tx.Execute("update col_evidence_files set body = @body where digest = @Digest", new { body = Convert.ToBase64String([1, 2]), piece.Digest }));
        await Assert.ThrowsAsync<InvalidDataException>(() => province.Dossiers.Write(province.Officer.Actor, Own, Key, new MemoryStream()));
    }

    [Fact]
    public async Task The_letter_waits_for_approval_and_dossier_and_there_is_no_dossier_before()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var province = await ReferredProvince.Create(test, Code);
        await province.Reach(Code, "checking");
        await ReferredProvince.Refused("Referrals.ApproveFirst", () => province.Letter(Code));
        await ReferredProvince.Refused("Referrals.NoDossier", () => province.Dossiers.Write(province.Officer.Actor, Own, Key, new MemoryStream()));
        await province.Answer(Code);
        await province.Referrals.Approve(province.Deputy.Actor, Own, Key, await province.Version(Code));
        Assert.Equal("Cases.NeedsUnmet", (await Assert.ThrowsAsync<Refusal>(async () => await province.Referrals.Send(province.Officer.Actor, Own, Key, await province.Version(Code), null))).Key);
    }

    [Theory]
    [InlineData("accept", "", "", "2021-11-03", "Referrals.NeedPaper")]
    [InlineData("decline", "12/CV", "", "2021-11-03", "Referrals.NeedReason")]
    [InlineData("ask-more", "12/CV", " ", "2021-11-03", "Referrals.NeedReason")]
    [InlineData("accept", "12/CV", "", "2021-11-04", "Referrals.BadAnswerDay")]
    [InlineData("accept", "12/CV", "", "2021-11-02", "Referrals.BadAnswerDay")]
    [InlineData("", "12/CV", "", "2021-11-03", "Referrals.NoAnswer")]
    public async Task An_answer_has_its_paper_and_its_reasons(string answer, string paper, string reasons, string on, string refusal)
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var province = await ReferredProvince.Create(test, Code);
        await province.Reach(Code, "sent");
        await ReferredProvince.Refused(refusal, async () => await province.Referrals.Receive(province.Officer.Actor, Own, Key, await province.Version(Code), answer, DateOnly.Parse(on), paper, reasons));
        Assert.Equal("sent", (await province.View(Code)).Case!.State);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Lists_and_answers_count_what_stands_where(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await ReferredProvince.Create(test, "TA0001A", "TA0002A", "TA0003A");
        await province.Reach("TA0001A", "returned");
        await province.Reach("TA0002A", "gathering");
        Assert.Equal(["TA0003A"], (await province.Lists.List(Own, new CaseFilter { ToBegin = true })).Rows.Select(r => r.Code));
        Assert.Equal(["TA0001A", "TA0002A"], (await province.Lists.List(Own, new CaseFilter())).Rows.Select(r => r.Code).Order(StringComparer.Ordinal));
        Assert.Equal("TA0001A", (await province.Lists.List(Own, new CaseFilter { State = "returned" })).Rows.Single().Code);
        Assert.Empty((await province.Lists.List(Scope.OfProvince("01"), new CaseFilter())).Rows);
        var row = Assert.Single(await province.Lists.ByProvince(Scope.Nation));
        Assert.Equal((1L, 1L, 1L, 0L, 360_000_000L), (row.Preparing, row.Sent, row.Returned, row.Late, row.Amount));
        Assert.Empty(await province.Lists.ByProvince(Scope.OfProvince("01")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_run_keeps_the_candidates_of_its_province(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await ReferredProvince.Create(test, "TA0001A", "TA0002A");
        await province.Small.Employer("TA0009A", 202105);
        await province.Reach("TA0002A", "gathering");
        Assert.Equal(2, await province.Candidates.Run(province.Officer.Actor, Own, "79"));
        Assert.Equal(2, await province.Candidates.Run(province.Officer.Actor, Own, "79"));
        var page = await province.Candidates.List(Own, new CandidateFilter());
        Assert.Equal((2L, 720_000_000L, 1L), (page.Employers, page.Amount, page.Sanctioned));
        Assert.Equal("TA0002A", (await province.Candidates.List(Own, new CandidateFilter { Sanctioned = true })).Rows.Single().Code);
        Assert.All(page.Rows, r => Assert.Equal(((short)2, 6, 202105, 202110), (r.Clause, r.Months, r.FirstPeriod, r.LastPeriod)));
        Assert.Empty((await province.Candidates.List(Scope.OfProvince("01"), new CandidateFilter())).Rows);
        Assert.Equal(RefusalKind.Forbidden, (await Assert.ThrowsAsync<Refusal>(() => province.Candidates.Run(province.Officer.Actor, Scope.OfOffices("79", ["07901"]), "79"))).Kind);
        await province.Healthy();
        await province.Small.Pays("TA0001A", 360_000_000);
        Assert.Equal(1, await province.Candidates.Run(province.Officer.Actor, Own, "79"));
    }

    [Theory]
    [InlineData(Engine.Sqlite, "evasion", "decided", true)]
    [InlineData(Engine.Postgres, "evasion", "settled", true)]
    [InlineData(Engine.Sqlite, "late", "decided", false)]
    [InlineData(Engine.Sqlite, "evasion", "minuted", false)]
    public async Task A_penalty_of_the_house_counts_once_decided_and_of_the_same_conduct(Engine engine, string violation, string state, bool counts)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await ReferredProvince.Create(test, Code);
        await test.Db.Write(async tx =>
        {
            var args = new { id = EmployerKey.Id("79", Code), violation, state, decided = new DateOnly(2021, 6, 10), ended = state == "settled" ? new DateOnly(2021, 8, 1) : (DateOnly?)null, yes = true };
            await tx.Execute(
                """
                insert into col_cases (subject_id, act, occurrence, province, office_code, state, opened_on, ended_on, version, updated_at)
                values (@id, 'penalise', 9, '79', '07900', @state, @decided, @ended, 1, 0)
                """,
                args);
            await tx.Execute("insert into col_penalties (subject_id, act, occurrence, organisation, offender, decided_on) values (@id, 'penalise', 9, @yes, 'Công ty', @decided)", args);
            await tx.Execute(
                """
                insert into col_penalty_acts (subject_id, act, occurrence, act_no, violation, what, from_day, until_day, amount, workers, fine)
                values (@id, 'penalise', 9, 1, @violation, 'Kê khai thấp hơn thực tế', @decided, @decided, 1000000, 3, 5000000)
                """,
                args);
            await tx.Execute("insert into wrk_papers (subject_id, paper_no, act, occurrence, form, state, label) values (@id, 90, 'penalise', 9, 'QĐ-XPHC', 'sent', '12/QĐ-BHXH')", args);
        });
        var view = await province.View(Code);
        Assert.Equal(counts, view.Finding[ProsecutionCondition.Sanction] == ConditionState.Met);
        Assert.Equal(state == "minuted" ? [] : [state == "settled" ? new DateOnly(2022, 8, 1) : new DateOnly(2023, 6, 10)], view.Sanctions.Select(x => x.HoldsUntil));
        await province.Candidates.Run(province.Officer.Actor, Own, "79");
        Assert.Equal(counts, (await province.Candidates.List(Own, new CandidateFilter())).Rows.Single().Sanctioned);
    }

    [Fact]
    public void Every_point_of_both_checks_has_words_and_a_source()
    {
        Assert.All(CheckPoints.Referral.Concat(CheckPoints.Penalty), p => Assert.True(p.Words.Length > 0 && p.Source.Length > 0));
        Assert.Distinct(CheckPoints.Referral.Select(p => p.Code));
        Assert.Distinct(CheckPoints.Penalty.Select(p => p.Code));
        Assert.True(CheckPoints.Referral.Count > 8 && CheckPoints.Penalty.Count > 8);
    }
}
