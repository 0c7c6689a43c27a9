using System.Text.Encodings.Web;
using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;

namespace BaoPhu.Core.Work;

/// <summary>Whoever has to do something in the transaction in which a switch is applied or undone: messages to be queued, drawn numbers of papers to be voided.</summary>
public interface ISwitchFollower
{
    Task Applied(Session tx, SwitchRecord applied);

    /// <summary>Returns what it undid and what it had to leave, for who undoes; null: nothing of either.</summary>
    Task<UndonePapers?> Undone(Session tx, Actor actor, SwitchRecord undone);

    /// <summary>After every planning of a whole province, in its transaction, when its debts are those of the ledger.</summary>
    Task Planned(Session tx, string province) => Task.CompletedTask;
}

/// <summary>Writes the record of the switches that a pass applied, in its transaction.</summary>
internal static class SwitchRecords
{
    public const string Columns = """
        w.switch_id, w.province, w.kind, w.state, w.decision_number, w.from_at, w.announcements, w.confirmed_at, w.confirmed_by, w.applied_at, w.as_of_at, w.numbers,
        w.undone_at, w.undone_by, w.undo_reason, w.undo_numbers, w.preview_digest, w.preview_counts
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Json)!;

    public static async Task<IReadOnlyList<AppliedSwitch>> Write(Session tx, TimeProvider clock, Actor actor, MetSwitches met, Instant asOf, IEnumerable<ISwitchFollower> followers)
    {
        var applied = new List<AppliedSwitch>();
        foreach (var one in met.All)
        {
            await met.Remember(tx, one);
            if (one.IsSilent)
            {
                continue;
            }

            var (now, first) = (clock.Now(), one.Announcements[0]);
            await tx.Execute(
                """
                insert into wrk_switches (switch_id, province, kind, state, decision_number, from_at, announcements, confirmed_at, confirmed_by, applied_at, as_of_at, numbers)
                values (@SwitchId, @Province, @kind, 'applied', @DecisionNumber, @FromAt, @announcements, @confirmedAt, @confirmedBy, @now, @asOf, @numbers)
                on conflict (switch_id) do update set state = 'applied', applied_at = excluded.applied_at, as_of_at = excluded.as_of_at, numbers = excluded.numbers,
                    announcements = excluded.announcements
                """,
                new
                {
                    one.SwitchId, met.Province, kind = one.IsWithdrawal ? SwitchRecord.Withdrawal : SwitchRecord.Announcement, first.DecisionNumber, first.FromAt,
                    announcements = Write(one.Announcements.Select(a => a.AnnouncementId)),
                    confirmedAt = one.IsWithdrawal ? first.KnownToAt : first.SwitchConfirmedAt,
                    confirmedBy = (one.IsWithdrawal ? first.WithdrawnBy : first.SwitchConfirmedBy) ?? actor.UserId, now, asOf, numbers = Write(one.Numbers),
                });
            var record = await Find(tx, one.SwitchId);
            await SwitchNotices.Write(tx, record!, one.Numbers);
            foreach (var follower in followers)
            {
                await follower.Applied(tx, record!);
            }

            applied.Add(new AppliedSwitch(one.SwitchId, one.Numbers) { Foreseen = record!.Foreseen, FoundAnother = record.FoundAnother });
        }

        foreach (var (one, told) in met.All.Where(m => !m.IsSilent).Zip(applied))
        {
            await AuditTrail.Write(tx, clock, actor, "work.switch", "switch:" + one.SwitchId, new
            {
                met.Province, one.Announcements[0].DecisionNumber, asOf = asOf.ToString(), one.Numbers.Tasks, one.Numbers.Converted, one.Numbers.Suspended, one.Numbers.Reopened,
                one.Numbers.Cancelled, one.Numbers.Created, one.Numbers.Digest, foreseen = told.FoundAnother ? told.Foreseen : null,
            });
        }

        return applied;
    }

    public static Task<SwitchRecord?> Find(Session s, string switchId) =>
        s.One<SwitchRecord>($"select {Columns} from wrk_switches w where w.switch_id = @switchId", new { switchId });
}

/// <summary>A switch that a pass applied.</summary>
public sealed record AppliedSwitch(string SwitchId, SwitchNumbers Numbers)
{
    /// <inheritdoc cref="SwitchRecord.Foreseen"/>
    public SwitchCounts? Foreseen { get; init; }

    /// <inheritdoc cref="SwitchRecord.FoundAnother"/>
    public bool FoundAnother { get; init; }
}

/// <summary>A switch that was confirmed.</summary>
public sealed record SwitchRecord
{
    public const string Announcement = "announce";
    public const string Withdrawal = "withdraw";

    public string SwitchId { get; init; } = "";
    public string Province { get; init; } = "";

    /// <summary><see cref="Announcement"/> or <see cref="Withdrawal"/>: the switch back after a wrong announcement was taken back.</summary>
    public string Kind { get; init; } = "";

    /// <summary>confirmed (waits for its minute), applied, undone, dropped (its announcement was taken back before its minute).</summary>
    public string State { get; init; } = "";

    public string DecisionNumber { get; init; } = "";
    public Instant FromAt { get; init; }

    /// <summary>JSON: ids of the announcements.</summary>
    public string Announcements { get; init; } = "";
    public Instant ConfirmedAt { get; init; }
    public string ConfirmedBy { get; init; } = "";
    public Instant? AppliedAt { get; init; }

    /// <summary>The moment as of which the work was planned.</summary>
    public Instant? AsOfAt { get; init; }

    /// <summary>JSON of <see cref="SwitchNumbers"/>, null before it is applied.</summary>
    public string? Numbers { get; init; }
    public Instant? UndoneAt { get; init; }
    public string? UndoneBy { get; init; }
    public string? UndoReason { get; init; }

    /// <summary>JSON of <see cref="UndoNumbers"/>.</summary>
    public string? UndoNumbers { get; init; }

    /// <summary>Of the changes that were previewed when it was confirmed.</summary>
    public string? PreviewDigest { get; init; }

    /// <summary>JSON of <see cref="SwitchCounts"/>, of a switch that was confirmed before its minute.</summary>
    public string? PreviewCounts { get; init; }

    public bool IsWithdrawal => Kind == Withdrawal;
    public IReadOnlyList<string> AnnouncementIds => SwitchRecords.Read<string[]>(Announcements);
    public SwitchNumbers? Counted => Numbers is null ? null : SwitchRecords.Read<SwitchNumbers>(Numbers);
    public UndoNumbers? Undone => UndoNumbers is null ? null : SwitchRecords.Read<UndoNumbers>(UndoNumbers);

    /// <summary>What it was to do when it was confirmed ahead; null where it was confirmed as it was applied.</summary>
    public SwitchCounts? Foreseen => PreviewCounts is null ? null : SwitchRecords.Read<SwitchCounts>(PreviewCounts);

    /// <summary>Its minute found other changes than were confirmed. It is applied all the same: the level is law, the preview is not.</summary>
    public bool FoundAnother => Foreseen is not null && Counted is { } done && done.Digest != PreviewDigest;
}

/// <summary>What an undo did: tasks put back, created ones cancelled, and those left because somebody (or a later plan) had changed them since.</summary>
public sealed record UndoNumbers(long PutBack, long Cancelled, long Kept)
{
    /// <summary>Null where the switch had made no papers.</summary>
    public UndonePapers? Papers { get; init; }
}

/// <summary>Papers made under a switch when it is undone: voided or dropped, and left because they have gone out or stand on a manifest. The first of those left are named.</summary>
public sealed record UndonePapers(long Voided, long Left, IReadOnlyList<LeftPaper> Named);

/// <summary>Key and number of a paper that an undo left.</summary>
public sealed record LeftPaper(string Key, string Called);
