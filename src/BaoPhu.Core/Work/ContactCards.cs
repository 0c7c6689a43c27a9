using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;

namespace BaoPhu.Core.Work;

/// <summary>
/// The people behind an employer, shown whole only where the act needs them: to who has an open task that goes by that channel (taken, of an employer followed, or of the own
/// office), or for a quarter of an hour after asking with a purpose. Every look is noted; asking is an audit entry besides.
/// </summary>
public sealed class ContactCards(Db db, TimeProvider clock, ReadLog reads)
{
    /// <summary>What data may be asked for; the names are texts "PersonalData.Purpose_…".</summary>
    public static IReadOnlyList<string> Purposes { get; } = ["contact", "check", "complaint", "inspection", "correction"];

    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(15);
    private static readonly string[] ByPhone = ["phone", "zalo", "sms"];

    /// <summary>Channels that need the name and no number: whom one writes to, or visits.</summary>
    private static readonly string[] ByName = ["post", "visit", "meeting", "document", "email", "facebook"];

    /// <summary>The card of an employer as this person may see it now; notes the look. <paramref name="kind"/>: employer or task. Missing outside the scope.</summary>
    public async Task<ContactCard> Of(Actor actor, Scope scope, bool works, string province, string code, string kind)
    {
        var (card, outside) = await db.Read(async s =>
        {
            var employer = await Employers.Find(s, scope, province, code);
            var id = employer.EmployerId;
            var inCharge = await s.One<string>("select user_id from wrk_in_charge where subject_id = @id", new { id }) == actor.UserId;
            var tasks = await s.Query<WorkTask>("select t.channels, t.assignee, t.office_code from wrk_tasks t where t.subject_id = @id and t.state in ('open', 'started') and t.collective = false", new { id });
            var own = !works ? [] : tasks.Where(t => t.Assignee == actor.UserId || inCharge || (t.Assignee is null && t.OfficeCode == actor.OfficeCode)).SelectMany(t => t.ChannelList).ToHashSet(StringComparer.Ordinal);
            var since = new Instant(clock.Now().Milliseconds - (long)Shown.TotalMilliseconds);
            var asked = await s.One<long>(
                "select count(*) from aud_reads where subject_id = @id and user_id = @by and kind = 'unmask' and at > @since", new { id, by = actor.UserId, since }) > 0;
            var (phone, email) = (asked || own.Overlaps(ByPhone), asked || own.Contains("email"));
            var name = phone || email || own.Overlaps(ByName);
            var outside = !inCharge && employer.OfficeCode != actor.OfficeCode && !tasks.Exists(t => t.Assignee == actor.UserId);
            return (new ContactCard(
                name ? employer.ContactName : Masking.Name(employer.ContactName), phone ? employer.Phone : Masking.Phone(employer.Phone), email ? employer.Email : Masking.Email(employer.Email),
                phone, email, (phone || employer.Phone is null) && (email || employer.Email is null) && (name || employer.ContactName is null))
                {
                    Title = name ? employer.Name : (await HouseholdMask.Of(s, employer.Province, clock.Today())).Name(employer.Name), EmployerId = id,
                    NameWhole = name || employer.ContactName is null,
                },
                outside);
        });
        reads.Note(actor, card.EmployerId, kind, card.Phone is not null && card.PhoneWhole || card.Email is not null && card.EmailWhole, outside);
        return card;
    }

    /// <summary>How names of household businesses stand on the lists of a province; null: of the nation.</summary>
    public Task<HouseholdMask> Households(string? province) => db.Read(s => HouseholdMask.Of(s, province ?? Settings.NationScope, clock.Today()));

    /// <summary>Shows an employer's people whole to this person for a quarter of an hour. Refused: a purpose that is none. Missing outside the scope.</summary>
    public Task Unmask(Actor actor, Scope scope, string province, string code, string? purpose) => db.Write(async tx =>
    {
        if (purpose is null || !Purposes.Contains(purpose))
        {
            throw new Refusal("PersonalData.NeedPurpose");
        }

        var employer = await Employers.Find(tx, scope, province, code);
        var outside = employer.OfficeCode != actor.OfficeCode && await tx.One<string>("select user_id from wrk_in_charge where subject_id = @EmployerId", employer) != actor.UserId;
        await ReadLog.Write(tx, [new ReadLine(employer.EmployerId, clock.Now(), actor, "unmask", Whole: true, outside, purpose)]);
        await AuditTrail.Write(tx, clock, actor, "audit.unmask", "employer:" + employer.Key, new { purpose });
    });
}

/// <summary>Names of household businesses as persons' names, where a province or the nation wants it so (an internal rule).</summary>
public sealed class HouseholdMask
{
    public static readonly HouseholdMask None = new();
    private bool _masks;

    public string Name(string name) => _masks ? Masking.Household(name) : name;

    internal static async Task<HouseholdMask> Of(Session s, string province, DateOnly day) =>
        await Settings.Value(s, province, Settings.HouseholdNames, day) == "mask" ? new HouseholdMask { _masks = true } : None;
}

/// <summary>The people of an employer as they may be shown. Whole: the value is as it is, else masked; null: there is none.</summary>
public sealed record ContactCard(string? Name, string? Phone, string? Email, bool PhoneWhole, bool EmailWhole, bool AllWhole)
{
    internal long EmployerId { get; init; }

    /// <summary>The name of the contact is as it is, or there is none.</summary>
    public bool NameWhole { get; init; }

    /// <summary>The employer's name, masked like a person's where it is a household business and the rule says so.</summary>
    public string Title { get; init; } = "";
}
