using BaoPhu.Core.Data;

namespace BaoPhu.Core.Organisation;

/// <summary>Which province each province became (Reference/province-successors.csv). A code may name another province after the day: every line is dated.</summary>
public static class Successors
{
    /// <summary>The changes of provinces after one day and up to another, by the code of before.</summary>
    internal static async Task<Dictionary<string, Successor>> Between(Session s, DateOnly after, DateOnly upTo) => (await s.Query<Successor>(
        "select x.before_code, x.valid_from, x.after_code, x.after_name, x.clause, x.verified from org_successors x where x.valid_from > @after and x.valid_from <= @upTo order by x.before_code",
        new { after, upTo })).ToDictionary(x => x.BeforeCode, StringComparer.Ordinal);
}

/// <summary>A province's change. <see cref="Verified"/>: held against the text of the law.</summary>
public sealed class Successor
{
    public string BeforeCode { get; init; } = "";
    public DateOnly ValidFrom { get; init; }
    public string AfterCode { get; init; } = "";
    public string AfterName { get; init; } = "";
    public string Clause { get; init; } = "";
    public bool Verified { get; init; }
}
