using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Web.Pages.Register.Employers;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Audit;

/// <summary>Who read what of whom: what is out of the ordinary first, then every look, newest first; by person and by employer.</summary>
public sealed class ReadsModel(AuditBook book, Core.Register.Employers employers, Settings settings) : ListPage
{
    /// <summary>Without a period: the last week.</summary>
    private const int UsualDays = 7;

    [BindProperty(Name = "person", SupportsGet = true)]
    public string? Person { get; set; }

    /// <summary>"79-TA0001A".</summary>
    [BindProperty(Name = "employer", SupportsGet = true)]
    public string? Employer { get; set; }

    [BindProperty(Name = "from", SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(Name = "to", SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>Only where contact data stood there whole.</summary>
    [BindProperty(Name = "whole", SupportsGet = true)]
    public bool Whole { get; set; }

    public ReadPage List { get; private set; } = null!;
    public IReadOnlyList<UnusualReading> Unusual { get; private set; } = [];
    public long Many { get; private set; }
    public bool Filtered => Whole || From is not null || To is not null || !string.IsNullOrEmpty(Person) || !string.IsNullOrEmpty(Employer);

    public async Task<IActionResult> OnGetAsync()
    {
        long? subject = null;
        if (!string.IsNullOrWhiteSpace(Employer))
        {
            var (province, code) = EmployerModel.Split(Employer.Trim().ToUpperInvariant());
            subject = (await employers.Find(Me.Scope, province, code)).EmployerId;
        }

        var filter = new ReadFilter { Person = Person, SubjectId = subject, WholeOnly = Whole, From = From, To = To, After = After, Before = Before };
        List = await book.Reads(Me.Scope, filter);
        if (subject is null && After is null && Before is null)
        {
            Many = long.Parse(await settings.Value(Me.Province ?? Settings.NationScope, Settings.ReadsAnHour, Today), CultureInfo.InvariantCulture);
            Unusual = await book.Unusual(Me.Scope, filter with { From = From ?? Today.AddDays(-UsualDays) }, Many);
        }

        return Page();
    }
}
