using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Messaging;

/// <summary>
/// Sends what a task orders by the channels of its row: with its signed paper where the act has one, else the template alone. The task is done when the channel has taken it
/// (<see cref="Dispatch"/>); until then it stays as it is.
/// </summary>
public sealed class TaskMessages(Db db, TimeProvider clock, IAnswerAddresses? addresses = null)
{
    /// <summary>Tasks of one batch.</summary>
    public const int MostTasks = 20_000;

    /// <summary>States in which a message stands in the way of the next one of its task.</summary>
    private const string Pending = "'queued', 'held', 'sending', 'uncertain'";

    private const string AnswerPlace = "lien_ket";

    /// <summary>Of a task with a paper and of one without.</summary>
    public const string WithPaper = "debt-notice";
    public const string Plain = "debt-reminder";

    /// <summary>What would go out for a task, by each channel that can be used, with its cost; nothing is stored. Refused as <see cref="Send"/> would be.</summary>
    public Task<TaskMessagePreview> Preview(Actor actor, Scope scope, string taskKey, MessageOrder order) => db.Read(async s =>
    {
        var task = await Tasks.Find(s, scope, TaskKey.Parse(taskKey));
        var outgoing = (await Compose(s, actor, [task], order))[0];
        if (outgoing.Fault is { } fault)
        {
            throw fault;
        }

        var template = await MessageTemplates.InForce(s, task.Province, outgoing.Message!.Template);
        var rules = await SendingRules.Of(s, task.Province, clock.Today());
        var office = (await Offices.Find(s, task.OfficeCode, clock.Today()))?.Name ?? task.OfficeCode;
        var values = Outbox.Filled(outgoing.Message, task.Code, task.Name, new MessageAddress(task.ContactName, task.Phone, task.Email), office, clock.Today());
        return new TaskMessagePreview(task, template, [.. outgoing.Message.Channels.Where(template.Has).Select(c =>
        {
            var body = template.For(c, values);
            return new ChannelPreview(c, Known(task, c), body, (body.Sms?.Parts ?? 1) * rules.Price(c));
        })], template.Has(MessageChannels.Sms) ? Rules.Messages.SmsText.Size(Rules.Messages.MessageText.Fill(template.SmsText, values).Normalize()).Parts : 0);
    });

    /// <summary>An employer's own figures for the places of a template, to look at one with; nothing is stored. Missing outside the scope.</summary>
    public Task<TemplateExample> Example(Actor actor, Scope scope, string? province, string code) => db.Read(async s =>
    {
        var employer = await Employers.Find(s, scope, province ?? "", code);
        var debt = await EmployerViews.DebtNow(s, employer.EmployerId, clock.Today());
        var office = (await Offices.Find(s, employer.OfficeCode, clock.Today()))?.Name ?? employer.OfficeCode;
        return new TemplateExample(employer.Province, employer.Code, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["don_vi"] = employer.Name, ["ma_don_vi"] = employer.Code, ["co_quan"] = office, ["so_tien"] = debt.Total.ToString("#,0", Text.Vietnamese), ["thang_no"] = Text.Of("Web.Band_" + (int)debt.Band),
            ["den_ngay"] = clock.Today().ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture), ["can_bo"] = actor.Name,
        });
    });

    /// <summary>
    /// Puts the message of one task into the outbox. Refused: a task that is not open or has no channel by which the house sends, no address, a paper that is not signed, a message that is
    /// still on its way, a debt that was paid meanwhile.
    /// </summary>
    public Task<MessageKey> Send(Actor actor, Scope scope, string taskKey, MessageOrder order) => db.Write(async tx =>
    {
        var key = TaskKey.Parse(taskKey);
        await tx.Lock(PlanningPass.LockOf(EmployerKey.Province(key.SubjectId)));
        var task = await Tasks.Find(tx, scope, key);
        var outgoing = (await Compose(tx, actor, [task], order))[0];
        var message = (await WithAddresses(tx, actor, [outgoing.Message ?? throw outgoing.Fault!]))[0];
        var made = await Outbox.Put(tx, clock, actor, message);
        await AuditTrail.Write(tx, clock, actor, "messaging.send", "task:" + taskKey, new { message = made.MessageId, outgoing.Message.Template, channels = string.Join(',', outgoing.Message.Channels), outgoing.Message.PaperNo });
        return made;
    });

    /// <summary>What a list would send: how many by which channel first, in how many parts and at what cost, who is left out and why; nothing is stored. Refused as <see cref="SendMany"/> would be.</summary>
    public Task<BatchPreview> PreviewMany(Actor actor, Scope scope, IReadOnlyList<string> taskKeys, MessageOrder order) => db.Read(async s =>
    {
        var composed = await Compose(s, actor, await Tasks.Find(s, scope, Keys(taskKeys)), order);
        var going = composed.Where(c => c.Message is not null).ToList();
        var totals = new Dictionary<string, ChannelTotal>(StringComparer.Ordinal);
        var templates = new Dictionary<string, MessageTemplate>(StringComparer.Ordinal);
        var offices = new Dictionary<string, string>(StringComparer.Ordinal);
        SendingRules? rules = null;
        foreach (var (task, message, _) in going)
        {
            rules ??= await SendingRules.Of(s, task.Province, clock.Today());
            if (!templates.TryGetValue(message!.Template, out var template))
            {
                templates[message.Template] = template = await MessageTemplates.InForce(s, task.Province, message.Template);
            }

            if (!offices.TryGetValue(task.OfficeCode, out var office))
            {
                offices[task.OfficeCode] = office = (await Offices.Find(s, task.OfficeCode, clock.Today()))?.Name ?? task.OfficeCode;
            }

            // By the first channel that can carry it; the next ones are tried only where that one does not bring it there.
            var values = Outbox.Filled(message, task.Code, task.Name, new MessageAddress(task.ContactName, task.Phone, task.Email), office, clock.Today());
            var bodies = message.Channels.Where(c => Known(task, c)).Select(c => (Channel: c, Body: template.For(c, values))).ToList();
            var first = bodies.FirstOrDefault(b => b.Body.Unfit is null, bodies[0]);
            var (parts, before) = (first.Body.Sms?.Parts ?? 1, totals.GetValueOrDefault(first.Channel) ?? new ChannelTotal(first.Channel, 0, 0, 0));
            totals[first.Channel] = before with { Messages = before.Messages + 1, Parts = before.Parts + parts, Cost = before.Cost + (parts * rules.Price(first.Channel)) };
        }

        return new BatchPreview(
            composed.Count, going.Count, [.. totals.Values.OrderByDescending(t => t.Messages).ThenBy(t => t.Channel, StringComparer.Ordinal)], Left(composed), DigestOf(going.ConvertAll(g => g.Task)), going.FirstOrDefault().Task?.Key.ToString());
    });

    /// <summary>
    /// The same for a list: one batch of all that can be sent, and for each of the others the reason, which is kept with the batch. Refused: nothing can be sent, tasks of several provinces, too
    /// many, a list that is not the one of the digest <paramref name="seen"/> any more (null: whatever it is now).
    /// </summary>
    public Task<BatchResult> SendMany(Actor actor, Scope scope, IReadOnlyList<string> taskKeys, string title, MessageOrder order, string? seen = null) => db.Write(async tx =>
    {
        var keys = Keys(taskKeys);
        await tx.Lock(PlanningPass.LockOf(EmployerKey.Province(keys[0].SubjectId)));
        var composed = await Compose(tx, actor, await Tasks.Find(tx, scope, keys), order);
        var going = composed.Where(c => c.Message is not null).ToList();
        if (seen is not null && seen != DigestOf(going.ConvertAll(g => g.Task)))
        {
            throw new Refusal("Messages.ListChanged", going.Count);
        }

        var batch = await Outbox.PutBatch(tx, clock, actor, VietnameseText.Normalise(title), await WithAddresses(tx, actor, going.ConvertAll(g => g.Message!)));
        var left = Left(composed);
        using var rows = tx.BulkInto("msg_batch_left", "subject_id", "batch_id", "act", "occurrence", "reason");
        foreach (var (task, reason) in left)
        {
            rows.StartRow();
            rows.Write(task.SubjectId);
            rows.Write(batch);
            rows.Write(task.Act);
            rows.Write(task.Occurrence);
            rows.Write(reason);
        }

        rows.Complete();
        return new BatchResult(batch, going.Count, left);
    });

    private static List<TaskKey> Keys(IReadOnlyList<string> taskKeys)
    {
        var keys = taskKeys.Select(TaskKey.Parse).ToList();
        return keys.Count is 0 or > MostTasks || keys.Exists(k => EmployerKey.Province(k.SubjectId) != EmployerKey.Province(keys[0].SubjectId)) ? throw new Refusal("Messages.BatchCount", MostTasks) : keys;
    }

    private static string DigestOf(IEnumerable<WorkTask> tasks) => KeyDigest.Of(tasks.Select(t => t.Key.ToString()), 16);

    private static List<(WorkTask Task, string Reason)> Left(List<(WorkTask Task, OutgoingMessage? Message, Refusal? Fault)> composed) => [.. composed.Where(c => c.Fault is not null).Select(c => (c.Task, c.Fault!.Message))];

    /// <summary>The open tasks of a list that a message could be sent for, at most <see cref="MostTasks"/>.</summary>
    public async Task<IReadOnlyList<WorkTask>> Candidates(Scope scope, TaskFilter filter)
    {
        var tasks = new List<WorkTask>();
        await db.ReadConsistently(async s =>
        {
            var waiting = (await s.Query<Message>(
                $"select m.subject_id, m.act, m.occurrence from msg_outbox m where m.state in ({Pending}) and m.act is not null and {scope.On("m", "subject_id")}")).Select(m => m.TaskKey).ToHashSet();
            await new Tasks(db, clock).Each(s, scope, filter, t =>
            {
                if (tasks.Count < MostTasks && t.TaskState is TaskState.Open or TaskState.Started && MessageChannels.For(t.ChannelList, sms: true).Count > 0 && !waiting.Contains(t.Key))
                {
                    tasks.Add(t);
                }
            });
            return 0;
        });
        return tasks;
    }

    private async Task<List<(WorkTask Task, OutgoingMessage? Message, Refusal? Fault)>> Compose(Session s, Actor actor, IReadOnlyList<WorkTask> tasks, MessageOrder order)
    {
        var subjects = tasks.Select(t => t.SubjectId).Distinct().ToList();
        var debts = await DebtQueries.TotalsNow(s, subjects, clock.Today());
        var papers = (await s.Query<TaskPaper>(
            "select p.subject_id, p.paper_no, p.act, p.occurrence, p.form, p.state, p.label from wrk_papers p where p.subject_id {any:subjects} order by p.paper_no", new { subjects = s.List(subjects) }))
            .ToLookup(p => new TaskKey(p.SubjectId, p.Act, p.Occurrence));
        var waiting = (await s.Query<Message>(
            $"select m.subject_id, m.act, m.occurrence from msg_outbox m where m.subject_id {{any:subjects}} and m.state in ({Pending}) and m.act is not null", new { subjects = s.List(subjects) }))
            .Select(m => m.TaskKey).ToHashSet();
        var optOuts = (await OptOuts.InForce(s, subjects)).ToLookup(o => o.SubjectId, o => o.Channel);
        var templates = new Dictionary<(string, string), MessageTemplate>();
        foreach (var (province, code) in tasks.Select(t => (t.Province, TemplateOf(t, order))).Distinct())
        {
            templates[(province, code)] = await MessageTemplates.InForce(s, province, code);
        }

        var sms = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var province in tasks.Select(t => t.Province).Distinct(StringComparer.Ordinal))
        {
            sms[province] = await Settings.Value(s, province, Settings.SmsLast, clock.Today()) == "yes";
        }

        return [.. tasks.Select(t =>
        {
            try
            {
                return (t, (OutgoingMessage?)Of(t), (Refusal?)null);
            }
            catch (Refusal fault)
            {
                return (t, null, fault);
            }
        })];

        OutgoingMessage Of(WorkTask task)
        {
            if (task.Collective || task.TaskState is not (TaskState.Open or TaskState.Started) || task.Ordered is not { } ordered)
            {
                throw new Refusal("Messages.TaskNotOpen", task.Title, Text.Of("Work.State_" + task.State));
            }

            var channels = MessageChannels.For(task.ChannelList, sms[task.Province]);
            if (channels.Count == 0)
            {
                throw new Refusal("Messages.TaskHasNoChannel", task.Title);
            }

            var template = templates[(task.Province, TemplateOf(task, order))];
            var wanted = channels;
            channels = [.. channels.Where(template.Has)];
            if (channels.Count == 0)
            {
                throw new Refusal("Messages.NoChannel", template.Title, string.Join(", ", wanted.Select(c => Text.Of("Work.Channel_" + c))));
            }

            if (!channels.Any(c => Known(task, c)))
            {
                throw new Refusal("Messages.NoContact", task.Name);
            }

            var legal = order.Legal ?? PaperNeeds.HasPaper(ordered.Act);
            if (!legal && channels.Where(c => Known(task, c)).All(c => optOuts[task.SubjectId].Any(o => o == OptOuts.AllChannels || o == c)))
            {
                throw new Refusal("Messages.WantsNone", task.Name);
            }

            if (waiting.Contains(task.Key))
            {
                throw new Refusal("Messages.PendingAlready", task.Title);
            }

            var debt = debts.GetValueOrDefault(task.SubjectId);
            if (debt == 0 && task.DebtBand != DebtBand.None)
            {
                throw new Refusal("Messages.PaidAlready", task.Name);
            }

            var paper = papers[task.Key].LastOrDefault(p => p.PaperState.IsSigned() && !PaperNeeds.Beside.Contains(p.Form));
            var hasPaper = PaperNeeds.HasPaper(ordered.Act);
            if (hasPaper && paper is null)
            {
                throw new Refusal("Messages.NeedsSignedPaper", task.Title);
            }

            return new OutgoingMessage
            {
                SubjectId = task.SubjectId, Template = template.Code, Channels = channels, Legal = legal,
                AboutDebt = task.DebtBand != DebtBand.None, Task = task.Key, PaperNo = hasPaper ? paper!.PaperNo : null, Leaflets = order.Leaflets,
                Values = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["so_tien"] = debt.ToString("#,0", Text.Vietnamese), ["thang_no"] = Text.Of("Web.Band_" + (int)task.DebtBand), ["so_van_ban"] = hasPaper ? paper!.Label : "", ["can_bo"] = actor.Name,
                    ["dien_thoai"] = order.Phone,
                },
            };
        }
    }

    /// <summary>Where the template has a place for it, a message about a debt carries the address under which the employer answers.</summary>
    private async Task<List<OutgoingMessage>> WithAddresses(Session tx, Actor actor, List<OutgoingMessage> messages)
    {
        var asking = new HashSet<string>(StringComparer.Ordinal);
        foreach (var first in messages.DistinctBy(m => (EmployerKey.Province(m.SubjectId), m.Template)))
        {
            var template = await MessageTemplates.InForce(tx, EmployerKey.Province(first.SubjectId), first.Template);
            if ((template.SmsText + template.EmailBody + template.ZnsParameters).Contains(AnswerPlace, StringComparison.Ordinal))
            {
                asking.Add(first.Template);
            }
        }

        var wanted = messages.Where(m => m.AboutDebt && m.Task is not null && asking.Contains(m.Template)).Select(m => m.Task!.Value).ToList();
        if (addresses is null || wanted.Count == 0)
        {
            return messages;
        }

        var of = await addresses.Of(tx, actor, wanted);
        return messages.ConvertAll(m => m.Task is { } task && of.TryGetValue(task, out var address) ? m with { Values = new Dictionary<string, string>(m.Values, StringComparer.Ordinal) { [AnswerPlace] = address } } : m);
    }

    private static string TemplateOf(WorkTask task, MessageOrder order) => order.Template is { Length: > 0 } chosen ? chosen : task.Ordered is { } ordered && PaperNeeds.HasPaper(ordered.Act) ? WithPaper : Plain;

    private static bool Known(WorkTask task, string channel) => !string.IsNullOrEmpty(channel == MessageChannels.Email ? task.Email : task.Phone);
}

/// <summary>Values of an employer for the places of a template.</summary>
public sealed record TemplateExample(string Province, string Code, IReadOnlyDictionary<string, string> Values);

/// <summary>What the person decides: the template (null: by the task), a notice by law or not (null: where it carries a paper), the telephone for questions, what goes with it.</summary>
public sealed record MessageOrder(string? Template, bool? Legal, string Phone, IReadOnlyList<LeafletKey> Leaflets);

/// <summary><paramref name="SmsPartsWithAccents"/>: how many parts the SMS would be if it were sent with accents; 0 where none is sent.</summary>
public sealed record TaskMessagePreview(WorkTask Task, MessageTemplate Template, IReadOnlyList<ChannelPreview> Channels, int SmsPartsWithAccents);

/// <summary><paramref name="Known"/>: the address is known. <paramref name="Cost"/>: đồng, by the contract's price; 0 where none was entered.</summary>
public sealed record ChannelPreview(string Channel, bool Known, MessageBody Body, long Cost);

/// <summary>So many messages would go by the channel first, in so many parts (a message that has none counts as one), at that cost in đồng (0: no price was entered).</summary>
public sealed record ChannelTotal(string Channel, int Messages, int Parts, long Cost);

/// <summary>
/// What a list would send. <paramref name="Tasks"/>: on the list; <paramref name="Messages"/>: would be put. <paramref name="Digest"/>: says at the sending that the list is still this one.
/// <paramref name="Sample"/>: key of the first task that gets one.
/// </summary>
public sealed record BatchPreview(int Tasks, int Messages, IReadOnlyList<ChannelTotal> Channels, IReadOnlyList<(WorkTask Task, string Reason)> Left, string Digest, string? Sample);

/// <summary><paramref name="Left"/>: tasks for which nothing was put, and why.</summary>
public sealed record BatchResult(string BatchId, int Messages, IReadOnlyList<(WorkTask Task, string Reason)> Left);
