using BaoPhu.Core.Data;

namespace BaoPhu.Core.Imports;

/// <summary>A module above the imports that counts anew what a file has changed, in the same transaction: with the data or not at all.</summary>
public interface IImportFollower
{
    Task Imported(Session tx, string kind, string province, Instant now);
}
