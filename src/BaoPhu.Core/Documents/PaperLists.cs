using System.Globalization;
using System.IO.Compression;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Documents;

/// <summary>Papers as lists: found, signed in bulk, taken out as one file.</summary>
public sealed class PaperLists(Db db, TimeProvider clock)
{
    public const int PageSize = 60;

    /// <summary>Papers of one file to print: what an office printer takes in one go and a word processor still opens quickly.</summary>
    public int PrintPart { get; init; } = 500;

    /// <summary>A page of the papers in the scope, the last made first, with the count and the debt they are about.</summary>
    public Task<PaperPage> List(Scope scope, PaperFilter filter) => db.Read(async s =>
    {
        var (condition, args) = Condition(scope, filter);
        var back = filter.Before is { Length: > 0 };
        var keyset = "1 = 1";
        if (Keyset.Split(back ? filter.Before : filter.After, 3) is [var at, var subject, var no])
        {
            keyset = $"(p.made_at, p.subject_id, p.paper_no) {(back ? ">" : "<")} (@afterAt, @afterId, @afterNo)";
            (args["afterAt"], args["afterId"], args["afterNo"]) = (Number(at), Number(subject), (int)Number(no));
        }

        var direction = back ? "" : " desc";
        var rows = await s.Query<Paper>(
            $"select {Paper.Columns} from {Paper.From} where {condition} and {keyset} order by p.made_at{direction}, p.subject_id{direction}, p.paper_no{direction} limit {PageSize + 1}", args);
        var total = await Total(s, condition, args);
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, p => string.Create(CultureInfo.InvariantCulture, $"{p.MadeAt.Milliseconds}~{p.SubjectId}~{p.PaperNo}"));
        return new PaperPage(rows, total.Papers, total.Amount, previous, next);
    });

    /// <summary>How many papers of a list wait for the person's signature, and the debt they are about: counted, not read.</summary>
    public Task<(long Papers, long Amount)> WaitingFor(Actor actor, Scope scope, PaperFilter filter) => db.Read(async s =>
    {
        var (condition, args) = Condition(scope, filter with { State = "numbered" });
        args["signer"] = actor.UserId;
        var total = await Total(s, condition + " and p.signer_id = @signer", args);
        return (total.Papers, total.Amount);
    });

    /// <summary>What the person would sign by one act: count, sum, a sample, and the digest that says it is still the same when signed.</summary>
    public Task<SigningList> ToSign(Actor actor, Scope scope, PaperFilter filter) => db.Read(s => ToSign(s, actor, scope, filter));

    /// <summary>
    /// Signs all of a list: one act with one audit entry of count and digest. Refused where the list is not the one that was shown any more, and as each single signature is.
    /// </summary>
    public Task<int> Sign(Actor actor, Scope scope, PaperFilter filter, string digest) => db.Write(async tx =>
    {
        var province = scope.ProvinceCode ?? throw new Refusal("Papers.NothingToSign");
        await tx.Lock(PlanningPass.LockOf(province));
        var list = await ToSign(tx, actor, scope, filter);
        if (list.Papers.Count == 0)
        {
            throw new Refusal("Papers.NothingToSign");
        }

        if (list.Digest != digest)
        {
            throw new Refusal("Papers.ListChanged", list.Papers.Count);
        }

        foreach (var kind in list.Papers.DistinctBy(p => (p.Form, p.Issuer, Own: p.MadeBy == actor.UserId)))
        {
            await Papers.RequireSigner(tx, actor, kind, clock.Today());
        }

        var now = clock.Now();
        await Scratch(tx, list.Papers);
        var signed = await tx.Execute(
            """
            update doc_papers as p set state = 'signed', signed_at = @now, version = p.version + 1
            from scratch_listed as l where p.subject_id = l.subject_id and p.paper_no = l.paper_no and p.state = 'numbered'
            """,
            new { now });
        await Note(tx, clock, actor, "signed", new { list.Papers.Count });
        await TaskPapers.Tell(tx, [.. list.Papers.Select(p => Told(p, PaperState.Signed))]);
        await AuditTrail.Write(tx, clock, actor, "documents.sign-list", "papers:" + province, new { count = signed, list.Amount, digest });
        return signed;
    });

    /// <summary>All files of a list in one ZIP, written as they are made. Returns how many papers; who took them is recorded, and a read of each employer.</summary>
    public async Task<int> Zip(Actor actor, Scope scope, PaperFilter filter, Stream into)
    {
        var (count, read) = await db.ReadConsistently(async s =>
        {
            var (condition, args) = Condition(scope, filter);
            using var zip = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true);
            // Drafts have no file of their own yet.
            var papers = await s.Query<Paper>($"select {Paper.Columns} from {Paper.From} where {condition} and p.number is not null order by p.issuer, p.year, p.kind, p.number", args);
            foreach (var paper in papers)
            {
                foreach (var sheet in await Papers.Sheets(s, paper))
                {
                    // A DOCX is deflated already.
                    await using var entry = await zip.CreateEntry(Papers.FileName(paper, FormBook.Find(sheet.Form)), CompressionLevel.NoCompression).OpenAsync();
                    await entry.WriteAsync(await PaperFile.Of(s, sheet));
                }
            }

            return (papers.Count, await PaperReads.Lines(s, actor, papers, "papers", clock.Now()));
        });
        await db.Write(async tx =>
        {
            await ReadLog.Write(tx, read);
            await AuditTrail.Write(tx, clock, actor, "documents.download", "papers", new { count, filter });
        });
        return count;
    }

    /// <summary>
    /// The papers of a list one behind the other as a DOCX to print, each with the sheets attached to it; without those voided or replaced unless they are asked for; beyond <see cref="PrintPart"/> papers (or where templates look different) a ZIP of such
    /// files, numbered. Memory holds one of them, deflated. Who took them is recorded. Refused: no paper of the list has a number.
    /// </summary>
    public async Task<PrintedPapers> Print(Actor actor, Scope scope, PaperFilter filter, Stream into)
    {
        var (printed, read) = await db.ReadConsistently(async s =>
        {
            var (condition, args) = Condition(scope, filter);
            // What was voided or replaced is printed only where it is asked for: nobody is to post it with the others.
            var states = string.IsNullOrEmpty(filter.State) ? "p.state not in ('voided', 'replaced')" : "1 = 1";
            var papers = await s.Query<Paper>($"select {Paper.Columns} from {Paper.From} where {condition} and {states} and p.number is not null order by p.issuer, p.year, p.kind, p.number", args);
            var (files, first, zip) = (0, new MemoryStream(), (ZipArchive?)null);
            foreach (var part in papers.Chunk(PrintPart))
            {
                foreach (var file in await PrintFiles(s, part))
                {
                    using (file)
                    {
                        if (++files == 1)
                        {
                            file.Finish(first);
                            continue;
                        }

                        if (zip is null)
                        {
                            zip = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true);
                            await Entry(zip, 1, first);
                            first = new MemoryStream();
                        }

                        first.SetLength(0);
                        file.Finish(first);
                        await Entry(zip, files, first);
                    }
                }
            }

            if (files == 0)
            {
                throw new Refusal("Papers.NothingToPrint");
            }

            if (zip is null)
            {
                await into.WriteAsync(first.GetBuffer().AsMemory(0, (int)first.Length));
            }

            zip?.Dispose();
            return (new PrintedPapers(papers.Count, files), await PaperReads.Lines(s, actor, papers, "papers", clock.Now()));
        });
        await db.Write(async tx =>
        {
            await ReadLog.Write(tx, read);
            await AuditTrail.Write(tx, clock, actor, "documents.print", "papers", new { printed.Papers, printed.Files, filter });
        });
        return printed;

        static async Task Entry(ZipArchive zip, int number, MemoryStream file)
        {
            // A DOCX is deflated already.
            await using var entry = await zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"in-{number:000}.docx"), CompressionLevel.NoCompression).OpenAsync();
            await entry.WriteAsync(file.GetBuffer().AsMemory(0, (int)file.Length));
        }
    }

    /// <summary>A part of a list as files to print: one, or one for each kind of looks that its templates have.</summary>
    private static async Task<IReadOnlyCollection<PrintFile>> PrintFiles(Session s, IReadOnlyList<Paper> papers)
    {
        var files = new OrderedDictionary<string, PrintFile>(StringComparer.Ordinal);
        foreach (var paper in papers)
        {
            foreach (var sheet in await Papers.Sheets(s, paper))
            {
                if (FormBook.Find(sheet.Form).Format != FormFormat.Docx)
                {
                    continue;
                }

                var made = await PaperFile.Of(s, sheet);
                var looks = PrintFile.LooksOf(made);
                if (!files.TryGetValue(looks, out var file))
                {
                    files.Add(looks, file = new PrintFile());
                }

                file.Add(made);
            }
        }

        return files.Values;
    }

    private static async Task<SigningList> ToSign(Session s, Actor actor, Scope scope, PaperFilter filter)
    {
        var (condition, args) = Condition(scope, filter with { State = "numbered" });
        args["signer"] = actor.UserId;
        var papers = await s.Query<Paper>($"select {Paper.Columns} from {Paper.From} where {condition} and p.signer_id = @signer order by p.issuer, p.year, p.kind, p.number", args);
        var contents = await s.Query<string>(
            $"select h.content_digest from {Paper.From} join doc_sheets h on h.subject_id = p.subject_id and h.paper_no = p.paper_no where {condition} and p.signer_id = @signer order by p.subject_id, p.paper_no, h.place", args);
        var digest = KeyDigest.Of(papers.Select(p => p.Label + "@" + p.Key).Concat(contents));
        return new SigningList(papers, papers.Sum(p => p.Amount), digest);
    }

    /// <summary>A history line for each paper of the scratch list, after its row was changed.</summary>
    internal static Task Note(Session tx, TimeProvider clock, Actor actor, string what, object detail) => tx.Execute(
        """
        insert into doc_paper_events (subject_id, paper_no, seq, at, user_id, event, detail)
        select p.subject_id, p.paper_no, p.version, @now, @by, @what, @detail from scratch_listed l join doc_papers p on p.subject_id = l.subject_id and p.paper_no = l.paper_no
        """,
        new { now = clock.Now(), by = actor.UserId, what, detail = TaskEvents.Write(detail) });

    internal static TaskPaper Told(Paper paper, PaperState state) => new()
    {
        SubjectId = paper.SubjectId, PaperNo = paper.PaperNo, Act = paper.Act, Occurrence = paper.Occurrence, Form = paper.Form, State = PaperNames.Of(state), Label = paper.Label,
    };

    /// <summary>The papers of a bulk act as a scratch list.</summary>
    /// <param name="itemCodes">Codes of the items of the post, one for each paper; null: none.</param>
    internal static async Task Scratch(Session tx, IReadOnlyList<Paper> papers, IReadOnlyList<string>? itemCodes = null)
    {
        await tx.Scratch("scratch_listed", "subject_id bigint, paper_no integer, item_code text");
        using var bulk = tx.BulkInto("scratch_listed", "subject_id", "paper_no", "item_code");
        for (var i = 0; i < papers.Count; i++)
        {
            var paper = papers[i];
            bulk.StartRow();
            bulk.Write(paper.SubjectId);
            bulk.Write(paper.PaperNo);
            bulk.Write(itemCodes?[i]);
        }

        bulk.Complete();
    }

    private static async Task<PaperTotal> Total(Session s, string condition, Dictionary<string, object?> args) => (await s.One<PaperTotal>(
        $"select count(*) as papers, cast(coalesce(sum(p.amount), 0) as bigint) as amount from doc_papers p join reg_employers e on e.employer_id = p.subject_id where {condition}", args))!;

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable();

    private static (string Condition, Dictionary<string, object?> Args) Condition(Scope scope, PaperFilter filter)
    {
        var args = new Dictionary<string, object?>(StringComparer.Ordinal);
        var parts = new List<string> { scope.On("e"), scope.OnProvince("p") };
        void Equal(string column, string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                parts.Add($"{column} = @{name}");
                args[name] = value;
            }
        }

        Equal("p.state", "state", filter.State is { } state && PaperNames.States.Contains(state) ? state : null);
        Equal("p.form", "form", filter.Form);
        Equal("p.run_id", "run", filter.Run);
        Equal("p.manifest", "manifest", filter.Manifest);
        Equal("p.signer_id", "signerOnly", filter.Signer);
        Employers.AddWords(parts, args, VietnameseText.Normalise(filter.Text ?? ""));
        return (string.Join(" and ", parts), args);
    }

    private sealed class PaperTotal
    {
        public long Papers { get; init; }
        public long Amount { get; init; }
    }
}

/// <summary>What a list shows: state, form, bulk run, manifest, whose signature, words of the employer's name.</summary>
public sealed record PaperFilter
{
    public string? State { get; init; }
    public string? Form { get; init; }
    public string? Run { get; init; }
    public string? Manifest { get; init; }
    public string? Signer { get; init; }
    public string? Text { get; init; }
    public string? After { get; init; }
    public string? Before { get; init; }
}

/// <summary><paramref name="Amount"/>: đồng.</summary>
public sealed record PaperPage(IReadOnlyList<Paper> Rows, long Papers, long Amount, string? Previous, string? Next);

/// <summary>What was put together to print: papers, and in how many files. More than one: a ZIP.</summary>
public sealed record PrintedPapers(int Papers, int Files);

/// <summary>What one signature would sign. <paramref name="Amount"/>: đồng.</summary>
public sealed record SigningList(IReadOnlyList<Paper> Papers, long Amount, string Digest);
