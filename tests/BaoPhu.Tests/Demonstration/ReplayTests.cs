using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Demonstration;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;
using Microsoft.Data.Sqlite;

namespace BaoPhu.Tests.Demonstration;

public sealed class ReplayTests
{
    private static readonly DateOnly From = new(2021, 10, 14);
    private static readonly DateOnly To = new(2021, 11, 8);
    private static readonly DemonstrationOrder Province = new(1, 300, 7, Instant.Of(new DateTimeOffset(2021, 11, 9, 8, 0, 0, Instant.VietnamOffset))) { Only = ["48"] };

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_sum_of_the_lines_is_what_stands_in_the_tables(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await DemonstrationNation.Load(test.Db, Province);
        var told = new List<DateOnly>();
        var days = await new Replay(test.Db).Run("48", From, To, d => told.Add(d.Day));
        Assert.Equal(26, days.Count);
        Assert.Equal(days.Select(d => d.Day), told);
        Assert.Equal(days.Select(d => d.Day), Enumerable.Range(0, 26).Select(From.AddDays));

        // Up and down are both in these weeks: else the sums below would prove nothing.
        Assert.All(new[] { days.Sum(d => d.Suspended), days.Sum(d => d.Reopened), days.Sum(d => d.Converted), days.Sum(d => d.Closed), days.Sum(d => d.CommunesUp), days.Sum(d => d.CommunesDown) }, n => Assert.True(n > 0));
        var db = test.Db;
        Assert.Equal(await Count(db, "select count(*) from wrk_tasks"), days.Sum(d => d.Created));
        Assert.Equal(await Count(db, "select count(*) from wrk_tasks where state = 'closed'"), days.Sum(d => d.Closed));
        Assert.Equal(await Count(db, "select count(*) from wrk_task_events where event = 'suspended'"), days.Sum(d => d.Suspended));
        Assert.Equal(await Count(db, "select count(*) from wrk_task_events where event = 'reopened'"), days.Sum(d => d.Reopened));
        Assert.Equal(await Count(db, "select count(*) from wrk_task_events where event = 'closed'"), days.Sum(d => d.Closed));
        Assert.Equal(await Count(db, "select count(*) from wrk_switches where state = 'applied'"), days.Sum(d => d.Switches));
        Assert.Equal(await Count(db, "select cast(sum(created) as bigint) from wrk_passes"), days.Sum(d => d.Created));
        Assert.Equal(await Count(db, "select cast(sum(updated) as bigint) from wrk_passes"), days.Sum(d => d.Updated + d.Converted + d.Suspended + d.Reopened));
        Assert.Equal(
            await Count(db, $"select count(*) from org_levels where province = '48' and from_at >= {Instant.StartOf(From).Milliseconds} and from_at < {Instant.StartOf(To.AddDays(1)).Milliseconds}"), days.Sum(d => d.Announcements));

        var end = days[^1];
        Assert.Equal(await Count(db, "select count(*) from wrk_tasks where state in ('open', 'started')"), end.InPerson + end.Post + end.Online);
        Assert.Equal(await Count(db, "select count(*) from wrk_tasks where state in ('open', 'started') and stream = 0"), end.InPerson);
        Assert.Equal(await Count(db, "select count(*) from wrk_tasks where state = 'suspended'"), end.PutOff);
        Assert.DoesNotContain(await Doctor.Examine(db), f => !f.Holds);
        var clock = await SiteClock.Load(db);
        Assert.True(clock.Now() >= Instant.StartOf(To));

        // History repeats itself: the same days again, from the work that the first time left.
        var again = await new Replay(db).Run("48", From, To);
        Assert.Equal(days.Select(d => d with { Seconds = 0 }), again.Select(d => d with { Seconds = 0 }));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_nobody_confirmed_is_confirmed_at_its_minute(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await DemonstrationNation.Load(test.Db, Province);
        var confirmed = await new Replay(test.Db).Run("48", From, To);
        await test.Db.Write(s => s.Execute("update org_levels set switch_confirmed_at = null, switch_confirmed_by = null"));
        var awaited = await new Replay(test.Db).Run("48", From, To);
        Assert.Equal(confirmed.Select(d => (d.Created, d.Converted, d.Suspended, d.Reopened, d.Closed, d.Switches)), awaited.Select(d => (d.Created, d.Converted, d.Suspended, d.Reopened, d.Closed, d.Switches)));
        Assert.All(awaited, d => Assert.Equal(0, d.AwaitingSwitch));
        // The audit chain is locked last: of one minute the switches stand before their confirmations.
        Assert.True(await Count(test.Db, "select count(*) from aud_entries where act = 'organisation.switch-confirm'") > 0);
        Assert.Equal(0, await Count(test.Db, "select count(*) from aud_entries c join aud_entries w on w.office_code = c.office_code and w.at = c.at and w.act = 'work.switch' and w.seq > c.seq where c.act = 'organisation.switch-confirm'"));
    }

    [Fact]
    public async Task A_copy_is_replayed_and_the_database_stays_as_it_was()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        await DemonstrationNation.Load(test.Db, Province);
        var before = await Count(test.Db, "select count(*) from wrk_contacts");
        var file = test.Target + ".copy";
        await test.Db.CopyTo(file);
        await using (var copy = Db.At(file))
        {
            await new Replay(copy).Run("48", From, From);
            Assert.Equal(0, await Count(copy, "select count(*) from wrk_contacts"));
        }

        Assert.True(before > 0);
        Assert.Equal(before, await Count(test.Db, "select count(*) from wrk_contacts"));
        SqliteConnection.ClearAllPools();
        foreach (var part in (string[])["", "-wal", "-shm"])
        {
            File.Delete(file + part);
        }
    }

    /// <summary>A new table of work must be emptied by Replay.Forget, or be named here as one that stays.</summary>
    [Fact]
    public async Task No_table_of_work_is_forgotten_by_forgetting()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var tables = (await test.Db.Read(s => s.Catalogue())).Where(t => t.Table.StartsWith("wrk_", StringComparison.Ordinal) && t.Columns.Contains("subject_id")).Select(t => t.Table);
        Assert.Equal(["wrk_contacts", "wrk_in_charge", "wrk_papers", "wrk_portfolio_employers", "wrk_slots", "wrk_switch_tasks", "wrk_task_events", "wrk_tasks"], tables.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Real_work_wrong_days_and_empty_provinces_are_refused()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        Assert.Equal("Replay.NotADemonstration", (await Assert.ThrowsAsync<Refusal>(() => Replay.CheckMayBeUsedUp(test.Db, "48"))).Key);
        await DemonstrationNation.Load(test.Db, Province with { Employers = 20, WithWork = false });
        await Replay.CheckMayBeUsedUp(test.Db, "48");
        Assert.Equal("Replay.NotADemonstration", (await Assert.ThrowsAsync<Refusal>(() => Replay.CheckMayBeUsedUp(test.Db, "79"))).Key);
        Assert.Equal("Replay.BadDays", (await Assert.ThrowsAsync<Refusal>(() => new Replay(test.Db).Run("48", To, From))).Key);
        Assert.Equal("Replay.BadDays", (await Assert.ThrowsAsync<Refusal>(() => new Replay(test.Db).Run("48", From, From.AddDays(400)))).Key);
        Assert.Equal("Replay.NoEmployers", (await Assert.ThrowsAsync<Refusal>(() => new Replay(test.Db).Run("79", From, To))).Key);
    }

    private static Task<long> Count(Db db, string sql) => db.Read(s => s.One<long>(sql));
}
