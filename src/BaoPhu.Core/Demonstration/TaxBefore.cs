using System.Globalization;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// Income tax data of last year: workers of some employers, most of them insured there, some elsewhere, some nowhere; and units that the register does not know. Their names come in as tax files write them.
/// </summary>
internal sealed class TaxBefore(Db db, DemonstrationOrder order, Reference.Province province)
{
    private const int FirstNumber = 91_000_000;
    private const int FirstUnknownUnit = 1_900_000;
    private const int UnknownUnits = 6;

    private readonly Dice _dice = new(order.Seed, 67, int.Parse(province.Code, CultureInfo.InvariantCulture));

    private int Year => order.AsOf.Day.Year - 1;

    public async Task Load(CancellationToken cancel)
    {
        if (await db.Write(Write, cancel))
        {
            await new MatchRuns(db, new StillClock(order.AsOf)).Run(Actor.System, Scope.OfProvince(province.Code), province.Code, ImportKinds.Tax, cancel: cancel);
        }
    }

    private async Task<bool> Write(Session tx)
    {
        var (first, last) = EmployerKey.Range(province.Code);
        var employers = await tx.Query<(long Id, string Code, string Name, string? Address, string? Commune)>(
            """
            select e.employer_id, e.tax_code, e.name, e.address, e.commune_code from reg_employers e
            where e.employer_id between @first and @last and length(e.tax_code) = 10 and e.standing = 0 and e.workers >= 5 order by e.employer_id limit 30
            """,
            new { first, last });
        if (employers.Count == 0)
        {
            return false;
        }

        var workers = new List<Worker>();
        foreach (var employer in employers)
        {
            var (missing, all) = (_dice.Below(4), 6 + _dice.Below(14));
            for (var i = 0; i < all; i++)
            {
                workers.Add(Somebody(workers.Count, employer.Code, employer.Name, employer.Address, employer.Commune, i < missing ? null : _dice.Chance(100) ? employers[_dice.Below(employers.Count)].Id : employer.Id));
            }
        }

        for (var unit = 0; unit < UnknownUnits; unit++)
        {
            var (code, name, host, all) = (TaxTruth.PayerOf(FirstUnknownUnit + unit), "Công ty TNHH " + People.Name(_dice), employers[unit % employers.Count], 3 + _dice.Below(9));
            for (var i = 0; i < all; i++)
            {
                workers.Add(Somebody(workers.Count, code, name, host.Address, host.Commune, null));
            }
        }

        WriteRegister(tx, workers.FindAll(w => w.Employer is not null));
        WriteTaxes(tx, workers);
        return true;
    }

    private void WriteRegister(Session tx, List<Worker> insured)
    {
        using var bulk = tx.BulkInto("reg_persons", "person_id", "province", "name", "folded", "born_on", "birth_year", "male", "citizen_id", "tax_code", "employer_id", "address", "commune_code", "updated_at");
        foreach (var w in insured)
        {
            bulk.StartRow();
            bulk.Write(w.Number);
            bulk.Write(province.Code);
            bulk.Write(w.Name);
            bulk.Write(VietnameseText.Fold(w.Name));
            bulk.Write(w.Born);
            bulk.Write(w.Born.Year);
            bulk.Write(w.Male);
            bulk.Write(w.CitizenId);
            bulk.Write(w.TaxCode);
            bulk.Write(w.Employer);
            bulk.Write(w.Address);
            bulk.Write(w.Commune);
            bulk.Write(order.AsOf.Milliseconds);
        }

        bulk.Complete();
    }

    private void WriteTaxes(Session tx, List<Worker> workers)
    {
        using var bulk = tx.BulkInto(
            "reg_tax_incomes", "subject_id", "province", "tax_year", "payer_tax_code", "payer_name", "payer_folded", "payer_address", "name", "folded", "tax_code", "citizen_id", "born_on", "birth_year", "months", "income",
            "expires_on", "updated_at");
        foreach (var w in workers)
        {
            // As tax files come: capitals without accents, an identity number left out.
            var name = _dice.Chance(150) ? VietnameseText.Fold(w.Name).ToUpperInvariant() : w.Name;
            var citizen = _dice.Chance(200) ? null : w.CitizenId;
            bulk.StartRow();
            bulk.Write(TaxFile.KeyOf(province.Code, Year, w.PayerCode, w.TaxCode, citizen, VietnameseText.Fold(name), w.Born, w.Born.Year));
            bulk.Write(province.Code);
            bulk.Write(Year);
            bulk.Write(w.PayerCode);
            bulk.Write(w.PayerName);
            bulk.Write(VietnameseText.Fold(w.PayerName));
            bulk.Write(w.Address);
            bulk.Write(name);
            bulk.Write(VietnameseText.Fold(name));
            bulk.Write(w.TaxCode);
            bulk.Write(citizen);
            bulk.Write(w.Born);
            bulk.Write(w.Born.Year);
            bulk.Write(6 + _dice.Below(7));
            bulk.Write(60_000_000L + (1_000_000L * _dice.Below(180)));
            bulk.Write(new DateOnly(order.AsOf.Day.Year + 2, 12, 31));
            bulk.Write(order.AsOf.Milliseconds);
        }

        bulk.Complete();
    }

    private Worker Somebody(int i, string payerCode, string payerName, string? address, string? commune, long? employer)
    {
        var name = People.Name(_dice);
        var male = !name.Contains(" Thị ", StringComparison.Ordinal) && _dice.Chance(600);
        var born = new DateOnly(1965 + _dice.Below(37), 1 + _dice.Below(12), 1 + _dice.Below(28));
        var citizen = string.Create(CultureInfo.InvariantCulture, $"0{province.Code}{(born.Year >= 2000 ? 2 : 0) + (male ? 0 : 1)}{born.Year % 100:00}{_dice.Below(1_000_000):000000}");
        return new(
            (long.Parse(province.Code, CultureInfo.InvariantCulture) * 100_000_000) + FirstNumber + i, name, born, male, citizen, (8_000_000_000L + _dice.Below(999_999_999)).ToString(CultureInfo.InvariantCulture),
            payerCode, payerName, address, commune, employer);
    }

    /// <summary>Employer: where he is insured; null: nowhere, and the register does not know him.</summary>
    private sealed record Worker(
        long Number, string Name, DateOnly Born, bool Male, string CitizenId, string TaxCode, string PayerCode, string PayerName, string? Address, string? Commune, long? Employer);
}
