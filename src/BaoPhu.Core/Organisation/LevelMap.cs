using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Organisation;

/// <summary>
/// The levels of all places at a moment, each with the one of a day before: the country by provinces, a province with everything in it. One query a view; announced levels are
/// public, so everybody may read all of them. All we know counts; the narrowest announcement in force decides, as everywhere (<see cref="Levels"/>).
/// </summary>
public sealed class LevelMap(Db db)
{
    private const long OneDay = 86_400_000;

    /// <summary>What each place itself was told last at the moment @{0}; places whose announcement was lifted are left out.</summary>
    private const string Own = """
        select x.locality_code, x.level, x.announcement_id from (
            select a.locality_code, a.level, a.announcement_id,
                row_number() over (partition by a.locality_code order by a.from_at desc, a.known_from_at desc, a.recorded_at desc) as newest
            from org_levels a where a.from_at <= @{0} and a.known_to_at is null) x
        where x.newest = 1 and x.level is not null
        """;

    private static readonly string Resolved = $"""
        with now_own as ({string.Format(System.Globalization.CultureInfo.InvariantCulture, Own, "at")}), then_own as ({string.Format(System.Globalization.CultureInfo.InvariantCulture, Own, "before")}),
        places as (
            select l.code, l.kind, l.name, l.parent_code, l.province, coalesce(n.level, nd.level, np.level) as level, coalesce(t.level, td.level, tp.level) as level_before,
                coalesce(n.announcement_id, nd.announcement_id, np.announcement_id) as announcement_id
            from org_localities l
            left join now_own n on n.locality_code = l.code left join now_own nd on nd.locality_code = l.parent_code left join now_own np on np.locality_code = l.province
            left join then_own t on t.locality_code = l.code left join then_own td on td.locality_code = l.parent_code left join then_own tp on tp.locality_code = l.province
            where l.valid_from <= @day and (l.valid_to is null or l.valid_to > @day))
        """;

    private static readonly string Country = Resolved + """

        select p.province, p.kind, p.level, p.level_before, count(*) as places from places p group by p.province, p.kind, p.level, p.level_before
        """;

    private static readonly string Province = Resolved + """

        select p.code, p.kind, p.name, p.parent_code, p.level, p.level_before, a.locality_code as announced_for, a.from_at, a.decision_number, a.decision_date, a.authority,
            a.measures_number, a.measures_date, a.measures_text, a.measures_until, a.source
        from places p left join org_levels a on a.announcement_id = p.announcement_id
        where p.province = (select o.province from org_localities o where o.code = @code and o.valid_from <= @day and (o.valid_to is null or o.valid_to > @day))
        order by p.code
        """;

    /// <summary>Every province by code, with the districts and communes inside it by level.</summary>
    public Task<IReadOnlyDictionary<string, ProvinceOnMap>> OfCountry(Instant at) => db.Read<IReadOnlyDictionary<string, ProvinceOnMap>>(async s =>
    {
        var counts = await s.Query<Counted>(Country, new { at, before = at.Milliseconds - OneDay, day = at.Day });
        return counts.GroupBy(c => c.Province, StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g => new ProvinceOnMap(g.First(c => c.Kind == "province") is var own ? own.Level : null, own.LevelBefore, Tally(g, "district"), Tally(g, "commune")),
            StringComparer.Ordinal);
    });

    /// <summary>A place with those above it and, for a province or a district, those directly below; refused (missing) where the code means nothing on the day.</summary>
    public Task<PlaceView> OfPlace(string code, Instant at) => db.Read(async s =>
    {
        var places = (await s.Query<PlaceOnMap>(Province, new { at, before = at.Milliseconds - OneDay, day = at.Day, code })).ToDictionary(p => p.Code, StringComparer.Ordinal);
        if (!places.TryGetValue(code, out var place))
        {
            throw new Refusal("Organisation.UnknownLocality", code) { Kind = RefusalKind.Missing };
        }

        var children = places.Values.ToLookup(p => p.ParentCode, StringComparer.Ordinal);
        var above = new List<PlaceOnMap>();
        for (var up = place; up.ParentCode is { } parent && places.TryGetValue(parent, out up);)
        {
            above.Insert(0, up);
        }

        foreach (var part in children[code])
        {
            part.Inside = new LevelTally(children[part.Code].Select(p => ((int?)p.Level, (int?)p.LevelBefore, 1)));
        }

        return new PlaceView(place, above, [.. children[code]]);
    });

    private static LevelTally Tally(IEnumerable<Counted> counts, string kind) =>
        new(counts.Where(c => c.Kind == kind).Select(c => ((int?)c.Level, (int?)c.LevelBefore, (int)c.Places)));

    private sealed class Counted
    {
        public string Province { get; init; } = "";
        public string Kind { get; init; } = "";
        public short? Level { get; init; }
        public short? LevelBefore { get; init; }
        public long Places { get; init; }
    }
}

/// <summary>Numbers of places by level; [0] those for which nothing is announced. <see cref="Changed"/>: another level than a day before.</summary>
public sealed class LevelTally
{
    private readonly int[] _of = new int[5];

    internal LevelTally(IEnumerable<(int? Level, int? Before, int Places)> counts)
    {
        foreach (var (level, before, places) in counts)
        {
            _of[level ?? 0] += places;
            Changed += level == before ? 0 : places;
        }
    }

    public int this[int level] => _of[level];
    public int Changed { get; }
    public int Total => _of.Sum();
}

/// <summary>A province on the map of the country; level null: nothing announced.</summary>
public sealed record ProvinceOnMap(int? Level, int? Before, LevelTally Districts, LevelTally Communes);

/// <summary>A place, those above it from the province down, and its parts by code.</summary>
public sealed record PlaceView(PlaceOnMap Place, IReadOnlyList<PlaceOnMap> Above, IReadOnlyList<PlaceOnMap> Parts);

/// <summary>A place with its level and the announcement that decides it (all null where there is none).</summary>
public sealed class PlaceOnMap
{
    public string Code { get; init; } = "";

    /// <summary>province, district or commune.</summary>
    public string Kind { get; init; } = "";

    public string Name { get; init; } = "";
    public string? ParentCode { get; init; }
    public short? Level { get; init; }
    public short? LevelBefore { get; init; }

    /// <summary>The place whose announcement decides: itself or one above it.</summary>
    public string? AnnouncedFor { get; init; }

    public Instant? FromAt { get; init; }
    public string? DecisionNumber { get; init; }
    public DateOnly? DecisionDate { get; init; }
    public string? Authority { get; init; }
    public string? MeasuresNumber { get; init; }
    public DateOnly? MeasuresDate { get; init; }
    public string? MeasuresText { get; init; }
    public DateOnly? MeasuresUntil { get; init; }

    /// <summary>page, command, file or demo.</summary>
    public string? Source { get; init; }

    /// <summary>Of a part that has parts itself.</summary>
    public LevelTally? Inside { get; internal set; }
}
