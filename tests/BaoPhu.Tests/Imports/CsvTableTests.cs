using System.Text;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Text;
using FsCheck;
using FsCheck.Fluent;

namespace BaoPhu.Tests.Imports;

public sealed class CsvTableTests
{
    [Theory]
    [InlineData("a,b\nc,d", "a|b", "c|d")]
    [InlineData("a,b\r\nc,d\r\n", "a|b", "c|d")]
    [InlineData("a,b\rc,d\r", "a|b", "c|d")]
    [InlineData("\"a,1\",\"b\"\"x\"\"\"\n,", "a,1|b\"x\"", "|")]
    [InlineData("\"a\nb\",c\nd\n", "a\nb|c", "d")]
    [InlineData("a\n\nb", "a", "", "b")]
    [InlineData("\"\",\"\"\n", "|")]
    [InlineData("\"a\" ,b\n", "a|b")]
    [InlineData("a\"b,c\n", "a\"b|c")]
    public void Rows_and_cells_are_told_apart(string text, params string[] rows) => Assert.Equal(rows, Read(text));

    [Theory]
    [InlineData("a,\"b\nc", "Imports.QuoteOpen")]
    [InlineData("a,\"b\"c\n", "Imports.QuoteStray")]
    public void What_cannot_be_told_apart_is_refused(string text, string key) => Assert.Equal(key, Assert.Throws<Refusal>(() => Read(text)).Key);

    [Fact]
    public void A_row_without_end_is_refused_before_it_fills_the_memory() =>
        Assert.Equal("Imports.RowTooLong", Assert.Throws<Refusal>(() => Read(new string('x', 3_000_000))).Key);

    [Fact]
    public void Any_table_is_read_as_it_was_written_whatever_the_pieces_it_arrives_in()
    {
        var cell = Gen.Elements("", "a", "Công ty", "x,y", "\"", "dòng\r\nhai", "  ", "1.234", "\"\"", "đ").ListOf().Select(parts => string.Concat(parts));
        var table = cell.NonEmptyListOf().NonEmptyListOf();
        Prop.ForAll(table.ToArbitrary(), rows =>
        {
            var text = string.Join("\r\n", rows.Select(r => string.Join(',', r.Select(c => '"' + c.Replace("\"", "\"\"", StringComparison.Ordinal) + '"')))) + "\r\n";
            Assert.Equal(rows.Select(r => string.Join('|', r)), Read(text));
            Assert.Equal(rows.Select(r => string.Join('|', r)), Read(text, pieces: 3));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Clean_words_agree_with_the_one_spelling()
    {
        var words = new CleanWords();
        var word = Gen.Elements("Công", "ty", "Hoà", "Hòa", "Co\u0302ng", "NguyÔn", "Café", "ĐIỆN", "TNHH", "", "\u00A0", "Thúy,", "quý", "quí", "(MTV)", "\u200Bx", "d\tx", "Ðà", "naïve", "ç", "a-b");
        Prop.ForAll(word.NonEmptyListOf().ToArbitrary(), list =>
        {
            var text = string.Join(' ', list);
            if (words.TryFold(Encoding.UTF8.GetBytes(text), out var folded))
            {
                Assert.Equal(text, VietnameseText.Normalise(text));
                Assert.Equal(VietnameseText.Fold(text), Encoding.UTF8.GetString(folded));
            }
        }).QuickCheckThrowOnFailure();
        Assert.True(words.TryFold("Công ty Hòa Phát"u8, out _));
    }

    private static List<string> Read(string text, int pieces = int.MaxValue)
    {
        using var table = new CsvTable(new Pieces(Encoding.UTF8.GetBytes(text), pieces), ',');
        var rows = new List<string>();
        while (table.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, table.Count).Select(i => Encoding.UTF8.GetString(table.Cell(i)))));
            Assert.Equal(rows.Count, table.Row);
        }

        return rows;
    }

    /// <summary>Gives a few bytes at a time, as a network does.</summary>
    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, size)]);
    }
}
