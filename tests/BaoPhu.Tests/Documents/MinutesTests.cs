using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Planning;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Documents;

/// <summary>Minutes that end the task by how they end, and the demand with its annex.</summary>
public sealed class MinutesTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_refusal_to_sign_is_recorded_once_on_paper_task_and_employer(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, owesFrom: 202109);
        var key = await Minutes(office);
        Assert.Equal("Papers.Needs_UnitRefused", await Refused(() => office.Small.Records.Record(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-minutes-1", new(0, "visit", "refused-to-sign", "x"))));
        Assert.Equal("Work.OutcomeNeedsGrounds", await Refused(() => office.Papers.Answer(office.Officer.Actor, SmallOffice.Own, key, 2, new(true, new(2021, 11, 3), " "))));
        Assert.Equal("Papers.AnswerInFuture", await Refused(() => office.Papers.Answer(office.Officer.Actor, SmallOffice.Own, key, 2, new(true, new(2021, 11, 4), "x"))));
        var result = await office.Papers.Answer(office.Officer.Actor, SmallOffice.Own, key, 2, new(true, new(2021, 11, 3), "Không thống nhất số liệu; tổ trưởng dân phố chứng kiến"));
        Assert.Equal(TaskState.Done, result!.State);
        Assert.Equal("refused-to-sign", Assert.Single(await new Marks(test.Db).History(Scope.Nation, "79", "TA0001A")).Kind);
        Assert.Equal("refused-to-sign", Assert.Single((await office.Small.Tasks.Find(Scope.Nation, "79-TA0001A-minutes-1")).Contacts).Outcome);
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Minutes_that_come_back_signed_finish_the_task(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, owesFrom: 202109);
        var key = await Minutes(office);
        await office.Papers.Answer(office.Officer.Actor, SmallOffice.Own, key, 2, new(false, new(2021, 11, 3), "Ký tại buổi làm việc", "Kế toán trưởng"));
        Assert.Equal(("done", "signed"), ((await office.Small.TaskOf("TA0001A", "minutes")).State, (await office.Small.TaskOf("TA0001A", "minutes")).Outcome));
        Assert.Equal("Papers.NotInThisState", await Refused(() => office.Papers.Void(office.Officer.Actor, SmallOffice.Own, key, 3, "x")));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_demand_of_level_4_has_its_annex_and_one_number(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, owesFrom: 202106, level: 4);
        var key = await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-demand-1", "CV-YC", office.Answers with { Channel = "post" });
        Assert.Equal("01/BHXH-QLT", (await office.Papers.Number(office.Officer.Actor, SmallOffice.Own, key.ToString(), 0)).Label);
        var detail = await office.Papers.Find(SmallOffice.Own, key.ToString());
        Assert.Equal(["CV-YC", "M03-QD688"], detail.Sheets.Select(s => s.Form));
        Assert.True((await office.Papers.File(SmallOffice.Own, key.ToString(), 1)).Bytes.Length > 1000);
        await Assert.ThrowsAsync<Refusal>(() => office.Papers.File(SmallOffice.Own, key.ToString(), 2));
        await office.Healthy();
    }

    private static async Task<string> Minutes(SmallOffice office)
    {
        var answers = office.Answers with
        {
            SignerId = office.Officer.UserId,
            Channel = "visit",
            Minutes = new MinutesCase
            {
                From = new(2021, 11, 3, 8, 0, 0), Place = "1 đường Thử", Recorder = "Trần Thị Bình",
                Participants = [new(Side.Office, "Trần Thị Bình", "Cán bộ thu"), new(Side.Employer, "Lê Thị Kế", "Kế toán trưởng")],
            },
        };
        var key = await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-minutes-1", "D04h-TS", answers);
        Assert.Equal("01/BB-BHXH", (await office.Papers.Number(office.Officer.Actor, SmallOffice.Own, key.ToString(), 0)).Label);
        await office.Papers.Sign(office.Officer.Actor, SmallOffice.Own, key.ToString(), 1);
        Assert.Equal(PaperState.Signed, (await office.Paper(key)).PaperState);
        return key.ToString();
    }
}
