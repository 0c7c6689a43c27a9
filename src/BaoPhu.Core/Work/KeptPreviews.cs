using BaoPhu.Core.Data;

namespace BaoPhu.Core.Work;

/// <summary>
/// The last answers of previews, each good as long as its ground stands still: whoever opens the page again does not make the dry run again. A few are kept; their size depends on
/// the rule table and the staff, never on the tasks. A kept answer is no promise: the confirmation works everything out anew and holds it against the digest.
/// </summary>
public sealed class KeptPreviews
{
    /// <summary>Answers kept at most.</summary>
    public const int Most = 8;

    private readonly Lock _gate = new();

    /// <summary>The newest last.</summary>
    private readonly List<(string Question, string Ground, SwitchPreview Answer)> _kept = [];

    /// <summary>
    /// What the answer rests on, as a text that moves with it: tasks of the province, every act of its offices and of those above them, the announcements begun and the day.
    /// </summary>
    internal static async Task<string> Ground(Session s, SwitchQuestion question) => question.At.Day.DayNumber + "|" + await s.One<string>(
        """
        select (select cast(coalesce(sum(c.changes), 0) as text) from wrk_task_changes c where c.province = @Province) || '|' ||
            (select cast(coalesce(sum(a.seq), 0) as text) from aud_chains a where not exists (
                select 1 from org_offices o where o.code = a.office_code and o.province is not null and o.province <> @Province)) || '|' ||
            (select cast(count(*) as text) from org_levels l where l.province = @Province and l.from_at <= @At)
        """,
        new { question.Province, question.At });

    public SwitchPreview? Find(string question, string ground)
    {
        lock (_gate)
        {
            return _kept.Find(k => k.Question == question && k.Ground == ground).Answer;
        }
    }

    public void Keep(string question, string ground, SwitchPreview answer)
    {
        lock (_gate)
        {
            _kept.RemoveAll(k => k.Question == question);
            _kept.Add((question, ground, answer));
            if (_kept.Count > Most)
            {
                _kept.RemoveAt(0);
            }
        }
    }

    public void Forget(string question)
    {
        lock (_gate)
        {
            _kept.RemoveAll(k => k.Question == question);
        }
    }
}
