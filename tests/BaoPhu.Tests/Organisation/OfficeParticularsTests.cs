using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Organisation;

/// <summary>Account, telephone and item codes of an office: dated, kept as they were known, within reach only.</summary>
public sealed class OfficeParticularsTests
{
    private static readonly ParticularsEntry Whole = new("1180 0000 0001 7", "Agribank  chi nhánh Quận 1", "028 3829 1234", new ItemRange("RR", 10_000_000, 10_000_999));

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_holds_on_a_day_is_the_last_line_before_it_and_a_corrected_one_stays_known(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var particulars = await Open(test);
        await particulars.Set(Actor.System, Own, "07901", new(2021, 1, 1), Whole, "hợp đồng 1");
        test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
        await particulars.Set(Actor.System, Own, "07901", new(2021, 11, 1), Whole with { AccountNumber = "1180000000025" }, "hợp đồng 2");
        test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
        await particulars.Set(Actor.System, Own, "07901", new(2021, 11, 1), new ParticularsEntry(), "nhập nhầm");
        Assert.False((await particulars.Of("07901", new(2020, 12, 31))).HasAccount);
        var october = await particulars.Of("07901", new(2021, 10, 31));
        Assert.Equal(("1180000000017", "Agribank chi nhánh Quận 1", "028 3829 1234", new ItemRange("RR", 10_000_000, 10_000_999)), (october.AccountNumber, october.Bank, october.Phone, october.Items));
        Assert.False((await particulars.Of("07901", new(2021, 11, 1))).HasAccount);
        Assert.False((await particulars.All(Own, new(2021, 11, 3)))["07901"].HasAccount);
        var history = await particulars.History(Own, "07901");
        Assert.Equal(["", "1180000000025", "1180000000017"], history.Select(h => h.AccountNumber));
        Assert.Equal([true, false, true], history.Select(h => h.KnownToAt is null));
        Assert.Equal(3, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'organisation.particulars' and subject = 'office:07901'")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_is_not_whole_or_out_of_reach_is_refused_and_nothing_is_entered(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var particulars = await Open(test);
        Task Set(ParticularsEntry entry, Scope? scope = null, string office = "07901") => particulars.Set(Actor.System, scope ?? Own, office, new(2021, 11, 1), entry, "x");
        Assert.Equal("Organisation.AccountNotWhole", await Refused(() => Set(Whole with { Bank = " " })));
        Assert.Equal("Organisation.AccountNotWhole", await Refused(() => Set(Whole with { AccountNumber = "" })));
        Assert.Equal("Organisation.BadAccount", await Refused(() => Set(Whole with { AccountNumber = "11800000A" })));
        Assert.Equal("Organisation.BadPhone", await Refused(() => Set(Whole with { Phone = "gọi chị Hoa" })));
        Assert.Equal("Organisation.BadItemRange", await Refused(() => Set(Whole with { Items = new ItemRange("R", 1, 2) })));
        Assert.Equal("Organisation.BadItemRange", await Refused(() => Set(Whole with { Items = new ItemRange("RR", 2, 1) })));
        Assert.Equal("Organisation.BadItemRange", await Refused(() => Set(Whole with { Items = new ItemRange("RR", 1, 100_000_000) })));
        Assert.Equal("Organisation.NoOffice", await Refused(() => Set(Whole, Scope.OfOffices("79", ["07902"]))));
        Assert.Equal("Organisation.NoOffice", await Refused(() => Set(Whole, Scope.OfProvince("01"))));
        Assert.Equal("Organisation.NoOffice", await Refused(() => Set(Whole, Scope.Nation, "00002")));
        Assert.Equal("Organisation.NoOffice", await Refused(() => particulars.History(Scope.OfProvince("01"), "07901")));
        Assert.Empty(await particulars.History(Own, "07901"));
        await Set(Whole, Scope.OfProvince("79"));
        Assert.Empty(await particulars.All(Scope.OfProvince("01"), new(2021, 11, 3)));
    }

    private static Scope Own => Scope.OfOffices("79", ["07901"]);

    private static async Task<OfficeParticulars> Open(TestDatabase test)
    {
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        return new OfficeParticulars(test.Db, test.Clock);
    }
}
