using BaoPhu.Core.Collection.Referral;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules;
using BaoPhu.Rules.Prosecution;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Collection;

/// <summary>A small province whose employers owe 60 million a month from May to October 2021 and whose violation is established: files under Article 216 can be taken to any state.</summary>
internal sealed class ReferredProvince
{
    private ReferredProvince(TestDatabase test, SmallProvince small, User director, User deputy, User officer) => (Test, Small, Director, Deputy, Officer) = (test, small, director, deputy, officer);

    public TestDatabase Test { get; }
    public SmallProvince Small { get; }
    public User Director { get; }

    /// <summary>Makes the legal check: another hand than the officer's.</summary>
    public User Deputy { get; }
    public User Officer { get; }
    public Referrals Referrals => new(Test.Db, Test.Clock);
    public ReferralLists Lists => new(Test.Db, Test.Clock);
    public ProsecutionCandidates Candidates => new(Test.Db, Test.Clock);
    public Dossiers Dossiers => new(Test.Db, Test.Clock);
    public Papers Papers => new(Test.Db, Test.Clock);
    public static Scope Own { get; } = Scope.OfProvince("79");

    public static string Key(string code) => $"79-{code}-refer-1";

    public static EnteredSanction Sanction { get; } = new("45/QĐ-XPHC", new(2021, 6, 10), "Thanh tra Sở LĐ-TB&XH", "Trốn đóng BHXH cho 12 lao động", true, false, new DateOnly(2021, 7, 1), "Bản sao y quyết định, lưu tại hồ sơ thanh tra số 12");

    public static async Task<ReferredProvince> Create(TestDatabase test, params IReadOnlyList<string> employers)
    {
        var small = await SmallProvince.Create(test);
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        var users = new Users(test.Db, test.Clock);
        Task<User> Person(string signIn, string name, string role) => users.Create(Actor.System, signIn, name, "07900", role, "mat-khau-thu-nghiem");
        var province = new ReferredProvince(
            test, small, await Person("giamdoc", "Nguyễn Văn Giám", Role.ProvinceDirector), await Person("phogiamdoc", "Lê Văn Phó", Role.ProvinceDeputy), await Person("thu", "Trần Thị Thu", Role.CollectionOfficer));
        await small.Level("79", 2, "2021-10-21T00:00");
        foreach (var code in employers)
        {
            await Violates(test, await small.Employer(code, 202105));
        }

        await small.Plan("2021-11-03T08:00");
        return province;
    }

    /// <summary>Owes sixty times as much as the others of the small province, violation established.</summary>
    public static Task Violates(TestDatabase test, long employer) => test.Db.Write(async tx =>
    {
        await tx.Execute("update reg_months set due_social = due_social * 60, paid_social = paid_social * 60 where employer_id = @employer", new { employer });
        await tx.Execute(
            "insert into reg_marks (employer_id, mark, from_date, grounds, recorded_by, recorded_at) values (@employer, 'violation', @from, 'Kết luận thanh tra 12', 'test', 0)", new { employer, from = new DateOnly(2021, 10, 1) });
    });

    public async Task<ReferralView> View(string code) => await Referrals.Find(Own, Key(code));

    public async Task<int> Version(string code) => (await View(code)).Case?.Version ?? 0;

    public Task Open(string code) => Referrals.Open(Officer.Actor, Own, Key(code), "Cơ quan CSĐT Công an TP Hồ Chí Minh");

    public async Task Confirm(string code, string kind = ReferralConfirmation.Fraud, bool holds = true, int? number = null) =>
        await Referrals.Confirm(Officer.Actor, Own, Key(code), await Version(code), kind, holds, number, "Bảng lương hai sổ, biên bản ngày 01/10/2021");

    public async Task Enter(string code, EnteredSanction? sanction = null) => await Referrals.Enter(Officer.Actor, Own, Key(code), await Version(code), sanction ?? Sanction);

    public async Task Answer(string code, string answer = CheckPoints.Yes) =>
        await Referrals.Answer(Deputy.Actor, Own, Key(code), await Version(code), [.. CheckPoints.Referral.Select(p => (p.Code, answer, (string?)"đã xem"))]);

    public async Task Letter(string code)
    {
        var key = (await Papers.Prepare(Officer.Actor, Own, Key(code), ReferralTable.Letter, new PaperAnswers { SignerId = Director.UserId, Channel = "document" })).ToString();
        Assert.NotNull((await Papers.Number(Officer.Actor, Own, key, 0)).Label);
        await Papers.Sign(Director.Actor, Own, key, 1);
    }

    /// <summary>Takes a file from nothing to the state.</summary>
    public async Task Reach(string code, string state)
    {
        await Open(code);
        await Confirm(code);
        await Enter(code);
        if (state == "gathering")
        {
            return;
        }

        await Referrals.Submit(Officer.Actor, Own, Key(code), await Version(code));
        if (state == "checking")
        {
            return;
        }

        await Answer(code);
        await Referrals.Approve(Deputy.Actor, Own, Key(code), await Version(code));
        if (state == "approved")
        {
            return;
        }

        await Referrals.Bind(Officer.Actor, Own, Key(code), await Version(code));
        await Letter(code);
        await Referrals.Send(Officer.Actor, Own, Key(code), await Version(code), "document");
        if (state == "sent")
        {
            return;
        }

        await Receive(code, state switch { "verifying" => "accept", "returned" => "ask-more", "prosecuted" => "prosecute", _ => "decline" });
    }

    public async Task Receive(string code, string answer) =>
        await Referrals.Receive(Officer.Actor, Own, Key(code), await Version(code), answer, new(2021, 11, 3), "12/CV-CSĐT ngày 03/11/2021", "Bổ sung lời khai của người lao động");

    public static async Task<BaoPhu.Core.Texts.Refusal> Refused(string key, Func<Task> act)
    {
        var refusal = await Assert.ThrowsAsync<BaoPhu.Core.Texts.Refusal>(act);
        Assert.Equal(key, refusal.Key);
        return refusal;
    }

    public Task Healthy() => PlanningFlowTests.Healthy(Test);
}
