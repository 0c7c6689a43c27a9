using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>Every form there is.</summary>
public static class FormBook
{
    public static IReadOnlyList<IForm> All { get; } =
        [new DebtNotice(), new WorkingMinutes(), new DebtDemand(), new DemandAnnex(), new PostalManifest(), new AddressLabels(), .. FromAbove()];

    /// <summary>The form of a code. Refused as missing where there is none.</summary>
    public static IForm Find(string code) =>
        All.FirstOrDefault(f => f.Code == code) ?? throw new Refusal("Forms.NoForm", code, string.Join(", ", All.Select(f => f.Code))) { Kind = RefusalKind.Missing };

    /// <summary>The forms that a task of the act may produce, in the order in which its papers are named.</summary>
    public static IEnumerable<IForm> For(string act) => All.Where(f => f.Acts.Contains(act));

    /// <summary>Modules above bring forms of their own, which read their own tables; the ladder does not let this one name them.</summary>
    private static IEnumerable<IForm> FromAbove() =>
        from type in typeof(FormBook).Assembly.GetTypes()
        where type.IsClass && !type.IsAbstract && typeof(IForm).IsAssignableFrom(type) && type.Namespace != typeof(FormBook).Namespace
        orderby type.Name
        select (IForm)Activator.CreateInstance(type)!;
}
