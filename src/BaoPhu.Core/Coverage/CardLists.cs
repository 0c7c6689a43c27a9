using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Coverage;

/// <summary>Lists for issue: all of a commune who are without a card and known to need one, kept as they were made, and as a workbook. Layout rebuilt, and marked so.</summary>
public sealed class CardLists(Db db, TimeProvider clock)
{
    private static readonly string[] Headings = ["No", "Name", "Born", "Sex", "Citizen", "Person", "Group", "GroupName", "Place", "Finding"];

    /// <summary>Puts everybody of the commune who is without a card on a new list and returns its id. Refused: nobody is. Missing: outside the scope.</summary>
    public Task<string> Make(Actor actor, Scope scope, int year, string commune) => db.Write(async tx =>
    {
        await tx.Lock("cards");
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
        var (list, rows, name) = await db.ReadConsistently(async s =>
        {
            var found = await s.One<CardList>($"select x.list_id, x.commune_code, x.list_year, x.people, x.made_name, x.made_at from cov_card_lists x where x.list_id = @id and {scope.OnOffice("x")}", new { id })
                ?? throw new Refusal("Cards.NoList") { Kind = RefusalKind.Missing };
            var place = await Localities.Find(s, found.CommuneCode, clock.Today());
            return (found, await s.Query<CardNeed>(
                $"select {CardNeeds.Columns} from {CardNeeds.From} join cov_card_list_rows x on x.subject_id = n.subject_id where x.list_id = @id order by coalesce(e.folded, ''), n.subject_id", new { id }),
                place?.Name ?? found.CommuneCode);
        });
        using (var sheet = new Sheet(into, "DS cap the BHYT"))
        {
            sheet.Row([(Text.Of("Cards.SheetTitle", list.ListYear, name), false)]);
            sheet.Row([(Text.Of("Cards.SheetMark"), false)]);
            sheet.Row(Headings.Select(h => (Text.Of("Cards.Column_" + h), false)));
            var number = 0;
            foreach (var row in rows)
            {
                sheet.Row([
                    ((++number).ToString(CultureInfo.InvariantCulture), true), (row.Name ?? Text.Of("Coverage.Erased"), false), (row.Born, false),
                    (row.Male is { } male ? Text.Of(male ? "Cards.Male" : "Cards.Female") : "", false), (row.CitizenId ?? "", false), (row.PersonCode ?? "", false), (row.Group, false),
                    (BudgetGroups.Find(row.Group)?.Name ?? "", false), (row.Place ?? "", false), (Text.Of("Cards.Finding_" + row.Finding), false),
                ]);
            }
        }

        await db.Write(async tx =>
        {
            var now = clock.Now();
            await ReadLog.Write(tx, [.. rows.Select(r => new ReadLine(r.SubjectId, now, actor, "card-need", Whole: true, Outside: false, null))]);
            await AuditTrail.Write(tx, clock, actor, "coverage.card-file", "card-list:" + id, new { list.ListYear, list.CommuneCode, rows = rows.Count });
        });
        return rows.Count;
    }
}
