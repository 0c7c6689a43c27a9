using System.Globalization;
using System.Text.Json;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Collection.Cases;

/// <summary>The words of a line of an employer's history: what happened, what is said of it, and the page it leads to ("" for none).</summary>
public sealed record HistoryLine(string Title, string Detail, string Address)
{
    /// <param name="key">Key of the employer, "79-TA0001A".</param>
    public static HistoryLine Of(HistoryRow row, string key) => row.Kind switch
    {
        "month" => new(Words.T("CasePage.Month", Month(row.Number), Show.Number(row.Amount ?? 0), Show.Number(row.Paid ?? 0)), "", $"/register/employers/{key}"),
        "charge" => new(Words.T("CasePage.Charge", row.Who, Words.T("CasePage.Portfolio_" + row.What)), row.Note, ""),
        "standing" => new(Words.T("Register.StandingLine", Show.Name((Standing)row.Number), Show.Date(row.OnDay), Show.Date(row.UntilDay)), row.Note, ""),
        "mark" => new(Words.T("Register.MarkLine", Words.T("Register.Mark_" + row.What), Show.Date(row.OnDay), Show.Date(row.UntilDay)), row.Note, ""),
        "level" when row.What == "switch" => new(
            Words.T("CasePage.Switch", row.Label), Words.T(row.Amount + row.Paid > 0 ? "CasePage.SwitchTasks" : "CasePage.SwitchChanged", row.Number, row.Amount, row.Paid), $"/work/switches/{row.K1}"),
        "level" => new(Words.T("CasePage.Level_" + row.What, row.Note, Show.Level(row.Level), row.Label), "", ""),
        "task" when row.What == "opened" => new(Words.T("CasePage.Opened", Act(row)), OpenedBy(row), Task(row, key)),
        "task" => new(Words.T("Register.TaskLine", Act(row), Find("Work.Event_", row.What)), Show.Sentence(Said(row.Note)), Task(row, key)),
        "contact" => new(
            Words.T("CasePage.Contact", Find("Work.Channel_", row.Channel), Find("Work.Outcome_", row.Outcome)),
            row.OnDay is { } promised ? Words.T("CasePage.Promised", Show.Money(row.Paid ?? 0), Show.Date(promised)) + " " + row.Note : row.Note, Task(row, key)),
        "message" => new(Words.T("CasePage.Message", Find("Work.Channel_", row.Channel), row.Label, Find("Messages.State_", row.What)), Find("Messages.Reason_", row.Note), $"/messaging/messages/{key}-{row.K1}"),
        "paper" => new(Words.T("CasePage.Paper", row.Label.Length > 0 ? row.Label : row.Outcome, Find("Papers.Event_", row.What).ToLower(Text.Vietnamese)), "", $"/documents/papers/{key}-{row.Number.ToString(CultureInfo.InvariantCulture)}"),
        "public" => new(Words.T("CasePage.Public_" + row.What, Month(row.Number), Show.Money(row.Amount ?? 0), Show.Date(row.OnDay)), "", ""),
        "evidence" => new(Words.T("CasePage.Evidence_" + row.What, row.Label), row.Note, $"/collection/evidence/{key}-{row.Act}-{row.Occurrence.ToString(CultureInfo.InvariantCulture)}"),
        // Whoever may see the contact whole asks for it on the employer's page: a line of time masks it.
        "answer" when row.What == "contact-changed" => new(
            Words.T("CasePage.ContactChanged"), Words.T("CasePage.ContactBefore", $"{Masking.Name(row.Label)} {Masking.Phone(row.Outcome)} {Masking.Email(row.Note)}".Trim()), ""),
        "answer" when row.What == "done" => new(Words.T("CasePage.AnswerDone", Words.T("Answers.Kind_" + row.Outcome)), row.Note, $"/collection/answers/{key}-{row.Number.ToString(CultureInfo.InvariantCulture)}"),
        "answer" => new(
            Words.T("CasePage.Answer", Words.T("Answers.Kind_" + row.What), Words.T("Answers.Channel_" + row.Channel)), AnswerWords.Of(row.What, row.Note),
            $"/collection/answers/{key}-{row.Number.ToString(CultureInfo.InvariantCulture)}"),
        _ => OfCase(row),
    };

    private static HistoryLine OfCase(HistoryRow row)
    {
        var procedure = CaseBook.Find(row.Act);
        return procedure is null
            ? new(row.What, "", "")
            : new(
                Words.T("CasePage.Step", Words.T(procedure.Texts + ".Title"), Core.Collection.Cases.NameOf(procedure, row.What), Core.Collection.Cases.StateOf(procedure, row.Outcome)), Said(row.Note), "");
    }

    /// <summary>What the rule orders and the clause that says so; of a table that is no longer held its number.</summary>
    private static string OpenedBy(HistoryRow row) => row.Ordered is { } ordered
        ? Words.T("CasePage.OpenedRule", Core.Policy.PolicyWording.Say(ordered.Act.Title), string.Join("; ", ordered.Row.Clauses))
        : Words.T("CasePage.OpenedTable", row.Note);

    private static string Act(HistoryRow row) => Find("Work.Act_", row.Act);

    private static string Task(HistoryRow row, string key) => $"/work/tasks/{key}-{row.Act}-{row.Occurrence.ToString(CultureInfo.InvariantCulture)}";

    private static string Month(int period) => $"{period % 100:00}/{period / 100}";

    private static string Find(string prefix, string name) => name.Length == 0 ? "" : Text.Find(prefix + name) ?? name;

    /// <summary>What the person noted, or why the planner did it.</summary>
    private static string Said(string detail)
    {
        try
        {
            return TaskEvents.Reason(new TaskEvent { Detail = detail.Length == 0 ? "{}" : detail });
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return "";
        }
    }
}
