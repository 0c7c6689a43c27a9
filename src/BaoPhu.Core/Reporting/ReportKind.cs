using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;

namespace BaoPhu.Core.Reporting;

/// <summary>
/// A report that offices owe: who, to whom, with which figures. When it is due is data (<see cref="ReportCalendar"/>). <paramref name="Reporters"/>: kind of the offices that owe it;
/// <paramref name="Receiver"/>: code of the unit of the centre that receives it, null for the office above; <paramref name="Subject"/>: of the units of the centre, the one that deals with it.
/// Its name is the text "Reporting.Kind_" + code.
/// </summary>
public sealed record ReportKind(string Code, string Reporters, string? Receiver, IReadOnlyList<string> Figures, string? Subject = null)
{
    private static readonly string[] Participants = ["social", "voluntary", "unemployment", "health"];
    private static readonly string[] Money = ["collected-social", "collected-health", "collected-unemployment", "owed-social", "owed-health", "owed-unemployment", "owing"];
    private static readonly string[] DayWork = ["contacts", "promised", "notices", "minutes", "tasks-done"];
    private static readonly string[] Daily = [.. Participants, .. Money, .. DayWork];

    public static IReadOnlyList<ReportKind> All { get; } =
    [
        new("daily", OfficeKind.Province, "00001", Daily),
        new("half-month", OfficeKind.Province, "00001", [.. Daily, "inspected", "penalties", "fined", "files", "units-reviewed", "workers-reviewed", "cards-missing"]),
        new("communication", OfficeKind.Province, "00002", ["messages", "contacts"]),
        new("district-daily", OfficeKind.District, null, Daily),
        new("people-committee", OfficeKind.Province, null, []) { IsPaper = true },
        new("reconciliation", OfficeKind.Province, "00001", ["reconciled", "confirmed", "confirmed-money"]),
        new("inspection", OfficeKind.CentralUnit, "00001", ["inspected", "penalties", "fined"], UnitSubject.Inspection),
    ];

    /// <summary>Missing: no such kind.</summary>
    public static ReportKind Of(string code) => All.FirstOrDefault(k => k.Code == code) ?? throw new Texts.Refusal("Reporting.NoKind", code) { Kind = Texts.RefusalKind.Missing };

    /// <summary>It is a paper of its own (<see cref="Collection.MonthlyReports"/>): it is made, numbered and sent there, and only its deadline is kept here.</summary>
    public bool IsPaper { get; init; }

    /// <summary>Owed every day.</summary>
    public bool IsOfTheDay => Code is "daily" or "district-daily";

    public bool IsOwedBy(Office office) => office.Kind == Reporters && (Subject is null || office.Subject == Subject);

    /// <summary>Code of the office that receives it of this one.</summary>
    public string ReceiverOf(Office office) => Receiver ?? office.ParentCode ?? Actor.CentreCode;
}
