using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;

namespace BaoPhu.Core.Documents;

/// <summary>
/// Who opened papers: what a paper says of an employer (name, address, debt, of minutes the people) stands in it unmasked, so each look is noted like one at the employer's page.
/// </summary>
public sealed class PaperReads(Db db, TimeProvider clock, ReadLog reads)
{
    /// <summary>Notes that a paper, or a file of it, was opened. Missing outside the scope.</summary>
    public async Task Note(Actor actor, Scope scope, string key)
    {
        var line = (await db.Read(async s => await Lines(s, actor, [await Papers.Find(s, scope, PaperKey.Parse(key))], "paper", clock.Now()))).Single();
        reads.Note(actor, line.SubjectId, line.Kind, line.Whole, line.Outside);
    }

    /// <summary>
    /// A line for each employer of the papers. Outside the reader's care: neither the employer nor a paper is of the reader's office, and the reader neither follows the employer nor made or signs
    /// a paper.
    /// </summary>
    internal static async Task<IReadOnlyList<ReadLine>> Lines(Session s, Actor actor, IReadOnlyList<Paper> papers, string kind, Instant now)
    {
        var bySubject = papers.ToLookup(p => p.SubjectId);
        var cared = (await s.Query<long>(
            """
            select e.employer_id from reg_employers e left join wrk_in_charge c on c.subject_id = e.employer_id
            where e.employer_id {any:ids} and (e.office_code = @OfficeCode or c.user_id = @UserId)
            """,
            new { ids = s.List(bySubject.Select(p => p.Key)), actor.OfficeCode, actor.UserId })).ToHashSet();
        return [.. bySubject.Select(of => new ReadLine(of.Key, now, actor, kind, Whole: true, Outside: !cared.Contains(of.Key) && !of.Any(p => IsOwn(p, actor)), null))];
    }

    private static bool IsOwn(Paper paper, Actor actor) => paper.Issuer == actor.OfficeCode || paper.MadeBy == actor.UserId || paper.SignerId == actor.UserId;
}
