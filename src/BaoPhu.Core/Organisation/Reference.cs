using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;

namespace BaoPhu.Core.Organisation;

/// <summary>
/// The reference data that every installation has: centre, central units, 63 provinces with their offices, days off, dated rates. Small files in
/// Reference/, each row with its source where it is law; seeding twice changes nothing and never touches what people edited.
/// </summary>
public static class Reference
{
    /// <summary>Since when the tree and the codes of the reference files hold, for all the product needs to know.</summary>
    public static readonly DateOnly Beginning = new(2004, 7, 1);

    public sealed record Province(string Code, string Name, string Kind, string Region, int Districts, int Communes)
    {
        /// <summary>"Thành phố Hà Nội", "Tỉnh Hà Giang".</summary>
        public string FullName => (Kind == "city" ? "Thành phố " : "Tỉnh ") + Name;

        /// <summary>Code of the provincial office (domain §1.2): 0 + province + 00.</summary>
        public string OfficeCode => "0" + Code + "00";
    }

    public static IReadOnlyList<Province> Provinces { get; } =
        [.. Rows("provinces.csv").Select(r => new Province(r[0], r[1], r[2], r[3], Number(r[4]), Number(r[5])))];

    public static async Task Seed(Session tx, TimeProvider clock)
    {
        var known = clock.Now();
        var office = new { from = Beginning, known };
        await AddOffice(tx, Actor.CentreCode, "Centre", null, null, null, "Bảo hiểm xã hội Việt Nam", office.from, known);
        foreach (var r in Rows("central-units.csv"))
        {
            await AddOffice(tx, r[0], "CentralUnit", Actor.CentreCode, null, r[1], r[2], office.from, known);
        }

        foreach (var p in Provinces)
        {
            await AddOffice(tx, p.OfficeCode, "Province", Actor.CentreCode, p.Code, null, "BHXH " + p.FullName.ToLower(CultureInfo.InvariantCulture)[..1] + p.FullName[1..], office.from, known);
            await tx.Execute(
                """
                insert into org_localities (code, valid_from, kind, name, folded, parent_code, province)
                values (@Code, @from, 'province', @FullName, @folded, null, @Code) on conflict (code, valid_from) do nothing
                """,
                new { p.Code, office.from, p.FullName, folded = BaoPhu.Rules.Text.VietnameseText.Fold(p.FullName) });
        }

        foreach (var r in Rows("holidays.csv"))
        {
            await tx.Execute(
                "insert into org_holidays (day, kind, name) values (@day, @kind, @name) on conflict (day) do nothing",
                new { day = Day(r[0]), kind = r[1], name = r[2] });
        }

        foreach (var r in Rows("province-successors.csv"))
        {
            await tx.Execute(
                """
                insert into org_successors (before_code, valid_from, after_code, after_name, clause, verified) values (@before, @from, @after, @name, @clause, @verified)
                on conflict (before_code, valid_from) do nothing
                """,
                new { before = r[0], from = Day(r[1]), after = r[2], name = r[3], clause = r[4], verified = r[5] == "true" });
        }

        foreach (var r in Rows("rates.csv"))
        {
            await tx.Execute(
                """
                insert into org_rates (kind, fund_group, valid_from, valid_to, known_from_at, rate, unit, citation, verified, set_by)
                select @kind, @fund, @from, @to, @known, @rate, @unit, @citation, @verified, 'system'
                where not exists (select 1 from org_rates where kind = @kind and fund_group = @fund and valid_from = @from)
                """,
                new
                {
                    kind = r[0], fund = r[1], from = Day(r[2]), to = r[3].Length == 0 ? (DateOnly?)null : Day(r[3]), known,
                    rate = r[4], unit = r[5], citation = r[6], verified = r[7] == "true",
                });
        }
    }

    private static Task AddOffice(Session tx, string code, string kind, string? parent, string? province, string? subject, string name, DateOnly from, Instant known) => tx.Execute(
        """
        insert into org_offices (code, valid_from, known_from_at, kind, parent_code, province, subject, name, confirmed)
        select @code, @from, @known, @kind, @parent, @province, @subject, @name, true
        where not exists (select 1 from org_offices where code = @code)
        """,
        new { code, from, known, kind, parent, province, subject, name });

    /// <summary>Rows of a reference file without its heading. Quoted cells may hold commas, nothing else.</summary>
    internal static IEnumerable<string[]> Rows(string file)
    {
        using var reader = new StreamReader(typeof(Reference).Assembly.GetManifestResourceStream("BaoPhu.Core.Organisation.Reference." + file)!);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return Cells(line);
            }
        }
    }

    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        var (cell, quoted) = (new System.Text.StringBuilder(), false);
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
