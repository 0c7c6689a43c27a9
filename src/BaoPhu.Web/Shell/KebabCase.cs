using System.Text.RegularExpressions;

namespace BaoPhu.Web.Shell;

/// <summary>"SignIn" → "sign-in": folders and pages are the segments of the address.</summary>
internal sealed partial class KebabCase : IOutboundParameterTransformer
{
    public string? TransformOutbound(object? value) => value is null ? null : Border().Replace(value.ToString()!, "-").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex Border();
}
