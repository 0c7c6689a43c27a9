using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Documents;

/// <summary>
/// Who may sign the papers of an office: its director, a deputy for the director (KT.), and minutes also the officer who was there as the office's representative. The one
/// place that answers it; a delegation (TL., TUQ.) is one more line here.
/// </summary>
public static class Signers
{
    /// <summary>Those who may sign a form for the office, the first of them the usual one.</summary>
    public static async Task<IReadOnlyList<SigningPerson>> Of(Session s, string office, IPrintedForm form)
    {
        // A unit of the centre has no head of its own in the house: the leaders of the centre sign for it.
        var people = await s.Query<User>(
            $"""
            select {Users.Columns} from idn_users u where u.active = @yes and (u.office_code = @office or (u.office_code = @centre and u.role = @leader
                and exists (select 1 from org_offices o where o.code = @office and o.kind = 'CentralUnit' and o.known_to_at is null)))
            order by u.user_id
            """,
            new { office, yes = true, centre = Actor.CentreCode, leader = Role.CentreLeader });
        return [.. people.Where(p => Order(p.Role, form) >= 0).OrderBy(p => Order(p.Role, form)).Select(p => new SigningPerson(p.UserId, p.Role, SignerOf(p)))];
    }

    private static Signer SignerOf(User person) => person.Role switch
    {
        Role.ProvinceDeputy => new(person.Name, Text.Of("Papers.Title_deputy"), SigningForm.ForHead, Text.Of("Papers.Title_director")),
        Role.CentreLeader => new(person.Name, Text.Of("Papers.Title_leader")),
        Role.ProvinceDirector or Role.DistrictDirector => new(person.Name, Text.Of("Papers.Title_director")),
        _ => new(person.Name, Text.Of("Papers.Title_officer")),
    };

    /// <summary>Minutes are signed by those who held them: the officers come first, then their directors.</summary>
    private static int Order(string role, IPrintedForm form) => (role, form.Kind == PaperKind.Minutes) switch
    {
        (Role.DistrictOfficer or Role.CollectionOfficer or Role.Inspector, true) => 0,
        (Role.ProvinceDirector or Role.DistrictDirector or Role.CentreLeader, _) => 1,
        (Role.ProvinceDeputy, _) => 2,
        _ => -1,
    };
}

/// <summary>A person who may sign, as the signature block names them.</summary>
public sealed record SigningPerson(string UserId, string Role, Signer Signer);
