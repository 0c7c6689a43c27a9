using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;

namespace BaoPhu.Core.Register;

/// <summary>Whom one speaks to at an employer, as a person changed it; what stood there before is kept.</summary>
internal static class EmployerContacts
{
    /// <summary>
    /// Puts another contact in the place of the one in force, within the caller's transaction. A telephone or e-mail that is null stays as it is. The audit entry is the caller's.
    /// </summary>
    /// <param name="source">What the change rests on: "answer 79-TA0001A-3".</param>
    public static async Task Change(Session tx, TimeProvider clock, Actor actor, long employerId, string name, string? phone, string? email, string source)
    {
        var row = new { employerId, name, phone, email, source, by = actor.UserId, now = clock.Now() };
        await tx.Execute(
            """
            insert into reg_contact_changes (employer_id, change_no, contact_name, phone, email, source, changed_by, changed_at)
            select e.employer_id, (select coalesce(max(c.change_no), 0) + 1 from reg_contact_changes c where c.employer_id = e.employer_id), e.contact_name, e.phone, e.email, @source, @by, @now
            from reg_employers e where e.employer_id = @employerId
            """,
            row);
        await tx.Execute(
            "update reg_employers set contact_name = @name, phone = coalesce(@phone, phone), email = coalesce(@email, email), updated_at = @now where employer_id = @employerId", row);
    }
}
