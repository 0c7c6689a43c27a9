using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// People beside those who do the day's work: an officer in each central unit, a deputy in each province who acts for the director this month, the staff of a collection
/// agent. Drawn from dice of their own, so that they change nobody else's name.
/// </summary>
internal static class Colleagues
{
    private static readonly (string SignIn, string Office, string Name)[] Units =
    [
        ("tw.truyenthong", "00002", "Trung tâm Truyền thông"), ("tw.taichinh", "00003", "Vụ Tài chính - Kế toán"), ("tw.thanhtra", "00004", "Vụ Thanh tra - Kiểm tra"),
        ("tw.cskh", "00005", "Trung tâm Dịch vụ hỗ trợ chăm sóc khách hàng"), ("tw.cntt", "00006", "Trung tâm Công nghệ thông tin"), ("tw.phapche", "00007", "Vụ Pháp chế"),
        ("tw.thidua", "00008", "Vụ Thi đua - Khen thưởng"),
    ];

    public static IEnumerable<DemonstrationPerson> OfCentre(long seed)
    {
        var dice = new Dice(seed, 8, 0);
        return [.. Units.Select(u => new DemonstrationPerson(u.SignIn, People.Name(dice), Role.CentralOfficer, u.Office, u.Name))];
    }

    public static IEnumerable<DemonstrationPerson> OfProvince(long seed, Reference.Province province, string officeName, IReadOnlyList<District> districts)
    {
        var dice = new Dice(seed, 8, int.Parse(province.Code, CultureInfo.InvariantCulture));
        yield return new(province.Code + ".phogiamdoc", People.Name(dice), Role.ProvinceDeputy, province.OfficeCode, officeName);
        if (districts.Count > 0)
        {
            yield return new(districts[0].OfficeCode[1..] + ".daily", People.Name(dice), Role.Agent, districts[0].OfficeCode, Staff.OfficeName(districts[0]));
        }
    }

    /// <summary>The deputy acts for the director in announcing levels, this month.</summary>
    public static async Task Settle(Session tx, DemonstrationOrder order, IReadOnlyList<DemonstrationPerson> people)
    {
        foreach (var deputy in people.Where(p => p.Role == Role.ProvinceDeputy))
        {
            var director = people.First(p => p.OfficeCode == deputy.OfficeCode && p.Role == Role.ProvinceDirector);
            await Delegations.Record(tx, new Delegation
            {
                DelegationId = "demo-" + deputy.SignIn, FromUser = director.UserId, FromRole = director.Role, FromOffice = director.OfficeCode, ToUser = deputy.UserId, GivenRole = deputy.Role, GivenOffice = deputy.OfficeCode,
                Acts = "/organisation/levels announce\n/organisation/levels withdraw", Form = "KT.", ValidFrom = new(order.AsOf.Day.Year, order.AsOf.Day.Month, 1),
                ValidTo = new DateOnly(order.AsOf.Day.Year, order.AsOf.Day.Month, 1).AddMonths(1).AddDays(-1), PaperNumber = "128/GUQ-BHXH",
                PaperDate = new(order.AsOf.Day.Year, order.AsOf.Day.Month, 1), GivenAt = order.AsOf,
            });
        }
    }
}
