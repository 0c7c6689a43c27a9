using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Imports;

/// <summary>The register of persons. The number is the nation's: a person of another province who stands in the file has come here.</summary>
internal sealed class PersonFile(ImportContext context) : PersonWork(context, Fields)
{
    private const int Code = 0;
    private const int Name = 1;
    private const int Born = 2;
    private const int SexField = 3;
    private const int CitizenField = 4;
    private const int Tax = 5;
    private const int Unit = 6;
    private const int UnitTax = 7;
    private const int Address = 8;
    private const int CommuneColumn = 9;
    private const int Women = 10;

    private static readonly string[] Units = ["don vi", "don vi su dung lao dong", "doanh nghiep", "nguoi su dung lao dong", "don vi chi tra"];

    public static readonly Field[] Fields =
    [
        new("person", "Mã số BHXH", true, PersonHeadings.Number) { IsPersonal = true },
        new("name", "Họ và tên", true, PersonHeadings.Name) { IsPersonal = true },
        new("born", "Ngày sinh", false, PersonHeadings.Born) { IsPersonal = true },
        new("sex", "Giới tính", false, PersonHeadings.Sex),
        new("citizen-id", "Số CCCD/CMND", false, PersonHeadings.Identity) { IsPersonal = true },
        new("tax-code", "MST cá nhân", false, PersonHeadings.TaxCode) { Shared = ["ma so thue"], Beside = "name", IsPersonal = true },
        new("unit", "Mã đơn vị", false, ParticipationFile.UnitWords),
        new("unit-tax-code", "MST đơn vị", false, [.. PersonHeadings.Of("ma so thue", Units), .. PersonHeadings.Under(Units, "ma so thue")]) { Shared = ["ma so thue"], Beside = "unit" },
        new("address", "Địa chỉ", false, [.. PersonHeadings.Address, "dia chi"]) { IsPersonal = true },
        new("commune", "Mã xã/phường", false, PersonHeadings.Commune),
        new("born-women", "Ngày sinh (nữ)", false, PersonHeadings.BornWomen) { IsPersonal = true },
    ];

    private readonly List<StagedColumn> _values =
        new List<StagedColumn>
        {
            new("name", "text", Name), new("folded", "{code}", Name, Compared: false), new("born_on", "date", Born), new("birth_year", "integer", Born), new("male", "boolean", context.Has(SexField) ? SexField : Women),
            new("citizen_id", "{code}", CitizenField), new("tax_code", "{code}", Tax), new("employer_id", "bigint", Unit), new("unit_tax_code", "{code}", UnitTax), new("address", "text", Address),
            new("commune_code", "{code}", CommuneColumn),
        }.FindAll(c => context.Has(c.Field));

    protected override string Target => "reg_persons";
    protected override IReadOnlyList<StagedColumn> Keys { get; } = [new("person_id", "bigint", Code)];
    protected override IReadOnlyList<StagedColumn> Values => _values;
    protected override IReadOnlyList<int> Numbers { get; } = [Code, CitizenField];
    protected override FaultKind ContradictionKind => FaultKind.ContradictionPerson;
    protected override int CommuneField => CommuneColumn;
    protected override string Met => "1 = 1";
    protected override IReadOnlyList<(string, string)> Further => [("province", "excluded.province")];

    public override void Take(ITableReader row)
    {
        if (IsPrintedAround(row) || IsOutOfShape(row) || !(TakePerson(row, Code, out var person) & TakeName(row, Name, out var name, out var folded)))
        {
            return;
        }

        var writer = Stage(row.Row, person);
        writer.Write(person);
        writer.Write(name);
        writer.Write(folded);
        var (day, year, male) = BirthAndSex(row, Born, Women, SexField);
        if (Context.Has(Born))
        {
            writer.Write(day);
            writer.Write(year);
        }

        if (Context.Has(SexField) || Context.Has(Women))
        {
            Write(writer, male);
        }

        WriteWhere(CitizenField, Identity);
        WriteWhere(Tax, PersonTaxCode);
        if (Context.Has(Unit))
        {
            // A unit that cannot be read says nothing of the person.
            var read = EmployerCode.Read(Raw(row, Unit));
            if (read.Value is null && read.Verdict != CellVerdict.Empty)
            {
                Faults.Warn(row.Row, Unit, FaultKind.UnitUnreadable);
            }

            writer.Write(read.Value is { } code ? EmployerKey.Id(Province, code) : (long?)null);
        }

        WriteWhere(UnitTax, PersonTaxCode);
        WriteWhere(Address, Words);
        WriteWhere(CommuneColumn, Commune);

        void WriteWhere(int field, Func<ITableReader, int, string?> read)
        {
            if (Context.Has(field))
            {
                writer.Write(read(row, field));
            }
        }
    }

    protected override string KeyText(IDictionary<string, object?> row) => PersonText(row["person_id"]);
}
