using BaoPhu.Core.Reporting;
using BaoPhu.Core.Work;

namespace BaoPhu.Web.Pages.Reporting;

/// <summary>The lines under a figure. <paramref name="Title"/>: the figure's name, over its column.</summary>
public sealed record FigureTable(FigureRows Rows, string Title, HouseholdMask Households)
{
    /// <summary>Joins and leaves of a day, and not employers.</summary>
    public bool ByDay => Rows.Rows.Any(r => r.HappenedOn is not null);
}
