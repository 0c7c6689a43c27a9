using System.Net;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Work;
using BaoPhu.Tests.Pages.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Audit;

/// <summary>The auditor's pages: forbidden, unknown, wrong state, right; what was tampered with is shown.</summary>
public sealed class AuditPagesTests
{
    private static readonly string[] Pages = ["/audit", "/audit/reads", "/audit/chains"];

    [Fact]
    public async Task Only_auditors_and_directors_read_and_only_auditors_and_leaders_check()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var director = await house.SignedIn(Role.DistrictDirector, WebHouse.District);
        foreach (var page in Pages)
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open(page)).Status);
            Assert.Equal(HttpStatusCode.OK, (await director.Open(page)).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open("/audit/check/x")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await director.Send("/audit/chains", [])).Status);
    }

    [Fact]
    public async Task What_is_not_there_is_missing_and_a_broken_address_refused()
    {
        await using var house = await WorkPageTests.Open();
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.OtherProvince);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.Open("/audit/check/0123")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.Open("/audit/reads?employer=79-TA0001A")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.Open("/audit/reads?employer=x")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await auditor.Open("/audit?after=x")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await auditor.Open("/audit/reads?after=1~2~3~x~")).Status);
        var other = await house.SignedIn(Role.Auditor, WebHouse.Province);
        var started = await other.Send("/audit/chains", []);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.Open(started.Location!)).Status);
    }

    [Fact]
    public async Task Who_did_what_stands_in_words_and_opens_to_the_thing()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        await officer.Send("/work/tasks/79-TA0001A-contact-1", new() { ["Version"] = "0", ["Channel"] = "phone", ["Outcome"] = "promised", ["PromisedOn"] = "05/11/2021", ["PromisedAmount"] = "400.000" });
        var centre = await house.SignedIn(Role.Auditor, WebHouse.Centre);
        var page = await centre.Open("/audit?act=work.record");
        var row = page.One("table.ledger tbody tr");
        Assert.Contains("Ghi kết quả", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Kết quả: Hẹn nộp", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Hẹn ngày: 05/11/2021", row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("{", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("/work/tasks/79-TA0001A-contact-1", row.QuerySelector("td a")!.GetAttribute("href"));
        Assert.Single((await centre.Open("/audit?subject=79-TA0001A")).All("table.ledger tbody tr"));
        Assert.NotEmpty((await centre.Open("/audit?person=" + officer.User!.SignIn)).All("table.ledger tbody tr"));
        Assert.Empty((await centre.Open("/audit?act=work.record&to=02/11/2021")).All("table.ledger tbody tr"));
        // Directors see their own people only, an auditor of another province none of these.
        Assert.Single((await (await house.SignedIn(Role.DistrictDirector, WebHouse.District)).Open("/audit?act=work.record")).All("table.ledger tbody tr"));
        Assert.Empty((await (await house.SignedIn(Role.DistrictDirector, WebHouse.OtherDistrict)).Open("/audit?act=work.record")).All("table.ledger tbody tr"));
        Assert.Empty((await (await house.SignedIn(Role.Auditor, WebHouse.OtherProvince)).Open("/audit?act=work.record")).All("table.ledger tbody tr"));

        var file = await centre.Open("/audit?act=work.record&format=csv");
        Assert.Equal(2, file.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(1, await house.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'audit.export' and detail like '%\"count\":1,%'")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Pages_of_entries_turn_both_ways(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        for (var i = 0; i < 130; i++)
        {
            var number = i;
            await house.Db.Write(tx => AuditTrail.Write(tx, house.Clock, new Actor("u", "Người", i % 2 == 0 ? "07900" : "07901"), "work.take", "task:x", new { number }));
        }

        var book = new AuditBook(house.Db);
        var filter = new AuditFilter { Act = "work.take" };
        var first = await book.Entries(Scope.OfProvince("79"), filter);
        var second = await book.Entries(Scope.OfProvince("79"), filter with { After = first.Next });
        var third = await book.Entries(Scope.OfProvince("79"), filter with { After = second.Next });
        Assert.Equal((60, 60, 10), (first.Rows.Count, second.Rows.Count, third.Rows.Count));
        Assert.Equal(130, first.Rows.Concat(second.Rows).Concat(third.Rows).Select(e => (e.OfficeCode, e.Seq)).Distinct().Count());
        Assert.Equal(first.Rows.Select(e => e.Hash), (await book.Entries(Scope.OfProvince("79"), filter with { Before = second.Previous })).Rows.Select(e => e.Hash));
        Assert.Null(third.Next);
    }

    [Fact]
    public async Task A_changed_entry_is_named_on_the_page()
    {
        await using var house = await WorkPageTests.Open(NoBell.Change);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        for (var i = 0; i < 5; i++)
        {
            await house.Db.Write(tx => AuditTrail.Write(tx, house.Clock, new Actor("u", "Người", "07901"), "work.take", "task:x", new { i }));
        }

        Assert.Contains("chưa kiểm tra", (await auditor.Open("/audit/chains")).Words, StringComparison.Ordinal);
        await Check();
        Assert.Contains("Mọi chuỗi nguyên vẹn", (await auditor.Open("/audit/chains")).Words, StringComparison.Ordinal);
        await house.Db.Write(tx => tx.Execute("update aud_entries set detail = '{\"i\":9}' where office_code = '07901' and seq = 3"));
        await Check();
        var page = await auditor.Open("/audit/chains");
        Assert.Contains("1 chuỗi bị đứt", page.Words, StringComparison.Ordinal);
        Assert.Equal("bản ghi số 3 đã bị sửa hoặc chèn", page.One("td .overdue").TextContent);
        // One taken out.
        await house.Db.Write(tx => tx.Execute("delete from aud_entries where office_code = '07901' and seq = 2"));
        await Check();
        Assert.Equal("thiếu bản ghi số 2", (await auditor.Open("/audit/chains")).One("td .overdue").TextContent);

        async Task Check()
        {
            var started = await auditor.Send("/audit/chains", []);
            Assert.Contains("Đã kiểm tra 0 / 0", (await auditor.Open(started.Location!)).Words, StringComparison.Ordinal);
            Assert.True(await house.The<JobWorker>().RunNext(CancellationToken.None));
            Assert.Contains("huỗi", (await auditor.Open(started.Location!)).One(".note").TextContent, StringComparison.Ordinal);
            house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
        }
    }

    [Fact]
    public async Task Contact_data_is_masked_until_asked_for_and_every_look_is_noted()
    {
        await using var house = await WorkPageTests.Open();
        await house.Db.Write(tx => tx.Execute("update reg_employers set contact_name = 'Nguyễn Thị Hòa', email = 'ketoan@congty.vn'"));
        const string page = "/register/employers/79-TA0001A";
        var province = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var masked = await province.Open(page);
        Assert.Contains("N. T. H. 090•••67 k•••@congty.vn (đã che)", masked.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("0901234567", masked.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("0901234567", (await province.Open("/work/tasks/79-TA0001A-contact-1")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("0901234567", (await province.Open("/work/today?whose=office")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("0901234567", (await province.Open("/work/today?whose=office&format=csv")).Text, StringComparison.Ordinal);

        // Without a purpose nothing is shown; a role without the right is turned away; elsewhere there is no such employer.
        Assert.Contains("mục đích", Assert.Single((await province.Send(page, [], page + "?handler=Show")).Errors), StringComparison.Ordinal);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(page, new() { ["Purpose"] = "check" }, page + "?handler=Show")).Status);
        var stranger = await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Send("/work/today", new() { ["Purpose"] = "check" }, page + "?handler=Show")).Status);

        Assert.Equal(page, (await province.Send(page, new() { ["Purpose"] = "complaint" }, page + "?handler=Show")).Location);
        Assert.Contains("Nguyễn Thị Hòa 0901234567 ketoan@congty.vn", (await province.Open(page)).Words, StringComparison.Ordinal);
        Assert.Equal(1, await house.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'audit.unmask' and subject = 'employer:79-TA0001A' and detail like '%complaint%'")));
        house.Clock.Moment = house.Clock.Moment.AddMinutes(16);
        Assert.Contains("090•••67", (await province.Open(page)).Words, StringComparison.Ordinal);

        // The office that has an open task by telephone sees the number.
        var district = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.NotNull((await district.Open("/work/tasks/79-TA0001A-contact-1")).One("a[href='tel:0901234567']"));

        await house.The<ReadLog>().Flush();
        var seen = await auditor.Open("/audit/reads?employer=79-TA0001A");
        Assert.Contains("Giải quyết khiếu nại", seen.Words, StringComparison.Ordinal);
        Assert.Contains("Trang việc", seen.Words, StringComparison.Ordinal);
        Assert.Contains("Bất thường", (await auditor.Open("/audit/reads")).Words, StringComparison.Ordinal);
        Assert.Contains(province.User!.Name, (await auditor.Open("/audit/reads?person=" + province.User.SignIn)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_with_contact_data_wants_the_right_and_a_purpose_and_is_noted_for_each_employer()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send("/work/today", new() { ["Purpose"] = "check" }, "/work/today?handler=Contacts")).Status);
        var director = await house.SignedIn(Role.DistrictDirector, WebHouse.District);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send("/work/today?whose=office", [], "/work/today?whose=office&handler=Contacts")).Status);
        var file = await director.Send("/work/today?whose=office", new() { ["Purpose"] = "inspection" }, "/work/today?whose=office&handler=Contacts");
        Assert.Equal(HttpStatusCode.OK, file.Status);
        Assert.Equal(2, await house.Db.Read(s => s.One<long>("select count(*) from aud_reads where kind = 'export' and whole and purpose = 'inspection'")));
        Assert.Equal(1, await house.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'work.export' and detail like '%\"purpose\":\"inspection\"%'")));
    }
}
