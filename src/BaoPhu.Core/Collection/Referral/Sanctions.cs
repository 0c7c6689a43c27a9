using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Prosecution;

namespace BaoPhu.Core.Collection.Referral;

/// <summary>An administrative sanction that a file rests on: decided elsewhere and entered with its paper.</summary>
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

    /// <summary>From when the person counts as never sanctioned.</summary>
    public DateOnly HoldsUntil { get; internal set; }

    public PriorSanction Prior => new(DecidedOn, HoldsUntil, SameConduct, Evidence.Length > 0);
}

/// <summary>The sanctions of employers.</summary>
internal static class Sanctions
{
    private const string Columns = "x.subject_id, x.sanction_no, x.number, x.decided_on, x.authority, x.conduct, x.same_conduct, x.warning, x.executed_on, x.evidence, x.struck";

    /// <summary>All of one employer, whatever file they were entered in, the oldest first.</summary>
    public static async Task<List<Sanction>> Of(Session s, TaskKey key, DateOnly today) => await Dated(
        s, await s.Query<Sanction>($"select {Columns} from col_referral_sanctions x where x.subject_id = @SubjectId and x.act = @Act and x.occurrence = @Occurrence order by x.decided_on, x.sanction_no", key), today);

    /// <summary>Standing ones of a range of employers.</summary>
    public static async Task<ILookup<long, PriorSanction>> OfAll(Session s, long first, long last, DateOnly today)
    {
        var all = await s.Query<Sanction>($"select {Columns} from col_referral_sanctions x where x.subject_id between @first and @last and x.struck is null", new { first, last });
        return (await Dated(s, all, today)).ToLookup(x => x.SubjectId, x => x.Prior);
    }

    private static async Task<List<Sanction>> Dated(Session s, List<Sanction> found, DateOnly today)
    {
        var (fine, warning, lapse) = (
            (int)await Settings.Number(s, Settings.NationScope, Settings.SanctionHoldsMonths, today), (int)await Settings.Number(s, Settings.NationScope, Settings.WarningHoldsMonths, today),
            (int)await Settings.Number(s, Settings.NationScope, Settings.SanctionLapseMonths, today));
        found.ForEach(x => x.HoldsUntil = (x.ExecutedOn ?? x.DecidedOn.AddMonths(lapse)).AddMonths(x.Warning ? warning : fine));
        return found;
    }
}
