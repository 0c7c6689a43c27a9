using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Messaging;

/// <summary>Employers that asked not to be written to, on a channel or at all: who noted it, when and why. A notice by law goes nevertheless, and says so.</summary>
public sealed class OptOuts(Db db, TimeProvider clock)
{
    public const string AllChannels = "all";

    /// <summary>Those in force in the scope, the last first; with <paramref name="ended"/> also those that are over.</summary>
    public Task<List<OptOut>> List(Scope scope, bool ended = false) => db.Read(s => s.Query<OptOut>(
        $"""
        select o.subject_id, o.channel, o.from_at, o.until_at, o.reason, o.recorded_by, e.province, e.code, e.name from msg_opt_outs o join reg_employers e on e.employer_id = o.subject_id
        where {scope.On("e")} and (@ended or o.until_at is null) order by o.from_at desc, o.subject_id limit 500
        """,
        new { ended }));

    /// <summary>Notes the wish. Refused: no reason, a channel that is none, one that is noted already. Missing: an employer outside the scope.</summary>
    public Task Add(Actor actor, Scope scope, string province, string code, string channel, string? reason) => db.Write(async tx =>
    {
        var employer = await Employers.Find(tx, scope, province, code);
        var why = VietnameseText.Normalise(reason ?? "");
        if (why.Length == 0)
        {
            throw new Refusal("Messages.OptOutNeedsReason");
        }

        if (channel != AllChannels && !MessageChannels.All.Contains(channel))
        {
            throw new Refusal("Messages.UnknownChannel");
        }

        if ((await InForce(tx, [employer.EmployerId])).Exists(o => o.Channel == channel))
        {
            throw new Refusal("Messages.OptedOutAlready", employer.Name);
        }

        await tx.Execute(
            "insert into msg_opt_outs (subject_id, channel, from_at, reason, recorded_by) values (@EmployerId, @channel, @now, @why, @UserId)",
            new { employer.EmployerId, channel, now = clock.Now(), why, actor.UserId });
        await AuditTrail.Write(tx, clock, actor, "messaging.opt-out", "employer:" + employer.Key, new { channel, why });
    });

    /// <summary>The employer may be written to again.</summary>
    public Task End(Actor actor, Scope scope, string province, string code, string channel) => db.Write(async tx =>
    {
        var employer = await Employers.Find(tx, scope, province, code);
        var ended = await tx.Execute(
            "update msg_opt_outs set until_at = @now, ended_by = @UserId where subject_id = @EmployerId and channel = @channel and until_at is null",
            new { employer.EmployerId, channel, now = clock.Now(), actor.UserId });
        if (ended == 0)
        {
            throw new Refusal("Messages.NotOptedOut", employer.Name);
        }

        await AuditTrail.Write(tx, clock, actor, "messaging.opt-in", "employer:" + employer.Key, new { channel });
    });

    internal static Task<List<OptOut>> InForce(Session s, IReadOnlyCollection<long> employers) => s.Query<OptOut>(
        "select o.subject_id, o.channel, o.from_at, o.reason from msg_opt_outs o where o.subject_id {any:ids} and o.until_at is null", new { ids = s.List(employers) });
}

/// <summary>An employer's wish not to be written to. Channel: one of the house's, or "all".</summary>
public sealed class OptOut
{
    public long SubjectId { get; init; }
    public string Channel { get; init; } = "";
    public Instant FromAt { get; init; }
    public Instant? UntilAt { get; init; }
    public string Reason { get; init; } = "";
    public string RecordedBy { get; init; } = "";
    public string Province { get; init; } = "";
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
}
