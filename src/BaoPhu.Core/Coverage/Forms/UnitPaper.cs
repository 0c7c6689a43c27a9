using System.Globalization;
using BaoPhu.Core.Collection.Forms;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Policy;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Coverage.Forms;

/// <summary>What the papers of a unit of the tax data share: the unit, its figures and the workers who are surely missing. Doubtful workers stand in none of them.</summary>
internal static class UnitPaper
{
    public static readonly string[] Required = ["unit.name", "unit.tax", "missing"];

    /// <summary>The table of workers in the text of a paper.</summary>
    public static readonly int[] Widths = [650, 2955, 1350, 1700, 900, 1800];
    public static readonly string[] Aligns = ["center", "left", "center", "center", "center", "right"];
    public static readonly string[] Headings = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD/CMND hoặc MST", "Số tháng", "Số tiền ước tính (đồng)"];
    public static readonly string[] Cells = ["{row.number|thứ tự}", "{row.name|họ tên}", "{row.born|ngày sinh}", "{row.citizen|số giấy tờ}", "{row.months|số tháng}", "{row.amount|số tiền}"];
    public static readonly string[] Below = ["", "Cộng", "", "", "", "{rows.total|tổng số tiền}"];
    public static readonly SumRule OfAmounts = new("rows", "row.amount", "rows.total", "rows.words");

    /// <summary>Room to write by hand.</summary>
    public const string Room = "……………";
    public static readonly ValueSource Team = ValueSource.Record("cov_unit_inspection_members");
    private static readonly ValueSource Inspection = ValueSource.Record("cov_unit_inspections");
    private static readonly ValueSource Units = ValueSource.Record("cov_units");
    private static readonly ValueSource Workers = ValueSource.Record("cov_workers");

    public static Task<Unit> Of(Session s, OfficeFormCase about) => Of(s, Unit.Read(about.Key));

    /// <summary>The unit and its inspection that a paper is about.</summary>
    public static async Task<(Unit Unit, UnitInspection Inspection)> Inspected(Session s, OfficeFormCase about)
    {
        var key = UnitInspection.Read(about.Key);
        var unit = await Of(s, key?.Id);
        return (unit, await UnitInspection.Of(s, key!.Value) ?? throw new Refusal("Coverage.NoUnit") { Kind = RefusalKind.Missing });
    }

    public static FormContent Add(FormContent content, Unit unit, OfficeFormCase about) => AddFigures(
            AddUnit(content.Add("bases", string.Join("; ", LegalBases.On(LegalBases.Basis, about.Date)), ValueSource.Rule("căn cứ có hiệu lực " + OfficialWords.ShortDate(about.Date))), unit), unit)
        .Add("missing", PaperHead.Money(unit.Missing - unit.Ended), Units, unit.Missing - unit.Ended)
        .Add("deadline", about.Deadline is { } day ? OfficialWords.Date(day) : "ngày ghi trong văn bản", ValueSource.Person("người lập"));

    public static FormContent AddUnit(FormContent content, Unit unit) => content
        .Add("unit.name", unit.Name, Units)
        .Add("unit.tax", unit.PayerTaxCode, Units)
        .Add("unit.code", PaperHead.Or(unit.Code, "chưa được cấp"), ValueSource.Record("reg_employers.code"))
        .Add("unit.address", PaperHead.Or(unit.Address, "chưa có"), Units);

    /// <summary>The unit in a sentence, with its codes and address.</summary>
    public const string Whom = "{unit.name|tên đơn vị}; mã đơn vị: {unit.code|mã đơn vị}; mã số thuế: {unit.tax|mã số thuế}; địa chỉ: {unit.address|địa chỉ}";

    public static FormContent AddFigures(FormContent content, Unit unit) => content
        .Add("year", unit.TaxYear.ToString(CultureInfo.InvariantCulture), Units)
        .Add("workers", PaperHead.Money(unit.Workers), Units, unit.Workers)
        .Add("with-unit", PaperHead.Money(unit.WithUnit), Units, unit.WithUnit);

    /// <summary>All who were found missing, and of them those whose follow-up has an end.</summary>
    public static FormContent AddEnded(FormContent content, Unit unit) => content
        .Add("missing.all", PaperHead.Money(unit.Missing), Units, unit.Missing)
        .Add("ended", PaperHead.Money(unit.Ended), Units, unit.Ended);

    /// <summary>The laws on insurance and those of a kind that hold on the day, and the plan.</summary>
    public static async Task<FormContent> AddPlanned(FormContent content, Session s, OfficeFormCase about, string? more) => content.Add(
        "bases", PaperHead.BasesOn(about.Date, more, PaperHead.PlanWords((await PublishedPolicies.InForce(s, about.Date)).Policy.Table)), ValueSource.Rule("căn cứ có hiệu lực " + OfficialWords.ShortDate(about.Date)));

    /// <summary>How, for which months and how many working days; room to write where an inspection was begun without an order.</summary>
    public static FormContent AddScope(FormContent content, UnitInspection inspection) =>
        inspection is { ScopeFrom: { } from, ScopeTo: { } to, Days: { } days }
            ? InspectionPaper.AddScope(content, inspection.Form, Inspection, (from, to, days), Inspection)
            : content.Add("inspection.form", InspectionPaper.FormWords(inspection.Form), Inspection).Add("inspection.from", Room, Inspection).Add("inspection.to", Room, Inspection).Add("inspection.days", Room, Inspection);

    /// <summary>Number, symbol and date of a paper; room to write where there is none.</summary>
    public static string Called(OfficePaper? paper) => paper is { DatedOn: { } day } ? $"{paper.Label} {OfficialWords.Date(day)}" : Room;

    /// <summary>Adds the workers who are surely missing, each with what is estimated for him (đồng: the province's share of the taxable income), and the sum. Returns them.</summary>
    public static async Task<IReadOnlyList<Worker>> AddAmounts(FormContent content, Session s, Unit unit, DateOnly day)
    {
        var (workers, percent) = (await Missing(s, unit), await Settings.Number(s, unit.Province, Settings.StakePercent, day));
        var total = workers.Sum(w => w.Stake(percent));
        AddWorkers(content, workers, percent)
            .Add("percent", PaperHead.Money(percent), ValueSource.Setting(Settings.StakePercent))
            .Add("rows.total", PaperHead.Money(total), ValueSource.Rule("cộng row.amount"), total)
            .Add("rows.words", VietnameseNumbers.AmountInWords(total), ValueSource.Rule("đọc từ rows.total"));
        return workers;
    }

    /// <summary>Whose data stand in a paper of an inspection: all who are or were missing there.</summary>
    public static async Task<IReadOnlyList<long>> People(Session s, string about) =>
        await s.Query<long>("select w.subject_id from cov_workers w where w.unit_id = @id and (w.status in ('unknown', 'none') or w.outcome is not null)", new { id = UnitInspection.Read(about)?.Id ?? Unit.Read(about) ?? 0 });

    /// <summary>Those surely missing whose follow-up has no end, by name.</summary>
    public static Task<List<Worker>> Missing(Session s, Unit unit) => s.Query<Worker>(
        """
        select w.subject_id, w.status, t.name, t.born_on, t.birth_year, t.citizen_id, t.tax_code, w.person_id, w.months, w.income
        from cov_workers w left join reg_tax_incomes t on t.subject_id = w.subject_id
        where w.unit_id = @SubjectId and w.status in ('unknown', 'none') and w.outcome is null order by t.folded, w.subject_id
        """,
        unit);

    /// <param name="percent">Of the taxable income: what is estimated for each, in the place of the other codes; null: the paper tells no amounts.</param>
    public static FormContent AddWorkers(FormContent content, IReadOnlyList<Worker> workers, long? percent = null)
    {
        content.AddGroup("rows");
        for (var i = 0; i < workers.Count; i++)
        {
            var worker = workers[i];
            var row = content.AddRow("rows")
                .Add("row.number", PaperHead.Money(i + 1), ValueSource.Rule("thứ tự"), i + 1)
                .Add("row.name", worker.Name ?? "dữ liệu đã xóa", Workers)
                .Add("row.born", worker.BornOn?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? worker.BirthYear?.ToString(CultureInfo.InvariantCulture), Workers)
                .Add("row.citizen", percent is null ? worker.CitizenId : worker.CitizenId ?? (worker.TaxCode is { } tax ? "MST " + tax : null), Workers)
                .Add("row.months", worker.Months is { } months ? PaperHead.Money(months) : "", Workers, worker.Months);
            _ = percent is { } share
                ? row.Add("row.amount", PaperHead.Money(worker.Stake(share)), Workers, worker.Stake(share))
                : row.Add("row.tax", worker.TaxCode, Workers).Add("row.person", worker.PersonId?.ToString("D10", CultureInfo.InvariantCulture), ValueSource.Record("cov_links"));
        }

        return content.Add("rows.count", PaperHead.Money(workers.Count), ValueSource.Rule("số dòng"), workers.Count);
    }

    private static async Task<Unit> Of(Session s, long? id) =>
        id is { } found && await UnitCases.FindUnit(s, Identity.Scope.Nation, found) is { } unit ? unit : throw new Refusal("Coverage.NoUnit") { Kind = RefusalKind.Missing };

    public static FormContent AnnexHead(string form, OfficeFormCase about, Unit unit) => DebtorTable.Head(form, about, $"Theo dữ liệu quyết toán thuế thu nhập cá nhân năm {unit.TaxYear.ToString(CultureInfo.InvariantCulture)}")
        .Add("unit.name", unit.Name, Units).Add("unit.tax", unit.PayerTaxCode, Units);
}
