using BaoPhu.Core.Data;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Data;

/// <summary>Questions asked together are answered as if each had been asked alone, on either engine.</summary>
public sealed class JourneyTests
{
    private static readonly DateOnly Day = new(2021, 11, 3);

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Each_gets_its_own_answer_and_what_follows_from_one_may_be_asked(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Made(test.Db);
        var (names, none, next, absent) = await test.Db.Read(s => s.Together(async t =>
        {
            var all = t.Query<Row>("select r.id, r.name, r.day, r.at from tst_rows r where r.id <= @most and r.day = @day order by r.id", new { most = 2, day = Day });
            var nobody = t.Query<Row>("select r.id, r.name, r.day, r.at from tst_rows r where r.at > @at", new { at = new Instant(9_000) });
            var third = Next(t);
            var any = t.One<int>("select count(*) from tst_rows r where (@name is null or r.name = @name) and (@on is null or r.day = @on)", new { name = (string?)null, on = (DateOnly?)null });
            var missing = t.One<string>("select name from tst_rows where id = @id", new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = 99 });
            Assert.Equal(3, await any);
            return (await all, await nobody, await third, await missing);
        }));
        Assert.Equal([(1, "một", Day, 1_000L), (2, "hai", Day, 2_000L)], names.Select(r => (r.Id, r.Name, r.Day!.Value, r.At.Milliseconds)));
        Assert.Empty(none);
        Assert.Equal("ba", next);
        Assert.Null(absent);

        static async Task<string?> Next(Session t)
        {
            var most = await t.One<int>("select max(id) from tst_rows where id < @below", new { below = 3 });
            return await t.One<string>("select name from tst_rows where id = @id", new { id = most + 1 });
        }
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Acts_run_in_their_order_under_the_lock_and_say_how_many_rows_they_touched(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Made(test.Db);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => test.Db.Write(tx => tx.Together(async t =>
        {
            var held = t.Lock("rows");
            var before = t.One<string>("select name from tst_rows where id = 1");
            await held;
            await t.Execute("update tst_rows set name = @name where id = 1", new { name = await before + "!" });
        }))));
        Assert.Equal("một!!!!!!!!", await test.Db.Read(s => s.One<string>("select name from tst_rows where id = 1")));

        var (all, one, name) = await test.Db.Write(tx => tx.Together(async t =>
        {
            var many = t.Execute("update tst_rows set day = @day", new { day = (DateOnly?)null });
            var read = t.One<string>("select name from tst_rows where id = 2");
            var few = t.Execute("delete from tst_rows where id = @id", new { id = 2 });
            return (await many, await few, await read);
        }));
        Assert.Equal((3, 1, "hai"), (all, one, name));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task One_that_fails_undoes_the_transaction_and_is_told_to_who_asked(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Made(test.Db);
        var failure = await Record.ExceptionAsync(() => test.Db.Write(tx => tx.Together(t => Task.WhenAll(
            t.Execute("update tst_rows set name = @name where id = 1", new { name = "khác" }), t.Execute("insert into tst_rows (id, name, at) values (@id, @name, @at)", new { id = 2, name = "hai", at = new Instant(1) })))));
        Assert.True(test.Db.Dialect.IsDuplicateKey(failure!), failure?.ToString());
        Assert.Equal("một", await test.Db.Read(s => s.One<string>("select name from tst_rows where id = 1")));
    }

    private static Task Made(Db db) => db.Write(async tx =>
    {
        await tx.Execute("create table tst_rows (id integer not null primary key, name text not null, day date, at bigint not null)");
        foreach (var (id, name) in ((int, string)[])[(1, "một"), (2, "hai"), (3, "ba")])
        {
            await tx.Execute("insert into tst_rows (id, name, day, at) values (@id, @name, @Day, @at)", new { id, name, Day, at = new Instant(id * 1_000) });
        }
    });

    private sealed class Row
    {
        public int Id { get; init; }
        public string Name { get; init; } = "";
        public DateOnly? Day { get; init; }
        public Instant At { get; init; }
    }
}
