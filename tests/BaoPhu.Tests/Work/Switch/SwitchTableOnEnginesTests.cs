using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Policy;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work.Switch;

/// <summary>
/// The expected table held on both engines through the real switch: one province goes through all twelve changes of level, every case with work untouched, half done and done.
/// </summary>
public sealed class SwitchTableOnEnginesTests
{
    /// <summary>Each change of level once, end to end.</summary>
    private static readonly int[] Round = [1, 2, 1, 3, 1, 4, 2, 3, 2, 4, 3, 4, 1];

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task All_twelve_changes_do_what_the_table_says(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await SwitchGround.Create(test);
        var expected = SwitchTable.Expected();
        await ground.Small.Level(SmallProvince.District, Round[0], "2021-10-21T00:00");
        var subjects = await Subjects(ground);
        await ground.Small.Plan("2021-11-03T08:00");
        var compared = 0;
        for (var step = 1; step < Round.Length; step++)
        {
            var (from, to) = (Round[step - 1], Round[step]);
            var minute = string.Create(CultureInfo.InvariantCulture, $"2021-11-03T08:{step:00}");
            ground.Now(minute);
            foreach (var (id, one) in subjects.Where(s => s.Value.State != "open"))
            {
                await ground.Act(id, one.State == "half" ? "started" : "done");
            }

            var before = await Tasks(test);
            var done = await ground.Switch(to, minute);
            var after = await Tasks(test);
            var kinds = await test.Db.Read(s => s.Query<Touched>("select subject_id, act, occurrence, kind from wrk_switch_tasks where switch_id = @SwitchId", done.Record));
            var touched = kinds.ToDictionary(k => (k.SubjectId, k.Act, k.Occurrence), k => k.Kind);
            foreach (var (id, (one, state)) in subjects)
            {
                foreach (var (key, outcome) in expected.Where(e => e.Key.From == from && e.Key.To == to && e.Key.Case == one.Name))
                {
                    var was = before.Where(t => t.SubjectId == id && t.Act == key.Act).MaxBy(t => t.Occurrence);
                    var stateBefore = was?.State switch { null => "none", "open" => "open", "started" => "half", "suspended" => state == "half" && was.Outcome is not null ? "half" : "open", "done" => "done", _ => "none" };
                    if (stateBefore != key.State)
                    {
                        continue;
                    }

                    var now = after.Where(t => t.SubjectId == id && t.Act == key.Act).MaxBy(t => t.Occurrence)!;
                    var kind = touched.GetValueOrDefault((id, key.Act, now.Occurrence));
                    var found = now.State == "done" ? "kept done" : Words(kind, now);
                    Assert.True(outcome == found, $"{from}→{to} {one.Name} {key.Act} {key.State}: {found}, not {outcome}");
                    compared++;
                }
            }
        }

        Assert.InRange(compared, 700, int.MaxValue);
        await PlanningFlowTests.Healthy(test);
    }

    private static string Words(string? kind, TaskRow now)
    {
        Assert.True(SwitchKinds.TryParse(kind, out var parsed), $"{now.Act} was not touched");
        PlanNames.TryState(now.State, out var state);
        var order = now.State == "closed" ? null : Policies.Default.All.First(o => o.Key == now.Rule + "/" + now.Act);
        // The row stands for its form only if the task carries it.
        Assert.True(order is null || (now.Stream == (short)order.Act.Stream && now.Channels == string.Join(',', order.Act.Channels) && (now.Form ?? "") == string.Join(", ", order.Act.Papers)));
        return SwitchTable.Words(parsed, state, order);
    }

    private static async Task<Dictionary<long, (SwitchCase Case, string State)>> Subjects(SwitchGround ground)
    {
        var subjects = new Dictionary<long, (SwitchCase, string)>();
        var number = 1;
        foreach (var one in SwitchTable.Cases)
        {
            foreach (var state in (string[])["open", "half", "done"])
            {
                var code = string.Create(CultureInfo.InvariantCulture, $"TA{number++:0000}A");
                var id = await ground.Small.Employer(code, one.OwesFrom, one.Standing, until: one.Standing == Standing.PensionSuspended ? new DateOnly(2021, 11, 30) : null);
                subjects.Add(id, (one, state));
                foreach (var flag in Names.AllFlags)
                {
                    if (Names.TryFlag(flag, out var bit) && one.Flags.HasFlag(bit) && bit != CaseFlags.Large)
                    {
                        await ground.Mark(id, flag);
                    }
                }

                if (one.Flags.HasFlag(CaseFlags.Large))
                {
                    await ground.Test.Db.Write(tx => tx.Execute("update reg_months set due_social = due_social + 1000000000 where employer_id = @id and period = 202106", new { id }));
                }
            }
        }

        return subjects;
    }

    private static Task<List<TaskRow>> Tasks(TestDatabase test) => test.Db.Read(s => s.Query<TaskRow>(
        "select subject_id, act, occurrence, state, stream, channels, form, rule, outcome from wrk_tasks order by subject_id, act, occurrence"));

    private sealed class TaskRow
    {
        public long SubjectId { get; init; }
        public string Act { get; init; } = "";
        public int Occurrence { get; init; }
        public string State { get; init; } = "";
        public short Stream { get; init; }
        public string Channels { get; init; } = "";
        public string? Form { get; init; }
        public string Rule { get; init; } = "";
        public string? Outcome { get; init; }
    }

    private sealed class Touched
    {
        public long SubjectId { get; init; }
        public string Act { get; init; } = "";
        public int Occurrence { get; init; }
        public string Kind { get; init; } = "";
    }
}
