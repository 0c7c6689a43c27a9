using System.Globalization;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>How official papers write dates, numbers, offices and those who sign (NĐ 30/2020/NĐ-CP, Phụ lục I, mục II).</summary>
public static class OfficialWords
{
    private const string Short = "BHXH";
    private const string Full = "Bảo hiểm xã hội";

    /// <summary>"ngày 03 tháng 11 năm 2021": days below 10 and the months 1 and 2 with a zero before them.</summary>
    public static string Date(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"ngày {day.Day:00} tháng {(day.Month <= 2 ? day.Month.ToString("00", CultureInfo.InvariantCulture) : day.Month)} năm {day.Year}");

    /// <summary>"03/11/2021".</summary>
    public static string ShortDate(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>"09/2021".</summary>
    public static string Month(Period period) => string.Create(CultureInfo.InvariantCulture, $"{period.Month:00}/{period.Year}");

    /// <summary>"8 giờ 30 phút".</summary>
    public static string Time(DateTime time) => string.Create(CultureInfo.InvariantCulture, $"{time.Hour} giờ {time.Minute:00} phút");

    /// <summary>"07", "3532"; room to write while there is none.</summary>
    public static string Number(int? number) => number is { } drawn ? drawn.ToString("00", CultureInfo.InvariantCulture) : "\u00A0\u00A0\u00A0\u00A0\u00A0\u00A0";

    /// <summary>What follows the stroke of the number: "TB-BHXH", "TTr-BHXH", of a letter "BHXH-QLT".</summary>
    public static string Symbol(PaperKind kind, string issuer, string unit) => kind switch
    {
        PaperKind.Notice => "TB-" + issuer,
        PaperKind.Minutes => "BB-" + issuer,
        PaperKind.Letter => $"{issuer}-{unit}",
        PaperKind.Report => "BC-" + issuer,
        PaperKind.Proposal => "TTr-" + issuer,
        PaperKind.Decision => "QĐ-" + issuer,
        PaperKind.Conclusion => "KL-" + issuer,
        _ => "",
    };

    /// <summary>"05/TB-BHXH ngày 03 tháng 11 năm 2021".</summary>
    public static string Reference(PaperReference paper) => $"{Number(paper.Number)}/{paper.Symbol} {Date(paper.Date)}";

    /// <summary>Name of an office in running text: "Bảo hiểm xã hội quận Bình Thạnh".</summary>
    public static string OfficeName(string name) => name.StartsWith(Short, StringComparison.Ordinal) ? Full + name[Short.Length..] : name;

    /// <summary>Name of an office at the head of a paper, in capitals.</summary>
    public static string OfficeHead(Office? office) => office is null ? "" : OfficeName(office.Name).ToUpper(Texts.Text.Vietnamese);

    /// <summary>Lines above the signature: "KT. GIÁM ĐỐC" and "PHÓ GIÁM ĐỐC".</summary>
    public static string SignerLines(Signer? signer)
    {
        if (signer is null)
        {
            return "";
        }

        return (signer.Form == SigningForm.Own ? signer.Title : $"{Before(signer.Form)}{signer.InsteadOf}\n{signer.Title}").ToUpper(Texts.Text.Vietnamese);
    }

    /// <summary>What goes before the title of the person signed for; nothing where one signs in the own name.</summary>
    public static string Before(SigningForm form) => form switch
    {
        SigningForm.ForHead => "KT. ",
        SigningForm.ByOrder => "TL. ",
        SigningForm.ByAuthorisation => "TUQ. ",
        SigningForm.ForCollective => "TM. ",
        _ => "",
    };
}
