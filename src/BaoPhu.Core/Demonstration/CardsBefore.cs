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
/// People of a few communes: their cards, the lists of those whose card the budget pays, who left work; matched as any list is. Numbers above those that a register of the size of the country reaches.
/// </summary>
internal sealed class CardsBefore(Db db, DemonstrationOrder order, Reference.Province province)
{
    private const int Many = 1200;
    private const int FirstNumber = 90_000_000;

    private static readonly DateOnly Begun = new(2021, 1, 1);

    private readonly Dice _dice = new(order.Seed, 61, int.Parse(province.Code, CultureInfo.InvariantCulture));
    private readonly List<(string Group, Somebody Person, bool Known)> _lists = [];

    public async Task Load(CancellationToken cancel)
    {
        if (!await db.Write(Write, cancel))
        {
            return;
        }

        await new MatchRuns(db, new StillClock(order.AsOf)).Run(Actor.System, Scope.OfProvince(province.Code), province.Code, ImportKinds.Entitled, cancel: cancel);
    }

    private async Task<bool> Write(Session tx)
    {
        var (first, last) = EmployerKey.Range(province.Code);
        // Where employers are, so that the offices of the communes are known by them.
        var communes = await tx.Query<string>(
            "select commune_code from reg_employers where employer_id between @first and @last and commune_code is not null group by commune_code order by count(*) desc, commune_code limit 8", new { first, last });
        var employers = await tx.Query<long>(
            "select employer_id from reg_employers where employer_id between @first and @last order by case standing when 1 then 0 when 2 then 1 else 2 end, employer_id limit 40", new { first, last });
        if (communes.Count == 0)
        {
            return false;
        }

        var people = Enumerable.Range(0, Many).Select(i => Person(i, communes[i / 12 % communes.Count])).ToList();
        using (var bulk = tx.BulkInto("reg_persons", "person_id", "province", "name", "folded", "born_on", "birth_year", "male", "citizen_id", "address", "commune_code", "updated_at"))
        {
            foreach (var p in people)
            {
                bulk.StartRow();
                bulk.Write(p.Number);
                bulk.Write(province.Code);
                Name(bulk, p);
                bulk.Write(p.CitizenId);
                bulk.Write(p.Address);
                bulk.Write(p.Commune);
                bulk.Write(order.AsOf.Milliseconds);
            }

            bulk.Complete();
        }

        using (var bulk = tx.BulkInto("reg_cards", "person_id", "row_key", "province", "grp", "valid_from", "valid_to", "updated_at"))
        {
            for (var i = 0; i < people.Count; i++)
            {
                Entitled(i, people[i]);
                if (CardOf(i) is not var (group, to))
                {
                    continue;
                }

                bulk.StartRow();
                bulk.Write(people[i].Number);
                bulk.Write(1L);
                bulk.Write(province.Code);
                bulk.Write(group);
                bulk.Write(Begun);
                bulk.Write(to);
                bulk.Write(order.AsOf.Milliseconds);
            }

            bulk.Complete();
        }

        using (var bulk = tx.BulkInto("reg_participations", "person_id", "row_key", "province", "employer_id", "from_period", "to_period", "updated_at"))
        {
            for (var i = 7; i < people.Count; i += 12)
            {
                // Four of five left in the last months; the others stand with an employer that is suspended or closed.
                bulk.StartRow();
                bulk.Write(people[i].Number);
                bulk.Write(1L);
                bulk.Write(province.Code);
                bulk.Write(employers[i / 12 % employers.Count]);
                bulk.Write(201_901);
                bulk.Write(i % 60 == 7 ? null : Period.Of(order.AsOf.Day.Year, order.AsOf.Day.Month).AddMonths(-1 - (i / 12 % 4)).Number);
                bulk.Write(order.AsOf.Milliseconds);
            }

            bulk.Complete();
        }

        WriteLists(tx);
        return true;
    }

    private void WriteLists(Session tx)
    {
        using var bulk = tx.BulkInto(
            "reg_entitled", "subject_id", "province", "list_year", "grp", "name", "folded", "born_on", "birth_year", "male", "citizen_id", "person_code", "commune_code", "address", "expires_on", "updated_at");
        foreach (var (group, p, known) in _lists)
        {
            bulk.StartRow();
            bulk.Write(KeyDigest.Number($"{province.Code}|{order.AsOf.Day.Year}|{group}|{p.Number}"));
            bulk.Write(province.Code);
            bulk.Write(order.AsOf.Day.Year);
            bulk.Write(group);
            Name(bulk, p);
            bulk.Write(p.CitizenId);
            // Every third list has no social insurance number: the matching finds the person by name, birth and identity.
            bulk.Write(known && p.Number % 3 > 0 ? p.Number.ToString("D10", CultureInfo.InvariantCulture) : null);
            bulk.Write(p.Commune);
            bulk.Write(p.Address);
            bulk.Write(new DateOnly(order.AsOf.Day.Year + 2, 12, 31));
            bulk.Write(order.AsOf.Milliseconds);
        }

        bulk.Complete();
    }

    /// <summary>Who stands on a list; every thirtieth is a person that the register does not know, some stand on two.</summary>
    private void Entitled(int i, Somebody person)
    {
        var groups = (i % 12) switch { 0 or 1 or 2 => (string[])["HN"], 3 => i % 24 == 3 ? [] : ["CC"], 4 => ["TE"], 5 => ["BT"], 8 => ["HS"], 11 => i % 36 == 11 ? ["BT", "HN"] : [], _ => [] };
        _lists.AddRange(groups.Select(g => (g, person, true)));
        if (i % 30 == 0)
        {
            _lists.Add(("HN", Person(Many + i, person.Commune), false));
        }
    }

    private (string Group, DateOnly? To)? CardOf(int i)
    {
        var year = new DateOnly(order.AsOf.Day.Year, 12, 31);
        return (i % 12) switch
        {
            0 or 1 or 2 => i % 35 == 0 ? null : ("HN", year), 4 => ("TE", null), 5 => ("BT", new DateOnly(year.Year, 11, 30)), 6 => ("DT", new DateOnly(2021, 6, 30)), 9 => ("GD", order.AsOf.Day.AddDays(i % 40)),
            11 => i % 36 == 11 ? null : ("GD", year), _ => null,
        };
    }

    private Somebody Person(int i, string commune)
    {
        var name = People.Name(_dice);
        var male = !name.Contains(" Thị ", StringComparison.Ordinal) && _dice.Chance(600);
        var child = i < Many && i % 12 is 4 or 8;
        var born = new DateOnly(child ? i % 12 == 4 ? 2017 + _dice.Below(4) : 2005 + _dice.Below(10) : 1950 + _dice.Below(50), 1 + _dice.Below(12), 1 + _dice.Below(28));
        var citizen = string.Create(CultureInfo.InvariantCulture, $"0{province.Code}{(born.Year >= 2000 ? 2 : 0) + (male ? 0 : 1)}{born.Year % 100:00}{_dice.Below(1_000_000):000000}");
        return new(
            long.Parse(province.Code, CultureInfo.InvariantCulture) * 100_000_000 + FirstNumber + i, name, born, male, child ? null : citizen,
            $"Số {(i / 4) + 1} tổ {(i / 12 % 9) + 1}", commune);
    }

    private static void Name(BulkWriter bulk, Somebody p)
    {
        bulk.Write(p.Name);
        bulk.Write(VietnameseText.Fold(p.Name));
        bulk.Write(p.Born);
        bulk.Write(p.Born.Year);
        bulk.Write(p.Male);
    }

    private sealed record Somebody(long Number, string Name, DateOnly Born, bool Male, string? CitizenId, string Address, string Commune);
}
