using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Planning;

/// <summary>
/// Difficulties ("vướng mắc") go up until somebody answers: of a district to its province, which answers or passes on; of a province to the unit of the centre that deals with the subject
/// (<see cref="DifficultyRoutes"/>). Who holds one owes its answer by a day (internal rule), who raised it says whether the answer helps. By the truth table <see cref="DifficultyActs"/>.
/// </summary>
public sealed class Difficulties(Db db, TimeProvider clock)
{
    public const int PageSize = 60;

    private const int MostTitle = 200;
    private const int MostBody = 4000;

    private const string Columns = """
        d.difficulty_id as id, d.province, d.office_code, d.subject, d.title, d.body, d.about, d.state, d.holder, d.due_on, d.answer, d.answered_name, d.answered_at, d.raised_name, d.raised_at, d.changes,
        (select o.name from org_offices o where o.code = d.office_code and o.known_to_at is null order by o.valid_from desc limit 1) as office_name,
        (select o.name from org_offices o where o.code = d.holder and o.known_to_at is null order by o.valid_from desc limit 1) as holder_name
        """;

    /// <summary>A page of those within the scope, the last raised first. Words are found without accents in title, body and answer.</summary>
    public Task<DifficultyPage> List(Scope scope, DifficultyFilter filter) => db.Read(async s =>
    {
        var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["office"] = filter.Office, ["subject"] = filter.Subject, ["state"] = filter.State, ["today"] = clock.Today() };
        var conditions = new List<string> { scope.OnOffice("d") };
        AddIf(!string.IsNullOrEmpty(filter.Subject), "d.subject = @subject");
        AddIf(!string.IsNullOrEmpty(filter.State), "d.state = @state");
        AddIf(filter.Owed, "d.holder = @office and d.state = 'Open'");
        AddIf(filter.Overdue, "d.state = 'Open' and d.due_on < @today");
        foreach (var (word, i) in VietnameseText.WordKey(filter.Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(8).Select((word, i) => (word, i)))
        {
            conditions.Add($"d.folded like @word{i}");
            args["word" + i.ToString(CultureInfo.InvariantCulture)] = "%" + word + "%";
        }

        var condition = string.Join(" and ", conditions);
        var count = await s.One<long>($"select count(*) from pln_difficulties d where {condition}", args);
        var back = filter.Before is { Length: > 0 };
        if (Keyset.Split(back ? filter.Before : filter.After, 2) is [var at, var id])
        {
            condition += $" and (d.raised_at, d.difficulty_id) {(back ? ">" : "<")} (@afterAt, @afterId)";
            (args["afterAt"], args["afterId"]) = (long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var moment) ? moment : throw Keyset.Unreadable(), id);
        }

        var direction = back ? "" : " desc";
        var rows = await s.Query<Difficulty>($"select {Columns} from pln_difficulties d where {condition} order by d.raised_at{direction}, d.difficulty_id{direction} limit {PageSize + 1}", args);
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, d => string.Create(CultureInfo.InvariantCulture, $"{d.RaisedAt.Milliseconds}~{d.Id}"));
        return new DifficultyPage(rows, count, previous, next);

        void AddIf(bool wanted, string part)
        {
            if (wanted)
            {
                conditions.Add(part);
            }
        }
    });

    /// <summary>What waits on an office: those it owes an answer to, the most pressing first, then answers to its own that it has not accepted.</summary>
    public Task<List<Difficulty>> Waiting(string office, int most = 20) => db.Read(s => s.Query<Difficulty>(
        $"""
        select {Columns} from pln_difficulties d where (d.holder = @office and d.state = 'Open') or (d.office_code = @office and d.state = 'Answered')
        order by case d.state when 'Open' then 0 else 1 end, d.due_on, d.difficulty_id limit @most
        """,
        new { office, most }));

    /// <summary>One with its history. Missing outside the scope.</summary>
    public Task<DifficultyDetail> Find(Scope scope, string id) => db.Read(async s => new DifficultyDetail(
        await Find(s, scope, id),
        await s.Query<DifficultyEvent>(
            """
            select e.seq, e.at, e.user_name, e.office_code, e.act, e.note,
                (select o.name from org_offices o where o.code = e.office_code and o.known_to_at is null order by o.valid_from desc limit 1) as office_name
            from pln_difficulty_events e where e.difficulty_id = @id order by e.seq desc
            """,
            new { id })));

    /// <summary>
    /// What a new one may start from: of a report the difficulties written on it, of a task nothing but the link. Missing: a report or task out of reach. Empty for none.
    /// </summary>
    public Task<string> Beginning(Scope scope, string? about) => db.Read(s => Beginning(s, scope, about ?? ""));

    /// <summary>Raises one; returns its id. Refused: an office that is neither a province nor below one, nothing said, a subject that there is not. Missing: what it is about is out of reach.</summary>
    public Task<string> Raise(Actor actor, Scope scope, DifficultyEntry entry) => db.Write(async tx =>
    {
        var (title, body, today) = (VietnameseText.Normalise(entry.Title ?? ""), VietnameseText.Normalise(entry.Body ?? ""), clock.Today());
        var office = await Offices.Find(tx, actor.OfficeCode, today);
        if (office?.Province is not { } province)
        {
            throw new Refusal("Difficulties.OnlyBelow");
        }

        if (title.Length is 0 or > MostTitle)
        {
            throw new Refusal("Difficulties.NeedTitle", MostTitle);
        }

        if (body.Length is 0 or > MostBody)
        {
            throw new Refusal("Difficulties.NeedBody", MostBody);
        }

        if (!DifficultyRoutes.Subjects.Contains(entry.Subject))
        {
            throw new Refusal("Difficulties.NoSubject");
        }

        await Beginning(tx, scope, entry.About ?? "");
        var holder = office.Kind == OfficeKind.Province ? await DifficultyRoutes.UnitFor(tx, entry.Subject!, today) : office.ParentCode!;
        var id = Guid.CreateVersion7().ToString("N");
        await tx.Execute(
            """
            insert into pln_difficulties (difficulty_id, province, office_code, subject, title, body, about, state, holder, due_on, folded, raised_by, raised_name, raised_at)
            values (@id, @province, @Code, @Subject, @title, @body, @about, 'Open', @holder, @due, @folded, @by, @name, @now)
            """,
            new
            {
                id, province, office.Code, entry.Subject, title, body, about = entry.About ?? "", holder, due = await Due(tx, province), folded = Folded(title, body, ""), by = actor.UserId, name = actor.Signed,
                now = clock.Now(),
            });
        await Told(tx, actor, id, "raise", "");
        await AuditTrail.Write(tx, clock, actor, "planning.raise", "difficulty:" + id, new { entry.Subject, title, holder });
        return id;
    });

    /// <summary>
    /// Hands it on: a province to the unit of its subject, a unit to another unit (<paramref name="unit"/>: its code). Refused: another office than the one that holds it, a unit that there is not, no reason.
    /// </summary>
    public Task Pass(Actor actor, Scope scope, string id, int changes, string? unit, string? reason) => Act(actor, scope, id, changes, DifficultyAct.Pass, Said(reason), async (tx, known) =>
    {
        var holder = (await Offices.Find(tx, known.Holder, clock.Today()))!;
        var to = holder.Province is not null ? await DifficultyRoutes.UnitFor(tx, known.Subject, clock.Today())
            : unit is not null && unit != known.Holder && await Offices.Find(tx, unit, clock.Today()) is { Kind: OfficeKind.CentralUnit } other ? other.Code
            : throw new Refusal("Difficulties.NoUnit");
        await tx.Execute("update pln_difficulties set holder = @to, due_on = @due where difficulty_id = @Id", new { to, due = await Due(tx, known.Province), known.Id });
        return new { to };
    });

    /// <summary>Answers it. Refused: another office than the one that holds it, nothing said.</summary>
    public Task Answer(Actor actor, Scope scope, string id, int changes, string? answer)
    {
        var said = Said(answer);
        return Act(actor, scope, id, changes, DifficultyAct.Answer, said, async (tx, known) =>
        {
            await tx.Execute(
                "update pln_difficulties set answer = @said, answered_by = @by, answered_name = @name, answered_at = @now, folded = @folded where difficulty_id = @Id",
                new { said, by = actor.UserId, name = actor.Signed, now = clock.Now(), folded = Folded(known.Title, known.Body, said), known.Id });
            return new { late = clock.Today() > known.DueOn };
        });
    }

    /// <summary>The answer helps. Refused: another office than the one that raised it.</summary>
    public Task Accept(Actor actor, Scope scope, string id, int changes) => Act(actor, scope, id, changes, DifficultyAct.Accept, "", (_, _) => Task.FromResult<object>(new { }));

    /// <summary>The answer does not help: asks again, with what is missing. The answer's day begins anew.</summary>
    public Task AskAgain(Actor actor, Scope scope, string id, int changes, string? missing) => Act(actor, scope, id, changes, DifficultyAct.AskAgain, Said(missing), async (tx, known) =>
    {
        await tx.Execute("update pln_difficulties set due_on = @due where difficulty_id = @Id", new { due = await Due(tx, known.Province), known.Id });
        return new { };
    });

    /// <summary>Ends it, with what came of it: the answer applied, or (before an answer) how it solved itself.</summary>
    public Task Close(Actor actor, Scope scope, string id, int changes, string? result) =>
        Act(actor, scope, id, changes, DifficultyAct.Close, Said(result), (_, _) => Task.FromResult<object>(new { }));

    private static string Said(string? text) => VietnameseText.Normalise(text ?? "") is { Length: > 0 and <= MostBody } said ? said : throw new Refusal("Difficulties.NeedWords", MostBody);

    private static string Folded(string title, string body, string answer) => VietnameseText.WordKey($"{title} {body} {answer}");

    private async Task<DateOnly> Due(Session s, string province) =>
        (await OfficeCalendar.Of(s)).Add(clock.Today(), (int)await Settings.Number(s, province, Settings.DifficultyDays, clock.Today()));

    private static async Task<Difficulty> Find(Session s, Scope scope, string id) =>
        await s.One<Difficulty>($"select {Columns} from pln_difficulties d where d.difficulty_id = @id and {scope.OnOffice("d")}", new { id })
            ?? throw new Refusal("Difficulties.NoDifficulty") { Kind = RefusalKind.Missing };

    private static async Task<string> Beginning(Session s, Scope scope, string about)
    {
        var (kind, key) = about.Split(':', 2) is [var k, var rest] ? (k, rest) : (about, "");
        switch (kind)
        {
            case "":
                return "";
            case "task":
                await Work.Tasks.Find(s, scope, TaskKey.Parse(key));
                return "";
            case "report":
                return await OfReport(s, scope, key);
            default:
                throw new Refusal("Difficulties.NoAbout", about) { Kind = RefusalKind.Missing };
        }
    }

    /// <summary>What was written on a report as its difficulties, in its latest version.</summary>
    private static async Task<string> OfReport(Session s, Scope scope, string key)
    {
        if (key.Split('-') is not [.. { Length: > 0 } kind, var code, var day] || !DateOnly.TryParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to)
            || await Offices.Find(s, code, to) is not { } office || !scope.CoversOffice(office.Province, code))
        {
            throw new Refusal("Difficulties.NoAbout", key) { Kind = RefusalKind.Missing };
        }

        return await s.One<string>(
            "select r.difficulties from rep_reports r where r.kind = @kind and r.office_code = @code and r.to_date = @to order by r.version desc limit 1",
            new { kind = ReportKind.Of(string.Join('-', kind)).Code, code, to }) ?? "";
    }

    /// <summary>The act under the lock of the row, by the table, by the office whose act it is, on what the person saw; its entry in the history and in the audit trail.</summary>
    private Task Act(Actor actor, Scope scope, string id, int changes, DifficultyAct act, string note, Func<Session, Difficulty, Task<object>> change) => db.Write(async tx =>
    {
        await tx.Lock("difficulty " + id);
        var known = await Find(tx, scope, id);
        if (DifficultyActs.After(known.DifficultyState, act) is not { } next)
        {
            throw new Refusal("Difficulties.NotInState", Text.Of("Difficulties.Act_" + act), Text.Of("Difficulties.State_" + known.State));
        }

        if (known.Changes != changes)
        {
            throw new Refusal("Difficulties.ChangedMeanwhile");
        }

        if (actor.OfficeCode != (DifficultyActs.IsHolders(act) ? known.Holder : known.OfficeCode))
        {
            throw new Refusal("Difficulties.NotYours", DifficultyActs.IsHolders(act) ? known.HolderName : known.OfficeName);
        }

        var detail = await change(tx, known);
        await tx.Execute("update pln_difficulties set state = @state, changes = changes + 1 where difficulty_id = @id", new { state = next.ToString(), id });
        var name = Name(act);
        await Told(tx, actor, id, name, note);
        await AuditTrail.Write(tx, clock, actor, "planning." + name, "difficulty:" + id, new { note, detail });
    });

    private static string Name(DifficultyAct act) => act switch
    {
        DifficultyAct.Pass => "pass", DifficultyAct.Answer => "answer", DifficultyAct.Accept => "accept", DifficultyAct.AskAgain => "ask-again", _ => "close",
    };

    private async Task Told(Session tx, Actor actor, string id, string act, string note) => await tx.Execute(
        """
        insert into pln_difficulty_events (difficulty_id, seq, at, user_id, user_name, office_code, act, note)
        select @id, coalesce(max(seq), 0) + 1, @now, @by, @name, @office, @act, @note from pln_difficulty_events where difficulty_id = @id
        """,
        new { id, now = clock.Now(), by = actor.UserId, name = actor.Signed, office = actor.OfficeCode, act, note });
}

/// <summary>What is written of a new one. <paramref name="About"/>: "task:79-TA0001A-contact-1", "report:daily-07900-20211103", or nothing.</summary>
public sealed record DifficultyEntry(string? Subject, string? Title, string? Body, string? About);

/// <summary><paramref name="Office"/>: the person's own; <paramref name="Owed"/>: only those it owes an answer to.</summary>
public sealed record DifficultyFilter(string Office, string? Text = null, string? Subject = null, string? State = null, bool Owed = false, bool Overdue = false, string? After = null, string? Before = null);

public sealed record DifficultyPage(IReadOnlyList<Difficulty> Rows, long Count, string? Previous, string? Next);

public sealed record DifficultyDetail(Difficulty Difficulty, IReadOnlyList<DifficultyEvent> Events);

/// <summary>A difficulty. <see cref="Holder"/>: the office that owes the answer, or gave it.</summary>
public sealed class Difficulty
{
    public string Id { get; init; } = "";
    public string Province { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string OfficeName { get; init; } = "";
    public string Subject { get; init; } = "";
    public string Title { get; init; } = "";
    public string Body { get; init; } = "";
    public string About { get; init; } = "";
    public string State { get; init; } = "";
    public string Holder { get; init; } = "";
    public string HolderName { get; init; } = "";
    public DateOnly DueOn { get; init; }
    public string Answer { get; init; } = "";
    public string AnsweredName { get; init; } = "";
    public Instant? AnsweredAt { get; init; }
    public string RaisedName { get; init; } = "";
    public Instant RaisedAt { get; init; }

    /// <summary>Changes so far; an act asks for the number its person saw.</summary>
    public int Changes { get; init; }
    public DifficultyState DifficultyState => Enum.Parse<DifficultyState>(State);

    public bool IsOverdue(DateOnly today) => DifficultyState == DifficultyState.Open && DueOn < today;
}

/// <summary>A step in the life of a difficulty.</summary>
public sealed class DifficultyEvent
{
    public int Seq { get; init; }
    public Instant At { get; init; }
    public string UserName { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string OfficeName { get; init; } = "";
    public string Act { get; init; } = "";
    public string Note { get; init; } = "";
}
