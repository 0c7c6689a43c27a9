using Microsoft.AspNetCore.WebUtilities;

namespace BaoPhu.Web.Shell;

/// <summary>The present address with some of its query changed: filters, order and place in a list live there.</summary>
internal static class Address
{
    /// <summary>Null takes a value out.</summary>
    public static string With(HttpRequest request, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var query = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var many = new List<KeyValuePair<string, string?>>();
        foreach (var (name, values) in request.Query)
        {
            foreach (var value in values)
            {
                many.Add(KeyValuePair.Create(name, value));
            }
        }

        foreach (var (name, value) in changes)
        {
            many.RemoveAll(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            query[name] = value;
        }

        var rest = many.Where(p => !string.IsNullOrEmpty(p.Value)).Concat(query.Where(p => !string.IsNullOrEmpty(p.Value)));
        return QueryHelpers.AddQueryString(request.PathBase + request.Path, rest);
    }
}
