using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Reporting.Exchange;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Reporting;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Reporting;

/// <summary>Keys of other systems, values out and in, and two terms over two trees.</summary>
public sealed class ExchangeTests
{
    private static readonly Scope Own = Scope.OfProvince("79");
    private static readonly Actor Director = new("giamdoc", "Nguyễn Văn Giám", "07900");
    private static readonly DateOnly Day = new(2021, 11, 3);

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_key_lets_in_until_it_is_revoked_or_over_and_only_its_digest_is_kept(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var keys = new MachineKeys(test.Db, test.Clock);
        Assert.Equal("Reporting.KeyNeedsName", await Refused(() => keys.Make(Director, Own, " ", "07900", false, null)));
        Assert.Equal("Reporting.KeyEnded", await Refused(() => keys.Make(Director, Own, "Sở Tài chính", "07900", false, Day.AddDays(-1))));
        Assert.Equal("Organisation.NoOffice", await Refused(() => keys.Make(Director, Own, "Sở Tài chính", "00100", false, null)));
        var key = await keys.Make(Director, Own, "Sở Tài chính", "07900", false, Day.AddDays(1));
        var account = await keys.Find(key);
        Assert.Equal(("Sở Tài chính", "07900", false), (account!.Name, account.OfficeCode, account.MayWrite));
        Assert.True(account.Scope.Covers("79"));
        Assert.False(account.Scope.Covers("01"));
        Assert.Null(await keys.Find(key + "x"));
        Assert.Equal(0, await test.Db.Read(s => s.One<long>("select count(*) from rep_machine_keys where digest = @key", new { key })));
        Assert.NotNull(Assert.Single(await keys.List(Own)).LastUsedAt);
        Assert.Empty(await keys.List(Scope.OfProvince("01")));

        test.Clock.Moment = test.Clock.Moment.AddDays(2);
        Assert.Null(await keys.Find(key));
        var other = await keys.Make(Director, Own, "Cục Thuế", "07900", true, null);
        var id = (await keys.List(Own)).Single(k => k.Name == "Cục Thuế").KeyId;
        Assert.Equal("Reporting.NoKey", await Refused(() => keys.Revoke(Director, Scope.OfProvince("01"), id)));
        await keys.Revoke(Director, Own, id);
        Assert.Null(await keys.Find(other));
        Assert.Equal("Reporting.KeyRevoked", await Refused(() => keys.Revoke(Director, Own, id)));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Values_come_in_all_or_none_once_each_and_stand_in_the_figures(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var sets = new DataValueSets(test.Db, test.Clock);
        var account = new MachineAccount("k1", "Phần mềm hội nghị", "07900", true, Own);
        Assert.Null(await Conferences(test, Own));
        var live = new LiveFigures(test.Db, test.Clock) { Freshness = TimeSpan.Zero };
        Assert.Null((await live.Of(["conferences"], Day, Day, cancel: TestContext.Current.CancellationToken)).Of("00000", "conferences"));
        Assert.Equal("Reporting.KeyReadsOnly", await Refused(() => sets.Put(account with { MayWrite = false }, Set(("conferences", "07900", 3)))));
        Assert.Equal((1, 0, 0), Counts(await sets.Put(account, Set(("conferences", "07900", 3)))));
        Assert.Equal((0, 0, 1), Counts(await sets.Put(account, Set(("conferences", "07900", 3)))));
        Assert.Equal((0, 1, 0), Counts(await sets.Put(account, Set(("conferences", "07900", 5)))));
        Assert.Equal(5, await Conferences(test, Own));
        Assert.Equal(5, (await live.Of(["conferences"], Day, Day, cancel: TestContext.Current.CancellationToken)).Of("00000", "conferences"));
        Assert.Null(await Conferences(test, Scope.OfProvince("01")));

        // One bad value, nothing changed: computed here, another's office, no office, in the future, below 0, no figure.
        var bad = await Assert.ThrowsAsync<ExchangeConflicts>(() => sets.Put(account, Set(
            ("conferences", "07900", 9), ("contacts", "07900", 1), ("conferences", "00100", 1), ("conferences", "99999", 1), ("conferences", "07900", -1), ("xxx", "07900", 1))));
        Assert.Equal([1, 2, 3, 4, 5], bad.Conflicts.Select(c => c.Index));
        Assert.Equal(5, await Conferences(test, Own));
        var late = await Assert.ThrowsAsync<ExchangeConflicts>(() => sets.Put(account, new DataValueSet("", [new("conferences", "07900", new(Day, Day.AddDays(1)), 1)])));
        Assert.Single(late.Conflicts);
        Assert.Equal(2, await test.Db.Read(s => s.One<long>("select count(*) from rep_values")));

        // What would be counted twice: the month around the day, the district below the province.
        var month = await Assert.ThrowsAsync<ExchangeConflicts>(() => sets.Put(account, new DataValueSet("", [new("conferences", "07900", new(new(2021, 11, 1), Day), 9)])));
        Assert.Contains("trùng ngày", Assert.Single(month.Conflicts).Value, StringComparison.Ordinal);
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        Assert.Single((await Assert.ThrowsAsync<ExchangeConflicts>(() => sets.Put(account, Set(("conferences", "07901", 1))))).Conflicts);
        var (before, reviewed) = (new ExchangePeriod(Day.AddDays(-1), Day.AddDays(-1)), Set(("units-reviewed", "07901", 1)));
        Assert.Equal((1, 0, 0), Counts(await sets.Put(account, new DataValueSet("", [new("conferences", "07901", before, 1)]))));
        Assert.Single((await Assert.ThrowsAsync<ExchangeConflicts>(() => sets.Put(account, new DataValueSet("", [new("conferences", "07900", before, 1)])))).Conflicts);
        // What the product counts itself is not taken.
        Assert.Single((await Assert.ThrowsAsync<ExchangeConflicts>(() => sets.Put(account, reviewed))).Conflicts);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_set_of_many_days_is_written_at_once_and_a_value_told_twice_keeps_its_last_word(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var sets = new DataValueSets(test.Db, test.Clock);
        var account = new MachineAccount("k1", "Phần mềm hội nghị", "07900", true, Own);
        var days = Enumerable.Range(0, 300).Select(d => new DataValue("conferences", "07900", new(Day.AddDays(-d), Day.AddDays(-d)), d)).ToList();
        Assert.Equal((300, 1, 1), Counts(await sets.Put(account, new DataValueSet("", [.. days, days[0] with { Value = 7 }, days[1]]))));
        Assert.Equal(7, await Conferences(test, Own));
        Assert.Equal((0, 150, 150), Counts(await sets.Put(account, new DataValueSet("", [.. days.Skip(1).Take(150).Select(d => d with { Value = d.Value + 1 }), .. days.Skip(151), days[0] with { Value = 7 }]))));
        // Every version is kept, and one of each day stands.
        Assert.Equal((451L, 300L, (299L * 300 / 2) + 150 + 7), await test.Db.Read(async s => (
            await s.One<long>("select count(*) from rep_values"), await s.One<long>("select count(*) from rep_values where replaced_at is null"),
            await s.One<long>("select cast(sum(value) as bigint) from rep_values where replaced_at is null"))));
        // Two periods of one set that tell the same day.
        Assert.Single((await Assert.ThrowsAsync<ExchangeConflicts>(() => sets.Put(account, new DataValueSet("", [
            new("conferences", "07900", new(Day.AddDays(-400), Day.AddDays(-400)), 1), new("conferences", "07900", new(Day.AddDays(-401), Day.AddDays(-400)), 1)])))).Conflicts);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Sent_figures_go_out_and_come_back_through_adx(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (reports, sets) = (new Reports(test.Db, test.Clock), new DataValueSets(test.Db, test.Clock));
        Assert.Empty((await sets.Read(Own, "daily", Day, Day, null)).Values);
        var view = await reports.Find(Own, "daily-07900-20211103");
        await reports.Send(Director, Own, view.Key, 0, view.Digest, "", "", true);
        var set = await sets.Read(Own, "daily", Day.AddDays(-2), Day, null);
        Assert.Equal(0, set.Values.Single(v => v.DataElement == "contacts").Value);
        Assert.DoesNotContain(set.Values, v => v.DataElement == "social");
        Assert.Empty((await sets.Read(Scope.OfProvince("01"), "daily", Day, Day, null)).Values);
        Assert.Empty((await sets.Read(Own, "daily", Day, Day, "07901")).Values);
        Assert.Equal("Reporting.ExchangeDays", await Refused(() => sets.Read(Own, "daily", Day.AddDays(-100), Day, null)));

        using var stream = new MemoryStream();
        await Adx.Write(stream, set, test.Clock.Now());
        stream.Position = 0;
        var back = await Adx.Read(stream, TestContext.Current.CancellationToken);
        Assert.Equal(set.DataSet, back.DataSet);
        Assert.Equal(set.Values.Select(v => (v.DataElement, v.OrgUnit, v.Period, v.Value)), back.Values.Select(v => (v.DataElement, v.OrgUnit, v.Period, v.Value)));
    }

    [Theory]
    [InlineData("<adx/>")]
    [InlineData("no xml")]
    [InlineData("<!DOCTYPE adx [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><adx xmlns=\"urn:ihe:qrph:adx:2015\">&x;</adx>")]
    [InlineData("<adx xmlns=\"urn:ihe:qrph:adx:2015\"><group orgUnit=\"07900\" period=\"x\"><dataValue dataElement=\"a\" value=\"1\"/></group></adx>")]
    [InlineData("<adx xmlns=\"urn:ihe:qrph:adx:2015\"><group orgUnit=\"07900\" period=\"2021-11-03/P1D\"><dataValue dataElement=\"a\" value=\"1.5\"/></group></adx>")]
    [InlineData("<adx xmlns=\"urn:ihe:qrph:adx:2015\"><group period=\"2021-11-03/P1D\"><dataValue dataElement=\"a\" value=\"1\"/></group></adx>")]
    public async Task What_is_no_adx_is_refused(string text)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        await Assert.ThrowsAsync<Refusal>(() => Adx.Read(stream, TestContext.Current.CancellationToken));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_report_keeps_its_tree_and_a_comparison_across_the_reform_shows_both(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        // Bắc Giang had 24 and Bắc Ninh 27; afterwards 24 is Bắc Ninh, made of both: the code alone says nothing.
        await Sent(test, "02400", "24", Day, 10);
        await Sent(test, "02700", "27", Day, 20);
        var later = new DateOnly(2025, 8, 1);
        await test.Db.Write(tx => tx.Execute("update org_offices set valid_to = '2025-07-01' where code in ('02400', '02700')"));
        await test.Db.Write(tx => tx.Execute(
            """
            insert into org_offices (code, valid_from, known_from_at, kind, parent_code, province, subject, name, confirmed)
            values ('02400', '2025-07-01', 0, 'Province', '00000', '24', null, 'BHXH tỉnh Bắc Ninh', true)
            """));
        await Sent(test, "02400", "24", later, 33);
        var compared = await new Comparisons(test.Db).Of(Scope.Nation, "daily", later, Day);
        Assert.True(compared.Reformed);
        Assert.Equal(34, compared.Places.Count);
        Assert.Equal(63, compared.Places.Sum(p => p.Before.Count));
        var place = compared.Places.Single(p => p.After.Exists(o => o.Office.Code == "02400"));
        Assert.Equal(["BHXH tỉnh Bắc Giang", "BHXH tỉnh Bắc Ninh"], place.Before.Select(b => b.Office.Name));
        Assert.Equal("BHXH tỉnh Bắc Ninh", place.Title);
        Assert.Equal((30L, 33L), (ComparedPlace.Sum(place.Before, "contacts"), ComparedPlace.Sum(place.After, "contacts")));
        // The report of October 2021 is read over the offices of that day, whatever the tree is now.
        Assert.Equal("BHXH tỉnh Bắc Giang", (await new ReportBoards(test.Db, test.Clock).Of(Scope.Nation, "daily", Day)).Offices.Single(o => o.Office.Code == "02400").Office.Name);
        Assert.False((await new Comparisons(test.Db).Of(Scope.Nation, "daily", Day, Day.AddDays(-1))).Reformed);
        Assert.DoesNotContain((await new Comparisons(test.Db).Of(Scope.OfProvince("01"), "daily", Day, later)).Places, p => p.Before.Exists(b => b.Office.Province == "24"));
    }

    private static Task Sent(TestDatabase test, string office, string province, DateOnly day, long contacts) => test.Db.Write(tx => tx.Execute(
        """
        insert into rep_reports (kind, office_code, to_date, version, province, from_date, due_at, state, figures, sent_at, changes)
        values ('daily', @office, @day, 1, @province, @day, 0, 'Accepted', @figures, 0, 1)
        """,
        new { office, province, day, figures = $"{{\"contacts\":{contacts}}}" }));

    private static DataValueSet Set(params (string Figure, string Office, long Value)[] values) => new("", [.. values.Select(v => new DataValue(v.Figure, v.Office, new ExchangePeriod(Day, Day), v.Value))]);

    private static (int Imported, int Updated, int Ignored) Counts(ImportSummary s) => (s.Imported, s.Updated, s.Ignored);

    private static async Task<long?> Conferences(TestDatabase test, Scope reach) =>
        (await new Indicators(test.Db).Values(reach, ["conferences"], new FigureWindow(Day, Day, test.Clock.Now())))["conferences"];
}
