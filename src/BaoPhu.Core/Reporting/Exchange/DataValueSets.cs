using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Reporting;

namespace BaoPhu.Core.Reporting.Exchange;

/// <summary>
/// Report values between this system and others (DHIS2's data value sets, ADX). Out go the frozen figures of reports that count; a figure without data is left out, never 0. In come values of
/// figures whose work another system does; what is computed here is not taken from outside.
/// </summary>
public sealed class DataValueSets(Db db, TimeProvider clock)
{
    public const int MostDays = 100;
    public const int MostValues = 5_000;

    /// <summary>The values of a kind of report whose terms end within the days. Missing: no such kind. Refused: more than <see cref="MostDays"/> days.</summary>
    public Task<DataValueSet> Read(Scope scope, string kind, DateOnly from, DateOnly to, string? office) => db.Read(async s =>
    {
        var figures = ReportKind.Of(kind).Figures;
        if (to < from || to.DayNumber - from.DayNumber >= MostDays)
        {
            throw new Refusal("Reporting.ExchangeDays", MostDays);
        }

        var reports = await s.Query<Report>(
            $"""
            select {Reports.Columns} from rep_reports r where r.kind = @kind and r.to_date between @from and @to and {Reports.CountsNow} and {scope.OnOffice("r")}
                and (@office is null or r.office_code = @office)
            order by r.to_date, r.office_code, r.version
            """,
            new { kind, from, to, office });
        return new DataValueSet(kind, [.. reports.SelectMany(r => figures.Where(f => r.Frozen.GetValueOrDefault(f) is not null).Select(f =>
            new DataValue(f, r.OfficeCode, new ExchangePeriod(r.FromDate, r.ToDate), r.Frozen[f]!.Value, r.SignedName, r.SentAt)))]);
    });

    /// <summary>
    /// Takes values, all or none: one that cannot be taken leaves everything as it was. The same value again changes nothing, another value is a new version and the one before is kept.
    /// </summary>
    public Task<ImportSummary> Put(MachineAccount account, DataValueSet set) => db.Write(async tx =>
    {
        if (!account.MayWrite)
        {
            throw new Refusal("Reporting.KeyReadsOnly") { Kind = RefusalKind.Forbidden };
        }

        if (set.Values.Count > MostValues)
        {
            throw new Refusal("Reporting.ExchangeValues", MostValues);
        }

        await tx.Lock("report values");
        var (now, today, conflicts) = (clock.Now(), clock.Today(), new List<Conflict>());
        var trees = new Dictionary<DateOnly, Dictionary<string, Office>>();
        var kept = (await Kept(tx, set)).ToLookup(k => (k.Figure, EmployerKey.Province(k.SubjectId))).ToDictionary(k => k.Key, k => k.ToList());
        var (imported, updated, ignored, written) = (0, 0, 0, new List<KeptValue>());
        for (var i = 0; i < set.Values.Count; i++)
        {
            var value = set.Values[i];
            if (!trees.TryGetValue(value.Period.To, out var tree))
            {
                trees[value.Period.To] = tree = (await Offices.Tree(tx, value.Period.To)).ToDictionary(o => o.Code, StringComparer.Ordinal);
            }

            var office = tree.GetValueOrDefault(value.OrgUnit);
            if (Objection(account, value, office, today) is { } why)
            {
                conflicts.Add(new Conflict(i, value.DataElement, value.OrgUnit, why));
                continue;
            }

            var place = (value.DataElement, office!.Province!);
            var beside = kept.TryGetValue(place, out var known) ? known : kept[place] = [];
            if (beside.Exists(k => k.ReplacedAt is null && Overlaps(k, value, office, tree)))
            {
                conflicts.Add(new Conflict(i, value.DataElement, value.OrgUnit, Text.Of("Reporting.ExchangeOverlaps", value.Period.Code)));
                continue;
            }

            var before = beside.Find(k => k.ReplacedAt is null && k.OfficeCode == value.OrgUnit && k.FromDate == value.Period.From && k.ToDate == value.Period.To);
            if (before?.Value == value.Value)
            {
                ignored++;
                continue;
            }

            before?.ReplacedAt = now;
            var row = new KeptValue
            {
                Figure = value.DataElement, OfficeCode = value.OrgUnit, FromDate = value.Period.From, ToDate = value.Period.To, Version = (short)((before?.Version ?? 0) + 1),
                SubjectId = EmployerKey.OfficeId(office.Province, office.Code), Value = value.Value,
            };
            beside.Add(row);
            written.Add(row);
            (imported, updated) = before is null ? (imported + 1, updated) : (imported, updated + 1);
        }

        if (conflicts.Count > 0)
        {
            throw new ExchangeConflicts(conflicts);
        }

        if (written.Count > 0)
        {
            await Write(tx, account, now, kept.Values.SelectMany(k => k).Where(k => k.ReplacedAt is not null).Except(written), written);
            await AuditTrail.Write(tx, clock, account.Actor, "reporting.values", "machine-key:" + account.KeyId, new { imported, updated, ignored });
        }

        return new ImportSummary(imported, updated, ignored, []);
    });

    /// <summary>The values in force that tell days of the set's figures: what its values may repeat, replace or overlap.</summary>
    private static async Task<List<KeptValue>> Kept(Session tx, DataValueSet set) => set.Values.Count == 0 ? [] : await tx.Query<KeptValue>(
        """
        select v.figure, v.office_code, v.from_date, v.to_date, v.version, v.subject_id, v.value from rep_values v
        where v.figure {any:figures} and v.replaced_at is null and v.from_date <= @to and v.to_date >= @from
        """,
        new { figures = tx.List(set.Values.Select(v => v.DataElement).Distinct(StringComparer.Ordinal)), from = set.Values.Min(v => v.Period.From), to = set.Values.Max(v => v.Period.To) });

    /// <summary>
    /// True where another value of the figure tells some of the same days of the same people: another period of the office, or its province beside one of its districts. Both would be counted.
    /// </summary>
    private static bool Overlaps(KeptValue other, DataValue value, Office office, Dictionary<string, Office> tree) =>
        other.FromDate <= value.Period.To && other.ToDate >= value.Period.From && (other.OfficeCode == value.OrgUnit
            ? other.FromDate != value.Period.From || other.ToDate != value.Period.To
            : office.Kind == OfficeKind.Province || tree.GetValueOrDefault(other.OfficeCode)?.Kind == OfficeKind.Province);

    /// <summary>All at once: one statement for what is replaced, one load for what is new.</summary>
    private static async Task Write(Session tx, MachineAccount account, Instant now, IEnumerable<KeptValue> replaced, List<KeptValue> written)
    {
        await tx.Scratch("rep_replaced", "figure {code}, office_code {code}, from_date date, to_date date, version smallint");
        using (var bulk = tx.BulkInto("rep_replaced", "figure", "office_code", "from_date", "to_date", "version"))
        {
            foreach (var value in replaced)
            {
                bulk.StartRow();
                Key(bulk, value);
            }

            bulk.Complete();
        }

        await tx.Execute(
            """
            update rep_values as v set replaced_at = @now from rep_replaced s
            where v.figure = s.figure and v.office_code = s.office_code and v.from_date = s.from_date and v.to_date = s.to_date and v.version = s.version
            """,
            new { now });
        using var rows = tx.BulkInto("rep_values", "figure", "office_code", "from_date", "to_date", "version", "subject_id", "value", "key_id", "given_at", "replaced_at");
        foreach (var value in written)
        {
            rows.StartRow();
            Key(rows, value);
            rows.Write(value.SubjectId);
            rows.Write(value.Value);
            rows.Write(account.KeyId);
            rows.Write(now.Milliseconds);
            rows.Write(value.ReplacedAt?.Milliseconds);
        }

        rows.Complete();

        static void Key(BulkWriter writer, KeptValue value)
        {
            writer.Write(value.Figure);
            writer.Write(value.OfficeCode);
            writer.Write(value.FromDate);
            writer.Write(value.ToDate);
            writer.Write(value.Version);
        }
    }

    private static string? Objection(MachineAccount account, DataValue value, Office? office, DateOnly today)
    {
        if (Indicators.All.FirstOrDefault(i => i.Code == value.DataElement) is not { } figure)
        {
            return Text.Of("Reporting.NoFigure", value.DataElement);
        }

        return !figure.Given ? Text.Of("Reporting.ComputedHere", value.DataElement)
            : office?.Province is null || !account.Scope.CoversOffice(office.Province, office.Code) ? Text.Of("Organisation.NoOffice", value.OrgUnit)
            : value.Period.To > today ? Text.Of("Reporting.ExchangeFuture", value.Period.Code)
            : value.Value < 0 ? Text.Of("Reporting.ExchangeNegative", value.Value.ToString(CultureInfo.InvariantCulture))
            : null;
    }

    private sealed class KeptValue
    {
        public string Figure { get; init; } = "";
        public string OfficeCode { get; init; } = "";
        public DateOnly FromDate { get; init; }
        public DateOnly ToDate { get; init; }
        public short Version { get; init; }
        public long SubjectId { get; init; }
        public long Value { get; init; }
        public Instant? ReplacedAt { get; set; }
    }
}

/// <summary>Values of one kind of report.</summary>
public sealed record DataValueSet(string DataSet, IReadOnlyList<DataValue> Values);

/// <summary>A value of an office for some days.</summary>
public sealed record DataValue(string DataElement, string OrgUnit, ExchangePeriod Period, long Value, string? StoredBy = null, Instant? LastUpdated = null);

/// <summary>What became of values that were given.</summary>
public sealed record ImportSummary(int Imported, int Updated, int Ignored, IReadOnlyList<Conflict> Conflicts);

/// <summary>Why a value was not taken. <paramref name="Index"/>: its place in the set, from 0.</summary>
public sealed record Conflict(int Index, string DataElement, string OrgUnit, string Value);

/// <summary>Values that cannot be taken; nothing was changed.</summary>
public sealed class ExchangeConflicts(IReadOnlyList<Conflict> conflicts) : Exception("values that cannot be taken")
{
    public IReadOnlyList<Conflict> Conflicts => conflicts;
}
