using System.Globalization;
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
/// Lists for issue: all of a commune who are without a card and known to need one, kept as they were made; as a workbook, and as a numbered and signed letter with its table to the commune and its Labour
/// office. Layouts rebuilt, and marked so.
/// </summary>
public sealed class CardLists(Db db, TimeProvider clock) : IOfficePaperFollower
{
    public const string PaperForm = "CV-CAPTHE";

    /// <summary>What is known of a letter that went out.</summary>
    public static IReadOnlyList<string> Outcomes { get; } = ["delivered", "returned"];

    internal const string Columns = """
        x.list_id, x.province, x.office_code, x.commune_code, x.list_year, x.people, x.made_name, x.made_at, x.sent_at, x.outcome, p.paper_id, p.label as paper_label, p.state as paper_state, p.sent_by
        """;

    internal const string From = $"""
        cov_card_lists x left join doc_office_papers p on p.form = '{PaperForm}' and p.about = x.list_id and p.state in ('draft', 'numbered', 'signed', 'sent')
        """;

    private static readonly double[] Widths = [6, 30, 13, 10, 18, 16, 10, 34, 34, 26];
    private static readonly string[] Headings = ["No", "Name", "Born", "Sex", "Citizen", "Person", "Group", "GroupName", "Place", "Finding"];

    public IReadOnlyList<string> Forms { get; } = [PaperForm, CardRequests.PaperForm];

    /// <summary>Puts everybody of the commune who is without a card on a new list and returns its id. Refused: nobody is. Missing: outside the scope.</summary>
    public Task<string> Make(Actor actor, Scope scope, int year, string commune) => db.Write(async tx =>
    {
        await CardNeeds.Lock(tx, commune);
        var (now, id) = (clock.Now(), Guid.CreateVersion7().ToString("N"));
        await CardNeeds.Commune(tx, scope, year, commune, now.Day);
        var ready = $"{scope.OnOffice("n")} and n.list_year = @year and n.commune_code = @commune and n.state = 'open' and n.finding in ('none', 'ending', 'unknown')";
        var args = new { id, year, commune, by = actor.UserId, name = actor.Name, now };
        var people = await tx.Execute($"insert into cov_card_list_rows (subject_id, list_id) select n.subject_id, @id from cov_card_needs n where {ready}", args);
        if (people == 0)
        {
            throw new Refusal("Cards.NobodyToList");
        }

        await tx.Execute(
            $"""
            insert into cov_card_lists (list_id, province, office_code, commune_code, list_year, people, made_by, made_name, made_at)
            select @id, min(n.province), min(n.office_code), @commune, @year, count(*), @by, @name, @now from cov_card_needs n where {ready}
            """,
            args);
        await tx.Execute(
            "update cov_card_needs set state = 'listed', list_id = @id where subject_id in (select r.subject_id from cov_card_list_rows r where r.list_id = @id)", args);
        await AuditTrail.Write(tx, clock, actor, "coverage.card-list", "card-list:" + id, new { year, commune, people });
        return id;
    });

    /// <summary>Writes a list as a workbook, names and numbers whole, because who issues the cards needs them; each is a read. Missing outside the scope. Returns the number of people.</summary>
    public async Task<int> Write(Actor actor, Scope scope, string id, Stream into)
    {
        var (list, rows, name, office) = await db.ReadConsistently(async s =>
        {
            var found = await Find(s, scope, id);
            return (found, await People(s, id), await NameOf(s, found, clock.Today()), await Offices.Find(s, found.OfficeCode, clock.Today()));
        });
        using (var sheet = new Sheet(into, "DS cap the BHYT", Widths))
        {
            sheet.Line(office?.Name ?? "");
            sheet.Line(Text.Of("Cards.SheetTitle", list.ListYear, name));
            sheet.Line(Text.Of("Cards.SheetMark"));
            sheet.Heading(Headings.Select(h => Text.Of("Cards.Column_" + h)));
            var number = 0;
            foreach (var row in rows)
            {
                sheet.Row([
                    ((++number).ToString(CultureInfo.InvariantCulture), true), (row.Name ?? Text.Of("Coverage.Erased"), false), (row.Born, false),
                    (row.Male is { } male ? Text.Of(male ? "Cards.Male" : "Cards.Female") : "", false), (row.CitizenId ?? "", false), (row.PersonCode ?? "", false), (row.Group, false),
                    (BudgetGroups.Find(row.Group)?.Name ?? "", false), (row.Place ?? "", false), (Text.Of("Cards.Finding_" + row.Finding), false),
                ]);
            }

            sheet.Line("", "", "", "", "", "", "", Text.Of("Coverage.SheetDay", clock.Today()));
            sheet.Line("", Text.Of("Coverage.SheetMaker"), "", "", Text.Of("Coverage.SheetChecker"), "", "", Text.Of("Coverage.SheetSigner"));
        }

        await db.Write(async tx =>
        {
            var now = clock.Now();
            await ReadLog.Write(tx, [.. rows.Select(r => new ReadLine(r.SubjectId, now, actor, "card-need", Whole: true, Outside: false, null))]);
            await AuditTrail.Write(tx, clock, actor, "coverage.card-file", "card-list:" + id, new { list.ListYear, list.CommuneCode, rows = rows.Count });
        });
        return rows.Count;
    }

    /// <summary>
    /// Begins the letter by which a list goes to its commune and Labour office, as a draft of the list's office; returns its paper. Refused: a letter of it that stands, nobody who may sign. Missing: outside
    /// the scope.
    /// </summary>
    public Task<string> Letter(Actor actor, Scope scope, string id) => db.Write(async tx =>
    {
        var list = await Find(tx, scope, id);
        var place = await Localities.Find(tx, list.CommuneCode, clock.Today());
        var district = place?.ParentCode is { } parent ? (await Localities.Find(tx, parent, clock.Today()))?.Name : null;
        return await OfficePapers.Prepare(tx, clock, actor, scope, new OfficePaperOrder(
            list.OfficeCode, PaperForm, id, Text.Of("Cards.LetterSubject", place?.Name ?? list.CommuneCode, list.People),
            [Text.Of("Cards.ToCommune", place?.Name ?? list.CommuneCode), district is null ? Text.Of("Cards.ToLabour") : Text.Of("Cards.ToLabourOf", district)]));
    });

    /// <summary>Records whether a list that went out arrived; saying it again corrects it. Refused: not sent, no such answer. Missing: outside the scope.</summary>
    public Task Outcome(Actor actor, Scope scope, string id, string? outcome) => db.Write(async tx =>
    {
        var list = await Find(tx, scope, id);
        if (list.SentAt is null || outcome is null || !Outcomes.Contains(outcome))
        {
            throw new Refusal("Cards.NotSent");
        }

        await tx.Execute("update cov_card_lists set outcome = @outcome where list_id = @id", new { outcome, id });
        await AuditTrail.Write(tx, clock, actor, "coverage.card-outcome", "card-list:" + id, new { outcome, was = list.Outcome, list.PaperLabel });
    });

    /// <summary>Notes that a letter went out: one with a list, or one that asks for it. Refused: by hand, where the level of the commune is 4 (plan III.1.2.c, last dash: electronic documents or public post).</summary>
    public async Task Follow(Session tx, Actor actor, OfficePaper paper)
    {
        if (paper.PaperState != PaperState.Sent)
        {
            return;
        }

        if (paper.Form == CardRequests.PaperForm)
        {
            var (_, commune) = CardRequests.Read(paper.About);
            if (paper.SentBy == "hand" && await LevelOf(tx, paper.Province, commune, clock.Now()) == 4)
            {
                throw new Refusal("CardRequests.NotByHand", await CardRequests.PlaceOf(tx, commune, clock.Today()));
            }

            return;
        }

        var list = await Find(tx, Scope.Nation, paper.About);
        if (paper.SentBy == "hand" && await LevelOf(tx, list.Province, list.CommuneCode, clock.Now()) == 4)
        {
            throw new Refusal("Cards.NotByHand", await NameOf(tx, list, clock.Today()));
        }

        await tx.Execute("update cov_card_lists set sent_at = @SentAt, outcome = null where list_id = @About", paper);
    }

    /// <summary>A list; missing outside the scope.</summary>
    internal static async Task<CardList> Find(Session s, Scope scope, string id) =>
        await s.One<CardList>($"select {Columns} from {From} where x.list_id = @id and {scope.OnOffice("x")}", new { id }) ?? throw new Refusal("Cards.NoList") { Kind = RefusalKind.Missing };

    /// <summary>Who stands on a list, by name.</summary>
    internal static Task<List<CardNeed>> People(Session s, string id) => s.Query<CardNeed>(
        $"select {CardNeeds.Columns} from {CardNeeds.From} join cov_card_list_rows x on x.subject_id = n.subject_id where x.list_id = @id order by coalesce(e.folded, ''), n.subject_id", new { id });

    internal static async Task<string> NameOf(Session s, CardList list, DateOnly day) => (await Localities.Find(s, list.CommuneCode, day))?.Name ?? list.CommuneCode;

    /// <summary>The level that holds at a commune; of one that is not known, the province's.</summary>
    internal static async Task<int> LevelOf(Session s, string province, string commune, Instant now) =>
        (await Levels.Book(s, province, now.Day)).Resolve(await Localities.Find(s, commune, now.Day) is null ? province : commune, now).Effective;
}
