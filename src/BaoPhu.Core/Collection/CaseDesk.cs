using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Collection;

/// <summary>
/// Where the steps of a procedure are done that keep records of their own beside the case: each begins with the key of the procedure's act and the planning lock of the province.
/// <paramref name="act"/>: that act.
/// </summary>
public abstract class CaseDesk(string act)
{
    /// <summary>Refused as missing: the key of another act.</summary>
    internal static TaskKey KeyOf(string key, string act) =>
        TaskKey.Parse(key) is var parsed && parsed.Act == act ? parsed : throw new Refusal("Work.NoTask", key) { Kind = RefusalKind.Missing };

    private protected TaskKey KeyOf(string key) => KeyOf(key, act);

    /// <summary>The task, after the lock that stands before every row. Missing: a task outside the scope.</summary>
    private protected async Task<(TaskKey Key, WorkTask Task)> Locked(Session tx, Scope scope, string key)
    {
        var parsed = KeyOf(key);
        await tx.Lock(PlanningPass.LockOf(EmployerKey.Province(parsed.SubjectId)));
        return (parsed, await Tasks.Find(tx, scope, parsed));
    }

    /// <summary>Writes into the record of a case: <c>Set(tx, key, "update col_claims set sent_on = @today", new { today })</c>.</summary>
    private protected static Task<int> Set(Session tx, TaskKey key, string update, object values)
    {
        var args = new Dapper.DynamicParameters(values);
        args.Add("ofSubject", key.SubjectId);
        args.Add("ofAct", key.Act);
        args.Add("ofOccurrence", key.Occurrence);
        return tx.Execute($"{update} where subject_id = @ofSubject and act = @ofAct and occurrence = @ofOccurrence", args);
    }

    /// <summary>The day by which the next step is to be done, for a step that leaves it as it is.</summary>
    private protected static Task<DateOnly?> DueOf(Session s, TaskKey key) =>
        s.One<DateOnly?>("select c.due_on from col_cases c where c.subject_id = @SubjectId and c.act = @Act and c.occurrence = @Occurrence", key);

    /// <summary>Number and symbol of the last paper of a form, "" while it has none.</summary>
    private protected static async Task<string> LabelOf(Session s, TaskKey key, string form) => (await TaskPapers.Of(s, key)).Find(p => p.Form == form && p.Label.Length > 0)?.Label ?? "";

    /// <summary>What a person must have said; refused with <paramref name="otherwise"/> where nothing is left of it.</summary>
    private protected static string Said(string? text, string otherwise) => VietnameseText.Normalise(text ?? "") is { Length: > 0 } said ? said : throw new Refusal(otherwise);
}
