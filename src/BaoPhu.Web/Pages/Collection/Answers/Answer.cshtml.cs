using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Collection.Answers;

/// <summary>One answer: what was said, what came of it, and what is to be done with it.</summary>
public sealed class AnswerModel(EmployerAnswers answers, ContactCards cards) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    /// <summary>Place of the instalment that is followed.</summary>
    [BindProperty]
    public int Place { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public AnswerDetail Detail { get; private set; } = null!;
    public ContactCard Card { get; private set; } = null!;
    public bool MayClose => Detail.Answer.DoneAt is null && Me.May("/collection/answers", Permissions.Change);
    public bool MayFollow => Me.May("/collection/answers", Permissions.Change);

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        AtField("Answers.CloseNeedsNote", nameof(Note));
        return await Try(
            async () =>
            {
                await answers.Close(Me.Actor, Me.Scope, Key, Version, Note);
                return Done("/collection/answers/" + Key, Words.T("Answers.Closed"));
            },
            Load);
    }

    /// <summary>The proposed contact goes into the register.</summary>
    public async Task<IActionResult> OnPostAcceptAsync() => await Try(
        async () =>
        {
            await answers.Accept(Me.Actor, Me.Scope, Key, Version);
            return Done("/collection/answers/" + Key, Words.T("Answers.Accepted"));
        },
        Load);

    /// <summary>The register stays as it is.</summary>
    public async Task<IActionResult> OnPostDeclineAsync()
    {
        AtField("Answers.CloseNeedsNote", nameof(Note));
        return await Try(
            async () =>
            {
                await answers.Decline(Me.Actor, Me.Scope, Key, Version, Note);
                return Done("/collection/answers/" + Key, Words.T("Answers.Declined"));
            },
            Load);
    }

    public async Task<IActionResult> OnPostFollowAsync() => await Try(
        async () =>
        {
            await answers.Follow(Me.Actor, Me.Scope, Key, Place, Note);
            return Done("/collection/answers/" + Key, Words.T("Answers.Followed"));
        },
        Load);

    private async Task Load()
    {
        Detail = await answers.Find(Me.Scope, Key);
        Card = await cards.Of(Me.Actor, Me.Scope, Me.May("/work/tasks", Permissions.Change), Detail.Answer.Province, Detail.Answer.Code, "employer");
    }
}
