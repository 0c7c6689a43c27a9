using System.Globalization;
using System.Runtime.InteropServices;
using BaoPhu.Core.Data;
using BaoPhu.Rules;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Demonstration;

/// <summary>One made-up employer, with what its months are computed from when they are written.</summary>
internal sealed record Unit(
    long Id, string Code, District OfficeDistrict, UnitKind Kind, string Name, string TaxCode, string Address, string? CommuneCode, string? Phone, string? Email,
    string Contact, int? Workers, Standing Standing, DateOnly? StandingFrom, DateOnly? StandingUntil, Paying Paying, long Payroll, int Running);

/// <summary>The employers of a province, their ledger, standings and marks.</summary>
internal sealed class Units(long seed, string province, IReadOnlyList<District> districts, DateOnly day)
{
    /// <summary>Telephone numbers of an operator that is gone: they ring nowhere.</summary>
    private const string DeadPrefix = "095";

    /// <summary>From so many workers on, an employer is rarely months late: else the debts of a nation would be several times those in life (about 5 % of what fell due).</summary>
    private const int Large = 50;

    /// <summary>What gives up was small: some 50 workers each (domain §9, 4,000 units with 206,000 workers).</summary>
    private const int LargestCeased = 60;

    private static readonly Weighted<Standing> Standings = new(
        (Standing.Active, 900), (Standing.PensionSuspended, 40), (Standing.Ceased, 35), (Standing.BudgetHealthOnly, 25));

    private static readonly Weighted<Paying> OfActive = new(
        (Paying.Punctual, 420), (Paying.CaughtUp, 62), (Paying.MonthLate, 105), (Paying.PartOfLast, 42), (Paying.OverpaidHealth, 20), (Paying.TwoMonthsLate, 70), (Paying.StoppedLately, 68),
        (Paying.PartLately, 40), (Paying.StoppedInLockdown, 95), (Paying.Chronic, 38), (Paying.PartForMonths, 30), (Paying.NeverPaid, 10));

    private static readonly Weighted<Paying> OfSuspended = new(
        (Paying.Punctual, 300), (Paying.MonthLate, 250), (Paying.TwoMonthsLate, 130), (Paying.StoppedLately, 120), (Paying.StoppedInLockdown, 200));

    private readonly int _number = int.Parse(province, CultureInfo.InvariantCulture);
    private readonly Dictionary<string, Weighted<Commune>> _communes = districts.ToDictionary(d => d.Code, OfDistrict, StringComparer.Ordinal);
    private readonly Period _first = Period.Of(day).AddMonths(-Contributions.Months);

    /// <summary>Employers in the order of their ids. <paramref name="before"/> is the number of employers of earlier provinces (tax codes stay unique over all).</summary>
    public List<Unit> Make(int count, long before)
    {
        // A few districts have most of the employers; the first one, where a newcomer looks first, the most.
        var weights = new Weighted<int>([.. districts.Select((_, i) => (i, 20 + (200 / (1 + i))))]);
        var units = new List<Unit>(count);
        for (var i = 0; i < count; i++)
        {
            units.Add(Make(i, before + i, weights));
        }

        units.Sort((a, b) => a.Id.CompareTo(b.Id));
        return units;
    }

    private Unit Make(int running, long overall, Weighted<int> weights)
    {
        var dice = new Dice(seed, 2, _number, running);
        var standing = dice.Pick(Standings);
        var kind = standing == Standing.BudgetHealthOnly ? UnitKind.BudgetGroup : Companies.Kind(dice);
        if (kind is UnitKind.School or UnitKind.PublicBody && standing != Standing.Active)
        {
            kind = UnitKind.Private;
        }

        var at = dice.Pick(weights);
        var office = districts[at];

        // The office that collects need not be that of the contact address.
        var home = dice.Chance(40) ? dice.Pick(districts) : office;
        var commune = dice.Pick(_communes[home.Code]);
        var workers = Companies.Workers(dice, kind);
        var paying = standing switch
        {
            Standing.Active => dice.Pick(OfActive),
            Standing.PensionSuspended => dice.Pick(OfSuspended),
            Standing.Ceased => dice.Chance(120) ? Paying.Punctual : Paying.StoppedInLockdown,
            _ => dice.Chance(780) ? Paying.Quarterly : Paying.QuarterMissing,
        };
        if (standing == Standing.Ceased)
        {
            workers = Math.Min(workers, LargestCeased);
        }
        else if (standing is Standing.Active or Standing.PensionSuspended && workers >= Large && paying is >= Paying.TwoMonthsLate and <= Paying.NeverPaid && dice.Chance(880))
        {
            paying = dice.Chance(500) ? Paying.Punctual : Paying.MonthLate;
        }

        // Large debtors for whoever looks around in a small demonstration; a nation has enough of its own.
        if (standing == Standing.Active && running % 240 == 17 && running < 3_000)
        {
            (kind, workers, paying) = (dice.Chance(500) ? UnitKind.Private : UnitKind.Foreign, dice.Between(180, 1_600), Paying.StoppedInLockdown);
        }

        var wage = Companies.IsPublic(kind) && kind != UnitKind.BudgetGroup ? dice.Between(42, 95) : kind == UnitKind.BudgetGroup ? 15 : dice.Between(40, 78) + (dice.Chance(120) ? dice.Between(20, 160) : 0);
        var code = string.Create(CultureInfo.InvariantCulture,
            $"{Companies.Letter(kind)}{(char)('A' + (running / 36_000))}{Base36(running / 1000 % 36)}{running % 1000:000}{(char)('A' + (at % 26))}");
        var (from, until) = DatesOf(standing, dice);
        var email = dice.Chance(220) ? null : string.Create(CultureInfo.InvariantCulture, $"ketoan{_number:00}{running:000000}@vidu.example");
        var phone = dice.Chance(35) ? null : DeadPrefix + dice.Below(10_000_000).ToString("0000000", CultureInfo.InvariantCulture);
        return new(
            EmployerKey.Id(province, code), code, office, kind, Companies.Name(dice, kind, commune, home), TaxCodeOf(overall), Companies.Address(dice, commune, home),
            dice.Chance(4) ? null : commune.Code, phone, email, People.Name(dice), standing == Standing.Ceased ? null : workers, standing, from, until, paying,
            workers * wage * 100_000L, running);
    }

    /// <summary>Wards and towns have most of the employers, the first of a district (its seat) the most.</summary>
    private static Weighted<Commune> OfDistrict(District district) =>
        new([.. district.Communes.Select((c, i) => (c, (c.Name.StartsWith("Xã", StringComparison.Ordinal) ? 3 : 8) * (i == 0 ? 3 : 2)))]);

    private (DateOnly? From, DateOnly? Until) DatesOf(Standing standing, Dice dice)
    {
        switch (standing)
        {
            case Standing.PensionSuspended:
                // QĐ 23/2021/QĐ-TTg: six months, from the month after the application.
                var begin = _first.AddMonths(dice.Between(4, Contributions.Months - 1));
                return (begin.ArrearsFrom.AddMonths(-1), begin.AddMonths(5).ArrearsFrom.AddDays(-1));
            case Standing.Ceased:
                return (_first.AddMonths(dice.Between(7, 8)).ArrearsFrom, null);
            case Standing.BudgetHealthOnly:
                return (new DateOnly(_first.Year, 1, 1), null);
            default:
                return (null, null);
        }
    }

    /// <summary>"09" or "08" + a serial that no other employer has + the check digit of domain §1.6.</summary>
    private static string TaxCodeOf(long overall)
    {
        // 9,999,991 is prime: the step visits every serial once.
        var serial = ((overall * 7_654_321) + 1_234_567) % 9_999_991;
        return CheckedTaxCode("09", serial) ?? CheckedTaxCode("08", serial)!;
    }

    private static string? CheckedTaxCode(string head, long serial)
    {
        ReadOnlySpan<int> weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
        var nine = head + serial.ToString("0000000", CultureInfo.InvariantCulture);
        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            sum += (nine[i] - '0') * weights[i];
        }

        var check = 10 - (sum % 11);
        return check == 10 ? null : nine + (char)('0' + check);
    }

    private static char Base36(int value) => (char)(value < 10 ? '0' + value : 'A' + value - 10);

    public static void WriteEmployers(Session tx, string province, IReadOnlyList<Unit> units, Instant at)
    {
        using var bulk = tx.BulkInto(
            "reg_employers", "employer_id", "province", "code", "office_code", "name", "folded", "tax_code", "address", "commune_code", "phone", "email", "contact_name", "workers",
            "standing", "standing_until", "updated_at");
        foreach (var u in units)
        {
            bulk.StartRow();
            bulk.Write(u.Id);
            bulk.Write(province);
            bulk.Write(u.Code);
            bulk.Write(u.OfficeDistrict.OfficeCode);
            bulk.Write(u.Name);
            bulk.Write(VietnameseText.Fold(u.Name));
            bulk.Write(u.TaxCode);
            bulk.Write(u.Address);
            bulk.Write(u.CommuneCode);
            bulk.Write(u.Phone);
            bulk.Write(u.Email);
            bulk.Write(u.Contact);
            bulk.Write(u.Workers);
            bulk.Write((short)u.Standing);
            bulk.Write(u.StandingUntil);
            bulk.Write(at.Milliseconds);
        }

        bulk.Complete();
    }

    public long WriteMonths(Session tx, IReadOnlyList<Unit> units)
    {
        using var bulk = tx.BulkInto(
            "reg_months", "employer_id", "period", "due_social", "due_health", "due_unemployment", "due_accident", "paid_social", "paid_health", "paid_unemployment", "paid_accident",
            "due_pension", "paid_pension");
        Span<MonthOfUnit> months = stackalloc MonthOfUnit[Contributions.Months];
        foreach (var u in units)
        {
            Ledger(u, months);
            for (var k = 0; k < months.Length; k++)
            {
                var m = months[k];
                bulk.StartRow();
                bulk.Write(u.Id);
                bulk.Write(_first.AddMonths(k).Number);
                bulk.Write(m.DueSocial);
                bulk.Write(m.DueHealth);
                bulk.Write(m.DueUnemployment);
                bulk.Write(m.DueAccident);
                bulk.Write(m.PaidSocial);
                bulk.Write(m.PaidHealth);
                bulk.Write(m.PaidUnemployment);
                bulk.Write(m.PaidAccident);
                bulk.Write(m.DuePension);
                bulk.Write(m.PaidPension);
            }
        }

        return bulk.Complete();
    }

    /// <summary>The ten months of a unit.</summary>
    public void Ledger(Unit unit, Span<MonthOfUnit> months)
    {
        months.Clear();
        var dice = new Dice(seed, 3, _number, unit.Running);
        var payroll = unit.Payroll;
        var suspendedFrom = unit is { Standing: Standing.PensionSuspended, StandingFrom: { } from } ? Period.Of(from) : Period.FromIndex(int.MaxValue);
        var ceasedFrom = unit is { Standing: Standing.Ceased, StandingFrom: { } ceased } ? Period.Of(ceased) : Period.FromIndex(int.MaxValue);
        for (var k = 0; k < months.Length; k++)
        {
            var period = _first.AddMonths(k);
            if (period >= ceasedFrom)
            {
                continue;
            }

            // The summer of 2021 cost workers; some months bring some back.
            payroll = unit.Kind == UnitKind.BudgetGroup || k == 0 ? payroll : Math.Max(1_000_000, payroll / 1000 * dice.Between(period.Number is 202106 or 202107 or 202108 ? 930 : 985, period.Number is 202109 or 202110 ? 1040 : 1012) / 1_000_000 * 1_000_000);
            Contributions.SetDue(ref months[k], period.Number, payroll, unit.Kind, period >= suspendedFrom, unit.Standing == Standing.PensionSuspended);
        }

        Contributions.SetPaid(months, unit.Paying, dice);
        for (var k = 0; k < months.Length; k++)
        {
            if (months[k].Due(0) == 0 && unit.Standing == Standing.Ceased)
            {
                months[k].PaidSocial = months[k].PaidHealth = months[k].PaidUnemployment = months[k].PaidAccident = 0;
            }
        }
    }

    public static void WriteStandings(Session tx, IReadOnlyList<Unit> units, string recordedBy, Instant at)
    {
        using var bulk = tx.BulkInto("reg_standings", "employer_id", "from_date", "recorded_at", "standing", "until_date", "paper", "recorded_by");
        foreach (var u in units)
        {
            if (u.StandingFrom is not { } from)
            {
                continue;
            }

            bulk.StartRow();
            bulk.Write(u.Id);
            bulk.Write(from);
            bulk.Write(Math.Min(at.Milliseconds, Instant.StartOf(from).Milliseconds));
            bulk.Write((short)u.Standing);
            bulk.Write(u.StandingUntil);
            bulk.Write(u.Standing switch
            {
                Standing.PensionSuspended => string.Create(CultureInfo.InvariantCulture, $"Quyết định số {100 + (u.Running % 800)}/QĐ-BHXH ngày {from:dd/MM/yyyy} ({(from >= new DateOnly(2021, 7, 1) ? "QĐ 23/2021/QĐ-TTg" : "Nghị định 115/2015/NĐ-CP")})"),
                Standing.Ceased => string.Create(CultureInfo.InvariantCulture, $"Thông báo số {1000 + (u.Running % 9000)}/TB-ĐKKD ngày {from:dd/MM/yyyy}"),
                _ => null,
            });
            bulk.Write(recordedBy);
        }

        bulk.Complete();
    }

    /// <summary>Marks on a part of the debtors, each with its grounds and a day in the month before.</summary>
    public int WriteMarks(Session tx, IReadOnlyList<Unit> units, Func<District, string> recorder)
    {
        using var bulk = tx.BulkInto("reg_marks", "employer_id", "mark", "from_date", "until_date", "grounds", "recorded_by", "recorded_at");
        foreach (var u in units)
        {
            var dice = new Dice(seed, 4, _number, u.Running);
            var stubborn = u.Paying is Paying.StoppedInLockdown or Paying.Chronic or Paying.NeverPaid or Paying.PartForMonths;
            var marks = new List<(string Mark, string Grounds)>();
            var on = day.AddDays(-dice.Between(4, 34));
            var date = on.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
            if (u.Standing == Standing.Active && stubborn)
            {
                if (dice.Chance(u.Paying == Paying.NeverPaid ? 220 : 45))
                {
                    marks.Add(("wilful", $"Biên bản làm việc ngày {date}: đơn vị vẫn sản xuất, có doanh thu, đã thu phần đóng của người lao động nhưng không nộp."));
                }

                if (dice.Chance(35))
                {
                    marks.Add(("refused-to-sign", $"Buổi làm việc ngày {date}: người đại diện không ký biên bản D04h-TS, có hai người chứng kiến."));
                }

                if (dice.Chance(30))
                {
                    marks.Add(("not-at-address", $"Xác nhận của UBND {u.Address[(u.Address.IndexOf(',', StringComparison.Ordinal) + 2)..]} ngày {date}: đơn vị không còn hoạt động tại địa chỉ."));
                }

                if (dice.Chance(15))
                {
                    marks.Add(("violation", $"Biên bản vi phạm hành chính ngày {date}: chậm đóng BHXH bắt buộc, BHTN (NĐ 28/2020/NĐ-CP)."));
                }
            }
            else if (u.Standing == Standing.Active && u.Paying is Paying.TwoMonthsLate or Paying.StoppedLately && dice.Chance(25))
            {
                marks.Add(("refused-to-sign", $"Buổi làm việc ngày {date}: người đại diện không ký biên bản D04h-TS, đề nghị chờ giám đốc."));
            }
            else if (u.Standing == Standing.Ceased && stubborn && dice.Chance(400))
            {
                marks.Add(("hard-to-collect", $"Quyết định giải thể, hồ sơ nợ khó thu lập ngày {date} (QĐ 595/QĐ-BHXH Điều 36)."));
            }

            foreach (var (mark, grounds) in marks)
            {
                bulk.StartRow();
                bulk.Write(u.Id);
                bulk.Write(mark);
                bulk.Write(on);
                bulk.WriteNull();
                bulk.Write(grounds);
                bulk.Write(recorder(u.OfficeDistrict));
                bulk.Write(Instant.StartOf(on).Milliseconds + 36_000_000);
            }
        }

        return (int)bulk.Complete();
    }
}
