using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Imports;

/// <summary>
/// Joins and leaves of participants: day, kind, direction, whose (employer, office, commune), how many or which person, on what ground. What tells two movements apart is all of it but the number, so
/// that the same file twice changes nothing, another number corrects, and 0 takes a wrong row back. Layout rebuilt: the exports' own was not found, so the headings are told by their words.
/// </summary>
internal sealed class MovementFile(ImportContext context) : ParticipantWork(context)
{
    private const int Day = 0;
    private const int KindField = 1;
    private const int Direction = 2;
    private const int Office = 3;
    private const int Commune = 4;
    private const int Code = 5;
    private const int Number = 6;
    private const int Person = 7;
    private const int Ground = 8;
    private const int Agent = 9;
    private const int Group = 10;

    public static readonly Field[] Fields =
    [
        new("day", "Ngày biến động", true, "ngay bien dong", "ngay tang giam", "ngay tham gia", "ngay phat sinh", "ngay"),
        new("kind", "Loại hình", true, "loai hinh", "loai bao hiem", "loai hinh bao hiem", "loai hinh tham gia", "loai"),
        new("direction", "Tăng/giảm", true, "tang giam", "bien dong", "loai bien dong"),
        new("office", "Mã CQ BHXH", false, "ma co quan bhxh", "ma co quan", "co quan bhxh"),
        new("commune", "Mã xã/phường", false, "ma phuong xa", "ma xa", "ma phuong", "ma dia ban"),
        new("code", "Mã đơn vị", false, "ma don vi", "ma so don vi", "ma don vi bhxh", "ma don vi tham gia"),
        new("number", "Số người", false, "so nguoi", "so luong", "so nguoi tang giam", "so nguoi tham gia", "so lao dong"),
        new("person", "Mã số BHXH", false, "ma so bhxh", "so bhxh", "ma bhxh", "ma so bao hiem xa hoi") { IsPersonal = true },
        new("ground", "Căn cứ", false, "can cu", "so ho so", "ma ho so", "ly do", "so quyet dinh"),
        new("agent", "Mã đại lý thu", false, "ma dai ly thu", "ma dai ly", "dai ly thu", "ma to chuc dich vu thu"),
        new("group", "Mã nhóm BHYT", false, "ma nhom bhyt", "ma nhom", "nhom doi tuong", "ma doi tuong"),
    ];

    private readonly Dictionary<long, string> _employers = [];
    private readonly HashSet<string> _communes = new(StringComparer.Ordinal);
    private Dictionary<string, string> _agents = [];

    protected override string Target => "reg_movements";
    protected override IReadOnlyList<StagedColumn> Keys { get; } = [new("subject_id", "bigint", Code), new("row_key", "bigint", Day)];
    protected override IReadOnlyList<StagedColumn> RepeatKeys => [Keys[1]];
    protected override IReadOnlyList<StagedColumn> Values { get; } =
    [
        new("office_code", "{code}", Office, Compared: false), new("happened_on", "date", Day, Compared: false), new("kind", "{code}", KindField, Compared: false),
        new("joined", "boolean", Direction, Compared: false), new("commune_code", "{code}", Commune, Compared: false), new("person_code", "{code}", Person, Compared: false),
        new("ground", "text", Ground, Compared: false), new("agent_code", "{code}", Agent, Compared: false), new("grp", "{code}", Group, Compared: false), new("number", "integer", Number),
    ];

    protected override FaultKind ContradictionKind => FaultKind.ContradictionMovement;

    protected override async Task Prepare(Session tx)
    {
        await base.Prepare(tx);
        if (Context.Has(Code))
        {
            var (first, last) = EmployerKey.Range(Province);
            using var reader = tx.BulkFrom(string.Create(CultureInfo.InvariantCulture, $"select employer_id, office_code from reg_employers where employer_id between {first} and {last}"));
            while (reader.Read())
            {
                var id = reader.Int64();
                _employers.Add(id, string.Intern(reader.Text()));
            }
        }

        if (Context.Has(Commune))
        {
            _communes.UnionWith(await tx.Query<string>("select code from org_localities where province = @Province and kind = 'commune'", new { Province }));
        }

        if (Context.Has(Agent))
        {
            _agents = (await tx.Query<(string Code, string Office)>("select agent_code, office_code from org_agents where province = @Province", new { Province })).ToDictionary(a => a.Code, a => a.Office, StringComparer.Ordinal);
        }
    }

    public override void Take(ITableReader row)
    {
        if (IsOutOfShape(row))
        {
            return;
        }

        var ok = TakeDay(row, out var day) & TakeKind(row, KindField, out var kind) & TakeDirection(row, out var joined) & TakeOffice(row, Office, out var office)
            & TakeCommune(row, out var commune) & TakeEmployer(row, out var employer) & TakePeople(row, out var number, out var person)
            & TakeAgent(row, out var agent) & TakeGroup(row, Group, kind, out var group);
        office ??= agent is null ? null : _agents[agent];
        if (ok && office is null && employer is null)
        {
            Faults.Refuse(row.Row, -1, FaultKind.NoPlace);
            ok = false;
        }

        if (!ok)
        {
            return;
        }

        office ??= _employers[employer!.Value];
        var ground = Words(row, Ground) ?? "";
        var subject = employer ?? EmployerKey.OfficeId(Province, office);
        // An employer's movement stays the same one when the employer goes to another office: the office is in the key only where it stands for itself.
        var key = KeyOf(subject, day, kind, joined, employer is null ? office : "", commune, person, ground, agent, group);
        var writer = Stage(row.Row, key);
        writer.Write(subject);
        writer.Write(key);
        writer.Write(office);
        writer.Write(day);
        writer.Write(kind.Code());
        writer.Write(joined);
        writer.Write(commune);
        writer.Write(person);
        writer.Write(ground);
        writer.Write(agent);
        writer.Write(group);
        writer.Write(number);
    }

    /// <summary>What tells a movement apart from every other. Agent and group were told later than the rest: without them the key is the one it always was.</summary>
    internal static long KeyOf(long subject, DateOnly day, Participation kind, bool joined, string office, string? commune, string? person, string ground, string? agent = null, string? group = null) =>
        KeyDigest.Number(string.Create(CultureInfo.InvariantCulture, $"{subject}|{day:yyyyMMdd}|{kind}|{joined}|{office}|{commune}|{person}|{ground}{(agent is null && group is null ? "" : $"|{agent}|{group}")}"));

    protected override void WriteKey(BulkWriter writer, long key) => writer.Write(key);

    protected override string FieldTitle(int field) => Fields[field].Title;

    protected override string KeyText(IDictionary<string, object?> row)
    {
        var id = Convert.ToInt64(row["subject_id"], CultureInfo.InvariantCulture);
        return _employers.ContainsKey(id) ? EmployerKey.Code(id) : "BHXH " + Province;
    }

    private bool TakeDay(ITableReader row, out DateOnly day)
    {
        var verdict = DateText.Parse(Raw(row, Day), out day);
        if (verdict == DateVerdict.Ok && day <= Context.Now.Day)
        {
            return true;
        }

        Faults.Refuse(row.Row, Day, verdict switch { DateVerdict.Ok => FaultKind.DayAhead, DateVerdict.Impossible => FaultKind.DateImpossible, _ => FaultKind.DateUnreadable });
        return false;
    }

    private bool TakeDirection(ITableReader row, out bool joined)
    {
        if (ParticipationWords.TryDirection(Raw(row, Direction), out joined))
        {
            return true;
        }

        Faults.Refuse(row.Row, Direction, FaultKind.DirectionUnknown);
        return false;
    }

    private bool TakeCommune(ITableReader row, out string? commune)
    {
        var text = Raw(row, Commune).Trim();
        commune = text.Length == 0 ? null : FixedDigits.Commune(text).Value ?? text;
        if (commune is null || _communes.Contains(commune))
        {
            return true;
        }

        Faults.Refuse(row.Row, Commune, FaultKind.LocalityUnknown);
        return false;
    }

    private bool TakeEmployer(ITableReader row, out long? employer)
    {
        employer = null;
        if (Raw(row, Code).Trim().Length == 0)
        {
            return true;
        }

        var read = EmployerCode.Read(Raw(row, Code));
        if (read.Value is not null && EmployerKey.Id(Province, read.Value) is var id && _employers.ContainsKey(id))
        {
            employer = id;
            return true;
        }

        Faults.Refuse(row.Row, Code, read.Value is null ? EmployerFile.CodeFault(read) : FaultKind.EmployerUnknown);
        return false;
    }

    /// <summary>An agent of the province, also one whose contract has ended: its people joined before.</summary>
    private bool TakeAgent(ITableReader row, out string? agent)
    {
        agent = Raw(row, Agent).Trim() is { Length: > 0 } text ? text : null;
        if (agent is null || _agents.ContainsKey(agent))
        {
            return true;
        }

        Faults.Refuse(row.Row, Agent, FaultKind.AgentUnknown);
        return false;
    }

    /// <summary>How many; a row that names the person is one of them.</summary>
    private bool TakePeople(ITableReader row, out int number, out string? person)
    {
        number = 1;
        person = Raw(row, Person).Trim() is { Length: > 0 } text ? text : null;
        var counted = person is null || Raw(row, Number).Trim().Length > 0;
        if (counted && !TakeNumber(row, Number, out number))
        {
            return false;
        }

        if (person is null || (person.Length == 10 && person.All(char.IsAsciiDigit) && number <= 1))
        {
            return true;
        }

        Faults.Refuse(row.Row, Person, FaultKind.PersonUnreadable);
        return false;
    }
}
