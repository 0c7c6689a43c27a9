using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Rules.Papers;

namespace BaoPhu.Core.Documents;

/// <summary>A paper of an office that is not about one employer, with the name of its signer and office.</summary>
public sealed class OfficePaper : PaperRecord
{
    internal const string Columns = """
        p.paper_id as id, p.province, p.issuer, p.form, p.about, p.subject, p.state, p.kind, p.year, p.number, p.label, p.dated_on, p.recipients, p.deadline, p.made_at, p.made_by,
        p.numbered_at, p.signer_id, p.signed_at, p.sent_at, p.sent_by, p.reason, p.replaces, p.replaced_by, p.closed_at, p.version, coalesce(u.name, '') as signer_name
        """;

    internal const string From = "doc_office_papers p left join idn_users u on u.user_id = p.signer_id";

    public string Id { get; init; } = "";

    /// <summary>Key of what it is about, in the module that asked for it.</summary>
    public string About { get; init; } = "";

    /// <summary>The same in words: "Báo cáo tháng 11/2021".</summary>
    public string Subject { get; init; } = "";

    /// <summary>JSON list of lines.</summary>
    public string Recipients { get; init; } = "";
    public DateOnly? Deadline { get; init; }

    /// <summary>How it went: one of <see cref="OfficePapers.Ways"/>.</summary>
    public string? SentBy { get; init; }
    public string? Replaces { get; init; }
    public string? ReplacedBy { get; init; }

    /// <summary>Since when it stands for its thing no more, which began anew; null: it stands, as its state says.</summary>
    public Instant? ClosedAt { get; init; }

    public IOfficeForm FormOf => OfficeFormBook.Find(Form);
    public IReadOnlyList<string> RecipientList => JsonSerializer.Deserialize<List<string>>(Recipients) ?? [];

    /// <summary>"05/BC-BHXH", of a draft what it is about.</summary>
    public string Called => Label.Length > 0 ? Label : Subject;
}

/// <summary>A sheet of a paper of the office.</summary>
public sealed class OfficeSheet : StoredSheet
{
    public string PaperId { get; init; } = "";
    public override string Paper => PaperId;
}

/// <summary>
/// What a module asks for: which form about what, who signs, to whom it goes. <paramref name="Issuer"/>: code of the office; <paramref name="About"/>: key that the form finds its facts by;
/// <paramref name="Subject"/>: the same in words; <paramref name="SignerId"/>: null for the usual signer of the office.
/// </summary>
public sealed record OfficePaperOrder(string Issuer, string Form, string About, string Subject, IReadOnlyList<string> Recipients, string? SignerId = null, DateOnly? Deadline = null)
{
    /// <summary>User who prepared what it says, where that is not who begins the paper: a list that a director approves was made by an officer.</summary>
    public string? Maker { get; init; }
}

/// <summary>
/// A module that wants to know what becomes of its papers: told within the transaction of the act, after the row, before the audit entry. A refusal of it undoes the act.
/// </summary>
public interface IOfficePaperFollower
{
    /// <summary>Codes of the forms it follows.</summary>
    IReadOnlyList<string> Forms { get; }

    /// <summary>Called before the number is drawn, so that what is numbered is what holds in this transaction.</summary>
    Task BeforeNumber(Session tx, Identity.Actor actor, OfficePaper paper) => Task.CompletedTask;

    /// <summary><paramref name="paper"/> as it stands after the act; of a replaced one <see cref="OfficePaper.ReplacedBy"/> names the new draft.</summary>
    Task Follow(Session tx, Identity.Actor actor, OfficePaper paper);
}
