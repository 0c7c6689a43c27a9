using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;

namespace BaoPhu.Core.Documents;

/// <summary>
/// The register of numbers (sổ đăng ký văn bản): per office, year and kind from 01 on 1 January without a gap (NĐ 30/2020, Đ.15). A number is taken in the transaction that
/// stores its paper, after the paper has passed inspection; what is rolled back takes none, what is voided keeps its own.
/// </summary>
public sealed class NumberRegister(Db db, TimeProvider clock)
{
    public const int PageSize = 60;

    /// <summary>What took a number of the register: papers of employers and papers of the office, which share it.</summary>
    private const string Both = """
        select p.number, p.label, p.dated_on, p.form, p.state, p.reason, e.province, e.code, e.name, '' as subject, '' as recipients, p.paper_no, '' as paper_id, coalesce(u.name, '') as signer_name
        from doc_papers p join reg_employers e on e.employer_id = p.subject_id left join idn_users u on u.user_id = p.signer_id
        where p.issuer = @Office and p.year = @Year and p.kind = @Kind
        union all
        select p.number, p.label, p.dated_on, p.form, p.state, p.reason, p.province, '', '', p.subject, p.recipients, 0, p.paper_id, coalesce(u.name, '')
        from doc_office_papers p left join idn_users u on u.user_id = p.signer_id
        where p.issuer = @Office and p.year = @Year and p.kind = @Kind
        """;

    /// <summary>Abbreviations of the kinds that have numbers.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["TB", "BB", "CV", "BC", "TTr", "QĐ", "KL"];

    internal static string KindOf(IPrintedForm form) => KindOf(form.Kind);

    /// <summary>Abbreviation of a kind of paper (NĐ 30/2020, Phụ lục III).</summary>
    internal static string KindOf(PaperKind kind) => kind switch
    {
        PaperKind.Notice => "TB",
        PaperKind.Minutes => "BB",
        PaperKind.Letter => "CV",
        PaperKind.Report => "BC",
        PaperKind.Proposal => "TTr",
        PaperKind.Decision => "QĐ",
        PaperKind.Conclusion => "KL",
        _ => throw new InvalidOperationException($"{kind} has no number of its own"),
    };

    /// <summary>Holds an office's register of a kind until the transaction ends: others wait here.</summary>
    internal static async Task<HeldRegister> Hold(Session tx, string office, int year, string kind)
    {
        var args = new { office, year, kind };
        await tx.Execute("insert into doc_registers (office_code, year, kind, last) values (@office, @year, @kind, 0) on conflict (office_code, year, kind) do nothing", args);
        var last = await tx.One<int>("update doc_registers set last = last where office_code = @office and year = @year and kind = @kind returning last", args);
        return new HeldRegister(office, year, kind, last);
    }

    /// <summary>A page of the register of an office, by kind and number. Missing: an office outside the scope.</summary>
    public Task<RegisterPage> Page(Scope scope, string province, RegisterFilter filter) => db.Read(async s =>
    {
        await Reach(s, scope, province, filter.Office);
        var back = filter.Before is { Length: > 0 };
        var after = int.TryParse(back ? filter.Before : filter.After, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : back ? int.MaxValue : 0;
        var rows = await s.Query<RegisteredPaper>(
            $"select * from ({Both}) r where r.number {(back ? "<" : ">")} @after order by r.number{(back ? " desc" : "")} limit {PageSize + 1}",
            new { filter.Office, filter.Year, filter.Kind, after });
        var last = await s.One<int?>("select last from doc_registers where office_code = @Office and year = @Year and kind = @Kind", filter) ?? 0;
        var voided = await s.One<long>($"select count(*) from ({Both}) r where r.state = 'voided'", filter);
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, p => p.Number.ToString(CultureInfo.InvariantCulture));
        return new RegisterPage(rows, last, voided, previous, next);
    });

    /// <summary>The years in which the office drew a number, the latest first.</summary>
    public Task<List<int>> Years(string office) => db.Read(s => s.Query<int>("select distinct year from doc_registers where office_code = @office order by year desc", new { office }));

    /// <summary>The whole register of a year and kind as a workbook. An audit entry says who took it.</summary>
    public async Task Export(Actor actor, Scope scope, string province, RegisterFilter filter, Stream into)
    {
        var (rows, households) = await db.Read(async s =>
        {
            await Reach(s, scope, province, filter.Office);
            return (await s.Query<RegisteredPaper>($"select * from ({Both}) r order by r.number", filter), await HouseholdMask.Of(s, province, clock.Today()));
        });
        using (var sheet = new Sheet(into, Text.Of("Papers.RegisterTitle")))
        {
            sheet.Row(((string[])["Number", "Symbol", "Date", "Abstract", "Recipient", "Signer", "State", "Reason"]).Select(h => (Text.Of("Papers.Register_" + h), false)));
            foreach (var paper in rows)
            {
                sheet.Row(
                [
                    (paper.Number.ToString(CultureInfo.InvariantCulture), true), (paper.Label, false), (paper.DatedOn?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? "", false),
                    (paper.Abstract, false), (paper.RecipientAs(households.Name(paper.Name)), false), (paper.SignerName, false), (Text.Of("Papers.State_" + paper.State), false), (paper.Reason ?? "", false),
                ]);
            }
        }

        await db.Write(tx => AuditTrail.Write(tx, clock, actor, "documents.register-export", "office:" + filter.Office, new { filter.Year, filter.Kind, rows = rows.Count }));
    }

    /// <summary>The office must be one of the province's that the scope reaches, today or once.</summary>
    private static async Task Reach(Session s, Scope scope, string province, string office)
    {
        if (!scope.Covers(province, office)
            || await s.One<string>(
                $"select o.code from org_offices o where o.code = @office and coalesce(o.province, @nation) = @province and {scope.OnTree("o")} limit 1", new { office, province, nation = Settings.NationScope }) is null)
        {
            throw new Refusal("Papers.NoRegister", office) { Kind = RefusalKind.Missing };
        }
    }
}

/// <summary>A register held for a transaction: numbers are taken one after the other and noted once.</summary>
internal sealed class HeldRegister(string office, int year, string kind, int last)
{
    private int _taken;

    public string Kind => kind;
    public int Year => year;

    /// <summary>The number that the next paper takes if it passes.</summary>
    public int Next => last + _taken + 1;

    public int Take() => last + ++_taken;

    /// <summary>Writes down how far the numbers go.</summary>
    public Task Note(Session tx) => _taken == 0
        ? Task.CompletedTask
        : tx.Execute("update doc_registers set last = @now where office_code = @office and year = @year and kind = @kind", new { office, year, kind, now = last + _taken });
}

/// <summary>Which register: an office's, of a year and kind.</summary>
public sealed record RegisterFilter(string Office, int Year, string Kind, string? After = null, string? Before = null);

/// <summary><paramref name="Last"/>: the last number drawn. <paramref name="Voided"/>: how many of them were voided.</summary>
public sealed record RegisterPage(IReadOnlyList<RegisteredPaper> Rows, int Last, long Voided, string? Previous, string? Next);

/// <summary>A line of the register: a paper of an employer or one of the office.</summary>
public sealed class RegisteredPaper
{
    public int Number { get; init; }
    public string Label { get; init; } = "";
    public DateOnly? DatedOn { get; init; }
    public string Form { get; init; } = "";
    public string State { get; init; } = "";
    public string? Reason { get; init; }
    public string Province { get; init; } = "";
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public string Subject { get; init; } = "";
    public string Recipients { get; init; } = "";
    public int PaperNo { get; init; }
    public string PaperId { get; init; } = "";
    public string SignerName { get; init; } = "";

    public bool IsOffices => PaperId.Length > 0;
    public string Abstract => IsOffices ? Subject : Text.Of(FormBook.Find(Form).TitleKey);

    /// <summary>To whom it went; of an employer with the name as the reader may see it.</summary>
    public string RecipientAs(string name) => IsOffices ? string.Join("; ", TaskEvents.Read<List<string>>(Recipients) ?? []) : $"{name} ({Code})";

    /// <summary>Where it is shown.</summary>
    public string Address => IsOffices ? "/documents/office/" + PaperId : string.Create(CultureInfo.InvariantCulture, $"/documents/papers/{Province}-{Code}-{PaperNo}");
}
