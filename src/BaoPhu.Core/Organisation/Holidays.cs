using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Organisation;

/// <summary>Days off of the offices and the weekend days worked in their stead, which the centre corrects when the Government announces them.</summary>
public sealed class Holidays(Db db, TimeProvider clock)
{
    public const string Off = "off";
    public const string Work = "work";

    /// <summary>The days of a year that differ from the plain week, in their order.</summary>
    public Task<List<Holiday>> Of(int year) => db.Read(s => s.Query<Holiday>(
        "select h.day, h.kind, h.name from org_holidays h where h.day between @first and @last order by h.day", new { first = new DateOnly(year, 1, 1), last = new DateOnly(year, 12, 31) }));

    /// <summary>Working days as they stand now.</summary>
    public Task<WorkingCalendar> Calendar() => db.Read(OfficeCalendar.Of);

    /// <summary>Enters a day off (a working day otherwise) or a weekend day that is worked, with its ground. Refused: the wrong kind for the day of the week, no ground, a day that is entered already (it is taken out first), who is not of the centre.</summary>
    public Task Set(Actor actor, Scope scope, DateOnly day, string kind, string? name) => db.Write(async tx =>
    {
        Centre(scope);
        var ground = VietnameseText.Normalise(name ?? "");
        if (ground.Length == 0)
        {
            throw new Refusal("Organisation.HolidayNeedsGround");
        }

        var weekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        if (kind is not (Off or Work) || weekend != (kind == Work))
        {
            throw new Refusal(weekend ? "Organisation.HolidayIsWeekend" : "Organisation.HolidayIsWeekday");
        }

        await tx.Lock("holidays");
        var before = await tx.One<string>("select name from org_holidays where day = @day", new { day });
        if (before is not null)
        {
            throw new Refusal("Organisation.HolidayThere", day, before);
        }

        await tx.Execute("insert into org_holidays (day, kind, name) values (@day, @kind, @ground)", new { day, kind, ground });
        await AuditTrail.Write(tx, clock, actor, "organisation.holiday", "holiday:" + day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), new { kind, ground });
    });

    /// <summary>Takes a day out: it is again what its day of the week says. Refused: a day that is not entered, who is not of the centre.</summary>
    public Task Remove(Actor actor, Scope scope, DateOnly day) => db.Write(async tx =>
    {
        Centre(scope);
        await tx.Lock("holidays");
        var before = await tx.One<string>("select name from org_holidays where day = @day", new { day }) ?? throw new Refusal("Organisation.NoHoliday") { Kind = RefusalKind.Missing };
        await tx.Execute("delete from org_holidays where day = @day", new { day });
        await AuditTrail.Write(tx, clock, actor, "organisation.holiday-remove", "holiday:" + day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), new { before });
    });

    private static void Centre(Scope scope)
    {
        if (!scope.IsNation)
        {
            throw new Refusal("Organisation.OnlyCentreHolidays") { Kind = RefusalKind.Forbidden };
        }
    }
}

/// <summary>A day that differs from the plain week. Kind: off or work.</summary>
public sealed class Holiday
{
    public DateOnly Day { get; init; }
    public string Kind { get; init; } = "";
    public string Name { get; init; } = "";
}
