using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;

namespace BaoPhu.Core.Demonstration;

/// <summary>A person who can sign in to the demonstration.</summary>
/// <param name="Office">Name of the office.</param>
public sealed record DemonstrationPerson(string SignIn, string Name, string Role, string OfficeCode, string Office)
{
    internal string UserId => "demo-" + SignIn;
    internal Actor Actor => new(UserId, Name, OfficeCode);
}

/// <summary>
/// The people of the demonstration. All have one documented password, so they share one hash: hashing it for each of thousands of people would take longer than
/// everything else.
/// </summary>
internal static class Staff
{
    public const string Password = "BaoPhu-2021";

    public static IReadOnlyList<DemonstrationPerson> Centre(long seed)
    {
        var dice = new Dice(seed, 6, 0);
        const string centre = "Bảo hiểm xã hội Việt Nam";
        return
        [
            new("quantri", People.Name(dice), Role.Administrator, Actor.CentreCode, centre),
            new("tw.lanhdao", People.Name(dice), Role.CentreLeader, Actor.CentreCode, centre),
            new("tw.thu", People.Name(dice), Role.CentralOfficer, "00001", "Ban Quản lý Thu - Sổ, Thẻ"),
            new("tw.kiemtoan", People.Name(dice), Role.Auditor, Actor.CentreCode, centre),
            .. Colleagues.OfCentre(seed),
        ];
    }

    public static IReadOnlyList<DemonstrationPerson> OfProvince(long seed, Reference.Province province, IReadOnlyList<District> districts)
    {
        var dice = new Dice(seed, 6, int.Parse(province.Code, CultureInfo.InvariantCulture));
        var (p, office) = (province.Code, "BHXH " + char.ToLower(province.FullName[0], CultureInfo.InvariantCulture) + province.FullName[1..]);
        var people = new List<DemonstrationPerson>
        {
            new(p + ".giamdoc", People.Name(dice), Role.ProvinceDirector, province.OfficeCode, office),
            new(p + ".thu1", People.Name(dice), Role.CollectionOfficer, province.OfficeCode, office),
            new(p + ".thu2", People.Name(dice), Role.CollectionOfficer, province.OfficeCode, office),
            new(p + ".thanhtra", People.Name(dice), Role.Inspector, province.OfficeCode, office),
            new(p + ".truyenthong", People.Name(dice), Role.CommunicationsOfficer, province.OfficeCode, office),
        };
        foreach (var d in districts)
        {
            var place = d.OfficeCode[1..];
            people.Add(new(place + ".giamdoc", People.Name(dice), Role.DistrictDirector, d.OfficeCode, OfficeName(d)));
            people.Add(new(place + ".thu1", People.Name(dice), Role.DistrictOfficer, d.OfficeCode, OfficeName(d)));
            people.Add(new(place + ".thu2", People.Name(dice), Role.DistrictOfficer, d.OfficeCode, OfficeName(d)));
        }

        people.AddRange(Colleagues.OfProvince(seed, province, office, districts));
        return people;
    }

    public static string OfficeName(District district) => "BHXH " + char.ToLower(district.Name[0], CultureInfo.InvariantCulture) + district.Name[1..];

    public static void Write(Session tx, IEnumerable<DemonstrationPerson> people, string hash, Instant at)
    {
        using var bulk = tx.BulkInto("idn_users", "user_id", "sign_in", "name", "office_code", "role", "password_hash", "security_stamp", "active", "created_at");
        foreach (var person in people)
        {
            bulk.StartRow();
            bulk.Write(person.UserId);
            bulk.Write(person.SignIn);
            bulk.Write(person.Name);
            bulk.Write(person.OfficeCode);
            bulk.Write(person.Role);
            bulk.Write(hash);
            bulk.Write(Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(person.UserId)))[..40]);
            bulk.Write(true);
            bulk.Write(at.Milliseconds);
        }

        bulk.Complete();
    }

    /// <summary>The password in the format of ASP.NET Core Identity (version 3: PBKDF2 with HMAC-SHA512, 100,000 rounds), its salt drawn from the seed.</summary>
    public static string Hash(long seed)
    {
        const int rounds = 100_000;
        var salt = new byte[16];
        var dice = new Dice(seed, 7);
        BinaryPrimitives.WriteUInt64BigEndian(salt, dice.Next());
        BinaryPrimitives.WriteUInt64BigEndian(salt.AsSpan(8), dice.Next());
        var bytes = new byte[13 + 16 + 32];
        bytes[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), 2);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(5), rounds);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(9), 16);
        salt.CopyTo(bytes, 13);
        Rfc2898DeriveBytes.Pbkdf2(Password, salt, bytes.AsSpan(29), rounds, HashAlgorithmName.SHA512);
        return Convert.ToBase64String(bytes);
    }
}
