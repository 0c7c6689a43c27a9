using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Collection;

/// <summary>
/// Tells every debtor on a list that its time to reply has begun: the day until which, the amount, and the link under which it answers. The message hides no right of the employer, so it passes an
/// opt-out; it does no task. Who has paid when it is sent gets none.
/// </summary>
internal static class ReplyTime
{
    public const string Template = "publication-reply";

    /// <summary>Puts the messages into the outbox in the caller's transaction. Returns how many are told, and how many have no address that the template can reach.</summary>
    public static async Task<(int Told, int Unreached)> Tell(Session tx, TimeProvider clock, Actor actor, Publication publication, DateOnly until)
    {
        var today = clock.Today();
        var template = await MessageTemplates.InForce(tx, publication.Province, Template);
        var sms = await Settings.Value(tx, publication.Province, Settings.SmsLast, today) == "yes";
        var debtors = await tx.Query<Listed>(
            """
            select w.employer_id, w.office_code, w.total, e.phone, e.email from col_publication_rows w join reg_employers e on e.employer_id = w.employer_id
            where w.publication_id = @Id and w.state = 'listed' order by w.employer_id
            """,
            publication);
        var channels = debtors.ToDictionary(d => d.EmployerId, d => (IReadOnlyList<string>)[.. MessageChannels.All.Where(c =>
            template.Has(c) && (c != MessageChannels.Sms || sms) && !string.IsNullOrWhiteSpace(c == MessageChannels.Email ? d.Email : d.Phone))]);
        var reached = debtors.FindAll(d => channels[d.EmployerId].Count > 0);
        if (reached.Count == 0)
        {
            return (0, debtors.Count);
        }

        // An answer is about the task by which the debt is urged; where there is none, about the list itself.
        var tasks = (await tx.Query<WorkTask>(
            """
            select x.subject_id, x.act, x.occurrence from (
                select t.subject_id, t.act, t.occurrence, row_number() over (partition by t.subject_id order by t.collective, case when t.state = 'suspended' then 1 else 0 end, t.due_on, t.act) as place
                from wrk_tasks t join col_publication_rows w on w.employer_id = t.subject_id
                where w.publication_id = @Id and w.state = 'listed' and t.state in ('open', 'started', 'suspended')) x
            where x.place = 1
            """,
            publication)).ToDictionary(t => t.SubjectId, t => t.Key);
        var links = await AnswerLinks.Of(tx, clock, actor, [.. reached.Where(d => tasks.ContainsKey(d.EmployerId)).Select(d => tasks[d.EmployerId])]);
        var phones = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var office in reached.Select(d => d.OfficeCode).Distinct(StringComparer.Ordinal))
        {
            phones[office] = (await OfficeParticulars.Of(tx, office, today)).Phone ?? "";
        }

        await Outbox.PutBatch(tx, clock, actor, Text.Of("Publications.TellTitle", MonthlyReports.InWords(publication.Month)), reached.ConvertAll(d => new OutgoingMessage
        {
            SubjectId = d.EmployerId, Template = Template, Channels = channels[d.EmployerId], Legal = true, AboutDebt = true,
            Values = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["so_tien"] = d.Total.ToString("#,0", Text.Vietnamese), ["han_nop"] = until.ToString("dd/MM/yyyy", Text.Vietnamese), ["can_bo"] = actor.Name, ["dien_thoai"] = phones[d.OfficeCode],
                ["lien_ket"] = tasks.TryGetValue(d.EmployerId, out var task) ? links[task].Url : "",
            },
        }));
        return (reached.Count, debtors.Count - reached.Count);
    }

    /// <summary>Debtors of the list without a message about its time to reply, the largest debt first; none while the time has not begun. At most 200.</summary>
    public static async Task<List<UnreachedDebtor>> Unreached(Session s, Publication publication) => publication.ReplyUntil is null
        ? []
        : await s.Query<UnreachedDebtor>(
            """
            select e.province, e.code, w.name, coalesce(o.name, w.office_code) as office_name,
                exists (select 1 from col_publication_replies q where q.employer_id = w.employer_id and q.publication_id = w.publication_id) as replied
            from col_publication_rows w join reg_employers e on e.employer_id = w.employer_id
                left join org_offices o on o.code = w.office_code and o.known_to_at is null and o.valid_to is null
            where w.publication_id = @Id and w.state in ('listed', 'public')
                and not exists (select 1 from msg_outbox m where m.subject_id = w.employer_id and m.template = @Template and m.made_at >= @MadeAt)
            order by w.total desc, w.employer_id limit 200
            """,
            new { publication.Id, Template, publication.MadeAt });

    private sealed class Listed
    {
        public long EmployerId { get; init; }
        public string OfficeCode { get; init; } = "";
        public long Total { get; init; }
        public string? Phone { get; init; }
        public string? Email { get; init; }
    }
}
