using BaoPhu.Core.Organisation;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>The values that every paper has: who issues it, number, place and date, the employer it is about, who signs.</summary>
internal static class PaperHead
{
    public static readonly string[] Required = ["office.name", "paper.place", "paper.date", "signer.title", "signer.name"];
    public static readonly string[] Numbered = ["paper.symbol"];
    private static readonly ValueSource OfficeSource = ValueSource.Record("org_offices.name");
    private static readonly ValueSource Maker = ValueSource.Person("người lập");
    private static readonly ValueSource Register = ValueSource.Record("doc_numbers");

    public static FormContent Of(IPrintedForm form, FormCase about) =>
        Of(form, about.Parent, about.Issuer, about.Place, about.Date, about.Number, about.IssuerShort, about.DraftingUnit);

    public static FormContent Of(IPrintedForm form, OfficeFormCase about) =>
        Of(form, about.Parent, about.Issuer, about.Place, about.Date, about.Number, about.IssuerShort, about.DraftingUnit);

    private static FormContent Of(IPrintedForm form, Office? parent, Office issuer, string place, DateOnly date, int? number, string issuerShort, string unit)
    {
        var content = new FormContent(form.Code)
            .Add("office.parent", OfficialWords.OfficeHead(parent), OfficeSource)
            .Add("office.name", OfficialWords.OfficeHead(issuer), OfficeSource)
            .Add("office.running", OfficialWords.OfficeName(issuer.Name), OfficeSource)
            .Add("paper.place", place, Maker)
            .Add("paper.date", OfficialWords.Date(date), Maker);
        return form.Kind == PaperKind.None ? content : content
            .Add("paper.number", OfficialWords.Number(number), Register, number)
            .Add("paper.symbol", OfficialWords.Symbol(form.Kind, issuerShort, unit), ValueSource.Rule("NĐ 30/2020/NĐ-CP, Điều 8, Phụ lục III"));
    }

    /// <summary>Of a paper of the office: whom it addresses, the lines of "Nơi nhận" (group "recipients"), the unit that keeps it, and who signs.</summary>
    public static FormContent AddFoot(FormContent content, OfficeFormCase about) => AddRecipients(content.Add("addressee", string.Join("; ", about.Recipients), Maker), about);

    /// <summary>The same of a paper that addresses nobody.</summary>
    public static FormContent AddRecipients(FormContent content, OfficeFormCase about)
    {
        content.AddGroup("recipients");
        foreach (var recipient in about.Recipients)
        {
            content.AddRow("recipients").Add("recipient", recipient, Maker);
        }

        return AddSigner(content.Add("paper.unit", about.DraftingUnit, Maker), about.Signer);
    }

    /// <summary>The laws in force on the day, and the plan that ordered the task.</summary>
    /// <param name="more">A kind of <see cref="LegalBases"/> that the paper rests on beside the laws on insurance.</param>
    public static FormContent AddBases(FormContent content, FormCase about, string? more = null)
    {
        var task = about.Task;
        var plan = task.Table is { } table ? PlanWords(table) : $"Kế hoạch số {task.PolicyNumber}";
        return content.Add("bases", BasesOn(about.Date, more, plan), ValueSource.Rule($"căn cứ có hiệu lực ngày {OfficialWords.ShortDate(about.Date)}; {task.Clause}"));
    }

    /// <summary>The laws on insurance in force on a day, those of a kind beside them, and a plan.</summary>
    public static string BasesOn(DateOnly day, string? more, string plan) => string.Join("; ", LegalBases.On(LegalBases.Basis, day).Concat(more is null ? [] : LegalBases.On(more, day)).Append(plan));

    public static string PlanWords(PolicyTable table) => $"Kế hoạch số {table.Document} {OfficialWords.Date(table.Date)} của {table.Issuer}";

    public static FormContent AddSigner(FormContent content, FormCase about) => AddSigner(content, about.Signer);

    public static FormContent AddSigner(FormContent content, Signer? signer) => content
        .Add("signer.title", OfficialWords.SignerLines(signer), Maker)
        .Add("signer.name", signer?.Name, Maker);

    /// <summary>Whom to ask, and the unit that keeps the file.</summary>
    public static FormContent AddUnit(FormContent content, FormCase about) => content
        .Add("contact", Or(about.ContactLine, "bộ phận quản lý thu, " + OfficialWords.OfficeName(about.Issuer.Name) + (about.Phone is { } phone ? ", điện thoại " + phone : "")), Maker)
        .Add("paper.unit", about.DraftingUnit, Maker);

    public static FormContent AddEmployer(FormContent content, FormCase about)
    {
        var task = about.Task;
        return content
            .Add("employer.name", task.Name, ValueSource.Record("reg_employers.name"))
            .Add("employer.code", task.Code, ValueSource.Record("reg_employers.code"))
            .Add("employer.tax", Or(task.TaxCode, "chưa có"), ValueSource.Record("reg_employers.tax_code"))
            .Add("employer.address", Or(task.Address, "chưa có"), ValueSource.Record("reg_employers.address"));
    }

    /// <summary>The words of a reference for a transfer to the account of contributions (domain §1.10); 103 stands for compulsory contributions.</summary>
    public static string TransferReference(string employerCode, string officeCode) => $"+BHXH+103+00+{employerCode}+{officeCode}+dong BHXH+";

    public static string Or(string? text, string otherwise) => string.IsNullOrWhiteSpace(text) ? otherwise : text;

    public static string Money(long amount) => VietnameseNumbers.Amount(amount);
}
