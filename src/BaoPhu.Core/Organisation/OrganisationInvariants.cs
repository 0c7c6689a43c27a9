using BaoPhu.Core.Data;

namespace BaoPhu.Core.Organisation;

/// <summary>What must always hold of offices, places and levels.</summary>
public static class OrganisationInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        Invariant.Nothing("level-in-1-to-4", "select announcement_id as broken from org_levels where level is not null and level not between 1 and 4"),
        Invariant.Nothing(
            "level-announced-once",
            """
            select locality_code || ' @ ' || cast(from_at as text) as broken from org_levels where known_to_at is null
            group by locality_code, from_at having count(*) > 1
            """),
        Invariant.Nothing(
            "level-of-a-known-place",
            "select a.announcement_id as broken from org_levels a where not exists (select 1 from org_localities l where l.code = a.locality_code)"),
        Invariant.Nothing(
            "office-once",
            "select code as broken from org_offices where known_to_at is null and valid_to is null group by code having count(*) > 1"),
        Invariant.Nothing(
            "office-has-parent",
            """
            select o.code as broken from org_offices o where o.parent_code is not null and o.known_to_at is null
                and not exists (select 1 from org_offices p where p.code = o.parent_code)
            """),
        Invariant.Nothing(
            "locality-has-parent",
            """
            select l.code as broken from org_localities l where l.parent_code is not null
                and not exists (select 1 from org_localities p where p.code = l.parent_code)
            """),
    ];
}
