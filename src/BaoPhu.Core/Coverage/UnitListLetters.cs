using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Papers;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// The lists D04a-TS and D04b-TS of an office's units as a letter with the lists behind it: numbered, signed, sent by post or electronically, and whether it arrived (plan III.1.2.a.1+1, c.1+1). What
/// stands in the lists is what holds when the letter is numbered.
/// </summary>
public sealed class UnitListLetters(Db db, TimeProvider clock) : IOfficePaperFollower
{
    public const string PaperForm = "CV-D04";

    /// <summary>What is known of a letter that went out.</summary>
    public static IReadOnlyList<string> Outcomes => CardLists.Outcomes;

    private const string Columns = """
        x.letter_id, x.province, x.office_code, x.tax_year, x.made_name, x.made_at, x.sent_at, x.outcome, p.paper_id, p.label, p.state as paper_state, p.sent_by, p.recipients
        """;

    private const string From = $"""
        cov_list_letters x left join doc_office_papers p on p.form = '{PaperForm}' and p.about = x.letter_id and p.state in ('draft', 'numbered', 'signed', 'sent')
        """;

    public IReadOnlyList<string> Forms { get; } = [PaperForm];

    /// <summary>Offices of the scope with units of a year on the lists, with their letters, the last first.</summary>
    public Task<List<UnitListOffice>> Offices(Scope scope, int year) => db.ReadConsistently(async s =>
    {
        var args = new { year, today = clock.Today() };
        var offices = await s.Query<UnitListOffice>(
            $"""
            select c.office_code, coalesce(o.name, c.office_code) as name, c.units, c.missing
            from (select u.office_code, count(*) as units, cast(sum(u.missing) as bigint) as missing from cov_units u where {scope.OnOffice("u")} and u.tax_year = @year and u.missing > 0 group by u.office_code) c
            left join org_offices o on o.code = c.office_code and {Organisation.Offices.InForceOn("@today")} order by c.office_code
            """,
            args);
        var letters = (await s.Query<UnitListLetter>($"select {Columns} from {From} where {scope.OnOffice("x")} and x.tax_year = @year order by x.made_at desc, x.letter_id desc", args))
            .ToLookup(l => l.OfficeCode, StringComparer.Ordinal);
        return offices.ConvertAll(o => o with { Letters = [.. letters[o.OfficeCode].Where(l => l.PaperId is not null)] });
    });

    /// <summary>
    /// Begins the letter with the lists of an office's units as a draft; returns its paper. It goes to that office, from itself to the office above; the draft's recipients may be changed. Refused: no unit
    /// of the year, nobody who may sign. Missing: an office out of reach.
    /// </summary>
    public Task<string> Begin(Actor actor, Scope scope, int year, string? office) => db.Write(async tx =>
    {
        var today = clock.Today();
        if (office is null || await Organisation.Offices.Find(tx, office, today) is not { Province: { } province } of || !scope.CoversOffice(province, office))
        {
            throw new Refusal("Organisation.NoOffice", office ?? "") { Kind = RefusalKind.Missing };
        }

        await tx.Lock(PlanningPass.LockOf(province));
        if (await tx.One<long>("select count(*) from cov_units u where u.office_code = @office and u.tax_year = @year and u.missing > 0", new { office, year }) == 0)
        {
            throw new Refusal("UnitLists.Nobody", of.Name, year);
        }

        var own = await Organisation.Offices.Find(tx, actor.OfficeCode, today);
        var issuer = own is { Province: { } mine } && mine == province ? own : (await Organisation.Offices.Find(tx, await OfficePapers.IssuerFor(tx, actor, province, today), today))!;
        var above = issuer.Code != office || of.ParentCode is null ? of : await Organisation.Offices.Find(tx, of.ParentCode, today) ?? of;
        var (id, now) = (Guid.CreateVersion7().ToString("N"), clock.Now());
        await tx.Execute(
            "insert into cov_list_letters (letter_id, province, office_code, tax_year, made_by, made_name, made_at) values (@id, @province, @office, @year, @UserId, @Name, @now)",
            new { id, province, office, year, actor.UserId, actor.Name, now });
        await AuditTrail.Write(tx, clock, actor, "coverage.list-letter", "list-letter:" + id, new { office, year });
        return await OfficePapers.Prepare(tx, clock, actor, scope, new OfficePaperOrder(issuer.Code, PaperForm, id, Text.Of("UnitLists.Subject", of.Name, year), [above.Name]));
    });

    /// <summary>Records whether a letter that went out arrived; saying it again corrects it. Refused: not sent, no such answer. Missing: outside the scope.</summary>
    public Task Outcome(Actor actor, Scope scope, string id, string? outcome) => db.Write(async tx =>
    {
        var letter = await Find(tx, scope, id);
        if (letter.SentAt is null || outcome is null || !Outcomes.Contains(outcome))
        {
            throw new Refusal("UnitLists.NotSent");
        }

        await tx.Execute("update cov_list_letters set outcome = @outcome where letter_id = @id", new { outcome, id });
        await AuditTrail.Write(tx, clock, actor, "coverage.list-outcome", "list-letter:" + id, new { outcome, was = letter.Outcome, letter.Label });
    });

    /// <summary>Notes that a letter went out. Refused: by hand, while the province is at level 4.</summary>
    public async Task Follow(Session tx, Actor actor, OfficePaper paper)
    {
        if (paper.PaperState != PaperState.Sent)
        {
            return;
        }

        if (paper.SentBy == "hand" && (await Levels.Book(tx, paper.Province, clock.Today())).Resolve(paper.Province, clock.Now()).Effective == 4)
        {
            throw new Refusal("UnitLists.NotByHand");
        }

        await tx.Execute("update cov_list_letters set sent_at = @SentAt, outcome = null where letter_id = @About", paper);
    }

    internal static async Task<UnitListLetter> Find(Session s, Scope scope, string id) =>
        await s.One<UnitListLetter>($"select {Columns} from {From} where x.letter_id = @id and {scope.OnOffice("x")}", new { id }) ?? throw new Refusal("UnitLists.None") { Kind = RefusalKind.Missing };
}

/// <summary>An office with units on the lists of a year.</summary>
public sealed record UnitListOffice
{
    public string OfficeCode { get; init; } = "";
    public string Name { get; init; } = "";
    public long Units { get; init; }

    /// <summary>Workers surely missing there.</summary>
    public long Missing { get; init; }
    public IReadOnlyList<UnitListLetter> Letters { get; init; } = [];
}

/// <summary>A letter with the lists of an office. Paper fields are null once its paper was voided or thrown away.</summary>
public sealed class UnitListLetter
{
    public string LetterId { get; init; } = "";
    public string Province { get; init; } = "";

    /// <summary>Whose units the lists tell.</summary>
    public string OfficeCode { get; init; } = "";
    public int TaxYear { get; init; }
    public string MadeName { get; init; } = "";
    public Instant MadeAt { get; init; }
    public Instant? SentAt { get; init; }
    public string? Outcome { get; init; }
    public string? PaperId { get; init; }
    public string? Label { get; init; }
    public string? PaperState { get; init; }
    public string? SentBy { get; init; }
    public string? Recipients { get; init; }

    public IReadOnlyList<string> RecipientList => Recipients is null ? [] : System.Text.Json.JsonSerializer.Deserialize<List<string>>(Recipients) ?? [];
}
