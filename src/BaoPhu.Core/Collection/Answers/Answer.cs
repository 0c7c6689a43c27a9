using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;

namespace BaoPhu.Core.Collection.Answers;

/// <summary>Kinds of answers.</summary>
public static class AnswerKinds
{
    public const string Paid = "paid";
    public const string Promise = "promise";
    public const string Dispute = "dispute";
    public const string Contact = "contact";

    public static IReadOnlyList<string> All { get; } = [Paid, Promise, Dispute, Contact];

    /// <summary>Ways in which an answer reaches an officer; by the link the employer gives it alone.</summary>
    public static IReadOnlyList<string> Channels { get; } = ["phone", "zalo", "facebook", "email", "post", "visit"];

    public const string Link = "link";

    /// <summary>What of the figures may not agree.</summary>
    public static IReadOnlyList<string> Points { get; } = ["social", "health", "unemployment", "accident", "workers", "months", "other"];
}

/// <summary>What an employer says; which parts are there depends on the kind. Money in đồng.</summary>
public sealed record AnswerSaid
{
    /// <summary>Of a payment: text of the transfer, its day, its amount.</summary>
    public string? Reference { get; init; }
    public DateOnly? PaidOn { get; init; }
    public long? Amount { get; init; }

    /// <summary>Another employer's code in the text of the transfer.</summary>
    public string? Other { get; init; }

    /// <summary>Of a promise, by day.</summary>
    public IReadOnlyList<Instalment> Instalments { get; init; } = [];

    /// <summary>Of a dispute: <see cref="AnswerKinds.Points"/>.</summary>
    public IReadOnlyList<string> Points { get; init; } = [];

    /// <summary>Of a new contact.</summary>
    public string? Name { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }

    /// <summary>In the employer's own words.</summary>
    public string? Words { get; init; }

    public string ToJson() => TaskEvents.Write(this);

    public static AnswerSaid FromJson(string json) => TaskEvents.Read<AnswerSaid>(json)!;
}

/// <summary>A part of a promise. Đồng.</summary>
public sealed record Instalment(DateOnly On, long Amount);

/// <summary>An answer with the name of its employer.</summary>
public sealed class Answer
{
    internal const string Columns = """
        a.subject_id, a.answer_no, a.province, a.office_code, a.act, a.occurrence, a.link_no, a.channel, a.kind, a.said, a.amount, a.at, a.noted_by, a.due_on, a.done_at, a.done_by, a.done_note,
        a.version, e.code, e.name
        """;

    internal const string From = "col_answers a join reg_employers e on e.employer_id = a.subject_id";

    public long SubjectId { get; init; }
    public int AnswerNo { get; init; }
    public string Province { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public int? LinkNo { get; init; }
    public string Channel { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Said { get; init; } = "";

    /// <summary>Debt when it was said.</summary>
    public long Amount { get; init; }
    public Instant At { get; init; }
    public string? NotedBy { get; init; }
    public DateOnly DueOn { get; init; }
    public Instant? DoneAt { get; init; }
    public string? DoneBy { get; init; }
    public string? DoneNote { get; init; }
    public int Version { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";

    public AnswerSaid What => AnswerSaid.FromJson(Said);
    public AnswerKey Key => new(SubjectId, AnswerNo);
    public TaskKey Task => new(SubjectId, Act, Occurrence);
}

/// <summary>The natural key of an answer, as text "79-TA0001A-3": the third answer of the employer.</summary>
public readonly record struct AnswerKey(long SubjectId, int AnswerNo)
{
    /// <summary>Refused as missing: a text that is no key.</summary>
    public static AnswerKey Parse(string text)
    {
        var parts = text.Split('-');
        return parts.Length == 3 && EmployerKey.IsProvince(parts[0]) && EmployerKey.IsCode(parts[1]) && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var no)
            ? new AnswerKey(EmployerKey.Id(parts[0], parts[1]), no)
            : throw new Refusal("Answers.NoAnswer", text) { Kind = RefusalKind.Missing };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{EmployerKey.Province(SubjectId)}-{EmployerKey.Code(SubjectId)}-{AnswerNo}");
}

/// <summary>An instalment that was promised, with the debt known of its employer now.</summary>
public sealed class Promise
{
    public long SubjectId { get; init; }
    public int AnswerNo { get; init; }
    public short Place { get; init; }
    public DateOnly DueOn { get; init; }
    public long Amount { get; init; }

    /// <summary>This instalment and those before it.</summary>
    public long Total { get; init; }
    public Instant? FollowedAt { get; init; }
    public string? FollowedNote { get; init; }

    /// <summary>Debt when it was promised, and as last planned.</summary>
    public long DebtThen { get; init; }
    public long DebtNow { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public AnswerKey Answer => new(SubjectId, AnswerNo);

    /// <summary>Kept as soon as the debt has fallen by what was promised up to here; broken when its day has passed without.</summary>
    public PromiseState StateAt(DateOnly today) => DebtNow <= Math.Max(0, DebtThen - Total) ? PromiseState.Kept : DueOn < today ? PromiseState.Broken : PromiseState.Waiting;
}
