using System.Collections.Concurrent;
using System.Security.Cryptography;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Layout;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Documents;

/// <summary>
/// The templates that papers are made with. Each has versions, never edited: a province's own, else the nation's, else the shipped one. The version in force is written down
/// before the first paper is made with it, so that a later release of the house never changes a paper of today.
/// </summary>
public sealed class OfficeTemplates(Db db, TimeProvider clock)
{
    public const string Shipped = "shipped";
    public const string Office = "office";
    private const int MostBytes = 4 * 1024 * 1024;
    private const string Columns = "t.scope, t.form, t.version, t.origin, t.digest, t.file_name, t.warnings, t.from_at, t.set_by";

    // Parsed once: a version is its digest and never changes.
    private static readonly ConcurrentDictionary<string, DocumentTemplate> Parsed = new(StringComparer.Ordinal);

    /// <summary>Every form with the version in force for a province and all its versions, newest first.</summary>
    public Task<IReadOnlyList<FormTemplates>> List(string province) => db.Read<IReadOnlyList<FormTemplates>>(async s =>
    {
        var versions = await s.Query<TemplateVersion>(
            $"select {Columns} from doc_templates t where t.scope in (@province, @nation) order by case when t.scope = @province then 0 else 1 end, t.version desc",
            new { province, nation = Settings.NationScope });
        return [.. OfficeFormBook.AllPrinted.Select(f => new FormTemplates(f, [.. versions.Where(v => v.Form == f.Code)]))];
    });

    /// <summary>The file of the version in force: what an office downloads to edit.</summary>
    public Task<byte[]> File(string province, string form) => db.Read(async s =>
        await InForce(s, province, OfficeFormBook.Printed(form)) is { } version ? await Body(s, version) : OfficeFormBook.Printed(form).Template());

    /// <summary>
    /// Takes an edited template into use for a province (the nation: '00'). Refused: no DOCX or XLSX of the form's kind, a tag that the form fills and the template lacks.
    /// Faults of the layout are kept as warnings and returned: the office decides how its papers look.
    /// </summary>
    public async Task<IReadOnlyList<string>> Upload(Actor actor, Scope scope, string province, string form, string fileName, Stream file)
    {
        var found = OfficeFormBook.Printed(form);
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory);
        if (memory.Length is 0 or > MostBytes)
        {
            throw new Refusal("Papers.TemplateSize", MostBytes / 1024 / 1024);
        }

        var body = memory.ToArray();
        var warnings = Check(found, body);
        await Set(actor, scope, province, found, Office, body, fileName, warnings);
        return warnings;
    }

    /// <summary>Back to the shipped template, as one more version.</summary>
    public Task BackToShipped(Actor actor, Scope scope, string province, string form)
    {
        var found = OfficeFormBook.Printed(form);
        return Set(actor, scope, province, found, Shipped, found.Template(), form + Extension(found), []);
    }

    public static string Extension(IPrintedForm form) => form.Format == FormFormat.Docx ? ".docx" : ".xlsx";

    /// <summary>What is wrong with an edited template, in words. Refused where a paper could not be made with it.</summary>
    private static IReadOnlyList<string> Check(IPrintedForm form, byte[] body)
    {
        DocumentTemplate template;
        try
        {
            template = DocumentTemplate.Parse(new MemoryStream(body));
        }
        catch (Exception broken) when (broken is InvalidDataException or System.Xml.XmlException)
        {
            throw new Refusal("Papers.TemplateNotRead", form.Code + Extension(form));
        }

        if (template.Format != form.Format)
        {
            throw new Refusal("Papers.TemplateNotRead", form.Code + Extension(form));
        }

        var shipped = Templates.Of(form);
        var missing = shipped.Tags.Keys.Where(t => !template.Tags.ContainsKey(t)).ToList();
        if (missing.Count > 0)
        {
            throw new Refusal("Papers.TemplateLacksTags", string.Join(", ", missing.Take(20)));
        }

        return
        [
            .. template.Tags.Keys.Where(t => !shipped.Tags.ContainsKey(t)).Select(t => Text.Of("Papers.TemplateUnknownTag", t)),
            .. LayoutInspector.Inspect(new MemoryStream(body), form).Select(f => f.ToString()),
        ];
    }

    private Task Set(Actor actor, Scope scope, string province, IPrintedForm form, string origin, byte[] body, string fileName, IReadOnlyList<string> warnings) => db.Write(async tx =>
    {
        if (province == Settings.NationScope ? !scope.IsNation : !scope.CoversWhole(province))
        {
            throw new Refusal("Organisation.NotYourProvince", province) { Kind = RefusalKind.Forbidden };
        }

        await tx.Lock("templates");
        var version = await Add(tx, clock, actor, province, form, origin, body, fileName, warnings);
        await AuditTrail.Write(tx, clock, actor, "documents.template", $"template:{province}/{form.Code}", new { version, origin, fileName, digest = Digest(body), warnings = warnings.Count });
    });

    /// <summary>The version in force, written down if it is the shipped one and not yet known. Call within a write.</summary>
    internal static async Task<TemplateVersion> InForceFor(Session tx, TimeProvider clock, string province, IPrintedForm form)
    {
        var known = await InForce(tx, province, form);
        if (known is { Origin: Office } || known?.Digest == Digest(form.Template()))
        {
            return known;
        }

        await tx.Lock("templates");
        known = await InForce(tx, province, form);
        if (known is null || (known.Origin == Shipped && known.Digest != Digest(form.Template())))
        {
            await Add(tx, clock, Actor.System, known?.Scope ?? Settings.NationScope, form, Shipped, form.Template(), form.Code + Extension(form), []);
            known = await InForce(tx, province, form);
        }

        return known!;
    }

    internal static Task<TemplateVersion?> InForce(Session s, string province, IPrintedForm form) => s.One<TemplateVersion>(
        $"""
        select {Columns} from doc_templates t where t.form = @form and t.scope in (@province, @nation)
        order by case when t.scope = @province then 0 else 1 end, t.version desc limit 1
        """,
        new { form = form.Code, province, nation = Settings.NationScope });

    /// <summary>The template of a version, ready to be filled.</summary>
    internal static async Task<DocumentTemplate> Template(Session s, TemplateVersion version)
    {
        if (!Parsed.TryGetValue(version.Digest, out var template))
        {
            template = DocumentTemplate.Parse(new MemoryStream(await Body(s, version)));
            Parsed.TryAdd(version.Digest, template);
        }

        return template;
    }

    internal static Task<TemplateVersion?> Find(Session s, string scope, string form, int version) =>
        s.One<TemplateVersion>($"select {Columns} from doc_templates t where t.scope = @scope and t.form = @form and t.version = @version", new { scope, form, version });

    private static async Task<byte[]> Body(Session s, TemplateVersion version)
    {
        var body = Convert.FromBase64String((await s.One<string>("select t.body from doc_templates t where t.scope = @Scope and t.form = @Form and t.version = @Version", version))!);
        return Digest(body) == version.Digest ? body : throw new InvalidDataException($"template {version.Scope}/{version.Form}/{version.Version} was changed outside the house");
    }

    private static async Task<int> Add(Session tx, TimeProvider clock, Actor actor, string scope, IPrintedForm form, string origin, byte[] body, string fileName, IReadOnlyList<string> warnings)
    {
        var version = 1 + (await tx.One<int?>("select max(version) from doc_templates where scope = @scope and form = @form", new { scope, form = form.Code }) ?? 0);
        await tx.Execute(
            """
            insert into doc_templates (scope, form, version, origin, digest, body, file_name, warnings, from_at, set_by)
            values (@scope, @form, @version, @origin, @digest, @body, @fileName, @warnings, @now, @by)
            """,
            new
            {
                scope, form = form.Code, version, origin, digest = Digest(body), body = Convert.ToBase64String(body), fileName = Path.GetFileName(fileName),
                warnings = string.Join('\n', warnings), now = clock.Now(), by = actor.UserId,
            });
        return version;
    }

    private static string Digest(byte[] body) => Convert.ToHexStringLower(SHA256.HashData(body));
}

/// <summary>A template as it stood from a moment on.</summary>
public sealed class TemplateVersion
{
    /// <summary>'00' the nation, else a province.</summary>
    public string Scope { get; init; } = "";
    public string Form { get; init; } = "";
    public int Version { get; init; }

    /// <summary>shipped or office.</summary>
    public string Origin { get; init; } = "";

    /// <summary>SHA-256 of the file.</summary>
    public string Digest { get; init; } = "";
    public string FileName { get; init; } = "";

    /// <summary>What the inspection found when it was taken into use, one a line.</summary>
    public string Warnings { get; init; } = "";
    public Instant FromAt { get; init; }
    public string SetBy { get; init; } = "";
}

/// <summary>A form with its versions; none where no paper was made with it and no office edited it.</summary>
public sealed record FormTemplates(IPrintedForm Form, IReadOnlyList<TemplateVersion> Versions)
{
    public TemplateVersion? InForce => Versions.Count == 0 ? null : Versions[0];
}
