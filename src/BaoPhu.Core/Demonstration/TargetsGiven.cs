using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Rules;
using BaoPhu.Rules.Reporting;

namespace BaoPhu.Core.Demonstration;

/// <summary>The year's targets of the demonstration, given as offices give them: the Prime Minister's to the centre, the centre's to the provinces, theirs to the districts with a reserve of their own.</summary>
internal sealed class TargetsGiven(Db db, DemonstrationOrder order, IReadOnlyList<Reference.Province> provinces, IReadOnlyList<DemonstrationPerson> people)
{
    private readonly TargetPeriod _year = TargetPeriod.Year(order.AsOf.Day.Year);
    private readonly Targets _targets = new(db, new LiveFigures(db, new StillClock(order.AsOf)), new StillClock(order.AsOf));

    public async Task Load()
    {
        var centre = people.First(p => p.Role == Role.CentreLeader).Actor;
        var figures = await Figures();
        foreach (var kind in TargetKind.All)
        {
            var given = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var province in provinces)
            {
                var districts = figures.Where(f => f.Province == province.Code && f.Code == kind.Code).OrderBy(f => f.Office, StringComparer.Ordinal).ToList();
                if (districts.Count == 0)
                {
                    continue;
                }

                given[province.OfficeCode] = Round(districts.Sum(d => d.Value));
                // One district in eleven waits for its own.
                var entries = districts.Where((_, i) => i % 11 != 10).Select((d, i) => new TargetEntry(d.Office, Round(d.Value * (kind.Falls ? 97 : 103) / 100), 0)).ToList();
                var director = people.First(p => p.Role == Role.ProvinceDirector && p.OfficeCode == province.OfficeCode).Actor;
                await _targets.Give(director, Scope.OfProvince(province.Code), _year, kind.Code, new("215/QĐ-BHXH", Day(2, 5), ""), entries);
                if (kind.ReachesAgents)
                {
                    await ToAgents(kind, entries);
                }

                if (kind.Code == "stand-social")
                {
                    await _targets.Give(
                        director, Scope.OfProvince(province.Code), _year, kind.Code, new("1480/QĐ-BHXH", Day(8, 20), "Điều chỉnh do giãn cách xã hội"), [entries[0] with { Value = entries[0].Value * 98 / 100, Version = 1 }]);
                }
            }

            if (given.Count > 0)
            {
                await _targets.Give(centre, Scope.Nation, _year, kind.Code, new("38/QĐ-BHXH", Day(1, 15), ""), [.. given.Select(g => new TargetEntry(g.Key, g.Value, 0))]);
                await _targets.Give(centre, Scope.Nation, _year, kind.Code, new("2205/QĐ-TTg", Day(1, 4), "", "Thủ tướng Chính phủ"), [new(Actor.CentreCode, Round(given.Values.Sum() * 99 / 100), 0)]);
            }
        }
    }

    /// <summary>A district with agents shares its target among them, less a tenth that its own staff brings.</summary>
    private async Task ToAgents(TargetKind kind, List<TargetEntry> districts)
    {
        foreach (var agents in (await new Agents(db, new StillClock(order.AsOf)).Of(Scope.Nation)).GroupBy(a => a.OfficeCode, StringComparer.Ordinal))
        {
            if (districts.Find(d => d.OfficeCode == agents.Key) is { } district && people.FirstOrDefault(p => p.Role == Role.DistrictDirector && p.OfficeCode == agents.Key)?.Actor is { } director)
            {
                await _targets.Give(
                    director, Scope.OfOffices(agents.First().Province, [agents.Key]), _year, kind.Code, new("17/QĐ-BHXH", Day(2, 15), ""),
                    [.. agents.Select(a => new TargetEntry(a.Code, Math.Max(1, district.Value * 9 / 10 / agents.Count()), 0))]);
            }
        }
    }

    /// <summary>A day of the year, never after the moment of the demonstration.</summary>
    private DateOnly Day(int month, int day) => new DateOnly(order.AsOf.Day.Year, month, day) is var on && on < order.AsOf.Day ? on : order.AsOf.Day;

    /// <summary>Three figures that count, as decisions have them.</summary>
    private static long Round(long value)
    {
        var unit = 1L;
        while (value / unit >= 1000)
        {
            unit *= 10;
        }

        return (value + (unit / 2)) / unit * unit;
    }

    /// <summary>What each district is asked for, from what it has.</summary>
    private Task<List<Asked>> Figures() => db.Read(async s =>
    {
        var asked = new List<Asked>();
        var scopes = provinces.Select(p => p.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var (code, sql) in ((string, string)[])[
            ("collected-social", "select e.province, e.office_code as office, cast(sum(m.due_social + m.due_accident) as bigint) * 120 / 102 as value from reg_months m join reg_employers e on e.employer_id = m.employer_id where m.period >= @from group by e.province, e.office_code"),
            ("collected-health", "select e.province, e.office_code as office, cast(sum(m.due_health) as bigint) * 120 / 102 as value from reg_months m join reg_employers e on e.employer_id = m.employer_id where m.period >= @from group by e.province, e.office_code"),
            ("collected-unemployment", "select e.province, e.office_code as office, cast(sum(m.due_unemployment) as bigint) * 120 / 102 as value from reg_months m join reg_employers e on e.employer_id = m.employer_id where m.period >= @from group by e.province, e.office_code"),
            ("owed", "select e.province, e.office_code as office, cast(sum(d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident) as bigint) * 7 / 10 as value from reg_debts d join reg_employers e on e.employer_id = d.employer_id group by e.province, e.office_code"),
        ])
        {
            asked.AddRange((await s.Query<Asked>(sql, new { from = (_year.FirstYear * 100) + 1 })).Where(a => scopes.Contains(a.Province)).Select(a => a with { Code = code }));
        }

        foreach (var kind in TargetKind.All.Where(k => k.Indicator is { Counts: not null, Stands: true }))
        {
            // A year's growth on the last year's end.
            var more = kind.Code == "stand-voluntary" ? 130 : kind.Indicator.Counts == Participation.Health ? 102 : 105;
            asked.AddRange((await s.Query<Asked>(
                """
                select o.province, t.office_code as office, cast(sum(t.number) as bigint) * @more / 100 as value from reg_stands t join org_offices o on o.code = t.office_code and o.known_to_at is null
                where t.kind {any:kinds} and t.ends_on = @end group by o.province, t.office_code
                """,
                new { more, kinds = s.List(kind.Indicator.Group?.Kinds ?? [kind.Code["stand-".Length..]]), end = _year.From.AddDays(-1) })).Select(a => a with { Code = kind.Code }));
        }

        // Who is to join this year: what is to stand at its end, less what stood at its beginning.
        foreach (var (kind, more) in ((string, int)[])[("voluntary", 30), ("health", 2)])
        {
            asked.AddRange(asked.Where(a => a.Code == "stand-" + kind).Select(a => a with { Code = kind, Value = Math.Max(1, a.Value * more / (100 + more)) }).ToList());
        }

        // What nothing is known of yet is asked for all the same.
        foreach (var office in asked.Where(a => a.Code == "collected-health").ToList())
        {
            asked.AddRange([
                office with { Code = "inspected", Value = 12 }, office with { Code = "conferences", Value = 24 }, office with { Code = "units-reviewed", Value = 2 }, office with { Code = "workers-reviewed", Value = 24 },
            ]);
        }

        return asked;
    });

    private sealed record Asked
    {
        public string Province { get; init; } = "";
        public string Office { get; init; } = "";
        public long Value { get; init; }
        public string Code { get; init; } = "";
    }
}
