namespace BaoPhu.Core.Data;

/// <summary>Something that must always hold of the data. Check answers null when it does, else what breaks it, in words with the first cases.</summary>
public sealed record Invariant(string Name, Func<Session, Task<string?>> Check)
{
    /// <summary>The usual kind: a query that must find nothing; what it finds (a text column "broken") is listed.</summary>
    public static Invariant Nothing(string name, string sql) => new(name, async s =>
    {
        var found = await s.Query<string>(sql + " limit 10");
        return found.Count == 0 ? null : string.Join("; ", found);
    });
}
