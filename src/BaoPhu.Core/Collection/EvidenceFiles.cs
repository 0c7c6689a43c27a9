using System.Globalization;
using System.Security.Cryptography;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Collection.Penalty;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Collection;

/// <summary>
/// Scans, photographs and PDFs that prove what a case says, each attached to what it proves. A file lies once for its employer, under its digest; it is opened within the scope only, and
/// every opening is noted. What was attached by mistake is withdrawn with a reason and stays on record.
/// </summary>
public sealed class EvidenceFiles(Db db, TimeProvider clock)
{
    /// <summary>Bytes of a file at most, whatever the setting says: it is held in memory whole.</summary>
    public const int MostBytes = 50 << 20;

    private const int MostTitle = 200;

    private static readonly string[] Kinds = [MediaTypes.Pdf, MediaTypes.Png, MediaTypes.Jpeg, MediaTypes.Tiff];

    /// <summary>The page folder whose rows say who may see and add evidence of the act, beside those of evidence itself.</summary>
    public static string FolderOf(string taskKey) => CaseBook.Find(TaskKey.Parse(taskKey).Act)?.Folder ?? "/collection/answers";

    /// <summary>The evidence of one task and its case, by what it proves. Missing outside the scope.</summary>
    public Task<EvidenceView> Of(Scope scope, string key) => db.ReadConsistently(async s =>
    {
        var task = await Work.Tasks.Find(s, scope, TaskKey.Parse(key));
        return new EvidenceView(task, await Pieces(s, task), await Places(s, task.Key), await Megabytes(s, task.Province));
    });

    /// <summary>
    /// Attaches a file; returns its number. Refused: no title, a place that the case does not have, a file that is empty, larger than the setting allows, or whose first bytes are neither those of a PDF
    /// nor of a PNG, JPEG or TIFF picture. Missing outside the scope.
    /// </summary>
    public async Task<int> Add(Actor actor, Scope scope, string key, string? place, string? title, string fileName, Stream content)
    {
        var parsed = TaskKey.Parse(key);
        var (about, called) = (EvidencePlace.Parse(place), VietnameseText.Normalise(title ?? ""));
        if (called.Length is 0 or > MostTitle)
        {
            throw new Refusal("Evidence.NeedTitle", MostTitle);
        }

        var most = await db.Read(async s => await Megabytes(s, (await Work.Tasks.Find(s, scope, parsed)).Province));
        var bytes = await Read(content, most << 20) ?? throw new Refusal("Evidence.TooLarge", most);
        var media = MediaTypes.Of(bytes) is { } known && Kinds.Contains(known) ? known : throw new Refusal("Evidence.WrongKind", Path.GetFileName(fileName));
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        // The name says what the file is, whatever it was called when it was sent.
        var name = Path.ChangeExtension(VietnameseText.Normalise(Path.GetFileName(fileName)), MediaTypes.Extension(media));
        return await db.Write(async tx =>
        {
            await tx.Lock(PlanningPass.LockOf(EmployerKey.Province(parsed.SubjectId)));
            var task = await Work.Tasks.Find(tx, scope, parsed);
            if (!(await Places(tx, task.Key)).Any(p => p.Place == about))
            {
                throw new Refusal("Evidence.NoPlace") { Kind = RefusalKind.Missing };
            }

            await tx.Execute(
                """
                insert into col_evidence_files (subject_id, digest, media_type, size, body) values (@SubjectId, @digest, @media, @Length, @body)
                on conflict (subject_id, digest) do nothing
                """,
                new { task.SubjectId, digest, media, bytes.Length, body = Convert.ToBase64String(bytes) });
            var number = await tx.One<int>("select coalesce(max(v.evidence_no), 0) + 1 from col_evidence v where v.subject_id = @SubjectId", task);
            await tx.Execute(
                """
                insert into col_evidence (subject_id, evidence_no, act, occurrence, about, about_no, element, title, file_name, digest, added_by, added_at)
                values (@SubjectId, @number, @Act, @Occurrence, @About, @No, @Element, @called, @name, @digest, @by, @now)
                """,
                new { task.SubjectId, number, task.Act, task.Occurrence, about.About, about.No, about.Element, called, name, digest, by = actor.UserId, now = clock.Now() });
            await AuditTrail.Write(tx, clock, actor, "collection.evidence", "case:" + task.Key, new { number, about = about.ToString(), title = called, size = bytes.Length, digest });
            return number;
        });
    }

    /// <summary>
    /// The file itself; that it was opened is written down before it is given. Missing: outside the scope, of another task. <see cref="InvalidDataException"/>: it is not the file that was attached.
    /// </summary>
    public Task<AttachedFile> Open(Actor actor, Scope scope, string key, int number) => db.Write(async tx =>
    {
        var task = await Work.Tasks.Find(tx, scope, TaskKey.Parse(key));
        var piece = await Find(tx, task, number);
        await ReadLog.Write(tx, [new ReadLine(task.SubjectId, clock.Now(), actor, "evidence", Whole: true, Outside: actor.OfficeCode[..3] != task.OfficeCode[..3], null)]);
        return new AttachedFile(piece.FileName, piece.MediaType, await Bytes(tx, task.SubjectId, piece.Digest));
    });

    /// <summary>Takes a piece out of use that was attached by mistake, with the reason. Refused: no reason, withdrawn already. Missing outside the scope.</summary>
    public Task Withdraw(Actor actor, Scope scope, string key, int number, string? reason) => db.Write(async tx =>
    {
        var parsed = TaskKey.Parse(key);
        await tx.Lock(PlanningPass.LockOf(EmployerKey.Province(parsed.SubjectId)));
        var task = await Work.Tasks.Find(tx, scope, parsed);
        var (piece, why) = (await Find(tx, task, number), VietnameseText.Normalise(reason ?? ""));
        if (why.Length == 0)
        {
            throw new Refusal("Evidence.NeedReason");
        }

        if (await tx.Execute(
            "update col_evidence set withdrawn_by = @by, withdrawn_at = @now, withdraw_reason = @why where subject_id = @SubjectId and evidence_no = @number and withdrawn_at is null",
            new { by = actor.UserId, now = clock.Now(), why, task.SubjectId, number }) == 0)
        {
            throw new Refusal("Evidence.WithdrawnAlready", piece.Title);
        }

        await AuditTrail.Write(tx, clock, actor, "collection.evidence-withdraw", "case:" + task.Key, new { number, piece.Title, piece.Digest, note = why });
    });

    /// <summary>Everything in use that proves something of an employer, in the order in which it came.</summary>
    internal static Task<List<EvidencePiece>> OfEmployer(Session s, long subjectId) =>
        s.Query<EvidencePiece>($"select {EvidencePiece.Columns} from {EvidencePiece.From} where v.subject_id = @subjectId and v.withdrawn_at is null order by v.evidence_no", new { subjectId });

    /// <summary>The bytes under a digest. <see cref="InvalidDataException"/>: they are not there, or not those that were attached.</summary>
    internal static async Task<ReadOnlyMemory<byte>> Bytes(Session s, long subjectId, string digest)
    {
        var body = await s.One<string>("select f.body from col_evidence_files f where f.subject_id = @subjectId and f.digest = @digest", new { subjectId, digest });
        var bytes = body is null ? [] : Convert.FromBase64String(body);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == digest ? bytes : throw new InvalidDataException($"evidence {digest} of {subjectId} is not the file that was attached");
    }

    /// <summary>What a place is called: "Bước 3: Công bố quyết định thanh tra".</summary>
    internal static async Task<string> NameOf(Session s, EvidencePiece piece) =>
        (await Places(s, piece.Task)).Find(p => p.Place == piece.Place)?.Name ?? Text.Of("Evidence.About_gone");

    private static async Task<List<EvidencePiece>> Pieces(Session s, WorkTask task) => await s.Query<EvidencePiece>(
        $"select {EvidencePiece.Columns} from {EvidencePiece.From} where v.subject_id = @SubjectId and v.act = @Act and v.occurrence = @Occurrence order by v.evidence_no", task);

    private static async Task<EvidencePiece> Find(Session s, WorkTask task, int number) => (await Pieces(s, task)).Find(p => p.EvidenceNo == number) ?? throw new Refusal("Evidence.NoPiece") { Kind = RefusalKind.Missing };

    /// <summary>What there is to prove: the case, its steps, the elements of its violations, the answers about its debt.</summary>
    private static async Task<List<NamedPlace>> Places(Session s, TaskKey key)
    {
        var places = new List<NamedPlace> { new(EvidencePlace.OfCase, Text.Of("Evidence.About_case")) };
        if (CaseBook.Find(key.Act) is { } procedure)
        {
            var steps = await s.Query<CaseEvent>("select v.seq, v.step from col_case_events v where v.subject_id = @SubjectId and v.act = @Act and v.occurrence = @Occurrence order by v.seq", key);
            places.AddRange(steps.Select(v => new NamedPlace(new(EvidencePlace.Step, v.Seq, ""), Text.Of("Evidence.About_step", v.Seq, Cases.NameOf(procedure, v.Step)))));
        }

        if (key.Act == ActNames.Penalise)
        {
            places.AddRange(
                from act in await PenaltyFile.Acts(s, key)
                from element in act.Known?.Elements ?? []
                select new NamedPlace(new(EvidencePlace.Violation, act.ActNo, element.Code), Text.Of("Evidence.About_element", act.ActNo, element.Words)));
        }

        var answers = await s.Query<Answer>("select a.answer_no, a.kind, a.at from col_answers a where a.subject_id = @SubjectId and a.act = @Act and a.occurrence = @Occurrence order by a.answer_no", key);
        places.AddRange(answers.Select(a => new NamedPlace(
            new(EvidencePlace.Answer, a.AnswerNo, ""), Text.Of("Evidence.About_answer", a.AnswerNo, Text.Of("Answers.Kind_" + a.Kind), a.At.Day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)))));
        return places;
    }

    private async Task<int> Megabytes(Session s, string province) => (int)Math.Min(await Settings.Number(s, province, Settings.EvidenceMegabytes, clock.Today()), MostBytes >> 20);

    /// <summary>The whole content; null where it is larger.</summary>
    private static async Task<byte[]?> Read(Stream content, int most)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (await content.ReadAsync(buffer) is > 0 and var count)
        {
            if (bytes.Length + count > most)
            {
                return null;
            }

            bytes.Write(buffer, 0, count);
        }

        return bytes.ToArray();
    }
}

/// <summary>The evidence of a task. <paramref name="Places"/>: what a file may be attached to. <paramref name="Megabytes"/>: of a file at most.</summary>
public sealed record EvidenceView(WorkTask Task, IReadOnlyList<EvidencePiece> Pieces, IReadOnlyList<NamedPlace> Places, int Megabytes)
{
    public string NameOf(EvidencePiece piece) => Places.FirstOrDefault(p => p.Place == piece.Place)?.Name ?? Text.Of("Evidence.About_gone");
}

/// <summary>A place in words.</summary>
public sealed record NamedPlace(EvidencePlace Place, string Name);

/// <summary>A file that proves something: what, who attached it and when, and whether it was withdrawn.</summary>
public sealed class EvidencePiece
{
    internal const string Columns = """
        v.subject_id, v.evidence_no, v.act, v.occurrence, v.about, v.about_no, v.element, v.title, v.file_name, v.digest, f.media_type, f.size, v.added_by, coalesce(u.name, '') as added_by_name,
        v.added_at, v.withdrawn_at, v.withdraw_reason, coalesce(w.name, '') as withdrawn_by_name
        """;

    internal const string From = """
        col_evidence v join col_evidence_files f on f.subject_id = v.subject_id and f.digest = v.digest
        left join idn_users u on u.user_id = v.added_by left join idn_users w on w.user_id = v.withdrawn_by
        """;

    public long SubjectId { get; init; }
    public int EvidenceNo { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string About { get; init; } = "";
    public int AboutNo { get; init; }
    public string Element { get; init; } = "";
    public string Title { get; init; } = "";
    public string FileName { get; init; } = "";

    /// <summary>SHA-256.</summary>
    public string Digest { get; init; } = "";
    public string MediaType { get; init; } = "";

    /// <summary>Bytes.</summary>
    public int Size { get; init; }
    public string AddedBy { get; init; } = "";
    public string AddedByName { get; init; } = "";
    public Instant AddedAt { get; init; }
    public Instant? WithdrawnAt { get; init; }
    public string? WithdrawReason { get; init; }
    public string WithdrawnByName { get; init; } = "";
    public TaskKey Task => new(SubjectId, Act, Occurrence);
    public EvidencePlace Place => new(About, AboutNo, Element);
}
