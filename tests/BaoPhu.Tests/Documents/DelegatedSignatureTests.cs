using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Documents;

/// <summary>Who signs by a delegation: in its days and acts only, with KT. or TUQ. before the title (NĐ 30/2020, Điều 13).</summary>
public sealed class DelegatedSignatureTests
{
    private const string Sign = "/documents/papers sign";
    private static readonly DateOnly Today = new(2021, 11, 3);

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_paper_signed_by_mandate_says_so_and_only_who_acts_under_it_signs(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        var given = await Give(test, office, Today, Today.AddDays(2), Sign);
        var answers = office.Answers with { SignerId = office.Other.UserId };
        var key = (await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-notice-1", "TB-NO", answers)).ToString();
        Assert.Contains("TUQ. GIÁM ĐỐC\nCÁN BỘ THU", await Said(office, key));
        await office.Papers.Number(office.Officer.Actor, SmallOffice.Own, key, 0);
        Assert.Contains("TUQ. GIÁM ĐỐC\nCÁN BỘ THU", await Said(office, key));

        Assert.Equal("Papers.SignWhileActing", await Refused(() => office.Papers.Sign(office.Other.Actor, SmallOffice.Own, key, 1)));
        Assert.Equal("Papers.NotYoursToSign", await Refused(() => office.Papers.Sign(office.Officer.Actor with { Acting = given.Acting }, SmallOffice.Own, key, 1)));
        await office.Papers.Sign(office.Other.Actor with { Acting = given.Acting }, SmallOffice.Own, key, 1);
        Assert.Equal("Lê Văn Cường (TUQ. Nguyễn Văn Giám, 12/GUQ)", await test.Db.Read(s => s.One<string>("select user_name from aud_entries where act = 'documents.sign'")));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Outside_its_days_and_acts_a_delegation_signs_nothing(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 2);
        var answers = office.Answers with { SignerId = office.Other.UserId };
        await Give(test, office, Today, Today.AddDays(9), "/documents/papers change");
        var given = await Give(test, office, Today.AddDays(1), Today.AddDays(2), Sign);
        var acting = office.Other.Actor with { Acting = given.Acting };
        Assert.Equal("Papers.NotASigner", await Refused(() => office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-notice-1", "TB-NO", answers)));

        test.Clock.Moment = test.Clock.Moment.AddDays(2);
        var numbered = await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, "79-TA0001A-notice-1", "TB-NO", answers);
        await office.Papers.Number(office.Officer.Actor, SmallOffice.Own, numbered.ToString(), 0);
        var draft = await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, "79-TA0002A-notice-1", "TB-NO", answers);
        var list = await office.Lists.ToSign(acting, SmallOffice.Own, new());
        Assert.Single(list.Papers);

        test.Clock.Moment = test.Clock.Moment.AddDays(1);
        Assert.Equal("Papers.NotYoursToSign", await Refused(() => office.Papers.Sign(acting, SmallOffice.Own, numbered.ToString(), 1)));
        Assert.Equal("Papers.NotYoursToSign", await Refused(() => office.Lists.Sign(acting, SmallOffice.Own, new(), list.Digest)));
        Assert.Equal("Papers.NotASigner", await Refused(() => office.Papers.Number(office.Officer.Actor, SmallOffice.Own, draft.ToString(), 0)));
        Assert.Equal("numbered", (await office.Paper(numbered)).State);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_deputy_signs_in_the_heads_place_and_the_head_of_another_office_with_its_name(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        var users = new Users(test.Db, test.Clock);
        Task<User> Person(string name, string role) => users.Create(Actor.System, name, "Họ Tên " + name, "07900", role, "mat-khau-thu-nghiem");
        var (head, deputy, officer) = (await Person("giamdoc79", Role.ProvinceDirector), await Person("pho79", Role.ProvinceDeputy), await Person("thu79", Role.CollectionOfficer));
        var delegations = new Delegations(test.Db, test.Clock);
        foreach (var to in (User[])[deputy, officer, office.Director])
        {
            await delegations.Give(head, new(to.UserId, [Delegations.Everything], Today, Today, "1/GUQ", Today));
        }

        // What the deputy gives counts for nothing here: who signs for another cannot pass it on.
        await delegations.Give(deputy, new((await Person("khac79", Role.CollectionOfficer)).UserId, [Delegations.Everything], Today, Today, "2/GUQ", Today));
        var signers = await test.Db.Read(s => Signers.Of(s, "07900", FormBook.Find("TB-NO"), Today));
        Assert.Equal(
            ["Giám đốc", "KT. Giám đốc, Phó Giám đốc", "TUQ. Giám đốc, Cán bộ thu", "TUQ. Giám đốc, Giám đốc BHXH Quận 1"],
            signers.Select(p => p.Signer.TitleLine).Order(StringComparer.Ordinal));
        Assert.Empty(signers.Single(p => p.UserId == deputy.UserId).DelegationIds);

        // An office's working rules may give TL.; then the data say so.
        await test.Db.Write(tx => tx.Execute("update idn_delegations set form = 'TL.' where to_user = @UserId", officer));
        signers = await test.Db.Read(s => Signers.Of(s, "07900", FormBook.Find("TB-NO"), Today));
        Assert.Contains("TL. Giám đốc, Cán bộ thu", signers.Select(p => p.Signer.TitleLine));
    }

    private static Task<Delegation> Give(TestDatabase test, SmallOffice office, DateOnly from, DateOnly to, string act) =>
        new Delegations(test.Db, test.Clock).Give(office.Director, new(office.Other.UserId, [act], from, to, "12/GUQ", Today));

    /// <summary>All values of the paper's own sheet.</summary>
    private static async Task<IEnumerable<string>> Said(SmallOffice office, string key) => (await office.Papers.Find(SmallOffice.Own, key)).Contents[0].Values.Select(v => v.Value.Text);
}
