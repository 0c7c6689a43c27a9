using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>The values that every paper has: who issues it, number, place and date, the employer it is about, who signs.</summary>
internal static class PaperHead
{
    public static readonly string[] Required = ["office.name", "paper.place", "paper.date", "signer.title", "signer.name"];
    public static readonly string[] Numbered = ["paper.symbol"];
    private static readonly ValueSource Office = ValueSource.Record("org_offices.name");
    private static readonly ValueSource Maker = ValueSource.Person("người lập");
    private static readonly ValueSource Register = ValueSource.Record("doc_numbers");

    public static FormContent Of(IForm form, FormCase about)
    {
        var content = new FormContent(form.Code)
            .Add("office.parent", OfficialWords.OfficeHead(about.Parent), Office)
            .Add("office.name", OfficialWords.OfficeHead(about.Issuer), Office)
            .Add("office.running", OfficialWords.OfficeName(about.Issuer.Name), Office)
            .Add("paper.place", about.Place, Maker)
            .Add("paper.date", OfficialWords.Date(about.Date), Maker);
        return form.Kind == PaperKind.None ? content : content
            .Add("paper.number", OfficialWords.Number(about.Number), Register, about.Number)
            .Add("paper.symbol", OfficialWords.Symbol(form.Kind, about.IssuerShort, about.DraftingUnit), ValueSource.Rule("NĐ 30/2020/NĐ-CP, Điều 8, Phụ lục III"));
    }

    /// <summary>The laws in force on the day, and the plan that ordered the task.</summary>
    public static FormContent AddBases(FormContent content, FormCase about)
    {
        var task = about.Task;
        var plan = task.Table is { } table
            ? $"Kế hoạch số {table.Document} {OfficialWords.Date(table.Date)} của {table.Issuer}"
            : $"Kế hoạch số {task.PolicyNumber}";
        return content.Add("bases", string.Join("; ", LegalBases.On(LegalBases.Basis, about.Date).Append(plan)), ValueSource.Rule($"căn cứ có hiệu lực ngày {OfficialWords.ShortDate(about.Date)}; {task.Clause}"));
    }

    public static FormContent AddSigner(FormContent content, FormCase about) => content
        .Add("signer.title", OfficialWords.SignerLines(about.Signer), Maker)
        .Add("signer.name", about.Signer?.Name, Maker);

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
