using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Audit;

/// <summary>
/// What an auditor reads: who did what, who read what of whom, and where the reading is out of the ordinary. The scope limits to the people of the offices it reaches.
/// </summary>
public sealed class AuditBook(Db db)
{
    public const int PageSize = 60;

    /// <summary>The offices of a scope: an entry belongs to the office of who acted, and that office to a province by its place in the tree.</summary>
    private static string InScope(Scope scope, string alias) => scope.IsNation ? "1 = 1"
        : $"{alias}.office_code in (select o.code from org_offices o where {scope.OnTree("o")})";

    /// <summary>One page of entries, newest first.</summary>
    public Task<AuditPage> Entries(Scope scope, AuditFilter filter) => db.Read(async s =>
    {
        var rows = await Rows(s, scope, filter, PageSize + 1);
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, KeyOf);
        return new AuditPage(rows, previous, next);
    });

    /// <summary>Every entry of a filter, newest first, page after page: for an export.</summary>
    public async Task Each(Scope scope, AuditFilter filter, Action<AuditEntry> take)
    {
        const int room = 1000;
        var current = filter with { After = null, Before = null };
        while (true)
        {
            var rows = await db.Read(s => Rows(s, scope, current, room));
            rows.ForEach(take);
            if (rows.Count < room)
            {
                return;
            }

            current = current with { After = KeyOf(rows[^1]) };
        }
    }

    /// <summary>Notes that the list went out as a file.</summary>
    public Task NoteExport(TimeProvider clock, Actor actor, AuditFilter filter, long count, string digest) =>
        db.Write(tx => AuditTrail.Write(tx, clock, actor, "audit.export", "audit", new { count, digest, filter.Person, filter.Office, filter.Act, filter.Subject, filter.From, filter.To }));

    private static Task<List<AuditEntry>> Rows(Session s, Scope scope, AuditFilter filter, int limit)
    {
        var args = new Dictionary<string, object?>(StringComparer.Ordinal);
        var parts = new List<string> { InScope(scope, "e") };
        void Equal(string column, string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                parts.Add($"{column} = @{name}");
                args[name] = value.Trim();
            }
        }

        Equal("e.office_code", "office", filter.Office);
        Equal("e.act", "act", filter.Act);
        if (!string.IsNullOrWhiteSpace(filter.Person))
        {
            parts.Add("(e.user_id = @person or e.user_id in (select u.user_id from idn_users u where u.sign_in = @person))");
            args["person"] = filter.Person.Trim();
        }

        if (!string.IsNullOrWhiteSpace(filter.Subject))
        {
            // An employer stands for its tasks too.
            parts.Add("(e.subject = @subject or e.subject = @employer or (e.subject >= @taskFrom and e.subject < @taskTo))");
            var subject = filter.Subject.Trim();
            (args["subject"], args["employer"], args["taskFrom"], args["taskTo"]) = (subject, "employer:" + subject, "task:" + subject + "-", "task:" + subject + ".");
        }

        Period(parts, args, "e", filter.From, filter.To);
        var back = filter.Before is { Length: > 0 };
        if (Keyset.Split(back ? filter.Before : filter.After, 3) is [var at, var office, var seq])
        {
            parts.Add($"(e.at, e.office_code, e.seq) {(back ? ">" : "<")} (@keyAt, @keyOffice, @keySeq)");
            args["keyAt"] = Number(at);
            args["keyOffice"] = office;
            args["keySeq"] = Number(seq);
        }

        var direction = back ? "" : " desc";
        return s.Query<AuditEntry>(
            $"""
            select e.office_code, e.seq, e.at, e.user_id, e.user_name, e.act, e.subject, e.detail, e.previous_hash, e.hash from aud_entries e
            where {string.Join(" and ", parts)} order by e.at{direction}, e.office_code{direction}, e.seq{direction} limit {limit}
            """,
            args);
    }

    /// <summary>One page of reads, newest first; with <see cref="ReadFilter.SubjectId"/> those of one employer.</summary>
    public Task<ReadPage> Reads(Scope scope, ReadFilter filter) => db.Read(async s =>
    {
        var (condition, args) = OfReads(scope, filter);
        var back = filter.Before is { Length: > 0 };
        if (Keyset.Split(back ? filter.Before : filter.After, 3) is [var at, var subject, var id])
        {
            condition += $" and (r.at, r.subject_id, r.read_id) {(back ? ">" : "<")} (@keyAt, @keySubject, @keyId)";
            (args["keyAt"], args["keySubject"], args["keyId"]) = (Number(at), Number(subject), id);
        }

        var direction = back ? "" : " desc";
        var rows = await s.Query<DataRead>(
            $"""
            select r.subject_id, r.read_id, r.at, r.user_id, r.user_name, r.office_code, r.kind, r.whole, r.outside, r.purpose, e.province, e.code, e.name from aud_reads r
            left join reg_employers e on e.employer_id = r.subject_id
            where {condition} order by r.at{direction}, r.subject_id{direction}, r.read_id{direction} limit {PageSize + 1}
            """,
            args);
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, r => string.Create(CultureInfo.InvariantCulture, $"{r.At.Milliseconds}~{r.SubjectId}~{r.ReadId}"));
        return new ReadPage(rows, previous, next);
    });

    /// <summary>
    /// People and hours out of the ordinary, worst first, at most 30: many employers looked at within an hour, or employers outside their care with contact data shown whole.
    /// </summary>
    public Task<List<UnusualReading>> Unusual(Scope scope, ReadFilter filter, long manyAnHour) => db.Read(s =>
    {
        var (condition, args) = OfReads(scope, filter);
        args["many"] = manyAnHour;
        return s.Query<UnusualReading>(
            $"""
            select r.user_id, min(r.user_name) as user_name, min(r.office_code) as office_code, r.at / 3600000 as hour, count(distinct r.subject_id) as employers,
                count(distinct case when r.outside then r.subject_id end) as outside, count(distinct case when r.outside and r.whole then r.subject_id end) as outside_whole
            from aud_reads r where {condition} group by r.user_id, r.at / 3600000
            having count(distinct r.subject_id) >= @many or count(distinct case when r.outside and r.whole then r.subject_id end) > 0
            order by count(distinct case when r.outside and r.whole then r.subject_id end) desc, count(distinct r.subject_id) desc, r.at / 3600000 desc limit 30
            """,
            args);
    });

    private static (string Condition, Dictionary<string, object?> Args) OfReads(Scope scope, ReadFilter filter)
    {
        var args = new Dictionary<string, object?>(StringComparer.Ordinal);
        var parts = new List<string> { InScope(scope, "r") };
        if (filter.SubjectId is { } subject)
        {
            parts.Add("r.subject_id = @subject");
            args["subject"] = subject;
        }

        if (!string.IsNullOrWhiteSpace(filter.Person))
        {
            parts.Add("(r.user_id = @person or r.user_id in (select u.user_id from idn_users u where u.sign_in = @person))");
            args["person"] = filter.Person.Trim();
        }

        if (filter.WholeOnly)
        {
            parts.Add("r.whole");
        }

        Period(parts, args, "r", filter.From, filter.To);
        return (string.Join(" and ", parts), args);
    }

    private static void Period(List<string> parts, Dictionary<string, object?> args, string alias, DateOnly? from, DateOnly? to)
    {
        if (from is { } first)
        {
            parts.Add($"{alias}.at >= @fromAt");
            args["fromAt"] = Instant.StartOf(first);
        }

        if (to is { } last)
        {
            parts.Add($"{alias}.at < @toAt");
            args["toAt"] = Instant.StartOf(last.AddDays(1));
        }
    }

    private static string KeyOf(AuditEntry e) => string.Create(CultureInfo.InvariantCulture, $"{e.At.Milliseconds}~{e.OfficeCode}~{e.Seq}");

    private static long Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable();
}

/// <summary>Person: sign-in name or id. Subject: a key as it stands in the entries, or an employer ("79-TA0001A") with its tasks. From, to: days, both included.</summary>
public sealed record AuditFilter
{
    public string? Person { get; init; }
    public string? Office { get; init; }
    public string? Act { get; init; }
    public string? Subject { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public string? After { get; init; }
    public string? Before { get; init; }
}

public sealed record AuditPage(IReadOnlyList<AuditEntry> Rows, string? Previous, string? Next);

public sealed record ReadFilter
{
    public string? Person { get; init; }
    public long? SubjectId { get; init; }
    public bool WholeOnly { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public string? After { get; init; }
    public string? Before { get; init; }
}

public sealed record ReadPage(IReadOnlyList<DataRead> Rows, string? Previous, string? Next);

/// <summary>One look at an employer's people.</summary>
public sealed class DataRead
{
    public long SubjectId { get; init; }
    public string ReadId { get; init; } = "";
    public Instant At { get; init; }
    public string UserId { get; init; } = "";
    public string UserName { get; init; } = "";
    public string OfficeCode { get; init; } = "";

    /// <summary>employer, task, export, unmask, paper, papers (many in one file).</summary>
    public string Kind { get; init; } = "";

    /// <summary>Contact data stood there unmasked.</summary>
    public bool Whole { get; init; }

    /// <summary>Neither of the reader's office nor followed nor taken by the reader.</summary>
    public bool Outside { get; init; }
    public string? Purpose { get; init; }
    public string? Province { get; init; }
    public string? Code { get; init; }
    public string? Name { get; init; }

    /// <summary>Of a reading of a person's row: the ends of the social insurance number (below every employer's id).</summary>
    public string? PersonMasked => Code is null && SubjectId is > 0 and < 10_000_000_000 ? Masking.Number(SubjectId.ToString("D10", CultureInfo.InvariantCulture)) : null;
}

/// <summary>A person's reading within one hour.</summary>
public sealed class UnusualReading
{
    public string UserId { get; init; } = "";
    public string UserName { get; init; } = "";
    public string OfficeCode { get; init; } = "";

    /// <summary>Hours since 1970, UTC.</summary>
    public long Hour { get; init; }
    public long Employers { get; init; }
    public long Outside { get; init; }
    public long OutsideWhole { get; init; }
    public Instant At => new(Hour * 3_600_000);
}
