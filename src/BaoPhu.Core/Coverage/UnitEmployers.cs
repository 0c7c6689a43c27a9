using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Matching;

namespace BaoPhu.Core.Coverage;

/// <summary>Which employers of the register a unit of the tax data is.</summary>
internal static class UnitEmployers
{
    private const int Base = 10;

    /// <summary>
    /// Fills the scratch table cov_payers (one row a payer of the province and year) and settles cov_unit_employers: employers with the payer's tax code; where none has it, those of the same legal person
    /// (the first ten digits), so that a head office that insures for its branch is found; last by name and address, as surely
    /// as persons are matched (setting match-precision of the day).
    /// </summary>
    public static async Task Find(Session tx, string province, int year, DateOnly day)
    {
        await Scratch(tx);
        await Fill(tx, province, year, day, null);
        await Settle(tx, province, day);
    }

    /// <summary>
    /// The same for payers of rows in the scratch table cov_asked_rows, where no employer changed: which employers it is, is looked for again of one that was told of since then (its column told); the others
    /// stand as they were counted.
    /// </summary>
    public static async Task FindOf(Session tx, string province, int year, Instant since, DateOnly day)
    {
        await Scratch(tx);
        var told = await tx.Query<string>(
            "select distinct t.payer_tax_code from reg_tax_incomes t where t.province = @province and t.updated_at >= @since and t.tax_year = @year", new { province, since, year });
        if (told.Count > 0)
        {
            await Fill(tx, province, year, day, told);
        }

        await tx.Execute(
            """
            insert into cov_payers (subject_id, payer, name, folded, address, place, told)
            select u.subject_id, u.payer_tax_code, u.name, u.folded, u.address, u.place, false from cov_units u
            where u.tax_year = @year and u.subject_id in (select w.unit_id from cov_workers w where w.subject_id in (select a.id from cov_asked_rows a)) and u.subject_id not in (select p.subject_id from cov_payers p)
            """,
            new { year });
        await Settle(tx, province, day);
    }

    private static async Task Fill(Session tx, string province, int year, DateOnly day, List<string>? these)
    {
        var (which, codes) = these is null ? ("", (object)"") : (" and t.payer_tax_code {any:codes}", tx.List(these));
        var payers = await tx.Query<(string Payer, string Name, string Folded, string? Address)>(
            $"""
            select t.payer_tax_code, min(t.payer_name), min(t.payer_folded), min(t.payer_address) from reg_tax_incomes t where t.province = @province and t.tax_year = @year{which}
            group by t.payer_tax_code order by t.payer_tax_code
            """,
            new { province, year, codes });
        var places = new AddressPlaces((await tx.Query<(string Code, string Kind, string? Parent, string Name)>(
            "select l.code, l.kind, l.parent_code, l.name from org_localities l where l.province = @province and l.kind in ('district', 'commune') and l.valid_from <= @day and (l.valid_to is null or l.valid_to > @day)",
            new { province, day })).Select(l => new NamedPlace(l.Code, l.Kind == "commune" ? l.Parent : null, l.Name)));
        using var bulk = tx.BulkInto("cov_payers", "subject_id", "payer", "name", "folded", "address", "place", "told");
        foreach (var payer in payers)
        {
            bulk.StartRow();
            bulk.Write(IdOf(province, year, payer.Payer));
            bulk.Write(payer.Payer);
            bulk.Write(payer.Name);
            bulk.Write(payer.Folded);
            bulk.Write(payer.Address);
            bulk.Write(places.Find(payer.Address));
            bulk.Write(true);
        }

        bulk.Complete();
    }

    private static async Task Settle(Session tx, string province, DateOnly day)
    {
        await tx.Scratch("cov_meant", "subject_id bigint, employer_id bigint, how {code}");
        await tx.Execute(
            """
            insert into cov_meant (subject_id, employer_id, how)
            select p.subject_id, e.employer_id, 'tax-code' from cov_payers p join reg_employers e on e.tax_code = p.payer where e.province = @province and p.told
            """,
            new { province });
        await tx.Execute(
            $"""
            insert into cov_meant (subject_id, employer_id, how)
            select p.subject_id, e.employer_id, 'legal-person' from cov_payers p join reg_employers e on substr(e.tax_code, 1, {Base}) = substr(p.payer, 1, {Base})
            where e.province = @province and p.told and not exists (select 1 from cov_meant m where m.subject_id = p.subject_id)
            """,
            new { province });
        await ByName(tx, province, await Settings.Number(tx, province, Settings.MatchPrecision, day) / 1000.0);
        await tx.Execute(
            """
            delete from cov_unit_employers where subject_id in (select p.subject_id from cov_payers p where p.told)
                and not exists (select 1 from cov_meant m where m.subject_id = cov_unit_employers.subject_id and m.employer_id = cov_unit_employers.employer_id)
            """);
        await tx.Execute(
            """
            insert into cov_unit_employers (subject_id, employer_id, how) select m.subject_id, m.employer_id, m.how from cov_meant m where 1 = 1
            on conflict (subject_id, employer_id) do update set how = excluded.how
            """);
    }

    /// <summary>
    /// Those that no code finds: an employer whose own code is wrong or not told may be found by what its name tells, with the address; one with another valid code is another legal person, whatever it is
    /// called.
    /// </summary>
    private static async Task ByName(Session tx, string province, double precision)
    {
        var unmet = await tx.Query<(long Subject, string Payer, string Name, string? Address)>(
            "select p.subject_id, p.payer, p.name, p.address from cov_payers p where p.told and not exists (select 1 from cov_meant m where m.subject_id = p.subject_id) order by p.subject_id");
        if (unmet.Count == 0)
        {
            return;
        }

        var employers = await tx.Query<(long Id, string Name, string? Address, string? Code)>(
            "select e.employer_id, e.name, e.address, e.tax_code from reg_employers e where e.province = @province order by e.employer_id", new { province });
        var open = employers.ConvertAll(e => e.Code is null || !TaxCode.IsValid(e.Code));
        var names = new EmployerNames(employers.ConvertAll(e => (e.Name, e.Address)));
        using var bulk = tx.BulkInto("cov_meant", "subject_id", "employer_id", "how");
        foreach (var payer in unmet)
        {
            if (names.Find(payer.Name, payer.Address, precision, row => open[row]) is { } found)
            {
                bulk.StartRow();
                bulk.Write(payer.Subject);
                bulk.Write(employers[found.Row].Id);
                bulk.Write("name");
            }
        }

        bulk.Complete();
    }

    internal static long IdOf(string province, int year, string payer) => KeyDigest.Number(string.Create(CultureInfo.InvariantCulture, $"unit|{province}|{year}|{payer}"));

    /// <summary>Fills the scratch table cov_payers with one unit that was counted before.</summary>
    public static async Task Only(Session tx, long unit)
    {
        await Scratch(tx);
        await tx.Execute(
            "insert into cov_payers (subject_id, payer, name, folded, address, place, told) select u.subject_id, u.payer_tax_code, u.name, u.folded, u.address, u.place, false from cov_units u where u.subject_id = @unit", new { unit });
    }

    private static Task Scratch(Session tx) => tx.Scratch("cov_payers", "subject_id bigint primary key, payer {code} not null unique, name text, folded {code}, address text, place {code}, told boolean not null");
}
