using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;

namespace BaoPhu.Core.Work;

/// <summary>
/// Everyone whom a switch concerns is told on the day's page, until it is read: what changed in the own work, and in the office's. Those it concerns: who has touched tasks, and
/// everybody of a touched office (or of the province's) whose role has work or leads.
/// </summary>
public sealed class SwitchNotices(Db db, TimeProvider clock)
{
    /// <summary>What a person has not read yet, newest first.</summary>
    public Task<List<SwitchNotice>> Unread(Actor actor) => db.Read(s => s.Query<SwitchNotice>(
        """
        select n.switch_id, n.numbers, w.kind, w.state, w.decision_number, w.from_at, w.applied_at, w.undone_at
        from wrk_switch_notices n join wrk_switches w on w.switch_id = n.switch_id
        where n.user_id = @UserId and n.read_at is null order by w.applied_at desc, n.switch_id
        """,
        actor));

    /// <summary>Read by the person; <paramref name="switchId"/> null: all of them.</summary>
    public Task Read(Actor actor, string? switchId) => db.Write(tx => tx.Execute(
        "update wrk_switch_notices set read_at = @now where user_id = @UserId and (@switchId is null or switch_id = @switchId) and read_at is null",
        new { actor.UserId, switchId, now = clock.Now() }));

    internal static async Task Write(Session tx, SwitchRecord applied, SwitchNumbers numbers)
    {
        var foreseen = applied.FoundAnother ? applied.Foreseen : null;
        if (numbers.Tasks == 0 && foreseen is null)
        {
            return;
        }

        var own = Sums(numbers.Loads.Where(l => l.UserId is not null), l => l.UserId!);
        var offices = Sums(numbers.Loads, l => l.Office);
        var whole = numbers.Loads.Aggregate(SwitchCounts.None, (sum, l) => sum + l.Changed);
        var people = await tx.Query<Person>(
            """
            select distinct u.user_id, u.office_code, u.role, o.kind from idn_users u join org_offices o on o.code = u.office_code
            where u.active = true and o.province = @Province and o.known_to_at is null
            """,
            applied);
        foreach (var person in people)
        {
            var mine = own.GetValueOrDefault(person.UserId, SwitchCounts.None);
            var office = person.Kind == "Province" ? whole : offices.GetValueOrDefault(person.OfficeCode, SwitchCounts.None);
            if (mine.Total > 0 || (office.Total > 0 && (TaskOwners.Of(person.Role).Count > 0 || person.Role is Role.ProvinceDirector or Role.ProvinceDeputy)))
            {
                await Tell(tx, applied, person.UserId, new NoticeNumbers(mine, office) { Foreseen = person.UserId == applied.ConfirmedBy ? foreseen : null });
            }
        }

        // Who confirmed something else than what was found is told wherever they sit.
        if (foreseen is not null && !await IsTold(tx, applied))
        {
            await Tell(tx, applied, applied.ConfirmedBy, new NoticeNumbers(SwitchCounts.None, whole) { Foreseen = foreseen });
        }
    }

    /// <summary>Tells the same people once more: the switch was undone.</summary>
    internal static Task TellAgain(Session tx, string switchId) => tx.Execute("update wrk_switch_notices set read_at = null where switch_id = @switchId", new { switchId });

    private static Task Tell(Session tx, SwitchRecord applied, string userId, NoticeNumbers numbers) => tx.Execute(
        "insert into wrk_switch_notices (user_id, switch_id, numbers) values (@userId, @SwitchId, @numbers) on conflict (user_id, switch_id) do update set numbers = excluded.numbers, read_at = null",
        new { userId, applied.SwitchId, numbers = SwitchRecords.Write(numbers) });

    private static async Task<bool> IsTold(Session tx, SwitchRecord applied) =>
        await tx.One<long>("select count(*) from wrk_switch_notices where user_id = @ConfirmedBy and switch_id = @SwitchId", applied) > 0;

    private static Dictionary<string, SwitchCounts> Sums(IEnumerable<SwitchLoad> loads, Func<SwitchLoad, string> key) =>
        loads.GroupBy(key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Aggregate(SwitchCounts.None, (sum, l) => sum + l.Changed), StringComparer.Ordinal);

    private sealed class Person
    {
        public string UserId { get; init; } = "";
        public string OfficeCode { get; init; } = "";
        public string Role { get; init; } = "";
        public string Kind { get; init; } = "";
    }
}

/// <summary>A switch as one person is told of it.</summary>
public sealed record SwitchNotice
{
    public string SwitchId { get; init; } = "";
    public string Numbers { get; init; } = "";
    public string Kind { get; init; } = "";
    public string State { get; init; } = "";
    public string DecisionNumber { get; init; } = "";
    public Instant FromAt { get; init; }
    public Instant? AppliedAt { get; init; }
    public Instant? UndoneAt { get; init; }
    public NoticeNumbers Counted => SwitchRecords.Read<NoticeNumbers>(Numbers);
}

/// <summary>Touched tasks of the person, and of the person's office (of the province for its own office).</summary>
public sealed record NoticeNumbers(SwitchCounts Own, SwitchCounts Office)
{
    /// <summary>For who confirmed it ahead, where its minute found other changes: what the preview had shown.</summary>
    public SwitchCounts? Foreseen { get; init; }
}
