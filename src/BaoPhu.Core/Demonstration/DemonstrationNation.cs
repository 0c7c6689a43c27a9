using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Demonstration;

/// <summary>What is asked for.</summary>
/// <param name="Provinces">How many, the largest first (TP Hồ Chí Minh, Hà Nội, Bình Dương…).</param>
/// <param name="Employers">Over all provinces, shared by their size.</param>
/// <param name="Seed">The same seed gives the same data on both engines.</param>
/// <param name="AsOf">The site's clock is set to it; the ledger holds the ten months before its month.</param>
public sealed record DemonstrationOrder(int Provinces, int Employers, long Seed, Instant AsOf)
{
    /// <summary>The day of the plan: where the small demonstration begins.</summary>
    public static readonly Instant UsualMoment = Instant.Of(new DateTimeOffset(2021, 11, 3, 8, 0, 0, Instant.VietnamOffset));

    /// <summary>The end of the quarter: where the whole nation stands, with all levels of October–December behind it.</summary>
    public static readonly Instant EndOfQuarter = Instant.Of(new DateTimeOffset(2021, 12, 31, 8, 0, 0, Instant.VietnamOffset));

    /// <summary>Provinces by code instead of by size; null or empty: the largest <see cref="Provinces"/>.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>Also plan the work and record some of it, so that a day full of work opens.</summary>
    public bool WithWork { get; init; } = true;

    /// <summary>Where the site of the demonstration is opened: links in its messages lead there. Null: the setting's own default.</summary>
    public string? Address { get; init; }
}

public sealed record DemonstrationResult(int Provinces, long Employers, long Months, long Levels, long Marks, long Tasks, long Contacts, IReadOnlyList<DemonstrationPerson> People);

/// <summary>
/// A made-up nation to look at, train on and measure with: places, offices, people who can sign in, employers, ten months of their ledger, announced levels. It stands above
/// every module and fills their tables in bulk, one transaction per province; it only ever fills an empty database.
/// </summary>
public static class DemonstrationNation
{
    public static string Password => Staff.Password;

    /// <summary>Fills the database and sets the site's clock. Refused: a database with employers, people or levels in it; numbers that make no sense.</summary>
    public static async Task<DemonstrationResult> Load(Db db, DemonstrationOrder order, Action<string>? tell = null, CancellationToken cancel = default)
    {
        var provinces = Chosen(order);
        if (order.Employers < provinces.Count * 20 || order.Employers > 3_000_000)
        {
            throw new Refusal("Demonstration.EmployersOutOfRange", provinces.Count * 20, order.Employers);
        }

        // Everything is dated from the moment asked for, not from when the command happened to run.
        var clock = new StillClock(order.AsOf);
        await Installation.Create(db, clock, cancel);
        if (await db.Read(NotEmpty, cancel) is { } what)
        {
            throw new Refusal("Demonstration.NotEmpty", Text.Of("Demonstration.Holds_" + what));
        }

        var hash = Staff.Hash(order.Seed);
        var centre = Staff.Centre(order.Seed);
        await db.Write(
            tx =>
            {
                Staff.Write(tx, centre, hash, order.AsOf);
                return Task.CompletedTask;
            },
            cancel);

        var people = new List<DemonstrationPerson>(centre);
        var (employers, months, levels, marks) = (0L, 0L, 0L, 0L);
        var counts = Share(provinces, order.Employers);
        for (var i = 0; i < provinces.Count; i++)
        {
            var (province, count, before) = (provinces[i], counts[i], employers);
            var started = TimeProvider.System.GetTimestamp();
            var loaded = await db.Write(tx => LoadProvince(tx, clock, order, province, count, before, hash), cancel);
            people.AddRange(loaded.People);
            employers += loaded.Employers;
            months += loaded.Months;
            levels += loaded.Levels;
            marks += loaded.Marks;
            tell?.Invoke(Text.Of("Demonstration.ProvinceLoaded", i + 1, provinces.Count, province.FullName, loaded.Employers, loaded.Months, TimeProvider.System.GetElapsedTime(started).TotalSeconds));
        }

        if (order.Address is { } address)
        {
            await new Settings(db, clock).Set(Actor.System, Scope.Nation, Settings.NationScope, Settings.PublicAddress, Reference.Beginning, address, Text.Of("Demonstration.Address"));
        }

        // The other provinces announced too: the map of the country is the same whatever part of it is loaded. Not counted: they have no work here.
        await db.Write(
            tx =>
            {
                foreach (var other in Reference.Provinces.Except(provinces))
                {
                    new Announcements(order.Seed, other, []).Write(tx, centre[0].UserId, order.AsOf.Day);
                }

                return Task.CompletedTask;
            },
            cancel);

        foreach (var table in (string[])["org_localities", "org_levels", "reg_employers", "reg_months"])
        {
            await db.Write(tx => tx.Analyze(table), cancel);
        }

        for (var i = 0; order.WithWork && i < provinces.Count; i++)
        {
            var staff = people.Where(p => p.OfficeCode[1..3] == provinces[i].Code).ToList();
            var care = new Care(db, order, provinces[i], staff);
            await care.Share(cancel);
            await new WorkBefore(db, order, provinces[i], staff).Load(counts[i], tell, cancel);
            await new PapersBefore(db, order, provinces[i], staff).Load(cancel);
            await care.Look(cancel);
            await new InspectionsBefore(db, order, provinces[i], staff).Load(cancel);
            await new AnswersBefore(db, order, provinces[i], staff).Load(cancel);
            await new PublicBefore(db, order, provinces[i], staff).Load();
            await new StandingsBefore(db, order, provinces[i], staff).Load(cancel);
            await new ParticipantsBefore(db, order, provinces[i]).Load(counts[i], cancel);
        }

        if (order.WithWork)
        {
            await new TargetsGiven(db, order, provinces, people).Load();
            await new ReportsBefore(db, order, provinces, people).Load(cancel);
        }

        await new Settings(db, clock).Set(
            Actor.System, Scope.Nation, Settings.NationScope, Settings.SecondFactorRoles, Reference.Beginning, "", Text.Of("Demonstration.FactorOptional"));
        await PrintedList.TakeIn(db, order, provinces[0].Code, people.First(p => p.Role == Role.CollectionOfficer && p.OfficeCode == provinces[0].OfficeCode));
        if (order.WithWork)
        {
            await new LimitsAndScenarios(db, order, provinces[0], [.. people.Where(p => p.OfficeCode[1..3] == provinces[0].Code)]).Load(cancel);
            await new ReferralsBefore(db, order, provinces[0], [.. people.Where(p => p.OfficeCode[1..3] == provinces[0].Code)]).Load(cancel);
            await new CardsBefore(db, order, provinces[0]).Load(cancel);
            await new TaxBefore(db, order, provinces[0]).Load(cancel);
            await new PlanningDone(db, order, provinces[0], [.. people.Where(p => p.OfficeCode[1..3] == provinces[0].Code || p.OfficeCode.StartsWith("000", StringComparison.Ordinal))]).Load();
        }

        if (order.WithWork && provinces.Count == 1)
        {
            await AwaitedSwitch.Announce(db, order, provinces[0].Code, people.First(p => p.Role == Role.CollectionOfficer && p.OfficeCode == provinces[0].OfficeCode).Actor);
        }

        await (await SiteClock.Load(db)).MoveTo(db, Actor.System, order.AsOf);
        var (tasks, contacts) = await db.Read(async s => (await s.One<long>("select count(*) from wrk_tasks"), await s.One<long>("select count(*) from wrk_contacts")));
        return new(provinces.Count, employers, months, levels, marks, tasks, contacts, people);
    }

    private static async Task<DemonstrationResult> LoadProvince(Session tx, TimeProvider clock, DemonstrationOrder order, Reference.Province province, int count, long before, string hash)
    {
        var districts = await Districts(tx, order, province);
        var people = Staff.OfProvince(order.Seed, province, districts);
        Staff.Write(tx, people, hash, order.AsOf);
        await Colleagues.Settle(tx, order, people);
        var director = people[0];
        var officers = people.Where(p => p.SignIn.EndsWith(".thu1", StringComparison.Ordinal)).ToDictionary(p => p.OfficeCode, p => p.UserId, StringComparer.Ordinal);

        var units = new Units(order.Seed, province.Code, districts, order.AsOf.Day);
        var made = units.Make(count, before);
        Units.WriteEmployers(tx, province.Code, made, order.AsOf);
        var months = units.WriteMonths(tx, made);
        Units.WriteStandings(tx, made, director.UserId, order.AsOf);
        var marks = units.WriteMarks(tx, made, d => officers[d.OfficeCode]);
        var levels = new Announcements(order.Seed, province, districts).Write(tx, director.UserId, order.AsOf.Day);
        await AuditTrail.Write(tx, clock, Actor.System, "demonstration.load", "province:" + province.Code, new { order.Seed, employers = made.Count, months, levels, marks });
        return new(1, made.Count, months, levels, marks, 0, 0, people);
    }

    /// <summary>The districts as imported, or made up; their offices where there are none yet.</summary>
    private static async Task<IReadOnlyList<District>> Districts(Session tx, DemonstrationOrder order, Reference.Province province)
    {
        var day = order.AsOf.Day;
        var known = await tx.Query<Locality>(
            """
            select code, kind, name, parent_code, province, valid_from, valid_to from org_localities
            where province = @Code and kind <> 'province' and valid_from <= @day and (valid_to is null or valid_to > @day) order by code
            """,
            new { province.Code, day });
        IReadOnlyList<District> districts = [.. known.Where(l => l.Kind == "district").Select((d, i) => new District(
            d.Code, d.Name, Places.OfficeCode(province, i), [.. known.Where(c => c.ParentCode == d.Code).Select(c => new Commune(c.Code, c.Name))])).Where(d => d.Communes.Count > 0)];
        if (districts.Count == 0)
        {
            var taken = (await tx.Query<string>("select code from org_localities")).ToHashSet(StringComparer.Ordinal);
            districts = Places.MakeUp(province, order.Seed, taken);
            using var bulk = tx.BulkInto("org_localities", "code", "valid_from", "kind", "name", "folded", "parent_code", "province");
            foreach (var d in districts)
            {
                Add(d.Code, "district", d.Name, province.Code);
                foreach (var c in d.Communes)
                {
                    Add(c.Code, "commune", c.Name, d.Code);
                }
            }

            bulk.Complete();

            void Add(string code, string kind, string name, string parent)
            {
                bulk.StartRow();
                bulk.Write(code);
                bulk.Write(Reference.Beginning);
                bulk.Write(kind);
                bulk.Write(name);
                bulk.Write(VietnameseText.Fold(name));
                bulk.Write(parent);
                bulk.Write(province.Code);
            }
        }

        await Particulars(province.OfficeCode);
        foreach (var d in districts)
        {
            await tx.Execute(
                """
                insert into org_offices (code, valid_from, known_from_at, kind, parent_code, province, name, confirmed)
                values (@OfficeCode, @from, @known, 'District', @parent, @province, @name, true) on conflict (code, valid_from, known_from_at) do nothing
                """,
                new { d.OfficeCode, from = Reference.Beginning, known = order.AsOf, parent = province.OfficeCode, province = province.Code, name = Staff.OfficeName(d) });
            await Particulars(d.OfficeCode);
        }

        return districts;

        // Made up and saying so, but whole: an account, a telephone, ten thousand item codes of its own for each office.
        Task Particulars(string office)
        {
            var first = 10_000 * int.Parse(office, CultureInfo.InvariantCulture);
            return tx.Execute(
                """
                insert into org_particulars (office_code, valid_from, known_from_at, account_number, bank, phone, item_service, item_first, item_last, note, set_by)
                values (@office, @from, @known, @account, 'Agribank (dữ liệu mẫu)', @phone, 'RR', @first, @last, 'Dữ liệu mẫu', 'system') on conflict (office_code, valid_from, known_from_at) do nothing
                """,
                new { office, from = Reference.Beginning, known = order.AsOf, account = "99990" + office + "001", phone = $"02{province.Code} 3{office[1..]}00", first, last = first + 9_999 });
        }
    }

    private static async Task<string?> NotEmpty(Session s) =>
        await s.One<long?>("select employer_id from reg_employers limit 1") is not null ? "employers"
        : await s.One<string>("select user_id from idn_users limit 1") is not null ? "people"
        : await s.One<string>("select announcement_id from org_levels limit 1") is not null ? "levels"
        : await s.One<string>("select code from org_offices where kind = 'District' limit 1") is not null ? "offices"
        : null;

    private static List<Reference.Province> Chosen(DemonstrationOrder order)
    {
        if (order.Only is { Count: > 0 } only)
        {
            return [.. only.Distinct(StringComparer.Ordinal).Select(code => Reference.Provinces.FirstOrDefault(p => p.Code == code) ?? throw new Refusal("Common.UnknownProvince", code))];
        }

        return order.Provinces >= 1 && order.Provinces <= Reference.Provinces.Count
            ? [.. Reference.Provinces.OrderByDescending(Weight).ThenBy(p => p.Code, StringComparer.Ordinal).Take(order.Provinces)]
            : throw new Refusal("Demonstration.ProvincesOutOfRange", Reference.Provinces.Count, order.Provinces);
    }

    private static int Weight(Reference.Province province) => ProvinceOf2021.Of(province.Code).EmployersPerMille;

    /// <summary>Whole employers by weight, at least ten each; what rounding leaves goes to the largest.</summary>
    private static int[] Share(IReadOnlyList<Reference.Province> provinces, int employers)
    {
        var total = provinces.Sum(Weight);
        var counts = provinces.Select(p => Math.Max(10, (int)((long)employers * Weight(p) / total))).ToArray();
        counts[0] += employers - counts.Sum();
        return counts;
    }
}
