using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Rules.Papers;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Documents.Papers;

/// <summary>One paper: what it says and where each value comes from, its file, its history, and what may be done next.</summary>
public sealed class PaperModel(Core.Documents.Papers papers, PaperReads reads) : PaperActsPage<Core.Documents.Papers>(papers, "/documents/papers")
{
    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string? SignedBy { get; set; }

    [BindProperty]
    public string? ItemCode { get; set; }

    /// <summary>"signed" or "refused".</summary>
    [BindProperty]
    public string? Ended { get; set; }

    public PaperDetail Detail { get; private set; } = null!;
    public Paper Paper => Detail.Paper;
    public bool MaySign => Can(PaperAct.Sign) && Me.May("/documents/papers", "sign") && Paper.SignerId == Me.User.UserId;
    public IReadOnlyList<SelectListItem> Endings { get; } = [new(Words.T("Papers.Act_UnitSigns"), "signed"), new(Words.T("Papers.Act_UnitRefuses"), "refused")];

    public bool Can(PaperAct act) => Detail.Lawful.Contains(act);

    /// <summary>The values of a sheet that say something, with their names, in the order of the paper.</summary>
    public static IEnumerable<(string Name, FormValue Value)> Values(FormContent content)
    {
        var controls = Controls(content);
        return content.Values.Where(v => v.Value.Text.Trim().Length > 0).OrderBy(v => Place(controls, v.Key)).Select(v => (NameOf(controls, v.Key, v.Key), v.Value));
    }

    /// <summary>The groups of a sheet that have rows, in the order of the paper.</summary>
    public static IEnumerable<(string Group, List<FormRow> Rows)> Groups(FormContent content)
    {
        var controls = Controls(content);
        return content.Groups.Where(g => g.Value.Count > 0).OrderBy(g => Place(controls, g.Key)).Select(g => (g.Key, g.Value));
    }

    /// <summary>A line of a repeated group, each value behind its name.</summary>
    public static string Line(FormContent content, string group, FormRow row)
    {
        var controls = Controls(content);
        return string.Join(" · ", row.Values.Where(v => v.Value.Text.Length > 0).OrderBy(v => Place(controls, group + "/" + v.Key)).Select(v => NameOf(controls, group + "/" + v.Key, v.Key) + ": " + v.Value.Text));
    }

    private static IReadOnlyDictionary<string, string> Controls(FormContent content) => BaoPhu.Core.Documents.Writing.Templates.Of(OfficeFormBook.Printed(content.Form)).Tags;

    /// <summary>Place of a control in the paper; what has none comes last.</summary>
    private static int Place(IReadOnlyDictionary<string, string> controls, string tag)
    {
        var place = 0;
        foreach (var known in controls.Keys)
        {
            if (known == tag)
            {
                return place;
            }

            place++;
        }

        return place;
    }

    /// <summary>In the person's language; a control that only an office's own template has keeps the name it has there.</summary>
    private static string NameOf(IReadOnlyDictionary<string, string> controls, string path, string tag) => Core.Texts.Text.Find("Forms.Field_" + tag) ?? controls.GetValueOrDefault(path, tag);

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        await reads.Note(Me.Actor, Me.Scope, Id);
        return Page();
    }

    public async Task<IActionResult> OnGetFileAsync(int place = 0)
    {
        var (name, bytes) = await Book.File(Me.Scope, Id, place);
        await reads.Note(Me.Actor, Me.Scope, Id);
        return File(bytes.ToArray(), name.EndsWith(".docx", StringComparison.Ordinal)
            ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name);
    }

    public Task<IActionResult> OnPostNumberAsync() => Act(async () =>
    {
        var result = await Book.Number(Me.Actor, Me.Scope, Id, Version);
        return result.PaidUp ? Words.T("Papers.PaidNoPaper") : Words.T("Papers.NumberDrawn", result.Label);
    });

    public Task<IActionResult> OnPostSendAsync() => Act(async () =>
    {
        await Book.Send(Me.Actor, Me.Scope, Id, Version, Note);
        return Words.T("Papers.SentOne");
    });

    public async Task<IActionResult> OnPostAnswerAsync()
    {
        Need(Ended, nameof(Ended), "Papers.NeedEnded");
        Need(On, nameof(On), "Papers.NeedOn");
        AtField("Papers.AnswerInFuture", nameof(On));
        AtField("Work.OutcomeNeedsGrounds", nameof(Note));
        return await Act(
            async () =>
            {
                var result = await Book.Answer(Me.Actor, Me.Scope, Id, Version, new PaperAnswer(Ended == "refused", On!.Value, Note, SignedBy, ItemCode));
                return result is null ? Words.T("Papers.Answered") : Words.T("Papers.AnsweredTask");
            },
            keepErrors: true);
    }

    public Task<IActionResult> OnPostReplaceAsync()
    {
        AtField("Papers.NeedsReason", nameof(Reason));
        return Try(
            async () =>
            {
                var next = await Book.Replace(Me.Actor, Me.Scope, Id, Version, Reason);
                return Done("/documents/papers/" + next, Words.T("Papers.ReplacedBy"));
            },
            Load);
    }

    protected override async Task Load() => Detail = await Book.Find(Me.Scope, Id);
}
