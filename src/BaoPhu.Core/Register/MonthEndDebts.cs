using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Rules;
using BaoPhu.Rules.Debts;

namespace BaoPhu.Core.Register;

/// <summary>
/// Debts of a province as its ledger gives them at the close of a month: the months up to it, judged on the first day of the next (when its own amount has fallen into
/// arrears). This is what a list printed for that month can be held against.
/// </summary>
internal static class MonthEndDebts
{
    /// <summary>Every employer with a debt, by id.</summary>
    public static Dictionary<long, DebtAssessment> Load(Session s, string province, Period month)
    {
        var (first, last) = EmployerKey.Range(province);
        var debts = new Dictionary<long, DebtAssessment>();
        var lines = new DebtAccumulator(month.ArrearsFrom);
        long current = 0;
        using var reader = s.BulkFrom(string.Create(CultureInfo.InvariantCulture,
            $"""
            select employer_id, period, due_social, due_health, due_unemployment, due_accident, paid_social, paid_health, paid_unemployment, paid_accident
            from reg_months where employer_id between {first} and {last} and period <= {month.Number} order by employer_id, period
            """));
        while (reader.Read())
        {
            var id = reader.Int64();
            if (id != current)
            {
                Close();
                current = id;
            }

            lines.Add(new MonthLine(
                Period.FromNumber(reader.Int32()), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64()));
        }

        Close();
        return debts;

        void Close()
        {
            if (current != 0 && lines.Finish(DebtKernel.NotStated) is { Total: > 0 } debt)
            {
                debts.Add(current, debt);
            }
        }
    }
}
