using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Papers;

namespace BaoPhu.Core.Documents;

/// <summary>
/// What goes by post (dịch vụ bưu chính công ích): signed papers are put on a manifest with their labels, the manifest is handed over, and with it all its papers are sent.
/// </summary>
public sealed class Manifests(Db db, TimeProvider clock)
{
    public const string ListForm = "BANGKE-BCCI";
    public const string LabelsForm = "NHAN-BCCI";

    /// <summary>Items of one manifest: what a post office takes in a day and a workbook shows on one sheet.</summary>
    public const int MostItems = 5_000;

    private const string Columns = "m.manifest as id, m.province, m.office_code, m.label, m.papers, m.state, m.made_at, m.made_by, m.handed_at, m.handed_by";

    /// <summary>The manifests that the scope reaches, the last made first.</summary>
    public Task<List<Manifest>> List(Scope scope) => db.Read(async s =>
        (await s.Query<Manifest>($"select {Columns}, (select count(*) from doc_papers p join doc_item_results r on r.subject_id = p.subject_id and r.paper_no = p.paper_no and r.result_no = 1 where p.manifest = m.manifest) as answered from doc_manifests m where {scope.OnProvince("m")} order by m.made_at desc, m.manifest desc limit 200")).FindAll(m => scope.Covers(m.Province, m.OfficeCode)));

    public Task<Manifest> Find(Scope scope, string manifest) => db.Read(s => Find(s, scope, manifest));

    /// <summary>Signed papers of an office that wait for the post.</summary>
    public Task<(long Papers, long WithoutAddress)> Waiting(Scope scope, string office) => db.Read(async s =>
    {
        var found = await s.One<WaitingCount>(
            $"""
            select count(*) as papers, count(*) filter (where coalesce(e.address, '') = '') as without_address
            from doc_papers p join reg_employers e on e.employer_id = p.subject_id where {WaitingPapers} and {scope.On("e")}
            """,
            new { office });
        return (found!.Papers, found.WithoutAddress);
    });

    private const string WaitingPapers = "p.issuer = @office and p.state = 'signed' and p.channel = 'post' and p.manifest is null";

    /// <summary>
    /// Puts all signed papers of the office that wait for the post, and have an address, on a manifest. Refused: none waits, or not as many as were shown.
    /// </summary>
    public Task<Manifest> Make(Actor actor, Scope scope, string office, long expected) => db.Write(async tx =>
    {
        var province = scope.ProvinceCode ?? throw new Refusal("Papers.NothingForPost");
        await tx.Lock(PlanningPass.LockOf(province));
        var papers = await tx.Query<Paper>(
            $"""
            select {Paper.Columns} from {Paper.From} where {WaitingPapers} and coalesce(e.address, '') <> '' and {scope.On("e")}
            order by p.year, p.kind, p.number limit {MostItems}
            """,
            new { office });
        if (papers.Count == 0)
        {
            throw new Refusal("Papers.NothingForPost");
        }

        if (papers.Count != Math.Min(expected, MostItems))
        {
            throw new Refusal("Papers.ListChanged", papers.Count);
        }

        var batch = 1 + (int)await tx.One<long>(
            "select count(*) from doc_manifests m where m.office_code = @office and m.made_at >= @year", new { office, year = Instant.StartOf(new DateOnly(clock.Today().Year, 1, 1)) });
        var tasks = (await Work.Tasks.Find(tx, scope, papers.ConvertAll(p => p.TaskKey))).ToDictionary(t => t.Key);
        var desk = await IssuingOffice.Open(tx, clock, office);
        var codes = desk.Particulars.Items is { } range ? await ItemCodes.Draw(tx, range, papers.Count) : null;
        var about = desk.Case([.. papers.Select(p => tasks[p.TaskKey])], new PaperAnswers { SignerId = "", Channel = "post" }, new Signer(actor.Name, Text.Of("Papers.Title_officer")), null) with
        {
            Manifest = new ManifestCase(batch, null, [.. papers.Select((p, i) => new PostalItem(codes?[i], p.Label))]),
        };
        var manifest = new Manifest
        {
            Id = Guid.CreateVersion7().ToString("N"), Province = province, OfficeCode = office, Label = string.Create(CultureInfo.InvariantCulture, $"{batch:00}/{clock.Today().Year}"), Papers = papers.Count, State = "made",
            MadeAt = clock.Now(), MadeBy = actor.UserId,
        };
        var (list, labels) = (await FormBook.Find(ListForm).Compose(tx, about), await FormBook.Find(LabelsForm).Compose(tx, about));
        var (listBy, labelsBy) = ((await desk.Template(FormBook.Find(ListForm))).Version, (await desk.Template(FormBook.Find(LabelsForm))).Version);
        await tx.Execute(
            """
            insert into doc_manifests (manifest, province, office_code, label, papers, list_content, labels_content, list_scope, list_version, labels_scope, labels_version, state, made_at, made_by)
            values (@Id, @Province, @OfficeCode, @Label, @Papers, @list, @labels, @listScope, @listVersion, @labelsScope, @labelsVersion, 'made', @MadeAt, @MadeBy)
            """,
            new
            {
                manifest.Id, manifest.Province, manifest.OfficeCode, manifest.Label, manifest.Papers, list = list.ToJson(), labels = labels.ToJson(), manifest.MadeAt, manifest.MadeBy,
                listScope = listBy.Scope, listVersion = listBy.Version, labelsScope = labelsBy.Scope, labelsVersion = labelsBy.Version,
            });
        await PaperLists.Scratch(tx, papers, codes);
        await tx.Execute(
            "update doc_papers as p set manifest = @Id, item_code = l.item_code, version = p.version + 1 from scratch_listed as l where p.subject_id = l.subject_id and p.paper_no = l.paper_no", manifest);
        await PaperLists.Note(tx, clock, actor, "manifest", new { manifest = manifest.Label });
        await AuditTrail.Write(tx, clock, actor, "documents.manifest", "manifest:" + manifest.Id, new { manifest.Label, manifest.Papers, list.Digest });
        return manifest;
    });

    /// <summary>
    /// Hands the manifest over to the post: its papers are sent, each a message that the post has taken. A paper that was voided or replaced since is no longer on it; their number is returned to be struck off the list.
    /// </summary>
    public Task<(int Sent, int StruckOff)> HandOver(Actor actor, Scope scope, string id) => db.Write(async tx =>
    {
        var known = await Find(tx, scope, id);
        await tx.Lock(PlanningPass.LockOf(known.Province));
        var manifest = await Find(tx, scope, id);
        if (manifest.State != "made")
        {
            throw new Refusal("Papers.HandedOverAlready", manifest.Label);
        }

        var papers = await tx.Query<Paper>($"select {Paper.Columns} from {Paper.From} where p.manifest = @id and p.state = 'signed' order by p.subject_id, p.paper_no", new { id });
        var now = clock.Now();
        await PaperLists.Scratch(tx, papers);
        await tx.Execute(
            "update doc_papers as p set state = 'sent', sent_at = @now, version = p.version + 1 from scratch_listed as l where p.subject_id = l.subject_id and p.paper_no = l.paper_no", new { now });
        await PaperLists.Note(tx, clock, actor, "sent", new { manifest = manifest.Label });
        await TaskPapers.Tell(tx, papers.ConvertAll(p => PaperLists.Told(p, PaperState.Sent)));
        var employers = (await tx.Query<Addressee>(
            "select e.employer_id, e.office_code, coalesce(e.contact_name, '') as contact_name from reg_employers e where e.employer_id {any:ids}", new { ids = tx.List(papers.Select(p => p.SubjectId).Distinct()) }))
            .ToDictionary(e => e.EmployerId);
        await PostalMessages.Handed(tx, clock, actor, papers.ConvertAll(p =>
            new PostalItemMessage(p.TaskKey, employers[p.SubjectId].OfficeCode, p.PaperNo, p.Label, p.ItemCode, employers[p.SubjectId].ContactName)));
        await tx.Execute("update doc_manifests set state = 'handed', handed_at = @now, handed_by = @by where manifest = @id", new { id, now, by = actor.UserId });
        await AuditTrail.Write(tx, clock, actor, "documents.hand-over", "manifest:" + id, new { manifest.Label, papers.Count, struckOff = manifest.Papers - papers.Count });
        return (papers.Count, manifest.Papers - papers.Count);
    });

    /// <summary>The list (XLSX) or the labels (DOCX), as they were made: with the template of then.</summary>
    public Task<(string Name, ReadOnlyMemory<byte> Bytes)> File(Scope scope, string id, bool labels) => db.Read<(string, ReadOnlyMemory<byte>)>(async s =>
    {
        var manifest = await Find(s, scope, id);
        var form = FormBook.Find(labels ? LabelsForm : ListForm);
        var part = labels ? "labels" : "list";
        var made = (await s.One<MadeFile>($"select {part}_content as content, {part}_scope as scope, {part}_version as version from doc_manifests where manifest = @id", new { id }))!;
        var template = made.Scope is null
            ? Writing.Templates.Of(form)
            : await OfficeTemplates.Template(s, await OfficeTemplates.Find(s, made.Scope, form.Code, made.Version) ?? throw new InvalidDataException($"no template {made.Scope}/{form.Code}/{made.Version}"));
        var file = new MemoryStream();
        template.Write(FormContent.FromJson(made.Content), file);
        return ($"{form.Code}-{manifest.Label.Replace('/', '-')}{OfficeTemplates.Extension(form)}", file.GetBuffer().AsMemory(0, (int)file.Length));
    });

    /// <summary>The items of a manifest with empty columns for what became of them, as the import reads it: for a post office that sends no file of its own.</summary>
    public Task<(string Name, byte[] Bytes)> BlankResults(Scope scope, string id) => db.Read(async s =>
    {
        var manifest = await Find(s, scope, id);
        var papers = await s.Query<Paper>($"select {Paper.Columns} from {Paper.From} where p.manifest = @id and p.item_code is not null order by p.item_code", new { id });
        var file = new MemoryStream();
        using (var sheet = new Sheet(file, Text.Of("Papers.AnsweredLabel")))
        {
            sheet.Row(((string[])["Số hiệu bưu gửi", "Tên đơn vị nhận", "Kết quả phát", "Ngày phát", "Người nhận", "Ghi chú"]).Select(t => (t, false)));
            foreach (var paper in papers)
            {
                sheet.Row([(paper.ItemCode!, false), (paper.Name, false), ("", false), ("", false), ("", false), ("", false)]);
            }
        }

        return ($"ket-qua-phat-{manifest.Label.Replace('/', '-')}.xlsx", file.ToArray());
    });

    private static async Task<Manifest> Find(Session s, Scope scope, string id)
    {
        var found = await s.One<Manifest>($"select {Columns} from doc_manifests m where m.manifest = @id", new { id });
        return found is not null && scope.Covers(found.Province, found.OfficeCode) ? found : throw new Refusal("Papers.NoManifest") { Kind = RefusalKind.Missing };
    }

    private sealed class MadeFile
    {
        public string Content { get; init; } = "";
        public string? Scope { get; init; }
        public int Version { get; init; }
    }

    private sealed class Addressee
    {
        public long EmployerId { get; init; }
        public string OfficeCode { get; init; } = "";
        public string ContactName { get; init; } = "";
    }

    private sealed class WaitingCount
    {
        public long Papers { get; init; }
        public long WithoutAddress { get; init; }
    }
}

/// <summary>A hand-over to the post.</summary>
public sealed class Manifest
{
    public string Id { get; init; } = "";
    public string Province { get; init; } = "";
    public string OfficeCode { get; init; } = "";

    /// <summary>Its number in the year: "03/2021".</summary>
    public string Label { get; init; } = "";

    /// <summary>Papers that were put on it.</summary>
    public int Papers { get; init; }

    /// <summary>Of them the post has answered; filled in lists.</summary>
    public long Answered { get; init; }

    /// <summary>made or handed.</summary>
    public string State { get; init; } = "";
    public Instant MadeAt { get; init; }
    public string MadeBy { get; init; } = "";
    public Instant? HandedAt { get; init; }
    public string? HandedBy { get; init; }
}
