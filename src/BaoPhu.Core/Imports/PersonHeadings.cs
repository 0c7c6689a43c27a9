namespace BaoPhu.Core.Imports;

/// <summary>
/// Headings under which what is told of a person stands, in the files of the social security offices, the tax side, Labour offices and communes: one list for all of them, because each of these writes the
/// others' words too. Unaccented and in long form, as <see cref="HeadingKey"/> makes them ("MST" is "ma so thue").
/// </summary>
internal static class PersonHeadings
{
    public static readonly string[] Number =
    [
        "ma so bhxh", "so bhxh", "ma bhxh", "ma so bao hiem xa hoi", "so bao hiem xa hoi", "so so bhxh", "so so bao hiem xa hoi", "ma so bhxh bhyt", "ma so so bhxh", "ma dinh danh bhxh", "ma so tham gia bhxh",
    ];

    public static readonly string[] Name =
    [
        "ho va ten", "ho ten", "ten nguoi lao dong", "ho va ten ca nhan", .. Of("ho va ten", People), .. Of("ho ten", People), "ten nguoi nop thue", "ten ca nhan", .. Under(People, "ho va ten", "ho ten", "ten"),
        "ho ten khai sinh", "ho va ten khai sinh", "ho chu dem va ten", "ho ten dem va ten",
    ];

    public static readonly string[] Born = [.. Words(Birth), .. Birth.Select(b => b + " nam")];

    /// <summary>Of lists with a column of birth dates for each sex: that of the women.</summary>
    public static readonly string[] BornWomen = [.. Birth.Select(b => b + " nu")];

    public static readonly string[] Sex = [.. Words("gioi tinh", "gioi", "nam nu", "phai")];

    /// <summary>Numbers of the old and the new identity paper, under each of their names.</summary>
    public static readonly string[] Identity =
    [
        .. Words([.. Papers, .. Papers.Select(p => "so " + p)]), .. Papers.Select(p => "ma " + p), .. Papers.SelectMany(a => Papers.Where(b => a != b).SelectMany(b => (string[])[$"so {a} {b}", $"{a} {b}"])),
        .. Papers.SelectMany(p => (string[])[$"so {p} ho chieu", $"{p} ho chieu"]), "so cmnd cccd ho chieu", "so cccd cmnd ho chieu", "cmnd cccd ho chieu", "cccd cmnd ho chieu", "so dinh danh cccd cmnd",
        "so dinh danh cmnd cccd", "so dinh danh ca nhan cmnd cccd", "so dinh danh ca nhan cccd cmnd", "so cmnd cccd dinh danh", "so cccd cmnd dinh danh", "so giay to", "so giay to tuy than", "giay to tuy than",
        "so giay to ca nhan", "so the can cuoc", "so the can cuoc cong dan",
    ];

    public static readonly string[] TaxCode = [.. Of("ma so thue", People), "ma so thue ca nhan", "ma so thue thu nhap ca nhan", "ma so thue tncn", .. Under(People, "ma so thue")];

    public static readonly string[] Address =
    [
        "dia chi thuong tru", "noi o", "noi o hien nay", "noi cu tru", "dia chi cu tru", "dia chi lien he", "noi thuong tru", "ho khau thuong tru", "noi dang ky thuong tru", "cho o hien nay", .. Of("dia chi", People),
    ];

    public static readonly string[] Commune = ["ma phuong xa", "ma xa", "ma phuong", "ma dia ban", "ma phuong xa thi tran", "ma xa phuong thi tran", "ma don vi hanh chinh", "ma dia ban cap xa", "ma dvhc cap xa"];

    public static readonly string[] CardGroup =
    [
        "ma nhom", "nhom doi tuong", "ma doi tuong", "ma nhom doi tuong", "doi tuong", "nhom", "nhom doi tuong tham gia", "ma nhom doi tuong tham gia", "doi tuong tham gia", "nhom doi tuong tham gia bhyt",
        "doi tuong tham gia bhyt", "ma doi tuong tham gia", "loai doi tuong", "ma doi tuong bhyt", "doi tuong bhyt",
    ];

    private static string[] Birth => ["ngay sinh", "ngay thang nam sinh", "nam sinh", "ngay sinh nam sinh", "ngay nam sinh", "sinh ngay", "ngay thang sinh", "ntns"];

    private static string[] People => ["nguoi lao dong", "ca nhan", "nguoi nop thue", "nguoi tham gia", "nguoi huong", "doi tuong", "nguoi nhan thu nhap", "chu the", "nld", "nnt", "thanh vien"];

    private static string[] Papers => ["cccd", "cmnd", "can cuoc", "can cuoc cong dan", "chung minh nhan dan", "dinh danh", "dinh danh ca nhan", "cmt", "cmtnd", "chung minh thu", "ddcn"];

    /// <summary>"ho va ten" of whom: "ho va ten nguoi lao dong", "ho va ten cua nguoi lao dong".</summary>
    public static IEnumerable<string> Of(string word, IEnumerable<string> whose) => whose.SelectMany(w => (string[])[$"{word} {w}", $"{word} cua {w}"]);

    /// <summary>Words under a heading of two rows, whose upper one names whom they tell of.</summary>
    public static IEnumerable<string> Under(IEnumerable<string> upper, params string[] words) =>
        upper.SelectMany(u => (string[])[u, "thong tin " + u, "thong tin ve " + u, "thong tin cua " + u]).SelectMany(u => words.Select(w => $"{u} {w}"));

    private static IEnumerable<string> Words(params string[] words) => words.Concat(Under(People, words));
}
