using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Work;
using BaoPhu.Rules;

namespace BaoPhu.Core.Demonstration;

/// <summary>The delivery file that the post would send back for the items that were handed over and not answered yet: most delivered, some refused, not found or returned.</summary>
public static class PostalReply
{
    private static readonly string[] Headings = ["STT", "Số hiệu bưu gửi", "Kết quả phát", "Ngày phát", "Người nhận", "Ghi chú"];

    // What becomes of eight items, in turn.
    private static readonly (string Result, string Receiver, string Note)[] Fates =
    [
        ("Phát thành công", "Văn thư", ""), ("Từ chối nhận", "", "Bảo vệ không nhận"), ("Phát thành công", "Kế toán", ""), ("Không có người nhận tại địa chỉ", "", "Đơn vị đã chuyển đi"), ("Phát thành công", "Lễ tân", ""),
        ("Phát thành công", "Bảo vệ", ""), ("Chuyển hoàn", "", "Phát ba lần không gặp"), ("Phát thành công", "Văn thư", ""),
    ];

    /// <summary>Writes a workbook of the province; returns its number of items. <paramref name="faulty"/>: with a code that was mistyped and an item of somebody else.</summary>
    public static async Task<int> Write(Db db, string province, string path, bool faulty)
    {
        var (first, last) = EmployerKey.Range(province);
        var items = await db.Read(s => s.Query<Item>(
            """
            select p.item_code, p.sent_at from doc_papers p where p.subject_id between @first and @last and p.item_code is not null and p.sent_at is not null
                and not exists (select 1 from doc_item_results r where r.subject_id = p.subject_id and r.paper_no = p.paper_no)
            order by p.item_code
            """,
            new { first, last }));
        await using var file = File.Create(path);
        using var sheet = new Sheet(file, "Kết quả phát");
        sheet.Row(Headings.Select(h => (h, false)));
        for (var i = 0; i < items.Count; i++)
        {
            var (result, receiver, note) = Fates[i % Fates.Length];
            Row(i + 1, items[i].ItemCode, result, items[i].SentAt.Day, receiver, note);
        }

        if (faulty && items.Count > 0)
        {
            Row(items.Count + 1, "RR123456789VN", "Phát thành công", items[0].SentAt.Day, "Văn thư", "");
            Row(items.Count + 2, Rules.Codes.PostalItemCode.Of("RR", 99_999_999), "Phát thành công", items[0].SentAt.Day, "Văn thư", "");
        }

        return items.Count;

        void Row(int number, string code, string result, DateOnly day, string receiver, string note) => sheet.Row(
            [(number.ToString(CultureInfo.InvariantCulture), true), (code, false), (result, false), (day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), false), (receiver, false), (note, false)]);
    }

    private sealed class Item
    {
        public string ItemCode { get; init; } = "";
        public Instant SentAt { get; init; }
    }
}
