namespace BaoPhu.Rules.Policy;

/// <summary>The acts of the plan, level-free: how an act is done (stream, channel, paper) is an attribute that a switch of level converts.</summary>
public static class ActNames
{
    /// <summary>Phân loại nợ: done by the system itself, never a task.</summary>
    public const string Classify = "classify";
    public const string Contact = "contact";
    public const string Notice = "notice";

    /// <summary>Làm việc trực tiếp với đơn vị.</summary>
    public const string Meet = "meet";

    /// <summary>Đến đơn vị đôn đốc; at level 4 the same work online.</summary>
    public const string Visit = "visit";
    public const string Minutes = "minutes";
    public const string Demand = "demand";
    public const string Inspect = "inspect";

    /// <summary>Đề xuất đoàn liên ngành.</summary>
    public const string Propose = "propose";
    public const string Penalise = "penalise";

    /// <summary>Hồ sơ chuyển cơ quan điều tra, Điều 216.</summary>
    public const string Refer = "refer";
    public const string Report = "report";
    public const string Publish = "publish";

    /// <summary>Thường xuyên đôn đốc đơn vị tạm dừng đóng.</summary>
    public const string Urge = "urge";
    public const string Makeup = "makeup";
    public const string Claim = "claim";
    public const string Reconcile = "reconcile";

    public static IReadOnlyList<string> All { get; } =
    [
        Classify, Contact, Notice, Meet, Visit, Minutes, Demand, Inspect, Propose, Penalise, Refer, Report, Publish, Urge, Makeup, Claim, Reconcile,
    ];

    /// <summary>Acts by which an officer urges an employer: claims, inspections and proposals are figures of their own.</summary>
    public static IReadOnlyList<string> Urging { get; } = [Contact, Meet, Visit, Minutes, Urge];

    /// <summary>Lập danh sách D04a-TS, D04b-TS: done by the system itself.</summary>
    public const string List = "list";

    /// <summary>Danh sách gửi cơ quan thuế.</summary>
    public const string TaxList = "tax-list";

    /// <summary>Rà soát người được ngân sách đóng.</summary>
    public const string ReviewFunded = "review-funded";

    /// <summary>Those of a policy file: of employers, and of the other subjects, for whom no task is planned.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. All, List, TaxList, ReviewFunded];
}

/// <summary>The closed word lists of a policy file, beside <see cref="Names"/>. The JSON Schema repeats them; a test holds both equal.</summary>
public static class PolicyNames
{
    private static readonly string[] SubjectNames = ["employer", "unit", "entitled"];
    private static readonly string[] TakingNames = ["none", "part"];
    private static readonly string[] ModeNames = ["do", "suspend"];
    private static readonly string[] MethodNames = ["direct", "combined"];
    private static readonly string[] CollectiveNames = ["none", "province"];
    private static readonly string[] AnchorNames = ["none", "interest", "suspension-end", "month-end", "quarter-end"];
    private static readonly string[] RecurrenceNames = ["none", "monthly", "quarterly", "every-days"];

    /// <summary>How the employer or authority is reached. "document" is an official document sent between agencies.</summary>
    public static IReadOnlyList<string> Channels { get; } = ["phone", "zalo", "email", "facebook", "post", "visit", "meeting", "document", "media"];

    public static IReadOnlyList<string> Roles { get; } = ["system", "collection-officer", "inspector", "director", "district-director", "communications-officer", "legal"];

    public static IReadOnlyList<string> Outcomes { get; } =
    [
        "reached", "answered", "promised", "disputed", "refused", "no-answer", "not-at-address", "paid", "signed", "refused-to-sign", "delivered", "returned",
        "concluded", "violation-found", "no-violation", "sent", "accepted", "rejected", "confirmed", "transferred", "recovered", "not-recovered", "published", "not-met",
    ];

    public static IReadOnlyList<string> Subjects => SubjectNames;
    public static IReadOnlyList<string> Takings => TakingNames;
    public static IReadOnlyList<string> Modes => ModeNames;
    public static IReadOnlyList<string> Methods => MethodNames;
    public static IReadOnlyList<string> Collectives => CollectiveNames;
    public static IReadOnlyList<string> Anchors => AnchorNames;
    public static IReadOnlyList<string> Recurrences => RecurrenceNames;

    public static string Of(PolicySubject value) => SubjectNames[(int)value];
    public static string Of(Taking value) => TakingNames[(int)value];
    public static string Of(ActMode value) => ModeNames[(int)value];
    public static string Of(InspectionMethod value) => MethodNames[(int)value];
    public static string Of(Collective value) => CollectiveNames[(int)value];
    public static string Of(DeadlineAnchor value) => AnchorNames[(int)value];
    public static string Of(RecurrenceKind value) => RecurrenceNames[(int)value];
}
