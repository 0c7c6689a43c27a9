using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Prosecution;
using Paper = BaoPhu.Core.Documents.Paper;

namespace BaoPhu.Core.Collection.Referral;

/// <summary>A numbered thing of a dossier: a paper with its file, or a line of the diary.</summary>
public sealed class DossierItem
{
    public int ItemNo { get; init; }

    /// <summary>paper, contact, post, answer, step, sanction, finding, months.</summary>
    public string Kind { get; init; } = "";
    public DateOnly HappenedOn { get; init; }
    public string Title { get; init; } = "";

    /// <summary>What was said and what came of it; empty for a paper, which says it itself.</summary>
    public string Words { get; init; } = "";
    public int? PaperNo { get; init; }
    public short? Place { get; init; }

    /// <summary>SHA-256: of a paper over its parts, of a line over its words.</summary>
    public string Digest { get; init; } = "";
}

/// <summary>A sheet made for a dossier.</summary>
internal sealed class DossierSheet : StoredSheet
{
    public int DossierNo { get; init; }
    public string Called { get; init; } = "";
    public override string Paper => Called;
}

/// <summary>
/// The dossier of a file: everything on record of the employer in order of time, numbered, each with its digest. Bound once; later the same file comes out again, or an error where
/// somebody changed what it rests on.
/// </summary>
public sealed class Dossiers(Db db, TimeProvider clock)
{
    private const string Docx = ".docx";

    /// <summary>
    /// Writes the bound dossier as a ZIP: letter, cover with index, diary, table of months, the papers by their numbers, and the index as CSV. The read is noted first. Refused: no dossier is
    /// bound; <see cref="InvalidDataException"/>: a file is not the one that was bound.
    /// </summary>
    public async Task<string> Write(Actor actor, Scope scope, string key, Stream into)
    {
        var parsed = CaseDesk.KeyOf(key, ActNames.Refer);
        var (task, number) = await db.Write(async tx =>
        {
            var task = await Tasks.Find(tx, scope, parsed);
            var number = (await ReferralFile.Of(tx, parsed))?.DossierNo ?? throw new Refusal("Referrals.NoDossier");
            await ReadLog.Write(tx, [new ReadLine(task.SubjectId, clock.Now(), actor, "dossier", Whole: true, Outside: actor.OfficeCode[..3] != task.OfficeCode[..3], null)]);
            return (task, number);
        });
        await db.ReadConsistently(async s =>
        {
            var items = await Dossier.Items(s, parsed, number);
            using var zip = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true);
            if (await Dossier.Letter(s, parsed) is { } letter)
            {
                await Entry(zip, "00-kien-nghi-khoi-to" + Docx, await PaperFile.Of(s, letter));
            }

            foreach (var sheet in await Dossier.Sheets(s, parsed, number))
            {
                await Entry(zip, $"{sheet.Place + 1:00}-{Dossier.Names[sheet.Place]}{Docx}", await PaperFile.Of(s, sheet));
            }

            foreach (var item in items.Where(i => i.PaperNo is not null))
            {
                await Entry(zip, Dossier.PathOf(item), await Dossier.File(s, parsed, item));
            }

            await using var list = await zip.CreateEntry("muc-luc.csv").OpenAsync();
            await using var csv = new CsvLines(list);
            csv.Write(Text.Of("Referrals.ItemNo"), Text.Of("Referrals.ItemDay"), Text.Of("Referrals.ItemTitle"), Text.Of("Referrals.PointNote"), Text.Of("Referrals.File"), "SHA-256");
            foreach (var item in items)
            {
                csv.Write(item.ItemNo.ToString(CultureInfo.InvariantCulture), OfficialWords.ShortDate(item.HappenedOn), item.Title, item.Words, Dossier.PathOf(item), item.Digest);
            }

            return 0;
        });
        return string.Create(CultureInfo.InvariantCulture, $"HS-216-{task.Province}-{task.Code}-{number}.zip");
    }

    private static async Task Entry(ZipArchive zip, string name, ReadOnlyMemory<byte> file)
    {
        // What is in it is deflated already.
        await using var entry = await zip.CreateEntry(name, CompressionLevel.NoCompression).OpenAsync();
        await entry.WriteAsync(file);
    }
}

/// <summary>How a dossier is drawn up and read.</summary>
internal static class Dossier
{
    public static readonly string[] Names = ["bia-muc-luc", "nhat-ky", "bang-thang"];
    private const string Keyed = "d.subject_id = @SubjectId and d.act = @Act and d.occurrence = @Occurrence and d.dossier_no = @number";

    public static Task<List<DossierItem>> Items(Session s, TaskKey key, int number) => s.Query<DossierItem>(
        $"select d.item_no, d.kind, d.happened_on, d.title, d.words, d.paper_no, d.place, d.digest from col_dossier_items d where {Keyed} order by d.item_no", Of(key, number));

    public static Task<List<DossierSheet>> Sheets(Session s, TaskKey key, int number) => s.Query<DossierSheet>(
        $"""
        select d.dossier_no, d.place, d.form, d.content, d.content_digest, d.template_scope, d.template_version, d.file_digest, d.form as called from col_dossier_sheets d
        where {Keyed} order by d.place
        """,
        Of(key, number));

    /// <summary>The recommendation that is numbered, null while there is none.</summary>
    public static async Task<PaperSheet?> Letter(Session s, TaskKey key) =>
        (await TaskPapers.Of(s, key)).FirstOrDefault(p => p.Form == ReferralTable.Letter && p.PaperState.IsLive() && p.Label.Length > 0) is { } letter ? (await SheetsOf(s, key.SubjectId, letter.PaperNo))[0] : null;

    /// <summary>The file of a paper, held to the digest of the index.</summary>
    public static async Task<ReadOnlyMemory<byte>> File(Session s, TaskKey key, DossierItem item)
    {
        var sheet = (await SheetsOf(s, key.SubjectId, item.PaperNo!.Value)).Find(x => x.Place == item.Place) ?? throw new InvalidDataException($"{key}: paper {item.PaperNo} is gone");
        return sheet.FileDigest == item.Digest ? await PaperFile.Of(s, sheet) : throw new InvalidDataException($"{key}: {item.Title} is not the one that was bound");
    }

    public static string PathOf(DossierItem item) => item.Kind switch
    {
        "months" => "03-" + Names[2] + ".docx",
        _ when item.PaperNo is null => "02-" + Names[1] + ".docx",
        _ => string.Create(CultureInfo.InvariantCulture, $"tai-lieu/{item.ItemNo:000}.docx"),
    };

    /// <summary>Draws up index and sheets in the caller's transaction.</summary>
    public static async Task Bind(Session tx, TimeProvider clock, Actor actor, Scope scope, WorkTask task, int number)
    {
        var (key, today) = (task.Key, clock.Today());
        var office = await IssuingOffice.Open(tx, clock, Reference.Provinces.First(p => p.Code == task.Province).OfficeCode);
        var about = office.Case([task], new PaperAnswers { SignerId = actor.UserId, Channel = task.ChannelList[0] }, null, null);
        var months = await office.Sheet(FormBook.Find(Forms.DossierMonths.FormCode), about);
        var items = await Gather(tx, scope, task);
        items.Add(new DossierItem { Kind = "months", HappenedOn = today, Title = Text.Of("Forms.Title_" + Forms.DossierMonths.FormCode), Digest = months.FileDigest });
        var no = 0;
        foreach (var item in items.OrderBy(i => i.HappenedOn).ThenBy(i => i.Kind == "months").ToList())
        {
            await tx.Execute(
                """
                insert into col_dossier_items (subject_id, act, occurrence, dossier_no, item_no, kind, happened_on, title, words, paper_no, place, digest)
                values (@SubjectId, @Act, @Occurrence, @number, @no, @Kind, @HappenedOn, @Title, @Words, @PaperNo, @Place, @digest)
                """,
                new
                {
                    key.SubjectId, key.Act, key.Occurrence, number, no = ++no, item.Kind, item.HappenedOn, item.Title, item.Words, item.PaperNo, item.Place,
                    digest = item.Digest.Length > 0 ? item.Digest : DigestOf(item),
                });
        }

        var diary = await office.Sheet(FormBook.Find(Forms.DossierDiary.FormCode), about);
        var index = await office.Sheet(FormBook.Find(Forms.DossierIndex.FormCode), about);
        foreach (var (sheet, place) in ((MadeSheet, short)[])[(index, 0), (diary, 1), (months, 2)])
        {
            await tx.Execute(
                """
                insert into col_dossier_sheets (subject_id, act, occurrence, dossier_no, place, form, content, content_digest, template_scope, template_version, file_digest, made_by, made_at)
                values (@SubjectId, @Act, @Occurrence, @number, @place, @form, @content, @digest, @scope, @version, @file, @by, @now)
                """,
                new
                {
                    key.SubjectId, key.Act, key.Occurrence, number, place, form = sheet.Form.Code, content = sheet.Content.ToJson(), digest = sheet.Content.Digest, scope = sheet.Template.Scope,
                    version = sheet.Template.Version, file = sheet.FileDigest, by = actor.UserId, now = clock.Now(),
                });
        }
    }

    /// <summary>Number of the dossier that is being drawn up or was drawn up last.</summary>
    public static async Task<int> Last(Session s, TaskKey key) =>
        await s.One<int?>("select max(d.dossier_no) from col_dossier_items d where d.subject_id = @SubjectId and d.act = @Act and d.occurrence = @Occurrence", key) ?? throw new Refusal("Referrals.BindFirst");

    private static object Of(TaskKey key, int number) => new { key.SubjectId, key.Act, key.Occurrence, number };

    private static Task<List<PaperSheet>> SheetsOf(Session s, long subjectId, int paperNo) => s.Query<PaperSheet>(
        """
        select h.subject_id, h.paper_no, h.place, h.form, h.content, h.content_digest, h.template_scope, h.template_version, h.file_digest
        from doc_sheets h where h.subject_id = @subjectId and h.paper_no = @paperNo order by h.place
        """,
        new { subjectId, paperNo });

    private static async Task<List<DossierItem>> Gather(Session s, Scope scope, WorkTask task)
    {
        var items = new List<DossierItem>();
        var papers = await s.Query<Paper>($"select {Paper.Columns} from {Paper.From} where p.subject_id = @SubjectId and p.number is not null and p.act <> 'refer' and {scope.On("e")} order by p.paper_no", task);
        foreach (var paper in papers.Where(p => p.PaperState.IsLive() && p.PaperState.IsSigned()))
        {
            foreach (var sheet in await SheetsOf(s, task.SubjectId, paper.PaperNo))
            {
                var title = $"{Text.Of(FormBook.Find(sheet.Form).TitleKey)} {Text.Of(sheet.Place == 0 ? "Referrals.Words_Of" : "Referrals.Words_With")} {paper.Label}";
                items.Add(new DossierItem { Kind = "paper", HappenedOn = paper.DatedOn!.Value, Title = title, PaperNo = paper.PaperNo, Place = sheet.Place, Digest = sheet.FileDigest });
            }

            var events = await s.Query<PaperEvent>("select v.seq, v.at, v.user_id, v.event, v.detail, '' as user_name from doc_paper_events v where v.subject_id = @SubjectId and v.paper_no = @PaperNo order by v.seq", paper);
            items.AddRange(events.Where(v => v.Event.StartsWith("post-", StringComparison.Ordinal)).Select(v => new DossierItem
            {
                Kind = "post", HappenedOn = v.At.Day, Title = $"{Text.Of("Papers.Event_" + v.Event)}: {paper.Label}", Words = TaskEvents.Reason(new TaskEvent { Detail = v.Detail }),
            }));
            items.AddRange(events.Where(v => v.Event is "sent" or "handed" or "unit-signed" or "unit-refused").Select(v => new DossierItem
            {
                Kind = v.Event is "sent" or "handed" ? "post" : "answer", HappenedOn = v.At.Day, Title = $"{Text.Of("Referrals.Diary_" + v.Event)}: {paper.Label}",
                Words = string.Join("; ", ((string?[])[paper.ItemCode is { Length: > 0 } code ? Text.Of("Referrals.Words_Post", code) : null, v.Event == "unit-refused" ? paper.Reason : null]).Where(w => !string.IsNullOrEmpty(w))),
            }));
        }

        items.AddRange((await s.Query<Contact>(
            """
            select c.contact_id, c.at, c.act, c.occurrence, c.channel, c.outcome, c.note, c.promised_on, c.promised_amount, c.amount, c.level, c.rule, c.user_name from wrk_contacts c
            where c.subject_id = @SubjectId and c.act <> @Act order by c.at, c.contact_id
            """,
            task)).Select(c => new DossierItem
            {
                Kind = "contact", HappenedOn = c.At.Day,
                Title = $"{Text.Of("Referrals.Diary_contact")}: {Text.Find("Work.Channel_" + c.Channel) ?? c.Channel}, {Text.Find("Work.Outcome_" + c.Outcome) ?? c.Outcome}",
                Words = string.Join("; ", ((string?[])[c.Note, c.PromisedOn is { } day ? Text.Of("Referrals.Words_Promise", Rules.Codes.VietnameseNumbers.Amount(c.PromisedAmount ?? 0), OfficialWords.ShortDate(day)) : null, Text.Of("Referrals.Words_By", c.UserName)]).Where(w => !string.IsNullOrEmpty(w))),
            }));
        var steps = await s.Query<CaseEvent>(
            """
            select v.act, v.occurrence, v.seq, v.at, v.user_id, coalesce(u.name, '') as user_name, v.step, v.state_before, v.state, v.level, v.rule, v.detail
            from col_case_events v left join idn_users u on u.user_id = v.user_id where v.subject_id = @SubjectId and v.act {any:acts} order by v.at, v.seq
            """,
            new { task.SubjectId, acts = s.List<string>([ActNames.Inspect, ActNames.Penalise, ActNames.Propose]) });
        items.AddRange(steps.Where(v => v.State != v.StateBefore && CaseBook.Find(v.Act) is not null).Select(v =>
        {
            var procedure = CaseBook.Of(v.Act);
            return new DossierItem { Kind = "step", HappenedOn = v.At.Day, Title = $"{Text.Of(procedure.Texts + ".Title")}: {Cases.NameOf(procedure, v.Step)}", Words = Text.Of("Referrals.Words_By", v.UserName) };
        }));
        items.AddRange((await Sanctions.Of(s, task.Key, task.OpenedOn)).Where(x => x is { Struck: null, Penalty.Length: 0 }).Select(x => new DossierItem
        {
            Kind = "sanction", HappenedOn = x.DecidedOn, Title = Text.Of("Referrals.Diary_sanction", x.Number, x.Authority), Words = $"{x.Conduct}; {x.Evidence}",
        }));
        items.AddRange((await ReferralFile.Confirmations(s, task.Key)).Select(c => new DossierItem
        {
            Kind = "finding", HappenedOn = c.ConfirmedAt.Day, Title = Text.Of("Referrals.Diary_finding", Text.Of("Referrals.Kind_" + c.Kind), Text.Of(c.Holds ? "Referrals.Holds" : "Referrals.HoldsNot")),
            Words = $"{c.Evidence}; {Text.Of("Referrals.Words_By", c.ConfirmedBy)}",
        }));
        return items;
    }

    private static string DigestOf(DossierItem item) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', item.Kind, item.HappenedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), item.Title, item.Words))));
}
