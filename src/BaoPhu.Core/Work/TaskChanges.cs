using BaoPhu.Core.Data;

namespace BaoPhu.Core.Work;

/// <summary>
/// Every change of tasks is noted here in its own transaction: a number per office, and one per province for what concerns it whole. A count of tasks that was made at
/// these numbers holds exactly as long as they stand still (<see cref="TaskFigures"/>). A class that writes wrk_tasks without noting it fails the house's tests.
/// </summary>
internal static class TaskChanges
{
    /// <summary>A task of the office changed.</summary>
    public static Task Note(Session tx, string province, string officeCode) => tx.Execute(
        """
        insert into wrk_task_changes as c (province, office_code, changes) values (@province, @officeCode, 1)
        on conflict (province, office_code) do update set changes = c.changes + 1
        """,
        new { province, officeCode });

    /// <summary>Tasks of the whole province changed, or who follows its employers.</summary>
    public static Task NoteProvince(Session tx, string province) => Note(tx, province, "");

    /// <summary>Tasks of these offices (packed codes) changed; of many at once: of the province.</summary>
    public static async Task Note(Session tx, string province, IReadOnlyCollection<ulong> offices)
    {
        if (offices.Count > 4)
        {
            await NoteProvince(tx, province);
            return;
        }

        foreach (var office in offices)
        {
            await Note(tx, province, PackedCode.Text(office));
        }
    }
}
