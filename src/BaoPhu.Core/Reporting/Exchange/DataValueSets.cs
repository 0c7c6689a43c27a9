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
        var known = new Dictionary<(string Office, DateOnly Day), Office?>();
        var (imported, updated, ignored) = (0, 0, 0);
        for (var i = 0; i < set.Values.Count; i++)
        {
            var value = set.Values[i];
            if (!known.TryGetValue((value.OrgUnit, value.Period.To), out var office))
            {
                known[(value.OrgUnit, value.Period.To)] = office = await Offices.Find(tx, value.OrgUnit, value.Period.To);
            }

            if (Objection(account, value, office, today) is { } why)
            {
                conflicts.Add(new Conflict(i, value.DataElement, value.OrgUnit, why));
                continue;
            }

            if (await Overlaps(tx, value, office!))
            {
                conflicts.Add(new Conflict(i, value.DataElement, value.OrgUnit, Text.Of("Reporting.ExchangeOverlaps", value.Period.Code)));
                continue;
            }

            var key = new { value.DataElement, value.OrgUnit, from = value.Period.From, to = value.Period.To };
            var before = await tx.One<KeptValue>(
                "select v.version, v.value from rep_values v where v.figure = @DataElement and v.office_code = @OrgUnit and v.from_date = @from and v.to_date = @to and v.replaced_at is null", key);
            if (before?.Value == value.Value)
            {
                ignored++;
                continue;
            }

            if (before is not null)
            {
                await tx.Execute(
                    "update rep_values set replaced_at = @now where figure = @DataElement and office_code = @OrgUnit and from_date = @from and to_date = @to and version = @Version",
                    new { now, value.DataElement, value.OrgUnit, from = value.Period.From, to = value.Period.To, before.Version });
            }

            await tx.Execute(
                """
                insert into rep_values (figure, office_code, from_date, to_date, version, subject_id, value, key_id, given_at)
                values (@DataElement, @OrgUnit, @from, @to, @version, @subject, @Value, @KeyId, @now)
                """,
                new
                {
                    value.DataElement, value.OrgUnit, from = value.Period.From, to = value.Period.To, version = (short)((before?.Version ?? 0) + 1), subject = EmployerKey.OfficeId(office!.Province, office.Code), value.Value, account.KeyId, now,
                });
            (imported, updated) = before is null ? (imported + 1, updated) : (imported, updated + 1);
        }

        if (conflicts.Count > 0)
        {
            throw new ExchangeConflicts(conflicts);
        }

        if (imported + updated > 0)
        {
            await AuditTrail.Write(tx, clock, account.Actor, "reporting.values", "machine-key:" + account.KeyId, new { imported, updated, ignored });
        }

        return new ImportSummary(imported, updated, ignored, []);
    });

    /// <summary>
    /// True where another value of the figure tells some of the same days of the same people: another period of the office, or its province beside one of its districts. Both would be counted.
    /// </summary>
    private static async Task<bool> Overlaps(Session tx, DataValue value, Office office)
    {
        var (first, last) = EmployerKey.Range(office.Province!);
        return await tx.One<long>(
            $"""
            select count(*) from rep_values v
            where v.figure = @DataElement and v.replaced_at is null and v.from_date <= @to and v.to_date >= @from and v.subject_id between @first and @last
                and (v.office_code = @OrgUnit and (v.from_date <> @from or v.to_date <> @to) or v.office_code <> @OrgUnit and (@head or v.office_code = (
                    select min(o.code) from org_offices o where o.kind = 'Province' and o.province = @Province and {Offices.InForceOn("@to")})))
            """,
            new { value.DataElement, value.OrgUnit, from = value.Period.From, to = value.Period.To, first, last, head = office.Kind == OfficeKind.Province, office.Province }) > 0;
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
        public short Version { get; init; }
        public long Value { get; init; }
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
