using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Messaging;

/// <summary>
/// Where an employer answers a message about its debt: the value of the place "lien_ket". A module above knows what may be answered and gives the addresses, in the transaction that puts
/// the messages into the outbox.
/// </summary>
public interface IAnswerAddresses
{
    /// <summary>The whole address for each task.</summary>
    Task<IReadOnlyDictionary<TaskKey, string>> Of(Session tx, Actor actor, IReadOnlyCollection<TaskKey> tasks);
}
