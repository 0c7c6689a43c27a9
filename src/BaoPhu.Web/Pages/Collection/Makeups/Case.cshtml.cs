using System.Globalization;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Makeup;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Policy;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Makeups;

/// <summary>One make-up: the suspension, each month with its payroll, rate and amount, what came in, what may be done next and what not and why.</summary>
public sealed class CaseModel(Core.Collection.Makeup.Makeups makeups, Core.Collection.Cases cases, Core.Documents.Papers papers, ContactCards cards) : StandingCasePage(cases, papers, cards, ActNames.Makeup)
{
    private const long LargestFile = 5_000_000;

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? FromMonth { get; set; }

    [BindProperty]
    public string? UntilMonth { get; set; }

    [BindProperty]
    public string? Paper { get; set; }

    [BindProperty]
    public string? Channel { get; set; }

    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public List<TypedMonth> Answers { get; set; } = [];

    [BindProperty]
    public string? Evidence { get; set; }

    [BindProperty]
    public IFormFile? Wages { get; set; }

    [BindProperty]
    public int? LedgerMonth { get; set; }

    [BindProperty]
    public long? Amount { get; set; }

    public MakeupView View { get; private set; } = null!;
    public override CaseStanding Standing => View.Standing;
    public override WorkTask Task => View.Task;
    public override IReadOnlyList<TaskPaper> Papers => View.Papers;
    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. ((string[])["ordinary", "covid"]).Select(k => new SelectListItem(Words.T("Makeups.Kind_" + k), k))];
    public IReadOnlyList<SelectListItem> Channels => [.. Task.ChannelList.Select(c => new SelectListItem(Words.T("Work.Channel_" + c), c))];

    public IReadOnlyList<SelectListItem> LedgerMonths => [.. View.Countable.Select(m => new SelectListItem(
        Words.T("Makeups.LedgerLine", MonthText.Of(m.Month.Period), Show.Number(m.Month.PaidSocial), Show.Number(m.Left)), m.Month.Period.ToString(CultureInfo.InvariantCulture)))];

    /// <summary>What was typed for the month at a place of the list before it was refused.</summary>
    public TypedMonth? Typed(int place) => place < Answers.Count ? Answers[place] : null;

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        var terms = View.File is { } file ? new SuspensionTerms(file.Kind, file.FromPeriod, file.UntilPeriod, file.Paper) : View.Registered;
        (Kind, FromMonth, UntilMonth, Paper) = (terms?.Kind ?? "ordinary", MonthText.Of(terms?.FromPeriod), MonthText.Of(terms?.UntilPeriod), terms?.Paper);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        AtField("Makeups.NeedPaper", nameof(Paper));
        AtField("Makeups.BadMonths", nameof(UntilMonth));
        AtField("Makeups.TooLong", nameof(UntilMonth));
        AtField("Makeups.NotThen", nameof(Kind));
        AtField("Makeups.NeedEvidence", nameof(Evidence));
        AtField("Makeups.NeedReason", nameof(Note));
        AtField("Makeups.NotInLedger", nameof(Amount));
        AtField("Makeups.MoreThanRest", nameof(Amount));
        AtField("Makeups.DayPast", nameof(Until));
        AtField("Makeups.BadLines", nameof(Wages));
        AtField("Makeups.EmptyFile", nameof(Wages));
        var (from, until) = (MonthText.Read(FromMonth), MonthText.Read(UntilMonth));
        if (Step is "open" or "terms")
        {
            Need(from, nameof(FromMonth), "Makeups.NeedMonth");
            Need(until, nameof(UntilMonth), "Makeups.NeedMonth");
        }

        return await Try(
            async () =>
            {
                var terms = new SuspensionTerms(Kind ?? "", from ?? 0, until ?? 0, Paper ?? "");
                switch (Step)
                {
                    case "open":
                        await makeups.Open(Me.Actor, Me.Scope, Id, terms);
                        break;
                    case "terms":
                        await makeups.Correct(Me.Actor, Me.Scope, Id, Version, terms);
                        break;
                    case "ask":
                        await makeups.Ask(Me.Actor, Me.Scope, Id, Version, Until, Channel ?? "", Note);
                        break;
                    case "answer":
                        await makeups.Answer(Me.Actor, Me.Scope, Id, Version, [.. Answers.Select(a => a.Read()).OfType<MonthPayroll>()], Evidence);
                        break;
                    case "import":
                        await makeups.Import(Me.Actor, Me.Scope, Id, Version, await Text(), Evidence);
                        return Back("answer");
                    case "urge":
                        await makeups.Urge(Me.Actor, Me.Scope, Id, Version, Channel ?? "", Note);
                        break;
                    case "receive":
                        await makeups.Receive(Me.Actor, Me.Scope, Id, Version, LedgerMonth ?? 0, Amount ?? 0);
                        break;
                    case "reopen":
                        await makeups.Reopen(Me.Actor, Me.Scope, Id, Version, Note);
                        break;
                    case "compute":
                        await makeups.Compute(Me.Actor, Me.Scope, Id, Version);
                        break;
                    case "settle":
                        await makeups.Settle(Me.Actor, Me.Scope, Id, Version);
                        break;
                    default:
                        throw new Refusal("Cases.NoProcedure", Step);
                }

                return Back(Step);
            },
            Load);
    }

    [Act("decide")]
    public async Task<IActionResult> OnPostDecideAsync()
    {
        AtField("Makeups.NeedReason", nameof(Reason));
        return await Try(
            async () =>
            {
                await makeups.Drop(Me.Actor, Me.Scope, Id, Version, Reason);
                return Back("drop");
            },
            Load);
    }

    /// <summary>The letter of the state: it asks for the payroll of the missing months, or urges what is computed. Null: neither.</summary>
    public string? Letter => Can("ask") ? SpecialStandings.PayrollLetter : Can("urge") ? SpecialStandings.MakeupLetter : null;

    public Task<IActionResult> OnPostLetterAsync() => Asked(
        "Claims.NeedSigner", Load, () => Letter is { } form ? Make(form, Task.ChannelList[0], "Makeups.LetterMade_" + form, form == SpecialStandings.PayrollLetter ? Until : null) : throw new Refusal("Makeups.NothingToUrge"));

    private async Task<string> Text()
    {
        if (Wages is null or { Length: 0 or > LargestFile })
        {
            throw new Refusal("Makeups.EmptyFile");
        }

        using var reader = new StreamReader(Wages.OpenReadStream());
        return await reader.ReadToEndAsync();
    }

    private async System.Threading.Tasks.Task Load()
    {
        View = await makeups.Find(Me.Scope, Id);
        await LoadShared();
        if (Letter is { } form && !Papers.Any(p => p.Form == form && p.PaperState is PaperState.Draft or PaperState.Numbered or PaperState.Signed))
        {
            await Offer(form);
        }
    }

    /// <summary>A month as it is typed; both empty: no answer for it.</summary>
    public sealed class TypedMonth
    {
        public int Period { get; set; }
        public string? Workers { get; set; }
        public string? Payroll { get; set; }

        /// <summary>Null where nothing is typed. What is no number is refused as the payroll of its month.</summary>
        public MonthPayroll? Read()
        {
            if (string.IsNullOrWhiteSpace(Workers) && string.IsNullOrWhiteSpace(Payroll))
            {
                return null;
            }

            return Rules.Period.TryFromNumber(Period, out var month) && Number(Workers) is { } workers and <= int.MaxValue && Number(Payroll) is { } payroll
                ? new MonthPayroll(month, (int)workers, payroll) : throw new Refusal("Makeups.BadPayroll", MonthText.Of(Period));
        }

        private static long? Number(string? text) =>
            long.TryParse((text ?? "").Replace(".", "", StringComparison.Ordinal).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
