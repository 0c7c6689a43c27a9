using BaoPhu.Core.Coverage;
using BaoPhu.Core.Texts;

namespace BaoPhu.Tests.Coverage;

public sealed class MatchTruthTests
{
    [Fact]
    public async Task Another_file_than_a_truth_is_refused_and_not_scored_as_perfect()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "\uFEFFrow,person,kinds\r\n00ff,7900000001,slip initials\r\n00fe,,\r\n");
            var truth = await MatchTruth.Read(path);
            Assert.Equal([("00ff", 7_900_000_001, 2), ("00fe", -1, 0)], truth.Select(t => (t.Row, t.Person, t.Kinds.Length)));
            foreach (var (text, key) in ((string, string)[])[("STT,MST đơn vị chi trả\n1,0314409058\n", "NotATruth"), ("row,person,kinds\n", "NotATruth"), ("", "NotATruth"), ("row,person,kinds\n1,2\n", "BadTruthLine")])
            {
                await File.WriteAllTextAsync(path, text);
                Assert.Equal("Coverage." + key, (await Assert.ThrowsAsync<Refusal>(() => MatchTruth.Read(path))).Key);
            }
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal("Coverage.NoTruthFile", (await Assert.ThrowsAsync<Refusal>(() => MatchTruth.Read(path))).Key);
    }
}
