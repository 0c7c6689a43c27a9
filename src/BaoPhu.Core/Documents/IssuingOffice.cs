using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Layout;
using BaoPhu.Core.Documents.Writing;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Documents;

/// <summary>
/// An office at its desk for one transaction: what is the same for all papers it makes then (its name and parent, signers, templates, rates), so that ten thousand papers ask
/// for it once.
/// </summary>
internal sealed class IssuingOffice
{
    private readonly Dictionary<string, (TemplateVersion Version, DocumentTemplate Template)> _templates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<SigningPerson>> _signers = new(StringComparer.Ordinal);
    private readonly Session _tx;
    private readonly TimeProvider _clock;
    private readonly bool _writes;

    private IssuingOffice(Session tx, TimeProvider clock, bool writes, Office office, Office? parent, Particulars particulars, InterestRules interest) =>
        (_tx, _clock, _writes, Office, Parent, Particulars, Interest) = (tx, clock, writes, office, parent, particulars, interest);

    public Office Office { get; }
    public Office? Parent { get; }

    /// <summary>Scope of its templates: its province, of the centre and its units the nation.</summary>
    public string Province => Office.Province ?? Settings.NationScope;
    public Particulars Particulars { get; }
    private InterestRules Interest { get; }

    /// <summary>Refused: an office that is not in the tree, or none of a province (the centre makes no papers about employers).</summary>
    /// <param name="writes">False for a preview: a shipped template is then used without being written down.</param>
    /// <param name="aboutEmployers">False for papers of the office, which the centre and its units make too.</param>
    public static async Task<IssuingOffice> Open(Session tx, TimeProvider clock, string code, bool writes = true, bool aboutEmployers = true)
    {
        var today = clock.Today();
        var office = await Offices.Find(tx, code, today);
        if (office is null || (aboutEmployers && office.Province is null))
        {
            throw new Refusal("Papers.NoIssuer", code);
        }

        var parent = office.ParentCode is { } above ? await Offices.Find(tx, above, today) : null;
        return new IssuingOffice(tx, clock, writes, office, parent, await OfficeParticulars.Of(tx, code, today), await InterestRules.Load(tx, office.Province ?? Settings.NationScope, today));
    }

    public async Task<IReadOnlyList<SigningPerson>> Signers(IPrintedForm form) =>
        _signers.TryGetValue(form.Code, out var known) ? known : _signers[form.Code] = await Documents.Signers.Of(_tx, Office.Code, form, _clock.Today());

    /// <summary>The signer of the answers. Refused: somebody who may not sign this form for the office.</summary>
    public async Task<SigningPerson> Signer(IPrintedForm form, string userId) =>
        (await Signers(form)).FirstOrDefault(p => p.UserId == userId)
        ?? throw new Refusal("Papers.NotASigner", Text.Of(form.TitleKey), Office.Name);

    public OfficeFormCase Case(string key, IReadOnlyList<string> recipients, DateOnly? deadline, Signer? signer, int? number) => new()
    {
        Key = key,
        Province = Province,
        Issuer = Office,
        Parent = Parent,
        Signer = signer,
        Date = _clock.Today(),
        Place = PlaceName.Of(Office),
        Number = number,
        Recipients = recipients,
        Deadline = deadline,
    };

    /// <summary>True if the form tells where to pay and the office has no account on record.</summary>
    public bool LacksAccount(IPrintedForm form) => LacksAccount(Particulars, form);

    public static bool LacksAccount(Particulars particulars, IPrintedForm form) => !particulars.HasAccount && Templates.Of(form).Tags.ContainsKey("account");

    /// <summary>Refuses to number a paper that tells the employer to pay and cannot say where.</summary>
    public void RequireAccount(IPrintedForm form)
    {
        if (LacksAccount(form))
        {
            throw NoAccount();
        }
    }

    private Refusal NoAccount() => new("Papers.NoAccount", Office.Name);

    public FormCase Case(IReadOnlyList<WorkTask> tasks, PaperAnswers answers, Signer? signer, int? number) => new()
    {
        Tasks = tasks,
        Issuer = Office,
        Parent = Parent,
        Signer = signer,
        Date = _clock.Today(),
        Place = PlaceName.Of(Office),
        Number = number,
        Deadline = answers.Deadline,
        Channel = answers.Channel,
        Account = Particulars.HasAccount ? new CollectionAccount(Office.Name, Particulars.AccountNumber, Particulars.Bank) : null,
        Phone = Particulars.Phone.Length > 0 ? Particulars.Phone : null,
        Leaflets = [.. answers.Library.Select(l => l.Title), .. answers.Leaflets],
        ContactLine = answers.ContactLine,
        Minutes = answers.Minutes,
        Interest = Interest,
    };

    /// <summary>The sheets of a paper: its own, and those that the act attaches to it. Nothing is written.</summary>
    public async Task<IReadOnlyList<MadeSheet>> Sheets(IForm form, FormCase about)
    {
        var sheets = new List<MadeSheet> { await Sheet(form, about) };
        foreach (var annex in Annexes(form, about.Task.Act))
        {
            var symbol = OfficialWords.Symbol(form.Kind, about.IssuerShort, about.DraftingUnit);
            sheets.Add(await Sheet(annex, about with { AttachedTo = new PaperReference(about.Number, symbol, about.Date) }));
        }

        return sheets;
    }

    /// <summary>Forms without a number of their own that go with a paper of the act.</summary>
    private static IEnumerable<IForm> Annexes(IForm form, string act) => form.Kind == PaperKind.Letter ? FormBook.For(act).Where(f => f.Kind == PaperKind.None && f.Papers.Count > 0) : [];

    public async Task<MadeSheet> Sheet(IForm form, FormCase about) => await Fill(form, await form.Compose(_tx, about), about.Number is not null);

    /// <summary>The sheets of a paper of the office: its own and its annexes. Nothing is written.</summary>
    public async Task<IReadOnlyList<MadeSheet>> Sheets(IOfficeForm form, OfficeFormCase about)
    {
        var sheets = new List<MadeSheet> { await Fill(form, await form.Compose(_tx, about), about.Number is not null) };
        var symbol = OfficialWords.Symbol(form.Kind, about.IssuerShort, about.DraftingUnit);
        foreach (var annex in form.Annexes.Select(OfficeFormBook.Find))
        {
            sheets.Add(await Fill(annex, await annex.Compose(_tx, about with { AttachedTo = new PaperReference(about.Number, symbol, about.Date) }), about.Number is not null));
        }

        return sheets;
    }

    private async Task<MadeSheet> Fill(IPrintedForm form, FormContent content, bool numbered)
    {
        var found = await Template(form);
        var file = new MemoryStream(32 * 1024);
        var faults = found.Template.Write(content, file).Where(f => f.Kind == TagFaultKind.LackedByTemplate).Select(f => f.ToString()).ToList();
        file.Position = 0;
        faults.AddRange(LayoutInspector.Inspect(file, form, numbered && form.Kind != PaperKind.None).Select(f => f.ToString()));
        if (LacksAccount(form))
        {
            faults.Add(NoAccount().Message);
        }

        return new MadeSheet(form, content, found.Version, file.GetBuffer().AsMemory(0, (int)file.Length), faults);
    }

    /// <summary>The version in force, the same for all that the office makes in this transaction.</summary>
    public async Task<(TemplateVersion Version, DocumentTemplate Template)> Template(IPrintedForm form)
    {
        if (!_templates.TryGetValue(form.Code, out var found))
        {
            var version = _writes ? await OfficeTemplates.InForceFor(_tx, _clock, Province, form) : await OfficeTemplates.InForce(_tx, Province, form);
            _templates[form.Code] = found = version is null ? (new TemplateVersion(), Templates.Of(form)) : (version, await OfficeTemplates.Template(_tx, version));
        }

        return found;
    }
}

/// <summary>A sheet that was composed, filled and inspected. The faults are those that stop a number from being drawn.</summary>
internal sealed record MadeSheet(IPrintedForm Form, FormContent Content, TemplateVersion Template, ReadOnlyMemory<byte> File, IReadOnlyList<string> Faults)
{
    public string FileDigest => PaperFile.Digest(File);
}

/// <summary>Files of papers: made anew from content and template, and their digest.</summary>
internal static class PaperFile
{
    /// <summary>
    /// SHA-256 over the parts of a package, plain: names, lengths, bytes in the order of the file. Not over the file itself, because deflate may give other bytes on another machine or
    /// with another release of the framework while the paper is the same.
    /// </summary>
    public static string Digest(ReadOnlyMemory<byte> file)
    {
        using var zip = new ZipArchive(new MemoryStream(file.ToArray(), writable: false), ZipArchiveMode.Read);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[16 * 1024];
        foreach (var entry in zip.Entries)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{entry.FullName}\n{entry.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)}\n"));
            using var part = entry.Open();
            for (var read = part.Read(buffer); read > 0; read = part.Read(buffer))
            {
                hash.AppendData(buffer, 0, read);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The file of a stored sheet. Throws <see cref="InvalidDataException"/> where it is not the one that was numbered: somebody changed the database by hand.</summary>
    public static async Task<ReadOnlyMemory<byte>> Of(Session s, StoredSheet sheet)
    {
        var version = await OfficeTemplates.Find(s, sheet.TemplateScope, sheet.Form, sheet.TemplateVersion)
            ?? throw new InvalidDataException($"no template {sheet.TemplateScope}/{sheet.Form}/{sheet.TemplateVersion}");
        var file = new MemoryStream(32 * 1024);
        (await OfficeTemplates.Template(s, version)).Write(sheet.FormContent, file);
        var made = file.GetBuffer().AsMemory(0, (int)file.Length);
        return Digest(made) == sheet.FileDigest ? made : throw new InvalidDataException($"the file of {sheet.Paper} is not the one that was numbered");
    }
}
