using BaoPhu.Core.Identity;

namespace BaoPhu.Core.Documents;

/// <summary>
/// What is done to every numbered paper alike, whatever it is about. <c>version</c>: the changes the person saw. Refused: a paper changed since, an act that its state does not allow.
/// Missing: a paper outside the scope.
/// </summary>
public interface IPaperActs
{
    /// <summary>By the signer it names, or who acts for them.</summary>
    Task Sign(Actor actor, Scope scope, string key, int version);

    /// <summary>Its number stays used.</summary>
    Task Void(Actor actor, Scope scope, string key, int version, string? reason);

    /// <summary>A draft only: it has no number yet.</summary>
    Task Discard(Actor actor, Scope scope, string key, int version);
}
