namespace BaoPhu.Core.Identity;

/// <summary>Who does an act: a person of an office, or the house itself (command line, host).</summary>
/// <param name="UserId">Key of idn_users, or "system".</param>
/// <param name="Name">As shown in histories.</param>
/// <param name="OfficeCode">Office whose audit chain takes the entry.</param>
public sealed record Actor(string UserId, string Name, string OfficeCode)
{
    public const string CentreCode = "00000";

    /// <summary>The host and the command line, when nobody is signed in.</summary>
    public static readonly Actor System = new("system", "Hệ thống", CentreCode);

    /// <summary>An employer that answers through its link: nobody of the house, in the book of its office.</summary>
    public static Actor Employer(string officeCode) => new("employer", "Đơn vị", officeCode);

    /// <summary>Somebody of the house: what they do may become their work.</summary>
    public bool IsPerson => UserId is not ("system" or "employer");

    /// <summary>For whom the person acts, by which paper; null: in the own name.</summary>
    public Acting? Acting { get; init; }

    /// <summary>The name as audit entries keep it: "Trần Thị B (KT. Nguyễn Văn A, 12/QĐ-BHXH)" for who acts for another.</summary>
    public string Signed => Acting is { } a ? $"{Name} ({a.Form} {a.Name}, {a.Paper})" : Name;
}

/// <summary>A delegation as an act under it says it.</summary>
/// <param name="Form">"KT." of a deputy, "TUQ." of an officer (Nghị định 30/2020/NĐ-CP, Điều 13): goes before the title on papers.</param>
/// <param name="UserId">The person acted for.</param>
/// <param name="Name">Their name.</param>
/// <param name="Role">Their role: gives the title.</param>
/// <param name="Paper">Number of the paper that delegates.</param>
public sealed record Acting(string DelegationId, string Form, string UserId, string Name, string Role, string Paper);
