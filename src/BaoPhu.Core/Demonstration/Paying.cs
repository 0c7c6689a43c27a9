using BaoPhu.Rules;

namespace BaoPhu.Core.Demonstration;

/// <summary>How a unit paid during the ten months before the moment of the demonstration.</summary>
internal enum Paying
{
    Punctual,

    /// <summary>Missed a month or two, paid them with the next.</summary>
    CaughtUp,

    /// <summary>Always pays in the month after: the last month is open.</summary>
    MonthLate,

    /// <summary>Paid a part of the last month.</summary>
    PartOfLast,

    /// <summary>Paid health twice and owes social: funds are not netted.</summary>
    OverpaidHealth,
    TwoMonthsLate,
    StoppedLately,
    PartLately,
    StoppedInLockdown,

    /// <summary>One month in three.</summary>
    Chronic,
    PartForMonths,
    NeverPaid,

    /// <summary>The budget transfers a quarter at its end.</summary>
    Quarterly,

    /// <summary>The budget has not transferred the last quarter.</summary>
    QuarterMissing,
}

/// <summary>What fell due and what was paid in one month, by fund in the order of <see cref="Fund"/>.</summary>
internal struct MonthOfUnit
{
    public long DueSocial, DueHealth, DueUnemployment, DueAccident, PaidSocial, PaidHealth, PaidUnemployment, PaidAccident;

    /// <summary>The pension part where the unit is in a suspension, else null.</summary>
    public long? DuePension, PaidPension;

    public readonly long Due(int fund) => fund switch { 0 => DueSocial, 1 => DueHealth, 2 => DueUnemployment, _ => DueAccident };

    public void Pay(int fund, long amount)
    {
        switch (fund)
        {
            case 0: PaidSocial = amount; break;
            case 1: PaidHealth = amount; break;
            case 2: PaidUnemployment = amount; break;
            default: PaidAccident = amount; break;
        }
    }
}

/// <summary>Rates of domain §4 per mille of payroll, employer and worker together, with the relief of 2021.</summary>
internal static class Contributions
{
    public const int Months = 10;
    private const int Pension = 220;
    private const int Sickness = 30;
    private const int Health = 45;

    // NQ 68/NQ-CP, QĐ 23/2021/QĐ-TTg: TNLĐ-BNN 0 % from 01/7/2021 to 30/6/2022. NQ 116/NQ-CP, QĐ 28/2021/QĐ-TTg: employer's BHTN 0 % from 01/10/2021 to 30/9/2022.
    private static int Accident(int period, bool isPublic) => !isPublic && period is >= 202107 and <= 202206 ? 0 : 5;
    private static int Unemployment(int period, bool isPublic) => !isPublic && period is >= 202110 and <= 202209 ? 10 : 20;

    /// <summary>Fills the dues of a month. <paramref name="payroll"/> in đồng, a multiple of 1,000.</summary>
    public static void SetDue(ref MonthOfUnit month, int period, long payroll, UnitKind kind, bool pensionSuspended, bool showsPension)
    {
        if (kind == UnitKind.BudgetGroup)
        {
            month.DueHealth = payroll * Health / 1000;
            return;
        }

        var isPublic = Companies.IsPublic(kind);
        var pension = pensionSuspended ? 0 : payroll * Pension / 1000;
        month.DueSocial = pension + (payroll * Sickness / 1000);
        month.DueHealth = payroll * Health / 1000;
        month.DueUnemployment = payroll * Unemployment(period, isPublic) / 1000;
        month.DueAccident = payroll * Accident(period, isPublic) / 1000;
        month.DuePension = showsPension ? pension : null;
    }

    /// <summary>Fills the payments of the months (dues stand already) in the way the unit pays.</summary>
    public static void SetPaid(Span<MonthOfUnit> months, Paying paying, Dice dice)
    {
        var last = months.Length - 1;
        var from = paying switch
        {
            Paying.CaughtUp => dice.Between(1, last - 2),
            Paying.StoppedLately => last - dice.Between(1, 2),
            Paying.PartLately => last - dice.Between(1, 2),
            Paying.StoppedInLockdown => last - (dice.Chance(600) ? 3 : dice.Between(3, 5)),
            Paying.PartForMonths => dice.Between(1, 4),
            _ => 0,
        };
        var percent = paying == Paying.PartLately ? dice.Between(20, 45) : dice.Between(25, 45);
        var lastPercent = dice.Between(10, 90);
        for (var fund = 0; fund < 4; fund++)
        {
            for (var k = 0; k <= last; k++)
            {
                var due = months[k].Due(fund);
                months[k].Pay(fund, paying switch
                {
                    Paying.CaughtUp => k == from ? 0 : k == from + 1 ? due + months[from].Due(fund) : due,
                    Paying.MonthLate => k == 0 ? 0 : months[k - 1].Due(fund),
                    Paying.PartOfLast => k == last ? due * lastPercent / 100 : due,
                    Paying.OverpaidHealth => fund == 1 && k == last - 1 ? due * 2 : fund == 0 && k == last ? due * lastPercent / 100 : due,
                    Paying.TwoMonthsLate => k < 2 ? 0 : months[k - 2].Due(fund),
                    Paying.StoppedLately or Paying.StoppedInLockdown => k >= from ? 0 : due,
                    Paying.PartLately or Paying.PartForMonths => k >= from ? due * percent / 100 : due,
                    Paying.Chronic => k % 3 == 2 ? due : 0,
                    Paying.NeverPaid => 0,
                    Paying.Quarterly => k % 3 == 2 ? months[k].Due(fund) + months[k - 1].Due(fund) + months[k - 2].Due(fund) : 0,
                    Paying.QuarterMissing => k % 3 == 2 && k < last - 3 ? months[k].Due(fund) + months[k - 1].Due(fund) + months[k - 2].Due(fund) : 0,
                    _ => due,
                });
            }
        }

        for (var k = 0; k <= last; k++)
        {
            if (months[k].DuePension is { } pension)
            {
                months[k].PaidPension = months[k].DueSocial == 0 ? 0 : Math.Min(pension, (long)((Int128)months[k].PaidSocial * pension / months[k].DueSocial));
            }
        }
    }
}
