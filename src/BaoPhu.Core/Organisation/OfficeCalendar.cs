using BaoPhu.Core.Data;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Organisation;

/// <summary>Working days of the insurance offices, from <c>Reference/holidays.csv</c> (days off of civil servants and the Saturdays worked in their stead).</summary>
public static class OfficeCalendar
{
    private static readonly Lazy<WorkingCalendar> Loaded = new(() => WorkingCalendar.Parse(Text()));

    public static WorkingCalendar Shipped => Loaded.Value;

    /// <summary>The calendar as it stands in this database, where it can be corrected.</summary>
    public static async Task<WorkingCalendar> Of(Session s)
    {
        var days = await s.Query<(DateOnly Day, string Kind)>("select day, kind from org_holidays");
        return new WorkingCalendar(days.Where(d => d.Kind == "off").Select(d => d.Day), days.Where(d => d.Kind != "off").Select(d => d.Day));
    }

    private static string Text()
    {
        const string name = "BaoPhu.Core.Organisation.Reference.holidays.csv";
        using var stream = typeof(OfficeCalendar).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"no resource {name}", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
