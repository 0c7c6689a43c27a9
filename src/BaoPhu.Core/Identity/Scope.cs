using BaoPhu.Rules;

namespace BaoPhu.Core.Identity;

/// <summary>
/// What a person may see: the nation, a province, or a set of offices. Every query over employers, their money or their tasks carries
/// <see cref="On"/>. The values are validated digits, so they are put into the SQL as literals and the planner sees them.
/// </summary>
public sealed record Scope
{
    private readonly string? _province;
    private readonly IReadOnlyList<string> _offices;

    private Scope(string? province, IReadOnlyList<string> offices) => (_province, _offices) = (province, offices);

    public static Scope Nation { get; } = new(null, []);

    /// <summary>Sees nothing: the scope of a user whose office is not in the tree on this day.</summary>
    public static Scope Nothing { get; } = new(null, [""]);

    public string? ProvinceCode => _province;
    public bool IsNation => _province is null && _offices.Count == 0;

    public static Scope OfProvince(string province) => EmployerKey.IsProvince(province)
        ? new(province, [])
        : throw new ArgumentException($"'{province}' is no province code", nameof(province));

    /// <summary>An office of a province and those below it.</summary>
    public static Scope OfOffices(string province, IReadOnlyCollection<string> offices) =>
        EmployerKey.IsProvince(province) && offices.Count > 0 && offices.All(o => o.Length > 0 && o.All(char.IsAsciiLetterOrDigit))
            ? new(province, [.. offices])
            : throw new ArgumentException("no office codes", nameof(offices));

    /// <summary>
    /// The condition on a table with employers' rows. <paramref name="alias"/>'s table has employer_id or subject_id (named by
    /// <paramref name="id"/>) and office_code.
    /// </summary>
    public string On(string alias, string id = "employer_id")
    {
        if (IsNation)
        {
            return "1 = 1";
        }

        if (_province is null)
        {
            return "1 = 0";
        }

        var range = Within($"{alias}.{id}");
        return _offices.Count == 0 ? range : $"{range} and {alias}.office_code in ('{string.Join("', '", _offices)}')";
    }

    /// <summary>
    /// The condition that a column of employers' ids lies in the province, or anything for the nation: not enough by itself where the scope is of offices, but a range that an index can use.
    /// </summary>
    public string Within(string column)
    {
        if (_province is null)
        {
            return IsNation ? "1 = 1" : "1 = 0";
        }

        var (first, last) = EmployerKey.Range(_province);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{column} between {first} and {last}");
    }

    /// <summary>The condition on a table that has only a province column (announcements, import runs, passes).</summary>
    public string OnProvince(string alias) => IsNation ? "1 = 1" : _province is null ? "1 = 0" : $"{alias}.province = '{_province}'";

    /// <summary>Like <see cref="OnProvince"/>, for what concerns a whole province: nothing for the offices of one.</summary>
    public string OnWholeProvince(string alias) => _offices.Count == 0 ? OnProvince(alias) : "1 = 0";

    /// <summary>The condition on a row of org_offices: the office is within reach.</summary>
    public string OnTree(string alias) => IsNation ? "1 = 1"
        : _province is null ? "1 = 0"
        : _offices.Count == 0 ? $"{alias}.province = '{_province}'"
        : $"{alias}.code in ('{string.Join("', '", _offices)}')";

    /// <summary>The condition on a table with columns province and <paramref name="office"/>, but no employer (portfolios).</summary>
    public string OnOffice(string alias, string office = "office_code") => IsOfOffices ? $"{OnProvince(alias)} and {alias}.{office} in ('{string.Join("', '", _offices)}')" : OnProvince(alias);

    /// <summary>True for a set of offices: then more than the province of a row decides.</summary>
    public bool IsOfOffices => _province is not null && _offices.Count > 0;

    public bool Covers(string province) => IsNation || _province == province;

    /// <summary>True if an employer of the office and province may be seen.</summary>
    public bool Covers(string province, string officeCode) => Covers(province) && (_offices.Count == 0 || _offices.Contains(officeCode));

    /// <summary>True if the office is within reach; the centre and its units (no province) are the nation's.</summary>
    public bool CoversOffice(string? province, string code) => IsNation || (province is not null && Covers(province, code));

    /// <summary>True if the whole province may be seen and acted upon.</summary>
    public bool CoversWhole(string province) => Covers(province) && _offices.Count == 0;
}
