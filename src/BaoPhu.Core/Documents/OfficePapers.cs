using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Documents;

/// <summary>
/// The life of papers that are not about one employer, by the same truth table as those of employers (<see cref="PaperActs"/>) and with numbers of the same registers. A module
/// begins one with <see cref="Prepare(Session, TimeProvider, Actor, Scope, OfficePaperOrder)"/> in its own transaction and learns of its fate as an <see cref="IOfficePaperFollower"/>.
/// <para>Locks in the order of the house: planning of the province, rows (the register is one), audit chain.</para>
/// </summary>
public sealed class OfficePapers(Db db, TimeProvider clock, IEnumerable<IOfficePaperFollower> followers) : IPaperActs
{
    public const int PageSize = 60;

    /// <summary>How a paper may go: by post, on the axis of electronic documents, by e-mail, by hand.</summary>
    public static IReadOnlyList<string> Ways { get; } = ["axis", "post", "email", "hand"];

    /// <summary>
    /// Begins a paper in the caller's transaction; its values come from the module's tables when it is numbered. Returns its id. Refused: an office out of reach, nobody who may sign,
    /// no recipient, a living paper of the form about the same thing.
    /// </summary>
    public static async Task<string> Prepare(Session tx, TimeProvider clock, Actor actor, Scope scope, OfficePaperOrder order) =>
        await Prepare(tx, clock, actor, await Issuer(tx, clock, scope, order.Issuer), order, null);

    /// <summary>The office that a person makes papers in: the own one; of somebody of the centre who acts for a province the province's.</summary>
    public static async Task<string> IssuerFor(Session s, Actor actor, string province, DateOnly day)
    {
        var own = await Offices.Find(s, actor.OfficeCode, day);
        return own is { Kind: OfficeKind.Province } && own.Province == province ? own.Code
            : (await s.One<string>("select o.code from org_offices o where o.kind = 'Province' and o.province = @province and o.known_to_at is null order by o.valid_from desc limit 1", new { province }))
                ?? throw new Refusal("Papers.NoIssuer", province);
    }

    /// <summary>A page of the papers that the scope reaches, the last made first.</summary>
    public Task<OfficePaperPage> List(Scope scope, OfficePaperFilter filter) => db.Read(async s =>
    {
        var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["state"] = filter.State, ["form"] = filter.Form, ["issuer"] = filter.Issuer };
        var condition = Reached(scope)
            + (string.IsNullOrEmpty(filter.State) ? "" : " and p.state = @state") + (string.IsNullOrEmpty(filter.Form) ? "" : " and p.form = @form") + (string.IsNullOrEmpty(filter.Issuer) ? "" : " and p.issuer = @issuer");
        var count = await s.One<long>($"select count(*) from doc_office_papers p where {condition}", args);
        var back = filter.Before is { Length: > 0 };
        var keyset = "1 = 1";
        if (Keyset.Split(back ? filter.Before : filter.After, 2) is [var at, var id])
        {
            keyset = $"(p.made_at, p.paper_id) {(back ? ">" : "<")} (@afterAt, @afterId)";
            (args["afterAt"], args["afterId"]) = (long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var moment) ? moment : throw Keyset.Unreadable(), id);
        }

        var direction = back ? "" : " desc";
        var rows = await s.Query<OfficePaper>(
            $"select {OfficePaper.Columns} from {OfficePaper.From} where {condition} and {keyset} order by p.made_at{direction}, p.paper_id{direction} limit {PageSize + 1}", args);
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, p => string.Create(CultureInfo.InvariantCulture, $"{p.MadeAt.Milliseconds}~{p.Id}"));
        return new OfficePaperPage(rows, count, previous, next);
    });

    /// <summary>Everything about one paper. Missing outside the scope.</summary>
    public Task<OfficePaperDetail> Find(Scope scope, string id) => db.Read(async s =>
    {
        var paper = await Find(s, scope, id);
        var preview = paper.PaperState == PaperState.Draft ? await Preview(s, paper) : null;
        var events = await s.Query<PaperEvent>(
            """
            select v.seq, v.at, v.user_id, v.event, v.detail, coalesce(u.name, '') as user_name from doc_office_paper_events v left join idn_users u on u.user_id = v.user_id
            where v.paper_id = @Id order by v.seq desc
            """,
            paper);
        var office = await Offices.Find(s, paper.Issuer, clock.Today());
        return new OfficePaperDetail(paper, await Sheets(s, paper.Id), preview, events, office?.Name ?? paper.Issuer, await Signers.Of(s, paper.Issuer, paper.FormOf, clock.Today()));
    });

    /// <summary>The paper about a thing that stands for it now, or null. For modules, within their session.</summary>
    public static Task<OfficePaper?> Living(Session s, string issuer, string form, string about) => s.One<OfficePaper>(
        $"select {OfficePaper.Columns} from {OfficePaper.From} where p.issuer = @issuer and p.form = @form and p.about = @about and p.closed_at is null and p.state in ('draft', 'numbered', 'signed', 'sent')",
        new { issuer, form, about });

    /// <summary>What was signed or went out about a thing stands for it no more: it begins anew, and each form may be made again. In the caller's transaction, whose audit entry it goes with.</summary>
    internal static Task Close(Session tx, IEnumerable<string> forms, string about, Instant now) => tx.Execute(
        "update doc_office_papers set closed_at = @now where about = @about and form {any:forms} and state in ('signed', 'sent') and closed_at is null", new { now, about, forms = tx.List(forms) });

    /// <summary>The papers of a form and thing, the last made first: also those replaced and voided.</summary>
    public static Task<List<OfficePaper>> Of(Session s, string form, string about) => s.Query<OfficePaper>(
        $"select {OfficePaper.Columns} from {OfficePaper.From} where p.form = @form and p.about = @about order by p.made_at desc, p.paper_id desc", new { form, about });

    /// <summary>The same of many things at once.</summary>
    public static Task<List<OfficePaper>> Of(Session s, string form, IReadOnlyCollection<string> about) => s.Query<OfficePaper>(
        $"select {OfficePaper.Columns} from {OfficePaper.From} where p.form = @form and p.about {{any:about}} order by p.made_at desc, p.paper_id desc", new { form, about = s.List(about) });

    /// <summary>The file of a sheet: of a draft as it would be now, else as it was numbered. A read of everybody whose data stand in it, noted before the file leaves.</summary>
    public async Task<(string Name, ReadOnlyMemory<byte> Bytes)> File(Actor actor, Scope scope, string id, int place)
    {
        var (paper, form, file, people) = await db.Read<(OfficePaper, IOfficeForm, ReadOnlyMemory<byte>, IReadOnlyList<long>)>(async s =>
        {
            var of = await Find(s, scope, id);
            if (of.PaperState == PaperState.Draft)
            {
                var made = (await Preview(s, of)).Made.ElementAtOrDefault(place) ?? throw NoPaper(id);
                var drafted = OfficeFormBook.Find(made.Form.Code);
                return (of, drafted, made.File, await drafted.People(s, of.About));
            }

            var sheet = (await Sheets(s, of.Id)).Find(x => x.Place == place) ?? throw NoPaper(id);
            var printed = OfficeFormBook.Find(sheet.Form);
            return (of, printed, await PaperFile.Of(s, sheet), await printed.People(s, of.About));
        });
        await Note(actor, paper, people);
        return (FileName(paper, form), file);
    }

    /// <summary>Notes that a person looked at a paper: a read of everybody whose data stand in one of its sheets.</summary>
    public async Task Look(Actor actor, OfficePaper paper)
    {
        var form = OfficeFormBook.Find(paper.Form);
        var people = await db.Read(async s =>
        {
            var all = new HashSet<long>();
            foreach (var sheet in form.Annexes.Select(OfficeFormBook.Find).Prepend(form))
            {
                all.UnionWith(await sheet.People(s, paper.About));
            }

            return all;
        });
        await Note(actor, paper, people);
    }

    private async Task Note(Actor actor, OfficePaper paper, IReadOnlyCollection<long> people)
    {
        if (people.Count > 0)
        {
            var now = clock.Now();
            await db.Write(tx => ReadLog.Write(tx, [.. people.Select(p => new ReadLine(p, now, actor, "paper", Whole: true, Outside: paper.Issuer != actor.OfficeCode, null))]));
        }
    }

    /// <summary>Changes who signs a draft, to whom it goes and until when an answer is asked for.</summary>
    public Task Change(Actor actor, Scope scope, string id, int version, string signerId, IReadOnlyList<string> recipients, DateOnly? deadline) => db.Write(async tx =>
    {
        var paper = await Locked(tx, scope, id);
        Next(paper, PaperAct.Change);
        var office = await IssuingOffice.Open(tx, clock, paper.Issuer, aboutEmployers: false);
        await office.Signer(paper.FormOf, signerId);
        await Update(
            tx, actor, paper, version, PaperState.Draft, "changed", "signer_id = @signerId, recipients = @recipients, deadline = @deadline", new { signerId, recipients = Lines(recipients), deadline });
        await AuditTrail.Write(tx, clock, actor, "documents.change", "office-paper:" + id, new { signerId, deadline });
    });

    /// <summary>Composes, fills and inspects the draft and draws its number. Refused with every fault that the inspection finds; then no number is used.</summary>
    public Task<string> Number(Actor actor, Scope scope, string id, int version) => db.Write(async tx =>
    {
        var paper = await Locked(tx, scope, id);
        Next(paper, PaperAct.Number);
        foreach (var follower in FollowersOf(paper))
        {
            await follower.BeforeNumber(tx, actor, paper);
        }

        var (form, office) = (paper.FormOf, await IssuingOffice.Open(tx, clock, paper.Issuer, aboutEmployers: false));
        var signer = await office.Signer(form, paper.SignerId);
        var register = await NumberRegister.Hold(tx, paper.Issuer, clock.Today().Year, NumberRegister.KindOf(form));
        var about = office.Case(paper.About, paper.RecipientList, paper.Deadline, signer.Signer, register.Next);
        var sheets = await office.Sheets(form, about);
        var faults = sheets.SelectMany(s => s.Faults).Distinct(StringComparer.Ordinal).ToList();
        if (faults.Count > 0)
        {
            throw new Refusal("Papers.Faulty", string.Join(" ", faults));
        }

        var label = register.Take().ToString("00", CultureInfo.InvariantCulture) + "/" + OfficialWords.Symbol(form.Kind, about.IssuerShort, about.DraftingUnit);
        await register.Note(tx);
        for (var place = 0; place < sheets.Count; place++)
        {
            var sheet = sheets[place];
            await tx.Execute(
                """
                insert into doc_office_sheets (paper_id, place, form, content, content_digest, template_scope, template_version, file_digest)
                values (@Id, @place, @form, @content, @digest, @scope, @version, @file)
                """,
                new
                {
                    paper.Id, place = (short)place, form = sheet.Form.Code, content = sheet.Content.ToJson(), digest = sheet.Content.Digest, scope = sheet.Template.Scope, version = sheet.Template.Version,
                    file = sheet.FileDigest,
                });
        }

        await Update(
            tx, actor, paper, version, PaperState.Numbered, "numbered", "kind = @Kind, year = @Year, number = @number, label = @label, dated_on = @today, numbered_at = @now",
            new { register.Kind, register.Year, number = about.Number, label, today = clock.Today(), now = clock.Now() });
        await AuditTrail.Write(tx, clock, actor, "documents.number", "office-paper:" + id, new { label, digest = sheets[0].Content.Digest });
        return label;
    });

    /// <summary>Signs for the office. Refused as a paper of an employer is: another than the signer named, one who no longer may, who prepared it (unless the setting allows).</summary>
    public Task Sign(Actor actor, Scope scope, string id, int version) => db.Write(async tx =>
    {
        var paper = await Locked(tx, scope, id);
        Next(paper, PaperAct.Sign);
        await Signers.Require(tx, actor, paper.Issuer, paper.FormOf, clock.Today(), (paper.Called, paper.SignerId, paper.SignerName));
        if (paper.MadeBy == actor.UserId && await Settings.Value(tx, paper.Province, Settings.SignOwnPaper, paper.MadeAt.Day) != "yes")
        {
            throw new Refusal("Papers.PreparerSigns", paper.Called);
        }

        await Update(tx, actor, paper, version, PaperState.Signed, "signed", "signed_at = @now", new { now = clock.Now() });
        await AuditTrail.Write(tx, clock, actor, "documents.sign", "office-paper:" + id, new { paper.Label });
    });

    /// <summary>Notes that a signed paper went out, and how. Refused: a way that there is not.</summary>
    public Task Send(Actor actor, Scope scope, string id, int version, string way, string? note) => db.Write(tx => Send(tx, actor, scope, id, version, way, note));

    internal async Task Send(Session tx, Actor actor, Scope scope, string id, int version, string way, string? note)
    {
        var paper = await Locked(tx, scope, id);
        Next(paper, PaperAct.Send);
        if (!Ways.Contains(way))
        {
            throw new Refusal("OfficePapers.NeedWay");
        }

        await Update(tx, actor, paper, version, PaperState.Sent, "sent", "sent_at = @now, sent_by = @way", new { now = clock.Now(), way }, new { way, note = VietnameseText.Normalise(note ?? "") });
        await AuditTrail.Write(tx, clock, actor, "documents.send", "office-paper:" + id, new { paper.Label, way });
    }

    /// <summary>Puts a new draft about the same thing in the paper's place; each points to the other and the old number stays used.</summary>
    public Task<string> Replace(Actor actor, Scope scope, string id, int version, string? reason) => db.Write(async tx =>
    {
        var paper = await Locked(tx, scope, id);
        Next(paper, PaperAct.Replace);
        var (why, next) = (Grounds(reason), Guid.CreateVersion7().ToString("N"));
        await Update(tx, actor, paper, version, PaperState.Replaced, "replaced", "reason = @why, replaced_by = @next", new { why, next }, new { note = why, next });
        var office = (await Offices.Find(tx, paper.Issuer, clock.Today()))!;
        await Prepare(tx, clock, actor, office, new(paper.Issuer, paper.Form, paper.About, paper.Subject, paper.RecipientList, paper.SignerId, paper.Deadline), paper.Id, next);
        await AuditTrail.Write(tx, clock, actor, "documents.replace", "office-paper:" + id, new { paper.Label, why, by = next });
        return next;
    });

    /// <summary>Cancels a numbered paper or calls a signed one back. The number stays used and the register says why.</summary>
    public Task Void(Actor actor, Scope scope, string id, int version, string? reason) => db.Write(async tx =>
    {
        var paper = await Locked(tx, scope, id);
        Next(paper, PaperAct.Void);
        var why = Grounds(reason);
        await Update(tx, actor, paper, version, PaperState.Voided, "voided", "reason = @why", new { why }, new { note = why });
        await AuditTrail.Write(tx, clock, actor, "documents.void", "office-paper:" + id, new { paper.Label, reason = why });
    });

    /// <summary>Throws a draft away. One that replaces another paper stays: the other points to it.</summary>
    public Task Discard(Actor actor, Scope scope, string id, int version) => db.Write(async tx =>
    {
        var paper = await Locked(tx, scope, id);
        Next(paper, PaperAct.Discard);
        if (paper.Replaces is not null)
        {
            throw new Refusal("Papers.ReplacementStays");
        }

        await Update(tx, actor, paper, version, PaperState.Discarded, "discarded");
        await AuditTrail.Write(tx, clock, actor, "documents.discard", "office-paper:" + id, new { });
    });

    internal static Task<List<OfficeSheet>> Sheets(Session s, string id) => s.Query<OfficeSheet>(
        """
        select h.paper_id, h.place, h.form, h.content, h.content_digest, h.template_scope, h.template_version, h.file_digest
        from doc_office_sheets h where h.paper_id = @id order by h.place
        """,
        new { id });

    private static async Task<string> Prepare(Session tx, TimeProvider clock, Actor actor, Office office, OfficePaperOrder order, string? replaces, string? id = null)
    {
        var (form, province) = (OfficeFormBook.Find(order.Form), office.Province ?? Settings.NationScope);
        await tx.Lock(PlanningPass.LockOf(province));
        var signers = await Signers.Of(tx, office.Code, form, clock.Today());
        var signer = (order.SignerId is null ? signers.FirstOrDefault() : signers.FirstOrDefault(p => p.UserId == order.SignerId))
            ?? throw new Refusal("Papers.NotASigner", Text.Of(form.TitleKey), office.Name);
        var recipients = Lines(order.Recipients);
        if (await Living(tx, office.Code, order.Form, order.About) is { } living)
        {
            throw new Refusal("OfficePapers.LivesAlready", order.Subject, living.Called);
        }

        id ??= Guid.CreateVersion7().ToString("N");
        await tx.Execute(
            """
            insert into doc_office_papers (paper_id, province, issuer, form, about, subject, state, recipients, deadline, made_at, made_by, signer_id, replaces)
            values (@id, @province, @Code, @Form, @About, @Subject, 'draft', @recipients, @Deadline, @now, @by, @SignerId, @replaces)
            """,
            new { id, province, office.Code, order.Form, order.About, order.Subject, recipients, order.Deadline, now = clock.Now(), by = order.Maker ?? actor.UserId, SignerId = signer.UserId, replaces });
        await AuditTrail.Write(tx, clock, actor, "documents.prepare", "office-paper:" + id, new { order.Form, order.About, SignerId = signer.UserId });
        return id;
    }

    private IEnumerable<IOfficePaperFollower> FollowersOf(OfficePaper paper) => followers.Where(f => f.Forms.Contains(paper.Form));

    private async Task<OfficePaperPreview> Preview(Session s, OfficePaper paper)
    {
        var office = await IssuingOffice.Open(s, clock, paper.Issuer, writes: false, aboutEmployers: false);
        var signer = (await office.Signers(paper.FormOf)).FirstOrDefault(p => p.UserId == paper.SignerId);
        // Inspected as if it had the next number: that it is not drawn yet is no fault of a draft.
        var made = await office.Sheets(paper.FormOf, office.Case(paper.About, paper.RecipientList, paper.Deadline, signer?.Signer, 1));
        var shown = await office.Sheets(paper.FormOf, office.Case(paper.About, paper.RecipientList, paper.Deadline, signer?.Signer, null));
        return new OfficePaperPreview(shown, [.. made.SelectMany(m => m.Faults).Distinct(StringComparer.Ordinal)]);
    }

    private static async Task<Office> Issuer(Session s, TimeProvider clock, Scope scope, string code) =>
        await Offices.Find(s, code, clock.Today()) is { } office && scope.CoversOffice(office.Province, office.Code) ? office
            : throw new Refusal("Papers.NoRegister", code) { Kind = RefusalKind.Missing };

    private static string Reached(Scope scope) => scope.IsNation ? "1 = 1" : $"exists (select 1 from org_offices o where o.code = p.issuer and o.known_to_at is null and {scope.OnTree("o")})";

    private static async Task<OfficePaper> Find(Session s, Scope scope, string id) =>
        await s.One<OfficePaper>($"select {OfficePaper.Columns} from {OfficePaper.From} where p.paper_id = @id and {Reached(scope)}", new { id }) ?? throw NoPaper(id);

    private static async Task<OfficePaper> Locked(Session tx, Scope scope, string id)
    {
        var known = await Find(tx, scope, id);
        await tx.Lock(PlanningPass.LockOf(known.Province));
        return await Find(tx, scope, id);
    }

    private static PaperState Next(OfficePaper paper, PaperAct act) => PaperActs.Next(paper.PaperState, act, minutes: false)
        ?? throw new Refusal("Papers.NotInThisState", paper.Called, Text.Of("Papers.State_" + paper.State), Text.Of("Papers.Act_" + act).ToLower(Text.Vietnamese));

    private static string Lines(IReadOnlyList<string> recipients)
    {
        var lines = recipients.Select(VietnameseText.Normalise).Where(r => r.Length > 0).ToList();
        return lines.Count > 0 ? TaskEvents.Write(lines) : throw new Refusal("OfficePapers.NeedRecipients");
    }

    private static string Grounds(string? reason) => VietnameseText.Normalise(reason ?? "") is { Length: > 0 } why ? why : throw new Refusal("Papers.NeedsReason");

    private static Refusal NoPaper(string id) => new("Papers.NoPaper", id) { Kind = RefusalKind.Missing };

    private static string FileName(OfficePaper paper, IPrintedForm form) =>
        string.Create(CultureInfo.InvariantCulture, $"{form.Code}{(paper.Number is { } number ? $"-{paper.Year}-{number:00}" : "")}{OfficeTemplates.Extension(form)}").Replace('/', '-');

    /// <summary>Changes the row only if nobody did since it was read, writes the history line and tells who follows.</summary>
    private async Task Update(Session tx, Actor actor, OfficePaper paper, int version, PaperState state, string what, string? set = null, object? values = null, object? detail = null)
    {
        var args = new Dapper.DynamicParameters(values);
        args.Add("ofPaper", paper.Id);
        args.Add("read", version);
        args.Add("toState", PaperNames.Of(state));
        var also = set is null ? "" : ", " + set;
        if (await tx.Execute($"update doc_office_papers set state = @toState{also}, version = version + 1 where paper_id = @ofPaper and version = @read", args) == 0)
        {
            throw new Refusal("Papers.ChangedMeanwhile", paper.Called);
        }

        await tx.Execute(
            "insert into doc_office_paper_events (paper_id, seq, at, user_id, event, detail) values (@Id, @seq, @at, @by, @what, @detail)",
            new { paper.Id, seq = version + 1, at = clock.Now(), by = actor.UserId, what, detail = TaskEvents.Write(detail ?? new { }) });
        var now = (await tx.One<OfficePaper>($"select {OfficePaper.Columns} from {OfficePaper.From} where p.paper_id = @Id", paper))!;
        foreach (var follower in FollowersOf(paper))
        {
            await follower.Follow(tx, actor, now);
        }
    }
}

/// <summary>What a list shows: state, form, issuing office.</summary>
public sealed record OfficePaperFilter(string? State = null, string? Form = null, string? Issuer = null, string? After = null, string? Before = null);

public sealed record OfficePaperPage(IReadOnlyList<OfficePaper> Rows, long Papers, string? Previous, string? Next);

/// <summary>A paper as it would be, sheet by sheet, and what would stop its number.</summary>
public sealed class OfficePaperPreview
{
    internal OfficePaperPreview(IReadOnlyList<MadeSheet> made, IReadOnlyList<string> faults) => (Made, Faults) = (made, faults);

    internal IReadOnlyList<MadeSheet> Made { get; }
    public IReadOnlyList<FormContent> Sheets => [.. Made.Select(m => m.Content)];
    public IReadOnlyList<string> Faults { get; }
}

/// <summary><paramref name="Preview"/>: of a draft only. <paramref name="Signers"/>: who may sign it.</summary>
public sealed record OfficePaperDetail(
    OfficePaper Paper, IReadOnlyList<OfficeSheet> Sheets, OfficePaperPreview? Preview, IReadOnlyList<PaperEvent> Events, string IssuerName, IReadOnlyList<SigningPerson> Signers)
{
    /// <summary>What it says: as numbered, of a draft as it would be now.</summary>
    public IReadOnlyList<FormContent> Contents => Preview?.Sheets ?? [.. Sheets.Select(s => s.FormContent)];

    public IReadOnlyList<PaperAct> Lawful => [.. PaperActs.Lawful(Paper.PaperState, minutes: false)];
}
