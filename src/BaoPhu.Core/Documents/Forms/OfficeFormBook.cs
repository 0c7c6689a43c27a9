using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>
/// Every form that is not about one employer. They live with the modules whose tables they read, above this one, and are found by being there: a class that is an
/// <see cref="IOfficeForm"/>.
/// </summary>
public static class OfficeFormBook
{
    private static readonly Lazy<IReadOnlyList<IOfficeForm>> Found = new(() =>
        [.. typeof(OfficeFormBook).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false, IsInterface: false } && typeof(IOfficeForm).IsAssignableFrom(t))
            .Select(t => (IOfficeForm)Activator.CreateInstance(t)!).OrderBy(f => f.Code, StringComparer.Ordinal)]);

    public static IReadOnlyList<IOfficeForm> All => Found.Value;

    /// <summary>Forms of both kinds: those about employers and those of the office.</summary>
    public static IEnumerable<IPrintedForm> AllPrinted => FormBook.All.Cast<IPrintedForm>().Concat(All);

    /// <summary>Refused as missing where there is none.</summary>
    public static IOfficeForm Find(string code) => All.FirstOrDefault(f => f.Code == code) ?? throw NoForm(code);

    /// <summary>A form of either kind. Refused as missing where there is none.</summary>
    public static IPrintedForm Printed(string code) => AllPrinted.FirstOrDefault(f => f.Code == code) ?? throw NoForm(code);

    private static Refusal NoForm(string code) => new("Forms.NoForm", code, string.Join(", ", AllPrinted.Select(f => f.Code))) { Kind = RefusalKind.Missing };
}
