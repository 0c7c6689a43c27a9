using System.IO.Compression;
using System.Xml.Linq;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Budget;
using BaoPhu.Core.Documents;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Tests.Support;
using static BaoPhu.Tests.Collection.StandingProvince;

namespace BaoPhu.Tests.Collection;

/// <summary>Reconciliation with the budget on both engines: figures taken in, both tables that add up, sent, confirmed, transferred; the list at the year's end.</summary>
public sealed class ReconciliationsTests
{
    private static readonly string[] Lines =
        ["BA0001A;III/2021;HN;1.000;3.000;200.000.001;0;150.000.000", "BA0001A;III/2021;CN;500;1.500;70.000.000;30.000.000;0", "BA0001A;III/2021;TN-HN;20;60;1.386.000;3.234.000;0"];

    private static readonly BudgetBody Body = new() { Kind = "finance", Addressee = "Phòng Tài chính - Kế hoạch Quận 1", Managed = "HN, CN" };

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Figures_come_in_once_and_what_cannot_be_is_told(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await StandingProvince.Create(test);
        var first = await Figures(test, [.. Lines, "BA0001A;5/2021;HN;1;1;1;0;0", "BA0001A;IV/2021;ZZ;1;1;1;0;0", "SA0001A;IV/2021;HN;1;1;1;0;0", "BA0001A;IV/2021;HN;-1;1;1;0;0", "BA0001A;II/2021;HN;1;1;5;0;0", "BA0001A;Q2/2021;HN;1;1;6;0;0"]);
        Assert.Equal((9L, 3L, 3L, 6L), (first.Rows, first.Accepted, first.Created, first.Rejected));
        Assert.Contains(first.Refusals, r => r.Contains("IV/2021", StringComparison.Ordinal));
        var again = await Figures(test, Lines);
        Assert.Equal((3L, 0L, 0L), (again.Unchanged, again.Created, again.Changed));
        var changed = await Figures(test, "BA0001A;3/2021;HN;1.000;3.000;200.000.001;0;160.000.000");
        Assert.Equal((0L, 1L, 2L), (changed.Created, changed.Changed, changed.Absent));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_quarter_runs_from_its_figures_to_the_last_dong_transferred(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await StandingProvince.Create(test);
        var (budget, officer) = (province.Budget, province.Officer.Actor);
        await Refused("Budget.NoFigures", () => budget.Open(officer, Own, Reconcile, 20213, Body));
        await Figures(test, Lines);
        await budget.Open(officer, Own, Reconcile, 20213, Body);
        await Refused("Cases.NeedsUnmet", () => budget.Send(officer, Own, Reconcile, 1));
        await province.Send(Reconcile, SpecialStandings.BudgetLetter);
        await budget.Send(officer, Own, Reconcile, 1);
        await budget.Online(officer, Own, Reconcile, 2, "zalo", "Gửi biểu qua Zalo, cơ quan đã nhận");
        await budget.Dispute(officer, Own, Reconcile, 3, "dispute", "Thiếu 10 thẻ");
        await Refused("Budget.NeedDifference", () => budget.Confirm(officer, Own, Reconcile, 4, new(2021, 11, 3), "CV 9/TCKH", 271_000_000, null));
        await budget.Confirm(officer, Own, Reconcile, 4, new(2021, 11, 3), "CV 9/TCKH", 271_386_000, "Giảm 1 đồng làm tròn");
        await Refused("Cases.NeedsUnmet", () => budget.Close(officer, Own, Reconcile, 5, "settle", null));
        await Refused("Budget.MoreThanRest", () => budget.Receive(officer, Own, Reconcile, 5, new(2021, 11, 3), 121_386_001, "UNC 1"));
        await budget.Receive(officer, Own, Reconcile, 5, new(2021, 11, 3), 100_000_000, "UNC 1");
        var left = Assert.Single(await budget.YearEnd(Own, 2021));
        Assert.Equal((271_386_001L, 250_000_000L, 21_386_001L, Body.Addressee), (left.Due, left.Transferred, left.Rest, left.Addressee));
        Assert.Empty(await budget.YearEnd(Own, 2020));
        await budget.Receive(officer, Own, Reconcile, 6, new(2021, 11, 3), 21_386_000, "UNC 2");
        await budget.Close(officer, Own, Reconcile, 7, "settle", null);
        Assert.Equal("transferred", (await budget.Find(Own, Reconcile)).Case!.State);
        Assert.Contains("reconcile 1 done 2", await province.Small.StatesOf("BA0001A"));
        var row = Assert.Single((await province.Lists.List(Own, "reconcile", new CaseFilter { State = "ended" })).Rows);
        Assert.Equal((271_386_000L, 271_386_000L), (row.Due!.Value, row.Paid));
        await province.Healthy();
    }

    [Fact]
    public async Task Both_tables_read_back_from_their_files_add_up_to_the_figures()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var province = await StandingProvince.Create(test);
        await Figures(test, Lines);
        await province.Budget.Open(province.Officer.Actor, Own, Reconcile, 20213, Body);
        var answers = new PaperAnswers { SignerId = province.Director.UserId, Channel = "document" };
        var made = await province.Papers.Preview(province.Officer.Actor, Own, Reconcile, SpecialStandings.BudgetLetter, answers);
        Assert.Empty(made.Faults);
        var places = made.Sheets.Select(m => m.Form).ToList();
        Assert.Equal(["B09-TS", "CV-NS", "M01-ND146"], places.Order(StringComparer.Ordinal));
        var key = (await province.Papers.Prepare(province.Officer.Actor, Own, Reconcile, SpecialStandings.BudgetLetter, answers)).ToString();
        var (health, voluntary) = (await province.Papers.File(Own, key, places.IndexOf("M01-ND146")), await province.Papers.File(Own, key, places.IndexOf("B09-TS")));
        // Cards, person-months, all, due, own, transferred, left: each column is its sum, and the sums are those of the file that came in.
        Assert.Equal([1_500, 4_500, 300_000_001, 270_000_001, 30_000_000, 150_000_000, 120_000_001], Total(health.Bytes, rows: 2));
        Assert.Equal([20, 60, 4_620_000, 1_386_000, 3_234_000, 0, 1_386_000], Total(voluntary.Bytes, rows: 1));
        Assert.Equal(121_386_001, made.Sheets[0].Values["rest"].Number);
        Assert.Contains("15/12/2021", made.Sheets[0]["deadlines"], StringComparison.Ordinal);
        Assert.Contains("31/12/2021", made.Sheets[0]["deadlines"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IV/2021", 20214)]
    [InlineData("Quý 4/2021", 20214)]
    [InlineData("Q1-2022", 20221)]
    [InlineData("20213", 20213)]
    [InlineData("5/2021", 0)]
    [InlineData("V/2021", 0)]
    [InlineData("", 0)]
    public void A_quarter_is_read_as_people_write_it(string text, int number) => Assert.Equal(number, Quarter.TryParse(text, out var quarter) ? quarter.Number : 0);

    /// <summary>The last seven numbers of the file's table after checking that each is the sum of the rows above it.</summary>
    private static List<long> Total(ReadOnlyMemory<byte> file, int rows)
    {
        using var zip = new ZipArchive(new MemoryStream(file.ToArray()));
        using var sheet = zip.Entries.First(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).Open();
        var lines = XDocument.Load(sheet).Descendants().Where(e => e.Name.LocalName == "row")
            .Select(r => r.Elements().Where(c => c.Attribute("t") is null && c.Elements().Any(v => v.Name.LocalName == "v")).Select(c => (long)decimal.Parse(c.Value, System.Globalization.CultureInfo.InvariantCulture)).ToList())
            .Where(numbers => numbers.Count >= 7).Select(numbers => numbers.TakeLast(7).ToList()).ToList();
        Assert.Equal(rows + 1, lines.Count);
        for (var column = 0; column < 7; column++)
        {
            Assert.Equal(lines[^1][column], lines.Take(rows).Sum(l => l[column]));
        }

        return lines[^1];
    }
}
