using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>The values that every paper has: who issues it, number, place and date, the employer it is about, who signs.</summary>
internal static class PaperHead
{
    public static readonly string[] Required = ["office.name", "paper.symbol", "paper.place", "paper.date", "signer.title", "signer.name"];
    private static readonly ValueSource Office = ValueSource.Record("org_offices.name");
    private static readonly ValueSource Maker = ValueSource.Person("người lập");
    private static readonly ValueSource Register = ValueSource.Record("doc_numbers");

    public static FormContent Add(FormContent content, IForm form, FormCase about)
    {
        content
            .Add("office.parent", OfficialWords.OfficeHead(about.Parent), Office)
            .Add("office.name", OfficialWords.OfficeHead(about.Issuer), Office)
            .Add("office.running", about.Issuer.Name is { Length: > 0 } name ? OfficialWords.OfficeName(name) : "", Office)
            .Add("paper.unit", about.DraftingUnit, Maker)
            .Add("paper.place", about.Place, Maker)
            .Add("paper.date", OfficialWords.Date(about.Date), Maker);
        return form.Kind == PaperKind.None ? content : content
            .Add("paper.number", OfficialWords.Number(about.Number), Register, about.Number)
            .Add("paper.symbol", OfficialWords.Symbol(form.Kind, about.IssuerShort, about.DraftingUnit), ValueSource.Rule("NĐ 30/2020/NĐ-CP, Điều 8, Phụ lục III"));
    }

    public static FormContent AddSigner(FormContent content, FormCase about) => content
        .Add("signer.title", OfficialWords.SignerLines(about.Signer), Maker)
        .Add("signer.name", about.Signer?.Name, Maker);

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
