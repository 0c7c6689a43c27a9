using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work.Switch;

/// <summary>A small province with its switches: levels are announced as on the page (recorded, not confirmed), times are of 3 November 2021.</summary>
internal sealed class SwitchGround(TestDatabase test, SmallProvince small)
{
    private int _decisions;

    public SmallProvince Small => small;
    public TestDatabase Test => test;
    public Switches Switches { get; } = SwitchFollowers.Switches(test.Db, test.Clock);
    public Levels Levels { get; } = new(test.Db, test.Clock);
    public Actor Director { get; } = new("director", "Giám đốc", "07900");

    public static async Task<SwitchGround> Create(TestDatabase test) => new(test, await SmallProvince.Create(test));

    public void Now(string local) => test.Clock.Moment = SmallProvince.At(local).Local;

    public Task<Announcement> Announce(int? level, string from, string locality = SmallProvince.District, string? decision = null) => Levels.Announce(
        Director, Scope.OfProvince("79"), new NewAnnouncement(locality, level, SmallProvince.At(from), decision ?? $"{++_decisions}/QĐ-UBND", null, "UBND Thành phố") { Confirmed = false });

    /// <summary>Previews and confirms what was announced.</summary>
    public async Task<ConfirmedSwitch> Confirm(Announcement announced)
    {
        var seen = await Switches.Preview(Scope.Nation, announced.AnnouncementId);
        return await Switches.Confirm(Director, Scope.OfProvince("79"), announced.AnnouncementId, seen.Numbers.Digest);
    }

    public async Task<ConfirmedSwitch> Switch(int? level, string from, string locality = SmallProvince.District) => await Confirm(await Announce(level, from, locality));

    /// <summary>Everything that a switch may change of every task, open and suspended ones.</summary>
    public Task<List<string>> OpenWork(bool withDue = true) => test.Db.Read(s => s.Query<string>(
        $"""
        select cast(t.subject_id as text) || ' ' || t.act || ' ' || t.state || ' ' || cast(t.stream as text) || ' ' || t.channels || ' ' || coalesce(t.form, '') || ' ' || t.owner || ' '
            || t.rule || ' ' || cast(t.level as text) || ' ' || cast(t.tries as text) || ' ' || coalesce(t.assignee, '')
            {(withDue ? "|| ' ' || cast(t.due_on as text) || ' ' || cast(t.occurrence as text) || ' ' || coalesce(cast(t.suspended_on as text), '')" : "")}
        from wrk_tasks t where t.state in ('open', 'started', 'suspended') order by t.subject_id, t.act
        """));

    /// <summary>Everything of every task row but what counts events.</summary>
    public Task<List<string>> AllRows() => test.Db.Read(s => s.Query<string>(
        """
        select cast(t.subject_id as text) || ' ' || t.act || ' ' || cast(t.occurrence as text) || ' ' || t.state || ' ' || t.office_code || ' ' || cast(t.stream as text) || ' ' || t.channels || ' '
            || coalesce(t.form, '') || ' ' || t.owner || ' ' || coalesce(t.assignee, '') || ' ' || cast(t.due_on as text) || ' ' || cast(t.opened_on as text) || ' '
            || coalesce(cast(t.closed_on as text), '') || ' ' || coalesce(t.close_reason, '') || ' ' || coalesce(t.outcome, '') || ' ' || t.policy_number || ' '
            || cast(t.policy_version as text) || ' ' || t.rule || ' ' || cast(t.level as text) || ' ' || cast(t.level_announced as text) || ' ' || cast(t.standing as text) || ' '
            || cast(t.band as text) || ' ' || coalesce(cast(t.oldest_period as text), '') || ' ' || cast(t.amount as text) || ' ' || ' '
            || coalesce(cast(t.follow_on as text), '') || ' ' || coalesce(cast(t.suspended_on as text), '') || ' ' || cast(t.tries as text)
        from wrk_tasks t order by t.subject_id, t.act, t.occurrence
        """));

    public Task<List<string>> Kinds(string switchId) => test.Db.Read(s => s.Query<string>(
        "select t.act || ' ' || t.kind from wrk_switch_tasks t where t.switch_id = @switchId and t.act not in ('report', 'publish') order by t.act, t.kind", new { switchId }));

    /// <summary>Sets the state of open tasks of an employer as a person's act would: with its line of history.</summary>
    public Task Act(long employer, string state) => test.Db.Write(async tx =>
    {
        var which = state == "done" ? "('open', 'started', 'suspended')" : "('open', 'started')";
        await tx.Execute(
            $"""
            insert into wrk_task_events (subject_id, act, occurrence, seq, at, user_id, event, detail)
            select subject_id, act, occurrence, version + 1, @now, 'officer', 'recorded', @detail from wrk_tasks where subject_id = @employer and state in {which}
            """,
            new { employer, now = test.Clock.Now(), detail = "{}" });
        await tx.Execute(
            $"""
            update wrk_tasks set state = @state, outcome = 'no-answer', closed_on = @closed, suspended_on = null, version = version + 1
            where subject_id = @employer and state in {which}
            """,
            new { employer, state, closed = state == "done" ? test.Clock.Today() : (DateOnly?)null });
    });

    public Task Mark(long employer, string mark) => test.Db.Write(tx => tx.Execute(
        "insert into reg_marks (employer_id, mark, from_date, grounds, recorded_by, recorded_at) values (@employer, @mark, '2021-10-01', 'thử', 'test', 0)", new { employer, mark }));

    public static long Id(string code) => EmployerKey.Id("79", code);
}
