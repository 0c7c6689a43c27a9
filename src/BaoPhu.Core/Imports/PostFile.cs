using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Imports;

/// <summary>
/// The post's delivery file: what became of the items that were handed over, by item code, whoever keeps them. An item may stand on two rows only where the second says that it came back. Layout rebuilt:
/// the post's own was not found, so the headings are told by their words.
/// </summary>
internal sealed class PostFile(ImportContext context) : ImportWork(context)
{
    private const int Code = 0;
    private const int ResultField = 1;
    private const int Day = 2;
    private const int Receiver = 3;
    private const int Note = 4;

    public static readonly Field[] Fields =
    [
        new("item-code", "Số hiệu bưu gửi", true, "so hieu buu gui", "ma buu gui", "so hieu", "so buu gui", "ma van don", "so van don", "ma e1"),
        new("result", "Kết quả phát", true, "ket qua phat", "ket qua", "trang thai", "trang thai phat", "tinh trang phat", "tinh trang"),
        new("day", "Ngày phát", true, "ngay phat", "ngay ket qua", "thoi gian phat", "ngay phat thanh cong", "ngay"),
        new("receiver", "Người nhận", false, "nguoi nhan", "nguoi ky nhan", "ho ten nguoi nhan", "ten nguoi nhan") { IsPersonal = true },
        new("note", "Ghi chú", false, "ghi chu", "ly do", "ly do khong phat duoc", "dien giai"),
    ];

    // A row that says the item came back stands beside the row that says how it ended.
    private readonly Dictionary<(string Code, bool CameBack), (int Row, PostalAnswer Answer)> _rows = [];
    private readonly HashSet<(string, bool)> _contradicted = [];
    private readonly List<(PostedItem Item, PostalAnswer Answer)> _new = [];

    private readonly IPostedItems[] _keepers = [new PostResults(context.Db, context.Clock), .. context.Posted];
    private readonly Dictionary<PostedItem, IPostedItems> _keeperOf = [];

    private Scope _scope = Scope.Nothing;

    private string Province => Context.Request.Province!;

    /// <summary>Answers change no plan by themselves: what an outcome orders is planned with its record.</summary>
    public override IEnumerable<string> Touched => [];

    public override async Task Begin(Session tx)
    {
        _scope = Context.Actor.IsPerson ? await new Offices(Context.Db, Context.Clock).ScopeOf(Context.Actor.OfficeCode) : Scope.Nation;
        await tx.Lock(PlanningPass.LockOf(Province));
    }

    public override void Take(ITableReader row)
    {
        if (IsOutOfShape(row))
        {
            return;
        }

        if (Raw(row, ResultField).Length == 0 && Raw(row, Day).Length == 0)
        {
            // Not answered yet: a later file will tell.
            Passed++;
            return;
        }

        var code = string.Concat(Raw(row, Code).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        var ok = PostalItemCode.IsValid(code);
        if (!ok)
        {
            Faults.Refuse(row.Row, Code, FaultKind.ItemCodeUnreadable);
        }

        if (!PostalResults.TryRead(Raw(row, ResultField), out var result))
        {
            Faults.Refuse(row.Row, ResultField, FaultKind.PostResultUnreadable);
            ok = false;
        }

        if (!(TakeDay(row, out var day) & ok))
        {
            return;
        }

        var answer = new PostalAnswer(result, day, Context.Has(Receiver) ? Words(row, Receiver) ?? "" : "", Context.Has(Note) ? Words(row, Note) ?? "" : "");
        var key = (code, result == PostalResult.Returned);
        if (!_rows.TryGetValue(key, out var first))
        {
            _rows.Add(key, (row.Row, answer));
        }
        else if (first.Answer != answer)
        {
            Faults.Refuse(row.Row, Code, FaultKind.ContradictionItem, first.Row);
            if (_contradicted.Add(key))
            {
                Faults.Refuse(first.Row, Code, FaultKind.ContradictionItem, row.Row);
            }
        }
    }

    public override async Task Settle(Session tx)
    {
        foreach (var key in _contradicted)
        {
            _rows.Remove(key);
        }

        var items = await Items(tx);
        // How an item ended comes before its return.
        foreach (var ((code, _), (row, answer)) in _rows.OrderBy(r => r.Key.CameBack).ThenBy(r => r.Value.Row))
        {
            if (Fault(items.GetValueOrDefault(code), answer) is { } fault)
            {
                Faults.Refuse(row, fault is FaultKind.DayBeforeHandOver ? Day : fault is FaultKind.ItemAnswered ? ResultField : Code, fault);
            }
            else if (!Knows(items[code], answer))
            {
                _new.Add((items[code], answer));
            }
        }
    }

    public override Task<Outcome> Compare(Session tx) => Task.FromResult(new Outcome(_new.Count, 0));

    public override Task<IReadOnlyList<ImportChange>> Examples(Session tx, int most) => Task.FromResult<IReadOnlyList<ImportChange>>([.. _new.Take(most).Select(n => new ImportChange(
        n.Item.ItemCode, n.Item.Label, n.Item.Known is [.., var last] ? Text.Of("Papers.PostResult_" + last.Result) : null,
        Text.Of("Papers.PostResult_" + PostalResults.Of(n.Answer.Result)) + ", " + n.Answer.On.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)))]);

    public override async Task Apply(Session tx)
    {
        foreach (var keeper in _keepers)
        {
            await keeper.Record(tx, Context.Actor, Context.RunId, _new.FindAll(n => _keeperOf[n.Item] == keeper));
        }
    }

    private async Task<Dictionary<string, PostedItem>> Items(Session tx)
    {
        var (items, codes) = (new Dictionary<string, PostedItem>(StringComparer.Ordinal), _rows.Keys.Select(k => k.Code).Distinct(StringComparer.Ordinal).ToList());
        foreach (var keeper in _keepers)
        {
            foreach (var (code, item) in await keeper.Items(tx, _scope, Province, codes))
            {
                items.Add(code, item);
                _keeperOf.Add(item, keeper);
            }
        }

        return items;
    }

    private static bool Knows(PostedItem item, PostalAnswer answer) =>
        item.Known.Exists(k => k.Result == PostalResults.Of(answer.Result) && k.HappenedOn == answer.On && k.Receiver == answer.Receiver && k.Note == answer.Note);

    /// <summary>Why the answer is not taken; null: it is new, or known already.</summary>
    private FaultKind? Fault(PostedItem? item, PostalAnswer answer)
    {
        if (item is null)
        {
            return FaultKind.ItemUnknown;
        }

        if (item.SentAt is not { } sent)
        {
            return FaultKind.ItemNotHanded;
        }

        if (answer.On < sent.Day)
        {
            return FaultKind.DayBeforeHandOver;
        }

        if (Knows(item, answer))
        {
            return null;
        }

        // One end, and after an end that was no delivery one return.
        var before = item.Known.Select(k => k.Result).Concat(_new.Where(n => n.Item == item).Select(n => PostalResults.Of(n.Answer.Result))).ToList();
        var cameBack = answer.Result == PostalResult.Returned;
        var contradicts = before.Count == 0 && item.ByHand is { } said && said != (answer.Result == PostalResult.Delivered ? "delivered" : "returned");
        return (before.Count == 0 && !contradicts) || (cameBack && before is [var end] && end is "refused" or "not-at-address") ? null : FaultKind.ItemAnswered;
    }

    private bool TakeDay(ITableReader row, out DateOnly day)
    {
        // "10:20 03/11/2021": the hour is not kept.
        var verdict = DateText.Parse(string.Join(' ', Raw(row, Day).Split(' ').Where(w => !w.Contains(':', StringComparison.Ordinal))), out day);
        if (verdict != DateVerdict.Ok)
        {
            Faults.Refuse(row.Row, Day, verdict == DateVerdict.Impossible ? FaultKind.DateImpossible : FaultKind.DateUnreadable);
            return false;
        }

        if (day > Context.Now.Day)
        {
            Faults.Refuse(row.Row, Day, FaultKind.DayInFuture);
            return false;
        }

        return true;
    }
}
