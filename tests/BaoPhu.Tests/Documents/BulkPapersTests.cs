using System.IO.Compression;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaoPhu.Tests.Documents;

/// <summary>Papers for a list: made by a run that may be killed, signed by one act, sent on a manifest.</summary>
public sealed class BulkPapersTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_run_makes_what_can_be_made_and_names_every_task_that_got_no_paper(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 7);
        await office.Numbered("TA0002A");
        await office.Small.Pays("TA0004A", 1_000_000);
        await office.Small.Records.Record(office.Officer.Actor, SmallOffice.Own, "79-TA0006A-notice-1", new(0, "zalo", "paid"));
        var order = Order(office, 7);
        var run = await office.Bulk.Start(office.Officer.Actor, SmallOffice.Own, order);
        var runs = new JobRuns(test.Db, test.Clock);
        Assert.True(await new JobWorker(runs, [office.Bulk], NullLogger<JobWorker>.Instance).RunNext(TestContext.Current.CancellationToken));
        var job = await runs.Find(office.Officer.Actor, SmallOffice.Own, run);
        Assert.Equal(("done", 7L), (job.State, job.Done));
        var result = BulkResult.FromJson(job.Result!);
        Assert.Equal(4, result.Made);
        Assert.Equal(["79-TA0002A-notice-1", "79-TA0004A-notice-1", "79-TA0006A-notice-1"], result.Faults.Select(f => f.Task));
        Assert.Contains("01/TB-BHXH", result.Faults[0].Reason, StringComparison.Ordinal);
        Assert.Contains("đã nộp đủ", result.Faults[1].Reason, StringComparison.Ordinal);
        Assert.Equal(["01/TB-BHXH numbered", "02/TB-BHXH numbered", "03/TB-BHXH numbered", "04/TB-BHXH numbered", "05/TB-BHXH numbered"], await office.Labels());
        Assert.Equal("Papers.BulkCount", await Refused(() => office.Bulk.Start(office.Officer.Actor, SmallOffice.Own, order with { Tasks = [] })));
        Assert.Equal("Work.NoTask", await Refused(() => office.Bulk.Start(office.Officer.Actor, Scope.OfOffices("79", ["07902"]), order)));
        Assert.Equal("Papers.NotASigner", await Refused(() => office.Bulk.Start(office.Officer.Actor, SmallOffice.Own, order with { Answers = office.Answers with { SignerId = office.Other.UserId } })));
        await office.Small.Plan("2021-11-03T09:00");
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_task_without_the_channel_of_the_order_gets_no_paper(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 3);
        await test.Db.Write(tx => tx.Execute("update wrk_tasks set channels = 'post' where subject_id = (select employer_id from reg_employers where code = 'TA0002A') and act = 'notice'"));
        var result = await office.Bulk.Make(office.Officer.Actor, SmallOffice.Own, "79", "run", Order(office, 3));
        Assert.Equal((2L, "79-TA0002A-notice-1", "Kênh \"Zalo\" không thuộc việc này."), (result.Made, Assert.Single(result.Faults).Task, result.Faults[0].Reason));
        Assert.Equal(["01/TB-BHXH numbered", "02/TB-BHXH numbered"], await office.Labels());
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_run_killed_in_the_middle_goes_on_and_doubles_nothing(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 23);
        var bulk = new BulkPapers(test.Db, test.Clock) { Stretch = 5 };
        using var killed = new CancellationTokenSource();
        Task Kill(long done, long total) => done == 10 ? killed.CancelAsync() : Task.CompletedTask;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bulk.Make(office.Officer.Actor, SmallOffice.Own, "79", "run", Order(office, 23), Kill, killed.Token));
        Assert.Equal(10, (await office.Labels()).Count);
        // Two workers at once take it up again.
        var results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => bulk.Make(office.Officer.Actor, SmallOffice.Own, "79", "run", Order(office, 23)))));
        Assert.All(results, r => Assert.Equal((23L, 0), (r.Made, r.Faults.Count)));
        Assert.Equal(Enumerable.Range(1, 23).Select(n => $"{n:00}/TB-BHXH numbered"), await office.Labels());
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_list_is_signed_by_one_act_and_not_when_it_has_changed(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 5);
        await office.Bulk.Make(office.Officer.Actor, SmallOffice.Own, "79", "run", Order(office, 4));
        var filter = new PaperFilter { Run = "run" };
        Assert.Empty((await office.Lists.ToSign(office.Officer.Actor, SmallOffice.Own, filter)).Papers);
        var seen = await office.Lists.ToSign(office.Director.Actor, SmallOffice.Own, filter);
        Assert.Equal((4, 4_000_000L), (seen.Papers.Count, seen.Amount));
        Assert.Equal((4L, 4_000_000L), await office.Lists.WaitingFor(office.Director.Actor, SmallOffice.Own, filter));
        Assert.Equal((0L, 0L), await office.Lists.WaitingFor(office.Officer.Actor, SmallOffice.Own, filter));
        Assert.Equal("Papers.NothingToSign", await Refused(() => office.Lists.Sign(office.Officer.Actor, SmallOffice.Own, filter, seen.Digest)));
        await office.Papers.Void(office.Officer.Actor, SmallOffice.Own, seen.Papers[0].Key.ToString(), 1, "Sai");
        Assert.Equal("Papers.ListChanged", await Refused(() => office.Lists.Sign(office.Director.Actor, SmallOffice.Own, filter, seen.Digest)));
        seen = await office.Lists.ToSign(office.Director.Actor, SmallOffice.Own, filter);
        Assert.Equal(3, await office.Lists.Sign(office.Director.Actor, SmallOffice.Own, filter, seen.Digest));
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'documents.sign-list'")));
        Assert.Equal(["01/TB-BHXH voided", "02/TB-BHXH signed", "03/TB-BHXH signed", "04/TB-BHXH signed"], await office.Labels());
        using var zip = new MemoryStream();
        Assert.Equal(4, await office.Lists.Zip(office.Officer.Actor, SmallOffice.Own, filter, zip));
        zip.Position = 0;
        using var files = new ZipArchive(zip);
        Assert.Equal(["TB-NO-TA0001A-2021-01.docx", "TB-NO-TA0002A-2021-02.docx", "TB-NO-TA0003A-2021-03.docx", "TB-NO-TA0004A-2021-04.docx"], files.Entries.Select(e => e.FullName));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_goes_by_post_is_sent_by_its_manifest_and_only_then_delivered(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 4);
        await office.Bulk.Make(office.Officer.Actor, SmallOffice.Own, "79", "run", Order(office, 4) with { Answers = office.Answers with { Channel = "post" } });
        await test.Db.Write(tx => tx.Execute("update reg_employers set address = null where code = 'TA0004A'"));
        var manifests = new Manifests(test.Db, test.Clock);
        Assert.Equal("Papers.NothingForPost", await Refused(() => manifests.Make(office.Officer.Actor, SmallOffice.Own, "07901", 4)));
        var seen = await office.Lists.ToSign(office.Director.Actor, SmallOffice.Own, new PaperFilter());
        await office.Lists.Sign(office.Director.Actor, SmallOffice.Own, new PaperFilter(), seen.Digest);
        var first = seen.Papers[0].Key.ToString();
        Assert.Equal("Papers.PostByManifest", await Refused(() => office.Papers.Send(office.Officer.Actor, SmallOffice.Own, first, 2, null)));
        Assert.Equal((4L, 1L), await manifests.Waiting(SmallOffice.Own, "07901"));
        Task<RecordResult> Delivered() => office.Small.Records.Record(office.Officer.Actor, SmallOffice.Own, "79-TA0002A-notice-1", new(0, "post", "delivered"));
        Assert.Equal("Papers.Needs_Sent", await Refused(Delivered));
        Assert.Equal("Papers.ListChanged", await Refused(() => manifests.Make(office.Officer.Actor, SmallOffice.Own, "07901", 4)));
        var made = await manifests.Make(office.Officer.Actor, SmallOffice.Own, "07901", 3);
        Assert.Equal(("01/2021", 3), (made.Label, made.Papers));
        Assert.Equal("Papers.Needs_Sent", await Refused(Delivered));
        await office.Papers.Void(office.Officer.Actor, SmallOffice.Own, first, 3, "Sai địa chỉ");
        Assert.Equal("Papers.NoManifest", await Refused(() => manifests.HandOver(office.Officer.Actor, Scope.OfOffices("79", ["07902"]), made.Id)));
        Assert.Equal((2, 1), await manifests.HandOver(office.Officer.Actor, SmallOffice.Own, made.Id));
        Assert.Equal("Papers.HandedOverAlready", await Refused(() => manifests.HandOver(office.Officer.Actor, SmallOffice.Own, made.Id)));
        Assert.Equal(BaoPhu.Rules.Planning.TaskState.Done, (await Delivered()).State);
        Assert.EndsWith(".xlsx", (await manifests.File(SmallOffice.Own, made.Id, labels: false)).Name, StringComparison.Ordinal);
        Assert.True((await manifests.File(SmallOffice.Own, made.Id, labels: true)).Bytes.Length > 1000);
        await office.Healthy();
    }

    private static BulkOrder Order(SmallOffice office, int tasks) => new("TB-NO", [.. Enumerable.Range(1, tasks).Select(i => $"79-TA{i:0000}A-notice-1")], office.Answers);
}
