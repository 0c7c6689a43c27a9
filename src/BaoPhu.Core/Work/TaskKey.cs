using System.Globalization;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;

namespace BaoPhu.Core.Work;

/// <summary>The natural key of a task, as text "79-TA0001A-contact-1".</summary>
public readonly record struct TaskKey(long SubjectId, string Act, int Occurrence)
{
    /// <summary>Refused as missing: a text that is no key.</summary>
    public static TaskKey Parse(string text)
    {
        var parts = text.Split('-');
        return parts.Length == 4 && EmployerKey.IsProvince(parts[0]) && EmployerKey.IsCode(parts[1]) && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var occurrence)
            ? new TaskKey(EmployerKey.Id(parts[0], parts[1]), parts[2], occurrence)
            : throw new Refusal("Work.NoTask", text) { Kind = RefusalKind.Missing };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{EmployerKey.Province(SubjectId)}-{EmployerKey.Code(SubjectId)}-{Act}-{Occurrence}");
}
