using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace BaoPhu.Tests.Support;

/// <summary>The house without the bell that starts background work: the test runs it when it wants.</summary>
internal static class NoBell
{
    public static void Change(IServiceCollection services)
    {
        foreach (var bell in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Namespace?.StartsWith("Quartz", StringComparison.Ordinal) == true).ToList())
        {
            services.Remove(bell);
        }
    }
}
