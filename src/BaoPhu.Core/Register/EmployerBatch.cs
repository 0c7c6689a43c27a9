using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules;
using BaoPhu.Rules.Debts;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Core.Register;

/// <summary>
/// What a pass over a range of employers needs, read in bulk into arrays: columns of numbers, no object and no string per employer. The same for one employer
/// (a range of one id) and for a province.
/// </summary>
internal sealed class EmployerBatch
{
    private static readonly Utf8Index Marks = new(Names.AllFlags);
    private readonly DateOnly _day;

    private EmployerBatch(Instant asOf) => (AsOf, _day) = (asOf, asOf.Day);

    public Instant AsOf { get; }
    public DateOnly Day => _day;
    public int Count { get; private set; }
    public long[] Ids { get; private set; } = new long[16];
    public ulong[] Offices { get; private set; } = new ulong[16];
    public ulong[] Communes { get; private set; } = new ulong[16];
    public Standing[] Recorded { get; private set; } = new Standing[16];

    /// <summary>Day numbers of the end of a suspension, 0 for none.</summary>
    public int[] Until { get; private set; } = new int[16];
    public CaseFlags[] Flags { get; private set; } = new CaseFlags[16];
    public AgeMethod Method { get; private set; }

    /// <summary>Đồng: a debt of so much or more is large.</summary>
    public long Large { get; private set; }
    public EmployerLevels Levels { get; private set; } = null!;

    /// <summary>Reads the employers with ids from first to last (inclusive) and what is dated beside them.</summary>
    public static async Task<EmployerBatch> Load(Session s, string province, long first, long last, Instant asOf, ProvinceLevels? levels = null)
    {
        var reading = new EmployerBatch(asOf);
        reading.ReadEmployers(s, first, last);
        reading.StepBack(s, first, last);
        reading.ReadMarks(s, first, last);
        var method = await Settings.Value(s, province, Settings.AgeMethod, asOf.Day);
        reading.Method = Names.TryMethod(method, out var known) ? known : AgeMethod.OldestUnpaid;
        reading.Large = await Settings.Number(s, province, Settings.LargeDebt, asOf.Day);
        var communes = new HashSet<ulong>();
        for (var i = 0; i < reading.Count; i++)
        {
            communes.Add(reading.Communes[i]);
        }

        reading.Levels = await EmployerLevels.Load(s, province, asOf, communes, levels);
        return reading;
    }

    /// <summary>Debts of the employers from place <paramref name="from"/> up to <paramref name="to"/>, by the one kernel.</summary>
    public void Assess(Session s, int from, int to, DebtAssessment[] results)
    {
        var stated = Method == AgeMethod.Stated;
        using var reader = s.BulkFrom(string.Create(CultureInfo.InvariantCulture,
            $"""
            select employer_id, period, due_social, due_health, due_unemployment, due_accident, paid_social, paid_health, paid_unemployment, paid_accident{(stated ? ", stated_age" : "")}
            from reg_months where employer_id between {Ids[from]} and {Ids[to - 1]} order by employer_id, period
            """));
        var months = new DebtAccumulator(Day, Method);
        var place = from;
        var lastStated = DebtKernel.NotStated;
        var current = Period.Of(Day);
        while (reader.Read())
        {
            var id = reader.Int64();
            while (place < to && Ids[place] < id)
            {
                results[place++ - from] = months.Finish(lastStated);
                lastStated = DebtKernel.NotStated;
            }

            if (place == to || Ids[place] != id)
            {
                reader.Skip(stated ? 10 : 9);
                continue;
            }

            var period = Period.FromNumber(reader.Int32());
            months.Add(new MonthLine(
                period, reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64()));
            if (stated && reader.NullableInt32() is { } figure && period <= current)
            {
                lastStated = figure;
            }
        }

        while (place < to)
        {
            results[place++ - from] = months.Finish(lastStated);
            lastStated = DebtKernel.NotStated;
        }
    }

    /// <summary>A suspension whose last day is over leaves the employer taking part again.</summary>
    public bool SuspensionEnded(int place) => Recorded[place] == Standing.PensionSuspended && Until[place] != 0 && Until[place] < Day.DayNumber;

    public Standing StandingOf(int place) => SuspensionEnded(place) ? Standing.Active : Recorded[place];

    public Situation SituationOf(int place, in DebtAssessment debt, DebtBand? before, long bandSince)
    {
        var level = Levels.Of(Communes[place]);
        return new Situation
        {
            Standing = StandingOf(place),
            SuspensionEnd = Until[place] == 0 ? null : DateOnly.FromDayNumber(Until[place]),
            SuspensionEnded = SuspensionEnded(place),
            Band = debt.Band,
            BandBefore = before,
            BandSince = bandSince,
            Level = level.Level,
            LevelAnnounced = level.Announced,
            SwitchPending = level.Pending,
            Flags = Flags[place] | (debt.Total >= Large ? CaseFlags.Large : CaseFlags.None),
            Oldest = debt.OldestPeriod,
            Amount = debt.Total,
            Office = Offices[place],
        };
    }

    private void ReadEmployers(Session s, long first, long last)
    {
        using var reader = s.BulkFrom(string.Create(CultureInfo.InvariantCulture,
            $"select employer_id, office_code, commune_code, standing, standing_until from reg_employers where employer_id between {first} and {last} order by employer_id"));
        while (reader.Read())
        {
            if (Count == Ids.Length)
            {
                Grow();
            }

            Ids[Count] = reader.Int64();
            Offices[Count] = PackedCode.Pack(reader.Utf8());
            var commune = reader.Utf8();
            Communes[Count] = commune.Length > 8 ? 0 : PackedCode.Pack(commune);
            Recorded[Count] = (Standing)reader.Int16();
            Until[Count] = reader.NullableDate()?.DayNumber ?? 0;
            Count++;
        }
    }

    /// <summary>The employer row has the standing recorded last. Where one begins only after the day, that of the day is taken from the history (few rows, or none).</summary>
    private void StepBack(Session s, long first, long last)
    {
        var day = Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var reader = s.BulkFrom(string.Create(CultureInfo.InvariantCulture,
            $"""
            select h.employer_id, h.standing, h.until_date from reg_standings h
            where h.employer_id in (select l.employer_id from reg_standings l where l.employer_id between {first} and {last} and l.from_date > '{day}') and h.from_date <= '{day}'
            order by h.employer_id, h.from_date, h.recorded_at
            """));
        while (reader.Read())
        {
            var place = Array.BinarySearch(Ids, 0, Count, reader.Int64());
            var (standing, until) = ((Standing)reader.Int16(), reader.NullableDate()?.DayNumber ?? 0);
            if (place >= 0)
            {
                // Ordered by day: the last one up to the day stays.
                (Recorded[place], Until[place]) = (standing, until);
            }
        }
    }

    private void ReadMarks(Session s, long first, long last)
    {
        var day = Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var reader = s.BulkFrom(string.Create(CultureInfo.InvariantCulture,
            $"""
            select employer_id, mark from reg_marks
            where employer_id between {first} and {last} and from_date <= '{day}' and (until_date is null or until_date >= '{day}')
            """));
        while (reader.Read())
        {
            var place = Array.BinarySearch(Ids, 0, Count, reader.Int64());
            var mark = Marks.Find(reader.Utf8());
            if (place >= 0 && mark >= 0)
            {
                Flags[place] |= (CaseFlags)(1 << mark);
            }
        }
    }

    private void Grow()
    {
        var size = Ids.Length * 2;
        Ids = Larger(Ids, size);
        Offices = Larger(Offices, size);
        Communes = Larger(Communes, size);
        Recorded = Larger(Recorded, size);
        Until = Larger(Until, size);
        Flags = Larger(Flags, size);
    }

    private static T[] Larger<T>(T[] array, int size)
    {
        Array.Resize(ref array, size);
        return array;
    }
}
