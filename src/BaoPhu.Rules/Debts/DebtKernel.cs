namespace BaoPhu.Rules.Debts;

/// <summary>
/// The one computation of debts, called with one employer by a page and with all of them by a pass (domain §2; design §3 "Ages").
/// A month is in arrears from the first day of the next month; every loaded payment counts, wherever it is booked; a fund's payments settle its oldest
/// month first; funds are never netted; the oldest open month over all funds decides. Integers only, nothing is allocated.
/// </summary>
public static class DebtKernel
{
    /// <summary>Stands for "no stated figure" in the batch form.</summary>
    public const int NotStated = -1;

    /// <summary>Half-open bands over a number of months rounded down: exactly 1 is the second band, exactly 3 the third (QĐ 959/2015 Đ.40).</summary>
    public static DebtBand BandOfWholeMonths(long months) =>
        months < 1 ? DebtBand.UnderOneMonth : months < 3 ? DebtBand.OneToThree : DebtBand.ThreeAndOver;

    /// <summary>
    /// Debt of one employer. <paramref name="months"/> strictly ascending by period, amounts not negative (else <see cref="ArgumentException"/>);
    /// <paramref name="statedHundredths"/> is the source's own number of months × 100, or null. Throws <see cref="OverflowException"/> when a sum exceeds 63 bits.
    /// </summary>
    public static DebtAssessment Assess(ReadOnlySpan<MonthLine> months, DateOnly asOf, AgeMethod method = AgeMethod.OldestUnpaid, int? statedHundredths = null)
    {
        if (statedHundredths < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(statedHundredths), statedHundredths, "a stated number of months cannot be negative");
        }

        return Assess(months, asOf, Period.Of(asOf).Index, method, statedHundredths ?? NotStated);
    }

    /// <summary>
    /// Debts of many employers: employer i has the lines from <paramref name="starts"/>[i] up to <paramref name="starts"/>[i + 1], so starts is one longer than results.
    /// <paramref name="stated"/> is empty, or one figure in hundredths per employer with <see cref="NotStated"/> for none. Errors as in the single form.
    /// </summary>
    public static void AssessMany(ReadOnlySpan<MonthLine> lines, ReadOnlySpan<int> starts, DateOnly asOf, AgeMethod method, ReadOnlySpan<int> stated, Span<DebtAssessment> results)
    {
        if (starts.Length != results.Length + 1 || (stated.Length != 0 && stated.Length != results.Length))
        {
            throw new ArgumentException($"{results.Length} results want {results.Length + 1} starts and none or {results.Length} stated figures", nameof(starts));
        }

        var current = Period.Of(asOf).Index;
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Assess(lines[starts[i]..starts[i + 1]], asOf, current, method, stated.Length == 0 ? NotStated : stated[i]);
        }
    }

    internal static DebtAssessment Assess(ReadOnlySpan<MonthLine> months, DateOnly asOf, int current, AgeMethod method, int stated)
    {
        long dueSocial = 0, dueHealth = 0, dueUnemployment = 0, dueAccident = 0;
        long paidSocial = 0, paidHealth = 0, paidUnemployment = 0, paidAccident = 0;
        long lastDue = 0;
        // The sum of two numbers that are not negative overflows exactly when it comes out negative, so one sign bit gathers every fault.
        long sums = 0, amounts = 0;
        var previous = int.MinValue;
        var arrears = 0;
        foreach (ref readonly var line in months)
        {
            var index = line.Period.Index;
            if (index <= previous)
            {
                throw new ArgumentException($"months must ascend: {line.Period} follows {Period.FromIndex(previous)}", nameof(months));
            }

            previous = index;
            amounts |= line.DueSocial | line.DueHealth | line.DueUnemployment | line.DueAccident
                | line.PaidSocial | line.PaidHealth | line.PaidUnemployment | line.PaidAccident;
            if (index < current)
            {
                arrears++;
                dueSocial += line.DueSocial;
                dueHealth += line.DueHealth;
                dueUnemployment += line.DueUnemployment;
                dueAccident += line.DueAccident;
                sums |= dueSocial | dueHealth | dueUnemployment | dueAccident;
                var one = line.DueSocial + line.DueHealth;
                var two = line.DueUnemployment + line.DueAccident;
                var due = one + two;
                sums |= one | two | due;
                lastDue = due != 0 ? due : lastDue;
            }

            paidSocial += line.PaidSocial;
            paidHealth += line.PaidHealth;
            paidUnemployment += line.PaidUnemployment;
            paidAccident += line.PaidAccident;
            sums |= paidSocial | paidHealth | paidUnemployment | paidAccident;
        }

        if (amounts < 0)
        {
            throw new ArgumentException("an amount due or paid is negative", nameof(months));
        }

        if (sums < 0)
        {
            ThrowOverflow();
        }

        var social = Math.Max(0, dueSocial - paidSocial);
        var health = Math.Max(0, dueHealth - paidHealth);
        var unemployment = Math.Max(0, dueUnemployment - paidUnemployment);
        var accident = Math.Max(0, dueAccident - paidAccident);
        var left = social + health;
        var right = unemployment + accident;
        var total = left + right;
        if ((left | right | total) < 0)
        {
            ThrowOverflow();
        }

        var oldest = total == 0 ? 0 : Oldest(months[..arrears], paidSocial, paidHealth, paidUnemployment, paidAccident);
        return new DebtAssessment(social, health, unemployment, accident, total, lastDue, oldest, asOf, method, stated);
    }

    /// <summary>Index of the first month that any fund's payments do not cover. The caller knows that there is one.</summary>
    private static int Oldest(ReadOnlySpan<MonthLine> months, long social, long health, long unemployment, long accident)
    {
        foreach (ref readonly var line in months)
        {
            social -= line.DueSocial;
            health -= line.DueHealth;
            unemployment -= line.DueUnemployment;
            accident -= line.DueAccident;
            if ((social | health | unemployment | accident) < 0)
            {
                return line.Period.Index;
            }
        }

        throw new InvalidOperationException("a debt without an open month");
    }

    private static void ThrowOverflow() => throw new OverflowException("the sums of one employer exceed 9,223,372,036,854,775,807 đồng");
}

/// <summary>
/// Gathers the lines of one employer from a reader that is ordered by employer and month, then hands them to the kernel. Its buffer is kept from one
/// employer to the next, so that a pass over the nation allocates it once. Not for several threads.
/// </summary>
public sealed class DebtAccumulator
{
    private readonly DateOnly _asOf;
    private readonly int _current;
    private readonly AgeMethod _method;
    private MonthLine[] _lines = new MonthLine[32];

    public DebtAccumulator(DateOnly asOf, AgeMethod method = AgeMethod.OldestUnpaid)
    {
        (_asOf, _method) = (asOf, method);
        _current = Period.Of(asOf).Index;
    }

    /// <summary>Lines of the employer gathered so far.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<MonthLine> Lines => _lines.AsSpan(0, Count);

    public void Add(in MonthLine line)
    {
        if (Count == _lines.Length)
        {
            Array.Resize(ref _lines, Count * 2);
        }

        _lines[Count++] = line;
    }

    /// <summary>Debt of the gathered employer; the accumulator is empty afterwards. Errors as <see cref="DebtKernel.Assess(ReadOnlySpan{MonthLine}, DateOnly, AgeMethod, int?)"/>.</summary>
    public DebtAssessment Finish(int statedHundredths = DebtKernel.NotStated)
    {
        var count = Count;
        Count = 0;
        return DebtKernel.Assess(_lines.AsSpan(0, count), _asOf, _current, _method, statedHundredths);
    }
}
