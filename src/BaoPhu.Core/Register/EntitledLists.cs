using BaoPhu.Core.Data;

namespace BaoPhu.Core.Register;

/// <summary>Which rows of the budget lists stand in the newest list of their year, group and commune: who is left out of it stays known.</summary>
internal static class EntitledLists
{
    /// <summary>
    /// The rows of a file (staged in <paramref name="staged"/>) are the whole list of each year, group and commune that it tells: who is known of these and not in it is left out from now on, who is in it
    /// again is not. Not <paramref name="whole"/>: nobody is left out by it.
    /// </summary>
    public static async Task Mark(Session tx, string province, string staged, bool whole, Instant now)
    {
        await tx.Execute(
            $"update reg_entitled set left_at = null where province = @province and left_at is not null and subject_id in (select s.subject_id from {staged} s)", new { province });
        if (!whole)
        {
            return;
        }

        await tx.Execute(
            $"""
            update reg_entitled set left_at = @now where province = @province and left_at is null
                and (list_year, grp, commune_code) in (select distinct s.list_year, s.grp, s.commune_code from {staged} s) and subject_id not in (select s.subject_id from {staged} s)
            """,
            new { province, now });
    }

    /// <summary>The list of a year, group and commune that the file would leave most people out of, with how many it tells; Gone 0: none.</summary>
    public static Task<(string Commune, string Group, long Told, long Gone)> MostLeftOut(Session tx, string province, string staged) => tx.One<(string, string, long, long)>(
        $"""
        select f.commune_code, f.grp, f.told, f.gone from (
            select s.commune_code, s.grp, s.told,
                (select count(*) from reg_entitled e where e.province = @province and e.list_year = s.list_year and e.grp = s.grp and e.commune_code = s.commune_code and e.left_at is null
                    and e.subject_id not in (select i.subject_id from {staged} i)) as gone
            from (select list_year, grp, commune_code, count(*) as told from {staged} group by list_year, grp, commune_code) s) f
        where f.gone > 0 order by f.gone - f.told desc, f.commune_code, f.grp limit 1
        """,
        new { province });
}
