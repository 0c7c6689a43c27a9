using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Debts;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports;

/// <summary>
/// The printed list of debtors of a month (mẫu B03-TS, QĐ 959/QĐ-BHXH and QĐ 595/QĐ-BHXH) as it comes out of a printer's program: titles, sections, totals, pages, signatures.
/// It tells nothing that the ledger does not know better, so the ledger is never changed by it; what is kept is the list itself beside the debts that the ledger gives for that
/// month, employer by employer.
/// </summary>
internal sealed class DebtorFile(ImportContext context) : ImportWork(context)
{
    private const int Number = 0;
    private const int Code = 1;
    private const int NameField = 2;
    private const int Workers = 3;
    private const int Address = 4;
    private const int Months = 5;
    private const int TotalField = 6;
    private const int Social = 7;
    private const int Accident = 10;
    private const int Interest = 11;
    private const int Measures = 12;
    private const int Paper = 13;
    private const int Note = 14;

    /// <summary>Sums of a list would not fit 63 bits beyond this.</summary>
    private const long Largest = 1_000_000_000_000_000;

    public static readonly Field[] Fields =
    [
        new("number", "STT", false, "stt", "so thu tu", "tt", "so tt"),
        new("code", "Mã đơn vị", true, "ma don vi", "ma so don vi", "ma don vi bhxh", "ma don vi tham gia", "ma so"),
        new("name", "Tên đơn vị", true, "ten don vi", "don vi", "ten don vi su dung lao dong", "ten nguoi su dung lao dong", "ten doanh nghiep"),
        new("workers", "Số lao động", false, "so lao dong", "lao dong", "so nguoi lao dong", "tong so lao dong"),
        new("address", "Địa chỉ", false, "dia chi", "dia chi don vi", "dia chi lien he"),
        new("months", "Số tháng nợ", false, "so thang no", "thang no", "so thang cham dong", "so thang"),
        new("total", "Tổng số nợ", true, Debt("tong so", "tong cong", "cong", "tong", "tong so no", "tong no", "tong tien", "tong so tien")),
        new("bhxh", "Nợ BHXH", true, Debt("bhxh")),
        new("bhyt", "Nợ BHYT", true, Debt("bhyt")),
        new("bhtn", "Nợ BHTN", true, Debt("bhtn")),
        new("tnld", "Nợ TNLĐ-BNN", false, Debt("tnld")),
        new("interest", "Lãi chậm đóng", false, Debt("lai cham dong", "lai", "tien lai", "lai phat", "lai cham nop", "lai phat cham dong", "tien lai cham dong")),
        new("measures", "Biện pháp đã thực hiện", false, "bien phap da thuc hien", "bien phap", "cac bien phap da thuc hien", "bien phap thu no", "bien phap don doc"),
        new("document", "Số, ngày văn bản", false, "so ngay van ban", "so van ban", "van ban", "so ngay thang van ban", "so ngay"),
        new("note", "Ghi chú", false, "ghi chu"),
    ];

    private readonly Dictionary<long, Line> _lines = [];
    private readonly HashSet<long> _contradicted = [];
    private readonly Dictionary<string, (long Rows, DebtorAmounts Sum)> _sums = new(StringComparer.Ordinal);
    private readonly List<PrintedTotal> _totals = [];
    private readonly List<(int Row, string Name, string? Address, FaultKind Kind)> _unmatched = [];
    private readonly HashSet<long> _known = [];
    private readonly List<(long Id, Line? Line, DebtAssessment Debt, string Outcome)> _outcomes = [];
    private readonly long[] _amounts = new long[Interest + 1];
    private Period _period;
    private string _section = "";
    private DebtorList? _list;

    public override IEnumerable<string> Touched => [];

    public override DebtorList? Debtors => _list;

    public override async Task Begin(Session tx)
    {
        if (DebtorSections.IsInOtherUnit(Context.Titles))
        {
            throw new Refusal("ImportLists.NotInDong");
        }

        var titled = DebtorSections.MonthOf(Context.Titles);
        var asked = Context.Request.Period is { } number ? Period.FromNumber(number) : (Period?)null;
        if (titled is { } t && asked is { } a && t != a)
        {
            throw new Refusal("ImportLists.OtherPeriod", Show(t), Show(a));
        }

        _period = asked ?? titled ?? throw new Refusal("ImportLists.NeedsPeriod");
        if (_period > Period.Of(Context.Now.Day))
        {
            throw new Refusal("ImportLists.FuturePeriod", Show(_period));
        }

        var (first, last) = EmployerKey.Range(Context.Request.Province!);
        _known.UnionWith(await tx.Query<long>("select employer_id from reg_employers where employer_id between @first and @last", new { first, last }));
    }

    public override void Take(ITableReader row)
    {
        var (title, code) = (Title(row), EmployerCode.Read(Raw(row, Code)));
        var hasAmounts = HasAmounts(row);
        if (code.Value is null && ((!hasAmounts && RepeatsHeadings(row, Fields)) || Headings.IsColumnNumbers(row) || IsNoEmployer(row, title, hasAmounts)))
        {
            Passed++;
            return;
        }

        TakeEmployer(row, code, hasAmounts);
    }

    public override async Task Settle(Session tx)
    {
        foreach (var id in _contradicted)
        {
            _lines.Remove(id);
        }

        var (first, last) = EmployerKey.Range(Context.Request.Province!);
        foreach (var chunk in _unmatched.Chunk(500))
        {
            var folded = chunk.Select(u => VietnameseText.Fold(u.Name)).Distinct(StringComparer.Ordinal).ToList();
            var alike = (await tx.Query<Alike>(
                "select employer_id, folded, address from reg_employers where employer_id between @first and @last and folded {any:folded} order by employer_id",
                new { first, last, folded = tx.List(folded) })).ToLookup(e => e.Folded, StringComparer.Ordinal);
            foreach (var (row, name, address, kind) in chunk)
            {
                // Name and address alone make it likely, never certain: a person writes the code.
                var found = alike[VietnameseText.Fold(name)].Where(e => address is null || e.Address is null || VietnameseText.Fold(e.Address) == VietnameseText.Fold(address)).ToList();
                if (found is [var one])
                {
                    Faults.Refuse(row, Code, FaultKind.EmployerDoubtful, Suggest(EmployerKey.Code(one.EmployerId)));
                }
                else
                {
                    Faults.Refuse(row, Code, kind);
                }
            }
        }
    }

    public override async Task<Outcome> Compare(Session tx)
    {
        var debts = MonthEndDebts.Load(tx, Context.Request.Province!, _period);
        var sections = Sections();
        var unnamed = sections.Where(s => s.IsTotalOnly).Select(s => DebtorSections.Band(s.Name)).ToHashSet();
        var (otherBand, inTotal, inTotalDebt) = (0L, 0L, 0L);
        foreach (var (id, line) in _lines)
        {
            var debt = debts.GetValueOrDefault(id);
            _outcomes.Add((id, line, debt, debt.Total == 0 ? DebtorOutcome.OnlyList : Agrees(line, debt) ? DebtorOutcome.Equal : DebtorOutcome.Differs));
            otherBand += debt.Total > 0 && DebtorSections.Band(line.Section) is { } band && band != debt.Band ? 1 : 0;
        }

        foreach (var (id, debt) in debts.Where(d => !_lines.ContainsKey(d.Key)))
        {
            if (unnamed.Contains(debt.Band))
            {
                (inTotal, inTotalDebt) = (inTotal + 1, inTotalDebt + debt.Total);
            }
            else
            {
                _outcomes.Add((id, null, debt, DebtorOutcome.OnlyLedger));
            }
        }

        _outcomes.Sort((a, b) => a.Id.CompareTo(b.Id));
        var counts = _outcomes.GroupBy(o => o.Outcome, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.LongCount(), StringComparer.Ordinal);
        _list = new(
            _period.Number, sections, counts.GetValueOrDefault(DebtorOutcome.Equal), counts.GetValueOrDefault(DebtorOutcome.Differs), counts.GetValueOrDefault(DebtorOutcome.OnlyList),
            counts.GetValueOrDefault(DebtorOutcome.OnlyLedger), otherBand, inTotal, inTotalDebt, Digest(sections));
        if (await SameBefore(tx, _list.Digest) is { } same)
        {
            _list = _list with { SameAs = same };
        }

        Tell(_list);
        return new(_list.SameAs is null ? _lines.Count : 0, 0);
    }

    public override Task<IReadOnlyList<ImportChange>> Examples(Session tx, int most) => Task.FromResult<IReadOnlyList<ImportChange>>(
        [.. _outcomes.Where(o => o.Outcome != DebtorOutcome.Equal).Take(most).Select(o => new ImportChange(
            EmployerKey.Code(o.Id), Text.Of("ImportLists.Outcome_" + o.Outcome), Show(o.Debt.Social + o.Debt.Health + o.Debt.Unemployment + o.Debt.Accident),
            o.Line is { } line ? Show(line.Amounts.Sum - line.Amounts.Interest) : null))]);

    public override Task Apply(Session tx)
    {
        using var bulk = tx.BulkInto(
            "imp_debtors", "employer_id", "run_id", "outcome", "line", "section", "name", "workers", "months", "list_social", "list_health", "list_unemployment", "list_accident",
            "list_interest", "measures", "document", "note", "own_social", "own_health", "own_unemployment", "own_accident", "own_band");
        foreach (var (id, line, debt, outcome) in _outcomes)
        {
            var printed = line?.Amounts ?? DebtorAmounts.Zero;
            bulk.StartRow();
            bulk.Write(id);
            bulk.Write(Context.RunId);
            bulk.Write(outcome);
            bulk.Write(line?.Row);
            bulk.Write(line?.Section);
            bulk.Write(line?.Name);
            bulk.Write(line?.Workers);
            bulk.Write(line?.Months);
            bulk.Write(printed.Social);
            bulk.Write(printed.Health);
            bulk.Write(printed.Unemployment);
            bulk.Write(Context.Has(Accident) ? printed.Accident : null);
            bulk.Write(printed.Interest);
            bulk.Write(line?.Measures);
            bulk.Write(line?.Paper);
            bulk.Write(line?.Note);
            bulk.Write(debt.Social);
            bulk.Write(debt.Health);
            bulk.Write(debt.Unemployment);
            bulk.Write(debt.Accident);
            bulk.Write((short)debt.Band);
        }

        bulk.Complete();
        return Task.CompletedTask;
    }

    private static string[] Debt(params string[] words) => [.. words, .. words.Select(w => "no " + w), .. words.Select(w => "so no " + w), .. words.Select(w => "tien no " + w), .. words.Select(w => "trong do " + w)];

    /// <summary>A code as a number that fits a fault; the teller writes it back.</summary>
    private int Suggest(string code)
    {
        Context.Suggestions.Add(code);
        return Context.Suggestions.Count - 1;
    }

    /// <summary>The first words of the row that are no number: where a section or a total is told, in whichever cell.</summary>
    private static string Title(ITableReader row)
    {
        for (var c = 0; c < row.Count; c++)
        {
            if (!row.Cell(c).Trim(" \t"u8).IsEmpty && MoneyText.Parse(row.Cell(c), out _) is MoneyVerdict.NotANumber)
            {
                var text = Headings.Show(row.Cell(c));
                // "II" and "Đơn vị nợ đọng" may stand in two cells.
                return text.Length <= 4 && c + 1 < row.Count && !row.Cell(c + 1).IsEmpty ? text + ". " + Headings.Show(row.Cell(c + 1)) : text;
            }
        }

        return "";
    }

    private bool HasAmounts(ITableReader row)
    {
        for (var f = TotalField; f <= Interest; f++)
        {
            if (Context.Has(f) && MoneyText.Parse(row.Cell(Context.Column(f)), out _) is not (MoneyVerdict.Empty or MoneyVerdict.NotANumber))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sections, totals, and what is printed around a list: taken for what they are.</summary>
    private bool IsNoEmployer(ITableReader row, string title, bool hasAmounts)
    {
        if (title.Length > 0 && DebtorSections.IsPageSum(title))
        {
            return true;
        }

        if (title.Length > 0 && DebtorSections.IsTotal(title, out var named, out var grand))
        {
            if (hasAmounts && Amounts(row) is { } amounts)
            {
                _totals.Add(new(row.Row, grand ? DebtorSection.Whole : named, _section, amounts));
            }

            return true;
        }

        var numbered = int.TryParse(Raw(row, Number).AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        // A name with a running number is an employer, whatever it is called.
        if (!(numbered && hasAmounts) && title.Length > 0 && DebtorSections.Read(title, _section) is { } section)
        {
            _section = section;
            if (hasAmounts && Amounts(row) is { } amounts)
            {
                _totals.Add(new(row.Row, section, section, amounts));
            }

            return true;
        }

        return !hasAmounts && !(numbered && Words(row, NameField) is not null);
    }

    private DebtorAmounts? Amounts(ITableReader row)
    {
        for (var f = TotalField; f <= Interest; f++)
        {
            _amounts[f] = 0;
            if (Context.Has(f) && !TryAmount(row, f, out _))
            {
                return null;
            }
        }

        return Read();
    }

    private DebtorAmounts Read() => new(_amounts[Social], _amounts[Social + 1], _amounts[Social + 2], _amounts[Accident], _amounts[Interest], _amounts[TotalField]);

    /// <summary>Reads an amount; nothing, or a dash as accountants print it, is none.</summary>
    private bool TryAmount(ITableReader row, int field, out MoneyVerdict verdict)
    {
        var cell = row.Cell(Context.Column(field)).Trim(" \t"u8);
        if (cell.SequenceEqual("-"u8) || cell.SequenceEqual("–"u8))
        {
            verdict = MoneyVerdict.Empty;
            return true;
        }

        verdict = MoneyText.Parse(cell, out _amounts[field]);
        verdict = verdict == MoneyVerdict.Ok && _amounts[field] > Largest ? MoneyVerdict.Overflow : verdict;
        return verdict is MoneyVerdict.Ok or MoneyVerdict.Empty;
    }

    private void TakeEmployer(ITableReader row, CellRepair code, bool hasAmounts)
    {
        var ok = !IsOutOfShape(row);
        for (var f = TotalField; ok && f <= Interest; f++)
        {
            _amounts[f] = 0;
            if (Context.Has(f) && !TryAmount(row, f, out var verdict))
            {
                Faults.Refuse(row.Row, f, MonthFile.AmountFault(verdict));
                ok = false;
            }
        }

        if (!ok)
        {
            return;
        }

        var amounts = Read();
        if (_section.Length == 0)
        {
            Faults.Refuse(row.Row, Code, FaultKind.NoSection);
            return;
        }

        // What is printed is summed whether the employer is known or not: the printed total holds it too.
        var (rows, sum) = _sums.GetValueOrDefault(_section, (0, DebtorAmounts.Zero));
        _sums[_section] = (rows + 1, sum + amounts);
        var name = Words(row, NameField);
        var id = code.Value is null ? 0 : EmployerKey.Id(Context.Request.Province!, code.Value);
        if (!_known.Contains(id))
        {
            var kind = code.Value is null ? EmployerFile.CodeFault(code) : FaultKind.EmployerUnknown;
            if (name is null)
            {
                Faults.Refuse(row.Row, Code, kind);
            }
            else
            {
                _unmatched.Add((row.Row, name, Context.Has(Address) ? Words(row, Address) : null, kind));
            }

            return;
        }

        if (!hasAmounts)
        {
            Faults.Refuse(row.Row, TotalField, FaultKind.NoAmount);
            return;
        }

        if (!TakeMonths(row, out var months))
        {
            return;
        }

        if (amounts.Total != amounts.Sum)
        {
            Faults.Warn(row.Row, TotalField, FaultKind.RowTotal);
        }

        var line = new Line(row.Row, _section, name, TakeWorkers(row), months, amounts, Other(row, Measures), Other(row, Paper), Other(row, Note));
        if (_lines.TryAdd(id, line))
        {
            return;
        }

        var first = _lines[id];
        if (first with { Row = 0 } != line with { Row = 0 })
        {
            Faults.Refuse(row.Row, Code, FaultKind.ContradictionList, first.Row);
            if (_contradicted.Add(id))
            {
                Faults.Refuse(first.Row, Code, FaultKind.ContradictionList, row.Row);
            }
        }
    }

    private string? Other(ITableReader row, int field) => Context.Has(field) ? Words(row, field) : null;

    private int? TakeWorkers(ITableReader row)
    {
        if (!Context.Has(Workers) || Raw(row, Workers).Trim() is not { Length: > 0 } text)
        {
            return null;
        }

        if (MoneyText.Parse(text, out var workers) == MoneyVerdict.Ok && workers <= int.MaxValue)
        {
            return (int)workers;
        }

        Faults.Warn(row.Row, Workers, FaultKind.WorkersUnreadable);
        return null;
    }

    private bool TakeMonths(ITableReader row, out int? hundredths)
    {
        hundredths = null;
        if (!Context.Has(Months) || MonthFile.TryMonths(Raw(row, Months), out hundredths))
        {
            return true;
        }

        Faults.Refuse(row.Row, Months, FaultKind.MonthsInDebtUnreadable);
        return false;
    }

    /// <summary>A list without a column for TNLĐ-BNN prints it with BHXH or not at all.</summary>
    private bool Agrees(Line line, in DebtAssessment debt) =>
        line.Amounts.Health == debt.Health && line.Amounts.Unemployment == debt.Unemployment
        && (Context.Has(Accident)
            ? line.Amounts.Social == debt.Social && line.Amounts.Accident == debt.Accident
            : line.Amounts.Social == debt.Social || line.Amounts.Social == debt.Social + debt.Accident);

    /// <summary>Every section with its rows' sum and its printed total, then the whole list.</summary>
    private List<DebtorSection> Sections()
    {
        var whole = _sums.Values.Aggregate((Rows: 0L, Sum: DebtorAmounts.Zero), (a, s) => (a.Rows + s.Rows, a.Sum + s.Sum));
        var printed = new Dictionary<string, DebtorAmounts>(StringComparer.Ordinal);
        foreach (var total in _totals.Where(t => t.Of is not null))
        {
            printed[total.Of!] = total.Amounts;
        }

        // A total that names nothing: of the section before it, of all of section IV, or of the list, as its figures say; of none of them, of the first without a total.
        foreach (var total in _totals.Where(t => t.Of is null))
        {
            string[] candidates = [.. ((string[])[total.After, total.After.Split('.')[0], DebtorSection.Whole]).Distinct(StringComparer.Ordinal).Where(s => !printed.ContainsKey(s))];
            if ((candidates.FirstOrDefault(s => Sum(s).Sum == total.Amounts) ?? candidates.FirstOrDefault()) is { } of)
            {
                printed[of] = total.Amounts;
            }
        }

        var names = _sums.Keys.Concat(printed.Keys).Where(s => s != DebtorSection.Whole).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        List<DebtorSection> sections = [.. names.Select(s => new DebtorSection(s, Sum(s).Rows, Sum(s).Sum, printed.GetValueOrDefault(s)))];
        // Of a section of which only the total is printed that total is its part of the whole.
        var unnamed = sections.Where(s => s.IsTotalOnly).Aggregate(DebtorAmounts.Zero, (a, s) => a + s.Printed!);
        sections.Add(new(DebtorSection.Whole, whole.Rows, whole.Sum + unnamed, printed.GetValueOrDefault(DebtorSection.Whole)));
        return sections;

        (long Rows, DebtorAmounts Sum) Sum(string section) => section == DebtorSection.Whole
            ? whole
            : _sums.Where(s => s.Key == section || s.Key.StartsWith(section + ".", StringComparison.Ordinal))
                .Aggregate((Rows: 0L, Sum: DebtorAmounts.Zero), (a, s) => (a.Rows + s.Value.Rows, a.Sum + s.Value.Sum));
    }

    private void Tell(DebtorList list)
    {
        foreach (var section in list.Sections.Where(s => s.Differs))
        {
            Context.Messages.Add(Text.Of("ImportLists.TotalDiffers", SectionName(section.Name), Show(section.Printed!.Total), Show(section.Sum.Total), section.Rows));
        }

        Context.Messages.Add(Text.Of("ImportLists.Compared", Show(_period), list.Equal, list.Differs, list.OnlyList, list.OnlyLedger));
        if (list.SameAs is not null)
        {
            Context.Messages.Add(Text.Of("ImportLists.SameAsBefore"));
        }
    }

    internal static string SectionName(string section) => section == DebtorSection.Whole ? Text.Of("ImportLists.WholeList") : Text.Of("ImportLists.Section", section);

    /// <summary>The latest run of the month, if everything came out as it does now.</summary>
    private async Task<string?> SameBefore(Session tx, string digest)
    {
        var latest = await tx.One<Latest>(
            "select run_id, detail from imp_runs where kind = 'debtors' and province = @Province and period = @Number and state = 'done' order by created_at desc, run_id desc limit 1",
            new { Context.Request.Province, _period.Number });
        var list = latest?.Detail is { } json ? System.Text.Json.JsonSerializer.Deserialize<DebtorList>(json) : null;
        return list?.Digest == digest ? list.SameAs ?? latest!.RunId : null;
    }

    private string Digest(IEnumerable<DebtorSection> sections)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var section in sections)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(section + "\n"));
        }

        foreach (var (id, line, debt, outcome) in _outcomes)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{id} {outcome} {line} {debt.Social} {debt.Health} {debt.Unemployment} {debt.Accident} {debt.Band}\n")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Show(Period period) => string.Create(CultureInfo.InvariantCulture, $"{period.Month:00}/{period.Year}");

    private static string Show(long amount) => VietnameseNumbers.Amount(amount);

    private sealed record Line(
        int Row, string Section, string? Name, int? Workers, int? Months, DebtorAmounts Amounts, string? Measures, string? Paper, string? Note);

    /// <summary>A total as printed: of what it names (null: nothing), after which section it stands.</summary>
    private sealed record PrintedTotal(int Row, string? Of, string After, DebtorAmounts Amounts);

    private sealed class Alike
    {
        public long EmployerId { get; init; }
        public string Folded { get; init; } = "";
        public string? Address { get; init; }
    }

    private sealed class Latest
    {
        public string RunId { get; init; } = "";
        public string? Detail { get; init; }
    }
}
