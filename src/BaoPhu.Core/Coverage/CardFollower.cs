using BaoPhu.Core.Data;
using BaoPhu.Core.Imports;

namespace BaoPhu.Core.Coverage;

/// <summary>A file of cards checks off whom it gives one; a file of a budget list or of persons shows who needs one: in the transaction of the import.</summary>
public sealed class CardFollower : IImportFollower
{
    public Task Imported(Session tx, string kind, string province, Instant now) =>
        kind is ImportKinds.Cards or ImportKinds.Entitled or ImportKinds.Persons or ImportKinds.Participations ? CardNeeds.Recount(tx, province, now) : Task.CompletedTask;
}
