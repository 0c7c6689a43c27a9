using System.Globalization;
using BaoPhu.Core.Collection.Forms;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Coverage.Forms;

/// <summary>What the papers of a unit of the tax data share: the unit, its figures and the workers who are surely missing. Doubtful workers stand in none of them.</summary>
internal static class UnitPaper
{
    public static readonly string[] Required = ["unit.name", "unit.tax", "missing"];
    private static readonly ValueSource Units = ValueSource.Record("cov_units");
    private static readonly ValueSource Workers = ValueSource.Record("cov_workers");

    public static async Task<Unit> Of(Session s, OfficeFormCase about) =>
        Unit.Read(about.Key) is { } id && await UnitCases.FindUnit(s, Identity.Scope.Nation, id) is { } unit ? unit : throw new Refusal("Coverage.NoUnit") { Kind = RefusalKind.Missing };

    public static FormContent Add(FormContent content, Unit unit, OfficeFormCase about) => content
        .Add("bases", string.Join("; ", LegalBases.On(LegalBases.Basis, about.Date)), ValueSource.Rule("căn cứ có hiệu lực " + OfficialWords.ShortDate(about.Date)))
        .Add("unit.name", unit.Name, Units)
        .Add("unit.tax", unit.PayerTaxCode, Units)
        .Add("unit.code", PaperHead.Or(unit.Code, "chưa được cấp"), ValueSource.Record("reg_employers.code"))
        .Add("unit.address", PaperHead.Or(unit.Address, "chưa có"), Units)
        .Add("year", unit.TaxYear.ToString(CultureInfo.InvariantCulture), Units)
        .Add("workers", PaperHead.Money(unit.Workers), Units, unit.Workers)
        .Add("with-unit", PaperHead.Money(unit.WithUnit), Units, unit.WithUnit)
        .Add("missing", PaperHead.Money(unit.Missing - unit.Ended), Units, unit.Missing - unit.Ended)
        .Add("deadline", about.Deadline is { } day ? OfficialWords.Date(day) : "ngày ghi trong văn bản", ValueSource.Person("người lập"));

    /// <summary>Those surely missing whose follow-up has no end, by name.</summary>
    public static Task<List<Worker>> Missing(Session s, Unit unit) => s.Query<Worker>(
        """
        select w.subject_id, w.status, t.name, t.born_on, t.birth_year, t.citizen_id, t.tax_code, w.person_id, w.months, w.income
        from cov_workers w left join reg_tax_incomes t on t.subject_id = w.subject_id
        where w.unit_id = @SubjectId and w.status in ('unknown', 'none') and w.outcome is null order by t.folded, w.subject_id
        """,
        unit);

    public static FormContent AddWorkers(FormContent content, IReadOnlyList<Worker> workers)
    {
        content.AddGroup("rows");
        for (var i = 0; i < workers.Count; i++)
        {
            var worker = workers[i];
            content.AddRow("rows")
                .Add("row.number", PaperHead.Money(i + 1), ValueSource.Rule("thứ tự"), i + 1)
                .Add("row.name", worker.Name ?? "dữ liệu đã xóa", Workers)
                .Add("row.born", worker.BornOn?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? worker.BirthYear?.ToString(CultureInfo.InvariantCulture), Workers)
                .Add("row.citizen", worker.CitizenId, Workers)
                .Add("row.tax", worker.TaxCode, Workers)
                .Add("row.person", worker.PersonId?.ToString("D10", CultureInfo.InvariantCulture), ValueSource.Record("cov_links"))
                .Add("row.months", worker.Months is { } months ? PaperHead.Money(months) : "", Workers, worker.Months);
        }

        return content.Add("rows.count", PaperHead.Money(workers.Count), ValueSource.Rule("số dòng"), workers.Count);
    }

    public static FormContent AnnexHead(string form, OfficeFormCase about, Unit unit) => DebtorTable.Head(form, about, $"Theo dữ liệu quyết toán thuế thu nhập cá nhân năm {unit.TaxYear.ToString(CultureInfo.InvariantCulture)}")
        .Add("unit.name", unit.Name, Units).Add("unit.tax", unit.PayerTaxCode, Units);
}
