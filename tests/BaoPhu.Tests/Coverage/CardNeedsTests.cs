using BaoPhu.Core.Audit;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Coverage;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Imports;
using BaoPhu.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaoPhu.Tests.Coverage;

/// <summary>Budget lists held against cards: through the files as they come, on both engines.</summary>
public sealed class CardNeedsTests
{
    private const string Commune = "27367";
    private const string List = "Mã nhóm,Họ và tên,Ngày sinh,Số CCCD/CMND,Mã số BHXH,Mã xã/phường";
    private const string Cards = "Mã số BHXH,Số thẻ BHYT,Mã nhóm,Giá trị từ ngày,Giá trị đến ngày";
    private static readonly Scope Province = Scope.OfProvince("79");
    private static readonly Actor Officer = new("officer", "Cán bộ thử", "07900");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Every_row_is_held_against_register_and_cards_and_two_lists_make_one_person(Engine engine)
    {
        await using var desk = await Filled(engine);
        Assert.Equal(
            ["An card nothing", "Bình ending open", "Chi none open", "Dung unknown open", "Em doubt open", "Giang card nothing", "Giang duplicate nothing", "Hoa supported nothing"], await Rows(desk));
        var commune = Assert.Single((await Needs(desk).Communes(Province, new CardFilter(2021))).Rows);
        Assert.Equal((6L, 2L, 3L, 1L, 1L, 4L), (commune.People, commune.WithCard, commune.ToIssue, commune.Doubt, commune.Duplicates, commune.Remainder));
        Assert.Equal(commune.People, commune.WithCard + commune.Issued + commune.Explained + commune.Remainder);
        var all = (await Needs(desk).People(Officer, Province, 2021, Commune, whole: true)).Rows;
        Assert.Equal(("HN", "TE"), (all.Single(n => n.Finding == "duplicate").Group, all.Single(n => n.Finding == "duplicate").PaidBy));
        Assert.Equal(4, (await Needs(desk).People(Officer, Province, 2021, Commune)).Rows.Count);
        // Nothing is written again, and nobody outside sees it.
        var before = await desk.Db.Read(s => s.Query<long>("select counted_at from cov_card_needs order by subject_id"));
        desk.Clock.Moment = desk.Clock.Moment.AddHours(1);
        await Needs(desk).Count(Officer, Province, "79");
        Assert.Equal(before, await desk.Db.Read(s => s.Query<long>("select counted_at from cov_card_needs order by subject_id")));
        Assert.Empty((await Needs(desk).Communes(Scope.OfProvince("01"), new CardFilter(2021) { Whole = true })).Rows);
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => Needs(desk).People(Officer, Scope.OfOffices("79", ["07902"]), 2021, Commune))).Kind);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task From_the_list_for_issue_the_file_of_cards_checks_off(Engine engine)
    {
        await using var desk = await Filled(engine);
        var lists = new CardLists(desk.Db, desk.Clock);
        var id = await lists.Make(Officer, Province, 2021, Commune);
        Assert.Equal("Cards.NobodyToList", (await Assert.ThrowsAsync<Refusal>(() => lists.Make(Officer, Province, 2021, Commune))).Key);
        using var file = new MemoryStream();
        Assert.Equal(3, await lists.Write(Officer, Province, id, file));
        using (var archive = new System.IO.Compression.ZipArchive(new MemoryStream(file.ToArray())))
        {
            var sheet = await new StreamReader(archive.GetEntry("xl/sheet1.xml")!.Open()).ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.All(new[] { "BHXH", "<cols>", "Người lập biểu (ký", "Ngày 03/11/2021" }, word => Assert.Contains(word, sheet, StringComparison.OrdinalIgnoreCase));
        }

        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => lists.Write(Officer, Scope.OfProvince("01"), id, file))).Kind);
        Assert.Equal(3, await desk.Db.Read(s => s.One<long>("select count(*) from aud_reads where kind = 'card-need' and whole")));
        await desk.Run(ImportKinds.Cards, desk.File("the2.csv", [Cards, "7912345673,7912345673,HN,01/11/2021,31/12/2021"]));
        Assert.Equal("Chi card issued", (await Rows(desk))[2]);
        await Needs(desk).Issue(Officer, Province, 2021, Commune, [await Id(desk, "Dung")]);
        Assert.Equal("Cards.MovedOn", (await Assert.ThrowsAsync<Refusal>(() => Explain(desk, "Dung"))).Key);
        await Needs(desk).Count(Officer, Province, "79");
        Assert.Equal("Dung unknown issued", (await Rows(desk))[3]);
        // A card of the file that turns out to have ended is needed again; a person's word stays.
        await desk.Run(ImportKinds.Cards, desk.File("the3.csv", [Cards, "7912345673,7912345673,HN,01/11/2021,02/11/2021"]));
        Assert.Equal("Chi none open", (await Rows(desk))[2]);
        Assert.Equal((1L, 3L), await Counts(desk));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Explained_is_a_reason_with_evidence_and_a_name_and_can_be_taken_back(Engine engine)
    {
        await using var desk = await Filled(engine);
        var (needs, id) = (Needs(desk), await Id(desk, "Chi"));
        async Task<string> Refused(string? reason, string? evidence, string? name) =>
            (await Assert.ThrowsAsync<Refusal>(() => needs.Explain(Officer, Province, 2021, Commune, [id], reason, evidence, name))).Key;
        Assert.Equal(["Cards.NeedReason", "Cards.NeedEvidence", "Cards.NeedToldBy"], [await Refused("lost", "x", "x"), await Refused("died", " ", "x"), await Refused("died", "x", "")]);
        Assert.Equal("Cards.NoPerson", (await Assert.ThrowsAsync<Refusal>(() => needs.Issue(Officer, Province, 2021, Commune, [999]))).Key);
        Assert.Equal("Cards.NeedPeople", (await Assert.ThrowsAsync<Refusal>(() => needs.Issue(Officer, Province, 2021, Commune, []))).Key);
        await Explain(desk, "Chi");
        await needs.Count(Officer, Province, "79");
        var row = (await needs.People(Officer, Province, 2021, Commune, whole: true)).Rows.Single(n => n.SubjectId == id);
        Assert.Equal(("explained", "died", "Giấy chứng tử 5", "Trưởng thôn"), (row.State, row.Reason, row.Evidence, row.ToldBy));
        Assert.Equal((0L, 3L), await Counts(desk));
        await needs.Withdraw(Officer, Province, 2021, Commune, [id]);
        Assert.Equal("Chi none open", (await Rows(desk))[2]);
        Assert.Equal(2, await desk.Db.Read(s => s.One<long>("select count(*) from aud_entries where act in ('coverage.card-explain', 'coverage.card-withdraw')")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Nobody_vanishes_between_two_lists(Engine engine)
    {
        await using var desk = await Filled(engine);
        // The newer list of the poor leaves Bình and Dung out and tells nothing new; the children's list is another one.
        await desk.Run(ImportKinds.Entitled, desk.File("moi.csv", [List, .. Poor.Where(l => !l.Contains("Bình", StringComparison.Ordinal) && !l.Contains("Dung", StringComparison.Ordinal))]));
        Assert.Equal(["An card nothing", "Bình left open", "Chi none open", "Dung left open"], (await Rows(desk)).Take(4));
        await Explain(desk, "Bình");
        Assert.Equal("Cards.NobodyToList", (await Assert.ThrowsAsync<Refusal>(async () =>
        {
            await new CardLists(desk.Db, desk.Clock).Make(Officer, Province, 2021, Commune);
            await new CardLists(desk.Db, desk.Clock).Make(Officer, Province, 2021, Commune);
        })).Key);
        // Told again, Dung is one of those without a card as before; what was explained stays so.
        await desk.Run(ImportKinds.Entitled, desk.File("moi2.csv", [List, .. Poor]));
        Assert.Equal(["Bình ending explained", "Chi none listed", "Dung unknown open"], (await Rows(desk)).Skip(1).Take(3));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_is_told_with_a_number_for_the_first_time_is_no_second_person(Engine engine)
    {
        await using var desk = await Filled(engine);
        await Explain(desk, "Dung");
        string[] told = [.. Poor.Select(l => l.Replace("HN,Dung,1953,,", "HN,Dung,1953,079153000001,", StringComparison.Ordinal))];
        var again = await desk.Run(ImportKinds.Entitled, desk.File("so.csv", [List, .. told]));
        Assert.Equal((0L, 1L), (again.Created, again.Changed));
        Assert.Equal(1, await desk.Db.Read(s => s.One<long>("select count(*) from reg_entitled where name = 'Dung' and citizen_id = '079153000001' and left_at is null")));
        Assert.Equal("Dung ending explained", (await Rows(desk)).Single(r => r.StartsWith("Dung", StringComparison.Ordinal)).Replace("unknown", "ending", StringComparison.Ordinal));
        // And so by every list that tells the number; two of one name without any stay two.
        Assert.Equal((0L, 0L), await desk.Run(ImportKinds.Entitled, desk.File("so2.csv", [List, .. told])) is var third ? (third.Created, third.Changed) : default);
        Assert.Equal(2, (await desk.Run(ImportKinds.Entitled, desk.File("hai.csv", [List, .. told, "HN,Em,1954,079154000001,,27367", "HN,Em,1954,079154000002,,27367"]))).Created);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_list_that_would_leave_most_people_out_says_first_what_it_is(Engine engine)
    {
        await using var desk = await Filled(engine);
        Task<long> Left() => desk.Db.Read(s => s.One<long>("select count(*) from reg_entitled where left_at is not null"));
        var one = desk.File("mot.csv", [List, "HN,Lan,1961,,,27367"]);
        var refused = await Assert.ThrowsAsync<Refusal>(() => desk.Run(ImportKinds.Entitled, one));
        Assert.Equal("ImportLists.ListLooksPartial", refused.Key);
        Assert.Contains("6 người của danh sách trước", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await desk.Db.Read(s => s.One<long>("select count(*) from reg_entitled where name = 'Lan'")));
        Assert.Equal(1, (await desk.Run(new ImportRequest(ImportKinds.Entitled, one) { List = ListMeaning.More })).Created);
        Assert.Equal(0, await Left());
        await desk.Run(new ImportRequest(ImportKinds.Entitled, one) { List = ListMeaning.Whole });
        Assert.Equal(6, await Left());
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_leaves_a_list_by_which_the_budget_pays_a_part_or_goes_over_to_one_does_not_vanish(Engine engine)
    {
        await using var desk = await Filled(engine);
        // Hoa is no pupil of the newer list any more; Chi is told as near poor and no more as poor.
        await desk.Run(ImportKinds.Entitled, desk.File("hs.csv", [List, "HS,Khanh,2011,,,27367", "CN,Chi,1952,,7912345673,27367", .. Poor.Where(l => !l.Contains("Chi", StringComparison.Ordinal))]));
        foreach (var subject in await desk.Db.Read(s => s.Query<long>("select subject_id from reg_entitled where name = 'Chi' and grp = 'CN'")))
        {
            await SmallRegister.Link(desk.Db, subject, 7912345673, "accepted", kind: ImportKinds.Entitled);
        }

        await Needs(desk).Count(Officer, Province, "79");
        Assert.Equal(["Chi left open", "Chi supported nothing", "Hoa left open", "Khanh supported nothing"], (await Rows(desk)).Where(r => r[..3] is "Chi" or "Hoa" or "Kha"));
        var commune = Assert.Single((await Needs(desk).Communes(Province, new CardFilter(2021))).Rows);
        Assert.Equal((2L, commune.People), (commune.LeftOut, commune.WithCard + commune.Issued + commune.Explained + commune.Remainder));
        // A card of their own payment keeps the pupil insured: nothing is missing.
        await SmallRegister.Link(desk.Db, await Id(desk, "Hoa"), 7912345678, "accepted", kind: ImportKinds.Entitled);
        await desk.Run(ImportKinds.Cards, desk.File("the2.csv", [Cards, "7912345678,7912345678,GD,01/01/2021,31/12/2021"]));
        Assert.Contains("Hoa supported nothing", await Rows(desk));
        Assert.Equal(1, (await Needs(desk).Communes(Province, new CardFilter(2021))).Sums.LeftOut);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_remainder_is_a_figure_that_opens_to_its_communes_and_is_unknown_where_no_list_came(Engine engine)
    {
        await using var desk = await Filled(engine);
        var window = new FigureWindow(new(2021, 11, 3), new(2021, 11, 3), desk.Clock.Now());
        var figures = new Indicators(desk.Db);
        async Task<long?> Of(Scope reach, FigureWindow asked) => (await figures.Values(reach, ["cards-missing"], asked))["cards-missing"];
        Assert.Equal((await Needs(desk).Communes(Province, new CardFilter(2021))).Sums.Remainder, await Of(Province, window));
        Assert.Equal([4L, 4L, null], [await Of(Scope.Nation, window), await Of(Scope.OfOffices("79", ["07900"]), window), await Of(Scope.OfProvince("01"), window)]);
        Assert.Null(await Of(Province, window with { To = new(2022, 1, 3) }));
        var rows = await figures.Rows(Province, Scope.Nation, "cards-missing", window, null);
        Assert.Equal((4L, Commune, 4L), (rows.Total, Assert.Single(rows.Rows).CommuneCode, rows.Rows[0].Value));
        await Explain(desk, "Chi");
        Assert.Equal(3, await Of(Scope.Nation, window));
        Assert.Equal(3, (await new LiveFigures(desk.Db, desk.Clock).Of(["cards-missing"], window.From, window.To)).Of("00000", "cards-missing"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_row_told_since_the_last_matching_waits_and_is_not_issued(Engine engine)
    {
        await using var desk = await Filled(engine);
        desk.Clock.Moment = desk.Clock.Moment.AddHours(1);
        await desk.Run(ImportKinds.Entitled, desk.File("them.csv", [List, "BT,Khanh,1950,,,27367"]));
        Assert.Contains("Khanh unmatched open", await Rows(desk));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Rows_of_two_groups_that_only_name_birth_and_commune_make_one_wait_for_a_person(Engine engine)
    {
        await using var desk = await Filled(engine);
        // Nobody of these has a number, but the second Dung: he is named, and the first is asked about. Another year of birth is another person.
        await desk.Run(ImportKinds.Entitled, desk.File("hai.csv", [
            List, "KC,Lan,1950,,,27367", "BT,Lan,1950,,,27367", "BT,Dung,1953,079053000017,,27367", "CB,Minh,1949,,,27367", "BT,Minh,1948,,,27367",
        ]));
        Assert.Equal(
            ["Dung alike open", "Dung unknown open", "Lan alike open", "Lan unknown open", "Minh unknown open", "Minh unknown open"],
            (await Rows(desk)).Where(r => r.StartsWith("Dung", StringComparison.Ordinal) || r.StartsWith("Lan", StringComparison.Ordinal) || r.StartsWith("Minh", StringComparison.Ordinal)));
        var alike = (await Needs(desk).People(Officer, Province, 2021, Commune)).Rows.Where(n => n.Finding == "alike").ToDictionary(n => n.Name!, StringComparer.Ordinal);
        Assert.Equal(("HN", "BT", "BT", "KC"), (alike["Dung"].Group, alike["Dung"].PaidBy, alike["Lan"].Group, alike["Lan"].PaidBy));
        // Not merged, and not issued twice either, until somebody says so: two persons, or one.
        await new CardLists(desk.Db, desk.Clock).Make(Officer, Province, 2021, Commune);
        Assert.Contains("Lan alike open", await Rows(desk));
        Assert.Equal("Cards.MovedOn", (await Assert.ThrowsAsync<Refusal>(async () => await Needs(desk).Apart(Officer, Province, 2021, Commune, [await Id(desk, "Em")]))).Key);
        await Needs(desk).Apart(Officer, Province, 2021, Commune, [alike["Lan"].SubjectId]);
        await Needs(desk).Explain(Officer, Province, 2021, Commune, [alike["Dung"].SubjectId], "list-error", "Cùng số nhà", "Trưởng thôn");
        await Needs(desk).Count(Officer, Province, "79");
        Assert.Equal(["Dung alike explained", "Dung unknown listed", "Lan unknown listed", "Lan unknown open"], (await Rows(desk)).Where(r => r.StartsWith("Dung", StringComparison.Ordinal) || r.StartsWith("Lan", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal("Cán bộ thử", (await Needs(desk).People(Officer, Province, 2021, Commune)).Rows.Single(n => n.SubjectId == alike["Lan"].SubjectId).ApartName);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Somebody_on_the_lists_of_several_groups_is_one_of_the_remainder(Engine engine)
    {
        await using var desk = await Filled(engine);
        var before = (await Needs(desk).Communes(Province, new CardFilter(2021))).Sums;
        // One person by the number on two lists, in one commune and in another; of the third only the first row has been matched with the register.
        await desk.Run(ImportKinds.Entitled, desk.File("ba.csv", [
            List, "KC,Lan,1950,079050000017,,27367", "BT,Lan,1950,079050000017,,27367", "CB,Minh,1949,079049000018,,27367", "BT,Minh,1949,079049000018,,27370", "KC,Oanh,1948,079048000019,,27367", "BT,Oanh,1948,079048000019,,27367",
        ]));
        await SmallRegister.Link(desk.Db, await Id(desk, "Oanh"), 7912345699, "accepted", kind: ImportKinds.Entitled);
        await Needs(desk).Count(Officer, Province, "79");
        var after = (await Needs(desk).Communes(Province, new CardFilter(2021))).Sums;
        Assert.Equal((before.Remainder + 3, before.Duplicates + 3), (after.Remainder, after.Duplicates));
        Assert.Equal(after.Remainder, (await new Indicators(desk.Db).Values(Province, ["cards-missing"], new FigureWindow(new(2021, 11, 3), new(2021, 11, 3), desk.Clock.Now())))["cards-missing"]);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_reader_s_word_moves_the_counts_at_once_and_as_the_next_count_would(Engine engine)
    {
        await using var desk = await Filled(engine);
        await new Settings(desk.Db, desk.Clock).Set(Actor.System, Scope.Nation, Settings.NationScope, Settings.ReviewSamplePercent, new(2021, 1, 1), "0", "thử");
        // Em's child is told under the same identity number on another list: where the link of one is decided, the other is looked at anew too.
        await desk.Run(ImportKinds.Entitled, desk.File("hai.csv", [List, "BT,Nga,1954,,7912345675,27367"]));
        await SmallRegister.Link(desk.Db, await Id(desk, "Nga"), 7912345675, "accepted", kind: ImportKinds.Entitled);
        await SmallRegister.Person(desk.Db, 7912345675, "Em");
        await Needs(desk).Count(Officer, Province, "79");
        Assert.Equal(["Em doubt open", "Nga none open"], (await Rows(desk)).Where(r => r[0] is 'E' or 'N'));
        var reviews = new Reviews(desk.Db, desk.Clock, new ReadLog(desk.Db, desk.Clock, NullLogger<ReadLog>.Instance));
        desk.Clock.Moment = desk.Clock.Moment.AddMinutes(5);
        await reviews.Decide(Officer, Province, new(await Id(desk, "Em"), 7912345675), LinkState.Review, same: true, null);
        Assert.Equal(["Em duplicate nothing", "Nga none open"], (await Rows(desk)).Where(r => r[0] is 'E' or 'N'));
        var after = await desk.Db.Read(s => s.Query<string>("select cast(n.subject_id as text) || n.finding || n.state || n.office_code || cast(n.counted_at as text) from cov_card_needs n order by n.subject_id"));
        Assert.Equal(1, await desk.Db.Read(s => s.One<long>("select count(*) from cov_card_needs where counted_at = @now", new { now = desk.Clock.Now() })));
        desk.Clock.Moment = desk.Clock.Moment.AddMinutes(5);
        await Needs(desk).Count(Officer, Province, "79");
        Assert.Equal(after, await desk.Db.Read(s => s.Query<string>("select cast(n.subject_id as text) || n.finding || n.state || n.office_code || cast(n.counted_at as text) from cov_card_needs n order by n.subject_id")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_list_goes_out_as_a_numbered_and_signed_letter_and_at_level_4_not_by_hand(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test);
        await office.Small.Level("26734", 4, "2021-11-01T00:00");
        await test.Db.Write(async tx =>
        {
            await tx.Execute(
                """
                insert into reg_entitled (subject_id, province, list_year, grp, name, folded, citizen_id, commune_code, expires_on, updated_at)
                values (1, '79', 2021, 'HN', 'Nguyễn Thị A', 'nguyen thi a', '079085000132', '26734', '2023-12-31', -1)
                """);
            await tx.Execute(
                """
                insert into cov_runs (run_id, province, kind, strategy, model, rows_compared, pairs, accepted, review, rejected, milliseconds, run_by, run_at)
                values ('r', '79', 'budget-list', 'v1', '[]', 8, 8, 5, 1, 2, 1, 'system', 0)
                """);
        });
        var needs = new CardNeeds(test.Db, test.Clock, new ReadLog(test.Db, test.Clock, NullLogger<ReadLog>.Instance));
        await needs.Count(office.Officer.Actor, Province, "79");
        var lists = new CardLists(test.Db, test.Clock);
        var papers = office.PapersOf(lists);
        var list = await lists.Make(office.Officer.Actor, Province, 2021, "26734");
        Assert.Equal("Cards.NotSent", (await Assert.ThrowsAsync<Refusal>(() => lists.Outcome(office.Officer.Actor, Province, list, "delivered"))).Key);
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => lists.Letter(office.Officer.Actor, Scope.OfProvince("01"), list))).Kind);
        var paper = await lists.Letter(office.Officer.Actor, Province, list);
        Assert.Equal("OfficePapers.LivesAlready", (await Assert.ThrowsAsync<Refusal>(() => lists.Letter(office.Officer.Actor, Province, list))).Key);
        await papers.Number(office.Officer.Actor, Province, paper, 0);
        var told = (await papers.Find(Province, paper)).Contents[0];
        Assert.Equal(("1", "2021", "Phường Tân Định"), (told["people"], told["year"], told["commune"]));
        Assert.Contains("UBND Phường Tân Định", told["addressee"], StringComparison.Ordinal);
        Assert.Equal(("Nguyễn Thị A", "079085000132"), (told.Groups["rows"][0]["row.name"], told.Groups["rows"][0]["row.citizen"]));
        await papers.Sign(office.Director.Actor, Province, paper, 1);
        Assert.Equal("Cards.NotByHand", (await Assert.ThrowsAsync<Refusal>(() => papers.Send(office.Officer.Actor, Province, paper, 2, "hand", null))).Key);
        Assert.Equal("signed", (await papers.Find(Province, paper)).Paper.State);
        await papers.Send(office.Officer.Actor, Province, paper, 2, "post", null);
        await lists.Outcome(office.Officer.Actor, Province, list, "returned");
        await lists.Outcome(office.Officer.Actor, Province, list, "delivered");
        var page = await needs.People(office.Officer.Actor, Province, 2021, "26734");
        Assert.Equal((4, "post", "delivered", paper), (page.Level, page.Lists[0].SentBy, page.Lists[0].Outcome, page.Lists[0].PaperId));
        Assert.NotNull(page.Lists[0].SentAt);
        Assert.Equal(2, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'coverage.card-outcome'")));
    }

    private static readonly string[] Poor =
    [
        "HN,An,1950,,7912345671,27367", "HN,Bình,1951,,7912345672,27367", "HN,Chi,1952,,7912345673,27367", "HN,Dung,1953,,,27367", "HN,Em,1954,,,27367", "HN,Giang,2019,,7912345677,27367",
    ];

    private static async Task Explain(ImportDesk desk, string name) =>
        await Needs(desk).Explain(Officer, Province, 2021, Commune, [await Id(desk, name)], "died", "Giấy chứng tử 5", "Trưởng thôn");

    private static Task<long> Id(ImportDesk desk, string name) => desk.Db.Read(s => s.One<long>("select min(subject_id) from reg_entitled where name = @name", new { name }));

    private static async Task<(long Settled, long Remainder)> Counts(ImportDesk desk)
    {
        var sums = (await Needs(desk).Communes(Province, new CardFilter(2021))).Sums;
        return (sums.Issued, sums.Remainder);
    }

    private static Task<List<string>> Rows(ImportDesk desk) => desk.Db.Read(s => s.Query<string>(
        "select e.name || ' ' || n.finding || ' ' || n.state from cov_card_needs n join reg_entitled e on e.subject_id = n.subject_id order by e.folded, n.finding"));

    private static CardNeeds Needs(ImportDesk desk) => new(desk.Db, desk.Clock, new ReadLog(desk.Db, desk.Clock, NullLogger<ReadLog>.Instance));

    /// <summary>Six poor, one of them also a child, and a pupil, in one commune; links as a matching would have left them, and three cards.</summary>
    private static async Task<ImportDesk> Filled(Engine engine)
    {
        var desk = await ImportDesk.Open(engine, follower: new CardFollower());
        await desk.Run(ImportKinds.Entitled, desk.File("ns.csv", [List, .. Poor, "TE,Giang,2019,,7912345677,27367", "HS,Hoa,2010,,,27367"]));
        foreach (var (name, person, state) in ((string, long, string)[])[("An", 1, "accepted"), ("Bình", 2, "confirmed"), ("Chi", 3, "accepted"), ("Em", 5, "review"), ("Giang", 7, "accepted")])
        {
            foreach (var subject in await desk.Db.Read(s => s.Query<long>("select subject_id from reg_entitled where name = @name", new { name })))
            {
                await SmallRegister.Link(desk.Db, subject, 7912345670 + person, state, kind: ImportKinds.Entitled);
            }
        }

        await desk.Db.Write(tx => tx.Execute(
            """
            insert into cov_runs (run_id, province, kind, strategy, model, rows_compared, pairs, accepted, review, rejected, milliseconds, run_by, run_at)
            values ('r', '79', 'budget-list', 'v1', '[]', 8, 8, 5, 1, 2, 1, 'system', @now)
            """,
            new { now = desk.Clock.Now() }));
        await desk.Run(ImportKinds.Cards, desk.File("the.csv", [
            Cards, "7912345671,7912345671,HN,01/01/2021,31/12/2021", "7912345672,7912345672,HN,01/01/2021,30/11/2021", "7912345673,7912345673,HN,01/01/2021,30/06/2021", "7912345677,7912345677,TE,01/01/2021,",
        ]));
        return desk;
    }
}
