using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Organisation;

/// <summary>Working days of the insurance offices, from <c>Reference/holidays.csv</c> (days off of civil servants and the Saturdays worked in their stead).</summary>
public static class OfficeCalendar
{
    private static readonly Lazy<WorkingCalendar> Loaded = new(() => WorkingCalendar.Parse(Text()));

    public static WorkingCalendar Shipped => Loaded.Value;

    private static string Text()
    {
        const string name = "BaoPhu.Core.Organisation.Reference.holidays.csv";
        using var stream = typeof(OfficeCalendar).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"no resource {name}", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
