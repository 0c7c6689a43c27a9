using BaoPhu.Core.Audit;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaoPhu.Tests.Coverage;

/// <summary>Who belongs to which segment, on both engines. It is 3 November 2021.</summary>
public sealed class SegmentsTests
{
    private static readonly Scope Province = Scope.OfProvince("79");
    private static readonly Actor Officer = new("officer", "Cán bộ thử", "07900");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Everybody_falls_where_register_cards_and_lists_say(Engine engine)
    {
        await using var test = await Filled(engine);
        Assert.Equal(
            ["household 7", "left 1 TA0001A 30/09/2021", "lost 5 30/06/2021", "renewal 6 20/11/2021", "suspended 4 TA0002A"], await Rows(test));
        var segments = Segments(test);
        Assert.Equal(5, (await segments.Counts(Province)).Sum(c => c.People));
        Assert.Equal(["left"], (await segments.Counts(Scope.OfOffices("79", ["07902"]))).Select(c => c.Segment));
        Assert.Empty(await segments.Counts(Scope.OfProvince("01")));
        Assert.Equal("Cán bộ phụ trách", Assert.Single((await segments.List(Officer, Province, "left")).Rows).InCharge);
        // A card and a new job take them out again.
        await test.Db.Write(tx => tx.Execute("update reg_cards set valid_to = '2021-12-31' where person_id in (5, 6)"));
        await test.Db.Write(tx => tx.Execute("update reg_participations set to_period = null where person_id = 1"));
        await Count(test);
        Assert.Equal(["household 7", "suspended 4 TA0002A"], await Rows(test));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_day_alone_moves_them_and_each_province_is_counted_once_a_day(Engine engine)
    {
        await using var test = await Filled(engine);
        var due = new DueCounts(test.Db, test.Clock);
        Assert.Empty(await due.QueueDue());
        Assert.Equal(test.Clock.Now(), await Segments(test).CountedAt(Province));
        Assert.Null(await Segments(test).CountedAt(Scope.OfProvince("01")));
        var counted = test.Clock.Now();
        // 21 November: the card of 6 ended yesterday, that of 8 ends soon by now.
        test.Clock.Moment = new(2021, 11, 21, 0, 1, 0, TimeSpan.FromHours(7));
        Assert.Equal(counted, await Segments(test).CountedAt(Scope.Nation));
        Assert.Equal(["79"], await due.QueueDue());
        Assert.Empty(await due.QueueDue());
        var jobs = new JobRuns(test.Db, test.Clock);
        Assert.Contains("renewal 6 20/11/2021", await Rows(test));
        Assert.True(await new JobWorker(jobs, [new CountJob(test.Db, test.Clock)], NullLogger<JobWorker>.Instance).RunNext(TestContext.Current.CancellationToken));
        Assert.DoesNotContain("renewal 6 20/11/2021", await Rows(test));
        Assert.Equal(test.Clock.Now(), await Segments(test).CountedAt(Province));
        Assert.Equal(("done", "system"), await test.Db.Read(s => s.One<(string, string)>("select state, created_by from job_runs where kind = 'card-count'")));
        Assert.Empty(await due.QueueDue());
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_file_longer_than_one_stretch_has_everybody_once_and_notes_each(Engine engine)
    {
        await using var test = await Filled(engine);
        await test.Db.Write(async tx =>
        {
            using var bulk = tx.BulkInto("cov_segments", "subject_id", "segment", "province", "office_code", "commune_code", "counted_at");
            for (var i = 1; i <= 4100; i++)
            {
                bulk.StartRow();
                bulk.Write(-(long)i);
                bulk.Write("pupils");
                bulk.Write("79");
                bulk.Write("07900");
                bulk.Write(i % 3 == 0 ? "" : i % 3 == 1 ? "26734" : "27367");
                bulk.Write(0L);
            }

            bulk.Complete();
        });
        using var file = new MemoryStream();
        Assert.Equal(4100, await Segments(test).Write(Officer, Province, "pupils", null, "thử", file));
        Assert.Equal(4101, System.Text.Encoding.UTF8.GetString(file.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal((4100L, 4100L), await test.Db.Read(s => s.One<(long, long)>("select count(*), count(distinct subject_id) from aud_reads where kind = 'segment' and whole")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_file_has_them_whole_and_is_noted(Engine engine)
    {
        await using var test = await Filled(engine);
        using var file = new MemoryStream();
        Assert.Equal(1, await Segments(test).Write(Officer, Province, "left", null, "thử", file));
        Assert.Contains("nguoi 1", System.Text.Encoding.UTF8.GetString(file.ToArray()), StringComparison.Ordinal);
        Assert.Equal(0, await Segments(test).Write(Officer, Scope.OfProvince("01"), "left", null, "thử", new MemoryStream()));
        Assert.Equal("Segments.NeedSegment", (await Assert.ThrowsAsync<Refusal>(() => Segments(test).Write(Officer, Province, "all", null, "thử", file))).Key);
        Assert.Equal((2L, 1L), await test.Db.Read(async s => (
            await s.One<long>("select count(*) from aud_entries where act = 'coverage.segment-file'"), await s.One<long>("select count(*) from aud_reads where kind = 'segment' and whole"))));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_reader_that_stops_in_the_middle_leaves_the_purpose_and_what_left(Engine engine)
    {
        await using var test = await Filled(engine);
        await test.Db.Write(async tx =>
        {
            using var bulk = tx.BulkInto("cov_segments", "subject_id", "segment", "province", "office_code", "commune_code", "counted_at");
            for (var i = 1; i <= 5000; i++)
            {
                bulk.StartRow();
                bulk.Write(-(long)i);
                bulk.Write("pupils");
                bulk.Write("79");
                bulk.Write("07900");
                bulk.Write("26734");
                bulk.Write(0L);
            }

            bulk.Complete();
        });
        await Assert.ThrowsAsync<IOException>(() => Segments(test).Write(Officer, Province, "pupils", null, "vận động HSSV", new ReaderThatStops(60_000)));
        var (begun, ended) = await test.Db.Read(async s => (
            await s.Query<string>("select detail from aud_entries where act = 'coverage.segment-file'"), await s.Query<string>("select detail from aud_entries where act = 'coverage.segment-file-end'")));
        Assert.Equal("vận động HSSV", System.Text.Json.JsonDocument.Parse(Assert.Single(begun)).RootElement.GetProperty("purpose").GetString());
        var end = System.Text.Json.JsonDocument.Parse(Assert.Single(ended)).RootElement;
        Assert.False(end.GetProperty("whole").GetBoolean());
        // Nobody left unread: every line that left has its read.
        Assert.InRange(end.GetProperty("rows").GetInt32(), 1, (int)await test.Db.Read(s => s.One<long>("select count(*) from aud_reads where kind = 'segment' and whole")));
        await Segments(test).Write(Officer, Province, "pupils", null, "thử", Stream.Null);
        Assert.Contains(await test.Db.Read(s => s.Query<string>("select detail from aud_entries where act = 'coverage.segment-file-end'")), d => d.Contains("5000", StringComparison.Ordinal) && d.Contains("true", StringComparison.Ordinal));
    }

    /// <summary>Takes so many bytes and is gone.</summary>
    private sealed class ReaderThatStops(int after) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => Take(buffer.Length);

        public override void Write(byte[] buffer, int offset, int count) => Take(count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Take(buffer.Length);
            return ValueTask.CompletedTask;
        }

        private void Take(int bytes)
        {
            Position += bytes;
            if (Position > after)
            {
                throw new IOException("The reader has gone.");
            }
        }
    }

    private static Task Count(TestDatabase test) => new CardNeeds(test.Db, test.Clock, Log(test)).Count(Officer, Province, "79");

    private static async Task<List<string>> Rows(TestDatabase test)
    {
        var (segments, lines) = (Segments(test), new List<string>());
        foreach (var segment in BaoPhu.Core.Coverage.Segments.All.Order(StringComparer.Ordinal))
        {
            lines.AddRange((await segments.List(Officer, Province, segment)).Rows.Select(r => $"{segment} {r.SubjectId} {r.EmployerCode} {r.EndsOn:dd/MM/yyyy}".Replace("  ", " ", StringComparison.Ordinal).Trim()));
        }

        return lines;
    }

    private static Segments Segments(TestDatabase test) => new(test.Db, test.Clock, Log(test));

    private static ReadLog Log(TestDatabase test) => new(test.Db, test.Clock, NullLogger<ReadLog>.Instance);

    /// <summary>1 left in September, 2 in January, 3 left and works elsewhere, 4 stands with a suspended employer, 5 lost a card, 6's card ends soon, 7 lives with 8, who has a household card.</summary>
    private static async Task<TestDatabase> Filled(Engine engine)
    {
        var test = await TestDatabase.Create(engine);
        var small = await SmallProvince.Create(test);
        var (left, suspended) = (await small.Employer("TA0001A", office: "07902"), await small.Employer("TA0002A", standing: Standing.PensionSuspended));
        var working = await small.Employer("TA0003A");
        for (var i = 1; i <= 8; i++)
        {
            await SmallRegister.Person(test.Db, i, "nguoi " + i);
        }

        await test.Db.Write(async tx =>
        {
            await tx.Execute("update reg_persons set commune_code = '26734', address = case when person_id >= 7 then 'Số 7' else null end");
            await tx.Execute("insert into idn_users (user_id, sign_in, name, office_code, role, password_hash, security_stamp, active, created_at) values ('u1', 'u1', 'Cán bộ phụ trách', '07902', 'district-officer', 'x', 'x', true, 0)");
            await tx.Execute("insert into wrk_in_charge (subject_id, user_id) values (@left, 'u1')", new { left });
            foreach (var (person, key, employer, to) in new (long, int, long, int?)[] { (1, 1, left, 202109), (2, 1, left, 202101), (3, 1, left, 202109), (3, 2, working, null), (4, 1, suspended, null) })
            {
                await tx.Execute(
                    "insert into reg_participations (person_id, row_key, province, employer_id, from_period, to_period, updated_at) values (@person, @key, '79', @employer, 201901, @to, 0)",
                    new { person, key, employer, to });
            }

            foreach (var (person, group, to) in new (long, string, DateOnly)[] { (5, "DT", new(2021, 6, 30)), (6, "GD", new(2021, 11, 20)), (8, "GD", new(2021, 12, 31)) })
            {
                await tx.Execute("insert into reg_cards (person_id, row_key, province, grp, valid_from, valid_to, updated_at) values (@person, 1, '79', @group, '2021-01-01', @to, 0)", new { person, group, to });
            }
        });
        await Count(test);
        return test;
    }
}
