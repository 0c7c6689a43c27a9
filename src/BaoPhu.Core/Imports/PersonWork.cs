using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports;

/// <summary>
/// What files about persons have in common. A person is told apart later, by matching: what cannot be read for certain (an identity number of the wrong length, a birth date that is none) is kept or
/// left out with a warning, and never refuses the row.
/// </summary>
internal abstract class PersonWork(ImportContext context, Field[] fields) : BulkWork(context)
{
    private const int MostPassedTold = 10;

    /// <summary>Cells of a row below the list: the one who made it, the one who checked it, the one who signed it.</summary>
    private const int MostSigning = 4;
    private readonly List<int> _passed = [];
    private bool _isSigned;
    private readonly HashSet<string> _communes = new(StringComparer.Ordinal);

    protected string Province => Context.Request.Province!;

    protected override string Range => $"t.province = {Quoted(Province)}";
    protected override IReadOnlyList<(string, string)> Stamps => [("import_run", "@run"), ("updated_at", "@now")];
    protected override IReadOnlyList<(string, string)> Defaults => [("province", Quoted(Province))];

    /// <summary>Persons move no debt: nothing is planned anew.</summary>
    public override IEnumerable<string> Touched => [];

    /// <summary>Place of the column of communes, -1 where the kind has none.</summary>
    protected virtual int CommuneField => -1;

    /// <summary>Fields whose cells hold the numbers by which a row is one of the list.</summary>
    protected abstract IReadOnlyList<int> Numbers { get; }

    protected override string FieldTitle(int field) => fields[field].Title;

    public override Task Settle(Session tx)
    {
        if (Passed > 0)
        {
            Context.Messages.Add(Texts.Text.Of("Imports.Passed", Passed, string.Join(", ", _passed) + (Passed > _passed.Count ? ", …" : "")));
        }

        return base.Settle(tx);
    }

    /// <summary>True for a row with one of the <see cref="Numbers"/>.</summary>
    protected virtual bool IsNumbered(ITableReader row)
    {
        foreach (var field in Numbers)
        {
            if (Context.Has(field) && PrintedRows.IsNumber(row.Cell(Context.Column(field))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// True, and counted, for what lists print among and below their rows: headings of another page, numbers of the columns, sections, sums, the place, day and names of those who sign. A row with a number of
    /// its own is never one, and neither is one that only lacks its number.
    /// </summary>
    protected bool IsPrintedAround(ITableReader row)
    {
        if (IsNumbered(row))
        {
            _isSigned = false;
            return false;
        }

        var text = PrintedRows.FirstWords(row, out var column, out var cells);
        var isSignature = PrintedRows.IsSignature(text);
        if (!((cells <= MostSigning && (_isSigned || isSignature)) || PrintedRows.IsSum(text) || Headings.IsColumnNumbers(row) || RepeatsHeadings(row, fields)
            || (cells == 1 && text.Length > 0 && (PrintedRows.IsSection(text) || !Context.Columns.Contains(column)))))
        {
            return false;
        }

        _isSigned |= isSignature;
        Passed++;
        if (_passed.Count < MostPassedTold)
        {
            _passed.Add(row.Row);
        }

        return true;
    }

    protected override async Task Prepare(Session tx)
    {
        if (CommuneField >= 0 && Context.Has(CommuneField))
        {
            _communes.UnionWith(await tx.Query<string>("select code from org_localities where kind = 'commune'"));
        }
    }

    protected override void WriteKey(BulkWriter writer, long key) => writer.Write(key);

    /// <summary>The name, normalised, with its search key.</summary>
    protected bool TakeName(ITableReader row, int field, out string name, out string folded)
    {
        name = Words(row, field) ?? "";
        folded = VietnameseText.Fold(name);
        if (folded.Any(char.IsLetter))
        {
            return true;
        }

        Faults.Refuse(row.Row, field, FaultKind.NoPersonName);
        return false;
    }

    /// <summary>A day, or a year alone.</summary>
    protected (DateOnly? Day, int? Year) Birth(ITableReader row, int field)
    {
        var text = Raw(row, field).Trim();
        if (text.Length == 0)
        {
            return default;
        }

        if (DateText.Parse(text, out var day) == DateVerdict.Ok && day.Year >= 1900 && day <= Context.Now.Day)
        {
            return (day, day.Year);
        }

        if (text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year >= 1900 && year <= Context.Now.Day.Year)
        {
            return (null, year);
        }

        Faults.Warn(row.Row, field, FaultKind.BirthUnreadable);
        return default;
    }

    /// <summary>Birth and sex. Of lists with a column of birth dates for each sex the one that is filled tells the sex, where no column of its own does.</summary>
    protected (DateOnly? Day, int? Year, bool? Male) BirthAndSex(ITableReader row, int born, int women, int sex)
    {
        var male = Sex(row, sex);
        var (isMan, isWoman) = (Raw(row, born).Trim().Length > 0, Raw(row, women).Trim().Length > 0);
        if (isMan && isWoman)
        {
            Faults.Warn(row.Row, women, FaultKind.SexUnreadable);
        }

        var (day, year) = Birth(row, isWoman && !isMan ? women : born);
        return (day, year, male ?? (Context.Has(women) && isMan != isWoman ? isMan : null));
    }

    /// <summary>An identity number. One that no repair makes whole is kept as its digits: it may be a slip away from the right one.</summary>
    protected string? Identity(ITableReader row, int field) => Number(row, field, CitizenId.Read);

    protected string? PersonTaxCode(ITableReader row, int field) => Number(row, field, TaxCode.Read);

    protected bool? Sex(ITableReader row, int field)
    {
        if (!Context.Has(field) || Words(row, field) is not { } text)
        {
            return null;
        }

        switch (VietnameseText.Fold(text))
        {
            case "nam":
                return true;
            case "nu":
                return false;
            default:
                Faults.Warn(row.Row, field, FaultKind.SexUnreadable);
                return null;
        }
    }

    protected string? Commune(ITableReader row, int field)
    {
        var text = Raw(row, field).Trim();
        if (text.Length == 0)
        {
            return null;
        }

        var code = FixedDigits.Commune(text).Value ?? text;
        if (!_communes.Contains(code))
        {
            Faults.Warn(row.Row, field, FaultKind.CommuneUnknown);
            return null;
        }

        return code;
    }

    /// <summary>A social insurance number; refused where there is none or it has not its ten digits.</summary>
    protected bool TakePerson(ITableReader row, int field, out long person)
    {
        var read = FixedDigits.SocialInsuranceNumber(Raw(row, field));
        if (read.Value is { } digits)
        {
            person = long.Parse(digits, CultureInfo.InvariantCulture);
            return true;
        }

        person = 0;
        Faults.Refuse(row.Row, field, read.Verdict == CellVerdict.Empty ? FaultKind.NoPerson : FaultKind.PersonCodeUnreadable);
        return false;
    }

    /// <summary>The employer of the province by its code; it need not be known here.</summary>
    protected bool TakeUnit(ITableReader row, int field, out long employer)
    {
        employer = 0;
        var read = EmployerCode.Read(Raw(row, field));
        if (read.Value is { } code)
        {
            employer = EmployerKey.Id(Province, code);
            return true;
        }

        Faults.Refuse(row.Row, field, EmployerFile.CodeFault(read));
        return false;
    }

    protected static void Write(BulkWriter writer, bool? value)
    {
        if (value is { } known)
        {
            writer.Write(known);
        }
        else
        {
            writer.WriteNull();
        }
    }

    /// <summary>Of what is told before a file is taken, numbers of persons are shown by their ends.</summary>
    protected override string? Show(StagedColumn column, object? value) =>
        column.Name is "citizen_id" or "tax_code" or "person_code" ? Masking.Number(base.Show(column, value)) : base.Show(column, value);

    protected static string PersonText(object? id) => Convert.ToInt64(id, CultureInfo.InvariantCulture).ToString("D10", CultureInfo.InvariantCulture);

    private delegate CellRepair Reading(ReadOnlySpan<char> cell);

    private string? Number(ITableReader row, int field, Reading read)
    {
        var text = Raw(row, field).Trim();
        if (text.Length == 0)
        {
            return null;
        }

        var repair = read(text);
        if (repair.Value is not null)
        {
            return repair.Value;
        }

        Faults.Warn(row.Row, field, FaultKind.IdentityUnreadable);
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.Length is >= 7 and <= 14 && repair.Reason != CellReason.ScientificNotation ? digits : null;
    }
}
