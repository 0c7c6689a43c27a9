using BaoPhu.Core.Collection.Answers;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Answers;

/// <summary>The fields of an answer, the same for the employer and for the officer who writes one down. What is not of the kind is not asked for.</summary>
public abstract class SaidFields : HousePage
{
    /// <summary>Instalments that the form offers.</summary>
    public const int Instalments = 4;

    /// <summary>One of <see cref="AnswerKinds.All"/>; empty: not chosen yet.</summary>
    [BindProperty(Name = "about", SupportsGet = true)]
    public string? About { get; set; }

    [BindProperty]
    public long? Amount { get; set; }

    [BindProperty]
    public DateOnly? PaidOn { get; set; }

    [BindProperty]
    public string? Reference { get; set; }

    /// <summary>Days and amounts of the instalments, line by line.</summary>
    [BindProperty]
    public List<DateOnly?> On { get; set; } = [.. new DateOnly?[Instalments]];

    [BindProperty]
    public List<long?> Part { get; set; } = [.. new long?[Instalments]];

    [BindProperty]
    public List<string> Points { get; set; } = [];

    [BindProperty]
    public string? ContactName { get; set; }

    [BindProperty]
    public string? ContactPhone { get; set; }

    [BindProperty]
    public string? ContactEmail { get; set; }

    [BindProperty]
    public string? Said { get; set; }

    public IReadOnlyList<SelectListItem> PointChoices { get; } = [.. AnswerKinds.Points.Select(p => new SelectListItem(Words.T("Answers.Point_" + p), p))];

    protected AnswerSaid Answer => new()
    {
        Amount = Amount, PaidOn = PaidOn, Reference = Reference, Points = Points, Name = ContactName, Phone = ContactPhone, Email = ContactEmail, Words = Said,
        // A line with one of the two only is not left out silently: the module refuses it.
        Instalments = [.. On.Zip(Part).Where(i => i.First is not null || i.Second is not null).Select(i => new Instalment(i.First ?? DateOnly.MinValue, i.Second ?? 0))],
    };

    /// <summary>Each refusal of the module at the field that it is about.</summary>
    protected void SayWhere()
    {
        AtField("Answers.PaidIncomplete", nameof(Amount));
        AtField("Answers.PromiseIncomplete", "On[0]");
        AtField("Answers.DisputeIncomplete", nameof(Points));
        AtField("Answers.ContactIncomplete", nameof(ContactName));
        AtField("Answers.TooLong", nameof(Said));
        AtField("Answers.NeedKind", "about");
    }
}
