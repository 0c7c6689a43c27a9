using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Documents;

/// <summary>Who keeps items that were handed to the post: the post's delivery file is judged alike for all of them, and each writes the answers to its own.</summary>
public interface IPostedItems
{
    /// <summary>Those of the codes that are items of the province in the scope, by code, with what the post has answered already. Takes the locks that <see cref="Record"/> needs.</summary>
    Task<IReadOnlyDictionary<string, PostedItem>> Items(Session tx, Scope scope, string province, IReadOnlyCollection<string> codes);

    /// <summary>Writes answers that are new to items which it named, in the caller's transaction and under its lock of the province's planning.</summary>
    Task Record(Session tx, Actor actor, string runId, IReadOnlyList<(PostedItem Item, PostalAnswer Answer)> answers);
}

/// <summary>An item that stands, or stood, on a list for the post. Not handed over while <see cref="SentAt"/> is null.</summary>
public class PostedItem
{
    public long SubjectId { get; init; }
    public string Label { get; init; } = "";
    public string ItemCode { get; init; } = "";
    public Instant? SentAt { get; init; }

    /// <summary>What a person recorded before the post answered, delivered or returned; null: nothing.</summary>
    public string? ByHand { get; init; }
    internal List<ItemResult> Known { get; } = [];
}

/// <summary>An answer of the post as its file tells it; receiver and note empty where it says nothing.</summary>
public sealed record PostalAnswer(PostalResult Result, DateOnly On, string Receiver, string Note);
