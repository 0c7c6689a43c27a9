using BaoPhu.Core.Data;

namespace BaoPhu.Core.Register;

/// <summary>Settlement figures of insurance that the budget pays or supports, as the files gave them.</summary>
public static class Settlements
{
    /// <summary>Of one body, the last quarter first. <paramref name="quarter"/> yyyyq; null: all.</summary>
    public static Task<List<Settlement>> Of(Session s, long employerId, int? quarter = null) => s.Query<Settlement>(
        """
        select m.quarter, m.grp, m.cards, m.person_months, m.due, m.own, m.transferred from reg_settlements m
        where m.employer_id = @employerId and (cast(@quarter as integer) is null or m.quarter = @quarter) order by m.quarter desc, m.grp
        """,
        new { employerId, quarter });
}

/// <summary>One group of a body in a quarter. Due: the budget's part; own: what the people pay. Đồng.</summary>
public sealed class Settlement
{
    public int Quarter { get; init; }
    public string Grp { get; init; } = "";
    public long Cards { get; init; }
    public long PersonMonths { get; init; }
    public long Due { get; init; }
    public long Own { get; init; }
    public long Transferred { get; init; }
    public long Rest => Due - Transferred;
}
