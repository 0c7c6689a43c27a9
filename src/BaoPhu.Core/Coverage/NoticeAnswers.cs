using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// What the post answers of notices to units: kept with day, receiver and reason, the first answer as the notice's outcome, each a line of the unit's history. That nobody was at the address marks
/// nothing by itself: it is the ground that is offered with that step.
/// </summary>
public sealed class NoticeAnswers(TimeProvider clock, UnitCases cases) : IPostedItems
{
    public async Task<IReadOnlyDictionary<string, PostedItem>> Items(Session tx, Scope scope, string province, IReadOnlyCollection<string> codes)
    {
        // Before anything of the file is written: the units' lock comes before that of the audit chain.
        await tx.Lock(Units.LockOf(province));
        var items = (await tx.Query<NoticeItem>(
            $$"""
            select n.subject_id, n.run_id, n.item_code, n.outcome as by_hand, p.label, p.sent_at, u.province
            from cov_notice_units n join cov_units u on u.subject_id = n.subject_id join doc_office_papers p on p.paper_id = n.paper_id
            where n.item_code {any:codes} and u.province = @province and {{scope.OnOffice("u")}}
            """,
            new { codes = tx.List(codes), province })).ToDictionary(i => i.ItemCode, StringComparer.Ordinal);
        foreach (var known in await tx.Query<ItemResult>(
            "select r.subject_id, 0 as paper_no, r.result_no, r.item_code, r.result, r.happened_on, r.receiver, r.note, r.import_run, r.recorded_at from cov_notice_results r where r.subject_id {any:subjects} order by r.subject_id, r.run_id, r.result_no",
            new { subjects = tx.List(items.Values.Select(i => i.SubjectId).Distinct()) }))
        {
            items.GetValueOrDefault(known.ItemCode)?.Known.Add(known);
        }

        return items.ToDictionary(i => i.Key, i => (PostedItem)i.Value, StringComparer.Ordinal);
    }

    public async Task Record(Session tx, Actor actor, string runId, IReadOnlyList<(PostedItem Item, PostalAnswer Answer)> answers)
    {
        var (now, numbers) = (clock.Now(), new Dictionary<PostedItem, int>());
        foreach (var (posted, answer) in answers)
        {
            var item = (NoticeItem)posted;
            var number = numbers[item] = numbers.GetValueOrDefault(item, item.Known.Count) + 1;
            var result = PostalResults.Of(answer.Result);
            await tx.Execute(
                """
                insert into cov_notice_results (subject_id, run_id, result_no, item_code, result, happened_on, receiver, note, import_run, recorded_by, recorded_at)
                values (@SubjectId, @RunId, @number, @ItemCode, @result, @On, @Receiver, @Note, @import, @UserId, @now)
                """,
                new { item.SubjectId, item.RunId, number = (short)number, item.ItemCode, result, answer.On, answer.Receiver, answer.Note, import = runId, actor.UserId, now });
            if (number == 1)
            {
                await tx.Execute("update cov_notice_units set outcome = @result, updated_at = @now where subject_id = @SubjectId and run_id = @RunId", new { result, now, item.SubjectId, item.RunId });
            }

            await cases.Tell(tx, actor, item.Province, item.SubjectId, FoundNobody(answer) ? UnitEvent.NobodyThere : "post-" + result, PostResults.Words(item, answer));
            await AuditTrail.Write(tx, clock, actor, "coverage.notice-outcome", "unit:" + new Unit { SubjectId = item.SubjectId }.Id, new { outcome = result, item.Label, item.ItemCode, import = runId });
        }
    }

    /// <summary>Said as the result, or as the reason of a return.</summary>
    private static bool FoundNobody(PostalAnswer answer) =>
        answer.Result == PostalResult.NotAtAddress || (answer.Result == PostalResult.Returned && PostalResults.TryRead(answer.Note, out var reason) && reason == PostalResult.NotAtAddress);

    private sealed class NoticeItem : PostedItem
    {
        public string RunId { get; init; } = "";
        public string Province { get; init; } = "";
    }
}
