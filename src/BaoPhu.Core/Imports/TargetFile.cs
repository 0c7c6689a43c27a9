using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Imports;

/// <summary>
/// Targets for the level below the office of who takes the file in: figure, holder, period, value and the decision. What stands already and says the same changes nothing; what says another value is
/// a new version, which needs its reason. Layout rebuilt.
/// </summary>
internal sealed class TargetFile(ImportContext context) : ImportWork(context)
{
    private const int Figure = 0;
    private const int Holder = 1;
    private const int PeriodField = 2;
    private const int ValueField = 3;
    private const int Decision = 4;
    private const int DecidedOn = 5;
    private const int AssignedBy = 6;
    private const int Reason = 7;

    public static readonly Field[] Fields =
    [
        new("figure", "Chỉ tiêu", true, "chi tieu", "ten chi tieu", "ma chi tieu", "noi dung chi tieu"),
        new("holder", "Mã nơi nhận", true, "ma noi nhan", "ma co quan bhxh", "ma co quan", "ma dai ly thu", "ma dai ly", "noi nhan"),
        new("period", "Kỳ", true, "ky", "nam", "giai doan", "ky chi tieu"),
        new("value", "Số giao", true, "so giao", "chi tieu giao", "gia tri", "giao"),
        new("decision", "Số văn bản", true, "so van ban", "so quyet dinh", "quyet dinh", "van ban giao"),
        new("decided-on", "Ngày văn bản", true, "ngay van ban", "ngay quyet dinh", "ngay ky", "ngay giao"),
        new("assigned-by", "Cơ quan giao", false, "co quan giao", "noi giao"),
        new("reason", "Lý do điều chỉnh", false, "ly do dieu chinh", "ly do"),
    ];

    private readonly Dictionary<(string Figure, string Holder, string Period), (int Row, FiledTarget Target)> _rows = [];
    private readonly List<(FiledTarget Target, long? Before)> _changes = [];
    private Func<string, string, bool> _receives = (_, _) => false;

    private ITargetGiving Giving => Context.Targets ?? throw new InvalidOperationException("targets are taken in where somebody gives them");

    public override IEnumerable<string> Touched => [];

    public override async Task Begin(Session tx) => _receives = await Giving.Recipients(tx, Context.Actor);

    public override void Take(ITableReader row)
    {
        if (IsOutOfShape(row))
        {
            return;
        }

        var ok = Take(row, Figure, Giving.FigureOf, FaultKind.FigureUnknown, out var figure) & Take(row, PeriodField, Giving.PeriodOf, FaultKind.TargetPeriodUnknown, out var period)
            & Take(row, Decision, cell => cell.Length > 0 ? cell : null, FaultKind.NoDecision, out var decision) & TakeHolder(row, figure, out var holder) & TakeValue(row, out var value) & TakeDay(row, out var day);
        if (!ok)
        {
            return;
        }

        var target = new FiledTarget(figure, holder, period, value, decision, day, Words(row, AssignedBy) ?? "", Words(row, Reason) ?? "");
        var key = (figure, holder, period);
        if (!_rows.TryGetValue(key, out var first))
        {
            _rows.Add(key, (row.Row, target));
        }
        else if (first.Target != target)
        {
            Faults.Refuse(row.Row, Holder, FaultKind.Contradiction, first.Row);
            // The row stays, so that a third one contradicts it too; it is given no more.
            if (first.Target.Version == 0)
            {
                Faults.Refuse(first.Row, Holder, FaultKind.Contradiction, row.Row);
                _rows[key] = (first.Row, first.Target with { Version = -1 });
            }
        }
    }

    /// <summary>What stands is looked up here, where a change without its reason can still be refused.</summary>
    public override async Task Settle(Session tx)
    {
        var rows = _rows.Values.Where(r => r.Target.Version == 0).ToList();
        var standing = await Giving.Standing(tx, [.. rows.Select(r => r.Target.Period).Distinct(StringComparer.Ordinal)]);
        foreach (var (row, target) in rows)
        {
            if (!standing.TryGetValue((target.Figure, target.Holder, target.Period), out var known))
            {
                _changes.Add((target, null));
            }
            else if (known.Value != target.Value && target.Reason.Length == 0)
            {
                Faults.Refuse(row, Reason, FaultKind.NoReason);
            }
            else if (known.Value != target.Value)
            {
                _changes.Add((target with { Version = known.Version }, known.Value));
            }
        }
    }

    public override Task<Outcome> Compare(Session tx) => Task.FromResult(new Outcome(_changes.Count(c => c.Before is null), _changes.Count(c => c.Before is not null)));

    public override Task<IReadOnlyList<ImportChange>> Examples(Session tx, int most) => Task.FromResult<IReadOnlyList<ImportChange>>(
        [.. _changes.Where(c => c.Before is not null).Take(most).Select(c => new ImportChange(c.Target.Holder, Texts.Text.Of("Reporting.Figure_" + c.Target.Figure), Show(c.Before!.Value), Show(c.Target.Value)))]);

    public override Task Apply(Session tx) => Giving.Give(tx, Context.Actor, [.. _changes.Select(c => c.Target)]);

    private static string Show(long value) => value.ToString("N0", Texts.Text.Vietnamese);

    private bool Take(ITableReader row, int field, Func<string, string?> read, FaultKind fault, out string value)
    {
        value = read(Words(row, field) ?? "") ?? "";
        if (value.Length > 0)
        {
            return true;
        }

        Faults.Refuse(row.Row, field, fault);
        return false;
    }

    /// <summary>An office or agent right below; an office's code that lost its first zero gets it back. Whose figure is not known cannot be judged.</summary>
    private bool TakeHolder(ITableReader row, string figure, out string holder)
    {
        holder = Raw(row, Holder).Trim();
        holder = holder.Length == 4 ? "0" + holder : holder;
        if (figure.Length == 0 || _receives(figure, holder))
        {
            return true;
        }

        Faults.Refuse(row.Row, Holder, FaultKind.HolderElsewhere);
        return false;
    }

    private bool TakeValue(ITableReader row, out long value)
    {
        var verdict = MoneyText.Parse(Raw(row, ValueField).AsSpan(), out value);
        if (verdict == MoneyVerdict.Ok && value >= 0)
        {
            return true;
        }

        Faults.Refuse(row.Row, ValueField, verdict == MoneyVerdict.Empty ? FaultKind.NoAmount : FaultKind.TargetUnreadable);
        return false;
    }

    private bool TakeDay(ITableReader row, out DateOnly day)
    {
        var verdict = DateText.Parse(Raw(row, DecidedOn), out day);
        if (verdict == DateVerdict.Ok && day <= Context.Now.Day)
        {
            return true;
        }

        Faults.Refuse(row.Row, DecidedOn, verdict switch { DateVerdict.Ok => FaultKind.DayAhead, DateVerdict.Empty => FaultKind.NoDay, DateVerdict.Impossible => FaultKind.DateImpossible, _ => FaultKind.DateUnreadable });
        return false;
    }
}
