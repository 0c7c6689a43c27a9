using BaoPhu.Core.Audit;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaoPhu.Tests.Audit;

public sealed class ReadLogTests
{
    private static readonly Actor An = new("an", "Lê Văn An", "07901");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_read_never_waits_behind_a_writer_and_is_written_after_it(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        using var reads = new ReadLog(test.Db, test.Clock, NullLogger<ReadLog>.Instance);
        var (inside, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var writer = test.Db.Write(async _ =>
        {
            inside.SetResult();
            await go.Task;
        });
        await inside.Task;
        for (var i = 0; i < 2500; i++)
        {
            reads.Note(An, i, "employer", whole: false, outside: false);
        }

        go.SetResult();
        await writer;
        Assert.Equal(2500, await reads.Flush());
        Assert.Equal((2500L, 2500L), await test.Db.Read(async s => (await s.One<long>("select count(*) from aud_reads"), await s.One<long>("select count(distinct subject_id) from aud_reads"))));
        Assert.Equal(0, await reads.Flush());
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_finds_no_room_is_counted_and_said(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        using var reads = new ReadLog(test.Db, test.Clock, NullLogger<ReadLog>.Instance);
        for (var i = 0; i < ReadLog.Room + 7; i++)
        {
            reads.Note(An, i, "task", whole: true, outside: true);
        }

        await test.Db.Write(tx => tx.Execute("alter table aud_entries rename to aud_aside"));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => reads.Flush());
        await test.Db.Write(tx => tx.Execute("alter table aud_aside rename to aud_entries"));
        Assert.Equal(ReadLog.Room, await test.Db.Read(s => s.One<long>("select count(*) from aud_reads")));
        Assert.Equal(0, await reads.Flush());
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'audit.reads-lost' and detail = @detail", new { detail = "{\"lost\":7}" })));
    }

    [Fact]
    public async Task A_clean_stop_writes_what_waits()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        using var reads = new ReadLog(test.Db, test.Clock, NullLogger<ReadLog>.Instance);
        await reads.StartAsync(CancellationToken.None);
        reads.Note(An, 1, "task", whole: true, outside: false);
        await reads.StopAsync(CancellationToken.None);
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from aud_reads")));
    }

    [Theory]
    [InlineData("Nguyễn Thị Hòa", "N. T. H.")]
    [InlineData("đỗ văn Ất", "Đ. V. Ấ.")]
    [InlineData(" ", null)]
    public void A_name_keeps_its_initials(string name, string? masked) => Assert.Equal(masked, Masking.Name(name));

    [Theory]
    [InlineData("0901234567", "090•••67")]
    [InlineData("123", "•••")]
    [InlineData("", null)]
    public void A_number_keeps_its_ends(string phone, string? masked) => Assert.Equal(masked, Masking.Phone(phone));

    [Theory]
    [InlineData("ketoan@congty.vn", "k•••@congty.vn")]
    [InlineData("khong-phai", "•••")]
    public void An_address_keeps_its_house(string email, string masked) => Assert.Equal(masked, Masking.Email(email));

    [Theory]
    [InlineData("Hộ kinh doanh Nguyễn Văn Ánh", "Hộ kinh doanh N. V. Á.")]
    [InlineData("HKD Trần Bình", "HKD T. B.")]
    [InlineData("Công ty TNHH Hộ Kinh", "Công ty TNHH Hộ Kinh")]
    public void A_household_business_bears_a_persons_name(string name, string masked) => Assert.Equal(masked, Masking.Household(name));

    [Fact]
    public void A_detail_stands_in_words()
    {
        Assert.Equal(
            [("Kết quả", "Hẹn nộp"), ("Hẹn ngày", "05/11/2021"), ("Số tiền hẹn", "400.000"), ("Từ", "08:00 03/11/2021")],
            AuditWords.Detail("""{"Outcome":"promised","PromisedOn":"2021-11-05","PromisedAmount":400000,"Note":null,"from":{"Milliseconds":1635901200000,"Local":"x"}}"""));
        Assert.Equal([("", "x")], AuditWords.Detail("x"));
        Assert.Equal("đơn vị 79-TA0001A", AuditWords.Subject("employer:79-TA0001A"));
    }

    /// <summary>An auditor never reads the name of an act as it stands in the code.</summary>
    [Fact]
    public void Every_act_of_the_house_has_its_words()
    {
        var acts = Directory.EnumerateFiles(Repository.At("src", "BaoPhu.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f => System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(f), """AuditTrail\.Write\([^;]*?"(?<act>[a-z]+\.[a-z-]+)",""", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)))
            .Select(m => m.Groups["act"].Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(acts.Count > 20);
        Assert.DoesNotContain(acts, a => Text.Find("Audit.Act_" + a) is null);
        Assert.Empty(acts.Except(AuditWords.Acts));
    }
}
