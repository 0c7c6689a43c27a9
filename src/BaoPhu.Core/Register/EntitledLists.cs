using BaoPhu.Core.Data;

namespace BaoPhu.Core.Register;

/// <summary>Which rows of the budget lists stand in the newest list of their year, group and commune: who is left out of it stays known.</summary>
internal static class EntitledLists
{
    /// <summary>
    /// The rows of a file (staged in <paramref name="staged"/>) are the whole list of each year, group and commune that it tells: who is known of these and not in it is left out from now on, who is in it
    /// again is not.
    /// </summary>
    public static async Task Mark(Session tx, string province, string staged, Instant now)
    {
        await tx.Execute(
            $"update reg_entitled set left_at = null where province = @province and left_at is not null and subject_id in (select s.subject_id from {staged} s)", new { province });
        await tx.Execute(
            $"""
            update reg_entitled set left_at = @now where province = @province and left_at is null
                and (list_year, grp, commune_code) in (select distinct s.list_year, s.grp, s.commune_code from {staged} s) and subject_id not in (select s.subject_id from {staged} s)
            """,
            new { province, now });
    }
}
