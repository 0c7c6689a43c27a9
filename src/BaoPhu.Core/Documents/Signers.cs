using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Documents;

/// <summary>
/// Who may sign the papers of an office: its head, a deputy for the head (KT.), minutes also the officer who was there as the office's representative; and to whom the head delegated
/// signing by a paper, from day to day (NĐ 30/2020, Điều 13): a deputy signs KT., anybody else TUQ. TL. is given by an office's working rules to the heads of its units, not by such a
/// paper: it is printed where a delegation's data say so. The one place that answers it.
/// </summary>
public static class Signers
{
    /// <summary>Those who may sign a form for the office on a day, the first of them the usual one.</summary>
    public static async Task<IReadOnlyList<SigningPerson>> Of(Session s, string office, IPrintedForm form, DateOnly day)
    {
        // A unit of the centre has no head of its own in the house: the leaders of the centre sign for it.
        var people = await s.Query<User>(
            $"""
            select {Users.Columns} from idn_users u where u.active = @yes and (u.office_code = @office or (u.office_code = @centre and u.role = @leader
                and exists (select 1 from org_offices o where o.code = @office and o.kind = 'CentralUnit' and o.known_to_at is null)))
            order by u.user_id
            """,
            new { office, yes = true, centre = Actor.CentreCode, leader = Role.CentreLeader });
        var own = people.Where(p => Order(p.Role, form) >= 0).OrderBy(p => Order(p.Role, form)).Select(p => new SigningPerson(p.UserId, p.Role, SignerOf(p)));
        // Who signs for another cannot pass it on: only what a head gave counts.
        var folder = form is IOfficeForm ? "/documents/office" : "/documents/papers";
        var delegated = (await Delegations.GivenBy(s, people.Where(p => IsHead(p.Role)).Select(p => p.UserId), day)).Where(d => d.Covers(folder, "sign"))
            .GroupBy(d => d.ToUser, StringComparer.Ordinal)
            .Select(g => new SigningPerson(g.Key, g.First().ToRole, SignerOf(g.First(), office)) { DelegationIds = [.. g.Select(d => d.DelegationId)] });
        return [.. own.Concat(delegated).DistinctBy(p => p.UserId)];
    }

    /// <summary>Refuses anybody but the person the paper names as its signer, who must still be one of the office's: by role, or acting under a delegation that lets them sign.</summary>
    internal static async Task Require(Session tx, Actor actor, string office, IPrintedForm form, DateOnly day, (string Called, string SignerId, string SignerName) paper)
    {
        var signer = actor.UserId == paper.SignerId ? (await Of(tx, office, form, day)).FirstOrDefault(p => p.UserId == actor.UserId) : null;
        if (signer is null)
        {
            throw new Refusal("Papers.NotYoursToSign", paper.Called, paper.SignerName);
        }

        if (signer.DelegationIds.Count > 0 && !signer.DelegationIds.Contains(actor.Acting?.DelegationId ?? "", StringComparer.Ordinal))
        {
            throw new Refusal("Papers.SignWhileActing", paper.Called);
        }
    }

    private static Signer SignerOf(User person) => person.Role == Role.ProvinceDeputy
        ? new(person.Name, TitleOf(person.Role), SigningForm.ForHead, Text.Of("Papers.Title_director"))
        : new(person.Name, TitleOf(person.Role));

    private static Signer SignerOf(Delegation given, string office) => new(
        given.ToName, given.GivenOffice == office ? TitleOf(given.ToRole) : TitleOf(given.ToRole) + " " + given.ToOfficeName,
        given.Form switch { "KT." => SigningForm.ForHead, "TL." => SigningForm.ByOrder, _ => SigningForm.ByAuthorisation }, TitleOf(given.FromRole));

    private static string TitleOf(string role) => Text.Of(role switch
    {
        Role.ProvinceDeputy => "Papers.Title_deputy",
        Role.CentreLeader => "Papers.Title_leader",
        Role.ProvinceDirector or Role.DistrictDirector => "Papers.Title_director",
        _ => "Papers.Title_officer",
    });

    private static bool IsHead(string role) => role is Role.ProvinceDirector or Role.DistrictDirector or Role.CentreLeader;

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
public sealed record SigningPerson(string UserId, string Role, Signer Signer)
{
    /// <summary>The delegations that let the person sign, who must act under one of them; none: by the own role.</summary>
    public IReadOnlyList<string> DelegationIds { get; init; } = [];
}
