using BaoPhu.Core.Data;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Data;

public sealed class BulkTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_is_written_in_bulk_is_read_back_in_bulk(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var read = await test.Db.Write(async s =>
        {
            await s.Execute("{scratch} scratch_all (big bigint, whole integer, small smallint, yes boolean, day date, words text, blank text)");
            using (var bulk = s.BulkInto("scratch_all", "big", "whole", "small", "yes", "day", "words", "blank"))
            {
                for (var i = 0; i < 5000; i++)
                {
                    bulk.StartRow();
                    bulk.Write(long.MaxValue - i);
                    bulk.Write(i);
                    bulk.Write((short)(i % 100));
                    bulk.Write(i % 2 == 0);
                    bulk.Write(new DateOnly(2021, 11, 3).AddDays(i));
                    bulk.Write("Nguyễn Thị Hòa " + new string('đ', i % 300));
                    bulk.WriteNull();
                }

                Assert.Equal(5000, bulk.Complete());
            }

            var rows = new List<(long, int, short, bool, DateOnly, string, string?)>();
            using var reader = s.BulkFrom("select big, whole, small, yes, day, words, blank from scratch_all order by whole");
            while (reader.Read())
            {
                rows.Add((reader.Int64(), reader.Int32(), reader.Int16(), reader.Boolean(), reader.Date(), reader.Text(), reader.NullableText()));
            }

            return rows;
        });

        Assert.Equal(5000, read.Count);
        Assert.Equal((long.MaxValue - 4321, 4321, (short)21, false, new DateOnly(2021, 11, 3).AddDays(4321), "Nguyễn Thị Hòa " + new string('đ', 4321 % 300), null), read[4321]);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_load_that_is_given_up_leaves_nothing(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Db.Write(s =>
        {
            using var bulk = s.BulkInto("reg_debts", "employer_id", "band", "method", "level", "standing", "band_since_at", "debt_social", "debt_health", "debt_unemployment", "debt_accident", "due_last");
            bulk.StartRow();
            bulk.Write(1L);
            bulk.Write((short)1);
            bulk.Write((short)0);
            bulk.Write((short)1);
            bulk.Write((short)0);
            for (var i = 0; i < 6; i++)
            {
                bulk.Write(1L);
            }

            throw new InvalidOperationException("given up");
        }));
        Assert.Equal(0, await test.Db.Read(s => s.One<long>("select count(*) from reg_debts")));
    }
}
