using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// Participants of a province before the moment of the demonstration: the number at every month's end of nearly three years in each district, with the seasons that insurance has (Tết, the schools'
/// September, the campaign of the year's end, the lockdown of 2021), and the joins and leaves of the year: month by month, of the last two months day by day, which make the month ends up. The first
/// district has collection agents, through whom most people join voluntary and health insurance there.
/// </summary>
internal sealed class ParticipantsBefore(Db db, DemonstrationOrder order, Reference.Province province)
{
    private static readonly DateOnly First = new(2018, 12, 31);

    /// <summary>People for each employer of the demonstration, as the country had them in 2021: 15.9 and 1.2, 13 and 87 million over some 600,000.</summary>
    private static readonly int[] PerEmployer = [26, 2, 22, 145];

    /// <summary>Growth of a usual year in thousandths of the number, and which share of it (in hundredths) each month brings.</summary>
    private static readonly int[] Growth = [45, 280, 48, 18];
    private static readonly int[][] Shape =
    [
        [6, -14, 18, 14, 12, 10, 8, 10, 12, 10, 8, 6],
        [2, -4, 6, 8, 14, 8, 6, 6, 8, 10, 14, 22],
        [6, -16, 18, 14, 12, 10, 8, 10, 12, 12, 8, 6],
        [-8, -14, 4, 6, 4, 2, 2, 8, 52, 22, 10, 12],
    ];

    private static readonly string[] Agents = ["Bưu điện trung tâm", "Hội Liên hiệp Phụ nữ", "UBND phường trung tâm"];

    /// <summary>Of a hundred people with health insurance, by a group of each payer.</summary>
    private static readonly (string Sign, int Share)[] Groups = [("DN", 18), ("HT", 4), ("HN", 34), ("HS", 24), ("GD", 20)];

    private static readonly int[] Lockdown = [-30, -10, -34, -8];

    private string _withAgents = "";
    private readonly int _code = int.Parse(province.Code, System.Globalization.CultureInfo.InvariantCulture);

    public Task Load(int employers, CancellationToken cancel) => db.Write(
        async tx =>
        {
            var offices = await tx.Query<string>("select code from org_offices where parent_code = @OfficeCode and known_to_at is null order by code", new { province.OfficeCode });
            var (first, last) = EmployerKey.Range(province.Code);
            var units = (await tx.Query<(long Id, string Office)>("select employer_id, office_code from reg_employers where employer_id between @first and @last order by employer_id limit 2000", new { first, last }))
                .ToLookup(u => u.Office, u => u.Id, StringComparer.Ordinal);
            var days = new List<Movement>();
            await Contract(tx, offices);
            using (var bulk = tx.BulkInto("reg_stands", "subject_id", "kind", "ends_on", "known_from_at", "office_code", "number"))
            {
                for (var o = 0; o < offices.Count; o++)
                {
                    foreach (var kind in Participations.All)
                    {
                        Stands(bulk, days, offices[o], kind, employers / Math.Max(1, offices.Count), new Dice(order.Seed, 31, _code, o, (int)kind), [.. units[offices[o]]]);
                    }
                }

                bulk.Complete();
            }

            using var moves = tx.BulkInto("reg_movements", "subject_id", "row_key", "known_from_at", "office_code", "happened_on", "kind", "joined", "ground", "agent_code", "number");
            foreach (var d in days)
            {
                moves.StartRow();
                moves.Write(d.Subject);
                moves.Write(MovementFile.KeyOf(d.Subject, d.Day, d.Kind, d.Joined, d.Office, null, null, d.Ground, d.Agent));
                moves.Write(order.AsOf.Milliseconds);
                moves.Write(d.Office);
                moves.Write(d.Day);
                moves.Write(d.Kind.Code());
                moves.Write(d.Joined);
                moves.Write(d.Ground);
                moves.Write(d.Agent);
                moves.Write(d.Number);
            }

            moves.Complete();
        },
        cancel);

    private async Task Contract(Session tx, List<string> offices)
    {
        if (offices.Count == 0)
        {
            return;
        }

        _withAgents = offices[0];
        for (var i = 0; i < Agents.Length; i++)
        {
            await Organisation.Agents.Record(tx, Actor.System, order.AsOf, new(AgentCode(i)!, _withAgents, Agents[i], new(order.AsOf.Day.Year, 1, 1)) { Province = province.Code });
        }
    }

    private string? AgentCode(int i) => i < Agents.Length ? "DL" + _withAgents + "00" + (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;

    private void Stands(BulkWriter bulk, List<Movement> days, string office, Participation kind, int employers, Dice dice, List<long> units)
    {
        var (place, subject) = ((int)kind, EmployerKey.OfficeId(province.Code, office));
        var number = (int)Math.Max(20, (long)employers * PerEmployer[place] * dice.Between(55, 145) / 100);
        var running = new DateOnly(order.AsOf.Day.Year, order.AsOf.Day.Month, 1);
        for (var month = First.AddDays(1); month <= running; month = month.AddMonths(1))
        {
            Write(kind.Code(), month.AddDays(-1), number);
            if (kind == Participation.Health && (month == running || month == new DateOnly(running.Year, 1, 1)))
            {
                foreach (var (sign, share) in Groups)
                {
                    Write(HealthGroup.KindOf(sign), month.AddDays(-1), number * share / 100);
                }
            }

            var year = (long)number * Growth[place] * dice.Between(80, 120) / 100_000;
            var step = (int)((year * Shape[place][month.Month - 1] / 100) + (year * dice.Between(-3, 3) / 100) + (month is { Year: 2021, Month: >= 7 and <= 9 } ? year * Lockdown[place] / 100 : 0));
            if (month >= running.AddMonths(-2))
            {
                days.AddRange(Days(office, kind, subject, month, step, number, dice, units));
            }
            else if (month.Year == running.Year && step != 0)
            {
                days.Add(new(subject, month.AddMonths(1).AddDays(-1), kind, step > 0, office, "Tổng hợp tháng", Math.Abs(step), null));
            }

            number = Math.Max(1, number + step);
        }

        void Write(string counted, DateOnly on, int people)
        {
            bulk.StartRow();
            bulk.Write(subject);
            bulk.Write(counted);
            bulk.Write(on);
            bulk.Write(order.AsOf.Milliseconds);
            bulk.Write(office);
            bulk.Write(people);
        }
    }

    /// <summary>The days of a month, whose joins less leaves are its step; of the running month the part that is over.</summary>
    private IEnumerable<Movement> Days(string office, Participation kind, long subject, DateOnly month, int step, int number, Dice dice, List<long> units)
    {
        var open = Enumerable.Range(0, DateTime.DaysInMonth(month.Year, month.Month)).Select(month.AddDays).Where(OfficeCalendar.Shipped.IsWorking).ToList();
        var told = 0;
        for (var i = 0; i < open.Count && open[i] <= order.AsOf.Day; i++)
        {
            var net = (step * (i + 1) / open.Count) - told;
            told += net;
            // A small district has somebody leave every few days.
            var leaves = (int)((((long)number * dice.Between(2, 6)) + dice.Below(10_000)) / 10_000) + Math.Max(0, -net);
            // Every few days an employer's own list stands beside the district's sum.
            var byEmployer = kind is Participation.Social or Participation.Unemployment && units.Count > 0 && dice.Chance(400);
            var who = byEmployer ? dice.Pick(units) : subject;
            var ground = byEmployer ? "D02-LT" : kind == Participation.Voluntary ? "D05-TS" : kind == Participation.Health ? "D03-TS" : "Tổng hợp ngày";
            if (leaves + net > 0)
            {
                yield return new(who, open[i], kind, true, office, ground, leaves + net, office == _withAgents && kind is (Participation.Voluntary or Participation.Health) ? AgentCode(i % 4) : null);
            }

            if (leaves > 0)
            {
                yield return new(subject, open[i], kind, false, office, "Tổng hợp ngày", leaves, null);
            }
        }
    }

    private readonly record struct Movement(long Subject, DateOnly Day, Participation Kind, bool Joined, string Office, string Ground, int Number, string? Agent);
}
