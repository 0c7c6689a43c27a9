using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace BaoPhu.Web.Shell;

/// <summary>
/// The proxies whose word is taken for where a request comes from and whether it was encrypted: BAOPHU_PROXIES, addresses or networks with commas between. None: the headers
/// are left unread, anybody can write them.
/// </summary>
internal static class Proxies
{
    public static void Trust(ForwardedHeadersOptions options, string? proxies)
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        options.ForwardLimit = null;
        foreach (var proxy in (proxies ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(proxy, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else
            {
                throw new InvalidOperationException($"BAOPHU_PROXIES: '{proxy}' is neither an address nor a network");
            }
        }

        // With an empty list the middleware would believe everybody.
        options.ForwardedHeaders = options.KnownProxies.Count + options.KnownIPNetworks.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
    }
}
