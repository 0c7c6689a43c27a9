using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Debts;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>What an employer owes on the day of a paper, read from the ledger by the kernel that plans: by fund the rest, the oldest month, how many months, the interest.</summary>
internal sealed class DebtFacts
{
    private static readonly string[] Keys = ["social", "health", "unemployment", "accident"];
    public static readonly string[] Required = ["debt.total", "debt.words", "debt.as-of"];
    public static readonly SumRule[] Sums = [new("funds", "fund.debt", "debt.total", "debt.words"), new("funds", "fund.interest", "interest.total")];

    public static readonly SumRule[] MonthSums = [new("months", "month.total", "debt.total"), .. Keys.Select(key => new SumRule("months", "month." + key, "debt." + key))];

    private const string NotComputed = "chưa tính";
    private static readonly ValueSource Rest = ValueSource.Record("reg_months: phải đóng − đã đóng");
    private static readonly string[] FundNames = ["BHXH", "BHYT", "BHTN", "BHTNLĐ, BNN"];

    private readonly DebtExplanation _why;
    private readonly InterestResult? _interest;
    private readonly DateOnly _day;

    private DebtFacts(DebtExplanation why, InterestResult? interest, DateOnly day) => (_why, _interest, _day) = (why, interest, day);

    public static async Task<DebtFacts> Load(Session s, FormCase about)
    {
        var lines = (await Ledger.Months(s, about.Task.SubjectId)).Select(m => m.Line).ToArray();
        var rules = about.Interest ?? await InterestRules.Load(s, about.Task.Province, about.Date);
        // From 1/7/2025 interest is by the day, and the ledger does not know the days of payment.
        var interest = about.Date < LateInterest.SecondRegimeFrom ? LateInterest.MonthlyOver(lines, about.Date, rules.Rates, rules.Rounding) : null;
        return new DebtFacts(DebtExplanation.Of(lines, about.Date), interest, about.Date);
    }

    /// <summary>The whole debt in one sentence, without its funds.</summary>
    public FormContent AddSummary(FormContent content)
    {
        var debt = _why.Assessment;
        return content
            .Add("debt.as-of", OfficialWords.Date(_day), ValueSource.Person("ngày của văn bản"))
            .Add("debt.oldest", debt.OldestPeriod is { } oldest ? OfficialWords.Month(oldest) : "không có", Rest)
            .Add("debt.months", Months(debt.AgeOfOldest()), ValueSource.Rule("KH 3532/KH-BHXH, III.1.1: thời gian nợ"))
            .Add("debt.total", VietnameseNumbers.Amount(debt.Total), Rest, debt.Total)
            .Add("debt.words", VietnameseNumbers.AmountInWords(debt.Total), ValueSource.Rule("đọc từ debt.total"))
            .Add("interest.note", InterestNote(), InterestSource);
    }

    public void AddTo(FormContent content)
    {
        AddSummary(content);
        foreach (var fund in _why.Funds)
        {
            var open = fund.Months.Where(m => m.Debt > 0).ToList();
            var (text, amount) = InterestOf(fund.Fund);
            content.AddRow("funds")
                .Add("fund.name", FundNames[(int)fund.Fund], ValueSource.Rule("bốn quỹ của sổ thu"))
                .Add("fund.debt", VietnameseNumbers.Amount(fund.Debt), Rest, fund.Debt)
                .Add("fund.oldest", open.Count > 0 ? OfficialWords.Month(open[0].Period) : "-", Rest)
                .Add("fund.months", open.Count > 0 ? VietnameseNumbers.Amount(open.Count) : "-", Rest, open.Count)
                .Add("fund.interest", text, InterestSource, amount);
        }

        var complete = _interest is { Complete: true };
        content.Add("interest.total", complete ? VietnameseNumbers.Amount(_interest!.Total) : NotComputed, InterestSource, complete ? _interest!.Total : null);
    }

    /// <summary>The open months, oldest first, with the rest of each fund.</summary>
    public void AddMonths(FormContent content)
    {
        content.AddGroup("months");
        var funds = _why.Funds;
        for (var i = 0; i < funds[0].Months.Count; i++)
        {
            var total = funds.Sum(f => f.Months[i].Debt);
            if (total > 0)
            {
                var row = content.AddRow("months").Add("month.period", OfficialWords.Month(funds[0].Months[i].Period), Rest).Add("month.total", VietnameseNumbers.Amount(total), Rest, total);
                foreach (var fund in funds)
                {
                    row.Add("month." + Keys[(int)fund.Fund], VietnameseNumbers.Amount(fund.Months[i].Debt), Rest, fund.Months[i].Debt);
                }
            }
        }

        foreach (var fund in funds)
        {
            content.Add("debt." + Keys[(int)fund.Fund], VietnameseNumbers.Amount(fund.Debt), Rest, fund.Debt);
        }
    }

    /// <summary>What follows if the employer does not pay, by the law of the day.</summary>
    public static void AddWarning(FormContent content, FormCase about)
    {
        var penalty = string.Join("; ", LegalBases.On(LegalBases.Penalty, about.Date));
        var crime = string.Join("; ", LegalBases.On(LegalBases.Crime, about.Date));
        content.Add("warning",
            $"Quá thời hạn trên, đơn vị không nộp hoặc nộp không đủ sẽ bị xem xét xử phạt vi phạm hành chính theo {penalty}; trường hợp có dấu hiệu tội phạm, hồ sơ được chuyển cơ quan điều tra xem xét theo {crime}",
            ValueSource.Rule($"{penalty}; {crime}"));
    }

    /// <summary>Until when and where to pay. Without an account on record the paper points to the one the employer was told of.</summary>
    public static void AddPayment(FormContent content, FormCase about) => content
        .Add("deadline", about.Deadline is { } day ? OfficialWords.Date(day) : "", ValueSource.Person("thời hạn"))
        .Add("account", about.Account is { } a ? $"{a.Holder}, số {a.Number}, tại {a.Bank}" : "tài khoản thu của cơ quan Bảo hiểm xã hội đã thông báo cho đơn vị", ValueSource.Setting("tài khoản thu"))
        .Add("transfer", PaperHead.TransferReference(about.Task.Code, about.Task.OfficeCode), ValueSource.Rule("nội dung chuyển khoản nộp BHXH"));

    private ValueSource InterestSource => ValueSource.Rule(_interest is null ? LateInterest.DailyCitation : LateInterest.MonthlyCitation);

    private (string Text, long? Amount) InterestOf(Fund fund)
    {
        if (_interest is null)
        {
            return (NotComputed, null);
        }

        long sum = 0;
        foreach (var line in _interest.Lines.Where(l => l.Fund == fund))
        {
            if (line.Amount is not { } amount)
            {
                return (NotComputed, null);
            }

            sum += amount;
        }

        return (VietnameseNumbers.Amount(sum), sum);
    }

    private string InterestNote()
    {
        if (_interest is null)
        {
            return "Lãi chậm đóng: 0,03\u00A0%/ngày tính trên số tiền và số ngày chậm đóng (" + LateInterest.DailyCitation + "); số tiền chưa tính vì sổ thu không ghi ngày nộp.";
        }

        if (_interest.Lines.Count == 0)
        {
            return "Lãi chậm đóng: chưa phát sinh (" + LateInterest.MonthlyCitation + ").";
        }

        var rates = string.Join("; ", _interest.Lines.Where(l => l.KPercent is not null).Select(l => (l.KPercent, l.Citation, l.State)).Distinct()
            .Select(r => $"{VietnameseNumbers.Number(r.KPercent!.Value, 4)}\u00A0%/tháng ({r.Citation}{(r.State == InterestState.RateNotVerified ? ", chưa xác minh" : "")})"));
        var missing = string.Join(", ", _interest.Lines.Where(l => l.State == InterestState.RateMissing).Select(l => l.On.Year).Distinct().Order());
        return (rates.Length > 0 ? $"Lãi chậm đóng tính theo {LateInterest.MonthlyCitation}, mức {rates}." : "")
            + (missing.Length > 0 ? $"{(rates.Length > 0 ? " " : "")}Lãi suất chậm đóng năm {missing} chưa xác minh, tiền lãi chưa tính và sẽ thông báo sau." : "");
    }

    /// <summary>"3 tháng", "2 tháng 3 ngày", "dưới 1 tháng".</summary>
    private static string Months(DebtAge? age) => age switch
    {
        null => "không có",
        { WholeMonths: 0 } => "dưới 01 tháng",
        { DaysOver: 0 } a => $"{a.WholeMonths:00} tháng",
        { } a => $"{a.WholeMonths:00} tháng {a.DaysOver:00} ngày",
    };

    public static PaperBuilder Table(PaperBuilder paper) => paper.Rows(
        "funds", "từng quỹ", [2355, 2300, 1300, 1100, 2300], ["left", "right", "center", "center", "right"],
        ["Quỹ", "Số tiền chậm đóng (đồng)", "Từ kỳ", "Số kỳ", "Lãi chậm đóng (đồng)"],
        ["{fund.name|quỹ}", "{fund.debt|số tiền}", "{fund.oldest|từ kỳ}", "{fund.months|số kỳ}", "{fund.interest|lãi}"],
        ["Cộng", "{debt.total|tổng số tiền}", "", "", "{interest.total|tổng lãi}"]);

    public static PaperBuilder MonthTable(PaperBuilder paper) => paper.Rows(
        "months", "từng kỳ", [1155, 1750, 1600, 1500, 1500, 1850], ["center", "right", "right", "right", "right", "right"],
        ["Kỳ", .. FundNames, "Cộng (đồng)"],
        ["{month.period|kỳ}", .. Keys.Select((key, i) => $"{{month.{key}|{FundNames[i]}}}"), "{month.total|cộng}"],
        ["Cộng", .. Keys.Select((key, i) => $"{{debt.{key}|{FundNames[i]}}}"), "{debt.total|tổng số tiền}"]);
}
