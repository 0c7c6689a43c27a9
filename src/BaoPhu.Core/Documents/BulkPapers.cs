using System.Text.Encodings.Web;
using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Core.Documents;

/// <summary>
/// One form for a list of tasks, made and numbered in the background. The work goes in stretches, each a transaction of its own with its audit entry; a task that has its paper
/// already is passed over, so that a run that was killed goes on where it stopped and doubles nothing.
/// </summary>
public sealed class BulkPapers(Db db, TimeProvider clock) : IJob
{
    public const string Name = "papers";

    /// <summary>Tasks of one run: the list is kept with the order.</summary>
    public const int MostTasks = 20_000;

    /// <summary>Papers of one transaction: long enough to be quick, short enough that others of the province do not wait.</summary>
    public int Stretch { get; init; } = 200;

    string IJob.Kind => Name;

    /// <summary>The open tasks of a list that may produce the form and have none yet, in the order of the list, at most <see cref="MostTasks"/>.</summary>
    public async Task<IReadOnlyList<WorkTask>> Candidates(Scope scope, TaskFilter filter, string form)
    {
        var (found, tasks) = (FormBook.Find(form), new List<WorkTask>());
        await db.ReadConsistently(async s =>
        {
            var present = (await s.Query<Paper>(
                $"select p.subject_id, p.act, p.occurrence from doc_papers p join reg_employers e on e.employer_id = p.subject_id where p.form = @form and p.state {{any:live}} and {scope.On("e")}",
                new { form, live = s.List(Papers.LiveStates) })).Select(p => p.TaskKey).ToHashSet();
            await new Work.Tasks(db, clock).Each(s, scope, filter, t =>
            {
                if (!present.Contains(t.Key) && found.Acts.Contains(t.Act) && t.TaskState is TaskState.Open or TaskState.Started && tasks.Count < MostTasks)
                {
                    tasks.Add(t);
                }
            });
            return 0;
        });
        return tasks;
    }

    /// <summary>Queues a run and returns its id. Refused: no tasks, too many, tasks of more than one province, a person who may not sign.</summary>
    public Task<string> Start(Actor actor, Scope scope, BulkOrder order) => db.Write(async tx =>
    {
        var form = FormBook.Find(order.Form);
        var keys = order.Tasks.Select(TaskKey.Parse).ToList();
        if (keys.Count is 0 or > MostTasks)
        {
            throw new Refusal("Papers.BulkCount", MostTasks);
        }

        var province = EmployerKey.Province(keys[0].SubjectId);
        if (keys.Exists(k => EmployerKey.Province(k.SubjectId) != province) || !scope.Covers(province))
        {
            throw new Refusal("Papers.BulkOneProvince");
        }

        var first = await Work.Tasks.Find(tx, scope, keys[0]);
        var issuer = await Papers.IssuerOf(tx, actor, first);
        await Papers.Check(tx, first, form, order.Answers, issuer, clock.Today());
        (await IssuingOffice.Open(tx, clock, issuer, writes: false)).RequireAccount(form);
        return await JobRuns.Start(tx, clock, actor, Name, province, Text.Of("Papers.BulkRunTitle", Text.Of(form.TitleKey), keys.Count), order.ToJson());
    });

    public async Task<string> Run(JobCall call)
    {
        var order = BulkOrder.FromJson(call.Run.Input);
        var scope = await new Offices(db, clock).ScopeOf(call.Actor.OfficeCode);
        var result = await Make(call.Actor, scope, call.Run.Province, call.Run.RunId, order, call.Report, call.Cancel);
        return result.ToJson();
    }

    /// <summary>Makes the papers of an order, stretch by stretch. Also called by the command line and the measurements.</summary>
    public async Task<BulkResult> Make(Actor actor, Scope scope, string province, string runId, BulkOrder order, Func<long, long, Task>? report = null, CancellationToken cancel = default)
    {
        var (made, faults) = (0L, new List<BulkFault>());
        for (var at = 0; at < order.Tasks.Count; at += Stretch)
        {
            cancel.ThrowIfCancellationRequested();
            var keys = order.Tasks.Skip(at).Take(Stretch).Select(TaskKey.Parse).ToList();
            var stretch = await db.Write(tx => MakeStretch(tx, actor, scope, province, runId, order, keys), cancel);
            made += stretch.Made;
            faults.AddRange(stretch.Faults);
            await (report?.Invoke(Math.Min(at + Stretch, order.Tasks.Count), order.Tasks.Count) ?? Task.CompletedTask);
        }

        return new BulkResult(made, faults);
    }

    private async Task<(int Made, List<BulkFault> Faults)> MakeStretch(Session tx, Actor actor, Scope scope, string province, string runId, BulkOrder order, List<TaskKey> keys)
    {
        await tx.Lock(PlanningPass.LockOf(province));
        var (form, today, faults) = (FormBook.Find(order.Form), clock.Today(), new List<BulkFault>());
        var tasks = (await Work.Tasks.Find(tx, scope, keys)).ToDictionary(t => t.Key);
        var subjects = tx.List(keys.Select(k => k.SubjectId).Distinct());
        var present = (await tx.Query<Paper>(
            "select p.subject_id, p.paper_no, p.act, p.occurrence, p.label, p.form, p.run_id from doc_papers p where p.subject_id {any:subjects} and p.form = @form and p.state {any:live}",
            new { subjects, form = form.Code, live = tx.List(Papers.LiveStates) })).ToLookup(p => p.TaskKey);
        var last = (await tx.Query<Paper>("select p.subject_id, max(p.paper_no) as paper_no from doc_papers p where p.subject_id {any:subjects} group by p.subject_id", new { subjects }))
            .ToDictionary(p => p.SubjectId, p => p.PaperNo);
        var (registers, offices, papers) = (new Dictionary<string, HeldRegister>(StringComparer.Ordinal), new Dictionary<string, IssuingOffice>(StringComparer.Ordinal), new List<NumberedPaper>());
        var madeBefore = 0;
        foreach (var key in keys)
        {
            if (present[key].FirstOrDefault() is { } living)
            {
                if (living.RunId == runId)
                {
                    madeBefore++;
                }
                else
                {
                    Fault(Text.Of("Papers.BulkLives", living.Called));
                }

                continue;
            }

            if (!tasks.TryGetValue(key, out var task))
            {
                Fault(Text.Of("Papers.BulkNoTask"));
                continue;
            }

            if (task.TaskState is not (TaskState.Open or TaskState.Started) || !form.Acts.Contains(task.Act))
            {
                Fault(Text.Of("Papers.BulkTaskState", Text.Of("Work.State_" + task.State), Text.Find("Work.Reason_" + task.CloseReason) ?? ""));
                continue;
            }

            if (!task.ChannelList.Contains(order.Answers.Channel))
            {
                Fault(Text.Of("Work.ChannelNotOfTask", Text.Find("Work.Channel_" + order.Answers.Channel) ?? order.Answers.Channel));
                continue;
            }

            var debt = await EmployerViews.DebtNow(tx, key.SubjectId, today);
            if (form.OfDebt && Papers.HasPaid(task, debt.Total))
            {
                await PlanningPass.PlanOne(tx, clock, key.SubjectId);
                Fault(Text.Of("Papers.PaidMeanwhile"));
                continue;
            }

            var issuer = await Papers.IssuerOf(tx, actor, task);
            if (!offices.TryGetValue(issuer, out var office))
            {
                offices[issuer] = office = await IssuingOffice.Open(tx, clock, issuer);
                registers[issuer] = await NumberRegister.Hold(tx, issuer, today.Year, NumberRegister.KindOf(form));
            }

            var (register, answers) = (registers[issuer], order.Answers);
            var signer = await office.Signer(form, answers.SignerId);
            var about = office.Case([task], answers, signer.Signer, register.Next);
            var sheets = await office.Sheets(form, about);
            if (sheets.SelectMany(s => s.Faults).ToList() is { Count: > 0 } wrong)
            {
                Fault(string.Join(" ", wrong));
                continue;
            }

            var number = register.Take();
            var paperNo = last[key.SubjectId] = last.GetValueOrDefault(key.SubjectId) + 1;
            papers.Add(new NumberedPaper(task, paperNo, issuer, register, number, Papers.LabelOf(number, form.Kind, about), debt.Total, sheets));

            void Fault(string reason) => faults.Add(new BulkFault(key.ToString(), tasks.GetValueOrDefault(key)?.Name ?? "", reason));
        }

        if (papers.Count > 0)
        {
            foreach (var register in registers.Values)
            {
                await register.Note(tx);
            }

            Store(tx, actor, order, runId, papers);
            await TaskPapers.Tell(tx, [.. papers.Select(p => new TaskPaper
            {
                SubjectId = p.Task.SubjectId, PaperNo = p.PaperNo, Act = p.Task.Act, Occurrence = p.Task.Occurrence, Form = form.Code, State = "numbered", Label = p.Label,
            })]);
            var digest = KeyDigest.Of(papers.SelectMany(p => p.Sheets).Select(s => s.Content.Digest));
            await AuditTrail.Write(tx, clock, actor, "documents.number-list", "papers:" + province, new
            {
                run = runId, form = form.Code, count = papers.Count, first = papers[0].Label, last = papers[^1].Label, amount = papers.Sum(p => p.Amount), digest,
            });
        }

        return (papers.Count + madeBefore, faults);
    }

    private void Store(Session tx, Actor actor, BulkOrder order, string runId, List<NumberedPaper> papers)
    {
        var (now, today, answers) = (clock.Now().Milliseconds, clock.Today(), order.Answers.ToJson());
        using (var rows = tx.BulkInto(
            "doc_papers", "subject_id", "paper_no", "province", "issuer", "act", "occurrence", "form", "state", "channel", "kind", "year", "number", "label", "dated_on", "answers", "amount", "made_at",
            "made_by", "numbered_at", "signer_id", "run_id", "version"))
        {
            foreach (var paper in papers)
            {
                rows.StartRow();
                rows.Write(paper.Task.SubjectId);
                rows.Write(paper.PaperNo);
                rows.Write(paper.Task.Province);
                rows.Write(paper.Issuer);
                rows.Write(paper.Task.Act);
                rows.Write(paper.Task.Occurrence);
                rows.Write(order.Form);
                rows.Write("numbered");
                rows.Write(order.Answers.Channel);
                rows.Write(paper.Register.Kind);
                rows.Write(paper.Register.Year);
                rows.Write(paper.Number);
                rows.Write(paper.Label);
                rows.Write(today);
                rows.Write(answers);
                rows.Write(paper.Amount);
                rows.Write(now);
                rows.Write(actor.UserId);
                rows.Write(now);
                rows.Write(order.Answers.SignerId);
                rows.Write(runId);
                rows.Write(1);
            }

            rows.Complete();
        }

        using (var rows = tx.BulkInto("doc_sheets", "subject_id", "paper_no", "place", "form", "content", "content_digest", "template_scope", "template_version", "file_digest"))
        {
            foreach (var (paper, sheet, place) in papers.SelectMany(p => p.Sheets.Select((s, i) => (p, s, (short)i))))
            {
                rows.StartRow();
                rows.Write(paper.Task.SubjectId);
                rows.Write(paper.PaperNo);
                rows.Write(place);
                rows.Write(sheet.Form.Code);
                rows.Write(sheet.Content.ToJson());
                rows.Write(sheet.Content.Digest);
                rows.Write(sheet.Template.Scope);
                rows.Write(sheet.Template.Version);
                rows.Write(sheet.FileDigest);
            }

            rows.Complete();
        }

        using var events = tx.BulkInto("doc_paper_events", "subject_id", "paper_no", "seq", "at", "user_id", "event", "detail");
        foreach (var paper in papers)
        {
            events.StartRow();
            events.Write(paper.Task.SubjectId);
            events.Write(paper.PaperNo);
            events.Write(1);
            events.Write(now);
            events.Write(actor.UserId);
            events.Write("numbered");
            events.Write(TaskEvents.Write(new { run = runId }));
        }

        events.Complete();
    }

    private sealed record NumberedPaper(WorkTask Task, int PaperNo, string Issuer, HeldRegister Register, int Number, string Label, long Amount, IReadOnlyList<MadeSheet> Sheets);
}

/// <summary>Which form for which tasks (keys), with the same answers for all.</summary>
public sealed record BulkOrder(string Form, IReadOnlyList<string> Tasks, PaperAnswers Answers)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static BulkOrder FromJson(string json) => JsonSerializer.Deserialize<BulkOrder>(json, Json)!;
}

/// <summary><paramref name="Made"/>: papers of the run, also those made before it was interrupted. Every task without one is a fault with its reason.</summary>
public sealed record BulkResult(long Made, IReadOnlyList<BulkFault> Faults)
{
    public string ToJson() => JsonSerializer.Serialize(this, BulkOrder.Json);

    public static BulkResult FromJson(string json) => JsonSerializer.Deserialize<BulkResult>(json, BulkOrder.Json)!;
}

/// <summary>A task that got no paper, and why.</summary>
public sealed record BulkFault(string Task, string Employer, string Reason);
