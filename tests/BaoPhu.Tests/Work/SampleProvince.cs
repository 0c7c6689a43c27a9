using System.Globalization;
using System.Text;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules;
using BaoPhu.Rules.Text;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work;

/// <summary>The sample province (79) loaded straight from its CSV files, without the import module: what the pass reads.</summary>
public static class SampleProvince
{
    public static async Task Load(TestDatabase test, bool confirmed = true)
    {
        var (employers, months, levels, places) = (Rows("don-vi-79.csv"), Rows("thu-no-79-2021.csv"), Rows("cap-do-dich-79.csv"), Rows("../data/danh-muc-hanh-chinh-2021.csv"));
        await test.Db.Write(async tx =>
        {
            await Places(tx, places);
            await Employers(tx, employers);
            await Months(tx, months, employers);
            var number = 0;
            foreach (var r in levels)
            {
                var from = Moment(r[5]);
                await tx.Execute(
                    """
                    insert into org_levels (announcement_id, locality_code, province, level, from_at, known_from_at, decision_number, decision_date, authority, source,
                        recorded_by, recorded_at, switch_confirmed_at, switch_confirmed_by)
                    values (@id, @place, '79', @level, @from, @known, @decision, @day, @authority, 'file', 'test', 0, @confirmedAt, @by)
                    """,
                    new
                    {
                        id = "a" + number++, place = r[0], level = short.Parse(r[1], CultureInfo.InvariantCulture), from, known = Instant.StartOf(Day(r[3])), decision = r[2], day = Day(r[3]),
                        authority = r[4], confirmedAt = confirmed ? from : (Instant?)null, by = confirmed ? "test" : null,
                    });
            }
        });
    }

    public static async Task Places(Session tx, IEnumerable<string[]> rows)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        using var bulk = tx.BulkInto("org_localities", "code", "valid_from", "kind", "name", "folded", "parent_code", "province");
        foreach (var r in rows.Where(r => r[0] == "79"))
        {
            Add(r[2], "district", r[3], r[0]);
            if (r[4].Length > 0)
            {
                Add(r[4], "commune", r[5], r[2]);
            }
        }

        bulk.Complete();

        void Add(string code, string kind, string name, string parent)
        {
            if (seen.Add(code))
            {
                bulk.StartRow();
                bulk.Write(code);
                bulk.Write(Reference.Beginning);
                bulk.Write(kind);
                bulk.Write(name);
                bulk.Write(VietnameseText.Fold(name));
                bulk.Write(parent);
                bulk.Write("79");
            }
        }

        await Task.CompletedTask;
    }

    private static async Task Employers(Session tx, List<string[]> rows)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var r in rows)
        {
            if (!EmployerKey.IsCode(r[0]) || r[2].Length == 0 || !seen.Add(r[0]))
            {
                continue;
            }

            var standing = r[10] switch
            {
                "Tạm dừng đóng quỹ HT-TT" => Standing.PensionSuspended,
                "Đang giải thể" => Standing.Ceased,
                "Chỉ tham gia BHYT (NSNN)" => Standing.BudgetHealthOnly,
                _ => Standing.Active,
            };
            await tx.Execute(
                """
                insert into reg_employers (employer_id, province, code, office_code, name, folded, tax_code, address, commune_code, phone, email, contact_name, workers, standing, standing_until, updated_at)
                values (@id, '79', @code, @office, @name, @folded, @tax, @address, @commune, @phone, @email, @contact, @workers, @standing, @until, 0)
                """,
                new
                {
                    id = EmployerKey.Id("79", r[0]), code = r[0], office = r[1], name = r[2], folded = VietnameseText.Fold(r[2]), tax = r[3], address = r[4], commune = r[5],
                    phone = r[6].Length == 0 ? null : r[6], email = r[7].Length == 0 ? null : r[7], contact = r[8],
                    workers = int.TryParse(r[9], CultureInfo.InvariantCulture, out var workers) ? workers : (int?)null, standing = (short)standing,
                    until = r[11].Length == 0 ? (DateOnly?)null : Day(r[11]),
                });
        }
    }

    private static Task Months(Session tx, List<string[]> rows, List<string[]> employers)
    {
        var known = employers.Where(r => EmployerKey.IsCode(r[0]) && r[2].Length > 0).Select(r => r[0]).ToHashSet(StringComparer.Ordinal);
        var read = new Dictionary<(string, int), (long[] Amounts, bool Conflict)>();
        foreach (var r in rows)
        {
            var period = Number(r[1]);
            var amounts = r.Skip(2).Take(9).Select(Amount).ToArray();
            if (!known.Contains(r[0]) || period < 0 || Array.Exists(amounts, a => a < 0))
            {
                continue;
            }

            var key = (r[0], period);
            read[key] = read.TryGetValue(key, out var before) ? (before.Amounts, before.Conflict || !before.Amounts.SequenceEqual(amounts)) : (amounts, false);
        }

        using var bulk = tx.BulkInto(
            "reg_months", "employer_id", "period", "due_social", "due_health", "due_unemployment", "due_accident", "paid_social", "paid_health", "paid_unemployment", "paid_accident", "stated_interest");
        foreach (var ((code, period), (amounts, conflict)) in read)
        {
            if (!conflict)
            {
                bulk.StartRow();
                bulk.Write(EmployerKey.Id("79", code));
                bulk.Write(period);
                foreach (var amount in amounts)
                {
                    bulk.Write(amount);
                }
            }
        }

        bulk.Complete();
        return Task.CompletedTask;
    }

    public static List<string[]> Rows(string file)
    {
        var rows = new List<string[]>();
        foreach (var line in File.ReadLines(Repository.Sample(file), Encoding.UTF8).Skip(1))
        {
            var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
            foreach (var c in line)
            {
                if (c == '"')
                {
                    quoted = !quoted;
                }
                else if (c == ',' && !quoted)
                {
                    cells.Add(VietnameseText.Normalise(cell.ToString()));
                    cell.Clear();
                }
                else
                {
                    cell.Append(c);
                }
            }

            cells.Add(VietnameseText.Normalise(cell.ToString()));
            rows.Add([.. cells]);
        }

        return rows;
    }

    private static int Number(string period) => DateOnly.TryParseExact("01/" + period, "dd/MM/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? (day.Year * 100) + day.Month : -1;

    private static long Amount(string text)
    {
        var digits = text.Replace(".", "", StringComparison.Ordinal);
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1;
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static Instant Moment(string text) =>
        Instant.Of(new DateTimeOffset(DateTime.ParseExact(text, "dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture), Instant.VietnamOffset));
}
