using System.Globalization;
using System.Runtime.InteropServices;
using BaoPhu.Core.Data;
using BaoPhu.Rules;
using BaoPhu.Rules.Debts;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Core.Register;

/// <summary>
/// The debts of a stretch of employers as the kernel finds them, against those of the last pass; writes only what differs. Also knows since when an employer is in its band
/// and what it was in before.
/// </summary>
internal sealed class DebtFindings(EmployerBatch employers, int room)
{
    private static readonly string[] Columns =
    [
        "employer_id", "oldest_period", "band", "band_before", "band_since_at", "level", "standing", "method",
        "debt_social", "debt_health", "debt_unemployment", "debt_accident", "due_last",
    ];

    private readonly DebtAssessment[] _debts = new DebtAssessment[room];
    private readonly Stored[] _stored = new Stored[room];
    private readonly List<int> _new = [];
    private readonly List<int> _changed = [];
    private bool _scratch;

    /// <summary>Employers whose stored debt is new or differs, so far.</summary>
    public long Changed { get; private set; }

    /// <summary>Finds the debts of the employers from place <paramref name="from"/> up to <paramref name="to"/> (at most the room) and compares them.</summary>
    public void Read(Session s, int from, int to)
    {
        _new.Clear();
        _changed.Clear();
        Array.Clear(_stored);
        employers.Assess(s, from, to, _debts);
        ReadStored(s, from, to);
        for (var i = from; i < to; i++)
        {
            ref var now = ref _stored[i - from];
            ref readonly var debt = ref _debts[i - from];
            var was = now;
            if (!was.Exists)
            {
                (now.Since, now.Before) = (employers.AsOf.Milliseconds, null);
            }
            else if (was.Band != debt.Band)
            {
                (now.Since, now.Before) = (employers.AsOf.Milliseconds, was.Band);
            }

            now.Band = debt.Band;
            now.Level = employers.Levels.Of(employers.Communes[i]).Level;
            now.Standing = employers.StandingOf(i);
            if (!was.Exists)
            {
                _new.Add(i);
            }
            else if (was.Band != now.Band || was.Oldest != debt.OldestNumber || was.Level != now.Level || was.Standing != now.Standing || was.Method != debt.DecidedBy
                || was.Social != debt.Social || was.Health != debt.Health || was.Unemployment != debt.Unemployment || was.Accident != debt.Accident
                || was.DueLast != debt.DueLastMonth)
            {
                _changed.Add(i);
            }
        }

        Changed += _new.Count + _changed.Count;
    }

    public Situation SituationOf(int place, int from) => employers.SituationOf(place, _debts[place - from], _stored[place - from].Before, _stored[place - from].Since);

    public async Task Write(Session tx, int from)
    {
        if (_new.Count > 0)
        {
            WriteRows(tx, "reg_debts", _new, from);
        }

        if (_changed.Count > 0)
        {
            if (!_scratch)
            {
                _scratch = true;
                await tx.Scratch(
                    "scratch_debts",
                    """
                    employer_id bigint, oldest_period integer, band smallint, band_before smallint, band_since_at bigint, level smallint, standing smallint, method smallint,
                    debt_social bigint, debt_health bigint, debt_unemployment bigint, debt_accident bigint, due_last bigint
                    """);
            }

            WriteRows(tx, "scratch_debts", _changed, from);
        }
    }

    public async Task Merge(Session tx)
    {
        if (_scratch)
        {
            await tx.Execute(
                """
                update reg_debts as d set oldest_period = s.oldest_period, band = s.band, band_before = s.band_before, band_since_at = s.band_since_at, level = s.level,
                    standing = s.standing, method = s.method, debt_social = s.debt_social, debt_health = s.debt_health, debt_unemployment = s.debt_unemployment,
                    debt_accident = s.debt_accident, due_last = s.due_last
                from scratch_debts as s where s.employer_id = d.employer_id
                """);
        }
    }

    private void ReadStored(Session s, int from, int to)
    {
        using var reader = s.BulkFrom(string.Create(CultureInfo.InvariantCulture,
            $"""
            select {string.Join(", ", Columns)} from reg_debts where employer_id between {employers.Ids[from]} and {employers.Ids[to - 1]} order by employer_id
            """));
        var place = from;
        while (reader.Read())
        {
            var id = reader.Int64();
            while (place < to && employers.Ids[place] < id)
            {
                place++;
            }

            if (place < to && employers.Ids[place] == id)
            {
                _stored[place - from] = new Stored
                {
                    Exists = true,
                    Oldest = reader.NullableInt32() ?? 0,
                    Band = (DebtBand)reader.Int16(),
                    Before = reader.NullableInt16() is { } band ? (DebtBand)band : null,
                    Since = reader.Int64(),
                    Level = (byte)reader.Int16(),
                    Standing = (Standing)reader.Int16(),
                    Method = (AgeMethod)reader.Int16(),
                    Social = reader.Int64(),
                    Health = reader.Int64(),
                    Unemployment = reader.Int64(),
                    Accident = reader.Int64(),
                    DueLast = reader.Int64(),
                };
            }
            else
            {
                reader.Skip(Columns.Length - 1);
            }
        }
    }

    private void WriteRows(Session tx, string table, List<int> places, int from)
    {
        using var bulk = tx.BulkInto(table, Columns);
        foreach (var place in places)
        {
            ref readonly var debt = ref _debts[place - from];
            ref readonly var now = ref _stored[place - from];
            bulk.StartRow();
            bulk.Write(employers.Ids[place]);
            bulk.Write(debt.OldestNumber == 0 ? null : (int?)debt.OldestNumber);
            bulk.Write((short)now.Band);
            bulk.Write(now.Before is { } before ? (short)before : null);
            bulk.Write(now.Since);
            bulk.Write((short)now.Level);
            bulk.Write((short)now.Standing);
            bulk.Write((short)debt.DecidedBy);
            bulk.Write(debt.Social);
            bulk.Write(debt.Health);
            bulk.Write(debt.Unemployment);
            bulk.Write(debt.Accident);
            bulk.Write(debt.DueLastMonth);
        }

        bulk.Complete();
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Stored
    {
        public bool Exists;
        public int Oldest;
        public DebtBand Band;
        public DebtBand? Before;
        public long Since;
        public byte Level;
        public Standing Standing;
        public AgeMethod Method;
        public long Social;
        public long Health;
        public long Unemployment;
        public long Accident;
        public long DueLast;
    }
}
