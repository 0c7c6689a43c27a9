using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Rules;

namespace BaoPhu.Core.Imports;

/// <summary>What files of joins and leaves and files of month ends have in common: offices of the province, kinds of insurance, numbers of people, and that a correction stands beside what was known.</summary>
internal abstract class ParticipantWork(ImportContext context) : BulkWork(context)
{
    /// <summary>More people than the country has: a slip of a column.</summary>
    private const int Most = 100_000_000;

    private HashSet<string> _offices = [];

    protected string Province => Context.Request.Province!;

    protected override string Counted => $"(select * from {Target} where known_to_at is null)";
    protected override IReadOnlyList<(string, string)> Stamps => [];

    protected override string Range
    {
        get
        {
            var (first, last) = EmployerKey.Range(Province);
            return string.Create(CultureInfo.InvariantCulture, $"t.subject_id between {first} and {last}");
        }
    }

    /// <summary>Numbers of people move no debt: nothing is planned anew.</summary>
    public override IEnumerable<string> Touched => [];

    protected override async Task Prepare(Session tx) => _offices = (await tx.Query<string>(
        $"select o.code from org_offices o where o.province = @Province and {Offices.InForceOn("@Day")}",
        new { Province, Context.Now.Day })).ToHashSet(StringComparer.Ordinal);

    public override Task Apply(Session tx) =>
        StagedMerge.WriteVersions(tx, Target, [.. Keys.Select(k => k.Name)], [.. Keys.Concat(Values).Select(c => c.Name)], Source, IsFresh, Context.RunId, Context.Now);

    protected bool TakeKind(ITableReader row, int field, out Participation kind)
    {
        if (ParticipationWords.TryRead(Raw(row, field), out kind))
        {
            return true;
        }

        Faults.Refuse(row.Row, field, FaultKind.ParticipationUnknown);
        return false;
    }

    /// <summary>An office of the province; a code that lost its first zero gets it back. Null where the cell is empty.</summary>
    protected bool TakeOffice(ITableReader row, int field, out string? office)
    {
        office = Raw(row, field).Trim();
        office = office.Length == 0 ? null : office.Length == 4 ? "0" + office : office;
        if (office is null || _offices.Contains(office))
        {
            return true;
        }

        Faults.Refuse(row.Row, field, FaultKind.OfficeUnknown);
        return false;
    }

    /// <summary>The first two letters of the cards of health insurance; no other kind has groups.</summary>
    protected bool TakeGroup(ITableReader row, int field, Participation kind, out string? group)
    {
        group = Raw(row, field).Trim().ToUpperInvariant() is { Length: > 0 } text ? text : null;
        if (group is null || (kind == Participation.Health && HealthGroups.IsSign(group)))
        {
            return true;
        }

        Faults.Refuse(row.Row, field, FaultKind.HealthGroupUnknown);
        return false;
    }

    protected bool TakeNumber(ITableReader row, int field, out int number)
    {
        var text = Raw(row, field).Trim().Replace(".", "", StringComparison.Ordinal);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= Most)
        {
            return true;
        }

        Faults.Refuse(row.Row, field, text.Length == 0 ? FaultKind.NoAmount : FaultKind.NumberUnreadable);
        return false;
    }
}
