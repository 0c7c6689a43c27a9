using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports;

/// <summary>People whose health insurance the budget pays or supports, by group, from Labour offices and communes (plan III.1.2.a, second dash). Layout rebuilt.</summary>
internal sealed class EntitledFile(ImportContext context) : PersonWork(context, Fields)
{
    private const int Group = 0;
    private const int Name = 1;
    private const int Born = 2;
    private const int SexField = 3;
    private const int CitizenField = 4;
    private const int Person = 5;
    private const int CommuneColumn = 6;
    private const int Address = 7;
    private const int YearField = 8;
    private const int Women = 9;

    public static readonly Field[] Fields =
    [
        new("group", "Mã nhóm", true, PersonHeadings.CardGroup),
        new("name", "Họ và tên", true, PersonHeadings.Name) { IsPersonal = true },
        new("born", "Ngày sinh", false, PersonHeadings.Born) { IsPersonal = true },
        new("sex", "Giới tính", false, PersonHeadings.Sex),
        new("citizen-id", "Số CCCD/CMND", false, PersonHeadings.Identity) { IsPersonal = true },
        new("person", "Mã số BHXH", false, PersonHeadings.Number) { IsPersonal = true },
        new("commune", "Mã xã/phường", true, PersonHeadings.Commune),
        new("address", "Địa chỉ", false, [.. PersonHeadings.Address, "dia chi", "thon to dan pho", "thon", "to dan pho", "ap", "khu pho", "to khu pho", "thon ban to dan pho", "dia chi thon to dan pho"]) { IsPersonal = true },
        new("year", "Năm", false, "nam", "nam danh sach", "nam lap danh sach", "nam cap the"),
        new("born-women", "Ngày sinh (nữ)", false, PersonHeadings.BornWomen) { IsPersonal = true },
    ];

    /// <summary>So many may leave a list without anybody being asked whether it is whole.</summary>
    private const int FewLeftOut = 5;

    private int _kept;

    protected override string Target => "reg_entitled";
    protected override IReadOnlyList<StagedColumn> Keys { get; } = [new("subject_id", "bigint", Group)];
    protected override IReadOnlyList<StagedColumn> Values { get; } =
    [
        new("list_year", "integer", YearField, Compared: false), new("grp", "{code}", Group, Compared: false), new("name", "text", Name), new("folded", "{code}", Name, Compared: false), new("born_on", "date", Born),
        new("birth_year", "integer", Born), new("male", "boolean", SexField), new("citizen_id", "{code}", CitizenField), new("person_code", "{code}", Person), new("commune_code", "{code}", CommuneColumn),
        new("address", "text", Address), new("expires_on", "date", YearField, Compared: false),
    ];

    protected override IReadOnlyList<int> Numbers { get; } = [CitizenField, Person, CommuneColumn];
    protected override FaultKind ContradictionKind => FaultKind.ContradictionEntitled;
    protected override int CommuneField => CommuneColumn;

    protected override async Task Prepare(Session tx)
    {
        await base.Prepare(tx);
        _kept = (int)await Settings.Number(tx, Province, Settings.OutsideDataYears, Context.Now.Day);
    }

    public override async Task Apply(Session tx)
    {
        if (Context.Request.List is null && await EntitledLists.MostLeftOut(tx, Province, "imp_stage") is var most && most.Gone > FewLeftOut && most.Gone > most.Told)
        {
            throw new Refusal("ImportLists.ListLooksPartial", most.Commune, most.Group, most.Told, most.Gone);
        }

        await base.Apply(tx);
        await EntitledLists.Mark(tx, Province, "imp_stage", whole: Context.Request.List != ListMeaning.More, Context.Now);
    }

    /// <summary>Whoever is known without a number and is told with one now is the same: what was said of him stays.</summary>
    public override async Task<Outcome> Compare(Session tx)
    {
        if (!IsFresh)
        {
            await Recognise(tx);
        }

        return await base.Compare(tx);
    }

    public override void Take(ITableReader row)
    {
        if (IsPrintedAround(row) || IsOutOfShape(row) || !(TakeGroup(row, out var group) & TakeName(row, Name, out var name, out var folded) & TakeYear(row, out var year) & TakeCommune(row, out var commune)))
        {
            return;
        }

        var (citizen, (day, birth, male)) = (Identity(row, CitizenField), BirthAndSex(row, Born, Women, SexField));
        var person = FixedDigits.SocialInsuranceNumber(Raw(row, Person));
        if (person.Verdict == CellVerdict.Refused)
        {
            Faults.Warn(row.Row, Person, FaultKind.IdentityUnreadable);
        }

        var key = KeyDigest.Number(string.Create(
            CultureInfo.InvariantCulture, $"{Province}|{year}|{group}|{person.Value ?? citizen ?? $"{folded}|{day:yyyyMMdd}|{birth}|{commune}|{Words(row, Address)}"}"));
        var writer = Stage(row.Row, key);
        writer.Write(key);
        writer.Write(year);
        writer.Write(group);
        writer.Write(name);
        writer.Write(folded);
        writer.Write(day);
        writer.Write(birth);
        Write(writer, male);
        writer.Write(citizen);
        writer.Write(person.Value);
        writer.Write(commune);
        writer.Write(Words(row, Address));
        writer.Write(new DateOnly(year + _kept, 12, 31));
    }

    protected override string KeyText(IDictionary<string, object?> row) => "#" + KeyDigest.Of([Convert.ToString(row["subject_id"], CultureInfo.InvariantCulture)!], 8);

    /// <summary>
    /// Gives staged rows that would be new the identity of the one known row of their year and group that says the same number, or, itself without any, the same name, birth and commune: a list that tells
    /// a number for the first time makes no second person.
    /// </summary>
    private async Task Recognise(Session tx)
    {
        await tx.Scratch("imp_told_again", "staged bigint, known bigint");
        string[] same =
        [
            "e.citizen_id = s.citizen_id", "e.person_code = s.person_code",
            """
            e.commune_code = s.commune_code and e.folded = s.folded and e.born_on is not distinct from s.born_on and e.birth_year is not distinct from s.birth_year and e.birth_year is not null
                and e.citizen_id is null and e.person_code is null
            """,
        ];
        foreach (var rule in same)
        {
            await tx.Execute(
                $"""
                insert into imp_told_again (staged, known)
                select s.subject_id, min(e.subject_id) from imp_stage s join reg_entitled e on e.province = @Province and e.list_year = s.list_year and e.grp = s.grp and {rule}
                where s.subject_id not in (select k.subject_id from reg_entitled k where k.province = @Province) and s.subject_id not in (select a.staged from imp_told_again a)
                group by s.subject_id having count(*) = 1
                """,
                new { Province });
        }

        // Of two who would be the same one neither is.
        await tx.Execute(
            """
            delete from imp_told_again where known in (select a.known from imp_told_again a group by a.known having count(*) > 1) or known in (select s.subject_id from imp_stage s)
            """);
        await tx.Execute(
            """
            update imp_stage set subject_id = (select a.known from imp_told_again a where a.staged = imp_stage.subject_id) where subject_id in (select a.staged from imp_told_again a)
            """);
    }

    private bool TakeGroup(ITableReader row, out string group)
    {
        var text = Raw(row, Group).Trim();
        group = text.ToUpperInvariant();
        var (code, name) = (group, VietnameseText.Fold(VietnameseText.Normalise(text)));
        if ((BudgetGroups.Find(code) ?? BudgetGroups.All.FirstOrDefault(g => VietnameseText.Fold(g.Name) == name)) is { } found)
        {
            group = found.Code;
            return true;
        }

        Faults.Refuse(row.Row, Group, FaultKind.GroupUnknown);
        return false;
    }

    /// <summary>Whose commune is not known belongs to no remainder, and would vanish: the row is refused.</summary>
    private bool TakeCommune(ITableReader row, out string? commune)
    {
        commune = Commune(row, CommuneColumn);
        if (commune is not null)
        {
            return true;
        }

        Faults.Refuse(row.Row, CommuneColumn, FaultKind.LocalityUnknown);
        return false;
    }

    private bool TakeYear(ITableReader row, out int year)
    {
        year = Context.Now.Day.Year;
        var text = Raw(row, YearField).Trim();
        if (text.Length == 0 || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out year) && year >= 2009 && year <= Context.Now.Day.Year + 1))
        {
            return true;
        }

        Faults.Refuse(row.Row, YearField, FaultKind.YearUnreadable);
        return false;
    }
}
