using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Planning;

/// <summary>
/// Units (the provinces, seen from the centre; the districts, seen from a province) and persons ranked by figures that dated rules name and weigh. Which figures count is nobody's law: plan 3532 (IV.2.1)
/// says "thành tích xuất sắc" and no more, so the rules are shown as internal.
/// </summary>
public sealed class Rankings(Db db, TimeProvider clock)
{
    public const string Unit = "unit";
    public const string Person = "person";

    private const string Columns = "r.kind, r.figure, r.valid_from, r.known_from_at, r.known_to_at, r.weight, r.falls, r.per_employer, r.note, r.set_by";

    private static readonly DatedLines Lines = new("pln_ranking_rules", "kind", "figure");

    /// <summary>What is counted of a person: contacts made, employers contacted, money promised to them.</summary>
    private static readonly string[] OfPersons = ["contacts", "employers", "promised"];
    private static readonly string Urging = string.Join(", ", ActNames.Urging.Select(a => $"'{a}'"));

    public static IReadOnlyList<string> Kinds { get; } = [Unit, Person];

    /// <summary>The figures that a rule may name.</summary>
    public static IReadOnlyList<string> FiguresOf(string kind) => kind == Person ? OfPersons : [.. Indicators.All.Where(i => i.Source is not null).Select(i => i.Code)];

    /// <summary>Everything ever entered, the latest first.</summary>
    public Task<List<RankingRule>> History() => db.Read(s => s.Query<RankingRule>($"select {Columns} from pln_ranking_rules r order by r.kind desc, r.figure, r.valid_from desc, r.known_from_at desc"));

    /// <summary>Enters the weight of a figure from a day on; 0: it no longer counts. Refused: who is not of the centre, a figure that there is not, a weight outside 0–100, no ground.</summary>
    public Task Set(Actor actor, Scope scope, RankingRuleEntry entry) => db.Write(async tx =>
    {
        if (!scope.IsNation)
        {
            throw new Refusal("Commendations.OnlyCentre") { Kind = RefusalKind.Forbidden };
        }

        var note = VietnameseText.Normalise(entry.Ground ?? "");
        if (!Kinds.Contains(entry.Kind) || !FiguresOf(entry.Kind).Contains(entry.Figure) || entry.Weight is < 0 or > 100)
        {
            throw new Refusal("Commendations.BadRule");
        }

        if (note.Length == 0)
        {
            throw new Refusal("Commendations.RuleNeedsGround");
        }

        await tx.Lock("ranking-rules");
        await Lines.Enter(tx, clock.Now(), actor.UserId, entry.From, new()
        {
            ["kind"] = entry.Kind, ["figure"] = entry.Figure, ["weight"] = (short)entry.Weight, ["falls"] = entry.Falls, ["per_employer"] = entry.PerEmployer && entry.Kind == Unit, ["note"] = note,
        });
        await AuditTrail.Write(tx, clock, actor, "planning.ranking-rule", $"ranking-rule:{entry.Kind}/{entry.Figure}", new { entry.Weight, entry.From, note });
    });

    /// <summary>The ranking of units or persons within the scope over a period, by the rules in force on its last day. Refused: a kind that there is not, days in the wrong order, longer than a year or still to come.</summary>
    public Task<RankingTable> Of(Scope scope, string kind, DateOnly from, DateOnly to) => db.ReadConsistently(s => Of(s, scope, kind, from, to));

    internal async Task<RankingTable> Of(Session s, Scope scope, string kind, DateOnly from, DateOnly to)
    {
        if (!Kinds.Contains(kind) || from > to || to > from.AddYears(1) || from > clock.Today())
        {
            throw new Refusal("Commendations.BadPeriod");
        }

        var rules = (await On(s, to)).FindAll(r => r.Kind == kind && r.Weight > 0);
        var window = new FigureWindow(from, to, Instant.EndOf(to)) { LastPeriod = Period.Of(to).Number };
        var ranked = kind == Unit ? await Units(s, scope, rules, window) : await Persons(s, scope, window);
        var points = Ranking.Points(
            [.. rules.Select(r => new RankingWeight(r.Figure, r.Weight, r.Falls))],
            [.. ranked.Select(u => rules.Where(r => u.Figures.ContainsKey(r.Figure) && (!r.PerEmployer || u.Employers > 0))
                .ToDictionary(r => r.Figure, r => r.PerEmployer ? (decimal)u.Figures[r.Figure] / u.Employers : u.Figures[r.Figure], StringComparer.Ordinal))]);
        return new RankingTable(
            kind, from, to, rules, [.. ranked.Select((u, i) => u with { Score = points[i] }).OrderByDescending(u => u.Score).ThenBy(u => u.Code, StringComparer.Ordinal)]);
    }

    internal static Task<List<RankingRule>> On(Session s, DateOnly day) => s.Query<RankingRule>(
        $"select {Columns} from pln_ranking_rules r where {Lines.InForce("r")} order by r.kind, r.weight desc, r.figure",
        new { day });

    /// <summary>Puts the shipped rules in; never touches what people entered.</summary>
    internal static Task Seed(Session tx, TimeProvider clock) => Lines.Seed(tx, clock, Reference.Beginning, Reference.Rows("ranking-rules.csv").Select(r => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["kind"] = r[0], ["figure"] = r[1], ["weight"] = short.Parse(r[2], CultureInfo.InvariantCulture), ["falls"] = r[3] == "true", ["per_employer"] = r[4] == "true", ["note"] = "",
    }));

    /// <summary>Provinces of the nation, or the district offices of one province, each with the sums over its employers.</summary>
    private static async Task<List<Ranked>> Units(Session s, Scope scope, List<RankingRule> rules, FigureWindow window)
    {
        var units = await s.Query<(string Code, string? Province, string Name)>(
            $"""
            select o.code, o.province, o.name from org_offices o
            where o.kind = @kind and {Offices.InForceOn("@To")} and {scope.OnTree("o")} order by o.code
            """,
            new { kind = scope.IsNation ? OfficeKind.Province : OfficeKind.District, window.To });
        var employers = await s.Query<(string Province, string Office, long Count)>($"select e.province, e.office_code, count(*) from reg_employers e where {scope.On("e")} group by e.province, e.office_code");
        List<string> counted = [.. rules.Select(r => r.Figure).Where(f => Indicators.Of(f).Source is not null)];
        var figures = await Indicators.ByOffice(s, scope, counted, window);
        return units.ConvertAll(u => new Ranked(
            u.Code, u.Name, "", employers.Where(e => IsOf(u, e.Province, e.Office)).Sum(e => e.Count),
            Told(u))).FindAll(u => u.Employers > 0);

        // A figure of which no file tells is left out: it would be 0 points here and full points there.
        Dictionary<string, long> Told((string Code, string? Province, string Name) unit)
        {
            var own = figures.Where(v => IsOf(unit, v.Key.Province, v.Key.Office)).Select(v => v.Value).ToList();
            return counted.Where(f => !Indicators.Of(f).NeedsRows || own.Exists(v => v.ContainsKey(f))).ToDictionary(f => f, f => own.Sum(v => v.GetValueOrDefault(f)), StringComparer.Ordinal);
        }


        bool IsOf((string Code, string? Province, string Name) unit, string province, string office) => scope.IsNation ? unit.Province == province : unit.Code == office;
    }

    private static async Task<List<Ranked>> Persons(Session s, Scope scope, FigureWindow window) => (await s.Query<PersonSums>(
        $"""
        select u.user_id as code, u.name, (select o.name from org_offices o where o.code = u.office_code and o.known_to_at is null order by o.valid_from desc limit 1) as office_name,
            count(*) filter (where c.act in ({Urging})) as contacts, count(distinct case when c.act in ({Urging}) then c.subject_id end) as employers, cast(coalesce(sum(c.promised_amount), 0) as bigint) as promised
        from wrk_contacts c join reg_employers e on e.employer_id = c.subject_id join idn_users u on u.user_id = c.user_id
        where {scope.On("e")} and c.at >= @fromAt and c.at <= @untilAt group by u.user_id, u.name, u.office_code order by contacts desc, u.user_id limit 200
        """,
        window.Values)).ConvertAll(p => new Ranked(
            p.Code, p.Name, p.OfficeName ?? "", 0, new Dictionary<string, long>(StringComparer.Ordinal) { ["contacts"] = p.Contacts, ["employers"] = p.Employers, ["promised"] = p.Promised }));

    private sealed class PersonSums
    {
        public string Code { get; init; } = "";
        public string Name { get; init; } = "";
        public string? OfficeName { get; init; }
        public long Contacts { get; init; }
        public long Employers { get; init; }
        public long Promised { get; init; }
    }
}

/// <summary>A figure that counts, its weight and since when. <see cref="PerEmployer"/>: divided by the unit's employers, so that the large do not win by being large.</summary>
public sealed class RankingRule
{
    public string Kind { get; init; } = "";
    public string Figure { get; init; } = "";
    public DateOnly ValidFrom { get; init; }
    public Instant KnownFromAt { get; init; }
    public Instant? KnownToAt { get; init; }
    public short Weight { get; init; }
    public bool Falls { get; init; }
    public bool PerEmployer { get; init; }
    public string Note { get; init; } = "";
    public string SetBy { get; init; } = "";
}

public sealed record RankingRuleEntry(string Kind, string Figure, int Weight, bool Falls, bool PerEmployer, DateOnly From, string? Ground);

/// <summary>A unit or person with its figures. <paramref name="Code"/>: of the office, or the user's id; <see cref="Score"/>: hundredths of a point.</summary>
public sealed record Ranked(string Code, string Name, string OfficeName, long Employers, IReadOnlyDictionary<string, long> Figures)
{
    public int Score { get; init; }
}

/// <summary>A ranking, the best first.</summary>
public sealed record RankingTable(string Kind, DateOnly From, DateOnly To, IReadOnlyList<RankingRule> Rules, IReadOnlyList<Ranked> Rows)
{
    /// <summary>Of everybody's place, points and figures: points are shares of the best one's, so what one has depends on the others.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        Rows.Select(r => new { r.Code, r.Score, r.Employers, Figures = r.Figures.OrderBy(f => f.Key, StringComparer.Ordinal) }))))[..16];
}
