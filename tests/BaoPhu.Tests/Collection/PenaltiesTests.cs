using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Collection.Penalty;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Collection;

/// <summary>Penalties from the inspection's conclusion to the fine paid or enforced.</summary>
public sealed class PenaltiesTests
{
    private const string A = "TA0001A";
    private const string Key = "79-TA0001A-penalise-1";
    private static readonly DateOnly Today = new(2021, 11, 3);

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task From_the_conclusion_to_the_fine_paid(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (province, penalties) = await Begun(test);
        var known = await penalties.FromInspection(InspectedProvince.Own, Key);
        Assert.Equal(("late", 5_000_000L, 12, new DateOnly(2021, 7, 1)), (known!.Violation, known.Amount, known.Workers, known.From));
        await penalties.State(province.Inspector.Actor, InspectedProvince.Own, Key, 1, known);
        await Prove(province, penalties, 1);
        await Sign(province, PenaltyProcedure.Minutes, province.Inspector);
        await penalties.Close(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties));
        Assert.Equal(["Finding_all-fined", "Signed"], (await View(penalties)).Standing.Steps.Single(s => s.Act == "decide").Unmet.Select(n => n.Key));
        Assert.Equal((600_000L * 2, 750_000L * 2), ((await View(penalties)).Acts[0].Range(true)!.Low, (await View(penalties)).Acts[0].Range(true)!.High));
        await penalties.Fine(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), 1, 1_350_000, null);
        await Sign(province, PenaltyProcedure.Decision, province.Director);
        await penalties.Decide(province.Director.Actor, InspectedProvince.Own, Key, await V(penalties));
        await penalties.Serve(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), Today, "post", "RA123456785VN");
        Assert.Equal(new DateOnly(2021, 11, 13), (await View(penalties)).File!.PayUntil);
        Assert.Equal("started", (await province.Small.TaskOf(A, "penalise")).State);
        await penalties.Receive(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), Today, 1_000_000, "GNT 12");
        Assert.Equal("Penalties.BadPayment", (await Assert.ThrowsAsync<Refusal>(async () => await penalties.Receive(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), Today, 350_001, "GNT 13"))).Key);
        Assert.Contains("rest-due", (await View(penalties)).Standing.Facts.Findings);
        await penalties.Receive(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), Today, 350_000, "GNT 13");
        await penalties.Settle(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties));
        var task = await province.Small.TaskOf(A, "penalise");
        Assert.Equal(("settled", "done", "paid", 0L), ((await View(penalties)).Case!.State, task.State, task.Outcome, (await View(penalties)).Rest));
        var list = await new PenaltyLists(test.Db, test.Clock).List(InspectedProvince.Own, new() { State = "ended" });
        Assert.Equal((1L, 1_350_000L, 1_350_000L), (list.Cases, list.Fine, list.Paid));
        await province.Healthy();
    }

    /// <summary>The minutes cannot close, nor their paper be prepared with a number, while an element of an act has no proof.</summary>
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_minutes_do_not_close_without_every_element(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (province, penalties) = await Begun(test);
        await penalties.State(province.Inspector.Actor, InspectedProvince.Own, Key, 1, Late(5_000_000));
        await penalties.State(province.Inspector.Actor, InspectedProvince.Own, Key, 2, Late(1) with { Violation = "no-information", What = "Không gửi báo cáo" });
        await Prove(province, penalties, 1);
        var elements = ViolationBook.Find("no-information")!.Elements;
        for (var i = 0; i < elements.Count; i++)
        {
            var unmet = (await View(penalties)).Standing.Steps.Single(s => s.Act == "close").Unmet.Select(n => n.Key).ToList();
            Assert.Contains("Finding_all-proved", unmet);
            await Assert.ThrowsAsync<Refusal>(() => province.Papers.Preview(province.Inspector.Actor, InspectedProvince.Own, Key, PenaltyProcedure.Minutes, Answers(province.Inspector)));
            await penalties.Prove(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), 2, new Dictionary<string, string> { [elements[i].Code] = "Văn bản số 1" }, new Dictionary<string, string> { [elements[i].Code] = await Conclusion(penalties) });
        }

        Assert.Equal(["Signed"], (await View(penalties)).Standing.Steps.Single(s => s.Act == "close").Unmet.Select(n => n.Key));
        await penalties.Prove(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), 2, new Dictionary<string, string> { [elements[0].Code] = " " });
        Assert.Equal([elements[0].Code], (await View(penalties)).Acts[1].Unproved.Select(e => e.Code));
        await penalties.Strike(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), 2, "Đã gửi báo cáo");
        Assert.Single((await View(penalties)).Acts);
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(async () => await penalties.Prove(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), 1, new Dictionary<string, string> { ["trick"] = "x" }))).Kind);
        await province.Healthy();
    }

    /// <summary>Words name a proof and are none: a file, a signed paper of the employer or the ledger proves, where the ledger can and owes what the act states.</summary>
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Words_alone_prove_nothing(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (province, penalties) = await Begun(test);
        await penalties.State(province.Inspector.Actor, InspectedProvince.Own, Key, 1, Late(5_000_000));
        await penalties.State(province.Inspector.Actor, InspectedProvince.Own, Key, 2, Late(5_000_001));
        var elements = ViolationBook.Find("late")!.Elements;
        await Said(1, elements.ToDictionary(e => e.Code, e => e.Evidence), []);
        Assert.Equal(elements.Select(e => e.Code), await Unproved());
        System.Globalization.CultureInfo.CurrentUICulture = Text.English;
        await Said(1, [], new() { ["amount"] = "ledger" });
        System.Globalization.CultureInfo.CurrentUICulture = Text.Vietnamese;
        Assert.Equal(("Sổ thu: nợ 5.000.000 đồng đến ngày 03/11/2021", (long?)5_000_000), ((await View(penalties)).Acts[0].ProofWords("amount"), (await View(penalties)).Acts[0].ProofOf("amount")!.LedgerDebt));
        await Said(1, [], new() { ["deadline"] = await Conclusion(penalties) });
        var files = new EvidenceFiles(test.Db, test.Clock);
        var number = await files.Add(province.Inspector.Actor, InspectedProvince.Own, Key, "element-1-duty", "Thông báo C12-TS tháng 10", "c12.pdf", new MemoryStream("%PDF-1.7 x"u8.ToArray()));
        Assert.Equal(["urged"], await Unproved());
        Assert.Contains("Thông báo C12-TS tháng 10", (await View(penalties)).Acts[0].ProofWords("duty"), StringComparison.Ordinal);
        await files.Withdraw(province.Inspector.Actor, InspectedProvince.Own, Key, number, "Nhầm tệp");
        Assert.Equal(["duty", "urged"], await Unproved());
        // The second act states a đồng more than the ledger knows; nothing of the ledger says that the employer was urged; no such paper.
        Assert.Equal("Penalties.LedgerShort", (await Assert.ThrowsAsync<Refusal>(() => Said(2, [], new() { ["amount"] = "ledger" }))).Key);
        Assert.Equal("Penalties.LedgerShort", (await Assert.ThrowsAsync<Refusal>(() => Said(1, [], new() { ["urged"] = "ledger" }))).Key);
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => Said(1, [], new() { ["urged"] = "paper-999" }))).Kind);
        // What was attached to an act that is struck proves nothing of the next act.
        await files.Add(province.Inspector.Actor, InspectedProvince.Own, Key, "element-2-urged", "Biên bản D04h", "d04h.pdf", new MemoryStream("%PDF-1.7 y"u8.ToArray()));
        await penalties.Strike(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), 2, "Trùng");
        await penalties.State(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), Late(5_000_000));
        Assert.Equal((3, 4), ((await View(penalties)).Acts[1].ActNo, (await View(penalties)).Acts[1].Unproved.Count));
        await province.Healthy();

        async Task Said(int act, Dictionary<string, string> words, Dictionary<string, string> bases) =>
            await penalties.Prove(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), act, words, bases);

        async Task<IEnumerable<string>> Unproved() => (await View(penalties)).Acts[0].Unproved.Select(e => e.Code);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_fine_outside_its_bracket_is_refused_and_one_above_the_directors_power_is_the_centres(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (province, penalties) = await Begun(test);
        // 2 billion: 12–15 % are capped at 75 million, twice for an organisation; the director of a province has 75.
        await penalties.State(province.Inspector.Actor, InspectedProvince.Own, Key, 1, Late(2_000_000_000));
        await Prove(province, penalties, 1);
        await Sign(province, PenaltyProcedure.Minutes, province.Inspector);
        await penalties.Close(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties));
        var outside = await Assert.ThrowsAsync<Refusal>(async () => await penalties.Fine(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), 1, 150_000_001, "x"));
        Assert.Equal("Mức phạt 150.000.001 đồng ngoài khung 150.000.000 – 150.000.000 đồng của Điều 38 Nghị định 28/2020/NĐ-CP.", outside.Message);
        await penalties.Fine(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), 1, 150_000_000, null);
        // Not the director's to sign: the centre issues it and its leader signs.
        Assert.Equal("Papers.NotASigner", (await Assert.ThrowsAsync<Refusal>(() => Sign(province, PenaltyProcedure.Decision, province.Director))).Key);
        var leader = await new Users(test.Db, test.Clock).Create(Actor.System, "lanhdao", "Đỗ Văn Lãnh", Actor.CentreCode, Role.CentreLeader, "mat-khau-thu-nghiem");
        await Sign(province, PenaltyProcedure.Decision, leader);
        await penalties.Decide(province.Director.Actor, InspectedProvince.Own, Key, await V(penalties));
        Assert.Equal("decided", (await View(penalties)).Case!.State);
        Assert.Equal(Actor.CentreCode, await test.Db.Read(s => s.One<string>("select p.issuer from doc_papers p where p.form = 'QĐ-XPHC'")));
    }

    [Fact]
    public async Task Another_fine_than_the_middle_names_its_circumstances_and_an_old_act_is_barred()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var (province, penalties) = await Begun(test);
        Assert.Equal("Penalties.Barred", (await Assert.ThrowsAsync<Refusal>(() => penalties.State(province.Inspector.Actor, InspectedProvince.Own, Key, 1, Late(1) with { From = new(2020, 1, 1), Until = new(2020, 11, 3) }))).Key);
        Assert.Equal("Penalties.NeedAmount", (await Assert.ThrowsAsync<Refusal>(() => penalties.State(province.Inspector.Actor, InspectedProvince.Own, Key, 1, Late(0)))).Key);
        Assert.Equal("Penalties.BadDays", (await Assert.ThrowsAsync<Refusal>(() => penalties.State(province.Inspector.Actor, InspectedProvince.Own, Key, 1, Late(1) with { Until = new(2021, 11, 4) }))).Key);
        await penalties.State(province.Inspector.Actor, InspectedProvince.Own, Key, 1, Late(100_000_000));
        await Prove(province, penalties, 1);
        await Sign(province, PenaltyProcedure.Minutes, province.Inspector);
        await penalties.Close(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties));
        Assert.Equal("Penalties.NeedCircumstances", (await Assert.ThrowsAsync<Refusal>(async () => await penalties.Fine(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), 1, 24_000_000, ""))).Key);
        await penalties.Fine(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), 1, 24_000_000, "Đã tự nguyện khắc phục");
        // A year later nothing may be decided any more.
        test.Clock.Moment = test.Clock.Moment.AddMonths(12);
        Assert.Contains("InTime", (await View(penalties)).Standing.Steps.Single(s => s.Act == "decide").Unmet.Select(n => n.Key));
    }

    [Fact]
    public async Task Unpaid_after_the_time_it_is_enforced_and_lapses_after_a_year()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var (province, penalties) = await Begun(test);
        await penalties.State(province.Inspector.Actor, InspectedProvince.Own, Key, 1, Late(10_000_000));
        await Prove(province, penalties, 1);
        await Sign(province, PenaltyProcedure.Minutes, province.Inspector);
        await penalties.Close(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties));
        await penalties.Fine(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), 1, 2_700_000, null);
        await Sign(province, PenaltyProcedure.Decision, province.Director);
        await penalties.Decide(province.Director.Actor, InspectedProvince.Own, Key, await V(penalties));
        Assert.Equal("Penalties.NeedItem", (await Assert.ThrowsAsync<Refusal>(async () => await penalties.Serve(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), Today, "post", ""))).Key);
        await penalties.Serve(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), Today, "hand", null);
        Assert.Equal(["TimeOver"], (await View(penalties)).Standing.Steps.Single(s => s.Act == "enforce").Unmet.Select(n => n.Key));
        test.Clock.Moment = test.Clock.Moment.AddDays(11);
        await penalties.Rule(province.Director.Actor, InspectedProvince.Own, Key, await V(penalties), "enforce", "Quá hạn nộp phạt");
        Assert.Equal(Today.AddMonths(12), (await View(penalties)).Case!.DueOn);
        Assert.Equal(["Lapsed"], (await View(penalties)).Standing.Steps.Single(s => s.Act == "lapse").Unmet.Select(n => n.Key));
        test.Clock.Moment = test.Clock.Moment.AddMonths(12);
        await penalties.Rule(province.Director.Actor, InspectedProvince.Own, Key, await V(penalties), "lapse", "Hết thời hiệu");
        Assert.Equal("lapsed", (await View(penalties)).Case!.State);
        await province.Healthy();
    }

    /// <summary>The results as of a day, and what each figure opens to.</summary>
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Results_are_the_sums_of_their_rows(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await InspectedProvince.Create(test, A, "TB0002B", "TC0003C");
        await province.Reach(A, "violation");
        await province.Reach("TB0002B", "inspecting");
        await province.Inspections.AddFinding(province.Inspector.Actor, InspectedProvince.Own, InspectedProvince.Key("TB0002B"), await province.Version("TB0002B"), new("too-few", "Ba người chưa tham gia", 3, 202108, 202110, 1, 0, 0, 0));
        await province.Small.Pays("TB0002B", 2_000_000);
        // A file to the authority that came back and was sent again is one file.
        for (var seq = 1; seq <= 2; seq++)
        {
            await test.Db.Write(tx => tx.Execute(
                """
                insert into col_case_events (subject_id, act, occurrence, seq, at, user_id, step, state_before, state, level, rule, detail)
                values (@id, 'refer', 1, @seq, @now, 'system', 'send', 'approved', 'sent', 2, 'x', @detail)
                """,
                new { id = BaoPhu.Rules.EmployerKey.Id("79", A), seq, now = test.Clock.Now(), detail = "{}" }));
        }

        var results = new InspectionResults(test.Db, test.Clock);
        var table = await results.Table(Scope.Nation, Today);
        var line = Assert.Single(table.Provinces);
        Assert.Equal(("79", 3L, 2L, 2L, 0L, 3L, 10_000_000L, 2_000_000L, 0L), (line.Code, line["to-inspect"], line["inspected"], line["inspected-direct"], line["inspected-combined"], line["workers"], line["debt-before"], line["paid-during"], line["paid-after"]));
        Assert.Equal(1L, line["files"]);
        foreach (var figure in InspectionResults.Names)
        {
            var rows = await results.Rows(Scope.Nation, Today, figure, "79", null);
            Assert.Equal(line[figure], rows.Total);
            Assert.Equal(line[figure], rows.Rows.Sum(r => r.Value));
        }

        Assert.Empty((await results.Table(Scope.Nation, Today.AddDays(-1))).Provinces);
        Assert.Empty((await results.Table(Scope.OfProvince("01"), Today)).Provinces);
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => results.Rows(Scope.Nation, Today, "x", null, null))).Kind);
        using var file = new MemoryStream();
        await results.Export(province.Inspector.Actor, InspectedProvince.Own, Today, file);
        Assert.True(file.Length > 0);
    }

    private static StatedAct Late(long amount) => new("late", "Chậm đóng năm kỳ", new(2021, 7, 1), Today, amount, 12);

    private static PaperAnswers Answers(User signer) => new() { SignerId = signer.UserId, Channel = "document" };

    private static Task<PenaltyView> View(Penalties penalties) => penalties.Find(InspectedProvince.Own, Key);

    private static async Task<int> V(Penalties penalties) => (await View(penalties)).Case?.Version ?? 0;

    private static async Task Sign(InspectedProvince province, string form, User signer)
    {
        var key = (await province.Papers.Prepare(province.Inspector.Actor, InspectedProvince.Own, Key, form, Answers(signer))).ToString();
        Assert.NotNull((await province.Papers.Number(province.Inspector.Actor, InspectedProvince.Own, key, 0)).Label);
        await province.Papers.Sign(signer.Actor, signer.Role == Role.CentreLeader ? Scope.Nation : InspectedProvince.Own, key, 1);
    }

    /// <summary>The conclusion of the inspection, as a proof.</summary>
    private static async Task<string> Conclusion(Penalties penalties) => $"paper-{(await View(penalties)).Signed.First(p => p.Form == InspectionProcedure.Conclusion).PaperNo}";

    private static async Task Prove(InspectedProvince province, Penalties penalties, int number)
    {
        var (act, conclusion) = ((await View(penalties)).Acts.Single(a => a.ActNo == number), await Conclusion(penalties));
        await penalties.Prove(province.Inspector.Actor, InspectedProvince.Own, Key, await V(penalties), number, new Dictionary<string, string>(), act.Known!.Elements.ToDictionary(e => e.Code, _ => conclusion));
    }

    private static async Task<(InspectedProvince Province, Penalties Penalties)> Begun(TestDatabase test)
    {
        var province = await InspectedProvince.Create(test, A);
        await province.Reach(A, "violation");
        var penalties = new Penalties(test.Db, test.Clock);
        await penalties.Open(province.Inspector.Actor, InspectedProvince.Own, Key, null, organisation: true);
        return (province, penalties);
    }
}
