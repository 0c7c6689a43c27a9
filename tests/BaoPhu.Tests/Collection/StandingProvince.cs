using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Budget;
using BaoPhu.Core.Collection.Claim;
using BaoPhu.Core.Collection.Makeup;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Collection;

/// <summary>A small province with its director and officer: SA0001A was suspended from the pension fund until 31/10/2021, CA0001A has ceased and owes five months, BA0001A pays from the budget. Planned for 3/11/2021.</summary>
internal sealed class StandingProvince
{
    public const string Makeup = "79-SA0001A-makeup-1";
    public const string Claim = "79-CA0001A-claim-1";
    public const string Reconcile = "79-BA0001A-reconcile-1";

    private StandingProvince(TestDatabase test, SmallProvince small, User director, User officer) => (Test, Small, Director, Officer) = (test, small, director, officer);

    public TestDatabase Test { get; }
    public SmallProvince Small { get; }
    public User Director { get; }
    public User Officer { get; }
    public static Scope Own { get; } = Scope.OfProvince("79");
    public static SuspensionTerms Terms { get; } = new("ordinary", 202109, 202110, "Quyết định 12/QĐ-BHXH ngày 31/8/2021");
    public static ClaimTerms Authority { get; } = new("enforcement", "Chi cục Thi hành án dân sự Quận 1", "bankrupt", "Quyết định 05/QĐ-TA ngày 01/9/2021");
    public Makeups Makeups => new(Test.Db, Test.Clock);
    public Reconciliations Budget => new(Test.Db, Test.Clock);
    public Claims Claims => new(Test.Db, Test.Clock);
    public StandingLists Lists => new(Test.Db, Test.Clock);
    public Papers Papers => new(Test.Db, Test.Clock);

    public static async Task<StandingProvince> Create(TestDatabase test)
    {
        var small = await SmallProvince.Create(test);
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        var users = new Users(test.Db, test.Clock);
        Task<User> Person(string signIn, string name, string role) => users.Create(Actor.System, signIn, name, "07900", role, "mat-khau-thu-nghiem");
        var province = new StandingProvince(test, small, await Person("giamdoc", "Nguyễn Văn Giám", Role.ProvinceDirector), await Person("thu", "Trần Thị Thu", Role.CollectionOfficer));
        await Fill(small);
        await Account(new OfficeParticulars(test.Db, test.Clock));
        return province;
    }

    public static Task Account(OfficeParticulars particulars) => particulars.Set(
        Actor.System, Scope.Nation, "07900", new DateOnly(2021, 1, 1), new ParticularsEntry("1180000000017", "Agribank chi nhánh Quận 1"), "hợp đồng");

    /// <summary>Takes a file of settlement figures in, its columns named as the import page names them.</summary>
    public static async Task<ImportResult> Figures(TestDatabase test, params string[] lines)
    {
        var folder = Directory.CreateTempSubdirectory("baophu-settlements").FullName;
        try
        {
            var path = Path.Combine(folder, "quyet-toan.csv");
            await File.WriteAllTextAsync(path, "Mã cơ quan;Quý;Mã nhóm;Số thẻ;Số tháng người;Ngân sách phải chuyển;Người tham gia đóng;Đã chuyển\n" + string.Join('\n', lines) + "\n");
            return await new ImportRuns(test.Db, test.Clock, folder).Run(Actor.System, new ImportRequest(ImportKinds.Settlements, path) { Province = "79", Map = new Dictionary<string, string> { ["code"] = "Mã cơ quan", ["quarter"] = "Quý" } });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static async Task Fill(SmallProvince small)
    {
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("SA0001A", 202110, Standing.PensionSuspended, until: new DateOnly(2021, 10, 31));
        await small.Employer("SB0002B", 0, Standing.PensionSuspended, until: new DateOnly(2021, 11, 30));
        await small.Employer("CA0001A", 202106, Standing.Ceased);
        await small.Employer("BA0001A", 0, Standing.BudgetHealthOnly);
        await small.Plan("2021-11-03T08:00");
    }

    public async Task<int> MakeupVersion() => (await Makeups.Find(Own, Makeup)).Case?.Version ?? 0;

    public async Task<int> ClaimVersion() => (await Claims.Find(Own, Claim)).Case?.Version ?? 0;

    /// <summary>Prepares, numbers, signs and sends a paper of a case.</summary>
    public async Task Send(string key, string form, string channel = "document")
    {
        var paper = (await Papers.Prepare(Officer.Actor, Own, key, form, new PaperAnswers { SignerId = Director.UserId, Channel = channel })).ToString();
        Assert.NotNull((await Papers.Number(Officer.Actor, Own, paper, 0)).Label);
        await Papers.Sign(Director.Actor, Own, paper, 1);
        await Papers.Send(Officer.Actor, Own, paper, 2, null);
    }

    public async Task Computed()
    {
        await Makeups.Open(Officer.Actor, Own, Makeup, Terms);
        await Makeups.Answer(Officer.Actor, Own, Makeup, 1, [new(Period.Of(2021, 9), 10, 80_000_000), new(Period.Of(2021, 10), 9, 70_000_001)], "CV 15 ngày 02/11/2021");
        await Makeups.Compute(Officer.Actor, Own, Makeup, 2);
    }

    public async Task Liquidating()
    {
        await Claims.Open(Officer.Actor, Own, Claim, Authority);
        await Send(Claim, SpecialStandings.ClaimLetter);
        await Claims.Send(Officer.Actor, Own, Claim, 1);
        await Claims.Answer(Officer.Actor, Own, Claim, 2, "accept", new(2021, 11, 3), "CV 77/CCTHA ngày 03/11/2021", null);
    }

    public static async Task<Refusal> Refused(string key, Func<Task> act)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(act);
        Assert.Equal(key, refusal.Key);
        return refusal;
    }

    public Task Healthy() => PlanningFlowTests.Healthy(Test);
}
