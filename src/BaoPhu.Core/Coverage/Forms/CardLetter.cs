using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Coverage.Forms;

/// <summary>
/// Công văn to a commune and its Labour office with the list for issue as its table: who is entitled to a card that the budget pays and has none. A letter in the layout of NĐ 30/2020; its words and columns
/// are no source's.
/// </summary>
public sealed class CardLetter : IOfficeForm
{
    private static readonly ValueSource Rows = ValueSource.Record("cov_card_list_rows");

    public string Code => CardLists.PaperForm;
    public string TitleKey => "Cards.Form_CV-CAPTHE";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Letter;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.Letter;
    public IReadOnlyList<string> Annexes { get; } = [];
    public IReadOnlyList<string> Required { get; } = [.. PaperHead.Required, .. PaperHead.Numbered, "addressee", "people", "commune"];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    public async Task<FormContent> Compose(Session s, OfficeFormCase about)
    {
        var list = await CardLists.Find(s, Scope.Nation, about.Key);
        var people = await CardLists.People(s, about.Key);
        var content = PaperHead.AddFoot(
            PaperHead.Of(this, about)
                .Add("bases", string.Join("; ", LegalBases.On(LegalBases.Basis, about.Date)), ValueSource.Rule("căn cứ có hiệu lực " + OfficialWords.ShortDate(about.Date)))
                .Add("commune", await CardLists.NameOf(s, list, about.Date), ValueSource.Record("org_localities"))
                .Add("year", list.ListYear.ToString(CultureInfo.InvariantCulture), ValueSource.Record("cov_card_lists"))
                .Add("people", PaperHead.Money(people.Count), Rows, people.Count),
            about).AddGroup("rows");
        for (var i = 0; i < people.Count; i++)
        {
            var person = people[i];
            content.AddRow("rows")
                .Add("row.number", PaperHead.Money(i + 1), ValueSource.Rule("thứ tự"), i + 1)
                .Add("row.name", person.Name ?? Text.Of("Coverage.Erased"), Rows).Add("row.born", person.Born, Rows).Add("row.citizen", person.CitizenId ?? "", Rows)
                .Add("row.code", person.PersonCode ?? "", Rows).Add("row.group", $"{person.Group} {BudgetGroups.Find(person.Group)?.Name}".TrimEnd(), Rows)
                .Add("row.finding", Text.Of("Cards.Finding_" + person.Finding), Rows);
        }

        return content;
    }

    public async Task<IReadOnlyList<long>> People(Session s, string about) => await s.Query<long>("select r.subject_id from cov_card_list_rows r where r.list_id = @about", new { about });

    public byte[] Template() => new PaperBuilder("Công văn gửi danh sách người được ngân sách nhà nước đóng bảo hiểm y tế chưa có thẻ")
        .Head("V/v cấp thẻ bảo hiểm y tế cho người được ngân sách nhà nước đóng")
        .Addressee("Kính gửi: {addressee|UBND cấp xã, cơ quan Lao động}")
        .Body("Căn cứ {bases|căn cứ};")
        .Body("Qua rà soát, đối chiếu danh sách người được ngân sách nhà nước đóng bảo hiểm y tế năm {year|năm} của {commune|xã, phường} với dữ liệu thẻ, {office.running|tên cơ quan} lập danh sách {people|số người} người chưa có thẻ còn hạn để cấp thẻ:")
        .Rows(
            "rows", "từng người", [600, 2250, 1200, 1450, 1200, 1455, 1200], ["center", "left", "center", "center", "center", "left", "left"],
            ["STT", "Họ và tên", "Ngày sinh", "Số CCCD/CMND", "Mã số BHXH", "Nhóm", "Kết quả rà soát"],
            ["{row.number|thứ tự}", "{row.name|họ tên}", "{row.born|ngày sinh}", "{row.citizen|số giấy tờ}", "{row.code|mã số BHXH}", "{row.group|nhóm}", "{row.finding|kết quả}"])
        .Body("Đề nghị Quý cơ quan đối chiếu, bổ sung thông tin còn thiếu, báo người đã mất, chuyển đi hoặc trùng danh sách, và trả lời bằng văn bản điện tử hoặc qua bưu chính để cấp thẻ đầy đủ, kịp thời, không bỏ sót đối tượng./.")
        .FootOfRecipients("VT, {paper.unit|đơn vị soạn thảo}")
        .Mark("Mẫu dựng lại: chưa tìm thấy mẫu công văn in sẵn")
        .Build();
}
