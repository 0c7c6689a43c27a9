using BaoPhu.Core.Audit;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaoPhu.Tests.Coverage;

/// <summary>People of a segment given to an agent or an officer and followed to an end, on both engines. It is 3 November 2021.</summary>
public sealed class SegmentListsTests
{
    private const string Agent = "DL000000079";
    private static readonly Scope Province = Scope.OfProvince("79");
    private static readonly Scope District = Scope.OfOffices("79", ["07901"]);
    private static readonly Actor Officer = new("officer", "Cán bộ thử", "07900");
    private static readonly Actor Collector = new("collector", "Người đi vận động", "07901");
    private static readonly DateOnly Due = new(2021, 11, 20);

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task People_of_a_place_are_in_one_hand_until_an_end_or_taken_back(Engine engine)
    {
        await using var test = await Filled(engine);
        var lists = Lists(test);
        Assert.Equal([("760", 3L), ("26734", 2L), ("27367", 1L)], (await lists.Places(Province, "renewal")).Select(p => (p.Code, p.People)));
        var id = await lists.Give(Officer, Province, "renewal", "26734", "agent:" + Agent, Due);
        Assert.Equal(new SegmentProgress(2, 0, 0, 0, 0, 1), await lists.Progress(Province, "renewal", null));
        Assert.Equal("SegmentLists.Nobody", await Refused(() => lists.Give(Officer, Province, "renewal", "26734", "agent:" + Agent, Due)));

        Assert.Equal(1, await lists.Tell(Officer, Province, null, id, [1], "joined", new(2021, 11, 3), null));
        Assert.Equal(1, await lists.Tell(Officer, Province, null, id, [2], "contacted", new(2021, 11, 3), "hẹn tuần sau"));
        // A card ends the segment for the first; what came of it is still counted.
        await test.Db.Write(tx => tx.Execute("delete from cov_segments where subject_id = 1"));
        Assert.Equal(new SegmentProgress(2, 1, 1, 0, 0, 1), await lists.Progress(Province, "renewal", null));
        Assert.Equal([(1L, "joined", false), (2L, "contacted", true)], (await lists.People(Officer, Province, null, true, id)).Rows.Select(r => (r.SubjectId, r.Outcome!, r.StillThere)));

        await lists.TakeBack(Officer, Province, id, "Đại lý hết hợp đồng");
        Assert.Equal(new SegmentProgress(1, 0, 1, 0, 0, 2), await lists.Progress(Province, "renewal", null));
        Assert.Equal("SegmentLists.TakenBack", await Refused(() => lists.Tell(Officer, Province, null, id, [2], "joined", new(2021, 11, 3), null)));
        Assert.Equal("SegmentLists.TakenBack", await Refused(() => lists.TakeBack(Officer, Province, id, "lần nữa")));
        // The whole district, to an officer, with whom the agent left.
        var again = await lists.Give(Officer, Province, "renewal", "760", "person:collector", Due);
        Assert.Equal([2L, 3L], (await lists.People(Officer, Province, null, true, again)).Rows.Select(r => r.SubjectId));
        Assert.Equal([again, id], (await lists.All(Province, null)).Select(l => l.ListId));
        Assert.True((await lists.All(Province, null))[0] is { Open: 2, People: 2, Holder: "Người đi vận động" } held && held.IsLate(new(2021, 11, 21)) && !held.IsLate(Due));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Only_who_has_the_list_sees_names_whole_and_records(Engine engine)
    {
        await using var test = await Filled(engine);
        var lists = Lists(test);
        var id = await lists.Give(Officer, Province, "renewal", "760", "person:collector", Due);
        Assert.False((await lists.People(Officer, Province, null, true, id)).MayTell);
        Assert.True((await lists.People(Collector, District, "collector", true, id)).MayTell);
        Assert.False((await lists.People(Collector, District, "collector", false, id)).MayTell);
        Assert.Equal("SegmentLists.NotYours", await Refused(() => lists.Tell(Officer, Province, null, id, [1], "joined", new(2021, 11, 3), null)));
        Assert.Equal("SegmentLists.NotYours", await Refused(() => lists.Write(Officer, Province, null, id, Stream.Null)));
        Assert.Equal("SegmentLists.None", await Refused(() => lists.People(Collector, District, "somebody", true, id)));
        Assert.Equal("SegmentLists.None", await Refused(() => lists.People(Officer, Scope.OfProvince("01"), null, true, id)));
        Assert.Equal("SegmentLists.None", await Refused(() => lists.People(Officer, Scope.OfOffices("79", ["07902"]), null, true, id)));
        using var file = new MemoryStream();
        Assert.Equal(3, await lists.Write(Collector, District, "collector", id, file));
        Assert.Contains("nguoi 1", System.Text.Encoding.UTF8.GetString(file.ToArray()), StringComparison.Ordinal);
        Assert.Equal((3L, 1L), await test.Db.Read(async s => (
            await s.One<long>("select count(*) from aud_reads where kind = 'segment' and whole and user_id = 'collector'"), await s.One<long>("select count(*) from aud_entries where act = 'coverage.segment-list-file'"))));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_is_wrong_is_refused_and_nothing_is_given(Engine engine)
    {
        await using var test = await Filled(engine);
        var lists = Lists(test);
        Assert.Equal("SegmentLists.OneProvince", await Refused(() => lists.Give(Officer, Scope.Nation, "renewal", "26734", "agent:" + Agent, Due)));
        Assert.Equal("Segments.NeedSegment", await Refused(() => lists.Give(Officer, Province, "all", "26734", "agent:" + Agent, Due)));
        foreach (var place in new[] { null, "", "79", "99999" })
        {
            Assert.Equal("SegmentLists.NeedPlace", await Refused(() => lists.Give(Officer, Province, "renewal", place, "agent:" + Agent, Due)));
        }

        // No contract, none at all, an officer who may not, one of another office than the scope's.
        foreach (var holder in new[] { null, "agent:DL000000001", "agent:khong-co", "person:khong-co", "person:admin" })
        {
            Assert.Equal("SegmentLists.NeedHolder", await Refused(() => lists.Give(Officer, Province, "renewal", "26734", holder, Due)));
        }

        Assert.Equal("SegmentLists.NeedHolder", await Refused(() => lists.Give(Officer, Scope.OfOffices("79", ["07902"]), "renewal", "26734", "person:collector", Due)));
        Assert.Equal("SegmentLists.NeedDue", await Refused(() => lists.Give(Officer, Province, "renewal", "26734", "agent:" + Agent, new(2021, 11, 2))));
        // A district's officer gives the district's people alone: these are of the province's office.
        Assert.Equal("SegmentLists.Nobody", await Refused(() => lists.Give(Officer, District, "renewal", "26734", "person:collector", Due)));
        Assert.Equal((0L, 0L), await test.Db.Read(async s => (await s.One<long>("select count(*) from cov_segment_lists"), await s.One<long>("select count(*) from cov_segment_list_rows"))));

        var id = await lists.Give(Officer, Province, "renewal", "26734", "agent:" + Agent, Due);
        Assert.Equal("SegmentLists.NeedPeople", await Refused(() => lists.Tell(Officer, Province, null, id, [], "joined", new(2021, 11, 3), null)));
        Assert.Equal("SegmentLists.NeedOutcome", await Refused(() => lists.Tell(Officer, Province, null, id, [1], "maybe", new(2021, 11, 3), null)));
        Assert.Equal("SegmentLists.NeedDay", await Refused(() => lists.Tell(Officer, Province, null, id, [1], "joined", new(2021, 11, 4), null)));
        Assert.Equal("SegmentLists.NeedDay", await Refused(() => lists.Tell(Officer, Province, null, id, [1], "joined", new(2021, 11, 2), null)));
        Assert.Equal("SegmentLists.NoPerson", await Refused(() => lists.Tell(Officer, Province, null, id, [1, 3], "joined", new(2021, 11, 3), null)));
        Assert.Equal("SegmentLists.NeedReason", await Refused(() => lists.TakeBack(Officer, Province, id, " 12 ")));
        Assert.Equal(new SegmentProgress(2, 0, 0, 0, 0, 1), await lists.Progress(Province, "renewal", null));
        Assert.Equal(["agent:" + Agent, "person:collector"], (await lists.Holders(Province)).Select(h => h.Key));
    }

    private static async Task<string> Refused(Func<Task> act) => (await Assert.ThrowsAsync<Refusal>(act)).Key;

    private static SegmentLists Lists(TestDatabase test) => new(test.Db, test.Clock, new ReadLog(test.Db, test.Clock, NullLogger<ReadLog>.Instance));

    /// <summary>1 and 2 in one commune, 3 in another of the same district; an agent under contract and one whose contract has ended, an officer of a district and an administrator.</summary>
    private static async Task<TestDatabase> Filled(Engine engine)
    {
        var test = await TestDatabase.Create(engine);
        await SmallProvince.Create(test);
        var offices = new Core.Organisation.Offices(test.Db, test.Clock);
        await offices.Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        await offices.Save(Actor.System, Scope.Nation, "07902", "BHXH Quận 2", "07900");
        await test.Db.Write(tx => tx.Execute(
            "insert into org_localities (code, valid_from, kind, name, folded, parent_code, province) values ('27367', @from, 'commune', 'Phường Đa Kao', 'phuong da kao', '760', '79')", new { from = Core.Organisation.Reference.Beginning }));
        foreach (var (person, commune) in new[] { (1L, "26734"), (2L, "26734"), (3L, "27367") })
        {
            await SmallRegister.Person(test.Db, person, "nguoi " + person);
            await test.Db.Write(tx => tx.Execute(
                "insert into cov_segments (subject_id, segment, person_id, province, office_code, commune_code, counted_at) values (@person, 'renewal', @person, '79', '07900', @commune, 0)", new { person, commune }));
        }

        await test.Db.Write(async tx =>
        {
            foreach (var (code, until) in new[] { (Agent, (DateOnly?)null), ("DL000000001", new DateOnly(2021, 10, 1)) })
            {
                await tx.Execute(
                    "insert into org_agents (agent_code, office_code, province, name, since, until, set_by, set_at) values (@code, '07901', '79', 'Bưu điện', @since, @until, 'x', 0)",
                    new { code, since = new DateOnly(2021, 1, 1), until });
            }

            foreach (var (id, name, role) in new[] { ("collector", "Người đi vận động", Role.Agent), ("admin", "Quản trị", Role.Administrator) })
            {
                await tx.Execute(
                    """
                    insert into idn_users (user_id, sign_in, name, office_code, role, password_hash, security_stamp, must_change_password, access_failed, active, language, created_at)
                    values (@id, @id, @name, '07901', @role, '', '', false, 0, true, 'vi', 0)
                    """,
                    new { id, name, role });
            }
        });
        return test;
    }
}
