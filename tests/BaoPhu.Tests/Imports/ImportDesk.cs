using System.Text;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace BaoPhu.Tests.Imports;

/// <summary>A fresh database with a folder for the files of one test, a province of three communes, and files made in code with the faults of the samples.</summary>
public sealed class ImportDesk : IAsyncDisposable
{
    public const string EmployerHeadings = "Mã đơn vị,Mã CQ BHXH,Tên đơn vị,Mã số thuế,Địa chỉ,Mã xã/phường,Điện thoại,Email,Người liên hệ,Số lao động,Tình trạng,Đến ngày";
    public const string MonthHeadings =
        "Mã đơn vị,Kỳ,Phải đóng BHXH,Phải đóng BHYT,Phải đóng BHTN,Phải đóng TNLĐ-BNN,Đã đóng BHXH,Đã đóng BHYT,Đã đóng BHTN,Đã đóng TNLĐ-BNN,Lãi chậm đóng";

    public const string LevelHeadings = "Mã địa bàn,Cấp độ,Số quyết định,Ngày quyết định,Cơ quan ban hành,Hiệu lực từ";

    /// <summary>9 rows: 5 accepted (one of them a repeat, two with a warning), 4 refused (two of them contradict each other).</summary>
    public static readonly string[] Employers =
    [
        "HC0001E,07914,Công ty Cổ phần Du lịch An Phú,0100109106,\"173 đường Thịnh Vượng, Phường 02\",27367,0953084056,kt1@vidu.example,Đỗ Thị Dũng,8,Đang tham gia,",
        "TA0002Z,07916,  Co\u0302ng ty  TNHH\u00A0Mỹ Á ,0524008335,12 Sông Lam,27367,0953846992,,Trần Văn Hoà,12,Tạm dừng đóng quỹ HT-TT,31/12/2021",
        "TA0003C,07903,DNTN Điện tử Sông Lam,,,99999,,,,,Đang giải thể,",
        "tb0004d ,07903,Trường Mầm non Hoa Sen,,,27367,,,,3,Chỉ tham gia BHYT (NSNN),",
        "TA0005E,07903,,,,,,,,năm,Đang tham gia,",
        "TA12,07903,Mã ngắn,,,,,,,1,Đang tham gia,",
        "TA0006F,07903,Nói một đằng,,,,,,,1,Đang tham gia,",
        "TA0006F,07903,Nói một nẻo,,,,,,,1,Đang tham gia,",
        "HC0001E,07914,Công ty Cổ phần Du lịch An Phú,0100109106,\"173 đường Thịnh Vượng, Phường 02\",27367,0953084056,kt1@vidu.example,Đỗ Thị Dũng,8,Đang tham gia,",
    ];

    /// <summary>11 rows: 4 accepted (one a repeat), 7 refused.</summary>
    public static readonly string[] Months =
    [
        "HC0001E,01/2021,14000000,2520000,1120000,280000,14000000,2520000,1120000,280000,0",
        "HC0001E,02/2021,14.000.000,2.520.000,1.120.000,280.000,0,0,0,0,1.500",
        "TA0002Z,01/2021,1000,1000,1000,1000,1000,1000,1000,1000,0",
        "TA0003C,12/2020,1000,1000,1000,1000,1000,1000,1000,1000,0",
        "TA0003C,12/2020,2000,2000,2000,2000,2000,2000,2000,2000,0",
        "HC0001E,11/2020,12x,1000,1000,1000,1000,1000,1000,1000,0",
        "HC0001E,10/2020,-5,1000,1000,1000,1000,1000,1000,1000,0",
        "TZ9999Z,10/2021,1000,1000,1000,1000,1000,1000,1000,1000,0",
        ",10/2021,1000,1000,1000,1000,1000,1000,1000,1000,0",
        "HC0001E,13/2021,1000,1000,1000,1000,1000,1000,1000,1000,0",
        "HC0001E,01/2021,14000000,2520000,1120000,280000,14000000,2520000,1120000,280000,0",
    ];

    private readonly TestDatabase _database;
    private readonly string _folder;

    private ImportDesk(TestDatabase database, string folder, IImportFollower? follower)
    {
        (_database, _folder) = (database, folder);
        Runs = new ImportRuns(database.Db, database.Clock, Path.Combine(folder, "files"), followers: follower is null ? [] : [follower]);
    }

    public Db Db => _database.Db;
    public string Target => _database.Target;
    public TestClock Clock => _database.Clock;
    public ImportRuns Runs { get; }
    public string Folder => _folder;

    public static async Task<ImportDesk> Open(Engine engine, IImportFollower? follower = null) => await Open(await TestDatabase.Create(engine), follower);

    public static async Task<ImportDesk> Open(TestDatabase database, IImportFollower? follower = null)
    {
        var folder = Path.Combine(Path.GetTempPath(), "baophu-imports-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        var desk = new ImportDesk(database, folder, follower);
        await desk.Run(ImportKinds.Localities, desk.File("danh-muc.csv", [
            "Mã TP,Tỉnh Thành Phố,Mã QH,Quận Huyện,Mã PX,Phường Xã,Cấp",
            "79,Thành phố Hồ Chí Minh,775,Quận 6,27367,Phường 06,Phường",
            "79,Thành phố Hồ Chí Minh,775,Quận 6,27370,Phường 07,Phường",
            "48,Thành phố Đà Nẵng,490,Quận Liên Chiểu,20194,Phường Hòa Hiệp Bắc,Phường",
            "48,Thành phố Đà Nẵng,498,Huyện Hoàng Sa,,,Huyện",
        ]));
        return desk;
    }

    public string File(string name, IEnumerable<string> lines, Encoding? encoding = null) => Bytes(name, [
        .. (encoding ?? Encoding.UTF8).GetPreamble(), .. (encoding ?? Encoding.UTF8).GetBytes(string.Join("\r\n", lines) + "\r\n")]);

    public string Bytes(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    public string EmployerFile(params IEnumerable<string> rows) => File("don-vi.csv", [EmployerHeadings, .. rows]);
    public string MonthFile(params IEnumerable<string> rows) => File("thu-no.csv", [MonthHeadings, .. rows]);
    public string LevelFile(params IEnumerable<string> rows) => File("cap-do.csv", [LevelHeadings, .. rows]);

    public Task<ImportResult> Run(string kind, string path) => Run(new ImportRequest(kind, path));

    public Task<ImportResult> Run(ImportRequest request, IProgress<ImportProgress>? progress = null, CancellationToken cancel = default) => Runs.Run(
        Actor.System, ImportKinds.OfProvince(request.Kind) && request.Province is null ? request with { Province = "79" } : request, progress, cancel);

    /// <summary>Everything an import could change, as one text.</summary>
    public Task<string> Everything() => Db.Read(async s =>
    {
        var text = new StringBuilder();
        foreach (var (table, order) in ((string, string)[])[
            ("reg_employers", "employer_id"), ("reg_months", "employer_id, period"), ("reg_standings", "employer_id, from_date, recorded_at"),
            ("org_levels", "announcement_id"), ("org_localities", "code, valid_from"), ("org_offices", "code, valid_from, known_from_at"), ("aud_entries", "office_code, seq"), ("imp_profiles", "kind, headings_digest")])
        {
            foreach (IDictionary<string, object?> row in await s.Query<dynamic>($"select * from {table} order by {order}"))
            {
                text.Append(table).Append(' ').AppendJoin('|', row.Values).Append('\n');
            }
        }

        return text.ToString();
    });

    /// <summary>The file is refused as a whole with a message that holds the words; nothing changes and the run is kept with its reason.</summary>
    public async Task<Refusal> Refused(ImportRequest request, params string[] words)
    {
        var before = await Everything();
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Run(request));
        Assert.Equal(before, await Everything());
        Assert.All(words, w => Assert.Contains(w, refusal.Message, StringComparison.OrdinalIgnoreCase));
        var run = (await Runs.Runs(Actor.System, Scope.Nation))[0];
        Assert.Equal("refused", run.State);
        Assert.Equal(refusal.Message, run.Error);
        return refusal;
    }

    public Task<long> Count(string table, string condition = "1 = 1") => Db.Read(s => s.One<long>($"select count(*) from {table} where {condition}"));

    /// <summary>A workbook: sheets of rows (string, long, double, DateTime or null), with merged ranges and hidden sheets.</summary>
    public string Workbook(string name, params (string Name, bool Hidden, string[] Merges, object?[][] Rows)[] sheets)
    {
        var path = Path.Combine(_folder, name);
        using var document = SpreadsheetDocument.Create(path, SpreadsheetDocumentType.Workbook);
        var workbook = document.AddWorkbookPart();
        workbook.Workbook = new Workbook(new Sheets());
        var styles = workbook.AddNewPart<WorkbookStylesPart>();
        styles.Stylesheet = new Stylesheet(
            new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellStyleFormats(new CellFormat()),
            new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true }));
        var number = 0u;
        foreach (var sheet in sheets)
        {
            var part = workbook.AddNewPart<WorksheetPart>();
            var data = new SheetData();
            var r = 0u;
            foreach (var row in sheet.Rows)
            {
                r++;
                data.Append(new Row([.. row.Select((v, c) => Cell(v, (char)('A' + c) + r.ToString(System.Globalization.CultureInfo.InvariantCulture))).Where(c => c is not null).Cast<OpenXmlElement>()]) { RowIndex = r });
            }

            part.Worksheet = new Worksheet(data);
            if (sheet.Merges.Length > 0)
            {
                part.Worksheet.Append(new MergeCells([.. sheet.Merges.Select(m => new MergeCell { Reference = m })]));
            }

            workbook.Workbook.Sheets!.Append(new Sheet { Name = sheet.Name, SheetId = ++number, Id = workbook.GetIdOfPart(part), State = sheet.Hidden ? SheetStateValues.Hidden : SheetStateValues.Visible });
        }

        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Cell? Cell(object? value, string reference) => value switch
    {
        null => null,
        string text => new Cell { CellReference = reference, DataType = CellValues.InlineString, InlineString = new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(text)) },
        DateTime date => new Cell { CellReference = reference, StyleIndex = 1, CellValue = new CellValue(date.ToOADate().ToString(System.Globalization.CultureInfo.InvariantCulture)) },
        IFormattable number => new Cell { CellReference = reference, CellValue = new CellValue(number.ToString(null, System.Globalization.CultureInfo.InvariantCulture)) },
        _ => throw new ArgumentException(value.GetType().Name, nameof(value)),
    };
}
