using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Collection;

/// <summary>A small province with its director and inspector, whose employers owe five months (June to October): inspections can be taken to any state.</summary>
internal sealed class InspectedProvince
{
    private InspectedProvince(TestDatabase test, SmallProvince small, User director, User inspector) => (Test, Small, Director, Inspector) = (test, small, director, inspector);

    public TestDatabase Test { get; }
    public SmallProvince Small { get; }
    public User Director { get; }
    public User Inspector { get; }
    public Inspections Inspections => new(Test.Db, Test.Clock);
    public InspectionLists Lists => new(Test.Db, Test.Clock);
    public Cases Cases => new(Test.Db, Test.Clock);
    public Papers Papers => new(Test.Db, Test.Clock);
    public static Scope Own { get; } = Scope.OfProvince("79");

    /// <summary>The states in which an inspection may stand open, in their order.</summary>
    public static IReadOnlyList<string> Open { get; } = ["planned", "prepared", "decided", "inspecting", "minuted"];

    public static string Key(string code) => $"79-{code}-inspect-1";

    public static async Task<InspectedProvince> Create(TestDatabase test, params IReadOnlyList<string> employers)
    {
        var small = await SmallProvince.Create(test);
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        var users = new Users(test.Db, test.Clock);
        Task<User> Person(string signIn, string name, string role) => users.Create(Actor.System, signIn, name, "07900", role, "mat-khau-thu-nghiem");
        var province = new InspectedProvince(test, small, await Person("giamdoc", "Nguyễn Văn Giám", Role.ProvinceDirector), await Person("thanhtra", "Trần Thị Tra", Role.Inspector));
        await small.Level("79", 2, "2021-10-21T00:00");
        foreach (var code in employers)
        {
            await small.Employer(code, 202106);
        }

        await small.Plan("2021-11-03T08:00");
        return province;
    }

    public async Task<int> Version(string code) => (await Inspections.Find(Own, Key(code))).Case?.Version ?? 0;

    public async Task<string> StateOf(string code) => (await Inspections.Find(Own, Key(code))).Case?.State ?? "";

    public Task Plan(string code) => Inspections.Plan(Inspector.Actor, Own, [Key(code)], 202111, 2, centre: false);

    public async Task Team(string code, string form = "direct") =>
        await Inspections.Team(Inspector.Actor, Own, Key(code), await Version(code), new InspectionOrder(form, 5, 202106, 202110, Inspector.UserId, []));

    public static DayMinutes Day(string way = "visit") => new(new(2021, 11, 3), way, "1 đường Thử, Quận 1", "Trần Thị Tra, Trưởng đoàn\nLê Thị Kế, Kế toán trưởng", "Công bố quyết định, đối chiếu bảng lương tháng 6.");

    public static FoundViolation Finding => new("late", "Chậm đóng năm kỳ cho 12 người", 12, 202106, 202110, 5_000_000, 0, 0, 0);

    /// <summary>Prepares, numbers and signs a paper of the inspection.</summary>
    public async Task Sign(string code, string form)
    {
        var signer = form == InspectionProcedure.Minutes ? Inspector : Director;
        var key = (await Papers.Prepare(Inspector.Actor, Own, Key(code), form, new PaperAnswers { SignerId = signer.UserId, Channel = "visit" })).ToString();
        Assert.NotNull((await Papers.Number(Inspector.Actor, Own, key, 0)).Label);
        await Papers.Sign(signer.Actor, Own, key, 1);
    }

    /// <summary>Takes an inspection from nothing to the state.</summary>
    public async Task Reach(string code, string state)
    {
        await Plan(code);
        if (state == "planned")
        {
            return;
        }

        await Team(code);
        if (state == "prepared")
        {
            return;
        }

        await Sign(code, InspectionProcedure.Decision);
        await Inspections.Issue(Inspector.Actor, Own, Key(code), await Version(code));
        if (state == "decided")
        {
            return;
        }

        await Inspections.Announce(Inspector.Actor, Own, Key(code), await Version(code), Day());
        await Inspections.AddFinding(Inspector.Actor, Own, Key(code), await Version(code), Finding);
        if (state == "inspecting")
        {
            return;
        }

        await Sign(code, InspectionProcedure.Minutes);
        await Inspections.EndField(Inspector.Actor, Own, Key(code), await Version(code));
        if (state == "minuted")
        {
            return;
        }

        await Inspections.Draft(Inspector.Actor, Own, Key(code), "Đơn vị chậm đóng năm kỳ.", "Nộp đủ trước ngày 30/11/2021.");
        await Sign(code, InspectionProcedure.Conclusion);
        await Inspections.Conclude(Inspector.Actor, Own, Key(code), await Version(code), "conclude-violation", null);
    }

    public Task Healthy() => PlanningFlowTests.Healthy(Test);
}
