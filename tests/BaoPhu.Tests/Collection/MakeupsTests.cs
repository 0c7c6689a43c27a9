using BaoPhu.Core.Collection;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Data;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Tests.Support;
using static BaoPhu.Tests.Collection.StandingProvince;

namespace BaoPhu.Tests.Collection;

/// <summary>Make-ups on both engines: payroll asked for and answered, computed, urged, counted from the ledger.</summary>
public sealed class MakeupsTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_make_up_runs_from_its_terms_to_the_last_dong_in_the_ledger(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await StandingProvince.Create(test);
        var (makeups, officer) = (province.Makeups, province.Officer.Actor);
        await makeups.Open(officer, Own, Makeup, Terms);
        var begun = await makeups.Find(Own, Makeup);
        Assert.Equal(("asking", 2, null, new DateOnly(2021, 11, 30)), (begun.Case!.State, begun.Missing, begun.Due, begun.File!.DueOn));
        await makeups.Ask(officer, Own, Makeup, 1, null, "phone", "Gửi D02-LT");
        await makeups.Answer(officer, Own, Makeup, 2, [new(Period.Of(2021, 9), 10, 80_000_000)], "CV 15 ngày 02/11/2021");
        Assert.Equal((1, (long?)null), ((await makeups.Find(Own, Makeup)).Missing, (await makeups.Find(Own, Makeup)).Due));
        var early = await Refused("Cases.NeedsUnmet", () => makeups.Compute(officer, Own, Makeup, 3));
        Assert.Contains("quỹ lương", early.Message, StringComparison.Ordinal);
        await makeups.Answer(officer, Own, Makeup, 3, [new(Period.Of(2021, 10), 9, 70_000_001)], "CV 16 ngày 03/11/2021");
        await makeups.Compute(officer, Own, Makeup, 4);
        var computed = await makeups.Find(Own, Makeup);
        Assert.Equal([17_600_000, 15_400_000], computed.Months.Select(m => m.Amount));
        Assert.Equal(33_000_000, computed.Due);
        Assert.Contains("Luật BHXH 58/2014", computed.Months[0].Citation, StringComparison.Ordinal);
        await makeups.Urge(officer, Own, Makeup, 5, "phone", null);
        await Refused("Makeups.NotInLedger", () => makeups.Receive(officer, Own, Makeup, 6, 202110, 33_000_000));
        await Refused("Makeups.NoAmount", () => makeups.Receive(officer, Own, Makeup, 6, 202110, 0));
        // What October itself is due for, a million, is paid first.
        await province.Small.Pays("SA0001A", 1_000_000);
        await Refused("Makeups.NotInLedger", () => makeups.Receive(officer, Own, Makeup, 6, 202110, 1));
        await province.Small.Pays("SA0001A", 34_000_000);
        await Refused("Makeups.MoreThanRest", () => makeups.Receive(officer, Own, Makeup, 6, 202110, 33_000_001));
        await makeups.Receive(officer, Own, Makeup, 6, 202110, 13_000_000);
        var letter = await province.Papers.Prepare(officer, Own, Makeup, "CV-DB", new PaperAnswers { SignerId = province.Director.UserId, Channel = "post", ContactLine = "Trần Thị Thu" });
        Assert.NotNull((await province.Papers.Number(officer, Own, letter.ToString(), 0)).Label);
        var said = (await province.Papers.Find(Own, letter.ToString())).Contents[0];
        Assert.Equal(("33.000.000", "13.000.000", "20.000.000", "Hai mươi triệu đồng"), (said["makeup.due"], said["makeup.paid"], said["makeup.rest"], said["makeup.rest.words"]));
        Assert.Equal(["17.600.000", "15.400.000"], said.Groups["months"].Select(r => r["month.amount"]));
        await Refused("Cases.NeedsUnmet", () => makeups.Settle(officer, Own, Makeup, 7));
        await Refused("Makeups.NotInLedger", () => makeups.Receive(officer, Own, Makeup, 7, 202110, 21_000_001));
        await makeups.Receive(officer, Own, Makeup, 7, 202110, 20_000_000);
        await makeups.Settle(officer, Own, Makeup, 8);
        Assert.Equal("paid", (await makeups.Find(Own, Makeup)).Case!.State);
        Assert.Contains("makeup 1 done 2", await province.Small.StatesOf("SA0001A"));
        await province.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_the_law_or_the_facts_do_not_allow_is_refused_and_changes_nothing(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await StandingProvince.Create(test);
        var (makeups, officer) = (province.Makeups, province.Officer.Actor);
        await Refused("Makeups.NeedPaper", () => makeups.Open(officer, Own, Makeup, Terms with { Paper = " " }));
        await Refused("Makeups.BadMonths", () => makeups.Open(officer, Own, Makeup, Terms with { FromPeriod = 202111 }));
        await Refused("Makeups.TooLong", () => makeups.Open(officer, Own, Makeup, Terms with { FromPeriod = 202010 }));
        await Refused("Makeups.NotThen", () => makeups.Open(officer, Own, Makeup, Terms with { Kind = "covid", FromPeriod = 202106 }));
        await Refused("Makeups.TooLong", () => makeups.Open(officer, Own, Makeup, Terms with { Kind = "covid", FromPeriod = 202107, UntilPeriod = 202201 }));
        await makeups.Open(officer, Own, Makeup, Terms);
        await Refused("Makeups.NeedEvidence", () => makeups.Answer(officer, Own, Makeup, 1, [new(Period.Of(2021, 9), 1, 1)], ""));
        await Refused("Makeups.MonthOutside", () => makeups.Answer(officer, Own, Makeup, 1, [new(Period.Of(2021, 8), 1, 1)], "CV"));
        var over = await Refused("Makeups.OverCap", () => makeups.Answer(officer, Own, Makeup, 1, [new(Period.Of(2021, 9), 2, 59_600_001)], "CV"));
        Assert.Contains("29.800.000", over.Message, StringComparison.Ordinal);
        await Refused("Makeups.BadLines", () => makeups.Import(officer, Own, Makeup, 1, "09/2021;A;x", "CV"));
        Assert.Equal(2, (await makeups.Find(Own, Makeup)).Missing);
        await makeups.Import(officer, Own, Makeup, 1, "09/2021;A;40.000.000\n10/2021;A;10.000.000", "Danh sách ngày 02/11/2021");
        var months = (await makeups.Find(Own, Makeup)).Months;
        Assert.Equal([(29_800_000L, 10_200_000L), (10_000_000L, 0L)], months.Select(m => (m.Payroll!.Value, m.Cut!.Value)));
        await makeups.Correct(officer, Own, Makeup, 2, Terms with { FromPeriod = 202108 });
        Assert.Equal(1, (await makeups.Find(Own, Makeup)).Missing);
        await Refused("Cases.ChangedMeanwhile", () => makeups.Ask(officer, Own, Makeup, 2, null, "phone", null));
        await Refused("Work.ChannelNotOfTask", () => makeups.Ask(officer, Own, Makeup, 3, null, "visit", null));
        await province.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_suspended_employer_is_urged_for_the_other_funds_alone_and_its_make_up_waits_for_the_end(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await StandingProvince.Create(test);
        var id = await province.Small.Employer("SC0003C", 0, Standing.PensionSuspended, until: new DateOnly(2021, 11, 30));
        // 100 million of payroll: 3 % sickness, 4.5 % health, 2 % unemployment are due; the pension part is not.
        await test.Db.Write(tx => tx.Execute(
            "update reg_months set due_social = 3000000, paid_social = 0, due_pension = 0, due_health = 4500000, due_unemployment = 2000000 where employer_id = @id and period = 202110", new { id }));
        await province.Small.Plan("2021-11-03T09:00");
        var urge = await province.Small.TaskOf("SC0003C", "urge");
        Assert.Equal(9_500_000, urge.Amount);
        const string key = "79-SC0003C-makeup-1";
        await province.Makeups.Open(province.Officer.Actor, Own, key, Terms with { UntilPeriod = 202111 });
        var months = MakeUp.Months(Period.Of(2021, 9), Period.Of(2021, 11)).Select(m => new MonthPayroll(m, 10, 100_000_000)).ToList();
        await province.Makeups.Answer(province.Officer.Actor, Own, key, 1, months, "CV 15");
        await province.Makeups.Compute(province.Officer.Actor, Own, key, 2);
        var early = await Refused("Cases.NeedsUnmet", () => province.Makeups.Urge(province.Officer.Actor, Own, key, 3, "phone", null));
        Assert.Contains("Thời hạn tạm dừng chưa hết", early.Message, StringComparison.Ordinal);
        test.Clock.Moment = new(2021, 12, 1, 8, 0, 0, TimeSpan.FromHours(7));
        await province.Small.Plan("2021-12-01T08:00");
        await province.Makeups.Urge(province.Officer.Actor, Own, key, 3, "phone", null);
        var list = await province.Lists.List(Own, "makeup", new CaseFilter());
        var row = Assert.Single(list.Rows);
        Assert.Equal(("urged", 66_000_000L, 0L, new DateOnly(2021, 12, 31)), (row.State, row.Due!.Value, row.Paid, row.DueOn));
        Assert.Equal("SA0001A", Assert.Single((await province.Lists.List(Own, "makeup", new CaseFilter { ToBegin = true, Text = "SA0001A" })).Rows).Code);
        await province.Healthy();
    }
}
