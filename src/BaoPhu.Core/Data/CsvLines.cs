using System.Text;

namespace BaoPhu.Core.Data;

/// <summary>
/// Writes lines of CSV as spreadsheets open them (UTF-8 with its mark, CRLF). A cell that begins like a formula is made text by an apostrophe, so that a spreadsheet does not run what
/// somebody wrote into a name; a negative number stays one. The stream is left open.
/// </summary>
public sealed class CsvLines : IAsyncDisposable, IDisposable
{
    private readonly StreamWriter _writer;
    private readonly char _delimiter;
    private readonly string _quoted;

    public CsvLines(Stream into, char delimiter = ',', bool leaveOpen = true)
    {
        _writer = new StreamWriter(into, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: leaveOpen);
        (_delimiter, _quoted) = (delimiter, delimiter + "\"\r\n");
    }

    public void Write(params IEnumerable<string> cells)
    {
        var first = true;
        foreach (var cell in cells)
        {
            if (!first)
            {
                _writer.Write(_delimiter);
            }

            Cell(cell);
            first = false;
        }

        _writer.Write("\r\n");
    }

    public void Dispose() => _writer.Dispose();

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private void Cell(string cell)
    {
        var safe = LooksLikeFormula(cell) ? "'" + cell : cell;
        if (safe.AsSpan().IndexOfAny(_quoted) < 0)
        {
            _writer.Write(safe);
            return;
        }

        _writer.Write('"');
        _writer.Write(safe.Replace("\"", "\"\"", StringComparison.Ordinal));
        _writer.Write('"');
    }

    private static bool LooksLikeFormula(string cell) => cell.Length > 0 && cell[0] switch
    {
        '-' => cell.Length == 1 || cell.AsSpan(1).IndexOfAnyExcept("0123456789.,") >= 0,
        '=' or '+' or '@' or '\t' or '\r' => true,
        _ => false,
    };
}
