using BaoPhu.BrowserTests.Support;
using BaoPhu.Core.Data;
using BaoPhu.Core.Demonstration;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Site))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace BaoPhu.BrowserTests.Support;

/// <summary>
/// The real application on a real port over a small demonstration, and one Chromium, for all tests of the assembly. Without Chromium the tests are skipped by name.
/// </summary>
public sealed class Site : IAsyncLifetime
{
    public const string District = "7901.thu1";
    public const string DistrictDirector = "7901.giamdoc";
    public const string Province = "79.giamdoc";
    public const string Collector = "79.thu1";
    public const string Centre = "tw.lanhdao";
    public const string Administrator = "quantri";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "baophu-browser-" + Environment.ProcessId);
    private readonly Dictionary<string, string> _states = new(StringComparer.Ordinal);
    private Host? _host;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>http://127.0.0.1:port, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    private static string? Chromium { get; } = new[] { Environment.GetEnvironmentVariable("BAOPHU_CHROMIUM") }
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).SelectMany(p => (string[])[Path.Combine(p, "chromium"), Path.Combine(p, "chromium-browser"), Path.Combine(p, "google-chrome")]))
        .FirstOrDefault(f => !string.IsNullOrEmpty(f) && File.Exists(f));

    public async ValueTask InitializeAsync()
    {
        if (Chromium is null)
        {
            return;
        }

        Directory.CreateDirectory(_folder);
        var file = Path.Combine(_folder, "site.db");
        var employers = int.TryParse(Environment.GetEnvironmentVariable("BAOPHU_PICTURE_EMPLOYERS"), out var wanted) ? wanted : 300;
        await using (var db = Db.At(file))
        {
            await DemonstrationNation.Load(db, new DemonstrationOrder(1, employers, 2021, DemonstrationOrder.UsualMoment) { Only = ["79"] });
        }

        _host = new Host(file);
        _host.UseKestrel(0);
        _host.StartServer();
        Address = _host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().TrimEnd('/');
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>A window of its own; <paramref name="as"/> is signed in where given. What goes wrong in a page's script fails the test through <see cref="Window.Faults"/>.</summary>
    public async Task<Window> Open(string? @as = null, Look look = Look.Desk, bool script = true)
    {
        Assert.SkipWhen(_browser is null, "Chromium is not on this machine");
        var state = @as is null ? null : await StateOf(@as);
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = Address,
            StorageState = state,
            JavaScriptEnabled = script,
            Locale = "vi-VN",
            TimezoneId = "Asia/Ho_Chi_Minh",
            ViewportSize = look == Look.Phone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 800 },
            HasTouch = look == Look.Phone,
            IsMobile = look == Look.Phone,
        });
        // Only what never comes is a fault: a machine that is busy may be slow.
        context.SetDefaultTimeout(90_000);
        return new Window(context, await context.NewPageAsync());
    }

    private async Task<string> StateOf(string signIn)
    {
        if (!_states.TryGetValue(signIn, out var state))
        {
            await using var window = await Open();
            await window.SignIn(signIn);
            _states[signIn] = state = await window.Page.Context.StorageStateAsync();
        }

        return state;
    }

    private sealed class Host(string file) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.UseSetting("db", file);
            builder.UseSetting("urls", "http://127.0.0.1:0");
            builder.ConfigureLogging(log => log.ClearProviders());
        }
    }
}

public enum Look
{
    Desk,
    Phone,
}
