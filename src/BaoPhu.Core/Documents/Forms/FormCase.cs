using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>What a paper is about: the task (of a manifest or labels the tasks), who issues and signs it, and what the person who makes it adds.</summary>
public sealed record FormCase
{
    /// <summary>One task; several for a postal manifest and labels, in the order of the list.</summary>
    public required IReadOnlyList<WorkTask> Tasks { get; init; }
    public required Office Issuer { get; init; }

    /// <summary>The office above, null for the centre.</summary>
    public Office? Parent { get; init; }

    /// <summary>Null: not decided yet, the block stays empty and the paper cannot be numbered.</summary>
    public Signer? Signer { get; init; }
    public required DateOnly Date { get; init; }

    /// <summary>Name of the place in the date line, without "tỉnh" or "thành phố": "Hà Nội", "Bình Thạnh".</summary>
    public required string Place { get; init; }

    /// <summary>From the register of papers, null while it is a draft.</summary>
    public int? Number { get; init; }

    /// <summary>Abbreviation of the unit that drafted it, behind the hyphen of a letter's symbol and in "Lưu: VT, …".</summary>
    public string DraftingUnit { get; init; } = "QLT";

    /// <summary>Abbreviation of the issuing office in the symbol.</summary>
    public string IssuerShort { get; init; } = "BHXH";

    /// <summary>The day until which the employer is to pay or answer.</summary>
    public DateOnly? Deadline { get; init; }

    /// <summary>One of the channels of the task: post, email, zalo, visit…; null: not chosen.</summary>
    public string? Channel { get; init; }

    /// <summary>The office's account for contributions; null: not on record; a draft then points to the account the employer was told of before, and takes no number.</summary>
    public CollectionAccount? Account { get; init; }

    /// <summary>The office's telephone; null: not on record.</summary>
    public string? Phone { get; init; }

    /// <summary>Titles of the leaflets that go with it.</summary>
    public IReadOnlyList<string> Leaflets { get; init; } = [];

    /// <summary>How to reach the officer in charge: name, telephone, e-mail in one line.</summary>
    public string? ContactLine { get; init; }

    /// <summary>The paper to which this one is attached (Mẫu 03 to its letter).</summary>
    public PaperReference? AttachedTo { get; init; }

    public MinutesCase? Minutes { get; init; }
    public ManifestCase? Manifest { get; init; }

    /// <summary>Rates for late interest, loaded once for many papers; null: loaded for this one.</summary>
    public InterestRules? Interest { get; init; }

    public WorkTask Task => Tasks[0];
}

/// <summary>
/// Who signs. <paramref name="Title"/>: the signer's own position ("Phó Giám đốc"); <paramref name="Form"/>: signing for whom, and <paramref name="InsteadOf"/> that person's position or the
/// collective's name (NĐ 30/2020 Đ.13): KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC. No academic titles in the name.
/// </summary>
public sealed record Signer(string Name, string Title, SigningForm Form = SigningForm.Own, string? InsteadOf = null)
{
    /// <summary>"Giám đốc", "TUQ. Giám đốc, Cán bộ thu".</summary>
    public string TitleLine => Form == SigningForm.Own ? Title : $"{OfficialWords.Before(Form)}{InsteadOf}, {Title}";
}

public enum SigningForm : byte
{
    Own = 0,

    /// <summary>KT.: a deputy for the head.</summary>
    ForHead = 1,

    /// <summary>TL.: by order of the head.</summary>
    ByOrder = 2,

    /// <summary>TUQ.: by authorisation of the head.</summary>
    ByAuthorisation = 3,

    /// <summary>TM.: in the name of a collective.</summary>
    ForCollective = 4,
}

public sealed record CollectionAccount(string Holder, string Number, string Bank);

/// <summary>Another paper by number and date; number null while that one is a draft.</summary>
public sealed record PaperReference(int? Number, string Symbol, DateOnly Date);

/// <summary>Working minutes: when, where, who, what was said and how they ended.</summary>
public sealed record MinutesCase
{
    /// <summary>Local time of the beginning.</summary>
    public DateTime? From { get; init; }
    public DateTime? To { get; init; }

    /// <summary>Address of the meeting, or the means ("Điện thoại và dịch vụ bưu chính công ích").</summary>
    public string? Place { get; init; }
    public IReadOnlyList<Participant> Participants { get; init; } = [];

    /// <summary>Who writes the minutes; null: not named.</summary>
    public string? Recorder { get; init; }

    /// <summary>Workers who do not take part yet; null: not stated.</summary>
    public int? WorkersNotTakingPart { get; init; }
    public string? Cause { get; init; }
    public string? EmployersOpinion { get; init; }
    public IReadOnlyList<Commitment> Commitments { get; init; } = [];
    public MinutesEnding Ending { get; init; } = new(MinutesEndingKind.Open);
}

public enum Side : byte
{
    Office = 0,
    OtherAgency = 1,
    Employer = 2,
    Witness = 3,
}

/// <summary>A person at the meeting, the name as it is signed (without "Ông", "Bà"); agency for those of other agencies.</summary>
public sealed record Participant(Side Side, string Name, string Title, string? Agency = null, string? Phone = null);

/// <summary>A payment the employer promised. Đồng.</summary>
public sealed record Commitment(DateOnly On, long Amount);

public enum MinutesEndingKind : byte
{
    /// <summary>Not ended yet: the paper is printed to be signed.</summary>
    Open = 0,
    Signed = 1,

    /// <summary>The employer does not sign: reason and witnesses.</summary>
    Refused = 2,

    /// <summary>Sent by post and come back signed.</summary>
    ByPost = 3,
}

/// <summary>How the minutes ended. Item codes and days are those of the post.</summary>
public sealed record MinutesEnding(
    MinutesEndingKind Kind, string? Reason = null, DateOnly? SentOn = null, string? SentItem = null, DateOnly? ReturnedOn = null, string? ReturnedItem = null);

/// <summary>A batch handed to the post: its number in the year, the post office, an item per task in the order of the tasks, and the range the codes are taken from.</summary>
public sealed record ManifestCase(int? Batch, string? PostOffice, IReadOnlyList<PostalItem> Items);

/// <summary>An item of the post: S10 code (null where no range is configured), the papers in it, weight in grams where it was weighed.</summary>
public sealed record PostalItem(string? Code, string Papers, int? Grams = null);
