using BaoPhu.Core.Data;

namespace BaoPhu.Core.Imports;

/// <summary>What a list tells of those who do not stand in it.</summary>
public enum ListMeaning : byte
{
    /// <summary>Everybody of its year, groups and communes: who is not in it left.</summary>
    Whole = 0,

    /// <summary>More people: of the others it says nothing.</summary>
    More = 1,
}

/// <summary>A file to be taken in.</summary>
/// <param name="Kind">One of <see cref="ImportKinds"/>.</param>
/// <param name="Path">Where the file is.</param>
public sealed record ImportRequest(string Kind, string Path)
{
    /// <summary>Two digits; required for employers, months and debtors, null for the nation's levels and localities.</summary>
    public string? Province { get; init; }

    /// <summary>The name the person gave the file, if it was stored under another.</summary>
    public string? FileName { get; init; }

    /// <summary>Field → heading, where the headings do not tell it by themselves. A remembered mapping is used when null.</summary>
    public IReadOnlyDictionary<string, string>? Map { get; init; }

    /// <summary>Sheet of a workbook, from 0; null: the visible one with the headings.</summary>
    public int? Sheet { get; init; }

    /// <summary>Hidden rows and columns of a workbook; null: a file that has any is refused, so that a person says it.</summary>
    public HiddenCells? Hidden { get; init; }

    /// <summary>What a budget list is of its communes and groups; null: whole, but refused where it would leave out more people than it tells.</summary>
    public ListMeaning? List { get; init; }

    /// <summary>Month of a printed debtor list, yyyymm; null: as its title says.</summary>
    public int? Period { get; init; }

    /// <summary>Check and compare, then leave everything as it was.</summary>
    public bool DryRun { get; init; }

    /// <summary>Queue the planning of the provinces touched, for the host to do.</summary>
    public bool PlanAfter { get; init; }

    /// <summary>Levels: known from the moment of the import instead of the day of the decision.</summary>
    public bool KnownAtImport { get; init; }

    /// <summary>Localities: since when the file's codes hold; null: since ever.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>The background job whose work this is: run again, it finds what it has done.</summary>
    public string? JobRun { get; init; }

    /// <summary>Folder for rejects files; null: the one of the runs.</summary>
    public string? FilesFolder { get; init; }
}

/// <summary>Whether hidden rows and columns are read.</summary>
public enum HiddenCells
{
    Take,
    Leave,
}

/// <summary>What came of a file. rows = accepted + rejected; accepted = created + changed + unchanged; warnings counts accepted rows with a warning.</summary>
public sealed record ImportResult(long Rows, long Accepted, long Created, long Changed, long Unchanged, long Rejected, long Warnings, string? RejectsFile)
{
    public string? RunId { get; init; }

    /// <summary>File with the rows that were taken with a warning.</summary>
    public string? WarningsFile { get; init; }

    /// <summary>Known here and not in the file; left alone.</summary>
    public long Absent { get; init; }

    /// <summary>About the file as a whole: columns and sheets not read, places not known.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>The first refusals in words.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    /// <summary>The first warnings in words.</summary>
    public IReadOnlyList<string> WarningTexts { get; init; } = [];

    /// <summary>The same refusals cell by cell, in the order of the rows.</summary>
    public IReadOnlyList<ImportFault> RefusedCells { get; init; } = [];

    /// <summary>The same warnings cell by cell.</summary>
    public IReadOnlyList<ImportFault> WarnedCells { get; init; } = [];

    /// <summary>Of a debtor list.</summary>
    public DebtorList? Debtors { get; init; }

    /// <summary>Of a dry run: up to 50 changes.</summary>
    public IReadOnlyList<ImportChange> Examples { get; init; } = [];
}

/// <summary>
/// A cell that was refused or taken with a warning. Row: number in the file, from 1; Column: its heading there, null when it is the row that is wrong; Value: as in the file, masked where it is personal data;
/// Reason and Advice: what is wrong and what to do, in words.
/// </summary>
public sealed record ImportFault(int Row, string? Column, string? Value, string Reason, string Advice);

/// <summary>A value that differs from what is known. Key is the code as people know it, Field the column's title.</summary>
public sealed record ImportChange(string Key, string Field, string? Before, string? After);

public enum ImportPhase
{
    Reading,
    Checking,
    Merging,
}

/// <summary>How far a run is. Done and Total are bytes of the file (rows of a workbook).</summary>
public sealed record ImportProgress(ImportPhase Phase, long Done, long Total, long Rows);

/// <summary>What a file looks like before it is taken in.</summary>
public sealed record ImportPreview(
    string? Kind, string Format, string Encoding, string Delimiter, IReadOnlyList<Reading.Sheet> Sheets, int Sheet, int HeadingRow, IReadOnlyList<string> Headings,
    IReadOnlyDictionary<string, string> Mapping, IReadOnlyList<ImportField> Fields, IReadOnlyList<string> Ignored, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<string> Problems)
{
    /// <summary>What is hidden in the sheet, in words, when a person must say whether it is read; null: nothing is.</summary>
    public string? Hidden { get; init; }

    /// <summary>True if several sheets could be meant and none was chosen.</summary>
    public bool ChooseSheet { get; init; }

    /// <summary>Name of the remembered mapping that is proposed; null: guessed from the headings.</summary>
    public string? Profile { get; init; }
}

/// <summary>A field that a kind of file can tell.</summary>
public sealed record ImportField(string Name, string Title, bool Required);

/// <summary>A run as the list shows it.</summary>
public sealed class ImportRun
{
    public string RunId { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Province { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string FileName { get; init; } = "";
    public string FileDigest { get; init; } = "";
    public long FileBytes { get; init; }

    /// <summary>Field → heading, as JSON.</summary>
    public string Mapping { get; init; } = "";

    /// <summary>running, done, refused, failed, cancelled; interrupted: it was running when its process ended, and nothing was changed.</summary>
    public string State { get; set; } = "";

    public long Rows { get; init; }
    public long Accepted { get; init; }
    public long Created { get; init; }
    public long Changed { get; init; }
    public long Unchanged { get; init; }
    public long Rejected { get; init; }
    public long Warnings { get; init; }
    public string? RejectsPath { get; init; }

    /// <summary>Of a debtor list: its month, yyyymm, and what came of it (<see cref="DebtorList"/> as JSON).</summary>
    public int? Period { get; init; }

    public string? Detail { get; init; }

    public DebtorList? Debtors => Detail is { } json ? System.Text.Json.JsonSerializer.Deserialize<DebtorList>(json) : null;

    /// <summary>Why it was refused or failed, in words.</summary>
    public string? Error { get; set; }

    public string CreatedBy { get; init; } = "";
    public Instant CreatedAt { get; init; }
    public Instant? FinishedAt { get; init; }
}
