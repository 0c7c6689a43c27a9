using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>
/// Biên bản đối chiếu thu nộp, form C05-TS (QĐ 959/QĐ-BHXH): for each fund what was carried in, fell due and was paid, and what is owed or over, by the office's ledger, with room for the
/// employer's own figures. The ledger has no fund of wages and no adjustments apart: those lines are left to be filled in.
/// </summary>
public sealed class ReconciliationMinutes : IForm
{
    private static readonly string[] Funds = ["social", "health", "unemployment", "accident"];
    private static readonly ValueSource LedgerSource = ValueSource.Record("reg_months");
    private static readonly ValueSource Maker = ValueSource.Person("người ghi biên bản");

    public string Code => Reconciliation.Form;
    public string TitleKey => "Reconciliations.Form";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Minutes;
    public bool Reconstructed => false;
    public PaperKind Kind => PaperKind.Minutes;
    public IReadOnlyList<string> Papers { get; } = ["C05-TS"];
    public IReadOnlyList<string> Acts => Reconciliation.Acts;

    /// <summary>Figures are compared, paid or not.</summary>
    public bool OfDebt => false;

    public IReadOnlyList<string> Required { get; } =
    [
        "office.name", "paper.place", "paper.date", .. PaperHead.Numbered, "employer.name", "employer.code", "range", "side.office", "rest.total",
    ];

    // The lines before the rest are added up against it in Compose; of a table by line and fund no column has a sum of its own.
    public IReadOnlyList<SumRule> Sums { get; } = [];

    /// <summary>Refused: an employer without months in the ledger.</summary>
    public async Task<FormContent> Compose(Session s, FormCase about)
    {
        var months = (await Ledger.Months(s, about.Task.SubjectId)).Select(m => m.Line).ToList();
        if (months.Count == 0)
        {
            throw new Refusal("Reconciliations.NoMonths", about.Task.Name);
        }

        var last = Period.Of(about.Date).AddMonths(-1);
        var first = Period.Of(Math.Max(last.Year, months.Min(m => m.Period).Year), 1);
        var employer = await Employers.Find(s, Identity.Scope.Nation, about.Task.Province, about.Task.Code);
        var content = PaperHead.Of(this, about);
        PaperHead.AddEmployer(content, about);
        content
            .Add("range", $"từ kỳ {OfficialWords.Month(first)} đến kỳ {OfficialWords.Month(last)}", LedgerSource)
            .Add("workers", employer.Workers is { } workers ? VietnameseNumbers.Amount(workers) : "chưa có số liệu", ValueSource.Record("reg_employers.workers"), employer.Workers);
        var figures = Funds.Select((_, fund) => Figure.Of(months, (Fund)fund, first, last)).ToList();
        AddLine(content, "before", figures.ConvertAll(f => f.Before));
        AddLine(content, "due", figures.ConvertAll(f => f.Due));
        AddLine(content, "paid", figures.ConvertAll(f => f.Paid));
        AddLine(content, "rest", figures.ConvertAll(f => f.Rest));
        AddLine(content, "over", figures.ConvertAll(f => f.Over));
        var said = await s.One<string>(
            "select a.said from col_answers a where a.subject_id = @SubjectId and a.act = @Act and a.occurrence = @Occurrence and a.kind = 'dispute' order by a.answer_no desc limit 1", about.Task.Key);
        var dispute = said is null ? null : AnswerSaid.FromJson(said);
        content
            .Add("rest.words", VietnameseNumbers.AmountInWords(figures.Sum(f => f.Rest)), ValueSource.Rule("đọc từ rest.total"))
            .Add("dispute", dispute?.Words ?? about.Minutes?.EmployersOpinion ?? "chưa nêu", ValueSource.Record("col_answers.said"))
            .Add("side.office", about.Minutes?.Participants.FirstOrDefault(p => p.Side == Side.Office)?.Name ?? about.Signer?.Name, Maker)
            .Add("side.employer", about.Minutes?.Participants.FirstOrDefault(p => p.Side == Side.Employer)?.Name, Maker);
        return content;
    }

    public byte[] Template()
    {
        string[] heads = ["BHXH", "BHYT", "BHTN", "TNLĐ-BNN"];
        return new PaperBuilder("Biên bản đối chiếu thu nộp (Mẫu C05-TS)")
            .FormName("Mẫu C05-TS", "(Ban hành kèm theo Quyết định số 959/QĐ-BHXH ngày 09/9/2015 của BHXH Việt Nam)")
            .Head()
            .Type("BIÊN BẢN", "Đối chiếu thu nộp bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
            .Body("Hôm nay, {paper.date|ngày}, {office.running|tên cơ quan} và {employer.name|tên đơn vị} (mã đơn vị {employer.code|mã đơn vị}, mã số thuế {employer.tax|mã số thuế}, địa chỉ {employer.address|địa chỉ}) đối chiếu số liệu thu nộp {range|khoảng kỳ} như sau:")
            .Body("1. Số lao động: theo cơ quan bảo hiểm xã hội {workers|số lao động}; theo đơn vị ………… Quỹ lương: theo đơn vị …………")
            .Body("2. Số liệu của cơ quan bảo hiểm xã hội (đồng):")
            .Rows(
                "lines", "các dòng đối chiếu", [2555, 1400, 1300, 1300, 1300, 1500], ["left", "right", "right", "right", "right", "right"], ["Nội dung", .. heads, "Cộng"],
                ["{line.name|nội dung}", .. Funds.Select((f, i) => $"{{line.{f}|{heads[i]}}}"), "{line.total|cộng}"])
            .Body("Số còn phải nộp theo cơ quan bảo hiểm xã hội: **{rest.total|còn phải nộp} đồng** (bằng chữ: {rest.words|bằng chữ}). Tiền lãi chậm đóng được tính riêng theo thông báo của cơ quan bảo hiểm xã hội.")
            .Body("3. Ý kiến của đơn vị: {dispute|ý kiến của đơn vị}.")
            .Body("Số liệu của đơn vị: phải nộp ………… đồng; đã nộp ………… đồng; còn phải nộp ………… đồng. Chênh lệch và nguyên nhân: …………………………………………")
            .Body("Biên bản lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản./.")
            .Signatures(("ĐẠI DIỆN ĐƠN VỊ", "side.employer", "đại diện đơn vị"), ("ĐẠI DIỆN BHXH", "side.office", "đại diện cơ quan BHXH"))
            .Build();
    }

    private static void AddLine(FormContent content, string line, List<long> figures)
    {
        var row = content.AddRow("lines").Add("line.name", LineName(line), ValueSource.Rule("mẫu C05-TS"));
        for (var fund = 0; fund < Funds.Length; fund++)
        {
            row.Add("line." + Funds[fund], VietnameseNumbers.Amount(figures[fund]), LedgerSource, figures[fund]);
        }

        row.Add("line.total", VietnameseNumbers.Amount(figures.Sum()), LedgerSource, figures.Sum());
        if (line == "rest")
        {
            content.Add("rest.total", VietnameseNumbers.Amount(figures.Sum()), LedgerSource, figures.Sum());
        }
    }

    private static string LineName(string line) => line switch
    {
        "before" => "Kỳ trước chuyển sang (thừa ghi số âm)",
        "due" => "Phát sinh phải nộp",
        "paid" => "Đã nộp",
        "rest" => "Còn phải nộp",
        _ => "Nộp thừa",
    };

    /// <summary>One fund: carried in + due − paid = rest − over. Đồng.</summary>
    internal readonly record struct Figure(long Before, long Due, long Paid, long Rest, long Over)
    {
        public static Figure Of(IEnumerable<Rules.Debts.MonthLine> months, Fund fund, Period first, Period last)
        {
            long before = 0, due = 0, paid = 0;
            foreach (var month in months)
            {
                var (owed, given) = (month.Due(fund), month.Paid(fund));
                if (month.Period < first)
                {
                    before += owed - given;
                }
                else
                {
                    // What fell due after the last month is another time's; what was paid since settles what is compared.
                    due += month.Period <= last ? owed : 0;
                    paid += given;
                }
            }

            var net = before + due - paid;
            return new Figure(before, due, paid, Math.Max(0, net), Math.Max(0, -net));
        }
    }
}
