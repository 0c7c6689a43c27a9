using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Debts;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Work;

/// <summary>
/// The heart: ledger → debts → what the plan orders → tasks, for a whole province in one run and one transaction. The database reads out in bulk, the kernels of Rules work
/// over arrays, and only the differences go back: a second run over the same facts writes nothing. The same code plans one employer after a contact.
/// <para>Two passes of one province never run at once (a named lock); a person's act between reading and writing wins over the pass (version of the task).</para>
/// </summary>
public sealed class PlanningPass(Db db, TimeProvider clock, IReadOnlyList<ISwitchFollower> followers)
{
    /// <summary>Employers taken at once: bounds the memory whatever the size of the province.</summary>
    private const int Chunk = 32_768;

    /// <summary>Working days within which a task counts as due soon in a person's load.</summary>
    public const int SoonDays = 5;

    /// <summary>
    /// Plans a province as of a moment. Refused: a province that is none, a moment before the last planned one. With <paramref name="dryRun"/> everything is worked out and
    /// nothing written. <paramref name="progress"/> is told the number of employers done.
    /// </summary>
    public async Task<PassResult> Plan(Actor actor, string province, Instant asOf, bool dryRun = false, IProgress<long>? progress = null, CancellationToken cancel = default)
    {
        CheckProvince(province);
        if (dryRun)
        {
            return await db.ReadConsistently(
                async s =>
                {
                    await CheckMoment(s, province, asOf);
                    return await new Run(s, province, asOf, new PassOptions { DryRun = true, Progress = progress }).Province();
                },
                cancel);
        }

        var started = clock.Now();
        return await db.Write(
            async tx =>
            {
                await tx.Lock(LockOf(province));
                var last = await CheckMoment(tx, province, asOf);
                var result = await Apply(tx, actor, province, asOf, new PassOptions { Progress = progress });
                if (result.Changes > 0 || last != asOf)
                {
                    await Record(tx, actor, province, asOf, started, result);
                }

                return result;
            },
            cancel);
    }

    /// <summary>
    /// The same within the caller's transaction, for a switch: announces or confirms before, plans after, writes its own log. The caller holds no other lock of the province.
    /// </summary>
    public async Task<PassResult> PlanWithin(Session tx, Actor actor, string province, Instant asOf, PassOptions options)
    {
        CheckProvince(province);
        await tx.Lock(LockOf(province));
        var started = clock.Now();
        var last = await CheckMoment(tx, province, asOf);
        var result = options.DryRun ? await new Run(tx, province, asOf, options).Province() : await Apply(tx, actor, province, asOf, options);
        if (!options.DryRun && (result.Changes > 0 || last != asOf))
        {
            await Record(tx, actor, province, asOf, started, result);
        }

        return result;
    }

    /// <summary>Bands and debts of a province, from the same kernel, without writing.</summary>
    public async Task<Classification> Classify(string province, Instant asOf, CancellationToken cancel = default)
    {
        CheckProvince(province);
        return await db.ReadConsistently(
            async s =>
            {
                var (first, last) = EmployerKey.Range(province);
                var reading = await EmployerBatch.Load(s, province, first, last, asOf);
                var bands = new long[4];
                var debts = new long[4];
                var cells = new SortedDictionary<string, long>(StringComparer.Ordinal);
                var results = new DebtAssessment[Math.Min(Chunk, reading.Count)];
                var byCell = new long[4 * 4 * 4];
                for (var from = 0; from < reading.Count; from += Chunk)
                {
                    var to = Math.Min(from + Chunk, reading.Count);
                    reading.Assess(s, from, to, results);
                    for (var i = from; i < to; i++)
                    {
                        ref readonly var debt = ref results[i - from];
                        var band = debt.Band;
                        bands[(int)band]++;
                        byCell[((((int)band * 4) + reading.Levels.Of(reading.Communes[i]).Level - 1) * 4) + (int)reading.StandingOf(i)]++;
                        for (var fund = 0; fund < 4; fund++)
                        {
                            debts[fund] = checked(debts[fund] + debt.Of((Fund)fund));
                        }
                    }
                }

                for (var cell = 0; cell < byCell.Length; cell++)
                {
                    if (byCell[cell] > 0)
                    {
                        cells[string.Create(CultureInfo.InvariantCulture, $"{Names.Of((DebtBand)(cell / 16))}|L{(cell / 4 % 4) + 1}|{Names.Of((Standing)(cell % 4))}")] = byCell[cell];
                    }
                }

                return new Classification(
                    reading.Count,
                    Names.AllBands.Select((name, i) => KeyValuePair.Create(name, bands[i])).ToDictionary(StringComparer.Ordinal),
                    Names.AllFunds.Select((name, i) => KeyValuePair.Create(name, debts[i])).ToDictionary(StringComparer.Ordinal),
                    cells);
            },
            cancel);
    }

    /// <summary>
    /// Plans as of now, or as of the last planned moment where that lies ahead (somebody planned for a day to come): never before it. Always leaves its line in wrk_passes.
    /// </summary>
    public Task<PassResult> PlanNow(Actor actor, string province, CancellationToken cancel = default)
    {
        CheckProvince(province);
        var started = clock.Now();
        return db.Write(
            async tx =>
            {
                await tx.Lock(LockOf(province));
                var asOf = await Moment(tx, clock, province);
                var last = await Last(tx, province);
                var result = await Apply(tx, actor, province, asOf, new PassOptions());
                if (result.Changes > 0 || last != asOf || asOf > started)
                {
                    await Record(tx, actor, province, asOf, started, result);
                }

                return result;
            },
            cancel);
    }

    /// <summary>
    /// Plans one employer anew inside the caller's transaction (after a contact, a mark or a new standing), as of now but never before the last planned moment. The caller
    /// holds the lock of the province already, or no lock at all.
    /// </summary>
    internal static async Task<PassResult> PlanOne(Session tx, TimeProvider clock, long employerId)
    {
        var province = EmployerKey.Province(employerId);
        await tx.Lock(LockOf(province));
        var asOf = await Moment(tx, clock, province);
        return await new Run(tx, province, asOf, new PassOptions { Levels = await MetSwitches.Held(tx, province, asOf) }).Range(employerId, employerId);
    }

    /// <summary>Counts what the switches of <paramref name="met"/> would do; writes nothing.</summary>
    internal static Task<PassResult> Look(Session s, MetSwitches met, Instant asOf, Action<PlannedChange>? found = null, IProgress<long>? progress = null) =>
        new Run(s, met.Province, asOf, new PassOptions { DryRun = true, Levels = met.Now, Met = met, Found = found, Progress = progress }).Province();

    /// <summary>A pass that writes: the switches it meets are applied and recorded with it.</summary>
    private async Task<PassResult> Apply(Session tx, Actor actor, string province, Instant asOf, PassOptions options)
    {
        await MetSwitches.Settle(tx, province, asOf);
        using var met = options.Levels is null ? await MetSwitches.Due(tx, province, asOf) : null;
        var result = await new Run(tx, province, asOf, options with { Met = met }).Province();
        await Portfolios.Follow(tx, clock, province, asOf.Day);
        if (met is not null)
        {
            result = result with { Switches = await SwitchRecords.Write(tx, clock, actor, met, asOf, followers) };
        }

        foreach (var follower in followers)
        {
            await follower.Planned(tx, province);
        }

        return result;
    }

    /// <summary>The named lock of a province's planning. It is taken before any row of the province and before the audit chain, everywhere.</summary>
    internal static string LockOf(string province) => "plan " + province;

    /// <summary>Now, or the last planned moment of the province where that is later.</summary>
    internal static async Task<Instant> Moment(Session s, TimeProvider clock, string province)
    {
        var now = clock.Now();
        return await Last(s, province) is { } last && last > now ? last : now;
    }

    internal static async Task<Instant?> Last(Session s, string province) =>
        await s.One<long?>("select max(as_of_at) from wrk_passes where province = @province", new { province }) is { } last ? new Instant(last) : null;

    private static void CheckProvince(string province)
    {
        if (!EmployerKey.IsProvince(province))
        {
            throw new Refusal("Common.BadProvince", province);
        }

        if (!Reference.Provinces.Any(p => p.Code == province))
        {
            throw new Refusal("Common.UnknownProvince", province) { Kind = RefusalKind.Missing };
        }
    }

    private static async Task<Instant?> CheckMoment(Session s, string province, Instant asOf)
    {
        var last = await Last(s, province);
        return last is { } moment && asOf < moment ? throw new Refusal("Work.BeforeLastPlan", InWords(asOf), province, InWords(moment)) : last;

        static string InWords(Instant at) => at.Local.ToString("HH:mm 'ngày' dd/MM/yyyy", CultureInfo.InvariantCulture);
    }

    private async Task Record(Session tx, Actor actor, string province, Instant asOf, Instant started, PassResult result)
    {
        var table = await PlanTable.On(tx, asOf.Day);
        await tx.Execute(
            """
            insert into wrk_passes (province, pass, as_of_at, started_at, finished_at, policy_number, policy_version, created, updated, closed, unchanged, awaiting_switch, by_user)
            select @province, coalesce(max(pass), 0) + 1, @asOf, @started, @finished, @number, @version, @Created, @Updated, @Closed, @Unchanged, @AwaitingSwitch, @by
            from wrk_passes where province = @province
            """,
            new
            {
                province, asOf, started, finished = clock.Now(), number = table.Book.Policy.Table.Document, version = table.Version,
                result.Created, result.Updated, result.Closed, result.Unchanged, result.AwaitingSwitch, by = actor.UserId,
            });
        if (result.Changes > 0)
        {
            await AuditTrail.Write(tx, clock, actor, "work.plan", "province:" + province, new
            {
                asOf = asOf.ToString(), result.Created, result.Updated, result.Closed, result.Unchanged, result.AwaitingSwitch, result.DebtsChanged, result.Digest,
            });
        }
    }

    /// <summary>One pass over a range of employers in one session.</summary>
    private sealed class Run
    {
        private static readonly Utf8Index States = new(PlanNames.States);
        private static readonly string[] TaskColumns =
        [
            "subject_id", "act", "occurrence", "province", "office_code", "state", "stream", "channels", "form", "owner", "collective", "due_on", "opened_on", "opened_at",
            "policy_number", "policy_version", "rule", "level", "level_announced", "standing", "band", "oldest_period", "amount", "suspended_on", "tries", "version", "updated_at",
        ];

        private static readonly string[] ChangeColumns =
        [
            "subject_id", "act", "occurrence", "version", "event", "detail", "office_code", "state", "ordered", "stream", "channels", "form", "owner", "due_on",
            "policy_number", "policy_version", "rule", "level", "level_announced", "standing", "band", "oldest_period", "amount", "suspended_on", "close_reason", "switch_id", "kind", "reason",
        ];

        private static readonly string[] EventColumns = ["subject_id", "act", "occurrence", "seq", "at", "user_id", "event", "detail"];
        private static readonly string[] CreatedColumns = ["switch_id", "subject_id", "act", "occurrence", "kind", "reason", "rule_after", "version_after"];

        private readonly Session _s;
        private readonly string _province;
        private readonly Instant _asOf;
        private readonly DateOnly _day;
        private readonly PassOptions _options;
        private PlanTable _table = null!;
        private Planner _planner = null!;
        private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly List<Pending> _pending = [];
        private readonly HashSet<ulong> _touched = [];
        private readonly Dictionary<Way, byte[]> _details = [];
        private EmployerBatch _reading = null!;
        private DebtFindings _found = null!;
        private readonly MetSwitches? _met;
        private PlanDifference[] _otherwise = new PlanDifference[32];
        private int[] _inCharge = [];
        private KnownTask[] _tasks = new KnownTask[32];
        private long _created;
        private long _updated;
        private long _closed;
        private long _unchanged;
        private long _awaiting;
        private bool _taskScratch;
        private int _changedRows;

        public Run(Session s, string province, Instant asOf, PassOptions options)
        {
            (_s, _province, _asOf, _day, _options, _met) = (s, province, asOf, asOf.Day, options, options.Met);
        }

        public Task<PassResult> Province()
        {
            var (first, last) = EmployerKey.Range(_province);
            return Range(first, last);
        }

        public async Task<PassResult> Range(long first, long last)
        {
            _table = await PlanTable.On(_s, _day);
            var calendar = await OfficeCalendar.Of(_s);
            _planner = new Planner(_table.Book, calendar, _day);
            _reading = await EmployerBatch.Load(_s, _province, first, last, _asOf, _options.Levels);
            _found = new DebtFindings(_reading, Math.Min(Chunk, _reading.Count));
            if (_met is not null)
            {
                await _met.Begin(_s, _reading, calendar.Add(_day, SoonDays));
            }

            for (var from = 0; from < _reading.Count; from += Chunk)
            {
                _s.Cancel.ThrowIfCancellationRequested();
                var to = Math.Min(from + Chunk, _reading.Count);
                _found.Read(_s, from, to);
                ReadInCharge(from, to);
                CompareTasks(from, to);
                if (!_options.DryRun)
                {
                    await Write(from);
                }

                _pending.Clear();
                _options.Progress?.Report(to);
            }

            await Merge();
            if (!_options.DryRun)
            {
                await Slots.GiveBackUnneeded(_s, _province, first, last, _asOf);
            }

            foreach (var met in _met?.All ?? [])
            {
                met.Numbers = met.Tally.Numbers(_table, _met!.Loads.Of(_met.All.IndexOf(met)));
            }

            await TaskChanges.Note(_s, _province, _touched);

            return new PassResult(_created, _updated, _closed, _unchanged, _awaiting)
            {
                Employers = _reading.Count,
                DebtsChanged = _found.Changed,
                Digest = Convert.ToHexStringLower(_digest.GetHashAndReset())[..16],
            };
        }

        private void CompareTasks(int from, int to)
        {
            using var reader = _s.BulkFrom(string.Create(CultureInfo.InvariantCulture,
                $"""
                select subject_id, act, occurrence, state, due_on, opened_on, opened_at, closed_on, suspended_on, case when outcome is null then 0 else 1 end, rule,
                    policy_number, policy_version, level, level_announced, standing, band, oldest_period, amount, office_code, version, held{(_met is null ? "" : ", stream, collective, assignee")}
                from wrk_tasks where subject_id between {_reading.Ids[from]} and {_reading.Ids[to - 1]} order by subject_id, act, occurrence
                """));
            var more = reader.Read();
            var id = more ? reader.Int64() : long.MaxValue;
            for (var i = from; i < to; i++)
            {
                while (more && id < _reading.Ids[i])
                {
                    reader.Skip(_met is null ? 21 : 24);
                    more = reader.Read();
                    id = more ? reader.Int64() : long.MaxValue;
                }

                var count = 0;
                while (more && id == _reading.Ids[i])
                {
                    var task = ReadTask(reader);
                    // Ordered by occurrence: the last one of an act replaces those before it.
                    if (task.Act >= 0)
                    {
                        if (count > 0 && _tasks[count - 1].Act == task.Act)
                        {
                            count--;
                        }
                        else if (count == _tasks.Length)
                        {
                            Array.Resize(ref _tasks, count * 2);
                        }

                        _tasks[count++] = task;
                    }

                    more = reader.Read();
                    id = more ? reader.Int64() : long.MaxValue;
                }

                Reconcile(i, from, _tasks.AsSpan(0, count));
            }
        }

        private KnownTask ReadTask(BulkReader reader)
        {
            var act = _table.Acts.Find(reader.Utf8());
            var task = new KnownTask
            {
                Act = act,
                Occurrence = reader.Int32(),
                State = (TaskState)States.Find(reader.Utf8()),
                Due = reader.Date(),
                Opened = reader.Date(),
                OpenedAt = reader.Int64(),
                Closed = reader.NullableDate(),
                SuspendedOn = reader.NullableDate(),
                Acted = reader.Int32() == 1,
            };
            task.Order = _table.OrderOf(_table.Rules.Find(reader.Utf8()), act);
            var sameDocument = _table.Number.Find(reader.Utf8()) == 0;
            task.SameTable = reader.Int32() == _table.Version && sameDocument;
            var level = (byte)reader.Int16();
            var announced = reader.Boolean();
            var standing = (Standing)reader.Int16();
            var band = (DebtBand)reader.Int16();
            task.Facts = new PlanFacts(standing, band, level, announced, reader.NullableInt32() ?? 0, reader.Int64());
            task.Office = PackedCode.Pack(reader.Utf8());
            task.Version = reader.Int32();
            task.Held = reader.Boolean();
            task.Assignee = -1;
            if (_met is not null)
            {
                task.Stream = (WorkStream)reader.Int16();
                task.Collective = reader.Boolean();
                task.Assignee = _met.Loads.Person(reader.Utf8());
            }

            return task;
        }

        /// <summary>Who follows the employers of a stretch: only where loads are counted.</summary>
        private void ReadInCharge(int from, int to)
        {
            if (_met is null)
            {
                return;
            }

            _inCharge = _inCharge.Length < to - from ? new int[to - from] : _inCharge;
            Array.Fill(_inCharge, -1);
            using var reader = _s.BulkFrom(string.Create(CultureInfo.InvariantCulture,
                $"select subject_id, user_id from wrk_in_charge where subject_id between {_reading.Ids[from]} and {_reading.Ids[to - 1]} order by subject_id"));
            while (reader.Read())
            {
                var place = Array.BinarySearch(_reading.Ids, from, to - from, reader.Int64());
                var person = _met.Loads.Person(reader.Utf8());
                if (place >= 0)
                {
                    _inCharge[place - from] = person;
                }
            }
        }

        private void Reconcile(int place, int from, ReadOnlySpan<KnownTask> tasks)
        {
            var situation = _found.SituationOf(place, from);
            var (switched, without, levelBefore) = (-1, 0, (byte)0);
            if (_met is not null)
            {
                (var before, switched) = _met.Of(_reading.Communes[place], _reading.Levels.Of(_reading.Communes[place]));
                if (switched >= 0)
                {
                    levelBefore = before.Level;
                    without = Keep(_planner.Reconcile(situation with { Level = before.Level, LevelAnnounced = before.Announced, SwitchPending = false }, tasks));
                }
            }

            var differences = _planner.Reconcile(situation, tasks);
            if (switched >= 0 && differences.Length > 0)
            {
                _met!.All[switched].Tally.Employer();
            }

            foreach (ref readonly var found in differences)
            {
                switch (found.Change)
                {
                    case PlanChange.Unchanged:
                        _unchanged++;
                        break;
                    case PlanChange.Await:
                        _awaiting++;
                        break;
                    case PlanChange.Create:
                        _created++;
                        break;
                    case PlanChange.Close:
                        _closed++;
                        break;
                    default:
                        _updated++;
                        break;
                }

                KnownTask? known = found.Known < 0 ? null : tasks[found.Known];
                SwitchKind? kind = null;
                if (_met is not null)
                {
                    if (switched >= 0)
                    {
                        kind = SwitchKinds.Of(found, Otherwise(found.Act, without), known, situation, _table.Book);
                        _met.All[switched].Tally.Add(_reading.Ids[place], found, kind, known, levelBefore, situation, _table.Book);
                    }

                    _met.Loads.Add(found, known, situation, _table.Book, _inCharge[place - from], switched, kind);
                }

                _options.Found?.Invoke(new PlannedChange(_reading.Ids[place], found, situation, known, _table.Book)
                {
                    Kind = kind, Switch = switched, Person = known is { Assignee: >= 0 } taken ? taken.Assignee : _met is null ? -1 : _inCharge[place - from],
                });
                if (found.Change is not (PlanChange.Unchanged or PlanChange.Await) && !_options.DryRun)
                {
                    _pending.Add(new Pending(place, found, situation, known ?? default, kind, switched));
                }
            }
        }

        /// <summary>Keeps what the planner would do without the switch: its answer is good until the next question.</summary>
        private int Keep(ReadOnlySpan<PlanDifference> differences)
        {
            if (_otherwise.Length < differences.Length)
            {
                Array.Resize(ref _otherwise, differences.Length * 2);
            }

            differences.CopyTo(_otherwise);
            return differences.Length;
        }

        private PlanDifference? Otherwise(int act, int count)
        {
            foreach (ref readonly var difference in _otherwise.AsSpan(0, count))
            {
                if (difference.Act == act)
                {
                    return difference;
                }
            }

            return null;
        }

        private async Task Write(int from)
        {
            await _found.Write(_s, from);
            WriteCreated();
            WriteCreatedBySwitch();
            await WriteChanged();
        }

        private void WriteCreatedBySwitch()
        {
            if (!_pending.Exists(p => p.Kind == SwitchKind.Created))
            {
                return;
            }

            using var bulk = _s.BulkInto("wrk_switch_tasks", CreatedColumns);
            foreach (ref readonly var item in CollectionsMarshal.AsSpan(_pending))
            {
                if (item.Kind == SwitchKind.Created)
                {
                    bulk.StartRow();
                    bulk.Write(_met!.All[item.Switch].SwitchId);
                    bulk.Write(_reading.Ids[item.Place]);
                    bulk.WriteUtf8(_table.Acts[item.Found.Act]);
                    bulk.Write(item.Found.Occurrence);
                    bulk.Write(SwitchKinds.Of(SwitchKind.Created));
                    bulk.Write(PlanNames.Of(item.Found.Reason));
                    bulk.WriteUtf8(_table.RuleOf[item.Found.Order]);
                    bulk.Write(0);
                }
            }

            bulk.Complete();
        }

        private void WriteCreated()
        {
            BulkWriter? bulk = null;
            try
            {
                Span<byte> office = stackalloc byte[8];
                foreach (ref readonly var item in CollectionsMarshal.AsSpan(_pending))
                {
                    if (item.Found.Change != PlanChange.Create)
                    {
                        continue;
                    }

                    bulk ??= _s.BulkInto("wrk_tasks", TaskColumns);
                    var (found, now) = (item.Found, item.Now);
                    var act = _planner.Book[found.Order].Act;
                    bulk.StartRow();
                    bulk.Write(_reading.Ids[item.Place]);
                    bulk.WriteUtf8(_table.Acts[found.Act]);
                    bulk.Write(found.Occurrence);
                    bulk.Write(_province.AsSpan());
                    bulk.WriteUtf8(office[..PackedCode.Unpack(now.Office, office)]);
                    bulk.WriteUtf8(States[(int)found.State]);
                    WriteOrder(bulk, found.Order, act, owner: true);
                    bulk.Write(act.Collective != Collective.None);
                    bulk.Write(found.Due);
                    bulk.Write(_day);
                    bulk.Write(_asOf.Milliseconds);
                    WriteFacts(bulk, found.Order, now);
                    bulk.Write(found.SuspendedOn);
                    bulk.Write((short)0);
                    bulk.Write(0);
                    bulk.Write(_asOf.Milliseconds);
                    Note(item);
                }

                bulk?.Complete();
            }
            finally
            {
                bulk?.Dispose();
            }
        }

        private async Task WriteChanged()
        {
            if (!_pending.Exists(p => p.Found.Change != PlanChange.Create))
            {
                return;
            }

            if (!_taskScratch)
            {
                _taskScratch = true;
                await _s.Scratch(
                    "scratch_tasks",
                    """
                    subject_id bigint, act {code}, occurrence integer, version integer, event text, detail text, office_code {code}, state {code}, ordered boolean, stream smallint,
                    channels {code}, form text, owner {code}, due_on date, policy_number {code}, policy_version integer, rule {code}, level smallint, level_announced boolean,
                    standing smallint, band smallint, oldest_period integer, amount bigint, suspended_on date, close_reason text, switch_id {code}, kind {code}, reason {code}
                    """);
            }

            WriteChangedRows();
        }

        private void WriteChangedRows()
        {
            using var bulk = _s.BulkInto("scratch_tasks", ChangeColumns);
            // Where nobody can have been quicker, the history needs no second look and is written at once.
            using var history = _s.Dialect.OneWriter ? _s.BulkInto("wrk_task_events", EventColumns) : null;
            Span<byte> office = stackalloc byte[8];
            foreach (ref readonly var item in CollectionsMarshal.AsSpan(_pending))
            {
                if (item.Found.Change == PlanChange.Create)
                {
                    continue;
                }

                var (found, now, known) = (item.Found, item.Now, item.Known);
                bulk.StartRow();
                _changedRows++;
                bulk.Write(_reading.Ids[item.Place]);
                bulk.WriteUtf8(_table.Acts[found.Act]);
                bulk.Write(found.Occurrence);
                bulk.Write(known.Version);
                if (found.Change == PlanChange.Update && found.Reason == PlanReason.Facts)
                {
                    bulk.WriteNull();
                    bulk.WriteNull();
                }
                else
                {
                    var detail = Detail(found, known, now);
                    bulk.Write(PlanNames.Of(found.Change));
                    if (history is null)
                    {
                        bulk.WriteUtf8(detail);
                    }
                    else
                    {
                        bulk.WriteNull();
                        WriteEvent(history, item, detail);
                    }
                }

                bulk.WriteUtf8(office[..PackedCode.Unpack(now.Office, office)]);
                bulk.WriteUtf8(States[(int)found.State]);
                bulk.Write(found.Order >= 0);
                if (found.Order >= 0)
                {
                    WriteOrder(bulk, found.Order, _planner.Book[found.Order].Act, owner: true);
                    bulk.Write(found.Due);
                    WriteFacts(bulk, found.Order, now);
                    bulk.Write(found.SuspendedOn);
                    bulk.WriteNull();
                }
                else
                {
                    // Closed by itself: the row and the level it was planned under stay; only the state and the reason are written.
                    for (var i = 0; i < 4; i++)
                    {
                        bulk.WriteNull();
                    }

                    bulk.Write(found.Due);
                    for (var i = 0; i < 10; i++)
                    {
                        bulk.WriteNull();
                    }

                    bulk.Write(PlanNames.Of(found.Reason));
                }

                bulk.Write(item.Kind is null ? null : _met!.All[item.Switch].SwitchId);
                bulk.Write(item.Kind is { } kind ? SwitchKinds.Of(kind) : null);
                bulk.Write(item.Kind is null ? null : PlanNames.Of(found.Reason));
                Note(item);
            }

            bulk.Complete();
            history?.Complete();
        }

        private void WriteEvent(BulkWriter history, in Pending item, byte[] detail)
        {
            history.StartRow();
            history.Write(_reading.Ids[item.Place]);
            history.WriteUtf8(_table.Acts[item.Found.Act]);
            history.Write(item.Found.Occurrence);
            history.Write(item.Known.Version + 1);
            history.Write(_asOf.Milliseconds);
            history.Write("system");
            history.Write(PlanNames.Of(item.Found.Change));
            history.WriteUtf8(detail);
        }

        /// <summary>The history's words for a change: tasks that go the same way share them.</summary>
        private byte[] Detail(in PlanDifference found, in KnownTask known, in Situation now)
        {
            var facts = known.Facts;
            var way = new Way(found.Reason, known.Order, found.Order, (facts.Level, facts.Band, facts.Standing, known.State), (now.Level, now.Band, now.Standing, found.State));
            if (!_details.TryGetValue(way, out var detail))
            {
                _details[way] = detail = Encoding.UTF8.GetBytes(TaskEvents.Detail(found, known, now, _planner.Book));
            }

            return detail;
        }

        /// <summary>Stream, channels, form, owner.</summary>
        private void WriteOrder(BulkWriter bulk, int order, PolicyAct act, bool owner)
        {
            bulk.Write((short)act.Stream);
            bulk.WriteUtf8(_table.Channels[order]);
            var form = _table.Forms[order];
            if (form.IsEmpty)
            {
                bulk.WriteNull();
            }
            else
            {
                bulk.WriteUtf8(form);
            }

            if (owner)
            {
                bulk.WriteUtf8(_table.Owners[order]);
            }
        }

        /// <summary>Table, row and what the task is planned under.</summary>
        private void WriteFacts(BulkWriter bulk, int order, in Situation now)
        {
            bulk.WriteUtf8(_table.Number[0]);
            bulk.Write(_table.Version);
            bulk.WriteUtf8(_table.RuleOf[order]);
            bulk.Write((short)now.Level);
            bulk.Write(now.LevelAnnounced);
            bulk.Write((short)now.Standing);
            bulk.Write((short)now.Band);
            WriteNumberOrNull(bulk, now.Oldest?.Number ?? 0);
            bulk.Write(now.Amount);
        }

        private static void WriteNumberOrNull(BulkWriter bulk, int number)
        {
            if (number == 0)
            {
                bulk.WriteNull();
            }
            else
            {
                bulk.Write(number);
            }
        }

        private void Note(in Pending item)
        {
            _touched.Add(item.Now.Office);
            if (item.Found.Known >= 0)
            {
                _touched.Add(item.Known.Office);
            }

            Span<long> line = [_reading.Ids[item.Place], (item.Found.Act * 1000L) + item.Found.Occurrence, (int)item.Found.Change, item.Found.Order, item.Now.Amount];
            _digest.AppendData(MemoryMarshal.AsBytes(line));
        }

        private async Task Merge()
        {
            await _found.Merge(_s);
            if (_taskScratch)
            {
                if (!_s.Dialect.IsSqlite)
                {
                    await _s.Analyze("scratch_tasks");
                }

                if (_met is not null)
                {
                    await Snapshot();
                }

                var written = await _s.Execute(
                    """
                    update wrk_tasks as t set office_code = s.office_code, state = s.state, stream = s.stream, channels = s.channels, form = s.form, owner = s.owner, due_on = s.due_on,
                        policy_number = s.policy_number, policy_version = s.policy_version, rule = s.rule, level = s.level, level_announced = s.level_announced,
                        standing = s.standing, band = s.band, oldest_period = s.oldest_period, amount = s.amount, suspended_on = s.suspended_on,
                        tries = case when s.channels <> t.channels then 0 else t.tries end,
                        version = t.version + case when s.event is null then 0 else 1 end, updated_at = @asOf
                    from scratch_tasks as s
                    where s.ordered and t.subject_id = s.subject_id and t.act = s.act and t.occurrence = s.occurrence and t.version = s.version
                    """,
                    new { asOf = _asOf });
                written += await _s.Execute(
                    """
                    update wrk_tasks as t set state = s.state, closed_on = @day, close_reason = s.close_reason, suspended_on = null, version = t.version + 1, updated_at = @asOf
                    from scratch_tasks as s
                    where not s.ordered and t.subject_id = s.subject_id and t.act = s.act and t.occurrence = s.occurrence and t.version = s.version
                    """,
                    new { day = _day, asOf = _asOf });
                if (!_s.Dialect.OneWriter)
                {
                    await WriteHistory(written);
                }
                else if (written != _changedRows)
                {
                    throw new InvalidOperationException("a task was changed under the only writer");
                }
            }
        }

        /// <summary>Where a person was quicker, the line of that task is not written; nearly always nobody was, and then no task is looked up a second time.</summary>
        private Task<int> WriteHistory(int written)
        {
            var unless = written == _changedRows ? "" : """
                and exists (select 1 from wrk_tasks t where t.subject_id = s.subject_id and t.act = s.act and t.occurrence = s.occurrence
                    and t.version = s.version + 1 and t.updated_at = @asOf)
                """;
            return _s.Execute(
                $"""
                insert into wrk_task_events (subject_id, act, occurrence, seq, at, user_id, event, detail)
                select s.subject_id, s.act, s.occurrence, s.version + 1, @asOf, 'system', s.event, s.detail from scratch_tasks s where s.event is not null {unless}
                """,
                new { asOf = _asOf });
        }

        /// <summary>The tasks that the switches touch, as they are before: what undo puts back.</summary>
        private Task Snapshot() => _s.Execute(
            """
            insert into wrk_switch_tasks (switch_id, subject_id, act, occurrence, kind, reason, rule_after, version_after, state, stream, channels, form, owner, due_on,
                policy_number, policy_version, rule, level, level_announced, standing, band, suspended_on, tries)
            select s.switch_id, t.subject_id, t.act, t.occurrence, s.kind, s.reason, s.rule, t.version + 1, t.state, t.stream, t.channels, t.form, t.owner, t.due_on,
                t.policy_number, t.policy_version, t.rule, t.level, t.level_announced, t.standing, t.band, t.suspended_on, t.tries
            from scratch_tasks s join wrk_tasks t on t.subject_id = s.subject_id and t.act = s.act and t.occurrence = s.occurrence and t.version = s.version
            where s.switch_id is not null
            """);

        /// <summary>From which row, facts and state to which, and why: all that <see cref="TaskEvents.Detail"/> tells.</summary>
        [StructLayout(LayoutKind.Auto)]
        private readonly record struct Way(
            PlanReason Reason, int RowBefore, int RowAfter, (byte Level, DebtBand Band, Standing Standing, TaskState State) Before,
            (byte Level, DebtBand Band, Standing Standing, TaskState State) After);

        [StructLayout(LayoutKind.Auto)]
        private readonly record struct Pending(int Place, PlanDifference Found, Situation Now, KnownTask Known, SwitchKind? Kind, int Switch);
    }
}

/// <summary>How a pass is run.</summary>
public sealed record PassOptions
{
    public bool DryRun { get; init; }

    /// <summary>Instead of the announcements of the province: for a rehearsal or the preview of a switch.</summary>
    public ProvinceLevels? Levels { get; init; }

    /// <summary>Told of every task: what becomes of it and why, the unchanged and the awaiting ones included.</summary>
    public Action<PlannedChange>? Found { get; init; }

    /// <summary>Employers done so far.</summary>
    public IProgress<long>? Progress { get; init; }

    /// <summary>The switches that the pass applies, or whose work it counts.</summary>
    internal MetSwitches? Met { get; init; }
}

/// <summary>What becomes of one task (or a new one): its subject, the difference, the subject's situation and the task as it was.</summary>
public readonly record struct PlannedChange(long SubjectId, PlanDifference Difference, Situation Now, KnownTask? Before, OrderBook Book)
{
    /// <summary>What a switch does to it, null where none does anything.</summary>
    public SwitchKind? Kind { get; init; }

    /// <summary>Place of that switch among those the pass meets, -1 for none.</summary>
    internal int Switch { get; init; }

    /// <summary>Number of who took it or follows the employer, -1 for nobody; only where a switch is counted.</summary>
    internal int Person { get; init; }

    /// <summary>The ordering act and row, null where nothing orders the task any more.</summary>
    public OrderedAct? Ordered => Difference.Order < 0 ? null : Book[Difference.Order];
}

/// <summary>What a pass did, in tasks.</summary>
public sealed record PassResult(long Created, long Updated, long Closed, long Unchanged, long AwaitingSwitch)
{
    public long Employers { get; init; }
    public long DebtsChanged { get; init; }

    /// <summary>The switches that were applied with it.</summary>
    [JsonIgnore]
    public IReadOnlyList<AppliedSwitch> Switches { get; init; } = [];

    /// <summary>Of all differences, for the audit entry.</summary>
    public string Digest { get; init; } = "";
    public long Changes => Created + Updated + Closed + DebtsChanged;
}

/// <summary>A province's employers by band and debts by fund; <paramref name="Cells"/> counts "band|Llevel|standing".</summary>
public sealed record Classification(long Employers, IReadOnlyDictionary<string, long> Bands, IReadOnlyDictionary<string, long> DebtByFund, IReadOnlyDictionary<string, long> Cells);
