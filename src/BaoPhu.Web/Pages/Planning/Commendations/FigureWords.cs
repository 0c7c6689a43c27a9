using System.Globalization;
using BaoPhu.Core.Planning;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Planning.Commendations;

/// <summary>Figures and points of a ranking as people say them.</summary>
public static class FigureWords
{
    public static string Title(string kind, string figure) => Words.T((kind == Rankings.Person ? "Commendations.Figure_" : "Reporting.Figure_") + figure);

    /// <summary>The same, short for the head of a column where there is a short one.</summary>
    public static string Head(string kind, string figure) => (kind == Rankings.Unit ? Text.Find("Reporting.Head_" + figure) : null) ?? Title(kind, figure);

    /// <summary>"0,32/đơn vị"; of money whole đồng.</summary>
    public static string Each(long value, long employers) => Words.T("Commendations.EachOf", ((decimal)value / employers).ToString(value / employers >= 100 ? "#,0" : "#,0.##", Text.Vietnamese));

    /// <summary>"87,50" of 8750 hundredths.</summary>
    public static string Points(int score) => (score / 100m).ToString("0.00", Text.Vietnamese);

    public static string Weight(RankingRule rule) => string.Join(", ", ((string?[])
        [Words.T("Commendations.Weight", rule.Weight.ToString(CultureInfo.InvariantCulture)), rule.PerEmployer ? Words.T("Commendations.PerEmployer") : null, rule.Falls ? Words.T("Commendations.Falls") : null]).OfType<string>());
}
