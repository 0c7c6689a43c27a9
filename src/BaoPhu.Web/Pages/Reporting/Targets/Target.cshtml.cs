using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Reporting;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Reporting.Targets;

/// <summary>One target: how it stands, where it will land, its history, and what the offices below were given, which the office changes here by a decision.</summary>
public sealed class TargetModel(Core.Reporting.Targets targets) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Office { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Period { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Indicator { get; set; } = "";

    [BindProperty]
    public List<Row> Rows { get; set; } = [];

    [BindProperty]
    public string? Decision { get; set; }

    [BindProperty]
    public DateOnly? DecidedOn { get; set; }

    [BindProperty]
    public string? AssignedBy { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public TargetView View { get; private set; } = null!;

    /// <summary>The person gives the targets below; of the centre also its own.</summary>
    public bool MayGive { get; private set; }
    public bool GivesOwn => MayGive && View.Office.Province is null;

    /// <summary>A row of the form. Value null: left as it is.</summary>
    public sealed class Row
    {
        public string Office { get; set; } = "";
        public long? Value { get; set; }
        public int Version { get; set; }
    }

    [BindProperty(Name = "format", SupportsGet = true)]
    public string? Format { get; set; }

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        return Format == "xlsx" && MayGive && View.Children.Count > 0
            ? await FileAside(file =>
            {
                FiledTargets.Template(View, file);
                return Task.FromResult(("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"chi-tieu-{Indicator}-{Period}.xlsx"));
            })
            : Page();
    }

    [Act("give")]
    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        Need(Decision, nameof(Decision), "Targets.NeedDecision");
        Need(DecidedOn, nameof(DecidedOn), "Targets.NeedDay");
        AtField("Targets.DecisionAhead", nameof(DecidedOn));
        AtField("Targets.NeedReason", nameof(Reason));
        return await Try(
            async () =>
            {
                await targets.Give(
                    Me.Actor, Me.Scope, View.Period, Indicator, new(Decision!, DecidedOn!.Value, Reason ?? "", AssignedBy ?? ""),
                    [.. Rows.Where(r => r.Value is not null).Select(r => new TargetEntry(r.Office, r.Value!.Value, r.Version))]);
                return Done(Address, Words.T("Targets.Done"));
            },
            Load);
    }

    public string Address => $"/reporting/targets/{Office}/{Period}/{Indicator}";

    /// <summary>What was typed for an office, else what stands.</summary>
    public long? Typed(string office, Target? target) => Rows.Find(r => r.Office == office) is { } row ? row.Value : target?.Value;

    private async Task Load()
    {
        if (!TargetPeriod.TryParse(Period, out var period))
        {
            throw new Refusal("Targets.NoPeriod", Period) { Kind = RefusalKind.Missing };
        }

        View = await targets.Find(Me.Scope, Office, period, Indicator);
        MayGive = Me.May("/reporting/targets", "give") && await targets.Giver(Me.Actor) == View.Office.Code;
    }
}
