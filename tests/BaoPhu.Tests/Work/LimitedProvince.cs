using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work;

/// <summary>The small province at level 3 with measures decided, three employers to be visited, and what limits and slots are asked through.</summary>
internal sealed class LimitedProvince(TestDatabase test, SmallProvince small, string paper)
{
    public static readonly Actor An = new("an", "Nguyễn Văn An", "07901");
    public static readonly Actor Binh = new("binh", "Trần Thị Bình", "07901");
    public static readonly Actor Director = new("director", "Lê Văn Giám", "07900");
    private static readonly string[] Codes = ["TA0001A", "TB0001B", "TC0001C"];

    public SmallProvince Small => small;
    public Limits Limits { get; } = new(test.Db, test.Clock);
    public Slots Slots { get; } = new(test.Db, test.Clock);
    public string Paper => paper;

    public static string Visit(int employer) => $"79-{Codes[employer]}-visit-1";

    public static async Task<LimitedProvince> Create(TestDatabase test, int level = 3)
    {
        var small = await SmallProvince.Create(test);
        foreach (var code in Codes)
        {
            await small.Employer(code, owesFrom: 202109);
        }

        var paper = await small.Level("79", level, "2021-11-01T00:00");
        await test.Db.Write(tx => tx.Execute(
            "update org_levels set measures_number = '12/QĐ-UBND', measures_date = @date, measures_until = @until where announcement_id = @paper",
            new { paper, date = new DateOnly(2021, 10, 30), until = new DateOnly(2021, 12, 31) }));
        await small.Plan("2021-11-03T07:00");
        return new(test, small, paper);
    }

    /// <summary>A limit of the place at level 3 from 3 November on.</summary>
    public Task<PlaceLimit> Limit(SlotLimit rule, string place = SmallProvince.District, int levels = 0b0100, DateOnly? from = null, DateOnly? last = null) =>
        Limits.Record(Director, Scope.Nation, new(place, levels, from ?? new(2021, 11, 3), last, paper, rule));

    public Task Arrange(int employer, string from = "2021-11-04T09:00", string person = "An", int version = 0, Func<Arrangement, Arrangement>? change = null)
    {
        var at = DateTime.Parse(from, System.Globalization.CultureInfo.InvariantCulture);
        var wish = new Arrangement([person], at, at.AddHours(1), "phòng họp", "trụ sở đơn vị");
        return small.Records.Arrange(An, Scope.Nation, Visit(employer), version, change?.Invoke(wish) ?? wish);
    }

    /// <summary>Message of the refusal, or "" where there was none.</summary>
    public static async Task<string> Refused(Func<Task> act)
    {
        try
        {
            await act();
            return "";
        }
        catch (Refusal refusal)
        {
            return refusal.Key + ": " + refusal.Message;
        }
    }

    public Task<long> Held() => test.Db.Read(s => s.One<long>("select count(*) from wrk_slots where given_back_at is null"));
}
