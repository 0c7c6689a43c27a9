using BaoPhu.Core.Reporting;
using BaoPhu.Web.Shell;

// Not of the folder's name: that is a class.
namespace BaoPhu.Web.Pages.Reporting.Definitions;

/// <summary>How every figure of reports and targets is defined: unit, source, how it adds up, since when, by which clause.</summary>
public sealed class IndexModel : HousePage
{
    public IReadOnlyList<Indicator> All => Core.Reporting.Indicators.All;

    public bool HasTargets(Indicator indicator) => TargetKind.All.Any(k => k.Code == indicator.Code);

    /// <summary>How the figures of offices become that of the office above.</summary>
    public static string RollUp(Indicator indicator) => "Targets.RollUp_" + (indicator.Stands ? "stand" : indicator.Moves ? "period" : indicator.Code.StartsWith("collected-", StringComparison.Ordinal) ? "year" : "stand");
}
