using BaoPhu.Core.Data;
using BaoPhu.Core.Policy;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Work;

/// <summary>A task with the employer it is about and, looked up, the row that ordered it.</summary>
public sealed class WorkTask
{
    internal const string Columns = """
        t.subject_id, t.act, t.occurrence, t.province, t.office_code, t.state, t.stream, t.channels, t.form, t.owner, t.assignee, t.collective, t.due_on, t.opened_on,
        t.closed_on, t.close_reason, t.outcome, t.policy_number, t.policy_version, t.rule, t.level, t.level_announced, t.standing, t.band, t.oldest_period, t.amount,
        t.follow_on, t.suspended_on, t.tries, t.held, t.version, e.code, e.name, e.folded, e.tax_code, e.address, e.phone, e.email, e.contact_name, e.commune_code
        """;

    public long SubjectId { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string Province { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string State { get; init; } = "";
    public short Stream { get; init; }
    public string Channels { get; init; } = "";
    public string? Form { get; init; }
    public string Owner { get; init; } = "";
    public string? Assignee { get; init; }
    public bool Collective { get; init; }
    public DateOnly DueOn { get; init; }
    public DateOnly OpenedOn { get; init; }
    public DateOnly? ClosedOn { get; init; }
    public string? CloseReason { get; init; }
    public string? Outcome { get; init; }
    public string PolicyNumber { get; init; } = "";
    public int PolicyVersion { get; init; }
    public string Rule { get; init; } = "";
    public short Level { get; init; }
    public bool LevelAnnounced { get; init; }
    public short Standing { get; init; }
    public short Band { get; init; }
    public int? OldestPeriod { get; init; }

    /// <summary>Debt in đồng when last planned.</summary>
    public long Amount { get; init; }

    /// <summary>The day to look at it again: another try, or whether it was paid.</summary>
    public DateOnly? FollowOn { get; init; }
    public DateOnly? SuspendedOn { get; init; }
    public short Tries { get; init; }

    /// <summary>A case is being worked on: its steps record what came of the task, nobody else does.</summary>
    public bool Held { get; init; }
    public int Version { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public string Folded { get; init; } = "";
    public string? TaxCode { get; init; }
    public string? Address { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }
    public string? ContactName { get; init; }
    public string? CommuneCode { get; init; }

    public TaskKey Key => new(SubjectId, Act, Occurrence);
    public TaskState TaskState => PlanNames.TryState(State, out var state) ? state : TaskState.Closed;

    /// <summary>Null where there is none, and while the clock is stopped.</summary>
    public DateOnly? Due => DueOn == Planner.NoDue || TaskState == TaskState.Suspended ? null : DueOn;
    public WorkStream WorkStream => (WorkStream)Stream;
    public DebtBand DebtBand => (DebtBand)Band;
    public IReadOnlyList<string> ChannelList => Channels.Length == 0 ? [] : Channels.Split(',');

    /// <summary>The row and act it was planned under, null where no table that is held has them.</summary>
    public OrderedAct? Ordered => PlanTable.Find(PolicyNumber, PolicyVersion, Rule, Act);

    /// <summary>The table it was planned under, null where it is not held.</summary>
    public PolicyTable? Table => PlanTable.TableOf(PolicyNumber, PolicyVersion);

    public string Title => Ordered is { } ordered ? PolicyWording.Say(ordered.Act.Title) : Act;

    /// <summary>"3532/KH-BHXH, III.1.1.a.1+1", several joined by "; ".</summary>
    public string Clause => Ordered is { } ordered ? string.Join("; ", ordered.Row.Clauses) : PolicyNumber;

    public Reachable Reachable => new(!string.IsNullOrEmpty(Phone), !string.IsNullOrEmpty(Email), !string.IsNullOrEmpty(Address));

    /// <summary>The channel to try now, null where no contact is known for any.</summary>
    public string? NextChannel => ChannelOrder.Next(ChannelList, Reachable, Tries);
}

/// <summary>The slot of an in-person task as it is wished: who goes, when (local hours), in what room or space, where.</summary>
public sealed record Arrangement(IReadOnlyList<string> People, DateTime From, DateTime To, string Space, string Place)
{
    /// <summary>People met, beside those who go.</summary>
    public int Guests { get; init; } = 1;

    /// <summary>visit, meeting or conference.</summary>
    public string Gathering { get; init; } = "visit";
    public bool Outdoor { get; init; }

    /// <summary>Of the room, in m²; null where it is not known.</summary>
    public int? Area { get; init; }

    /// <summary>One of <see cref="Limits.PlaceKinds"/>.</summary>
    public string PlaceKind { get; init; } = "employer";

    public static IReadOnlyList<string> Gatherings { get; } = ["visit", "meeting", "conference"];

    /// <summary>What people usually come together for in an act.</summary>
    public static string GatheringOf(string act) => act == ActNames.Meet ? "meeting" : "visit";

    /// <summary>The wish with its words set in order. Refused: nobody named, no space or place, hours of two days, that end before they begin or lie in the past, numbers that cannot be.</summary>
    public Arrangement Checked(Instant now)
    {
        var told = this with
        {
            People = [.. People.Select(VietnameseText.Normalise).Where(p => p.Length > 0).Distinct(StringComparer.Ordinal)],
            Space = VietnameseText.Normalise(Space),
            Place = VietnameseText.Normalise(Place),
        };
        if (told.People.Count == 0 || told.Place.Length == 0 || told.Space.Length == 0 || !Gatherings.Contains(told.Gathering) || !Limits.PlaceKinds.Contains(told.PlaceKind))
        {
            throw new Refusal("Work.SlotIncomplete");
        }

        if (told.To <= told.From || told.From < now.Local.DateTime || told.To.Date != told.From.Date)
        {
            throw new Refusal("Work.SlotHours");
        }

        return told.Guests is < 0 or > 10_000 || told.Area is <= 0 or > 1_000_000 ? throw new Refusal("Limits.BadNumber") : told;
    }
}

/// <summary>A contact with an employer.</summary>
public sealed class Contact
{
    public string ContactId { get; init; } = "";
    public Instant At { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string Channel { get; init; } = "";
    public string Outcome { get; init; } = "";
    public string Note { get; init; } = "";
    public DateOnly? PromisedOn { get; init; }
    public long? PromisedAmount { get; init; }

    /// <summary>Debt in đồng when the contact was made.</summary>
    public long Amount { get; init; }
    public short Level { get; init; }
    public string Rule { get; init; } = "";
    public string UserName { get; init; } = "";

    /// <summary>What became of a promise: by the debt now and the day. None for a contact without one.</summary>
    public PromiseState PromiseAt(long debtNow, DateOnly today) => PromisedAmount is not { } promised ? PromiseState.None
        : debtNow <= Math.Max(0, Amount - promised) ? PromiseState.Kept
        : PromisedOn < today ? PromiseState.Broken : PromiseState.Waiting;
}

public enum PromiseState
{
    None = 0,
    Waiting = 1,
    Kept = 2,
    Broken = 3,
}

/// <summary>A line of a task's history.</summary>
public sealed class TaskEvent
{
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public int Seq { get; init; }
    public Instant At { get; init; }
    public string UserId { get; init; } = "";
    public string Event { get; init; } = "";

    /// <summary>JSON.</summary>
    public string Detail { get; init; } = "";
}
