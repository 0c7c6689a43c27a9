using System.IO.Compression;
using System.Security.Cryptography;
using BaoPhu.Core;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Collection.Penalty;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Collection;

/// <summary>Evidence is a file: what it may be, what it is attached to, who opens it, and that it stays what it was.</summary>
public sealed class EvidenceFilesTests
{
    private const string A = "TA0001A";
    private const string Inspect = "79-TA0001A-inspect-1";
    private const string Penalise = "79-TA0001A-penalise-1";

    public static byte[] Pdf(string words) => [.. "%PDF-1.4\n"u8, .. System.Text.Encoding.UTF8.GetBytes(words)];

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task It_is_attached_to_what_it_proves_and_opened_as_it_was(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (province, evidence) = await Begun(test);
        var who = province.Inspector.Actor;
        var penalties = new Penalties(test.Db, test.Clock);
        await penalties.Open(who, InspectedProvince.Own, Penalise, "Công ty Thử", true);
        await penalties.State(who, InspectedProvince.Own, Penalise, 1, new StatedAct("late", "Chậm đóng", new(2021, 7, 1), new(2021, 11, 3), 5_000_000, 12));
        var element = ViolationBook.Find("late")!.Elements[0];
        var answer = await new EmployerAnswers(test.Db, test.Clock, province.Cases).Note(who, InspectedProvince.Own, Inspect, "phone", AnswerKinds.Contact, new AnswerSaid { Name = "Thử", Phone = "0901" });
        var scan = Pdf("bảng chấm công");
        var step = await Add(evidence, who, Inspect, "step-1", scan, "Bảng chấm công", "cham cong.PDF");
        var proof = await Add(evidence, who, Penalise, $"element-1-{element.Code}", scan, "Bảng chấm công", "x.pdf");
        var reply = await Add(evidence, who, Inspect, $"answer-{answer.AnswerNo}", [0xFF, 0xD8, 0xFF, 0xE0, 1], "Ảnh ủy nhiệm chi", "anh.pdf");
        Assert.Equal((1, 2, 3), (step, proof, reply));
        var (inspection, penalty) = (await evidence.Of(InspectedProvince.Own, Inspect), await evidence.Of(InspectedProvince.Own, Penalise));
        Assert.Equal(["Bước 1: Đưa vào kế hoạch", "Trả lời 1: liên hệ mới, ngày 03/11/2021"], inspection.Pieces.Select(inspection.NameOf));
        Assert.Equal($"Hành vi 1: {element.Words}", penalty.NameOf(Assert.Single(penalty.Pieces)));
        Assert.Equal(("Trần Thị Tra", test.Clock.Now()), (inspection.Pieces[0].AddedByName, inspection.Pieces[0].AddedAt));
        // What it is, is said by its bytes, whatever it was called.
        Assert.Equal(("image/jpeg", "anh.jpg"), (inspection.Pieces[1].MediaType, inspection.Pieces[1].FileName));
        // The same scan twice lies there once.
        Assert.Equal(2, await test.Db.Read(s => s.One<long>("select count(*) from col_evidence_files")));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(scan)), inspection.Pieces[0].Digest);
        var file = await evidence.Open(province.Director.Actor, InspectedProvince.Own, Inspect, step);
        Assert.Equal(("cham cong.pdf", "application/pdf"), (file.Name, file.MediaType));
        Assert.Equal(scan, file.Bytes.ToArray());
        Assert.Equal([province.Director.UserId], await test.Db.Read(s => s.Query<string>("select r.user_id from aud_reads r where r.kind = 'evidence' and r.subject_id = @id", new { id = TaskKey.Parse(Inspect).SubjectId })));
        var history = await new EmployerHistory(test.Db, test.Clock).Of(InspectedProvince.Own, "79", A, "evidence", null, null);
        Assert.Equal(3, history.Rows.Count);
        await Whole(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_is_no_scan_too_large_or_of_nothing_is_refused_and_nothing_is_kept(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (province, evidence) = await Begun(test);
        var who = province.Inspector.Actor;
        async Task<string> Refused(byte[] bytes, string place = "case", string title = "Bản quét", string key = Inspect) =>
            (await Assert.ThrowsAsync<Refusal>(() => Add(evidence, who, key, place, bytes, title, "x.pdf"))).Key;
        Assert.Equal("Evidence.WrongKind", await Refused("MZ\0\0"u8.ToArray()));
        Assert.Equal("Evidence.WrongKind", await Refused("<html><script>"u8.ToArray()));
        Assert.Equal("Evidence.WrongKind", await Refused([]));
        Assert.Equal("Evidence.NeedTitle", await Refused(Pdf("x"), title: "  "));
        Assert.Equal("Evidence.NoPlace", await Refused(Pdf("x"), "step-9"));
        Assert.Equal("Evidence.NoPlace", await Refused(Pdf("x"), "element-1-knew"));
        Assert.Equal("Evidence.NoPlace", await Refused(Pdf("x"), "nonsense"));
        await new Settings(test.Db, test.Clock).Set(Actor.System, Scope.Nation, Settings.NationScope, Settings.EvidenceMegabytes, new(2021, 1, 1), "1", "thử");
        Assert.Equal("Evidence.TooLarge", await Refused(Pdf(new string('x', 1 << 20))));
        Assert.Equal(0, await test.Db.Read(s => s.One<long>("select (select count(*) from col_evidence) + (select count(*) from col_evidence_files)")));
        Assert.Equal(1, await Add(evidence, who, Inspect, "case", Pdf(new string('x', (1 << 20) - 9)), "Vừa đủ", "x.pdf"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Nobody_opens_it_from_outside_and_no_other_file_is_given_for_it(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (province, evidence) = await Begun(test);
        var who = province.Inspector.Actor;
        await Add(evidence, who, Inspect, "case", Pdf("x"), "Bản quét", "x.pdf");
        foreach (var scope in (Scope[])[Scope.OfProvince("01"), Scope.OfOffices("79", ["07902"])])
        {
            Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => evidence.Open(who, scope, Inspect, 1))).Kind);
            Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => evidence.Of(scope, Inspect))).Kind);
            Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => Add(evidence, who, Inspect, "case", Pdf("y"), "y", "y.pdf", scope))).Kind);
            Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => evidence.Withdraw(who, scope, Inspect, 1, "nhầm"))).Kind);
        }

        // The number of another task of the same employer is not there either.
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => evidence.Open(who, InspectedProvince.Own, Penalise, 1))).Kind);
        Assert.Empty(await test.Db.Read(s => s.Query<string>("select r.read_id from aud_reads r where r.kind = 'evidence'")));
        await test.Db.Write(tx => tx.Execute("update col_evidence_files set body = @body", new { body = Convert.ToBase64String(Pdf("khác")) }));
        await Assert.ThrowsAsync<InvalidDataException>(() => evidence.Open(who, InspectedProvince.Own, Inspect, 1));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task It_is_withdrawn_once_with_the_reason_and_stays_on_record(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (province, evidence) = await Begun(test);
        var who = province.Inspector.Actor;
        await Add(evidence, who, Inspect, "case", Pdf("x"), "Bản quét", "x.pdf");
        Assert.Equal("Evidence.NeedReason", (await Assert.ThrowsAsync<Refusal>(() => evidence.Withdraw(who, InspectedProvince.Own, Inspect, 1, " "))).Key);
        await evidence.Withdraw(who, InspectedProvince.Own, Inspect, 1, "nhầm đơn vị");
        Assert.Equal("Evidence.WithdrawnAlready", (await Assert.ThrowsAsync<Refusal>(() => evidence.Withdraw(who, InspectedProvince.Own, Inspect, 1, "nữa"))).Key);
        var piece = Assert.Single((await evidence.Of(InspectedProvince.Own, Inspect)).Pieces);
        Assert.Equal(("nhầm đơn vị", "Trần Thị Tra"), (piece.WithdrawReason, piece.WithdrawnByName));
        Assert.Equal(Pdf("x"), (await evidence.Open(who, InspectedProvince.Own, Inspect, 1)).Bytes.ToArray());
        Assert.Equal(["collection.evidence", "collection.evidence-withdraw"], await test.Db.Read(s => s.Query<string>("select a.act from aud_entries a where a.act like 'collection.evidence%' order by a.seq")));
        await Whole(test);
    }

    /// <summary>The database is whole but for the task of a penalty that no row of the plan ordered here.</summary>
    private static async Task Whole(TestDatabase test) => Assert.DoesNotContain(await Doctor.Examine(test.Db), f => !f.Holds && f.Invariant != "task-rule-exists");

    internal static Task<int> Add(EvidenceFiles evidence, Actor who, string key, string place, byte[] bytes, string title, string name, Scope? scope = null) =>
        evidence.Add(who, scope ?? InspectedProvince.Own, key, place, title, name, new MemoryStream(bytes));

    /// <summary>An inspection that is planned, of an employer that is also to be penalised.</summary>
    private static async Task<(InspectedProvince Province, EvidenceFiles Evidence)> Begun(TestDatabase test)
    {
        var province = await InspectedProvince.Create(test, A);
        await province.Plan(A);
        await test.Db.Write(tx => tx.Execute(
            """
            insert into wrk_tasks (subject_id, act, occurrence, province, office_code, state, stream, channels, owner, collective, due_on, opened_on, opened_at, policy_number, policy_version, rule, level,
                level_announced, standing, band, amount, tries, version, updated_at)
            select t.subject_id, 'penalise', t.occurrence, t.province, t.office_code, 'open', t.stream, t.channels, t.owner, t.collective, t.due_on, t.opened_on, t.opened_at, t.policy_number, t.policy_version,
                t.rule, t.level, t.level_announced, t.standing, t.band, t.amount, 0, 0, 0 from wrk_tasks t
            where t.act = 'inspect' and not exists (select 1 from wrk_tasks p where p.subject_id = t.subject_id and p.act = 'penalise')
            """));
        return (province, new EvidenceFiles(test.Db, test.Clock));
    }
}
