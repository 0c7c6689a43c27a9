using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Layout;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Documents;

/// <summary>Every form out of its shipped template: whole, valid, in the layout, the same every time, saying what it said before.</summary>
public sealed class FormTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Every_paper_is_valid_and_passes_the_inspector(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var samples = await SampleCases.Create(test);
        foreach (var (name, code, about) in samples.All())
        {
            var form = FormBook.Find(code);
            var paper = await samples.Paper(code, about);
            Assert.True(PaperText.Faults(paper, form.Format == FormFormat.Docx) is [], name + ": " + string.Join("; ", PaperText.Faults(paper, form.Format == FormFormat.Docx)));
            var faults = LayoutInspector.Inspect(new MemoryStream(paper), form, numbered: form.Kind != PaperKind.None);
            Assert.True(faults.Count == 0, name + ": " + string.Join("; ", faults));
        }
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Every_paper_says_what_it_said_before(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var samples = await SampleCases.Create(test);
        var changed = new List<string>();
        foreach (var (name, code, about) in samples.All())
        {
            var file = Repository.At("tests", "BaoPhu.Tests", "Documents", "Snapshots", name + ".txt");
            var now = PaperText.Of(await samples.Paper(code, about), FormBook.Find(code).Format == FormFormat.Docx).ReplaceLineEndings("\n");
            // A wanted change is accepted by running the test once with this variable, and read in the difference of the commit.
            if (Environment.GetEnvironmentVariable("BAOPHU_ACCEPT_PAPERS") == "1")
            {
                await File.WriteAllTextAsync(file, now, TestContext.Current.CancellationToken);
            }

            if (!File.Exists(file) || await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) != now)
            {
                changed.Add(name);
            }
        }

        Assert.Empty(changed);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_same_case_gives_the_same_bytes_and_the_same_digest(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var samples = await SampleCases.Create(test);
        foreach (var (name, code, about) in samples.All())
        {
            var (once, again) = (await samples.Paper(code, about), await samples.Paper(code, about));
            Assert.True(once.AsSpan().SequenceEqual(again), name);
            var content = await samples.Compose(code, about);
            var read = FormContent.FromJson(content.ToJson());
            Assert.Equal((content.ToJson(), content.Digest), (read.ToJson(), read.Digest));
            var other = await samples.Compose(code, about with { Place = "Nhà Bè", Issuer = new() { Code = "07902", Name = "BHXH huyện Nhà Bè" } });
            Assert.NotEqual(content.Digest, other.Digest);
        }
    }

    [Fact]
    public async Task Every_value_names_its_source()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var samples = await SampleCases.Create(test);
        foreach (var (name, code, about) in samples.All())
        {
            var content = await samples.Compose(code, about);
            var values = content.Values.Concat(content.Groups.SelectMany(g => g.Value).SelectMany(r => r.Values));
            Assert.DoesNotContain(values, v => v.Value.Source.Place.Length == 0);
            Assert.NotEmpty(Text.Of(FormBook.Find(code).TitleKey));
            Assert.NotEmpty(name);
        }
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_notice_says_the_debt_of_each_fund_and_forty_months_of_it(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var samples = await SampleCases.Create(test);
        var content = await samples.Compose("TB-NO", SampleCases.Of(samples.Long));
        Assert.Equal(["1.019.500.000 07/2018 40", "0 - -", "80.000.000 07/2018 40", "0 - -"], content.Groups["funds"].Select(f => $"{f["fund.debt"]} {f["fund.oldest"]} {f["fund.months"]}"));
        Assert.Equal(("1.099.500.000", "Một tỷ không trăm chín mươi chín triệu năm trăm nghìn đồng"), (content["debt.total"], content["debt.words"]));
        Assert.Equal(("39 tháng 02 ngày", "chưa có", "+BHXH+103+00+TA0001A+07901+dong BHXH+"), (content["debt.months"], content["employer.tax"], content["transfer"]));
        var annex = await samples.Compose("M03-QD688", SampleCases.Of(samples.Long));
        Assert.Equal(40, annex.Groups["months"].Count);
        Assert.Equal(1_099_500_000, annex.Groups["months"].Sum(m => m.Values["month.total"].Number!.Value));
    }

    [Fact]
    public async Task Interest_is_given_with_its_rate_or_said_to_be_missing()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var samples = await SampleCases.Create(test);
        var none = await samples.Compose("TB-NO", SampleCases.Of(samples.One));
        Assert.Equal("0", none["interest.total"]);
        Assert.Contains("chưa phát sinh", none["interest.note"], StringComparison.Ordinal);

        var missing = await samples.Compose("TB-NO", SampleCases.Of(samples.Two));
        Assert.Equal("chưa tính", missing["interest.total"]);
        Assert.Contains("năm 2021 chưa xác minh", missing["interest.note"], StringComparison.Ordinal);

        await test.Db.Write(s => s.Execute("update org_rates set rate = '6.00', verified = @yes where valid_from = @from and kind = 'late-interest'", new { yes = true, from = new DateOnly(2021, 1, 1) }));
        var known = await samples.Compose("TB-NO", SampleCases.Of(samples.Two));
        // On 1 November September is overdue: 25 + 2 + 0.5 million at 1 % a month.
        Assert.Equal("275.000", known["interest.total"]);
        Assert.Contains("mức 1\u00A0%/tháng", known["interest.note"], StringComparison.Ordinal);

        var daily = await samples.Compose("TB-NO", SampleCases.Of(samples.Two) with { Date = new DateOnly(2025, 8, 1) });
        Assert.Equal("chưa tính", daily["interest.total"]);
        Assert.Contains("0,03\u00A0%/ngày", daily["interest.note"], StringComparison.Ordinal);
        Assert.Contains("41/2024/QH15", daily["bases"], StringComparison.Ordinal);
        Assert.DoesNotContain("58/2014/QH13", daily["bases"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Minutes_end_in_one_of_three_ways()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var samples = await SampleCases.Create(test);
        var signed = await samples.Compose("D04h-TS", samples.Minutes(new MinutesEnding(MinutesEndingKind.Signed)));
        var refused = await samples.Compose("D04h-TS", samples.Minutes(new MinutesEnding(MinutesEndingKind.Refused, "chưa đối chiếu")));
        var post = await samples.Compose("D04h-TS", samples.Minutes(new MinutesEnding(MinutesEndingKind.ByPost, SentOn: new DateOnly(2021, 11, 3))));
        Assert.Equal(["ending.present"], Ends(signed));
        Assert.Equal(["ending.refused", "ending.refused.copies", "witnesses"], Ends(refused));
        Assert.Equal(["ending.post"], Ends(post));

        Assert.Equal("Forms.RefusalNeedsWitness", (await Assert.ThrowsAsync<Refusal>(() => samples.Compose("D04h-TS", samples.Minutes(new MinutesEnding(MinutesEndingKind.Refused))))).Key);
        Assert.Equal("Forms.PostNeedsDays", (await Assert.ThrowsAsync<Refusal>(() => samples.Compose("D04h-TS", samples.Minutes(
            new MinutesEnding(MinutesEndingKind.ByPost, SentOn: new DateOnly(2021, 11, 3), ReturnedOn: new DateOnly(2021, 11, 2)))))).Key);

        static string[] Ends(FormContent content) => [.. content.Groups.Where(g => g.Value.Count > 0 && (g.Key.StartsWith("ending", StringComparison.Ordinal) || g.Key == "witnesses")).Select(g => g.Key)];
    }

    [Fact]
    public async Task A_manifest_has_an_item_for_each_task_with_numbers_as_numbers()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var samples = await SampleCases.Create(test);
        var about = samples.Batch(7);
        Assert.Equal("Forms.ItemsNotOfTasks", (await Assert.ThrowsAsync<Refusal>(() => samples.Compose("BANGKE-BCCI", about with { Tasks = [.. about.Tasks.Take(3)] }))).Key);
        var text = PaperText.Of(await samples.Paper("BANGKE-BCCI", about), docx: false);
        Assert.Contains("I14 number: 26", text, StringComparison.Ordinal);
        Assert.Contains("I15 number: 161", text, StringComparison.Ordinal);
        Assert.Contains("name item.grams 'Bảng kê'!$I$8", text, StringComparison.Ordinal);
        Assert.Contains("name items.grams 'Bảng kê'!$I$15", text, StringComparison.Ordinal);
        Assert.Contains("name items 'Bảng kê'!$A$8:$I$14", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_words_of_a_paper_stay_Vietnamese_whoever_reads()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var samples = await SampleCases.Create(test);
        var before = System.Globalization.CultureInfo.CurrentUICulture;
        try
        {
            var vietnamese = await samples.Compose("TB-NO", SampleCases.Of(samples.Two));
            System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("en-GB");
            Assert.Equal(vietnamese.Digest, (await samples.Compose("TB-NO", SampleCases.Of(samples.Two))).Digest);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>On a paper's page every total stands behind its name, not behind the tag of its control.</summary>
    [Fact]
    public void Every_total_of_a_paper_has_a_name()
    {
        var totals = OfficeFormBook.AllPrinted.SelectMany(f => f.Sums.Select(sum => (Form: f, sum.Total))).ToList();
        Assert.Contains(totals, t => t.Total == "rows.total");
        Assert.Empty(totals.Where(t => Text.Find("Forms.Field_" + t.Total) is null && Templates.Of(t.Form).Tags.GetValueOrDefault(t.Total, t.Total) == t.Total).Select(t => t.Form.Code + " " + t.Total));
    }

    [Fact]
    public void Codes_are_found_or_refused()
    {
        Assert.Equal(FormBook.All.Count, FormBook.All.Select(f => f.Code).Distinct().Count());
        Assert.Equal(RefusalKind.Missing, Assert.Throws<Refusal>(() => FormBook.Find("X")).Kind);
        Assert.Equal(["CV-YC", "M03-QD688", "BANGKE-BCCI", "NHAN-BCCI", "C05-TS"], FormBook.For("demand").Select(f => f.Code));
        Assert.All(FormBook.All, form => Assert.True(Templates.Default(form.Code).AsSpan().SequenceEqual(Templates.Default(form.Code))));
    }
}
