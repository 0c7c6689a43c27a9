using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BaoPhu.Tests.Support;

/// <summary>
/// The whole web application on a database of its own. Every installation has the centre (00000), its units (00001…) and the 63 provinces (0PP00); the house
/// adds the district offices 07901, 07902 under 07900. <c>await using var house = await WebHouse.Open(engine); var officer = await house.SignedIn(Role.DistrictOfficer, "07901");</c>
/// </summary>
public sealed class WebHouse : IAsyncDisposable
{
    public const string Centre = Actor.CentreCode;
    public const string Province = "07900";
    public const string OtherProvince = "00100";
    public const string District = "07901";
    public const string OtherDistrict = "07902";
    private const string Password = "mat-khau-thu-nghiem";

    private readonly WebApplicationFactory<CurrentUser> _factory;

    private WebHouse(TestDatabase database, WebApplicationFactory<CurrentUser> factory) => (Database, _factory) = (database, factory);

    public TestDatabase Database { get; }
    public Db Db => Database.Db;
    public TestClock Clock => Database.Clock;
    public IServiceProvider Services => _factory.Services;

    public static async Task<WebHouse> Open(Engine engine = Engine.Sqlite, Action<IServiceCollection>? change = null)
    {
        var database = await TestDatabase.Create(engine);
        var offices = new Offices(database.Db, database.Clock);
        await offices.Save(Actor.System, Scope.Nation, District, "BHXH Quận 1", Province);
        await offices.Save(Actor.System, Scope.Nation, OtherDistrict, "BHXH Quận 3", Province);
        // Set up in its own tests; the others sign directors in with a password alone.
        await new Settings(database.Db, database.Clock).Set(Actor.System, Scope.Nation, Settings.NationScope, Settings.SecondFactorRoles, Reference.Beginning, "", "thử");
        var factory = new WebApplicationFactory<CurrentUser>().WithWebHostBuilder(web =>
        {
            web.UseSetting("db", database.Target);
            web.ConfigureLogging(log => log.ClearProviders());
            web.ConfigureTestServices(services =>
            {
                services.AddSingleton(database.Db);
                services.AddSingleton<TimeProvider>(database.Clock);
                services.AddSingleton(new WorldClock(database.Clock));
                change?.Invoke(services);
            });
        });
        return new(database, factory);
    }

    public T The<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>An account; its password is the same for all.</summary>
    public Task<User> Person(string role, string office, string? signIn = null) =>
        new Users(Db, Clock).Create(Actor.System, signIn ?? $"{role}-{office}-{Guid.NewGuid():N}", "Nguyễn Thị Thử", office, role, Password);

    /// <summary>A browser of nobody.</summary>
    public Browser Anonymous() => new(_factory.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true }));

    /// <summary>A browser signed in, through the sign-in page, as a new person of the role and office.</summary>
    public async Task<Browser> SignedIn(string role, string office)
    {
        var user = await Person(role, office);
        var browser = Anonymous();
        var answer = await browser.Send("/identity/sign-in", new() { ["Name"] = user.SignIn, ["Password"] = Password });
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        browser.User = user;
        return browser;
    }

    public async Task<Answer> SignIn(Browser browser, string name, string password) =>
        await browser.Send("/identity/sign-in", new() { ["Name"] = name, ["Password"] = password });

    public static string PasswordOfAll => Password;

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await Database.DisposeAsync();
    }
}

/// <summary>Opens pages and sends their forms with the token that the page carries, as a browser without script does.</summary>
public sealed class Browser(HttpClient client)
{
    private static readonly HtmlParser Parser = new(default, BrowsingContext.New(Configuration.Default));

    public HttpClient Client => client;
    public User? User { get; set; }

    public async Task<Answer> Open(string url) => await Read(await client.GetAsync(url));

    /// <summary>Opens the page and follows redirects to where they end.</summary>
    public async Task<Answer> Follow(string url)
    {
        var answer = await Open(url);
        for (var i = 0; i < 5 && answer.Location is { } next; i++)
        {
            answer = await Open(next);
        }

        return answer;
    }

    /// <summary>
    /// Opens the page for the token of its form, then posts the fields to it (or to <paramref name="to"/>, as another form of the page). A page that cannot be opened,
    /// or shows no form, is posted to with the token of another page, so that what refuses is the permission and not the missing token.
    /// </summary>
    public async Task<Answer> Send(string page, Dictionary<string, string> fields, string? to = null)
    {
        var opened = await Open(page);
        var token = to is null && opened.HasForm ? opened.FormToken : opened.Token ?? (await Follow("/")).Token ?? "";
        var form = new Dictionary<string, string>(fields, StringComparer.Ordinal) { ["__RequestVerificationToken"] = token };
        return await Post(to ?? page, form);
    }

    /// <summary>Posts exactly these fields.</summary>
    public async Task<Answer> Post(string url, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        return await Read(await client.PostAsync(url, content));
    }

    /// <summary>Sends a file with fields, as the forms of imports do.</summary>
    public async Task<Answer> Upload(string page, string field, string fileName, byte[] bytes, Dictionary<string, string>? fields = null, string? to = null)
    {
        var token = (await Open(page)).Token ?? "";
        using var content = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(bytes), field, fileName } };
        foreach (var (name, value) in fields ?? [])
        {
            content.Add(new StringContent(value), name);
        }

        return await Read(await client.PostAsync(to ?? page, content));
    }

    private static async Task<Answer> Read(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        var html = response.Content.Headers.ContentType?.MediaType == "text/html" ? Parser.ParseDocument(text) : null;
        return new(response, text, html);
    }
}

/// <summary>An answer of the application.</summary>
public sealed record Answer(HttpResponseMessage Response, string Text, IHtmlDocument? Page)
{
    public HttpStatusCode Status => Response.StatusCode;
    public string? Location => Response.Headers.Location?.OriginalString;
    public string? Token => Page?.QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")?.Value;

    public bool HasForm => Page?.QuerySelector("main form[method=post]") is not null;

    /// <summary>The token of the page's own form: that of signing out, which is on every page, does not count.</summary>
    public string FormToken => All("main form").Select(f => f.QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")?.Value).FirstOrDefault(t => t is not null)
        ?? throw new Xunit.Sdk.XunitException($"no form with a token on the page:\n{Words}");

    /// <summary>The words of the main part of the page, spaces made one.</summary>
    public string Words => string.Join(' ', (Page?.QuerySelector("main")?.TextContent ?? Text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public IElement One(string selector) => Page?.QuerySelector(selector) ?? throw new Xunit.Sdk.XunitException($"no '{selector}' on the page:\n{Words}");
    public IReadOnlyList<IElement> All(string selector) => [.. Page?.QuerySelectorAll(selector) ?? throw new Xunit.Sdk.XunitException("no page")];

    /// <summary>What the error summary says, line by line.</summary>
    public IReadOnlyList<string> Errors => [.. Page?.QuerySelectorAll(".error-summary li").Select(e => e.TextContent.Trim()) ?? []];
}
