using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>
/// Biên bản làm việc, form D04h-TS of QĐ 505/QĐ-BHXH: who met, what is owed, what was asked and promised, and how it ended: signed, refused before witnesses, or exchanged by
/// post. Its printed layout was not found.
/// </summary>
public sealed class WorkingMinutes : IForm
{
    private static readonly ValueSource Maker = ValueSource.Person("người ghi biên bản");

    public string Code => "D04h-TS";
    public string TitleKey => "Forms.Title_D04h-TS";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Minutes;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Minutes;
    public IReadOnlyList<string> Papers { get; } = ["D04h-TS"];
    public IReadOnlyList<string> Acts { get; } = ["minutes"];

    public IReadOnlyList<string> Required { get; } =
    [
        "office.name", "paper.place", "paper.date", .. PaperHead.Numbered, .. DebtFacts.Required, "employer.name", "employer.code", "deadline", "minutes.begin", "minutes.place", "side.office",
    ];

    public IReadOnlyList<SumRule> Sums => DebtFacts.Sums;

    /// <summary>Refused: an ending without what it needs (reason and two witnesses; the days on which it was sent and came back).</summary>
    public async Task<FormContent> Compose(Session s, FormCase about)
    {
        var minutes = about.Minutes ?? new MinutesCase();
        Check(minutes);
        var employer = await Employers.Find(s, Identity.Scope.Nation, about.Task.Province, about.Task.Code);
        var content = PaperHead.Of(this, about);
        PaperHead.AddEmployer(content, about);
        content
            .Add("employer.phone", PaperHead.Or(about.Task.Phone, "chưa có"), ValueSource.Record("reg_employers.phone"))
            .Add("minutes.begin", minutes.From is { } from ? $"{OfficialWords.Time(from)}, {OfficialWords.Date(DateOnly.FromDateTime(from))}" : OfficialWords.Date(about.Date), Maker)
            .Add("minutes.place", minutes.Place ?? about.Task.Address, Maker)
            .Add("workers", employer.Workers is { } workers ? VietnameseNumbers.Amount(workers) : "chưa có số liệu", ValueSource.Record("reg_employers.workers"), employer.Workers)
            .Add("workers.outside", minutes.WorkersNotTakingPart is { } outside ? VietnameseNumbers.Amount(outside) : "chưa xác định", Maker, minutes.WorkersNotTakingPart)
            .Add("cause", PaperHead.Or(minutes.Cause, "đơn vị chưa nêu"), Maker)
            .Add("opinion", PaperHead.Or(minutes.EmployersOpinion, "không có"), Maker);
        (await DebtFacts.Load(s, about)).AddTo(content);
        DebtFacts.AddPayment(content, about);
        AddPeople(content, "officials", minutes, Side.Office);
        AddPeople(content, "agencies", minutes, Side.OtherAgency);
        AddPeople(content, "employers", minutes, Side.Employer);
        content.AddGroup("commitments");
        foreach (var promise in minutes.Commitments)
        {
            content.AddRow("commitments")
                .Add("commitment.date", OfficialWords.Date(promise.On), Maker)
                .Add("commitment.amount", VietnameseNumbers.Amount(promise.Amount), Maker, promise.Amount)
                .Add("commitment.words", VietnameseNumbers.AmountInWords(promise.Amount), ValueSource.Rule("đọc từ commitment.amount"));
        }

        AddEnding(content, minutes);
        return content
            .Add("side.office", minutes.Participants.FirstOrDefault(p => p.Side == Side.Office)?.Name ?? about.Signer?.Name, Maker)
            .Add("side.employer", minutes.Participants.FirstOrDefault(p => p.Side == Side.Employer)?.Name, Maker)
            .Add("side.recorder", minutes.Recorder, Maker);
    }

    public byte[] Template() => DebtFacts.Table(new PaperBuilder("Biên bản làm việc (Mẫu D04h-TS)")
        .FormName("Mẫu D04h-TS", "(Ban hành kèm theo Quyết định số 505/QĐ-BHXH ngày 27/3/2020 của BHXH Việt Nam)")
        .Head()
        .Type("BIÊN BẢN LÀM VIỆC", "Về việc đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp")
        .Body("Bắt đầu: {minutes.begin|thời gian}, tại {minutes.place|địa điểm}.")
        .Heading("1. Thành phần")
        .Body("a) Đại diện {office.running|tên cơ quan}:")
        .Group("officials", "người của cơ quan BHXH", g => g.Body("- {person.line|họ tên, chức vụ}"))
        .Group("agencies", "người của cơ quan phối hợp", g => g.Body("- Cơ quan phối hợp: {person.line|họ tên, chức vụ}"))
        .Body("b) Đại diện đơn vị: {employer.name|tên đơn vị}")
        .Body("Mã đơn vị: {employer.code|mã đơn vị}. Mã số thuế: {employer.tax|mã số thuế}. Điện thoại: {employer.phone|điện thoại}. Địa chỉ: {employer.address|địa chỉ}.")
        .Group("employers", "người của đơn vị", g => g.Body("- {person.line|họ tên, chức vụ}"))
        .Heading("2. Nội dung làm việc")
        .Body("a) Số lao động đang tham gia: {workers|số lao động}; số lao động chưa tham gia: {workers.outside|số chưa tham gia}.")
        .Body("b) Tính đến {debt.as-of|ngày tính}, đơn vị chậm đóng {debt.months|số tháng}, kỳ cũ nhất chưa đóng đủ là {debt.oldest|kỳ cũ nhất}, cụ thể:"))
        .Body("Tổng số tiền chậm đóng: **{debt.total|tổng số tiền} đồng** (bằng chữ: {debt.words|bằng chữ}).")
        .Body("{interest.note|lãi chậm đóng}")
        .Body("c) Nguyên nhân: {cause|nguyên nhân}.")
        .Body("d) Yêu cầu: đơn vị nộp đủ số tiền trên chậm nhất {deadline|thời hạn}, vào {account|tài khoản}.")
        .Unstretched("Nội dung chuyển khoản: **{transfer|nội dung chuyển khoản}**")
        .Group("commitments", "cam kết của đơn vị", g => g.Body("- Đơn vị cam kết nộp {commitment.amount|số tiền} đồng (bằng chữ: {commitment.words|bằng chữ}) chậm nhất {commitment.date|ngày}."))
        .Body("đ) Ý kiến của đơn vị: {opinion|ý kiến}.")
        .Heading("3. Kết thúc")
        .Group("ending.present", "kết thúc: ký tại buổi làm việc", g => g.Body("Buổi làm việc kết thúc hồi {ending.time|giờ kết thúc}. Biên bản lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản; đã đọc lại cho các bên cùng nghe, công nhận đúng và ký tên./."))
        .Group("ending.refused", "kết thúc: đơn vị không ký", g => g
            .Body("Buổi làm việc kết thúc hồi {ending.time|giờ kết thúc}. Biên bản đã được đọc lại, đại diện đơn vị **không ký biên bản**. Lý do: {ending.reason|lý do}.")
            .Body("Việc không ký được những người chứng kiến sau xác nhận:"))
        .Group("witnesses", "người chứng kiến", g => g.Body("- {person.line|họ tên, chức vụ}. Ký tên: …………………"))
        .Group("ending.refused.copies", "số bản khi không ký", g => g.Body("Biên bản lập thành {ending.copies|số bản} bản, 01 bản gửi đơn vị, 01 bản lưu tại cơ quan bảo hiểm xã hội./."))
        .Group("ending.post", "kết thúc: gửi nhận qua bưu chính", g => g.Body("Biên bản được gửi, nhận qua dịch vụ bưu chính công ích: gửi đơn vị {ending.sent|ngày gửi}; đơn vị gửi lại bản đã ký {ending.returned|ngày nhận lại}. Biên bản lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản./."))
        .Signatures(("ĐẠI DIỆN ĐƠN VỊ", "side.employer", "đại diện đơn vị"), ("NGƯỜI GHI BIÊN BẢN", "side.recorder", "người ghi biên bản"), ("ĐẠI DIỆN BHXH", "side.office", "đại diện cơ quan BHXH"))
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu in kèm Quyết định 505/QĐ-BHXH")
        .Build();

    private static void Check(MinutesCase minutes)
    {
        var ending = minutes.Ending;
        if (ending.Kind == MinutesEndingKind.Refused && (string.IsNullOrWhiteSpace(ending.Reason) || !minutes.Participants.Any(p => p.Side == Side.Witness)))
        {
            throw new Refusal("Forms.RefusalNeedsWitness");
        }

        if (ending.Kind == MinutesEndingKind.ByPost && (ending.SentOn is not { } sent || ending.ReturnedOn < sent))
        {
            throw new Refusal("Forms.PostNeedsDays");
        }
    }

    private static void AddPeople(FormContent content, string group, MinutesCase minutes, Side side)
    {
        content.AddGroup(group);
        foreach (var person in minutes.Participants.Where(p => p.Side == side))
        {
            var parts = new[] { person.Name, person.Title, person.Agency, person.Phone is null ? null : "điện thoại " + person.Phone };
            content.AddRow(group).Add("person.line", string.Join(", ", parts.Where(p => !string.IsNullOrWhiteSpace(p))), Maker);
        }
    }

    private static void AddEnding(FormContent content, MinutesCase minutes)
    {
        var ending = minutes.Ending;
        var time = minutes.To is { } to ? $"{OfficialWords.Time(to)}, {OfficialWords.Date(DateOnly.FromDateTime(to))}" : "…… giờ …… phút cùng ngày";
        foreach (var group in (string[])["ending.present", "ending.refused", "ending.refused.copies", "ending.post", "witnesses"])
        {
            content.AddGroup(group);
        }

        switch (ending.Kind)
        {
            case MinutesEndingKind.Refused:
                content.AddRow("ending.refused").Add("ending.time", time, Maker).Add("ending.reason", ending.Reason, Maker);
                AddPeople(content, "witnesses", minutes, Side.Witness);
                content.AddRow("ending.refused.copies").Add("ending.copies", "02", ValueSource.Rule("số bản của biên bản"));
                break;
            case MinutesEndingKind.ByPost:
                content.AddRow("ending.post").Add("ending.sent", Item(ending.SentOn, ending.SentItem), Maker).Add("ending.returned", Item(ending.ReturnedOn, ending.ReturnedItem), Maker);
                break;
            default:
                content.AddRow("ending.present").Add("ending.time", time, Maker);
                break;
        }
    }

    private static string Item(DateOnly? day, string? code) => day is { } known
        ? OfficialWords.Date(known) + (string.IsNullOrWhiteSpace(code) ? "" : $" (bưu gửi số {code})")
        : "ngày …… tháng …… năm ………";
}
