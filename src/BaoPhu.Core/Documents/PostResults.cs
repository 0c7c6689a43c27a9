using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Core.Documents;

/// <summary>
/// What the post answers of the items that were handed over: kept as evidence of the paper, the end of its message, and on the task the outcome that its row has for it. Where the row has
/// none, a line in the task's history tells the person in charge, whose next act it is.
/// </summary>
internal sealed class PostResults(Db db, TimeProvider clock) : IPostedItems
{
    private readonly TaskRecords _records = new(db, clock, new PlanningPass(db, clock, []));

    /// <summary>The items of a province's employers in the scope that stand on manifests, by code, with what the post has answered already.</summary>
    public async Task<IReadOnlyDictionary<string, PostedItem>> Items(Session s, Scope scope, string province, IReadOnlyCollection<string> codes)
    {
        var (first, last) = EmployerKey.Range(province);
        var items = (await s.Query<PaperItem>(
            "select p.subject_id, p.paper_no, p.act, p.occurrence, p.form, p.label, p.item_code, p.sent_at from doc_papers p join reg_employers e on e.employer_id = p.subject_id"
            + " where p.item_code {any:codes} and p.subject_id between @first and @last and " + scope.On("e"),
            new { codes = s.List(codes), first, last })).ToDictionary(p => p.ItemCode, StringComparer.Ordinal);
        foreach (var known in await s.Query<ItemResult>(
            $"select {ItemResult.Columns} from doc_item_results r where r.subject_id {{any:subjects}} order by r.subject_id, r.paper_no, r.result_no", new { subjects = s.List(items.Values.Select(i => i.SubjectId).Distinct()) }))
        {
            if (items.TryGetValue(known.ItemCode, out var item))
            {
                item.Known.Add(known);
            }
        }

        return items.ToDictionary(i => i.Key, i => (PostedItem)i.Value, StringComparer.Ordinal);
    }

    /// <summary>Writes answers that are new, in the caller's transaction and under its lock of the province's planning.</summary>
    public async Task Record(Session tx, Actor actor, string runId, IReadOnlyList<(PostedItem Item, PostalAnswer Answer)> posted)
    {
        var answers = posted.Select(p => (Item: (PaperItem)p.Item, p.Answer)).ToList();
        var now = clock.Now();
        var numbers = answers.GroupBy(a => a.Item).ToDictionary(g => g.Key, g => g.Key.Known.Count);
        using (var rows = tx.BulkInto("doc_item_results", "subject_id", "paper_no", "result_no", "item_code", "result", "happened_on", "receiver", "note", "import_run", "recorded_by", "recorded_at"))
        {
            foreach (var (item, answer) in answers)
            {
                rows.StartRow();
                rows.Write(item.SubjectId);
                rows.Write(item.PaperNo);
                rows.Write((short)++numbers[item]);
                rows.Write(item.ItemCode);
                rows.Write(PostalResults.Of(answer.Result));
                rows.Write(answer.On);
                rows.Write(answer.Receiver);
                rows.Write(answer.Note);
                rows.Write(runId);
                rows.Write(actor.UserId);
                rows.Write(now.Milliseconds);
            }

            rows.Complete();
        }

        var ends = answers.Where(a => a.Item.Known.Count == 0).DistinctBy(a => a.Item).ToList();
        await PostalMessages.Answered(tx, clock, actor, ends.ConvertAll(a => (a.Item.SubjectId, a.Item.ItemCode, a.Answer.Result, Words(a.Item, a.Answer))));
        foreach (var (item, answer) in answers)
        {
            await tx.Execute("update doc_papers set version = version + 1 where subject_id = @SubjectId and paper_no = @PaperNo", item);
            await tx.Execute(
                """
                insert into doc_paper_events (subject_id, paper_no, seq, at, user_id, event, detail)
                select p.subject_id, p.paper_no, p.version, @now, @by, @what, @detail from doc_papers p where p.subject_id = @SubjectId and p.paper_no = @PaperNo
                """,
                new { item.SubjectId, item.PaperNo, now, by = actor.UserId, what = "post-" + PostalResults.Of(answer.Result), detail = TaskEvents.Write(new { note = Words(item, answer) }) });
        }

        foreach (var (item, answer) in ends)
        {
            await Tell(tx, actor, item, answer);
        }
    }

    /// <summary>Records the outcome that the task's row has for the answer; where it has none, or somebody else records the task, the answer stands in its history.</summary>
    private async Task Tell(Session tx, Actor actor, PaperItem item, PostalAnswer answer)
    {
        var task = await Work.Tasks.Find(tx, Scope.Nation, item.TaskKey);
        if (OutcomeOf(answer.Result) is { } outcome && task.Ordered?.Act.Outcomes.FirstOrDefault(o => o.Outcome == outcome) is { } wanted && task.TaskState is TaskState.Open or TaskState.Started && !task.Held && !PaperNeeds.Beside.Contains(item.Form))
        {
            try
            {
                await _records.Record(tx, actor, Scope.Nation, task.Key.ToString(), new ContactRecord(task.Version, MessageChannels.Post, wanted.Outcome, Words(item, answer)));
                return;
            }
            catch (Refusal refusal)
            {
                // What the post answered is a fact whatever the task allows: it stands in its history with the reason, and the task stays with its officer.
                await TaskNotes.Add(tx, clock, actor, task, "post-answered", Words(item, answer) + " " + refusal.Message);
                return;
            }
        }

        await TaskNotes.Add(tx, clock, actor, task, "post-answered", Words(item, answer));
    }

    /// <summary>
    /// The outcome of a row that says the same; null: none does. Who would not take an item has not refused to pay, which is what a row's "refused" means: what follows is for the person in charge.
    /// </summary>
    private static string? OutcomeOf(PostalResult result) => result switch
    {
        PostalResult.Delivered => "delivered",
        PostalResult.NotAtAddress => "not-at-address",
        PostalResult.Returned => "returned",
        _ => null,
    };

    /// <summary>The answer in one line, as histories and notes have it.</summary>
    internal static string Words(PostedItem item, PostalAnswer answer) => string.Join(' ', ((string[])
    [
        Text.Of("Papers.PostAnswer", Text.Of("Papers.PostResult_" + PostalResults.Of(answer.Result)), answer.On.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), item.ItemCode),
        answer.Receiver.Length > 0 ? Text.Of("Papers.PostReceiver", answer.Receiver) : "", answer.Note,
    ]).Where(w => w.Length > 0));
}

/// <summary>An item of a manifest: a paper of an employer.</summary>
internal sealed class PaperItem : PostedItem
{
    public int PaperNo { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string Form { get; init; } = "";
    public TaskKey TaskKey => new(SubjectId, Act, Occurrence);
}

/// <summary>What the post answered, as it is kept.</summary>
internal sealed class ItemResult
{
    internal const string Columns = "r.subject_id, r.paper_no, r.result_no, r.item_code, r.result, r.happened_on, r.receiver, r.note, r.import_run, r.recorded_at";

    public long SubjectId { get; init; }
    public int PaperNo { get; init; }
    public short ResultNo { get; init; }
    public string ItemCode { get; init; } = "";
    public string Result { get; init; } = "";
    public DateOnly HappenedOn { get; init; }
    public string Receiver { get; init; } = "";
    public string Note { get; init; } = "";
    public string? ImportRun { get; init; }
    public Instant RecordedAt { get; init; }
}
