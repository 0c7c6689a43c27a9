using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// Letters that ask communes and their Labour offices for the list of people whose card the budget pays (plan III.1.2.a.2, c.2: nobody left out), in bulk: each commune of which no list of the year came
/// gets one, numbered, signed by the director and sent, each by itself.
/// </summary>
public sealed class CardRequests(Db db, TimeProvider clock, OfficePapers papers)
{
    public const string PaperForm = "CV-XINDS";

    /// <summary>Letters of one act; what is left waits for the next.</summary>
    public const int MostAtOnce = 100;

    private const string Living = "p.state in ('draft', 'numbered', 'signed', 'sent')";

    /// <summary>Communes of the scope of which no list of the year came, with the letter that asks for it. Refused: a person without a province.</summary>
    public Task<List<CardRequest>> Waiting(Scope scope, int year) => db.Read(s => Waiting(s, scope, year));

    /// <summary>Makes and numbers the letters of up to <see cref="MostAtOnce"/> communes that have none. Refused: every commune has one or its list came, a day that is past, a person without a province.</summary>
    public async Task<CardRequestResult> Prepare(Actor actor, Scope scope, int year, DateOnly? deadline)
    {
        if (deadline is not { } until || until <= clock.Today())
        {
            throw new Refusal("CardRequests.NeedDeadline");
        }

        var waiting = (await Waiting(scope, year)).Where(r => r.PaperState is null or "draft").Take(MostAtOnce).ToList();
        return await Each(waiting, async row =>
        {
            var (id, version) = row.PaperId is { } begun ? (begun, row.PaperVersion!.Value) : (await db.Write(tx => Begin(tx, actor, scope, year, until, row.CommuneCode)), 0);
            await papers.Number(actor, scope, id, version);
        });
    }

    /// <summary>Signs the numbered letters that name the person as their signer. Refused: there is none.</summary>
    public async Task<CardRequestResult> Sign(Actor actor, Scope scope, int year) => await Each(
        (await Waiting(scope, year)).Where(r => r.PaperState == "numbered" && r.SignerId == actor.UserId).Take(MostAtOnce).ToList(), row => papers.Sign(actor, scope, row.PaperId!, row.PaperVersion!.Value));

    /// <summary>Sends the signed letters by one way. A commune at level 4 is refused by hand and says so. Refused: there is none, no such way.</summary>
    public async Task<CardRequestResult> Send(Actor actor, Scope scope, int year, string? way)
    {
        if (way is null || !OfficePapers.Ways.Contains(way))
        {
            throw new Refusal("OfficePapers.NeedWay");
        }

        return await Each(
            (await Waiting(scope, year)).Where(r => r.PaperState == "signed").Take(MostAtOnce).ToList(), row => papers.Send(actor, scope, row.PaperId!, row.PaperVersion!.Value, way, null));
    }

    /// <summary>"2021-26734" → (2021, "26734"). Throws <see cref="FormatException"/> for anything else: only this module makes keys.</summary>
    internal static (int Year, string Commune) Read(string about) => (int.Parse(about.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture), about[5..]);

    /// <summary>"Phường 01, Quận 1": a name alone stands in many districts.</summary>
    internal static async Task<string> PlaceOf(Session s, string commune, DateOnly day)
    {
        var place = await Localities.Find(s, commune, day);
        return place is null ? commune : place.ParentCode is { } parent && await Localities.Find(s, parent, day) is { } district ? $"{place.Name}, {district.Name}" : place.Name;
    }

    private static string Key(int year, string commune) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{year:0000}-{commune}");

    private async Task<List<CardRequest>> Waiting(Session s, Scope scope, int year)
    {
        var province = scope.ProvinceCode ?? throw new Refusal("CardRequests.OneProvince");
        // An office below the province asks the communes of the districts where its employers are.
        var within = scope.CoversWhole(province) ? "1 = 1"
            : $"l.parent_code in (select x.parent_code from reg_employers e join org_localities x on x.code = e.commune_code where {scope.On("e")})";
        return await s.Query<CardRequest>(
            $"""
            select l.code as commune_code, l.name, l.parent_code as district_code, d.name as district, p.paper_id, p.state as paper_state, p.label, p.version as paper_version, p.signer_id, p.sent_at, p.sent_by, p.deadline
            from org_localities l left join org_localities d on d.code = l.parent_code and d.valid_from <= @today and (d.valid_to is null or d.valid_to > @today)
            left join doc_office_papers p on p.form = '{PaperForm}' and p.about = @prefix || l.code and {Living}
            where l.kind = 'commune' and l.province = @province and l.valid_from <= @today and (l.valid_to is null or l.valid_to > @today) and {within}
                and l.code not in (select e.commune_code from reg_entitled e where e.province = @province and e.list_year = @year and e.commune_code is not null)
                and l.code not in (select n.commune_code from cov_card_needs n where n.province = @province and n.list_year = @year)
            order by l.parent_code, l.code
            """,
            new { province, year, prefix = Key(year, ""), today = clock.Today() });
    }

    private async Task<string> Begin(Session tx, Actor actor, Scope scope, int year, DateOnly until, string commune)
    {
        var province = scope.ProvinceCode!;
        await tx.Lock(PlanningPass.LockOf(province));
        var row = (await Waiting(tx, scope, year)).Find(r => r.CommuneCode == commune && r.PaperState is null) ?? throw new Refusal("CardRequests.AskedAlready");
        var own = await Offices.Find(tx, actor.OfficeCode, clock.Today());
        var issuer = own is { Province: { } of } && of == province ? own.Code : await OfficePapers.IssuerFor(tx, actor, province, clock.Today());
        return await OfficePapers.Prepare(tx, clock, actor, scope, new OfficePaperOrder(
            issuer, PaperForm, Key(year, commune), Text.Of("CardRequests.Subject", row.Place, year),
            [Text.Of("Cards.ToCommune", row.Place), row.District is { } district ? Text.Of("Cards.ToLabourOf", district) : Text.Of("Cards.ToLabour")], Deadline: until));
    }

    private static async Task<CardRequestResult> Each(IReadOnlyList<CardRequest> rows, Func<CardRequest, Task> act)
    {
        if (rows.Count == 0)
        {
            throw new Refusal("CardRequests.Nothing");
        }

        var (done, refused) = (0, new List<string>());
        foreach (var row in rows)
        {
            try
            {
                await act(row);
                done++;
            }
            catch (Refusal refusal)
            {
                refused.Add($"{row.Place}: {refusal.Message}");
            }
        }

        // One reason for all of them is the answer to the act.
        return done > 0 ? new(done, refused) : throw new Refusal("CardRequests.AllRefused", refused.Count, refused[0]);
    }
}

/// <summary>What became of an act on many letters: how many were done, and of the others why not.</summary>
public sealed record CardRequestResult(int Done, IReadOnlyList<string> Refused);

/// <summary>A commune of which no list of a year came. Paper fields are null until it is asked.</summary>
public sealed class CardRequest
{
    public string CommuneCode { get; init; } = "";
    public string Name { get; init; } = "";
    public string? DistrictCode { get; init; }
    public string? District { get; init; }
    public string Place => District is null ? Name : $"{Name}, {District}";
    public string? PaperId { get; init; }
    public string? PaperState { get; init; }
    public string? Label { get; init; }
    public int? PaperVersion { get; init; }
    public string? SignerId { get; init; }
    public Instant? SentAt { get; init; }
    public string? SentBy { get; init; }
    public DateOnly? Deadline { get; init; }

    /// <summary>The day until which the list was asked for has passed.</summary>
    public bool IsLate(DateOnly today) => SentAt is not null && Deadline < today;
}
