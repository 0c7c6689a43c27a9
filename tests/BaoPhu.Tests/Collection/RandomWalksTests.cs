using System.Globalization;
using BaoPhu.Core;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Papers;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Collection;

/// <summary>
/// Random walks through every procedure of the book that the plan orders in a small province: allowed and forbidden steps, stale versions, papers that come and go, payments, new debts,
/// levels. No step happens that the table forbids, none that it allows is lost, and the database is whole at the end. BAOPHU_WALKS=10000 sets the number of walks.
/// </summary>
public sealed class RandomWalksTests
{
    private const int StepsOfAWalk = 8;

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task No_step_happens_that_the_table_forbids_and_none_is_lost(Engine engine)
    {
        var walks = int.TryParse(Environment.GetEnvironmentVariable("BAOPHU_WALKS"), NumberStyles.None, CultureInfo.InvariantCulture, out var wished) ? wished : 120;
        await using var test = await TestDatabase.Create(engine);
        var walk = new Walk(test, await SmallProvince.Create(test), new Random(3532));
        await walk.Begin(Math.Max(24, walks / 4));
        for (var i = 0; i < walks; i++)
        {
            await walk.Go();
        }

        TestContext.Current.SendDiagnosticMessage(
            "{0}: {1} walks, {2} procedures, {3} steps done, {4} forbidden and refused, {5} stale and refused, {6} refused by the task", engine, walks, walk.Procedures.Count, walk.Done, walk.Forbidden, walk.Stale, walk.OfTask);
        Assert.True(walk.Done > walks / 4, $"only {walk.Done} steps were done");
        Assert.True(walk.Forbidden > walks && walk.Stale > 0, "the walks met too little that is forbidden");
        Assert.Superset(walk.Ordered, walk.Procedures);
        await walk.EveryEventIsThere();
        await walk.Settle();
        Assert.Empty((await Doctor.Examine(test.Db)).Where(f => !f.Holds).Select(f => $"{f.Invariant}: {f.Detail}"));
    }

    private sealed class Walk(TestDatabase test, SmallProvince small, Random dice)
    {
        private readonly Dictionary<TaskKey, List<(string Step, string State)>> _history = [];
        private readonly List<string> _codes = [];
        private readonly Actor _officer = new("officer", "Cán bộ thử", "07901");
        private IReadOnlySet<string> _findings = new HashSet<string>();

        public HashSet<string> Procedures { get; } = [];

        /// <summary>Acts of the book for which the plan has opened a task here.</summary>
        public HashSet<string> Ordered { get; } = [];
        public int Done { get; private set; }
        public int Forbidden { get; private set; }
        public int Stale { get; private set; }
        public int OfTask { get; private set; }

        private Cases Cases => new(test.Db, test.Clock) { FindingsOf = (_, _, _) => Task.FromResult(_findings) };

        public async Task Begin(int employers)
        {
            await small.Level("79", 2, "2021-10-21T00:00");
            Standing[] standings = [Standing.Active, Standing.Active, Standing.Active, .. Enum.GetValues<Standing>()];
            int[] since = [202104, 202106, 202109, 202110];
            for (var i = 0; i < employers; i++)
            {
                var code = string.Create(CultureInfo.InvariantCulture, $"TA{i / 1000}{i % 1000:000}A");
                var standing = standings[i % standings.Length];
                await small.Employer(code, since[i % since.Length], standing, until: standing == Standing.PensionSuspended ? new DateOnly(2022, 3, 31) : null);
                _codes.Add(code);
            }

            await small.Plan("2021-11-03T08:00");
            foreach (var act in await test.Db.Read(s => s.Query<string>("select distinct act from wrk_tasks where collective = false")))
            {
                if (CaseBook.Find(act) is not null)
                {
                    Ordered.Add(act);
                }
            }
        }

        public async Task Go()
        {
            var (code, tasks) = await Somebody();
            foreach (var key in tasks.Count == 0 ? [] : dice.GetItems([.. tasks], 1))
            {
                Procedures.Add(key.Act);
                for (var i = 0; i < StepsOfAWalk; i++)
                {
                    switch (dice.Next(12))
                    {
                        case 0:
                            await Money(code);
                            break;
                        case 1 when dice.Next(6) == 0:
                            await Level();
                            break;
                        default:
                            await Step(key);
                            break;
                    }
                }
            }
        }

        /// <summary>What the table keeps of every case is what was done, in its order.</summary>
        public async Task EveryEventIsThere()
        {
            var kept = await test.Db.Read(s => s.Query<Kept>("select v.subject_id, v.act, v.occurrence, v.step, v.state from col_case_events v order by v.subject_id, v.act, v.occurrence, v.seq"));
            var found = kept.GroupBy(k => new TaskKey(k.SubjectId, k.Act, k.Occurrence)).ToDictionary(g => g.Key, g => g.Select(k => (k.Step, k.State)).ToList());
            Assert.Equal(_history.Count, found.Count);
            Assert.All(_history, h => Assert.Equal(h.Value, found[h.Key]));
            Assert.Equal(Done, kept.Count);
        }

        /// <summary>A last pass over what was paid and owed meanwhile; the papers of the walk stood in Work alone, without Documents.</summary>
        public async Task Settle()
        {
            await test.Db.Write(tx => tx.Execute("delete from wrk_papers where paper_no >= 900"));
            test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
            await small.Pass.Plan(Actor.System, "79", test.Clock.Now());
        }

        private async Task<(string Code, List<TaskKey> Tasks)> Somebody()
        {
            var code = _codes[dice.Next(_codes.Count)];
            var tasks = await test.Db.Read(s => s.Query<WorkTask>(
                "select t.subject_id, t.act, max(t.occurrence) as occurrence from wrk_tasks t where t.subject_id = @id and t.collective = false group by t.subject_id, t.act order by t.act",
                new { id = EmployerKey.Id("79", code) }));
            return (code, [.. tasks.Where(t => CaseBook.Find(t.Act) is not null).Select(t => t.Key)]);
        }

        private async Task Step(TaskKey key)
        {
            var procedure = CaseBook.Of(key.Act).Procedure;
            var needs = procedure.Steps.SelectMany(s => s.Needs).ToList();
            // Three of four times what the records must say is said, so that walks get somewhere.
            _findings = needs.Where(n => n.Key.StartsWith("Finding_", StringComparison.Ordinal) && dice.Next(4) > 0).Select(n => n.Key["Finding_".Length..]).ToHashSet(StringComparer.Ordinal);
            await Papers(key, [.. needs.Where(n => n.Key is "Signed" or "Sent").SelectMany(n => n.Values).Distinct(StringComparer.Ordinal)]);
            var before = await Cases.Find(Scope.Nation, key.ToString());
            var lawful = before.Steps.Where(s => s.Allowed).ToList();
            var act = lawful.Count > 0 && dice.Next(2) == 0 ? lawful[dice.Next(lawful.Count)].Act : procedure.Acts[dice.Next(procedure.Acts.Count)];
            var answer = procedure.May(before.Case?.State ?? "", act, before.Facts);
            var stale = answer.Allowed && dice.Next(10) == 0;
            var version = (before.Case?.Version ?? 0) + (stale ? 1 : 0);
            test.Clock.Moment = test.Clock.Moment.AddSeconds(1);
            Refusal? refused = null;
            try
            {
                await Cases.Do(_officer, Scope.Nation, key.ToString(), new CaseStep(act, version, new { }) { Note = "thử" });
            }
            catch (Refusal refusal)
            {
                refused = refusal;
            }

            var after = await Cases.Find(Scope.Nation, key.ToString());
            if (refused is null)
            {
                Assert.True(answer.Allowed && !stale, $"{key}: '{act}' was done in '{before.Case?.State}' although it is forbidden");
                Assert.Equal(answer.Step!.To, after.Case?.State);
                Done++;
                if (before.Case is null)
                {
                    await Begun(key);
                }

                (_history.TryGetValue(key, out var steps) ? steps : _history[key] = []).Add((act, answer.Step.To));
                return;
            }

            Assert.Equal((before.Case?.State, before.Case?.Version), (after.Case?.State, after.Case?.Version));
            if (!answer.Allowed)
            {
                Assert.Equal(answer.InState ? "Cases.NeedsUnmet" : "Cases.NotInState", refused.Key);
                Forbidden++;
            }
            else if (stale)
            {
                Assert.Equal("Cases.ChangedMeanwhile", refused.Key);
                Stale++;
            }
            else
            {
                // The outcome could not be recorded on the task: then the step did not happen either.
                Assert.True(answer.Step!.Outcome is not null, $"{key}: '{act}' is allowed and was refused: {refused.Message}");
                OfTask++;
            }
        }

        /// <summary>The file that an inspection or a penalty has beside its case; their own acts write it, and the walks take steps alone.</summary>
        private Task<int> Begun(TaskKey key) => key.Act switch
        {
            "inspect" => test.Db.Write(tx => tx.Execute(
                "insert into col_inspections (subject_id, act, occurrence, plan_month, form) values (@SubjectId, @Act, @Occurrence, 202111, 'direct')", key)),
            "penalise" => test.Db.Write(tx => tx.Execute(
                "insert into col_penalties (subject_id, act, occurrence, organisation, offender) values (@SubjectId, @Act, @Occurrence, @yes, 'Đơn vị')", new { key.SubjectId, key.Act, key.Occurrence, yes = true })),
            _ => Task.FromResult(0),
        };

        private Task Papers(TaskKey key, IReadOnlyList<string> forms) => test.Db.Write(async tx =>
        {
            for (var i = 0; i < forms.Count; i++)
            {
                var state = dice.Next(4) switch { 0 => PaperState.Draft, 1 => PaperState.Signed, _ => PaperState.Sent };
                // Another task of the employer may hold the number.
                var no = 900 + (Math.Abs(key.Act.GetHashCode(StringComparison.Ordinal) % 1000) * 10) + i;
                await TaskPapers.Tell(tx, new TaskPaper { SubjectId = key.SubjectId, PaperNo = no, Act = key.Act, Occurrence = key.Occurrence, Form = forms[i], State = PaperNames.Of(state), Label = "" });
            }
        });

        private async Task Money(string code)
        {
            var id = EmployerKey.Id("79", code);
            var pays = dice.Next(2) == 0;
            await test.Db.Write(tx => tx.Execute(
                "update reg_months set paid_social = @paid where employer_id = @id and period >= @since", new { id, paid = pays ? 1_000_000L : 0L, since = dice.Next(202104, 202111) }));
            // A mark set or ended plans the employer anew with what it owes; where neither is possible any more, now and then the whole province.
            var findings = new EmployerFindings(test.Db, test.Clock);
            try
            {
                await (dice.Next(2) == 0
                    ? findings.Mark(Actor.System, Scope.Nation, "79", code, "wilful", new DateOnly(2021, 11, 3), "thử")
                    : findings.EndMark(Actor.System, Scope.Nation, "79", code, "wilful", new DateOnly(2021, 11, 3), "thử"));
            }
            catch (Refusal)
            {
                if (dice.Next(8) == 0)
                {
                    await small.Pass.Plan(Actor.System, "79", test.Clock.Now());
                }
            }
        }

        private async Task Level()
        {
            // Announcements are to the minute, and time never runs backwards, however many steps were walked.
            test.Clock.Moment = new DateTimeOffset(2021, 11, 3, 8, 0, 0, TimeSpan.FromHours(7)).AddMinutes(Math.Ceiling((test.Clock.Moment - new DateTimeOffset(2021, 11, 3, 8, 0, 0, TimeSpan.FromHours(7))).TotalMinutes) + 10);
            await small.Level("79", dice.Next(1, 5), test.Clock.Moment.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
            test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
            await small.Pass.Plan(Actor.System, "79", test.Clock.Now());
        }
    }

    private sealed class Kept
    {
        public long SubjectId { get; init; }
        public string Act { get; init; } = "";
        public int Occurrence { get; init; }
        public string Step { get; init; } = "";
        public string State { get; init; } = "";
    }
}
