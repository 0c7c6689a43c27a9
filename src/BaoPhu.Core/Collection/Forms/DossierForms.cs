using BaoPhu.Core.Collection.Referral;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Forms;

/// <summary>What the sheets of a dossier have in common: they have no number and go with the letter.</summary>
public abstract class DossierForm : IForm
{
    public abstract string Code { get; }
    public string TitleKey => "Forms.Title_" + Code;
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Annex;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.None;
    public IReadOnlyList<string> Papers { get; } = [];
    public IReadOnlyList<string> Acts { get; } = [ActNames.Refer];
    public bool OfDebt => false;
    public IReadOnlyList<string> Required { get; } = ["office.name", "paper.place", "paper.date", "employer.name", "employer.code"];
    public virtual IReadOnlyList<SumRule> Sums { get; } = [];

    public abstract Task<FormContent> Compose(Session s, FormCase about);

    public abstract byte[] Template();

    private protected FormContent Head(FormCase about)
    {
        var content = PaperHead.Of(this, about);
        PaperHead.AddEmployer(content, about);
        return PaperHead.AddSigner(content, about);
    }

    private protected static PaperBuilder Begin(string title, string about) => new PaperBuilder(title)
        .Head(numbered: false)
        .Type(title.ToUpper(Texts.Text.Vietnamese), about)
        .Body("Đơn vị: {employer.name|tên đơn vị}. Mã đơn vị: {employer.code|mã đơn vị}. Mã số thuế: {employer.tax|mã số thuế}. Địa chỉ: {employer.address|địa chỉ}.");

    private protected static byte[] End(PaperBuilder paper) => paper.Signature().Mark("Mẫu dựng lại: chưa tìm thấy mẫu hồ sơ chuyển cơ quan điều tra").Build();
}

/// <summary>Cover and index of the dossier: every thing with its number, day, file and digest.</summary>
public sealed class DossierIndex : DossierForm
{
    public const string FormCode = "ML-216";
    public override string Code => FormCode;

    public override async Task<FormContent> Compose(Session s, FormCase about)
    {
        var (key, source) = (about.Task.Key, ValueSource.Record("col_dossier_items"));
        var number = await Dossier.Last(s, key);
        var items = await Dossier.Items(s, key, number);
        var file = await ReferralFile.Of(s, key);
        var content = Head(about)
            .Add("authority", file?.Authority, ValueSource.Record("col_referrals.authority"))
            .Add("dossier.no", VietnameseNumbers.Amount(number), source, number)
            .Add("dossier.items", VietnameseNumbers.Amount(items.Count), source, items.Count)
            .AddGroup("items");
        foreach (var item in items)
        {
            content.AddRow("items")
                .Add("item.no", VietnameseNumbers.Amount(item.ItemNo), source, item.ItemNo)
                .Add("item.day", OfficialWords.ShortDate(item.HappenedOn), source)
                .Add("item.title", item.Title, source)
                .Add("item.file", Dossier.PathOf(item), source)
                .Add("item.digest", string.Join(' ', item.Digest.Chunk(16).Select(c => new string(c))), source);
        }

        return content;
    }

    public override byte[] Template() => End(Begin("Hồ sơ kiến nghị khởi tố", "Điều 216 Bộ luật Hình sự - trốn đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Body("Gửi: {authority|cơ quan điều tra}. Hồ sơ lập lần {dossier.no|lần}, gồm {dossier.items|số tài liệu} tài liệu theo thứ tự thời gian.")
        .Heading("MỤC LỤC")
        .Rows("items", "tài liệu", [650, 1450, 3355, 1700, 2200], ["center", "center", "left", "left", "left"], ["STT", "Ngày", "Tài liệu", "Tệp", "SHA-256"],
            ["{item.no|số}", "{item.day|ngày}", "{item.title|tài liệu}", "{item.file|tệp}", "{item.digest|mã băm}"])
        .Body("Mã băm của văn bản tính trên các phần của tệp; của dòng nhật ký tính trên nội dung dòng. Bản điện tử của mục lục: muc-luc.csv./."));
}

/// <summary>The diary: every contact, receipt, refusal and step with its number in the index.</summary>
public sealed class DossierDiary : DossierForm
{
    public const string FormCode = "NK-216";
    public override string Code => FormCode;

    public override async Task<FormContent> Compose(Session s, FormCase about)
    {
        var source = ValueSource.Record("col_dossier_items");
        var content = Head(about).AddGroup("lines");
        foreach (var item in (await Dossier.Items(s, about.Task.Key, await Dossier.Last(s, about.Task.Key))).Where(i => i.PaperNo is null && i.Kind != "months"))
        {
            content.AddRow("lines")
                .Add("line.no", VietnameseNumbers.Amount(item.ItemNo), source, item.ItemNo)
                .Add("line.day", OfficialWords.ShortDate(item.HappenedOn), source)
                .Add("line.title", item.Title, source)
                .Add("line.words", item.Words, source);
        }

        return content;
    }

    public override byte[] Template() => End(Begin("Nhật ký làm việc với đơn vị", "Liên hệ, gửi nhận, trả lời, từ chối và các bước xử lý theo thứ tự thời gian")
        .Rows("lines", "dòng nhật ký", [900, 1350, 3205, 3900], ["center", "center", "left", "left"], ["Số mục lục", "Ngày", "Việc", "Nội dung"],
            ["{line.no|số}", "{line.day|ngày}", "{line.title|việc}", "{line.words|nội dung}"])
        .Body("Trích từ sổ liên hệ, sổ văn bản và lịch sử hồ sơ của cơ quan bảo hiểm xã hội./."));
}

/// <summary>The table of months in the manner of C12-TS: what was due, what is not paid, by fund, for the months that count.</summary>
public sealed class DossierMonths : DossierForm
{
    public const string FormCode = "BT-216";
    public override string Code => FormCode;
    public override IReadOnlyList<SumRule> Sums { get; } =
    [
        new("months", "month.social", "social"), new("months", "month.health", "health"), new("months", "month.unemployment", "unemployment"), new("months", "month.accident", "accident"),
        new("months", "month.total", "total", "words"),
    ];

    public override async Task<FormContent> Compose(Session s, FormCase about)
    {
        var source = ValueSource.Record("reg_months: phải đóng − đã đóng");
        var (law, finding) = await Referrals.Assess(s, about.Task.Key, about.Date);
        var content = Head(about).AddGroup("months");
        foreach (var month in finding.Months)
        {
            content.AddRow("months")
                .Add("month.period", OfficialWords.Month(month.Period), source)
                .Add("month.social", VietnameseNumbers.Amount(month.Social), source, month.Social)
                .Add("month.health", VietnameseNumbers.Amount(month.Health), source, month.Health)
                .Add("month.unemployment", VietnameseNumbers.Amount(month.Unemployment), source, month.Unemployment)
                .Add("month.accident", VietnameseNumbers.Amount(month.Accident), source, month.Accident)
                .Add("month.total", VietnameseNumbers.Amount(month.Total), source, month.Total);
        }

        foreach (var (tag, sum) in ((string, long)[])
        [
            ("social", finding.Months.Sum(m => m.Social)), ("health", finding.Months.Sum(m => m.Health)), ("unemployment", finding.Months.Sum(m => m.Unemployment)),
            ("accident", finding.Months.Sum(m => m.Accident)), ("total", finding.Amount),
        ])
        {
            content.Add(tag, VietnameseNumbers.Amount(sum), source, sum);
        }

        return content
            .Add("words", VietnameseNumbers.AmountInWords(finding.Amount), ValueSource.Rule("đọc từ total"))
            .Add("count", VietnameseNumbers.Amount(finding.Months.Count), source, finding.Months.Count)
            .Add("run", VietnameseNumbers.Amount(finding.LongestRun), source, finding.LongestRun)
            .Add("law", law.Citation, ValueSource.Rule("article-216.txt"))
            .Add("first", OfficialWords.Month(law.FirstMonth), ValueSource.Rule(law.Citation))
            .Add("as-of", OfficialWords.Date(about.Date), ValueSource.Person("ngày lập"));
    }

    public override byte[] Template() => End(Begin("Bảng các tháng không đóng, đóng không đủ", "Trích sổ thu, theo cách trình bày của thông báo C12-TS")
        .Body("Tính đến {as-of|ngày}: {count|số tháng} tháng, trong đó dài nhất {run|số tháng liên tục} tháng liên tục. Số tiền nộp được trừ vào tháng cũ nhất của từng quỹ; các quỹ không bù trừ cho nhau. Không tính tháng trước {first|tháng đầu tiên được tính}. Đơn vị tính: đồng.")
        .Rows("months", "tháng", [1255, 1650, 1650, 1600, 1550, 1650], ["center", "right", "right", "right", "right", "right"], ["Tháng", "BHXH", "BHYT", "BHTN", "TNLĐ, BNN", "Cộng"],
            ["{month.period|tháng}", "{month.social|BHXH}", "{month.health|BHYT}", "{month.unemployment|BHTN}", "{month.accident|TNLĐ, BNN}", "{month.total|cộng}"],
            ["Cộng", "{social|BHXH}", "{health|BHYT}", "{unemployment|BHTN}", "{accident|TNLĐ, BNN}", "{total|tổng số}"])
        .Body("Bằng chữ: {words|bằng chữ}. Căn cứ: {law|điều luật}./."));
}
