namespace BaoPhu.Core.Imports.Reading;

/// <summary>How a cell stood in its file: text of a CSV file is always <see cref="Text"/>; a workbook tells its numbers and dates apart.</summary>
public enum CellKind : byte
{
    Text,

    /// <summary>A number cell; leading zeros of a code are lost.</summary>
    Number,

    /// <summary>A date cell, given as yyyy-MM-dd or yyyy-MM-ddTHH:mm:ss.</summary>
    Date,
}

/// <summary>
/// A table read forward, row by row, without a string per cell: cells are UTF-8 bytes that live until the next <see cref="Read"/>. Throws
/// <see cref="Texts.Refusal"/> where the file cannot be read on, naming the row or byte.
/// </summary>
public interface ITableReader : IDisposable
{
    /// <summary>Steps to the next row, blank ones included; false after the last.</summary>
    bool Read();

    /// <summary>Number of the row as a spreadsheet shows it, from 1; a record with line breaks in quotes is one row.</summary>
    int Row { get; }

    /// <summary>Cells of this row.</summary>
    int Count { get; }

    /// <summary>The cell's text in UTF-8; empty beyond the row's cells.</summary>
    ReadOnlySpan<byte> Cell(int column);

    CellKind Kind(int column);

    /// <summary>True if the table has merged cells at all.</summary>
    bool HasMerged { get; }

    /// <summary>True where the cell is part of merged cells.</summary>
    bool IsMerged(int column);

    /// <summary>Formulas and error values of this row, in the order of columns; a CSV file and an XLS workbook know none.</summary>
    IReadOnlyList<FormulaCell> Formulas { get; }

    /// <summary>Bytes (or rows, where bytes cannot be told) taken in so far, against <see cref="Total"/>.</summary>
    long Done { get; }

    long Total { get; }

    /// <summary>True if the row is the last of the file and was not ended by a line break.</summary>
    bool IsUnended { get; }
}
