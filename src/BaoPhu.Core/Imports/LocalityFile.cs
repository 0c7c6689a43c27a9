using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports;

/// <summary>
/// The list of administrative units: a row names a commune with its district and province (or a district without communes). A row counts by its narrowest unit. Codes
/// hold from a date: a unit that differs from the one in force ends it on that day; one with the same date is a correction.
/// </summary>
internal sealed class LocalityFile(ImportContext context) : ImportWork(context)
{
    private static readonly string[] Kinds = ["province", "district", "commune"];
    private static readonly int[] Lengths = [2, 3, 5];

    public static readonly Field[] Fields =
    [
        new("province-code", "Mã tỉnh", true, "ma thanh pho", "ma tinh", "ma tinh thanh pho", "ma tinh tp"),
        new("province-name", "Tỉnh, thành phố", true, "tinh thanh pho", "ten tinh", "tinh", "ten tinh thanh pho"),
        new("district-code", "Mã quận/huyện", true, "ma quan huyen", "ma huyen", "ma quan", "ma huyen quan"),
        new("district-name", "Quận, huyện", true, "quan huyen", "ten huyen", "ten quan huyen", "huyen"),
        new("commune-code", "Mã phường/xã", true, "ma phuong xa", "ma xa", "ma phuong"),
        new("commune-name", "Phường, xã", true, "phuong xa", "ten xa", "ten phuong xa", "xa"),
        new("level", "Cấp", false, "cap", "loai"),
    ];

    private readonly Dictionary<string, (int Row, Unit Unit, bool Own)> _units = new(StringComparer.Ordinal);
    private readonly HashSet<string> _contradicted = new(StringComparer.Ordinal);
    private readonly List<(Unit Unit, Held? Before, DateOnly? To)> _changes = [];

    private DateOnly From => Context.Request.ValidFrom ?? Reference.Beginning;

    public override Task Begin(Session tx) => Task.CompletedTask;

    public override void Take(ITableReader row)
    {
        if (IsOutOfShape(row))
        {
            return;
        }

        var units = new List<Unit>(3);
        string? province = null;
        for (var k = 0; k < Kinds.Length; k++)
        {
            var read = FixedDigits.Read(Raw(row, k * 2), Lengths[k], maxLost: Lengths[k] - 1);
            var name = Words(row, (k * 2) + 1);
            if (read.Verdict == CellVerdict.Empty && name is null && k == 2 && units.Count == 2)
            {
                break;
            }

            if (read.Value is null)
            {
                Faults.Refuse(row.Row, k * 2, FaultKind.CodeUnreadable);
                return;
            }

            if (name is null)
            {
                Faults.Refuse(row.Row, (k * 2) + 1, FaultKind.NameMissing);
                return;
            }

            province ??= read.Value;
            units.Add(new(read.Value, Kinds[k], name, k == 0 ? null : units[k - 1].Code, province));
        }

        if (Context.Request.Province is { } only && only != province)
        {
            Faults.Refuse(row.Row, 0, FaultKind.LocalityElsewhere);
            return;
        }

        for (var k = 0; k < units.Count - 1; k++)
        {
            if (_units.TryGetValue(units[k].Code, out var wider) && wider.Unit != units[k])
            {
                Faults.Refuse(row.Row, (k * 2) + 1, FaultKind.NameDiffers, wider.Row);
                return;
            }
        }

        for (var k = 0; k < units.Count; k++)
        {
            Add(row.Row, units[k], own: k == units.Count - 1);
        }
    }

    public override Task Settle(Session tx)
    {
        foreach (var code in _contradicted)
        {
            _units.Remove(code);
        }

        return Task.CompletedTask;
    }

    public override async Task<Outcome> Compare(Session tx)
    {
        var held = (await tx.Query<Held>("select code, valid_from, valid_to, kind, name, parent_code, province from org_localities order by code, valid_from"))
            .ToLookup(h => h.Code, StringComparer.Ordinal);
        var (created, changed, absent) = (0L, 0L, held.Count(h => !_units.ContainsKey(h.Key)));
        foreach (var (code, (_, unit, own)) in _units)
        {
            var inForce = held[code].LastOrDefault(h => h.ValidFrom <= From && (h.ValidTo is null || h.ValidTo > From));
            if (inForce is not null && inForce.Kind == unit.Kind && inForce.Name == unit.Name && inForce.ParentCode == unit.Parent && inForce.Province == unit.Province)
            {
                continue;
            }

            var next = held[code].FirstOrDefault(h => h.ValidFrom > From);
            _changes.Add((unit, inForce, next?.ValidFrom));
            created += own && inForce is null ? 1 : 0;
            changed += own && inForce is not null ? 1 : 0;
        }

        return new(created, changed, absent);
    }

    public override Task<IReadOnlyList<ImportChange>> Examples(Session tx, int most) => Task.FromResult<IReadOnlyList<ImportChange>>(
        [.. _changes.Where(c => c.Before is not null).Take(most).Select(c => new ImportChange(c.Unit.Code, Fields[5].Title, c.Before!.Name, c.Unit.Name))]);

    public override Task Apply(Session tx) => Localities.Replace(
        tx, From, [.. _changes.Select(c => new LocalityChange(c.Unit.Code, c.Unit.Kind, c.Unit.Name, c.Unit.Parent, c.Unit.Province, c.Before?.ValidFrom, c.Before?.ValidTo ?? c.To))]);

    private void Add(int row, Unit unit, bool own)
    {
        if (!_units.TryGetValue(unit.Code, out var first))
        {
            _units.Add(unit.Code, (row, unit, own));
        }
        else if (first.Unit != unit)
        {
            Faults.Refuse(row, 4, FaultKind.Contradiction, first.Row);
            if (_contradicted.Add(unit.Code) && first.Own)
            {
                Faults.Refuse(first.Row, 4, FaultKind.Contradiction, row);
            }
        }
        else if (own && !first.Own)
        {
            _units[unit.Code] = (row, unit, true);
        }
    }

    private sealed record Unit(string Code, string Kind, string Name, string? Parent, string Province);

    private sealed class Held
    {
        public string Code { get; init; } = "";
        public DateOnly ValidFrom { get; init; }
        public DateOnly? ValidTo { get; init; }
        public string Kind { get; init; } = "";
        public string Name { get; init; } = "";
        public string? ParentCode { get; init; }
        public string Province { get; init; } = "";
    }
}
