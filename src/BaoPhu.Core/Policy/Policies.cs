using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Policy;

/// <summary>
/// The dated rule tables that the product ships with. A published table is never edited: a change is a new version with its own valid-from. Every one is
/// proven when it is first used (see <see cref="PolicyProof"/>).
/// </summary>
public static class Policies
{
    public const string DefaultName = "3532-KH-BHXH";
    private const string Prefix = "BaoPhu.Policies.";
    private static readonly Lazy<CompiledPolicy> DefaultPolicy = new(() =>
    {
        var check = PolicyFile.Parse(Text(DefaultName));
        return check.Policy ?? throw new InvalidDataException($"the shipped policy {DefaultName} is not whole: {string.Join("; ", check.Problems)}");
    });

    /// <summary>Plan 3532/KH-BHXH, compiled.</summary>
    public static CompiledPolicy Default => DefaultPolicy.Value;

    /// <summary>Names of the shipped tables, without ".yaml".</summary>
    public static IReadOnlyList<string> Shipped { get; } =
    [
        .. typeof(Policies).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(".yaml", StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^".yaml".Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>The YAML of a shipped table. Throws <see cref="FileNotFoundException"/> for a name that is not in <see cref="Shipped"/>.</summary>
    public static string Text(string name) => Resource($"{Prefix}{name}.yaml");

    /// <summary>The JSON Schema of a policy file.</summary>
    public static string Schema() => Resource($"{Prefix}policy.schema.json");

    private static string Resource(string name)
    {
        using var stream = typeof(Policies).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"no resource {name}", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
