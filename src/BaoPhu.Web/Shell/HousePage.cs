using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BaoPhu.Web.Shell;

/// <summary>
/// What every page model begins from. A form's handler is <c>return await Try(async () =&gt; { await module.Act(Me.Actor, Me.Scope, …); return Done("/back", T("…")); }, Load);</c>:
/// what the model or the module refuses is shown on the same page, above the form and at its field, with status 400 and everything the person typed.
/// </summary>
public abstract class HousePage : PageModel
{
    /// <summary>Rows of a list page.</summary>
    public const int PageRows = 60;

    private readonly Dictionary<string, string> _fieldOfRefusal = new(StringComparer.Ordinal);

    public CurrentUser Me => HttpContext.RequestServices.GetRequiredService<CurrentUser>();
    public TimeProvider Clock => HttpContext.RequestServices.GetRequiredService<TimeProvider>();
    public Instant Now => Clock.Now();
    public DateOnly Today => Clock.Today();

    /// <summary>What was done by the form before, shown once on the next page.</summary>
    [TempData]
    public string? DoneMessage { get; set; }

    /// <summary>True for a request of htmx: answer with <c>Partial(…)</c>, the part alone.</summary>
    public bool IsPart => Request.Headers.ContainsKey("HX-Request");

    /// <summary>To the next page, which says once what was done.</summary>
    protected IActionResult Done(string url, string message)
    {
        DoneMessage = message;
        return LocalRedirect(url);
    }

    /// <summary>Requires a value: <c>Need(Number, nameof(Number), "Organisation.NeedNumber")</c>.</summary>
    protected bool Need(object? value, string field, string textKey)
    {
        if (value is null or "" || (value is string s && string.IsNullOrWhiteSpace(s)))
        {
            if (ModelState[field] is not { Errors.Count: > 0 })
            {
                ModelState.AddModelError(field, Text.Of(textKey));
            }

            return false;
        }

        return true;
    }

    /// <summary>A refusal of this key is shown at that field.</summary>
    protected void AtField(string refusalKey, string field) => _fieldOfRefusal[refusalKey] = field;

    /// <summary>Both hours of a slot must be there; what is refused of it stands at its field.</summary>
    protected void NeedSlot(SlotForm slot)
    {
        Need(slot.From, nameof(slot.From), "Work.NeedHours");
        Need(slot.To, nameof(slot.To), "Work.NeedHours");
        AtField("Work.SlotIncomplete", nameof(slot.People));
        AtField("Work.SlotHours", nameof(slot.From));
        AtField("Limits.BadNumber", nameof(slot.Guests));
    }

    /// <summary>
    /// A long answer, written aside into a file that goes away with it: a province's list or ten thousand papers do not fit into memory. <paramref name="write"/> fills it and says its
    /// media type and name.
    /// </summary>
    protected static async Task<IActionResult> FileAside(Func<Stream, Task<(string MediaType, string Name)>> write) => await LongFile.Aside(write);

    /// <summary>Does an act unless the form is wrong; shows what was refused on this page again. Missing and forbidden go to their own pages.</summary>
    protected async Task<IActionResult> Try(Func<Task<IActionResult>> act, Func<Task>? load = null)
    {
        if (ModelState.IsValid)
        {
            try
            {
                return await act();
            }
            catch (Refusal refusal) when (refusal.Kind == RefusalKind.WrongState || _fieldOfRefusal.ContainsKey(refusal.Key))
            {
                ModelState.AddModelError(_fieldOfRefusal.GetValueOrDefault(refusal.Key, ""), refusal.Message);
            }
        }

        if (load is not null)
        {
            await load();
        }

        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
