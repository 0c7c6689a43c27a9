using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports;

/// <summary>The employers of a province with standing, office and contact. Offices that are not in the tree yet are added to it, to be confirmed by a person.</summary>
internal sealed class EmployerFile(ImportContext context) : BulkWork(context)
{
    private const int Code = 0;
    private const int OfficeField = 1;
    private const int NameField = 2;
    private const int Tax = 3;
    private const int Address = 4;
    private const int Commune = 5;
    private const int Phone = 6;
    private const int Email = 7;
    private const int Contact = 8;
    private const int Workers = 9;
    private const int StandingField = 10;
    private const int Until = 11;

    public static readonly Field[] Fields =
    [
        new("code", "Mã đơn vị", true, "ma don vi", "ma so don vi", "ma don vi bhxh", "ma don vi tham gia", "ma don vi quan ly"),
        new("office", "Mã CQ BHXH", false, "ma co quan bhxh", "ma co quan", "co quan bhxh", "ma co quan quan ly", "co quan quan ly", "ma bhxh quan ly"),
        new("name", "Tên đơn vị", true, "ten don vi", "don vi", "ten don vi su dung lao dong", "ten nguoi su dung lao dong", "ten doanh nghiep", "ten dn", "ten cong ty", "ten co quan don vi"),
        new("tax-code", "Mã số thuế", false, "ma so thue", "ma thue", "ma so thue don vi", "ma so doanh nghiep"),
        new("address", "Địa chỉ", false, "dia chi", "dia chi lien he", "dia chi don vi", "dia chi giao dich"),
        new("commune", "Mã xã/phường", false, "ma phuong xa", "ma xa", "ma phuong", "ma dia ban", "ma phuong xa lien he", "ma xa lien he"),
        new("phone", "Điện thoại", false, "dien thoai", "so dien thoai", "dien thoai lien he", "so dien thoai lien he", "dien thoai don vi") { IsPersonal = true },
        new("email", "Email", false, "email", "thu dien tu", "dia chi email", "email lien he", "hop thu", "mail") { IsPersonal = true },
        new("contact", "Người liên hệ", false, "nguoi lien he", "ten nguoi lien he", "ho ten nguoi lien he", "ho va ten nguoi lien he", "can bo lien he", "dau moi lien he", "nguoi phu trach") { IsPersonal = true },
        new("workers", "Số lao động", false, "so lao dong", "so nguoi lao dong", "lao dong", "tong so lao dong", "so lao dong tham gia", "so nguoi tham gia"),
        new("standing", "Tình trạng", false, "tinh trang", "trang thai", "tinh trang don vi", "trang thai don vi", "tinh trang hoat dong", "trang thai hoat dong", "tinh trang tham gia"),
        new("until", "Đến ngày", false, "den ngay", "tam dung den ngay", "tam dung den", "den het ngay", "ngay het han", "thoi han tam dung", "ngay ket thuc tam dung"),
    ];

    /// <summary>A standing first known has held since some day that we were not told.</summary>
    public static readonly DateOnly SinceUnknown = new(1900, 1, 1);

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _province = context.Request.Province!;
    private readonly List<StagedColumn> _values = Staging(context);
    private readonly CleanWords _words = new();
    private readonly List<(byte[] Cell, Standing Standing)> _standings = [];
    private readonly Dictionary<string, string> _originals = new(StringComparer.Ordinal);

    // Province number + 1 of each known commune code.
    private readonly byte[] _communes = new byte[100_000];
    private bool _communesKnown;
    private ReadOnlyMemory<char> _provinceOffice;

    protected override string Target => "reg_employers";
    protected override IReadOnlyList<StagedColumn> Keys { get; } = [new("employer_id", "bigint", Code)];
    protected override IReadOnlyList<StagedColumn> Values => _values;
    protected override FaultKind ContradictionKind => FaultKind.Contradiction;

    protected override IReadOnlyList<(string, string)> Stamps =>
        [("import_run", "@run"), ("updated_at", "@now")];

    protected override IReadOnlyList<(string, string)> Defaults
    {
        get
        {
            var defaults = new List<(string, string)> { ("province", Quoted(_province)) };
            if (!Context.Has(OfficeField))
            {
                defaults.Add(("office_code", Quoted(_provinceOffice.ToString())));
            }

            if (!Context.Has(StandingField))
            {
                defaults.Add(("standing", "0"));
            }

            return defaults;
        }
    }

    protected override IReadOnlyList<(string, string)> Further =>
        Context.Has(StandingField) && !Context.Has(Until) ? [("standing_until", KeptUntil("excluded"))] : [];

    protected override string Range
    {
        get
        {
            var (first, last) = EmployerKey.Range(_province);
            return string.Create(CultureInfo.InvariantCulture, $"t.employer_id between {first} and {last}");
        }
    }

    internal static FaultKind CodeFault(CellRepair read) => read switch
    {
        { Verdict: CellVerdict.Empty } => FaultKind.NoCode,
        { Reason: CellReason.ScientificNotation } => FaultKind.CodeScientific,
        { Reason: CellReason.WrongLength or CellReason.AmbiguousLength } => FaultKind.CodeLength,
        _ => FaultKind.CodeShape,
    };

    protected override async Task Prepare(Session tx)
    {
        _provinceOffice = Offices.CodeOfProvince(_province).AsMemory();
        foreach (var place in await tx.Query<CommuneOfProvince>("select code, province from org_localities where kind = 'commune'"))
        {
            if (place.Code.Length == 5 && int.TryParse(place.Code, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                _communes[number] = (byte)(byte.Parse(place.Province, CultureInfo.InvariantCulture) + 1);
                _communesKnown |= place.Province == _province;
            }
        }

        if (!_communesKnown && Context.Has(Commune))
        {
            Context.Messages.Add(Text.Of("Imports.NoCommunes", _province));
        }

        if (!Context.Has(OfficeField))
        {
            Context.Messages.Add(Text.Of("Imports.NoOfficeColumn", _provinceOffice));
        }
    }

    public override void Take(ITableReader row)
    {
        if (IsOutOfShape(row))
        {
            return;
        }

        Span<char> code = stackalloc char[EmployerKey.CodeLength];
        var ok = TakeCode(row, code);
        var name = row.Cell(Context.Column(NameField));
        var clean = _words.TryFold(name, out var folded);
        if (!clean && VietnameseText.NormaliseOrNull(Encoding.UTF8.GetString(name)) is null)
        {
            Faults.Refuse(row.Row, NameField, FaultKind.NoName);
            ok = false;
        }

        Span<char> office = stackalloc char[5];
        ok &= !Context.Has(OfficeField) || TakeOffice(row, office);
        var standing = Standing.Active;
        DateOnly? until = null;
        if (Context.Has(StandingField))
        {
            ok &= TakeStanding(row, out standing) & TakeUntil(row, out until);
        }

        if (!ok)
        {
            return;
        }

        _originals.Clear();
        var id = EmployerKey.Id(_province, code);
        var writer = Stage(row.Row, id);
        writer.Write(id);
        writer.Write(code);
        if (Context.Has(OfficeField))
        {
            writer.Write(office);
        }

        if (clean)
        {
            writer.WriteUtf8(name);
            writer.WriteUtf8(folded);
        }
        else
        {
            var raw = Encoding.UTF8.GetString(name);
            var text = VietnameseText.Normalise(raw);
            Original(NameField, raw, text);
            writer.Write(text.AsSpan());
            writer.Write(VietnameseText.Fold(text).AsSpan());
        }

        WriteTax(row);
        WriteText(row, Address);
        WriteCommune(row);
        WritePhone(row);
        WriteEmail(row);
        WriteText(row, Contact);
        WriteWorkers(row);
        if (Context.Has(StandingField))
        {
            writer.Write((short)standing);
            if (TellsUntil(Context))
            {
                writer.Write(until);
            }
        }

        if (_originals.Count == 0)
        {
            writer.WriteNull();
        }
        else
        {
            writer.Write(JsonSerializer.Serialize(_originals, Json));
        }
    }

    public override async Task Apply(Session tx)
    {
        var now = Context.Now;
        var today = now.Day;
        var codes = Context.Has(OfficeField) ? "s.office_code" : Quoted(_provinceOffice.ToString());
        await Offices.AddUnnamed(tx, $"select distinct {codes} as code from {Source} s", _provinceOffice.ToString(), _province, now);
        if (Context.Has(StandingField) || IsFresh)
        {
            var standing = Context.Has(StandingField) ? "s.standing" : "0";
            var end = TellsUntil(Context) ? "s.standing_until" : IsFresh ? "null" : KeptUntil("s");
            await StandingHistory.AddStaged(tx, Source, standing, end, IsFresh, SinceUnknown, now, Context.Actor);
        }

        await base.Apply(tx);
    }

    protected override void WriteKey(BulkWriter writer, long key) => writer.Write(key);

    protected override string FieldTitle(int field) => Fields[field].Title;

    protected override string KeyText(IDictionary<string, object?> row) => EmployerKey.Code(Convert.ToInt64(row["employer_id"], CultureInfo.InvariantCulture));

    protected override string? Show(StagedColumn column, object? value) => column.Name == "standing" && value is not null
        ? Text.Of("Imports.Standing_" + ((Standing)Convert.ToInt32(value, CultureInfo.InvariantCulture)).ToString())
        : base.Show(column, value);

    private static List<StagedColumn> Staging(ImportContext context)
    {
        var columns = new List<StagedColumn>
        {
            new("code", "{code}", Code, Compared: false),
            new("office_code", "{code}", OfficeField),
            new("name", "text", NameField),
            new("folded", "{code}", NameField, Compared: false),
            new("tax_code", "{code}", Tax),
            new("address", "text", Address),
            new("commune_code", "{code}", Commune),
            new("phone", "{code}", Phone),
            new("email", "{code}", Email),
            new("contact_name", "text", Contact),
            new("workers", "integer", Workers),
            new("standing", "smallint", StandingField),
            new("standing_until", "date", Until),
            new("originals", "text", NameField, Compared: false),
        };
        return columns.FindAll(c => c.Field == Until ? TellsUntil(context) : context.Has(c.Field));
    }

    /// <summary>The end of a standing is read only beside the standing itself.</summary>
    private static bool TellsUntil(ImportContext context) => context.Has(StandingField) && context.Has(Until);

    /// <summary>The end that stays where the file tells none: the known one as long as the standing is the same.</summary>
    private static string KeptUntil(string told) => $"case when t.standing = {told}.standing then t.standing_until end";

    private bool TakeCode(ITableReader row, Span<char> code)
    {
        var cell = row.Cell(Context.Column(Code));
        if (cell.Length == code.Length && Ascii.ToUtf16(cell, code, out _) == OperationStatus.Done && EmployerKey.IsCode(code))
        {
            return true;
        }

        var read = EmployerCode.Read(Raw(row, Code));
        if (read.Value is null)
        {
            Faults.Refuse(row.Row, Code, CodeFault(read));
            return false;
        }

        read.Value.CopyTo(code);
        return true;
    }

    private bool TakeOffice(ITableReader row, Span<char> office)
    {
        var cell = row.Cell(Context.Column(OfficeField));
        if (cell.Length != 5 || Ascii.ToUtf16(cell, office, out _) != OperationStatus.Done || office.ContainsAnyExceptInRange('0', '9'))
        {
            var read = FixedDigits.OfficeCode(Raw(row, OfficeField));
            if (read.Verdict == CellVerdict.Empty)
            {
                Faults.Warn(row.Row, OfficeField, FaultKind.OfficeMissing);
                _provinceOffice.Span.CopyTo(office);
                return true;
            }

            if (read.Value is null)
            {
                Faults.Refuse(row.Row, OfficeField, FaultKind.OfficeShape);
                return false;
            }

            read.Value.CopyTo(office);
        }

        if (office[1] == _province[0] && office[2] == _province[1])
        {
            return true;
        }

        Faults.Refuse(row.Row, OfficeField, FaultKind.OfficeElsewhere);
        return false;
    }

    private bool TakeStanding(ITableReader row, out Standing standing)
    {
        var cell = row.Cell(Context.Column(StandingField));
        foreach (var (known, value) in _standings)
        {
            if (cell.SequenceEqual(known))
            {
                standing = value;
                return true;
            }
        }

        standing = Standing.Active;
        var text = Encoding.UTF8.GetString(cell);
        if (VietnameseText.NormaliseOrNull(text) is null)
        {
            Faults.Warn(row.Row, StandingField, FaultKind.StandingMissing);
            return true;
        }

        if (!StandingWords.TryRead(text, out standing))
        {
            Faults.Refuse(row.Row, StandingField, FaultKind.StandingUnknown);
            return false;
        }

        if (_standings.Count < 32)
        {
            _standings.Add((cell.ToArray(), standing));
        }

        return true;
    }

    private bool TakeUntil(ITableReader row, out DateOnly? until)
    {
        until = null;
        if (!Context.Has(Until) || row.Cell(Context.Column(Until)).IsEmpty)
        {
            return true;
        }

        var verdict = DateText.Parse(Raw(row, Until), out var day);
        if (verdict == DateVerdict.Ok)
        {
            until = day;
        }
        else if (verdict != DateVerdict.Empty)
        {
            Faults.Refuse(row.Row, Until, verdict == DateVerdict.Impossible ? FaultKind.DateImpossible : FaultKind.DateUnreadable);
            return false;
        }

        return true;
    }

    private void WriteText(ITableReader row, int field)
    {
        if (!Context.Has(field))
        {
            return;
        }

        var cell = row.Cell(Context.Column(field));
        if (cell.IsEmpty)
        {
            Writer.WriteNull();
        }
        else if (_words.TryFold(cell, out _))
        {
            Writer.WriteUtf8(cell);
        }
        else
        {
            var raw = Encoding.UTF8.GetString(cell);
            var text = VietnameseText.NormaliseOrNull(raw);
            Original(field, raw, text);
            Writer.Write(text);
        }
    }

    private void Original(int field, string raw, string? taken)
    {
        if (!string.Equals(raw, taken, StringComparison.Ordinal) && raw.Length > 0)
        {
            _originals[Fields[field].Name] = raw;
        }
    }

    private void WriteTax(ITableReader row)
    {
        if (!Context.Has(Tax))
        {
            return;
        }

        var cell = row.Cell(Context.Column(Tax));
        Span<char> code = stackalloc char[14];
        if (cell.Length is 10 or 14 && Ascii.ToUtf16(cell, code, out var length) == OperationStatus.Done && TaxCode.IsValid(code[..length]))
        {
            Writer.WriteUtf8(cell);
        }
        else
        {
            var raw = Raw(row, Tax);
            var read = TaxCode.Read(raw);
            Original(Tax, raw, read.Value);
            Writer.Write(read.Value);
            if (read.Verdict is CellVerdict.Doubtful or CellVerdict.Refused)
            {
                Faults.Warn(row.Row, Tax, read.Verdict == CellVerdict.Doubtful ? FaultKind.TaxCheckDigit : FaultKind.TaxUnreadable);
            }
        }
    }

    private void WriteCommune(ITableReader row)
    {
        if (!Context.Has(Commune))
        {
            return;
        }

        var cell = row.Cell(Context.Column(Commune));
        if (cell.Length == 5 && System.Buffers.Text.Utf8Parser.TryParse(cell, out int number, out var used) && used == 5 && number >= 0)
        {
            Writer.WriteUtf8(cell);
        }
        else
        {
            var raw = Raw(row, Commune);
            var read = FixedDigits.Commune(raw);
            Original(Commune, raw, read.Value);
            Writer.Write(read.Value);
            if (read.Value is null)
            {
                if (read.Verdict != CellVerdict.Empty)
                {
                    Faults.Warn(row.Row, Commune, FaultKind.CommuneUnreadable);
                }

                return;
            }

            number = int.Parse(read.Value, CultureInfo.InvariantCulture);
        }

        if (_communesKnown && _communes[number] == 0)
        {
            Faults.Warn(row.Row, Commune, FaultKind.CommuneUnknown);
        }
    }

    private void WritePhone(ITableReader row)
    {
        if (!Context.Has(Phone))
        {
            return;
        }

        var cell = row.Cell(Context.Column(Phone));
        Span<char> digits = stackalloc char[11];
        if (cell.Length is 10 or 11 && Ascii.ToUtf16(cell, digits, out var length) == OperationStatus.Done
            && (PhoneNumber.IsMobile(digits[..length]) || PhoneNumber.IsLandline(digits[..length])))
        {
            Writer.WriteUtf8(cell);
            return;
        }

        var raw = Raw(row, Phone);
        var read = PhoneNumber.Read(raw);
        Original(Phone, raw, read.Value);
        Writer.Write(read.Value);
        if (read.Verdict == CellVerdict.Refused)
        {
            Faults.Warn(row.Row, Phone, FaultKind.PhoneUnreadable);
        }
    }

    private void WriteEmail(ITableReader row)
    {
        if (!Context.Has(Email))
        {
            return;
        }

        var cell = row.Cell(Context.Column(Email));
        var at = cell.IndexOf((byte)'@');
        if (at > 0 && at < cell.Length - 1 && Ascii.IsValid(cell) && cell.IndexOfAny(" ,;\t"u8) < 0)
        {
            Writer.WriteUtf8(cell);
            return;
        }

        var raw = Raw(row, Email);
        var text = VietnameseText.NormaliseOrNull(raw);
        if (text is not null && (text.IndexOf('@', StringComparison.Ordinal) is < 1 || text.AsSpan().ContainsAny(" ,;") || !Ascii.IsValid(text)))
        {
            Faults.Warn(row.Row, Email, FaultKind.EmailUnreadable);
            text = null;
        }

        Original(Email, raw, text);
        Writer.Write(text);
    }

    private void WriteWorkers(ITableReader row)
    {
        if (!Context.Has(Workers))
        {
            return;
        }

        var verdict = MoneyText.Parse(row.Cell(Context.Column(Workers)), out var number);
        if (verdict == MoneyVerdict.Ok && number <= 10_000_000)
        {
            Writer.Write((int)number);
            return;
        }

        Writer.WriteNull();
        if (verdict != MoneyVerdict.Empty)
        {
            Faults.Warn(row.Row, Workers, FaultKind.WorkersUnreadable);
            Original(Workers, Raw(row, Workers), null);
        }
    }

    private sealed class CommuneOfProvince
    {
        public string Code { get; init; } = "";
        public string Province { get; init; } = "";
    }
}
