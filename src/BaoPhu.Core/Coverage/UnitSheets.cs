using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// D04a-TS and D04b-TS as workbooks, with the workers of each unit who are missing. Layout rebuilt, and marked so. Two readings of the forms are known: lists of units not taking part (a) and not for
/// everyone (b), or a list of units (a) and of their workers (b); a setting says which holds.
/// </summary>
public sealed class UnitSheets(Db db, TimeProvider clock)
{
    // Both tables share them: the name, the tax code, code or worker, address or birth date.
    private static readonly double[] Widths = [6, 40, 16, 28, 40, 14, 14, 14, 14, 14, 16, 18];
    private static readonly string[] UnitHeadings = ["No", "Unit", "TaxCode", "Code", "Address", "Workers", "WithUnit", "Elsewhere", "Doubt", "Missing", "Months", "Amount"];
    private static readonly string[] WorkerHeadings = ["No", "Unit", "TaxCode", "Worker", "Born", "Citizen", "WorkerTax", "Person", "WorkerMonths", "Income", "Status"];

    /// <summary>Writes the list of a year and returns the number of rows; each unit whose workers stand there whole is a read. Form: "a" or "b".</summary>
    public async Task<int> Write(Actor actor, Scope scope, int year, string form, Stream into)
    {
        var rows = 0;
        var read = new List<long>();
        await db.ReadConsistently(async s =>
        {
            var (parallel, ofUnits, ofWorkers, which) = await ReadingOf(s, scope.ProvinceCode ?? Settings.NationScope, clock.Today(), form);
            using var sheet = new Sheet(into, "D04" + form + "-TS", Widths);
            sheet.Line((await Offices.Find(s, actor.OfficeCode, clock.Today()))?.Name ?? "");
            sheet.Line(Text.Of(parallel ? "Coverage.Sheet_" + form : "Coverage.Sheet_all_" + form, year));
            sheet.Line(Text.Of("Coverage.SheetMark"));
            if (ofUnits)
            {
                await OfUnits(s, sheet, scope, year, which);
            }

            if (ofWorkers)
            {
                await OfWorkers(s, sheet, scope, year, which);
            }

            sheet.Line("", "", "", "", Text.Of("Coverage.SheetDay", clock.Today()));
            sheet.Line("", Text.Of("Coverage.SheetMaker"), "", Text.Of("Coverage.SheetChecker"), Text.Of("Coverage.SheetSigner"));
            return 0;
        });
        await db.Write(async tx =>
        {
            var now = clock.Now();
            await ReadLog.Write(tx, [.. read.Distinct().Select(id => new ReadLine(id, now, actor, "unit-workers", Whole: true, Outside: false, null))]);
            await AuditTrail.Write(tx, clock, actor, "coverage.list", $"d04{form}:{year}", new { form, year, rows });
        });
        return rows;

        async Task OfUnits(Session s, Sheet sheet, Scope reach, int of, string condition)
        {
            sheet.Heading(UnitHeadings.Select(h => Text.Of("Coverage.Column_" + h)));
            var number = 0;
            foreach (var unit in await ListedUnits(s, reach.OnOffice("u"), of, condition))
            {
                rows++;
                sheet.Row([
                    Number(++number), (unit.Name, false), (unit.PayerTaxCode, false), (unit.Code ?? "", false), (unit.Address ?? "", false), Number(unit.Workers), Number(unit.WithUnit), Number(unit.Elsewhere),
                    Number(unit.Doubt), Number(unit.Missing), Number(unit.MissingMonths), Number(unit.Amount),
                ]);
            }
        }

        async Task OfWorkers(Session s, Sheet sheet, Scope reach, int of, string condition)
        {
            sheet.Heading(WorkerHeadings.Select(h => Text.Of("Coverage.Column_" + h)));
            var number = 0;
            foreach (var worker in await ListedWorkers(s, reach.OnOffice("u"), of, condition))
            {
                rows++;
                read.Add(worker.UnitId);
                sheet.Row([
                    Number(++number), (worker.Unit, false), (worker.PayerTaxCode, false), (worker.Name ?? Text.Of("Coverage.Erased"), false), (worker.Born, false), (worker.CitizenId ?? "", false), (worker.TaxCode ?? "", false),
                    (worker.PersonId?.ToString("D10", CultureInfo.InvariantCulture) ?? "", false), Number(worker.Months), Number(worker.Income), (Text.Of("Coverage.Status_" + worker.Status), false),
                ]);
            }
        }
    }

    /// <summary>What list "a" or "b" tells by the province's reading: units, workers or both, and which units (a condition on u).</summary>
    internal static async Task<(bool Parallel, bool Units, bool Workers, string Which)> ReadingOf(Session s, string province, DateOnly day, string form)
    {
        var parallel = await Settings.Value(s, province, Settings.ListReading, day) == "parallel";
        var which = !parallel ? "1 = 1" : form == "a" ? "u.with_unit = 0 and u.employer_id is null" : "(u.with_unit > 0 or u.employer_id is not null)";
        return (parallel, parallel || form == "a", parallel || form == "b", which);
    }

    /// <summary>Units of a year with somebody missing; <paramref name="within"/> and <paramref name="which"/>: conditions on u.</summary>
    internal static Task<List<Unit>> ListedUnits(Session s, string within, int year, string which) => s.Query<Unit>(
        $"""
        select u.payer_tax_code, u.name, u.address, u.workers, u.with_unit, u.elsewhere, u.doubt, u.missing, u.missing_months, u.amount,
            (select e.code from reg_employers e where e.employer_id = u.employer_id) as code
        from cov_units u where {within} and u.tax_year = @year and u.missing > 0 and {which} order by u.office_code, u.missing desc, u.subject_id
        """,
        new { year });

    /// <summary>Workers of these units who are surely missing.</summary>
    internal static Task<List<ListedWorker>> ListedWorkers(Session s, string within, int year, string which) => s.Query<ListedWorker>(
        $"""
        select u.subject_id as unit_id, u.name as unit, u.payer_tax_code, t.name, t.born_on, t.birth_year, t.citizen_id, t.tax_code, w.person_id, w.months, w.income, w.status
        from cov_units u join cov_workers w on w.unit_id = u.subject_id left join reg_tax_incomes t on t.subject_id = w.subject_id
        where {within} and u.tax_year = @year and u.missing > 0 and w.status in ('unknown', 'none') and {which}
        order by u.office_code, u.missing desc, u.subject_id, t.folded, w.subject_id
        """,
        new { year });

    private static (string Text, bool IsNumber) Number(long? value) => (value?.ToString(CultureInfo.InvariantCulture) ?? "", value is not null);

    internal sealed class ListedWorker
    {
        public long UnitId { get; init; }
        public string Unit { get; init; } = "";
        public string PayerTaxCode { get; init; } = "";
        public string? Name { get; init; }
        public DateOnly? BornOn { get; init; }
        public int? BirthYear { get; init; }
        public string? CitizenId { get; init; }
        public string? TaxCode { get; init; }
        public long? PersonId { get; init; }
        public int? Months { get; init; }
        public long? Income { get; init; }
        public string Status { get; init; } = "";

        public string Born => BornOn?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? BirthYear?.ToString(CultureInfo.InvariantCulture) ?? "";
    }
}
