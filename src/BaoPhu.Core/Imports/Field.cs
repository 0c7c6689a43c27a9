namespace BaoPhu.Core.Imports;

/// <summary>A thing that a file of some kind tells about, and the headings under which it is known to stand.</summary>
/// <param name="Name">As in --map and in the profile: "tax-code".</param>
/// <param name="Title">In the official's words: "Mã số thuế".</param>
/// <param name="Required">Without it the file cannot be taken in.</param>
/// <param name="Synonyms">Headings, unaccented and in long form (<see cref="HeadingKey"/> makes short forms long).</param>
internal sealed record Field(string Name, string Title, bool Required, params string[] Synonyms)
{
    private HashSet<string>? _keys;

    /// <summary>Keys of the <see cref="Synonyms"/>.</summary>
    public IReadOnlySet<string> Keys => _keys ??= Synonyms.Select(HeadingKey.Of).ToHashSet(StringComparer.Ordinal);

    /// <summary>Headings that may stand for another field too ("Mã số thuế", of the payer or of the worker): they tell this one where no heading of its own does.</summary>
    public string[] Shared { get; init; } = [];

    /// <summary>Name of the field whose column a shared heading of this one stands with.</summary>
    public string? Beside { get; init; }

    /// <summary>Its cells are personal data: masked wherever a faulty one is told, whole only in the file of the faulty rows.</summary>
    public bool IsPersonal { get; init; }
}

/// <summary>A kind of file: what it tells, and the work that takes it in.</summary>
internal sealed record FileKind(string Name, Field[] Fields, Func<ImportContext, ImportWork> Work)
{
    public static readonly FileKind Employers = new(ImportKinds.Employers, EmployerFile.Fields, c => new EmployerFile(c));
    public static readonly FileKind Months = new(ImportKinds.Months, MonthFile.Fields, c => new MonthFile(c));
    public static readonly FileKind Levels = new(ImportKinds.Levels, LevelFile.Fields, c => new LevelFile(c));
    public static readonly FileKind Localities = new(ImportKinds.Localities, LocalityFile.Fields, c => new LocalityFile(c));

    public static readonly FileKind Settlements = new(ImportKinds.Settlements, SettlementFile.Fields, c => new SettlementFile(c));

    public static readonly FileKind Movements = new(ImportKinds.Movements, MovementFile.Fields, c => new MovementFile(c));

    public static readonly FileKind Stands = new(ImportKinds.Stands, StandFile.Fields, c => new StandFile(c));

    public static readonly FileKind Persons = new(ImportKinds.Persons, PersonFile.Fields, c => new PersonFile(c));

    public static readonly FileKind Participations = new(ImportKinds.Participations, ParticipationFile.Fields, c => new ParticipationFile(c));

    public static readonly FileKind Cards = new(ImportKinds.Cards, CardFile.Fields, c => new CardFile(c));

    public static readonly FileKind Tax = new(ImportKinds.Tax, TaxFile.Fields, c => new TaxFile(c));

    public static readonly FileKind Entitled = new(ImportKinds.Entitled, EntitledFile.Fields, c => new EntitledFile(c));

    public static readonly FileKind Post = new(ImportKinds.Post, PostFile.Fields, c => new PostFile(c));

    public static readonly FileKind Targets = new(ImportKinds.Targets, TargetFile.Fields, c => new TargetFile(c));

    public static readonly FileKind Debtors = new(ImportKinds.Debtors, DebtorFile.Fields, c => new DebtorFile(c)) { IsPrinted = true };

    public static IReadOnlyList<FileKind> All { get; } = [Employers, Months, Levels, Localities, Debtors, Settlements, Movements, Stands, Post, Persons, Participations, Cards, Tax, Entitled, Targets];

    /// <summary>A printed form: rows that are none stand among its rows, and its last line may be short.</summary>
    public bool IsPrinted { get; private init; }

    public static FileKind Named(string name) => All.FirstOrDefault(k => k.Name == name) ?? throw new ArgumentException($"no kind of file '{name}'", nameof(name));
}

/// <summary>Names of the kinds of files, as in imp_runs and in addresses.</summary>
public static class ImportKinds
{
    public const string Employers = "employers";
    public const string Months = "months";
    public const string Levels = "levels";
    public const string Localities = "localities";

    /// <summary>Settlement figures of insurance that the budget pays or supports.</summary>
    public const string Settlements = "settlements";

    /// <summary>Joins and leaves of participants, by day.</summary>
    public const string Movements = "movements";

    /// <summary>Participants at the end of a month.</summary>
    public const string Stands = "stands";

    /// <summary>The post's answer of what became of its items.</summary>
    public const string Post = "post";

    /// <summary>The register of persons.</summary>
    public const string Persons = "persons";

    /// <summary>Who took part with which employer in which months.</summary>
    public const string Participations = "participations";

    /// <summary>Health insurance cards.</summary>
    public const string Cards = "cards";

    /// <summary>Workers who settled personal income tax, from the tax authority.</summary>
    public const string Tax = "tax";

    /// <summary>People whose health insurance the budget pays, from Labour offices and communes.</summary>
    public const string Entitled = "budget-list";

    /// <summary>Targets for the offices and agents right below.</summary>
    public const string Targets = "targets";

    /// <summary>The printed debtor list of a month (B03-TS).</summary>
    public const string Debtors = "debtors";

    /// <summary>Kinds that are of one province.</summary>
    public static bool OfProvince(string kind) => kind is not (Levels or Localities or Targets);

    /// <summary>Kinds that an office takes in for itself, also one that is not a whole province.</summary>
    public static bool OfOffice(string kind) => kind is Post or Targets;

    /// <summary>Kinds that came from another authority for one purpose, and are erased after their day.</summary>
    public static bool IsOutside(string kind) => kind is Tax or Entitled;
}
