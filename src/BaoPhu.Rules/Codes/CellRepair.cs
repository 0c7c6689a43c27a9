namespace BaoPhu.Rules.Codes;

public enum CellVerdict : byte
{
    /// <summary>Nothing in the cell.</summary>
    Empty = 0,

    /// <summary>Taken as written (but for surrounding spaces).</summary>
    Ok = 1,

    /// <summary>Put into its right form with certainty.</summary>
    Repaired = 2,

    /// <summary>Taken, with a warning.</summary>
    Doubtful = 3,

    /// <summary>Cannot be taken.</summary>
    Refused = 4,
}

/// <summary>Why a cell was repaired, doubted or refused. <see cref="CellReasons.Name"/> gives the code of JSON and of reject files.</summary>
public enum CellReason : byte
{
    None = 0,

    /// <summary>A spreadsheet turned the code into a number and its leading zeros were lost; the length makes them certain.</summary>
    LeadingZerosLost = 1,

    /// <summary>Another spelling of the same code: spaces, dashes, case, country prefix, ".0".</summary>
    Rewritten = 2,

    /// <summary>An eleven-digit mobile number of before 2018.</summary>
    OldMobile = 3,

    /// <summary>"3,14E+11": digits are lost.</summary>
    ScientificNotation = 4,

    /// <summary>Zeros may be lost, but from which kind of code cannot be told.</summary>
    AmbiguousLength = 5,

    /// <summary>A length that no such code has.</summary>
    WrongLength = 6,

    /// <summary>A character that no such code has.</summary>
    WrongCharacter = 7,

    /// <summary>Right shape, wrong check digit.</summary>
    WrongCheckDigit = 8,

    /// <summary>Right shape, but such a number is not issued.</summary>
    NotIssued = 9,

    /// <summary>Several values in one cell.</summary>
    Several = 10,
}

/// <summary>What a cell that should hold a code turned out to be. Value is null when empty or refused; Reason says what was repaired, doubted or refused.</summary>
public readonly record struct CellRepair(CellVerdict Verdict, string? Value, CellReason Reason)
{
    public bool HasValue => Value is not null;

    public static CellRepair Empty => default;
    public static CellRepair Ok(string value) => new(CellVerdict.Ok, value, CellReason.None);
    public static CellRepair Repaired(string value, CellReason reason) => new(CellVerdict.Repaired, value, reason);
    public static CellRepair Doubtful(string value, CellReason reason) => new(CellVerdict.Doubtful, value, reason);
    public static CellRepair Refused(CellReason reason) => new(CellVerdict.Refused, null, reason);
}

public static class CellReasons
{
    private static readonly string[] Codes =
    [
        "none", "leading-zeros-lost", "rewritten", "old-mobile", "scientific-notation", "ambiguous-length", "wrong-length", "wrong-character",
        "wrong-check-digit", "not-issued", "several-values",
    ];

    public static string Name(CellReason reason) => Codes[(int)reason];
}

/// <summary>What spreadsheets do to cells, recognised in one place.</summary>
internal static class Cell
{
    /// <summary>Without surrounding white space, zero-width characters and the apostrophe that marks text in a spreadsheet.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> cell)
    {
        while (cell.Length > 0 && IsEdge(cell[0]))
        {
            cell = cell[1..];
        }

        while (cell.Length > 0 && IsEdge(cell[^1]))
        {
            cell = cell[..^1];
        }

        return cell is ['\'', .. var rest] ? rest : cell;
    }

    /// <summary>"1.5E+11", "3,14409E+11": a number in scientific notation.</summary>
    public static bool IsScientific(ReadOnlySpan<char> cell)
    {
        var e = cell.IndexOfAny('E', 'e');
        if (e < 1 || e == cell.Length - 1)
        {
            return false;
        }

        var exponent = cell[(e + 1)..];
        exponent = exponent[0] is '+' or '-' ? exponent[1..] : exponent;
        return exponent.Length is >= 1 and <= 3 && IsDigits(exponent) && IsDigits(cell[..1]) && !cell[..e].ContainsAnyExcept("0123456789.,");
    }

    public static bool IsDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Without the ".0" that a number column gives a code.</summary>
    public static ReadOnlySpan<char> WithoutPointZero(ReadOnlySpan<char> cell) =>
        cell.Length > 2 && cell[^1] == '0' && cell[^2] is '.' && IsDigits(cell[..^2]) ? cell[..^2] : cell;

    /// <summary>The digits of a cell, other characters of <paramref name="separators"/> dropped; false if any further character occurs or there are over 20 digits.</summary>
    public static bool TryDigits(ReadOnlySpan<char> cell, ReadOnlySpan<char> separators, out string digits)
    {
        Span<char> buffer = stackalloc char[20];
        var count = 0;
        digits = "";
        foreach (var c in cell)
        {
            if (char.IsAsciiDigit(c))
            {
                if (count == buffer.Length)
                {
                    return false;
                }

                buffer[count++] = c;
            }
            else if (!separators.Contains(c) && !IsEdge(c))
            {
                return false;
            }
        }

        digits = buffer[..count].ToString();
        return true;
    }

    private static bool IsEdge(char c) => char.IsWhiteSpace(c) || c is '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF';
}
