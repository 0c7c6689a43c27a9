using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Papers;

namespace BaoPhu.Core.Documents;

/// <summary>A paper of an employer with what lists show of the employer and the signer.</summary>
public sealed class Paper : PaperRecord
{
    internal const string Columns = """
        p.subject_id, p.paper_no, p.province, p.issuer, p.act, p.occurrence, p.form, p.state, p.channel, p.kind, p.year, p.number, p.label, p.dated_on, p.answers, p.amount,
        p.made_at, p.made_by, p.numbered_at, p.signer_id, p.signed_at, p.sent_at, p.manifest, p.item_code, p.reason, p.replaces, p.replaced_by, p.run_id, p.version,
        e.code, e.name, e.address, coalesce(u.name, '') as signer_name
        """;

    internal const string From = "doc_papers p join reg_employers e on e.employer_id = p.subject_id left join idn_users u on u.user_id = p.signer_id";

    public long SubjectId { get; init; }
    public int PaperNo { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string Channel { get; init; } = "";

    /// <summary>JSON of <see cref="PaperAnswers"/>.</summary>
    public string Answers { get; init; } = "";

    /// <summary>Debt in đồng when it was made, from its number on when it was numbered.</summary>
    public long Amount { get; init; }

    /// <summary>Id of the hand-over to the post it stands on.</summary>
    public string? Manifest { get; init; }
    public string? ItemCode { get; init; }
    public int? Replaces { get; init; }
    public int? ReplacedBy { get; init; }
    public string? RunId { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public string? Address { get; init; }

    public PaperKey Key => new(SubjectId, PaperNo);
    public TaskKey TaskKey => new(SubjectId, Act, Occurrence);
    public IForm FormOf => FormBook.Find(Form);
    public bool IsMinutes => FormOf.Kind == PaperKind.Minutes;
    public PaperAnswers Answered => PaperAnswers.FromJson(Answers);

    /// <summary>"05/TB-BHXH", of a draft its form.</summary>
    public string Called => Label.Length > 0 ? Label : Form;
}

/// <summary>The natural key of a paper, as text "79-TA0001A-3": the third paper of the employer.</summary>
public readonly record struct PaperKey(long SubjectId, int PaperNo)
{
    /// <summary>Refused as missing: a text that is no key.</summary>
    public static PaperKey Parse(string text)
    {
        var parts = text.Split('-');
        return parts.Length == 3 && EmployerKey.IsProvince(parts[0]) && EmployerKey.IsCode(parts[1]) && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var no)
            ? new PaperKey(EmployerKey.Id(parts[0], parts[1]), no)
            : throw new Refusal("Papers.NoPaper", text) { Kind = RefusalKind.Missing };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{EmployerKey.Province(SubjectId)}-{EmployerKey.Code(SubjectId)}-{PaperNo}");
}

/// <summary>What the person who makes a paper decides: who signs, on which channel it goes, until when the employer is to pay or answer, and of minutes how they went.</summary>
public sealed record PaperAnswers
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required string SignerId { get; init; }
    public required string Channel { get; init; }
    public DateOnly? Deadline { get; init; }

    /// <summary>How to reach the officer in charge, one line.</summary>
    public string? ContactLine { get; init; }
    /// <summary>What else goes with it, one title each.</summary>
    public IReadOnlyList<string> Leaflets { get; init; } = [];

    /// <summary>Leaflets of the library: named in the paper, and attached where it goes by e-mail.</summary>
    public IReadOnlyList<NamedLeaflet> Library { get; init; } = [];
    public MinutesCase? Minutes { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static PaperAnswers FromJson(string json) => JsonSerializer.Deserialize<PaperAnswers>(json, Json)!;
}

/// <summary>A version of a leaflet with the title under which the paper names it.</summary>
public sealed record NamedLeaflet(string Scope, string Leaflet, int Version, string Title)
{
    [JsonIgnore]
    public LeafletKey Key => new(Scope, Leaflet, Version);
}

/// <summary>One sheet of a numbered paper: the paper itself (place 0) or what is attached to it.</summary>
public abstract class StoredSheet
{
    /// <summary>Key of the paper, for messages.</summary>
    public abstract string Paper { get; }
    public short Place { get; init; }
    public string Form { get; init; } = "";
    public string Content { get; init; } = "";
    public string ContentDigest { get; init; } = "";
    public string TemplateScope { get; init; } = "";
    public int TemplateVersion { get; init; }
    public string FileDigest { get; init; } = "";
    public FormContent FormContent => FormContent.FromJson(Content);
}

/// <summary>A sheet of an employer's paper.</summary>
public sealed class PaperSheet : StoredSheet
{
    public long SubjectId { get; init; }
    public int PaperNo { get; init; }
    public override string Paper => new PaperKey(SubjectId, PaperNo).ToString();
}

/// <summary>A line of a paper's history.</summary>
public sealed class PaperEvent
{
    public int Seq { get; init; }
    public Instant At { get; init; }
    public string UserId { get; init; } = "";
    public string Event { get; init; } = "";

    /// <summary>JSON.</summary>
    public string Detail { get; init; } = "";
    public string UserName { get; init; } = "";
}
