using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Prosecution;

namespace BaoPhu.Core.Collection.Referral;

/// <summary>An administrative sanction that a file rests on: of the house's own penalties, or decided elsewhere and entered with its paper.</summary>
public sealed class Sanction
{
    public long SubjectId { get; init; }
    public short SanctionNo { get; init; }
    public string Number { get; init; } = "";
    public DateOnly DecidedOn { get; init; }
    public string Authority { get; init; } = "";
    public string Conduct { get; init; } = "";

    /// <summary>For not paying by fraud or trick, or not paying at all: the conduct of Article 216.</summary>
    public bool SameConduct { get; init; }
    public bool Warning { get; init; }

    /// <summary>When the decision had been carried out, null while it is not.</summary>
    public DateOnly? ExecutedOn { get; init; }
    public string Evidence { get; init; } = "";

    /// <summary>Why it was struck out, null while it stands.</summary>
    public string? Struck { get; init; }

    /// <summary>Key of the penalty of the house; empty: decided elsewhere.</summary>
    public string Penalty { get; init; } = "";

    /// <summary>From when the person counts as never sanctioned.</summary>
    public DateOnly HoldsUntil { get; internal set; }

    public PriorSanction Prior => new(DecidedOn, HoldsUntil, SameConduct, Evidence.Length > 0);
}

/// <summary>The sanctions of employers: decided by the social security itself (its penalties) and elsewhere.</summary>
internal static class Sanctions
{
    private const string Entered = """
        select x.subject_id, x.sanction_no, x.number, x.decided_on, x.authority, x.conduct, x.same_conduct, x.warning, x.executed_on, x.evidence, x.struck, '' as penalty from col_referral_sanctions x
        """;

    // A decision that was made; carried out once its case is settled. An act without a fine was a warning.
    private const string Own = """
        select p.subject_id, p.occurrence, p.decided_on, c.state, c.ended_on, a.violation, a.what, coalesce(a.fine, 0) as fine,
            coalesce((select max(w.label) from wrk_papers w where w.subject_id = p.subject_id and w.act = p.act and w.occurrence = p.occurrence and w.form = 'QĐ-XPHC' and w.label <> ''), '') as label,
            coalesce((select max(o.name) from org_offices o where o.code = c.office_code and o.known_to_at is null), '') as office
        from col_penalties p join col_cases c on c.subject_id = p.subject_id and c.act = p.act and c.occurrence = p.occurrence
        join col_penalty_acts a on a.subject_id = p.subject_id and a.act = p.act and a.occurrence = p.occurrence
        where p.decided_on is not null and c.state in ('decided', 'served', 'enforcing', 'settled', 'lapsed')
        """;

    /// <summary>All of one employer that this file may rest on, the oldest first.</summary>
    public static async Task<List<Sanction>> Of(Session s, TaskKey key, DateOnly today)
    {
        var entered = await s.Query<Sanction>(Entered + " where x.subject_id = @SubjectId and x.act = @Act and x.occurrence = @Occurrence", key);
        var own = await s.Query<OwnDecision>(Own + " and p.subject_id = @SubjectId", key);
        return [.. (await Dated(s, entered, own, today)).OrderBy(x => x.DecidedOn).ThenBy(x => x.SanctionNo)];
    }

    /// <summary>Standing ones of a range of employers.</summary>
    public static async Task<ILookup<long, PriorSanction>> OfAll(Session s, long first, long last, DateOnly today)
    {
        var entered = await s.Query<Sanction>(Entered + " where x.subject_id between @first and @last and x.struck is null", new { first, last });
        var own = await s.Query<OwnDecision>(Own + " and p.subject_id between @first and @last", new { first, last });
        return (await Dated(s, entered, own, today)).ToLookup(x => x.SubjectId, x => x.Prior);
    }

    private static async Task<List<Sanction>> Dated(Session s, List<Sanction> entered, List<OwnDecision> own, DateOnly today)
    {
        var same = (await Settings.Value(s, Settings.NationScope, Settings.SanctionConduct, today)).Split(',');
        List<Sanction> found =
        [
            .. entered,
            .. own.Select(d => new Sanction
            {
                SubjectId = d.SubjectId, Number = d.Label, DecidedOn = d.DecidedOn, Authority = d.Office, Conduct = $"{Penalty.ViolationBook.Find(d.Violation)?.Name ?? d.Violation}: {d.What}",
                SameConduct = same.Contains(d.Violation), Warning = d.Fine == 0, ExecutedOn = d.State == "settled" ? d.EndedOn : null, Evidence = d.Label,
                Penalty = new TaskKey(d.SubjectId, ActNames.Penalise, d.Occurrence).ToString(),
            }),
        ];
        var (fine, warning, lapse) = (
            (int)await Settings.Number(s, Settings.NationScope, Settings.SanctionHoldsMonths, today), (int)await Settings.Number(s, Settings.NationScope, Settings.WarningHoldsMonths, today),
            (int)await Settings.Number(s, Settings.NationScope, Settings.PenaltyLapseMonths, today));
        found.ForEach(x => x.HoldsUntil = (x.ExecutedOn ?? x.DecidedOn.AddMonths(lapse)).AddMonths(x.Warning ? warning : fine));
        return found;
    }

    /// <summary>An act of a penalty that was decided in the house.</summary>
    private sealed class OwnDecision
    {
        public long SubjectId { get; init; }
        public int Occurrence { get; init; }
        public DateOnly DecidedOn { get; init; }
        public string State { get; init; } = "";
        public DateOnly? EndedOn { get; init; }
        public string Violation { get; init; } = "";
        public string What { get; init; } = "";
        public long Fine { get; init; }
        public string Label { get; init; } = "";
        public string Office { get; init; } = "";
    }
}
