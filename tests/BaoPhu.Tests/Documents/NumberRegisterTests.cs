using System.Text;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Documents;

/// <summary>Numbers without a gap: drawn at once by many, rolled back, over the turn of the year.</summary>
public sealed class NumberRegisterTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Twenty_who_draw_at_once_get_numbers_without_gap_or_double_and_what_fails_uses_none(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 60);
        var keys = new List<PaperKey>();
        for (var i = 1; i <= 60; i++)
        {
            keys.Add(await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, $"79-TA{i:0000}A-notice-1", "TB-NO", office.Answers));
        }

        // Every third loses its employer's debt, every fifth is changed in between: neither uses a number.
        for (var i = 3; i <= 60; i += 3)
        {
            await office.Small.Pays($"TA{i:0000}A", 1_000_000);
        }

        foreach (var key in keys.Where((_, i) => i % 5 == 4))
        {
            await office.Papers.Change(office.Officer.Actor, SmallOffice.Own, key.ToString(), 0, office.Answers);
        }

        var waiting = new System.Collections.Concurrent.ConcurrentQueue<PaperKey>(keys);
        var drawn = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            while (waiting.TryDequeue(out var key))
            {
                try
                {
                    if ((await office.Papers.Number(office.Officer.Actor, SmallOffice.Own, key.ToString(), 0)).Label is { } label)
                    {
                        drawn.Add(label);
                    }
                }
                catch (BaoPhu.Core.Texts.Refusal refusal)
                {
                    Assert.Equal("Papers.ChangedMeanwhile", refusal.Key);
                }
            }
        })));
        var expected = Enumerable.Range(1, 60).Count(i => i % 3 != 0 && i % 5 != 0);
        Assert.Equal(Enumerable.Range(1, expected).Select(n => $"{n:00}/TB-BHXH"), drawn.OrderBy(l => int.Parse(l.Split('/')[0])));
        await office.Small.Plan("2021-11-03T09:00");
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_transaction_that_is_rolled_back_leaves_no_gap(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 2);
        var key = await office.Papers.Prepare(office.Officer.Actor, SmallOffice.Own, "79-TA0002A-notice-1", "TB-NO", office.Answers);
        // The version is looked at after the number was written down: the whole transaction is undone.
        var refused = await Assert.ThrowsAsync<BaoPhu.Core.Texts.Refusal>(() => office.Papers.Number(office.Officer.Actor, SmallOffice.Own, key.ToString(), 7));
        Assert.Equal("Papers.ChangedMeanwhile", refused.Key);
        Assert.Empty(await office.Register.Years("07901"));
        await office.Numbered();
        Assert.Equal(["01/TB-BHXH numbered"], await office.Labels());
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task At_midnight_in_Viet_Nam_the_new_year_begins_with_01(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 3);
        await office.Numbered("TA0001A");
        test.Clock.Moment = new(2021, 12, 31, 23, 59, 59, TimeSpan.FromHours(7));
        await office.Numbered("TA0002A");
        test.Clock.Moment = test.Clock.Moment.AddSeconds(1);
        var key = await office.Numbered("TA0003A");
        var paper = await office.Paper(key);
        Assert.Equal((2022, 1, new DateOnly(2022, 1, 1)), (paper.Year, paper.Number, paper.DatedOn));
        Assert.Equal([2022, 2021], await office.Register.Years("07901"));
        Assert.Equal(2, (await office.Register.Page(SmallOffice.Own, "79", new("07901", 2021, "TB"))).Last);
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_register_goes_out_as_a_workbook_and_that_is_recorded(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 2);
        await office.Numbered("TA0001A");
        var key = await office.Numbered("TA0002A");
        await office.Papers.Void(office.Officer.Actor, SmallOffice.Own, key.ToString(), 1, "Sai đơn vị");
        using var file = new MemoryStream();
        await office.Register.Export(office.Officer.Actor, SmallOffice.Own, "79", new("07901", 2021, "TB"), file);
        file.Position = 0;
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var reader = ExcelDataReader.ExcelReaderFactory.CreateReader(file);
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add($"{reader.GetValue(0)}|{reader.GetValue(1)}|{reader.GetValue(7)}");
        }

        Assert.Equal(["1|01/TB-BHXH|", "2|02/TB-BHXH|Sai đơn vị"], rows.Skip(1));
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'documents.register-export'")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_register_out_of_reach_is_none(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test);
        await office.Numbered();
        Assert.Single((await office.Register.Page(Scope.OfProvince("79"), "79", new("07901", 2021, "TB"))).Rows);
        // Of another office, another province, another province under the own one's name.
        foreach (var (scope, province, register) in ((Scope, string, string)[])
        [
            (Scope.OfOffices("79", ["07902"]), "79", "07901"), (Scope.OfProvince("01"), "79", "07901"), (Scope.OfProvince("01"), "01", "07901"), (Scope.OfProvince("79"), "79", "00100"), (Scope.Nothing, "79", "07901"),
        ])
        {
            var filter = new RegisterFilter(register, 2021, "TB");
            Assert.Equal("Papers.NoRegister", (await Assert.ThrowsAsync<BaoPhu.Core.Texts.Refusal>(() => office.Register.Page(scope, province, filter))).Key);
            Assert.Equal("Papers.NoRegister", (await Assert.ThrowsAsync<BaoPhu.Core.Texts.Refusal>(() => office.Register.Export(office.Officer.Actor, scope, province, filter, Stream.Null))).Key);
        }
    }
}
