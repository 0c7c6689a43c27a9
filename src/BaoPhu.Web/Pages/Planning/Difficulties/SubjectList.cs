using BaoPhu.Core.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Planning.Difficulties;

/// <summary>Subjects of difficulties and the links of what they are about, as people say them.</summary>
public static class SubjectList
{
    public static IReadOnlyList<SelectListItem> All => [.. DifficultyRoutes.Subjects.Select(s => new SelectListItem(Words.T("Difficulties.Subject_" + s), s))];

    /// <summary>Address and words of "task:79-TA0001A-contact-1"; null for nothing.</summary>
    public static (string Url, string Words)? About(string about) => about.Split(':', 2) switch
    {
        ["task", var key] => ("/work/tasks/" + key, Words.T("Difficulties.About_task", key)),
        ["report", var key] => ("/reporting/reports/" + key, Words.T("Difficulties.About_report", key)),
        _ => null,
    };
}
