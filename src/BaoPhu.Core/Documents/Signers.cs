using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Documents;

/// <summary>
/// Who may sign the papers of an office: its director, a deputy for the director (KT.), minutes also the officer who was there as the office's representative; and to whom the director
/// delegated signing by a paper, from day to day (NĐ 30/2020, Điều 13): a deputy signs KT., anybody else TUQ. TL. is given by an office's working rules to the heads of its units, not
/// by such a paper: it is printed where a delegation's data say so. The one place that answers it.
/// </summary>
public static class Signers
{
    /// <summary>Those who may sign a form for the office on a day, the first of them the usual one.</summary>
    public static async Task<IReadOnlyList<SigningPerson>> Of(Session s, string office, IForm form, DateOnly day)
    {
        var people = await s.Query<User>($"select {Users.Columns} from idn_users u where u.office_code = @office and u.active = @yes order by u.user_id", new { office, yes = true });
        var own = people.Where(p => Order(p.Role, form) >= 0).OrderBy(p => Order(p.Role, form)).Select(p => new SigningPerson(p.UserId, p.Role, SignerOf(p)));
        var delegated = (await Delegations.OfOffice(s, office, day)).Where(d => IsHead(d.FromRole) && d.Covers("/documents/papers", "sign"))
            .GroupBy(d => d.ToUser, StringComparer.Ordinal)
            .Select(g => new SigningPerson(g.Key, g.First().ToRole, SignerOf(g.First(), office)) { DelegationIds = [.. g.Select(d => d.DelegationId)] });
        return [.. own.Concat(delegated).DistinctBy(p => p.UserId)];
    }

    private static Signer SignerOf(User person) => person.Role == Role.ProvinceDeputy
        ? new(person.Name, TitleOf(person.Role), SigningForm.ForHead, Text.Of("Papers.Title_director"))
        : new(person.Name, TitleOf(person.Role));

    private static Signer SignerOf(Delegation given, string office) => new(
        given.ToName, given.GivenOffice == office ? TitleOf(given.ToRole) : TitleOf(given.ToRole) + " " + given.ToOfficeName,
        given.Form switch { "KT." => SigningForm.ForHead, "TL." => SigningForm.ByOrder, _ => SigningForm.ByAuthorisation }, Text.Of("Papers.Title_director"));

    private static string TitleOf(string role) => Text.Of(role switch
    {
        Role.ProvinceDeputy => "Papers.Title_deputy",
        Role.ProvinceDirector or Role.DistrictDirector => "Papers.Title_director",
        _ => "Papers.Title_officer",
    });

    /// <summary>Who signs for another cannot pass it on: only what the head himself gave counts.</summary>
    private static bool IsHead(string role) => role is Role.ProvinceDirector or Role.DistrictDirector;

    /// <summary>Minutes are signed by those who held them: the officers come first, then their directors.</summary>
    private static int Order(string role, IForm form) => (role, form.Kind == PaperKind.Minutes) switch
    {
        (Role.DistrictOfficer or Role.CollectionOfficer or Role.Inspector, true) => 0,
        (Role.ProvinceDirector or Role.DistrictDirector, _) => 1,
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
