using System.Globalization;
using System.Text.RegularExpressions;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;

namespace BaoPhu.Core.Documents.Layout;

/// <summary>The layout of NĐ 30/2020/NĐ-CP, Phụ lục I, phần I, rule by rule over a printed paper. Sizes and margins are the decree's.</summary>
internal static partial class WordRules
{
    private const string Nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
    private const string Motto = "Độc lập - Tự do - Hạnh phúc";
    private const double TwipsPerMillimetre = 1440 / 25.4;

    /// <summary>Least and most of each margin in millimetres (mục I.1; mục II for the paper).</summary>
    private static readonly (string Side, int Least, int Most)[] Margins = [("top", 20, 25), ("bottom", 20, 25), ("left", 30, 35), ("right", 15, 20)];

    public static void Inspect(WordPaper paper, IPrintedForm form, bool numbered, FaultList faults)
    {
        InspectPage(paper, faults);
        InspectFonts(paper, faults);
        if (form.Layout == FormLayout.Plain)
        {
            return;
        }

        InspectNation(paper, faults);
        InspectOffice(paper, faults);
        InspectDate(paper, faults);
        InspectEnd(paper, faults);
        InspectPageNumbers(paper, faults);
        if (form.Kind != PaperKind.None)
        {
            InspectNumber(paper, form.Kind, numbered, faults);
        }

        if (form.Layout == FormLayout.Letter)
        {
            InspectAbout(paper, faults);
        }
        else
        {
            InspectType(paper, form, faults);
        }

        if (form.Layout is FormLayout.Official or FormLayout.Letter)
        {
            InspectRecipients(paper, faults);
        }

        if (form.Layout == FormLayout.Minutes)
        {
            faults.AddIf(paper.Paragraphs.Count(p => p.Text.StartsWith("ĐẠI DIỆN", StringComparison.Ordinal) && p.AllBold) < 2, "minutes-signatures", "signature");
        }
        else
        {
            InspectSignature(paper, faults);
        }
    }

    private static void InspectPage(WordPaper paper, FaultList faults)
    {
        var size = paper.Section.Element(Word.W + "pgSz");
        faults.AddIf(Math.Abs(Millimetres(size, "w") - 210) > 1 || Math.Abs(Millimetres(size, "h") - 297) > 1, "paper", "page");
        var margins = paper.Section.Element(Word.W + "pgMar");
        foreach (var (side, least, most) in Margins)
        {
            var found = Millimetres(margins, side);
            faults.AddIf(found < least - 0.5 || found > most + 0.5, "margin", "margin-" + side, Math.Round(found), least, most);
        }
    }

    private static void InspectFonts(WordPaper paper, FaultList faults)
    {
        foreach (var run in paper.Paragraphs.SelectMany(p => p.Runs).Where(r => r.Font != "Times New Roman").DistinctBy(r => r.Font))
        {
            faults.Add("font", "text", run.Font, Begin(run.Text));
        }

        foreach (var run in paper.Paragraphs.SelectMany(p => p.Runs).Where(r => r.Colour is not ("auto" or "000000")).DistinctBy(r => r.Colour))
        {
            faults.Add("colour", "text", run.Colour, Begin(run.Text));
        }
    }

    private static void InspectNation(WordPaper paper, FaultList faults)
    {
        if (paper.Paragraphs.FirstOrDefault(p => p.Text == Nation) is { } nation)
        {
            faults.AddIf(!nation.AllBold || !nation.Sized(12, 13), "looks", "nation", "12-13", Style("bold"));
        }
        else
        {
            faults.Add("missing", "nation", Nation);
        }

        var at = Find(paper, p => p.Text == Motto);
        if (at < 0)
        {
            faults.Add("missing", "motto", Motto);
            return;
        }

        faults.AddIf(!paper.Paragraphs[at].AllBold || !paper.Paragraphs[at].Sized(13, 14), "looks", "motto", "13-14", Style("bold"));
        faults.AddIf(!IsRuled(paper, at + 1), "rule", "motto");
    }

    private static void InspectOffice(WordPaper paper, FaultList faults)
    {
        var name = paper.Values["office.name"];
        var at = name.Length == 0 ? -1 : Find(paper, p => p.Text == name);
        if (at < 0)
        {
            faults.Add("missing", "office", "office.name");
            return;
        }

        faults.AddIf(name != name.ToUpper(Texts.Text.Vietnamese), "capitals", "office", name);
        faults.AddIf(!paper.Paragraphs[at].AllBold || !paper.Paragraphs[at].Sized(12, 13), "looks", "office", "12-13", Style("bold"));
        faults.AddIf(!IsRuled(paper, at + 1), "rule", "office");
        var parent = paper.Values["office.parent"];
        faults.AddIf(parent.Length > 0 && paper.Paragraphs.Any(p => p.Text == parent && p.Runs.Any(r => r.Bold)), "looks", "parent", "12-13", Style("regular"));
    }

    private static void InspectNumber(WordPaper paper, PaperKind kind, bool numbered, FaultList faults)
    {
        if (paper.Paragraphs.FirstOrDefault(p => p.Text.StartsWith("Số:", StringComparison.Ordinal)) is not { } line)
        {
            faults.Add("missing", "number", "Số: …/…");
            return;
        }

        faults.AddIf(!line.Sized(13, 13), "looks", "number", "13", Style("upright"));
        if (NumberLine().Match(line.Text) is not { Success: true } match)
        {
            faults.Add("number", "number", line.Text);
            return;
        }

        var number = match.Groups["number"].Value.Trim();
        faults.AddIf(number.Length == 0 && numbered, "not-numbered", "number");
        faults.AddIf(number.Length == 1 || (number.Length > 2 && number[0] == '0'), "leading-zero", "number", number);
        var symbol = match.Groups["symbol"].Value;
        var right = kind == PaperKind.Letter
            ? !symbol.StartsWith("CV", StringComparison.Ordinal) && symbol.Contains('-', StringComparison.Ordinal)
            : symbol.StartsWith(NumberRegister.KindOf(kind) + "-", StringComparison.Ordinal);
        faults.AddIf(!right, "symbol", "number", symbol);
    }

    private static void InspectDate(WordPaper paper, FaultList faults)
    {
        var line = paper.Paragraphs.FirstOrDefault(p => p.AllItalic && DateLine().IsMatch(p.Text)) ?? paper.Paragraphs.FirstOrDefault(p => DateLine().IsMatch(p.Text) && p.Text.Length < 80);
        if (line is null)
        {
            faults.Add("missing", "date", "…, ngày … tháng … năm …");
            return;
        }

        faults.AddIf(!line.AllItalic || !line.Sized(13, 14), "looks", "date", "13-14", Style("italic"));
        var match = DateLine().Match(line.Text);
        var (day, month) = (match.Groups["day"].Value, match.Groups["month"].Value);
        var valid = DateOnly.TryParseExact(
            $"{day.PadLeft(2, '0')}/{month.PadLeft(2, '0')}/{match.Groups["year"].Value}", "dd/MM/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        faults.AddIf(!valid, "date", "date", line.Text);
        faults.AddIf(valid && !line.Text.EndsWith(OfficialWords.Date(date), StringComparison.Ordinal), "date-zero", "date", line.Text);
    }

    private static void InspectType(WordPaper paper, IPrintedForm form, FaultList faults)
    {
        var word = form.Kind switch
        {
            PaperKind.Notice => "THÔNG BÁO", PaperKind.Minutes => "BIÊN BẢN", PaperKind.Report => "BÁO CÁO", PaperKind.Proposal => "TỜ TRÌNH", PaperKind.Decision => "QUYẾT ĐỊNH", _ => "",
        };
        var at = Find(paper, p => p.Align == "center" && p.AllBold && p.Text.Length > 0 && p.Text == p.Text.ToUpper(Texts.Text.Vietnamese) && p.Text != Nation
            && p.Text != paper.Values["office.name"] && p.Text.StartsWith(word, StringComparison.Ordinal) && !p.Text.StartsWith("ĐẠI DIỆN", StringComparison.Ordinal));
        if (at < 0)
        {
            faults.Add("missing", "type", word);
            return;
        }

        faults.AddIf(!paper.Paragraphs[at].Sized(13, 14), "looks", "type", "13-14", Style("bold"));
        var about = at + 1 < paper.Paragraphs.Count ? paper.Paragraphs[at + 1] : null;
        if (about is not { Align: "center" } || about.Text.Length == 0)
        {
            faults.Add("missing", "abstract", "");
            return;
        }

        faults.AddIf(!about.AllBold || !about.Sized(13, 14), "looks", "abstract", "13-14", Style("bold"));
        faults.AddIf(!IsRuled(paper, at + 2), "rule", "abstract");
    }

    private static void InspectAbout(WordPaper paper, FaultList faults)
    {
        if (paper.Paragraphs.FirstOrDefault(p => p.Text.StartsWith("V/v ", StringComparison.Ordinal)) is { } about)
        {
            faults.AddIf(!about.Sized(12, 13) || about.Align != "center", "looks", "abstract", "12-13", Style("centred"));
        }
        else
        {
            faults.Add("missing", "abstract", "V/v …");
        }

        faults.AddIf(!paper.Paragraphs.Any(p => p.Text.StartsWith("Kính gửi:", StringComparison.Ordinal) && p.Text.Length > 10), "missing", "addressee", "Kính gửi: …");
    }

    private static void InspectRecipients(WordPaper paper, FaultList faults)
    {
        var at = Find(paper, p => p.Text == "Nơi nhận:");
        if (at < 0)
        {
            faults.Add("missing", "recipients", "Nơi nhận:");
            return;
        }

        var head = paper.Paragraphs[at];
        faults.AddIf(!head.AllBold || !head.AllItalic || !head.Sized(12, 12), "looks", "recipients", "12", Style("bold-italic"));
        var items = paper.Paragraphs.Skip(at + 1).TakeWhile(p => p.Text.StartsWith("- ", StringComparison.Ordinal)).ToList();
        if (items.Count == 0 || !FiledLine().IsMatch(items[^1].Text))
        {
            faults.Add("filed", "recipients", items.Count == 0 ? "" : items[^1].Text);
        }

        foreach (var item in items.SkipLast(1).Where(i => !i.Text.EndsWith(';')))
        {
            faults.Add("recipient", "recipients", item.Text);
        }

        faults.AddIf(items.Any(i => !i.Sized(11, 11)), "looks", "recipients", "11", Style("upright"));
    }

    private static void InspectSignature(WordPaper paper, FaultList faults)
    {
        var (title, name) = (paper.Values["signer.title"], paper.Values["signer.name"]);
        // That they are not empty is required of the values.
        faults.AddIf(title != title.ToUpper(Texts.Text.Vietnamese), "capitals", "signature", title);
        var instead = title.Contains('\n', StringComparison.Ordinal);
        faults.AddIf(instead != Authority().IsMatch(title), "authority", "signature", title.Replace('\n', ' '));
        faults.AddIf(AcademicTitle().IsMatch(name), "academic", "signature", name);
        foreach (var line in paper.Paragraphs.Where(p => p.Text.Length > 0 && (p.Text == title || p.Text == name) && p.Align == "center"))
        {
            faults.AddIf(!line.AllBold || !line.Sized(13, 14), "looks", "signature", "13-14", Style("bold"));
        }
    }

    private static void InspectEnd(WordPaper paper, FaultList faults) =>
        faults.AddIf(paper.Paragraphs.Count(p => p.Text.EndsWith("./.", StringComparison.Ordinal)) != 1, "end", "text");

    private static void InspectPageNumbers(WordPaper paper, FaultList faults)
    {
        var line = paper.Headers.FirstOrDefault(h => h.Text.Length > 0);
        faults.AddIf(!paper.NumbersPages || line is not { Align: "center" } || !line.Sized(13, 14), "pages", "head");
        faults.AddIf(paper.Section.Element(Word.W + "titlePg") is null, "first-page", "head");
    }

    private static string Style(string name) => Texts.Text.Of("Forms.Style_" + name);

    private static bool IsRuled(WordPaper paper, int at) => at < paper.Paragraphs.Count && paper.Paragraphs[at].Ruled;

    private static int Find(WordPaper paper, Func<PrintedParagraph, bool> which)
    {
        for (var i = 0; i < paper.Paragraphs.Count; i++)
        {
            if (which(paper.Paragraphs[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static double Millimetres(System.Xml.Linq.XElement? element, string name) =>
        double.TryParse(element?.Attribute(Word.W + name)?.Value, CultureInfo.InvariantCulture, out var twips) ? twips / TwipsPerMillimetre : 0;

    private static string Begin(string text) => text.Length <= 30 ? text : text[..30] + "…";

    [GeneratedRegex(@"^Số:\s*(?<number>[\d\s\u00A0]*)/(?<symbol>[A-ZĐ][A-Za-zĐ0-9\-]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberLine();

    [GeneratedRegex(@"^\S.*, ngày (?<day>\d{1,2}) tháng (?<month>\d{1,2}) năm (?<year>\d{4})$", RegexOptions.ExplicitCapture)]
    private static partial Regex DateLine();

    [GeneratedRegex(@"^- Lưu: VT(, [^,]+)*\.$", RegexOptions.ExplicitCapture)]
    private static partial Regex FiledLine();

    [GeneratedRegex(@"^(TM|KT|TL|TUQ)\. \S", RegexOptions.ExplicitCapture)]
    private static partial Regex Authority();

    [GeneratedRegex(@"(^|\s)(GS|PGS|TS|ThS|BS|KS|CN)\.|Giáo sư|Tiến sĩ|Thạc sĩ", RegexOptions.ExplicitCapture)]
    private static partial Regex AcademicTitle();
}
