namespace BaoPhu.Rules;

/// <summary>Standing of an employer (plan III.1.1, the four "đối với đơn vị" paragraphs).</summary>
public enum Standing : byte
{
    /// <summary>Đang tham gia.</summary>
    Active = 0,

    /// <summary>Đang tạm dừng đóng vào quỹ hưu trí và tử tuất.</summary>
    PensionSuspended = 1,

    /// <summary>Giải thể, phá sản, dừng hoạt động sản xuất kinh doanh.</summary>
    Ceased = 2,

    /// <summary>Chỉ tham gia BHYT từ nguồn ngân sách đóng.</summary>
    BudgetHealthOnly = 3,
}

/// <summary>Band of a debt by its age in months, half-open: exactly one month is the second band, exactly three the third.</summary>
public enum DebtBand : byte
{
    None = 0,
    UnderOneMonth = 1,
    OneToThree = 2,
    ThreeAndOver = 3,
}

/// <summary>The four funds of the ledger, in the order of the C12-TS columns. They are never netted against each other.</summary>
public enum Fund : byte
{
    /// <summary>BHXH (pension and survivorship, sickness and maternity).</summary>
    Social = 0,

    /// <summary>BHYT.</summary>
    Health = 1,

    /// <summary>BHTN.</summary>
    Unemployment = 2,

    /// <summary>TNLĐ-BNN.</summary>
    Accident = 3,
}

/// <summary>Circumstances that change what the plan orders. All but <see cref="Large"/> are dated acts of a person with grounds.</summary>
[Flags]
public enum CaseFlags : byte
{
    None = 0,

    /// <summary>Cố tình không nộp.</summary>
    Wilful = 1,

    /// <summary>Không ký biên bản làm việc.</summary>
    RefusedToSign = 2,

    /// <summary>Không có tại địa chỉ.</summary>
    NotAtAddress = 4,

    /// <summary>Nợ lớn: over the threshold that the province set (an internal setting, not the documents').</summary>
    Large = 8,

    /// <summary>Hành vi vi phạm đã được xác lập.</summary>
    Violation = 16,
}

/// <summary>The stream in which a task runs (plan I.2, phân luồng).</summary>
public enum WorkStream : byte
{
    /// <summary>Trực tiếp.</summary>
    InPerson = 0,

    /// <summary>Dịch vụ (bưu chính) công ích.</summary>
    Post = 1,

    /// <summary>Điện tử, trực tuyến.</summary>
    Online = 2,
}

/// <summary>The method that decides the band of a debt; the other two are shown beside it.</summary>
public enum AgeMethod : byte
{
    OldestUnpaid = 0,
    Ratio = 1,
    Stated = 2,
}

/// <summary>Names of the values above as they stand in JSON, in policy files and in the database: one place, both directions.</summary>
public static class Names
{
    private static readonly string[] Standings = ["active", "suspended", "dissolved", "budget"];
    private static readonly string[] Bands = ["none", "<1", "1-<3", ">=3"];
    private static readonly string[] Funds = ["BHXH", "BHYT", "BHTN", "TNLD"];
    private static readonly string[] Streams = ["in-person", "post", "online"];
    private static readonly string[] Methods = ["oldest-unpaid", "ratio", "stated"];
    private static readonly string[] Flags = ["wilful", "refused-to-sign", "not-at-address", "large", "violation"];

    public static IReadOnlyList<string> AllStandings => Standings;
    public static IReadOnlyList<string> AllBands => Bands;
    public static IReadOnlyList<string> AllFunds => Funds;
    public static IReadOnlyList<string> AllStreams => Streams;
    public static IReadOnlyList<string> AllMethods => Methods;

    /// <summary>Flag names in bit order.</summary>
    public static IReadOnlyList<string> AllFlags => Flags;

    public static string Of(Standing value) => Standings[(int)value];
    public static string Of(DebtBand value) => Bands[(int)value];
    public static string Of(Fund value) => Funds[(int)value];
    public static string Of(WorkStream value) => Streams[(int)value];
    public static string Of(AgeMethod value) => Methods[(int)value];

    public static bool TryStanding(string? name, out Standing value) => TryIndex(Standings, name, out var i) ? Ok(out value, (Standing)i) : Ok(out value, default, found: false);
    public static bool TryBand(string? name, out DebtBand value) => TryIndex(Bands, name, out var i) ? Ok(out value, (DebtBand)i) : Ok(out value, default, found: false);
    public static bool TryStream(string? name, out WorkStream value) => TryIndex(Streams, name, out var i) ? Ok(out value, (WorkStream)i) : Ok(out value, default, found: false);
    public static bool TryMethod(string? name, out AgeMethod value) => TryIndex(Methods, name, out var i) ? Ok(out value, (AgeMethod)i) : Ok(out value, default, found: false);

    public static bool TryFlag(string? name, out CaseFlags value) => TryIndex(Flags, name, out var i) ? Ok(out value, (CaseFlags)(1 << i)) : Ok(out value, default, found: false);

    private static bool TryIndex(string[] names, string? name, out int index)
    {
        index = name is null ? -1 : Array.IndexOf(names, name);
        return index >= 0;
    }

    private static bool Ok<T>(out T target, T value, bool found = true)
    {
        target = value;
        return found;
    }
}
