using System.Security.Cryptography;
using System.Text;
using BaoPhu.Core.Data;

namespace BaoPhu.Core.Documents;

/// <summary>What must always hold of papers: registers without a gap, papers that say what was numbered, tasks that know where their papers stand.</summary>
public static class DocumentInvariants
{
    /// <summary>Files made anew by one examination, the last signed first; the contents of all papers are hashed each time.</summary>
    private const int MostFiles = 1000;

    private const int Room = 500;

    public static IReadOnlyList<Invariant> All { get; } =
    [
        Invariant.Nothing(
            "register-without-gap",
            """
            select r.office_code || ' ' || cast(r.year as text) || ' ' || r.kind as broken from doc_registers r
            where r.last <> (select count(*) from doc_papers p where p.issuer = r.office_code and p.year = r.year and p.kind = r.kind)
                    + (select count(*) from doc_office_papers p where p.issuer = r.office_code and p.year = r.year and p.kind = r.kind)
                or r.last <> (select count(distinct n.number) from (
                    select p.number from doc_papers p where p.issuer = r.office_code and p.year = r.year and p.kind = r.kind and p.number between 1 and r.last
                    union all select p.number from doc_office_papers p where p.issuer = r.office_code and p.year = r.year and p.kind = r.kind and p.number between 1 and r.last) n)
            """),
        Invariant.Nothing(
            "number-in-a-register",
            """
            select p.label as broken from doc_papers p where p.number is not null
                and not exists (select 1 from doc_registers r where r.office_code = p.issuer and r.year = p.year and r.kind = p.kind)
            """),
        Invariant.Nothing(
            "paper-state-has-its-facts",
            """
            select cast(p.subject_id as text) || '-' || cast(p.paper_no as text) as broken from doc_papers p
            where (p.state in ('draft', 'discarded')) <> (p.number is null) or (p.state in ('signed', 'sent') and p.signed_at is null)
                or (p.state = 'sent' and p.sent_at is null) or (p.state in ('replaced', 'voided') and coalesce(p.reason, '') = '')
            """),
        Invariant.Nothing(
            "replaced-paper-points-both-ways",
            """
            select cast(p.subject_id as text) || '-' || cast(p.paper_no as text) as broken from doc_papers p
            where (p.state = 'replaced') <> (p.replaced_by is not null)
                or (p.replaced_by is not null and not exists (select 1 from doc_papers n where n.subject_id = p.subject_id and n.paper_no = p.replaced_by and n.replaces = p.paper_no))
            """),
        Invariant.Nothing(
            "numbered-paper-has-its-sheet",
            """
            select p.label as broken from doc_papers p where p.number is not null
                and not exists (select 1 from doc_sheets h where h.subject_id = p.subject_id and h.paper_no = p.paper_no and h.place = 0)
            """),
        Invariant.Nothing(
            "task-knows-its-paper",
            """
            select p.label || ' ' || p.state as broken from doc_papers p
            where not exists (select 1 from wrk_papers w where w.subject_id = p.subject_id and w.paper_no = p.paper_no and w.state = p.state and w.label = p.label)
            """),
        Invariant.Nothing(
            "answered-item-has-ended",
            """
            select r.item_code || ' ' || m.state as broken from doc_item_results r
            join msg_outbox m on m.subject_id = r.subject_id and m.paper_no = r.paper_no and m.channel = 'post' and m.provider_ref = r.item_code where m.state = 'accepted'
            """),
        Invariant.Nothing(
            "item-code-once",
            "select p.item_code as broken from doc_papers p where p.item_code is not null group by p.item_code having count(*) > 1"),
        Invariant.Nothing(
            "office-paper-has-its-facts",
            """
            select p.paper_id as broken from doc_office_papers p
            where (p.state in ('draft', 'discarded')) <> (p.number is null) or (p.state in ('signed', 'sent') and p.signed_at is null) or (p.state = 'sent' and (p.sent_at is null or p.sent_by is null))
                or (p.state in ('replaced', 'voided') and coalesce(p.reason, '') = '') or (p.state = 'replaced') <> (p.replaced_by is not null)
                or (p.number is not null and not exists (select 1 from doc_office_sheets h where h.paper_id = p.paper_id and h.place = 0))
                or (p.number is not null and not exists (select 1 from doc_registers r where r.office_code = p.issuer and r.year = p.year and r.kind = p.kind))
            """),
        new("office-paper-unchanged", async s => await ChangedOffice(s) is { Count: > 0 } changed ? string.Join("; ", changed.Take(10)) : null),
        new("signed-paper-unchanged", async s => await Changed(s) is { Count: > 0 } changed ? string.Join("; ", changed.Take(10)) : null),
    ];

    /// <summary>Papers of the office whose content is not what was hashed or whose file cannot be made anew. A few a month: all are looked at, one after the other.</summary>
    private static async Task<List<string>> ChangedOffice(Session s)
    {
        var changed = new List<string>();
        foreach (var id in await s.Query<string>("select distinct h.paper_id from doc_office_sheets h order by h.paper_id"))
        {
            foreach (var sheet in await OfficePapers.Sheets(s, id))
            {
                try
                {
                    if (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sheet.Content))) != sheet.ContentDigest)
                    {
                        changed.Add(id);
                    }
                    else
                    {
                        await PaperFile.Of(s, sheet);
                    }
                }
                catch (Exception broken) when (broken is InvalidDataException or System.Text.Json.JsonException or KeyNotFoundException)
                {
                    changed.Add(id);
                }
            }
        }

        return changed;
    }

    /// <summary>Numbered papers whose content is not what was hashed, and signed ones whose file cannot be made anew as it was.</summary>
    private static async Task<List<string>> Changed(Session s)
    {
        var (changed, after) = (new List<string>(), (Subject: long.MinValue, Paper: 0, Place: (short)-1));
        while (true)
        {
            var sheets = await s.Query<PaperSheet>(
                """
                select h.subject_id, h.paper_no, h.place, h.content, h.content_digest from doc_sheets h where (h.subject_id, h.paper_no, h.place) > (@Subject, @Paper, @Place)
                order by h.subject_id, h.paper_no, h.place limit @Room
                """,
                new { after.Subject, after.Paper, after.Place, Room });
            changed.AddRange(sheets.Where(h => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(h.Content))) != h.ContentDigest).Select(h => new PaperKey(h.SubjectId, h.PaperNo).ToString()));
            if (sheets.Count < Room)
            {
                break;
            }

            after = (sheets[^1].SubjectId, sheets[^1].PaperNo, sheets[^1].Place);
        }

        var files = await s.Query<PaperSheet>(
            """
            select h.subject_id, h.paper_no, h.place, h.form, h.content, h.content_digest, h.template_scope, h.template_version, h.file_digest
            from doc_papers p join doc_sheets h on h.subject_id = p.subject_id and h.paper_no = p.paper_no
            where p.signed_at is not null order by p.signed_at desc, h.subject_id, h.paper_no, h.place limit @MostFiles
            """,
            new { MostFiles });
        foreach (var sheet in files)
        {
            try
            {
                await PaperFile.Of(s, sheet);
            }
            catch (Exception broken) when (broken is InvalidDataException or System.Text.Json.JsonException or KeyNotFoundException)
            {
                changed.Add(new PaperKey(sheet.SubjectId, sheet.PaperNo).ToString());
            }
        }

        return changed;
    }
}
