using System.Globalization;
using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Collection.Penalty;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Cases;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// An inspection of a unit: what its decision orders, the announcement, what its conclusion says. A unit opened again after its end may be inspected again (<see cref="RoundNo"/>). Months are yyyymm; days and months
/// are null where it was begun by a line of the history alone.
/// </summary>
public sealed class UnitInspection
{
    private const string Columns = "i.subject_id, i.round_no, i.form, i.days, i.scope_from, i.scope_to, i.announced_on, i.outcome, i.opinion, i.demand";

    public long SubjectId { get; init; }
    public short RoundNo { get; init; } = 1;
    public string Form { get; init; } = InspectionForms.Direct;
    public short? Days { get; init; }
    public int? ScopeFrom { get; init; }
    public int? ScopeTo { get; init; }
    public DateOnly? AnnouncedOn { get; init; }

    /// <summary>Act of the procedure that its conclusion is: violation or no-violation; null until it is drafted.</summary>
    public string? Outcome { get; init; }
    public string? Opinion { get; init; }
    public string? Demand { get; init; }

    /// <summary>What its papers are about.</summary>
    public string About => new Unit { SubjectId = SubjectId }.Id + "-" + RoundNo.ToString(CultureInfo.InvariantCulture);

    /// <summary>Unit and round of the papers' key; null where it is none.</summary>
    public static (long Id, short Round)? Read(string? about) =>
        about?.Split('-') is [var unit, var round] && Unit.Read(unit) is { } id && short.TryParse(round, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (id, number) : null;

    /// <summary>The last inspection of a unit; null: none.</summary>
    internal static Task<UnitInspection?> Last(Session s, long id) => s.One<UnitInspection>($"select {Columns} from cov_unit_inspections i where i.subject_id = @id order by i.round_no desc limit 1", new { id });

    internal static Task<UnitInspection?> Of(Session s, (long Id, short Round) key) =>
        s.One<UnitInspection>($"select {Columns} from cov_unit_inspections i where i.subject_id = @Id and i.round_no = @Round", new { key.Id, key.Round });

    internal static Task<List<TeamMember>> Team(Session s, UnitInspection? of) => s.Query<TeamMember>(
        "select m.user_id, m.name, m.duty from cov_unit_inspection_members m where m.subject_id = @SubjectId and m.round_no = @RoundNo order by m.place", of ?? new());

    internal static Task<List<InspectionDay>> WorkingDays(Session s, UnitInspection? of) => s.Query<InspectionDay>(
        """
        select d.day_no, d.held_on, d.way, d.place, d.present, d.content, coalesce(u.name, '') as recorded_by, d.recorded_at from cov_unit_inspection_days d
        left join idn_users u on u.user_id = d.recorded_by where d.subject_id = @SubjectId and d.round_no = @RoundNo order by d.day_no
        """,
        of ?? new());

    /// <summary>The paper of a form that stands for the inspection now; null: none.</summary>
    internal static async Task<OfficePaper?> Living(Session s, string form, UnitInspection of) => (await OfficePapers.Of(s, form, of.About)).Find(p => Rules.Papers.PaperActs.IsLive(p.PaperState));
}

/// <summary>A decision that fines what an inspection of a unit found, as its paper says. <see cref="Amount"/>: đồng.</summary>
public sealed class UnitPenalty
{
    public short PenaltyNo { get; init; }
    public short RoundNo { get; init; }
    public string Number { get; init; } = "";
    public DateOnly DecidedOn { get; init; }
    public long Amount { get; init; }
    public string Authority { get; init; } = "";

    /// <summary>Code of the act in the book of violations; null where it was recorded without it.</summary>
    public string? Violation { get; init; }

    /// <summary>Why the fine is above the most that the decree knows for the act.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What the history and the unit's page say of it.</summary>
    public string Line =>
        Text.Of("UnitInspections.PenaltyNote", Number, DecidedOn, Authority, Amount.ToString("#,0", Text.Vietnamese))
        + (Violation is { } code && ViolationBook.Find(code) is { } act ? Text.Of("UnitInspections.PenaltyAct", act.Name) : "") + (Reason.Length > 0 ? $" ({Reason})" : "");

    internal static Task<List<UnitPenalty>> Of(Session s, long id) => s.Query<UnitPenalty>(
        "select p.penalty_no, p.round_no, p.number, p.decided_on, p.amount, p.authority, p.violation, p.reason from cov_unit_penalties p where p.subject_id = @id order by p.penalty_no", new { id });
}

/// <summary>A penalty as it is entered, đồng.</summary>
public sealed record EnteredPenalty(string? Number, DateOnly? DecidedOn, string? Violation, long? Amount, string? Authority, string? Reason = null);
