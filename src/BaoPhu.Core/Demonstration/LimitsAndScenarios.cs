using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// For the first province: limits of two districts at level 3, citing the measures of their announcements, and a scenario for going from level 4 to 3, rehearsed, approved and not
/// quite ready.
/// </summary>
internal sealed class LimitsAndScenarios(Db db, DemonstrationOrder order, Reference.Province province, IReadOnlyList<DemonstrationPerson> people)
{
    private static readonly SlotLimit[] Rules =
    [
        new()
        {
            PeopleAtVisit = 4, PeopleAtMeeting = 10, PeopleAtConference = 20, From = new(7, 30), To = new(16, 30), Weekdays = 0b0011111,
            PlaceKinds = ["employer", "office", "commune"], VisitsOfPlace = 12, VisitsOfPerson = 3,
        },
        new() { PeopleAtVisit = 3, PeopleAtMeeting = 5, From = new(8, 0), To = new(11, 30), OutdoorOnly = true, VisitsOfPlace = 5, VisitsOfPerson = 2 },
    ];

    private readonly StillClock _clock = new(order.AsOf);
    private Actor Director => people.First(p => p.Role == Role.ProvinceDirector).Actor;
    private Scope Scope => Scope.OfProvince(province.Code);

    public async Task Load(CancellationToken cancel)
    {
        var announced = (await new Levels(db, _clock).InForce(Scope, order.AsOf)).FindAll(
            a => a.MeasuresNumber is not null && a.LocalityCode.Length == 3 && !(a.MeasuresUntil < order.AsOf.Day));
        var limits = new Limits(db, _clock);
        foreach (var (paper, rule) in announced.Where(a => a.Level == 3).Zip(Rules))
        {
            await limits.Record(Director, Scope, new NewLimit(paper.LocalityCode, 1 << 2, order.AsOf.Day, null, paper.AnnouncementId, rule));
        }

        var closed = announced.FirstOrDefault(a => a.Level == 4)?.LocalityCode ?? province.Code;
        await Scenario(closed, cancel);
    }

    /// <summary>The activities as proposed, shared among the staff of the province; all but the last two are ready.</summary>
    private async Task Scenario(string rehearsedFor, CancellationToken cancel)
    {
        var scenarios = new Scenarios(db, _clock, SwitchFollowers.Switches(db, _clock));
        var id = await scenarios.Begin(Director, Scope, province.Code, 4, 3);
        var activities = (await scenarios.Find(Scope, id)).Activities;
        var staff = people.Where(p => p.OfficeCode == province.OfficeCode && TaskOwners.Of(p.Role).Count > 0).ToList();
        var edits = 0;
        foreach (var (activity, i) in activities.Select((a, i) => (a, i)))
        {
            await scenarios.SaveActivity(Director, Scope, id, edits++, activity.ActivityId, new ActivityWords(activity.What, [staff[i % staff.Count].SignIn], activity.Needs, order.AsOf.Day.AddDays(7)));
        }

        await scenarios.Rehearse(Director, Scope, id, edits, [rehearsedFor], Instant.StartOf(order.AsOf.Day.AddDays(1)), cancel);
        await scenarios.Approve(Director, Scope, id, edits);
        foreach (var activity in activities.SkipLast(2))
        {
            await scenarios.ReportReady(Director, Scope, id, activity.ActivityId, ready: true);
        }
    }
}
