using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Imports;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Matching;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Demonstration;

/// <summary>A made-up person as one of two lists tells him. <paramref name="Person"/>: who he is in truth (0 upward); of a row of the tax list -1 where he is not in the register.</summary>
public sealed record TruthRow(int Person, string Name, DateOnly? BornOn, int? BirthYear, bool Male, string? CitizenId, string? TaxCode, int Unit, int Commune, IReadOnlyList<string> Kinds)
{
    public PersonTold Told(bool withSex) => new(VietnameseText.Normalise(Name))
    {
        BornOn = BornOn, BirthYear = BirthYear, CitizenId = CitizenId, TaxCode = TaxCode, Unit = Unit, Male = withSex ? Male : null,
    };
}

/// <summary>
/// A register and a tax list of made-up people with errors of every kind at a stated rate, and the truth of who is who. Names by the frequencies of domain §13; twins, households and namesakes in one
/// commune; people who moved to another employer; workers whom the register does not know, who are those that the matching looks for.
/// </summary>
public sealed class TaxTruth
{
    /// <summary>The names of the files that <see cref="Write"/> makes.</summary>
    public const string RegisterFile = "so-tham-gia.csv", ListFile = "quyet-toan-thue.csv", TruthFile = "su-that.csv";

    private const int FirstNumber = 1_000_000;

    private TaxTruth(IReadOnlyList<TruthRow> register, IReadOnlyList<TruthRow> tax) => (Register, Tax) = (register, tax);

    /// <summary>Row i is person i.</summary>
    public IReadOnlyList<TruthRow> Register { get; }
    public IReadOnlyList<TruthRow> Tax { get; }

    /// <summary>Of a thousand rows of the tax list, how many have an error of the kind (name and birth errors exclude each other within their group).</summary>
    public static IReadOnlyList<(string Kind, int PerMille)> Rates { get; } =
    [
        ("unaccented", 80), ("tone-place", 30), ("order", 25), ("middle-dropped", 30), ("middle-added", 20), ("initials", 15), ("title", 15), ("i-y", 15), ("slip", 40), ("decomposed", 15), ("tcvn3", 15), ("vni", 15),
        ("birth-swapped", 30), ("birth-year", 30), ("birth-filler", 25), ("birth-slip", 25), ("citizen-zeros", 30), ("citizen-digit", 40), ("citizen-old", 80), ("citizen-missing", 200), ("tax-missing", 250),
        ("moved", 200),
    ];

    /// <summary>The same seed makes the same people. A fifth of the rows of the tax list are of nobody in the register.</summary>
    public static TaxTruth Make(int seed, int people, int rows)
    {
        var dice = new Dice(seed, 1301);
        var (persons, register) = (new TruthRow[people], new TruthRow[people]);
        var units = Math.Max(4, people / 25);
        var communes = Math.Max(3, people / 400);
        for (var i = 0; i < people; i++)
        {
            persons[i] = Somebody(dice, i, units, communes);
            if (i > 0 && dice.Chance(6))
            {
                // A twin: family name, middle name and day are the same.
                var other = persons[i - 1];
                var parts = other.Name.Split(' ');
                var own = persons[i].Name.Split(' ');
                if (own[^1] != parts[^1])
                {
                    persons[i] = persons[i] with { Name = string.Join(' ', [.. parts[..^1], own[^1]]), BornOn = other.BornOn, Commune = other.Commune };
                }
            }
            else if (i > 0 && dice.Chance(10))
            {
                // A namesake in the same commune, at times with the same employer.
                var other = persons[i - 1];
                persons[i] = persons[i] with { Name = other.Name, Male = other.Male, Commune = other.Commune, Unit = dice.Chance(300) ? other.Unit : persons[i].Unit };
            }

            // What the register does not know of him others may know all the same.
            register[i] = persons[i] with { CitizenId = dice.Chance(850) ? persons[i].CitizenId : null, TaxCode = dice.Chance(600) ? persons[i].TaxCode : null };
        }

        // Everybody once before anybody twice.
        var order = Enumerable.Range(0, people).ToArray();
        dice.Shuffle(order);
        var drawn = 0;
        var tax = new TruthRow[rows];
        for (var i = 0; i < rows; i++)
        {
            tax[i] = dice.Chance(200) ? Spoilt(dice, Somebody(dice, -1, units, communes) with { Person = -1 }, units) : Spoilt(dice, persons[order[drawn++ % people]], units);
        }

        return new(register, tax);
    }

    private static TruthRow Somebody(Dice dice, int person, int units, int communes)
    {
        var name = People.Name(dice);
        var male = !name.Contains(" Thị ", StringComparison.Ordinal) && dice.Chance(600);
        var born = new DateOnly(1960 + dice.Below(43), 1 + dice.Below(12), 1 + dice.Below(28));
        var number = dice.Below(1_000_000);
        var citizen = string.Create(CultureInfo.InvariantCulture, $"0{1 + dice.Below(95):00}{(born.Year >= 2000 ? 2 : 0) + (male ? 0 : 1)}{born.Year % 100:00}{number:000000}");
        return new(
            person, name, born, born.Year, male, citizen, (8_000_000_000L + dice.Below(999_999_999)).ToString(CultureInfo.InvariantCulture),
            FirstNumber + dice.Below(units), 1 + dice.Below(communes), []);
    }

    /// <summary>The row as the tax list tells it.</summary>
    private static TruthRow Spoilt(Dice dice, TruthRow row, int units)
    {
        var kinds = new List<string>();
        var (name, born, year, citizen, tax, unit) = (row.Name, row.BornOn, row.BirthYear, row.CitizenId, row.TaxCode, row.Unit);
        foreach (var (kind, perMille) in Rates)
        {
            if (!dice.Chance(perMille))
            {
                continue;
            }

            var spoilt = kind switch
            {
                _ when IsOfName(kind) => !kinds.Exists(IsOfName) && Rename(dice, kind, ref name),
                "birth-swapped" => !kinds.Exists(IsOfBirth) && born is { Day: <= 12 } day && day.Day != day.Month && Put(out born, new DateOnly(day.Year, day.Day, day.Month)),
                "birth-year" => !kinds.Exists(IsOfBirth) && Put(out born, null),
                "birth-filler" => !kinds.Exists(IsOfBirth) && born is { } filled && Put(out born, new DateOnly(filled.Year, 1, 1)),
                "birth-slip" => !kinds.Exists(IsOfBirth) && born is { } slipped && Put(out born, new DateOnly(slipped.Year, slipped.Month, slipped.Day <= 18 ? slipped.Day + 10 : slipped.Day - 10)),
                "citizen-zeros" => !kinds.Exists(IsOfCitizen) && citizen is { } zeros && Put(out citizen, zeros.TrimStart('0')),
                "citizen-digit" => !kinds.Exists(IsOfCitizen) && citizen is { } digits && Put(out citizen, WrongDigit(dice, digits)),
                "citizen-old" => !kinds.Exists(IsOfCitizen) && citizen is not null && Put(out citizen, (200_000_000 + dice.Below(79_999_999)).ToString(CultureInfo.InvariantCulture)),
                "citizen-missing" => !kinds.Exists(IsOfCitizen) && citizen is not null && Put(out citizen, null),
                "tax-missing" => tax is not null && Put(out tax, null),
                "moved" => Put(out unit, FirstNumber + dice.Below(units)),
                _ => false,
            };
            if (spoilt)
            {
                kinds.Add(kind);
            }
        }

        return new(row.Person, name, born, year, row.Male, citizen, tax, unit, row.Commune, kinds);
    }

    /// <summary>True where nothing that names one person is told equal on both sides.</summary>
    public bool HasNoNumber(TruthRow row) =>
        row.Person >= 0 && (row.CitizenId is null || row.CitizenId != Register[row.Person].CitizenId) && (row.TaxCode is null || row.TaxCode != Register[row.Person].TaxCode);

    /// <summary>
    /// Writes the register, the tax list and the truth as files to import and to evaluate with: so-tham-gia.csv, quyet-toan-thue.csv, su-that.csv (row of the list as "match links" names it, social insurance number or
    /// nothing, kinds of error).
    /// </summary>
    public void Write(string folder, string province, int year)
    {
        Directory.CreateDirectory(folder);
        using (var file = File.Create(Path.Combine(folder, RegisterFile)))
        using (var lines = new CsvLines(file))
        {
            lines.Write(["Mã số BHXH", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD/CMND", "MST cá nhân", "MST đơn vị"]);
            foreach (var row in Register)
            {
                lines.Write([NumberOf(province, row.Person), row.Name, Born(row), row.Male ? "Nam" : "Nữ", row.CitizenId ?? "", row.TaxCode ?? "", PayerOf(row.Unit)]);
            }
        }

        using var tax = File.Create(Path.Combine(folder, ListFile));
        using var list = new CsvLines(tax);
        using var truth = File.Create(Path.Combine(folder, TruthFile));
        using var labels = new CsvLines(truth);
        list.Write(["STT", "MST đơn vị chi trả", "Tên đơn vị chi trả", "Họ và tên", "MST cá nhân", "Số CMND/CCCD", "Ngày sinh", "Số tháng", "Thu nhập chịu thuế", "Địa chỉ", "Năm quyết toán"]);
        labels.Write(["row", "person", "kinds"]);
        for (var i = 0; i < Tax.Count; i++)
        {
            var row = Tax[i];
            list.Write([
                (i + 1).ToString(CultureInfo.InvariantCulture), PayerOf(row.Unit), "Công ty TNHH " + row.Unit.ToString(CultureInfo.InvariantCulture), row.Name, row.TaxCode ?? "", row.CitizenId ?? "", Born(row), "12",
                (60_000_000L + (1000 * i)).ToString(CultureInfo.InvariantCulture), "", year.ToString(CultureInfo.InvariantCulture),
            ]);
            labels.Write([KeyOf(row, province, year), row.Person < 0 ? "" : NumberOf(province, row.Person), string.Join(' ', row.Kinds)]);
        }
    }

    private static string KeyOf(TruthRow row, string province, int year)
    {
        var citizen = row.CitizenId is { } told ? CitizenId.Read(told).Value ?? told : null;
        var key = TaxFile.KeyOf(province, year, PayerOf(row.Unit), row.TaxCode, citizen, VietnameseText.Fold(VietnameseText.Normalise(row.Name)), row.BornOn, row.BirthYear);
        return unchecked((ulong)key).ToString("x16", CultureInfo.InvariantCulture);
    }

    private static string NumberOf(string province, int person) => province + person.ToString("D8", CultureInfo.InvariantCulture);

    private static string Born(TruthRow row) => row.BornOn?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? row.BirthYear?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>A tax code with its check digit for the number of a unit.</summary>
    public static string PayerOf(int unit)
    {
        for (var serial = unit * 10; ; serial++)
        {
            var nine = "0" + serial.ToString("D8", CultureInfo.InvariantCulture);
            for (var check = 0; check < 10; check++)
            {
                if (TaxCode.HasCheckDigit($"{nine}{check}"))
                {
                    return nine + check.ToString(CultureInfo.InvariantCulture);
                }
            }
        }
    }

    private static bool IsOfName(string kind) => kind is "unaccented" or "tone-place" or "order" or "middle-dropped" or "middle-added" or "initials" or "title" or "i-y" or "slip" or "decomposed" or "tcvn3" or "vni";

    private static bool IsOfBirth(string kind) => kind.StartsWith("birth-", StringComparison.Ordinal);

    private static bool IsOfCitizen(string kind) => kind.StartsWith("citizen-", StringComparison.Ordinal);

    private static bool Put<T>(out T target, T value)
    {
        target = value;
        return true;
    }

    /// <summary>False where the name has nothing that the kind could spoil.</summary>
    private static bool Rename(Dice dice, string kind, ref string name)
    {
        var before = name;
        var parts = name.Split(' ');
        name = kind switch
        {
            "unaccented" => VietnameseText.Fold(name).ToUpperInvariant(),
            "tone-place" => name.Replace("óa", "oá", StringComparison.Ordinal).Replace("òa", "oà", StringComparison.Ordinal).Replace("úy", "uý", StringComparison.Ordinal).Replace("ạnh", "ạnh", StringComparison.Ordinal),
            "order" => string.Join(' ', [parts[^1], .. parts[..^1]]),
            "middle-dropped" when parts.Length > 2 => string.Join(' ', [parts[0], .. parts[2..]]),
            "middle-added" => string.Join(' ', [parts[0], dice.Chance(500) ? "Thị" : "Văn", .. parts[1..]]),
            "initials" => string.Join('.', parts[..^1].Select(p => p[..1])) + ". " + parts[^1],
            "title" => (dice.Chance(500) ? "Ông " : "Bà ") + name,
            "i-y" => name.Replace("Lý", "Lí", StringComparison.Ordinal).Replace("Mỹ", "Mĩ", StringComparison.Ordinal),
            "slip" => Slip(dice, name),
            "tcvn3" or "vni" => VietnameseText.InOldFont(name, vni: kind == "vni") ?? name,
            "decomposed" => name.Normalize(System.Text.NormalizationForm.FormD),
            _ => name,
        };
        return name != before;
    }

    private static string Slip(Dice dice, string name)
    {
        var at = 1 + dice.Below(name.Length - 2);
        return name[at] == ' ' || name[at + 1] == ' ' ? name
            : dice.Below(3) switch { 0 => name.Remove(at, 1), 1 => name.Insert(at, name[at].ToString()), _ => name[..at] + name[at + 1] + name[at] + name[(at + 2)..] };
    }

    private static string WrongDigit(Dice dice, string digits)
    {
        var at = 3 + dice.Below(digits.Length - 3);
        return digits[..at] + (char)('0' + ((digits[at] - '0' + 1 + dice.Below(9)) % 10)) + digits[(at + 1)..];
    }
}
