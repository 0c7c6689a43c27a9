using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>Address labels of a batch for the post, two in a row, to be cut out or printed on sheets: sender, item code where a range is configured, addressee.</summary>
public sealed class AddressLabels : IForm
{
    private static readonly string[] Sides = ["left", "right"];

    public string Code => "NHAN-BCCI";
    public string TitleKey => "Forms.Title_NHAN-BCCI";
    public FormFormat Format => FormFormat.Docx;
    public FormLayout Layout => FormLayout.Plain;
    public bool Reconstructed => false;
    public PaperKind Kind => PaperKind.None;
    public IReadOnlyList<string> Papers { get; } = [];
    public IReadOnlyList<string> Acts { get; } = ["notice", "minutes", "demand"];
    public IReadOnlyList<string> Required { get; } = [];
    public IReadOnlyList<SumRule> Sums { get; } = [];

    /// <summary>Refused: a list of items that is not that of the tasks.</summary>
    public Task<FormContent> Compose(Session s, FormCase about)
    {
        var items = about.Manifest?.Items;
        if (items is not null && items.Count != about.Tasks.Count)
        {
            throw new Refusal("Forms.ItemsNotOfTasks", items.Count, about.Tasks.Count);
        }

        var content = new FormContent(Code);
        content.AddGroup("labels");
        for (var i = 0; i < about.Tasks.Count; i += 2)
        {
            var row = content.AddRow("labels");
            for (var side = 0; side < 2; side++)
            {
                var task = i + side < about.Tasks.Count ? about.Tasks[i + side] : null;
                var item = task is null ? null : items?[i + side];
                row
                    .Add(Sides[side] + ".sender", task is null ? "" : "Người gửi: " + OfficialWords.OfficeName(about.Issuer.Name), ValueSource.Record("org_offices.name"))
                    .Add(Sides[side] + ".code", item?.Code, ValueSource.Setting("dải số hiệu bưu gửi"))
                    .Add(Sides[side] + ".name", task is null ? "" : "Kính gửi: " + task.Name, ValueSource.Record("reg_employers.name"))
                    .Add(Sides[side] + ".address", task is null ? "" : "Địa chỉ: " + PaperHead.Or(task.Address, "chưa có"), ValueSource.Record("reg_employers.address"))
                    .Add(Sides[side] + ".phone", string.IsNullOrWhiteSpace(task?.Phone) ? "" : "Điện thoại: " + task.Phone, ValueSource.Record("reg_employers.phone"))
                    .Add(Sides[side] + ".papers", PaperHead.Or(item?.Papers, ""), ValueSource.Record("doc_papers"));
            }
        }

        return Task.FromResult(content);
    }

    public byte[] Template() => new PaperBuilder("Nhãn địa chỉ bưu gửi")
        .Labels("labels", "một hàng hai nhãn",
            ("{sender|người gửi}", new PaperBuilder.Look("left", 11, Before: 4)),
            ("{code|số hiệu bưu gửi}", new PaperBuilder.Look("right", 12, Bold: true, Before: 2)),
            ("{name|tên đơn vị}", new PaperBuilder.Look("left", 13, Bold: true, Before: 4)),
            ("{address|địa chỉ}", new PaperBuilder.Look("left", 12, Before: 2)),
            ("{phone|điện thoại}", new PaperBuilder.Look("left", 12, Before: 2)),
            ("{papers|văn bản gửi kèm}", new PaperBuilder.Look("left", 10, Italic: true, Before: 2, After: 4)))
        .Build();
}
