using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Coverage;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// Lists of units not at their address, or still not paying fully after their notice, to the tax authority, and what it answers of each (plan III.1.2.a.1+7). A unit whose last list is not answered stands on
/// no other.
/// </summary>
public sealed class TaxLists(Db db, TimeProvider clock) : IOfficePaperFollower
{
    public const string PaperForm = "CV-THUE";

    /// <summary>What the tax authority answers: it acted; found the unit; the unit has closed; nothing was found to do.</summary>
    public static IReadOnlyList<string> Answers { get; } = ["handled", "found", "closed", "none"];

    /// <summary>The post brought the last notice of the unit u back: whoever may know of nothing is not accused of not paying.</summary>
    private const string Returned = """
        exists (select 1 from cov_notice_units n where n.subject_id = u.subject_id and n.outcome in ('returned', 'not-at-address')
            and not exists (select 1 from cov_notice_units m where m.subject_id = n.subject_id and m.paper_id is not null and m.updated_at > n.updated_at))
        """;

    private static readonly string Stands = $"""
        u.missing > u.ended and exists (select 1 from cov_unit_cases c where c.subject_id = u.subject_id and c.state not in ('{UnitProcedure.Complied}', '{UnitProcedure.Cleared}')
            and ((c.state <> '{UnitProcedure.Listed}' and (c.state <> '{UnitProcedure.Noticed}' or ((c.reply_by is null or c.reply_by < @today) and not {Returned}))) or (c.flags / {(int)CaseFlags.NotAtAddress}) % 2 = 1))
        and not exists (select 1 from cov_tax_list_units o where o.subject_id = u.subject_id and o.answer is null)
        """;

    public IReadOnlyList<string> Forms { get; } = [PaperForm];

    public Task<List<TaxList>> List(Scope scope) => db.Read(s => s.Query<TaxList>($"select {TaxList.Columns} from cov_tax_lists l where {scope.OnWholeProvince("l")} order by l.made_at desc limit 200"));

    public Task<TaxListDetail> Find(Scope scope, string id) => db.ReadConsistently(async s => new TaxListDetail(await Find(s, scope, id), await Units(s, id), await OfficePapers.Of(s, PaperForm, id)));

    /// <summary>How many units of the province would stand on a list begun now.</summary>
    public Task<long> Possible(Scope scope, string province, int year) => db.Read(s => s.One<long>(
        $"select count(*) from cov_units u where {scope.OnWholeProvince("u")} and u.province = @province and u.tax_year = @year and {Stands}", new { province, year, today = clock.Today() }));

    /// <summary>Begins a list and its letter as a draft. Refused: not of the whole province, nobody for it.</summary>
    public Task<string> Begin(Actor actor, Scope scope, string province, int year) => db.Write(async tx =>
    {
        if (!scope.CoversWhole(province))
        {
            throw new Refusal("TaxLists.ByProvince") { Kind = RefusalKind.Forbidden };
        }

        await tx.Lock(PlanningPass.LockOf(province));
        await tx.Lock(Coverage.Units.LockOf(province));
        var (id, now) = (Guid.CreateVersion7().ToString("N"), clock.Now());
        var units = await tx.Execute(
            $"""
            insert into cov_tax_list_units (subject_id, list_id, reason, missing)
            select u.subject_id, @id, case when (x.flags / {(int)CaseFlags.NotAtAddress}) % 2 = 1 then 'not-at-address' else 'not-paying' end, u.missing - u.ended
            from cov_units u join cov_unit_cases x on x.subject_id = u.subject_id where u.province = @province and u.tax_year = @year and {Stands}
            """,
            new { id, province, year, today = clock.Today() });
        if (units == 0)
        {
            throw new Refusal("TaxLists.Nobody");
        }

        await tx.Execute(
            "insert into cov_tax_lists (list_id, province, tax_year, made_at, made_by, made_name) values (@id, @province, @year, @now, @UserId, @Name)",
            new { id, province, year, now, actor.UserId, actor.Name });
        await AuditTrail.Write(tx, clock, actor, "coverage.tax-list", "tax-list:" + id, new { year, units });
        await OfficePapers.Prepare(tx, clock, actor, scope, new OfficePaperOrder(
            await OfficePapers.IssuerFor(tx, actor, province, clock.Today()), PaperForm, id, Text.Of("TaxLists.Subject", units), [Text.Of("TaxLists.Authority")]));
        return id;
    });

    /// <summary>
    /// Records the tax authority's answer for one unit; saying it again corrects it. Refused: a list that did not go out, an answer that there is not, without its paper, of a day to come or before it was sent.
    /// Missing: a unit that is not on the list.
    /// </summary>
    public Task Answer(Actor actor, Scope scope, string id, long unit, TaxAnswer answer) => db.Write(async tx =>
    {
        var list = await Find(tx, scope, id);
        var (paper, note) = (VietnameseText.Normalise(answer.Paper ?? ""), VietnameseText.Normalise(answer.Note ?? ""));
        if (list.SentAt is not { } sent)
        {
            throw new Refusal("TaxLists.NotSent");
        }

        if (answer.Answer is null || !Answers.Contains(answer.Answer) || paper.Length is 0 or > 200 || note.Length > 500 || answer.On is not { } on || on > clock.Today() || on < sent.Day)
        {
            throw new Refusal("TaxLists.BadAnswer");
        }

        var changed = await tx.Execute(
            "update cov_tax_list_units set answer = @Answer, answer_paper = @paper, answered_on = @on, answer_note = @note, answered_by = @UserId where subject_id = @unit and list_id = @id",
            new { answer.Answer, paper, on, note, actor.UserId, unit, id });
        if (changed == 0)
        {
            throw new Refusal("Coverage.NoUnit") { Kind = RefusalKind.Missing };
        }

        await AuditTrail.Write(tx, clock, actor, "coverage.tax-answer", "unit:" + new Unit { SubjectId = unit }.Id, new { list = id, answer.Answer, paper, on });
    });

    public async Task Follow(Session tx, Actor actor, OfficePaper paper)
    {
        if (paper.PaperState == PaperState.Sent)
        {
            await tx.Execute("update cov_tax_lists set sent_at = coalesce(sent_at, @SentAt) where list_id = @About", paper);
        }
        else if (paper.PaperState is PaperState.Discarded or PaperState.Voided)
        {
            // A list that never went out holds nobody back from the next.
            await tx.Execute("delete from cov_tax_list_units where list_id = @About and exists (select 1 from cov_tax_lists l where l.list_id = @About and l.sent_at is null)", paper);
        }
    }

    internal static Task<List<TaxListUnit>> Units(Session s, string id) => s.Query<TaxListUnit>(
        """
        select t.subject_id, t.reason, t.missing, t.answer, t.answer_paper, t.answered_on, t.answer_note, u.name, u.payer_tax_code, u.address, u.workers, u.with_unit
        from cov_tax_list_units t join cov_units u on u.subject_id = t.subject_id where t.list_id = @id order by t.reason, t.missing desc, t.subject_id
        """,
        new { id });

    internal static async Task<TaxList> Find(Session s, Scope scope, string id) =>
        await s.One<TaxList>($"select {TaxList.Columns} from cov_tax_lists l where l.list_id = @id and {scope.OnWholeProvince("l")}", new { id }) ?? throw new Refusal("TaxLists.NoList") { Kind = RefusalKind.Missing };
}

/// <summary>A list to the tax authority.</summary>
public sealed class TaxList
{
    internal const string Columns = """
        l.list_id, l.province, l.tax_year, l.made_at, l.made_name, l.sent_at, (select count(*) from cov_tax_list_units t where t.list_id = l.list_id) as units,
        (select count(*) from cov_tax_list_units t where t.list_id = l.list_id and t.answer is not null) as answered
        """;

    public string ListId { get; init; } = "";
    public string Province { get; init; } = "";
    public int TaxYear { get; init; }
    public Instant MadeAt { get; init; }
    public string MadeName { get; init; } = "";
    public Instant? SentAt { get; init; }
    public long Units { get; init; }
    public long Answered { get; init; }
}

/// <summary>A unit on a list. <see cref="Missing"/>: workers not insured when the list was made.</summary>
public sealed class TaxListUnit
{
    public long SubjectId { get; init; }
    public string Reason { get; init; } = "";
    public int Missing { get; init; }
    public string? Answer { get; init; }
    public string? AnswerPaper { get; init; }
    public DateOnly? AnsweredOn { get; init; }
    public string? AnswerNote { get; init; }
    public string Name { get; init; } = "";
    public string PayerTaxCode { get; init; } = "";
    public string? Address { get; init; }
    public int Workers { get; init; }
    public int WithUnit { get; init; }

    public string Id => new Unit { SubjectId = SubjectId }.Id;
}

/// <summary>An answer: one of <see cref="TaxLists.Answers"/>, by which paper, of which day.</summary>
public sealed record TaxAnswer(string? Answer, string? Paper, DateOnly? On, string? Note);

public sealed record TaxListDetail(TaxList List, IReadOnlyList<TaxListUnit> Units, IReadOnlyList<OfficePaper> Papers);
