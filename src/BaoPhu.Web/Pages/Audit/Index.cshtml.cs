using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Audit;

/// <summary>Who did what: the entries of the chains in words, newest first, each leading to the thing it was done to.</summary>
public sealed class IndexModel(AuditBook book, Offices offices, Navigation navigation) : ListPage
{
    [BindProperty(Name = "person", SupportsGet = true)]
    public string? Person { get; set; }

    [BindProperty(Name = "office", SupportsGet = true)]
    public string? Office { get; set; }

    [BindProperty(Name = "act", SupportsGet = true)]
    public string? Act { get; set; }

    [BindProperty(Name = "subject", SupportsGet = true)]
    public string? Subject { get; set; }

    [BindProperty(Name = "from", SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(Name = "to", SupportsGet = true)]
    public DateOnly? To { get; set; }

    [BindProperty(Name = "format", SupportsGet = true)]
    public string? Format { get; set; }

    public AuditPage List { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> OfficeChoices { get; private set; } = [];
    public IReadOnlyList<SelectListItem> ActChoices { get; private set; } = [];
    public bool Filtered => From is not null || To is not null || new[] { Person, Office, Act, Subject }.Any(f => !string.IsNullOrEmpty(f));

    public async Task<IActionResult> OnGetAsync()
    {
        var filter = new AuditFilter { Person = Person, Office = Office, Act = Act, Subject = Subject, From = From, To = To, After = After, Before = Before };
        if (Format == "csv")
        {
            return await FileOf(filter);
        }

        List = await book.Entries(Me.Scope, filter);
        OfficeChoices = [.. (await offices.Tree(Me.Scope)).Where(o => Me.Scope.IsNation || (o.Province is { } province && Me.Scope.Covers(province, o.Code))).Select(o => new SelectListItem(o.Name, o.Code))];
        ActChoices = [.. AuditWords.Acts.Select(a => new SelectListItem(AuditWords.Act(a), a)).OrderBy(a => a.Text, StringComparer.Create(Core.Texts.Text.Vietnamese, ignoreCase: true))];
        return Page();
    }

    /// <summary>The page of what an entry is about, null where there is none for this person.</summary>
    public string? AddressOf(string subject)
    {
        var (kind, key) = subject.Split(':', 2) is [var k, var rest] ? (k, rest) : (subject, "");
        return kind switch
        {
            "employer" when Me.May("/register/employers") => "/register/employers/" + key,
            "task" when Me.May("/work/tasks") => "/work/tasks/" + key,
            "portfolio" when Me.May("/work/portfolios") => "/work/portfolios/" + key,
            "switch" => "/work/switches/" + key,
            "paper" when Me.May("/documents/papers") => "/documents/papers/" + key,
            "user" => "/audit?person=" + key,
            "office" => "/organisation/offices/" + key,
            "setting" when key.Contains('/', StringComparison.Ordinal) => "/organisation/settings?province=" + key[..key.IndexOf('/', StringComparison.Ordinal)],
            "locality" or "level" => navigation.Exists("/organisation/levels") ? "/organisation/levels" : null,
            _ => null,
        };
    }

    private Task<IActionResult> FileOf(AuditFilter filter) => FileAside(async file =>
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0L;
        await using (var lines = new CsvLines(file))
        {
            lines.Write(((string[])["Office", "Number", "When", "Who", "Act", "To_what", "Detail"]).Select(h => Words.T("Audit." + h)));
            await book.Each(Me.Scope, filter, e =>
            {
                lines.Write(
                [
                    e.OfficeCode, e.Seq.ToString(CultureInfo.InvariantCulture), Show.Moment(e.At), e.UserName, AuditWords.Act(e.Act), AuditWords.Subject(e.Subject),
                    string.Join("; ", AuditWords.Detail(e.Detail).Select(d => d.Label.Length > 0 ? d.Label + ": " + d.Value : d.Value)),
                ]);
                digest.AppendData(Encoding.ASCII.GetBytes(e.Hash));
                count++;
            });
        }

        await book.NoteExport(Clock, Me.Actor, filter, count, Convert.ToHexStringLower(digest.GetHashAndReset())[..16]);
        return ("text/csv", Words.T("Audit.ExportFile", Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) + ".csv");
    });
}
