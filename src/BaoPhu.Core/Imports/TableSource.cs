using System.Security.Cryptography;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Imports;

/// <summary>A file with the place of its table: delimiter or sheet, heading row and columns. It can be opened again and again.</summary>
internal sealed class TableSource
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private TableSource(TableFile file, char delimiter, int sheet, Headings headings, List<string[]> head) =>
        (File, Delimiter, Sheet, Headings, Head) = (file, delimiter, sheet, headings, head);

    public TableFile File { get; }
    public char Delimiter { get; }
    public int Sheet { get; }
    public Headings Headings { get; }

    /// <summary>The first rows in plain text.</summary>
    public List<string[]> Head { get; }

    public IReadOnlyList<Sheet> Sheets { get; private init; } = [];

    /// <summary>Hidden rows and columns, formulas.</summary>
    public SheetNotes Notes { get; private init; } = SheetNotes.None;

    /// <summary>Other visible sheets in which the whole table could be too; nobody chose between them.</summary>
    public IReadOnlyList<string> Rivals { get; private init; } = [];

    /// <summary>What to do with hidden rows and columns; null: nobody said.</summary>
    public HiddenCells? Hidden { get; private init; }

    /// <summary>What was not read though it is there.</summary>
    public List<string> Messages { get; } = [];

    /// <summary>
    /// Finds the table of the kind in the file. A remembered mapping (digest of the headings → mapping) is used where none is given. Throws <see cref="Refusal"/> when
    /// no heading is recognised at all; what is missing is for <see cref="Headings.Require"/>.
    /// </summary>
    public static TableSource Locate(
        TableFile file, FileKind kind, int? sheet = null, IReadOnlyDictionary<string, string>? map = null, IReadOnlyDictionary<string, Dictionary<string, string>>? remembered = null,
        HiddenCells? hidden = null)
    {
        var found = file.Format == TableFormat.Csv ? LocateText(file, kind, map, remembered) : LocateSheet(file, kind, sheet, map, remembered, hidden);
        if (map is not null)
        {
            found.Headings.CheckMap(kind, map);
        }

        if (found.Headings.Ignored.Count > 0)
        {
            found.Messages.Add(Text.Of("Imports.IgnoredColumns", Headings.List(found.Headings.Ignored)));
        }

        return found;
    }

    /// <summary>Opens the table at its first row. The digest of the whole file grows with the reading of a text file.</summary>
    public ITableReader Open(IncrementalHash? digest = null) =>
        File.Format == TableFormat.Csv ? OpenText(File, Delimiter, digest) : new WorkbookTable(File.Path, Sheet, Notes, Hidden == HiddenCells.Leave);

    /// <summary>What is hidden among what would be read, in words; null: nothing.</summary>
    public string? HiddenData()
    {
        var (rows, told) = Notes.HiddenBelow(Headings.Row);
        var columns = Headings.Columns.Where(Notes.HiddenColumns.Contains).Distinct().Order().Select(c => Headings.Names[c]).ToList();
        return (rows, columns.Count) switch
        {
            (0, 0) => null,
            (_, 0) => Text.Of("ImportLists.HiddenRows", rows, told),
            (0, _) => Text.Of("ImportLists.HiddenColumns", Headings.List(columns)),
            _ => Text.Of("ImportLists.HiddenRows", rows, told) + " " + Text.Of("ImportLists.HiddenColumns", Headings.List(columns)),
        };
    }

    /// <summary>Refuses what a person must choose first: one of several sheets, hidden rows and columns with or without.</summary>
    public void RequireChoices()
    {
        if (Rivals.Count > 0)
        {
            throw new Refusal("ImportLists.SeveralSheets", Headings.List(Rivals.Prepend(Sheets[Sheet].Name)));
        }

        if (Hidden is null && HiddenData() is { } hidden)
        {
            throw new Refusal("ImportLists.ChooseHidden", hidden);
        }
    }

    /// <summary>Steps over titles and headings, and over the row that numbers the columns; true if the reader stands on the first row of data already.</summary>
    public bool SkipHeadings(ITableReader reader)
    {
        while (reader.Row < Headings.Row && reader.Read())
        {
            // Titles and headings.
        }

        return reader.Read() && (!Headings.IsColumnNumbers(reader) || reader.Read());
    }

    private static CsvTable OpenText(TableFile file, char delimiter, IncrementalHash? digest = null)
    {
        var (stream, position) = file.OpenText(raw => digest is null ? raw : new DigestingStream(raw, digest));
        return new CsvTable(stream, delimiter, file.Bytes, position);
    }

    private static TableSource LocateText(TableFile file, FileKind kind, IReadOnlyDictionary<string, string>? map, IReadOnlyDictionary<string, Dictionary<string, string>>? remembered)
    {
        TableSource? best = null;
        Refusal? refusal = null;
        List<string[]>? first = null;
        foreach (var delimiter in Delimiters)
        {
            try
            {
                using var reader = OpenText(file, delimiter);
                var head = ReadHead(reader);
                first = first is null || head.Max(r => r.Length) > first.Max(r => r.Length) ? head : first;
                if (Find(head, kind, map, remembered) is { } headings && headings.Matched > (best?.Headings.Matched ?? 0))
                {
                    best = new(file, delimiter, 0, headings, head);
                }
            }
            catch (Refusal unreadable)
            {
                refusal ??= unreadable;
            }
            catch (System.Text.DecoderFallbackException broken)
            {
                refusal ??= new Refusal("Imports.BadEncoding", file.EncodingName, broken.Index);
            }
        }

        return best ?? throw refusal ?? new Refusal("Imports.NoHeadings", Text.Of("Imports.Kind_" + kind.Name), Required(kind), FirstRow(first));
    }

    private static TableSource LocateSheet(
        TableFile file, FileKind kind, int? chosen, IReadOnlyDictionary<string, string>? map, IReadOnlyDictionary<string, Dictionary<string, string>>? remembered, HiddenCells? hiddenCells)
    {
        var sheets = WorkbookTable.Sheets(file.Path);
        if (chosen is { } number && (number < 0 || number >= sheets.Count))
        {
            throw new Refusal("Imports.NoSuchSheet", number + 1, sheets.Count);
        }

        TableSource? best = null;
        List<string[]>? first = null;
        var whole = new List<int>();
        foreach (var sheet in sheets.Where(s => chosen is { } only ? s.Index == only : !s.Hidden))
        {
            var notes = SheetNotes.Of(file, sheet.Index);
            using var reader = new WorkbookTable(file.Path, sheet.Index);
            var head = ReadHead(reader);
            first ??= head.Count > 0 ? head : null;
            if (hiddenCells == HiddenCells.Leave)
            {
                Blank(head, notes.HiddenColumns);
            }

            if (Find(head, kind, map, remembered) is not { } headings)
            {
                continue;
            }

            if (headings.Missing.Count == 0)
            {
                whole.Add(sheet.Index);
            }

            if (headings.Matched > (best?.Headings.Matched ?? 0))
            {
                best = new(file, ',', sheet.Index, headings, head) { Sheets = sheets, Notes = notes, Hidden = hiddenCells };
            }
        }

        if (best is not null && whole.Count > 1)
        {
            best = new(file, ',', best.Sheet, best.Headings, best.Head)
            {
                Sheets = sheets, Notes = best.Notes, Hidden = hiddenCells, Rivals = [.. whole.Where(i => i != best.Sheet).Select(i => sheets[i].Name)],
            };
        }

        var hidden = sheets.Where(s => s.Hidden && s.Index != best?.Sheet).Select(s => s.Name).ToList();
        if (best is null)
        {
            throw hidden.Count > 0
                ? new Refusal("Imports.OnlyHidden", Headings.List(hidden), Required(kind))
                : first is null ? new Refusal("Imports.Empty") : new Refusal("Imports.NoHeadings", Text.Of("Imports.Kind_" + kind.Name), Required(kind), FirstRow(first));
        }

        if (hidden.Count > 0)
        {
            best.Messages.Add(Text.Of("Imports.HiddenSheets", Headings.List(hidden)));
        }

        if (best.Notes.HasFormulas)
        {
            best.Messages.Add(Text.Of("ImportLists.HasFormulas"));
        }

        if (file.Format == TableFormat.Xls)
        {
            best.Messages.Add(Text.Of("ImportLists.XlsFormulas"));
        }

        if (hiddenCells is { } said && best.HiddenData() is { } kept)
        {
            best.Messages.Add(Text.Of(said == HiddenCells.Take ? "ImportLists.HiddenTaken" : "ImportLists.HiddenLeft", kept));
        }

        var others = sheets.Where(s => !s.Hidden && s.Index != best.Sheet).Select(s => s.Name).ToList();
        if (others.Count > 0)
        {
            best.Messages.Add(Text.Of("Imports.OtherSheets", sheets[best.Sheet].Name, Headings.List(others)));
        }

        return best;
    }

    private static Headings? Find(
        List<string[]> head, FileKind kind, IReadOnlyDictionary<string, string>? map, IReadOnlyDictionary<string, Dictionary<string, string>>? remembered)
    {
        var rows = head.Take(Headings.SearchRows).ToList();
        var found = Headings.Find(rows, kind, map);
        if (map is not null || remembered is null || remembered.Count == 0)
        {
            return found;
        }

        // Headings that tell nothing by themselves may be known from an earlier file.
        foreach (var profile in remembered)
        {
            if (Headings.Find(rows, kind, profile.Value) is { } known && known.Digest == profile.Key)
            {
                known.IsRemembered = true;
                return known;
            }
        }

        return found;
    }

    /// <summary>True if the headings alone tell the columns as they are used: nothing that a person said needs to be remembered.</summary>
    public bool IsGuessed(FileKind kind) => Headings.Find([.. Head.Take(Headings.SearchRows)], kind) is { Doubtful.Count: 0 } guess && guess.Row == Headings.Row && guess.Columns.SequenceEqual(Headings.Columns);

    private static List<string[]> ReadHead(ITableReader reader)
    {
        var rows = new List<string[]>();
        while (rows.Count < Headings.SearchRows + 12 && reader.Read())
        {
            var cells = new string[reader.Count];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = Headings.Show(reader.Cell(i));
            }

            // Excel's own first line: "sep=;".
            rows.Add(rows.Count == 0 && cells.Length > 0 && cells[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase) ? [] : cells);
        }

        return rows;
    }

    private static void Blank(List<string[]> head, IReadOnlySet<int> columns)
    {
        foreach (var row in head)
        {
            foreach (var column in columns.Where(c => c < row.Length))
            {
                row[column] = "";
            }
        }
    }

    private static string Required(FileKind kind) => string.Join(", ", kind.Fields.Where(f => f.Required).Select(f => f.Title));

    private static string FirstRow(List<string[]>? head) => Headings.List((head?.FirstOrDefault(r => r.Any(c => c.Length > 0)) ?? []).Take(15));

    private sealed class DigestingStream(Stream inner, IncrementalHash digest) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            digest.AppendData(buffer[..read]);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
