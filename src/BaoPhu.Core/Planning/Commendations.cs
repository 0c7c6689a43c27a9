using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Planning;

/// <summary>
/// Proposals to commend units and persons (plan 3532, IV.2.1, third dash): chosen from a ranking, frozen with the figures they were chosen by, in one paper that is numbered, signed and sent as the papers
/// of the office are. One that was begun keeps its figures: what the ledger says later does not change who was proposed for what.
/// </summary>
public sealed class Commendations(Db db, TimeProvider clock) : IOfficePaperFollower
{
    public const string PaperForm = "TTR-KT";

    private const int MostText = 2000;
    private const string Columns = "c.commendation_id as id, c.issuer, c.province, c.kind, c.from_date, c.to_date, c.merits, c.made_at, c.sent_at, (select count(*) from pln_commendation_rows r where r.commendation_id = c.commendation_id) as count";

    private readonly Rankings _rankings = new(db, clock);

    public IReadOnlyList<string> Forms { get; } = [PaperForm];

    public Task<List<Commendation>> List(Scope scope) =>
        db.Read(s => s.Query<Commendation>($"select {Columns} from pln_commendations c where {scope.OnWholeProvince("c")} order by c.made_at desc, c.commendation_id desc limit 100"));

    public Task<CommendationDetail> Find(Scope scope, string id) => db.Read(async s => new CommendationDetail(await Find(s, scope, id), await Rows(s, id), await OfficePapers.Of(s, PaperForm, id)));

    /// <summary>
    /// Begins a proposal with those chosen from the ranking of a period and its paper as a draft; returns its id. <paramref name="digest"/>: of the ranking that the person saw
    /// (<see cref="RankingTable.Digest"/>). Refused: a ranking that moved since, nobody, one who is not in the ranking, nothing said of their merits, who
    /// reaches neither the nation nor a whole province.
    /// </summary>
    public Task<string> Begin(Actor actor, Scope scope, string kind, DateOnly from, DateOnly to, IReadOnlyList<string> codes, string? merits, string? digest) => db.Write(async tx =>
    {
        if (scope.IsOfOffices || (!scope.IsNation && scope.ProvinceCode is null))
        {
            throw new Refusal("Commendations.OnlyWhole") { Kind = RefusalKind.Forbidden };
        }

        var said = VietnameseText.Normalise(merits ?? "");
        if (codes.Count == 0)
        {
            throw new Refusal("Commendations.NeedChosen");
        }

        if (said.Length is 0 or > MostText)
        {
            throw new Refusal("Commendations.NeedMerits", MostText);
        }

        var table = await _rankings.Of(tx, scope, kind, from, to);
        var chosen = table.Rows.Where(r => codes.Contains(r.Code, StringComparer.Ordinal)).ToList();
        if (codes.FirstOrDefault(c => chosen.TrueForAll(r => r.Code != c)) is { } unknown)
        {
            throw new Refusal("Commendations.NotRanked", unknown);
        }

        if (digest != table.Digest)
        {
            throw new Refusal("Commendations.FiguresMoved");
        }

        var (id, province) = (Guid.CreateVersion7().ToString("N"), scope.ProvinceCode ?? Settings.NationScope);
        var issuer = scope.ProvinceCode is null ? actor.OfficeCode : await OfficePapers.IssuerFor(tx, actor, province, clock.Today());
        await tx.Execute(
            """
            insert into pln_commendations (commendation_id, issuer, province, kind, from_date, to_date, merits, made_by, made_at) values (@id, @issuer, @province, @kind, @from, @to, @said, @by, @now)
            """,
            new { id, issuer, province, kind, from, to, said, by = actor.UserId, now = clock.Now() });
        for (var i = 0; i < chosen.Count; i++)
        {
            await tx.Execute(
                """
                insert into pln_commendation_rows (commendation_id, place, code, name, office_name, score, figures) values (@id, @place, @Code, @Name, @OfficeName, @Score, @figures)
                """,
                new { id, place = i + 1, chosen[i].Code, chosen[i].Name, chosen[i].OfficeName, chosen[i].Score, figures = JsonSerializer.Serialize(chosen[i].Figures) });
        }

        await AuditTrail.Write(tx, clock, actor, "planning.commend", "commendation:" + id, new { kind, from, to, chosen = chosen.Select(c => c.Name) });
        await Prepare(tx, actor, scope, id);
        return id;
    });

    /// <summary>Prepares the paper again where its draft was thrown away or it was voided before it went out. Refused: one that went out.</summary>
    public Task PrepareAgain(Actor actor, Scope scope, string id) => db.Write(async tx =>
    {
        if ((await Find(tx, scope, id)).SentAt is not null)
        {
            throw new Refusal("Commendations.SentAlready");
        }

        await Prepare(tx, actor, scope, id);
    });

    public async Task Follow(Session tx, Actor actor, OfficePaper paper)
    {
        if (paper.PaperState == PaperState.Sent)
        {
            await tx.Execute("update pln_commendations set sent_at = coalesce(sent_at, @SentAt) where commendation_id = @About", paper);
        }
    }

    internal static Task<List<CommendationRow>> Rows(Session s, string id) => s.Query<CommendationRow>(
        "select r.place, r.code, r.name, r.office_name, r.score, r.figures from pln_commendation_rows r where r.commendation_id = @id order by r.place", new { id });

    internal static Task<Commendation?> Find(Session s, string id) => s.One<Commendation>($"select {Columns} from pln_commendations c where c.commendation_id = @id", new { id });

    private static async Task<Commendation> Find(Session s, Scope scope, string id) =>
        await s.One<Commendation>($"select {Columns} from pln_commendations c where c.commendation_id = @id and {scope.OnWholeProvince("c")}", new { id })
            ?? throw new Refusal("Commendations.NoProposal") { Kind = RefusalKind.Missing };

    private async Task Prepare(Session tx, Actor actor, Scope scope, string id)
    {
        var proposal = (await Find(tx, id))!;
        var recipients = (await Settings.Value(tx, proposal.Province, Settings.CommendationRecipients, clock.Today())).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        await OfficePapers.Prepare(tx, clock, actor, scope, new OfficePaperOrder(proposal.Issuer, PaperForm, id, Text.Of("Commendations.Subject_" + proposal.Kind, proposal.Count), recipients));
    }
}

/// <summary>A proposal. <see cref="Province"/>: '00' of the nation; <see cref="Merits"/>: what they are commended for.</summary>
public sealed class Commendation
{
    public string Id { get; init; } = "";
    public string Issuer { get; init; } = "";
    public string Province { get; init; } = "";
    public string Kind { get; init; } = "";
    public DateOnly FromDate { get; init; }
    public DateOnly ToDate { get; init; }
    public string Merits { get; init; } = "";
    public Instant MadeAt { get; init; }
    public Instant? SentAt { get; init; }
    public long Count { get; init; }
}

/// <summary>One proposed, as it was ranked. <see cref="Score"/>: hundredths of a point.</summary>
public sealed class CommendationRow
{
    public int Place { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public string OfficeName { get; init; } = "";
    public int Score { get; init; }
    public string Figures { get; init; } = "";
    public IReadOnlyDictionary<string, long> FigureValues => JsonSerializer.Deserialize<Dictionary<string, long>>(Figures) ?? [];
}

public sealed record CommendationDetail(Commendation Proposal, IReadOnlyList<CommendationRow> Rows, IReadOnlyList<OfficePaper> Papers)
{
    /// <summary>The paper that stands for it now.</summary>
    public OfficePaper? Paper => Papers.FirstOrDefault(p => p.PaperState.IsLive());
}
