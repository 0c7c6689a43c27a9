using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Documents;

/// <summary>Gives items of the post their S10 codes from an office's range, one after the other. A serial number is given once, also where ranges overlap or were entered anew.</summary>
internal static class ItemCodes
{
    /// <summary>The next codes of a range. Refused where so many are not left.</summary>
    public static async Task<IReadOnlyList<string>> Draw(Session tx, ItemRange range, int count)
    {
        await tx.Lock("item-codes");
        var taken = await tx.One<int?>("select max(last) from doc_item_codes where service = @Service and first <= @Last and last >= @First", range);
        var next = Math.Max(range.First, (taken ?? -1) + 1);
        if (range.Last - next + 1 < count)
        {
            throw new Refusal("Papers.ItemCodesOut", PostalItemCode.Of(range.Service, range.First), PostalItemCode.Of(range.Service, range.Last), Math.Max(0, range.Last - next + 1), count);
        }

        await tx.Execute("insert into doc_item_codes (service, first, last) values (@Service, @next, @last)", new { range.Service, next, last = next + count - 1 });
        return [.. Enumerable.Range(next, count).Select(serial => PostalItemCode.Of(range.Service, serial))];
    }
}
