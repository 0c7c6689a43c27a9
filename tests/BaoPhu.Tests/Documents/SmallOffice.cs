using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Documents;

/// <summary>A small province with an office of a director and two officers who make papers: 07901, BHXH Quận 1.</summary>
internal sealed class SmallOffice
{
    private SmallOffice(TestDatabase test, SmallProvince small, User director, User officer, User other) => (Test, Small, Director, Officer, Other) = (test, small, director, officer, other);

    public TestDatabase Test { get; }
    public SmallProvince Small { get; }
    public User Director { get; }
    public User Officer { get; }
    public User Other { get; }
    public Papers Papers => new(Test.Db, Test.Clock);
    public PaperLists Lists => new(Test.Db, Test.Clock);
    public NumberRegister Register => new(Test.Db, Test.Clock);
    public BulkPapers Bulk => new(Test.Db, Test.Clock);
    public static Scope Own => Scope.OfOffices("79", ["07901"]);

    /// <summary>What the officer answers for a notice: the director signs, it goes by Zalo.</summary>
    public PaperAnswers Answers => new() { SignerId = Director.UserId, Channel = "zalo", Deadline = new(2021, 11, 12), ContactLine = "Trần Thị Bình, 028 3829 1234" };

    /// <summary>Employers TA0001A… owe October at level 2 (their tasks: contact, notice, meet), planned for 3 November 2021.</summary>
    public static async Task<SmallOffice> Open(TestDatabase test, int employers = 1, int owesFrom = 202110, int level = 2)
    {
        var small = await SmallProvince.Create(test);
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        var users = new Users(test.Db, test.Clock);
        Task<User> Person(string signIn, string name, string role) => users.Create(Actor.System, signIn, name, "07901", role, "mat-khau-thu-nghiem");
        var office = new SmallOffice(
            test, small, await Person("giamdoc", "Nguyễn Văn Giám", Role.DistrictDirector), await Person("thu1", "Trần Thị Bình", Role.DistrictOfficer), await Person("thu2", "Lê Văn Cường", Role.DistrictOfficer));
        await office.Particulars(new ParticularsEntry("1180000000017", "Agribank chi nhánh Quận 1", "028 3829 1234"));
        await small.Level("79", level, "2021-10-21T00:00");
        for (var i = 1; i <= employers; i++)
        {
            await small.Employer($"TA{i:0000}A", owesFrom);
        }

        await small.Plan("2021-11-03T08:00");
        return office;
    }

    /// <summary>Enters what the office puts on its papers, from a day on.</summary>
    public Task Particulars(ParticularsEntry entry, string from = "2021-01-01") => new OfficeParticulars(Test.Db, Test.Clock).Set(
        Actor.System, Scope.Nation, "07901", DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), entry, "hợp đồng");

    /// <summary>A paper of the employer's notice, numbered.</summary>
    public async Task<PaperKey> Numbered(string code = "TA0001A", string act = "notice", string form = "TB-NO")
    {
        var key = await Papers.Prepare(Officer.Actor, Own, $"79-{code}-{act}-1", form, Answers);
        var result = await Papers.Number(Officer.Actor, Own, key.ToString(), 0);
        Assert.NotNull(result.Label);
        return key;
    }

    public async Task<PaperKey> Signed(string code = "TA0001A")
    {
        var key = await Numbered(code);
        await Papers.Sign(Director.Actor, Own, key.ToString(), 1);
        return key;
    }

    public async Task<Paper> Paper(PaperKey key) => (await Papers.Find(Scope.Nation, key.ToString())).Paper;

    public Task<List<string>> Labels() => Test.Db.Read(s => s.Query<string>("select p.label || ' ' || p.state from doc_papers p where p.number is not null order by p.issuer, p.year, p.kind, p.number"));

    public Task Healthy() => PlanningFlowTests.Healthy(Test);
}
