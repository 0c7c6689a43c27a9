using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Policy;
using BaoPhu.Rules;
using BaoPhu.Rules.Coverage;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// Units of a province that stand in one state of their procedure at places of one level, and what the plan orders next of them. <paramref name="Act"/>: a step of <see cref="UnitProcedure"/>; null: follow the
/// workers. <paramref name="DueOn"/>: of the one that stands there longest, by the working days of the ordering row; null where the row has none.
/// </summary>
public sealed record UnitWorkLine(string State, int Level, string? Act, OrderedAct? Ordered, long Units, long Missing, DateOnly? DueOn);

/// <summary>The units' part of the day's work. <paramref name="Year"/>: the latest year of tax data that units were counted for.</summary>
public sealed record UnitsOfTheDay(int Year, IReadOnlyList<UnitWorkLine> Lines)
{
    public static UnitsOfTheDay None { get; } = new(0, []);
}

/// <summary>
/// What is to be done of units with workers missing, worked out from their cases, the levels announced and the policy in force: a new level or version changes the list at once and back again.
/// The term runs from the last step; for a unit without one, from the day its figures last changed; for an announced inspection it is that of its decision.
/// </summary>
public sealed class UnitWork(Db db, TimeProvider clock)
{
    /// <summary>By state in the order of the procedure, then by level. Empty where no unit was counted.</summary>
    public Task<UnitsOfTheDay> Of(Scope scope, string province) => db.ReadConsistently(async s =>
    {
        if (await s.One<int?>($"select max(u.tax_year) from cov_units u where u.province = @province and {scope.OnOffice("u")}", new { province }) is not { } year)
        {
            return UnitsOfTheDay.None;
        }

        var (now, today) = (clock.Now(), clock.Today());
        var groups = await s.Query<Group>(
            $"""
            select coalesce(e.commune_code, u.place, u.province) as place, coalesce(c.state, '{UnitProcedure.Listed}') as state, coalesce(c.flags, 0) as flags,
                case when u.with_unit = 0 and u.employer_id is null then 1 else 0 end as no_part, case when u.missing >= @many then 1 else 0 end as many,
                case when u.ended >= u.missing then 1 else 0 end as followed, case when c.demanded_at is null then 0 else 1 end as demanded, i.announced_on, i.days,
                case when c.state = '{UnitProcedure.Violation}' then f.subject_id end as fined_unit,
                case when c.state = '{UnitProcedure.Meeting}' and c.meets_at >= @tomorrow then 1 else 0 end as ahead, case when v.subject_id is null then 0 else 1 end as arranged,
                count(*) as units, cast(sum(u.missing) as bigint) as missing, min(coalesce(c.updated_at, u.counted_at)) as since_at
            from cov_units u left join cov_unit_cases c on c.subject_id = u.subject_id left join reg_employers e on e.employer_id = u.employer_id
            left join cov_unit_inspections i on i.subject_id = u.subject_id and c.state = '{UnitProcedure.Inspecting}' and i.round_no = (select max(x.round_no) from cov_unit_inspections x where x.subject_id = u.subject_id)
            left join (
                select distinct p.subject_id from cov_unit_penalties p where p.round_no = (select max(x.round_no) from cov_unit_inspections x where x.subject_id = p.subject_id)) f on f.subject_id = u.subject_id
            left join wrk_slots v on v.subject_id = u.subject_id and v.given_back_at is null and v.act = case c.state when '{UnitProcedure.Meeting}' then '{UnitSlots.Meeting}' when '{UnitProcedure.Inspecting}' then '{UnitSlots.Visit}' end
            where u.province = @province and {scope.OnOffice("u")} and u.tax_year = @year and u.missing > 0 and coalesce(c.state, '') not in ('{UnitProcedure.Complied}', '{UnitProcedure.Cleared}')
            group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
            """,
            new { province, year, many = await Settings.Number(s, province, Settings.EvasionWorkers, today), tomorrow = Instant.StartOf(today.AddDays(1)) });
        var (levels, policy, calendar) = (await Levels.Book(s, province, today), (await PublishedPolicies.InForce(s, today)).Policy, await OfficeCalendar.Of(s));
        var lines = new List<UnitWorkLine>();
        foreach (var g in groups)
        {
            var level = levels.Resolve(g.Place, now).Effective;
            var flags = (CaseFlags)g.Flags | (g.Many == 1 ? CaseFlags.Large : CaseFlags.None);
            var ordered = policy.Units.Acts(level, g.NoPart == 1 ? Taking.None : Taking.Part, flags).ToDictionary(a => a.Act.Act, StringComparer.Ordinal);
            var fined = g.FinedUnit is { } one ? await Fined(s, one, today) : ((UnitEvasion Evasion, bool Referred)?)null;
            var facts = new UnitFacts { Ordered = ordered, Missing = 1, Ended = g.Followed, Flags = flags, Demanded = g.Demanded == 1, Announced = g.AnnouncedOn is not null, Penalised = fined is not null, WentOn = fined?.Evasion.WentOn == true, Grave = fined?.Evasion.Grave == true, Referred = fined?.Referred == true, MeetingAhead = g.Ahead == 1, VisitArranged = g.Arranged == 1 };
            var next = UnitProcedure.Next(g.State, facts with { MeetingUnarranged = g is { Ahead: 1, Arranged: 0 } && facts.Arranges(ActNames.Meet) });
            var order = next?.Order is { } act ? ordered[act] : null;
            // What was announced is to end within the working days of its decision.
            DateOnly? due = g is { AnnouncedOn: { } announced, Days: { } term } ? calendar.Add(announced, term) : order?.Act.Deadline.WorkingDays is { } days ? calendar.Add(g.SinceAt.Day, days) : null;
            lines.Add(new UnitWorkLine(g.State, level, next?.Act, order, g.Units, g.Missing, due));
        }

        return new UnitsOfTheDay(year,
        [
            .. lines.GroupBy(l => (l.State, l.Level, l.Act))
                .Select(same => same.First() with { Units = same.Sum(l => l.Units), Missing = same.Sum(l => l.Missing), DueOn = same.Min(l => l.DueOn) })
                .OrderBy(l => UnitProcedure.States.ToList().IndexOf(l.State)).ThenBy(l => l.Level).ThenBy(l => l.Act, StringComparer.Ordinal),
        ]);
    });

    /// <summary>Of a unit that was fined: do its figures reach Article 216, and has the letter gone out?</summary>
    private static async Task<(UnitEvasion Evasion, bool Referred)> Fined(Session s, long id, DateOnly today)
    {
        var (unit, inspection) = ((await UnitCases.FindUnit(s, Scope.Nation, id))!, await UnitInspection.Last(s, id));
        var fined = (await UnitPenalty.Of(s, id)).FindAll(p => p.RoundNo == inspection?.RoundNo).ConvertAll(p => p.DecidedOn);
        return (await UnitEvasion.Of(s, unit, fined, today), inspection is not null && await UnitInspection.Living(s, UnitInspections.Referral, inspection) is { PaperState: PaperState.Sent });
    }

    private sealed class Group
    {
        public string Place { get; init; } = "";
        public string State { get; init; } = "";
        public int Flags { get; init; }
        public int NoPart { get; init; }
        public int Many { get; init; }
        public int Followed { get; init; }
        public int Demanded { get; init; }
        /// <summary>The unit itself where its violation was fined: each of them is looked at for itself.</summary>
        public long? FinedUnit { get; init; }

        /// <summary>Its meeting is to come; the meeting, or the visit of those who inspect it, is arranged.</summary>
        public int Ahead { get; init; }
        public int Arranged { get; init; }
        public DateOnly? AnnouncedOn { get; init; }
        public short? Days { get; init; }
        public long Units { get; init; }
        public long Missing { get; init; }
        public Instant SinceAt { get; init; }
    }
}
