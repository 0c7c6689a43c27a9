using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Register;

/// <summary>
/// The employers (đơn vị) of the register: found by code, tax code or name, within what the person may see. An employer is (province, code); of another's scope is answered
/// like one that does not exist.
/// </summary>
public sealed class Employers(Db db)
{
    public const int PageSize = 60;

    internal const string Columns = """
        e.employer_id, e.province, e.code, e.office_code, e.name, e.tax_code, e.address, e.commune_code, e.phone, e.email, e.contact_name, e.workers, e.standing, e.standing_until,
        d.oldest_period, d.band, d.level, coalesce(d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident, 0) as debt
        """;

    /// <summary>What can be sorted by: expression and direction; the id breaks ties.</summary>
    private static readonly Dictionary<string, (string Expression, bool Down, bool Text)> Sorts = new(StringComparer.Ordinal)
    {
        ["code"] = ("e.code", false, true),
        ["name"] = ("e.folded", false, true),
        ["debt"] = ("coalesce(d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident, 0)", true, false),
    };

    public static IReadOnlyCollection<string> SortNames => Sorts.Keys;

    public Task<Employer> Find(Scope scope, string province, string code) => db.Read(s => Find(s, scope, province, code));

    internal static async Task<Employer> Find(Session s, Scope scope, string province, string code)
    {
        var found = EmployerKey.IsProvince(province) && EmployerKey.IsCode(code)
            ? await s.One<Employer>(
                $"select {Columns} from reg_employers e left join reg_debts d on d.employer_id = e.employer_id where e.employer_id = @id and {scope.On("e")}",
                new { id = EmployerKey.Id(province, code) })
            : null;
        return found ?? throw new Refusal("Register.NoEmployer", code, province) { Kind = RefusalKind.Missing };
    }

    /// <summary>
    /// Writes where an employer is, within the caller's transaction: its commune decides its level and who follows it. Refused: no grounds, a commune that is none of its province or is not in
    /// force, the one that it has already.
    /// </summary>
    internal static async Task Place(Session tx, TimeProvider clock, Actor actor, Employer employer, string communeCode, string grounds)
    {
        grounds = VietnameseText.Normalise(grounds);
        if (grounds.Length == 0)
        {
            throw new Refusal("Register.CommuneNeedsGrounds");
        }

        if (await Localities.Find(tx, communeCode, clock.Today()) is not { Kind: "commune" } commune || commune.Province != employer.Province)
        {
            throw new Refusal("Register.NoSuchCommune", communeCode);
        }

        if (employer.CommuneCode == commune.Code)
        {
            throw new Refusal("Register.SameCommune", commune.Name);
        }

        await tx.Execute("update reg_employers set commune_code = @Code where employer_id = @EmployerId", new { commune.Code, employer.EmployerId });
        await AuditTrail.Write(tx, clock, actor, "register.commune", "employer:" + employer.Key, new { now = commune.Code, before = employer.CommuneCode, grounds });
    }

    /// <summary>One page of a search, and how many there are with what debt in all.</summary>
    public Task<EmployerPage> Search(Scope scope, EmployerSearch search) => db.Read(async s =>
    {
        var (condition, args) = Condition(s, scope, search);
        var name = search.Sort.TrimStart('-');
        var sort = Sorts.TryGetValue(name, out var known) ? known : Sorts["code"];
        var back = search.Before is { Length: > 0 };
        var down = sort.Down != search.Sort.StartsWith('-') != back;
        var keyset = "1 = 1";
        if (Keyset.Split(back ? search.Before : search.After, 2) is [var value, var id])
        {
            keyset = $"({sort.Expression}, e.employer_id) {(down ? "<" : ">")} (@afterValue, @afterId)";
            args["afterId"] = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var afterId) ? afterId : throw Keyset.Unreadable();
            args["afterValue"] = sort.Text ? value : long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable();
        }

        var direction = down ? " desc" : "";
        var rows = await s.Query<Employer>(
            $"""
            select {Columns}, e.folded from reg_employers e left join reg_debts d on d.employer_id = e.employer_id
            where {condition} and {keyset} order by {sort.Expression}{direction}, e.employer_id{direction} limit {PageSize + 1}
            """,
            args);
        var count = await s.One<EmployerCount>(
            $"""
            select count(*) as employers, cast(coalesce(sum(d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident), 0) as bigint) as debt
            from reg_employers e left join reg_debts d on d.employer_id = e.employer_id where {condition}
            """,
            args);
        var (previous, next) = Keyset.Turn(rows, PageSize, search.After, search.Before, e => string.Create(
            CultureInfo.InvariantCulture, $"{name switch { "debt" => e.Debt.ToString(CultureInfo.InvariantCulture), "name" => e.Folded, _ => e.Code }}~{e.EmployerId}"));
        return new EmployerPage(rows, count!.Employers, count.Debt, previous, next);
    });

    /// <summary>
    /// Adds the search by name to a condition on reg_employers e: every word of the text begins a word of the name; a single word may also begin the code or be the tax code.
    /// Returns whether there was a word.
    /// </summary>
    internal static bool AddWords(List<string> parts, Dictionary<string, object?> args, string text)
    {
        var words = VietnameseText.Fold(text).Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length && i < 8; i++)
        {
            var single = "";
            if (words.Length == 1)
            {
                single = " or e.code like @codeBegins or e.tax_code = @taxCode";
                (args["codeBegins"], args["taxCode"]) = (words[i].ToUpperInvariant() + "%", words[i]);
            }

            parts.Add($"(e.folded like @word{i} or e.folded like @inside{i}{single})");
            (args[$"word{i}"], args[$"inside{i}"]) = (words[i] + "%", "% " + words[i] + "%");
        }

        return words.Length > 0;
    }

    private static (string Condition, Dictionary<string, object?> Args) Condition(Session s, Scope scope, EmployerSearch search)
    {
        var args = new Dictionary<string, object?>(StringComparer.Ordinal);
        var parts = new List<string> { scope.On("e") };
        var text = VietnameseText.Normalise(search.Text ?? "");
        if (text.Length > 0)
        {
            var code = text.ToUpperInvariant();
            if (code.Length == 10 && code[2] == '-' && EmployerKey.IsProvince(code.AsSpan(0, 2)) && EmployerKey.IsCode(code.AsSpan(3)))
            {
                parts.Add("e.employer_id = @id");
                args["id"] = EmployerKey.Id(code.AsSpan(0, 2), code.AsSpan(3));
            }
            else if (EmployerKey.IsCode(code))
            {
                parts.Add("e.employer_id {any:ids}");
                args["ids"] = s.List(scope.ProvinceCode is { } own ? [EmployerKey.Id(own, code)] : Enumerable.Range(1, 99).Select(p => EmployerKey.Id(p.ToString("00", CultureInfo.InvariantCulture), code)));
            }
            else if (text.Length >= 10 && text.All(c => char.IsAsciiDigit(c) || c == '-'))
            {
                parts.Add("e.tax_code = @tax");
                args["tax"] = text;
            }
            else
            {
                AddWords(parts, args, text);
            }
        }

        if (Names.TryBand(search.Band, out var band))
        {
            parts.Add(band == DebtBand.None ? "coalesce(d.band, 0) = 0" : "d.band = @band");
            args["band"] = (short)band;
        }

        if (search.Level is >= 1 and <= 4)
        {
            parts.Add("d.level = @level");
            args["level"] = (short)search.Level.Value;
        }

        if (Names.TryStanding(search.Standing, out var standing))
        {
            parts.Add("e.standing = @standing");
            args["standing"] = (short)standing;
        }

        if (!string.IsNullOrEmpty(search.Office))
        {
            parts.Add("e.office_code = @office");
            args["office"] = search.Office;
        }

        return (string.Join(" and ", parts), args);
    }
}

/// <summary>What is looked for: code, "province-code", tax code or words of the name; and the filters. Sort: one of <see cref="Employers.SortNames"/>, with a minus the other way round.</summary>
public sealed record EmployerSearch(string? Text = null, string? Band = null, int? Level = null, string? Standing = null, string? Office = null, string Sort = "code", string? After = null, string? Before = null);

/// <summary>Previous and next are the keys of the pages on either side, null where there is none.</summary>
public sealed record EmployerPage(IReadOnlyList<Employer> Rows, long Employers, long Debt, string? Previous, string? Next);

/// <summary>An employer with what the last planning pass found of its debt (đồng).</summary>
public sealed class Employer
{
    public long EmployerId { get; init; }
    public string Province { get; init; } = "";
    public string Code { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string Name { get; init; } = "";
    public string Folded { get; init; } = "";
    public string? TaxCode { get; init; }
    public string? Address { get; init; }
    public string? CommuneCode { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }
    public string? ContactName { get; init; }
    public int? Workers { get; init; }
    public short Standing { get; init; }
    public DateOnly? StandingUntil { get; init; }

    /// <summary>yyyymm, null without debt or before the first pass.</summary>
    public int? OldestPeriod { get; init; }
    public short? Band { get; init; }
    public short? Level { get; init; }
    public long Debt { get; init; }

    /// <summary>"79-TA0001A", as in addresses.</summary>
    public string Key => Province + "-" + Code;
}

internal sealed class EmployerCount
{
    public long Employers { get; init; }
    public long Debt { get; init; }
}
