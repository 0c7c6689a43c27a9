using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Collection;

/// <summary>
/// The monthly report of all debtors of a province to the People's Committee and the agencies (plan III.1.1.a.1+6). Its rows come from the ledger; they are taken again just before
/// the number is drawn, and when the paper is sent the collective task of the month is done by it.
/// </summary>
public sealed class MonthlyReports(Db db, TimeProvider clock, PlanningPass pass) : IOfficePaperFollower
{
    public const string Act = "report";
    public const string PaperForm = "BC-NO";
    public const int PageSize = 60;

    /// <summary>Why a debtor may be left out: disputed, before a court or investigator, the data are wrong, paid but not yet booked, otherwise.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["disputed", "proceedings", "wrong-data", "payment-on-way", "other"];

    private readonly TaskRecords _records = new(db, clock, pass);

    public IReadOnlyList<string> Forms { get; } = [PaperForm];

    /// <summary>The reports that the scope reaches, the latest first, with the paper that stands for each.</summary>
    public Task<List<(MonthlyReport Report, OfficePaper? Paper)>> List(Scope scope) => db.Read(async s =>
    {
        var reports = await s.Query<MonthlyReport>($"select {MonthlyReport.Columns} from col_reports r where {scope.OnWholeProvince("r")} order by r.period desc, r.province limit 200");
        var papers = (await OfficePapers.Of(s, PaperForm, reports.ConvertAll(r => r.Id))).ToLookup(p => p.About, StringComparer.Ordinal);
        return reports.ConvertAll(r => (r, papers[r.Id].FirstOrDefault(p => p.PaperState.IsLive())));
    });

    /// <summary>Months whose debtors are to be reported and that have no report yet.</summary>
    public Task<List<ReportDue>> Due(Scope scope, string province) => db.Read(async s =>
    {
        Reach(scope, province);
        var (first, last) = EmployerKey.Range(province);
        var due = await s.Query<ReportDue>(
            """
            select t.due_on, count(*) as employers, cast(sum(t.amount) as bigint) as amount from wrk_tasks t
            where t.subject_id between @first and @last and t.collective = true and t.act = @Act and t.state in ('open', 'started') group by t.due_on order by t.due_on
            """,
            new { first, last, Act });
        var made = await s.Query<int>("select r.period from col_reports r where r.province = @province", new { province });
        return due.FindAll(d => !made.Contains(Period.Of(d.DueOn).Number));
    });

    /// <summary>A report with its totals and a page of its rows, the largest debt first.</summary>
    public Task<ReportDetail> Find(Scope scope, string id, string? after = null, string? before = null) => db.Read(async s =>
    {
        var report = await Find(s, scope, id);
        var back = before is { Length: > 0 };
        var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = id };
        var keyset = "1 = 1";
        if (Keyset.Split(back ? before : after, 2) is [var total, var employer])
        {
            keyset = $"(w.total, w.employer_id) {(back ? ">" : "<")} (@afterTotal, @afterId)";
            (args["afterTotal"], args["afterId"]) = (Number(total), Number(employer));
        }

        var direction = back ? "" : " desc";
        var rows = await s.Query<ReportRow>(
            $"select {ReportRow.Columns} from {ReportRow.From} where w.report_id = @id and w.excluded is null and {keyset} order by w.total{direction}, w.employer_id{direction} limit {PageSize + 1}", args);
        var excluded = await Excluded(s, id);
        var (previous, next) = Keyset.Turn(rows, PageSize, after, before, r => string.Create(CultureInfo.InvariantCulture, $"{r.Total}~{r.EmployerId}"));
        var (bands, funds, offices) = await Totals(s, id);
        return new ReportDetail(report, bands, funds, offices, excluded, rows, previous, next, await OfficePapers.Of(s, PaperForm, id));
    });

    /// <summary>
    /// Begins the report of the month in which the collective task is due, with its rows from the ledger and its paper as a draft. Refused: no such task, a month that has its report.
    /// </summary>
    public Task<string> Begin(Actor actor, Scope scope, string province, DateOnly dueOn) => db.Write(async tx =>
    {
        Reach(scope, province);
        await tx.Lock(PlanningPass.LockOf(province));
        var period = Period.Of(dueOn);
        if (await tx.One<string>("select r.report_id from col_reports r where r.province = @province and r.period = @period", new { province, period = period.Number }) is not null)
        {
            throw new Refusal("Reports.MadeAlready", InWords(period));
        }

        var (id, now) = (Guid.CreateVersion7().ToString("N"), clock.Now());
        await tx.Execute(
            """
            insert into col_reports (report_id, province, period, due_on, as_of_at, employers, amount, excluded, made_at, made_by)
            values (@id, @province, @period, @dueOn, @now, 0, 0, 0, @now, @by)
            """,
            new { id, province, period = period.Number, dueOn, now, by = actor.UserId });
        var report = await Take(tx, actor, (await tx.One<MonthlyReport>($"select {MonthlyReport.Columns} from col_reports r where r.report_id = @id", new { id }))!);
        if (report.Employers == 0)
        {
            throw new Refusal("Reports.NobodyOwes", InWords(period));
        }

        await AuditTrail.Write(tx, clock, actor, "collection.report", "report:" + id, new { province, period = period.Number, report.Employers, report.Amount });
        var issuer = await OfficePapers.IssuerFor(tx, actor, province, clock.Today());
        await OfficePapers.Prepare(tx, clock, actor, scope, new OfficePaperOrder(
            issuer, PaperForm, id, Text.Of("Reports.Subject", InWords(period)), await Recipients(tx, province, Settings.ReportRecipients, clock.Today())));
        return id;
    });

    /// <summary>Takes the figures of the report from the ledger again. Refused once it is numbered.</summary>
    public Task Refresh(Actor actor, Scope scope, string id) => db.Write(async tx =>
    {
        var report = await Take(tx, actor, await Locked(tx, scope, id));
        await AuditTrail.Write(tx, clock, actor, "collection.report-refresh", "report:" + id, new { report.Employers, report.Amount });
    });

    /// <summary>Leaves a debtor out, with the reason. Refused: a reason that is not listed, nothing said, a debtor who is not on it, a report that is numbered.</summary>
    public Task Exclude(Actor actor, Scope scope, string id, string code, string reason, string? note) => db.Write(async tx =>
    {
        var report = await Locked(tx, scope, id);
        var why = VietnameseText.Normalise(note ?? "");
        if (!Reasons.Contains(reason) || why.Length == 0)
        {
            throw new Refusal("Reports.NeedReason");
        }

        await Mark(tx, report, code, new { reason, why, by = actor.UserId, at = (Instant?)clock.Now() });
        await AuditTrail.Write(tx, clock, actor, "collection.report-exclude", $"report:{id}/{code}", new { reason, note = why });
    });

    /// <summary>Takes a debtor that was left out back onto the report.</summary>
    public Task Include(Actor actor, Scope scope, string id, string code) => db.Write(async tx =>
    {
        var report = await Locked(tx, scope, id);
        await Mark(tx, report, code, new { reason = (string?)null, why = (string?)null, by = (string?)null, at = (Instant?)null });
        await AuditTrail.Write(tx, clock, actor, "collection.report-include", $"report:{id}/{code}", new { });
    });

    /// <summary>What is numbered is what the ledger says in that transaction.</summary>
    public async Task BeforeNumber(Session tx, Actor actor, OfficePaper paper) => await Take(tx, actor, await Of(tx, paper));

    /// <summary>When the report goes out, the collective task of the month is done by it; who was left out is closed with the reason.</summary>
    public async Task Follow(Session tx, Actor actor, OfficePaper paper)
    {
        if (paper.PaperState != PaperState.Sent)
        {
            return;
        }

        var report = await Of(tx, paper);
        await tx.Execute("update col_reports set sent_at = coalesce(sent_at, @SentAt), version = version + 1 where report_id = @About", paper);
        var excluded = (await Excluded(tx, report.Id)).ToDictionary(r => r.EmployerId, r => Text.Of("Reports.Reason_" + r.Excluded) + ": " + r.ExcludedNote);
        await _records.RecordCollective(tx, actor, report.Province, new CollectiveRecord(Act, report.DueOn, null, "sent", Text.Of("Reports.SentNote", paper.Label)) { Excluded = excluded });
    }

    /// <summary>The recipients of a setting, the province's name put in.</summary>
    internal static async Task<IReadOnlyList<string>> Recipients(Session s, string province, string setting, DateOnly day)
    {
        var name = Reference.Provinces.First(p => p.Code == province).FullName;
        name = char.ToLower(name[0], Text.Vietnamese) + name[1..];
        return [.. (await Settings.Value(s, province, setting, day)).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(r => r.Replace("{0}", name, StringComparison.Ordinal))];
    }

    /// <summary>Every row that is reported, the largest first.</summary>
    internal static Task<List<ReportRow>> Rows(Session s, string id) =>
        s.Query<ReportRow>($"select {ReportRow.Columns} from {ReportRow.From} where w.report_id = @id and w.excluded is null order by w.total desc, w.employer_id", new { id });

    internal static Task<List<ReportRow>> Excluded(Session s, string id) =>
        s.Query<ReportRow>($"select {ReportRow.Columns} from {ReportRow.From} where w.report_id = @id and w.excluded is not null order by w.total desc, w.employer_id", new { id });

    internal static async Task<(List<ReportTotal> Bands, List<ReportTotal> Funds, List<ReportTotal> Offices)> Totals(Session s, string id)
    {
        // One row an office and band: a province's sixty thousand debtors stay in the database.
        var rows = await s.Query<ReportSum>(
            $"""
            select w.office_code, coalesce(max(o.name), w.office_code) as office_name, w.band, count(*) as employers, cast(sum(w.social) as bigint) as social, cast(sum(w.health) as bigint) as health,
                cast(sum(w.unemployment) as bigint) as unemployment, cast(sum(w.accident) as bigint) as accident, cast(sum(w.total) as bigint) as total
            from {ReportRow.From} where w.report_id = @id and w.excluded is null group by w.office_code, w.band
            """,
            new { id });
        List<ReportTotal> bands = [.. ((DebtBand[])[DebtBand.UnderOneMonth, DebtBand.OneToThree, DebtBand.ThreeAndOver]).Select(band =>
            new ReportTotal(Names.Of(band), Text.Of("Reports.Band_" + (int)band), rows.Where(r => r.Band == (short)band).Sum(r => r.Employers), rows.Where(r => r.Band == (short)band).Sum(r => r.Total)))];
        List<ReportTotal> funds =
        [
            new("BHXH", Text.Of("Reports.Fund_social"), 0, rows.Sum(r => r.Social)), new("BHYT", Text.Of("Reports.Fund_health"), 0, rows.Sum(r => r.Health)),
            new("BHTN", Text.Of("Reports.Fund_unemployment"), 0, rows.Sum(r => r.Unemployment)), new("TNLD", Text.Of("Reports.Fund_accident"), 0, rows.Sum(r => r.Accident)),
        ];
        List<ReportTotal> offices = [.. rows.GroupBy(r => r.OfficeCode, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new ReportTotal(g.Key, g.First().OfficeName, g.Sum(r => r.Employers), g.Sum(r => r.Total)))];
        return (bands, funds, offices);
    }

    internal static Task<MonthlyReport?> Find(Session s, string id) => s.One<MonthlyReport>($"select {MonthlyReport.Columns} from col_reports r where r.report_id = @id", new { id });

    internal static string InWords(Period period) => string.Create(CultureInfo.InvariantCulture, $"{period.Month:00}/{period.Year}");

    private static async Task<MonthlyReport> Of(Session s, OfficePaper paper) => await Find(s, paper.About) ?? throw NoReport();

    private static async Task<MonthlyReport> Find(Session s, Scope scope, string id) =>
        await s.One<MonthlyReport>($"select {MonthlyReport.Columns} from col_reports r where r.report_id = @id and {scope.OnWholeProvince("r")}", new { id }) ?? throw NoReport();

    /// <summary>The report under the lock of its province, its paper still a draft.</summary>
    private static async Task<MonthlyReport> Locked(Session tx, Scope scope, string id)
    {
        var known = await Find(tx, scope, id);
        await tx.Lock(PlanningPass.LockOf(known.Province));
        return (await OfficePapers.Of(tx, PaperForm, id)).Find(p => p.PaperState.IsLive()) is { PaperState: PaperState.Draft }
            ? await Find(tx, scope, id) : throw new Refusal("Reports.NumberedAlready", InWords(known.Month));
    }

    /// <summary>
    /// Plans the province, so that who has paid drops out, and takes the debtors of the collective task with their debts by fund. What was excluded stays so. Sums are noted on the report.
    /// </summary>
    private async Task<MonthlyReport> Take(Session tx, Actor actor, MonthlyReport report)
    {
        await pass.PlanWithin(tx, actor, report.Province, await PlanningPass.Moment(tx, clock, report.Province), new PassOptions());
        var (first, last) = EmployerKey.Range(report.Province);
        var args = new { report.Id, report.DueOn, first, last, Act, now = clock.Now() };
        await tx.Execute("delete from col_report_rows where employer_id between @first and @last and report_id = @Id and excluded is null", args);
        // A debtor whose task was done by this report's first paper stays on a corrected one.
        await tx.Execute(
            """
            insert into col_report_rows (employer_id, report_id, office_code, band, oldest_period, social, health, unemployment, accident, total)
            select d.employer_id, @Id, e.office_code, d.band, d.oldest_period, d.debt_social, d.debt_health, d.debt_unemployment, d.debt_accident,
                d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident
            from reg_debts d join reg_employers e on e.employer_id = d.employer_id
            where d.employer_id between @first and @last and d.band > 0 and exists (select 1 from wrk_tasks t where t.subject_id = d.employer_id and t.act = @Act and t.collective = true
                and t.due_on = @DueOn and (t.state in ('open', 'started') or (t.state = 'done' and t.outcome in ('sent', 'excluded'))))
            on conflict (employer_id, report_id) do update set office_code = excluded.office_code, band = excluded.band, oldest_period = excluded.oldest_period, social = excluded.social,
                health = excluded.health, unemployment = excluded.unemployment, accident = excluded.accident, total = excluded.total
            """,
            args);
        await tx.Execute(
            """
            delete from col_report_rows where employer_id between @first and @last and report_id = @Id and excluded is not null
                and not exists (select 1 from reg_debts d where d.employer_id = col_report_rows.employer_id and d.band > 0)
            """,
            args);
        return await Sum(tx, report.Id);
    }

    private async Task Mark(Session tx, MonthlyReport report, string code, object values)
    {
        var args = new Dapper.DynamicParameters(values);
        args.Add("id", report.Id);
        args.Add("employer", EmployerKey.IsCode(code) ? EmployerKey.Id(report.Province, code) : 0L);
        if (await tx.Execute(
            "update col_report_rows set excluded = @reason, excluded_note = @why, excluded_by = @by, excluded_at = @at where employer_id = @employer and report_id = @id", args) == 0)
        {
            throw new Refusal("Reports.NotOnIt", code);
        }

        await Sum(tx, report.Id);
    }

    private async Task<MonthlyReport> Sum(Session tx, string id)
    {
        await tx.Execute(
            """
            update col_reports set as_of_at = @now, version = version + 1,
                employers = (select count(*) from col_report_rows w where w.report_id = @id and w.excluded is null),
                amount = (select cast(coalesce(sum(w.total), 0) as bigint) from col_report_rows w where w.report_id = @id and w.excluded is null),
                excluded = (select count(*) from col_report_rows w where w.report_id = @id and w.excluded is not null)
            where report_id = @id
            """,
            new { id, now = clock.Now() });
        return (await Find(tx, id))!;
    }

    private static void Reach(Scope scope, string province)
    {
        if (!scope.CoversWhole(province))
        {
            throw new Refusal("Work.CollectiveByProvince") { Kind = RefusalKind.Forbidden };
        }
    }

    private static Refusal NoReport() => new("Reports.NoReport") { Kind = RefusalKind.Missing };

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable();
}
