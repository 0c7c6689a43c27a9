using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Tests.Documents;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Collection.Answers;

/// <summary>A dispute from the answer to its end: minutes C05-TS with the office's figures, sent, decided.</summary>
public sealed class ReconciliationTests
{
    private const string Task = "79-TA0001A-notice-1";

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_minutes_lay_the_ledger_out_by_fund_and_never_stand_for_the_notice(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        // Carried in from last year: half a million over in one fund.
        await test.Db.Write(tx => tx.Execute(
            """
            insert into reg_months (employer_id, period, due_social, due_health, due_unemployment, due_accident, paid_social, paid_health, paid_unemployment, paid_accident)
            values (@id, 202012, 2000000, 1000000, 0, 0, 2000000, 1500000, 0, 0)
            """,
            new { id = EmployerKey.Id("79", "TA0001A") }));
        var cases = new Cases(test.Db, test.Clock);
        await new EmployerAnswers(test.Db, test.Clock, cases).Note(
            office.Officer.Actor, SmallOffice.Own, Task, "phone", AnswerKinds.Dispute, new AnswerSaid { Points = ["workers"], Words = "Đã báo giảm từ tháng 7" });
        Assert.Equal("Cases.NeedsUnmet", (await Assert.ThrowsAsync<Refusal>(() => cases.Do(office.Officer.Actor, SmallOffice.Own, Task, new CaseStep("send", 1, new { })))).Key);

        var key = (await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, Task, Reconciliation.Form, office.Answers with { SignerId = office.Officer.UserId })).ToString();
        await office.Papers.Number(office.Officer.Actor, SmallOffice.Own, key, 0);
        var lines = (await office.Papers.Find(SmallOffice.Own, key)).Sheets[0].FormContent;
        Assert.Equal("Đã báo giảm từ tháng 7", lines["dispute"]);
        // Of BHXH: 0 + 10.000.000 − 9.000.000 = 1.000.000; of BHYT nothing owed and 500.000 over.
        Assert.Equal("1.000.000", lines["rest.total"]);
        Assert.Equal([["-500.000", "0", "-500.000"], ["10.000.000", "10.000.000", "0"], ["9.000.000", "9.000.000", "0"], ["1.000.000", "1.000.000", "0"], ["500.000", "0", "500.000"]],
            lines.Groups["lines"].Select(r => new[] { r["line.total"], r["line.social"], r["line.health"] }));

        await office.Papers.Sign(office.Officer.Actor, SmallOffice.Own, key, 1);
        await cases.Do(office.Officer.Actor, SmallOffice.Own, Task, new CaseStep("send", 1, new { }));
        await office.Papers.Answer(office.Officer.Actor, SmallOffice.Own, key, 2, new(false, new(2021, 11, 3), "Đồng ý", "Kế toán trưởng"));
        await cases.Do(office.Officer.Actor, SmallOffice.Own, Task, new CaseStep("agree", 2, new { }));
        var notice = await office.Small.TaskOf("TA0001A", "notice");
        Assert.Equal("open", notice.State);
        Assert.Equal("Papers.NeedsPaper", (await Assert.ThrowsAsync<Refusal>(() =>
            office.Small.Records.Record(office.Officer.Actor, SmallOffice.Own, Task, new(notice.Version, "zalo", "delivered")))).Key);
        await office.Healthy();
    }
}
