using BaoPhu.Core;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Publishing;
using BaoPhu.Tests.Imports;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Collection;

/// <summary>From the report that went out to the public page, and off it again when the debt is paid.</summary>
public sealed class PublicationsTests
{
    private static readonly (string, int)[] Debtors = [("TA0001A", 202107), ("TA0002A", 202109), ("TB0003B", 202110)];

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_list_is_all_those_reported_and_becomes_public_only_after_replies_approval_and_signature(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (office, publications, report, id) = await Begun(test);
        Assert.Equal(["TA0001A", "TA0002A", "TB0003B"], (await publications.Find(PublicOffice.Own, id)).Rows.Select(r => r.Code));
        await PublicOffice.Refused("Publications.MadeAlready", () => publications.Begin(office.Officer.Actor, PublicOffice.Own, report));
        await PublicOffice.Refused("Publications.NotInState", () => publications.Publish(office.Director.Actor, PublicOffice.Own, id));
        await publications.Exclude(office.Officer.Actor, PublicOffice.Own, id, "TA0002A", "wrong-data", "Chứng từ nộp chưa ghi nhận");
        await publications.AskReply(office.Officer.Actor, PublicOffice.Own, id);
        // Five working days from Wednesday 3 November.
        Assert.Equal(new(2021, 11, 10), (await publications.Find(PublicOffice.Own, id)).Publication.ReplyUntil);
        Assert.Contains("Thời hạn phản hồi chưa hết", (await PublicOffice.Refused("Publications.Barred", () => publications.Approve(office.Director.Actor, PublicOffice.Own, id))).Message, StringComparison.Ordinal);
        await publications.Reply(office.Officer.Actor, PublicOffice.Own, id, "TB0003B", new(2021, 11, 3), "letter", "Công ty đã nộp tháng 10");
        test.Clock.Moment = PublicOfficeTime("2021-11-11T08:00");
        Assert.Contains("phản hồi chưa trả lời", (await PublicOffice.Refused("Publications.Barred", () => publications.Approve(office.Director.Actor, PublicOffice.Own, id))).Message, StringComparison.Ordinal);
        await PublicOffice.Refused("Reports.NeedReason", () => publications.Answer(office.Officer.Actor, PublicOffice.Own, id, "TB0003B", 1, "excluded", null, "Đúng"));
        await publications.Answer(office.Officer.Actor, PublicOffice.Own, id, "TB0003B", 1, "kept", null, "Sổ thu chưa có khoản nộp");
        await PublicOffice.Refused("Publications.AnsweredAlready", () => publications.Answer(office.Officer.Actor, PublicOffice.Own, id, "TB0003B", 1, "kept", null, "x"));
        await publications.Approve(office.Director.Actor, PublicOffice.Own, id);
        await PublicOffice.Refused("Publications.Barred", () => publications.Publish(office.Director.Actor, PublicOffice.Own, id));
        await Sign(office, publications, id);
        Assert.Empty((await publications.Public(null)).Rows);
        await publications.Publish(office.Director.Actor, PublicOffice.Own, id);
        var page = await publications.Public("79");
        Assert.Equal([("Công ty Thử TA0001A", 4_000_000L), ("Công ty Thử TB0003B", 1_000_000L)], page.Rows.Select(r => (r.Name, r.Total)));
        Assert.Equal((2L, 5_000_000L), (page.Debtors, page.Amount));
        Assert.Empty((await publications.Public("01")).Rows);
        var tasks = await test.Db.Read(s => s.Query<string>("select e.code || ' ' || t.state || ' ' || coalesce(t.outcome, '') from wrk_tasks t join reg_employers e on e.employer_id = t.subject_id where t.act = 'publish' order by e.code"));
        Assert.Equal(["TA0001A done published", "TA0002A done excluded", "TB0003B done published"], tasks);
        Assert.Equal(["published", "approved", "answered", "replied", "asked", "excluded", "begun"], (await publications.Find(PublicOffice.Own, id)).Events.Select(e => e.Step));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_name_leaves_the_public_page_with_the_import_of_the_payment_and_nobody_does_anything(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (office, publications, _, id) = await Published(test);
        Assert.Equal(3, (await publications.Public("79")).Rows.Count);
        test.Clock.Moment = PublicOfficeTime("2021-11-16T10:00");
        // TA0001A pays all, TA0002A a part.
        await Import(test, "TA0001A;07/2021;1000000", "TA0001A;08/2021;1000000", "TA0001A;09/2021;1000000", "TA0001A;10/2021;1000000", "TA0002A;09/2021;1000000");
        Assert.Equal(["Công ty Thử TB0003B", "Công ty Thử TA0002A"], (await publications.Public("79")).Rows.Select(r => r.Name).OrderDescending());
        // TB0003B pays what was published, and owes a later month.
        await test.Db.Write(tx => tx.Execute(
            """
            insert into reg_months (employer_id, period, due_social, due_health, due_unemployment, due_accident, paid_social, paid_health, paid_unemployment, paid_accident)
            values (@employer, 202111, 1000000, 0, 0, 0, 0, 0, 0, 0)
            """,
            new { employer = EmployerKey.Id("79", "TB0003B") }));
        test.Clock.Moment = PublicOfficeTime("2021-12-01T10:00");
        await Import(test, "TB0003B;10/2021;1000000");
        Assert.Equal(["Công ty Thử TA0002A"], (await publications.Public("79")).Rows.Select(r => r.Name));
        var history = Assert.Single(await publications.OfEmployer(PublicOffice.Own, "79", "TA0001A"));
        Assert.Equal(("withdrawn", "paid", PublicOfficeTime("2021-11-16T10:00").ToUnixTimeMilliseconds()), (history.State, history.Reason, history.WithdrawnAt!.Value.Milliseconds));
        Assert.NotNull(history.PublishedAt);
        Assert.Equal("withdrawn", Assert.Single(await publications.OfEmployer(PublicOffice.Own, "79", "TB0003B")).State);
        Assert.Equal(2L, (await publications.Find(PublicOffice.Own, id)).Counts["withdrawn"]);
        Assert.Equal(2L, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries a where a.act = 'collection.publication-withdrawn'")));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_late_reply_takes_the_approval_back_and_the_old_signature_is_not_enough(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (office, publications, _, id) = await Begun(test);
        await publications.AskReply(office.Officer.Actor, PublicOffice.Own, id);
        test.Clock.Moment = PublicOfficeTime("2021-11-11T08:00");
        await publications.Approve(office.Director.Actor, PublicOffice.Own, id);
        await Sign(office, publications, id);
        await publications.Reply(office.Officer.Actor, PublicOffice.Own, id, "TA0001A", new(2021, 11, 11), "email", "Số liệu tháng 7 sai");
        Assert.Equal(PublicationState.Reply, (await publications.Find(PublicOffice.Own, id)).Publication.Stands);
        await office.Small.Pays("TA0001A", 500_000);
        await publications.Answer(office.Officer.Actor, PublicOffice.Own, id, "TA0001A", 1, "corrected", null, "Đã ghi nhận chứng từ");
        Assert.Equal(3_500_000, (await publications.Find(PublicOffice.Own, id)).Rows.Single(r => r.Code == "TA0001A").Total);
        test.Clock.Moment = PublicOfficeTime("2021-11-11T09:00");
        await publications.Approve(office.Director.Actor, PublicOffice.Own, id);
        // The notice signed before says other figures.
        await PublicOffice.Refused("Publications.Barred", () => publications.Publish(office.Director.Actor, PublicOffice.Own, id));
        var paper = (await publications.Find(PublicOffice.Own, id)).Papers[0];
        var next = await office.PapersOf(publications).Replace(office.Officer.Actor, PublicOffice.Own, paper.Id, paper.Version, "Số liệu đã điều chỉnh");
        await Sign(office, publications, id, next);
        await publications.Publish(office.Director.Actor, PublicOffice.Own, id);
        Assert.Equal(6_500_000, (await publications.Public(null)).Amount);
        await publications.Reply(office.Officer.Actor, PublicOffice.Own, id, "TA0001A", new(2021, 11, 11), "phone", "Đang ở tòa");
        await publications.Answer(office.Officer.Actor, PublicOffice.Own, id, "TA0001A", 2, "excluded", "proceedings", "Thông báo thụ lý 12/TB");
        Assert.Equal(2, (await publications.Public(null)).Rows.Count);
        await publications.End(office.Director.Actor, PublicOffice.Own, id, "Công khai nhầm tháng");
        Assert.Empty((await publications.Public(null)).Rows);
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Names_of_household_businesses_are_masked_until_the_province_shows_them(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (office, publications, _, _) = await Published(test, "Hộ kinh doanh Nguyễn Văn Ân");
        Assert.Contains("Hộ kinh doanh N. V. Â.", (await publications.Public("79")).Rows.Select(r => r.Name));
        using var file = new MemoryStream();
        await publications.PublicFile(null, "csv", file);
        var text = System.Text.Encoding.UTF8.GetString(file.ToArray());
        Assert.Contains("Hộ kinh doanh N. V. Â.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nguyễn Văn Ân", text, StringComparison.Ordinal);
        await new Settings(test.Db, test.Clock).Set(Actor.System, Scope.Nation, "79", Settings.PublicHouseholds, test.Clock.Now().Day, "show", "thử");
        Assert.Contains("Hộ kinh doanh Nguyễn Văn Ân", (await publications.Public("79")).Rows.Select(r => r.Name));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Another_reach_finds_nothing_and_a_report_that_did_not_go_out_is_not_published(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, Debtors);
        var publications = office.PublicationsOf();
        var (report, paper) = await office.Begun();
        await PublicOffice.Refused("Publications.ReportNotSent", () => publications.Begin(office.Officer.Actor, PublicOffice.Own, report));
        await office.Send(paper.Id);
        await PublicOffice.Refused("Reports.NoReport", () => publications.Begin(office.Officer.Actor, Scope.OfProvince("01"), report));
        var id = await publications.Begin(office.Officer.Actor, PublicOffice.Own, report);
        foreach (var scope in (Scope[])[Scope.OfProvince("01"), Scope.OfOffices("79", ["07901"]), Scope.Nothing])
        {
            await PublicOffice.Refused("Publications.NoPublication", () => publications.Find(scope, id));
            await PublicOffice.Refused("Publications.NoPublication", () => publications.Drop(office.Officer.Actor, scope, id, "x"));
            Assert.Empty(await publications.List(scope));
        }

        await PublicOffice.Refused("Publications.NotOnIt", () => publications.Exclude(office.Officer.Actor, PublicOffice.Own, id, "TA0007A", "other", "x"));
        await PublicOffice.Refused("Publications.SaySomething", () => publications.Drop(office.Officer.Actor, PublicOffice.Own, id, " "));
        await publications.Drop(office.Officer.Actor, PublicOffice.Own, id, "Lập lại");
        Assert.NotEqual(id, await publications.Begin(office.Officer.Actor, PublicOffice.Own, report));
        foreach (var key in (string[])["x", "1", "1~x", "a~b"])
        {
            await PublicOffice.Refused("Common.BadPageKey", () => publications.Public(null, key));
        }

        Assert.Equal(RefusalKind.Missing, (await PublicOffice.Refused("Common.UnknownProvince", () => publications.Public("99"))).Kind);
        await office.Healthy();
    }

    private static DateTimeOffset PublicOfficeTime(string local) => DateTimeOffset.Parse(local + ":00+07:00", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<(PublicOffice Office, Publications Publications, string Report, string Id)> Begun(TestDatabase test, string? renamed = null)
    {
        var office = await PublicOffice.Open(test, Debtors);
        if (renamed is not null)
        {
            await test.Db.Write(tx => tx.Execute("update reg_employers set name = @renamed where code = 'TA0002A'", new { renamed }));
        }

        test.Clock.Moment = PublicOfficeTime("2021-11-03T09:00");
        var (report, paper) = await office.Begun();
        await office.Send(paper.Id);
        var publications = office.PublicationsOf();
        return (office, publications, report, await publications.Begin(office.Officer.Actor, PublicOffice.Own, report));
    }

    private static async Task<(PublicOffice Office, Publications Publications, string Report, string Id)> Published(TestDatabase test, string? renamed = null)
    {
        var (office, publications, report, id) = await Begun(test, renamed);
        await publications.AskReply(office.Officer.Actor, PublicOffice.Own, id);
        test.Clock.Moment = PublicOfficeTime("2021-11-11T08:00");
        await publications.Approve(office.Director.Actor, PublicOffice.Own, id);
        await Sign(office, publications, id);
        await publications.Publish(office.Director.Actor, PublicOffice.Own, id);
        return (office, publications, report, id);
    }

    private static async Task Sign(PublicOffice office, Publications publications, string id, string? paper = null)
    {
        var papers = office.PapersOf(publications);
        paper ??= (await publications.Find(PublicOffice.Own, id)).Papers[0].Id;
        await papers.Number(office.Officer.Actor, PublicOffice.Own, paper, 0);
        await papers.Sign(office.Director.Actor, PublicOffice.Own, paper, 1);
    }

    /// <summary>Takes a file of months in and does what it queued, as the host does.</summary>
    private static async Task Import(TestDatabase test, params string[] lines)
    {
        var folder = Directory.CreateTempSubdirectory("baophu-public-");
        try
        {
            var file = Path.Combine(folder.FullName, "thang.csv");
            await File.WriteAllLinesAsync(file, [ImportDesk.MonthHeadings, .. lines.Select(l => l.Split(';')).Select(c => $"{c[0]},{c[1]},1000000,0,0,0,{c[2]},0,0,0,0")]);
            var result = await new ImportRuns(test.Db, test.Clock, Path.Combine(folder.FullName, "files")).Run(
                Actor.System, new ImportRequest(ImportKinds.Months, file) { Province = "79", FileName = "thang.csv", PlanAfter = true }, null, TestContext.Current.CancellationToken);
            Assert.Equal((lines.Length, 0), (result.Changed, result.Rejected));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Assert.Equal(1L, await test.Db.Read(s => s.One<long>("select count(*) from job_runs j where j.kind = 'plan' and j.province = '79' and j.state = 'queued'")));
        await SwitchFollowers.Pass(test.Db, test.Clock).PlanNow(Actor.System, "79", TestContext.Current.CancellationToken);
    }

    /// <summary>The beginning of the time to reply is told to each debtor by itself, with a link under which it answers, and stands in its line of time.</summary>
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Each_debtor_is_told_of_its_time_to_reply_with_a_link(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (office, publications, _, id) = await Begun(test);
        await test.Db.Write(tx => tx.Execute("update reg_employers set phone = null, email = null where code = 'TB0003B'"));
        await publications.Exclude(office.Officer.Actor, PublicOffice.Own, id, "TA0002A", "wrong-data", "Chứng từ nộp chưa ghi nhận");
        await publications.AskReply(office.Officer.Actor, PublicOffice.Own, id);
        // Who is left out gets none, who has no address neither; the list's history says how many.
        var message = Assert.Single(await test.Db.Read(s => s.Query<Core.Messaging.Message>(
            "select m.subject_id, m.template, m.state, m.legal, m.about_debt, m.act, m.occurrence, m.filled from msg_outbox m")));
        Assert.Equal((EmployerKey.Id("79", "TA0001A"), "publication-reply", "queued", true, true), (message.SubjectId, message.Template, message.State, message.Legal, message.AboutDebt));
        Assert.Null(message.TaskKey);
        Assert.Equal("10/11/2021", message.Values["han_nop"]);
        Assert.Contains("Đã báo 1 đơn vị; 1 đơn vị chưa có địa chỉ", (await publications.Find(PublicOffice.Own, id)).Events.Single(e => e.Step == "asked").Detail, StringComparison.Ordinal);
        // The page names whom no message could reach.
        Assert.Equal([("TB0003B", false)], (await publications.Find(PublicOffice.Own, id)).Unreached.Select(u => (u.Code, u.Replied)));
        var answers = new Core.Collection.Answers.EmployerAnswers(test.Db, test.Clock, new Cases(test.Db, test.Clock));
        var token = new Uri(message.Values["lien_ket"]).AbsolutePath["/answer/".Length..];
        Assert.Equal("Công ty Thử TA0001A", (await answers.Open(token))!.Name);
        Assert.True(await answers.Give(token, "dispute", new Core.Collection.Answers.AnswerSaid { Points = ["months"], Words = "đã nộp tháng 9" }));
        async Task<IEnumerable<string>> Lines(string code) => (await new EmployerHistory(test.Db, test.Clock).Of(PublicOffice.Own, "79", code, "public", null, null)).Rows.Select(r => $"{r.What} {r.OnDay:yyyy-MM-dd}".Trim());
        test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
        Assert.Contains("asked 2021-11-10", await Lines("TA0001A"));
        Assert.Contains("asked 2021-11-10", await Lines("TB0003B"));
        Assert.DoesNotContain("asked 2021-11-10", await Lines("TA0002A"));
        await office.Healthy();
    }

    /// <summary>The public pages give every name once, there and back, and their addresses say nothing of an employer.</summary>
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_keys_of_public_pages_are_sealed_and_lead_to_every_name_once(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await test.Db.Write(async tx =>
        {
            for (var i = 0; i < 150; i++)
            {
                var code = $"TA{i:0000}A";
                var id = EmployerKey.Id("79", code);
                await tx.Execute(
                    "insert into reg_employers (employer_id, province, code, office_code, name, folded, standing, updated_at) values (@id, '79', @code, '07901', @code, '', 0, 0)", new { id, code });
                await tx.Execute(
                    """
                    insert into col_publication_rows (employer_id, publication_id, office_code, name, household, period, oldest_period, social, health, unemployment, accident, total, state)
                    values (@id, 'p', '07901', @code, @household, 202110, 202107, 0, 0, 0, 0, @total, 'public')
                    """,
                    new { id, code, household = false, total = 5_000_000L + (i / 40) });
            }
        });
        var publications = new Publications(test.Db, test.Clock, SwitchFollowers.Pass(test.Db, test.Clock));
        var (names, keys, page) = (new List<string>(), new List<string>(), await publications.Public("79"));
        var first = page.Rows.Select(r => r.Name).ToList();
        Assert.Null(page.Previous);
        while (true)
        {
            names.AddRange(page.Rows.Select(r => r.Name));
            if (page.Next is not { } next)
            {
                break;
            }

            keys.Add(next);
            page = await publications.Public("79", next);
        }

        Assert.Equal((150, 150, 2), (names.Count, names.Distinct().Count(), keys.Count));
        page = await publications.Public("79", null, page.Previous);
        Assert.Equal(first, (await publications.Public("79", null, page.Previous)).Rows.Select(r => r.Name));
        // The same page has the same address for every cache.
        Assert.Equal(keys[0], (await publications.Public("79")).Next);
        Assert.All(keys, k => Assert.DoesNotContain(EmployerKey.Id("79", names[59]).ToString(System.Globalization.CultureInfo.InvariantCulture), k + System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(k)), StringComparison.Ordinal));
        for (var i = 0; i < keys[0].Length - 1; i++)
        {
            var altered = keys[0][..i] + (keys[0][i] == 'A' ? 'B' : 'A') + keys[0][(i + 1)..];
            Assert.Equal("Common.BadPageKey", (await Assert.ThrowsAsync<Core.Texts.Refusal>(() => publications.Public("79", altered))).Key);
        }
    }
}
