using BaoPhu.Core.Data;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>
/// A form (biểu mẫu): facts in, tagged values out. What stands around the values is its template, which an office may edit in Word or Excel; a form only says which values
/// there are and where each comes from.
/// </summary>
public interface IPrintedForm
{
    /// <summary>"TB-NO", "D04h-TS"…: as in addresses, files and the register of papers. Never translated.</summary>
    string Code { get; }

    /// <summary>Key of the title shown in lists.</summary>
    string TitleKey { get; }

    FormFormat Format { get; }

    FormLayout Layout { get; }

    /// <summary>True where no source shows the printed layout: the paper carries the mark "mẫu dựng lại".</summary>
    bool Reconstructed { get; }

    /// <summary>The series whose number the paper takes.</summary>
    PaperKind Kind { get; }

    /// <summary>Tags that must not be empty when the paper is numbered.</summary>
    IReadOnlyList<string> Required { get; }

    /// <summary>Sums that must hold within the paper.</summary>
    IReadOnlyList<SumRule> Sums { get; }

    /// <summary>The shipped template (DOCX or XLSX bytes), the same bytes on every call.</summary>
    byte[] Template();
}

/// <summary>A form about employers: it hangs on a task.</summary>
public interface IForm : IPrintedForm
{
    /// <summary>Codes of the policy's papers that this form is (design §3): "TB", "03/QĐ688".</summary>
    IReadOnlyList<string> Papers { get; }

    /// <summary>Acts whose task may produce it.</summary>
    IReadOnlyList<string> Acts { get; }

    /// <summary>It asks for a debt to be paid: who has paid gets none. False of papers about what was done, which stay due after a payment.</summary>
    bool OfDebt => true;

    /// <summary>Code of the office that issues it whoever prepares it; null: that of the person who does.</summary>
    Task<string?> Issuer(Session s, WorkTask task) => Task.FromResult<string?>(null);

    /// <summary>The values of one paper. Reads the ledger of the employer as it is now. Refused where the case lacks what the form needs.</summary>
    Task<FormContent> Compose(Session s, FormCase about);
}

/// <summary>A form that is not about one employer: a report, a proposal, a list, a letter between authorities. It belongs to the module whose tables it reads.</summary>
public interface IOfficeForm : IPrintedForm
{
    /// <summary>Codes of the forms without a number of their own that go with it, in their order.</summary>
    IReadOnlyList<string> Annexes { get; }

    /// <summary>The values of one paper from the tables of its module as they are now. Refused where what it is about lacks what the form needs.</summary>
    Task<FormContent> Compose(Session s, OfficeFormCase about);

    /// <summary>Whose personal data it prints whole, by subject: each opening of its file is a read of each of them.</summary>
    Task<IReadOnlyList<long>> People(Session s, string about) => Task.FromResult<IReadOnlyList<long>>([]);
}

public enum FormFormat : byte
{
    Docx = 0,
    Xlsx = 1,
}

/// <summary>What of NĐ 30/2020 a paper must have.</summary>
public enum FormLayout : byte
{
    /// <summary>Titles, number, place and date, type and abstract, recipients, signature.</summary>
    Official = 0,

    /// <summary>As an official paper, with "V/v" under the number instead of type and abstract.</summary>
    Letter = 1,

    /// <summary>Minutes: signatures of those present instead of recipients and one signature.</summary>
    Minutes = 2,

    /// <summary>An annex or list: titles, date, heading, signature, but no number and no recipients.</summary>
    Annex = 3,

    /// <summary>None of it: labels.</summary>
    Plain = 4,
}

/// <summary>The series of numbers a paper belongs to (NĐ 30/2020, Phụ lục III).</summary>
public enum PaperKind : byte
{
    /// <summary>Without a number of its own: an annex, a list, labels.</summary>
    None = 0,

    /// <summary>Thông báo, TB.</summary>
    Notice = 1,

    /// <summary>Biên bản, BB.</summary>
    Minutes = 2,

    /// <summary>Công văn: no abbreviation of a type, but of the unit that drafted it.</summary>
    Letter = 3,

    /// <summary>Báo cáo, BC.</summary>
    Report = 4,

    /// <summary>Tờ trình, TTr.</summary>
    Proposal = 5,

    /// <summary>Quyết định, QĐ.</summary>
    Decision = 6,

    /// <summary>Kết luận, KL.</summary>
    Conclusion = 7,
}

/// <summary>The numbers of a column of a repeated group add up to a value; that value stands in words under <paramref name="Words"/> (null: nowhere).</summary>
public sealed record SumRule(string Group, string Column, string Total, string? Words = null);
