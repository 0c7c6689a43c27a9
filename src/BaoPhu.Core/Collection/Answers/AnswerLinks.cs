using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Collection.Answers;

/// <summary>
/// Links by which an employer answers about one debt without an account. Whoever sends a message asks here, in the transaction that puts it into the outbox, and names the address as the
/// value "lien_ket" of the template. A link ends with its day, with its debt, or when somebody revokes it.
/// </summary>
public sealed class AnswerLinks(Db db, TimeProvider clock) : IAnswerAddresses
{
    /// <summary>The link of one task: one that still holds for a day at least, else a new one.</summary>
    public static async Task<AnswerLink> Of(Session tx, TimeProvider clock, Actor actor, TaskKey task) => (await Of(tx, clock, actor, [task]))[task];

    /// <summary>
    /// The links of many tasks at once. A link is about what is in arrears today: what falls due later is another debt. There is no audit entry of its own: the link belongs to the act that
    /// sends it.
    /// </summary>
    public static async Task<IReadOnlyDictionary<TaskKey, AnswerLink>> Of(Session tx, TimeProvider clock, Actor actor, IReadOnlyCollection<TaskKey> tasks)
    {
        var (now, today) = (clock.Now(), clock.Today());
        var key = await SigningKeys.Of(tx, clock, AnswerToken.Purpose);
        var known = await tx.Query<LinkRow>($"select {LinkRow.Columns} from col_answer_links l where l.subject_id {{any:ids}}", new { ids = tx.List(tasks.Select(t => t.SubjectId).Distinct()) });
        var through = Period.Of(today).AddMonths(-1).Number;
        var living = known.Where(l => l.RevokedAt is null && l.ExpiresAt.Milliseconds > now.Milliseconds + (long)TimeSpan.FromDays(1).TotalMilliseconds && l.ThroughPeriod == through)
            .GroupBy(l => l.Task).ToDictionary(g => g.Key, g => g.MaxBy(l => l.LinkNo)!);
        var last = known.GroupBy(l => l.SubjectId).ToDictionary(g => g.Key, g => g.Max(l => l.LinkNo));
        // Asked before the bulk begins: nothing else runs on the connection while it does.
        var places = new Dictionary<string, (string Base, Instant Expires)>(StringComparer.Ordinal);
        foreach (var province in tasks.Select(t => EmployerKey.Province(t.SubjectId)).Distinct(StringComparer.Ordinal))
        {
            var days = await Settings.Number(tx, province, Settings.AnswerLinkDays, today);
            places[province] = ((await Settings.Value(tx, province, Settings.PublicAddress, today)).Trim().TrimEnd('/'), Instant.StartOf(today.AddDays((int)days + 1)));
        }

        var links = new Dictionary<TaskKey, AnswerLink>();
        using var bulk = tx.BulkInto("col_answer_links", "subject_id", "link_no", "act", "occurrence", "through_period", "made_at", "made_by", "expires_at");
        foreach (var task in tasks.Distinct())
        {
            var place = places[EmployerKey.Province(task.SubjectId)];
            if (!living.TryGetValue(task, out var link))
            {
                link = new LinkRow { SubjectId = task.SubjectId, LinkNo = last[task.SubjectId] = last.GetValueOrDefault(task.SubjectId) + 1, Act = task.Act, Occurrence = task.Occurrence, ExpiresAt = place.Expires };
                bulk.StartRow();
                bulk.Write(link.SubjectId);
                bulk.Write(link.LinkNo);
                bulk.Write(link.Act);
                bulk.Write(link.Occurrence);
                bulk.Write(through);
                bulk.Write(now.Milliseconds);
                bulk.Write(actor.UserId);
                bulk.Write(link.ExpiresAt.Milliseconds);
            }

            links[task] = new AnswerLink(task, link.LinkNo, $"{place.Base}/answer/{AnswerToken.Of(link.SubjectId, link.LinkNo, link.ExpiresAt).Sign(key, task)}", link.ExpiresAt);
        }

        bulk.Complete();
        return links;
    }

    async Task<IReadOnlyDictionary<TaskKey, string>> IAnswerAddresses.Of(Session tx, Actor actor, IReadOnlyCollection<TaskKey> tasks) =>
        (await Of(tx, clock, actor, tasks)).ToDictionary(l => l.Key, l => l.Value.Url);

    /// <summary>A link to copy into a chat or to read out, with its audit entry. Missing outside the scope. Refused: an employer that owes nothing.</summary>
    public Task<AnswerLink> Make(Actor actor, Scope scope, string taskKey) => db.Write(async tx =>
    {
        var key = TaskKey.Parse(taskKey);
        await tx.Lock(PlanningPass.LockOf(EmployerKey.Province(key.SubjectId)));
        var task = await Work.Tasks.Find(tx, scope, key);
        if ((await EmployerViews.DebtNow(tx, key.SubjectId, clock.Today())).Total == 0)
        {
            throw new Refusal("Answers.NothingToAnswer", task.Title);
        }

        var link = await Of(tx, clock, actor, key);
        await AuditTrail.Write(tx, clock, actor, "collection.answer-link", "task:" + key, new { link.LinkNo, link.ExpiresAt });
        return link;
    });

    /// <summary>The links of an employer that still hold. Missing outside the scope.</summary>
    public Task<List<LinkRow>> Living(Scope scope, string province, string code) => db.Read(async s =>
    {
        var employer = await Employers.Find(s, scope, province, code);
        return await s.Query<LinkRow>(
            $"select {LinkRow.Columns} from col_answer_links l where l.subject_id = @EmployerId and l.revoked_at is null and l.expires_at > @now order by l.link_no desc", new { employer.EmployerId, now = clock.Now() });
    });

    /// <summary>Ends every link of an employer at once, with the reason. Missing outside the scope. Refused: no reason, none that holds.</summary>
    public Task Revoke(Actor actor, Scope scope, string province, string code, string? reason) => db.Write(async tx =>
    {
        await tx.Lock(PlanningPass.LockOf(province));
        var employer = await Employers.Find(tx, scope, province, code);
        var said = VietnameseText.Normalise(reason ?? "");
        if (said.Length == 0)
        {
            throw new Refusal("Answers.RevokeNeedsReason");
        }

        var ended = await tx.Execute(
            "update col_answer_links set revoked_at = @now, revoked_by = @UserId, revoke_reason = @said where subject_id = @EmployerId and revoked_at is null and expires_at > @now",
            new { employer.EmployerId, actor.UserId, said, now = clock.Now() });
        if (ended == 0)
        {
            throw new Refusal("Answers.NoLinkToRevoke");
        }

        await AuditTrail.Write(tx, clock, actor, "collection.answer-link-revoke", "employer:" + employer.Key, new { ended, said });
    });

    /// <summary>
    /// The link of a token, null for every token that does not hold: wrong, altered, of another employer, expired, revoked. The caller must not tell these apart.
    /// </summary>
    internal static async Task<LinkRow?> Find(Session s, string? text, Instant now)
    {
        if (AnswerToken.Read(text) is not { } token || token.Expires <= now || await SigningKeys.Find(s, AnswerToken.Purpose) is not { } key)
        {
            return null;
        }

        var link = await s.One<LinkRow>($"select {LinkRow.Columns} from col_answer_links l where l.subject_id = @SubjectId and l.link_no = @LinkNo", token);
        return link is not null && token.IsSigned(text!, key, link.Task) && link.RevokedAt is null && link.ExpiresAt > now ? link : null;
    }
}

/// <summary>A link to be sent. <paramref name="Url"/> is whole, with the address of the site.</summary>
public sealed record AnswerLink(TaskKey Task, int LinkNo, string Url, Instant ExpiresAt);

/// <summary>A link as it stands in the book.</summary>
public sealed class LinkRow
{
    internal const string Columns = "l.subject_id, l.link_no, l.act, l.occurrence, l.through_period, l.made_at, l.expires_at, l.revoked_at";

    public long SubjectId { get; init; }
    public int LinkNo { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }

    /// <summary>The last month it is about, yyyymm.</summary>
    public int ThroughPeriod { get; init; }
    public Instant MadeAt { get; init; }
    public Instant ExpiresAt { get; init; }
    public Instant? RevokedAt { get; init; }
    public TaskKey Task => new(SubjectId, Act, Occurrence);
}
