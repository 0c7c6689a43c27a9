using System.Globalization;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Rules.Debts;

/// <summary>Part of a month's due that was settled, and the row in which that payment is booked. Đồng.</summary>
public readonly record struct Settlement(Period BookedIn, long Amount);

/// <summary>
/// One month of one fund, explained: what fell due, what is booked as paid in its row, what payments (of whichever rows) settle it, the open rest, and
/// since when it is in arrears. Age is null while the month is not in arrears or nothing of it is open.
/// </summary>
public sealed record ExplainedMonth(
    Fund Fund, Period Period, long Due, long PaidInRow, IReadOnlyList<Settlement> SettledBy, long Open, DateOnly ArrearsFrom, bool InArrears, DebtAge? Age, bool Decides)
{
    public long Settled => Due - Open;

    /// <summary>The open rest if the month is in arrears, else 0.</summary>
    public long Debt => InArrears ? Open : 0;
}

/// <summary>One fund, explained: sums in đồng; Surplus is what was paid beyond every loaded month and takes nothing off another fund.</summary>
public sealed record ExplainedFund(Fund Fund, long DueInArrears, long Paid, long Debt, long Surplus, IReadOnlyList<ExplainedMonth> Months);

/// <summary>One method with its arithmetic in figures ("3 + 2/30 = 3,07"), free of words so that a page says them in its language.</summary>
public sealed record ExplainedMethod(AgeMethod Method, decimal? Value, DebtBand Band, string Arithmetic, bool Decides);

/// <summary>
/// The answer to "Vì sao?" on an employer's page: the kernel's assessment and, line by line, how payments were laid upon months. The laying is computed
/// payment by payment, the kernel by sums; they are held together by a property test and by the check in <see cref="Of"/>.
/// </summary>
public sealed record DebtExplanation(DebtAssessment Assessment, IReadOnlyList<ExplainedFund> Funds, IReadOnlyList<ExplainedMethod> Methods)
{
    private static readonly CultureInfo Vietnamese = VietnameseNumbers.Format;

    /// <summary>Explains one employer. Arguments and errors as <see cref="DebtKernel.Assess(ReadOnlySpan{MonthLine}, DateOnly, AgeMethod, int?)"/>.</summary>
    public static DebtExplanation Of(ReadOnlySpan<MonthLine> months, DateOnly asOf, AgeMethod method = AgeMethod.OldestUnpaid, int? statedHundredths = null)
    {
        var assessment = DebtKernel.Assess(months, asOf, method, statedHundredths);
        var funds = new List<ExplainedFund>(4);
        for (var fund = Fund.Social; fund <= Fund.Accident; fund++)
        {
            var explained = Explain(months, fund, asOf, assessment.OldestPeriod);
            if (explained.Debt != assessment.Of(fund))
            {
                throw new InvalidOperationException($"{Names.Of(fund)}: explained {explained.Debt}, assessed {assessment.Of(fund)}");
            }

            funds.Add(explained);
        }

        return new DebtExplanation(assessment, funds, [Explain(assessment, AgeMethod.OldestUnpaid), Explain(assessment, AgeMethod.Ratio), Explain(assessment, AgeMethod.Stated)]);
    }

    private static ExplainedFund Explain(ReadOnlySpan<MonthLine> months, Fund fund, DateOnly asOf, Period? deciding)
    {
        var explained = new List<ExplainedMonth>(months.Length);
        var payment = -1;
        long inHand = 0, paid = 0, dueInArrears = 0, debt = 0;
        foreach (ref readonly var line in months)
        {
            var due = line.Due(fund);
            var open = due;
            List<Settlement>? settledBy = null;
            while (open > 0)
            {
                while (inHand == 0 && ++payment < months.Length)
                {
                    inHand = months[payment].Paid(fund);
                }

                if (payment >= months.Length)
                {
                    break;
                }

                var part = Math.Min(open, inHand);
                (settledBy ??= []).Add(new Settlement(months[payment].Period, part));
                open -= part;
                inHand -= part;
            }

            var arrearsFrom = line.Period.ArrearsFrom;
            var inArrears = arrearsFrom <= asOf;
            dueInArrears += inArrears ? due : 0;
            debt += inArrears ? open : 0;
            paid += line.Paid(fund);
            explained.Add(new ExplainedMonth(
                fund, line.Period, due, line.Paid(fund), settledBy is null ? [] : settledBy, open, arrearsFrom, inArrears,
                open > 0 ? DebtAge.At(asOf, line.Period) : null, Decides: inArrears && open > 0 && line.Period == deciding));
        }

        var surplus = inHand;
        while (++payment < months.Length)
        {
            surplus += months[payment].Paid(fund);
        }

        return new ExplainedFund(fund, dueInArrears, paid, debt, surplus, explained);
    }

    private static ExplainedMethod Explain(DebtAssessment a, AgeMethod method)
    {
        var value = a.By(method);
        var arithmetic = method switch
        {
            _ when a.Total == 0 && method != AgeMethod.Stated => "",
            AgeMethod.Ratio => string.Create(Vietnamese, $"{a.Total:N0} ÷ {a.DueLastMonth:N0} = {value.Value:0.####}"),
            AgeMethod.OldestUnpaid when a.AgeOfOldest() is { } age =>
                string.Create(Vietnamese, $"{age.WholeMonths} + {age.DaysOver}/{age.DaysInRunningMonth} = {value.Value:0.##}"),
            AgeMethod.Stated when value.Value is { } stated => string.Create(Vietnamese, $"{stated:0.##}"),
            _ => "",
        };
        return new ExplainedMethod(method, value.Value, value.Band, arithmetic, method == a.DecidedBy);
    }
}
