using System.Globalization;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Documents.Layout;

/// <summary>What must hold of the values of any paper: none of the required ones empty, rows add up to their totals, totals in words are those in figures.</summary>
internal static class ValueRules
{
    private const string ReconstructedMark = "Mẫu dựng lại";

    public static void Inspect(PaperValues values, IPrintedForm form, FaultList faults)
    {
        foreach (var tag in form.Required)
        {
            faults.AddIf(values[tag].Length == 0, "empty", "value", tag);
        }

        foreach (var sum in form.Sums)
        {
            Inspect(values, sum, faults);
        }
    }

    public static void InspectMark(string text, IPrintedForm form, FaultList faults) =>
        faults.AddIf(form.Reconstructed && !text.Contains(ReconstructedMark, StringComparison.Ordinal), "mark", "foot", ReconstructedMark);

    private static void Inspect(PaperValues values, SumRule rule, FaultList faults)
    {
        // "chưa tính" in place of an amount: there is nothing to add up.
        if (Amount(values[rule.Total]) is not { } total)
        {
            return;
        }

        if (rule.Group.Length > 0)
        {
            long sum = 0;
            foreach (var row in values.Groups.GetValueOrDefault(rule.Group) ?? [])
            {
                var text = row.GetValueOrDefault(rule.Column, "").Trim();
                if (text.Length > 0 && Amount(text) is null)
                {
                    faults.Add("not-a-number", "value", rule.Column, text);
                    return;
                }

                sum += Amount(text) ?? 0;
            }

            faults.AddIf(sum != total, "sum", "value", rule.Column, VietnameseNumbers.Amount(sum), rule.Total, VietnameseNumbers.Amount(total));
        }

        if (rule.Words is { } words)
        {
            var right = VietnameseNumbers.AmountInWords(total);
            faults.AddIf(values[words] != right, "words", "value", values[words], VietnameseNumbers.Amount(total), right);
        }
    }

    private static long? Amount(string text) =>
        long.TryParse(text.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount) ? amount : null;
}
