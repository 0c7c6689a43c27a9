using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;
using static BaoPhu.Core.Documents.Writing.SheetBuilder;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>Bảng kê bưu gửi: what is handed to the post in one batch (dịch vụ bưu chính công ích), an item a line, with numbers as numbers. The post's own layout was not found.</summary>
public sealed class PostalManifest : IForm
{
    private static readonly ValueSource Maker = ValueSource.Person("người lập bảng kê");

    public string Code => "BANGKE-BCCI";
    public string TitleKey => "Forms.Title_BANGKE-BCCI";
    public FormFormat Format => FormFormat.Xlsx;
    public FormLayout Layout => FormLayout.Annex;
    public bool Reconstructed => true;
    public PaperKind Kind => PaperKind.None;
    public IReadOnlyList<string> Papers { get; } = [];
    public IReadOnlyList<string> Acts { get; } = ["notice", "minutes", "demand"];
    public IReadOnlyList<string> Required { get; } = ["office.name", "paper.place-date", "items.count"];
    public IReadOnlyList<SumRule> Sums { get; } = [new("items", "item.grams", "items.grams"), new("items", "item.one", "items.count")];

    /// <summary>Refused: a list of items that is not that of the tasks.</summary>
    public Task<FormContent> Compose(Session s, FormCase about)
    {
        var items = about.Manifest?.Items ?? [.. about.Tasks.Select(_ => new PostalItem(null, ""))];
        if (items.Count != about.Tasks.Count || items.Count == 0)
        {
            throw new Refusal("Forms.ItemsNotOfTasks", items.Count, about.Tasks.Count);
        }

        var content = new FormContent(Code)
            .Add("office.parent", OfficialWords.OfficeHead(about.Parent), ValueSource.Record("org_offices.name"))
            .Add("office.name", OfficialWords.OfficeHead(about.Issuer), ValueSource.Record("org_offices.name"))
            .Add("paper.place-date", $"{about.Place}, {OfficialWords.Date(about.Date)}", Maker)
            .Add("batch", about.Manifest?.Batch is { } batch ? $"Chuyến số {batch:00}" : "Chuyến số ……", Maker, null)
            .Add("post", "Bưu cục nhận: " + PaperHead.Or(about.Manifest?.PostOffice, "………………"), Maker);
        long? grams = 0;
        for (var i = 0; i < items.Count; i++)
        {
            var (task, item) = (about.Tasks[i], items[i]);
            grams += item.Grams;
            content.AddRow("items")
                .Add("item.number", PaperHead.Money(i + 1), ValueSource.Rule("thứ tự"), i + 1)
                .Add("item.code", item.Code, ValueSource.Setting("dải số hiệu bưu gửi"))
                .Add("item.name", task.Name, ValueSource.Record("reg_employers.name"))
                .Add("item.employer", task.Code, ValueSource.Record("reg_employers.code"))
                .Add("item.address", PaperHead.Or(task.Address, "chưa có"), ValueSource.Record("reg_employers.address"))
                .Add("item.phone", task.Phone, ValueSource.Record("reg_employers.phone"))
                .Add("item.papers", item.Papers, ValueSource.Record("doc_papers"))
                .Add("item.one", "1", ValueSource.Rule("một bưu gửi một dòng"), 1)
                .Add("item.grams", item.Grams is { } weight ? PaperHead.Money(weight) : "", Maker, item.Grams);
        }

        content
            .Add("items.count", PaperHead.Money(items.Count), ValueSource.Rule("cộng cột"), items.Count)
            .Add("items.grams", grams is { } sum ? PaperHead.Money(sum) : "", ValueSource.Rule("cộng cột"), grams)
            .Add("signer.name", about.Signer?.Name, Maker);
        return Task.FromResult(content);
    }

    public byte[] Template() => new SheetBuilder("Bảng kê", [6, 18, 34, 11, 40, 14, 24, 9, 12])
        .Row((0, 3, "{office.parent}", Look.Centre), (4, 8, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look.CentreBold))
        .Row((0, 3, "{office.name}", Look.CentreBold), (4, 8, "Độc lập - Tự do - Hạnh phúc", Look.CentreBold))
        .Row((4, 8, "{paper.place-date}", Look.CentreItalic))
        .Row((0, 8, "BẢNG KÊ BƯU GỬI", Look.Title))
        .Row((0, 8, "Dịch vụ bưu chính công ích", Look.CentreItalic))
        .Row((0, 3, "{batch}", Look.Plain), (4, 8, "{post}", Look.Plain))
        .Heading("STT", "Số hiệu bưu gửi", "Tên đơn vị nhận", "Mã đơn vị", "Địa chỉ nhận", "Điện thoại", "Văn bản gửi kèm", "Số bưu gửi", "Khối lượng (g)")
        .Group("items", ("{item.number}", Look.Middle), ("{item.code}", Look.Middle), ("{item.name}", Look.Text), ("{item.employer}", Look.Middle), ("{item.address}", Look.Text), ("{item.phone}", Look.Middle), ("{item.papers}", Look.Text), ("{item.one}", Look.Number), ("{item.grams}", Look.Number))
        .Row((0, 6, "Cộng", Look.BoldText), (7, 7, "{items.count}", Look.BoldNumber), (8, 8, "{items.grams}", Look.BoldNumber))
        .Empty()
        .Row((0, 3, "ĐẠI DIỆN BƯU ĐIỆN", Look.CentreBold), (4, 8, "ĐẠI DIỆN CƠ QUAN BHXH", Look.CentreBold))
        .Row((0, 3, "(Ký, ghi rõ họ tên)", Look.CentreItalic), (4, 8, "(Ký, ghi rõ họ tên)", Look.CentreItalic))
        .Empty().Empty().Empty()
        .Row((4, 8, "{signer.name}", Look.CentreBold))
        .Build("Mẫu dựng lại: chưa tìm thấy mẫu bảng kê của bưu điện");
}
