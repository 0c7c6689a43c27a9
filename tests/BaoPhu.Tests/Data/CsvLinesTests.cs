using System.Text;
using BaoPhu.Core.Data;

namespace BaoPhu.Tests.Data;

public sealed class CsvLinesTests
{
    [Theory]
    [InlineData("Công ty A", "Công ty A")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("nói \"có\"", "\"nói \"\"có\"\"\"")]
    [InlineData("hai\ndòng", "\"hai\ndòng\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+84901234567", "'+84901234567")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-cmd|x", "'-cmd|x")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("-1.000,5", "\"-1.000,5\"")]
    [InlineData("-15", "-15")]
    [InlineData("", "")]
    public void A_cell_is_written_so_that_a_spreadsheet_reads_it_as_it_was_and_runs_nothing(string cell, string written)
    {
        using var file = new MemoryStream();
        using (var lines = new CsvLines(file))
        {
            lines.Write(cell, "x");
            lines.Write("y");
        }

        Assert.Equal("\uFEFF" + written + ",x\r\ny\r\n", Encoding.UTF8.GetString(file.ToArray()));
    }

    [Fact]
    public void Only_the_delimiter_that_is_used_is_quoted()
    {
        using var file = new MemoryStream();
        using (var lines = new CsvLines(file, ';'))
        {
            lines.Write("a,b", "c;d");
        }

        Assert.Equal("\uFEFFa,b;\"c;d\"\r\n", Encoding.UTF8.GetString(file.ToArray()));
    }
}
