using BaoPhu.Core.Audit;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Audit;

public sealed class AuditTrailTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_chain_is_whole_until_somebody_touches_it(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => test.Db.Write(tx =>
            AuditTrail.Write(tx, test.Clock, new Actor("u" + i, "Người " + i, i % 2 == 0 ? "07900" : "07901"), "test.act", "employer:79-TA0001A", new { i }))));
        Assert.Empty(await test.Db.Read(AuditTrail.Verify));
        Assert.Equal(20, await test.Db.Read(s => s.One<long>("select max(seq) from aud_entries where office_code = '07901'")));

        await Tampered(test, "update aud_entries set detail = 'x' where office_code = '07901' and seq = 7");
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_missing_entry_is_found_in_the_middle_and_at_the_end(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        for (var i = 0; i < 5; i++)
        {
            await test.Db.Write(tx => AuditTrail.Write(tx, test.Clock, new Actor("u", "Người", "07900"), "test.act", "x", new { i }));
        }

        await Tampered(test, "delete from aud_entries where office_code = '07900' and seq = 5");
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_act_that_fails_leaves_no_entry(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var before = await test.Db.Read(s => s.One<long>("select count(*) from aud_entries"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Db.Write(async tx =>
        {
            await AuditTrail.Write(tx, test.Clock, new Actor("u", "Người", "07900"), "test.act", "x", new { });
            throw new InvalidOperationException();
        }));
        Assert.Equal(before, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries")));
        Assert.Empty(await test.Db.Read(AuditTrail.Verify));
    }

    private static async Task Tampered(TestDatabase test, string sql)
    {
        await test.Db.Write(tx => tx.Execute(sql));
        Assert.NotEmpty(await test.Db.Read(AuditTrail.Verify));
        Assert.Contains(await Doctor.Examine(test.Db), f => f is { Invariant: "audit-chain", Holds: false });
    }
}
